"""The build against its floor: importing the libraries that it uses and running frictionless on the same files.

Prints the seconds of each whole process and their ratio, pair by pair. The build aims at a ratio of 2 or less.
"""

import sys
from pathlib import Path

from benchmarks.timing import Spread, in_turn, ratios

ROOT = Path(__file__).resolve().parent.parent
PAIRS = 7

BUILD = [sys.executable, "build.py", "--check"]
FLOOR = [
    sys.executable,
    "-c",
    "import frictionless, pandas, pandera.pandas, pyarrow, yaml\n"
    "raise SystemExit(not frictionless.Package('datapackage.json').validate().valid)",
]


def main() -> None:
    """Time the two in turn and print the ratios."""
    times = in_turn({"build": BUILD, "floor": FLOOR}, PAIRS, ROOT)
    for name, values in times.items():
        spread = Spread.of(values)
        print(f"{name}: median {spread.median:.2f} s, {spread.least:.2f} to {spread.most:.2f} s")
    ratio = ratios(times["build"], times["floor"])
    print(f"ratio: median {ratio.median:.2f}, {ratio.least:.2f} to {ratio.most:.2f} ({PAIRS} pairs)")


if __name__ == "__main__":
    main()
