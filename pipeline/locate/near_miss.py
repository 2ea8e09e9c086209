"""Why a quote is not in its article: said so that the curator sees the difference at once."""

import bisect
import unicodedata
from collections.abc import Mapping

from pipeline.faults import shown
from pipeline.model import Article

CONTEXT = 30
"""How many code points of both texts a message shows on each side of where they part."""

# One code point to one, so that offsets in the folded text are offsets in the text.
_LOOK_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032`", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)


def near_miss(quote: str, article: Article, articles: Mapping[str, Article]) -> tuple[str, str, str]:
    """Return what was seen, what was expected and what to do for a quote that its article does not hold."""
    for other in articles.values():
        if quote in other.text:
            seen = f"the quote is not in {article.seed_file}, but in {other.seed_file}"
            return seen, "a quote of the article named", f"write source: {other.source_id}"
    start = article.text.translate(_LOOK_ALIKE).find(quote.translate(_LOOK_ALIKE))
    if start >= 0:
        length = next(i for i, c in enumerate(quote) if article.text[start + i] != c)
        todo = f"write {_named(article.text[start + length])} where the quote has {_named(quote[length])}"
        return *_parting(quote, length, article, start + length), todo
    start, length = longest_prefix(quote, article.text)
    offset = start + length
    back, shared = longest_prefix(quote[::-1], article.text[::-1])
    if length < CONTEXT // 2 and length < shared:
        # The texts part near the quote's beginning: show that place, not where so short a text also stands.
        length, offset = len(quote) - shared - 1, max(len(article.text) - back - shared - 1, 0)
    return *_parting(quote, length, article, offset), "copy the quote from the article"


def longest_prefix(quote: str, text: str) -> tuple[int, int]:
    """Return where the longest beginning of `quote` that `text` holds first stands in it, and its length.

    >>> longest_prefix("cocaine found", "Seized: cocaine, found")
    (8, 7)
    """
    # A text that holds a beginning holds every shorter one, so the lengths can be halved.
    length = bisect.bisect_left(range(1, len(quote) + 1), True, key=lambda n: quote[:n] not in text)
    return text.find(quote[:length]), length


def _parting(quote: str, length: int, article: Article, offset: int) -> tuple[str, str]:
    """Return what was seen and expected where `quote` at `length` and the article at `offset` part."""
    seen = f"the quote is not in {article.seed_file}: at character {length} it has {_around(quote, length)}"
    return seen, f"as the article has it at {offset}, {_around(article.text, offset)}"


def _around(text: str, parting: int) -> str:
    """Return how `text` reads before and after the parting."""
    return f"{shown(text[max(parting - CONTEXT, 0) : parting])} then {shown(text[parting : parting + CONTEXT])}"


def _named(character: str) -> str:
    """Return a character by its number and name: no-break spaces and curly marks look like others."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'CONTROL')}"
