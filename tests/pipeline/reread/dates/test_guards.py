"""What is passed over because no date can begin there holds none: the readers that try every form agree."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reread.dates import lexicon, read_date
from pipeline.reread.dates.places import date_places
from tests.pipeline.reread.dates.forms import FISCAL, OTHER_ARTICLES, PRINTED_IN_AUGUST, THURSDAY

PATTERNS = ("relative._ANY_FORM", "periods._BEGINNING", "lengths._LENGTHS", "reader._WORDS_BEFORE")
"""The patterns without which nothing is looked for."""
GUARDS = ("joints.may_begin_point", "joints.may_begin_period", "periods.may_begin_period")
FORMS = [*PRINTED_IN_AUGUST, *(words for words, *_ in FISCAL), *(words for words, *_ in OTHER_ARTICLES)]
SETS = [value for value in vars(lexicon).values() if isinstance(value, frozenset | dict | tuple)]
OTHERS = sorted(
    lexicon.word_set(
        "3 12 31 1st 23rd 90 2019 2021 2019/20 2019-21 FY24 Q3 2H 1950s 2025-05-03 so far effective hours quarter half "
        "same calendar of small pre-dawn - – , . ( ) / ’s & the in on from"
    )
)
WORDS = sorted({*OTHERS, *(word for words in SETS for word in words)})
TOKENS = st.sampled_from(WORDS) | st.sampled_from(OTHERS) | st.sampled_from(WORDS).map(str.capitalize)
TEXTS = st.lists(TOKENS, min_size=1, max_size=9).map(" ".join)
"""Words of dates in any order."""

RESTS = (
    "May 2019",
    "December 31",
    "of May 3, 2021",
    "2019",
    "year 2019",
    "fiscal year",
    "3",
    "end of May",
    "hours of May",
)
"""What may stand behind a word that begins a date."""


def everything_said(text: str) -> list[object]:
    """Return what the readers make of a text: its dates, and what it says as a whole, or why it says nothing."""
    said: list[object] = [date_places(text)]
    for published in (True, False):
        try:
            said.append(read_date(text, THURSDAY, published=published, fiscal_start="10-01"))
        except ValueError as error:
            said.append(str(error))
    return said


@contextmanager
def every_form_tried() -> Iterator[None]:
    """Pass nothing over: whatever the words, each form is tried at each of them."""
    with ExitStack() as stack:
        for name in PATTERNS:
            stack.enter_context(patch(f"pipeline.reread.dates.{name}", re.compile("")))
        for name in GUARDS:
            stack.enter_context(patch(f"pipeline.reread.dates.{name}", lambda *_: True))
        yield


def said_where_every_form_is_tried(text: str) -> list[object]:
    with every_form_tried():
        return everything_said(text)


def test_the_forms_say_the_same_where_every_form_is_tried() -> None:
    assert [text for text in FORMS if everything_said(text) != said_where_every_form_is_tried(text)] == []


@pytest.mark.parametrize("rest", RESTS)
@pytest.mark.parametrize("before", ["", "the "])
def test_each_word_may_begin_a_date_where_every_form_is_tried_and_does(before: str, rest: str) -> None:
    texts = [f"{before}{word} {rest}" for word in {*WORDS, *map(str.capitalize, WORDS)}]
    with every_form_tried():
        places = [date_places(text) for text in texts]
    assert [text for text, dates in zip(texts, places, strict=True) if date_places(text) != dates] == []


@given(TEXTS)
def test_any_words_say_the_same_where_every_form_is_tried(text: str) -> None:
    assert everything_said(text) == said_where_every_form_is_tried(text)
