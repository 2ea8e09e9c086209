"""What the build makes of a changed project: only the rows that can differ are made anew, by the build's own stages."""

import functools
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.assemble.tables import EVIDENCE, build_tables, row_order
from pipeline.faults import Fault
from pipeline.locate.ledger import keep_ledger
from pipeline.locate.quotes import locate
from pipeline.model import PASSAGES, SOURCES, Article, Located, Record, Records
from pipeline.read.seeds import find_zones
from tests.mutation.reads import ROWS, BuiltRows, Read, changed_reads
from tests.mutation.row_tables import Row, RowTable
from tests.mutation.world import Cell, Key, Recorded, World, Zoned, by_row, named, reached

Rows = Mapping[str, Mapping[str, Row | None]]
"""The rows of each table that may differ, by id; None for one that is no more."""


@dataclass(frozen=True)
class State:
    """The inputs after one change.

    `touched` holds the rows that may differ, `added` those of them with an id that is new, `gone` those that are no
    more, `recut` the articles of which the passages may differ, `faults` what the quotes and the zones of what changed
    show already.
    """

    records: Records
    articles: Mapping[str, Article]
    located: Mapping[Key, tuple[Located, ...]]
    touched: Set[Key]
    added: Set[Key]
    gone: Set[Key]
    recut: Set[str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Changed:
    """The built rows after one change: all of them, those that differ from the sound ones, and what reads otherwise."""

    built: BuiltRows
    differing: Mapping[str, Sequence[Row]]
    reads: Set[Read]


def recorded(world: World, change: Recorded) -> State:
    """Return the project with some rows written in another way, added or taken out.

    The passages of an article depend on where words stand in it, its row in `sources` on where quotes do.
    """
    old, new = ({(record.table, record.row_id) for record in records} for records in (change.old, change.new))
    located, faults = locate(change.new, world.articles)
    before = [tie for key in old for tie in world.located.get(key, ())]
    touched = new.union(
        *(world.users[key] for key in old), ((SOURCES, place[0]) for place in _quotes(before) ^ _quotes(located))
    )
    kept = {key: some for key, some in world.located.items() if key not in old}
    recut = {place[0] for place in _places(before) ^ _places(located)}
    rows, gone = _with_rows(world, change), old - new
    return State(rows, world.articles, kept | by_row(located), touched - gone, new - old, gone, recut, tuple(faults))


def _places(located: Iterable[Located]) -> set[tuple[str, int, int, str, str]]:
    """Return where the words of each value stand: article, first and last offset, row and field."""
    return {(tie.evidence.source_id, tie.words_start, tie.words_end, tie.record.row_id, tie.field) for tie in located}


def _quotes(located: Iterable[Located]) -> set[tuple[str, int, int]]:
    """Return where the quotes stand: article, first and last offset."""
    return {(tie.evidence.source_id, tie.quote_start, tie.quote_end) for tie in located}


def _with_rows(world: World, change: Recorded) -> Records:
    """Return all records, the new rows where the old ones stood or, where there are more of them, after the others."""
    rows = dict(world.records.rows)
    for name in dict.fromkeys(record.table for record in (*change.old, *change.new)):
        new = {record.row_id: record for record in change.new if record.table == name}
        old = [record.row_id for record in change.old if record.table == name]
        added = [record for record in change.new if record.table == name and record.row_id not in old]
        stayed = [new.get(record.row_id) if record.row_id in old else record for record in rows[name]]
        rows[name] = (*(record for record in stayed if record), *added)
    return replace(world.records, rows=rows)


def zoned(world: World, change: Zoned) -> State:
    """Return the project with other zones or another ledger of one article."""
    source = (SOURCES, change.source_id)
    article = world.articles[change.source_id]
    zones, faults = find_zones(article.text, world.records.by_id[source], change.zones, world.schemas)
    articles = {**world.articles, change.source_id: replace(article, zones=zones)}
    said = {**world.records.ledgers, **({change.source_id: change.ledger} if change.ledger else {})}
    records = replace(world.records, zones={**world.records.zones, change.source_id: change.zones}, ledgers=said)
    located, more = locate(records.all, articles)
    return State(
        records, articles, by_row(located), {source}, frozenset(), frozenset(), {change.source_id}, (*faults, *more)
    )


def rebuilt(world: World, state: State) -> tuple[Changed, list[Fault]]:
    """Return the rows of all tables after a change, and what could not be made.

    A derived column may depend on its own row, on rows that this one names, on those that its date is counted from,
    and, for rows of `sources`, on all quotes of the article.
    """
    by_id = state.records.by_id
    keys = reached(state.touched, by_id, lambda record: named(record, world.schemas))
    sources = {row_id for table, row_id in state.touched if table == SOURCES} | state.recut
    located = [
        tie for key, ties in state.located.items() for tie in ties if key in keys or tie.evidence.source_id in sources
    ]
    articles = {source_id: state.articles[source_id] for source_id in sorted(state.recut)}
    ledger, unaccounted = keep_ledger(state.records, located, articles, world.schemas)
    names = {EVIDENCE, PASSAGES, *(table for table, _ in keys)}
    schemas = replace(world.schemas, tables=tuple(schema for schema in world.schemas.tables if schema.name in names))
    made: tuple[Record, ...] = tuple(by_id[key] for key in sorted(keys))
    tables, faults = build_tables(made, located, state.articles, schemas, ledger)
    rows = {name: _anew(world, state, name, table.to_pylist()) for name, table in tables.items()}
    for table, row_id in state.gone:
        rows.setdefault(table, {})[row_id] = None
    return changed(world, rows), [*unaccounted, *faults]


def _anew(world: World, state: State, name: str, rows: Iterable[Row]) -> dict[str, Row | None]:
    """Return the rows of one table that may differ, by id, from all that were made."""
    id_name = world.schemas.table(name).id_name
    if name == PASSAGES:
        before = {key: None for key, row in world.rows[name].items() if row["source_id"] in state.recut}
        return {**before, **{row[id_name]: row for row in rows}}
    if name == EVIDENCE:
        stale = state.touched | state.gone
        before = {key: None for row_key in stale for key in world.evidence.get(row_key, ())}
        return {**before, **{row[id_name]: row for row in rows if (row["table_name"], row["row_id"]) in state.touched}}
    return {row[id_name]: row for row in rows if (name, row[id_name]) in state.touched}


def with_cell(world: World, change: Cell) -> Changed:
    """Return the built rows with one cell changed."""
    row = {**world.rows[change.table][change.row_id], change.column: change.value}
    return changed(world, {change.table: {change.row_id: row}})


def changed(world: World, rows: Rows) -> Changed:
    """Return the built rows, some of them as given here."""
    differing: dict[str, list[Row]] = {}
    reads: set[Read] = set()
    ids, in_order, tables = dict(world.rows), dict(world.in_order), dict(world.row_tables)
    for name, some in rows.items():
        old, table = world.rows[name], world.row_tables[name]
        other = {key: row for key, row in some.items() if row != old.get(key)}
        if other:
            merged = {key: row for key, row in {**old, **other}.items() if row is not None}
            differing[name] = [row for row in other.values() if row is not None]
            order = functools.partial(row_order, schema=world.schemas.table(name))
            ids[name], in_order[name] = merged, sorted(merged.values(), key=order)
            of_table = set(changed_reads(name, ((old.get(key), row) for key, row in other.items())))
            same = [column for column in table.schema.names if not {(name, column), (name, ROWS)} & of_table]
            tables[name] = RowTable(in_order[name], table.schema, {column: table.column(column) for column in same})
            reads |= of_table
    return Changed(BuiltRows(world.schemas, in_order, ids, tables), differing, reads)
