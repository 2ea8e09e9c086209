"""Characters that nobody sees or that look like others, named so that a curator knows what quotes must hold."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

_LISTED = 12
_PLAIN = "\n "
# What UTF-8 looks like after it was read as Windows-1252: ’ as â€™, é as Ã©.
_READ_TWICE = re.compile(r"â€.?|Ã[\u00a0-\u00bf]|Â[\u00a0-\u00bf]")


def odd_characters(text: str) -> Iterator[str]:
    r"""Yield what is odd about the characters of a text, in words.

    >>> list(odd_characters("12\u00a0kg of co\u200bcaine"))
    ['1 × U+00A0 NO-BREAK SPACE: quotes must hold it', '1 × U+200B ZERO WIDTH SPACE: quotes must hold it']
    """
    counts = Counter(character for character in text if character not in _PLAIN and _is_odd(character))
    for character, count in list(counts.items())[:_LISTED]:
        name = unicodedata.name(character, "CONTROL CHARACTER")
        what = "no quote can hold it" if unicodedata.category(character) in _IN_NO_QUOTE else "quotes must hold it"
        yield f"{count} × U+{ord(character):04X} {name}: {what}"
    if len(counts) > _LISTED:
        yield f"{len(counts) - _LISTED} more kinds of odd characters"
    if twice := _READ_TWICE.search(text):
        yield f"“{twice[0]}” looks like a character that was read in a wrong encoding: save the article again if it is"


_IN_NO_QUOTE = ("Cc", "Zl", "Zp")
"""Control characters and other line ends, which strict YAML refuses."""


def _is_odd(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs") or character == "\ufffd"
