"""Rules that compare an event with what is tied to it: relations, dates, places, and where its quotes stand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.assemble.built import EVENTS, LATER, Built, Finding, Row, Rule
from pipeline.locate.quotes import MAX_QUOTE
from pipeline.read import edtf
from pipeline.read.schema import TableSchema

Span = tuple[str, int, int]
"""An article and the first and last offset of a quote in it."""

# An article may name an actor, a topic or a substance of an event a page further on; all other rows it reports next to
# the event.
FURTHER_ON = ("event_actors", "event_substances", "event_topics")
MOST_TOPICS = 3
TOTAL = "aggregate"


def event_without_topic(built: Built) -> Iterator[Finding]:
    """Catches an event that no question on a subject finds.

    Source of rule: coding rule 19.
    """
    with_topic = {row["event_id"] for row in built.table("event_topics")}
    for event_id in built.by_id.get(EVENTS, {}):
        if event_id not in with_topic:
            fix = "add topics: with a code of topics and the phrase of the article that says it"
            yield Finding((EVENTS, event_id, "topics"), "no topic", f"one to {MOST_TOPICS} topics", fix)


def event_with_many_topics(built: Built) -> Iterator[Finding]:
    """Catches a list of everything that an event touches, which says of nothing that the event is about it."""
    topics: dict[str, list[str]] = {}
    for row in built.table("event_topics"):
        topics.setdefault(row["event_id"], []).append(row["topic"])
    for event_id, codes in topics.items():
        if len(codes) > MOST_TOPICS:
            fix = "keep those that the event is about first of all; a quote of one may hold what the others said"
            seen = f"{len(codes)} topics: {', '.join(codes)}"
            yield Finding((EVENTS, event_id, "topics"), seen, f"at most {MOST_TOPICS}", fix)


def relation_in_a_cycle(built: Built) -> Iterator[Finding]:
    """Catches two events that each follow the other, and a mutual relation written from both its ends."""
    for code in built.schemas.vocabularies["event_relations"].codes:
        rows = [row for row in built.table("event_relations") if row["relation"] == code.code]
        for row in _written_twice(rows) if code.extra.get("symmetric") == "true" else _in_a_ring(rows):
            itself = row["event_id"] == row["other_event_id"]
            reverse = "the same event" if itself else "and other rows say the reverse"
            seen = f"{row['event_id']} {code.code} {row['other_event_id']}, {reverse}"
            fix = "delete the relation that the articles do not state"
            yield Finding(("event_relations", row["event_relation_id"], "other_event_id"), seen, "no cycle", fix)


def _written_twice(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a mutual relation that is written from both ends, or that ties an event to itself."""
    pairs = {(row["event_id"], row["other_event_id"]) for row in rows}
    return [row for row in rows if (row["other_event_id"], row["event_id"]) in pairs]


def _in_a_ring(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that together lead from an event back to it."""
    links: dict[str, set[str]] = {}
    for row in rows:
        links.setdefault(row["event_id"], set()).add(row["other_event_id"])
    return [row for row in rows if row["event_id"] in _reached(links, row["other_event_id"])]


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


def related_events_out_of_order(built: Built) -> Iterator[Finding]:
    """Catches an answer dated before what it answers, and a part outside the whole: a wrong date or relation."""
    for row in built.table("event_relations"):
        event, other = built.row("events", row["event_id"]), built.row("events", row["other_event_id"])
        if event is None or other is None:
            continue
        too_early = row["relation"] in LATER and _is_before(event["date_end"], other["date_start"])
        too_late = row["relation"] == "part_of" and _is_before(other["date_end"], event["date_start"])
        if too_early or too_late:
            seen = f"{row['relation']} from an event of {event['date']} to one of {other['date']}"
            fix = "correct the date or the relation"
            yield Finding(
                ("event_relations", row["event_relation_id"], "relation"), seen, "dates that fit the relation", fix
            )


def scope_not_of_event(built: Built) -> Iterator[Finding]:
    """Catches a total tied to the event of a single action; one case may belong to an investigation that goes on."""
    for table, row_id, row, event in _described_events(built):
        if "scope" in row and (row["scope"] == TOTAL) != (event["scope"] == TOTAL):
            seen = f"{row['scope']}, but its event is {event['scope']}"
            yield Finding((table, row_id, "scope"), seen, "the scope of the event", "correct the scope or the event")


def date_not_of_event(built: Built) -> Iterator[Finding]:
    """Catches a row dated at another time than its event; a control may take effect after the event, not before."""
    for table, row_id, row, event in _described_events(built):
        schema = built.schemas.table(table)
        for name in (column.name for column in schema.date_blocks):
            overlaps = name in _dates_of_event(schema)
            early = _is_before(row[f"{name}_end"], event["date_start"])
            late = _is_before(event["date_end"], row[f"{name}_start"])
            if early or (late and overlaps):
                seen = f"{row[name]}, but its event has {event['date']}"
                expected = "dates that overlap" if overlaps else "no date before that of the event"
                yield Finding((table, row_id, name), seen, expected, "correct the date or the event")


def _described_events(built: Built) -> Iterator[tuple[str, str, Row, Row]]:
    """Yield each row that describes one event, and so has its scope, time and place: table, id, cells, event.

    A figure is none: it may stand without an event, and may be told of another time.
    """
    for table, row_id, row, (owner, event_id) in _of_event(built):
        schema = built.schemas.table(table)
        event = built.row(EVENTS, event_id) if owner == EVENTS else None
        if event is not None and schema.date_blocks and schema.column(built.owners[table].column).required:
            yield table, row_id, row, event


def _dates_of_event(schema: TableSchema) -> tuple[str, ...]:
    """Return the dates of a table that are those of an event, and not of what follows later, as entry into force."""
    return tuple(column.name for column in schema.date_blocks if schema.name == EVENTS or column.inherits)


def done_after_publication(built: Built) -> Iterator[Finding]:
    """Catches a wrong year: what an article reports as done cannot lie after its day of publication."""
    for evidence in built.table("evidence"):
        source = built.row("sources", evidence["source_id"])
        row = built.row(evidence["table_name"], evidence["row_id"])
        name = evidence["field"]
        is_of_event = name in _dates_of_event(built.schemas.table(evidence["table_name"]))
        if not is_of_event or row is None or source is None or not source["published"]:
            continue
        event = row if evidence["table_name"] == "events" else built.row("events", row.get("event_id"))
        done = event is not None and event["modality"] == "occurred"
        if done and _is_before(_last_day(source["published"]), row[f"{name}_start"]):
            seen = f"{row[name]} in an article of {source['published']}"
            fix = "correct the date, or the modality if it was only announced"
            cell = (evidence["table_name"], evidence["row_id"], name)
            yield Finding(cell, seen, "a day not after publication", fix)


def _is_before(end: date | None, start: date | None) -> bool:
    """Return whether all of one date, which ends on a day, lies before all of another, which begins on a day."""
    return bool(end and start and end < start)


def _last_day(text: str) -> date | None:
    """Return the last day that an EDTF value allows; None where it is open or malformed."""
    try:
        return edtf.bounds(text).end
    except ValueError:
        return None


def place_outside_place_of_event(built: Built) -> Iterator[Finding]:
    """Catches a part placed outside its whole: a seizure elsewhere than its event, a promise outside its summit."""
    cells = [
        ((table, row_id, "place_id"), row.get("place_id"), event["event_id"])
        for table, row_id, row, event in _described_events(built)
    ]
    for row in built.table("event_relations"):
        part = built.row("events", row["event_id"])
        if row["relation"] == "part_of" and part:
            cell = ("event_relations", row["event_relation_id"], "relation")
            cells.append((cell, part["place_id"], row["other_event_id"]))
    for cell, place_id, event_id in cells:
        whole = built.row("events", event_id)
        if whole and place_id and whole["place_id"] not in (None, *_places(built, place_id)):
            seen, fix = f"{place_id} is not in {whole['place_id']}", "correct one of the two"
            yield Finding(cell, seen, "a place within the other", fix)


def _places(built: Built, place_id: str) -> list[str]:
    """Return a place and all that it lies in; a ring of parents ends the walk."""
    places: list[str] = []
    place = built.row("places", place_id)
    while place and place["place_id"] not in places:
        places.append(place["place_id"])
        place = built.row("places", place["parent_id"])
    return places


def article_not_of_event(built: Built) -> Iterator[Finding]:
    """Catches a row tied to an event of another article: a part, a topic or a number of the wrong story."""
    quotes = _quotes(built)
    for table, row_id, _, owner in _of_event(built):
        articles = {source for source, _, _ in quotes.get((table, row_id), ())}
        missing = sorted(articles - {source for source, _, _ in quotes.get(owner, ())})
        if missing:
            seen = f"a quote of {', '.join(missing)}, which {owner[1]} does not quote"
            yield _misplaced(table, row_id, built.owners[table].column, seen)
    for row in built.table("event_relations"):
        articles = {source for source, _, _ in quotes.get(("event_relations", row["event_relation_id"]), ())}
        for column in ("event_id", "other_event_id"):
            if not articles & {source for source, _, _ in quotes.get(("events", row[column]), ())}:
                seen = f"no quote of an article that {row[column]} quotes"
                yield _misplaced("event_relations", row["event_relation_id"], column, seen)


def quotes_far_from_event(built: Built) -> Iterator[Finding]:
    """Catches a seizure, case or figure tied to another event of its article, and a relation between two others."""
    quotes = _quotes(built)
    for table, row_id, _, owner in _of_event(built):
        if table not in FURTHER_ON and not _near(quotes.get((table, row_id), ()), quotes.get(owner, ())):
            seen = f"its quotes stand far from those of {owner[1]}"
            yield _misplaced(table, row_id, built.owners[table].column, seen)
    for row in built.table("event_relations"):
        own = quotes.get(("event_relations", row["event_relation_id"]), ())
        if not any(_near(own, quotes.get(("events", row[column]), ())) for column in ("event_id", "other_event_id")):
            seen = f"its quotes stand far from those of {row['event_id']} and of {row['other_event_id']}"
            yield _misplaced("event_relations", row["event_relation_id"], "event_id", seen)


def quotes_of_another_event(built: Built) -> Iterator[Finding]:
    """Catches an actor or topic written under the wrong event: only other events share its quotes.

    Events that a relation ties to its own may share its quotes: an article often reports what led to an event with it.
    """
    quotes, related = _quotes(built), _related(built)
    events = {key[1]: spans for key, spans in quotes.items() if key[0] == "events"}
    for table, row_id, row, _ in _of_event(built):
        if table not in FURTHER_ON:
            continue
        own = quotes.get((table, row_id), ())
        near = (row["event_id"], *related.get(row["event_id"], ()))
        if any(_overlap(own, events.get(event_id, ())) for event_id in near):
            continue
        sharing = [event_id for event_id, spans in events.items() if _overlap(own, spans)]
        if sharing:
            seen = f"its quotes are of {', '.join(sorted(sharing))}, which no relation ties to {row['event_id']}"
            yield _misplaced(table, row_id, "event_id", seen)


def _quotes(built: Built) -> Mapping[tuple[str, str], Sequence[Span]]:
    """Return where the quotes of each row stand, by table and row id."""
    quotes: dict[tuple[str, str], dict[Span, None]] = {}
    for row in built.table("evidence"):
        span = (row["source_id"], row["quote_start"], row["quote_end"])
        quotes.setdefault((row["table_name"], row["row_id"]), {})[span] = None
    return {key: tuple(spans) for key, spans in quotes.items()}


def _of_event(built: Built) -> Iterator[tuple[str, str, Row, tuple[str, str]]]:
    """Yield each row that belongs to an event or a case: its table, id and cells, and what it belongs to."""
    for table, key in built.owners.items():
        for row_id, row in built.by_id.get(table, {}).items():
            if row[key.column] is not None:
                yield table, row_id, row, (key.table, row[key.column])


def _related(built: Built) -> Mapping[str, set[str]]:
    """Return the events that a relation ties to each event, from either end."""
    related: dict[str, set[str]] = {}
    for row in built.table("event_relations"):
        related.setdefault(row["event_id"], set()).add(row["other_event_id"])
        related.setdefault(row["other_event_id"], set()).add(row["event_id"])
    return related


def _near(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether a quote of the first stands no further from one of the second than the longest quote is."""
    return _overlap([(source, start - MAX_QUOTE, end + MAX_QUOTE) for source, start, end in spans], others)


def _overlap(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether two quotes share text.

    >>> _overlap([("a", 0, 5)], [("a", 4, 9)]), _overlap([("a", 0, 5)], [("a", 5, 9), ("b", 0, 5)])
    (True, False)
    """
    return any(
        source == other_source and start < other_end and other_start < end
        for source, start, end in spans
        for other_source, other_start, other_end in others
    )


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
