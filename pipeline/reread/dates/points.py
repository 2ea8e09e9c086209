"""Days, months and years that the words name, as far as they name them."""

from dataclasses import dataclass, replace

from pipeline.reread.dates.anchors import Anchor, edtf, first_day, last_day
from pipeline.reread.dates.lexicon import (
    COUNTED,
    DAY_PARTS,
    DAY_WORDS,
    FUNCTION_WORDS,
    MONTHS,
    NUMBER_WORDS,
    PARTS,
    PARTS_OF,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAY_NAMES,
    WEEKDAYS,
    word_set,
)
from pipeline.reread.dates.tokens import POSSESSIVE, Line, Token, phrases

AHEAD, UNCLEAR, PERHAPS, NEAREST = "ahead", "unclear", "perhaps", "nearest"
"""Where the words look: ahead; they do not say; they do not say of a date long ago; to one shortly before or after."""
_OF_YEAR = phrases(r"(?:of |in )?(?P<which>last|this|next) year(?! ’s)")
HOURS = "hours"
"""What stands before a day as a part of it, which no date holds."""
_HOURS_OF = phrases(
    r"(?:early|late|small|pre-dawn|predawn|wee) (?:(?:morning |evening )?hours|morning|afternoon|evening) of(?: the)?"
)
_OPENING = (
    PARTS
    | DAY_PARTS
    | PARTS_OF
    | WEEKDAYS.keys()
    | SHORT_WEEKDAYS.keys()
    | MONTHS.keys()
    | DAY_WORDS.keys()
    | word_set("the very last earlier later month months calendar cy year years small pre-dawn predawn wee")
)
"""The words with which a point may begin, or a part of one."""
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2099


@dataclass(frozen=True)
class Point:
    """A day, month, year or day of the week as far as it is named, or an EDTF date that is complete (`fixed`).

    `lossy` is the word that EDTF cannot hold.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    fixed: str = ""
    lossy: str = ""

    @property
    def shape(self) -> str:
        """What is named, to compare two points by."""
        if self.fixed:
            return "fixed"
        return "day" if self.day else "month" if self.month else "year" if self.year else "weekday"

    def resolved(self, anchor: Anchor, direction: str) -> str:
        """Return the EDTF date, counted from the anchor where the year is missing.

        Raises:
            ValueError: it is no day of the calendar or of the week named, or cannot be told.
        """
        if self.fixed:
            return self.fixed
        if self.shape == "weekday":
            return self._day_of_week(anchor, direction)
        date = edtf(self.year or self._year(anchor, direction), self.month, self.day)
        if self.weekday is not None and first_day(date).weekday() != self.weekday:
            raise ValueError(f"{date} is no {WEEKDAY_NAMES[self.weekday].capitalize()}")
        return date

    def _year(self, anchor: Anchor, direction: str) -> int:
        assert self.month
        if direction == AHEAD:
            return anchor.next(self.month, self.day)
        if direction == NEAREST and anchor.published:
            return anchor.nearest(self.month, self.day)
        if direction and anchor.published and not anchor.just_been(self.month, self.day):
            raise ValueError("the words do not say whether the date was still to come: add the year")
        try:
            return anchor.latest(self.month, self.day)
        except ValueError:
            # The day of the week tells a day soon to come from that of last year.
            if self.weekday is None or not anchor.published:
                raise
            return anchor.next(self.month, self.day)

    def _day_of_week(self, anchor: Anchor, direction: str) -> str:
        assert self.weekday is not None
        if direction in (UNCLEAR, NEAREST):
            raise ValueError("the words do not say whether the day was still to come")
        if direction != AHEAD:
            return anchor.weekday(self.weekday).isoformat()
        return anchor.weekday_to_come(self.weekday).isoformat()


def year_at(line: Line, at: int) -> int | None:
    """Return the year that stands at a position.

    Raises:
        ValueError: a noun of counted things follows, so that the number may be a count.
    """
    number = line[at].number
    if number is None or len(line[at].text) != 4 or not _EARLIEST_YEAR <= number <= _LATEST_YEAR:
        return None
    _counts_nothing(line, at)
    if number % 10 == 0 and line[at + 1].text in ("'", "’") and line[at + 2].low == "s" and not line[at + 2].spaced:
        raise ValueError(f"“{line.text(at, at + 3)}” may be a decade")
    return number


def day_at(line: Line, at: int) -> int | None:
    """Return the number of a day that stands at a position, written as a number or an ordinal."""
    token = line[at]
    if token.kind == "ordinal":
        return int(token.text[:-2])
    return token.number if token.kind == "number" and len(token.text) <= 2 else None


def _day_in_words(line: Line, at: int) -> int | None:
    """Return the number of a day that is spelled out ("the fifth of November"); "a third of" is a part."""
    day = DAY_WORDS.get(line[at].low)
    in_full = line[at - 1].low == "the" and line[at + 1].low == "of" and line[at + 3].text != POSSESSIVE
    return day if in_full else None


def _counts_nothing(line: Line, at: int) -> None:
    """Raise ValueError where a noun of counted things follows a number, at once or behind one adjective."""
    described = line[at + 1].kind == "word" and line[at + 1].low not in FUNCTION_WORDS | NUMBER_WORDS.keys()
    noun = at + 2 if described and line[at + 1].low not in COUNTED else at + 1
    if line[noun].low in COUNTED:
        raise ValueError(f"“{line.text(at, noun + 1)}” may be a number of {line[noun].text}, and no date")


def may_begin_point(token: Token) -> bool:
    """Return whether a point, or a part of one, may begin with a token: with most none does."""
    return token.kind != "mark" and (token.kind != "word" or token.low in _OPENING)


def parse_point(line: Line, at: int, anchor: Anchor) -> tuple[Point, int] | None:
    """Return the point that begins at a position, and the position behind it."""
    part, at = part_before(line, at)
    parsed = _dated(line, at)
    if parsed is None:
        return None
    point, end = parsed
    if point.shape in ("day", "weekday"):
        # "late on Monday" says the hour, which no date holds.
        end = line.skip(end, *DAY_PARTS)
        if part not in ("", "early", "late", HOURS):
            raise ValueError(f"“{part}” before a day is not understood")
        part = ""
    elif part == HOURS:
        return None
    if not point.year and point.month and (hit := line.match(_OF_YEAR, end)):
        shift = {"last": -1, "this": 0, "next": 1}[hit[0]["which"]]
        point, end = replace(point, year=anchor.year() + shift), hit[1]
    return replace(point, lossy=part), end


def part_before(line: Line, at: int) -> tuple[str, int]:
    """Return the word for a part of what follows ("late", "end"), and the position behind it."""
    if hours := line.match(_HOURS_OF, at):
        return HOURS, hours[1]
    if line[at].low in PARTS:
        return line[at].low, line.skip(line.skip(at + 1, "-", "in", "on"), "the")
    if line[at].low in ("earlier", "later") and line[at + 1].low in ("in", "on"):
        return "", line.skip(at + 2, "the")
    start = line.skip(at, "the", "very")
    if line[start].low in DAY_PARTS and line[start + 1].low == "of":
        return HOURS, line.skip(start + 2, "the")
    if line[start].low in PARTS_OF and line[start + 1].low == "of":
        return line[start].low, start + 2
    return "", at


def _dated(line: Line, at: int) -> tuple[Point, int] | None:
    """Return a date with the day of the week beside it, or either alone."""
    weekday, behind = _weekday(line, at)
    if weekday is None:
        parsed = _calendar_date(line, at)
        if parsed and parsed[0].day:
            return _with_weekday_behind(line, *parsed)
        return parsed
    start = line.skip(line.skip(behind, *DAY_PARTS), ",")
    bracket = line[start].text == "("
    parsed = _calendar_date(line, line.skip(start, "("))
    closed = not bracket or (parsed and line[parsed[1]].text == ")")
    if parsed and parsed[0].day and closed:
        return replace(parsed[0], weekday=weekday), parsed[1] + bracket
    if line[at].low in SHORT_WEEKDAYS and line[at - 1].low != "on":
        return None
    return Point(weekday=weekday), behind


def _weekday(line: Line, at: int) -> tuple[int | None, int]:
    """Return the day of the week, and the position behind it and the dot that cuts it short."""
    token = line[at]
    if token.kind != "word" or not token.named:
        return None, at
    if token.low in WEEKDAYS:
        return WEEKDAYS[token.low], at + 1
    if token.low in SHORT_WEEKDAYS:
        return SHORT_WEEKDAYS[token.low], line.skip(at + 1, ".")
    return None, at


def _with_weekday_behind(line: Line, point: Point, end: int) -> tuple[Point, int]:
    """Return the day, with the weekday in brackets behind it ("May 3 (Monday)")."""
    if line[end].text == "(":
        weekday, behind = _weekday(line, end + 1)
        if weekday is not None and line[behind].text == ")":
            return replace(point, weekday=weekday), behind + 1
    return point, end


def _calendar_date(line: Line, at: int) -> tuple[Point, int] | None:
    if line[at].low == "last" and (month := line[at + 1].month) is not None:
        # "Last December 2019" adds nothing to the year.
        parsed = _month_first(line, at + 1, month)
        return parsed if parsed[0].year and not parsed[0].day else None
    if line[at].kind in ("ymd", "xxy"):
        return _in_digits(line[at].text, line[at].kind), at + 1
    start = line.skip(at, "the")
    if (day := day_at(line, start) or _day_in_words(line, start)) is not None:
        month_at = line.skip(start + 1, "of")
        if (month := line[month_at].month) is not None:
            year, end = _year_behind(line, _month_end(line, month_at))
            return Point(year, month, _possible(day)), end
    if (month := line[at].month) is not None:
        return _month_first(line, at, month)
    if line[at].low in ("month", "months") and line[at + 1].low == "of" and (month := line[at + 2].month) is not None:
        return _month_first(line, at + 2, month)
    # "The year 2023", "the year of 2023", "calendar year 2023", "CY2023".
    start = line.skip(line.skip(at, "calendar", "cy"), "year", "years")
    start = line.skip(start, "of") if start > at else at
    return (Point(year), start + 1) if (year := year_at(line, start)) else None


def _month_first(line: Line, at: int, month: int) -> tuple[Point, int]:
    behind = _month_end(line, at)
    day = day_at(line, line.skip(behind, "the"))
    if day is None:
        year, end = _year_behind(line, behind)
        return Point(year, month), end
    behind = line.skip(behind, "the")
    _counts_nothing(line, behind)
    if line[at - 1].low == "in":
        raise ValueError(f"“in {line.text(at, behind + 1)}” may be a number behind a month")
    year, end = _year_behind(line, behind + 1)
    return Point(year, month, _possible(day)), end


def _possible(day: int) -> int:
    if not 1 <= day <= 31:
        raise ValueError(f"day {day} is in no calendar")
    return day


def _month_end(line: Line, at: int) -> int:
    """Return the position behind the name of a month and the dot that cuts it short."""
    return line.skip(at + 1, ".") if line[at].low in SHORT_MONTHS else at + 1


def _year_behind(line: Line, at: int) -> tuple[int | None, int]:
    """Return the year behind a day or month, and the position behind it."""
    start = line.skip(at, ",", "of", "in")
    year, behind = year_at(line, start), line[start + 1]
    if year is None or (behind.text in ("-", "–") and not behind.spaced):
        return None, at
    plural = behind.low.endswith("s") and not behind.low.endswith(("ss", "is", "us"))
    if plural and behind.text.islower() and behind.low not in FUNCTION_WORDS:
        raise ValueError(
            f"“{line.text(start, start + 2)}” may be a number of {behind.text}: end the words with the year"
        )
    return year, start + 1


def _in_digits(text: str, kind: str) -> Point:
    """Return a date written in digits.

    Raises:
        ValueError: the order of day and month cannot be told.

    >>> _in_digits("2011-02-15", "ymd").day, _in_digits("15/02/2011", "xxy").month
    (15, 2)
    """
    numbers = [int(number) for number in text.partition("T")[0].replace("/", "-").replace(".", "-").split("-")]
    if kind == "ymd":
        return Point(numbers[0], numbers[1], numbers[2])
    first, second, year = numbers
    if first > 12 >= second:
        return Point(year, second, first)
    if second > 12 >= first:
        return Point(year, first, second)
    if first == second <= 12:
        return Point(year, first, second)
    raise ValueError(f"{text} does not tell which number is the month")


def later_year(first: Point, last: Point) -> int:
    """Return how many years later the second of two points without a year is named: 0, or 1 over the turn of a year."""
    return int((last.month or 0, last.day or 0) < (first.month or 0, first.day or 0))


def ends_of(date: str) -> tuple[str, str]:
    """Return both ends of a closed date as they are written.

    >>> ends_of("2022-10/2023-09"), ends_of("2014")
    (('2022-10', '2023-09'), ('2014', '2014'))
    """
    first_day(date), last_day(date)
    first, _, last = date.partition("/")
    return first, last or first
