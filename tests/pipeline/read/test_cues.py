"""Codes, read by the cue phrases of their vocabularies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.cues import read_code, said_codes
from pipeline.read.schema import Code, Vocabulary


def vocabulary(unmarked: str | None, **cues: tuple[str, ...]) -> Vocabulary:
    codes = tuple(Code(code, code, code, cues=phrases) for code, phrases in cues.items())
    return Vocabulary("qualifiers", "Qualifiers", "How exact.", codes, unmarked)


QUALIFIERS = vocabulary("exact", exact=(), more_than=("more than", "over"), at_most=("not more than",), mass=("kg",))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("more than 1,300", "more_than"),
        ("More Than 1,300", "more_than"),
        ("more\u00a0than 1,300", "more_than"),
        ("not more than ten", "at_most"),
        ("over 700, more than ever", "more_than"),
        ("over", "more_than"),
        ("430kg", "mass"),
        ("1,300", "exact"),
        ("", "exact"),
        ("overall", "exact"),
        ("moreover", "exact"),
        ("turnover", "exact"),
        ("more thanks", "exact"),
        ("over_1", "exact"),
        ("kg2", "exact"),
        ("more, than", "exact"),
    ],
)
def test_codes(words: str, code: str) -> None:
    assert read_code(words, QUALIFIERS) == code


@pytest.mark.parametrize("words", ["over 430kg", "more than ten, not more than twenty"])
def test_several_codes(words: str) -> None:
    with pytest.raises(ValueError, match="cues of several codes: "):
        read_code(words, QUALIFIERS)


def test_no_code_is_unmarked_only_where_the_vocabulary_says_so() -> None:
    with pytest.raises(ValueError, match="no cue of any code"):
        read_code("1,300", vocabulary(None, more_than=("more than",)))


def test_of_two_equally_long_phrases_that_overlap_both_count() -> None:
    assert said_codes("says no more", {"says no": "denies", "no more": "ends"}) == {"denies", "ends"}


GAPS = {"shut down … websites": "closed", "websites": "counted", "no … in": "none"}


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("shut down 14 websites", {"closed"}),
        ("Shut down websites", {"closed"}),
        ("shut down all of its 1,016 websites", {"closed"}),
        ("shut down all of its more than 14 websites", {"counted"}),
        ("shut down 14 websites, and other websites", {"closed", "counted"}),
        ("no case in 2025", {"none"}),
        ("no one inside", set()),
        ("casino in 2025", set()),
    ],
)
def test_a_gap_stands_for_up_to_four_words(words: str, codes: set[str]) -> None:
    assert said_codes(words, GAPS) == codes


LETTERS = ["a", "b", "-", " ", "1", "A"]
PHRASE = st.text(st.sampled_from(LETTERS), min_size=1, max_size=4).filter(lambda text: text == " ".join(text.split()))
Place = tuple[int, int, str]


def reference_codes(words: str, cues: dict[str, str]) -> set[str]:
    """Return what `said_codes` should, the slow way: every stretch of the text against every phrase."""
    text = " ".join(words.lower().split())
    stretches = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    places: list[Place] = []
    for start, end in stretches:
        whole = (start == 0 or not text[start - 1].isalpha()) and (end == len(text) or not text[end].isalnum())
        places += [(start, end, code) for cue, code in cues.items() if whole and text[start:end] == cue.lower()]
    kept: list[Place] = []
    for place in sorted(places, key=lambda one: one[0] - one[1]):
        longer = [one for one in kept if one[1] - one[0] > place[1] - place[0]]
        if not any(set(range(*one[:2])) & set(range(*place[:2])) for one in longer):
            kept.append(place)
    return {code for *_, code in kept}


@given(st.text(st.sampled_from(LETTERS), max_size=12), st.dictionaries(PHRASE, st.sampled_from("xyz"), max_size=5))
def test_codes_agree_with_the_reference(words: str, cues: dict[str, str]) -> None:
    assert said_codes(words, cues) == reference_codes(words, cues)
