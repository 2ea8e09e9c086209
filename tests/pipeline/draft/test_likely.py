"""The rows that sentences give, and which phrases give none."""

import pytest

from pipeline.draft.likely import Likely, likely_rows
from pipeline.draft.readings import Names, Readers
from pipeline.faults import Position
from pipeline.model import Article, Ledger, Zone
from tests.pipeline.draft.test_readings import LEXICON, SCHEMAS

KNOWN = Names({("actors", "coast-guard"): ["Coast guard"], ("substances", "cocaine"): ["cocaine"]})


def likely(text: str) -> Likely:
    """Return the likely rows of an article that is one sentence; its day is 5 January 2026."""
    article = Article("000", "seeds/000.txt", "", text, (Zone("body", 0, len(text), "every table"),))
    sentences = Readers(SCHEMAS, LEXICON, KNOWN, "2026-01-05", "US").sentences(article, Ledger("000", Position("")))
    return likely_rows(sentences, text, set(), Names({("actors", "ada-writer"): ["Ada Writer"]}))


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("He led and controlled a network of couriers in 2019.", []),
        ("They controlled the precursor chemicals in 2019.", ["substance_control"]),
        ("They announced the scheduling of it in 2019.", ["substance_control"]),
        ("They reviewed progress and discussed cooperation.", []),
        ("She signed a consent order of forfeiture for $10,000,000.", ["forfeiture"]),
        ("Ada Writer was arrested.", ["arrest"]),
        ("They met on Sunday, seized 12kg, arrested five suspects and held talks.", ["seizure", "arrest"]),
        ("The two men met at the port on Sunday in a first meeting.", ["meeting"]),
        ("Homeland Security Investigations took 12kg.", []),
        ("They met people who in 2019 had left.", []),
        ("He faces a maximum sentence of 10 years.", []),
    ],
)
def test_an_event_needs_an_actor_a_date_or_an_amount_beside_its_phrase(sentence: str, types: list[str]) -> None:
    lines = likely(sentence).events.get(1, [])
    assert [line.partition(": ")[2] for line in lines if "  event_type: " in line] == types
    quotes = [line.partition("quote: ")[2] for line in lines if "- quote" in line]
    assert all(" " in quote for quote in quotes)


def test_a_prison_term_gives_an_outcome_and_a_figure() -> None:
    rows = likely("Ada Writer was sentenced on Sunday to 10 years in prison.")
    assert "  - {actor_id: ada-writer, role: recipient}" in rows.events[1]
    assert "  - {outcome: prison_term, persons: }" in rows.others["legal_cases"]
    assert {"  measure: prison_term", "  value: 10", "  unit: year"} <= set(rows.others["figures"])


def test_a_date_that_is_not_understood_is_date_text() -> None:
    assert "  date_text: recent years" in likely("The coast guard seized cocaine in recent years.").events[1]


def test_what_is_said_was_done_and_what_it_says_was_not() -> None:
    assert not [line for line in likely("Ada Writer vowed to act.").events[1] if "modality" in line]
    assert "  modality: promised" in likely("Ada Writer vowed to meet the coast guard on Sunday.").events[1]


def test_who_is_acting_is_the_initiator() -> None:
    assert "  - {actor_id: ada-writer, role: initiator}" in likely("Ada Writer is working with them.").events[1]
