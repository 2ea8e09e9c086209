"""Dates read again from words beside plain calendar arithmetic."""

import calendar
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import edtf
from pipeline.reread.dates import read_date

DAYS = st.dates(date(1900, 1, 1), date(2098, 12, 31))
ARTICLE = "2025-12-16"


def read(words: str, anchor: str | None = None, published: bool = False) -> str:
    """Return the date alone."""
    return read_date(words, anchor, published=published).date


def formatted(day: date) -> dict[str, list[str]]:
    """Return the forms of a day with and without its year, and of its month with and without."""
    full, short, number = calendar.month_name[day.month], calendar.month_abbr[day.month], day.day
    return {
        "day": [
            f"{number} {short} {day.year}",
            f"{full} {number}, {day.year}",
            f"{short} {number} {day.year}",
            day.isoformat(),
            f"{day.year}年{day.month}月{number}日",
        ],
        "month": [f"{full} {day.year}", f"in {short} {day.year}", f"{day.year}年{day.month}月"],
        "day alone": [f"{full} {number}", f"on {number} {full}", f"{short} {number}", f"{day.month}月{number}日"],
        "month alone": [full, f"in {full.upper()}", f"{day.month}月"],
    }


@given(DAYS)
def test_any_day_is_read_back(day: date) -> None:
    forms = formatted(day)
    assert {read(form) for form in forms["day"]} == {day.isoformat()}
    assert {read(form) for form in forms["month"]} == {f"{day:%Y-%m}"}
    assert read(f"{day:%A}, {forms['day'][1]}") == day.isoformat()
    assert read(str(day.year)) == str(day.year)


@given(DAYS, st.integers(0, 300))
def test_a_day_without_a_year_is_the_latest_before_the_article(article: date, back: int) -> None:
    day = article - timedelta(back)
    for form in formatted(day)["day alone"]:
        assert read(form, article.isoformat(), published=True) == day.isoformat()
    for form in formatted(day)["month alone"]:
        assert read(form, article.isoformat(), published=True) == f"{day:%Y-%m}"


@given(DAYS.filter(lambda day: (day.month, day.day) != (2, 29)), st.integers(1, 300))
def test_a_day_to_come_is_the_first_after_the_article(day: date, ahead: int) -> None:
    article = (day - timedelta(ahead)).isoformat()
    for form in formatted(day)["day alone"][:3]:
        assert read(f"will be heard {form}", article, published=True) == day.isoformat()


@given(DAYS, st.integers(1, 60))
def test_a_day_soon_to_come_is_never_read_as_last_years(article: date, ahead: int) -> None:
    day = article + timedelta(ahead)
    if (day.month, day.day) == (2, 29):
        return
    for form in formatted(day)["day alone"]:
        try:
            reading = read(form, article.isoformat(), published=True)
        except ValueError:
            continue
        raise AssertionError(f"{form} in {article} read as {reading}")


@given(DAYS, DAYS.filter(lambda day: (day.month, day.day) != (2, 29)))
def test_a_day_without_a_year_lies_in_the_year_of_another_row(anchor: date, day: date) -> None:
    day = day.replace(year=anchor.year)
    following = day if day > anchor else day.replace(year=anchor.year + 1)
    for form in formatted(day)["day alone"][:3]:
        assert read(form, anchor.isoformat()) == day.isoformat()
        assert read(f"{form}, following it", anchor.isoformat()) == following.isoformat()


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_latest_before_the_anchor(anchor: date, back: int) -> None:
    day = anchor - timedelta(back)
    for published in (False, True):
        assert read(f"on {day:%A}", anchor.isoformat(), published=published) == day.isoformat()


@given(DAYS)
def test_months_counted_from_an_anchor(anchor: date) -> None:
    before = anchor.replace(day=1) - timedelta(1)
    after = anchor.replace(day=28) + timedelta(4)
    expected = {"last month": before, "this month": anchor, "the following month": after}
    for words, day in expected.items():
        assert read(words, anchor.isoformat()) == read(words, f"{anchor:%Y-%m}") == f"{day:%Y-%m}"


@given(DAYS, DAYS)
def test_spans(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    if first.year < last.year:
        assert read(f"between {first.year} and {last.year}") == f"{first.year}/{last.year}"
        assert read(f"in {first.year} and {last.year}") == f"{{{first.year},{last.year}}}"
    start = date(last.year, min(first.month, last.month), 1)
    words = f"between {start:%B} and {last:%B} {last.year}"
    assert read(words) == f"{start:%Y-%m}/{last:%Y-%m}"
    assert read(f"so far in {last.year}, on {last:%B} {last.day}") == f"{last.year}-01-01/{last.isoformat()}"
    assert read(f"since then … on {last:%B} {last.day}, {last.year}", first.isoformat()) == f"{first}/{last}"


TOKENS = ["May", "June", "16", "2025", "1,016", "Monday", "last month", "since then", "between", "and", "to", "-", ","]
TOKENS += ["so far in 2025", "following", "at the time", "0000", "Dec.", "31st", "from", "\u00a0", "x", "early", "of"]
TOKENS += ["the", "will", "since", "until", "FY24", "Q1", "first half of", "1950s", "(", "next", "two", "years", "ago"]
TOKENS += [
    "in",
    "fiscal",
    "the past",
    "week",
    "winter",
    "2013-15",
    "3/4/2021",
    "次日",
    "5月",
    "3日",
    "至",
    "去年",
    "以来",
]
ANCHORS = st.sampled_from([None, ARTICLE, "2024-02-29", "2023-11", "2023", "2023/..", "../2023", "[2024-06..2024-12]"])


@given(
    st.lists(st.sampled_from(TOKENS), max_size=7).map(" ".join) | st.text(max_size=20),
    ANCHORS,
    st.booleans(),
    st.sampled_from(["", "10-01", "04-06"]),
)
def test_any_words_are_read_or_refused(words: str, anchor: str | None, published: bool, fiscal_start: str) -> None:
    try:
        assert edtf.bounds(read_date(words, anchor, published=published, fiscal_start=fiscal_start).date)
    except ValueError:
        return
