"""Where dates stand in texts: what is found, and what is no date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reread.dates.anchors import Anchor
from pipeline.reread.dates.places import ANCHORS, date_places
from pipeline.reread.dates.reader import item_at
from pipeline.reread.dates.tokens import Line

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


WORDS = [
    "May",
    "3",
    "3,",
    "2019",
    "last",
    "month",
    "31",
    ",",
    "Monday",
    "in",
    "since",
    "then",
    "the",
    "following",
    "day",
    "two",
    "days",
    "after",
    "before",
    "same",
    "week",
    "later",
    "ago",
    "between",
    "and",
    "from",
    "until",
    "early",
    "that",
    "year",
    "yesterday",
    "(",
    ")",
    "Xi’s",
    "at",
    "noon",
    "五月",
    "去年",
    "三日",
    "次日",
]


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_that_no_date_begins_does_not_depend_on_what_it_is_counted_from(words: list[str]) -> None:
    line = Line(" ".join(words))
    for at in range(len(line)):
        items = [item_or_refusal(line, at, anchor) for anchor in ANCHORS]
        # Where the reader refuses the first it tries the next; where it finds no date it need not.
        assert items[0] is not None or set(items) == {None}, words


REFUSED = "refused"


def item_or_refusal(line: Line, at: int, anchor: Anchor) -> object:
    """Return the date that begins at a position, counted from an anchor; whether the reader refuses it."""
    try:
        return item_at(line, at, anchor)
    except ValueError:
        return REFUSED
