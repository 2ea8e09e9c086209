"""The date that words are counted from, and the calendar around it.

A date of which only the month or the year is known serves where the missing part changes nothing: "last year" can be
counted from a month, "on Monday" cannot.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from pipeline.read.edtf import bounds

_FAR_BACK = timedelta(304)
_NEAR_MONTHS = 4
_SOON = timedelta(61)


def edtf(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return a date in EDTF.

    Raises:
        ValueError: there is no such day.

    >>> edtf(2024), edtf(2024, 2, 29)
    ('2024', '2024-02-29')
    """
    text = f"{year:04}"
    text += f"-{month:02}" if month is not None else ""
    text += f"-{day:02}" if day is not None else ""
    bounds(text)
    return text


def first_day(text: str) -> date:
    """Return the first day of a date that has one; ValueError where it is open."""
    start = bounds(text).start
    if start is None:
        raise ValueError(f"{text} has no beginning")
    return start


def last_day(text: str) -> date:
    """Return the last day of a date that has one; ValueError where it is open."""
    end = bounds(text).end
    if end is None:
        raise ValueError(f"{text} has no end")
    return end


def month_after(year: int, month: int, months: int) -> tuple[int, int]:
    """Return the month that lies so many months after another, or before it.

    >>> month_after(2023, 12, 1), month_after(2023, 1, -1)
    ((2024, 1), (2022, 12))
    """
    count = year * 12 + month - 1 + months
    return count // 12, count % 12 + 1


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier.

    Raises:
        ValueError: that month has no such day.

    >>> months_before(date(2018, 12, 24), 2)
    datetime.date(2018, 10, 24)
    """
    year, month = month_after(day.year, day.month, -months)
    if day.day > monthrange(year, month)[1]:
        raise ValueError(f"there is no day {day.day} in {edtf(year, month)}, {months} months earlier")
    return date(year, month, day.day)


def beside(text: str, step: int) -> str:
    """Return the year or month after a date, or with a step of -1 the one before; a day stays itself.

    >>> beside("2022", -1), beside("2019-12", 1), beside("2019-12-31", 1)
    ('2021', '2020-01', '2019-12-31')
    """
    precision, start = bounds(text).precision, first_day(text)
    if precision == "year":
        return edtf(start.year + step)
    return edtf(*month_after(start.year, start.month, step)) if precision == "month" else text


@dataclass(frozen=True)
class Anchor:
    """The EDTF date that words are counted from, or None, and what else the record states beside the words.

    `published` says that it is the article's own date; `fiscal_start` is the fiscal year's first day, ``MM-DD``.
    """

    text: str | None
    published: bool
    fiscal_start: str

    @property
    def edtf(self) -> str:
        """The date; ValueError where there is none."""
        if self.text is None:
            raise ValueError("the words need an anchor, the date that they are counted from")
        return self.text

    def day(self) -> date:
        """Return the day; ValueError where the date is coarser."""
        days = bounds(self.edtf)
        if days.precision != "day" or days.start is None:
            raise ValueError(f"the words need an anchor to the day, not {self.edtf}")
        return days.start

    def month(self) -> tuple[int, int]:
        """Return year and month; ValueError where the date lies in more than one month."""
        days = bounds(self.edtf)
        if days.start is None or days.end is None or f"{days.start:%Y-%m}" != f"{days.end:%Y-%m}":
            raise ValueError(f"the anchor {self.edtf} does not lie in one month")
        return days.start.year, days.start.month

    def year(self) -> int:
        """Return the year; ValueError where the date lies in more than one."""
        days = bounds(self.edtf)
        if days.start is None or days.end is None or days.start.year != days.end.year:
            raise ValueError(f"the anchor {self.edtf} does not lie in one year")
        return days.start.year

    def of_article(self, words: str) -> None:
        """Raise ValueError unless the date is the article's own, which `words` are counted from."""
        self.edtf  # noqa: B018
        if not self.published:
            raise ValueError(f"“{words}” is counted from the day of publication, not from another row")

    def of_row(self, words: str) -> None:
        """Raise ValueError unless the date is that of another row, which `words` point back to."""
        self.edtf  # noqa: B018
        if self.published:
            raise ValueError(f"“{words}” points at a date in the passage: name the row that has it as the anchor")

    def weekday(self, number: int) -> date:
        """Return the latest such day of the week that is not after the anchor."""
        return self.day() - timedelta((self.day().weekday() - number) % 7)

    def weekday_to_come(self, number: int) -> date:
        """Return the first such day of the week after the anchor; ValueError where the anchor is one itself."""
        if self.day().weekday() == number:
            raise ValueError("the day to come may be the anchor's own, or a week later")
        return self.day() + timedelta((number - self.day().weekday()) % 7)

    def week(self, weeks: int) -> str:
        """Return the week from Monday to Sunday that lies so many weeks after the anchor's own."""
        monday = self.day() - timedelta(self.day().weekday()) + timedelta(7 * weeks)
        return f"{monday}/{monday + timedelta(6)}"

    def latest(self, month: int, day: int | None) -> int:
        """Return the year of a day or month that the words give without one.

        Counted from the article's date it is the latest that is not after it. A day that is most of a year back and
        soon to come is neither: the words may look ahead. From another row's date it lies in the same year. So it does
        from an article's date of which only the year is known.

        Raises:
            ValueError: the year cannot be told.
        """
        if not self.published or bounds(self.edtf).precision == "year":
            return self.year()
        if bounds(self.edtf).precision == "day":
            return _latest(month, day, self.day())
        year, own_month = self.month()
        if month == own_month:
            # Such a day has been or is still to come, but in this very month.
            return year
        years = {_latest(month, day, end) for end in (first_day(self.edtf), last_day(self.edtf))}
        if len(years) > 1:
            raise ValueError(f"the year depends on the day of {self.edtf}")
        return years.pop()

    def just_been(self, month: int, day: int | None) -> bool:
        """Return whether such a day or month was in the last two months, so that its next is far ahead."""
        date = edtf(self.latest(month, day), month, day)
        return last_day(self.edtf) - first_day(date) < _SOON

    def nearest(self, month: int, day: int | None) -> int:
        """Return the year of a day or month that was in the last four months or comes in the next two.

        Raises:
            ValueError: neither holds, or both.
        """
        self.of_article("a day that may be to come")
        start, end = first_day(self.edtf) - 2 * _SOON, last_day(self.edtf) + _SOON
        around = _occurrences(month, day, start.year - 1, 1)
        years = {
            first.year for first, last in islice(around, end.year - start.year + 3) if last >= start and first <= end
        }
        if len(years) != 1:
            raise ValueError("the words do not say whether the date was still to come: add the year")
        return years.pop()

    def check_near(self, date: str, bound: str) -> None:
        """Raise ValueError where a bound without a year lies so far back that its word may look ahead."""
        end, start = last_day(self.edtf), first_day(date)
        if (end.year - start.year) * 12 + end.month - start.month > _NEAR_MONTHS:
            raise ValueError(f"“{bound}” may look ahead: add the year to the words")

    def next(self, month: int, day: int | None) -> int:
        """Return the year of a day or month to come: the first that is not before the article's date."""
        self.of_article("a day to come")
        years = set()
        for today in (first_day(self.edtf), last_day(self.edtf)):
            coming = next(last for first, last in _occurrences(month, day, today.year, 1) if last >= today)
            if coming - today > _FAR_BACK:
                raise ValueError(f"{coming} is most of a year ahead: add the year to the words")
            years.add(coming.year)
        if len(years) > 1:
            raise ValueError(f"the year depends on the day of {self.edtf}")
        return years.pop()

    def following(self, month: int, day: int | None) -> int:
        """Return the year of the first such day or month after the anchor."""
        end = last_day(self.edtf)
        return next(first.year for first, _ in _occurrences(month, day, end.year, 1) if first > end)


def _occurrences(month: int, day: int | None, year: int, step: int) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each such day or month, from a year on or back; ValueError where no year has it."""
    # Nine years hold a 29 February, whatever century ends among them.
    candidates = range(year, year + 9 * step, step)
    days = [
        (date(year, month, day or 1), date(year, month, day or monthrange(year, month)[1]))
        for year in candidates
        if day is None or 1 <= day <= monthrange(year, month)[1]
    ]
    if not days:
        raise ValueError(f"day {day} of month {month} is in no calendar")
    yield from days


def _latest(month: int, day: int | None, today: date) -> int:
    """Return the year of the latest such day or month that is not after today; see `Anchor.latest`."""
    first, last = next(days for days in _occurrences(month, day, today.year, -1) if days[0] <= today)
    coming = next(start for start, _ in _occurrences(month, day, today.year, 1) if start > today)
    if day is None:
        unclear = coming.replace(day=1) == date(*month_after(today.year, today.month, 1), 1) and last < today
    else:
        unclear = coming - today < _SOON and today - first > _FAR_BACK
    if unclear:
        raise ValueError(f"{first} is most of a year back and {coming} soon to come: add the year to the words")
    return first.year
