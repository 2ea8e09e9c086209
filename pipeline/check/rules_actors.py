"""Rules on who acts and who speaks: parts in events, speakers of quotes, holders of offices, kinds of actors."""

import re
from collections.abc import Iterator

from pipeline.assemble.built import INITIATOR, PARTICIPANT, Built, Finding, Rule, several

# Who is named in a column has this part in the row's event.
PARTS = (
    ("seizures", "seizing_actor_id", "initiator"),
    ("seizures", "tip_off_actor_id", "informant"),
    ("controlled_substances", "authority_actor_id", "initiator"),
    ("legal_cases", "authority_actor_id", "initiator"),
)
SAID_BY_SOMEONE = ("statement", "denial")
MEDIA = ("media", "state_media")
# Whether a column names a person or a body.
HELD_BY = (
    ("positions", "actor_id", "a person"),
    ("positions", "organisation_id", "a body"),
    ("actors", "parent_id", "a body"),
)
NAME_PART = re.compile(r"\w{3,}|[A-Z]\w")


def actor_without_part_in_event(built: Built) -> Iterator[Finding]:
    """Catches a seizing body or an authority that the event does not know, or knows as its victim.

    Events whose actors are not coded have none to compare with.
    """
    parts = {(row["event_id"], row["actor_id"], row["role"]) for row in built.table("event_actors")}
    events = {event_id for event_id, _, _ in parts}
    for table, column, role in PARTS:
        for row_id, row in built.by_id.get(table, {}).items():
            missing = (row["event_id"], row[column], role) not in parts
            if row[column] is not None and row["event_id"] in events and missing:
                seen, fix = f"{row[column]} is not {role} of {row['event_id']}", "correct the actor or its role there"
                yield Finding((table, row_id, column), seen, f"an actor with the role {role}", fix)


def claimant_not_of_event(built: Built) -> Iterator[Finding]:
    """Catches a claim ascribed to an actor whose claim the event is not: a name taken from the next sentence."""
    for evidence in built.table("evidence"):
        row = built.row(evidence["table_name"], evidence["row_id"])
        event_id, speaker = row.get("event_id") if row else None, evidence["attributed_to"]
        if speaker and event_id and (event_id, speaker) not in built.voices:
            claimants = (built.row("events", event_id) or {}).get("attributed_to")
            seen = f"{speaker} says it, but {event_id} is attributed to {claimants}"
            fix = f"attribute the quotes that decide {event_id} to {speaker} too, or this quote to someone else"
            cell = (evidence["table_name"], evidence["row_id"], evidence["field"])
            yield Finding(cell, seen, "a claimant of the event", fix)


def speaker_of_what_article_says(built: Built) -> Iterator[Finding]:
    """Catches a speaker named for what the article itself says: that an actor, a place or a substance exists.

    The speaker of an outcome is a claimant of the event of its case, and that of a number without an event is one of
    its row. `claimant_not_of_event` looks at rows with an event of their own.
    """
    for evidence in built.table("evidence"):
        row, speaker = built.row(evidence["table_name"], evidence["row_id"]), evidence["attributed_to"]
        if not speaker or row is None or row.get("event_id"):
            continue
        case = built.row("legal_cases", row.get("case_id")) or {}
        own = several(row.get("attributed_to"))
        if speaker not in own and (case.get("event_id"), speaker) not in built.voices:
            seen = f"{speaker} is named as the speaker"
            fix = "delete attributed_to, or attribute the case's event to the actor"
            cell = (evidence["table_name"], evidence["row_id"], evidence["field"])
            yield Finding(cell, seen, "no speaker for what the article itself says", fix)


def statement_without_initiator(built: Built) -> Iterator[Finding]:
    """Catches a statement that nobody makes: who speaks is its initiator, who speak together are its participants."""
    parts = [(row["event_id"], row["role"]) for row in built.table("event_actors")]
    for event_id, event in built.by_id.get("events", {}).items():
        made = (event_id, INITIATOR) in parts or parts.count((event_id, PARTICIPANT)) > 1
        if event["event_type"] in SAID_BY_SOMEONE and not made:
            seen, fix = f"a {event['event_type']} that nobody makes", "add who makes it, or correct the type"
            expected = f"an actor with the role {INITIATOR}, or several with the role {PARTICIPANT}"
            yield Finding(("events", event_id, "event_type"), seen, expected, fix)


def description_without_statement(built: Built) -> Iterator[Finding]:
    """Catches an event that describes another without being a statement."""
    for row in built.table("event_relations"):
        event = built.row("events", row["event_id"])
        if row["relation"] == "describes" and event and event["event_type"] != "statement":
            seen, fix = (
                f"a {event['event_type']} that describes another event",
                "correct the relation or the type of the event",
            )
            yield Finding(("event_relations", row["event_relation_id"], "relation"), seen, "a statement", fix)


def actor_of_wrong_kind(built: Built) -> Iterator[Finding]:
    """Catches a body in an office, and a person where a body belongs."""
    persons = built.kinds_of_persons
    for table, column, expected in HELD_BY:
        for row_id, row in built.by_id.get(table, {}).items():
            actor = built.row("actors", row[column])
            if actor and (actor["kind"] in persons) != (expected == "a person"):
                seen, fix = f"{row[column]} is of kind {actor['kind']}", "correct the kind, or name another actor"
                yield Finding((table, row_id, column), seen, expected, fix)


def reporter_not_of_media(built: Built) -> Iterator[Finding]:
    """Catches news carried by someone other than a newspaper, agency or broadcaster."""
    for evidence in built.table("evidence"):
        actor = built.row("actors", evidence["reported_by"])
        if actor and actor["kind"] not in MEDIA:
            seen, fix = (
                f"{evidence['reported_by']} is of kind {actor['kind']}",
                "use attributed_to, or correct the kind",
            )
            cell = (evidence["table_name"], evidence["row_id"], evidence["field"])
            yield Finding(cell, seen, f"a reporter of kind {' or '.join(MEDIA)}", fix)


def holder_not_in_quote(built: Built) -> Iterator[Finding]:
    """Catches an office given to another person: a quote of it must hold a part of the holder's printed name."""
    printed = {actor_id: actor["name"] for actor_id, actor in built.by_id.get("actors", {}).items()}
    for row in built.table("positions"):
        evidence = built.evidence_of.get(("positions", row["position_id"], "title"), ())
        parts = set(NAME_PART.findall(printed.get(row["actor_id"]) or ""))
        if not any(parts & set(NAME_PART.findall(each["quote"])) for each in evidence):
            seen, fix = f"no quote of its title names {row['actor_id']}", "quote the name too, or correct the holder"
            yield Finding(("positions", row["position_id"], "actor_id"), seen, "a part of the name", fix)


RULES: tuple[Rule, ...] = (
    actor_without_part_in_event,
    claimant_not_of_event,
    speaker_of_what_article_says,
    statement_without_initiator,
    description_without_statement,
    actor_of_wrong_kind,
    reporter_not_of_media,
    holder_not_in_quote,
)
