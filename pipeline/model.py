"""The values that the stages hand to each other.

Every offset is in code points, 0-based and end-exclusive. Nothing here reads or writes a file.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.faults import Position

_NUMBER = re.compile("[0-9]+")
_DIGITS = 20

Value = str | int | float | bool | date
"""The typed value of a cell."""

EVERY_TABLE = "every table"
"""In the vocabulary of zones: rows of every table may quote such a zone."""


SOURCES = "sources"
"""The table whose rows are the articles."""
SEED_FILE = "seed_file"
"""The column that says in which file an article stands."""
PASSAGES = "passages"
"""The table of the ledger."""
ACTORS = "actors"
"""The table of who acts and speaks."""
ARTICLE = "article"
"""In `attributed_to`: the article itself says it."""


def id_order(row_id: str) -> tuple[str, str]:
    """Return what rows are sorted by: their ids, with each number in them by its value.

    >>> sorted(["a--1000", "a--999", "1000-a", "999-a"], key=id_order)
    ['999-a', '1000-a', 'a--999', 'a--1000']
    """
    return _NUMBER.sub(lambda number: number[0].zfill(_DIGITS), row_id), row_id


@dataclass(frozen=True, slots=True)
class Words:
    """The part of a quote that says one value, as the record names it.

    `occurrence` (1-based) tells which, where the words stand in the quote more than once.
    `anchor` is what a relative or incomplete date is counted from: ``published``, or the
    ``table/row_id`` of a row whose own date is proven. `inferred` names the step (a code of the
    vocabulary ``inferences``) by which a value follows from words that do not simply say it.
    `country` is the one whose money a bare ``$`` means, `fiscal_start` the month and day (``10-01``) on which
    the fiscal year of the words begins. `reach` (a code of ``reaches``) says that the words stand apart from those
    that decide what the row is, `repeats` names the row ``table/row_id`` that repeats the same printed number, and
    `exempt` (a code of ``exemptions``) why a rule on rows does not hold here.
    """

    text: str
    position: Position
    occurrence: int | None = None
    anchor: str | None = None
    inferred: str | None = None
    country: str | None = None
    fiscal_start: str | None = None
    reach: str | None = None
    repeats: str | None = None
    exempt: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One quote of a record, with the words for each value that it supports.

    `attributed_to` is the actor whose claim it is, None where the article itself says it; `reported_by` the medium that
    carried the claim, None where the article names none.
    """

    source_id: str
    quote: str
    position: Position
    supports: Mapping[str, Words]
    occurrence: int | None = None
    attributed_to: str | None = None
    reported_by: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One hand-coded row: its typed values by column name, and its evidence.

    `row_id` is the full id; a child's is ``<parent id>--<own id>``, and its values hold the parent's id.
    """

    table: str
    row_id: str
    values: Mapping[str, Value]
    evidence: tuple[Evidence, ...]
    position: Position
    positions: Mapping[str, Position] = field(default_factory=dict)

    def place(self, column: str) -> Position:
        """Return where `column` was written, or where the record begins."""
        return self.positions.get(column, self.position)

    def text(self, column: str) -> str:
        """Return the value of a column of texts (an id, a code, an EDTF date); empty where there is none."""
        return str(self.values.get(column, ""))


@dataclass(frozen=True)
class Zone:
    """A stretch of an article of one kind (headline, body, furniture …). Zones tile the file.

    `quoted_by` says whose rows may quote it: those of ``every table``, of one table, or of none where it is empty.
    """

    kind: str
    start: int
    end: int
    quoted_by: str = ""

    @property
    def is_text(self) -> bool:
        """Return whether it is text of the article itself, which rows of every table may quote."""
        return self.quoted_by == EVERY_TABLE

    def may_be_quoted(self, table: str) -> bool:
        """Return whether rows of `table` may quote it."""
        return self.quoted_by in (EVERY_TABLE, table)


@dataclass(frozen=True)
class Article:
    """A seed's text, exactly as its bytes decode, and what each stretch of it is."""

    source_id: str
    seed_file: str
    sha256: str
    text: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """One value of one row tied to the place of its words: a row of `evidence` in the making."""

    record: Record
    evidence: Evidence
    field: str
    words: Words
    quote_start: int
    quote_end: int
    words_start: int
    words_end: int


@dataclass(frozen=True)
class DateBounds:
    """The earliest and latest day that an EDTF value allows; None where it leaves the end open."""

    start: date | None
    end: date | None
    precision: str


@dataclass(frozen=True)
class ZoneStart:
    """Where a zone of an article begins: at the `occurrence`-th place of the text `starts` after the zone before."""

    kind: str
    starts: str
    position: Position
    occurrence: int | None = None


@dataclass(frozen=True)
class PassageStart:
    """Where a passage begins: at the text `starts`, at the `occurrence`-th (from 1) of several such places.

    `reason` and `note` are those of a passage that is left out. Where only a part of a sentence is, `text` is that
    part, and `starts` is empty.
    """

    starts: str
    position: Position
    occurrence: int | None = None
    reason: str = ""
    note: str = ""
    text: str = ""


@dataclass(frozen=True)
class Ledger:
    """What the curators wrote about the passages of one article: cuts to add, cuts to drop, what is left out."""

    source_id: str
    position: Position
    add_cuts: tuple[PassageStart, ...] = ()
    drop_cuts: tuple[PassageStart, ...] = ()
    left_out: tuple[PassageStart, ...] = ()


@dataclass(frozen=True)
class Correction:
    """Why a row of a released version was corrected or removed, as the curators wrote it.

    `version` is the one that brings the change. `field` is the corrected column, empty where the row was removed; `old`
    and `new` are its cells as the CSV files have them, empty where the cell was; `quote` is what decides, empty where
    no quote does.
    """

    version: str
    table: str
    row_id: str
    field: str
    old: str
    new: str
    why: str
    quote: str
    position: Position

    @property
    def place(self) -> tuple[str, str, str]:
        """Return the table, the row and the column."""
        return self.table, self.row_id, self.field


@dataclass(frozen=True)
class Records:
    """The rows by table, in building order of the tables and as written within one.

    `forms` holds the printed names of a row by (table, row id), `zones` the beginnings of an
    article's zones by source id, `retired` the ids by table that must not be used again, `ledgers`
    what is said of an article's passages by source id, `corrections` why released rows changed. `whole` is false where
    a file could not be read.
    """

    rows: Mapping[str, tuple[Record, ...]]
    forms: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    zones: Mapping[str, tuple[ZoneStart, ...]] = field(default_factory=dict)
    retired: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    whole: bool = True

    @property
    def all(self) -> tuple[Record, ...]:
        """Return every row of every table."""
        return tuple(record for rows in self.rows.values() for record in rows)

    @functools.cached_property
    def by_id(self) -> Mapping[tuple[str, str], Record]:
        """Return the rows by (table, row id); of two equal ids the first."""
        return {(record.table, record.row_id): record for record in reversed(self.all)}

    def of(self, table: str) -> tuple[Record, ...]:
        """Return the rows of `table`; none where nothing was coded."""
        return self.rows.get(table, ())

    def ids(self, table: str) -> list[str]:
        """Return the ids of `table`, as written."""
        return [record.row_id for record in self.of(table)]
