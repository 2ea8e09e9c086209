"""Compare the independent codings with the records and write docs/agreement.md; print what is not settled.

Differences that are not settled are printed in the form in which ``codings/settlements.yaml`` takes them.

Exit codes: 0 all is settled and the report is written, or is current; 1 something has to be settled, corrected or
written again; 2 the study could not run.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from codings.reading import SETTLEMENTS
from codings.report import report
from codings.settlements import LIST, as_yaml
from codings.study import FOLDER, Study, read_study
from pipeline.faults import CannotBuild, Fault, Position
from pipeline.release.compare import first_difference

ROOT = Path(__file__).resolve().parents[1]
REPORT = "docs/agreement.md"
DESCRIPTION = f"Compare the independent codings with the records, write {REPORT}, and print what is not settled."
ADVICE = """\
codings: the study of the independent codings is not in order; this is not the build, and its tables stand.
What to do: CONTRIBUTING.md, "Settle a difference from the independent codings"."""
NOT_RUN = """\
codings: the study of the independent codings did not run, nothing was written: correct the faults above first."""


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Compare, report and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m codings", description=DESCRIPTION)
    parser.add_argument("--check", action="store_true", help=f"compare with {REPORT} as it is, write nothing")
    options = parser.parse_args(arguments)
    try:
        study, faults = read_study(root)
        if study is not None:
            faults = [*study.out_of_date, *_unsettled(study)]
            if options.check:
                faults += _outdated(root / REPORT, report(study))
            else:
                (root / REPORT).write_bytes(report(study).encode())
    except (CannotBuild, OSError) as error:
        print(f"codings: could not run: {error}", file=sys.stderr)
        return 2
    _print(study, faults)
    return 1 if faults else 0


def _print(study: Study | None, faults: Iterable[Fault]) -> None:
    """Print what is not settled, the faults, and what they mean."""
    if study is not None:
        print(as_yaml(study.unsettled), end="")
    for fault in sorted(faults):
        print(fault, file=sys.stderr)
    if study is None:
        print(NOT_RUN, file=sys.stderr)
    elif faults:
        print(ADVICE, file=sys.stderr)
    else:
        print(f"codings: all {len(study.differences)} differences are settled; {REPORT} is current")


def _unsettled(study: Study) -> list[Fault]:
    """Return a fault where differences are not settled."""
    if not study.unsettled:
        return []
    seen = f"{len(study.unsettled)} of {len(study.differences)} differences are not settled"
    fix = "decide on what the command prints, and add it to the list"
    position = Position(f"{FOLDER}/{SETTLEMENTS}")
    return [Fault(position, "difference-unsettled", LIST, seen, "an entry for each", fix)]


def _outdated(path: Path, text: str) -> list[Fault]:
    """Return a fault where the report is missing or is not `text`."""
    content = path.read_bytes() if path.is_file() else None
    if content == text.encode():
        return []
    position, expected, fix = Position(REPORT), "what the study gives", "run python -m codings"
    if content is None:
        return [Fault(position, "file-missing", "file", "the file is missing", expected, fix)]
    seen = first_difference(content, text.encode())
    return [Fault(position, "file-differs", "file", seen, expected, fix)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
