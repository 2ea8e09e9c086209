"""The values that the stages hand to each other.

Every offset is in code points, 0-based and end-exclusive. Nothing here reads or writes a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.faults import Position

Value = str | int | float | bool | date
"""The typed value of a cell."""


@dataclass(frozen=True)
class Words:
    """The part of a quote that says one value, as the record names it.

    `occurrence` (1-based) tells which, where the words stand in the quote more than once.
    `anchor` is what a relative or incomplete date is counted from: ``published``, or the
    ``table/row_id`` of a row whose own date is proven. `inferred` names the step (a code of the
    vocabulary ``inferences``) by which a value follows from words that do not simply say it.
    """

    text: str
    position: Position
    occurrence: int | None = None
    anchor: str | None = None
    inferred: str | None = None


@dataclass(frozen=True)
class Evidence:
    """One quote of a record, with the words for each value that it supports."""

    source_id: str
    quote: str
    position: Position
    supports: Mapping[str, Words]
    occurrence: int | None = None
    attributed_to: str | None = None
    stance: str = "supports"


@dataclass(frozen=True)
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
    """A stretch of an article of one kind (headline, body, furniture …). Zones tile the file."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """A seed's text, exactly as its bytes decode, and what each stretch of it is."""

    source_id: str
    seed_file: str
    sha256: str
    text: str
    zones: tuple[Zone, ...]


@dataclass(frozen=True)
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
