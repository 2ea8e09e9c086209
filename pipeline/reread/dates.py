"""Dates, in the ways that articles give them.

Forms accepted, with names of months and days in capitals or with one, those of months also cut
short (``Dec``, ``Sept.``):

- absolute: ``16 Dec 2025``, ``December 16, 2025``, ``May 2019``, ``2012``, ``in 2019 and 2021``;
- spans: ``between January and May 2025``, ``from 1992 to 2020``, ``so far in 2025 … June 26``,
  ``so far in 2025`` (until the anchor), ``began … in 2012``, ``stalled since … August 2022``;
- without a year: ``November 26``, ``26 November``, ``June`` (needs an anchor);
- relative: ``Monday``, ``last month``, ``this month``, ``the following month``, and the words for the
  anchor's own time, ``the same day`` and ``at the time`` (need an anchor);
- since an anchor, until a date that the words name: ``Since then … said in June``;
- a year in which the anchor lies, for the anchor's own time: ``the 2023 summit``.

The anchor is an EDTF date: the article's date, or that of another row. Counted from the article's
date, a day or month without a year is the latest that is not after it; counted from another row's,
it lies in the same year, or, beside ``following``, is the first one after it. A day of the week is
the latest that is not after the anchor.

Words that name more than one form takes are refused, and so is a day that no calendar has: what
is read is all that they say.
"""

import re
from datetime import date, timedelta

from pipeline.read.edtf import bounds

# Written out: the names in Python's calendar follow the locale.
_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT = {"Sept": 9} | {name[:3]: number for number, name in enumerate(_NAMES, 1) if name != "May"}
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)} | _SHORT
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_FULL, _CUT = ("|".join([*names, *map(str.upper, names)]) for names in (_NAMES, _SHORT))
_MONTH = rf"(?:{_FULL}|(?:{_CUT})\b\.?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"[12]\d{3}"
_ABSOLUTE = re.compile(
    rf"(?<![\w.,–-])(?>(?P<day>{_DAY}) (?P<month>{_MONTH})(?: (?P<year>{_YEAR}))?"
    rf"|(?<!\d )(?<!\d(?:st|nd|rd|th) )(?P<month2>{_MONTH})(?: (?P<day2>{_DAY})(?!\d))?(?:(?:, ?| )(?P<year2>{_YEAR}))?"
    rf"|(?P<year3>{_YEAR}))(?![\w–-])"
)
_UNREAD = re.compile(rf"\b(?:{_MONTH}|\d{{4}})(?!\w|-[a-z])")
_YEARS = re.compile(rf"\b{_YEAR}(?:(?:,| and|, and) {_YEAR})+\b")
_END = rf"{_MONTH}|{_YEAR}"
_BETWEEN = re.compile(rf"\b(?i:between|from) (?P<a>{_END}) (?:and|to) (?P<b>{_END})(?: (?P<year>{_YEAR}))?(?![\w–-])")
_SO_FAR = re.compile(rf"\b(?i:so far in) (?P<year>{_YEAR})\b")
_SINCE_THEN = re.compile(r"\bsince then\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:began|since|beginning in)\b", re.IGNORECASE)
_FOLLOWING = re.compile(r"\bfollowing\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:(?P<previous>last month)|(?P<this>this month)|(?P<next>the following month)"
    r"|(?P<same>the same day|at the time))\b",
    re.IGNORECASE,
)
_SHIFTS = {"previous": -1, "this": 0, "next": 1}
_WEEKDAY = re.compile(rf"\b(?P<coming>next )?(?P<name>{'|'.join([*_DAYS, *map(str.upper, _DAYS)])})\b")

Parts = tuple[int | None, int | None, int | None]
"""Year, month and day as far as an expression names them."""


class NoDate(ValueError):
    """The words name no date at all, neither a full one nor one that an anchor would complete."""


def read_date(words: str, anchor: str | None = None, *, published: bool = False) -> str:
    """Return the EDTF date that `words` give, counted from `anchor` where they are relative or without a year.

    `published` says that the anchor is the article's own date.

    Raises:
        ValueError: the words give no date, not without another anchor, or several.

    >>> read_date("16 Dec 2025"), read_date("between January and May 2025"), read_date("in 2019 and 2021")
    ('2025-12-16', '2025-01/2025-05', '{2019,2021}')
    >>> read_date("so far in 2025, state media reported on June 26")
    '2025-01-01/2025-06-26'
    >>> read_date("November 26", "2025-12-16", published=True), read_date("The following month", "2023-11")
    ('2025-11-26', '2023-12')
    >>> read_date("January, following the 2023 summit", "2023-11")
    '2024-01'
    """
    plain = " ".join(words.split())
    dates = _absolutes(plain)
    reading = _span(plain, dates, anchor)
    if reading is None:
        reading = _relative(plain, dates, anchor) or _absolute(plain, dates, anchor, published)
        reading += "/.." if _FROM.search(plain) else ""
    bounds(reading)
    return reading


def begins_period(words: str) -> bool:
    """Return whether the words begin a period that ends where the words or the anchor say.

    >>> begins_period("So far in 2025"), begins_period("since then"), begins_period("in 2025")
    (True, True, False)
    """
    plain = " ".join(words.split())
    return bool(_SO_FAR.search(plain) or _SINCE_THEN.search(plain))


def _absolutes(words: str) -> list[Parts]:
    """Return every (year, month, day) that the words name, None for what they leave out.

    Raises:
        ValueError: a month or a year is named in a form that is not read.
    """
    if unread := _UNREAD.search(_ABSOLUTE.sub("", words)):
        raise ValueError(f"{unread[0]} in a form that is not read")
    dates = []
    for match in _ABSOLUTE.finditer(words):
        year = match["year"] or match["year2"] or match["year3"]
        month = match["month"] or match["month2"]
        day = (match["day"] or match["day2"] or "").rstrip("stndrh")
        number = _month(month) if month else None
        dates.append((int(year) if year else None, number, int(day) if day else None))
    return dates


def _span(words: str, dates: list[Parts], anchor: str | None) -> str | None:
    """Return the period of a form that names both ends of it; None where the words are no such form."""
    if match := _BETWEEN.search(words):
        _alone(words, match, 0)
        return "/".join(_end(match[name], match["year"]) for name in ("a", "b"))
    if match := _SO_FAR.search(words):
        other_dates = _alone(words, match, 1)
        end = _with_year(other_dates[0], int(match["year"])) if other_dates else _anchored(words, anchor)
        return f"{match['year']}-01-01/{end}"
    if match := _SINCE_THEN.search(words):
        start, other_dates = _anchored(words, anchor), _alone(words, match, 1)
        if not other_dates:
            return f"{start}/.."
        year, month, day = other_dates[0]
        return f"{start}/{_edtf(year, month, day) if year else _after(month, day, start)}"
    return None


def _alone(words: str, match: re.Match[str], most: int) -> list[Parts]:
    """Return the dates outside of a form; ValueError where they are more than `most`, or beside another form."""
    rest = f"{words[: match.start()]} ; {words[match.end() :]}"
    other_dates = _absolutes(rest)
    if len(other_dates) > most or _RELATIVE.search(rest) or _WEEKDAY.search(rest):
        raise ValueError("several dates")
    return other_dates


def _relative(words: str, dates: list[Parts], anchor: str | None) -> str | None:
    """Return the date of a form that only the anchor completes; ValueError where there is none."""
    if match := _RELATIVE.search(words):
        if dates:
            raise ValueError("several dates")
        _alone(words, match, 0)
        start = _anchored(words, anchor)
        return start if match["same"] else _shift(start, _SHIFTS[match.lastgroup or ""])
    if (match := _WEEKDAY.search(words)) and not dates:
        _alone(words, match, 0)
        if match["coming"]:
            raise ValueError("a day that was still to come")
        last = bounds(_anchored(words, anchor))
        if last.precision != "day" or last.end is None:
            raise ValueError(f"a weekday needs an anchor to the day, not {anchor}")
        return (last.end - timedelta((last.end.weekday() - _DAYS.index(match["name"].capitalize())) % 7)).isoformat()
    return None


def _absolute(words: str, dates: list[Parts], anchor: str | None, published: bool) -> str:
    """Return the date that the absolute expressions of the words give together.

    Raises:
        ValueError: they are none or several dates, or the year is not said and there is no anchor.
    """
    if not dates:
        raise NoDate("no date")
    years = [parts[0] for parts in dates if not parts[1]]
    dated = [parts for parts in dates if parts[1]]
    if not dated and not _FROM.search(words) and (match := _YEARS.search(words)):
        _alone(words, match, 0)
        return "{" + ",".join(map(str, years)) + "}"
    if len(dated) > 1 or len(years) > 1 or (dated and years and dated[0][0]):
        raise ValueError("several dates")
    if not dated:
        return _of_year(years[0], anchor)
    year, month, day = dated[0]
    if year is None and not published and _FOLLOWING.search(words):
        start = _anchored(words, anchor)
        reading = _after(month, day, _of_year(years[0], start) if years else start)
    elif year is None and not years:
        reading = _without_year(month, day, _anchored(words, anchor), published)
    else:
        reading = _edtf(year or years[0], month, day)
    return _on_its_weekday(words, reading)


def _on_its_weekday(words: str, reading: str) -> str:
    """Return the date, which must be of the day of the week that the words name beside it."""
    for match in _WEEKDAY.finditer(words):
        days = bounds(reading)
        if days.precision != "day" or days.end is None or _DAYS[days.end.weekday()] != match["name"].capitalize():
            raise ValueError(f"{reading} is no {match['name']}")
    return reading


def _of_year(year: int | None, anchor: str | None) -> str:
    """Return a year; with an anchor, which must lie in it, the anchor's own time."""
    if anchor is None:
        return _edtf(year, None, None)
    days = bounds(anchor)
    if not (days.start and days.end and days.start.year == days.end.year == year):
        raise ValueError(f"the anchor {anchor} does not lie in {year}")
    return anchor


def _without_year(month: int | None, day: int | None, anchor: str, published: bool) -> str:
    """Return the latest such day or month not after the article's date, or that in the year of another anchor."""
    days = bounds(anchor)
    if published and days.end:
        # Nine years hold a 29 February, whatever century ends among them.
        for year in range(days.end.year, days.end.year - 9, -1):
            reading = _edtf(year, month, day)
            try:
                if (first := bounds(reading).start) and first <= days.end:
                    return reading
            except ValueError:
                continue
    if days.start is None or days.end is None or days.start.year != days.end.year:
        raise ValueError(f"the anchor {anchor} does not lie in one year")
    return _edtf(days.end.year, month, day)


def _after(month: int | None, day: int | None, anchor: str) -> str:
    """Return the first such day or month after the anchor."""
    end = bounds(anchor).end
    if end is None or month is None:
        raise ValueError(f"the anchor {anchor} has no end, or no month is named")
    year = end.year + (date(end.year, month, day or 1) <= end)
    return _edtf(year, month, day)


def _with_year(parts: Parts, year: int) -> str:
    """Return a date with the year, where it names none; ValueError where it names no month."""
    if parts[1] is None:
        raise ValueError("several dates")
    return _edtf(parts[0] or year, *parts[1:])


def _end(name: str, year: str | None) -> str:
    """Return one end of a span, a year or a month of the year."""
    if name.isdecimal():
        return name
    if year is None:
        raise ValueError("a month without a year")
    return _edtf(int(year), _month(name), None)


def _month(name: str) -> int:
    """Return the number of a month.

    >>> _month("Sept."), _month("JUNE")
    (9, 6)
    """
    return _MONTHS[name.removesuffix(".").capitalize()]


def _edtf(year: int | None, month: int | None, day: int | None) -> str:
    text = f"{year:04}"
    text += f"-{month:02}" if month else ""
    return text + (f"-{day:02}" if day is not None else "")


def _shift(anchor: str, months: int) -> str:
    """Return the month that lies `months` after the anchor's, to the month.

    >>> _shift("2025-12-16", -1), _shift("2023-12", 1)
    ('2025-11', '2024-01')
    """
    days = bounds(anchor)
    if days.start is None or days.end is None or (days.start.year, days.start.month) != (days.end.year, days.end.month):
        raise ValueError(f"the anchor {anchor} does not lie in one month")
    count = days.end.year * 12 + days.end.month - 1 + months
    return _edtf(count // 12, count % 12 + 1, None)


def _anchored(words: str, anchor: str | None) -> str:
    if anchor is None:
        raise ValueError(f"“{words}” needs an anchor")
    return anchor
