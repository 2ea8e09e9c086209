"""The one date that the dates in the words give together."""

import re
from dataclasses import replace
from datetime import timedelta

from pipeline.reread.dates.anchors import Anchor, edtf, first_day, last_day
from pipeline.reread.dates.points import Point
from pipeline.reread.dates.reader import Item
from pipeline.reread.dates.tokens import POSSESSIVE, Line

_EXPLAINING = frozenset({",", "(", "on", "in", "of"})


def together(line: Line, items: list[Item], anchor: Anchor) -> tuple[str, str]:
    """Return the EDTF date that the dates in the words give together, and the word that it cannot hold.

    Raises:
        ValueError: they give several, contradict each other, or cannot be told.
    """
    begun = [item for item in items if item.to_report]
    if begun:
        others = [item for item in items if not item.to_report]
        if len(begun) > 1 or len(others) > 1:
            raise ValueError("several dates")
        return _to_report(line, begun[0], others[0] if others else None, anchor), ""
    if len(items) == 1:
        return _alone(line, items[0], anchor), items[0].chain.lossy
    if len(items) > 2:
        raise ValueError("several dates")
    first, second = items
    between = line.low(first.end, second.start).split()
    side_by_side = len(between) <= 2 and _EXPLAINING.issuperset(between) and line[second.end].text != POSSESSIVE
    side_by_side = side_by_side and line[first.end - 1].low not in ("before", "after")
    if side_by_side and not (first.opens or second.opens or second.bound):
        return _explained(line, first, second, anchor)
    return _year_apart(line, first, second, anchor), second.chain.lossy


def _explained(line: Line, first: Item, second: Item, anchor: Anchor) -> tuple[str, str]:
    """Return the finer of two dates side by side, of which one lies in the other ("Monday last week").

    Raises:
        ValueError: neither lies in the other, or they are not told apart by a relative word.
    """
    if len(first.chain.points) > 1:
        return _days_repeated(line, first, second, anchor), ""
    for coarse, fine in ((first, second), (second, first)):
        point = fine.only()
        frame = coarse.only()
        if point is None or frame is None or (frame.shape not in ("fixed", "weekday")):
            continue
        outer = coarse.resolved(line, anchor)
        inner = _within(outer, point, anchor)
        if inner and first_day(outer) <= first_day(inner) and last_day(inner) <= last_day(outer):
            return inner, fine.chain.lossy
    return _year_apart(line, first, second, anchor), second.chain.lossy


def _days_repeated(line: Line, first: Item, second: Item, anchor: Anchor) -> str:
    """Return days that are named by the week and then by the month ("Monday and Tuesday (May 3 and 4)").

    Raises:
        ValueError: the two do not name the same days.
    """
    named = [point.weekday for point in first.chain.points if point.shape == "weekday"]
    days = second.resolved(line, anchor)
    weekdays = [first_day(day).weekday() for day in re.split("[,/]", days.strip("{}"))]
    alike = first.chain.is_span == second.chain.is_span and all(point.day for point in second.chain.points)
    if len(named) != len(first.chain.points) or not alike or weekdays != named:
        raise ValueError("several dates")
    return days


def _within(outer: str, point: Point, anchor: Anchor) -> str | None:
    """Return the date of a point that is counted from the date around it, or None where it lies in no such."""
    start, end = first_day(outer), last_day(outer)
    if point.shape == "weekday":
        days = [start + timedelta(number) for number in range((end - start).days + 1)]
        same = [day for day in days[:8] if day.weekday() == point.weekday]
        return same[0].isoformat() if len(days) <= 7 and same else None
    if point.month and not point.year and start.year != end.year:
        return None
    year = point.year or start.year
    return (point if point.fixed else replace(point, year=year)).resolved(anchor, "")


def _alone(line: Line, item: Item, anchor: Anchor) -> str:
    """Return the one date of the words; words before it may open a period with it."""
    point = item.only()
    if point and point.shape == "year" and not anchor.published and anchor.text is not None and not item.bound:
        date = _of_year(point, anchor)
        return f"{date}/.." if item.opens else date
    if point and not point.year and point.month and not anchor.published and "following" in line.low(0).split():
        return edtf(anchor.following(point.month, point.day), point.month, point.day)
    return item.resolved(line, anchor)


def _of_year(point: Point, anchor: Anchor) -> str:
    """Return the time of another row, which must lie in the year that the words name ("the 2023 summit")."""
    if point.year != anchor.year():
        raise ValueError(f"the anchor {anchor.text} does not lie in {point.year}")
    return anchor.edtf


def _year_apart(line: Line, first: Item, second: Item, anchor: Anchor) -> str:
    """Return a day or month whose year stands apart from it.

    That is "in 2019, June 5", and, counted from another row, "January, following the 2023 summit".
    """
    points = first.only(), second.only()
    if None in points or first.opens or second.opens or first.bound or second.bound:
        raise ValueError("several dates")
    one, other = points
    assert one and other
    if one.shape == "year" and other.month and not other.year and first.start <= 1 and line[first.end].text == ",":
        year = replace(second, chain=replace(second.chain, points=(replace(other, year=one.year),)))
        return year.resolved(line, anchor)
    between = line.low(first.end, second.start).split()
    if one.month and not one.year and other.shape == "year" and "following" in between and not anchor.published:
        _of_year(other, anchor)
        return edtf(anchor.following(one.month, one.day), one.month, one.day)
    raise ValueError("several dates")


def _to_report(line: Line, begun: Item, report: Item | None, anchor: Anchor) -> str:
    """Return a period that ends with the report: the day that the words name, or the anchor's."""
    point = begun.chain.points[0]
    period = point.fixed or edtf(point.year or anchor.year(), point.month, point.day)
    since_then = line[begun.start].low == "since"
    start = period if since_then else first_day(period).isoformat()
    if report is None:
        if since_then:
            return f"{start}/.."
        end = anchor.day().isoformat()
    else:
        end_point = report.only()
        if end_point is None or report.opens or report.bound or not (end_point.month or end_point.year):
            raise ValueError("several dates")
        if not end_point.year and end_point.month:
            year = anchor.following(end_point.month, end_point.day) if since_then else first_day(period).year
            end_point = replace(end_point, year=year)
        end = end_point.resolved(anchor, "")
    if not since_then and not first_day(period) <= last_day(end) <= last_day(period):
        raise ValueError(f"reversed: {end} is not in {period}")
    return f"{start}/{end}"
