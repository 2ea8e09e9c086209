"""Why a quote is not in its article: said so that the curator sees the difference at once."""

import bisect

from pipeline.alike import difference, lookalike
from pipeline.faults import shown, with_hint
from pipeline.model import Article

CONTEXT = 30
"""How many code points of both texts a message shows on each side of where they part."""


def near_miss(quote: str, article: Article) -> tuple[str, str, str]:
    """Return what is seen, what is expected and the fix for a quote that its article does not hold.

    The message shows the nearest text that the article does hold.
    """
    place = lookalike(quote, article.text)
    if place:
        start, stretch = place
        shorter = min(len(quote), len(stretch))
        length = next((n for n in range(shorter) if quote[n] != stretch[n]), shorter)
        offset, hint = start + length, difference(quote, stretch)
    else:
        length, offset = _parting(quote, article.text)
        hint = difference(quote[length : length + 1], article.text[offset : offset + 1])
    seen = f"the quote is not in {article.seed_file}: at character {length} it has {_around(quote, length)}"
    expected = f"what the article has at {offset}, {_around(article.text, offset)}"
    return seen, expected, with_hint("copy the quote from the article", hint)


def _parting(quote: str, text: str) -> tuple[int, int]:
    """Return the offsets in `quote` and in `text` at which the longest beginning that they share ends.

    Where they part near the quote's beginning, those before the longest end that they share: so short a beginning may
    stand anywhere.
    """
    start, length = longest_prefix(quote, text)
    back, shared = longest_prefix(quote[::-1], text[::-1])
    if length < CONTEXT // 2 and length < shared:
        return len(quote) - shared - 1, max(len(text) - back - shared - 1, 0)
    return length, start + length


def longest_prefix(quote: str, text: str) -> tuple[int, int]:
    """Return where the longest beginning of `quote` that `text` holds first stands in it, and its length.

    >>> longest_prefix("cocaine found", "Seized: cocaine, found")
    (8, 7)
    """
    # A text that holds a beginning holds every shorter one, so the lengths can be halved.
    length = bisect.bisect_left(range(1, len(quote) + 1), True, key=lambda n: quote[:n] not in text)
    return text.find(quote[:length]), length


def _around(text: str, parting: int) -> str:
    """Return how `text` reads before and after the parting."""
    return f"{shown(text[max(parting - CONTEXT, 0) : parting])} then {shown(text[parting : parting + CONTEXT])}"
