"""Spans of a length that end with a date: "the 12 months to June 2015", "the year ending 31 March", "week ending"."""

from calendar import monthrange
from datetime import timedelta

from pipeline.reread.dates.anchors import Anchor, edtf, first_day, last_day, month_after, months_before
from pipeline.reread.dates.lexicon import FUNCTION_WORDS, NUMBER_WORDS
from pipeline.reread.dates.periods import month_span
from pipeline.reread.dates.points import parse_point
from pipeline.reread.dates.tokens import Line, any_of, phrases

_N = r"\d{1,2}|" + "|".join(NUMBER_WORDS)
_LENGTH = rf"(?:(?P<n>{_N})[- ](?P<unit>week|month|year)s?(?: period)?|(?P<one>week|year))"
_END_OF = r"(?: the)?(?P<end> end of)?(?: the)?"
_ENDING = phrases(rf"(?:the )?{_LENGTH} (?:that )?(?:ending|ended)(?: on| in)?{_END_OF}")
_UP_TO = phrases(rf"the {_LENGTH} (?:up )?to{_END_OF}")
_LENGTHS = any_of(_ENDING, _UP_TO)
_BEGINNING = phrases(r"(?:the )?week (?:that )?(?:beginning|starting|commencing|began|started)(?: on)?")
_MONTHS = {"month": 1, "year": 12}


def parse_length(line: Line, at: int, anchor: Anchor) -> tuple[str, str, int] | None:
    """Return the span that begins at a position, no lossy word, and the position behind it.

    None where no such span stands there, or where it ends with no day or month.

    Raises:
        ValueError: its end cannot be told, has not been, or does not suit the length.
    """
    hit = line.match(_LENGTHS, at) and (line.match(_ENDING, at) or line.match(_UP_TO, at))
    parsed = parse_point(line, hit[1], anchor) if hit else None
    if hit is None or parsed is None or not parsed[0].month or parsed[0].lossy:
        return None
    before = line[at - 1]
    if before.kind == "word" and before.low not in FUNCTION_WORDS and at:
        raise ValueError(f"“{line.text(at - 1, hit[1])}” may be a year of another kind")
    groups = hit[0].groupdict()
    unit, number = groups["unit"] or groups["one"], groups["n"] or "one"
    count = NUMBER_WORDS.get(number) or int(number)
    point, behind = parsed
    end = point.resolved(anchor, "")
    if count < 1 or (not point.year and anchor.published and last_day(end) > last_day(anchor.edtf)):
        raise ValueError(f"“{line.text(at, behind)}” ends on a day that is not told")
    if groups["end"] and point.day:
        raise ValueError(f"“{line.text(at, behind)}” ends within a day")
    return _span(count, unit, end, bool(point.day)), "", behind


def parse_week(line: Line, at: int, anchor: Anchor) -> tuple[str, str, int] | None:
    """Return the week of which the first day is named from a position on, as `parse_length` does.

    Raises:
        ValueError: the week cannot be told, or has not ended where its year is not said.
    """
    hit = line.match(_BEGINNING, at)
    parsed = parse_point(line, hit[1], anchor) if hit else None
    if hit is None or parsed is None or not (parsed[0].day and parsed[0].month):
        return None
    point, behind = parsed
    first = first_day(point.resolved(anchor, ""))
    last = first + timedelta(6)
    if not point.year and anchor.published:
        anchor.check_near(first.isoformat(), "beginning")
        if last > last_day(anchor.edtf):
            raise ValueError(f"“{line.text(at, behind)}” may not have ended")
    return f"{first}/{last}", "", behind


def _span(count: int, unit: str, end: str, to_day: bool) -> str:
    """Return the span of so many weeks, months or years that ends with a day or a whole month.

    >>> _span(12, "month", "2021-10", False), _span(1, "year", "2023-03-31", True), _span(1, "week", "2023-05-05", True)
    ('2020-11/2021-10', '2022-04/2023-03', '2023-04-29/2023-05-05')
    """
    last = last_day(end)
    if unit == "week":
        if not to_day:
            raise ValueError("a span of weeks does not end with a month")
        return f"{last - timedelta(7 * count - 1)}/{last}"
    months = count * _MONTHS[unit]
    if last.day == monthrange(last.year, last.month)[1]:
        return month_span(*month_after(last.year, last.month, 1 - months), months)
    return f"{months_before(first_day(end), months) + timedelta(1)}/{edtf(last.year, last.month, last.day)}"
