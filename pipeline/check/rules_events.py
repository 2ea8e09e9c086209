"""Rules that tie what is told of an event to that event: by article, by place in the text, by part and by place.

They have the form of those in ``pipeline/check/rules.py``. Each was found by mutation: rows moved to another
event, and codes of parts, kinds and relations exchanged, that no other check saw.
"""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.check.built import Built, Finding, Row
from pipeline.check.rules import Rule
from pipeline.locate.quotes import MAX_QUOTE

Span = tuple[str, int, int]
"""An article and the first and last offset of a quote in it."""

# Tables of rows that hang on an event (or a case) by this column.
OF_EVENT = {
    "event_actors": "event_id",
    "event_topics": "event_id",
    "seizures": "event_id",
    "controlled_substances": "event_id",
    "legal_cases": "event_id",
    "figures": "event_id",
    "case_outcomes": "case_id",
}
# Those that are told in one breath with it. An event's actors and topics may be told a page further on.
IN_ONE_BREATH = ("seizures", "controlled_substances", "legal_cases", "figures", "case_outcomes")
NAMED_IN_PASSING = ("event_actors", "event_topics")

# Who is named in a column has this part in the row's event.
PARTS = (
    ("seizures", "seizing_actor_id", "initiator"),
    ("seizures", "tip_off_actor_id", "informant"),
    ("seizures", "reported_by_actor_id", "reporter"),
    ("controlled_substances", "authority_actor_id", "initiator"),
    ("legal_cases", "authority_actor_id", "initiator"),
)
SAID_BY_SOMEONE = ("statement", "denial")
PERSONS = ("person", "unnamed_person")
HELD_BY = (
    ("positions", "actor_id", "a person"),
    ("positions", "organisation_id", "a body"),
    ("actors", "parent_id", "a body"),
)


def told_in_the_articles_of_its_event(built: Built) -> Iterator[Finding]:
    """Catches a row tied to an event of another article: a part, a topic or a number of the wrong story."""
    quotes = _quotes(built)
    for table, row_id, _, owner in _of_event(built):
        articles = {source for source, _, _ in quotes.get((table, row_id), ())}
        missing = sorted(articles - {source for source, _, _ in quotes.get(owner, ())})
        if missing:
            seen = f"a quote of {', '.join(missing)}, which {owner[1]} does not quote"
            yield _misplaced(table, row_id, OF_EVENT[table], seen)
    for row in built.table("event_relations"):
        articles = {source for source, _, _ in quotes.get(("event_relations", row["event_relation_id"]), ())}
        for column in ("event_id", "other_event_id"):
            if not articles & {source for source, _, _ in quotes.get(("events", row[column]), ())}:
                seen = f"no quote of an article that {row[column]} quotes"
                yield _misplaced("event_relations", row["event_relation_id"], column, seen)


def told_beside_its_event(built: Built) -> Iterator[Finding]:
    """Catches a seizure, case or figure tied to another event of its article, and a relation between two others."""
    quotes = _quotes(built)
    for table, row_id, _, owner in _of_event(built):
        if table in IN_ONE_BREATH and not _near(quotes.get((table, row_id), ()), quotes.get(owner, ())):
            yield _misplaced(table, row_id, OF_EVENT[table], f"its quotes stand far from those of {owner[1]}")
    for row in built.table("event_relations"):
        own = quotes.get(("event_relations", row["event_relation_id"]), ())
        if not any(_near(own, quotes.get(("events", row[column]), ())) for column in ("event_id", "other_event_id")):
            seen = f"its quotes stand far from those of {row['event_id']} and of {row['other_event_id']}"
            yield _misplaced("event_relations", row["event_relation_id"], "event_id", seen)


def not_filed_under_a_neighbour(built: Built) -> Iterator[Finding]:
    """Catches an actor or topic written under the wrong event: all that it shares quotes with are others.

    Events that a relation ties to its own may share its quotes: what leads to an event is often told with it.
    """
    quotes, related = _quotes(built), _related(built)
    events = {key[1]: spans for key, spans in quotes.items() if key[0] == "events"}
    for table, row_id, row, _ in _of_event(built):
        if table not in NAMED_IN_PASSING:
            continue
        own = quotes.get((table, row_id), ())
        if any(_overlap(own, events.get(one, ())) for one in (row["event_id"], *related.get(row["event_id"], ()))):
            continue
        sharing = [event_id for event_id, spans in events.items() if _overlap(own, spans)]
        if sharing:
            seen = f"its quotes are of {', '.join(sorted(sharing))}, which no relation ties to {row['event_id']}"
            yield _misplaced(table, row_id, "event_id", seen)


def bodies_have_their_part(built: Built) -> Iterator[Finding]:
    """Catches a seizing body or an authority that the event does not know, or knows as its victim.

    Events whose actors are not coded have none to compare with.
    """
    parts = {(row["event_id"], row["actor_id"], row["role"]) for row in built.table("event_actors")}
    events = {event_id for event_id, _, _ in parts}
    for table, column, role in PARTS:
        for row_id, row in built.by_id.get(table, {}).items():
            missing = (row["event_id"], row[column], role) not in parts
            if row[column] is not None and row["event_id"] in events and missing:
                seen, todo = f"{row[column]} is no {role} of {row['event_id']}", "mend the actor or its role there"
                yield Finding((table, row_id, column), seen, f"an actor with the role {role}", todo)


def statements_have_a_speaker(built: Built) -> Iterator[Finding]:
    """Catches a statement that nobody makes, and an event told to describe another without being a statement."""
    spoken = {row["event_id"] for row in built.table("event_actors") if row["role"] == "speaker"}
    for event_id, event in built.by_id.get("events", {}).items():
        if event["event_type"] in SAID_BY_SOMEONE and event_id not in spoken:
            seen, todo = f"a {event['event_type']} without a speaker", "add who says it, or mend the type"
            yield Finding(("events", event_id, "event_type"), seen, "an actor with the role speaker", todo)
    for row in built.table("event_relations"):
        told = built.row("events", row["event_id"])
        if row["relation"] == "describes" and told and told["event_type"] != "statement":
            seen, todo = f"a {told['event_type']} that describes", "mend the relation or the type of the event"
            yield Finding(("event_relations", row["event_relation_id"], "relation"), seen, "a statement", todo)


def parts_lie_within(built: Built) -> Iterator[Finding]:
    """Catches a part placed outside its whole: a seizure elsewhere than its event, a promise outside its summit."""
    cells = [
        ((table, row_id, "place_id"), row["place_id"], row["event_id"])
        for table in ("seizures", "legal_cases")
        for row_id, row in built.by_id.get(table, {}).items()
    ]
    for row in built.table("event_relations"):
        part = built.row("events", row["event_id"])
        if row["relation"] == "part_of" and part:
            cell = ("event_relations", row["event_relation_id"], "relation")
            cells.append((cell, part["place_id"], row["other_event_id"]))
    for cell, place_id, event_id in cells:
        whole = built.row("events", event_id)
        if whole and place_id and whole["place_id"] not in (None, *_places(built, place_id)):
            seen, todo = f"{place_id} is not in {whole['place_id']}", "mend one of the two"
            yield Finding(cell, seen, "a place within the other", todo)


def kinds_fit_what_actors_do(built: Built) -> Iterator[Finding]:
    """Catches a body in an office, an office of a person, and news brought by someone who is no medium."""
    for table, column, expected in HELD_BY:
        for row_id, row in built.by_id.get(table, {}).items():
            actor = built.row("actors", row[column])
            if actor and (actor["kind"] in PERSONS) != (expected == "a person"):
                seen, todo = f"{row[column]} is of kind {actor['kind']}", "mend the kind, or name another actor"
                yield Finding((table, row_id, column), seen, expected, todo)
    for row in built.table("event_actors"):
        actor = built.row("actors", row["actor_id"])
        if row["role"] == "reporter" and actor and actor["kind"] != "media":
            seen, todo = f"{row['actor_id']} of kind {actor['kind']} reports", "use the role speaker, or mend the kind"
            yield Finding(("event_actors", row["event_actor_id"], "role"), seen, "a medium", todo)


def _quotes(built: Built) -> Mapping[tuple[str, str], Sequence[Span]]:
    """Return where the quotes of each row stand, by table and row id."""
    found: dict[tuple[str, str], dict[Span, None]] = {}
    for row in built.table("evidence"):
        span = (row["source_id"], row["quote_start"], row["quote_end"])
        found.setdefault((row["table"], row["row_id"]), {})[span] = None
    return {key: tuple(spans) for key, spans in found.items()}


def _of_event(built: Built) -> Iterator[tuple[str, str, Row, tuple[str, str]]]:
    """Yield each row that hangs on an event or a case: its table, id and cells, and what it hangs on."""
    for table, column in OF_EVENT.items():
        for row_id, row in built.by_id.get(table, {}).items():
            if row[column] is not None:
                yield table, row_id, row, ("legal_cases" if column == "case_id" else "events", row[column])


def _related(built: Built) -> Mapping[str, set[str]]:
    """Return the events that a relation ties to each event, from either end."""
    found: dict[str, set[str]] = {}
    for row in built.table("event_relations"):
        found.setdefault(row["event_id"], set()).add(row["other_event_id"])
        found.setdefault(row["other_event_id"], set()).add(row["event_id"])
    return found


def _near(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether a quote of the first stands no further from one of the second than the longest quote is."""
    return _overlap([(source, start - MAX_QUOTE, end + MAX_QUOTE) for source, start, end in some], others)


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether two quotes share text.

    >>> _overlap([("a", 0, 5)], [("a", 4, 9)]), _overlap([("a", 0, 5)], [("a", 5, 9), ("b", 0, 5)])
    (True, False)
    """
    return any(one[0] == other[0] and one[1] < other[2] and other[1] < one[2] for one in some for other in others)


def _places(built: Built, place_id: str) -> list[str]:
    """Return a place and all that it lies in; a ring of parents, which another rule finds, ends the walk."""
    found: list[str] = []
    place = built.row("places", place_id)
    while place and place["place_id"] not in found:
        found.append(place["place_id"])
        place = built.row("places", place["parent_id"])
    return found


def _misplaced(table: str, row_id: str, column: str, seen: str) -> Finding:
    """Return the fault of a row that is tied to an event of which its quotes do not tell."""
    todo = "tie it to the event that its quotes tell of, or quote for the event what ties the two"
    return Finding((table, row_id, column), seen, "the event that its quotes tell of", todo)


RULES: tuple[Rule, ...] = (
    told_in_the_articles_of_its_event,
    told_beside_its_event,
    not_filed_under_a_neighbour,
    bodies_have_their_part,
    statements_have_a_speaker,
    parts_lie_within,
    kinds_fit_what_actors_do,
)
