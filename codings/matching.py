"""Which rows of several codings are the same row, table by table.

The rule: two rows of one table can be the same where the words of one of their columns overlap. Of
all such pairs the best is taken first, and each row once; the best pair says the same in most columns
of its table's key, then shares the most code points of words, then of quotes, then comes first by its
ids. Three additions:

- A child row can only be the same as one whose parent is.
- A key column that names something (an actor, a substance, another event, a text) must say the same
  in both or overlap in its own words: a sentence names several actors, and each has its part.
- Actors, places and substances are the same where they share a printed name, and child rows where
  their keys say the same, wherever they are quoted: the articles repeat themselves.

The codings are matched to the records first, what is left of them to each other.
"""

import functools
import operator
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codings.reading import NAME, Cell, Cells, Coding
from counternarcotics._shared.fingerprint import cell_text
from pipeline.read.schema import Column, Schemas, TableSchema
from pipeline.read.values import parse

RECORDS = "records"
NO_CELL = Cell(frozenset())

Forms = Mapping[tuple[str, str], Sequence[str]]
ReadAs = Mapping[tuple[str, str], Collection[tuple[str, str]]]
Rank = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Row:
    """One row as one reader has it."""

    reader: str
    row_id: str
    cells: Cells

    def cell(self, column: str) -> Cell:
        """Return a cell; one without values where the reader has none."""
        return self.cells.get(column, NO_CELL)

    @functools.cached_property
    def words(self) -> int:
        """Return the code points of all words of the row."""
        return functools.reduce(operator.or_, (cell.words for cell in self.cells.values()), 0)

    @functools.cached_property
    def quotes(self) -> int:
        """Return the code points of all quotes of the row."""
        return functools.reduce(operator.or_, (cell.quotes for cell in self.cells.values()), 0)


Rows = Mapping[str, Mapping[str, Row]]
"""The rows of one table by label, then by reader."""


class Alignment:
    """Every row of every coding with a label that the same rows share: the id in the records, where they have it.

    Args:
        codings: the records, under the name ``records``, and each coding by its coder.
        schemas: all tables; a table's parents and the tables that it refers to come before it.
        forms: the printed names of the records' rows by table and row id.
        read_as: by column, what the codings and the records write for the same thing.
    """

    def __init__(self, codings: Mapping[str, Coding], schemas: Schemas, forms: Forms, read_as: ReadAs) -> None:
        self._read_as = read_as
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for reader, coding in codings.items():
            for (table, row_id), cells in sorted(coding.items()):
                self._rows.setdefault((reader, table), []).append(Row(reader, row_id, cells))
        self._labels = {(RECORDS, *key): key[1] for key in codings[RECORDS]}
        self._forms = {key: frozenset(map(slug, names)) for key, names in forms.items()}
        self._named: dict[tuple[str, str], set[str]] = {}
        for (table, row_id), names in self._forms.items():
            for name in names:
                self._named.setdefault((table, name), set()).add(row_id)
        coders = sorted(codings.keys() - {RECORDS})
        for schema in schemas.tables:
            self._align(schema, coders)

    def rows(self, table: str) -> dict[str, dict[str, Row]]:
        """Return the rows of a table by label: under each reader that has the row, its own."""
        labelled: dict[str, dict[str, Row]] = {}
        for (reader, of_table), rows in self._rows.items():
            if of_table == table:
                for row in rows:
                    labelled.setdefault(self._labels[reader, table, row.row_id], {})[reader] = row
        return dict(sorted(labelled.items()))

    def says(self, row: Row, schema: TableSchema, column: Column) -> frozenset[str]:
        """Return what a cell says, in a form in which equal things are equal.

        An id becomes the label of the row that it leads to, the name of an actor, place or substance its
        printed names, a number loses what does not count (430.0); other texts are taken as they are.
        """
        cell_values, table = row.cell(column.name).values, schema.named_table(column.name)
        if table:
            return frozenset(self._resolved(row.reader, table, value) for value in cell_values)
        if column.name == NAME and cell_values:
            names = {slug(value) for value in cell_values} | {slug(row.row_id)}
            return self._forms.get((schema.name, row.row_id), frozenset()) | names
        return frozenset(_canonical(column, value) for value in cell_values)

    def shown(self, row: Row, schema: TableSchema, column: Column) -> str:
        """Return what a cell says as one text for people.

        An id that leads to a row of the records is theirs. One that leads to a row of the reader's own has the reader
        before it (``c:embassy``), because the records may use the same id for another row.
        """
        values, table = row.cell(column.name).values, schema.named_table(column.name)
        return as_text(frozenset(self._shown_id(row.reader, table, value) for value in values) if table else values)

    def agree(self, schema: TableSchema, column: Column, first: Row, second: Row) -> bool:
        """Return whether two rows agree on a cell that at least one of them has filled.

        Texts agree where they are equal or their words overlap, all else where it says the same or is read as the same.
        """
        first_says, second_says = self.says(first, schema, column), self.says(second, schema, column)
        if column.reader == "text":
            return bool(first_says & second_says) or shared(first, second, column.name) > 0
        return first_says == second_says or any(
            {as_text(first_says), as_text(second_says)} == set(pair)
            for pair in self._read_as.get((schema.name, column.name), ())
        )

    def _resolved(self, reader: str, table: str, row_id: str) -> str:
        """Return the label of the row that an id leads to; by its name where the coding has no such row."""
        label = self._labels.get((reader, table, row_id))
        if label:
            return label
        namesakes = self._named.get((table, slug(row_id)), set())
        return next(iter(namesakes)) if len(namesakes) == 1 else row_id

    def _shown_id(self, reader: str, table: str, row_id: str) -> str:
        """Return an id of a reader for people; unchanged where it leads to no row."""
        label = self._resolved(reader, table, row_id)
        return label if (RECORDS, table, label) in self._labels or label == row_id else f"{reader}:{row_id}"

    def _align(self, schema: TableSchema, coders: Sequence[str]) -> None:
        """Give the rows of one table their labels."""
        for coder in coders:
            self._match(schema, coder, RECORDS)
        for number, coder in enumerate(coders):
            for earlier in coders[:number]:
                self._match(schema, coder, earlier)
            for row in self._rows.get((coder, schema.name), ()):
                self._labels.setdefault((coder, schema.name, row.row_id), f"{coder}:{row.row_id}")

    def _match(self, schema: TableSchema, reader: str, other: str) -> None:
        """Give rows of `reader` without a label the labels of the rows of `other` that they match, the best first."""
        ranked = sorted(self._pairs(schema, reader, other), key=lambda pair: (*(-part for part in pair[0]), *pair[1:]))
        taken = {label for key, label in self._labels.items() if key[:2] == (reader, schema.name)}
        for _, mine, theirs in ranked:
            key, label = (reader, schema.name, mine), self._labels[other, schema.name, theirs]
            if key not in self._labels and label not in taken:
                self._labels[key] = label
                taken.add(label)

    def _pairs(self, schema: TableSchema, reader: str, other: str) -> Iterator[tuple[Rank, str, str]]:
        """Yield each pair of rows that can be the same, by their ids, with how much they have in common."""
        mine = [
            row
            for row in self._rows.get((reader, schema.name), ())
            if (reader, schema.name, row.row_id) not in self._labels
        ]
        says = functools.cache(lambda row, name: self.says(row, schema, schema.column(name)))
        for theirs in self._rows.get((other, schema.name), ()):
            for row in mine:
                rank = _rank(schema, row, theirs, says)
                if rank:
                    yield rank, row.row_id, theirs.row_id


def _rank(schema: TableSchema, mine: Row, theirs: Row, says: Callable[[Row, str], frozenset[str]]) -> Rank | None:
    """Return how much two rows have in common; None where they cannot be the same."""
    if schema.child and not says(mine, schema.child.key) & says(theirs, schema.child.key):
        return None
    keys = _key(schema)
    alike = [column.name for column in keys if says(mine, column.name) & says(theirs, column.name)]
    wherever = bool(alike) and (schema.child is not None or NAME in alike)
    if not wherever and not mine.words & theirs.words:
        return None
    for column in keys:
        if _names(schema, column) and column.name not in alike and not shared(mine, theirs, column.name):
            return None
    words = sum(shared(mine, theirs, name) for name in mine.cells if schema.column(name).needs_words)
    if not words and not wherever:
        return None
    return len(alike), words, (mine.quotes & theirs.quotes).bit_count()


def as_text(texts: frozenset[str]) -> str:
    """Return what a cell says as one text; empty for an empty cell."""
    return " | ".join(sorted(texts))


def shared(mine: Row, theirs: Row, column: str) -> int:
    """Return how many code points the words of both rows for a column share."""
    return (mine.cell(column).words & theirs.cell(column).words).bit_count()


def slug(name: str) -> str:
    """Return a name as an id would write it.

    >>> slug("the Ministry of Public Security’s"), slug("1-boc-4-piperidone")
    ('ministry-of-public-security', '1-boc-4-piperidone')
    """
    plain = re.sub(r"[’']s?\b", "", name.casefold().removeprefix("the "))
    return re.sub(r"\W+", "-", plain.replace("_", "-")).strip("-")


def _key(schema: TableSchema) -> list[Column]:
    """Return the columns that make a row that row: of its unique key, or its name, those that are read in articles."""
    names = [name for key in schema.unique_keys for name in key] or [NAME]
    return [column for column in schema.columns if column.name in names and column.needs_words]


def _names(schema: TableSchema, column: Column) -> bool:
    """Return whether a column names something, rather than describing it."""
    return bool(schema.named_table(column.name)) or column.reader == "text"


def _canonical(column: Column, value: str) -> str:
    """Return a value in the one form that its type has; as written where it has not that form."""
    try:
        return cell_text(parse(column, value))
    except ValueError:
        return value
