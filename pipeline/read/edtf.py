"""Reading dates written in EDTF (ISO 8601-2): which days does a value allow.

Only the forms that the coding rules need are taken, and each must be possible and in order:
``2025``, ``2025-11``, ``2025-11-26``; a period ``a/b``, open at one end ``a/..``; one moment known
to lie within bounds ``[a..b]``, ``[..b]``, ``[a..]``; several separate dates ``{a,b}``.
"""

import re
from calendar import monthrange
from datetime import date
from itertools import pairwise

from pipeline.model import DateBounds

_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_OPEN = ".."


def bounds(text: str) -> DateBounds:
    """Return the first and last day that an EDTF value allows, and its form (``day`` … ``several``).

    Source of rule: coding rule 6, ISO 8601-2:2019.

    Raises:
        ValueError: the value is malformed, no real day, reversed, or open at both ends.

    >>> bounds("2024-02")
    DateBounds(start=datetime.date(2024, 2, 1), end=datetime.date(2024, 2, 29), precision='month')
    >>> bounds("[..2025-11-10]").start is None
    True
    """
    if text.startswith("{"):
        return _several(text)
    if text.startswith("["):
        return _between(_inside(text, "[", "]"), _OPEN, "one_of")
    if "/" in text:
        return _between(text, "/", "interval")
    return _single(text)


def _single(text: str) -> DateBounds:
    """Return the bounds of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ValueError where it is none."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is no date of the form YYYY, YYYY-MM or YYYY-MM-DD')
    year, month, day = match.group("year", "month", "day")
    try:
        start = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(f'"{text}" is in no calendar') from error
    last_month = start.month if month else 12
    end = start if day else date(start.year, last_month, monthrange(start.year, last_month)[1])
    return DateBounds(start, end, "day" if day else "month" if month else "year")


def _between(text: str, mark: str, precision: str) -> DateBounds:
    """Return the bounds of two dates around `mark`, either of them open but not both."""
    first, last = _ends(text, mark)
    start = _single(first).start if first else None
    end = _single(last).end if last else None
    if start is None and end is None:
        raise ValueError(f'"{text}" is open at both ends: leave the field empty')
    if start and end and start > end:
        raise ValueError(f'"{text}" is reversed: {start} is after {end}')
    return DateBounds(start, end, precision)


def _ends(text: str, mark: str) -> tuple[str, str]:
    """Split at the one `mark`; an open end is returned empty."""
    if text.count(mark) != 1 and mark != "/":
        raise ValueError(f'"[{text}]" is not of the form [a..b], [..b] or [a..]')
    first, _, last = text.partition(mark)
    if mark == _OPEN:
        return first, last
    if "" in (first, last):
        raise ValueError(f'"{text}" lacks an end: an open end is written ".."')
    return first if first != _OPEN else "", last if last != _OPEN else ""


def _several(text: str) -> DateBounds:
    """Return the bounds of ``{a,b,…}``, which must be two or more dates in ascending order."""
    parts = [_single(part) for part in _inside(text, "{", "}").split(",")]
    if len(parts) == 1:
        raise ValueError(f'"{text}" holds one date: write it without braces')
    for earlier, later in pairwise(parts):
        if earlier.end is None or later.start is None or earlier.end >= later.start:
            raise ValueError(f'"{text}" is reversed or overlaps: {later.start} is not after {earlier.end}')
    return DateBounds(parts[0].start, parts[-1].end, "several")


def _inside(text: str, opening: str, closing: str) -> str:
    """Return what stands between the brackets; ValueError where the closing one is missing."""
    if not text.endswith(closing):
        raise ValueError(f'"{text}" opens with "{opening}" and does not close with "{closing}"')
    return text[1:-1]
