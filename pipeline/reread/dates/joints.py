"""The words that join dates: "from May 3 to 5", "between January and May", "October 13, 14 and 16"."""

from dataclasses import replace

from pipeline.reread.dates.anchors import Anchor
from pipeline.reread.dates.chains import Chain
from pipeline.reread.dates.lexicon import word_set
from pipeline.reread.dates.periods import may_begin_period, parse_period
from pipeline.reread.dates.points import (
    HOURS,
    Point,
    day_at,
    may_begin_point,
    parse_point,
    part_before,
    year_at,
)
from pipeline.reread.dates.relative import parse_relative
from pipeline.reread.dates.tokens import Line, phrases

_TO = phrases(r"and (?:ending|continuing)(?: on| in| to| through| until)?|(?:up )?(?:to|until|till)|through|thru|[-–]")
_AND = phrases(r"(?:, )?and(?: (?:in|on)(?! (?:and|or) ))?|&|,")
_MOST = 12
"""Dates in one list; more are no list in prose."""
_AT_LEAST = phrases(r"at least(?: as early as)?|as early as")
_VAGUELY = phrases(r"in (?:and|or) (?:around|about)")
"""How charges word a month; it hedges the ends of a span, which is kept as a lossy word."""
_MOVED = word_set(
    "postponed moved delayed deferred rescheduled shifted changed revised adjourned advanced forward pushed put back"
)
"""Verbs of which "from" and "to" name two dates and no span between them."""
_YEAR_OF_ALL = phrases(r",? ?(?:(?:of|in) )?(?P<which>last|this|next) year(?! ’s)")
_BEHIND_DAY = word_set(
    "in at on by with for when where while as before after during to from the last this , . ; : ) ( ] - – — “ ” \" '"
) | {""}


def parse_chain(line: Line, at: int, anchor: Anchor) -> tuple[Chain, int] | None:
    """Return the dates that the words join from a position on, and the position behind them.

    Raises:
        ValueError: they begin as a span or a list and do not go on as one.
    """
    lead = line[at].low if line[at].low in ("from", "between") else ""
    if not lead and not may_begin_point(line[at]) and not may_begin_period(line, at):
        return None
    start = at + 1 if lead else at
    if lead and (hit := line.match(_AT_LEAST, start)):
        start = hit[1]
    parsed = _pair(line, start, anchor) or _elements(line, start, anchor, lead)
    if parsed is None:
        return None
    points, joints, end = parsed
    if lead == "between":
        if joints not in (["and"], ["to"]):
            raise ValueError("“between” without its two ends")
        return _span(points), end
    if lead and joints != ["to"]:
        raise ValueError("“from” without an end")
    if len(points) == 2 and line[end - 2].text in ("-", "–") and points[0].shape == points[1].shape == "year":
        _check_no_fiscal(line.text(start, end), points[0].year or 0, points[1].year or 0, anchor)
    if "to" in joints and any(token.low in _MOVED for token in line.tokens[:at]):
        raise ValueError(f"“{line.text(at, end)}” may be two dates and no span between them")
    if "to" in joints and len(joints) > 1:
        raise ValueError("several spans")
    if joints and joints[-1] == ",":
        raise ValueError("several dates in a list without “and”")
    return _span(points) if joints == ["to"] else Chain(tuple(points)), end


def parse_span(line: Line, at: int, anchor: Anchor) -> tuple[Chain, int] | None:
    """Return the span that begins at a position without "from" or "between", or None."""
    parsed = _elements(line, at, anchor, "from")
    return (_span(parsed[0]), parsed[2]) if parsed and parsed[1] == ["to"] else None


def _span(points: list[Point]) -> Chain:
    """Return a span, which begins with the start of its first date and ends with the end of its last."""
    first, last = points
    first = replace(first, lossy="") if first.lossy in ("start", "beginning") else first
    last = replace(last, lossy="") if last.lossy == "end" else last
    return Chain((first, last), True)


def _pair(line: Line, at: int, anchor: Anchor) -> tuple[list[Point], list[str], int] | None:
    """Return a span of years written as 2013-15."""
    if line[at].kind != "pair" or line[at].text[4] == "/":
        return None
    year, mark, short = int(line[at].text[:4]), line[at].text[4], int(line[at].text[5:]) % 100
    if 1 <= short <= 12 and short <= year % 100:
        if mark != "-":
            raise ValueError(f"{line[at].text} is not understood")
        return [Point(year, short)], [], at + 1
    if short <= 12 or short <= year % 100:
        raise ValueError(f"{line[at].text} may be a month or a span of years")
    _check_no_fiscal(line.text(at, at + 1), year, year - year % 100 + short, anchor)
    return [Point(year), Point(year - year % 100 + short)], ["to"], at + 1


def _check_no_fiscal(words: str, first: int, last: int, anchor: Anchor) -> None:
    """Raise ValueError where a dash joins two years that follow each other, in a text that counts in fiscal years."""
    if last == first + 1 and anchor.fiscal_start:
        raise ValueError(f"“{words}” may be a fiscal year or two calendar years")


def _elements(line: Line, at: int, anchor: Anchor, lead: str) -> tuple[list[Point], list[str], int] | None:
    """Return the points from a position on, what joins each to the next ("and", ",", "to"), and the end.

    `lead` is the word before them that makes a span of two ("from", "between"), or empty.
    """
    points: list[Point] = []
    joints: list[str] = []
    bare: list[int] = []
    end = at
    while True:
        joint, start = _joint(line, end, lead) if points else ("", at)
        if points and not joint:
            break
        parsed = _element(line, start, anchor, points, "end" if lead else joint)
        if parsed is None or len(points) == _MOST:
            break
        point, behind = parsed
        joints += [joint] if points else []
        points.append(point)
        end = behind
        if point.month is None and point.day is not None:
            bare.append(len(points) - 1)
        elif bare:
            if not (point.day and point.month):
                return None
            for number in bare:
                points[number] = replace(points[number], month=point.month, year=point.year)
            bare = []
    if not points or bare:
        return None
    return _with_shared_year(line, points, joints, end, anchor)


def _joint(line: Line, at: int, lead: str) -> tuple[str, int]:
    # "From May 3, through June 5": without "from" a comma parts two dates.
    if hit := line.match(_TO, line.skip(at, ",") if lead else at):
        return "to", hit[1]
    if hit := line.match(_AND, at):
        return "," if hit[0][0] == "," else "and", hit[1]
    return "", at


def _element(line: Line, at: int, anchor: Anchor, before: list[Point], joint: str) -> tuple[Point, int] | None:
    """Return one element of a chain: a period, a date, or the bare number of a day that takes the month of another.

    `joint` is what joins it to those before it, or "end" where it must be an end of a span.
    """
    start = line.skip(at, "on") if joint in ("to", "end") else at
    if joint == "end" and (end_of_span := _end_of_span(line, start, anchor)):
        return end_of_span
    in_list_of_days = before and before[-1].shape == "day" and joint == ","
    if not in_list_of_days and (period := _period(line, start, anchor)):
        return period
    if (parsed := parse_point(line, start, anchor)) is not None:
        alike = not before or parsed[0].shape == before[-1].shape or joint in ("to", "end")
        return parsed if alike or (not before[-1].month and before[-1].day) else None
    part, behind = part_before(line, start)
    # "On the night of 3 to 4 November".
    start = line.skip(behind if part == HOURS and not before else start, "the")
    day = day_at(line, start)
    return None if day is None else _bare_day(line, start, day, before)


def _end_of_span(line: Line, at: int, anchor: Anchor) -> tuple[Point, int] | None:
    """Return an end that only spans have: a relative date ("yesterday"), or a hedged month ("in or about May")."""
    if hit := line.match(_VAGUELY, at):
        parsed = parse_point(line, hit[1], anchor)
        if parsed is None or parsed[0].shape not in ("month", "year"):
            raise ValueError(f"“{line.text(at, hit[1])}” before what is no month is not understood")
        return replace(parsed[0], lossy=hit[0][0]), parsed[1]
    if (relative := parse_relative(line, at, anchor)) is None:
        return None
    day, lossy, end = relative
    repeated = parse_point(line, end + 1, anchor) if line[end].text == "(" else None
    if repeated and line[repeated[1]].text == ")" and repeated[0].resolved(anchor, "") == day:
        end = repeated[1] + 1
    return Point(fixed=day, lossy=lossy), end


def _period(line: Line, at: int, anchor: Anchor) -> tuple[Point, int] | None:
    """Return a period, or a part of one ("the end of fiscal 2024")."""
    if period := parse_period(line, at, anchor):
        return Point(fixed=period[0], lossy=period[1]), period[2]
    part, behind = part_before(line, at)
    if part and (period := parse_period(line, behind, anchor)):
        return Point(fixed=period[0], lossy=part), period[2]
    return None


def _bare_day(line: Line, at: int, day: int, before: list[Point]) -> tuple[Point, int] | None:
    """Return a day of which only the number stands at a position; ValueError where it may count what follows."""
    if not before or before[-1].month is None:
        joined = before or _joint(line, at + 1, "")[0]
        return (Point(day=day), at + 1) if joined else None
    if before[-1].shape != "day" or before[-1].fixed:
        return None
    if line[at - 2].month:
        raise ValueError(f"“{line.text(at - 3, at + 1)}”: the month of the last day is not said")
    behind = line[at + 1]
    if line[at].kind != "ordinal" and behind.low not in _BEHIND_DAY and not _more(line, at + 1):
        raise ValueError(f"“{line.text(at, at + 2)}” may be a number of {behind.text}, and no date")
    return replace(before[-1], day=day, weekday=None), at + 1


def _more(line: Line, at: int) -> bool:
    """Return whether a year or another element of the chain follows."""
    return bool(year_at(line, at) or line[at].low in ("and", "&", "through", "until"))


def _with_shared_year(
    line: Line, points: list[Point], joints: list[str], end: int, anchor: Anchor
) -> tuple[list[Point], list[str], int]:
    """Return the points, each with the year that stands behind them all."""
    if len(points) > 1 and all(point.month and not point.year for point in points):
        if hit := line.match(_YEAR_OF_ALL, end):
            year = anchor.year() + {"last": -1, "this": 0, "next": 1}[hit[0]["which"]]
            return [replace(point, year=year) for point in points], joints, hit[1]
        start = line.skip(end, ",", "of", "in")
        if points[-1].shape == "day" and (year_named := year_at(line, start)):
            points[-1] = replace(points[-1], year=year_named)
            end = start + 1
    same_year = len(points) > 1 and points[-1].year and "to" not in joints
    if same_year and not any(point.year for point in points[:-1]):
        points = [replace(point, year=points[-1].year) if point.month else point for point in points]
    return points, joints, end
