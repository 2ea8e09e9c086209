"""Parts of a year and spans of years: quarters, halves, seasons, decades, fiscal years."""

import re
from datetime import date, timedelta

from pipeline.reread.dates.anchors import Anchor, edtf, first_day, last_day, month_after
from pipeline.reread.dates.lexicon import NUMBER_WORDS, ORDINAL_WORDS, YEAR_BEFORE
from pipeline.reread.dates.points import parse_point, year_at
from pipeline.reread.dates.tokens import Line, any_of, phrases

_N = r"\d{1,2}|" + "|".join(NUMBER_WORDS)
_PART = r"(?:the )?(?:(?P<part>early|late|mid) (?:- )?(?:in )?(?:the )?)?"
_DECADE = phrases(_PART + r"(?P<decade>\d{4})s")
_DECADE_TO = phrases(r"the decade to (?P<year>\d{4})")
_SEASONS = r"spring|summer|autumn|fall|winter"
_SEASON = phrases(_PART + rf"(?P<season>{_SEASONS})(?: and (?:the )?(?P<other>{_SEASONS}))?")
_THIS_SEASON = phrases(r"(?:(?:early|late|earlier|later) )?this (?P<season>spring|summer|autumn|fall)")
_MONTHS_OF_EITHER_SUMMER = range(3, 12)
"""Months of which a summer of either half of the Earth that is called this one lies in the same year."""
_QUARTER = phrases(rf"(?:the )?(?P<which>{'|'.join(ORDINAL_WORDS)}|last|final) quarter(?: of)?|q(?P<q>[1-4])(?: of)?")
_QUARTER_REVERSED = phrases(r"(?P<q>[1-4])q(?: of)?")
_QUARTER_BEHIND = phrases("q(?P<q>[1-4])")
_HALF = phrases(r"(?:the )?(?P<which>first|second|latter|last) half of|h(?P<h>[12])(?: of)?|(?P<h2>[12])h(?: of)?")
_MONTHS = phrases(rf"(?:the )?(?P<which>first|last|final) (?P<n>{_N}) months (?:of|in)")
_YEAR_AND_PART = phrases(r"(?P<year>\d{4}) (?:q(?P<q>[1-4])|h(?P<h>[12])|(?P<q2>[1-4])q|(?P<h2>[12])h)")
_RELATIVE_YEAR = phrases(r"(?P<which>last|this|next) year")
_THE_YEAR = phrases(r"the year(?! \d)")
_FISCAL_MARK = r"(?:fiscal(?: years?)?|financial years?|fy)"
_FISCAL = phrases(
    rf"(?:the )?(?:{_FISCAL_MARK} (?:['’] )?(?P<year>\d{{4}}|\d{{2}})(?: ?[-–/] ?(?P<to>\d{{4}}|\d{{2}})(?![\d]))?"
    rf"|(?P<year2>\d{{4}})(?: ?[-–/] ?(?P<to2>\d{{4}}|\d{{2}}))? (?:fiscal|financial) year)"
)
_FISCAL_SEVERAL = phrases(
    r"(?:the )?(?:fiscal|financial) years (?P<first>\d{4}) (?:to|through|until|[-–]) (?P<end>\d{4})(?! [-–/])"
)
_FISCAL_ENDING = phrases(r"(?:the )?(?:fiscal|financial) year (?:that )?(?:ending|ended)(?: on| in)?")
_FISCAL_RELATIVE = phrases(
    r"(?:the |its |their )?(?P<which>last|previous|prior|this|current|next) (?:fiscal|financial) year"
)
_BEGINNING = any_of(
    *(_DECADE, _DECADE_TO, _SEASON, _THIS_SEASON, _YEAR_AND_PART, _QUARTER, _QUARTER_REVERSED, _HALF, _MONTHS),
    *(_FISCAL, _FISCAL_ENDING, _FISCAL_RELATIVE),
)
"""What a period begins with; a pair of years may be one too."""
_SHIFTS = {"last": -1, "previous": -1, "prior": -1, "this": 0, "current": 0, "next": 1}
_MONTHS_OF_YEAR = 12

Period = tuple[str, str, int]
"""EDTF date, the word that it cannot hold, and the position behind it."""


def may_begin_period(line: Line, at: int) -> bool:
    """Return whether a period may begin at a position: at most none does."""
    return line[at].kind == "pair" or line.match(_BEGINNING, at) is not None


def parse_period(line: Line, at: int, anchor: Anchor) -> Period | None:
    """Return the period that begins at a position; ValueError where it lacks its year or cannot be told."""
    if not may_begin_period(line, at):
        return None
    for parse in (_decade, _season, _part_of_year, _fiscal_year):
        if (period := parse(line, at, anchor)) is not None:
            return period
    return None


def _decade(line: Line, at: int, anchor: Anchor) -> Period | None:
    if hit := line.match(_DECADE_TO, at):
        year = int(hit[0]["year"])
        return f"{edtf(year - 10)}/{edtf(year)}", "", hit[1]
    if not (hit := line.match(_DECADE, at)):
        return None
    year = int(hit[0]["decade"])
    # The century of the 2000s has not ended, so that an article means its first ten years.
    if year % 10 or (year % 100 == 0 and year != 2000 and not hit[0]["part"]):
        raise ValueError(f"“{line.text(at, hit[1])}” may be a decade or a century")
    return f"{edtf(year)}/{edtf(year + 9)}", hit[0]["part"] or "", hit[1]


def _season(line: Line, at: int, anchor: Anchor) -> Period | None:
    """Return the year of a season: EDTF has no season whose days are told."""
    if hit := line.match(_THIS_SEASON, at):
        this_year, this_month = anchor.month()
        if hit[0]["season"] == "summer" and this_month not in _MONTHS_OF_EITHER_SUMMER:
            raise ValueError(f"“{hit[0][0]}” may lie in two years")
        return edtf(this_year), hit[0]["season"], hit[1]
    if not (hit := line.match(_SEASON, at)):
        return None
    season = hit[0]["season"]
    # "Prices fall in 2019" names no season.
    verb = season in ("spring", "fall") and line[hit[1]].low == "in"
    behind = hit[1] if verb else line.skip(hit[1], ",", "of", "in")
    relative = line.match(_RELATIVE_YEAR, behind)
    year = year_at(line, behind)
    if year is None and relative is None:
        return _season_told_by_word(line, at, season, hit[1], anchor)
    if "winter" in (season, hit[0]["other"]):
        raise ValueError("a winter lies in two years")
    year = year or anchor.year() + _SHIFTS[relative[0]["which"] if relative else ""]
    lossy = f"{season} and {hit[0]['other']}" if hit[0]["other"] else season
    return edtf(year), lossy, relative[1] if relative else behind + 1


def _season_told_by_word(line: Line, at: int, season: str, end: int, anchor: Anchor) -> Period | None:
    """Return the year of "this summer"; None where the word is no season ("fall" the verb), ValueError elsewhere."""
    if season in ("spring", "fall") and line[end - 2].low not in ("the", "this", "last", "next"):
        return None
    raise ValueError(f"“{line.text(max(at - 1, 0), end)}” does not say the year")


def _part_of_year(line: Line, at: int, anchor: Anchor) -> Period | None:
    if hit := line.match(_YEAR_AND_PART, at):
        start, quarter, half = (int(hit[0]["year"]), 1), hit[0]["q"] or hit[0]["q2"], hit[0]["h"] or hit[0]["h2"]
        first = int(quarter or half) - 1
        return month_span(*month_after(*start, first * (3 if quarter else 6)), 3 if quarter else 6), "", hit[1]
    if (fiscal := _fiscal_year(line, at, anchor)) and (hit := line.match(_QUARTER_BEHIND, fiscal[2])):
        quarter_start = month_after(*_first_month(first_day(fiscal[0])), 3 * int(hit[0]["q"]) - 3)
        return month_span(*quarter_start, 3), "", hit[1]
    part = _part(line, at)
    if part is None:
        return None
    offset, months, end = part
    year = _start_of_year(line, end, anchor)
    if year is None and (hit := line.match(_THE_YEAR, end)):
        span = month_span(*month_after(anchor.year(), 1, offset), months)
        if last_day(span) > first_day(anchor.edtf):
            raise ValueError(f"“{line.text(at, hit[1])}” may be of the year before")
        return span, "", hit[1]
    if year is None:
        raise ValueError(f"“{line.text(at, end)}” of which year is not said")
    start_day, behind = year
    return month_span(*month_after(*_first_month(start_day), offset), months), "", behind


def _first_month(start: date) -> tuple[int, int]:
    """Return the month with which a year begins; ValueError where it begins within one."""
    if start.day != 1:
        raise ValueError("months of a fiscal year that begins within a month are not understood")
    return start.year, start.month


def _part(line: Line, at: int) -> tuple[int, int, int] | None:
    """Return the months before a part of a year, its months, and the position behind the words for it."""
    if hit := line.match(_QUARTER, at) or line.match(_QUARTER_REVERSED, at):
        groups = hit[0].groupdict()
        quarter = int(groups["q"]) if groups["q"] else ORDINAL_WORDS.get(groups["which"] or "", 4)
        return (quarter - 1) * 3, 3, hit[1]
    if hit := line.match(_HALF, at):
        half = hit[0]["h"] or hit[0]["h2"] or ("1" if hit[0]["which"] == "first" else "2")
        return (int(half) - 1) * 6, 6, hit[1]
    if hit := line.match(_MONTHS, at):
        months = NUMBER_WORDS.get(hit[0]["n"]) or int(hit[0]["n"])
        if not 1 <= months <= _MONTHS_OF_YEAR:
            raise ValueError(f"a year has no {months} months")
        return 0 if hit[0]["which"] == "first" else _MONTHS_OF_YEAR - months, months, hit[1]
    return None


def _start_of_year(line: Line, at: int, anchor: Anchor) -> tuple[date, int] | None:
    """Return the first day of the year or fiscal year that stands at a position, and the position behind it."""
    if fiscal := _fiscal_year(line, at, anchor):
        return first_day(fiscal[0]), fiscal[2]
    if hit := line.match(_RELATIVE_YEAR, line.skip(at, "of")):
        return date(anchor.year() + _SHIFTS[hit[0]["which"]], 1, 1), hit[1]
    behind = line.skip(at, ",", "of", "in")
    year = year_at(line, behind)
    return (date(year, 1, 1), behind + 1) if year else None


def month_span(year: int, month: int, months: int) -> str:
    """Return a span of whole months.

    >>> month_span(2022, 10, 4), month_span(2022, 10, 1)
    ('2022-10/2023-01', '2022-10')
    """
    first, last = edtf(year, month), edtf(*month_after(year, month, months - 1))
    return first if first == last else f"{first}/{last}"


def _fiscal_year(line: Line, at: int, anchor: Anchor) -> Period | None:
    """Return a fiscal year, named by the year in which it ends, or by both of its years."""
    if hit := line.match(_FISCAL_RELATIVE, at):
        shift = _SHIFTS[hit[0]["which"]]
        years = {_fiscal_year_of(day, anchor) for day in (first_day(anchor.edtf), last_day(anchor.edtf))}
        if len(years) > 1:
            raise ValueError(f"which fiscal year {anchor.edtf} lies in depends on the part that is missing")
        return fiscal_span(years.pop() + shift, anchor), "", hit[1]
    if hit := line.match(_FISCAL_ENDING, at):
        return _fiscal_year_ending(line, hit[1], anchor)
    if line[at].kind == "pair" and line[at].text[4] == "/":
        before = line[at - 2] if line[at - 1].text == "." else line[at - 1]
        if before.kind == "word" and before.low not in YEAR_BEFORE | {"to"}:
            raise ValueError(f"“{line.text(at - 1, at + 1)}” may be the number of a document")
        return _fiscal_year_with_slash(line[at].text, anchor), "", at + 1
    if not (hit := line.match(_FISCAL, at)):
        return None
    if several := line.match(_FISCAL_SEVERAL, at):
        return _fiscal_years(int(several[0]["first"]), int(several[0]["end"]), anchor), "", several[1]
    if re.search(r"\byears\b", hit[0][0]):
        raise ValueError("fiscal years in the plural are not understood")
    name, last = hit[0]["year"] or hit[0]["year2"], hit[0]["to"] or hit[0]["to2"]
    year = int(name) if len(name) == 4 else 2000 + int(name)
    if last is not None:
        if int(last) % 100 != (year + 1) % 100:
            raise ValueError(f"“{line.text(at, hit[1])}” is no fiscal year of two years that follow each other")
        year += 1
        if anchor.fiscal_start == "01-01":
            raise ValueError(f"“{line.text(at, hit[1])}” is no fiscal year that begins on 1 January")
    return fiscal_span(year, anchor), "", hit[1]


def _fiscal_years(first: int, last: int, anchor: Anchor) -> str:
    """Return the span of fiscal years that are named by the first and the last of them; ValueError where reversed."""
    if last <= first:
        raise ValueError(f"reversed fiscal years: {first} to {last}")
    return f"{fiscal_span(first, anchor).partition('/')[0]}/{fiscal_span(last, anchor).partition('/')[2]}"


def _fiscal_year_with_slash(words: str, anchor: Anchor) -> str:
    """Return the fiscal year that is written as 2013/14.

    Raises:
        ValueError: the years do not follow each other, or the text does not count in fiscal years.
    """
    year = int(words[:4])
    if int(words[5:]) % 100 != (year + 1) % 100 or anchor.fiscal_start in ("", "01-01"):
        raise ValueError(f"{words} may be a fiscal year, which needs `fiscal_start`, a school year or a month")
    return fiscal_span(year + 1, anchor)


def _fiscal_year_ending(line: Line, at: int, anchor: Anchor) -> Period | None:
    """Return the fiscal year of which the words name the last day or month, with its year."""
    parsed = parse_point(line, at, anchor)
    if parsed is None or not parsed[0].year or not parsed[0].month:
        return None
    last = last_day(parsed[0].resolved(anchor, ""))
    first = last + timedelta(1)
    if anchor.fiscal_start and f"{first:%m-%d}" != anchor.fiscal_start:
        raise ValueError(f"{last} is not the last day of a fiscal year that begins on {anchor.fiscal_start}")
    if first.day == 1:
        return month_span(first.year - 1, first.month, 12), "", parsed[1]
    return f"{first.replace(year=first.year - 1)}/{last}", "", parsed[1]


def _first_of_fiscal(year: int, anchor: Anchor) -> date:
    """Return the first day of the fiscal year that ends in `year`."""
    if not re.fullmatch(r"\d\d-\d\d", anchor.fiscal_start):
        raise ValueError("a fiscal year needs `fiscal_start`, the month and day (MM-DD) on which it begins")
    return first_day(f"{year if anchor.fiscal_start == '01-01' else year - 1:04}-{anchor.fiscal_start}")


def _fiscal_year_of(day: date, anchor: Anchor) -> int:
    """Return the name of the fiscal year in which a day lies."""
    return day.year + (day >= _first_of_fiscal(day.year + 1, anchor))


def fiscal_span(year: int, anchor: Anchor) -> str:
    """Return the fiscal year that ends in `year`, in months where it begins with one."""
    start, end = _first_of_fiscal(year, anchor), _first_of_fiscal(year + 1, anchor) - timedelta(1)
    return f"{start:%Y-%m}/{end:%Y-%m}" if start.day == 1 else f"{start}/{end}"
