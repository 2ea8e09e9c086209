"""A row between what its curator wrote and the complete record that the later stages see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.faults import Position
from pipeline.model import Evidence, Record, Value, Words
from pipeline.read.schema import TableSchema

LONGEST = 1000
"""In longer quotes no words are looked for: they are refused anyway."""


@dataclass(frozen=True)
class Written:
    """A row as its curator wrote it, without what follows from the rest.

    `loose` are the words of an evidence item without a quote: they stand in quotes of the row's owner. `declined` are
    the columns for which the curator wrote that nothing is inherited. `refused` says that a part of the evidence was
    refused, and reported, when it was read.
    """

    record: Record
    loose: Mapping[str, Words] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    refused: bool = False


@dataclass
class Item:
    """One quote of a row in the making, with the words in it that say a value."""

    quote: Evidence
    supports: dict[str, Words]


class Draft:
    """A row in the making. `owner` is the complete row that it belongs to; None without one."""

    def __init__(self, table: TableSchema, written: Written, owner: Record | None, lent: Iterable[Evidence]) -> None:
        """Begin with what was written; `lent` are the quotes of the owner."""
        record = written.record
        self.table = table
        self.written = written
        self.owner = owner
        self.values: dict[str, Value] = dict(record.values)
        self.positions: dict[str, Position] = dict(record.positions)
        self.own = [Item(evidence, dict(evidence.supports)) for evidence in record.evidence]
        self.borrowed: list[Item] = []
        if self.leans:
            own = {_identity(item.quote) for item in self.own}
            self.borrowed += [Item(evidence, {}) for evidence in lent if not own or _identity(evidence) not in own]
        self.quotes: Sequence[Item] = [item for item in self.items if len(item.quote.quote) <= LONGEST]
        """The quotes in which words are looked for: the row's own, and the owner's where it has words without a quote,
        or no quote at all."""

    @property
    def leans(self) -> bool:
        """Return whether the row quotes what its owner quotes."""
        return bool(self.written.loose) or not self.own

    @property
    def items(self) -> list[Item]:
        """Return the row's own quotes, then those it has from other rows."""
        return [*self.own, *self.borrowed]

    def item(self, evidence: Evidence) -> Item:
        """Return the item with a quote of another row; it is added where the row does not have it."""
        for item in self.items:
            if _identity(item.quote) == _identity(evidence):
                return item
        item = Item(evidence, {})
        self.borrowed.append(item)
        return item

    def place(self, column: str) -> Position:
        """Return the line on which a curator changes what a default gave: the column's, or the row's."""
        return self.positions.get(column, self.written.record.position)

    def said(self, column: str) -> list[tuple[Item, Words]]:
        """Return the words that say the value of a column, with their quotes."""
        return [(item, item.supports[column]) for item in self.quoted(column)]

    def quoted(self, column: str) -> list[Item]:
        """Return the items that support a column."""
        return [item for item in self.items if column in item.supports]

    def add(self, item: Item, column: str, words: Words) -> None:
        """Add words that say a column, at the line on which they can be changed."""
        item.supports[column] = replace(words, position=self.place(column))

    def record(self) -> Record:
        """Return the complete row."""
        position = self.place("evidence")
        own = [replace(item.quote, supports=item.supports) for item in self.own]
        borrowed = [replace(i.quote, supports=i.supports, position=position) for i in self.borrowed if i.supports]
        evidence = (*own, *borrowed)
        return replace(self.written.record, values=self.values, evidence=evidence, positions=self.positions)


def _identity(evidence: Evidence) -> tuple[str, str, int | None, str | None, str | None]:
    return evidence.source_id, evidence.quote, evidence.occurrence, evidence.attributed_to, evidence.reported_by


def quotes_of(owner: Record, most: int) -> tuple[Evidence, ...]:
    """Return the first `most` quotes of a row that support its values, each once."""
    quotes = {_identity(evidence): evidence for evidence in reversed(owner.evidence)}
    return tuple(reversed(quotes.values()))[:most]
