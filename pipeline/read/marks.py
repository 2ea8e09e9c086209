"""All hand-coded rows of a run, as `record_reader` reads them from the folder ``records/``."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.faults import Position
from pipeline.model import Record

SOURCES = "sources"
"""The table whose rows are the articles."""
PASSAGES = "passages"
"""The table of the ledger."""


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

    `reason` and `note` are those of a passage that is left out.
    """

    starts: str
    position: Position
    occurrence: int | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Ledger:
    """What the curators wrote about the passages of one article: cuts to add, cuts to drop, what is left out."""

    source_id: str
    position: Position
    add_cuts: tuple[PassageStart, ...] = ()
    drop_cuts: tuple[PassageStart, ...] = ()
    left_out: tuple[PassageStart, ...] = ()


@dataclass(frozen=True)
class Records:
    """The rows by table, in building order of the tables and as written within one.

    `forms` holds the printed names of a row by (table, row id), `zones` the beginnings of an
    article's zones by source id, `retired` the ids by table that must not be used again, `ledgers`
    what is said of an article's passages by source id. `whole` is false where a file could not be read.
    """

    rows: Mapping[str, tuple[Record, ...]]
    forms: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    zones: Mapping[str, tuple[ZoneStart, ...]] = field(default_factory=dict)
    retired: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
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
