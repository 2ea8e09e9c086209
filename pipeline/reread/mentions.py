"""The numbers, dates and known names that a text mentions, for the check that each of them is accounted for.

What counts is decided here, once:

- A number is a numeral that counts or measures: in digits or words, with its multiplier, a part ("half") and an age
  too. No number are an ordinal ("the first"), a label ("5G", "Covid-19"), a word that says no one number ("several",
  "both"), a pronoun ("one of them", "the one who"), and what is part of a date or of a form that several rows share
  ("the two sides").
- A date is what the reader of dates takes for one: "June 26", "last month", "the same day". A vague time ("in recent
  years") and the time of day are none.
- A name is a printed form of an actor, a place or a substance, the longest one that stands there. A form of actors or
  places that has no capital, or none but that of its first word where this is no name ("He", "the ministry"), names
  something only in the articles in which it is the words of a value.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.read.spaces import plain_text
from pipeline.read.whole_words import offsets
from pipeline.reread.amounts import Lexicon, Numeral
from pipeline.reread.dates.places import date_places
from pipeline.reread.forms import Forms
from pipeline.reread.rows.readings import numerals_in

NUMBER, DATE, NAME = "number", "date", "name"
MENTIONS = (NUMBER, DATE, NAME)
"""The kinds of mentions."""
SUBSTANCES = "substances"
NAMED = ("actors", "places", SUBSTANCES)
"""The tables whose printed forms are looked for."""
_COUNTING = ("number", "part", "age")
_YEAR = re.compile(r"\d{4}")
_PRONOUN = re.compile(
    r"(?:\b(?:the|this|that|no|any|each|every|another)\s+one\b"
    r"|\bone\s+(?:of|another|might|may|could|should|must|will|would)\b)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"(?:the|an?|both|he|she|it|they|we|his|her|its|their)\b\s*", re.IGNORECASE)


class Names(NamedTuple):
    """The printed forms that are names in an article, and those that several rows share, which only sum up."""

    names: Sequence[str]
    shared: Sequence[str]


class Mention(NamedTuple):
    """A number, date or name in a text, at its offsets."""

    start: int
    end: int
    kind: str


def names_of(forms: Forms, words: Iterable[str]) -> Names:
    """Return the names of an article in which `words` are those of values.

    Args:
        forms: the printed forms of the rows that its text may name.
        words: the words of all its values.

    >>> names_of({("actors", "china"): ["Beijing", "both sides"], ("actors", "x"): ["He"]}, ["He"]).names
    ['Beijing', 'He']
    """
    said = set(map(plain_text, words))
    listed = [(form, table) for (table, _), row_forms in forms.items() if table in NAMED for form in row_forms]
    rows = Counter(listed)
    names = {form for form, table in rows if table == SUBSTANCES or form in said or _has_capital(form)}
    # A sentence may begin with a substance.
    names |= {form[:1].upper() + form[1:] for form, table in rows if table == SUBSTANCES}
    return Names(sorted(names), sorted({form for (form, _), number in rows.items() if number > 1}))


def mentions(text: str, names: Names, lexicon: Lexicon) -> list[Mention]:
    """Return what a text mentions, in order.

    Args:
        text: a sentence.
        names: those of its article.
        lexicon: the units, currencies and qualifiers of the vocabularies.
    """
    named, shared = _longest(_spans(text, names.names)), _spans(text, names.shared)
    numerals = numerals_in(text, lexicon)
    dated = date_places(text)
    # A year that only the reader of numbers takes for one; it takes the time of day for a date too.
    years = [_span(numeral) for numeral in numerals if numeral.kind == DATE and _YEAR.search(_said(numeral, text))]
    dated += [year for year in years if not _inside(year, dated)]
    pronouns = [pronoun.span() for pronoun in _PRONOUN.finditer(text)]
    numbers = [_span(numeral) for numeral in numerals if _counts(numeral, text)]
    return sorted(
        [
            *(Mention(*span, NUMBER) for span in numbers if not _inside(span, [*shared, *dated, *pronouns])),
            *(Mention(*span, DATE) for span in dated),
            *(Mention(*span, NAME) for span in named),
        ]
    )


def _has_capital(form: str) -> bool:
    """Return whether a form is a name by its capitals, an article or pronoun before it left aside."""
    return any(map(str.isupper, _NO_NAME.sub("", form, count=1)))


def _counts(numeral: Numeral, text: str) -> bool:
    """Return whether a numeral counts or measures; digits that nobody could read may."""
    unread = numeral.kind == "unread" and any(map(str.isdigit, _said(numeral, text)))
    return numeral.kind in _COUNTING or unread


def _spans(text: str, forms: Iterable[str]) -> set[tuple[int, int]]:
    """Return where forms stand in a text."""
    plain = plain_text(text)
    return {(start, start + len(form)) for form in forms for start in offsets(plain, form)}


def _longest(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that stand within no other."""
    return sorted(span for span in spans if not _inside(span, spans - {span}))


def _inside(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _said(numeral: Numeral, text: str) -> str:
    return text[numeral.start : numeral.end]


def _span(numeral: Numeral) -> tuple[int, int]:
    return numeral.start, numeral.end
