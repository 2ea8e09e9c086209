"""Quotes and words: found exactly, at one place, where the article itself speaks; or explained."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.faults import Position
from pipeline.locate.near_miss import longest_prefix, near_miss
from pipeline.locate.quotes import MAX_QUOTE, locate
from pipeline.model import Article, Evidence, Record, Words
from pipeline.read.whole_words import offsets
from tests.support.example import HARBOUR, SEED_FILES, TALKS
from tests.support.project import Project
from tests.support.zones import zone

RECORDS = "records/harbour.yaml"
SEIZED = "Chinese police seized 430kg of cocaine at Yantian in China on November 26"
JAILED = "quote: two were jailed"
FILE = SEED_FILES[HARBOUR]


def test_every_value_is_located(example: Project) -> None:
    located, faults = example.located()
    assert not faults
    assert len(located) > 100
    articles = example.articles()[0]
    for value in located:
        text = articles[value.evidence.source_id].text
        assert text[value.quote_start : value.quote_end] == value.evidence.quote
        assert text[value.words_start : value.words_end] == value.words.text


# name: (old text, new text, text on the fault's line, field, kind, seen, fix)
PLANTED = {
    "not in the article": (
        SEIZED,
        SEIZED.replace("430kg", "340kg"),
        "340kg of",
        "quote",
        "quote-not-found",
        'at character 22 it has "Chinese police seized " then "340kg of cocaine',
        "copy the quote",
    ),
    "another beginning": (
        SEIZED,
        "The" + SEIZED.removeprefix("Chinese"),
        "The police seized",
        "quote",
        "quote-not-found",
        'at character 1 it has "T" then "he police seized',
        "copy the quote",
    ),
    "no-break space": (
        SEIZED,
        SEIZED.replace("of cocaine", "of\u00a0cocaine"),
        "of\u00a0cocaine",
        "quote",
        "quote-not-found",
        'then "\\xa0cocaine',
        "U+00A0 NO-BREAK SPACE stands where U+0020 SPACE belongs",
    ),
    "another article": (
        f"quote: The United States pressed for them\n    source: {TALKS}\n",
        "quote: The United States pressed for them\n",
        "quote: The United States pressed",
        "quote",
        "quote-in-other-article",
        f"not in {FILE}, but in {SEED_FILES[TALKS]}",
        f"write source: {TALKS}",
    ),
    "several places": (
        JAILED,
        "quote: drugs",
        "quote: drugs\n",
        "quote",
        "text-ambiguous",
        f'"drugs" stands 3 times in {FILE}, at 188, 448, 612',
        "add occurrence: N",
    ),
    "too high an occurrence": (
        JAILED,
        f"{JAILED}\n      occurrence: 2",
        JAILED,
        "quote",
        "occurrence-too-high",
        'occurrence 2 of "two were jailed", which stands 1 time in',
        "count again",
    ),
    "furniture": (
        JAILED,
        "quote: drugs elsewhere",
        "drugs elsewhere",
        "quote",
        "quote-outside-article",
        "stands in furniture",
        "quote the article itself",
    ),
    "imprint": (
        JAILED,
        "quote: Harbour Post",
        "Harbour Post",
        "quote",
        "quote-outside-article",
        "stands in imprint",
        "quote the article itself",
    ),
    "inside a word": (
        JAILED,
        "quote: wo were jailed",
        "quote: wo were",
        "quote",
        "text-cuts-word",
        '"wo were jailed" cuts a word or number of',
        "whole word",
    ),
    "inside a number": (
        "quote: More than 1,300",
        "quote: More than 1\n    supports: {measure: More}\n  - quote: More than 1,300",
        "quote: More than 1\n",
        "quote",
        "text-cuts-word",
        '"More than 1" cuts a word or number of',
        "whole word",
    ),
    "words outside the quote": (
        "quantity: 430kg",
        "quantity: 430 tonnes",
        "quantity: 430 tonnes",
        "quantity",
        "words-not-in-quote",
        'the words "430 tonnes" are not in the quote "police seized',
        "copy them",
    ),
    "words that only look like those of the quote": (
        "authority_actor_id: China\n      defendants",
        "authority_actor_id: \u0421hina\n      defendants",
        "authority_actor_id: \u0421hina",
        "authority_actor_id",
        "words-not-in-quote",
        "are not in the quote",
        "U+0421 CYRILLIC CAPITAL LETTER ES stands where U+0043 LATIN CAPITAL LETTER C belongs",
    ),
    "words inside a word": (
        "quantity: 430kg",
        "quantity: 43",
        "quantity: 43\n",
        "quantity",
        "text-cuts-word",
        '"43" cuts a word or number of',
        "whole word",
    ),
    "words inside a number": (
        'value: "1,300"',
        "value: 300",
        "value: 300",
        "value",
        "text-cuts-word",
        '"300" cuts a word or number of',
        "whole word",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(example: Project, name: str) -> None:
    old, new, at, field, kind, seen, fix = PLANTED[name]
    example.replace(RECORDS, old, new)
    (fault,) = example.located()[1]
    assert (str(fault.position), fault.kind) == (example.place(RECORDS, at), kind)
    assert fault.subject.rpartition(".")[2] == field
    assert seen in fault.seen
    assert fix in fault.fix


def test_the_article_is_shown_where_the_texts_part(example: Project) -> None:
    example.replace(RECORDS, SEIZED, SEIZED.replace("430kg", "340kg"))
    fault = example.located()[1][0]
    assert 'seized " then "430kg of cocaine at Yantian' in fault.expected


def test_words_at_several_places_need_an_occurrence() -> None:
    articles = {"a": article("The police told the police union", "body")}
    (fault,) = locate([record("police told the police", "police")], articles)[1]
    assert (fault.kind, fault.seen) == ("text-ambiguous", '"police" stands 2 times in the quote, at 0, 16')
    for occurrence, start in ((1, 4), (2, 20)):
        (value,) = locate([record("police told the police", "police", words_occurrence=occurrence)], articles)[0]
        assert value.words_start == start
    (fault,) = locate([record("police told the police", "police", words_occurrence=3)], articles)[1]
    assert (fault.kind, fault.expected) == ("occurrence-too-high", "at most 2")


def test_not_every_one_of_many_places_is_listed() -> None:
    (fault,) = locate([record("a", "a")], {"a": article("a " * 10_000, "body")})[1]
    assert fault.seen.endswith("at 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 …")


# What the quote has, what the article has, what the message says.
LOOKALIKES = [
    ("a tip’s 5", "a tip's 5", "U+2019 RIGHT SINGLE QUOTATION MARK stands where U+0027 APOSTROPHE belongs"),
    ("2019–21", "2019-21", "U+2013 EN DASH stands where U+002D HYPHEN-MINUS belongs"),
    ("co\u200bcaine", "cocaine", "U+200B ZERO WIDTH SPACE stands where nothing belongs"),
    ("cocaine", "co\u00adcaine", "U+00AD SOFT HYPHEN is missing"),
    (
        "cafe\u0301",
        "caf\u00e9",
        "U+0065 LATIN SMALL LETTER E, U+0301 COMBINING ACUTE ACCENT stands where "
        "U+00E9 LATIN SMALL LETTER E WITH ACUTE belongs",
    ),
    ("\u0441ocaine", "cocaine", "U+0441 CYRILLIC SMALL LETTER ES stands where U+0063 LATIN SMALL LETTER C belongs"),
    ("中国", "中國", "U+56FD CJK UNIFIED IDEOGRAPH-56FD stands where U+570B CJK UNIFIED IDEOGRAPH-570B belongs"),
]


@pytest.mark.parametrize(("quote", "text", "hint"), LOOKALIKES)
def test_texts_that_look_alike_are_told_apart_by_code_point(quote: str, text: str, hint: str) -> None:
    (fault,) = locate([record(quote, quote)], {"a": article(f"They seized {text} there", "body")})[1]
    assert fault.kind == "quote-not-found"
    assert fault.fix.startswith("copy the quote from the article")
    assert fault.fix.endswith(hint)


def test_a_lookalike_parts_at_its_first_difference() -> None:
    (fault,) = locate([record("’a ’a", "a")], {"a": article("Yes: 'a ’a", "body")})[1]
    assert "at character 0 it has" in fault.seen
    assert "at 5, " in fault.expected


def article(text: str, *kinds: str) -> Article:
    """Return an article of equally long zones."""
    step = len(text) // len(kinds)
    ends = [*(step * n for n in range(1, len(kinds))), len(text)]
    zones = tuple(zone(kind, n * step, end) for n, (kind, end) in enumerate(zip(kinds, ends, strict=True)))
    return Article("a", "seeds/a.txt", "", text, zones)


def record(
    quote: str, words: str, table: str = "events", occurrence: int | None = None, words_occurrence: int | None = None
) -> Record:
    """Return a row with one quote for one value."""
    at = Position("records/a.yaml", 1)
    evidence = Evidence("a", quote, at, {"title": Words(words, at, words_occurrence)}, occurrence)
    return Record(table, "row", {"title": "x"}, (evidence,), at)


@pytest.mark.parametrize(
    "kinds", [("body", "furniture"), ("body", "other_article"), ("headline", "body"), ("body", "body")]
)
def test_a_quote_across_zones(kinds: tuple[str, str]) -> None:
    faults = locate([record("two three", "two")], {"a": article("one two three four", *kinds)})[1]
    assert faults[0].seen == f"the quote at 4 begins in {kinds[0]} and runs into {kinds[1]} at 9"
    assert faults[0].fix == "end it before, or make two quotes"


@pytest.mark.parametrize("kind", ["headline", "standfirst", "caption", "body"])
def test_what_may_be_quoted(kind: str) -> None:
    assert not locate([record("two", "two")], {"a": article("one two three", kind)})[1]


@pytest.mark.parametrize("kind", ["furniture", "other_article"])
def test_what_may_never_be_quoted(kind: str) -> None:
    for table in ("events", "sources"):
        faults = locate([record("two", "two", table)], {"a": article("one two three", kind)})[1]
        assert faults[0].seen == f'the quote stands in {kind}, a zone that starts "one two three"'


def test_only_sources_quote_the_imprint() -> None:
    articles = {"a": article("one two three", "imprint")}
    assert not locate([record("two", "two", "sources")], articles)[1]
    assert "stands in imprint" in locate([record("two", "two")], articles)[1][0].seen


def test_the_longest_quote() -> None:
    text = "x" * MAX_QUOTE
    assert not locate([record(text, text)], {"a": article(text, "body")})[1]
    text += "x"
    fault = locate([record(text, text)], {"a": article(text, "body")})[1][0]
    assert (fault.seen, fault.expected) == ("a quote of 301 characters", "at most 300")


def test_evidence_from_a_missing_article_is_passed_over() -> None:
    assert locate([record("two", "two")], {}) == ([], [])


def test_offsets_are_code_points() -> None:
    text = "\U0001f600 é“two”"
    located, _ = locate([record("two", "two")], {"a": article(text, "body")})
    assert (located[0].quote_start, located[0].quote_end) == (4, 7)


def test_a_capital_after_a_digit_begins_a_word() -> None:
    assert offsets("16 Dec 2025Updated", "16 Dec 2025") == [0]
    assert offsets("430kg", "430") == []


# The plain reference: tokens by one regular expression, and a comparison at every offset.
TOKEN = re.compile(r"(?:[^\W_]|\u0301)(?:[^\WA-Z_]|\u0301|(?<!\d)[A-Z]|(?<=\d)[.,](?=\d))*")
PIECES = st.sampled_from(["1", "23", ",", ".", " ", "a", "é", "e\u0301", "kg", "A", "_", "-", "’", "\u00a0", "中"])
TEXT = st.lists(PIECES, max_size=14).map("".join)


def reference_offsets(text: str, part: str) -> list[int]:
    """Return what `offsets` should, the slow way."""
    inside = {offset for token in TOKEN.finditer(text) for offset in range(token.start() + 1, token.end())}
    ends = ((start, start + len(part)) for start in range(len(text) - len(part) + 1))
    return [start for start, end in ends if text[start:end] == part and not {start, end} & inside]


@given(TEXT, st.data())
def test_offsets_agree_with_the_reference(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = data.draw(st.just(text[start : start + 4]) | TEXT)
    if part:
        assert offsets(text, part) == reference_offsets(text, part)


@given(TEXT, TEXT)
def test_located_is_what_the_reference_finds(text: str, quote: str) -> None:
    if not quote:
        return
    located, faults = locate([record(quote, quote)], {"a": article(text, "body")})
    expected = reference_offsets(text, quote)
    assert [one.quote_start for one in located] == (expected if len(expected) == 1 else [])
    assert bool(faults) is (len(expected) != 1)


@given(TEXT, TEXT)
def test_longest_prefix_agrees_with_the_reference(quote: str, text: str) -> None:
    lengths = [n for n in range(len(quote) + 1) if quote[:n] in text]
    assert longest_prefix(quote, text) == (text.find(quote[: lengths[-1]]), lengths[-1])


@given(TEXT, TEXT)
def test_any_near_miss_can_be_explained(quote: str, text: str) -> None:
    if quote not in text:
        assert all(near_miss(quote, article(text, "body")))
