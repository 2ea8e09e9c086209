"""Reading EDTF: each form's bounds, and each malformed, impossible or reversed value refused."""

from datetime import date
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import edtf

GOOD = [
    ("2025", date(2025, 1, 1), date(2025, 12, 31), "year"),
    ("2025-11", date(2025, 11, 1), date(2025, 11, 30), "month"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
    ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
    ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "month"),
    ("2025-11-26", date(2025, 11, 26), date(2025, 11, 26), "day"),
    ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
    ("2025-01/2025-05", date(2025, 1, 1), date(2025, 5, 31), "interval"),
    ("2025-01-03/2025", date(2025, 1, 3), date(2025, 12, 31), "interval"),
    ("2025/..", date(2025, 1, 1), None, "interval"),
    ("../2025-03", None, date(2025, 3, 31), "interval"),
    ("[2025-10-30..2025-11-10]", date(2025, 10, 30), date(2025, 11, 10), "one_of"),
    ("[..2025-11-10]", None, date(2025, 11, 10), "one_of"),
    ("[2025-11..]", date(2025, 11, 1), None, "one_of"),
    ("{2025-02-04,2025-03-04}", date(2025, 2, 4), date(2025, 3, 4), "several"),
    ("{2023,2024-05,2025-01-01}", date(2023, 1, 1), date(2025, 1, 1), "several"),
]

BAD = [
    ("", "no date"),
    ("2025-1", "no date"),
    ("2025-11-1", "no date"),
    ("25-11-01", "no date"),
    ("2025-11-26T10:00", "no date"),
    (" 2025", "no date"),
    ("2025\n", "no date"),
    ("٢٠٢٥", "no date"),
    ("2025?", "no date"),
    ("2025-11-XX", "no date"),
    ("November 26", "no date"),
    ("2023-02-29", "no calendar"),
    ("2025-13", "no calendar"),
    ("2025-00", "no calendar"),
    ("2025-04-31", "no calendar"),
    ("2025-01-00", "no calendar"),
    ("0000", "no calendar"),
    ("2025/2024", "reversed"),
    ("2025-05-02/2025-05-01", "reversed"),
    ("2025/", "lacks an end"),
    ("/2025", "lacks an end"),
    ("/", "lacks an end"),
    ("../..", "open at both ends"),
    ("2024/2025/2026", "no date"),
    ("2025/2023-02-29", "no calendar"),
    ("[2025..2024]", "reversed"),
    ("[..]", "open at both ends"),
    ("[2025]", r"not of the form \[a..b\]"),
    ("[2024..2025..2026]", r"not of the form \[a..b\]"),
    ("[2024..2025", "does not close"),
    ("2024..2025", "no date"),
    ("[2024/2025]", "not of the form"),
    ("{2025}", "one date"),
    ("{}", "no date"),
    ("{2025,}", "no date"),
    ("{2025-02, 2025-03}", "no date"),
    ("{2025-03,2025-02}", "reversed"),
    ("{2025,2025-02}", "overlaps"),
    ("{2025-02,2025-02}", "overlaps"),
    ("{2024,2025", "does not close"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), GOOD)
def test_bounds(text: str, start: date | None, end: date | None, precision: str) -> None:
    """Every form gives the first and last day it allows."""
    found = edtf.bounds(text)
    assert (found.start, found.end, found.precision) == (start, end, precision)


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_refused(text: str, reason: str) -> None:
    """A value that is malformed, impossible or reversed is refused with its reason."""
    with pytest.raises(ValueError, match=reason):
        edtf.bounds(text)


@given(st.text(alphabet="0123456789-/.[]{},", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text crashes the reader, and what it reads is in order."""
    try:
        found = edtf.bounds(text)
    except ValueError:
        return
    assert found.start is None or found.end is None or found.start <= found.end


@given(st.dates(), st.dates())
def test_two_days_are_an_interval_or_reversed(first: date, last: date) -> None:
    """Two real days bound a period exactly when they are in order."""
    text = f"{first}/{last}"
    if first <= last:
        found = edtf.bounds(text)
        assert (found.start, found.end) == (first, last)
    else:
        with pytest.raises(ValueError, match="reversed"):
            edtf.bounds(text)


DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))
FORMS = ["{0.year:04}", "{0.year:04}-{0.month:02}", "{0}"]


@st.composite
def accepted_by_both(draw: st.DrawFn) -> str:
    """Return a value that both readers take.

    The referee takes days that no calendar has and bounds that are reversed, so real days in order are
    drawn; it does not take bounds of two precisions on one moment, so both have the same.
    """
    first, last = sorted((draw(DATES), draw(DATES)))
    one, other = draw(st.sampled_from(FORMS)), draw(st.sampled_from(FORMS))
    single = one.format(first)
    spans = ["{}/{}", "{}/..", "../{1}"]
    moments = ["[{}..{}]", "[{}..]", "[..{1}]"]
    period = draw(st.sampled_from(spans)).format(single, other.format(last))
    moment = draw(st.sampled_from(moments)).format(single, one.format(last))
    several = f"{{{single},{other.format(last)}}}"
    return draw(st.sampled_from([single, period, moment, several]))


def days(referee: Any) -> tuple[date | None, date | None]:
    """Return the referee's strict bounds; it has infinity where an end is open."""
    ends = referee.lower_strict(), referee.upper_strict()
    first, last = (None if isinstance(end, float) else date(*end[:3]) for end in ends)
    return first, last


@given(accepted_by_both())
def test_the_referee_gives_the_same_bounds(text: str) -> None:
    """The library edtf agrees on the strict bounds of whatever both take."""
    try:
        ours = edtf.bounds(text)
    except ValueError as error:
        assert "overlaps" in str(error) or "reversed" in str(error)  # two precisions: 2025 and a day in it
        return
    assert (ours.start, ours.end) == days(parse_edtf(text))
