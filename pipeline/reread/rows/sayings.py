"""What the sentences of an article report that someone said.

A sentence reports speech where the printed form of an actor stands beside a verb of saying (``CCTV reported``,
``according to Xinhua``).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.read.spaces import plain_text
from pipeline.reread.forms import Forms, whole_words
from pipeline.reread.surroundings import Span, Surroundings

_SAYING = re.compile(
    r"\b(?:said|says|say|told|reported|reports|announced|stated|noted|wrote|claimed|confirmed|disclosed|revealed|"
    r"explained|added that)\b"
)
_ACCORDING = re.compile(r"\baccording to\b", re.IGNORECASE)
# Between the verb and what was said: "in a statement that", "on June 25".
_LEAD = re.compile(r"[^,;]{0,60}?\bthat\b|\s(?:on|in)\s(?:\w+\s?){1,2}\d{0,2}|")
_MARK = re.compile(r"[,;:.“”\"]")
# A remark of the reporter after what was said, and the end of it before the name of who said it.
_REMARK = re.compile(r"\s[–—]\s")
_BEFORE_NAME = re.compile(r"[,”\"’']\s*(?:[^\s,”\"]+\s+){0,6}\Z")
# The office of a speaker, up to the body in which it is held: “Wang Yi, a senior official of the ministry said”.
_OFFICE = re.compile(r",(?:\s[^\s,;:.“”\"]+){3,12}\s")
_PRONOUN = re.compile(r"\b(?:it|he|she|they)\s+\Z", re.IGNORECASE)
_MOST_WORDS = 3


class Saying(NamedTuple):
    """A stretch that a sentence reports, and the actors whose printed form names the speaker."""

    reported: Span
    speakers: frozenset[str]


class Name(NamedTuple):
    """A printed form of an actor and where it stands."""

    place: Span
    actor_id: str


def sayings(source_id: str, rows: Surroundings) -> Iterator[Saying]:
    """Yield what the sentences of an article report of speakers whom they name.

    A pronoun (“it said”) stands for the speaker named last.
    """
    text, last_speakers = rows.text(source_id), frozenset[str]()
    forms = rows.actor_finder.forms_in([text])
    for passage in rows.sentences.get(source_id, ()):
        sentence = Span(source_id, passage["passage_start"], passage["passage_end"])
        names = list(_names(text, sentence, forms))
        for verb in _ACCORDING.finditer(text, sentence.start, sentence.end):
            after = [name for name in names if _side_by_side(text, verb.end(), name.place.start, 2 * _MOST_WORDS)]
            if after:
                at_the_end = bool(text[sentence.start : verb.start()].strip(" “\"'‘"))
                last = max(name.place.end for name in after)
                start, end = (sentence.start, verb.start()) if at_the_end else (last, sentence.end)
                last_speakers = frozenset(name.actor_id for name in after)
                yield Saying(Span(source_id, start, end), last_speakers)
        for verb in _SAYING.finditer(text, sentence.start, sentence.end):
            pronoun = _PRONOUN.search(text, sentence.start, verb.start())
            before = _speakers_before(text, names, verb.start())
            if before:
                last_speakers = frozenset(name.actor_id for name in before)
            if before or (pronoun and last_speakers):
                first = min(name.place.start for name in before) if before else pronoun.start() if pronoun else 0
                yield Saying(_reported(text, sentence, first, verb.end()), last_speakers)


def _speakers_before(text: str, names: list[Name], verb: int) -> list[Name]:
    """Return the names of who speaks before a verb of saying that starts at an offset."""
    before = [name for name in names if _side_by_side(text, name.place.end, verb, _MOST_WORDS)]
    if before:
        inner = min(name.place.start for name in before)
        before += [name for name in names if _OFFICE.fullmatch(text[name.place.end : inner])]
    return before


def _names(text: str, sentence: Span, forms: Forms) -> Iterator[Name]:
    """Yield each place in a sentence where a printed form of an actor stands."""
    printed = plain_text(text[sentence.start : sentence.end])
    for (_, actor_id), own_forms in forms.items():
        for form in own_forms:
            for match in whole_words(form).finditer(printed) if form in printed else ():
                start = sentence.start + match.start()
                yield Name(Span(sentence.source_id, start, start + len(form)), actor_id)


def _side_by_side(text: str, end: int, start: int, most_words: int) -> bool:
    """Return whether what ends and what starts stand side by side: few words, and no mark, between them."""
    between = text[end:start]
    return end <= start and not _MARK.search(between) and len(between.split()) <= most_words


def _reported(text: str, sentence: Span, name: int, verb_end: int) -> Span:
    """Return what a speaker is reported to have said: what follows the verb, or what stands before the name."""
    rest = text[verb_end : sentence.end]
    head = re.split(r"[,;]", rest, maxsplit=1)[0]
    before = _BEFORE_NAME.search(text[sentence.start : name])
    if before and " that " not in head:
        quoted, words = before[0][0] != "," or text[sentence.start + before.start() + 1] in "”\"’'", before.start()
        if len(text[sentence.start : sentence.start + words].split()) > 4 and (quoted or len(head.split()) <= 5):
            return Span(sentence.source_id, sentence.start, sentence.start + words)
    lead = _LEAD.match(rest)
    start = verb_end + (lead.end() if lead else 0)
    remark = _REMARK.search(text, start, sentence.end)
    return Span(sentence.source_id, start, remark.start() if remark else sentence.end)
