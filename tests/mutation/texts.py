"""How values, words and quotes are changed: pure functions from a text to its changed forms."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

OTHERS = 8
"""How many other rows a reference is changed to, where nothing reads it from words and each takes a whole build."""

Text = TypeVar("Text")

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_TOKEN = re.compile(r"\w+(?:[-’'.,]\w+)*")
_CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'", '"': "“", "'": "’"}


def spread(others: Sequence[Text], text: str, most: int = OTHERS) -> list[Text]:
    """Return at most `most` of many, evenly spread, beginning at another one for another `text`.

    >>> spread(range(80), "a"), spread("ab", "a")
    ([17, 27, 37, 47, 57, 67, 77, 7], ['b', 'a'])
    """
    count = min(most, len(others))
    return [others[(sum(map(ord, text)) + place * len(others) // count) % len(others)] for place in range(count)]


def numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield a number with one digit changed, times ten, a tenth, and with the other sign, each with its name.

    >>> [changed for _, changed in numbers("46")][-3:], len(list(numbers("46")))
    (['460', '4.6', '-46'], 21)
    """
    for place, digit in enumerate(text):
        others = [other for other in "0123456789" if digit.isdecimal() and other != digit]
        yield from (("digit", text[:place] + other + text[place + 1 :]) for other in others)
    yield "factor of ten", f"{Decimal(text) * 10:f}"
    yield "factor of ten", f"{Decimal(text) / 10:f}"
    yield "sign", text.removeprefix("-") if text.startswith("-") else f"-{text}"


def dates(text: str) -> Iterator[tuple[str, str]]:
    """Yield an EDTF value with one of its dates a day, month or year off or of other precision, or of another form.

    >>> [changed for _, changed in dates("2025-12")]
    ['2024-12', '2026-12', '2025-11', '2026-01', '2025', '2025-12-01', '[..2025-12]', '[2025-12..]', '../2025-12']
    """
    for match in _DATE.finditer(text):
        for name, changed in _moved(match):
            yield name, text[: match.start()] + changed + text[match.end() :]
    ends = _DATE.findall(text) and [match[0] for match in _DATE.finditer(text)]
    bare = ends[0] if len(ends) == 1 else ""
    forms = [f"[..{bare}]", f"[{bare}..]", f"../{bare}", f"{bare}/..", bare] if bare else [*ends, "/".join(ends)]
    forms += [f"[{ends[0]}..{ends[1]}]", f"{{{','.join(ends)}}}"] if len(ends) == 2 else []
    yield from (("form of date", form) for form in forms[: 3 if text == bare else None] if form != text)


def _moved(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield one date a year, month or day off, coarser and finer."""
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    written = [part for part in (year, month, day) if part]
    for name, places, step in (("year", 1, 12), ("month", 2, 1)):
        for by in (-step, step) if len(written) >= places else ():
            months = (year or 0) * 12 + (month or 1) - 1 + by
            there = months // 12, months % 12 + 1
            last = min(day or 1, calendar.monthrange(*there)[1])
            yield name, _written(date(*there, last), len(written))
    if year and month and day:
        here = date(year, month, day).toordinal()
        yield from (("day", date.fromordinal(here + by).isoformat()) for by in (-1, 1))
    if len(written) > 1:
        yield "precision", match[0][:-3]
    if len(written) < 3:
        yield "precision", f"{match[0]}-01"


def _written(day: date, parts: int) -> str:
    return day.isoformat()[: (4, 7, 10)[parts - 1]]


def texts(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text with a letter changed, and without its first or last word.

    >>> [changed for _, changed in texts("drug trade")]
    ['drug xrade', 'trade', 'drug']
    """
    letters = [place for place, character in enumerate(text) if character.isalpha()]
    if letters:
        place = letters[len(letters) // 2]
        yield "letter", text[:place] + ("y" if text[place] == "x" else "x") + text[place + 1 :]
    words = text.split(" ")
    if len(words) > 1:
        yield "word", " ".join(words[1:])
        yield "word", " ".join(words[:-1])


def spans(quote: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the span of words in a quote moved, shortened and lengthened by a token at either side, with its name.

    >>> [(name, "one of two tons"[a:b]) for name, a, b in spans("one of two tons", 4, 10)]
    [('moved', 'one of'), ('moved', 'two tons'), ('shortened', 'two'), ('shortened', 'of'), \
('lengthened', 'one of two'), ('lengthened', 'of two tons')]
    """
    inside = [(m.start(), m.end()) for m in _TOKEN.finditer(quote, start, end)]
    before = [(m.start(), m.end()) for m in _TOKEN.finditer(quote) if m.end() <= start]
    after = [(m.start(), m.end()) for m in _TOKEN.finditer(quote) if m.start() >= end]
    one = len(inside) < 2
    if before:
        yield "moved", before[-1][0], before[-1][1] if one else inside[-2][1]
    if after:
        yield "moved", after[0][0] if one else inside[1][0], after[0][1]
    if not one:
        yield "shortened", inside[1][0], end
        yield "shortened", start, inside[-2][1]
    if before:
        yield "lengthened", before[-1][0], end
    if after:
        yield "lengthened", start, after[0][1]


def quotes(quote: str) -> Iterator[tuple[str, str]]:
    """Yield a quote with a letter, a space or a quotation mark changed, or without its first or last character.

    >>> [name for name, _ in quotes("the “talks” end")]
    ['letter', 'cut', 'cut', 'space', 'space', 'curly mark', 'curly mark']
    """
    yield from (one for one in texts(quote) if one[0] == "letter")
    if len(quote) > 1:
        yield "cut", quote[1:]
        yield "cut", quote[:-1]
    if " " in quote:
        place = quote.index(" ", max(0, quote.find(" ", len(quote) // 2)))
        yield from (("space", quote[:place] + other + quote[place + 1 :]) for other in ("\u00a0", "  "))
    for place, character in enumerate(quote):
        if character in _CURLY:
            yield "curly mark", quote[:place] + _CURLY[character] + quote[place + 1 :]
