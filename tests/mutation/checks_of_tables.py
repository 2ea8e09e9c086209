"""The checks of the built tables, each only where a mutant changed what it reads: rules, stages and schemas."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from pipeline.assemble.built import Built
from pipeline.assemble.tables import EVIDENCE
from pipeline.check import joins
from pipeline.check.joins import Tables
from pipeline.check.rules import RULES
from pipeline.check.tables import check_table
from pipeline.faults import Fault
from pipeline.model import Article, Records
from pipeline.read.schema import TableSchema
from pipeline.reread import value_faults
from pipeline.reread.advice import Written
from pipeline.reread.amounts import Lexicon
from pipeline.reread.coverage import account
from pipeline.reread.grounding import facts_of
from pipeline.reread.mentions import Mention, Names, mentions
from pipeline.reread.rows import doubts
from pipeline.reread.surroundings import Surroundings
from tests.mutation.checks_of_files import Finding
from tests.mutation.reads import ROWS, BuiltRows, Read, reads_of
from tests.mutation.row_tables import ArrowColumns, Row
from tests.mutation.state import Changed
from tests.mutation.touched import Touched
from tests.mutation.world import World
from tests.support.invariants import Rule, cell_not_in_its_form

BY_CELL = (cell_not_in_its_form,)
"""The slow rule that looks at each cell by itself: no row can break it but one that differs."""
REREAD = "reread"
"""The stage that reads the tables again."""


def table_findings(world: World, changed: Changed, records: Records) -> Iterator[Finding]:
    """Yield what the checks of the built tables find that read what changed: rules, stages, schemas."""
    tables = Tables(world.schemas, ArrowColumns(changed.built.tables))
    for rule in RULES:
        if not changed.reads.isdisjoint(_reads_of_join(world, rule)):
            yield rule.__name__, next(rule(tables), None)
    if not changed.reads.isdisjoint(_reads_of_rereading(world)):
        yield REREAD, _reread(world, changed.built, records)
    for name in changed.differing:
        yield "schema", _of_schema(world, changed, name)


def uncovered(world: World, built: BuiltRows, records: Records, articles: Mapping[str, Article]) -> object:
    """Return the faults of what no value accounts for; each sentence is read once for all mutants."""
    texts = {source_id: article.text for source_id, article in articles.items()}
    rows = Surroundings(built, texts, records.forms, articles.keys(), frozenset())
    # No mutant changes a vocabulary, so the lexicon is the same, though made again.
    cached = functools.partial(_mentions, world.facts.lexicon)
    with patch("pipeline.reread.coverage.mentions", cached):
        return account(rows, records.ledgers, articles)[1]


def _mentions(lexicon: Lexicon, text: str, names: Names, _: Lexicon) -> Sequence[Mention]:
    return _mentions_by_text(text, tuple(names.names), tuple(names.shared), lexicon)


@functools.cache
def _mentions_by_text(
    text: str, names: tuple[str, ...], shared: tuple[str, ...], lexicon: Lexicon
) -> Sequence[Mention]:
    return mentions(text, Names(names, shared), lexicon)


def rule_findings(world: World, changed: Changed, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield what rules on rows find."""
    differing = Built(world.schemas, {name: changed.differing.get(name, ()) for name in changed.built.rows})
    for rule in rules:
        if not changed.reads.isdisjoint(_reads_of_rule(world, rule)):
            yield rule.__name__, next(rule(differing if rule in BY_CELL else changed.built), None)


@functools.cache
def _reads_of_rule(world: World, rule: Rule) -> Set[Read]:
    return reads_of(world, lambda built: next(rule(built), None))


@functools.cache
def _reads_of_join(world: World, rule: joins.Rule) -> Set[Read]:
    return reads_of(world, lambda built: next(rule(Tables(world.schemas, ArrowColumns(built.tables))), None))


@functools.cache
def _reads_of_rereading(world: World) -> Set[Read]:
    return reads_of(world, lambda built: _reread(world, built, world.records))


def _reread(world: World, built: BuiltRows, records: Records) -> Sequence[Fault]:
    """Return what is found where the tables are read again.

    A row of evidence that is as it was reads as it did, for readers who know what they knew: it is not read again.
    """
    # No mutant changes a vocabulary, so the lexicon is the same, though made again.
    facts = replace(facts_of(built.tables, world.schemas, records.forms), lexicon=world.facts.lexicon)
    as_it_was = {id(row) for row in world.in_order[EVIDENCE]} if facts == world.facts else ()
    again = [row for row in built.table(EVIDENCE) if id(row) not in as_it_was and not _is_judged(row, world)]
    faults = [fault for row in again for fault in value_faults(row, facts, Written({}, {}))]
    texts = {source_id: article.text for source_id, article in world.articles.items()}
    return [*faults, *doubts(Touched.of(world, built, texts, records.forms))]


def _is_judged(row: Row, world: World) -> bool:
    return world.schemas.table(row["table_name"]).column(row["field"]).origin == "judged"


def _of_schema(world: World, changed: Changed, name: str) -> bool:
    """Return whether Pandera finds anything in one table.

    It looks at each row by itself, but for keys that must be unique. So nothing can have become wrong but cells, and
    cells that a check compares, of rows that differ, where no sound row has the same, and rows that are alike in a key.
    Ids that are there twice were found in the records.
    """
    schema, differing = world.schemas.table(name), changed.differing[name]
    columns = {column for table, column in changed.reads if table == name}
    keys = [key for key in schema.unique_keys if ROWS in columns or not columns.isdisjoint(key)]
    shared = [_shared(key, differing, changed.built.rows[name]) for key in keys]
    if any(shared):
        rows = {id(row): row for some in shared for row in some}
        return not _conforms(world, name, frozenset(schema.by_name), _cells([*schema.by_name], [*rows.values()]))
    groups = [*({column} for column in schema.by_name), *(_compared(check) for check in schema.raw.get("checks", ()))]
    new = [
        group
        for group in (sorted(some) for some in groups)
        if not set(_cells(group, differing)) <= _sound_cells(world, name, tuple(group))
    ]
    names = frozenset(column for group in new for column in group)
    ordered = [column for column in schema.by_name if column in names]
    return bool(names) and not _conforms(world, name, names, _cells(ordered, differing))


@functools.cache
def _sound_cells(world: World, name: str, columns: tuple[str, ...]) -> Set[tuple[Any, ...]]:
    """Return what rows of a table of the sound project hold in some columns together."""
    return set(_cells(columns, world.in_order[name]))


def _cells(columns: Sequence[str], rows: Iterable[Row]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row[column] for column in columns) for row in rows)


def _shared(key: Sequence[str], differing: Iterable[Row], rows: Iterable[Row]) -> list[Row]:
    """Return the rows that are like one that differs in a key, with these; none where each of them is the only one."""
    wanted = set(_cells(key, differing))
    alike = [row for row in rows if tuple(row[column] for column in key) in wanted]
    return alike if len(alike) > len(wanted) else []


@functools.cache
def _conforms(world: World, name: str, columns: frozenset[str], rows: tuple[tuple[Any, ...], ...]) -> bool:
    """Return whether these cells of some columns of a table are as Pandera wants them, in the order of the schema."""
    schema = _narrowed(world, name, columns)
    fields = pa.schema([world.tables[name].schema.field(column.name) for column in schema.columns])
    arrays = [pa.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), fields, strict=True)]
    return not check_table(pa.Table.from_arrays(arrays, schema=fields), schema, world.schemas)


@functools.cache
def _narrowed(world: World, name: str, columns: frozenset[str]) -> TableSchema:
    """Return a table's schema with these columns alone, and the checks of rows that look at no others.

    Where the table's own id is not among them, another column serves as the id, which only messages name.
    """
    schema = world.schemas.table(name)
    if columns.issuperset(schema.by_name):
        return schema
    kept = tuple(column for column in schema.columns if column.name in columns)
    raw = {
        # Another rule judges the order of the rows, which these few do not show.
        **{key: value for key, value in schema.raw.items() if key != "sortedBy"},
        "fields": [column.raw for column in kept],
        "primaryKey": [kept[0].name],
        "uniqueKeys": [],
        "checks": [check for check in schema.raw.get("checks", ()) if columns >= _compared(check)],
    }
    return replace(schema, name="rows", columns=kept, id_name=kept[0].name, raw=raw)


def _compared(check: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the columns that a check of a Table Schema names.

    >>> sorted(_compared({"empty": ["formula"], "where": {"kind": "class"}}))
    ['formula', 'kind']
    """
    return {column for columns in check.values() for column in columns}
