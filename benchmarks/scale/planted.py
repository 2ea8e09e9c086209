"""Builds a faulty corpus and compares what it reports with what was planted.

``python -m benchmarks.scale.planted FOLDER`` prints JSON: how many faults were planted, how many of them the build does
not report, how many it reports besides, and how many seconds it took.
"""

import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from benchmarks.corpus.faults import MANIFEST, compare  # noqa: E402
from pipeline.memory import be_frugal  # noqa: E402
from pipeline.run import run  # noqa: E402


def main() -> None:
    """Build once and print what was compared."""
    folder = Path(sys.argv[1])
    be_frugal()
    begun = time.perf_counter()
    report = run(folder)
    seconds = time.perf_counter() - begun
    difference = compare(folder, report.faults)
    for place in sorted(difference.missing)[:5]:
        print("missing:", *place, file=sys.stderr)
    for place in sorted(difference.invented)[:5]:
        print("invented:", *place, file=sys.stderr)
    planted = len(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    missing, invented = len(difference.missing), len(difference.invented)
    print(json.dumps({"planted": planted, "missing": missing, "invented": invented, "seconds": seconds}))


if __name__ == "__main__":
    main()
