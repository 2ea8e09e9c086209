"""One build: the stages in their order, each once. Build, tests, mutation and study all run this list, or a part of it.

A stage adds its results to `Made` and its faults to the report. What needs something that an earlier stage could not
make is not run, and the report says so.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.assemble.tables import build_tables
from pipeline.batches import IN_PROCESS, Engine
from pipeline.check.guarantees import all_kept
from pipeline.check.made import Count, Made
from pipeline.check.rules import check_rules
from pipeline.faults import Fault, Position
from pipeline.locate.batches import locate_all
from pipeline.progress import SILENT
from pipeline.read.project import companions, read_project
from pipeline.read.records import read_records
from pipeline.read.rules_page import check_rules_versions
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds
from pipeline.release import swap
from pipeline.release.compare import added, differences, differing
from pipeline.report import Report
from pipeline.reread import reread
from pipeline.reread.corpus import Corpus
from pipeline.reread.coverage import SENTENCE, check_coverage, unaccounted
from pipeline.reread.rows import check_rows
from pipeline.write.files import package_files
from pipeline.write.staged import StagingFolder

UNREAD = (
    "references between rows, unregistered articles, what is not coded and all that is built from rows; "
    "some rows of records/ could not be read"
)
"""What is not checked then: each of those rows would seem to be missing."""
UNCOUNTED = "numbers, dates, names and longer stretches that no value accounts for; correct the faults below first"
"""What is not checked beside other faults: what a wrong value says would seem to be missing."""


@dataclass(frozen=True)
class Asked:
    """What the caller wants.

    Attributes:
        compare: Compare with the files in place and write nothing, instead of putting new ones there.
        engine: What the stages over articles run on, and who is told how far they are.
    """

    compare: bool = False
    engine: Engine = IN_PROCESS


def _read(made: Made, report: Report, asked: Asked) -> None:
    made.project, made.companions = read_project(made.root), companions(made.root)
    made.schemas, faults = read_schemas(made.root / "schemas")
    report.add(faults)
    if faults:
        return
    progress = asked.engine.progress
    progress.expect(sum(_number_of_files(made.root / name) for name in ("records", "seeds")), "files")
    made.records, faults = read_records(made.root / "records", made.schemas, progress)
    report.add(faults)
    if not made.records.whole:
        report.not_run.append(UNREAD)
    made.articles, faults = read_seeds(made.root / "seeds", made.records, made.schemas, progress)
    report.add(faults + check_rules_versions(made.root, made.records))
    if not made.records.all and not report.faults:
        seen, fix = "no record", "restore the files of records/, or add an article (CONTRIBUTING.md)"
        report.add([Fault(Position("records"), "records-empty", "records", seen, "at least one article", fix)])
    made.is_read = True


def _number_of_files(folder: Path) -> int:
    """Return how many files a folder holds, about; none where it is missing, which is reported when it is read."""
    return len(os.listdir(folder)) if folder.is_dir() else 0


def _locate(made: Made, report: Report, asked: Asked) -> None:
    if not made.is_read:
        return
    result = locate_all(made.records, made.articles, made.schemas, asked.engine)
    made.located, made.tied, made.ledger = result.located, len(result.located), result.ledger
    report.add(result.faults)
    report.add_of_passages(result.ledger_faults)


def _assemble(made: Made, report: Report, asked: Asked) -> None:
    readable = {source_id for source_id, article in made.articles.items() if article.zones}
    quoted = {evidence.source_id for record in made.records.all for evidence in record.evidence}
    if made.located is None or quoted - readable or not made.records.whole:
        # Each row that names one which was not read, or quotes such an article, would seem to be wrong.
        return
    made.tables, faults = build_tables(made.records.all, made.located, made.articles, made.schemas, made.ledger)
    report.add_of_rows(faults)


def _reread(made: Made, report: Report, asked: Asked) -> None:
    if made.tables:
        # The tables say the same in less memory.
        made.located, made.ledger = None, ()
        corpus = _corpus(made)
        # Each article is read twice: its values, and then its rows.
        asked.engine.progress.expect(2 * len(made.articles), "readings of articles")
        made.rereading, faults = reread(corpus, asked.engine)
        report.add_of_values(faults)
        made.joint, faults = check_rows(corpus, asked.engine)
        report.add_of_rows(faults)


def _corpus(made: Made) -> Corpus:
    return Corpus(made.tables, made.schemas, made.records, made.articles)


def _write(made: Made, report: Report, asked: Asked) -> None:
    if made.tables and not report.faults:
        made.staging = StagingFolder()
        folder = made.staging.path
        made.files = package_files(folder, made.tables, made.schemas, made.project, made.companions)


def _check(made: Made, report: Report, asked: Asked) -> None:
    if made.tables:
        report.add_of_rows(check_rules(made.tables, made.schemas))
        if all(fault.kind == unaccounted(SENTENCE) for fault in report.faults):
            # What follows in this stage is not counted in articles.
            made.coverage, faults = check_coverage(_corpus(made), replace(asked.engine, progress=SILENT))
            report.add(faults)
        else:
            report.not_run.append(UNCOUNTED)
    if made.tables and not report.faults:
        # Imported here because the validators take half a second, which a build that fails before does not need.
        from pipeline.check.files import check_files  # noqa: PLC0415
        from pipeline.check.tables import check_tables  # noqa: PLC0415

        report.add_of_rows(check_tables(made.tables, made.schemas))
    if made.staging and not report.faults:
        report.add(check_files(made.staging.path, made, asked.engine.processes))


def _release(made: Made, report: Report, asked: Asked) -> None:
    if report.faults or not all_kept(made, in_place=False):
        return
    if asked.compare:
        swap.check_places(made.root, made.files)
        report.add(differences(made.root, made.files))
    else:
        report.add(added(made.root, made.files))
        if not report.faults:
            swap.put_in_place(made.root, made.files)
    made.in_place = Count(len(made.files), len(made.files), len(differing(made.root, made.files)))


STAGES: Mapping[str, Callable[[Made, Report, Asked], None]] = {
    "read": _read,
    "locate": _locate,
    "assemble": _assemble,
    "reread": _reread,
    "write": _write,
    "check": _check,
    "release": _release,
}


def run(root: Path, last: str = "release", asked: Asked = Asked()) -> Report:
    """Run the stages on the project in `root`, up to `last`, and return what they report.

    Raises:
        CannotBuild: a folder or a file that a build needs is missing.
        OSError: a file cannot be read or written.
    """
    report = Report(Made(root))
    for name, stage in STAGES.items():
        asked.engine.progress.begin(name)
        stage(report.made, report, asked)
        report.settle()
        if name == last:
            break
    return report
