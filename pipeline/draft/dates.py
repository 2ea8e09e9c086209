"""The days that a text prints with their year, and which of them is that of publication."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reread.dates import read_date

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DAY = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?, ?\d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})(?!\d)"
)
"""A day with its year, as imprints print it."""
_COPYRIGHT = re.compile(r"(?P<words>Copyright|©)[^\n]{0,10}?\b(?P<year>(?:19|20)\d\d)\b")
_FIRST = re.compile(r"published|posted|issued|ends/|released|^\W*date\b", re.IGNORECASE)
_LAST = re.compile(r"updated|modified", re.IGNORECASE)
_BEFORE = 40
"""How many characters before a day may say that it is the day of publication."""


@dataclass(frozen=True)
class Printed:
    """A part of the text that says something of the article: what it says, its words, and where these stand."""

    value: str
    words: str
    start: int


def published(text: str, stretches: Sequence[tuple[int, int]]) -> tuple[Printed | None, list[str]]:
    """Return the day of publication that some stretches of a text print, and what is unsure about it.

    A day behind “Published” comes before any other, one behind “Updated” after all; else the first one counts.
    """
    doubts: list[str] = []
    days: list[tuple[int, Printed]] = []
    for begin, end in stretches:
        for match in DAY.finditer(text, begin, end):
            try:
                value = read_date(match[0]).date
            except ValueError as error:
                doubts.append(f"the day of publication: “{match[0]}” cannot be read ({error})")
                continue
            before = text[max(begin, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
            # Of “Published: … Updated:” the last one counts.
            marks = [(hit.start(), rank) for rank, mark in ((0, _FIRST), (2, _LAST)) for hit in mark.finditer(before)]
            days.append((max(marks)[1] if marks else 1, Printed(value, match[0], match.start())))
    if not days:
        return None, doubts
    chosen = min(days, key=lambda day: day[0])[1]
    others = sorted({day.value for _, day in days} - {chosen.value})
    if others:
        doubts.append(f"the day of publication: {chosen.value} was taken, and {', '.join(others)} stands there too")
    return chosen, doubts


def copyright_year(text: str, stretch: tuple[int, int]) -> tuple[Printed, Printed] | None:
    """Return the year of the copyright notice in a stretch of a text, and the mark that makes it one."""
    match = _COPYRIGHT.search(text, *stretch)
    if match is None:
        return None
    year = Printed(match["year"], match["year"], match.start("year"))
    return year, Printed("copyright_line", match["words"], match.start())
