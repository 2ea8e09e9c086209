"""Dates counted from another row: its date is the time that the words point back to."""

import pytest

from pipeline.reread.dates import NoDate, begins_period, read_date
from tests.pipeline.reread.dates.test_english import check

# Words, the date of the row, and what they say.
ROWS = [
    ("June", "2023-11", "2023-06"),
    ("June 25", "2025-01/2025-05", "2025-06-25"),
    ("The following month", "2023-12", "2024-01"),
    ("the next day", "2023-12-31", "2024-01-01"),
    ("the following day", "2023-12", "not to the day"),
    ("the previous day", "2023-12-31", "2023-12-30"),
    ("the following year", "2023-12-31", "2024"),
    ("two days later", "2023-12-31", "2024-01-02"),
    ("three days earlier", "2024-01-02", "2023-12-30"),
    ("five days after May 3", "2023-04-28", "not several dates"),
    ("a month later", "2023-12-31", "2024-01"),
    ("two weeks later", "2023-12-31", "not does not say the day"),
    ("a year later", "2023-12", "2024-12"),
    ("a year later", "2023", "2024"),
    ("one year earlier", "2023-12", "2022-12"),
    ("On the same day", "2025-10-30", "2025-10-30"),
    ("that day", "2025-10-30", "2025-10-30"),
    ("that year", "2025-10-30", "2025"),
    ("the same month", "2025-10-30", "2025-10"),
    ("at the time", "[2024-06..2024-12]", "[2024-06..2024-12]"),
    ("in the past week", "2025-06-26", "2025-06-19/2025-06-26"),
    ("Since then … said in June", "2023-11", "2023-11/2024-06"),
    ("Since then … said in June 2025", "2023-11", "2023-11/2025-06"),
    ("since then", "2023-11", "2023-11/.."),
    ("since then, in May and July", "2023-11", "not several dates"),
    ("so far in 2025, state media reported on June 26", None, "2025-01-01/2025-06-26"),
    ("June 26, so far in 2025", None, "2025-01-01/2025-06-26"),
    ("so far in 2025 … June 26, 2024", None, "not reversed"),
    ("so far in 2025 and 2024", None, "not"),
    ("so far in 2025", None, "not needs? an anchor"),
    ("2025, state media reported on June 26", None, "2025-06-26"),
    ("in 2019, June 5", None, "2019-06-05"),
    ("May 2019 and 2021", None, "not several dates"),
    ("the 2023 summit", "2023-11-15", "2023-11-15"),
    ("the 2023 summit", "2022-11-15", "not does not lie in 2023"),
    ("January, following the 2023 summit", "2023-11", "2024-01"),
    ("January, following the 2023 summit", "2022-11", "not does not lie in 2023"),
    ("January 5, following", "2023-01-05", "2024-01-05"),
    ("June, following it", "2022/..", "not has no end"),
    ("May", "2022/..", "not in one year"),
    ("began passing information in 2012", None, "2012/.."),
    ("stalled since the visit in August 2022", None, "2022-08/.."),
    ("from December 12 to January 2", "2022-06", "2022-12-12/2023-01-02"),
    ("last month", "2025", "not in one month"),
    ("February 29", "2023-05-01", "not no calendar"),
    ("Monday", "2023-11", "not anchor to the day"),
    ("Monday", "November", "not is no date of the form"),
    ("同日", "2025-10-30", "2025-10-30"),
    ("次日", "2025-10-31", "2025-11-01"),
]
NO_DATES = ["", "before the group’s inauguration", "following a tip-off", "in the first senior-level meeting"]
NO_DATES += [
    "the head of the Chinese side was",
    "After the conclusion of the case",
    "aided by tip-offs",
    "may",
    "Mayor",
]
NO_DATES += ["14 websites, 1,016 shops", "march on", "$5 million", "日本"]
PERIODS = {
    "So far in 2025": True,
    "so far this year": True,
    "since then": True,
    "in 2025": False,
    "thus far": True,
    "in 2025 to date": True,
}


@pytest.mark.parametrize(("words", "anchor", "expected"), ROWS)
def test_words_counted_from_a_row(words: str, anchor: str | None, expected: str) -> None:
    check(words, anchor, "", expected, published=False)


@pytest.mark.parametrize("words", NO_DATES)
def test_words_without_a_date_are_told_from_words_with_one_that_is_refused(words: str) -> None:
    with pytest.raises(NoDate):
        read_date(words)


@pytest.mark.parametrize("words", PERIODS)
def test_words_that_begin_a_period(words: str) -> None:
    assert begins_period(words) == PERIODS[words]
