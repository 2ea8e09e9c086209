"""The build against its floor: importing the libraries that it uses and running frictionless on the same files.

Prints the seconds of each whole process and their ratio, pair by pair. The build aims at a ratio of 2 or less.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAIRS = 7

BUILD = [sys.executable, "build.py", "--check"]
FLOOR = [
    sys.executable,
    "-c",
    "import frictionless, pandas, pandera.pandas, pyarrow, yaml\n"
    "package = frictionless.Package('datapackage.json')\n"
    "csv = [resource for resource in package.resources if resource.format == 'csv']\n"
    "report = frictionless.Package(resources=[r.to_copy() for r in csv], basepath='.').validate()\n"
    "raise SystemExit(not report.valid)",
]


def seconds(command: list[str]) -> float:
    """Return the wall time of one whole process, in seconds.

    Raises:
        CalledProcessError: it failed, so its time means nothing.
    """
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Time the two in turn and print the ratios."""
    seconds(BUILD), seconds(FLOOR)
    pairs = [(seconds(BUILD), seconds(FLOOR)) for _ in range(PAIRS)]
    for name, times in zip(("build", "floor"), zip(*pairs, strict=True), strict=True):
        print(f"{name}: median {statistics.median(times):.2f} s, {min(times):.2f} to {max(times):.2f} s")
    ratios = [build / floor for build, floor in pairs]
    print(f"ratio: median {statistics.median(ratios):.2f}, {min(ratios):.2f} to {max(ratios):.2f} ({PAIRS} pairs)")


if __name__ == "__main__":
    main()
