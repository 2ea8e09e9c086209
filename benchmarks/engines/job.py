"""One measurement: what it says of its work, what it costs, and that it counts exactly what was planted."""

import importlib
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

ONE_CORE = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"}
NOT_RUN = 3
"""The exit code of a measurement that lacks a library."""


@dataclass(frozen=True)
class Outcome:
    """What a measurement did."""

    rows: int
    """How many rows it handled."""
    says: str = ""


@dataclass(frozen=True)
class Cost:
    """What a measurement did and what that took."""

    rows: int
    says: str
    processor: float
    """Seconds of processor time. On one core and without waiting for the disk, this is the time of a free machine."""
    wall: float
    """Seconds on the clock, longer where other programs run."""
    peak: int
    """Most memory of the process, in bytes, with the libraries that it imports."""


class Refused(Exception):
    """A measurement did not count what was planted, so its time means nothing."""


def counted(folder: Path, kind: str, count: int) -> str:
    """Return what a check says of the faults that it counted.

    Raises:
        Refused: They are not those that were planted.
    """
    due = json.loads((folder / "planted.json").read_text(encoding="utf-8"))[kind]
    if count != due:
        raise Refused(f"counts {count} {kind}, where {due} are planted")
    return f"{count} planted {kind} counted"


def run(name: str, folder: Path) -> Cost | None:
    """Run a measurement in a process of its own.

    Args:
        name: Its module and function, such as ``keys.polars_spans``, perhaps with a number: ``tables.make:1000000``.
        folder: The folder of the tables.

    Returns:
        What it took; None where a library that it needs is not installed.

    Raises:
        CalledProcessError: It failed.
    """
    command = [sys.executable, "-m", "benchmarks.engines.job", name, str(folder)]
    done = subprocess.run(command, env={**os.environ, **ONE_CORE}, stdout=subprocess.PIPE, check=False)
    if done.returncode == NOT_RUN:
        return None
    done.check_returncode()
    return Cost(**json.loads(done.stdout))


def work(name: str, folder: Path) -> Outcome:
    """Do a measurement's work in this process.

    Args:
        name: As `run` takes it.
        folder: The folder of the tables.

    Raises:
        Refused: It does not count what is planted.
    """
    name, _, number = name.partition(":")
    module, _, function = name.partition(".")
    outcome = getattr(importlib.import_module(f"benchmarks.engines.{module}"), function)
    return cast(Outcome, outcome(folder, *([int(number)] if number else [])))


def main() -> None:
    """Do one measurement and print its cost as JSON; importing its module does not count."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    try:
        importlib.import_module(f"benchmarks.engines.{name.partition('.')[0]}")
        wall, processor = time.perf_counter(), time.process_time()
        outcome = work(name, folder)
    except ModuleNotFoundError:
        raise SystemExit(NOT_RUN) from None
    seconds = time.process_time() - processor, time.perf_counter() - wall
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps(asdict(Cost(outcome.rows, outcome.says, *seconds, peak))))


if __name__ == "__main__":
    main()
