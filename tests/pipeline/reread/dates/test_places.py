"""Where dates stand in texts: what is found, and what is no date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reread.dates.places import date_places

PLACES = {
    "Police searched 12 ships on June 19 and, the same day, a port.": ["June 19", "same day"],
    "Since then, in November 2023, nine left.": ["then", "November 2023"],
    "It lasted between January and May 2025, at last.": ["January and May 2025"],
    "China’s minister said on Monday that it began in 2012.": ["Monday", "2012"],
    "On 31 February it met; in 2019, it did not.": ["31 February", "2019"],
    "Theresa May and 2,019 others came after years of talks, in recent years, for decades.": [],
    "Mr May may march on.": [],
}


@pytest.mark.parametrize("text", PLACES)
def test_dates_are_found_where_they_stand(text: str) -> None:
    found = [text[start:end] for start, end in date_places(text)]
    assert found == PLACES[text]


@given(st.lists(st.sampled_from(["May", "3", "’s", "2019", "last", "month", "31", ",", " ", "Monday", "é", "in"])))
def test_places_follow_one_another_within_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    ends = [0, *(offset for place in date_places(text) for offset in place), len(text)]
    assert ends == sorted(ends)
