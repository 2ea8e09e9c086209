"""The files of a small project of two articles that reads without a fault."""

import hashlib
from typing import Any

HARBOUR = """Harbour Post, 16 Dec 2025
China seizes cocaine in harbour

Chinese police seized 430kg of cocaine on November 26, 2025. The United States’ tip helped.
The police told the police union of 1,016 parcels.
Other news: drugs found elsewhere
"""
ISLAND = """Island News
Talks held

China and the United States held talks on Monday.
"""

EVENT_TYPES = """title: Event types
description: What happened.
codes:
- code: seizure
  label: Seizure
  definition: Drugs are seized.
  maps_to: {plover: COERCE}
  cues: [seized, intercepted]
- {code: meeting, label: Meeting, definition: Sides meet., cues: [held talks]}
"""
ROLES = """title: Roles
description: The part of an actor.
codes:
- {code: participant, label: Participant, definition: Takes part.}
- {code: informant, label: Informant, definition: Gives information.}
"""
CITATIONS = """cited_as:
  HP: Harbour Post
agencies:
  REUTERS: Reuters
"""
INFERENCES = """title: Inferences
description: How a value follows.
codes:
- {code: context, label: Context, definition: The passage tells it.}
- {code: at_the_time, label: At the time, definition: The date that is counted from.}
- {code: not_after, label: Not after, definition: Not after the date.}
"""

SOURCES = f"""sources:
- id: harbour
  title: China seizes cocaine in harbour
  published: 2025-12-16
  sha256: {hashlib.sha256(HARBOUR.encode()).hexdigest()}
  zones:
  - {{zone: imprint, starts: Harbour Post}}
  - {{zone: headline, starts: China seizes}}
  - {{zone: body, starts: Chinese police}}
  - {{zone: furniture, starts: "Other news:"}}
  evidence:
  - quote: China seizes cocaine in harbour
    supports: {{title: China seizes cocaine in harbour}}
  - quote: Harbour Post, 16 Dec 2025
    supports: {{published: 16 Dec 2025}}
- id: island
  title: Talks held
  sha256: {hashlib.sha256(ISLAND.encode()).hexdigest()}
  zones:
  - {{zone: imprint, starts: Island News}}
  - {{zone: headline, starts: Talks held}}
  - {{zone: body, starts: China and}}
  evidence:
  - quote: Talks held
    supports: {{title: Talks held}}
"""
ACTORS = """source: harbour
actors:
- id: police
  name: Chinese police
  parent_id: china
  forms: [Chinese police, police]
  evidence:
  - quote: Chinese police seized
    supports: {name: Chinese police}
- id: china
  name: China
  forms: [China]
  evidence:
  - quote: China and the United States held talks
    source: island
    supports: {name: China}
- id: united-states
  name: United States
  forms: [United States]
  evidence:
  - quote: The United States’ tip helped
    supports: {name: United States}
"""
EVENTS = """source: harbour
events:
- id: harbour-seizure
  title: Police seize cocaine
  event_type: seizure
  quantity: 430
  parcels: 1016
  date: 2025-11-26
  host_id: police
  evidence:
  - quote: Chinese police seized 430kg of cocaine on November 26, 2025
    attributed_to: police
    supports:
      event_type: seized
      quantity: 430kg
      host_id: Chinese police
      date: {words: "November 26, 2025"}
  - quote: The police told the police union of 1,016 parcels
    supports: {parcels: "1,016"}
  actors:
  - id: informant
    actor_id: united-states
    role: informant
    evidence:
    - quote: The United States’ tip helped
      supports: {actor_id: United States, role: tip helped}
- id: talks
  title: Talks
  event_type: meeting
  date: 2025-11-24
  evidence:
  - quote: China and the United States held talks on Monday
    source: island
    supports:
      event_type: held talks
      date: {words: Monday, anchor: events/harbour-seizure}
"""


NEEDED = {"required": True}


def column(name: str, origin: str, **more: Any) -> dict[str, Any]:
    """Return one field of a Table Schema; `more` overrides and adds."""
    return {"name": name, "title": name, "type": "string", "origin": origin, "description": f"The {name}.", **more}


def table(name: str, columns: list[dict[str, Any]], keys: dict[str, str], **more: Any) -> dict[str, Any]:
    """Return a Table Schema whose first column is its id and whose `keys` lead from columns to tables."""
    built = [column("seed_file", "derived", constraints=NEEDED), column("quote", "derived", constraints=NEEDED)]
    return {
        "name": name,
        "title": name,
        "description": f"The {name}.",
        "primaryKey": [columns[0]["name"]],
        "foreignKeys": [
            {"fields": [one], "reference": {"resource": other, "fields": [f"{other.removesuffix('s')}_id"]}}
            for one, other in keys.items()
        ],
        "missingValues": [""],
        **more,
        "fields": columns + built,
    }


def slug(name: str) -> dict[str, Any]:
    """Return the id column of a table."""
    return column(name, "assigned", kind="slug", constraints={"required": True, "unique": True})


TABLES = [
    table(
        "sources",
        [
            slug("source_id"),
            column("title", "quoted", reader="text", constraints=NEEDED),
            column("published", "quoted", reader="date"),
            column("sha256", "assigned", constraints=NEEDED),
        ],
        {},
    ),
    table(
        "actors",
        [
            slug("actor_id"),
            column("name", "quoted", reader="text", constraints=NEEDED),
            column("parent_id", "assigned"),
        ],
        {"parent_id": "actors"},
    ),
    table(
        "events",
        [
            slug("event_id"),
            column("title", "assigned", constraints=NEEDED),
            column("event_type", "coded", vocabulary="event_types", constraints=NEEDED),
            column("quantity", "quoted", reader="number", type="number", example="430"),
            column("parcels", "quoted", reader="number", type="integer", example="12"),
            column("date", "quoted", reader="date"),
            column("date_start", "derived", type="date"),
            column("host_id", "quoted", reader="name"),
            column("note", "assigned"),
        ],
        {"host_id": "actors"},
    ),
    table(
        "event_actors",
        [
            slug("event_actor_id"),
            column("event_id", "assigned", constraints=NEEDED),
            column("actor_id", "quoted", reader="name", constraints=NEEDED),
            column("role", "judged", vocabulary="roles"),
        ],
        {"event_id": "events", "actor_id": "actors"},
        child={"of": "events", "under": "actors", "key": "event_id"},
    ),
    table("evidence", [column("evidence_id", "derived", kind="slug")], {}, built=True),
]
