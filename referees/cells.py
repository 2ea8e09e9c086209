"""The cells of the built tables that are read a second time, and what a reader may say of one."""

import csv
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.faults import CannotBuild
from pipeline.model import SOURCES
from pipeline.read.schema import Schemas

EVIDENCE = "evidence"
PUBLISHED = "published"

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
"""The rows of each built table, every value as text; empty text is an empty cell."""


@dataclass(frozen=True)
class Cell:
    """One value, with the words that say it if it was read in an article.

    Attributes:
        table: The table, or the vocabulary with its folder.
        row: The id of the row, or the code.
        field: The column, or the key of the code.
        value: The value as text.
        words: What the article says; empty for what no article says.
        anchor: The date (EDTF) that the words are counted from; empty where the record names none.
        by_report: Whether that date is the day on which the article was published.
        inference: The step from the words to the value that the record names; empty where it names none.
        language: The language of the words (BCP 47).
        quote: The quote around the words, to show to people.
    """

    table: str
    row: str
    field: str
    value: str
    words: str = ""
    anchor: str = ""
    by_report: bool = False
    inference: str = ""
    language: str = ""
    quote: str = dataclasses.field(default="", compare=False)

    @property
    def subject(self) -> str:
        """Return what messages call the cell."""
        return f"{self.table}.{self.row}.{self.field}"


@dataclass(frozen=True)
class Opinion:
    """What a referee says of a cell: what it reads (empty where it reads nothing), and whether that is the value."""

    cell: Cell
    referee: str
    reads: str
    agrees: bool

    @property
    def silent(self) -> bool:
        """Return whether the referee reads nothing."""
        return not self.reads

    @property
    def explained(self) -> bool:
        """Return whether it differs because the record names a step from the words to the value.

        No referee takes such a step. The build repeats it.
        """
        return not self.agrees and bool(self.cell.inference)


def read_tables(folder: Path, schemas: Schemas) -> Tables:
    """Return the built tables, from their CSV files.

    Raises:
        CannotBuild: a table is missing.
        OSError: a file cannot be read.
    """
    tables = {}
    for name in schemas.by_name:
        path = folder / f"{name}.csv"
        if not path.is_file():
            raise CannotBuild(f"the table {folder.name}/{path.name} is missing: build first")
        with path.open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def cells_read_by(reader: str, tables: Tables, schemas: Schemas) -> list[Cell]:
    """Return each value that was read from words by the build's reader of this name, once for the same words.

    Args:
        reader: a reader of the Table Schemas, such as ``number``.
        tables: the built tables.
        schemas: their schemas, which say what reads each column.
    """
    articles = {row["source_id"]: row for row in tables[SOURCES]}
    cells = []
    for row in tables[EVIDENCE]:
        if schemas.table(row["table_name"]).column(row["field"]).reader == reader:
            article = articles[row["source_id"]]
            by_report = row["anchor"] == PUBLISHED
            cells.append(
                Cell(
                    row["table_name"],
                    row["row_id"],
                    row["field"],
                    row["value"],
                    row["words"],
                    article[PUBLISHED] if by_report else _date_of(row["anchor"], tables, schemas),
                    by_report,
                    row["inference"],
                    article["language"],
                    row["quote"],
                )
            )
    return list(dict.fromkeys(cells))


def _date_of(anchor: str, tables: Tables, schemas: Schemas) -> str:
    """Return the date of the row that an anchor (``table/id``) names; empty where it names none."""
    if not anchor:
        return ""
    name, _, row_id = anchor.partition("/")
    table = schemas.table(name)
    date_column = table.date_column or ""
    return next(row[date_column] for row in tables[name] if row[table.id_name] == row_id)
