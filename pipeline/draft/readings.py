"""What the readers make of each sentence: amounts, dates, names that rows have, cue phrases.

A sentence is more than the words of one value, and most are refused as a whole. So each number and each date is read
in the longest stretch around it that is understood.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, Protocol

from pipeline.draft.times import Time, times_in
from pipeline.locate.sentences import cut
from pipeline.model import Article, Ledger
from pipeline.read.cues import phrases, said_phrases
from pipeline.read.schema import Schemas
from pipeline.read.whole_words import cuts
from pipeline.reread.amounts import Amount, Lexicon, amounts, numerals
from pipeline.reread.amounts.spans import NUMBER
from pipeline.reread.dates.lexicon import word_set

_WORDS_BEFORE, _WORDS_BEHIND = (4, 2, 1, 0), (5, 3, 2, 1, 0)
"""With how many words around it a number is read, the most first."""
_WORD = re.compile(r"\S+")
_PRONOUNS = word_set("He he She she It it They they His his Her her Their their")
"""Forms that say who only beside another name."""
EVENT_TYPES, MEASURES = "event_types", "measures"
_COURTS = frozenset(
    {"arrest", "investigation", "prosecution", "trial", "guilty_plea", "conviction", "sentencing", "forfeiture"}
)
_SEIZURES, _CONTROLS = frozenset({"seizure"}), frozenset({"substance_control"})
DETAILS: Mapping[str, frozenset[str]] = {
    "modalities": frozenset(),
    "scopes": frozenset(),
    "case_stages": _COURTS,
    "case_outcomes": _COURTS,
    "location_types": _SEIZURES,
    "transport_modes": _SEIZURES,
    "control_actions": _CONTROLS,
    "legal_effects": _CONTROLS,
    "exemptions": _CONTROLS,
}
"""The vocabularies of what belongs to an event, and of which types; empty: of any. Alone their phrases say nothing."""
_VAGUE = re.compile(r"control\w*|add\w*(?: to)?|list\w*|regulat\w*", re.IGNORECASE)
"""Phrases that mean the control of a substance only beside one: networks are controlled as well."""
SAYING = "statement"
"""The type that nearly every sentence of news has a phrase of (said)."""


class Part(Protocol):
    """What stands in a sentence: its words, and their offset there."""

    @property
    def words(self) -> str:
        """The words."""

    @property
    def start(self) -> int:
        """Their offset."""


NEAR = 60
"""How many characters may stand between a phrase and what belongs to it."""
_BREAK = re.compile(r";| [–—] |\b(?:who|whom|whose|which|where|while|but)\b")
"""What parts of a sentence end with that say different things."""


def end_of(part: Part) -> int:
    """Return the offset behind a part."""
    return part.start + len(part.words)


def gap(text: str, one: Part, other: Part) -> int | None:
    """Return how many characters stand between two parts of one clause of a text; nothing where they overlap."""
    first, last = sorted((one, other), key=lambda part: part.start)
    begin = end_of(first)
    return None if begin > last.start or _BREAK.search(text, begin, last.start) else last.start - begin


class Said(NamedTuple):
    """An amount in an article: what it is, its words and their offset in the sentence, and what its unit measures."""

    amount: Amount
    words: str
    start: int
    dimension: str


class Unread(NamedTuple):
    """A number that no stretch of its sentence lets read: the word with it, and why."""

    words: str
    why: str


class Named(NamedTuple):
    """A name in an article: its words, their offset in the sentence, and the rows (table, id) that have this form."""

    words: str
    start: int
    rows: tuple[tuple[str, str], ...]


class Cue(NamedTuple):
    """A phrase that says a code of a vocabulary, and its offset in the sentence."""

    vocabulary: str
    code: str
    words: str
    start: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of the article, counted from 1, with what the readers find in it; `start` is its offset there."""

    number: int
    start: int
    zone: str
    text: str
    amounts: tuple[Said, ...]
    unread: tuple[Unread, ...]
    times: tuple[Time, ...]
    names: tuple[Named, ...]
    cues: tuple[Cue, ...]


class Names:
    """The printed forms of the rows that the project has, by their first word."""

    def __init__(self, forms: Mapping[tuple[str, str], Sequence[str]]) -> None:
        """Take the forms of each row by (table, id)."""
        self.rows: dict[str, list[tuple[str, str]]] = {}
        for row, row_forms in forms.items():
            for form in row_forms:
                if form not in _PRONOUNS:
                    self.rows.setdefault(form, []).append(row)
        self.by_first: dict[str, list[str]] = {}
        for form in sorted(self.rows, key=len, reverse=True):
            self.by_first.setdefault(_first_word(form), []).append(form)

    def within(self, text: str) -> Iterator[Named]:
        """Yield the forms that stand in a text as whole words, of overlapping ones the longest."""
        end = 0
        for match in re.finditer(r"\w+", text):
            if match.start() < end:
                continue
            for form in self.by_first.get(match[0], ()):
                start = match.start() - form.index(match[0])
                if (
                    start >= end
                    and text.startswith(form, start)
                    and not cuts(text, start)
                    and not cuts(text, start + len(form))
                ):
                    end = start + len(form)
                    yield Named(form, start, tuple(self.rows[form]))
                    break


def _first_word(form: str) -> str:
    match = re.search(r"\w+", form)
    return match[0] if match else form


@dataclass(frozen=True)
class Readers:
    """What reading needs: the schemas with their lexicon, the names, the article's day and the country of its money."""

    schemas: Schemas
    lexicon: Lexicon
    names: Names
    published: str | None
    country: str

    def sentences(self, article: Article, ledger: Ledger) -> list[Sentence]:
        """Return the sentences of an article with what the readers find in each; `ledger` corrects its cuts."""
        passages = [passage for passage in cut(article, ledger)[0] if passage.is_sentence]
        return [
            self._sentence(number, passage.start, passage.zone, article.text[passage.start : passage.end].rstrip())
            for number, passage in enumerate(passages, start=1)
        ]

    def _sentence(self, number: int, start: int, zone: str, text: str) -> Sentence:
        times = tuple(times_in(text, self.published))
        said, unread = amounts_in(text, [time for time in times if time.date], self.lexicon, self.country)
        names = tuple(self.names.within(text))
        cues = tuple(self._cues(text, said, names))
        return Sentence(number, start, zone, text, tuple(said), tuple(unread), times, names, cues)

    def _cues(self, text: str, said: Sequence[Said], names: Sequence[Named]) -> Iterator[Cue]:
        """Yield the phrases that say a type of event, and those near them or near a count that say more of it."""
        substances: list[Part] = [name for name in names if any(table == "substances" for table, _ in name.rows)]
        substances += self._cues_of(text, "substance_roles")
        events = [
            cue
            for cue in self._cues_of(text, EVENT_TYPES)
            # No event is part of a name (Homeland Security Investigations), and no control that of a network.
            if (cue.words[0].islower() or not re.search(r"\w", text[: cue.start]))
            and (cue.code not in _CONTROLS or not _VAGUE.fullmatch(cue.words) or _is_beside(text, cue, substances))
        ]
        yield from events
        for vocabulary, owners in DETAILS.items():
            own = [event for event in events if event.code in owners or (not owners and event.code != SAYING)]
            yield from (cue for cue in self._cues_of(text, vocabulary) if _is_beside(text, cue, own))
        counts = [amount for amount in said if amount.amount.unit]
        yield from (cue for cue in self._cues_of(text, MEASURES) if _is_beside(text, cue, counts, 1))

    def _cues_of(self, text: str, name: str) -> Iterator[Cue]:
        """Yield the phrases of a vocabulary, of overlapping ones the longest."""
        for said in said_phrases(text, phrases(self.schemas.vocabularies[name])):
            yield Cue(name, said.code, text[said.start : said.end], said.start)


def _is_beside(text: str, cue: Cue, parts: Sequence[Part], most: int = NEAR) -> bool:
    """Return whether a phrase overlaps one of some parts of a text or stands near it."""
    overlaps = any(cue.start < end_of(part) and part.start < end_of(cue) for part in parts)
    return overlaps or any(far is not None and far <= most for part in parts for far in [gap(text, cue, part)])


def amounts_in(text: str, times: Sequence[Time], lexicon: Lexicon, country: str) -> tuple[list[Said], list[Unread]]:
    """Return the amounts of a sentence, each read in the longest stretch around its number that is understood.

    Numbers that are not understood are returned apart, with the reason.

    Args:
        text: the sentence.
        times: its dates, whose numbers are no amounts.
        lexicon: units, currencies and qualifiers.
        country: whose money a shared sign is.
    """
    said: dict[int, Said] = {}
    unread: list[Unread] = []
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    for numeral in numerals(text, lexicon):
        taken = [(start, start + len(amount.words)) for start, amount in said.items()]
        taken += [(time.start, time.end) for time in times]
        if numeral.kind != NUMBER or any(start <= numeral.start < end for start, end in taken):
            continue
        why = ""
        for begin, end in _stretches(words, numeral.start, numeral.end):
            try:
                every = amounts(text[begin:end], lexicon, country)
            except (ValueError, ArithmeticError) as error:
                why = str(error)
                continue
            for amount in every:
                if amount.start + begin <= numeral.start < amount.end + begin:
                    start = begin + amount.extent[0]
                    dimension = lexicon.dimensions.get(amount.unit, "")
                    said[start] = Said(amount, text[start : begin + amount.extent[1]], start, dimension)
            break
        else:
            unread.append(Unread(text[begin:end].strip("(),.;:"), why))
    return [said[start] for start in sorted(said)], unread


def _stretches(words: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of whole words around a number, the longest first."""
    first = max(n for n, word in enumerate(words) if word[0] <= start)
    last = min(n for n, word in enumerate(words) if word[1] >= end)
    sizes = sorted(product(_WORDS_BEFORE, _WORDS_BEHIND), key=sum, reverse=True)
    yield from dict.fromkeys(
        (words[max(0, first - before)][0], words[min(len(words) - 1, last + behind)][1]) for before, behind in sizes
    )
