"""The short form of the records: what is left out follows from what is written, or is reported."""

from collections import Counter

import pytest

from pipeline.faults import Fault
from pipeline.read import default_words, short_form
from pipeline.read.whole_words import offsets
from tests.support.project import Project
from tests.support.short import LONG, MORE, SEIZURE, unplaced, with_short


def faults_of(project: Project) -> list[Fault]:
    """Return what is wrong with the records."""
    return project.records()[1]


def test_the_short_form_is_the_long_one(example: Project) -> None:
    short, faults = with_short(example).records()
    assert not faults
    example.write(MORE, LONG)
    long, faults = example.records()
    assert not faults
    assert unplaced(short) == unplaced(long)


def test_what_is_filled_in_stands_at_a_line_that_its_curator_can_edit(example: Project) -> None:
    records = with_short(example).records()[0]
    actor = records.by_id["event_actors", "find--police"]
    line = example.place(MORE, "- {actor_id: police")
    assert {str(quote.position) for quote in actor.evidence} == {line}
    assert {str(words.position) for quote in actor.evidence for words in quote.supports.values()} == {line}
    seizure = records.by_id["seizures", "found"]
    assert str(seizure.place("date")) == example.place(MORE, "- {id: found")


def test_words_without_a_quote_stand_in_the_first_quote_that_holds_them(example: Project) -> None:
    later = "  - {quote: Police seized 2.42 tonnes of drugs, supports: {event_type: seized}}\n  actors:"
    records, faults = with_short(
        example, ("  actors:", later), ("quantity: 430,", "quantity: 2.42,"), ("430kg}", "2.42 tonnes}")
    ).records()
    assert not [fault for fault in faults if "seizures" in fault.subject]
    quotes = [quote.quote for quote in records.by_id["seizures", "found"].evidence if "quantity" in quote.supports]
    assert quotes == ["Police seized 2.42 tonnes of drugs"]


def test_a_row_with_a_quote_of_its_own_is_read_in_that_alone(example: Project) -> None:
    own = "{actor_id: police, role: initiator, evidence: [{quote: broadcaster CCTV reported}]}"
    faults = faults_of(with_short(example, ("{actor_id: police, role: initiator}", own)))
    assert {fault.subject for fault in faults} >= {"find--police.actor_id", "find--police.role"}


def test_the_speaker_of_a_quote_goes_with_it(example: Project) -> None:
    records = with_short(example, ("on November 26\n", "on November 26\n    attributed_to: cctv\n")).records()[0]
    assert records.by_id["event_actors", "find--police"].evidence[0].attributed_to == "cctv"


@pytest.mark.parametrize(
    ("old", "new", "subject", "kind"),
    [
        ("430kg}", "431kg}", "found.quantity", "words-not-in-quote"),
        ("    supports: {date: {words: November 26, anchor: published}}\n", "", "find.date", "words-missing"),
        ("  topics:", "  - {actor_id: police, role: subject}\n  topics:", "find--police.id", "id-repeated"),
        ("event_id: find", "event_id: finds", "found.event_id", "id-unknown"),
        ("actor_id: police", "actor_id: polise", "find--polise.actor_id", "id-unknown"),
        ("{supports: {quantity: 430kg}}", "{attributed_to: cctv}", "found.evidence[1]", "key-missing"),
        ("{substance_id: cocaine}", "{substance_id: …}", "event_substances line-17", "id-missing"),
    ],
)
def test_a_slip_is_reported_where_it_was_made(example: Project, old: str, new: str, subject: str, kind: str) -> None:
    faults = faults_of(with_short(example, (old, new)))
    assert (subject, kind) in {(fault.subject, fault.kind) for fault in faults}


def test_an_unknown_event_is_reported_once(example: Project) -> None:
    faults = faults_of(with_short(example, ("event_id: find", "event_id: finds")))
    assert [fault.kind for fault in faults if fault.subject.startswith("found.")] == ["id-unknown"]


def test_what_takes_the_words_of_another_value_is_not_reported_with_it(example: Project) -> None:
    faults = faults_of(with_short(example, ("Chinese police seized 430kg", "430kg")))
    assert [fault.subject for fault in faults if fault.subject.startswith("find.")] == ["find.event_type"]


def test_words_without_a_quote_need_an_event(example: Project) -> None:
    figure = "figures:\n- {id: deaths-more, subject: drugs, measure: deaths, value: 1300, unit: persons, "
    example.write(MORE, f"source: harbour-post\n{figure}evidence: [{{supports: {{value: '1,300'}}}}]}}\n")
    assert "evidence-missing" in {fault.kind for fault in faults_of(example)}


def test_the_work_grows_with_the_number_of_rows(example: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a search through all rows for each row: of 4 times as many rows each costs the same."""
    searches = Counter[int]()

    def counted(quote: str, words: str) -> list[int]:
        searches[number] += 1
        return offsets(quote, words)

    monkeypatch.setattr(default_words, "offsets", counted)
    monkeypatch.setattr(short_form, "offsets", counted)
    for number in (50, 200):
        actors = "".join(f"  - {{id: part-{part}, actor_id: police, role: initiator}}\n" for part in range(number))
        seizures = "".join(f"{SEIZURE.replace('found', f'found-{part}')}\n" for part in range(number))
        with_short(example, ("  topics:", f"{actors}  topics:"), (SEIZURE, seizures)).records()
    assert searches[200] <= 4 * searches[50]
