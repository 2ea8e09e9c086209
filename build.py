"""Build the data: articles and records in, checked tables, their codebook and their descriptor out.

Exit codes: 0 built, 1 the data are wrong (every fault on standard error), 2 the build could not run.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# The frames that are checked must be those of this tree's loader, whatever else is installed.
sys.path.insert(0, str(ROOT / "src"))

from pipeline.faults import CannotBuild  # noqa: E402
from pipeline.release import swap  # noqa: E402
from pipeline.run import build  # noqa: E402


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Build, report and return the exit code."""
    parser = argparse.ArgumentParser(prog="build.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="validate and compare with what is there, write nothing")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="number of processes (default 1)")
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error("--jobs takes a number from 1")
    try:
        with swap.alone(root):
            if not options.check:
                swap.finish(root)
            report = build(root, options.jobs, options.check)
    except (CannotBuild, OSError) as error:
        print(f"build.py: could not run: {error}", file=sys.stderr)
        return 2
    return report.print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
