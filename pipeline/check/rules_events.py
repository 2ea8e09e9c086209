"""Rules that compare an event with what is tied to it: relations, dates, places, and where its quotes stand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.assemble.built import EVENTS, LATER, Finding, Row
from pipeline.check.joins import Rule, Tables, among, differ, matches, more_than, overlaps, pairs
from pipeline.locate.quotes import MAX_QUOTE
from pipeline.model import SOURCES
from pipeline.read import edtf
from pipeline.read.schema import TableSchema

# An article may name an actor, a topic or a substance of an event a page further on; all other rows it reports next to
# the event.
FURTHER_ON = ("event_actors", "event_substances", "event_topics")
RELATIONS = "event_relations"
MOST_TOPICS = 3
TOTAL = "aggregate"


def event_without_topic(tables: Tables) -> Iterator[Finding]:
    """Catches an event that no question on a subject finds.

    Source of rule: coding rule 19.
    """
    events, topics = tables.by_id(EVENTS), tables.rows("event_topics", "event_id")
    for event_id in events.filter(pc.invert(among(events["id"], topics["event_id"])))["id"].to_pylist():
        fix = "add topics: with a code of topics and the phrase of the article that says it"
        yield Finding((EVENTS, event_id, "topics"), "no topic", f"one to {MOST_TOPICS} topics", fix)


def event_with_many_topics(tables: Tables) -> Iterator[Finding]:
    """Catches a list of everything that an event touches, which says of nothing that the event is about it."""
    topics = tables.rows("event_topics", "event_id", "topic")
    for event_id in more_than(MOST_TOPICS, topics["event_id"]).to_pylist():
        codes = topics.filter(pc.equal(topics["event_id"], event_id))["topic"].to_pylist()
        fix = "keep those that the event is about first of all; a quote of one may hold what the others said"
        seen = f"{len(codes)} topics: {', '.join(codes)}"
        yield Finding((EVENTS, event_id, "topics"), seen, f"at most {MOST_TOPICS}", fix)


def relation_in_a_cycle(tables: Tables) -> Iterator[Finding]:
    """Catches two events that each follow the other, and a mutual relation written from both its ends."""
    relations = tables.rows(RELATIONS, "relation", "event_id", "other_event_id")
    for code in tables.schemas.vocabularies[RELATIONS].codes:
        rows = relations.filter(pc.equal(relations["relation"], code.code))
        for row in _written_twice(rows) if code.extra.get("symmetric") == "true" else _in_a_ring(rows):
            itself = row["event_id"] == row["other_event_id"]
            reverse = "the same event" if itself else "and other rows say the reverse"
            seen = f"{row['event_id']} {code.code} {row['other_event_id']}, {reverse}"
            fix = "delete the relation that the articles do not state"
            yield Finding((RELATIONS, row["id"], "other_event_id"), seen, "no cycle", fix)


def _written_twice(rows: pa.Table) -> Sequence[Row]:
    """Return the rows of a mutual relation that is written from both ends, or that ties an event to itself."""
    written = pairs(rows["event_id"], rows["other_event_id"])
    twice: list[Row] = rows.filter(among(pairs(rows["other_event_id"], rows["event_id"]), written)).to_pylist()
    return twice


def _in_a_ring(rows: pa.Table) -> Sequence[Row]:
    """Return the rows that together lead from an event back to it."""
    count = None
    while count != len(rows):  # a row that nothing leads to, or that leads to nothing, is in no ring
        count = len(rows)
        before, after = among(rows["event_id"], rows["other_event_id"]), among(rows["other_event_id"], rows["event_id"])
        rows = rows.filter(pc.and_(before, after))
    links: dict[str, set[str]] = {}
    for row in rows.to_pylist():
        links.setdefault(row["event_id"], set()).add(row["other_event_id"])
    return [row for row in rows.to_pylist() if row["event_id"] in _reached(links, row["other_event_id"])]


def _reached(links: Mapping[str, set[str]], start: str) -> set[str]:
    """Return the nodes that a walk along the links comes to, `start` included.

    >>> sorted(_reached({"a": {"b"}, "b": {"c"}, "c": {"b"}}, "b"))
    ['b', 'c']
    """
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += links.get(node, ())
    return reached


def related_events_out_of_order(tables: Tables) -> Iterator[Finding]:
    """Catches an answer dated before what it answers, and a part outside the whole: a wrong date or relation."""
    rows = tables.rows(RELATIONS, "relation", "event_id", "other_event_id")
    for column in ("event_id", "other_event_id"):
        rows = tables.joined(rows, column, EVENTS, "date", "date_start", "date_end")
    is_later = pc.is_in(rows["relation"], value_set=pa.array(LATER))
    too_early = pc.and_(is_later, pc.less(rows["event_id.date_end"], rows["other_event_id.date_start"]))
    is_part = pc.equal(rows["relation"], "part_of")
    too_late = pc.and_(is_part, pc.less(rows["other_event_id.date_end"], rows["event_id.date_start"]))
    for row in rows.filter(pc.or_kleene(too_early, too_late)).to_pylist():
        seen = f"{row['relation']} from an event of {row['event_id.date']} to one of {row['other_event_id.date']}"
        fix = "correct the date or the relation"
        yield Finding((RELATIONS, row["id"], "relation"), seen, "dates that fit the relation", fix)


def scope_not_of_event(tables: Tables) -> Iterator[Finding]:
    """Catches a total tied to the event of a single action; one case may belong to an investigation that goes on."""
    for schema in _describing(tables):
        if "scope" in schema.by_name:
            rows = _with_event(tables, schema, ["scope"], ["scope"])
            is_total, of_total = (pc.fill_null(pc.equal(rows[name], TOTAL), False) for name in ("scope", "event.scope"))
            for row in rows.filter(pc.xor(is_total, of_total)).to_pylist():
                seen = f"{row['scope']}, but its event is {row['event.scope']}"
                cell = (schema.name, row["id"], "scope")
                yield Finding(cell, seen, "the scope of the event", "correct the scope or the event")


def date_not_of_event(tables: Tables) -> Iterator[Finding]:
    """Catches a row dated at another time than its event; a control may take effect after the event, not before."""
    for schema in _describing(tables):
        for name in (column.name for column in schema.date_blocks):
            start, end = f"{name}_start", f"{name}_end"
            rows = _with_event(tables, schema, [name, start, end], ["date", "date_start", "date_end"])
            overlaps_event = name in _dates_of_event(schema)
            wrong = pc.less(rows[end], rows["event.date_start"])
            if overlaps_event:
                wrong = pc.or_kleene(wrong, pc.less(rows["event.date_end"], rows[start]))
            for row in rows.filter(wrong).to_pylist():
                seen = f"{row[name]}, but its event has {row['event.date']}"
                expected = "dates that overlap" if overlaps_event else "no date before that of the event"
                yield Finding((schema.name, row["id"], name), seen, expected, "correct the date or the event")


def _describing(tables: Tables) -> list[TableSchema]:
    """Return the tables whose rows each describe one event, and so have its scope, time and place.

    A figure is none: it may stand without an event, and may be told of another time.
    """
    owned = [(tables.schemas.table(table), key) for table, key in tables.owners.items()]
    return [
        schema
        for schema, key in owned
        if key.table == EVENTS and schema.date_blocks and schema.column(key.column).required
    ]


def _with_event(tables: Tables, schema: TableSchema, columns: Sequence[str], of_event: Sequence[str]) -> pa.Table:
    """Return columns of a table's rows that have an event, with columns of the event, named ``event.…``."""
    owner = tables.owners[schema.name].column
    rows = tables.by_id(schema.name, owner, *columns)
    rows = tables.joined(rows.append_column("event", rows[owner]), "event", EVENTS, *of_event)
    return rows.filter(pc.is_valid(rows["event.id"]))


def _dates_of_event(schema: TableSchema) -> tuple[str, ...]:
    """Return the dates of a table that are those of an event, and not of what follows later, as entry into force."""
    return tuple(column.name for column in schema.date_blocks if schema.name == EVENTS or column.inherits)


def done_after_publication(tables: Tables) -> Iterator[Finding]:
    """Catches a wrong year: what an article reports as done cannot lie after its day of publication."""
    for schema in tables.schemas.tables:
        of_event = "event_id" in schema.by_name
        for name in _dates_of_event(schema) if of_event else ():
            evidence = tables.evidence(schema.name, "source_id")
            rows = evidence.filter(pc.equal(evidence["field"], name))
            rows = tables.joined(rows, "source_id", SOURCES, "published")
            rows = tables.joined(rows, "row_id", schema.name, name, f"{name}_start", "event_id")
            rows = tables.joined(rows, "row_id.event_id", EVENTS, "modality")
            is_done = pc.equal(rows["row_id.event_id.modality"], "occurred")
            after = pc.less(_last_days(rows["source_id.published"]), rows[f"row_id.{name}_start"])
            for row in rows.filter(pc.and_(is_done, after)).to_pylist():
                seen = f"{row[f'row_id.{name}']} in an article of {row['source_id.published']}"
                fix = "correct the date, or the modality if it was only announced"
                yield Finding((schema.name, row["row_id"], name), seen, "a day not after publication", fix)


def _last_days(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the last day that each EDTF value allows; an empty cell where it is open or malformed."""
    values = texts.unique().drop_null()
    days = pa.chunked_array([[_last_day(text) for text in values.to_pylist()]], pa.date32())
    return days.take(pc.index_in(texts, value_set=values))


def _last_day(text: str) -> date | None:
    """Return the last day that an EDTF value allows; None where it is open or malformed."""
    try:
        return edtf.bounds(text).end
    except ValueError:
        return None


def place_outside_place_of_event(tables: Tables) -> Iterator[Finding]:
    """Catches a part placed outside its whole: a seizure elsewhere than its event, a promise outside its summit."""
    for schema in _describing(tables):
        if "place_id" in schema.by_name:
            rows = _with_event(tables, schema, ["place_id"], ["place_id"])
            yield from _outside(tables, (schema.name, "place_id"), rows.select(["id", "place_id", "event.place_id"]))
    rows = tables.rows(RELATIONS, "relation", "event_id", "other_event_id")
    rows = rows.filter(pc.equal(rows["relation"], "part_of"))
    for column in ("event_id", "other_event_id"):
        rows = tables.joined(rows, column, EVENTS, "place_id")
    columns = ["id", "event_id.place_id", "other_event_id.place_id"]
    yield from _outside(tables, (RELATIONS, "relation"), rows.select(columns))


def _outside(tables: Tables, cell: tuple[str, str], rows: pa.Table) -> Iterator[Finding]:
    """Yield a finding for each row, of an id and two places, of which the first place is not in the second."""
    table, column = cell
    rows = rows.rename_columns(["id", "part", "whole"])
    rows = rows.filter(pc.and_(pc.is_valid(rows["part"]), pc.is_valid(rows["whole"])))
    places = tables.by_id("places", "parent_id")
    around = rows["part"]
    for _ in range(len(places)):  # a ring of parents ends the walk
        index = pc.index_in(around, value_set=places["id"], skip_nulls=True)
        is_other = differ(places["id"].take(index), rows["whole"])
        rows, around = rows.filter(is_other), places["parent_id"].take(index).filter(is_other)
        if around.null_count == len(around):
            break
    for row in rows.to_pylist():
        seen, fix = f"{row['part']} is not in {row['whole']}", "correct one of the two"
        yield Finding((table, row["id"], column), seen, "a place within the other", fix)


def article_not_of_event(tables: Tables) -> Iterator[Finding]:
    """Catches a row tied to an event of another article: a part, a topic or a number of the wrong story."""
    for table, key, rows in tables.owned():
        quotes = _quotes_of(tables, table, rows)
        elsewhere = quotes.filter(pc.invert(_in_article_of(quotes, tables.quotes(key.table))))
        missing: dict[tuple[str, str], set[str]] = {}
        for quote in elsewhere.to_pylist():
            missing.setdefault((quote["row_id"], quote["other"]), set()).add(quote["source_id"])
        for (row_id, owner), articles in missing.items():
            seen = f"a quote of {', '.join(sorted(articles))}, which {owner} does not quote"
            yield _misplaced(table, row_id, key.column, seen)
    for column in ("event_id", "other_event_id"):
        relations = _relations_with(tables, column)
        quotes = _quotes_of(tables, RELATIONS, relations)
        for row in _without(relations, quotes.filter(_in_article_of(quotes, tables.quotes(EVENTS)))).to_pylist():
            seen = f"no quote of an article that {row['other']} quotes"
            yield _misplaced(RELATIONS, row["id"], column, seen)


def quotes_far_from_event(tables: Tables) -> Iterator[Finding]:
    """Catches a seizure, case or figure tied to another event of its article, and a relation between two others."""
    for table, key, rows in tables.owned():
        if table not in FURTHER_ON:
            quotes = _quotes_of(tables, table, rows)
            near = quotes.filter(_meets(quotes, tables.quotes(key.table), within=MAX_QUOTE))
            for row in _without(rows, near).to_pylist():
                yield _misplaced(table, row["id"], key.column, f"its quotes stand far from those of {row['other']}")
    rest = _relations_with(tables, "event_id")
    for column in ("event_id", "other_event_id"):
        rest = rest.drop_columns(["other"]).append_column("other", rest[column])
        quotes = _quotes_of(tables, RELATIONS, rest)
        rest = _without(rest, quotes.filter(_meets(quotes, tables.quotes(EVENTS), within=MAX_QUOTE)))
    for row in rest.to_pylist():
        seen = f"its quotes stand far from those of {row['event_id']} and of {row['other_event_id']}"
        yield _misplaced(RELATIONS, row["id"], "event_id", seen)


def quotes_of_another_event(tables: Tables) -> Iterator[Finding]:
    """Catches an actor or topic written under the wrong event: only other events share its quotes.

    Events that a relation ties to its own may share its quotes: an article often reports what led to an event with it.
    """
    of_events, related = tables.quotes(EVENTS), _related(tables)
    for table, _, rows in tables.owned():
        if table not in FURTHER_ON:
            continue
        quotes = _quotes_of(tables, table, rows)
        rest = _without(rows, quotes.filter(_meets(quotes, of_events)))
        index, of_related = matches(rest["other"], related["event"])
        tied = pa.table({"id": rest["id"].take(index), "other": related["related"].take(of_related)})
        quotes_of_tied = _quotes_of(tables, table, tied)
        near = quotes_of_tied.filter(_meets(quotes_of_tied, of_events))
        rest = rest.filter(pc.invert(among(rest["id"], near["row_id"])))
        quotes = quotes.filter(among(quotes["row_id"], rest["id"]))
        shared = quotes.filter(_meets(quotes, of_events, of_any=True))
        for row in rest.filter(among(rest["id"], shared["row_id"])).to_pylist():
            own = shared.filter(pc.equal(shared["row_id"], row["id"]))
            sharing = of_events.filter(_meets(of_events, own, of_any=True))["row_id"].unique().to_pylist()
            seen = f"its quotes are of {', '.join(sorted(sharing))}, which no relation ties to {row['other']}"
            yield _misplaced(table, row["id"], "event_id", seen)


def _relations_with(tables: Tables, column: str) -> pa.Table:
    """Return the relations, with the event in one of their columns as the `other` row that each of them names."""
    relations = tables.rows(RELATIONS, "event_id", "other_event_id")
    return relations.append_column("other", relations[column])


def _quotes_of(tables: Tables, table: str, rows: pa.Table) -> pa.Table:
    """Return where the quotes of rows stand, each with the `other` row, an event or a case, that the row names."""
    quotes = tables.quotes(table)
    index, of_rows = matches(quotes["row_id"], rows["id"])
    return quotes.take(index).append_column("other", rows["other"].take(of_rows))


def _in_article_of(quotes: pa.Table, of_others: pa.Table) -> pa.ChunkedArray:
    """Return which quotes are of an article that the other row quotes too."""
    return among(pairs(quotes["other"], quotes["source_id"]), pairs(of_others["row_id"], of_others["source_id"]))


def _meets(quotes: pa.Table, of_others: pa.Table, *, within: int = 0, of_any: bool = False) -> pa.Array:
    """Return which quotes share text with one of the other row, or of any of the others, or stand near it."""
    key, other_key = quotes["source_id"], of_others["source_id"]
    if not of_any:
        key, other_key = pairs(quotes["other"], key), pairs(of_others["row_id"], other_key)
    return overlaps(quotes.append_column("key", key), of_others.append_column("key", other_key), within=within)


def _without(rows: pa.Table, quotes: pa.Table) -> pa.Table:
    """Return the rows of which none of the quotes is, for the other row that each of them names."""
    with_quote = among(pairs(rows["id"], rows["other"]), pairs(quotes["row_id"], quotes["other"]))
    return rows.filter(pc.invert(with_quote))


def _related(tables: Tables) -> pa.Table:
    """Return each event with each that a relation ties to it, from either end: `event` and `related`."""
    rows = tables.rows(RELATIONS, "event_id", "other_event_id")
    ways = [rows.select(["event_id", "other_event_id"]), rows.select(["other_event_id", "event_id"])]
    return pa.concat_tables([way.rename_columns(["event", "related"]) for way in ways])


def _misplaced(table: str, row_id: str, column: str, seen: str) -> Finding:
    """Return the finding for a row that is tied to another event than its quotes are about."""
    fix = "tie it to the event that its quotes are about, or quote for the event what ties the two"
    return Finding((table, row_id, column), seen, "the event that its quotes are about", fix)


RULES: tuple[Rule, ...] = (
    event_without_topic,
    event_with_many_topics,
    relation_in_a_cycle,
    related_events_out_of_order,
    scope_not_of_event,
    date_not_of_event,
    done_after_publication,
    place_outside_place_of_event,
    article_not_of_event,
    quotes_far_from_event,
    quotes_of_another_event,
)
