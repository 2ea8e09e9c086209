"""Where words stand in a text without cutting a word or a number in two."""

import re
import unicodedata

_SEPARATED = re.compile(r"\d[.,]\d")


def offsets(text: str, part: str) -> list[int]:
    """Return where `part` stands in `text` without cutting a word or number in two, overlaps included.

    >>> offsets("430kg of 1,430 kg", "430kg"), offsets("430kg of 1,430 kg", "430")
    ([0], [])
    """
    places = []
    start = text.find(part)
    while start >= 0:
        if not cuts(text, start) and not cuts(text, start + len(part)):
            places.append(start)
        start = text.find(part, start + 1)
    return places


def cuts(text: str, offset: int) -> bool:
    """Return whether a cut at `offset` would divide a word or a number such as 1,016 or 2.42.

    A capital after a digit begins a word of its own: pages run lines together (``16 Dec 2025Updated``).

    >>> [cuts("2.42 tonnes", offset) for offset in (0, 1, 2, 4, 5, 6)]
    [False, True, True, False, False, True]
    """
    before, after = text[max(offset - 2, 0) : offset], text[offset : offset + 2]
    if not before or not after:
        return False
    if _in_word(before[-1]) and _in_word(after[0]):
        return not (before[-1].isdecimal() and after[0].isupper())
    return any(_SEPARATED.fullmatch(part) for part in (before + after[0], before[-1] + after))


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"
