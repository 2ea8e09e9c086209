"""Rules on who acts and who speaks: parts in events, speakers of quotes, holders of offices, kinds of actors."""

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.assemble.built import EVENTS, INITIATOR, PARTICIPANT, Built, Finding
from pipeline.assemble.tables import EVIDENCE
from pipeline.check.joins import Rule, Tables, among, exploded, more_than, pairs
from pipeline.model import ACTORS

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


def actor_without_part_in_event(tables: Tables) -> Iterator[Finding]:
    """Catches a seizing body or an authority that the event does not know, or knows as its victim.

    Events whose actors are not coded have none to compare with.
    """
    parts = tables.rows("event_actors", "event_id", "actor_id", "role")
    for table, column, role in PARTS:
        rows = tables.by_id(table, "event_id", column)
        with_role = parts.filter(pc.equal(parts["role"], role))
        named = among(pairs(rows["event_id"], rows[column]), pairs(with_role["event_id"], with_role["actor_id"]))
        compared = pc.and_(pc.is_valid(rows[column]), among(rows["event_id"], parts["event_id"]))
        for row in rows.filter(pc.and_(compared, pc.invert(named))).to_pylist():
            seen, fix = f"{row[column]} is not {role} of {row['event_id']}", "correct the actor or its role there"
            yield Finding((table, row["id"], column), seen, f"an actor with the role {role}", fix)


def claimant_not_of_event(tables: Tables) -> Iterator[Finding]:
    """Catches a claim ascribed to an actor whose claim the event is not: a name taken from the next sentence."""
    for schema in tables.schemas.tables:
        if "event_id" in schema.by_name:
            said = _said_by_someone(tables, schema.name)
            said = tables.joined(said, "row_id", schema.name, "event_id")
            said = said.filter(pc.is_valid(said["row_id.event_id"]))
            is_voice = among(pairs(said["row_id.event_id"], said["attributed_to"]), tables.voices)
            wrong = tables.joined(said.filter(pc.invert(is_voice)), "row_id.event_id", EVENTS, "attributed_to")
            for row in wrong.to_pylist():
                speaker, event_id = row["attributed_to"], row["row_id.event_id"]
                seen = f"{speaker} says it, but {event_id} is attributed to {row['row_id.event_id.attributed_to']}"
                fix = f"attribute the quotes that decide {event_id} to {speaker} too, or this quote to someone else"
                yield Finding((schema.name, row["row_id"], row["field"]), seen, "a claimant of the event", fix)


def speaker_of_what_article_says(tables: Tables) -> Iterator[Finding]:
    """Catches a speaker named for what the article itself says: that an actor, a place or a substance exists.

    The speaker of an outcome is a claimant of the event of its case, and that of a number without an event is one of
    its row. `claimant_not_of_event` looks at rows with an event of their own.
    """
    for schema in tables.schemas.tables:
        said = _said_by_someone(tables, schema.name)
        columns = [name for name in ("event_id", "case_id", "attributed_to") if name in schema.by_name]
        said = tables.joined(said, "row_id", schema.name, *columns)
        speaker, wrong = said["attributed_to"], pc.is_valid(said["row_id.id"])
        if "event_id" in columns:
            wrong = pc.and_(wrong, pc.is_null(said["row_id.event_id"]))
        if "case_id" in columns:
            events = tables.joined(said, "row_id.case_id", "legal_cases", "event_id")["row_id.case_id.event_id"]
            wrong = pc.and_(wrong, pc.invert(among(pairs(events, speaker), tables.voices)))
        if "attributed_to" in columns:
            own = exploded(said["row_id"], said["row_id.attributed_to"])
            is_own = among(pairs(said["row_id"], speaker), pairs(own["id"], own["value"]))
            wrong = pc.and_(wrong, pc.invert(is_own))
        for row in said.filter(wrong).to_pylist():
            seen = f"{row['attributed_to']} is named as the speaker"
            fix = "delete attributed_to, or attribute the case's event to the actor"
            cell = (schema.name, row["row_id"], row["field"])
            yield Finding(cell, seen, "no speaker for what the article itself says", fix)


def _said_by_someone(tables: Tables, table: str) -> pa.Table:
    """Return the evidence of a table's rows that has a speaker: `row_id`, `field` and `attributed_to`."""
    evidence = tables.evidence(table, "attributed_to")
    return evidence.filter(pc.is_valid(evidence["attributed_to"]))


def statement_without_initiator(tables: Tables) -> Iterator[Finding]:
    """Catches a statement that nobody makes: who speaks is its initiator, who speak together are its participants."""
    parts = tables.rows("event_actors", "event_id", "role")
    initiated = parts.filter(pc.equal(parts["role"], INITIATOR))["event_id"]
    together = more_than(1, parts.filter(pc.equal(parts["role"], PARTICIPANT))["event_id"])
    events = tables.by_id(EVENTS, "event_type")
    made = pc.or_(among(events["id"], initiated), among(events["id"], together))
    said = pc.is_in(events["event_type"], value_set=pa.array(SAID_BY_SOMEONE))
    for event in events.filter(pc.and_(said, pc.invert(made))).to_pylist():
        seen, fix = f"a {event['event_type']} that nobody makes", "add who makes it, or correct the type"
        expected = f"an actor with the role {INITIATOR}, or several with the role {PARTICIPANT}"
        yield Finding((EVENTS, event["id"], "event_type"), seen, expected, fix)


def description_without_statement(tables: Tables) -> Iterator[Finding]:
    """Catches an event that describes another without being a statement."""
    relations = tables.rows("event_relations", "event_id", "relation")
    rows = tables.joined(relations, "event_id", EVENTS, "event_type")
    is_other = pc.not_equal(rows["event_id.event_type"], "statement")
    for row in rows.filter(pc.and_(pc.equal(rows["relation"], "describes"), is_other)).to_pylist():
        seen = f"a {row['event_id.event_type']} that describes another event"
        fix = "correct the relation or the type of the event"
        yield Finding(("event_relations", row["id"], "relation"), seen, "a statement", fix)


def actor_of_wrong_kind(tables: Tables) -> Iterator[Finding]:
    """Catches a body in an office, and a person where a body belongs."""
    persons = pa.array(sorted(Built(tables.schemas, {}).kinds_of_persons))
    for table, column, expected in HELD_BY:
        rows = tables.joined(tables.by_id(table, column), column, ACTORS, "kind")
        is_other = pc.xor(pc.is_in(rows[f"{column}.kind"], value_set=persons), expected == "a person")
        for row in rows.filter(pc.and_(pc.is_valid(rows[f"{column}.id"]), is_other)).to_pylist():
            seen, fix = f"{row[column]} is of kind {row[f'{column}.kind']}", "correct the kind, or name another actor"
            yield Finding((table, row["id"], column), seen, expected, fix)


def reporter_not_of_media(tables: Tables) -> Iterator[Finding]:
    """Catches news carried by someone other than a newspaper, agency or broadcaster."""
    evidence = tables.rows(EVIDENCE, "table_name", "row_id", "field", "reported_by")
    rows = tables.joined(evidence.filter(pc.is_valid(evidence["reported_by"])), "reported_by", ACTORS, "kind")
    is_other = pc.invert(pc.is_in(rows["reported_by.kind"], value_set=pa.array(MEDIA)))
    for row in rows.filter(pc.and_(pc.is_valid(rows["reported_by.id"]), is_other)).to_pylist():
        seen = f"{row['reported_by']} is of kind {row['reported_by.kind']}"
        fix = "use attributed_to, or correct the kind"
        cell = (row["table_name"], row["row_id"], row["field"])
        yield Finding(cell, seen, f"a reporter of kind {' or '.join(MEDIA)}", fix)


def holder_not_in_quote(tables: Tables) -> Iterator[Finding]:
    """Catches an office given to another person: a quote of it must hold a part of the holder's printed name."""
    positions = tables.joined(tables.rows("positions", "actor_id"), "actor_id", ACTORS, "name")
    evidence = tables.evidence("positions", "quote")
    of_title = evidence.filter(pc.equal(evidence["field"], "title"))
    words: dict[str, set[str]] = {}
    for row in of_title.to_pylist():
        words.setdefault(row["row_id"], set()).update(NAME_PART.findall(row["quote"]))
    for row in positions.to_pylist():
        if words.get(row["id"], set()).isdisjoint(NAME_PART.findall(row["actor_id.name"] or "")):
            seen, fix = f"no quote of its title names {row['actor_id']}", "quote the name too, or correct the holder"
            yield Finding(("positions", row["id"], "actor_id"), seen, "a part of the name", fix)


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
