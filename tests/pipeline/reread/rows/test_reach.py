"""Places, dates and actors of other events, rows that are there twice, and sound ones beside them."""

from typing import Any

import pytest

from tests.support.articles import Article, event, quoted_too, reported, row, seizure

SEIZED = "Police seized cocaine on a ship."
FAR = f"Yantian is a port. On June 3 it rained. Customs were out. They rested at night. {SEIZED}"
CELLS: dict[str, tuple[str, str]] = {"place_id": ("yantian", "Yantian"), "date": ("2025-06-03", "June 3")}
NOTES = {"place_id": {}, "date": {"anchor": "published"}}


def seized(field: str, quote: str, reach: str = "", *, article: int = 0) -> dict[str, Any]:
    """Return a seizure with one field whose words stand in a quote of their own."""
    notes = {**NOTES[field], **({"reach": reach} if reach else {})}
    cell: dict[str, Any] = {field: (*CELLS[field], notes)}
    return quoted_too(event("find", SEIZED, "seized"), quote, article=article, **cell)


FAR_OFF = {
    "a place three sentences before": (FAR, "place_id"),
    "a day three sentences before": (FAR, "date"),
    "a place two sentences after": (f"{SEIZED} It rained. Yantian is a port.", "place_id"),
    "a day two sentences after": (f"{SEIZED} It rained. A man was born on June 3.", "date"),
}


@pytest.mark.parametrize("name", FAR_OFF)
def test_a_place_and_a_date_stand_near_what_happened(name: str) -> None:
    text, field = FAR_OFF[name]
    words = CELLS[field][1]
    fault = {("reach-not-stated", f"find.{field}")}
    assert reported(text, events=[seized(field, words)]) == fault
    assert reported(text, events=[seized(field, words, "across")]) == set()
    for wrong in ("other_article", "outside_body"):
        assert reported(text, events=[seized(field, words, wrong)]) == fault


NEAR = {
    "a place in the sentence before": (f"Yantian is a port. {SEIZED}", "place_id"),
    "a place in the sentence after": (f"{SEIZED} Yantian is a port.", "place_id"),
    "a day in the sentence before": (f"On June 3 it rained. {SEIZED}", "date"),
    "a day in the sentence after": (f"{SEIZED} That was on June 3.", "date"),
}


@pytest.mark.parametrize("name", NEAR)
def test_a_neighbouring_sentence_is_near(name: str) -> None:
    text, field = NEAR[name]
    assert reported(text, events=[seized(field, CELLS[field][1])]) == set()
    fault = {("reach-idle", f"find.{field}")}
    assert reported(text, events=[seized(field, CELLS[field][1], "across")]) == fault


def part(quote: str, name: tuple[str, str], reach: str = "", **cells: Any) -> dict[str, Any]:
    """Return a seizure with the part of an actor, whose role has its own words unless `cells` say otherwise."""
    notes = {"reach": reach} if reach else {}
    actor = row("part", quote, actor_id=(*name, notes), **{"role": ("initiator", name[1]), **cells})
    return {**event("find", SEIZED, "seized"), "actors": [actor]}


def test_an_actor_stands_near_what_happened_and_a_role_near_its_actor() -> None:
    name, far = ("customs", "Customs"), {("reach-not-stated", "find--part.actor_id")}
    text = f"Customs were out. It rained. They rested at night. {SEIZED}"
    assert reported(text, events=[part("Customs were out", name)]) == far
    assert reported(text, events=[part("Customs were out", name, "across")]) == set()
    near = f"{SEIZED} Customs were out."
    assert reported(near, events=[part("Customs were out", name)]) == set()
    assert reported(SEIZED, events=[part(SEIZED, ("police", "Police"))]) == set()
    apart = f"{SEIZED} It rained. They rested at night. The ship was theirs."
    role = part(SEIZED, ("police", "Police"), role="initiator")
    role["actors"] = [quoted_too(role["actors"][0], "theirs", role=("initiator", "theirs"))]
    assert reported(apart, events=[role]) == {("reach-not-stated", "find--part.role")}


def test_an_article_without_the_event_is_another_article() -> None:
    other = Article("Yantian is a port. On June 3 it rained.")
    for field in CELLS:
        fault = {("reach-not-stated", f"find.{field}")}
        articles = [Article(SEIZED), other]
        assert reported(articles, events=[seized(field, CELLS[field][1], article=1)]) == fault
        assert reported(articles, events=[seized(field, CELLS[field][1], "across", article=1)]) == fault
        assert reported(articles, events=[seized(field, CELLS[field][1], "other_article", article=1)]) == set()


def test_what_a_row_of_an_event_has_stands_near_its_own_deciding_words() -> None:
    text = f"{SEIZED} It rained. They rested at night. In Yantian 40kg of heroin were found."
    find = event("find", SEIZED, "seized")
    quote = "In Yantian 40kg of heroin were found"
    cells: dict[str, Any] = {"scope": ("incident", "heroin"), "substance_id": ("heroin", "heroin")}
    near = seizure("drugs", "find", quote, place_id=("yantian", "Yantian"), **cells)
    assert reported(text, events=[find], seizures=[near]) == set()
    far = quoted_too(seizure("drugs", "find", SEIZED), quote, place_id=("yantian", "Yantian"))
    assert reported(text, events=[find], seizures=[far]) == {("reach-not-stated", "drugs.place_id")}


HEADLINES = {
    "a headline": Article(SEIZED, headline="Yantian, port of drugs"),
    "a standfirst": Article(SEIZED, standfirst="Yantian is a port of drugs"),
}


@pytest.mark.parametrize("name", HEADLINES)
def test_a_value_of_a_headline_alone_says_so(name: str) -> None:
    article = HEADLINES[name]
    # The place itself is named there alone too.
    named = row("yantian", "Yantian", name=("Yantian", "Yantian"), kind=("port", "Yantian"), country_code="CN")
    place = {**named, "forms": ["Yantian"]}
    outside = {"reach": "outside_body"}
    marked = row(
        "yantian", "Yantian", name=("Yantian", "Yantian", outside), kind=("port", "Yantian", outside), country_code="CN"
    )
    fault = ("reach-not-stated", "find.place_id")
    own = {("reach-not-stated", "yantian.name"), ("reach-not-stated", "yantian.kind")}
    assert reported(article, places=[place], events=[seized("place_id", "Yantian")]) == {fault, *own}
    find = seized("place_id", "Yantian", "outside_body")
    assert reported(article, places=[{**marked, "forms": ["Yantian"]}], events=[find]) == set()


def test_a_value_that_the_body_says_too_is_not_of_the_headline_alone() -> None:
    article = Article(f"{SEIZED} The ship was in Yantian.", headline="Drugs in Yantian")
    find = quoted_too(
        seized("place_id", "The ship was in Yantian"), "Drugs in Yantian", place_id=("yantian", "Yantian")
    )
    assert reported(article, events=[find]) == set()


def shared(table: str, *row_ids: str) -> set[tuple[str, str]]:
    field = {"events": "event_type", "seizures": "substance_id", "legal_cases": "stage"}[table]
    return {("deciding-words-shared", f"{row_id}.{field}") for row_id in row_ids}


def test_an_event_is_not_entered_twice() -> None:
    twice = [event("one", SEIZED, "seized"), event("two", SEIZED, "seized")]
    assert reported(SEIZED, events=twice) == shared("events", "one", "two")
    wider = [event("one", SEIZED, "seized"), event("two", SEIZED, "seized cocaine on a ship")]
    assert reported(SEIZED, events=wider) == shared("events", "one", "two")
    three = [*twice, event("three", SEIZED, "seized")]
    assert reported(SEIZED, events=three) == shared("events", "one", "two", "three")
    listed = [
        event(row_id, SEIZED, "seized", event_type=("seizure", "seized", {"exempt": "one_list"})) for row_id in "ab"
    ]
    assert reported(SEIZED, events=listed) == set()


def test_a_total_is_not_split_into_incidents() -> None:
    text = "Police seized cocaine in two raids, and a court sentenced two men."
    find = event("find", text, "seized")
    split = [seizure("one", "find", text), seizure("two", "find", text)]
    assert reported(text, events=[find], seizures=split) == shared("seizures", "one", "two")
    trial = event("trial", text, "sentenced", "sentencing")
    cells: dict[str, Any] = {
        "event_id": "trial",
        "scope": ("incident", "sentenced"),
        "stage": ("sentencing", "sentenced"),
    }
    cases = [row("three", text, **cells), row("four", text, **cells)]
    assert reported(text, events=[trial], legal_cases=cases) == shared("legal_cases", "three", "four")


def test_words_of_their_own_decide_each_row() -> None:
    text = "Police seized cocaine in May. Police seized cocaine and heroin in June."
    quotes = ["Police seized cocaine in May", "Police seized cocaine and heroin in June"]
    events = [event(row_id, quote, "seized") for row_id, quote in zip("ab", quotes, strict=True)]
    heroin: dict[str, Any] = {"scope": ("incident", "heroin"), "substance_id": ("heroin", "heroin")}
    seizures = [
        seizure("may", "a", quotes[0]),
        seizure("june", "b", quotes[1]),
        seizure("june-too", "b", quotes[1], **heroin),
    ]
    assert reported(text, events=events, seizures=seizures) == set()


def test_an_event_and_its_case_share_a_verb() -> None:
    text = "A court sentenced two men."
    trial = event("trial", text, "sentenced", "sentencing")
    case = row("case", text, event_id="trial", scope=("incident", "sentenced"), stage=("sentencing", "sentenced"))
    assert reported(text, events=[trial], legal_cases=[case]) == set()
