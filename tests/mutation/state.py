"""What the build makes of one changed record: only the rows that can differ are made anew."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, build_tables
from pipeline.check.built import Built
from pipeline.faults import Fault
from pipeline.locate.ledger import keep_ledger
from pipeline.locate.quotes import locate
from pipeline.model import PASSAGES, SOURCES, Article, Located, Record, Records
from pipeline.read.seeds import find_zones
from tests.mutation.world import Key, Recorded, Row, World, Zoned, by_row, named


@dataclass(frozen=True)
class State:
    """The inputs after one change. `touched` holds the rows that may differ, `gone` those that are no more."""

    records: Records
    articles: Mapping[str, Article]
    located: Mapping[Key, tuple[Located, ...]]
    touched: Set[Key]
    gone: Set[Key]
    faults: tuple[Fault, ...]


Rows = Mapping[str, Mapping[str, Row]]
"""The rows of each table by id."""


def recorded(world: World, change: Recorded) -> State:
    """Return the project with one row written in another way."""
    old, new = ((record.table, record.row_id) for record in (change.old, change.new))
    rows = tuple(change.new if record is change.old else record for record in world.records.of(change.old.table))
    records = replace(world.records, rows={**world.records.rows, change.old.table: rows})
    found, faults = locate((change.new,), world.articles)
    located = {key: some for key, some in world.located.items() if key != old} | by_row(found)
    return State(records, world.articles, located, {new} | world.users[old], {old} - {new}, tuple(faults))


def zoned(world: World, change: Zoned) -> State:
    """Return the project with other zones or another ledger of one article."""
    record = world.records.by_id[SOURCES, change.source_id]
    article = world.articles[change.source_id]
    zones, faults = find_zones(article.text, record, change.zones, world.schemas)
    articles = {**world.articles, change.source_id: replace(article, zones=zones)}
    said = {**world.records.ledgers, **({change.source_id: change.ledger} if change.ledger else {})}
    records = replace(world.records, zones={**world.records.zones, change.source_id: change.zones}, ledgers=said)
    found, more = locate(records.all, articles)
    return State(records, articles, by_row(found), {(SOURCES, change.source_id)}, frozenset(), (*faults, *more))


def rebuilt(world: World, state: State) -> tuple[Rows, list[Fault]]:
    """Return the rows of all tables after a change, and what could not be made.

    A derived column may depend on its own row, on rows that this one names or is counted from, and, for
    rows of `sources`, on all quotes. Every row of which this says that it may differ is made anew, by the
    build's own stage; `test_mutation` compares with what a whole build makes.
    """
    remade = state.touched | {(SOURCES, source_id) for source_id in state.articles}
    beside = {key for one in remade for key in named(state.records.by_id[one], world.schemas)}
    made: tuple[Record, ...] = tuple(state.records.by_id[key] for key in sorted(remade | beside))
    located = [one for some in state.located.values() for one in some]
    ledger, unaccounted = keep_ledger(state.records, located, state.articles, world.schemas)
    tables, faults = build_tables(made, located, state.articles, world.schemas, ledger)
    stale = remade | beside | state.gone
    rows = {name: _merged(world, name, table, stale) for name, table in tables.items()}
    return rows, [*unaccounted, *faults]


def _merged(world: World, name: str, table: pa.Table, stale: Set[Key]) -> dict[str, Row]:
    """Return the rows of one table by id, those that are made anew in place of the old ones."""
    id_name = world.schemas.table(name).id_name
    new: dict[str, Row] = {row[id_name]: row for row in table.to_pylist()}
    if name == PASSAGES:
        return new
    if name == EVIDENCE:
        kept = {key: row for key, row in world.rows[name].items() if (row["table"], row["row_id"]) not in stale}
    else:
        kept = {key: row for key, row in world.rows[name].items() if (name, key) not in stale}
    return kept | new


def changed_tables(world: World, rows: Rows) -> dict[str, pa.Table]:
    """Return the tables that are not as they were."""
    return {
        name: pa.Table.from_pylist([some[key] for key in sorted(some)], world.tables[name].schema)
        for name, some in rows.items()
        if some != world.rows[name]
    }


def as_built(world: World, rows: Rows) -> Built:
    """Return the rows as the rules look at them: sorted by id."""
    return Built(world.schemas, {name: [some[key] for key in sorted(some)] for name, some in rows.items()})
