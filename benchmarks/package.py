"""The package against its peers: how long its users wait for it, and how much it brings.

``python -m benchmarks.package`` installs the locked peers and the package of this checkout into an environment of
their own, measures (about five minutes) and writes ``benchmarks/results.md`` and ``benchmarks/results.svg``.
"""

import dataclasses
import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.commands import code, groups, run
from benchmarks.report import comparisons, page
from benchmarks.sizes import fetch, size
from benchmarks.timing import in_turn
from tests.environments.locked import ROOT, environment, pip

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements.lock"
PEERS = ["palmerpenguins", "vega_datasets", "scikit-learn", "frictionless"]
TOOLS = ["sqlite-utils"]
ROUNDS = 15


def main() -> None:
    """Measure, and write the page and the plot."""
    python = environment("benchmarks", LOCK)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wheel = build(folder / "wheels")
        pip(python.parents[1], "--no-deps", "--no-index", "--force-reinstall", wheel)
        results = {"facts": facts(python), "times": times(python, folder), "sizes": sizes(wheel)}
    known = [dataclasses.asdict(one) for one in comparisons(results)]
    (HERE / "results.md").write_text(page(results), encoding="utf-8")
    # Only the environment of the peers has what draws.
    command = [str(python), "-m", "benchmarks.plot", str(HERE / "results.svg")]
    subprocess.run(command, cwd=ROOT, check=True, input=json.dumps(known), encoding="utf-8")


def build(out: Path) -> Path:
    """Return the wheel of this checkout, built into a folder."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out], cwd=ROOT, check=True)
    (wheel,) = out.iterdir()
    return wheel


def times(python: Path, folder: Path) -> dict[str, dict[str, list[float]]]:
    """Return the seconds of each round by command by group."""
    return {respect: in_turn(group, ROUNDS, folder) for respect, group in groups(python, folder).items()}


def sizes(wheel: Path) -> dict[str, dict[str, int]]:
    """Return what the package and each peer bring."""
    fetch(LOCK, wheel.parent)
    return {name: dataclasses.asdict(size(name, wheel.parent)) for name in ["counternarcotics", *PEERS]}


def facts(python: Path) -> dict[str, Any]:
    """Return on what and when this is measured."""
    names = ["counternarcotics", "pandas", "pyarrow", "click", *PEERS, *TOOLS]
    listed = f"from importlib.metadata import version; print(*(n + ' ' + version(n) for n in {names}), sep=', ')"
    return {
        "rounds": ROUNDS,
        "date": date.today().isoformat(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": run(code(python, listed)).strip(),
    }


if __name__ == "__main__":
    main()
