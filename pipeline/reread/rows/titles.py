"""Titles and summaries, which curators write, against what the row and what belongs to it quote."""

import functools
import re
from collections.abc import Iterator, Sequence

from pipeline.assemble.built import EVENTS, Row
from pipeline.reread.forms import apart_from_words, one_spaced
from pipeline.reread.rows.readings import numerals_in
from pipeline.reread.surroundings import WRITTEN, Doubt, Rule, Surroundings

# A word with a capital inside a sentence; of names with other endings (China, Chinese) the beginning is the same.
_CAPITAL = re.compile(r"(?<=[^.!?:] )[A-Z]\w+")
_WORD = re.compile(r"\w+")
_STEM = 4
_YEAR = re.compile(r"[12]\d{3}")
_DIGITS = re.compile(r"\d+")


def title_without_support(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a number, a year or a name in a title or a summary that the sentences of its quotes do not hold."""
    for event_id in dict.fromkeys(tie["row_id"] for tie in rows.ties if tie["table_name"] == EVENTS):
        event, own = rows.built.row(EVENTS, event_id) or {}, rows.ties_of[EVENTS, event_id]
        ties = list(_of_event(event_id, rows))
        sentences = {rows.sentence(tie) for tie in ties}
        quotes = [*{tie["quote"] for tie in ties}, *(rows.text(s.source_id)[s.start : s.end] for s in sentences)]
        for column in WRITTEN:
            text = event.get(column) or ""
            for name in _unsupported(text, quotes, ties, rows):
                seen = f"“{name}” in the {column}, which no sentence quoted for the event or its rows holds"
                fix = f"write the {column} from the quotes, or quote the sentence that says it"
                yield Doubt({**own[0], "field": column, "exempt": None}, seen, "only what those sentences say", fix)


def _of_event(event_id: str, rows: Surroundings) -> Iterator[Row]:
    """Yield the ties of an event, of the rows that belong to it, and of the rows from which its dates are counted."""
    ties = list(rows.ties_of.get((EVENTS, event_id), ()))
    for key in rows.rows_of_event.get(event_id, ()):
        ties += rows.ties_of.get(key, ())
    yield from ties
    for tie in ties:
        table, _, row_id = (tie["anchor"] or "").partition("/")
        if tie["anchor"]:
            yield from rows.ties_of.get((table, row_id) if row_id else ("sources", tie["source_id"]), ())


def _unsupported(text: str, quotes: Sequence[str], ties: Sequence[Row], rows: Surroundings) -> Iterator[str]:
    """Yield the numbers, years and known names of a text that neither the quotes nor the values hold."""
    values = {tie["value"] for tie in ties}
    said = {numeral.value for each in (*quotes, *values) for numeral in numerals_in(each, rows.lexicon)}
    digits = {number for each in (*quotes, *values) for number in _digits(each)}
    for numeral in numerals_in(text, rows.lexicon):
        printed = text[numeral.start : numeral.end]
        # What is no amount, or may be a year, stands in the quotes or in the dates by its digits.
        by_digits = numeral.value is None or _YEAR.fullmatch(printed)
        if not _digits(printed) <= digits if by_digits else numeral.value not in said:
            yield printed
    for form, row_ids in _names_in(text, rows).items():
        if not row_ids & values and not any(_stands_in(other, quotes) for other in _forms_of(row_ids, rows)):
            yield form
    words = {word[:_STEM] for each in quotes for word in _WORD.findall(each)}
    capitals = [match[0] for match in _CAPITAL.finditer(text) if match[0][:_STEM] not in words]
    if capitals:
        forms = _forms_of(values | _named_in(quotes, rows), rows)
        of_forms = {word[:_STEM] for form in forms for word in _WORD.findall(form)}
        yield from (word for word in capitals if word[:_STEM] not in of_forms)


def _digits(text: str) -> set[str]:
    """Return the numbers in digits of a text, without leading zeros.

    >>> sorted(_digits("2025-06-03"))
    ['2025', '3', '6']
    """
    return {digits.lstrip("0") for digits in _DIGITS.findall(text)}


def _named_in(texts: Sequence[str], rows: Surroundings) -> set[str]:
    """Return the ids of the rows of which a printed form stands in a text."""
    forms_there = rows.finder.forms_in(texts)
    return {row_id for (_, row_id), forms in forms_there.items() if any(_stands_in(form, texts) for form in forms)}


def _is_name(form: str, table: str) -> bool:
    """Return whether a printed form is a name; that of a body or a place is one if it has a capital letter."""
    return table == "substances" or form != form.lower()


def _names_in(text: str, rows: Surroundings) -> dict[str, set[str]]:
    """Return the known names that stand in a text, each with the rows that have it; of overlapping ones the longest."""
    by_form: dict[str, set[str]] = {}
    for (table, row_id), forms in rows.finder.forms_in([text]).items():
        for form in forms:
            if _is_name(form, table):
                by_form.setdefault(_plain(form), set()).add(row_id)
    names: dict[str, set[str]] = {}
    rest = _plain(text)
    for form in sorted(by_form, key=len, reverse=True):
        if form not in rest:
            continue
        if apart_from_words(form).search(rest):
            names[form] = by_form[form]
            rest = apart_from_words(form).sub(" ", rest)
    return names


def _forms_of(row_ids: set[str], rows: Surroundings) -> set[str]:
    """Return all printed forms of the rows with some ids."""
    return {form for row_id in row_ids for form in rows.forms_by_id.get(row_id, ())}


def _stands_in(form: str, texts: Sequence[str]) -> bool:
    """Return whether a printed form stands in one of the texts, as whole words."""
    plain = _plain(form)
    return any(plain in text and apart_from_words(plain).search(text) for text in map(_plain, texts))


_plain = functools.lru_cache(16_384)(one_spaced)


RULES: tuple[Rule, ...] = (title_without_support,)
