"""Codings that were made by the first version of the coding rules, as the tables of today read them.

For example, an earlier coder made the ministry the ``speaker`` of its own accusation: today whoever accuses is its
initiator. An earlier line names its article by the name of the seed's file, a line of today by its id. What can be read
fairly in today's columns is translated. The rest is not compared, and docs/agreement.md says why.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from codings.line import Line
from pipeline.model import SOURCES, Article
from pipeline.read.schema import Schemas, TableSchema

ColumnKey = tuple[str, str]
"""A table and one of its columns."""

NOT_ASKED = "Nobody was asked for it then."

RENAMED: Mapping[ColumnKey, tuple[str, str]] = {
    ("event_topics", "topic"): ("topic_text", "The column held the printed phrase, without a code."),
    ("sources", "publisher"): ("publisher_text", "The column held the publisher as printed."),
    ("seizures", "reported_by_actor_id"): ("reported_by", "The column held one actor."),
}
"""Columns that have another name today, with the reason."""

READ_AS: Mapping[ColumnKey, Mapping[tuple[str, str], str]] = {
    ("actors", "kind"): {
        ("government_body", "procuratorate"): "Procuratorates had no code of their own.",
        ("media", "state_media"): "The media of a state had no code of their own.",
        ("person", "official"): "Persons in an office of a state had no code of their own.",
        ("unnamed_person", "official"): "Persons in an office of a state had no code of their own.",
    },
    ("event_actors", "role"): {
        ("recipient", "subject"): "A third party that a claim is about had no code of its own.",
    },
    ("events", "event_type"): {("sentencing", "conviction"): "Conviction and sentence were one code."},
    ("events", "modality"): {("ongoing", "occurred"): "What goes on is told by the scope and an open end today."},
    ("legal_cases", "stage"): {
        ("sentencing", "conviction"): "Conviction and sentence were one code.",
        ("arrest", "arrest_approved"): "Arrests that a procuratorate approved had no code of their own.",
    },
}
"""What an earlier code may be in the records today. Both count as equal, because no coder could tell them apart."""

NOT_COMPARED: Mapping[str, str] = {
    "actors.country": "It was the country that the words link to an actor, today it is the state acted for.",
    "controlled_substances.attributed_to": NOT_ASKED,
    "controlled_substances.date": "It was the day of the announcement in some rows, of the entry into force in others.",
    "controlled_substances.date_announced": "It could be left empty beside `date`.",
    "controlled_substances.date_effective": "It could be left empty beside `date`.",
    "controlled_substances.legal_effect": NOT_ASKED,
    "event_actors.capacity": NOT_ASKED,
    "event_actors.represents_actor_id": NOT_ASKED,
    "event_substances": NOT_ASKED,
    "event_topics.topic": "The column held the printed phrase; there were no codes.",
    "events.attributed_to": "Some events had a speaker or a reporter, but the rules did not ask for one in each.",
    "events.reported_by": "Some events had a speaker or a reporter, but the rules did not ask for one in each.",
    "events.reported_form": NOT_ASKED,
    "figures.substance_id": NOT_ASKED,
    "legal_cases.attributed_to": NOT_ASKED,
    "legal_cases.substance_id": NOT_ASKED,
    "seizures.attributed_to": NOT_ASKED,
    "substances.family": NOT_ASKED,
}
"""Columns, and a table, that earlier codings lack or fill by another rule, with the reason."""

BY_RULE = (
    (
        "`event_actors.role` `speaker` in an act of speech for which nobody is `initiator`",
        "`initiator`",
        "Who accuses, demands or promises does what the row names.",
    ),
    (
        "`event_actors.role` `speaker`, elsewhere",
        "`events.attributed_to`",
        "Whose claim a row is stands in the row, and is not compared.",
    ),
    (
        "`event_actors.role` `reporter`",
        "`events.reported_by`",
        "Who carried a claim stands in the row, and is not compared.",
    ),
    (
        "`events.modality` of an act of speech",
        "`occurred`",
        "It was the status of what is said and is that of saying it, so that agreement there shows nothing.",
    ),
)
"""What `translated` makes of earlier codes, for people: then, today, the reason."""

RULES_SINCE = (
    "A statement whose content is coded elsewhere is no event today. Such statements, and what belongs to them, count "
    "as rows that the records lack.",
    "A delegation was an actor of its own, and the agencies of both countries were one. Today the state takes part, as "
    "a delegation, and the agencies are two.",
    "An event could have no topic. Today each has one to three, named by what it is about: topics that only the "
    "records have say little.",
    "A charge could be the words for the persons. Today it is an offence.",
    "The role of an actor followed from what it says. Today it follows from what it does: roles differ more often than "
    "the readers do.",
)
"""What cannot be translated and still counts as difference, for people."""

EVENTS, PARTS = "events", "event_actors"
TYPE, MODALITY = (EVENTS, "event_type"), (EVENTS, "modality")
ROLE, EVENT_OF_PART = (PARTS, "role"), (PARTS, "event_id")
INITIATOR, SPEAKER = "initiator", "speaker"
CARRIED = {SPEAKER: "attributed_to", "reporter": "reported_by"}
"""The earlier roles that said who tells an event, and the columns of events that say so today."""
STATUS_OF_SPEECH = "occurred"


def speech_types(schemas: Schemas) -> set[str]:
    """Return the types of events that are acts of speech."""
    return {code.code for code in schemas.vocabularies["event_types"].codes if code.speaks}


def names_of_seeds(articles: Iterable[Article]) -> dict[str, str]:
    """Return the id of each article by the name that an earlier line gives it."""
    return {PurePosixPath(article.seed_file).stem: article.source_id for article in articles}


def renamed(line: Mapping[str, str], source_id: str) -> dict[str, str]:
    """Return an earlier line with today's names of its article and its column."""
    field, _ = RENAMED.get((line["table"], line["field"]), (line["field"], ""))
    row = source_id if line["table"] == SOURCES else line["row"]
    return {**line, "source": source_id, "row": row, "field": field}


def translated(lines: Sequence[Line], schemas: Schemas) -> list[Line]:
    """Return the lines of one coder with what earlier ones say in today's codes.

    - Whoever speaks in an act of speech is its initiator, unless another is.
    - Whoever else speaks or reports is the one to whom the event is attributed, or who carried it.
    - An act of speech that was made occurred, whatever became of what it says.
    """
    earlier = [line for line in lines if line.earlier]
    types = speech_types(schemas)
    speeches = {line.row for line in earlier if (line.table, line.field) == TYPE and line.value in types}
    events = {line.row: line.value for line in earlier if (line.table, line.field) == EVENT_OF_PART}
    roles = {line.row: line.value for line in earlier if (line.table, line.field) == ROLE}
    initiated = {event for row, event in events.items() if roles.get(row) == INITIATOR}
    acts = {
        row
        for row, role in roles.items()
        if role == SPEAKER and events.get(row) in speeches and events[row] not in initiated
    }
    tells = {row: CARRIED[role] for row, role in roles.items() if role in CARRIED and row in events and row not in acts}
    translations = (_translated(line, speeches, events, acts, tells) if line.earlier else line for line in lines)
    return [line for line in translations if line]


def _translated(
    line: Line, speeches: Collection[str], events: Mapping[str, str], acts: Collection[str], tells: Mapping[str, str]
) -> Line | None:
    """Return what an earlier line says today; None where other lines say all of it."""
    key = line.table, line.field
    if key == MODALITY and line.row in speeches:
        return dataclasses.replace(line, value=STATUS_OF_SPEECH)
    if key == ROLE and line.row in acts:
        return dataclasses.replace(line, value=INITIATOR)
    if line.table == PARTS and line.row in tells:
        event, column = events[line.row], tells[line.row]
        return dataclasses.replace(line, table=EVENTS, row=event, field=column) if line.field == "actor_id" else None
    return line


def is_compared(table: str, column: str) -> bool:
    """Return whether earlier codings are compared in a column."""
    return table not in NOT_COMPARED and f"{table}.{column}" not in NOT_COMPARED


def asked(schemas: Schemas) -> Schemas:
    """Return the tables with the columns in which earlier codings are compared: no other needs words."""
    tables = (_asked(schema) for schema in schemas.tables if schema.name not in NOT_COMPARED)
    return dataclasses.replace(schemas, tables=tuple(tables))


def _asked(schema: TableSchema) -> TableSchema:
    """Return a table in which only the columns that are compared need words.

    A key holds the printed text in place of the code that it says.
    """
    columns = tuple(
        column if is_compared(schema.name, column.name) else dataclasses.replace(column, origin="derived")
        for column in schema.columns
    )
    keys = tuple(
        tuple(name if is_compared(schema.name, name) else schema.column(name).words_of or name for name in key)
        for key in schema.unique_keys
    )
    return dataclasses.replace(schema, columns=columns, unique_keys=keys)
