"""The study: two independent codings compared with each other and with the records.

Two coders read the articles by the coding rules and the codebook alone; neither saw the records or the other coding.
The records are compared as they stood before the differences were settled, so that a correction made because of a
coding does not count as agreement with it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codings.agreement import ColumnAgreement, agreement_in
from codings.differences import before, differences_in
from codings.matching import RECORDS, Alignment
from codings.only_records import OnlyRecords, only_records
from codings.reading import Coding, of_tables, read_codings
from codings.settlements import Difference, Settlement, out_of_date, read_settlements, unsettled
from pipeline.check.made import Made
from pipeline.faults import CannotBuild, Fault
from pipeline.run import run

FOLDER = "codings"


@dataclass(frozen=True)
class Study:
    """What the comparison gives.

    Attributes:
        coders: The two coders, in order.
        rows: How many rows of each table which readers have.
        columns: The agreement in each column with a unit.
        differences: All differences, in order.
        unsettled: Those that no settlement decides.
        out_of_date: A fault for each settlement that no longer holds.
        decided: How many differences were settled in which way.
        only_records: What only the records have.
    """

    coders: tuple[str, str]
    rows: Mapping[str, Mapping[frozenset[str], int]]
    columns: tuple[ColumnAgreement, ...]
    differences: tuple[Difference, ...]
    unsettled: tuple[Difference, ...]
    out_of_date: tuple[Fault, ...]
    decided: Mapping[str, int]
    only_records: OnlyRecords


def study_of(project: Made, codings: Mapping[str, Coding], settlements: Sequence[Settlement]) -> Study:
    """Return the study of two codings of a project."""
    first, second = sorted(codings)
    records = of_tables(project.tables, project.schemas, project.articles)
    alignment = Alignment({RECORDS: records, **codings}, project.schemas, project.records.forms)
    schemas = project.schemas.tables
    rows = {schema.name: before(alignment.rows(schema.name), schema.name, settlements) for schema in schemas}
    differences = sorted(difference for schema in schemas for difference in differences_in(schema, rows, alignment))
    values = {(*key, column): cell.text for key, cells in records.items() for column, cell in cells.items()}
    return Study(
        coders=(first, second),
        rows={
            table: Counter(frozenset(readers) for readers in of_table.values())
            for table, of_table in rows.items()
            if of_table
        },
        columns=tuple(
            column
            for schema in schemas
            for column in agreement_in(schema, rows[schema.name], alignment, (first, second))
        ),
        differences=tuple(differences),
        unsettled=tuple(unsettled(differences, settlements)),
        out_of_date=tuple(out_of_date(differences, settlements, values, frozenset(records))),
        decided=Counter(settlement.decided for settlement in settlements),
        only_records=only_records(project.tables, rows, project.schemas, alignment),
    )


def read_study(root: Path) -> tuple[Study | None, list[Fault]]:
    """Return the study of the project in `root`; None and the faults where its records or codings have any.

    Raises:
        CannotBuild: a folder is missing.
        OSError: a file cannot be read.
    """
    if not (root / FOLDER).is_dir():
        raise CannotBuild(f"the folder {FOLDER} is missing")
    report = run(root, last="assemble")
    project = report.made
    if report.faults:
        return None, report.faults
    codings, coding_faults = read_codings(root / FOLDER, project.schemas, project.articles)
    settlements, settlement_faults = read_settlements(root / FOLDER)
    faults = coding_faults + settlement_faults
    return (None if faults else study_of(project, codings, settlements)), faults
