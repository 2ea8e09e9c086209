"""Where the dates of a text stand: what the reader of dates takes for one, whatever it is counted from."""

import re
from collections.abc import Iterator

from pipeline.reread.dates.anchors import Anchor
from pipeline.reread.dates.lexicon import FUNCTION_WORDS, word_set
from pipeline.reread.dates.reader import Item, item_at
from pipeline.reread.dates.tokens import POSSESSIVE, Line, Token, of_time
from pipeline.reread.dates.unread import check_introduced

# Only the place is asked for, so any day serves; some forms count from an article's day, some from that of a row.
ANCHORS = (Anchor("2025-12-16", True, "10-01"), Anchor("2025-12-16", False, "10-01"))
_OPENING = FUNCTION_WORDS | word_set("effective starting with effect")
"""Words that open a date, and may be those of another value: “since”, “between”, “effective on”."""
_POSSESSIVE = re.compile(r"['’]s?")


def date_places(text: str) -> list[tuple[int, int]]:
    """Return first and end offset of each date in a text, in order.

    A month, a day of the week or a number of time that the reader refuses ("31 February") is one too, so that nobody
    passes over it. A vague time ("in recent years") is none.

    >>> [text[start:end] for text in ["Xi’s visit on May 3, after years of talks"] for start, end in date_places(text)]
    ['May 3']
    """
    line = Line(text)
    places = list(_places(line, text))
    dates: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        end = _end_of_date(line, at)
        if end:
            first = next((place for place in range(at, end) if line[place].low not in _OPENING), at)
            dates.append((places[first][0], places[end - 1][1]))
        at = end or at + 1
    return dates


def _end_of_date(line: Line, at: int) -> int:
    """Return the position behind the date that begins at a position; 0 where none does."""
    refused = False
    for anchor in ANCHORS:
        try:
            item = item_at(line, at, anchor)
        except ValueError:
            refused = True
            continue
        # That no date begins here does not depend on what it would be counted from.
        return item.end if item and _is_date(line, item) else 0
    return at + 1 if refused and _names_time(line[at]) else 0


def _is_date(line: Line, item: Item) -> bool:
    """Return whether a date is one where it stands, and no name or count ("Section 2021", "Theresa May")."""
    try:
        check_introduced(line, item)
    except ValueError:
        return False
    return True


def _names_time(token: Token) -> bool:
    """Return whether a token is a number or a name of time: 31, May, Monday."""
    return of_time(token) and (token.named or token.text[0].isdigit())


def _places(line: Line, text: str) -> Iterator[tuple[int, int]]:
    """Yield first and end offset of each token of a text."""
    end = 0
    for token in line.tokens:
        ending = _POSSESSIVE.match(text, end) if token.text == POSSESSIVE else None
        start = ending.start() if ending else text.index(token.text, end)
        end = ending.end() if ending else start + len(token.text)
        yield start, end
