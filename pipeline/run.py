"""One build: the stages in their order, each once, and what they report.

The order stands here and nowhere else. `assembled` runs the stages up to the tables, for those who need no files;
`build` runs them all.
"""

from pathlib import Path

from pipeline.assemble.tables import build_tables
from pipeline.check.files import check_files
from pipeline.check.made import Count, Made
from pipeline.check.tables import check_tables
from pipeline.locate.batches import locate_all, workers
from pipeline.locate.ledger import keep_ledger
from pipeline.read.marks import Records
from pipeline.read.records import read_records
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds
from pipeline.release import swap
from pipeline.release.compare import added, differences, in_place
from pipeline.report import Report
from pipeline.reread import reread
from pipeline.write.descriptor import read_project
from pipeline.write.files import companions, package_files

STAGES = ("read", "locate", "assemble", "reread", "write", "check", "release")
"""The packages of the pipeline, in the order in which data pass through them."""
UNREAD = "references between rows, unregistered articles and uncoded sentences; a file in records/ could not be read"
"""What is not checked then: each row of that file would seem to be missing."""


def assembled(root: Path, report: Report, jobs: int = 1) -> Made:
    """Read, locate and assemble the project in `root`; without tables where schemas or a quoted article cannot be read.

    Args:
        root: the project's folder.
        report: what collects the faults.
        jobs: the number of processes.

    Raises:
        CannotBuild: a folder or a file that a build needs is missing.
        OSError: a file cannot be read.
    """
    schemas, faults = read_schemas(root / "schemas")
    report.add(faults)
    made = Made(root, read_project(root), schemas, Records({}), {})
    if faults:
        return made
    made.records, faults = read_records(root / "records", schemas)
    report.add(faults, made.records)
    if not made.records.whole:
        report.not_run.append(UNREAD)
    made.articles, faults = read_seeds(root / "seeds", made.records, schemas)
    report.add(faults)
    with workers(jobs) as pool:
        made.located, faults = locate_all(made.records.all, made.articles, pool)
    report.add(faults)
    ledger, faults = keep_ledger(made.records, made.located, made.articles, schemas)
    report.add(faults)
    readable = {source_id for source_id, article in made.articles.items() if article.zones}
    if {evidence.source_id for record in made.records.all for evidence in record.evidence} - readable:
        # Each row that quotes such an article would seem to lack its evidence.
        return made
    made.tables, faults = build_tables(made.records.all, made.located, made.articles, schemas, ledger)
    report.add(faults, made.records)
    return made


def build(root: Path, jobs: int, compare: bool) -> Report:
    """Run every stage on the project in `root` and return what they report.

    Args:
        root: the project's folder.
        jobs: the number of processes.
        compare: compare with the files in place instead of putting new ones there; nothing is written.

    Raises:
        CannotBuild: a folder or a file that a build needs is missing.
        OSError: a file cannot be read or written.
    """
    report = Report()
    beside = companions(root)
    made = assembled(root, report, jobs)
    report.made = made
    if not made.tables:
        return report
    made.rereading, faults = reread(made.tables, made.schemas, made.records.forms)
    report.add(faults, made.records)
    report.add(check_tables(made.tables, made.schemas), made.records)
    if report.faults:
        return report
    files = package_files(made.tables, made.schemas, made.project, beside)
    with swap.staged(root, files, apart=compare) as staging:
        report.add(check_files(staging, made), made.records)
        report.add(differences(root, files) if compare else added(root, files))
        if not compare and not report.faults:
            swap.commit(root, files)
        made.in_place = Count(len(files), len(files), len(in_place(root, files)))
    return report
