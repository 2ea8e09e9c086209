"""The tables and vocabularies that the folder ``schemas/`` defines, as typed values (`schemas` reads them).

The Table Schemas are the one definition of each table; everything that must know a column asks here.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.faults import Position
from pipeline.model import ACTORS, ARTICLE, Value

SEVERAL = "; "
"""What stands between the ids of a cell that holds several."""
CLAIMANTS = "claimants"
"""The reader of the columns that say whose claim a row is, or who carried it."""


@dataclass(frozen=True)
class Column:
    """One field of a Table Schema. `raw` is the field as written, for the descriptor; `line` is where.

    `origin` is quoted, coded, judged, assigned, derived or reference; `reader` (number, date, name,
    text) says how a quoted value is read again from its words. `of` names the number of which a code is
    the unit, the currency or the qualifier, `counts` the unit (a code of ``units``) in which a number counts.
    `decides` says that the words of the column decide what a row is. The words of a column may be those of another one:
    `words_of` names it, or is ``parent`` for those that decide what the row above is. `inherits` says which other row
    gives a value that is not written.
    """

    name: str
    title: str
    type: str
    description: str
    origin: str
    constraints: Mapping[str, Any] = field(default_factory=dict)
    reader: str | None = None
    vocabulary: str | None = None
    of: str | None = None
    counts: str | None = None
    decides: bool = False
    words_of: str | None = None
    inherits: "Inherits | None" = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    line: int = 1

    @property
    def required(self) -> bool:
        """Return whether every row must hold a value."""
        return bool(self.constraints.get("required", False))

    @property
    def needs_words(self) -> bool:
        """Return whether each value must be said by words of a quote."""
        return self.origin in ("quoted", "coded", "judged")

    @property
    def is_filled(self) -> bool:
        """Return whether the values are not written beside the others: the row's quotes say whose claim it is."""
        return self.reader == CLAIMANTS

    def values_said(self, cell: Value | None) -> list[Value]:
        """Return the values in a cell that words must say.

        A cell may name several claimants; that the article itself says it (`ARTICLE`) has no words.
        """
        if cell is None or not self.needs_words:
            return []
        return [actor for actor in str(cell).split(SEVERAL) if actor != ARTICLE] if self.is_filled else [cell]

    @property
    def written(self) -> bool:
        """Return whether records may hold the column; the build computes or fills in the others."""
        return self.origin != "derived" and not self.is_filled


@dataclass(frozen=True)
class Inherits:
    """Which row gives a value that is not written: the owner of the row, or the only row under it that fits.

    `table` and `column` say where the value stands, `where` the values of the rows that fit. Nothing is inherited by a
    row that has a value in one of the columns `unless`, or that differs from its owner in one of the columns `same`.
    """

    table: str
    column: str
    where: Mapping[str, str] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignKey:
    """`column` holds an id of `table`, whose id column is `target`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Child:
    """Rows written under the key `under` of the rows of table `of`; column `key` holds the parent's id.

    `names` is the column of which a row without an id takes its id.
    """

    of: str
    under: str
    key: str
    names: str


@dataclass(frozen=True)
class TableSchema:
    """One table. `raw` is the Table Schema as written, for the descriptor.

    `checks` are the rules on single rows that ``schemas/pandera_schemas.py`` makes into Pandera checks.
    `unquoted` says why the rows carry no quote; None where each carries one. `sorted_by` names the column by which the
    rows are sorted, empty cells last; without it, they are sorted by id. `leads` is the place, from 1, of a table that
    readers look at first; the others are there to verify and to look things up.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    id_name: str
    position: Position
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    checks: tuple[Mapping[str, Any], ...] = ()
    child: Child | None = None
    built: bool = False
    unquoted: str | None = None
    sorted_by: str | None = None
    leads: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    @functools.cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Return the columns by name."""
        return {column.name: column for column in self.columns}

    @functools.cached_property
    def keys_by_column(self) -> Mapping[str, ForeignKey]:
        """Return the foreign keys by column."""
        return {key.column: key for key in self.foreign_keys}

    @property
    def id_column(self) -> Column:
        """Return the column of the table's own ids."""
        return self.by_name[self.id_name]

    @functools.cached_property
    def date_blocks(self) -> tuple[Column, ...]:
        """Return the dates of the row itself: those that have a basis beside them."""
        return tuple(column for column in self.columns if f"{column.name}_basis" in self.by_name)

    @property
    def date_column(self) -> str | None:
        """Return the row's own date, from which other dates may be counted; None where it has none, or several."""
        return self.date_blocks[0].name if len(self.date_blocks) == 1 else None

    @functools.cached_property
    def deciding(self) -> tuple[str, ...]:
        """Return the columns whose words decide what a row is."""
        return tuple(column.name for column in self.columns if column.decides)

    @functools.cached_property
    def owner(self) -> ForeignKey | None:
        """Return the key to the row that a row belongs to: the one above it, or one whose id its curator assigns."""
        key = self.child.key if self.child else None
        keys = (other for other in self.foreign_keys if other.column in self.by_name)
        return next(
            (k for k in keys if k.column == key or (not key and self.by_name[k.column].origin == "assigned")), None
        )

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError where there is none."""
        return self.by_name[name]

    def foreign_key(self, column: str) -> ForeignKey | None:
        """Return where the ids in `column` lead, or None."""
        return self.keys_by_column.get(column)

    def named_table(self, column: str) -> str:
        """Return the table whose rows the words of a column name; empty where they name none."""
        key = self.foreign_key(column)
        if key:
            return key.table
        return ACTORS if column in self.by_name and self.by_name[column].is_filled else ""


@dataclass(frozen=True)
class CounterExample:
    """Words, invented as those of an example are, that look like one code and say another one, `code`."""

    words: str
    code: str


@dataclass(frozen=True)
class Code:
    """One code of a vocabulary. `cues` are phrases that say it, `extra` holds a vocabulary's own keys.

    The codes that a coder chooses among have an `example`, words that say the code, and a `counter_example`.
    """

    code: str
    label: str
    definition: str
    example: str | None = None
    counter_example: CounterExample | None = None
    maps_to: Mapping[str, str] = field(default_factory=dict)
    cues: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    line: int = 1

    @property
    def speaks(self) -> bool:
        """Return whether it is a kind of event that is something said."""
        return self.extra.get("speaks") == "true"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A closed list of codes, in its own order. `unmarked` is the code that language leaves unsaid.

    A `register` is the long list of a public standard. Its columns have a pattern of their own.
    """

    name: str
    title: str
    description: str
    codes: tuple[Code, ...]
    unmarked: str | None = None
    register: bool = False

    @functools.cached_property
    def by_code(self) -> Mapping[str, Code]:
        """Return the codes by name."""
        return {code.code: code for code in self.codes}

    def code(self, name: str) -> Code:
        """Return the code called `name`; KeyError where there is none."""
        return self.by_code[name]


@dataclass(frozen=True)
class Schemas:
    """All tables, referenced and parent tables first, and all vocabularies by name.

    `cited_as` holds what references print in place of what an article prints, `agencies` the names of the agencies
    that are the authors of what they sent.
    """

    tables: tuple[TableSchema, ...]
    vocabularies: Mapping[str, Vocabulary]
    cited_as: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)

    @functools.cached_property
    def by_name(self) -> Mapping[str, TableSchema]:
        """Return the tables by name, in building order."""
        return {table.name: table for table in self.tables}

    def table(self, name: str) -> TableSchema:
        """Return the table called `name`; KeyError where there is none."""
        return self.by_name[name]

    def codes(self, column: Column) -> tuple[str, ...]:
        """Return the codes that `column` may hold, in vocabulary order; empty where it has no vocabulary."""
        vocabulary = self.vocabularies.get(column.vocabulary or "")
        return tuple(vocabulary.by_code) if vocabulary else ()

    def children(self, table: str) -> tuple[TableSchema, ...]:
        """Return the tables whose rows are written under the rows of `table`."""
        return self._children.get(table, ())

    @functools.cached_property
    def _children(self) -> Mapping[str, tuple[TableSchema, ...]]:
        """Return the tables under each table that has some, by its name."""
        parents = dict.fromkeys(table.child.of for table in self.tables if table.child)
        return {of: tuple(other for other in self.tables if other.child and other.child.of == of) for of in parents}
