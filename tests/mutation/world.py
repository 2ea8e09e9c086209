"""The sound project that mutants are made of, read once, and what one mutant changes in it."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.assemble.built import Built
from pipeline.model import ACTORS, SOURCES, Article, Ledger, Located, Record, Records, ZoneStart
from pipeline.read.schema import Schemas
from pipeline.reread.grounding import Facts, facts_of
from pipeline.run import run
from tests.mutation.row_tables import Row, RowTable
from tests.support import ROOT
from tests.support.packaged import packaged_files

Key = tuple[str, str]
"""Table and row id."""


@dataclass(frozen=True, eq=False)
class World:
    """Everything that the build makes of the project, without a fault."""

    root: Path
    schemas: Schemas
    records: Records
    articles: Mapping[str, Article]
    located: Mapping[Key, tuple[Located, ...]]
    tables: Mapping[str, pa.Table]

    @functools.cached_property
    def rows(self) -> Mapping[str, Mapping[str, Row]]:
        """Return the rows of each table by id."""
        return {
            schema.name: {row[schema.id_name]: row for row in self.tables[schema.name].to_pylist()}
            for schema in self.schemas.tables
        }

    @functools.cached_property
    def evidence(self) -> Mapping[Key, Mapping[str, Row]]:
        """Return the built evidence of each row by its own id."""
        evidence: dict[Key, dict[str, Row]] = {}
        for evidence_id, row in self.rows["evidence"].items():
            evidence.setdefault((row["table_name"], row["row_id"]), {})[evidence_id] = row
        return evidence

    @functools.cached_property
    def in_order(self) -> Mapping[str, Sequence[Row]]:
        """Return the rows of each table as the build gives them."""
        return {name: list(rows.values()) for name, rows in self.rows.items()}

    @functools.cached_property
    def row_tables(self) -> Mapping[str, RowTable]:
        """Return the rows of each table as a table that stages can look at."""
        return {name: RowTable(rows, self.tables[name].schema) for name, rows in self.in_order.items()}

    @functools.cached_property
    def built(self) -> Built:
        """Return the rows as the rules look at them."""
        return Built(self.schemas, self.in_order)

    @functools.cached_property
    def facts(self) -> Facts:
        """Return what the readers of values need."""
        return facts_of(self.tables, self.schemas, self.records.forms)

    @functools.cached_property
    def files(self) -> Mapping[str, bytes]:
        """Return the packaged files by path."""
        return packaged_files(self.root, self.tables, self.schemas)

    @functools.cached_property
    def users(self) -> Mapping[Key, frozenset[Key]]:
        """Return for each row those whose derived columns may depend on it: they name it or are counted from it."""
        users: dict[Key, set[Key]] = {}
        for record in self.records.all:
            for key in named(record, self.schemas):
                users.setdefault(key, set()).add((record.table, record.row_id))
        return {key: frozenset(_closure(key, users)) for key in self.records.by_id}


@dataclass(frozen=True)
class Recorded:
    """Rows that are written in another way, or are no more, and what stands in their place; ids may change too."""

    old: tuple[Record, ...]
    new: tuple[Record, ...]


@dataclass(frozen=True)
class Zoned:
    """What is said of the stretches of one article written in another way: its zones, or its ledger."""

    source_id: str
    zones: tuple[ZoneStart, ...]
    ledger: Ledger | None


@dataclass(frozen=True)
class Cell:
    """One cell of a built table with another value."""

    table: str
    row_id: str
    column: str
    value: Any


@dataclass(frozen=True)
class Byte:
    """One byte of a file with another value: of an article or of a packaged file."""

    path: str
    offset: int
    value: int


@dataclass(frozen=True)
class Malformed:
    """A value that does not have the form of its column: the reading of the records refuses it."""

    reason: str


Change = Recorded | Zoned | Cell | Byte | Malformed


@dataclass(frozen=True)
class Mutant:
    """One change: its kind, the column that it touches, what it does in words, and how it is made.

    It is `joint` where values and their words move together, so that each cell by itself is proved.
    """

    kind: str
    table: str
    column: str
    row_id: str
    what: str
    make: Callable[[], Change]
    joint: bool = False

    @property
    def where(self) -> str:
        """Return the table and column, as reports group mutants."""
        return f"{self.table}.{self.column}" if self.column else self.table


def joint(kind: str, record: Record, column: str, what: str, make: Callable[[], Change]) -> Mutant:
    """Return a mutant in which values and their words move together; `record` is the row that it is told of."""
    return Mutant(kind, record.table, column, record.row_id, what, make, joint=True)


def read_world(root: Path = ROOT) -> World:
    """Return the project in `root`.

    Raises:
        ValueError: the project has a fault of its own, by which every mutant would be killed.
    """
    report = run(root, last="assemble")
    made = report.made
    if report.faults or made.located is None:
        raise ValueError("\n".join(map(str, report.faults)))
    return World(root, made.schemas, made.records, made.articles, by_row(made.located), made.tables)


def by_row(located: Sequence[Located]) -> dict[Key, tuple[Located, ...]]:
    """Return located evidence by row."""
    ties: dict[Key, list[Located]] = {}
    for tie in located:
        ties.setdefault((tie.record.table, tie.record.row_id), []).append(tie)
    return {key: tuple(some) for key, some in ties.items()}


def named(record: Record, schemas: Schemas) -> Iterator[Key]:
    """Yield the rows that a row refers to by a key, or counts a date from."""
    for key in schemas.table(record.table).foreign_keys:
        if key.column in record.values:
            yield key.table, record.text(key.column)
    for evidence in record.evidence:
        for words in evidence.supports.values():
            table, slash, row_id = (words.anchor or "").partition("/")
            if slash:
                yield table, row_id


def referred(record: Record, schemas: Schemas) -> Iterator[Key]:
    """Yield the rows that a row names in any way: those of `named`, its articles, and the speakers of its quotes."""
    yield from named(record, schemas)
    for evidence in record.evidence:
        yield SOURCES, evidence.source_id
        for actor in filter(None, (evidence.attributed_to, evidence.reported_by)):
            yield ACTORS, actor


def reached(keys: Iterable[Key], records: Mapping[Key, Record], step: Callable[[Record], Iterable[Key]]) -> set[Key]:
    """Return the rows to which steps lead from some rows, these too; what is no row is left out."""
    done: set[Key] = set()
    todo = [key for key in keys if key in records]
    while todo:
        key = todo.pop()
        if key not in done:
            done.add(key)
            todo += [other for other in step(records[key]) if other in records]
    return done


def _closure(key: Key, users: Mapping[Key, set[Key]]) -> set[Key]:
    """Return the rows that depend on one through any number of others, without itself."""
    dependent: set[Key] = set()
    todo = [*users.get(key, ())]
    while todo:
        user = todo.pop()
        if user not in dependent:
            dependent.add(user)
            todo += users.get(user, ())
    return dependent - {key}
