"""``python -m publication``: make the files of the committed version in ``dist/``, or look at them again.

Exit codes: 0 made or in order, 1 a step is open, 2 the command could not run.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from counternarcotics._errors import UsageError
from pipeline.faults import CannotBuild
from publication import dist
from publication.open_step import CannotPublish
from publication.steps import open_steps

ROOT = Path(__file__).resolve().parents[1]
# Written here because `python -OO` drops docstrings.
DESCRIPTION = "Make the files of the committed version in dist/, ready to be published."


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Make the files or look at them, say what is open, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m publication", description=DESCRIPTION)
    parser.add_argument(
        "--check", action="store_true", help="compare dist/ with its checksums and with the commit, write nothing"
    )
    checks = parser.parse_args(arguments).check
    try:
        steps = dist.check(root) if checks else open_steps(root) or dist.publish(root)
    except ModuleNotFoundError as error:
        return _could_not_run(f"the package {error.name} is missing; run make release, which installs it")
    except subprocess.CalledProcessError as error:
        return _could_not_run(f"{' '.join(map(str, error.cmd))}: {error.stderr.decode('utf-8', 'replace').strip()}")
    except (CannotBuild, CannotPublish, UsageError, OSError) as error:
        return _could_not_run(str(error))
    for step in steps:
        print(step, file=sys.stderr)
    if steps:
        print(f"nothing was made or changed: {len(steps)} open; docs/releasing.md explains each step", file=sys.stderr)
        return 1
    print(f"{dist.DIST}/ holds what this commit gives; docs/releasing.md says what comes next")
    return 0


def _could_not_run(why: str) -> int:
    """Say on one line why nothing was done."""
    print(f"publication: could not run: {why}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
