"""How far independent codings agree with each other and with the records, column by column.

Only cells of matched rows are compared (`matching` says which rows match).

- A unit is a cell that at least one of the two has filled. An empty cell counts as a value, because
  leaving it empty is a decision too.
- Codes, numbers, dates and ids agree where they are equal; ids by the rows that they lead to. Texts
  agree where they are equal or their words overlap by at least one code point: where a printed title
  is cut is no difference in what was read.
- Krippendorff's alpha, for nominal data, is that of the two codings with each other. It is undefined
  where there are fewer than two units or only one value, and for texts.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import krippendorff

from codings.matching import RECORDS, Alignment, Row, Rows, as_text
from pipeline.read.schema import Column, TableSchema


@dataclass(frozen=True)
class Compared:
    """How many units two readers could agree on in one column, and on how many they do."""

    units: int
    equal: int


@dataclass(frozen=True)
class ColumnAgreement:
    """The agreement in one column, by pair of readers. `alpha` is that of two codings; None where undefined."""

    table: str
    column: Column
    pairs: Mapping[tuple[str, str], Compared]
    alpha: float | None


def pairs_of(coders: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the pairs of readers that are compared: two coders, then each coder with the records.

    >>> pairs_of(("c", "d")), pairs_of(("e",))
    ([('c', 'd'), ('c', 'records'), ('d', 'records')], [('e', 'records')])
    """
    return [*itertools.combinations(coders, 2), *((coder, RECORDS) for coder in coders)]


def agreement_in(
    schema: TableSchema, rows: Rows, alignment: Alignment, coders: tuple[str, ...]
) -> Iterator[ColumnAgreement]:
    """Yield the agreement in each column of a table in which two readers could agree on anything."""
    for column in schema.columns:
        if not column.needs_words:
            continue
        units = {pair: _units(rows, pair, column) for pair in pairs_of(coders)}
        if not any(units.values()):
            continue
        compared = {
            pair: Compared(len(of_pair), sum(alignment.agree(schema, column, *unit) for unit in of_pair))
            for pair, of_pair in units.items()
        }
        of_coders = units[pairs_of(coders)[0]] if len(coders) > 1 and column.reader != "text" else []
        values = [[as_text(alignment.says(row, schema, column)) for row in unit] for unit in of_coders]
        yield ColumnAgreement(schema.name, column, compared, alpha(values))


def _units(rows: Rows, pair: tuple[str, str], column: Column) -> list[tuple[Row, Row]]:
    """Return the rows that both readers have and in which at least one of them has filled the column."""
    both = [(readers[pair[0]], readers[pair[1]]) for readers in rows.values() if readers.keys() >= set(pair)]
    return [unit for unit in both if any(row.cell(column.name).values for row in unit)]


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Return Krippendorff's alpha for nominal data, to nine places; None where it is undefined.

    Args:
        units: the values that the coders have for each unit.

    >>> alpha([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]])
    0.533333333
    """
    domain = sorted({value for unit in units for value in unit})
    if len(units) < 2 or len(domain) < 2:
        return None
    counts = [[unit.count(value) for value in domain] for unit in units]
    # Rounded, because sums of floats may differ in their last digit from one processor to the next.
    return round(float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")), 9)
