"""Dates, read a second time by dateparser.

dateparser reads days, months and years, also such as are counted from another day. It reads no bounds, no periods
and no sets: of these it reads the dates one by one. So `agrees` compares dates, and says when that is enough.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from dateparser.data.languages_info import language_order
from dateparser.date import DateDataParser
from dateparser.languages.loader import default_loader
from dateparser.search import search_dates

from pipeline.read.edtf import bounds
from referees.cells import Cell, Opinion

REFEREE = "dateparser"
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_NO_ANCHOR = 1900
"""The year from which words are counted that name none, written XXXX where it comes out: no record has it."""
_PARTS = {"year": "%Y", "month": "%Y-%m"}
"""How much of a date was said, by dateparser's name of its period; all others are read to the day."""


def opinion(cell: Cell) -> Opinion:
    """Return what dateparser reads, and whether that is the value."""
    read = dates(cell.words, cell.language, cell.anchor, by_report=cell.by_report)
    return Opinion(cell, REFEREE, ", ".join(read), agrees(read, cell.value, cell.inference))


def dates(words: str, language: str, anchor: str = "", *, by_report: bool = False) -> list[str]:
    """Return each date in the words, in their order and as fine as they say it (EDTF).

    The words are read as a whole, or else whatever dates stand in them. One date among words that were not read is
    set between dots: "fiscal 2024" and "since 2024" say something else than 2024.

    Args:
        words: what an article says.
        language: its language (BCP 47); of one that dateparser does not know, nothing is read.
        anchor: the date (EDTF) that the words are counted from, if any: from its last possible day.
        by_report: whether that is the day of the report, before which lies what is reported. Otherwise the words
            are of the anchor's year.

    >>> dates("in June", "en", "2025-02-03", by_report=True), dates("in June", "en", "2025-02-03")
    (['2024-06'], ['2025-06'])
    >>> dates("June 26", "en"), dates("in 2019 and 2021", "en"), dates("the following month", "en", "2025-02")
    (['XXXX-06-26'], ['2019', '2021'], [])
    >>> dates("in fiscal 2024", "en")
    ['… 2024 …']
    """
    if language not in language_order:
        return []
    parser = _parser(language, _base(anchor), "past" if by_report else "current_period")
    whole = _date(parser, words)
    if whole or _runs_on(language):
        return [whole] if whole else []
    parts = search_dates(words, languages=[language], settings={"RELATIVE_BASE": _base(anchor)}) or []
    read = [date for date in (_last_date(parser, part) for part, _ in parts) if date]
    return [f"… {read[0]} …"] if len(read) == 1 else read


def agrees(read: Sequence[str], value: str, inference: str) -> bool:
    """Return whether the dates that were read are those of an EDTF value.

    A plain date is one date; a period or set with both ends is all of its dates, in their order. A value that is
    open at one end says more than its date: it agrees only where the record names the step to it, which the build
    repeats; then the dates that stand in the value are compared.

    >>> agrees(["2019", "2021"], "{2019,2021}", ""), agrees(["2012"], "2012/..", ""), agrees(["2012"], "[..2012]", "x")
    (True, False, True)
    """
    if ".." in _without_span(value) and not inference:
        return False
    return list(read) == _DATE.findall(value)


def _without_span(value: str) -> str:
    """Return an EDTF value without the mark of one moment between two dates, which has no open end.

    >>> _without_span("[2024-06..2024-12]"), _without_span("[..2024-12]")
    ('[2024-06 2024-12]', '[..2024-12]')
    """
    return re.sub(r"(?<=\d)\.\.(?=\d)", " ", value)


def _base(anchor: str) -> datetime:
    """Return the day from which words are counted: the last that the anchor allows, or its first where it has none."""
    if not anchor:
        return datetime(_NO_ANCHOR, 1, 1)
    days = bounds(anchor)
    day = days.end or days.start
    assert day is not None, f"{anchor} is open at both ends"
    return datetime(day.year, day.month, day.day)


@cache
def _parser(language: str, base: datetime, prefer: str) -> DateDataParser:
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": prefer, "PREFER_DAY_OF_MONTH": "first"}
    return DateDataParser(languages=[language], settings=settings)


def _date(parser: DateDataParser, words: str) -> str:
    """Return the date that words say as a whole (EDTF); empty where dateparser reads none."""
    data = parser.get_date_data(words)
    if data.date_obj is None:
        return ""
    # The C library drops the leading zeros of a year.
    text = data.date_obj.strftime(_PARTS.get(data.period or "day", "%Y-%m-%d")).zfill(4)
    return text.replace(str(_NO_ANCHOR), "XXXX", 1)


def _last_date(parser: DateDataParser, part: str) -> str:
    """Return the date that ends a part, as the search finds it: "and 2020"; empty where there is none."""
    words = part.split()
    return next((date for start in range(len(words)) if (date := _date(parser, " ".join(words[start:])))), "")


@cache
def _runs_on(language: str) -> bool:
    """Return whether a language sets no spaces between words, so that the search cuts dates in pieces."""
    return bool(default_loader.get_locale(language).info.get("no_word_spacing"))
