"""Reading dates again from words: each accepted form, each refusal, and plain calendar arithmetic beside it."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import edtf
from pipeline.reread.dates import read_date

ARTICLE = "2025-12-16"

# Words that need no anchor.
ABSOLUTE = {
    "16 Dec 2025": "2025-12-16",
    "16 Dec. 2025": "2025-12-16",
    "16th December 2025": "2025-12-16",
    "December 16, 2025": "2025-12-16",
    "December 16,2025": "2025-12-16",
    "DECEMBER 16 2025": "2025-12-16",
    "on December 16th, 2025": "2025-12-16",
    "Tuesday, December 16, 2025": "2025-12-16",
    "16\u00a0Dec\u00a02025": "2025-12-16",
    "starting May 2019": "2019-05",
    "May, 2019": "2019-05",
    "Sept. 2019": "2019-09",
    "2012": "2012",
    "in 2019, June 5": "2019-06-05",
    "2025, state media reported on June 26": "2025-06-26",
    "They may, in 2019": "2019",
    "at Mar-a-Lago in 2019": "2019",
    "in 2019 and 2021": "{2019,2021}",
    "in 2019, 2020 and 2021": "{2019,2020,2021}",
    "between January and May 2025": "2025-01/2025-05",
    "Between\u00a01992 and 2020": "1992/2020",
    "from 2019 to 2021": "2019/2021",
    "so far in 2025, state media reported on June 26": "2025-01-01/2025-06-26",
    "June 26, so far in 2025": "2025-01-01/2025-06-26",
    "began passing information in 2012": "2012/..",
    "stalled since the visit in August 2022": "2022-08/..",
}
# Words, anchor, whether that is the article's date, and the value.
ANCHORED = [
    ("November 26", ARTICLE, True, "2025-11-26"),
    ("26 November", ARTICLE, True, "2025-11-26"),
    ("December 16", ARTICLE, True, "2025-12-16"),
    ("December 17", ARTICLE, True, "2024-12-17"),
    ("December", ARTICLE, True, "2025-12"),
    ("February 29", ARTICLE, True, "2024-02-29"),
    ("November", "2025-06", True, "2024-11"),
    ("June", "2023-11", False, "2023-06"),
    ("June 25", "2025-01/2025-05", False, "2025-06-25"),
    ("since November 26", ARTICLE, True, "2025-11-26/.."),
    ("June 26, following a tip-off", ARTICLE, True, "2025-06-26"),
    ("Monday", ARTICLE, True, "2025-12-15"),
    ("on TUESDAY", ARTICLE, True, "2025-12-16"),
    ("Wednesday", ARTICLE, True, "2025-12-10"),
    ("Monday, November 24", ARTICLE, True, "2025-11-24"),
    ("last month", ARTICLE, True, "2025-11"),
    ("last\u00a0month", "2025-01-31", True, "2024-12"),
    ("Earlier this month", ARTICLE, True, "2025-12"),
    ("The following month", "2023-12", False, "2024-01"),
    ("On the same day", "2025-10-30", False, "2025-10-30"),
    ("at the time", "[2024-06..2024-12]", False, "[2024-06..2024-12]"),
    ("Since then … said in June", "2023-11", False, "2023-11/2024-06"),
    ("Since then … said in June 2025", "2023-11", False, "2023-11/2025-06"),
    ("since then", "2023-11", False, "2023-11/.."),
    ("so far in 2025", ARTICLE, True, "2025-01-01/2025-12-16"),
    ("the 2023 summit", "2023-11-15", False, "2023-11-15"),
    ("January, following the 2023 summit", "2023-11", False, "2024-01"),
    ("January 5, following", "2023-01-05", False, "2024-01-05"),
]
# Words, anchor, whether that is the article's date, and why they are refused.
REFUSED = [
    *(
        (words, None, False, "no date")
        for words in ("", "430", "2,025", "12025", "2025kg", "2019-nCoV", "may", "Mayor")
    ),
    *(
        (words, ARTICLE, True, "no date")
        for words in ("march on", "second", "then", "last year", "yesterday", "the 16th")
    ),
    *(
        (words, None, False, "needs an anchor")
        for words in ("November 26", "June", "Monday", "last month", "at the time")
    ),
    *((words, None, False, "needs an anchor") for words in ("since then", "so far in 2025", "January, following")),
    *((words, None, False, "form that is not read") for words in ("2024-06", "2025-11-26", "COVID-2019", "1,2025")),
    *((words, None, False, "form that is not read") for words in ("June 26-27, 2025", "June 26–27, 2025", "2019 June")),
    *(
        (words, None, False, "form that is not read")
        for words in ("June-July 2025", "16 Dec.2025", "16 Dec 2025Updated")
    ),
    *((words, None, False, "form that is not read") for words in ("0000", "May 0000", "9999", "2019,2021")),
    *((words, None, False, "no calendar") for words in ("32 Dec 2025", "February 30, 2025", "29 February 2023")),
    ("0 May 2020", None, False, "no calendar"),
    ("February 29", "2023-05-01", False, "no calendar"),
    *(
        (words, None, False, "reversed")
        for words in ("between May and January 2025", "in 2021 and 2019", "2019 and 2019")
    ),
    ("so far in 2025 … June 26, 2024", None, False, "reversed"),
    *(
        (words, ARTICLE, True, "several dates")
        for words in ("June 26 and June 27", "May 2019 and 2021", "2019 in 2021")
    ),
    *((words, ARTICLE, True, "several dates") for words in ("since 2012 and 2013", "last month, on November 26")),
    *((words, ARTICLE, True, "several dates") for words in ("Monday and Tuesday", "last month, on Monday")),
    *(
        (words, ARTICLE, True, "several dates")
        for words in ("between January 2019 and May 2020", "so far in 2025 and 2024")
    ),
    *(
        (words, ARTICLE, True, "several dates")
        for words in ("since then, in May and June", "from 2019 to 2021, in May")
    ),
    ("between January and May", ARTICLE, True, "without a year"),
    ("next Monday", ARTICLE, True, "still to come"),
    ("Tuesday, November 24", ARTICLE, True, "2025-11-24 is no Tuesday"),
    ("a Monday in June", ARTICLE, True, "2025-06 is no Monday"),
    *(("Monday", anchor, False, "anchor to the day") for anchor in ("2023-11", "2025-12-01/2025-12-16", "2025/..")),
    *(("last month", anchor, False, "in one month") for anchor in ("2025", "2025/..", "2025-01/2025-05")),
    *(("May", anchor, False, "in one year") for anchor in ("2023/..", "../2023-03", "[2022..]", "2023/2024")),
    ("the 2023 summit", "2022-11-15", False, "does not lie in 2023"),
    ("January, following the 2023 summit", "2022-11", False, "does not lie in 2023"),
    ("June, following it", "2022/..", False, "has no end"),
    ("Monday", "November", False, "is no date of the form"),
]


@pytest.mark.parametrize("words", ABSOLUTE)
def test_absolute_dates(words: str) -> None:
    assert read_date(words) == ABSOLUTE[words]


@pytest.mark.parametrize(("words", "anchor", "published", "value"), ANCHORED)
def test_dates_counted_from_an_anchor(words: str, anchor: str, published: bool, value: str) -> None:
    assert read_date(words, anchor, published=published) == value
    assert published or read_date(words, anchor) == value


@pytest.mark.parametrize(("words", "anchor", "published", "reason"), REFUSED)
def test_refused(words: str, anchor: str | None, published: bool, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_date(words, anchor, published=published)


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def formatted(day: date) -> dict[str, list[str]]:
    """Return the forms of a day with and without its year, and of its month with and without."""
    full, short, number = calendar.month_name[day.month], calendar.month_abbr[day.month], day.day
    return {
        "day": [f"{number} {short} {day.year}", f"{full} {number}, {day.year}", f"{short} {number} {day.year}"],
        "month": [f"{full} {day.year}", f"in {short} {day.year}"],
        "day alone": [f"{full} {number}", f"on {number} {full}", f"{short} {number}"],
        "month alone": [full, f"in {full.upper()}"],
    }


@given(DAYS)
def test_any_day_is_read_back(day: date) -> None:
    forms = formatted(day)
    assert {read_date(form) for form in forms["day"]} == {day.isoformat()}
    assert {read_date(form) for form in forms["month"]} == {f"{day:%Y-%m}"}
    assert read_date(f"{day:%A}, {forms['day'][1]}") == day.isoformat()
    assert read_date(str(day.year)) == str(day.year)


@given(DAYS, st.integers(0, 365))
def test_a_day_without_a_year_is_the_latest_before_the_article(article: date, back: int) -> None:
    day = article - timedelta(back)
    same = (day.month, day.day) == (article.month, article.day)
    for form in formatted(day)["day alone"]:
        assert read_date(form, article.isoformat(), published=True) == (article if same else day).isoformat()
    month = f"{article.year - (day.month > article.month):04}-{day.month:02}"
    for form in formatted(day)["month alone"]:
        assert read_date(form, article.isoformat(), published=True) == month


@given(DAYS, DAYS.filter(lambda day: (day.month, day.day) != (2, 29)))
def test_a_day_without_a_year_lies_in_the_year_of_another_row(anchor: date, day: date) -> None:
    day = day.replace(year=anchor.year)
    following = day if day > anchor else day.replace(year=anchor.year + 1)
    for form in formatted(day)["day alone"]:
        assert read_date(form, anchor.isoformat()) == day.isoformat()
        assert read_date(f"{form}, following it", anchor.isoformat()) == following.isoformat()


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_latest_before_the_anchor(anchor: date, back: int) -> None:
    day = anchor - timedelta(back)
    for published in (False, True):
        assert read_date(f"on {day:%A}", anchor.isoformat(), published=published) == day.isoformat()


@given(DAYS)
def test_months_counted_from_an_anchor(anchor: date) -> None:
    before = anchor.replace(day=1) - timedelta(1)
    after = anchor.replace(day=28) + timedelta(4)
    expected = {"last month": before, "this month": anchor, "the following month": after}
    for words, day in expected.items():
        assert read_date(words, anchor.isoformat()) == read_date(words, f"{anchor:%Y-%m}") == f"{day:%Y-%m}"


@given(DAYS, DAYS)
def test_spans(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    if first.year < last.year:
        assert read_date(f"between {first.year} and {last.year}") == f"{first.year}/{last.year}"
        assert read_date(f"in {first.year} and {last.year}") == f"{{{first.year},{last.year}}}"
    start = date(last.year, min(first.month, last.month), 1)
    words = f"between {start:%B} and {last:%B} {last.year}"
    assert read_date(words) == f"{start:%Y-%m}/{last:%Y-%m}"
    assert read_date(f"so far in {last.year}, on {last:%B} {last.day}") == f"{last.year}-01-01/{last.isoformat()}"
    assert read_date(f"since then … on {last:%B} {last.day}, {last.year}", first.isoformat()) == f"{first}/{last}"


TOKENS = ["May", "June", "16", "2025", "1,016", "Monday", "last month", "since then", "between", "and", "to", "-", ","]
TOKENS += ["so far in 2025", "following", "at the time", "0000", "Dec.", "31st", "from", "\u00a0", "x"]
ANCHORS = st.sampled_from([None, ARTICLE, "2024-02-29", "2023-11", "2023", "2023/..", "../2023", "[2024-06..2024-12]"])


@given(st.lists(st.sampled_from(TOKENS), max_size=6).map(" ".join) | st.text(max_size=20), ANCHORS, st.booleans())
def test_any_words_are_read_or_refused(words: str, anchor: str | None, published: bool) -> None:
    try:
        assert edtf.bounds(read_date(words, anchor, published=published))
    except ValueError:
        return
