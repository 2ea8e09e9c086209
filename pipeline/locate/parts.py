"""The parts of sentences that the ledger leaves out, and the line that leaves something out.

Source of rule: coding rule 16.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.faults import Fault, fault_at, shown
from pipeline.locate.sentences import Passage, place_of
from pipeline.model import Article, Ledger, PassageStart
from pipeline.read.ledgers import FILE
from pipeline.read.whole_words import offsets

LEFT_OUT = "left_out"
_WORD = re.compile(r"\S+")
_FEWEST_WORDS = 3
"""With how many words of it a message names a sentence at least."""


@dataclass(frozen=True)
class Part:
    """A part of a sentence that is left out.

    `number` is that of its sentence among the passages of the article, from 0; `start` and `end` are its offsets there,
    `mark` is what the curators wrote.
    """

    number: int
    start: int
    end: int
    mark: PassageStart


def parts_left_out(
    article: Article, passages: Sequence[Passage], ledger: Ledger | None
) -> tuple[list[Part], list[Fault]]:
    """Return the parts of sentences that are left out, in the order of the article, and each entry that does not hold.

    Args:
        article: the article.
        passages: those of the article, in order.
        ledger: what is said of them.
    """
    parts: list[Part] = []
    faults: list[Fault] = []
    for mark in ledger.left_out if ledger else ():
        if not mark.text:
            continue
        start, place_faults = place_of(mark, offsets(article.text, mark.text), article, LEFT_OUT)
        faults += place_faults
        if start is None:
            continue
        number = next(number for number, passage in enumerate(passages) if start < passage.end)
        part = Part(number, start, start + len(mark.text), mark)
        why_not = _why_not(part, passages[part.number], parts)
        if why_not:
            fault = fault_at(mark.position, article.source_id, LEFT_OUT)
            seen, expected = f"{shown(mark.text)} {why_not}", "words of one sentence, listed once"
            faults.append(fault("entry-not-allowed", seen, expected, "correct the words, or delete the entry"))
        else:
            parts.append(part)
    return sorted(parts, key=lambda part: part.start), faults


def part_id(sentence_id: str, text: str, passage: Passage, part: Part) -> str:
    """Return the id of a part: that of its sentence, and which word of the sentence it begins with, from 1.

    It stays the same whatever else of the sentence is left out.
    """
    return f"{sentence_id}-{len(text[passage.start : part.start].split()) + 1}"


def beginning(article: Article, passages: Sequence[Passage], passage: Passage) -> str:
    """Return the first words of a sentence: as few as tell it apart from the others of its article, if any do."""
    text = article.text[passage.start : passage.end].rstrip()
    for word in list(_WORD.finditer(text))[_FEWEST_WORDS - 1 :]:
        words = text[: word.end()]
        if sum(article.text.startswith(words, other.start) for other in passages) == 1:
            return words
    return text


def occurrence_of(at: int, places: Sequence[int]) -> dict[str, int]:
    """Return the key `occurrence` of an entry about the place `at`; nothing where its text has no other place.

    >>> occurrence_of(7, [3, 7]), occurrence_of(7, [7])
    ({'occurrence': 2}, {})
    """
    return {"occurrence": places.index(at) + 1} if len(places) > 1 else {}


def line_to_leave_out(article: Article, ledger: Ledger | None, item: Mapping[str, str | int]) -> str:
    """Return which line to add where, to leave something out of an article; the reason is for the curator to choose.

    Args:
        article: the article.
        ledger: what is said of its passages so far.
        item: the keys of the entry and their values, without the reason.
    """
    keys = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in item.items()]
    entry = f"{{{', '.join([*keys, 'reason: CODE'])}}}"
    if ledger is None:
        begin = f"begin the entry “- source: {article.source_id}” with “{LEFT_OUT}:” in records/{FILE}"
        return f"{begin}, and add to it: - {entry}"
    return f"add to {LEFT_OUT} of {article.source_id} in records/{FILE}: - {entry}"


def _why_not(part: Part, passage: Passage, others: Sequence[Part]) -> str:
    """Return why a part may not be listed as left out; empty where it may."""
    if not passage.is_sentence:
        return f"stands in {passage.zone}, which is its reason"
    if part.end > passage.end:
        return "runs over the end of its sentence"
    earlier = next((other for other in others if other.start < part.end and part.start < other.end), None)
    return f"is listed already at {earlier.mark.position}" if earlier else ""
