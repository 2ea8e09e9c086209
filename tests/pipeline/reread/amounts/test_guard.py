"""Words that are passed over because they say no number say none."""

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reread.amounts import english, words
from pipeline.reread.amounts.numerals import numerals
from tests.support.amounts import lexicon

SETS = [value for value in vars(words).values() if isinstance(value, frozenset | dict | tuple)]
WORDS = sorted(
    words.words_of("3 of as many the no . - ½ gross cat one a an and") | {str(word) for some in SETS for word in some}
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


def test_each_word_says_the_same_where_none_is_passed_over() -> None:
    texts = [f"{word} {rest}" for word in WORDS for rest in ("million kilograms", "of a tonne", "men")]
    read = [numerals(text, lexicon()) for text in texts]
    with patch.object(english, "_says_nothing", lambda _: False):
        assert [numerals(text, lexicon()) for text in texts] == read


@given(TEXTS)
def test_any_words_say_the_same_where_none_is_passed_over(text: str) -> None:
    read = numerals(text, lexicon())
    with patch.object(english, "_says_nothing", lambda _: False):
        assert numerals(text, lexicon()) == read
