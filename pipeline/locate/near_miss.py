"""Why a quote is not in its article: said so that the curator sees the difference at once."""

import bisect

from pipeline.alike import difference, lookalike
from pipeline.faults import shown, with_hint, yaml_text
from pipeline.model import Article

LONGEST_SLIP = 12
"""How many code points of a quote may be wrong where the message shows the right quote."""
ELLIPSES = ("…", "...")
LEAST = 4
"""How many code points a quote and such a text have in common at least, at both ends."""
CONTEXT = 30
"""How many code points of both texts a message shows on each side of where they part."""


def near_miss(quote: str, article: Article) -> tuple[str, str, str]:
    """Return what is seen, what is expected and the fix for a quote that its article does not hold.

    The message shows the nearest text that the article does hold.
    """
    place = lookalike(quote, article.text) or _alike(quote, article.text)
    fix = "copy the quote from the article"
    if place:
        start, stretch = place
        shorter = min(len(quote), len(stretch))
        length = next((n for n in range(shorter) if quote[n] != stretch[n]), shorter)
        offset, hint = start + length, difference(quote, stretch)
        visible = shown(stretch) == f'"{stretch}"'
        if visible or '"' not in stretch:
            # YAML reads the escapes of what cannot be seen, in quotation marks, as what the article has.
            fix = f"{fix}: quote: {yaml_text(stretch) if visible else shown(stretch)}"
    else:
        length, offset = _parting(quote, article.text)
        hint = difference(quote[length : length + 1], article.text[offset : offset + 1])
    if any(mark in quote and mark not in article.text for mark in ELLIPSES):
        fix, hint = "quote one stretch without an ellipsis, or make two quotes", ""
    seen = f"the quote is not in {article.seed_file}: at character {length} it has {_around(quote, length)}"
    expected = f"what the article has at {offset}, {_around(article.text, offset)}"
    return seen, expected, with_hint(fix, hint)


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


def _alike(quote: str, text: str) -> tuple[int, str] | None:
    """Return the stretch of the text that begins and ends as the quote, with its offset; None where there is none.

    >>> _alike("intercepted 430kg off cocaine", "They intercepted 430kg of cocaine.")
    (5, 'intercepted 430kg of cocaine')
    """
    start, length = longest_prefix(quote, text)
    back, shared = longest_prefix(quote[::-1], text[::-1])
    end = len(text) - back
    if length < shared:
        head = quote[: max(len(quote) - shared - LONGEST_SLIP, LEAST)]
        start = text.rfind(head, 0, end - shared + LEAST)
    else:
        tail = quote[min(length + LONGEST_SLIP, len(quote) - LEAST) :]
        end = text.find(tail, start + length - LEAST) + len(tail) if tail in text[start + length - LEAST :] else -1
    near = start >= 0 and abs(end - start - len(quote)) <= LONGEST_SLIP
    return (start, text[start:end]) if near and len(quote) > 2 * LEAST else None


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
