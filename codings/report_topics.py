"""The part of the report on the second coding of topics."""

from collections.abc import Iterable, Iterator

from codings.topics import EventTopics, TopicAgreement
from pipeline.write.codebook_numbers import percent, table_lines

TOPICS_ENTRY = """\
- [Topics, coded a second time](#topics), of {events} events"""

TOPICS_PART = """\
## <a id="topics"></a>Topics, coded a second time

{example}A reader saw each event's title, type, quotes and article, and not its topics in the records, and gave it
topics by the definitions of the codes. `codings/topics.jsonl` has these topics, and those that the records then
had."""

TOPICS_EXAMPLE = """\
For example, `{event_id}` had {recorded} in the records, and {second} in the second coding.

"""

TOPICS_CHANGED = """\
Alpha is Krippendorff's for nominal data, over all pairs of an event and a code. F1 is twice the topics that both gave,
divided by all that either gave. {differ}, and {changed} of these have other topics in the records today."""


def topics_entry(agreement: TopicAgreement) -> str:
    """Return the entry of the part in the contents."""
    return TOPICS_ENTRY.format(events=len(agreement.events))


def topics_part(agreement: TopicAgreement) -> Iterator[str]:
    """Yield the part on how far the second coding of topics agrees with the records."""
    events, different = len(agreement.events), agreement.different
    same = events - len(different)
    yield TOPICS_PART.format(example=_example(different[0]) if different else "")
    yield table_lines(
        ["measure", "value"],
        [
            ["events with the same topics", f"{same} of {events} ({percent(same, events)})"],
            ["topics of events in both", str(agreement.both)],
            ["only in the records", str(agreement.only_recorded)],
            ["only in the second coding", str(agreement.only_second)],
            ["F1", f"{agreement.f1:.2f}"],
            ["alpha", "undefined" if agreement.alpha is None else f"{agreement.alpha:.2f}"],
        ],
    )
    differ = "1 event differs" if len(different) == 1 else f"{len(different)} events differ"
    yield TOPICS_CHANGED.format(differ=differ, changed=agreement.changed)


def _example(event: EventTopics) -> str:
    """Return an event of which the topics differ, as an example."""
    recorded, second = _codes(event.recorded), _codes(event.second)
    return TOPICS_EXAMPLE.format(event_id=event.event_id, recorded=recorded, second=second)


def _codes(topics: Iterable[str]) -> str:
    """Return codes as one text."""
    return ", ".join(f"`{topic}`" for topic in sorted(topics))
