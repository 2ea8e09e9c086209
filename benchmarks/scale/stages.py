"""One build, measured by stage: ``python -m benchmarks.scale.stages FOLDER [--last STAGE] [--jobs N]`` prints JSON.

Memory is that of the process at its highest so far, as the system counts it (resident set); that of workers is not in
it.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

import pipeline.run  # noqa: E402
from pipeline.batches import Engine, workers  # noqa: E402
from pipeline.faults import Fault  # noqa: E402
from pipeline.memory import be_frugal  # noqa: E402
from pipeline.reread.corpus import Corpus  # noqa: E402
from pipeline.reread.coverage import Coverage, check_coverage  # noqa: E402
from pipeline.run import STAGES, Asked, run  # noqa: E402

ACCOUNT = "account"
"""The part of the check that looks for names, numbers and dates that no value accounts for."""

KILOBYTE = 1024
"""In which Linux counts what a process had at most."""


class Watch:
    """Notes what each stage takes."""

    def __init__(self) -> None:
        self.stages: dict[str, dict[str, float]] = {}
        self.stage = ""
        self.begun = 0.0

    def begin(self, stage: str) -> None:
        """Note that a stage begins, and that the one before it has ended."""
        self.end()
        self.stage, self.begun = stage, time.perf_counter()

    def expect(self, count: int, unit: str) -> None:
        """Do nothing."""

    def advance(self, count: int) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Note what the stage that runs has taken."""
        if self.stage:
            earlier = self.stages.pop(self.stage, {"seconds": 0.0})["seconds"]
            self.stages[self.stage] = {"seconds": earlier + time.perf_counter() - self.begun, "bytes": peak()}
        self.stage = ""


def peak() -> int:
    """Return the most memory that this process has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE


def measure(folder: Path, last: str, jobs: int) -> dict[str, Any]:
    """Return what each stage takes, and how much there is to do.

    Raises:
        SystemExit: The build has faults, so its times mean nothing.
    """
    watch, before = Watch(), peak()

    def account(corpus: Corpus, engine: Engine) -> tuple[Coverage, list[Fault]]:
        """Account for what the articles say, as a stage of its own: like rereading, it has no peer."""
        watch.begin(ACCOUNT)
        coverage = check_coverage(corpus, engine)
        watch.begin("check")
        return coverage

    vars(pipeline.run)[check_coverage.__name__] = account
    with workers(jobs) as executor:
        report = run(folder, last=last, asked=Asked(engine=Engine(executor, progress=watch)))
    watch.end()
    if report.faults:
        print(*sorted(report.faults)[:5], sep="\n", file=sys.stderr)
        raise SystemExit(f"{len(report.faults)} faults in {folder}")
    tables = report.made.tables
    return {
        "stages": watch.stages,
        "bytes_before": before,
        "articles": len(report.made.articles),
        "rows": {name: table.num_rows for name, table in tables.items()},
        "arrow": {name: table.nbytes for name, table in tables.items()},
    }


def main() -> None:
    """Build once and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.stages", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--last", choices=list(STAGES), default="release")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    be_frugal()
    print(json.dumps(measure(asked.folder, asked.last, asked.jobs)))


if __name__ == "__main__":
    main()
