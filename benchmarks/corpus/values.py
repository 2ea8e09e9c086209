"""Dates and amounts in every form that the readers know: printed words with the value that a record has for them.

Each value is computed from the same draw as its words, and never read from them.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Words = Mapping[str, str]
"""Printed words (under the empty key) and what a record says of them: the value, its unit, its anchor."""

NO_BREAK = "\u00a0"
PUBLISHED = "published"
MONTHS = (
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
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_CHINESE = "零一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def in_words(number: int) -> str:
    """Return a number below 1,000 in English words.

    >>> in_words(7), in_words(42), in_words(112)
    ('seven', 'forty-two', 'one hundred and twelve')
    """
    if number >= 100:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{_UNITS[number // 100]} hundred{rest}"
    if number < 20:
        return (*_UNITS, *_TEENS)[number]
    return f"{_TENS[number // 10]}-{_UNITS[number % 10]}".removesuffix("-")


def in_chinese(number: int) -> str:
    """Return a number from 20 to 999 in Chinese numerals.

    >>> in_chinese(35), in_chinese(420), in_chinese(305)
    ('三十五', '四百二十', '三百零五')
    """
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    head = f"{_CHINESE[hundreds]}百" if hundreds else ""
    middle = f"{_CHINESE[tens]}十" if tens else "零" if hundreds and units else ""
    return f"{head}{middle}{_CHINESE[units] if units else ''}"


Numeral = Callable[[random.Random], tuple[str, str]]
"""Draws a number: its printed form, and its value in plain digits."""


def _digits(draw: random.Random) -> tuple[str, str]:
    number = draw.randint(13, 999)
    return str(number), str(number)


def _grouped(draw: random.Random) -> tuple[str, str]:
    number = draw.randint(1_001, 98_999)
    return f"{number:,}", str(number)


def _decimal(draw: random.Random) -> tuple[str, str]:
    number = f"{draw.randint(2, 98)}.{draw.randint(1, 9)}"
    return number, number


def _spelled(draw: random.Random) -> tuple[str, str]:
    number = draw.randint(2, 99)
    return in_words(number), str(number)


def _hundreds(draw: random.Random) -> tuple[str, str]:
    number = draw.randint(101, 999)
    return in_words(number), str(number)


def _millions(draw: random.Random) -> tuple[str, str]:
    tenths = draw.randint(11, 89)
    return f"{tenths / 10} million", str(tenths * 100_000)


def _chinese(draw: random.Random) -> tuple[str, str]:
    number = draw.randint(21, 999)
    return in_chinese(number), str(number)


def _full_width(draw: random.Random) -> tuple[str, str]:
    number = str(draw.randint(13, 999))
    return number.translate(_FULL_WIDTH), number


def _dozens(draw: random.Random) -> tuple[str, str]:
    number = draw.randint(2, 6)
    return f"{in_words(number)} dozen", str(12 * number)


def _half(_: random.Random) -> tuple[str, str]:
    return "half a", "0.5"


def _and_a_half(draw: random.Random) -> tuple[str, str]:
    number = draw.randint(2, 9)
    return f"{in_words(number)} and a half", f"{number}.5"


def _magnitude(draw: random.Random) -> tuple[str, str]:
    return draw.choice((("hundreds of thousands of", "100000"), ("tens of thousands of", "10000")))


@dataclass(frozen=True)
class Form:
    """A way to print an amount: `{}` is the number. `code` is the unit or currency that the record has."""

    text: str
    numeral: Numeral
    code: str
    qualifier: str = ""


HEDGES: Mapping[str, Sequence[str]] = {
    "": ("",),
    "more_than": ("more than ", "upwards of "),
    "at_least": ("at least ", "no fewer than "),
    "at_most": ("up to ",),
    "less_than": ("less than ",),
    "nearly": ("nearly ", "almost "),
    "about": ("about ", "around ", "roughly "),
}
"""What stands before a number, by the qualifier that it says."""

MASSES: Sequence[Form] = (
    Form("{}kg", _digits, "kilogram"),
    Form(f"{{}}{NO_BREAK}kg", _digits, "kilogram"),
    Form("{} kilograms", _grouped, "kilogram"),
    Form("{} kilograms", _spelled, "kilogram"),
    Form("{}kg", _full_width, "kilogram"),
    Form("{} tonnes", _decimal, "tonne"),
    Form("{} tonne", _half, "tonne"),
    Form("{} tonnes", _and_a_half, "tonne"),
    Form("{} grams", _hundreds, "gram"),
    Form("{} pounds", _decimal, "pound"),
    Form("{} ounces", _digits, "ounce"),
    Form("{} tons", _digits, "ton"),
    Form("{}吨", _decimal, "tonne", "exact"),
    Form("{}余吨", _digits, "tonne", "more_than"),
    Form("{}公斤", _chinese, "kilogram", "exact"),
)
COUNTS: Sequence[Form] = (
    Form("{} pills", _millions, "pills"),
    Form("{} pills", _magnitude, "pills", "order_of_magnitude"),
    Form("{} tablets", _grouped, "tablets"),
    Form("{} vials", _dozens, "vials"),
    Form("{} bricks", _spelled, "bricks"),
    Form("{} bags", _hundreds, "bags"),
    Form("{} parcels", _digits, "parcels"),
)
SUMS: Sequence[Form] = (
    Form("US${}", _grouped, "USD"),
    Form("${}", _millions, "USD"),
    Form("{} yuan", _millions, "CNY"),
    Form("€{}", _grouped, "EUR"),
    Form("£{}", _grouped, "GBP"),
    Form("HK${}", _millions, "HKD"),
    Form("{} dollars", _grouped, "USD"),
)
SHARES: Sequence[Form] = (
    Form("{} per cent", _decimal, "per_cent"),
    Form("{} percent", _spelled, "per_cent"),
    Form("{}%", _decimal, "per_cent"),
)
PERSONS: Sequence[Form] = (
    Form("{} people", _digits, "persons"),
    Form("{} people", _spelled, "persons"),
    Form("{} suspects", _dozens, "persons"),
)
OTHERS: Mapping[str, Sequence[Form]] = {
    "deaths": (Form("{} deaths", _grouped, "persons"), Form("{} deaths", _spelled, "persons")),
    "cases": (Form("{} cases", _grouped, "cases"),),
    "times": (Form("{} times", _spelled, "times"), Form("{} times", _digits, "times")),
    "substances": (Form("{} new psychoactive substances", _digits, "substances"),),
    "pounds": (Form("{}lbs", _grouped, "pound"),),
    "websites": (Form("{} websites", _spelled, "websites"),),
    "term": (Form("{} years", _spelled, "year"),),
}


def amount(forms: Sequence[Form], draw: random.Random) -> Words:
    """Return the words of an amount, with its number, its code (of unit or currency) and its qualifier."""
    form = draw.choice(forms)
    printed, value = form.numeral(draw)
    qualifier = form.qualifier or draw.choice((*("",) * 3, *HEDGES))
    hedge = "" if form.qualifier else draw.choice(HEDGES[qualifier])
    return {
        "": f"{hedge}{form.text.format(printed)}",
        "number": value,
        "code": form.code,
        "qualifier": "" if qualifier == "exact" else qualifier,
    }


def verdict(draw: random.Random) -> Words:
    """Return two numbers of persons in words, and their sum."""
    few, many = draw.randint(2, 9), draw.randint(10, 40)
    total = few + many
    return {
        "": in_words(total),
        "number": str(total),
        "few": in_words(few),
        "few_number": str(few),
        "many": in_words(many),
        "many_number": str(many),
    }


def printed_day(day: date) -> str:
    """Return a day as most articles print it."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


Dated = Callable[[date, random.Random], tuple[str, str, str]]
"""Draws a date in an article of a day: the words with the preposition left out, the preposition, the EDTF value."""


def _ago(published: date, draw: random.Random, least: int, most: int) -> date:
    return published - timedelta(days=draw.randint(least, most))


def _full_day(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900)
    return printed_day(day), "on ", day.isoformat()


def _day_first(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}", "on ", day.isoformat()


def _weekday_and_day(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900)
    return f"{WEEKDAYS[day.weekday()]}, {printed_day(day)}", "on ", day.isoformat()


def _ordinal(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900).replace(day=draw.randint(4, 20))
    return f"{MONTHS[day.month - 1]} {day.day}th, {day.year}", "on ", day.isoformat()


def _iso(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900)
    return day.isoformat(), "on ", day.isoformat()


def _chinese_day(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900)
    return f"{day.year}年{day.month}月{day.day}日", "on ", day.isoformat()


def _no_year(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 20, 150)
    return f"{MONTHS[day.month - 1]} {day.day}", "on ", day.isoformat()


def _weekday(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 1, 6)
    return WEEKDAYS[day.weekday()], "on ", day.isoformat()


def _yesterday(published: date, _: random.Random) -> tuple[str, str, str]:
    return "yesterday", "", (published - timedelta(days=1)).isoformat()


def _days_ago(published: date, draw: random.Random) -> tuple[str, str, str]:
    days = draw.randint(2, 9)
    return f"{in_words(days)} days ago", "", (published - timedelta(days=days)).isoformat()


def _of_last_month(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = (published.replace(day=1) - timedelta(days=1)).replace(day=draw.randint(4, 20))
    return f"the {day.day}th of last month", "on ", day.isoformat()


def _month(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 60, 900)
    return f"{MONTHS[day.month - 1]} {day.year}", "in ", f"{day:%Y-%m}"


def _month_alone(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 62, 150)
    return MONTHS[day.month - 1], "in ", f"{day:%Y-%m}"


def _last_month(published: date, _: random.Random) -> tuple[str, str, str]:
    return "last month", "", f"{published.replace(day=1) - timedelta(days=1):%Y-%m}"


def _year(published: date, draw: random.Random) -> tuple[str, str, str]:
    year = str(published.year - draw.randint(2, 6))
    return year, "in ", year


def _chinese_year(published: date, draw: random.Random) -> tuple[str, str, str]:
    year = str(published.year - draw.randint(2, 6))
    return f"{year}年", "in ", year


def _last_year(published: date, _: random.Random) -> tuple[str, str, str]:
    return "last year", "", str(published.year - 1)


def _months_of_a_year(published: date, draw: random.Random) -> tuple[str, str, str]:
    first, year = draw.randint(1, 8), published.year - draw.randint(1, 4)
    last = first + draw.randint(1, 4)
    return f"between {MONTHS[first - 1]} and {MONTHS[last - 1]} {year}", "", f"{year}-{first:02}/{year}-{last:02}"


def _from_month_through(published: date, draw: random.Random) -> tuple[str, str, str]:
    first, year = draw.randint(1, 8), published.year - draw.randint(1, 4)
    last = first + draw.randint(1, 4)
    return f"from {MONTHS[first - 1]} through {MONTHS[last - 1]} {year}", "", f"{year}-{first:02}/{year}-{last:02}"


def _from_day_to_day(published: date, draw: random.Random) -> tuple[str, str, str]:
    first = _ago(published, draw, 200, 900)
    last = first + timedelta(days=draw.randint(3, 120))
    return f"from {printed_day(first)}, to {printed_day(last)}", "", f"{first}/{last}"


def _years(published: date, draw: random.Random) -> tuple[str, str, str]:
    first = published.year - draw.randint(4, 8)
    last = first + draw.randint(1, 3)
    return f"between {first} and {last}", "", f"{first}/{last}"


def _half_of_a_year(published: date, draw: random.Random) -> tuple[str, str, str]:
    year = published.year - draw.randint(1, 4)
    return f"the first half of {year}", "in ", f"{year}-01/{year}-06"


def _last_week(published: date, _: random.Random) -> tuple[str, str, str]:
    monday = published - timedelta(days=published.weekday() + 7)
    return "last week", "", f"{monday}/{monday + timedelta(days=6)}"


def _two_days(published: date, draw: random.Random) -> tuple[str, str, str]:
    first = _ago(published, draw, 40, 900).replace(day=draw.randint(2, 20))
    second = first + timedelta(days=draw.randint(1, 7))
    words = f"{MONTHS[first.month - 1]} {first.day} and {second.day}, {first.year}"
    return words, "on ", f"{{{first},{second}}}"


def _since_day(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 60, 900)
    return f"since {printed_day(day)}", "", f"{day}/.."


def _since_year(published: date, draw: random.Random) -> tuple[str, str, str]:
    year = published.year - draw.randint(2, 8)
    return f"since {year}", "", f"{year}/.."


def _this_year_so_far(published: date, _: random.Random) -> tuple[str, str, str]:
    return "so far this year", "", f"{published.year}-01-01/{published}"


def _decade(published: date, _: random.Random) -> tuple[str, str, str]:
    first = published.year // 10 * 10 - 20
    return f"the {first}s", "in ", f"{first}/{first + 9}"


def _to_come(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = published + timedelta(days=draw.randint(10, 300))
    return printed_day(day), "on ", day.isoformat()


def _fiscal_year(published: date, draw: random.Random) -> tuple[str, str, str]:
    year = published.year - draw.randint(1, 4)
    return f"{draw.choice(('fiscal', 'fiscal year'))} {year}", "in ", f"{year - 1}-10/{year}-09"


def _before(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900)
    return f"before {printed_day(day)}", "", f"[..{day}]"


def _until(published: date, draw: random.Random) -> tuple[str, str, str]:
    day = _ago(published, draw, 30, 900)
    return f"as of {printed_day(day)}", "", f"../{day}"


def _early(published: date, draw: random.Random) -> tuple[str, str, str]:
    year = published.year - draw.randint(1, 5)
    return f"{draw.choice(('early', 'late'))} {year}", "in ", str(year)


DATES: Mapping[str, Sequence[tuple[Dated, str]]] = {
    "day": (
        (_full_day, ""),
        (_day_first, ""),
        (_weekday_and_day, ""),
        (_ordinal, ""),
        (_iso, ""),
        (_chinese_day, ""),
        (_no_year, PUBLISHED),
        (_weekday, PUBLISHED),
        (_yesterday, PUBLISHED),
        (_days_ago, PUBLISHED),
        (_of_last_month, PUBLISHED),
    ),
    "full_day": ((_full_day, ""), (_day_first, ""), (_iso, "")),
    "month": ((_month, ""), (_month_alone, PUBLISHED), (_last_month, PUBLISHED)),
    "year": ((_year, ""), (_chinese_year, ""), (_last_year, PUBLISHED)),
    "period": (
        (_months_of_a_year, ""),
        (_from_month_through, ""),
        (_from_day_to_day, ""),
        (_half_of_a_year, ""),
        (_last_week, PUBLISHED),
        (_this_year_so_far, PUBLISHED),
    ),
    "span": ((_years, ""), (_decade, "")),
    "days": ((_two_days, ""),),
    "before": ((_before, ""),),
    "until": ((_until, ""),),
    "early": ((_early, ""),),
    "later": ((_to_come, ""),),
    "fiscal": ((_fiscal_year, ""),),
    "since": ((_since_day, ""), (_since_year, "")),
}
"""How dates of each kind are printed, each with the anchor that its words need."""


def dated(kind: str, published: date, draw: random.Random, *, day_known: bool) -> Words:
    """Return the words of a date, with its value, its anchor and the words with their preposition.

    Args:
        kind: One of `DATES`.
        published: When the article was published.
        draw: The random numbers.
        day_known: Whether the article prints that day; otherwise no words are counted from it.
    """
    form, anchor = draw.choice([pair for pair in DATES[kind] if day_known or not pair[1]])
    words, preposition, value = form(published, draw)
    when = f"{preposition}{words}"
    capital = when[0].upper() + when[1:]
    following = (date.fromisoformat(value) + timedelta(days=1)).isoformat() if kind.endswith("day") else ""
    return {"": words, "when": when, "When": capital, "date": value, "anchor": anchor, "next": following}
