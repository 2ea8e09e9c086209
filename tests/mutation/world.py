"""The sound project that mutants are made of, read once, and what one mutant changes in it."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.model import Article, Ledger, Located, Record, Records, ZoneStart
from pipeline.read.project import companions, read_project
from pipeline.read.schema import Schemas
from pipeline.reread.grounding import Facts, facts_of
from pipeline.run import run
from pipeline.write.files import package_files
from tests.support import ROOT

Key = tuple[str, str]
"""Table and row id."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
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
    def evidence(self) -> Mapping[Key, tuple[Row, ...]]:
        """Return the built evidence of each row."""
        found: dict[Key, tuple[Row, ...]] = {}
        for row in self.rows["evidence"].values():
            key = (row["table"], row["row_id"])
            found[key] = (*found.get(key, ()), row)
        return found

    @functools.cached_property
    def facts(self) -> Facts:
        """Return what the readers of values need."""
        return facts_of(self.tables, self.schemas, self.records.forms)

    @functools.cached_property
    def files(self) -> Mapping[str, bytes]:
        """Return the packaged files by path."""
        return package_files(self.tables, self.schemas, read_project(self.root), companions(self.root))

    @functools.cached_property
    def users(self) -> Mapping[Key, frozenset[Key]]:
        """Return, for each row, those whose derived columns may depend on it: rows that name or are counted from it."""
        found: dict[Key, set[Key]] = {}
        for record in self.records.all:
            for key in named(record, self.schemas):
                found.setdefault(key, set()).add((record.table, record.row_id))
        return {key: frozenset(_closure(key, found)) for key in self.records.by_id}


@dataclass(frozen=True)
class Recorded:
    """A row written in another way; its id may change too."""

    old: Record
    new: Record


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
    """One change: its kind, the column that it touches, what it does in words, and how it is made."""

    kind: str
    table: str
    column: str
    row_id: str
    what: str
    make: Callable[[], Change]

    @property
    def where(self) -> str:
        """Return the table and column, as reports group mutants."""
        return f"{self.table}.{self.column}" if self.column else self.table


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
    found: dict[Key, list[Located]] = {}
    for one in located:
        found.setdefault((one.record.table, one.record.row_id), []).append(one)
    return {key: tuple(some) for key, some in found.items()}


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


def _closure(key: Key, users: Mapping[Key, set[Key]]) -> set[Key]:
    """Return the rows that depend on one through any number of others, without itself."""
    reached: set[Key] = set()
    todo = [*users.get(key, ())]
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += users.get(one, ())
    return reached - {key}
