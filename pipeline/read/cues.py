"""Codes, by the cue phrases that their vocabulary lists.

Phrases are matched as whole tokens, without regard to case or to the kind of space; a unit may follow
its digits without one (``430kg``). A ``…`` between the words of a phrase stands for up to four words, so that
``shut down … websites`` is said by “shut down 14 websites”. Where phrases overlap, the longest stretch counts, and of
two equally long both do. A vocabulary may name one unmarked code: its words need no phrase, but hold none of
another code.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from pipeline.read.schema import Vocabulary

GAP = "…"
"""Stands in a cue phrase for up to four words."""
_LISTS = 256
"""For how many lists of phrases the search is kept ready: some for each vocabulary, and for each action."""
_PATTERNS = 16_384
"""For how many phrases the pattern is kept."""


class Said(NamedTuple):
    """A phrase that stands in a text: where it begins and ends, and the code that it says."""

    start: int
    end: int
    code: str


def said_codes(words: str, cues: Mapping[str, str]) -> set[str]:
    """Return the codes whose phrases stand in `words`; `cues` gives the code of each phrase.

    >>> sorted(said_codes("not more than ten", {"more than": "more_than", "not more than": "at_most"}))
    ['at_most']
    """
    return {place.code for place in _places(words, cues)}


def said_phrases(text: str, cues: Mapping[str, str]) -> list[Said]:
    """Return the phrases that stand in `text`, in their order, with their offsets in it.

    >>> said_phrases("Up by  more than ten", {"more than": "more_than"})
    [Said(start=7, end=16, code='more_than')]
    """
    places = _places(text, cues)
    if not places:
        return []
    kept = _kept(text)
    return sorted(Said(kept[place.start], kept[place.end - 1] + 1, place.code) for place in places)


@lru_cache(_LISTS)
def phrases(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the code of each cue phrase of a vocabulary."""
    return {cue: code.code for code in vocabulary.codes for cue in code.cues}


def read_code(words: str, vocabulary: Vocabulary, act: Collection[str] = ()) -> str:
    """Return the one code that `words` say.

    Args:
        words: those of the value.
        vocabulary: its codes and their cues.
        act: phrases that name the action of the row itself (`without_act`).

    Raises:
        ValueError: they say none and the vocabulary has no unmarked code, or they say several.
    """
    codes = {said.code for said in without_act(said_phrases(words, phrases(vocabulary)), words, act)}
    if not codes and vocabulary.unmarked:
        return vocabulary.unmarked
    if len(codes) != 1:
        raise ValueError(f"cues of several codes: {', '.join(sorted(codes))}" if codes else "no cue of any code")
    return codes.pop()


def without_act(said: Iterable[Said], text: str, act: Collection[str]) -> list[Said]:
    """Return the phrases in a text that share no word with one that names the action of the row itself.

    A pledge that was made has occurred, though its verb would make a deed a promised one.

    >>> said = said_phrases("vowed, and would sign", {"vowed": "promised", "would": "announced"})
    >>> [phrase.code for phrase in without_act(said, "vowed, and would sign", ["vowed"])]
    ['announced']
    """
    acts = said_phrases(text, dict.fromkeys(act, ""))
    return [phrase for phrase in said if not any(own.start < phrase.end and phrase.start < own.end for own in acts)]


def _places(text: str, cues: Mapping[str, str]) -> list[Said]:
    """Return where the phrases stand in the plain form of `text`; of those that overlap the longest."""
    plain = _plain(text)
    places = [
        Said(*match.span(), cues[cue])
        for cue in _candidates(tuple(cues)).in_text(plain)
        for match in _pattern(cue).finditer(plain)
    ]
    taken = list[Said]()
    for _, equal in groupby(sorted(places, key=_length, reverse=True), key=_length):
        taken += [
            place
            for place in equal
            if not any(place.start < longer.end and longer.start < place.end for longer in taken)
        ]
    return taken


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _kept(text: str) -> list[int]:
    """Return from which character of `text` each character of its plain form comes."""
    kept: list[int] = []
    for offset, character in enumerate(text):
        if not character.isspace():
            kept += [offset] * len(character.lower())
        elif kept and not text[offset - 1].isspace():
            kept.append(offset)
    return kept


def _length(place: Said) -> int:
    return place.end - place.start


class _Candidates:
    """Phrases by their first words, up to a gap: of many phrases few stand in a text, and only these are looked at."""

    def __init__(self, cues: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for cue in cues:
            self._by_first.setdefault(_plain(cue).partition(GAP)[0].strip(), []).append(cue)
        # A phrase that begins with a gap may stand anywhere.
        self._anywhere = self._by_first.pop("", [])
        self._first_words = list(self._by_first)
        self._finder = AhoCorasick(self._first_words)

    def in_text(self, plain: str) -> Iterator[str]:
        """Yield the phrases whose first words the plain form of a text holds."""
        yield from self._anywhere
        for number in {match[0] for match in self._finder.find_matches_as_indexes(plain, overlapping=True)}:
            yield from self._by_first[self._first_words[number]]


@lru_cache(_LISTS)
def _candidates(cues: tuple[str, ...]) -> _Candidates:
    return _Candidates(cues)


@lru_cache(_PATTERNS)
def _pattern(cue: str) -> re.Pattern[str]:
    """Return the pattern of a phrase as whole tokens of a plain text."""
    parts = r"(?: \S+){0,4}? ".join(re.escape(part.strip()) for part in _plain(cue).split(GAP))
    return re.compile(rf"(?<![^\W\d_]){parts}(?!\w)")
