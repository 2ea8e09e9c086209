"""Joint corruptions of one row: a value and its words taken from elsewhere, a code told without its cue, a speaker."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from counternarcotics._shared.fingerprint import cell_text
from pipeline.assemble.built import EVENTS
from pipeline.model import ARTICLE, SOURCES, Evidence, Record
from pipeline.read import edtf
from pipeline.read.schema import SEVERAL, Column, TableSchema
from pipeline.read.values import parse
from pipeline.read.whole_words import cuts, offsets
from tests.mutation.judge import built_evidence, reads
from tests.mutation.said import (
    Said,
    cells,
    event_of,
    given,
    nearest,
    numerals,
    of_row,
    quote_around,
    repeats,
    said_in,
    same_or_within,
    tied,
    voices,
    with_words,
)
from tests.mutation.texts import spread
from tests.mutation.world import Mutant, Recorded, World, joint

MOST = 3
"""How many other values of one kind a cell is given."""
NEAREST = 2
ANOTHER = {"number": "one numeral behind two cells", "name": "another name", "date": "another date"}
UNMARKED = {
    "scopes": "total or process as incident",
    "modalities": "claim or promise as done",
    "qualifiers": "hedged number as exact",
}
"""Kinds of mutants that tell a code as the one that language leaves unsaid, by vocabulary."""
MEASURES = ("unit", "currency", "qualifier")
"""The last word of the columns that say how a number is meant."""

_WORD = re.compile(r"[^\W\d]{4,}")

Given = tuple[str, Said]
"""The kind of a mutant, and what the cell is given."""


def of_rows(world: World) -> Iterator[Mutant]:
    """Yield the joint corruptions of every row but those of `sources`, each of which is alone with its article."""
    for record in world.records.all:
        table = world.schemas.table(record.table)
        if record.table != SOURCES:
            for column in table.columns:
                for kind, new in _given(world, record, table, column):
                    what = f"{record.values.get(column.name)} → {new.value} at {new.words[0]} of {new.source_id}"
                    yield joint(kind, record, column.name, what, partial(_with, world, record, column.name, new))
            yield from _amounts(world, record, table)
            yield from _unmarked(world, record, table)
        yield from _speakers(world, record)


def _with(world: World, record: Record, column: str, new: Said) -> Recorded:
    return Recorded((record,), (given(world, record, column, new),))


def _as_they_are(old: Sequence[Record], new: Sequence[Record]) -> Recorded:
    return Recorded(tuple(old), tuple(new))


def _given(world: World, record: Record, table: TableSchema, column: Column) -> Iterator[Given]:
    """Yield what one cell may be given so that it says something else, each place once."""
    places = set()
    for kind, new in _candidates(world, record, table, column):
        if new.words not in places and not repeats(world, record, column.name, new.value):
            places.add(new.words)
            yield kind, new


def _candidates(world: World, record: Record, table: TableSchema, column: Column) -> Iterator[Given]:
    key = (record.table, record.row_id)
    cell = cells(world).get((key, column.name))
    if cell is None:
        yield from _of_others(world, record, column)
        return
    # A date that is counted from this row's own would be counted from itself here.
    itself = "/".join(key)
    here = [each for each in said_in(world, cell.source_id) if each.row != key and each.anchor != itself]
    same = [each for each in here if each.row[0] == record.table and each.column == column.name]
    same = [each for each in same if _differs(world, table, column, cell, each)]
    yield from (("value of a neighbouring row", each) for each in nearest(cell, same, NEAREST))
    if column.reader in ANOTHER:
        others = [each for each in _alike(world, table, column, here) if _differs(world, table, column, cell, each)]
        if column.reader == "date":
            events = [each for each in others if each.row[0] == "events" and each.row[1] != event_of(world, record)]
            yield from (("date of a neighbouring event", each) for each in nearest(cell, events, NEAREST))
        yield from ((ANOTHER[column.reader], each) for each in spread(others, record.row_id, MOST))
    else:
        elsewhere = [each for each in same if not each.overlaps(cell)]
        yield from (("another sentence", each) for each in spread(elsewhere, record.row_id, MOST))
    if column.reader == "number":
        numbers = [_as(column, each) for each in numerals(world, cell.source_id)]
        others = [each for each in numbers if each and each.value != cell.value]
        yield from (("another numeral", each) for each in nearest(cell, others, MOST))
    if column.vocabulary and column.name.rpartition("_")[2] in MEASURES:
        yield from (("measure of another number", each) for each in _measures(world, record, column, cell))


def _as(column: Column, number: Said) -> Said | None:
    """Return a number as a column holds it; None where it cannot."""
    try:
        return replace(number, value=parse(column, cell_text(number.value)))
    except ValueError:
        return None


def _alike(world: World, table: TableSchema, column: Column, others: Sequence[Said]) -> Iterator[Said]:
    """Yield the values that the same reader reads: numbers, dates, names of rows of the same table."""
    key = table.foreign_key(column.name)
    for each in others:
        other = world.schemas.table(each.row[0])
        other_key = other.foreign_key(each.column)
        alike = other.column(each.column).reader == column.reader
        if alike and (key and key.table) == (other_key and other_key.table) and other.name != SOURCES:
            number = _as(column, each) if column.reader == "number" else each
            yield from [number] if number else []


def _differs(world: World, table: TableSchema, column: Column, cell: Said, other: Said) -> bool:
    """Return whether two values cannot both be meant: not a name within the other, nor dates that share a day."""
    if cell.value == other.value:
        return False
    key = table.foreign_key(column.name)
    if key and column.reader == "name":
        return not same_or_within(world, key.table, str(cell.value), str(other.value))
    if column.reader == "date":
        first, second = (edtf.bounds(str(each.value)) for each in (cell, other))
        return _ends_before(first.end, second.start) or _ends_before(second.end, first.start)
    return True


def _ends_before(end: date | None, start: date | None) -> bool:
    return end is not None and start is not None and end < start


def _of_others(world: World, record: Record, column: Column) -> Iterator[Given]:
    """Yield for an empty cell the nearest names and dates of rows of other events that no relation ties to its own."""
    if column.reader not in ("name", "date") or column.required or column.name in record.values:
        return
    own = of_row(world).get((record.table, record.row_id))
    if not own:
        return
    event = event_of(world, record)
    others = [
        each for each in said_in(world, own[0].source_id) if (each.row[0], each.column) == (record.table, column.name)
    ]
    apart = [each for each in others if not tied(world, event, event_of(world, world.records.by_id[each.row]))]
    yield from (("value of another event added", each) for each in nearest(own[0], apart, NEAREST))


def _measures(world: World, record: Record, column: Column, cell: Said) -> Iterator[Said]:
    """Yield the nearest words of the article that say another code, with the digits to which they are run on."""
    text = world.articles[cell.source_id].text
    vocabulary = world.schemas.vocabularies[column.vocabulary or ""]
    zones = [zone for zone in world.articles[cell.source_id].zones if zone.is_text]
    others = []
    for code in vocabulary.codes:
        for cue in code.cues if code.code != cell.value else ():
            pattern = re.compile(rf"(?<!\w)(?:\d[\d.,]*)?{re.escape(cue)}(?!\w)", re.IGNORECASE)
            for match in (match for zone in zones for match in pattern.finditer(text, zone.start, zone.end)):
                quote = quote_around(world, cell.source_id, *match.span())
                others.append(Said(code.code, cell.source_id, match.span(), quote))
    for other in nearest(cell, others, MOST):
        if _reads(world, given(world, record, column.name, other), column.name):
            yield other


def _reads(world: World, record: Record, column: str) -> bool:
    """Return whether each cell of a column reads as its value."""
    evidence = built_evidence(world, record)
    of_column = [row for row in evidence if row["field"] == column]
    return bool(of_column) and all(reads(world, evidence, row) for row in of_column)


def _amounts(world: World, record: Record, table: TableSchema) -> Iterator[Mutant]:
    """Yield a row with a number of the nearest other row of its table, and all that says how the number is meant."""
    key = (record.table, record.row_id)
    for column in table.columns:
        cell = cells(world).get((key, column.name))
        if column.reader != "number" or cell is None:
            continue
        here = said_in(world, cell.source_id)
        rows = [each for each in here if (each.row[0], each.column) == (table.name, column.name)]
        rows = [each for each in rows if each.value != cell.value]
        for new in nearest(cell, rows, NEAREST):
            changed = given(world, record, column.name, new)
            for name in table.by_name:
                measure = cells(world).get((new.row, name))
                if measure and name in record.values and name.rpartition("_")[2] in MEASURES:
                    changed = given(world, changed, name, measure)
            what = f"{cell.value} → {new.value} of {new.row[1]}, with all that says how it is meant"
            made = partial(_as_they_are, [record], [changed])
            yield joint("amount of a neighbouring row", record, column.name, what, made)


def _unmarked(world: World, record: Record, table: TableSchema) -> Iterator[Mutant]:
    """Yield a row with the code that language leaves unsaid in place of another, by words that hold no cue.

    Where an event is told as one action, so are the rows that describe it.
    """
    for column in table.columns:
        kind = UNMARKED.get(column.vocabulary or "")
        unmarked = world.schemas.vocabularies[column.vocabulary or ""].unmarked if kind else None
        if not unmarked or record.values.get(column.name) in (None, unmarked):
            continue
        records = [record]
        if record.table == EVENTS:
            described = [each for each in world.records.all if each.table != EVENTS]
            records += [each for each in described if each.text("event_id") == record.row_id]
        old = [each for each in records if each.values.get(column.name) == record.values[column.name]]
        new = [each for each in (_innocent(world, row, column.name, unmarked) for row in old) if each]
        if len(new) == len(old):
            what = f"{record.values[column.name]} → {unmarked}"
            yield joint(str(kind), record, column.name, what, partial(_as_they_are, old, new))


def _innocent(world: World, record: Record, column: str, code: str) -> Record | None:
    """Return a row with the unmarked code, by the words of its quote nearest to the cue that hold none; else None."""
    place, evidence = next((place, each) for place, each in enumerate(record.evidence) if column in each.supports)
    words = evidence.supports[column]
    start = offsets(evidence.quote, words.text)[(words.occurrence or 1) - 1]
    bare = [
        replace(each, supports={name: some for name, some in each.supports.items() if name != column})
        for each in record.evidence
    ]
    spans = [match.span() for match in _WORD.finditer(evidence.quote)]
    outside = [span for span in spans if span[1] <= start or span[0] >= start + len(words.text)]
    for first, last in sorted(outside, key=lambda span: abs(span[0] - start)):
        changed = [*bare[:place], with_words(bare[place], column, first, last), *bare[place + 1 :]]
        kept = tuple(each for each in changed if each.supports)
        new = replace(record, values={**record.values, column: code}, evidence=kept)
        if not cuts(evidence.quote, first) and not cuts(evidence.quote, last) and _reads(world, new, column):
            return new
    return None


def _speakers(world: World, record: Record) -> Iterator[Mutant]:
    """Yield a row of which one quote, or each, is said by nobody, or by another who speaks in the event or article."""
    spoken = [place for place, each in enumerate(record.evidence) if each.attributed_to]
    if not spoken:
        return
    now = {record.evidence[place].attributed_to for place in spoken}
    in_event = sorted({actor for event, actor in voices(world) if event == event_of(world, record)} - now)
    sources = {each.source_id for each in record.evidence}
    heard = {str(each.speaker) for source_id in sources for each in said_in(world, source_id) if each.speaker}
    in_article = sorted(heard - now)
    others = dict.fromkeys([*spread(in_event, record.row_id, NEAREST), *spread(in_article, record.row_id, NEAREST)])
    groups = {"all quotes": spoken, **({"one quote": spoken[:1]} if len(spoken) > 1 else {})}
    for name, places in groups.items():
        for speaker in (None, *others):
            kind = f"speaker {'changed in' if speaker else 'removed from'} {name}"
            evidence = tuple(
                replace(each, attributed_to=speaker) if place in places else each
                for place, each in enumerate(record.evidence)
            )
            new = _claimed(world, replace(record, evidence=evidence))
            what = f"{', '.join(sorted(map(str, now)))} → {speaker}"
            yield joint(kind, record, "attributed_to", what, partial(_as_they_are, [record], [new]))


def _claimed(world: World, record: Record) -> Record:
    """Return a row that says whose claim it is, as the build fills it in; words of a quote that names nobody go."""
    table = world.schemas.table(record.table)
    if "attributed_to" not in table.by_name:
        return record
    deciding = [each for each in record.evidence if not each.supports.keys().isdisjoint(table.deciding)]
    naming = [each for each in record.evidence if "attributed_to" in each.supports and each.attributed_to]
    actors = dict.fromkeys(each.attributed_to or ARTICLE for each in (*deciding, *naming))
    kept = tuple(each for each in map(_unnamed, record.evidence) if each.supports)
    return replace(record, values={**record.values, "attributed_to": SEVERAL.join(actors)}, evidence=kept)


def _unnamed(evidence: Evidence) -> Evidence:
    """Return a quote without the words that name its claimant, if it has none."""
    if evidence.attributed_to:
        return evidence
    return replace(
        evidence, supports={name: words for name, words in evidence.supports.items() if name != "attributed_to"}
    )
