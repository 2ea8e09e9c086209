"""The card that other sites show beside a link to this one."""

from textwrap import wrap

import vl_convert

from explorer.figures.svg import drawn

_AROUND = 90
"""How much of a quote stands before the words and behind them, in letters."""


def social_card_png(heading: str, quote: tuple[str, str, str], value: str, source: str) -> bytes:
    """Return a picture of 1200 by 630 pixels: what this is, and one value with the words that say it.

    Args:
        heading: What the site is.
        quote: What an article says: the words that say the value, between those before and those after them.
        value: The value, as it is to be read.
        source: Where the quote comes from, and the credit.
    """
    before, words, after = quote
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + "…"
    # The words stay in one line, between signs that no text has.
    marked = "\0" + words.replace(" ", "\u00a0") + "\0"
    lines = wrap(before + marked + after, 60, break_long_words=False, break_on_hyphens=False)
    return vl_convert.svg_to_png(drawn("card.svg", heading=wrap(heading, 40), quote=lines, value=value, source=source))
