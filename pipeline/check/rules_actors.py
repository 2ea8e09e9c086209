"""Rules on who acts and who speaks: parts in events, speakers of quotes, holders of offices, kinds of actors."""

import re
from collections.abc import Iterator

from pipeline.assemble.built import Built, Finding, Rule

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


def speaker_without_part_in_event(built: Built) -> Iterator[Finding]:
    """Catches a claim ascribed to an actor who does not speak in the event: a name taken from the next sentence."""
    for evidence in built.table("evidence"):
        row = built.row(evidence["table"], evidence["row_id"])
        event_id, speaker = row.get("event_id") if row else None, evidence["attributed_to"]
        if speaker and event_id and (event_id, speaker) not in built.voices:
            seen = f"{speaker} says it, but is neither speaker nor reporter of {event_id}"
            fix = f"add the actor to {event_id}, or attribute the quote to someone else"
            cell = (evidence["table"], evidence["row_id"], evidence["field"])
            yield Finding(cell, seen, "a speaker or reporter", fix)


def speaker_of_what_article_says(built: Built) -> Iterator[Finding]:
    """Catches a speaker named for what the article itself says: that an actor, a place or a substance exists.

    The speaker of an outcome speaks in the event of its case, and that of a number without an event is the actor that
    its row names. `speaker_without_part_in_event` looks at rows with an event of their own.
    """
    for evidence in built.table("evidence"):
        row, speaker = built.row(evidence["table"], evidence["row_id"]), evidence["attributed_to"]
        if not speaker or row is None or row.get("event_id"):
            continue
        case = built.row("legal_cases", row.get("case_id")) or {}
        if speaker != row.get("attributed_to") and (case.get("event_id"), speaker) not in built.voices:
            seen = f"{speaker} is named as the speaker"
            fix = "delete attributed_to, or give the actor its part in the case's event"
            cell = (evidence["table"], evidence["row_id"], evidence["field"])
            yield Finding(cell, seen, "no speaker for what the article itself says", fix)


def figure_with_two_speakers(built: Built) -> Iterator[Finding]:
    """Catches a figure ascribed to one body in its row and to another in its evidence."""
    for row in built.table("figures"):
        for evidence in built.evidence_of.get(("figures", row["figure_id"], "value"), ()):
            speaker = evidence["attributed_to"]
            if speaker and row["attributed_to"] and speaker != row["attributed_to"]:
                seen = f"{row['attributed_to']}, but {speaker} in the evidence of its value"
                cell = ("figures", row["figure_id"], "attributed_to")
                yield Finding(cell, seen, "the same actor in both", "check who says the number")


def statement_without_speaker(built: Built) -> Iterator[Finding]:
    """Catches a statement that nobody makes."""
    spoken = {row["event_id"] for row in built.table("event_actors") if row["role"] == "speaker"}
    for event_id, event in built.by_id.get("events", {}).items():
        if event["event_type"] in SAID_BY_SOMEONE and event_id not in spoken:
            seen, fix = f"a {event['event_type']} without a speaker", "add who says it, or correct the type"
            yield Finding(("events", event_id, "event_type"), seen, "an actor with the role speaker", fix)


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
    for table, column, expected in HELD_BY:
        for row_id, row in built.by_id.get(table, {}).items():
            actor = built.row("actors", row[column])
            if actor and (actor["kind"] in PERSONS) != (expected == "a person"):
                seen, fix = f"{row[column]} is of kind {actor['kind']}", "correct the kind, or name another actor"
                yield Finding((table, row_id, column), seen, expected, fix)


def reporter_not_of_media(built: Built) -> Iterator[Finding]:
    """Catches news brought by someone other than a newspaper, agency or broadcaster."""
    for row in built.table("event_actors"):
        actor = built.row("actors", row["actor_id"])
        if row["role"] == "reporter" and actor and actor["kind"] != "media":
            seen, fix = f"{row['actor_id']} is of kind {actor['kind']}", "use the role speaker, or correct the kind"
            yield Finding(("event_actors", row["event_actor_id"], "role"), seen, "a reporter of kind media", fix)


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
    speaker_without_part_in_event,
    speaker_of_what_article_says,
    figure_with_two_speakers,
    statement_without_speaker,
    description_without_statement,
    actor_of_wrong_kind,
    reporter_not_of_media,
    holder_not_in_quote,
)
