"""Promises coded as done, claims as facts, totals as single actions, and sound codes beside them."""

from typing import Any

import pytest

from tests.support.articles import Row, event, reported, row, seizure

KIND = "unmarked-code-beside-cue"


def told(text: str, verb: str, **more: Any) -> dict[str, list[Row]]:
    return {"events": [event("find", text, verb, **more)]}


MODALITIES = {
    "a promise told as done": "The police vowed to have all drugs seized.",
    "a future told as done": "Drugs will be seized at the border.",
    "a hope told as done": "The police hoped that drugs were seized.",
    "a claim told as a fact": "The police alleged that drugs were seized.",
    "an accusation told as a fact": "A court accused them of drugs that they seized.",
    "a suspicion told as a fact": "Drugs were suspected to be seized.",
    "a demand told as done": "Washington pressured the port until drugs were seized.",
    "a denial told as a fact": "Beijing denies that drugs were seized.",
}
ACTS = {
    "a promise": ("Beijing vowed to act.", "vowed", "pledge"),
    "a demand": ("Washington demands action.", "demands", "demand"),
    "an accusation": ("Washington accused Beijing of inaction.", "accused", "accusation"),
}
SCOPES = {
    "a total": "Police seized drugs in multiple cases.",
    "a total of actions": "In a series of actions police seized drugs.",
    "a total over a period": "Between January and May 2025 police seized drugs.",
    "what goes on": "Police seized drugs for months.",
    "what goes on throughout": "Police seized drugs throughout the year.",
}


@pytest.mark.parametrize("name", ACTS)
def test_what_is_said_has_occurred_where_it_was_said(name: str) -> None:
    text, verb, event_type = ACTS[name]
    assert reported(text, events=[event("find", text, verb, event_type)]) == set()


def test_what_is_said_has_not_occurred_where_it_was_only_demanded() -> None:
    text = "Washington pressured Beijing until it vowed to act."
    assert (KIND, "find.modality") in reported(text, events=[event("find", text, "vowed", "pledge")])


@pytest.mark.parametrize("name", MODALITIES)
def test_what_is_not_done_does_not_occur(name: str) -> None:
    text = MODALITIES[name]
    assert (KIND, "find.modality") in reported(text, **told(text, "seized"))
    other: dict[str, Any] = {"exempt": "other_matter"}
    scope = ("incident", "seized", other) if (KIND, "find.scope") in reported(text, **told(text, "seized")) else None
    cells = {"modality": ("occurred", "seized", other)} | ({"scope": scope} if scope else {})
    assert reported(text, **told(text, "seized", **cells)) == set()


@pytest.mark.parametrize("name", SCOPES)
def test_a_total_is_no_incident(name: str) -> None:
    text = SCOPES[name]
    assert reported(text, **told(text, "seized")) == {(KIND, "find.scope")}
    exempt = ("incident", "seized", {"exempt": "other_matter"})
    assert reported(text, **told(text, "seized", scope=exempt)) == set()


SOUND = {
    "done": "Police seized drugs.",
    "a demand in another clause": "Police seized drugs, as Washington pressured the port.",
    "a promise after the verb": "Police seized drugs that they will burn.",
    "a claim after the verb": "Police seized drugs from a man suspected of murder.",
    "a promise in another sentence": "Police seized drugs. Beijing vowed to do more.",
    "a total in another clause": "Police seized drugs, and found more in multiple cases.",
    "a total in another sentence": "Police seized drugs. A number of people fled.",
    "a longer word": "Police in Willow seized drugs.",
}


@pytest.mark.parametrize("name", SOUND)
def test_a_cue_of_something_else_is_not_reported(name: str) -> None:
    text = SOUND[name]
    assert reported(text, **told(text.partition(". ")[0], "seized")) == set()


CODED = {
    "promised": ("Drugs will be seized.", "modality", ("promised", "will be seized")),
    "alleged": ("The police alleged that drugs were seized.", "modality", ("alleged", "alleged")),
    "aggregate": ("Police seized drugs in multiple cases.", "scope", ("aggregate", "multiple cases")),
    "process": ("Police seized drugs for months.", "scope", ("process", "for months")),
}


@pytest.mark.parametrize("name", CODED)
def test_the_code_that_the_clause_says_is_not_reported(name: str) -> None:
    text, field, cell = CODED[name]
    assert reported(text, **told(text, "seized", **{field: cell})) == set()


def test_words_elsewhere_in_the_sentence_do_not_hide_a_cue_beside_the_deciding_words() -> None:
    text = "The police alleged that drugs were seized, and a ship was held."
    assert reported(text, **told(text, "seized", modality=("occurred", "held"))) == {(KIND, "find.modality")}


def test_a_row_of_an_event_is_held_to_its_own_deciding_words() -> None:
    text = "Police seized 40kg of cocaine in multiple cases, and 50kg of heroin."
    cells: dict[str, Any] = {"quantity": ("40", "40kg"), "unit": ("kilogram", "40kg")}
    tables: dict[str, list[Row]] = told(text, "seized", scope=("aggregate", "multiple cases"))
    tables["seizures"] = [seizure("one", "find", text, **cells)]
    assert reported(text, **tables) == {(KIND, "one.scope")}
    tables["seizures"] = [seizure("one", "find", text, scope=("aggregate", "multiple cases"), **cells)]
    assert reported(text, **tables) == set()
    tables["seizures"] = [
        row("two", text, event_id="find", substance_id=("heroin", "heroin"), scope=("incident", "heroin"))
    ]
    assert reported(text, **tables) == set()


def test_an_exemption_that_nothing_needs_is_reported() -> None:
    text = "Police seized drugs."
    for exempt in ("other_matter", "own_words", "named_elsewhere", "one_list"):
        cell = ("occurred", "seized", {"exempt": exempt})
        assert reported(text, **told(text, "seized", modality=cell)) == {("exemption-idle", "find.modality")}


def test_an_exemption_lifts_no_other_rule() -> None:
    text = "Police seized drugs in multiple cases."
    wrong = ("incident", "seized", {"exempt": "own_words"})
    assert reported(text, **told(text, "seized", scope=wrong)) == {
        (KIND, "find.scope"),
        ("exemption-idle", "find.scope"),
    }
