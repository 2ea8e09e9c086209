"""Reading numbers and codes again from words: each accepted form, each refusal, and a referee."""

import warnings
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.schema import Code, Vocabulary
from pipeline.reread.codes import read_code, said_codes
from pipeline.reread.numbers import MULTIPLIERS, SMALL, numbers, read_number

with warnings.catch_warnings():
    # It says at its import that it does without its classifier.
    warnings.simplefilter("ignore", UserWarning)
    from quantulum3 import parser as quantulum

# Read by the referee in the same way, where it reads the form at all.
BOTH = {
    "430kg": "430",
    "430 kg (948lbs)": None,
    "2.42 tonnes": "2.42",
    "121 million yuan": "121000000",
    "20 per cent": "20",
    "2.1 per cent": "2.1",
    "50 times": "50",
    "1,016": "1016",
    "1,016.5": "1016.5",
    "more than 1,300 people": "1300",
    "nearly 450,000": "450000",
    "nine": "9",
    "Nine people": "9",
    "thirty-one people": "31",
    "two of them": "2",
    "half": "0.5",
    "two hundred": "200",
    "ten million": "10000000",
    "one hundred thousand": "100000",
    "46 substances": "46",
    "262 suspects": "262",
    "5.5 million people": "5500000",
}
READ = {
    "0": "0",
    "12.": "12",
    "(430)": "430",
    "“430”": "430",
    "$1,000": "1000",
    "S$21.6 million": "21.6E6",
    "50%": "50",
    "1.5kg": "1.5",
    "Twenty-Two": "22",
    "ninety-nine": "99",
    "121\u00a0million": "121000000",
    "121  million": "121000000",
    "over\u00a0700 more": "700",
    "forty-two billion": "42000000000",
    "two dozen": "24",
    "a dozen": "12",
    "a hundred": "100",
    "a million yuan": "1000000",
    "half a million": "500000",
    "hundreds of thousands": "100000",
    "tens\u00a0of thousands": "10000",
    "Thousands": "1000",
    "hundreds of millions": "100000000",
    "a gang member": "1",
    "An official": "1",
    "a 430kg haul": "430",
    "a total of nine": "9",
    "an official and two others": "2",
    "4-piperidone, 46kg": "46",
}
SEVERAL = {
    "eight others jailed, two of them for life": [8, 2],
    "5 to 10": [5, 10],
    "5–10": [5, 10],
    "1/2": [1, 2],
    "1 300": [1, 300],
    "1\u00a0300": [1, 300],
    "12:30": [12, 30],
    "two hundred and fifty": [200, 50],
    "twenty two": [20, 2],
    "half of 46": [Decimal("0.5"), 46],
    "hundreds of 5kg parcels": [100, 5],
    "30 thousands": [30, 1000],
}
# What is no number, or no token of its own.
NONE = [
    "",
    "no arrests",
    "dozens of people",
    "millions",
    "4-piperidone",
    "1-boc-4-piperidone",
    "A4",
    "mp3",
    "x2",
    "2024-06",
    "5-10",
    "3-month",
    "1.5-kg",
    "50-fold",
    "two-year",
    "one-third",
    "half-hearted",
    "121-million",
    "ninety-ten",
    "someone",
    "oneself",
    "twentyone",
    "10,16",
    "1,0160",
    "1,016,0",
    "1.5.2",
    ".5",
    "-5",
    "−5",
    "1e3",
    "3rd",
    "the 20th",
    "first",
    "two thirds",
    "one quarter",
    "a third of them",
    "a number of cases",
    "a few tip-offs",
    "a series of actions",
]


@pytest.mark.parametrize(("words", "value"), [(w, v) for w, v in (BOTH | READ).items() if v])
def test_numbers(words: str, value: str) -> None:
    assert read_number(words) == Decimal(value)


@pytest.mark.parametrize("words", SEVERAL)
def test_several_numbers(words: str) -> None:
    assert numbers(words) == SEVERAL[words]
    with pytest.raises(ValueError, match="several numbers: "):
        read_number(words)


@pytest.mark.parametrize("words", NONE)
def test_no_number(words: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        read_number(words)


def test_tokens_count() -> None:
    assert numbers("430 kg (948lbs)") == [430, 948]
    assert [read_number(words) for words in ("200", "1,500", "1.500")] == [200, 1500, Decimal("1.5")]


def referee(words: str) -> list[float]:
    return [quantity.value for quantity in quantulum.parse(words)]


@pytest.mark.parametrize("words", BOTH)
def test_the_referee_reads_the_same(words: str) -> None:
    assert list(map(float, numbers(words))) == referee(words)


AFTER = st.sampled_from(["", " people", "kg", " kg", " per cent", "%", ", police said", "\u00a0tonnes"])
BEFORE = st.sampled_from(["", "more than ", "over\u00a0", "(", "“", "$"])


@given(BEFORE, st.integers(0, 10**15), AFTER)
def test_any_whole_number_with_and_without_commas(before: str, number: int, after: str) -> None:
    for text in (f"{number}", f"{number:,}"):
        assert read_number(before + text + after) == number


@given(BEFORE, st.decimals(0, 10**9, places=3), AFTER)
def test_any_decimal(before: str, number: Decimal, after: str) -> None:
    for text in (f"{number}", f"{number:,}"):
        assert read_number(before + text + after) == number


def in_words(number: int) -> str:
    """Return a whole number from 1 to 99 in words."""
    words = {value: word for word, value in SMALL.items()}
    return words.get(number) or f"{words[number - number % 10]}-{words[number % 10]}"


@pytest.mark.parametrize("number", range(1, 100))
def test_any_number_in_words(number: int) -> None:
    for text in (in_words(number), in_words(number).capitalize(), f"over {in_words(number)} people"):
        assert read_number(text) == number
    # Of “one” the referee makes nothing: it is as often no number.
    assert referee(in_words(number)) == [number] * (number > 1)
    assert read_number(f"{in_words(number)} million") == number * 1_000_000


@given(st.integers(1, 99), st.lists(st.sampled_from(sorted(MULTIPLIERS)), max_size=2), st.booleans())
def test_multipliers(number: int, multipliers: list[str], digits: bool) -> None:
    expected = Decimal(number)
    for multiplier in multipliers:
        expected *= MULTIPLIERS[multiplier]
    assert read_number(" ".join([str(number) if digits else in_words(number), *multipliers, "people"])) == expected


@given(st.text(st.sampled_from("0123456789,.- ") | st.characters(), max_size=20))
def test_any_text_is_read_or_refused(words: str) -> None:
    try:
        assert read_number(words) >= 0
    except ValueError as error:
        assert str(error).startswith(("no number", "several numbers"))


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
