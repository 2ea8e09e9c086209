"""Dates joined: what spans ("from May 3 to 5") and lists ("October 13 and 14") say, once their words are read."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from pipeline.reread.dates.anchors import Anchor, first_day, last_day, month_after
from pipeline.reread.dates.points import (
    UNCLEAR,
    Point,
    ends_of,
    later_year,
)

_SHORT = timedelta(31)


@dataclass(frozen=True)
class Chain:
    """Points that the words join: one, a span of two, or a list."""

    points: tuple[Point, ...]
    is_span: bool = False

    @property
    def lossy(self) -> str:
        """The words that EDTF cannot hold."""
        return ", ".join(point.lossy for point in self.points if point.lossy)

    def resolved(self, anchor: Anchor, direction: str) -> str:
        """Return the EDTF date; ValueError where it cannot be told."""
        if len(self.points) == 1:
            return self.points[0].resolved(anchor, direction)
        if any(point.shape == "weekday" for point in self.points):
            return _weekdays(self, anchor, direction)
        if any(not point.year and not point.fixed for point in self.points) and direction == UNCLEAR:
            raise ValueError("the words do not say whether the dates were still to come: add the year")
        if self.is_span:
            first, last = _span_years(self.points[0], self.points[1], anchor, direction)
            return f"{ends_of(first)[0]}/{ends_of(last)[1]}"
        if self.lossy:
            raise ValueError("several dates, of which one is only a part of what EDTF holds")
        return _several(_list_years(self.points, anchor, direction), self.points[0].shape)


def _weekdays(chain: Chain, anchor: Anchor, direction: str) -> str:
    """Return days of the week that are joined, the latest before the anchor's.

    Raises:
        ValueError: not all are days of the week, they look ahead, or the anchor's own lies among them.
    """
    numbers = [point.weekday for point in chain.points if point.shape == "weekday" and point.weekday is not None]
    if len(numbers) < len(chain.points) or direction or len(set(numbers)) < len(numbers):
        raise ValueError("several dates, of unlike kinds or to come")
    last = anchor.weekday(numbers[-1])
    days = [last - timedelta((last.weekday() - number) % 7) for number in numbers]
    if days[0] + timedelta(7) <= anchor.day() and numbers[0] <= anchor.day().weekday():
        raise ValueError("days of the week that may be of this week or of the one before")
    if chain.is_span:
        return f"{days[0]}/{last}"
    return "{" + ",".join(day.isoformat() for day in days) + "}"


def _span_years(first: Point, last: Point, anchor: Anchor, direction: str) -> tuple[str, str]:
    """Return both ends of a span as EDTF, each with the year that it takes from the other or from the anchor."""
    if first.fixed and not last.year and not last.fixed:
        complete = _last_of_short(first)
        if later_year(Point(month=complete.month, day=complete.day), last):
            raise ValueError("the end of the span has no year and lies beyond the turn of a year")
        last = replace(last, year=complete.year)
    if last.fixed and not first.year and not first.fixed:
        complete = _last_of_short(last)
        year = complete.year - later_year(first, Point(month=complete.month, day=complete.day))
        first = replace(first, year=year)
    if not last.year and not last.fixed:
        if first.shape == "year":
            raise ValueError("the end of the span has no year, its beginning has")
        if first.year:
            last = replace(last, year=first.year + later_year(first, last))
        elif anchor.published:
            end = first_day(last.resolved(anchor, direction)).year
            last = replace(last, year=end)
            first = replace(first, year=end - later_year(first, last))
        else:
            start = first_day(first.resolved(anchor, direction)).year
            first, last = replace(first, year=start), replace(last, year=start + later_year(first, last))
    if not first.year and not first.fixed:
        if later_year(first, last):
            raise ValueError("the beginning of the span has no year, or the span is reversed")
        first = replace(first, year=last.year)
    return first.resolved(anchor, direction), last.resolved(anchor, direction)


def _last_of_short(point: Point) -> date:
    """Return the last day of a complete date, from which the other end of a span takes its year.

    Raises:
        ValueError: the date is longer than a month, so that the year cannot be told.
    """
    if last_day(point.fixed) - first_day(point.fixed) > _SHORT:
        raise ValueError(f"the year of the other end of the span cannot be told from {point.fixed}")
    return last_day(point.fixed)


def _list_years(points: tuple[Point, ...], anchor: Anchor, direction: str) -> list[str]:
    """Return dates in a list as EDTF; those without a year take that of the last."""
    if len({point.shape for point in points}) > 1 or any(point.fixed for point in points):
        raise ValueError("several dates, of unlike kinds")
    if any(point.year for point in points[:-1]) and not all(point.year for point in points):
        raise ValueError("several dates, of which some have no year")
    last = first_day(points[-1].resolved(anchor, direction)).year
    if any(not point.year and later_year(point, points[-1]) for point in points):
        raise ValueError("several dates without a year, over the turn of a year or reversed")
    return [replace(point, year=point.year or last).resolved(anchor, direction) for point in points]


def _several(dates: list[str], shape: str) -> str:
    """Return separate dates in braces, or months that follow each other as a span.

    >>> _several(["2022-07", "2022-08", "2022-09"], "month"), _several(["2020", "2021"], "year")
    ('2022-07/2022-09', '{2020,2021}')
    """
    if shape == "month":
        months = [(first_day(date).year, first_day(date).month) for date in dates]
        if all(later == month_after(*earlier, 1) for earlier, later in pairwise(months)):
            if len(dates) == 2:
                raise ValueError(f"{dates[0]} and {dates[1]} may be a span or two dates")
            return f"{dates[0]}/{dates[-1]}"
    return "{" + ",".join(dates) + "}"
