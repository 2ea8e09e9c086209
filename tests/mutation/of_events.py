"""Joint corruptions that need more than one row: actors, places and quotes of another event, rows told twice."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations

from pipeline.assemble.built import EVENTS
from pipeline.model import Evidence, Record
from pipeline.read.schema import TableSchema
from tests.mutation.of_values import under
from tests.mutation.said import Said, cells, event_of, given, nearest, of_row, repeats, said, said_in, tied, voices
from tests.mutation.texts import spread
from tests.mutation.world import Mutant, Recorded, World, joint

MOST = 3
"""How many rows of other events one event or row is given a part of."""
SIDES = ("initiator", "recipient")
ACTORS_OF_EVENTS = "event_actors"
OUTCOMES = "case_outcomes"
AGAIN = "again"


def of_events(world: World) -> Iterator[Mutant]:
    """Yield the joint corruptions of what belongs together."""
    yield from _sides_swapped(world)
    yield from _persons_exchanged(world)
    for event in world.records.of(EVENTS):
        yield from _actors_added(world, event)
    for record in world.records.all:
        yield from _quotes_merged(world, record)
        if record.table == EVENTS or world.schemas.table(record.table).foreign_key("event_id"):
            yield from _told_again(world, record)


def _as_it_is(change: Recorded) -> Recorded:
    return change


def _sides_swapped(world: World) -> Iterator[Mutant]:
    """Yield two rows of an event of which each has the actor of the other: who did it and to whom it was done."""
    for first, second in combinations(world.records.of(ACTORS_OF_EVENTS), 2):
        roles = (first.text("role"), second.text("role"))
        if first.text("event_id") == second.text("event_id") and sorted(roles) == sorted(SIDES):
            yield from _exchanged(world, "initiator and recipient swapped", first, second, "actor_id")


def _persons_exchanged(world: World) -> Iterator[Mutant]:
    """Yield two outcomes of a case of which each has the number of persons of the other."""
    for first, second in combinations(world.records.of(OUTCOMES), 2):
        if first.text("case_id") == second.text("case_id"):
            yield from _exchanged(world, "persons of two outcomes exchanged", first, second, "persons")


def _exchanged(world: World, kind: str, first: Record, second: Record, column: str) -> Iterator[Mutant]:
    """Yield two rows with each other's value in a column, with its words, where the values differ."""
    values = [cells(world).get(((each.table, each.row_id), column)) for each in (first, second)]
    if values[0] is None or values[1] is None or values[0].value == values[1].value:
        return
    new = (given(world, first, column, values[1]), given(world, second, column, values[0]))
    twice = (repeats(world, first, column, values[1].value), repeats(world, second, column, values[0].value))
    if not any(twice):
        what = f"{values[0].value} ↔ {values[1].value} of {second.row_id}"
        yield joint(kind, first, column, what, partial(_as_it_is, Recorded((first, second), new)))


def _actors_added(world: World, event: Record) -> Iterator[Mutant]:
    """Yield an event with an actor of another event near it in its article that no relation ties to it."""
    own = of_row(world)[EVENTS, event.row_id]
    here = {row["actor_id"] for row in world.in_order[ACTORS_OF_EVENTS] if row["event_id"] == event.row_id}
    table = world.schemas.table(ACTORS_OF_EVENTS)
    others = [
        each
        for each in said_in(world, own[0].source_id)
        if (each.row[0], each.column) == (ACTORS_OF_EVENTS, "actor_id")
        and each.value not in here
        and not tied(world, event.row_id, event_of(world, world.records.by_id[each.row]))
    ]
    actors = {each.value: each for each in reversed(nearest(own[0], others, len(others)))}
    for other in nearest(own[0], actors.values(), MOST):
        new = under(_of_article(world.records.by_id[other.row], other.source_id), table, event.row_id)
        heard = [_heard(world, event.row_id, each) for each in new.evidence]
        what = f"{other.value} as {new.text('role')}, of {world.records.by_id[other.row].text('event_id')}"
        made = partial(_as_it_is, Recorded((), (replace(new, evidence=tuple(heard)),)))
        if (ACTORS_OF_EVENTS, new.row_id) not in world.records.by_id:
            yield joint("actor of another event added", new, "actor_id", what, made)


def _of_article(record: Record, source_id: str) -> Record:
    """Return a row with the quotes of one article alone, where these support every value; else as it is."""
    here = tuple(each for each in record.evidence if each.source_id == source_id)
    names, all_names = ({name for each in some for name in each.supports} for some in (here, record.evidence))
    return replace(record, evidence=here) if names == all_names else record


def _heard(world: World, event: str, evidence: Evidence) -> Evidence:
    """Return a quote with its speaker if the actor has a voice in an event; else the article says it."""
    heard = (event, evidence.attributed_to) in voices(world)
    return evidence if heard else replace(evidence, attributed_to=None)


def _quotes_merged(world: World, record: Record) -> Iterator[Mutant]:
    """Yield a row with a quote of a row of another event that has some of the same values."""
    event = event_of(world, record)
    own = of_row(world).get((record.table, record.row_id))
    if not event or not own:
        return
    others = [
        each
        for each in said(world)
        if each.row[0] == record.table
        and record.values.get(each.column) == each.value
        and event_of(world, world.records.by_id[each.row])
        and not tied(world, event, event_of(world, world.records.by_id[each.row]))
        and not any(each.overlaps(mine) for mine in own)
    ]
    for other in spread(sorted(others, key=lambda each: each.row), record.row_id, MOST):
        evidence = _quote_of(world, other, record)
        new = replace(record, evidence=(*record.evidence, _heard(world, event, evidence)))
        what = f"“{evidence.quote}” of {other.row[1]}"
        made = partial(_as_it_is, Recorded((record,), (new,)))
        yield joint("quote of another event merged", record, other.column, what, made)


def _quote_of(world: World, other: Said, record: Record) -> Evidence:
    """Return the quote of a value of another row, with the words of all values that a row shares with that one."""
    row = world.records.by_id[other.row]
    evidence = next(
        each for each in row.evidence if other.column in each.supports and each.source_id == other.source_id
    )
    shared = {name: words for name, words in evidence.supports.items() if row.values[name] == record.values.get(name)}
    return replace(evidence, supports=shared)


def _told_again(world: World, record: Record) -> Iterator[Mutant]:
    """Yield a row, and the rows under it, a second time under another id."""
    table = world.schemas.table(record.table)
    if table.child:
        return
    new = replace(record, row_id=f"{record.row_id}-{AGAIN}")
    new = replace(new, values={**record.values, table.id_name: new.row_id})
    children = [
        under(each, child, new.row_id)
        for child in world.schemas.children(record.table)
        for each in world.records.of(child.name)
        if _belongs(each, child, record)
    ]
    what = f"{record.row_id} and {new.row_id}"
    yield joint("row told twice", record, table.id_name, what, partial(_as_it_is, Recorded((), (new, *children))))


def _belongs(record: Record, table: TableSchema, parent: Record) -> bool:
    return table.child is not None and record.text(table.child.key) == parent.row_id
