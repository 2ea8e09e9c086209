"""Quotes and words: found exactly, at one place, where the article itself speaks; or explained."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.faults import Position
from pipeline.locate.near_miss import longest_prefix, near_miss
from pipeline.locate.quotes import MAX_QUOTE, locate, offsets
from pipeline.model import Article, Evidence, Record, Words
from tests.support.project import Project
from tests.support.small_project import HARBOUR
from tests.support.zones import zone

EVENTS = "records/events.yaml"
SEIZED = "Chinese police seized 430kg of cocaine on November 26, 2025"
TOLD = "The police told the police union of 1,016 parcels"


def test_every_value_is_located(project: Project) -> None:
    located, faults = project.located()
    assert not faults
    assert len(located) == 15
    articles = project.articles()[0]
    for one in located:
        text = articles[one.evidence.source_id].text
        assert text[one.quote_start : one.quote_end] == one.evidence.quote
        assert text[one.words_start : one.words_end] == one.words.text


# name: (old text, new text, text on the fault's line, subject, seen, what to do)
PLANTED = {
    "not in the article": (
        SEIZED,
        SEIZED.replace("430kg", "340kg"),
        "340kg of",
        "quote",
        'at character 22 it has "Chinese police seized " then "340kg of cocaine',
        "copy the quote",
    ),
    "another beginning": (
        SEIZED,
        "The" + SEIZED.removeprefix("Chinese"),
        "The police seized",
        "quote",
        'at character 1 it has "T" then "he police seized',
        "copy the quote",
    ),
    "curly mark": (
        "The United States’ tip",
        "The United States' tip",
        "United States' tip",
        "quote",
        'then "\' tip helped"',
        "write U+2019 RIGHT SINGLE QUOTATION MARK where the quote has U+0027 APOSTROPHE",
    ),
    "no-break space": (
        SEIZED,
        SEIZED.replace("of cocaine", "of\u00a0cocaine"),
        "of\u00a0cocaine",
        "quote",
        'then "\\xa0cocaine',
        "write U+0020 SPACE where the quote has U+00A0 NO-BREAK SPACE",
    ),
    "another article": (
        "    source: island\n",
        "",
        "- quote: China and",
        "quote",
        "not in seeds/harbour.txt, but in seeds/island.txt",
        "write source: island",
    ),
    "twice": (
        f"quote: {TOLD}",
        "quote: police",
        "quote: police\n",
        "quote",
        '"police" stands 3 times in seeds/harbour.txt',
        "add occurrence: N",
    ),
    "too high an occurrence": (
        f"quote: {TOLD}",
        f"quote: {TOLD}\n    occurrence: 2",
        f"quote: {TOLD}",
        "quote",
        "which stands 1 times",
        "count again",
    ),
    "furniture": (
        f"quote: {TOLD}",
        'quote: "Other news: drugs found"',
        "Other news",
        "quote",
        "stands in furniture",
        "quote the article itself",
    ),
    "imprint": (
        f"quote: {TOLD}",
        "quote: Harbour Post",
        "Harbour Post",
        "quote",
        "stands in imprint",
        "quote the article itself",
    ),
    "inside a word": (
        SEIZED,
        SEIZED.removesuffix("5"),
        SEIZED.removesuffix("5"),
        "quote",
        "cuts a word or number",
        "whole word",
    ),
    "inside a number": (
        TOLD,
        TOLD.replace(",016 parcels", ""),
        "of 1\n",
        "quote",
        "cuts a word or number",
        "whole word",
    ),
    "words outside the quote": (
        "quantity: 430kg",
        "quantity: 430 kg",
        "quantity: 430 kg",
        "quantity",
        'the words "430 kg" are not in the quote',
        "copy them",
    ),
    "words inside a word": (
        "quantity: 430kg",
        "quantity: 43",
        "quantity: 43\n",
        "quantity",
        '"43" cuts a word or number of',
        "whole word",
    ),
    "words inside a number": (
        'parcels: "1,016"',
        "parcels: 016",
        "parcels: 016",
        "parcels",
        '"016" cuts a word or number of',
        "whole word",
    ),
    "words twice": (
        'parcels: "1,016"',
        "parcels: police",
        "parcels: police",
        "parcels",
        '"police" stands 2 times in the quote, at 4, 20',
        "add occurrence: N",
    ),
    "too high an occurrence of words": (
        'parcels: "1,016"',
        "parcels: {words: police, occurrence: 3}",
        "words: police",
        "parcels",
        "which stands 2 times",
        "count again",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(project: Project, name: str) -> None:
    old, new, at, field, seen, todo = PLANTED[name]
    project.replace(EVENTS, old, new)
    faults = [fault for fault in project.located()[1] if seen in fault.seen]
    assert [str(fault.position) for fault in faults] == [project.place(EVENTS, at)]
    assert faults[0].subject.rpartition(".")[2] == field
    assert todo in faults[0].fix


def test_the_article_is_shown_where_the_texts_part(project: Project) -> None:
    project.replace(EVENTS, SEIZED, SEIZED.replace("430kg", "340kg"))
    fault = project.located()[1][0]
    assert 'seized " then "430kg of cocaine on November' in fault.expected


def test_occurrences_choose_the_place(project: Project) -> None:
    project.replace(
        EVENTS,
        f'quote: {TOLD}\n    supports: {{parcels: "1,016"}}',
        f"quote: {TOLD}\n    supports: {{parcels: {{words: police, occurrence: 2}}}}",
    )
    located = {one.field: one for one in project.located()[0] if one.record.row_id == "harbour-seizure"}
    assert located["parcels"].words_start == HARBOUR.index("police union")


def article(text: str, *kinds: str) -> Article:
    """Return an article of equally long zones."""
    step = len(text) // len(kinds)
    ends = [*(step * n for n in range(1, len(kinds))), len(text)]
    zones = tuple(zone(kind, n * step, end) for n, (kind, end) in enumerate(zip(kinds, ends, strict=True)))
    return Article("a", "seeds/a.txt", "", text, zones)


def record(quote: str, words: str, table: str = "events", occurrence: int | None = None) -> Record:
    """Return a row with one quote for one value."""
    at = Position("records/a.yaml", 1)
    evidence = Evidence("a", quote, at, {"title": Words(words, at)}, occurrence)
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
        assert f"stands in {kind} (code points 0 to 13)" in faults[0].seen


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
        found = article(text, "body")
        assert all(near_miss(quote, found, {"a": found}))
