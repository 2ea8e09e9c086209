"""English dates: each form is read as what it says, or refused with the reason."""

import pytest

from pipeline.reread.dates import read_date
from tests.pipeline.reread.dates.forms import FISCAL, OTHER_ARTICLES, PRINTED_IN_AUGUST, THURSDAY


def check(words: str, anchor: str | None, fiscal_start: str, expected: str, published: bool = True) -> None:
    """Read the words, and compare the reading or the refusal."""
    if expected == "no date" or expected.startswith("not"):
        with pytest.raises(ValueError, match=expected.removeprefix("not").strip() or None):
            read_date(words, anchor, published=published, fiscal_start=fiscal_start)
        return
    reading = read_date(words, anchor, published=published, fiscal_start=fiscal_start)
    plain = f"{reading.date} {reading.lossy}".strip()
    assert (f"{plain} | {reading.bound}" if reading.bound else plain) == expected


@pytest.mark.parametrize("words", PRINTED_IN_AUGUST)
def test_words_of_an_article_of_a_thursday_in_august(words: str) -> None:
    check(words, THURSDAY, "", PRINTED_IN_AUGUST[words])


@pytest.mark.parametrize(("words", "anchor", "fiscal_start", "expected"), FISCAL)
def test_fiscal_years(words: str, anchor: str | None, fiscal_start: str, expected: str) -> None:
    check(words, anchor, fiscal_start, expected)


@pytest.mark.parametrize(("words", "anchor", "expected"), OTHER_ARTICLES)
def test_words_of_other_articles(words: str, anchor: str | None, expected: str) -> None:
    check(words, anchor, "", expected)
