"""The built rows with their schemas, and what a rule on them finds."""

import functools
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.faults import Fault, Position
from pipeline.read.schema import SEVERAL, ForeignKey, Schemas

Row = Mapping[str, Any]
EVENTS = "events"
SPEECH = "speech"
INITIATOR = "initiator"
PARTICIPANT = "participant"
LATER = ("follows", "responds_to", "part_of", "describes")
"""The relations in which the first event is not before the other."""


@dataclass(frozen=True)
class Built:
    """All tables as rows of typed values: str, int, float, bool, date, or None where a cell is empty."""

    schemas: Schemas
    rows: Mapping[str, Sequence[Row]]

    @functools.cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Row]]:
        """Return the rows of each table by id; of two equal ids the last."""
        ids = {schema.name: schema.id_name for schema in self.schemas.tables}
        return {table: {row[ids[table]]: row for row in rows} for table, rows in self.rows.items()}

    @functools.cached_property
    def kinds_of_persons(self) -> Set[str]:
        """Return the kinds of actors that are persons, not bodies."""
        kinds = self.schemas.vocabularies["actor_kinds"].codes
        return {kind.code for kind in kinds if kind.extra.get("person") == "true"}

    @functools.cached_property
    def owners(self) -> Mapping[str, ForeignKey]:
        """Return, for each table whose rows belong to an event or to a row that does, the key to what they belong to.

        A row with several keys to events, such as a relation, belongs to none of them.
        """
        keys: dict[str, ForeignKey] = {}
        for schema in self.schemas.tables:
            to_events = [key for key in schema.foreign_keys if key.table == EVENTS]
            to_parent = [key for key in schema.foreign_keys if schema.child and key.column == schema.child.key]
            key = next(iter(to_events or to_parent), None)
            belongs = key is not None and (key.table == EVENTS or key.table in keys)
            if key and belongs and len(to_events) < 2 and not schema.built:
                keys[schema.name] = key
        return keys

    def table(self, name: str) -> Sequence[Row]:
        """Return the rows of a table; none where the project has no such table."""
        return self.rows.get(name, ())

    def row(self, table: str, row_id: str | None) -> Row | None:
        """Return a row by its id, or None."""
        return self.by_id.get(table, {}).get(row_id or "")


def several(cell: str | None) -> list[str]:
    """Return the ids in a cell that holds several.

    >>> several("cctv; xinhua"), several(None)
    (['cctv', 'xinhua'], [])
    """
    return cell.split(SEVERAL) if cell else []


class Finding(NamedTuple):
    """What a rule finds wrong with one cell (table, row id, column) of the built tables."""

    cell: tuple[str, str, str]
    seen: str
    expected: str
    fix: str

    def as_fault(self, kind: str) -> Fault:
        """Return the finding as a fault of a kind; its position is table and row."""
        table, row_id, column = self.cell
        return Fault(Position(f"{table}/{row_id}"), kind, f"{row_id}.{column}", self.seen, self.expected, self.fix)
