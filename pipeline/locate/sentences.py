"""The cuts: where the passages of an article begin, by sentencex and by the curators' corrections.

The library is rule-based, so that the same text has the same cuts everywhere; where it errs,
``records/passages.yaml`` adds a cut or drops one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sentencex

from pipeline.alike import difference_within
from pipeline.faults import Fault, fault_at, shown, with_hint
from pipeline.locate.quotes import choose
from pipeline.model import Article, Ledger, PassageStart, Zone
from pipeline.read.whole_words import offsets

LANGUAGE = "en"
# Of longer texts the library reports places that are off by some code points, so each block is given to it alone.
_BLANK_LINE = re.compile(r"\n\s*\n\s*")
# It fails on an initial that follows a space of several bytes. Each space is one code point, so offsets stay.
_ODD_SPACE = re.compile(r"[^\S\n]")


@dataclass(frozen=True)
class Passage:
    """A stretch of one article, of one zone, from its first code point to the next passage's.

    `is_sentence` says whether it belongs to the article itself, which is cut into sentences.
    """

    zone: str
    start: int
    end: int
    is_sentence: bool = False


def cut(article: Article, ledger: Ledger | None) -> tuple[tuple[Passage, ...], list[Fault]]:
    """Return the passages that tile an article's text, and each correction of the cuts that does not hold."""
    zones = {
        zone.start + start: zone
        for zone in article.zones
        for start in (sentence_starts(article.text[zone.start : zone.end]) if zone.is_text else (0,))
    }
    of_library = sorted(zones)
    faults: list[Fault] = []
    for mark in ledger.add_cuts if ledger else ():
        at, mark_faults = _added(mark, article, zones)
        faults += mark_faults
        if at is not None:
            zones[at] = next(zone for zone in article.zones if zone.start < at < zone.end)
    for mark in ledger.drop_cuts if ledger else ():
        at, mark_faults = _dropped(mark, article, [start for start in of_library if start in zones])
        faults += mark_faults
        if at is not None:
            del zones[at]
    starts = sorted(zones)
    ends = [*starts[1:], len(article.text)]
    return tuple(
        Passage(zones[start].kind, start, end, zones[start].is_text) for start, end in zip(starts, ends, strict=True)
    ), faults


def sentence_starts(text: str) -> list[int]:
    r"""Return the offsets at which a sentence begins, the first of them 0; white space belongs to the one before.

    A blank line ends a sentence.

    >>> sentence_starts("One, of 2.42 tonnes. Two by\u00a0J. Smith.\n\nThree")
    [0, 21, 39]
    """
    first_word = len(text) - len(text.lstrip())
    starts = {0}
    for begin, end in _blocks(text):
        for sentence in sentencex.get_sentence_boundaries(LANGUAGE, _ODD_SPACE.sub(" ", text[begin:end])):
            starts.add(next((at for at in range(begin + sentence["start_index"], end) if not text[at].isspace()), end))
    return sorted(start for start in starts if start == 0 or first_word < start < len(text))


def _blocks(text: str) -> list[tuple[int, int]]:
    r"""Return the first and end offset of each stretch that a blank line ends, the blank line with it.

    >>> _blocks("a\nb\n\n\nc")
    [(0, 6), (6, 7)]
    """
    ends = [match.end() for match in _BLANK_LINE.finditer(text)]
    return [(begin, end) for begin, end in zip([0, *ends], [*ends, len(text)], strict=True) if begin < end]


def place_of(mark: PassageStart, places: Sequence[int], article: Article, name: str) -> tuple[int | None, list[Fault]]:
    """Return the one of the places that `mark` means; None and a fault where that is none or several."""
    fault = fault_at(mark.position, article.source_id, name)
    text = mark.starts or mark.text
    if not places and text not in article.text:
        hint = difference_within(text, article.text)
        seen, fix = f"{shown(text)} is not in {article.seed_file}", with_hint("copy it again from the article", hint)
        return None, [fault("passage-not-found", seen, "text of the article", fix)]
    if not places and mark.text:
        seen = f"{shown(text)} cuts a word or number of {article.seed_file}"
        return None, [fault("passage-not-found", seen, "whole words", "take the whole word")]
    if not places:
        seen = f"no {'word' if name == 'add_cuts' else 'passage'} begins at {shown(text)}"
        expected, fix = "the text with which a sentence begins", "copy its first words, or delete the entry"
        return None, [fault("passage-not-found", seen, expected, fix)]
    return choose(places, text, mark.occurrence, article.seed_file, fault)


def _dropped(mark: PassageStart, article: Article, starts: Sequence[int]) -> tuple[int | None, list[Fault]]:
    """Return the cut that is to be dropped; None and a fault where there is none, or where a zone begins."""
    places = [start for start in starts if article.text.startswith(mark.starts, start)]
    at, faults = place_of(mark, places, article, "drop_cuts")
    if at is not None and any(zone.start == at for zone in article.zones):
        fault = fault_at(mark.position, article.source_id, "drop_cuts")
        seen, fix = f"a zone begins at {shown(mark.starts)}", "correct the zones in sources, or delete the entry"
        return None, [fault("entry-not-allowed", seen, "a cut inside a zone", fix)]
    return at, faults


def _added(mark: PassageStart, article: Article, cuts: Mapping[int, Zone]) -> tuple[int | None, list[Fault]]:
    """Return where a cut is to be added; None and a fault where there is one, or where nothing is cut."""
    fault = fault_at(mark.position, article.source_id, "add_cuts")
    at, faults = place_of(mark, offsets(article.text, mark.starts), article, "add_cuts")
    if at is None:
        return None, faults
    if at in cuts:
        seen = f"{shown(mark.starts)} begins a passage already"
        return None, [fault("entry-not-allowed", seen, "a place without a cut", "delete it")]
    zone = next(zone for zone in article.zones if zone.start <= at < zone.end)
    if not zone.is_text:
        seen = f"{shown(mark.starts)} stands in {zone.kind}, which is one passage"
        return None, [fault("entry-not-allowed", seen, "text of the article itself", "delete it")]
    return at, []
