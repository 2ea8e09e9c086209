"""Whose claim a row is: filled in from the quotes that decide it, with the words that name the actor, or reported."""

import pytest

from tests.support.example import HARBOUR
from tests.support.project import Project
from tests.support.short import with_short

QUOTE = "  - quote: Chinese police seized 430kg of cocaine at Yantian in China on November 26\n"
"""The quote that decides what the short rows are; it names no medium."""
CLAIMED = f"{QUOTE}    attributed_to: cctv\n"
NAMED = f"{QUOTE.rstrip()}, broadcaster CCTV reported\n"
NAMED = NAMED.replace("- quote: ", '- quote: "').replace("reported\n", 'reported"\n') + "    attributed_to: cctv\n"
NAME = "  - {quote: broadcaster CCTV reported, attributed_to: cctv, supports: {attributed_to: CCTV}}\n  actors:"


def decided(example: Project, *pairs: tuple[str, str]) -> Project:
    """Return the project with the short records, in which one quote has the words that decide what the event is."""
    return with_short(example, ("supports: {date:", "supports: {event_type: seized, date:"), *pairs)


def claims(project: Project, column: str = "attributed_to", row: tuple[str, str] = ("events", "find")) -> object:
    """Return whose claim a row is, in records without a fault."""
    records, faults = project.records()
    assert not faults
    return records.by_id[row].values.get(column)


def named(project: Project, row: tuple[str, str], column: str = "attributed_to") -> list[tuple[str | None, str, str]]:
    """Return the actor, the quote and the words of each name of a claimant."""
    return [
        (quote.attributed_to, quote.quote, quote.supports[column].text)
        for quote in project.records()[0].by_id[row].evidence
        if column in quote.supports
    ]


def faults_of(project: Project, kind: str) -> dict[str, str]:
    """Return how to fix each fault of a kind, by its subject."""
    return {fault.subject: fault.fix for fault in project.records()[1] if fault.kind == kind}


def test_a_quote_that_names_nobody_is_the_articles_own_claim(example: Project) -> None:
    short = decided(example)
    assert claims(short) == "article"
    assert claims(short, "reported_by") is None
    assert named(short, ("events", "find")) == []


def test_the_quote_that_decides_says_whose_claim_the_row_is(example: Project) -> None:
    short = decided(example, (QUOTE, NAMED))
    assert claims(short) == "cctv"
    assert claims(short, row=("seizures", "found")) == "cctv"
    assert [(actor, words) for actor, _, words in named(short, ("events", "find"))] == [("cctv", "CCTV")]


def test_who_carried_a_claim_is_another_column(example: Project) -> None:
    short = decided(example, (QUOTE, NAMED.replace("attributed_to", "reported_by")))
    assert claims(short) == "article"
    assert claims(short, "reported_by") == "cctv"


def test_a_quote_that_decides_nothing_does_not_say_whose_claim_it_is(example: Project) -> None:
    own = '  - {quote: "November 26, broadcaster CCTV reported", attributed_to: cctv, supports: {date: PLACEHOLDER}}\n'
    own = own.replace("PLACEHOLDER", "{words: November 26, anchor: published}")
    assert claims(decided(example, ("  actors:", f"{own}  actors:"))) == "article"


def test_several_claimants_stand_in_the_order_of_the_quotes(example: Project) -> None:
    more = "  - {quote: Police seized 2.42 tonnes of drugs, supports: {event_type: seized}}\n  actors:"
    assert claims(decided(example, (QUOTE, NAMED), ("  actors:", more))) == "cctv; article"


def test_words_may_stand_in_a_quote_of_their_own(example: Project) -> None:
    short = decided(example, (QUOTE, CLAIMED), ("  actors:", NAME))
    assert claims(short) == "cctv"
    assert named(short, ("events", "find")) == [("cctv", "broadcaster CCTV reported", "CCTV")]


def test_a_row_of_an_event_takes_the_words_of_the_event(example: Project) -> None:
    short = decided(example, (QUOTE, CLAIMED), ("  actors:", NAME))
    assert claims(short, row=("seizures", "found")) == "cctv"
    assert named(short, ("seizures", "found")) == [("cctv", "broadcaster CCTV reported", "CCTV")]


def test_the_name_may_stand_in_another_quote_of_the_row(example: Project) -> None:
    quote = 'quote: "November 26, broadcaster CCTV reported"'
    day = f"  - {{{quote}, supports: {{date: {{words: November 26, anchor: published}}}}}}"
    short = decided(example, (QUOTE, CLAIMED), ("  actors:", f"{day}\n  actors:"))
    assert claims(short) == "cctv"
    assert named(short, ("events", "find")) == [("cctv", "November 26, broadcaster CCTV reported", "CCTV")]


def test_a_name_within_a_longer_name_of_another_actor_is_not_taken(example: Project) -> None:
    other = (
        f"source: {HARBOUR}\nactors:\n- {{id: other, name: broadcaster CCTV, kind: media, "
        "evidence: [{quote: broadcaster CCTV, supports: {kind: broadcaster}}]}\n"
    )
    short = decided(example, (QUOTE, NAMED))
    short.write("records/other.yaml", other)
    assert "find.attributed_to" in faults_of(short, "words-missing")


def test_a_claimant_whom_no_quote_names_is_reported_with_what_to_write(example: Project) -> None:
    fixes = faults_of(decided(example, (QUOTE, CLAIMED)), "words-missing")
    assert "{quote: QUOTE, attributed_to: cctv, supports: {attributed_to: WORDS}}" in fixes["find.attributed_to"]


@pytest.mark.parametrize("column", ["attributed_to", "reported_by"])
def test_words_in_a_quote_that_names_nobody_are_reported(example: Project, column: str) -> None:
    words = f"  - {{quote: broadcaster CCTV reported, supports: {{{column}: CCTV}}}}\n  actors:"
    fixes = faults_of(decided(example, ("  actors:", words)), "words-without-value")
    assert fixes[f"find.{column}"] == f"write {column}: ACTOR beside the quote"


def test_the_column_is_not_typed(example: Project) -> None:
    short = decided(example, ("  title: A find\n", "  title: A find\n  attributed_to: cctv\n"))
    assert "write attributed_to: ACTOR beside the quote" in faults_of(short, "value-derived")["find.attributed_to"]
