"""Numerals and hedges of whole texts, which are found without refusing anything."""

import pytest

from pipeline.reread.amounts import amounts, hedges, numerals
from tests.support.amounts import lexicon

TEXT = (
    "On May 3, 2024, customs seized nearly 430kg (948lbs) of cocaine and about half a million pills. "
    "Lai, 77, the third suspect, was one of two men. A third of the 4-piperidone came on flight MH370 in 2019."
)
NUMERALS = [
    ("3", None, "date"),
    ("2024", None, "date"),
    ("430", "430", "number"),
    ("948", "948", "number"),
    ("half a million", "500000", "number"),
    ("77", "77", "age"),
    ("third", None, "ordinal"),
    ("one", "1", "number"),
    ("two", "2", "number"),
    ("third", None, "part"),
    ("4-piperidone", None, "label"),
    ("370", None, "label"),
    ("2019", None, "date"),
]
HARD = [
    "1,000 ",
    "one hundred and ",
    "$",
    "a ",
    "more than ",
    "tens of thousands of ",
    "一",
    "1-",
    "1,",
    "two-and-a-half ",
    "5",
    "5万",
    "over the ",
]


def test_every_numeral_of_a_text_is_told() -> None:
    told = [
        (TEXT[n.start : n.end], None if n.value is None else f"{n.value:f}", n.kind) for n in numerals(TEXT, lexicon())
    ]
    assert told == NUMERALS


def test_every_hedge_of_a_text_is_told() -> None:
    places = hedges(TEXT, lexicon())
    assert [(TEXT[start:end], code) for start, end, code in places] == [("nearly", "nearly"), ("about", "about")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("around the world", []),
        ("about the case", []),
        ("under investigation", []),
        ("over 700 more", ["more_than"]),
        ("50 grams or more", ["at_least"]),
        ("hundreds of thousands of pills", ["order_of_magnitude"]),
        ("破获案件4.2万余起", ["more_than"]),
        ("some drugs", []),
    ],
)
def test_prepositions_hedge_only_before_a_number(text: str, codes: list[str]) -> None:
    assert [code for *_, code in hedges(text, lexicon())] == codes


@pytest.mark.parametrize("part", HARD)
def test_any_words_are_read_or_refused(part: str) -> None:
    try:
        amounts((part * 300)[:300], lexicon())
    except ValueError as error:
        assert str(error)
