"""Build the data: articles and records in, checked tables, their codebook and their descriptor out."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent
# The frames that are checked must be those of this tree's loader, whatever else is installed.
sys.path.insert(0, str(ROOT / "src"))

if TYPE_CHECKING:
    from pipeline.report import Report

STOPPED = 130  # what a shell gives for a process that Ctrl-C ended
# Written here because `python -OO` drops docstrings.
DESCRIPTION = "Build the data: articles and records in, checked tables, their codebook and their descriptor out."
ADDRESS = "the address of its scheduler, such as tcp://127.0.0.1:8786, or its scheduler file"
EXIT_CODES = """\
Exit codes: 0 built; 1 the data are wrong, every fault on standard error; 2 the build could not run; 130 stopped by
Ctrl-C or SIGTERM. Every file stays whole, as a finished build left it; 1 and 2 change nothing."""


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Build, report and return the exit code."""
    parser = argparse.ArgumentParser(prog="build.py", description=DESCRIPTION, epilog=EXIT_CODES)
    parser.add_argument("--check", action="store_true", help="validate and compare with what is there, write nothing")
    places = parser.add_mutually_exclusive_group()
    places.add_argument("--jobs", type=int, default=1, metavar="N", help="number of processes (default 1)")
    places.add_argument("--cluster", metavar="ADDRESS", help="a running Dask cluster to work on: " + ADDRESS)
    parser.add_argument("--quiet", action="store_true", help="show no progress, only the report")
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        # `python -m build`, which makes packages elsewhere, runs this file here.
        parser.error(f"unrecognized arguments: {' '.join(unknown)}; to make a package, run: pyproject-build")
    if options.jobs < 1:
        parser.error("--jobs takes a number from 1")
    try:
        return _build(root, options)
    except KeyboardInterrupt:
        print("build.py: stopped; every file is as the last finished build left it", file=sys.stderr)
        return STOPPED


def _build(root: Path, options: argparse.Namespace) -> int:
    """Build, report and return the exit code; raises `KeyboardInterrupt` where it is stopped."""
    # Imported here because it takes a second, in which Ctrl-C may come too.
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415

    from pipeline.batches import Engine, workers  # noqa: PLC0415
    from pipeline.cluster import cluster  # noqa: PLC0415
    from pipeline.faults import CannotBuild  # noqa: PLC0415
    from pipeline.memory import be_frugal  # noqa: PLC0415
    from pipeline.progress import shown  # noqa: PLC0415
    from pipeline.release import swap  # noqa: PLC0415
    from pipeline.run import Asked, run  # noqa: PLC0415

    be_frugal()
    try:
        with swap.alone(root):
            if not options.check:
                swap.finish(root)
            crew = cluster(options.cluster) if options.cluster else workers(options.jobs)
            # Stopped or not, the bars must go before anything else is printed.
            with crew as executor, shown(options.quiet) as progress:
                report = run(root, asked=Asked(options.check, Engine(executor, progress=progress)))
            if options.check:
                report.add(swap.unfinished(root))
    except CannotBuild as error:
        return _could_not_run(str(error))
    except OSError as error:
        return _could_not_run(swap.reason(error))
    except BrokenExecutor:
        return _could_not_run("one of its processes was killed, perhaps for want of memory; try fewer --jobs")
    return _reported(report)


def _could_not_run(why: str) -> int:
    """Say on one line why there is no result."""
    print(f"build.py: could not run: {why}", file=sys.stderr)
    return 2


def _reported(report: "Report") -> int:
    """Print the report and return the exit code, also where it cannot be printed."""
    try:
        return report.print()
    except OSError as error:
        # What Python still holds of the report must go somewhere, or it complains as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # a reader who has gone wants no more
            print(f"build.py: the report could not be printed: {error.strerror}", file=sys.stderr)
        return report.print()


if __name__ == "__main__":
    # SIGTERM ends the build as Ctrl-C does: with a message, and with what it staged cleared.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
