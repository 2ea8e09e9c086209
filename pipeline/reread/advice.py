"""How to fix a value that its words do not say: the line to paste.

An example: 403 with the words “430kg” is fixed by ``quantity: 430``, or by other words of the quote that say 403.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from pipeline.faults import Position, shown, yaml_text
from pipeline.read.cues import phrases, said_codes
from pipeline.read.schema import Column, Vocabulary
from pipeline.read.spaces import plain_text
from pipeline.reread.amounts import Amount, amounts
from pipeline.reread.grounding import PARTS_OF_AMOUNT, PUBLISHED, Facts, reading_of
from pipeline.reread.inferences import OF_NUMBERS
from pipeline.reread.pasted import entry

Row = Mapping[str, Any]
ONE = "one_named"
"""The step from a name to one person: it would fit all words without a number."""
MOST = 3
"""How many of several possibilities a message names."""


class Quote(NamedTuple):
    """A quote of a row."""

    table: str
    row_id: str
    quote: str


@dataclass(frozen=True)
class Written:
    """What was written in the records, as far as advice on some values needs it.

    `positions` says where each row stands that the words may name, by table and row id; `quotes` are those of the rows
    that have a date, by article.
    """

    positions: Mapping[tuple[str, str], Position]
    quotes: Mapping[str, Sequence[Quote]]


def fix_of(row: Row, facts: Facts, written: Written) -> str:
    """Return how to fix a value (a row of evidence) that its words do not say."""
    column = facts.schemas.table(row["table_name"]).column(row["field"])
    advisers: dict[str | None, Callable[[Row, Column, Facts, Written], Iterator[str]]]
    advisers = {
        "number": _number,
        "date": _date,
        "name": _name,
        "claimants": _name,
        None: _part if _is_part(column) else _code,
    }
    reading = reading_of(row, column, facts)
    right = [f"write {row['field']}: {reading}"] if reading else []
    ways = ", or ".join((*right, *advisers.get(column.reader, _text)(row, column, facts, written)))
    # A value that only repeats badly cut words would be wrong without a fault.
    return f"read the sentence again: {ways}" if column.reader in ("number", "date") else ways


def _is_part(column: Column) -> bool:
    return bool(column.of) and column.vocabulary in PARTS_OF_AMOUNT


def _text(row: Row, column: Column, facts: Facts, written: Written) -> Iterator[str]:
    """Yield the value as words, where the quote holds it."""
    if row["value"] in row["quote"]:
        yield f"name the words {entry({**row, 'words': row['value']})}"
    else:
        yield f"quote text that holds {shown(row['value'])}"


def _number(row: Row, column: Column, facts: Facts, written: Written) -> Iterator[str]:
    """Yield words of the quote that say the number, a step that leads to it, or else what the quote says."""
    every = _amounts(row, facts)
    words = [_printed(row, amount) for amount in every if amount.number == Decimal(row["value"])]
    named = all(word[0].isupper() for word in row["words"].split())
    steps = [step for step in OF_NUMBERS if _leads(row, column, facts, inference=step) and (named or step != ONE)]
    if words:
        yield f"name the words {row['field']}: {yaml_text(words[0])}"
    for step in steps[:1]:
        yield f"if they say so, write {entry(row, inferred=step)}"
    if not words and not steps:
        said = [f"{amount.number} (“{_printed(row, amount)}”)" for amount in every if amount.number is not None] or [
            "no number that can be read"
        ]
        yield f"name words that say {row['value']}; the quote says {' and '.join(said[:MOST])}"


def _part(row: Row, column: Column, facts: Facts, written: Written) -> Iterator[str]:
    """Yield words of the quote that say the unit, currency or qualifier, or where a cue for it belongs."""
    part = PARTS_OF_AMOUNT[column.vocabulary or ""]
    words = [_printed(row, amount) for amount in _amounts(row, facts) if getattr(amount, part) == row["value"]]
    if words:
        yield f"name the words of the number with its {part}, {row['field']}: {yaml_text(words[0])}"
    elif reading_of(row, column, facts) is not None:
        yield f"name the words of the right number with its {part}"
    else:
        place = _place(facts.schemas.vocabularies[column.vocabulary or ""], row["value"])
        yield f"name the number with its {part}; if it stands there, add it to the cues of {row['value']}, {place}"


def _code(row: Row, column: Column, facts: Facts, written: Written) -> Iterator[str]:
    """Yield words of the quote that say the code, or the codes that the quote says, and where a cue belongs."""
    vocabulary = facts.schemas.vocabularies[column.vocabulary or ""]
    by_cue = {cue: code for cue, code in phrases(vocabulary).items() if said_codes(row["quote"], {cue: code})}
    said = said_codes(row["quote"], by_cue)
    cues = {code: max((cue for cue in by_cue if by_cue[cue] == code), key=len) for code in sorted(said)}
    place = _place(vocabulary, row["value"])
    if row["value"] in cues:
        yield f"name the words {row['field']}: {yaml_text(cues[row['value']])}"
    elif cues and not said_codes(row["words"], by_cue):
        yield "choose what the quote says, " + " or ".join(f"{cues[code]} ({code})" for code in [*cues][:MOST])
    if said_codes(row["words"], by_cue):
        yield f"name words that are a cue of {row['value']}, listed at {place}"
    else:
        new = yaml_text(" ".join(row["words"].lower().split()))
        yield f"if these words always say {row['value']}, add the cue {new} to it at {place}"


def _place(vocabulary: Vocabulary, code: str) -> str:
    """Return the file of a vocabulary, with the line of a code."""
    line = vocabulary.by_code[code].line if code in vocabulary.by_code else 0
    return f"schemas/vocabularies/{vocabulary.name}.yaml{f':{line}' if line else ''}"


def _name(row: Row, column: Column, facts: Facts, written: Written) -> Iterator[str]:
    """Yield a printed form of the row that stands in the quote, or the form to add to it."""
    table = facts.schemas.table(row["table_name"]).named_table(column.name)
    forms = facts.forms.get((table, row["value"]), ())
    position = written.positions.get((table, row["value"]))
    words, quote = plain_text(row["words"]), plain_text(row["quote"])
    sharers = facts.sharers.get((table, words), ())
    quoted = [form for form in forms if form in quote and form != words]
    if quoted:
        yield f"name the words {row['field']}: {yaml_text(max(quoted, key=len))}"
    if not sharers:
        new = yaml_text(row["words"])
        place = f", {position}" if position else ""
        yield f"if the words name {row['value']}, add them to its forms: [{'…, ' if forms else ''}{new}]{place}"
    elif row["value"] in sharers:
        yield f"name {row['value']} in this article by a form that no other row has, in a value of its own"


def _date(row: Row, column: Column, facts: Facts, written: Written) -> Iterator[str]:
    """Yield the anchor and the step by which the words say the date, or else what they read as."""
    steps = [None, *(step for step in facts.schemas.vocabularies["inferences"].by_code if step not in OF_NUMBERS)]
    anchors = list(dict.fromkeys([row["anchor"], PUBLISHED, *_dated_beside(row, facts, written), None]))
    for anchor in anchors:
        for step in dict.fromkeys([row["inference"], *steps]):
            if _leads(row, column, facts, anchor=anchor, inference=step):
                yield f"{'if they say so, ' if step else ''}write {entry(row, anchor=anchor, inferred=step)}"
                return
    if reading_of(row, column, facts) is None:
        readings = {anchor: reading_of({**row, "anchor": anchor}, column, facts) for anchor in anchors if anchor}
        others = [f"{reading} (anchor: {anchor})" for anchor, reading in readings.items() if reading]
        if others:
            yield f"correct the date: with an anchor the words read as {' or '.join(others[:MOST])}"
    yield "name all words of that one date"


def _dated_beside(row: Row, facts: Facts, written: Written) -> Iterator[str]:
    """Yield the rows with a date, as anchors, that have a quote in common with a row of evidence."""
    for table, row_id, quote in written.quotes.get(row["source_id"], ()):
        dated = (table, row_id) in facts.dates and row_id != row["row_id"]
        if dated and (quote in row["quote"] or row["quote"] in quote):
            yield f"{table}/{row_id}"


def _leads(row: Row, column: Column, facts: Facts, **notes: str | None) -> bool:
    """Return whether the words of a row of evidence read as its value with other notes."""
    reading, value = reading_of({**row, **notes}, column, facts), str(row["value"])
    if reading is None or column.reader != "number":
        return reading == value
    return Decimal(reading) == Decimal(value)


def _amounts(row: Row, facts: Facts) -> Sequence[Amount]:
    """Return the amounts of a quote; none where they cannot be read."""
    try:
        return amounts(row["quote"], facts.lexicon, facts.country(row))
    except (ValueError, InvalidOperation):
        return ()


def _printed(row: Row, amount: Amount) -> str:
    """Return an amount as the quote prints it."""
    start, end = amount.extent
    return str(row["quote"][start:end]).strip()
