"""The referee of dates: as fine as the words, counted from the anchor, and never more than dateparser reads."""

import pytest

from referees.cells import Cell
from referees.dates import agrees, dates, opinion


@pytest.mark.parametrize(
    ("words", "anchor", "by_report", "read"),
    [
        ("16 Dec 2025", "", False, ["2025-12-16"]),
        ("May 2019", "", False, ["2019-05"]),
        ("in 2014", "", False, ["2014"]),
        ("November 26", "2025-12-16", True, ["2025-11-26"]),
        ("November 26", "2025-01-10", True, ["2024-11-26"]),
        ("November 26", "2025-01", False, ["2025-11-26"]),
        ("in June", "2024", True, ["2024-06"]),
        ("Monday", "2025-12-16", True, ["2025-12-15"]),
        ("last month", "[2025-10..2025-12]", True, ["2025-11"]),
        ("last month", "2025-02/..", False, ["2025-01"]),
        ("starting May 2019, and again in June 2020", "", False, ["2019-05", "2020-06"]),
        ("between 1992 and 2020", "", False, ["1992", "2020"]),
        ("at the time", "2025-02", False, []),
    ],
)
def test_dates_are_read_as_fine_as_they_are_said(words: str, anchor: str, by_report: bool, read: list[str]) -> None:
    assert dates(words, "en", anchor, by_report=by_report) == read


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("in fiscal 2024", "… 2024 …"),
        ("since June 5, 2024", "… 2024-06-05 …"),
        ("over the third quarter of 2022", "… 2022 …"),
        ("starting May 2019", "… 2019-05 …"),
    ],
)
def test_a_date_among_words_that_are_not_read_is_not_agreed_to(words: str, read: str) -> None:
    assert dates(words, "en") == [read]
    value = read.strip("… ")
    assert not opinion(Cell("events", "find", "date", value, words, language="en")).agrees


def test_a_date_without_a_year_and_without_an_anchor_has_no_year() -> None:
    assert dates("June 26", "en") == ["XXXX-06-26"]


def test_chinese_is_read_as_a_whole_or_not_at_all() -> None:
    assert dates("2019年11月", "zh") == ["2019-11"]
    assert dates("在2019年11月的时候", "zh") == []


def test_nothing_is_read_in_a_language_that_dateparser_does_not_know() -> None:
    assert dates("2019", "xx") == []


@pytest.mark.parametrize(
    ("read", "value", "inference", "agree"),
    [
        (["2025-11-26"], "2025-11-26", "", True),
        (["2025-11"], "2025-11-26", "", False),
        (["2025-11-26"], "2025-11", "", False),
        (["2025-11-27"], "2025-11-26", "", False),
        (["1992", "2020"], "1992/2020", "", True),
        (["1992"], "1992/2020", "", False),
        (["1992"], "1992", "", True),
        (["1992", "2020"], "1992", "", False),
        (["2019", "2021"], "[2019..2021]", "", True),
        (["2012"], "2012/..", "", False),
        (["2012"], "2012/..", "since", True),
        (["2024-06"], "[..2024-06]", "", False),
        (["2024-06"], "[..2024-06]", "not_after", True),
        (["2024-06"], "[2024-06..2024-12]", "to_year_end", False),
        ([], "2024-06", "context", False),
    ],
)
def test_what_agrees(read: list[str], value: str, inference: str, agree: bool) -> None:
    assert agrees(read, value, inference) is agree


def test_the_opinion_is_on_the_words_of_the_cell() -> None:
    cell = Cell("events", "find", "date", "2025-11-26", "November 26", "2025-12-16", by_report=True, language="en")
    judged = opinion(cell)
    assert (judged.reads, judged.agrees, judged.silent) == ("2025-11-26", True, False)
