"""What the rules across rows and tables look at, the built rows with their schemas, and the form of a rule."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.faults import Fault, Position
from pipeline.read.schema import ForeignKey, Schemas

Row = Mapping[str, Any]
EVENTS = "events"


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
    def evidence_of(self) -> Mapping[tuple[str, str, str], Sequence[Row]]:
        """Return the evidence of each value by table, row and field."""
        evidence: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.table("evidence"):
            evidence.setdefault((row["table"], row["row_id"], row["field"]), []).append(row)
        return evidence

    @functools.cached_property
    def voices(self) -> Set[tuple[str, str]]:
        """Return each event and actor where the actor has a role that speaks in the event."""
        roles = self.schemas.vocabularies["actor_roles"].by_code
        return {
            (row["event_id"], row["actor_id"])
            for row in self.table("event_actors")
            if row["role"] in roles and roles[row["role"]].extra.get("speaks") == "true"
        }

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
            if key and len(to_events) < 2 and (key.table == EVENTS or key.table in keys):
                keys[schema.name] = key
        return keys

    def table(self, name: str) -> Sequence[Row]:
        """Return the rows of a table; none where the project has no such table."""
        return self.rows.get(name, ())

    def row(self, table: str, row_id: str | None) -> Row | None:
        """Return a row by its id, or None."""
        return self.by_id.get(table, {}).get(row_id or "")


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


Rule = Callable[[Built], Iterator[Finding]]
"""A rule across rows or tables: the name of its function is the kind of its faults, its docstring names the mistake
that it was made for."""
