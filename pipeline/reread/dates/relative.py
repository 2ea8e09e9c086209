"""Dates that only the anchor completes: "yesterday", "last week", "two years ago", "the following month"."""

import re
from collections.abc import Callable
from datetime import timedelta

from pipeline.read.edtf import bounds
from pipeline.reread.dates.anchors import Anchor, edtf, first_day, last_day, month_after, months_before
from pipeline.reread.dates.lexicon import MONTHS, NUMBER_WORDS, UNITS, WEEKDAYS
from pipeline.reread.dates.tokens import Line, any_of, phrases

_DAY_PART = r"(?:morning|afternoon|evening|night)"
_N = r"\d{1,2}|an?|" + "|".join(NUMBER_WORDS)
_UNIT = rf"(?P<unit>{'|'.join(UNITS)})"
_PART = (
    r"(?:(?P<lossy>early|late|mid)(?: -| in)? |(?:earlier|later)(?: in)? "
    r"|(?:the )?(?P<lossy_of>beginning|start|end|middle) of )?"
)
_WITHIN = "over|in|during|within|for|throughout"
_SIDE = "(?P<side>earlier|before|previously|later|after|afterwards)"
_SHIFTS = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "following": 1}

Relative = tuple[str, str, int]
"""EDTF date, the word that it cannot hold, and the position behind it."""
Handler = Callable[[re.Match[str], Anchor], str]


def parse_relative(line: Line, at: int, anchor: Anchor) -> Relative | None:
    """Return the relative date that begins at a position; ValueError where the anchor does not tell it."""
    form = _form_at(line, at)
    if form is None:
        return None
    match, handler, end = form
    groups = match.groupdict()
    return handler(match, anchor), groups.get("lossy") or groups.get("lossy_of") or "", end


def relative_day(line: Line, at: int) -> tuple[int | None, int] | None:
    """Return the day of the week that a relative day names, if any, and the position behind its words.

    None where the words at the position are no relative day, or may be longer than one.
    """
    form = _form_at(line, at)
    if form is None:
        return None
    groups = form[0].groupdict()
    if groups.get("month") or UNITS.get(groups.get("unit") or "day") != "day" or form[1] in (_past, _weekend, _unclear):
        return None
    return WEEKDAYS.get(groups.get("weekday") or ""), form[2]


def _form_at(line: Line, at: int) -> tuple[re.Match[str], Handler, int] | None:
    """Return what a form finds at a position, with its handler and the position behind it."""
    if not line.match(_ANY_FORM, at):
        return None
    for pattern, handler in _FORMS:
        if hit := line.match(pattern, at):
            match, end = hit
            named = {"month", "weekday"} & match.groupdict().keys()
            if not named or any(token.named for token in line.tokens[at + 1 : end]):
                return match, handler, end
    return None


def _day(shift: int) -> Handler:
    return lambda match, anchor: (anchor.day() + timedelta(shift)).isoformat()


def _calendar_unit(match: re.Match[str], anchor: Anchor) -> str:
    """Return the calendar week, month or year of "last week", "this month", "next year"."""
    return _shifted(match["unit"], _SHIFTS[match["which"]], anchor)


def _shifted(unit: str, shift: int, anchor: Anchor) -> str:
    if unit == "week":
        return anchor.week(shift)
    return edtf(*month_after(*anchor.month(), shift)) if unit == "month" else edtf(anchor.year() + shift)


def _following(match: re.Match[str], anchor: Anchor) -> str:
    """Return what follows or comes before the date of another row."""
    anchor.of_row(match[0])
    shift = _SHIFTS[match["which"]]
    if match["unit"] == "day":
        return (anchor.day() + timedelta(shift)).isoformat()
    return _shifted(match["unit"], shift, anchor)


def _same(match: re.Match[str], anchor: Anchor) -> str:
    anchor.of_row(match[0])
    unit = match["unit"] or "day"
    return anchor.edtf if unit == "day" else _shifted(unit, 0, anchor)


def _count(match: re.Match[str]) -> int:
    text = match["n"] or "one"
    return 1 if text in ("a", "an") else NUMBER_WORDS.get(text) or int(text)


def _ago(match: re.Match[str], anchor: Anchor) -> str:
    """Return the day, month or year so long ago, as fine as the unit."""
    count, unit = _count(match), UNITS[match["unit"]]
    if unit == "day":
        return (anchor.day() - timedelta(count)).isoformat()
    if unit == "week":
        raise ValueError(f"“{match[0]}” does not say the day")
    if unit == "month":
        return edtf(*month_after(*anchor.month(), -count))
    return edtf(anchor.year() - count * (10 if unit == "decade" else 1))


def _earlier(match: re.Match[str], anchor: Anchor) -> str:
    """Return the time so long before the anchor's, or after it: a month stays a month, a year a year."""
    sign = 1 if match["side"] in ("later", "after", "afterwards") else -1
    if match["side"] != "earlier":
        anchor.of_row(match[0])
    count, unit = sign * _count(match), UNITS[match["unit"]]
    if unit == "day":
        anchor.of_row(match[0])
        return (anchor.day() + timedelta(count)).isoformat()
    if unit == "week":
        raise ValueError(f"“{match[0]}” does not say the day")
    if unit == "month":
        return edtf(*month_after(*anchor.month(), count))
    years = count * (10 if unit == "decade" else 1)
    if bounds(anchor.edtf).precision == "month":
        return edtf(*month_after(*anchor.month(), 12 * years))
    return edtf(anchor.year() + years)


def _past(match: re.Match[str], anchor: Anchor) -> str:
    """Return the span from so long ago, to the day, to the anchor."""
    if match["n"] is None and match["unit"].endswith("s"):
        raise ValueError(f"“{match[0]}” does not say how many")
    count, unit, today = _count(match), UNITS[match["unit"]], anchor.day()
    if unit in ("year", "decade"):
        raise ValueError(f"“{match[0]}” does not say on which day it begins")
    if unit == "month":
        return f"{months_before(today, count)}/{today}"
    return f"{today - timedelta(count * (7 if unit == 'week' else 1))}/{today}"


def _unclear(match: re.Match[str], anchor: Anchor) -> str:
    raise ValueError(f"“{match[0]}” may be a calendar {match['unit']} or the time up to the anchor")


def _of_passage(match: re.Match[str], anchor: Anchor) -> str:
    raise ValueError(f"“{match[0]}” is counted from a date in the passage, or the words go on")


def _weekend(match: re.Match[str], anchor: Anchor) -> str:
    """Return the Saturday and Sunday before the anchor, a working day."""
    if anchor.day().weekday() > 4:
        raise ValueError(f"“{match[0]}” on a weekend may be this one or the one before")
    saturday = anchor.weekday(WEEKDAYS["saturday"])
    return f"{saturday}/{saturday + timedelta(1)}"


def _last_weekday(match: re.Match[str], anchor: Anchor) -> str:
    """Return the day of last week; ValueError where the same day has already been in this week."""
    number = WEEKDAYS[match["weekday"]]
    if number < anchor.day().weekday():
        raise ValueError(f"“{match[0]}” may be in this week or in the one before")
    return (first_day(anchor.week(-1)) + timedelta(number)).isoformat()


def _next_weekday(match: re.Match[str], anchor: Anchor) -> str:
    number = WEEKDAYS[match["weekday"]]
    if number > anchor.day().weekday():
        raise ValueError(f"“{match[0]}” may be in this week or in the one after")
    return (first_day(anchor.week(1)) + timedelta(number)).isoformat()


def _this_weekday(match: re.Match[str], anchor: Anchor) -> str:
    number = WEEKDAYS[match["weekday"]]
    if number <= anchor.day().weekday():
        raise ValueError(f"“{match[0]}” may be in this week or in the one after")
    return (first_day(anchor.week(0)) + timedelta(number)).isoformat()


def _past_weekday(match: re.Match[str], anchor: Anchor) -> str:
    number = WEEKDAYS[match["weekday"]]
    if number == anchor.day().weekday():
        raise ValueError(f"“{match[0]}” may be the anchor's own day or a week before")
    return anchor.weekday(number).isoformat()


def _last_month_named(match: re.Match[str], anchor: Anchor) -> str:
    """Return "last March": that of last year, where this year has not had one yet."""
    month = MONTHS[match["month"]]
    years = {day.year for day in (first_day(anchor.edtf), last_day(anchor.edtf)) if month > day.month}
    if len(years) != 1 or month <= last_day(anchor.edtf).month:
        raise ValueError(f"“{match[0]}” may be of this year or of last year")
    return edtf(years.pop() - 1, month)


def _next_month_named(match: re.Match[str], anchor: Anchor) -> str:
    month, (year, today) = MONTHS[match["month"]], anchor.month()
    if month >= today:
        raise ValueError(f"“{match[0]}” may be of this year or of next year")
    return edtf(year + 1, month)


def _this_month_named(match: re.Match[str], anchor: Anchor) -> str:
    return edtf(anchor.year(), MONTHS[match["month"]])


def _day_of_month(match: re.Match[str], anchor: Anchor) -> str:
    return edtf(*month_after(*anchor.month(), _SHIFTS[match["which"]]), int(match["day"]))


_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})(?: \.)?"
_FORMS: list[tuple[re.Pattern[str], Handler]] = [
    (phrases(text), handler)
    for text, handler in (
        (rf"(?:(?:earlier|later|late|early) )?(?:today|tonight|this {_DAY_PART})", _day(0)),
        (r"the day before yesterday", _day(-2)),
        (rf"(?:(?:late|early) )?(?:yesterday(?: {_DAY_PART})?|last (?:night|evening))", _day(-1)),
        (rf"(?:tomorrow(?: {_DAY_PART})?)", _day(1)),
        (r"(?:on )?(?:the )(?P<day>\d{1,2})(?:st|nd|rd|th) (?:day )?of (?P<which>last|this) month", _day_of_month),
        (r"(?:over|at|during|on) (?:the|this past|the past|last) weekend|(?:last|this past) weekend", _weekend),
        (rf"(?:{_WITHIN}) (?:the|these) (?:last|past) (?:(?P<n>{_N}) )?{_UNIT}(?! of )", _past),
        (rf"(?:the|these) past (?:(?P<n>{_N}) )?{_UNIT}", _past),
        (rf"{_PART}(?P<which>last|this|next) (?P<unit>week|month|year)", _calendar_unit),
        (r"the (?P<which>current) (?P<unit>week|month|year)", _calendar_unit),
        (r"the (?P<which>following|next|previous) (?P<unit>day|week|month|year)", _following),
        (r"(?:the same|that) (?:very )?(?P<unit>day|month|year)|at the time", _same),
        (rf"the last (?:(?:{_N}) )?{_UNIT}(?! of )", _unclear),
        (rf"(?P<n>{_N}) {_UNIT} ago", _ago),
        (rf"(?P<n>{_N}) {_UNIT} {_SIDE}", _earlier),
        (rf"the (?:last|next) (?:{_WEEKDAY}|{_MONTH})", _of_passage),
        (rf"last {_WEEKDAY}(?: {_DAY_PART})?", _last_weekday),
        (rf"(?:this|the) past {_WEEKDAY}(?: {_DAY_PART})?", _past_weekday),
        (rf"next {_WEEKDAY}(?: {_DAY_PART})?", _next_weekday),
        (rf"this {_WEEKDAY}(?: {_DAY_PART})?", _this_weekday),
        (rf"last {_MONTH}(?! \d)", _last_month_named),
        (rf"next {_MONTH}(?! \d)", _next_month_named),
        (rf"this {_MONTH}(?! \d)", _this_month_named),
    )
]
_ANY_FORM = any_of(*(pattern for pattern, _ in _FORMS))
