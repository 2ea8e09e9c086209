"""Titles and summaries that say what no quote holds, and sound ones beside them."""

from typing import Any

import pytest

from tests.support.articles import Article, event, quoted_too, reported, row, seizure

SEIZED = "In 2024 police seized 40kg of cocaine at Yantian, on a ship with 12 men."
TEXT = f"{SEIZED} Xinhua and Customs had a ship in Kunming with 77 men and heroin. Beijing was glad in 2021."
KIND = "title-without-support"


def told(title: str, summary: str = "What happened.") -> dict[str, Any]:
    find = event("find", "police seized 40kg of cocaine at Yantian", "seized", title=title, summary=summary)
    return {"events": [find]}


UNSUPPORTED = {
    "a number": "Police seize 77 bags",
    "a number in words": "Police seize seventy-seven bags",
    "another quantity": "Police seize 50kg of cocaine",
    "a multiplier": "Police seize 40 million bags",
    "a year": "Police seize cocaine in 2021",
    "a place": "Police seize cocaine in Kunming",
    "an actor": "Customs seize cocaine",
    "a country": "Beijing seizes cocaine",
    "a substance": "Police seize heroin",
    "a medium": "Seizure reported by Xinhua",
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_a_title_says_only_what_the_quotes_say(name: str) -> None:
    assert reported(TEXT, **told(UNSUPPORTED[name])) == {(KIND, "find.title")}
    assert reported(TEXT, **told("A seizure", f"{UNSUPPORTED[name]}.")) == {(KIND, "find.summary")}


SUPPORTED = [
    "Police seize 40kg of cocaine at Yantian",
    "Forty kilograms seized",
    "A seizure of 2024",
    "Police seize drugs",
    "Cocaine on a ship",
    "12 men and a ship",
    "The police at a port",
]


@pytest.mark.parametrize("title", SUPPORTED)
def test_a_title_may_say_what_the_sentences_of_the_quotes_say(title: str) -> None:
    assert reported(TEXT, **told(title)) == set()


def test_a_title_may_say_what_belongs_to_the_event() -> None:
    tables = told("Police and Customs seize heroin in Kunming", "They seized it from 77 men.")
    other = "Customs had a ship in Kunming with 77 men and heroin"
    part = row("customs", other, actor_id=("customs", "Customs"), role=("participant", "Customs"))
    assert reported(TEXT, events=[{**tables["events"][0], "actors": [part]}]) == set()
    heroin: dict[str, Any] = {"scope": ("incident", "heroin"), "substance_id": ("heroin", "heroin")}
    assert reported(TEXT, **tables, seizures=[seizure("drugs", "find", other, **heroin)]) == set()
    dated = quoted_too(tables["events"][0], other, scope=("incident", "heroin"))
    assert reported(TEXT, events=[dated]) == set()


def test_a_title_may_say_the_year_from_which_its_date_is_counted() -> None:
    text = "Police seized cocaine on May 9."
    find = event(
        "find", text, "seized", title="A seizure in May 2025", date=("2025-05-09", "May 9", {"anchor": "published"})
    )
    assert reported(text, events=[find]) == set()
    assert reported(text, events=[event("find", text, "seized", title="A seizure in May 2025")]) == {
        (KIND, "find.title")
    }


def test_another_form_of_a_name_that_the_quotes_hold_is_no_other_name() -> None:
    article = Article("The ministry seized drugs. Mr Wang met Wang Yi and the ministry.")
    find = event("find", "The ministry seized drugs", "seized", title="A seizure of the ministry")
    assert reported(article, events=[find]) == set()
    named = event("find", "The ministry seized drugs", "seized", title="A seizure of Wang Yi")
    assert reported(article, events=[named]) == {(KIND, "find.title")}
