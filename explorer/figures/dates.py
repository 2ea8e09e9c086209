"""The dates of events: what they span, how they are said, and the axis that they are drawn on."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from pipeline.model import DateBounds
from pipeline.read.edtf import bounds

Extent = tuple[float, float]

# The wide part of the axis begins with the year in or after which this share of the events ends.
_RECENT = 0.75
# How wide the name of a year is, with room beside it.
_NAME = 44
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
_MONTHS += ["November", "December"]
_DATE = re.compile("([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_SAID = {
    r"\[\.\.(.+)\]": r"not later than \1",
    r"\[(.+)\.\.\]": r"not before \1",
    r"\[(.+)\.\.(.+)\]": r"some day between \1 and \2",
    r"\.\./(.+)": r"until \1, its beginning is not stated",
    r"(.+)/\.\.": r"from \1, its end is not stated",
    r"(.+)/(.+)": r"from \1 to \2",
}


def spans_of(text: str) -> list[DateBounds]:
    """Return the stretches that a date in EDTF spans: one, or each of several dates."""
    return [bounds(part) for part in text.strip("{}").split(",")]


def date_in_words(text: str) -> str:
    """Return a date in EDTF as it is said, with what is not known of it.

    >>> date_in_words("[2024-06..2024-12]"), date_in_words("{2019,2021}"), date_in_words("2025-06-05")
    ('some day between June 2024 and December 2024', '2019 and 2021', '5 June 2025')
    """
    if text.startswith("{"):
        return " and ".join(map(date_in_words, text.strip("{}").split(",")))
    said = _DATE.sub(_day_in_words, text)
    for form, words in _SAID.items():
        if match := re.fullmatch(form, said):
            return match.expand(words)
    return said


def _day_in_words(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return " ".join(filter(None, [day and str(int(day)), month and _MONTHS[int(month) - 1], year]))


class Axis:
    """Years set out from left to right, on a narrower scale before the turn, where the events are few.

    All the spans lie on it, and most of them after its turn.
    """

    def __init__(self, spans: Sequence[DateBounds], left: float, turn_x: float, right: float) -> None:
        days = [day for span in spans for day in (span.start, span.end) if day]
        recent = sorted((max(filter(None, (span.start, span.end))).year for span in spans), reverse=True)
        self.first, self.turn = min(days).year, recent[int(len(recent) * _RECENT)]
        self.after = max(days).year + 1
        self.left, self.turn_x, self.right = left, left if self.turn == self.first else turn_x, right

    def place(self, day: date) -> float:
        """Return where the first moment of a day lies."""
        turns = [date(year, 1, 1).toordinal() for year in (self.first, self.turn, self.after)]
        return round(float(np.interp(day.toordinal(), turns, [self.left, self.turn_x, self.right])), 2)

    def ends(self, span: DateBounds) -> Extent:
        """Return where a span begins and ends; an open end lies at the edge of the axis."""
        begin = self.place(span.start) if span.start else self.left
        return begin, self.place(span.end + timedelta(1)) if span.end else self.right

    @property
    def squeeze(self) -> float:
        """How many times narrower a year is before the turn than after it, or 0 if the axis has no turn."""
        if self.turn == self.first:
            return 0
        before, since = self.turn - self.first, self.after - self.turn
        return (self.right - self.turn_x) / since / ((self.turn_x - self.left) / before)

    def years(self) -> Iterator[tuple[float, str]]:
        """Yield where each year begins, with its name; those before the turn have one, and only some have room."""
        if self.squeeze:
            last = self.turn - 1
            yield self.left, f"{self.first}–{last % 100:02}" if last > self.first else f"{last}"
        width = (self.right - self.turn_x) / (self.after - self.turn)
        for year in range(self.turn, self.after, 1 + int(_NAME / width)):
            yield self.place(date(year, 1, 1)), f"{year}"

    def quarters(self) -> Iterator[tuple[float, bool]]:
        """Yield where each quarter after the turn begins, and whether a year begins there."""
        for year in range(self.turn, self.after):
            for month in (1, 4, 7, 10):
                yield self.place(date(year, month, 1)), month == 1
        yield self.right, True
