"""A find of cocaine in the short form of the records, and the same rows with everything typed."""

from dataclasses import replace

from pipeline.faults import Position
from pipeline.model import Record, Records
from tests.support.example import HARBOUR
from tests.support.project import Project

MORE = "records/more.yaml"
SEIZURE = (
    "- {id: found, event_id: find, substance_id: cocaine, quantity: 430, unit: kilogram, "
    "evidence: [{supports: {quantity: 430kg}}]}"
)
SHORT = f"""source: {HARBOUR}
events:
- id: find
  title: A find
  summary: Police found cocaine.
  event_type: seizure
  date: 2025-11-26
  place_id: yantian
  evidence:
  - quote: Chinese police seized 430kg of cocaine at Yantian in China on November 26
    supports: {{date: {{words: November 26, anchor: published}}}}
  actors:
  - {{actor_id: police, role: initiator}}
  topics:
  - {{topic: supply, topic_text: cocaine}}
  substances:
  - {{substance_id: cocaine}}
seizures:
{SEIZURE}
"""
_QUOTE = "quote: Chinese police seized 430kg of cocaine at Yantian in China on November 26"
LONG = f"""source: {HARBOUR}
events:
- id: find
  title: A find
  summary: Police found cocaine.
  event_type: seizure
  modality: occurred
  scope: incident
  date: 2025-11-26
  place_id: yantian
  evidence:
  - {_QUOTE}
    supports:
      event_type: seized
      modality: seized
      scope: seized
      place_id: Yantian
      date: {{words: November 26, anchor: published}}
  actors:
  - id: police
    actor_id: police
    role: initiator
    evidence:
    - {_QUOTE}
      supports: {{actor_id: Chinese police, role: seized}}
  topics:
  - id: supply
    topic: supply
    topic_text: cocaine
    evidence:
    - {_QUOTE}
      supports: {{topic: cocaine, topic_text: cocaine}}
  substances:
  - id: cocaine
    substance_id: cocaine
    evidence:
    - {_QUOTE}
      supports: {{substance_id: cocaine}}
seizures:
- id: found
  event_id: find
  scope: incident
  substance_id: cocaine
  quantity: 430
  unit: kilogram
  quantity_qualifier: exact
  date: 2025-11-26
  place_id: yantian
  seizing_actor_id: police
  evidence:
  - {_QUOTE}
    supports:
      scope: cocaine
      substance_id: cocaine
      quantity: 430kg
      unit: 430kg
      quantity_qualifier: 430kg
      date: {{words: November 26, anchor: published}}
      place_id: Yantian
      seizing_actor_id: Chinese police
"""


def with_short(project: Project, *pairs: tuple[str, str]) -> Project:
    """Return the project with the short records in it, where the first of each pair is the second."""
    project.write(MORE, SHORT)
    for old, new in pairs:
        project.replace(MORE, old, new)
    return project


def unplaced(records: Records) -> list[Record]:
    """Return all rows without the positions of what was written."""
    nowhere = Position("")
    return [
        replace(
            record,
            position=nowhere,
            positions={},
            evidence=tuple(
                replace(
                    quote,
                    position=nowhere,
                    supports={name: replace(words, position=nowhere) for name, words in quote.supports.items()},
                )
                for quote in record.evidence
            ),
        )
        for record in records.all
    ]
