"""How far two independent codings and the records agree, and which differences are not settled yet.

Two coders read the five articles by the coding rules and the codebook alone; neither saw the records
or the other coding. Rows are matched as `matching` says; then each cell of matched rows is compared.

- A unit is a cell that at least one of the two has filled; an empty cell counts as a value, because
  leaving it empty is a decision too.
- Codes, numbers, dates and ids agree where they are equal; ids by the rows that they lead to. Texts
  agree where they are equal or their words overlap by at least one code point: where a printed title
  is cut is no difference in what was read.
- Krippendorff's alpha, for nominal data, is that of the two codings with each other. It is undefined
  where there are fewer than two units or only one value, and for texts.
- The records are compared as they stood before the differences were settled, so that a correction
  made because of a coding is not counted as agreement with it.

``python -m codings.agreement`` prints the differences that are not settled, in the form in which
``codings/settlements.yaml`` takes them. Exit codes: 0 all settled, 1 not all, 2 could not run.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pyarrow as pa

from codings.differences import Rows, before, differences_in
from codings.matching import RECORDS, Alignment, Forms, Row, as_text
from codings.reading import Coding, of_tables, read_codings
from codings.settlements import (
    Difference,
    Settlement,
    as_yaml,
    out_of_date,
    read_settlements,
    unsettled,
)
from pipeline.assemble.tables import build_tables
from pipeline.faults import CannotBuild, Fault
from pipeline.locate.quotes import locate
from pipeline.model import Article
from pipeline.read.records import read_records
from pipeline.read.schema import Column, Schemas, TableSchema
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds

FOLDER = "codings"


@dataclass(frozen=True)
class Compared:
    """How many units two readers could agree on in one column, and on how many they do."""

    units: int
    equal: int


@dataclass(frozen=True)
class ColumnAgreement:
    """The agreement in one column, by pair of readers. `alpha` is that of the codings; None where undefined."""

    table: str
    column: Column
    pairs: Mapping[tuple[str, str], Compared]
    alpha: Fraction | None


@dataclass(frozen=True)
class Agreement:
    """Rows by table and by who has them, the agreement in each column with a unit, and the differences."""

    coders: tuple[str, ...]
    rows: Mapping[str, Mapping[frozenset[str], int]]
    columns: tuple[ColumnAgreement, ...]
    differences: tuple[Difference, ...]
    unsettled: tuple[Difference, ...]
    out_of_date: tuple[Fault, ...]
    decided: Mapping[str, int]


@dataclass(frozen=True)
class SecondCodings:
    """What the folder ``codings/`` holds, and what its ids and places mean.

    `codings` holds the cells of each coder, `settlements` how differences were settled, `forms` the
    printed names of the records' rows.
    """

    codings: Mapping[str, Coding]
    settlements: Sequence[Settlement]
    schemas: Schemas
    articles: Mapping[str, Article]
    forms: Forms

    def agreement(self, tables: Mapping[str, pa.Table]) -> Agreement | None:
        """Return the agreement of the codings with each other and with built tables; None where there are not two."""
        if len(self.codings) != 2:
            return None
        records = of_tables(tables, self.schemas, self.articles)
        alignment = Alignment({RECORDS: records, **self.codings}, self.schemas, self.forms)
        names = [schema.name for schema in self.schemas.tables]
        rows = {name: before(alignment.rows(name), name, self.settlements) for name in names}
        coders = tuple(sorted(self.codings))
        differences = sorted(one for name in names for one in differences_in(self.schemas.table(name), rows, alignment))
        now = {(*key, name): cell.text for key, cells in records.items() for name, cell in cells.items()}
        return Agreement(
            coders,
            {name: Counter(frozenset(readers) for readers in found.values()) for name, found in rows.items() if found},
            tuple(one for name in names for one in _columns(self.schemas.table(name), rows[name], alignment, coders)),
            tuple(differences),
            tuple(unsettled(differences, self.settlements)),
            tuple(out_of_date(differences, self.settlements, now, frozenset(records))),
            Counter(one.decided for one in self.settlements),
        )


def read_second_codings(
    root: Path, schemas: Schemas, articles: Mapping[str, Article], forms: Forms
) -> tuple[SecondCodings, list[Fault]]:
    """Return what ``codings/`` holds, nothing where there is no such folder, and what is wrong with it.

    Raises:
        OSError: a file cannot be read.
    """
    codings, faults = read_codings(root / FOLDER, schemas, articles)
    settlements, more = read_settlements(root / FOLDER)
    return SecondCodings(codings, settlements, schemas, articles, forms), faults + more


def alpha(pairs: Sequence[tuple[str, str]]) -> Fraction | None:
    """Return Krippendorff's alpha of two codings for nominal data; None where it is undefined.

    Args:
        pairs: what the two have for each unit.

    >>> alpha([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    Fraction(8, 15)
    """
    counts = Counter(value for pair in pairs for value in pair)
    total = counts.total()
    if len(pairs) < 2 or len(counts) < 2:
        return None
    observed = Fraction(sum(one != other for one, other in pairs), len(pairs))
    expected = 1 - Fraction(sum(count * (count - 1) for count in counts.values()), total * (total - 1))
    return 1 - observed / expected


def _columns(schema: TableSchema, rows: Rows, alignment: Alignment, coders: Sequence[str]) -> Iterator[ColumnAgreement]:
    """Yield the agreement in each column of a table in which two readers could agree on anything."""
    both = (coders[0], coders[1])
    for column in schema.columns:
        if not column.needs_words:
            continue
        units = {pair: _units(rows, pair, column) for pair in (both, *((coder, RECORDS) for coder in coders))}
        if not any(units.values()):
            continue
        compared = {
            pair: Compared(len(some), sum(alignment.agree(schema, column, *unit) for unit in some))
            for pair, some in units.items()
        }
        said = [[as_text(alignment.says(row, schema, column)) for row in unit] for unit in units[both]]
        defined = None if column.reader == "text" else alpha([(one, other) for one, other in said])
        yield ColumnAgreement(schema.name, column, compared, defined)


def _units(rows: Rows, pair: tuple[str, str], column: Column) -> list[tuple[Row, Row]]:
    """Return the rows that both readers have and in which at least one of them has filled the column."""
    both = [(readers[pair[0]], readers[pair[1]]) for readers in rows.values() if readers.keys() >= set(pair)]
    return [unit for unit in both if any(row.cell(column.name).values for row in unit)]


def of_project(root: Path) -> tuple[Agreement | None, list[Fault]]:
    """Return the agreement in the project in `root`, made from its records as they are now.

    Raises:
        CannotBuild: a folder is missing.
        OSError: a file cannot be read.
    """
    schemas, faults = read_schemas(root / "schemas")
    records, wrong_records = read_records(root / "records", schemas)
    articles, wrong_seeds = read_seeds(root / "seeds", records, schemas)
    located, wrong_quotes = locate(records.all, articles)
    tables, wrong_values = build_tables(records.all, located, articles, schemas)
    second, wrong_codings = read_second_codings(root, schemas, articles, records.forms)
    found = [*faults, *wrong_records, *wrong_seeds, *wrong_quotes, *wrong_values, *wrong_codings]
    return (None if found else second.agreement(tables)), found


def main(root: Path) -> int:
    """Print what is not settled; return the exit code."""
    try:
        agreement, faults = of_project(root)
    except (CannotBuild, OSError) as error:
        print(f"codings.agreement: could not run: {error}", file=sys.stderr)
        return 2
    if agreement:
        print(as_yaml(agreement.unsettled), end="")
        faults += agreement.out_of_date
        print(f"{len(agreement.unsettled)} of {len(agreement.differences)} differences unsettled", file=sys.stderr)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults or agreement is None or agreement.unsettled else 0


if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
