"""The second coding of topics, by a reader who saw the events of the records but not their topics.

For example, the records gave an arrest the topic ``casework``, and the second reader ``casework`` and ``supply``.
``codings/topics.jsonl`` has one JSON object an event: its id, the topics that the records then had, and those of the
second reader, each with its words. The reader coded the events of the records, so no rows have to be matched.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from codings.agreement import alpha
from codings.reading import TOPICS
from pipeline.faults import Fault, Position, shown
from pipeline.model import Article
from pipeline.read.schema import Schemas

TABLE, EVENT, TOPIC = "event_topics", "event_id", "topic"
RECORDED, SECOND = "records", "second"
FORM = f'{{"{EVENT}": ID, "{RECORDED}": [CODE], "{SECOND}": {{CODE: WORDS}}}}'
FIX = "restore the line; nobody edits a second coding"


@dataclass(frozen=True)
class EventTopics:
    """The topics of one event: those of the records as they then stood, and those of the second reader with words."""

    event_id: str
    recorded: frozenset[str]
    second: Mapping[str, str]

    @property
    def is_same(self) -> bool:
        """Return whether both gave the event the same topics."""
        return self.recorded == self.second.keys()


@dataclass(frozen=True)
class TopicAgreement:
    """How far the second coding of topics and the records agree.

    Attributes:
        events: The events that were coded twice, in the order of the file.
        alpha: Krippendorff's alpha over all pairs of an event and a code, given or not; None where undefined.
        changed: How many of the events with different topics have others in the records today.
    """

    events: tuple[EventTopics, ...]
    alpha: float | None
    changed: int

    @property
    def different(self) -> tuple[EventTopics, ...]:
        """Return the events with different topics."""
        return tuple(event for event in self.events if not event.is_same)

    @property
    def both(self) -> int:
        """Return how many topics of events both gave."""
        return sum(len(event.recorded & event.second.keys()) for event in self.events)

    @property
    def only_recorded(self) -> int:
        """Return how many topics of events only the records gave."""
        return sum(len(event.recorded - event.second.keys()) for event in self.events)

    @property
    def only_second(self) -> int:
        """Return how many topics of events only the second reader gave."""
        return sum(len(event.second.keys() - event.recorded) for event in self.events)

    @property
    def f1(self) -> float:
        """Return twice the topics that both gave, divided by all that either gave."""
        return 2 * self.both / (2 * self.both + self.only_recorded + self.only_second)


def topic_agreement(
    events: Sequence[EventTopics], schemas: Schemas, tables: Mapping[str, pa.Table]
) -> TopicAgreement | None:
    """Return how far the second coding of topics agrees with the records; None where there is none."""
    if not events:
        return None
    codes = sorted(schemas.codes(schemas.table(TABLE).column(TOPIC)))
    units = [[str(code in topics) for topics in (event.recorded, event.second)] for event in events for code in codes]
    today: dict[str, set[str]] = {}
    for row in tables[TABLE].to_pylist():
        today.setdefault(row[EVENT], set()).add(row[TOPIC])
    changed = [
        event for event in events if not event.is_same and event.recorded != today.get(event.event_id, frozenset())
    ]
    return TopicAgreement(tuple(events), alpha(units), len(changed))


def read_topics(
    folder: Path, schemas: Schemas, articles: Mapping[str, Article]
) -> tuple[list[EventTopics], list[Fault]]:
    """Return the second coding of topics, empty where there is no file, and what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    path = folder / TOPICS
    if not path.is_file():
        return [], []
    codes = schemas.codes(schemas.table(TABLE).column(TOPIC))
    events: list[EventTopics] = []
    faults: list[Fault] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        position = Position(f"{folder.name}/{TOPICS}", number)
        event = _event(line) if line else None
        if event:
            events.append(event)
            faults += _wrong(event, codes, articles, position)
        elif line:
            faults.append(Fault(position, "form-wrong", "line", "another form", FORM, FIX))
    return events, faults


def _event(line: bytes) -> EventTopics | None:
    """Return the topics of one line; None where it has another form."""
    try:
        content: Any = json.loads(line.decode("utf-8"))
        event_id, recorded, second = content[EVENT], content[RECORDED], content[SECOND]
        texts = [event_id, *recorded, *second, *second.values()]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None
    if not isinstance(recorded, list) or not all(isinstance(text, str) and text for text in texts):
        return None
    return EventTopics(event_id, frozenset(recorded), second)


def _wrong(
    event: EventTopics, codes: Collection[str], articles: Mapping[str, Article], position: Position
) -> Iterator[Fault]:
    """Yield codes that the vocabulary lacks, and words that no article holds."""
    subject = event.event_id
    for topic in sorted({*event.recorded, *event.second} - {*codes}):
        yield Fault(position, "code-unknown", subject, f"no code {shown(topic)}", f"a code of {TABLE}.{TOPIC}", FIX)
    for words in event.second.values():
        if not any(words in article.text for article in articles.values()):
            seen = f"no article holds {shown(words)}"
            yield Fault(position, "quote-not-found", subject, seen, "words of an article", FIX)
