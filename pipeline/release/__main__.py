"""Release the built version: ``python -m pipeline.release [PREVIOUS]`` appends it to ``releases.json``.

The entry is what every later `verify` holds a copy of this version against. PREVIOUS, a folder or zip of the version
before, is needed from the second release on: what changed since then decides how large the step must be
(``docs/versions.md``). Afterwards the build has to run again, for the checksums of the list.

Exit codes: 0 released, 1 the version cannot be released, 2 the command could not run.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counternarcotics._shared.version_rule import BUMPS
from counternarcotics._shared.versions import RELEASES, Version, described, released
from pipeline.faults import CannotBuild
from pipeline.read.project import read_project
from pipeline.release import swap
from pipeline.write.files import listed
from pipeline.write.paths import CHECKSUMS, DESCRIPTOR

ROOT = Path(__file__).resolve().parents[2]
# Written here because `python -OO` drops docstrings.
DESCRIPTION = "Release the built version: append it to releases.json."


class CannotRelease(Exception):
    """The version is not one that can be released; the message says why."""


def release(root: Path, previous: Path | None) -> Version:
    """Append the version that is built in `root` to its list of releases and return it.

    Args:
        root: the project's folder.
        previous: a folder or zip of the last released version; None before the first.

    Raises:
        CannotRelease: the version stands in the list already, its files are not what its descriptor and checksums say,
            the changelog does not date it, or the step from the version before is too small.
        CannotBuild: `previous` is no version, or the users' command could not run.
        OSError: a file cannot be read or written.
        ValueError: the list of releases cannot be read.
    """
    releases = released(root)
    version = _built(root)
    if version.version in [release.version for release in releases]:
        raise CannotRelease(f"version {version.version} is released already; {RELEASES} has it")
    if releases:
        _check_step(root, previous, releases[-1])
    elif previous is not None:
        raise CannotRelease(f"{RELEASES} is empty: the first release has no version before it; leave {previous} out")
    entries = [entry.as_entry() for entry in (*releases, version)]
    text = json.dumps({"releases": entries}, ensure_ascii=False, indent=1)
    part = root / f"{RELEASES}.part"
    part.write_text(f"{text}\n", encoding="utf-8")
    os.replace(part, root / RELEASES)
    return version


def _built(root: Path) -> Version:
    """Return the version that is built in a folder.

    Raises:
        CannotRelease: it is not what its descriptor, its checksums or the changelog say.
    """
    report = _asked(root, "verify", root)
    if not report["sound"]:
        raise CannotRelease("; ".join([*report["faults"], "run build.py first"]))
    descriptor = json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))
    version = described(descriptor, listed((root / CHECKSUMS).read_bytes()))
    try:
        project = read_project(root)
    except CannotBuild as error:
        raise CannotRelease(str(error)) from None
    if (version.version, version.date) != (project["version"], project["date"]):
        built, due = f"{version.version}, {version.date}", f"{project['version']}, {project['date']}"
        raise CannotRelease(f"built is version {built}, pyproject.toml and CHANGELOG.md say {due}; run build.py first")
    return version


def _check_step(root: Path, previous: Path | None, last: Version) -> None:
    """Compare the built version with the last released one.

    Raises:
        CannotRelease: `previous` is not that version, or the step from it is too small for what changed.
    """
    if previous is None:
        raise CannotRelease(f"name a folder or zip of version {last.version}, the last one that was released")
    difference = _asked(root, "diff", previous, root)
    old = difference["old"]
    if (old["version"], old["fingerprint"]) != (last.version, last.fingerprint):
        raise CannotRelease(
            f"{previous}: version {old['version']} with {old['fingerprint']}, "
            f"expected {last.version} with {last.fingerprint}"
        )
    step = difference["taken"]
    if step is None or BUMPS.index(step) < BUMPS.index(difference["calls_for"]):
        raise CannotRelease(difference["verdict"])


def _asked(root: Path, command: str, *paths: Path) -> dict[str, Any]:
    """Return what a command of the users' package answers, that of the project in `root`.

    Raises:
        CannotBuild: the command could not run; the message is its own.
    """
    environment = {**os.environ, "PYTHONPATH": str(root.resolve() / "src"), "PYTHONUTF8": "1"}
    line = [sys.executable, "-m", "counternarcotics", command, *(str(path.resolve()) for path in paths), "--json"]
    ended = subprocess.run(line, env=environment, capture_output=True, encoding="utf-8", check=False)
    if ended.returncode not in (0, 1):
        raise CannotBuild(ended.stderr.strip())
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Release, say what was released and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.release", description=DESCRIPTION)
    parser.add_argument(
        "previous", metavar="PREVIOUS", nargs="?", type=Path, help="folder or zip of the version before"
    )
    options = parser.parse_args(arguments)
    try:
        with swap.alone(root):
            version = release(root, options.previous)
    except CannotRelease as error:
        print(f"not released: {error}", file=sys.stderr)
        return 1
    except (CannotBuild, OSError, ValueError) as error:
        why = swap.reason(error) if isinstance(error, OSError) else error
        print(f"pipeline.release: could not run: {why}", file=sys.stderr)
        return 2
    print(f"released {version.version}, {version.date}, {version.fingerprint}; run build.py, then commit and tag")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
