"""Codes, by the cue phrases that their vocabulary lists.

Phrases are matched as whole tokens, without regard to case or to the kind of space; a unit may follow
its digits without one (``430kg``). Where phrases overlap, the longest one counts, and of two equally
long both do. A vocabulary may name one unmarked code: its words need no phrase, but hold none of
another code.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from pipeline.read.schema import Vocabulary


def said_codes(words: str, cues: Mapping[str, str]) -> set[str]:
    """Return the codes whose phrases stand in `words`; `cues` gives the code of each phrase.

    >>> sorted(said_codes("not more than ten", {"more than": "more_than", "not more than": "at_most"}))
    ['at_most']
    """
    text = _plain(words)
    places = [
        (start, start + len(phrase), code)
        for phrase, code in ((_plain(cue), code) for cue, code in cues.items())
        for start in _starts(text, phrase)
    ]
    codes, taken = set[str](), list[tuple[int, int]]()
    for _, equal in groupby(sorted(places, key=_length, reverse=True), key=_length):
        free = [place for place in equal if not any(place[0] < end and start < place[1] for start, end in taken)]
        taken += [place[:2] for place in free]
        codes |= {code for *_, code in free}
    return codes


def phrases(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the code of each cue phrase of a vocabulary."""
    return {cue: code.code for code in vocabulary.codes for cue in code.cues}


def read_code(words: str, vocabulary: Vocabulary) -> str:
    """Return the one code that `words` say.

    Raises:
        ValueError: they say none and the vocabulary has no unmarked code, or they say several.
    """
    codes = said_codes(words, phrases(vocabulary))
    if not codes and vocabulary.unmarked:
        return vocabulary.unmarked
    if len(codes) != 1:
        raise ValueError(f"cues of several codes: {', '.join(sorted(codes))}" if codes else "no cue of any code")
    return codes.pop()


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _length(place: tuple[int, int, str]) -> int:
    return place[1] - place[0]


def _starts(text: str, phrase: str) -> Iterator[int]:
    """Yield where a phrase stands in the text as whole tokens."""
    start = text.find(phrase)
    while start >= 0:
        after = text[start + len(phrase) : start + len(phrase) + 1]
        if not text[max(start - 1, 0) : start].isalpha() and not (after.isalnum() or after == "_"):
            yield start
        start = text.find(phrase, start + 1)
