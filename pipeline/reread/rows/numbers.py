"""Numbers against what is printed around them: their unit, currency and qualifier, their clause, other cells."""

import re
from collections.abc import Iterator

from pipeline.assemble.built import Row
from pipeline.read.cues import phrases, said_codes
from pipeline.reread.amounts import Amount
from pipeline.reread.grounding import PARTS_OF_AMOUNT
from pipeline.reread.pasted import entry
from pipeline.reread.rows.readings import amounts_in, numerals_in
from pipeline.reread.surroundings import Doubt, Rule, Span, Surroundings, words_of

_WORD = re.compile(r"\S+")
_MOST_WORDS = 6
"""How many words on either side of a number are read with it where its whole clause cannot be read."""
# A noun in the plural right after a number; words in -ss, -us, -is, -as and -wards are mostly no nouns.
_PLURAL = re.compile(
    r"\s+(?!others\b|ones\b|overseas\b|besides\b|always\b|sometimes\b)([a-z-]+[^suia]s)\b(?<!wards)(?![’'-])"
)
PERSONS = "persons"
RATES = "rate_periods"
# A length of time, and no period of a rate: “in a year”, “a year ago”.
_LENGTH = re.compile(
    r"\b(?:in|for|over|within|than|after|about|half) an? (?:year|month|week|day)\b|"
    r"\ba (?:year|month|week|day) (?:ago|earlier|later|before|after)\b",
    re.IGNORECASE,
)
_OTHER_MATTER = "; if the clause is about something else, write "
NAMED_THINGS = ("places", "substances")
"""Numbers in the names of these rows are part of the name (4-piperidone)."""


def unit_apart_from_number(rows: Surroundings) -> Iterator[Doubt]:
    """Catches 948 from "948lbs" with kilogram from "430kg": a unit, currency or qualifier of another number.

    The words of a number's unit, currency and qualifier overlap the words of the number.
    """
    for tie in rows.ties:
        column = rows.built.schemas.table(tie["table_name"]).column(tie["field"])
        if column.of is None or column.vocabulary not in PARTS_OF_AMOUNT:
            continue
        numbers = [other for other in rows.ties_of[tie["table_name"], tie["row_id"]] if other["field"] == column.of]
        row = rows.built.row(tie["table_name"], tie["row_id"]) or {}
        if not numbers and row[column.of] is not None:
            # A number without words was reported with its record.
            continue
        if not any(words_of(other).overlaps(words_of(tie)) for other in numbers):
            said = " or ".join(f"“{other['words']}”" for other in numbers)
            seen = f"“{tie['words']}” for {tie['field']}, apart from {said or 'no words'} for {column.of}"
            fix = f"name the words that say both, such as “430kg”, for {tie['field']}"
            yield Doubt(tie, seen, f"words that overlap those of {column.of}", fix)


def number_of_other_unit(rows: Surroundings) -> Iterator[Doubt]:
    """Catches 262 tonnes from "262 suspects", and 262 arrests from "262 boats".

    The words of a number, and the noun after it in its clause, say no other unit or currency than its row.
    """
    for tie, amount, numeral in rows.printed_numbers:
        schema = rows.built.schemas.table(tie["table_name"])
        row = rows.built.row(tie["table_name"], tie["row_id"]) or {}
        of_number = {column.vocabulary: row[column.name] for column in schema.columns if column.of == tie["field"]}
        counted = schema.column(tie["field"]).counts or of_number.get("units")
        counts = amount.unit or _counted_in_clause(tie, numeral, counted, rows)
        if counts and counts != counted:
            seen = f"“{tie['words']}” counts {counts}, the row {counted or 'no unit'}"
            fix = (
                "read the sentence again: name the words of the number that the row is about, correct the unit, or add "
                "a cue to units"
            )
            yield Doubt(tie, seen, "words that count what the row counts", fix)
        currency = of_number.get("currencies")
        if amount.currency and amount.currency != currency:
            seen = f"“{tie['words']}” says {amount.currency}, the row {currency or 'no currency'}"
            yield Doubt(
                tie, seen, "the same currency in both", "correct the currency, or name the words of the right sum"
            )


def number_other_in_its_clause(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a number cut out of what is printed: "1,300" of "more than 1,300", "50" of "between 50 and 100".

    Read with the words around it, up to the ends of its clause, a number is still the same, and as exact as its row
    says.
    """
    for tie, amount, numeral in rows.printed_numbers:
        row = rows.built.row(tie["table_name"], tie["row_id"]) or {}
        columns = rows.built.schemas.table(tie["table_name"]).columns
        qualifier = next((row[c.name] for c in columns if c.of == tie["field"] and c.vocabulary == "qualifiers"), None)
        whole = _in_clause(tie, numeral, rows)
        if whole is None:
            continue
        if whole.number != amount.number:
            said = whole.number if whole.number is not None else f"a range from {whole.low} to {whole.high}"
            seen = f"“{tie['words']}” reads as {amount.number}, but in its clause as {said}"
            fix = f"name all words of the number{_OTHER_MATTER}{entry(tie, exempt='other_matter')}"
            yield Doubt(tie, seen, "a number that is not cut out of another", fix)
        elif whole.qualifier != (qualifier or "exact"):
            seen = f"{qualifier or 'exact'}, but the clause of “{tie['words']}” makes the number {whole.qualifier}"
            fix = (
                f"code {whole.qualifier} with the words that say it, or correct the words{_OTHER_MATTER}"
                f"{entry(tie, exempt='other_matter')}"
            )
            yield Doubt(tie, seen, "a number as exact as its clause says", fix)


def rate_left_out(rows: Surroundings) -> Iterator[Doubt]:
    """Catches "100,000 Americans a year" coded as a number of all time: its clause says the period of a rate."""
    for tie, amount, _ in rows.printed_numbers:
        row = rows.built.row(tie["table_name"], tie["row_id"]) or {}
        columns = rows.built.schemas.table(tie["table_name"]).columns
        rate = next((column for column in columns if column.vocabulary == RATES), None)
        clause = rows.clause(tie)
        text = rows.text(tie["source_id"])[tie["words_end"] : clause.end]
        said = said_codes(_LENGTH.sub("", text), phrases(rows.built.schemas.vocabularies[RATES])) if rate else set()
        if rate and row[rate.name] is None and said:
            seen = f"“{tie['words']}{text.rstrip()}” gives {amount.number} for each {' and '.join(sorted(said))}"
            fix = f"add {rate.name}: {' or '.join(sorted(said))}{_OTHER_MATTER}{entry(tie, exempt='other_matter')}"
            yield Doubt(tie, seen, f"the period in {rate.name}", fix)


def number_in_a_name(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a number that is no amount: part of a date, an age or a code, or of the name of a substance or place."""
    names = [words_of(tie) for tie in rows.ties if _names_thing(tie, rows)]
    kinds: dict[str, dict[tuple[int, int], str]] = {
        source_id: {(numeral.start, numeral.end): numeral.kind for numeral in numerals_in(text, rows.lexicon)}
        for source_id, text in rows.texts.items()
        if source_id in rows.judged
    }
    for tie, _, numeral in rows.printed_numbers:
        kind = kinds[tie["source_id"]].get((numeral.start, numeral.end), "number")
        in_name = any(numeral.overlaps(name) for name in names)
        if kind != "number" or in_name:
            seen = f"the number of “{tie['words']}” is part of a {kind if kind != 'number' else 'name'}"
            yield Doubt(tie, seen, "a number that is an amount", "name the words of an amount, or leave the value out")


def numeral_behind_two_cells(rows: Surroundings) -> Iterator[Doubt]:
    """Catches one printed number that fills two cells: the arrests of one sentence as the prosecutions of another.

    Where two rows repeat the same number, one of them says so with `repeats`; a `repeats` that names a row without
    that number is reported too.
    """
    by_numeral: dict[Span, list[Row]] = {}
    for tie, _, numeral in rows.printed_numbers:
        by_numeral.setdefault(numeral, []).append(tie)
    needed: set[str] = set()
    for ties in by_numeral.values():
        for tie in ties:
            for other in ties:
                same_cell = (tie["table_name"], tie["row_id"], tie["field"]) == (
                    other["table_name"],
                    other["row_id"],
                    other["field"],
                )
                if same_cell:
                    continue
                if tie["repeats"] == f"{other['table_name']}/{other['row_id']}":
                    needed.add(tie["evidence_id"])
                elif other["repeats"] != f"{tie['table_name']}/{tie['row_id']}":
                    seen = f"“{tie['words']}” is also the number of {other['row_id']}.{other['field']}"
                    again = entry(tie, repeats=f"{other['table_name']}/{other['row_id']}")
                    fix = f"name the words of this number alone, or, if it is the same one, write {again}"
                    yield Doubt(tie, seen, "one printed number behind one cell", fix)
    for tie in rows.ties:
        if tie["repeats"] and tie["evidence_id"] not in needed:
            seen = f"repeats: {tie['repeats']}, which has not the same printed number as “{tie['words']}”"
            fix = f"write {entry(tie, repeats=None)}"
            yield Doubt(tie, seen, "repeats only for a row with the same printed number", fix)


def _in_clause(tie: Row, numeral: Span, rows: Surroundings) -> Amount | None:
    """Return the amount at a numeral when it is read with as much of what stands around it as can be read."""
    for stretch in (*rows.stretches(tie), *_narrower(tie, rows)):
        text = rows.text(tie["source_id"])[stretch.start : stretch.end]
        every = amounts_in(text, rows.lexicon, rows.country(tie))
        if every is None:
            continue
        at = numeral.start - stretch.start
        return next((amount for amount in every if amount.extent[0] <= at < amount.extent[1]), None)
    return None


def _narrower(tie: Row, rows: Surroundings) -> Iterator[Span]:
    """Yield the words of a tie with fewer and fewer words of their clause on both sides.

    Another number of the clause that cannot be read ("a few years") must not hide what stands beside this one.
    """
    clause = rows.clause(tie)
    text = rows.text(tie["source_id"])
    before = [match.start() for match in _WORD.finditer(text, clause.start, tie["words_start"])][-_MOST_WORDS:]
    after = [match.end() for match in _WORD.finditer(text, tie["words_end"], clause.end)][:_MOST_WORDS]
    starts, ends = [*before, tie["words_start"]], [tie["words_end"], *after]
    windows = [Span(clause.source_id, start, end) for start in starts for end in ends]
    yield from sorted(windows, key=lambda window: window.start - window.end)


def _counted_in_clause(tie: Row, numeral: Span, counted: str | None, rows: Surroundings) -> str:
    """Return the unit that the clause of a number says, or where persons are counted the noun; empty if neither.

    A noun that the units do not list may name persons: it is then a cue that they lack.
    """
    whole = _in_clause(tie, numeral, rows)
    if whole and whole.unit:
        return whole.unit
    noun = _PLURAL.match(rows.text(tie["source_id"]), numeral.end)
    several = whole is None or whole.number != 1
    return noun[1] if noun and several and counted == PERSONS else ""


def _names_thing(tie: Row, rows: Surroundings) -> bool:
    """Return whether the words of a tie name a substance or a place."""
    key = rows.built.schemas.table(tie["table_name"]).foreign_key(tie["field"])
    return (tie["table_name"] in NAMED_THINGS and tie["field"] == "name") or (
        key is not None and key.table in NAMED_THINGS
    )


RULES: tuple[Rule, ...] = (
    unit_apart_from_number,
    number_of_other_unit,
    number_other_in_its_clause,
    rate_left_out,
    number_in_a_name,
    numeral_behind_two_cells,
)
