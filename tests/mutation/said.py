"""What the articles say: each value with the place of its words, and how a row is given another one with its words.

The words go with the value, so that each cell by itself is proved; only the row is false.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.check.joins import Tables, unpaired
from pipeline.locate.quotes import MAX_QUOTE
from pipeline.model import ACTORS, PASSAGES, Evidence, Located, Record, Value, Words
from pipeline.read.whole_words import cuts, offsets
from tests.mutation.world import Key, World

STATE = "state"
"""The kind of the actors that are a country as a whole."""

_NUMERAL = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![.,]?\d)(?!(?:st|nd|rd|th|s)\b)[^\W\d_]*(?!\w)"
)
"""A number in digits with the letters of a unit that is run on, but no ordinal number and no decade."""


@dataclass(frozen=True)
class Said:
    """A value as an article says it, and the row and column that hold it; no row where no value is read from it.

    Offsets are those of the article; the words stand in the quote.
    """

    value: Value
    source_id: str
    words: tuple[int, int]
    quote: tuple[int, int]
    anchor: str | None = None
    inferred: str | None = None
    speaker: str | None = None
    row: Key = ("", "")
    column: str = ""

    def distance(self, other: "Said") -> int:
        """Return how far the words of another value of the same article stand from these."""
        return abs(self.words[0] - other.words[0])

    def overlaps(self, other: "Said") -> bool:
        """Return whether the quotes of two values share text."""
        same = self.source_id == other.source_id
        return same and self.quote[0] < other.quote[1] and other.quote[0] < self.quote[1]


@functools.cache
def said(world: World) -> Sequence[Said]:
    """Return every value that words support, once for each article that says it."""
    values: dict[tuple[Key, str, str], Said] = {}
    for key, ties in world.located.items():
        for tie in ties:
            values.setdefault((key, tie.field, tie.evidence.source_id), _said(tie, key))
    return tuple(values.values())


def _said(tie: Located, key: Key) -> Said:
    return Said(
        tie.record.values[tie.field],
        tie.evidence.source_id,
        (tie.words_start, tie.words_end),
        (tie.quote_start, tie.quote_end),
        tie.words.anchor,
        tie.words.inferred,
        tie.evidence.attributed_to,
        key,
        tie.field,
    )


@functools.cache
def said_in(world: World, source_id: str) -> Sequence[Said]:
    """Return every value that words of one article support."""
    return tuple(each for each in said(world) if each.source_id == source_id)


@functools.cache
def of_row(world: World) -> Mapping[Key, Sequence[Said]]:
    """Return what is said of each row."""
    rows: dict[Key, list[Said]] = {}
    for each in said(world):
        rows.setdefault(each.row, []).append(each)
    return rows


@functools.cache
def cells(world: World) -> Mapping[tuple[Key, str], Said]:
    """Return the first of what is said of each cell, by row and column."""
    firsts: dict[tuple[Key, str], Said] = {}
    for each in said(world):
        firsts.setdefault((each.row, each.column), each)
    return firsts


@functools.cache
def numerals(world: World, source_id: str) -> Sequence[Said]:
    """Return the numbers in digits in sentences of an article that are behind no number, if perhaps behind a date."""
    text, article = world.articles[source_id].text, world.articles[source_id]
    read = [
        each.words
        for each in said_in(world, source_id)
        if world.schemas.table(each.row[0]).column(each.column).reader == "number"
    ]
    return tuple(
        Said(
            float(match["number"].replace(",", "")),
            source_id,
            match.span(),
            quote_around(world, source_id, *match.span()),
        )
        for zone in article.zones
        if zone.is_text
        for match in _NUMERAL.finditer(text, zone.start, zone.end)
        if not any(start < match.end() and match.start() < end for start, end in read)
    )


def quote_around(world: World, source_id: str, start: int, end: int) -> tuple[int, int]:
    """Return the first and last offset of the sentence around some words, cut to what a quote may hold."""
    text = world.articles[source_id].text
    first, last = next(
        (row["passage_start"], row["passage_end"])
        for row in world.in_order[PASSAGES]
        if row["source_id"] == source_id and row["passage_start"] <= start < row["passage_end"]
    )
    first, last = max(first, end - MAX_QUOTE // 2), min(max(last, end), start + MAX_QUOTE // 2)
    first = next(place for place in range(first, start + 1) if not text[place].isspace() and not cuts(text, place))
    last = next(place for place in range(last, end - 1, -1) if not text[place - 1].isspace() and not cuts(text, place))
    return first, last


def given(world: World, record: Record, column: str, new: Said) -> Record:
    """Return a row with another value in one column, its words and, where the row lacks it, their quote.

    Whoever speaks the quote speaks it here too if the actor has a voice in the row's event; else the speaker stays.
    """
    evidence = [
        replace(each, supports={name: words for name, words in each.supports.items() if name != column})
        for each in record.evidence
    ]
    before = next((each for each in record.evidence if column in each.supports), record.evidence[0])
    text = world.articles[new.source_id].text
    spans = _spans(world, record, new.source_id)
    here = next((place for place, (start, end) in spans.items() if start <= new.words[0] and new.words[1] <= end), None)
    if here is None:
        heard = new.speaker is not None and (event_of(world, record), new.speaker) in voices(world)
        speaker = new.speaker if heard else before.attributed_to
        quote = text[slice(*new.quote)]
        occurrence = _occurrence(offsets(text, quote), new.quote[0])
        evidence.append(Evidence(new.source_id, quote, record.position, {}, occurrence, speaker))
        here, start = len(evidence) - 1, new.quote[0]
    else:
        start = spans[here][0]
    evidence[here] = with_words(evidence[here], column, new.words[0] - start, new.words[1] - start, new)
    kept = tuple(each for each in evidence if each.supports)
    return replace(record, values={**record.values, column: new.value}, evidence=kept)


def _spans(world: World, record: Record, source_id: str) -> dict[int, tuple[int, int]]:
    """Return where the quotes of a row that support a value stand in an article, by their number in the row."""
    text = world.articles[source_id].text
    starts = {
        place: offsets(text, each.quote)[(each.occurrence or 1) - 1]
        for place, each in enumerate(record.evidence)
        if each.source_id == source_id
    }
    return {place: (start, start + len(record.evidence[place].quote)) for place, start in starts.items()}


def with_words(evidence: Evidence, column: str, start: int, end: int, like: Said | None = None) -> Evidence:
    """Return a quote in which the words from `start` to `end` say the value of a column."""
    text = evidence.quote[start:end]
    words = Words(
        text,
        evidence.position,
        _occurrence(offsets(evidence.quote, text), start),
        like.anchor if like else None,
        like.inferred if like else None,
    )
    return replace(evidence, supports={**evidence.supports, column: words})


def _occurrence(places: Sequence[int], start: int) -> int | None:
    return places.index(start) + 1 if len(places) > 1 and start in places else None


@functools.cache
def voices(world: World) -> frozenset[tuple[str, str]]:
    """Return each event and actor where the actor has a role that speaks in the event."""
    pairs = map(unpaired, Tables(world.schemas, world.tables).voices)
    return frozenset((event_id, actor_id) for event_id, actor_id in pairs)


def event_of(world: World, record: Record) -> str:
    """Return the event that a row is, or belongs to; empty where there is none."""
    if record.table == "events":
        return record.row_id
    case = world.records.by_id.get(("legal_cases", record.text("case_id")))
    return record.text("event_id") or (case.text("event_id") if case else "")


@functools.cache
def related(world: World) -> frozenset[tuple[str, str]]:
    """Return each two events that a relation ties, in both orders."""
    pairs = [(row["event_id"], row["other_event_id"]) for row in world.in_order["event_relations"]]
    return frozenset([*pairs, *((second, first) for first, second in pairs)])


def tied(world: World, event: str, other: str) -> bool:
    """Return whether two events are one, or a relation ties them: what is true of one may be true of the other."""
    return event == other or (event, other) in related(world)


def same_or_within(world: World, table: str, first: str, second: str) -> bool:
    """Return whether one of two named rows is, holds or stands for the other: both may be meant by the same words.

    A state is meant by the names of its bodies, persons and towns.
    """
    if first in _around(world, table, second) or second in _around(world, table, first):
        return True
    actors = [world.rows[table][row_id] for row_id in (first, second)] if table == ACTORS else []
    return bool(actors) and actors[0]["country"] == actors[1]["country"] and STATE in {row["kind"] for row in actors}


def _around(world: World, table: str, row_id: str) -> set[str]:
    """Return a row and all that it lies in or belongs to."""
    rows: set[str] = set()
    while row_id and row_id not in rows:
        rows.add(row_id)
        record = world.records.by_id.get((table, row_id))
        row_id = record.text("parent_id") if record else ""
    return rows


def repeats(world: World, record: Record, column: str, value: Value) -> bool:
    """Return whether a row with another value says, by a key in which no two may be alike, what another row says."""
    table = world.schemas.table(record.table)
    values = {**record.values, column: value}
    return any(
        all(row[name] == values.get(name) for name in key)
        for key in table.unique_keys
        if column in key
        for row_id, row in world.rows[record.table].items()
        if row_id != record.row_id
    )


def nearest(cell: Said, others: Iterable[Said], count: int) -> list[Said]:
    """Return the values whose words stand nearest to those of a cell."""
    return sorted(others, key=cell.distance)[:count]
