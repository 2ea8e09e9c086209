"""Every value is read again from its words: a planted fault for each kind of column, and each inference's one step."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.faults import Fault
from pipeline.reread import Rereading, reread
from pipeline.reread.corpus import Corpus
from pipeline.reread.grounding import Facts, facts_of, idle_step, reading_fault
from tests.support.example import HARBOUR, TALKS, Made, make, write_example

EVIDENCE = (
    "table_name",
    "row_id",
    "field",
    "value",
    "source_id",
    "words",
    "anchor",
    "inference",
    "country",
    "fiscal_start",
)


def faults_of(made: Made) -> list[Fault]:
    reading, faults = reread(Corpus(made.tables, made.schemas, made.records, made.articles))
    assert reading.checked == reading.due > 0
    return faults


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


def test_the_example_is_grounded(made: Made) -> None:
    assert made.faults == []
    assert reread(Corpus(made.tables, made.schemas, made.records, made.articles)) == (Rereading(100, 100, 0, 18), [])


@pytest.fixture(scope="module")
def facts(made: Made) -> Facts:
    return facts_of(made.tables, made.schemas, made.records.forms)


SEIZED = "police seized 430kg of cocaine at Yantian in China on November 26"
TWO_WERE_JAILED = "quote: two were jailed\n      supports: {outcome: jailed, persons: two}"
ONE_AND_TWO = """quote: one was jailed for life, two were jailed
      supports: {outcome: two were jailed, persons: "one was jailed for life, two were jailed"}"""
# What is planted: the text before and after, the cell, and what the message shows.
PLANTED = {
    "number: value": ("quantity: 430\n", "quantity: 340\n", "yantian-cocaine.quantity", "340", "430"),
    "number: factor": (
        "money_amount: 12000000",
        "money_amount: 1200000",
        "smugglers.money_amount",
        "1200000",
        "12000000",
    ),
    "number: other words": ("quantity: 430kg", "quantity: November 26", "yantian-cocaine.quantity", "430", "26"),
    "number: no number": ("quantity: 430kg", "quantity: of cocaine", "yantian-cocaine.quantity", "430", "no number"),
    "number: several": (TWO_WERE_JAILED, ONE_AND_TWO, "smugglers--jailed.persons", "2", "several numbers"),
    "unit: value": ("unit: kilogram", "unit: tonne", "yantian-cocaine.unit", "tonne", "kilogram"),
    "unit: no unit": ("unit: 430kg", "unit: of cocaine", "yantian-cocaine.unit", "kilogram", "no unit"),
    "unit: no number": ("unit: 1,300 deaths", "unit: deaths", "deaths.unit", "persons", "no unit"),
    "currency: value": ("money_currency: CNY", "money_currency: USD", "smugglers.money_currency", "USD", "CNY"),
    "currency: no currency": (
        "money_currency: 12 million yuan",
        "money_currency: 12 million",
        "smugglers.money_currency",
        "CNY",
        "no currency",
    ),
    "count: value": ("persons: 2", "persons: 1", "smugglers--jailed.persons", "1", "two"),
    "date: day": (
        "date: 2025-07-20\n  evidence",
        "date: 2025-07-21\n  evidence",
        "substances-added.date",
        "07-21",
        "07-20",
    ),
    "date: precision": (
        "date: 2025-07-20\n  evidence",
        "date: 2025-07\n  evidence",
        "substances-added.date",
        "2025-07",
        "20",
    ),
    "date: span": (
        "conduct_period: 2019/2021",
        "conduct_period: 2019",
        "smugglers.conduct_period",
        "2019",
        "2019/2021",
    ),
    "date: other words": (
        'date: "December 1, 2025"}',
        "date: for smuggling}",
        "sentence.date",
        "2025-12-01",
        "no date",
    ),
    "date: no anchor": (
        "{words: August, anchor: published}",
        "August",
        "list-of-july.date_effective",
        "August",
        "anchor",
    ),
    "date: anchor": ("anchor: events/yantian-seizure", "anchor: events/sentence", "talks.date", "2025-12", "2026-01"),
    "name: value": ("place_id: yantian\n", "place_id: china-country\n", "yantian-seizure.place_id", "china", "Yantian"),
    "name: words": ("place_id: Yantian", "place_id: China", "yantian-seizure.place_id", "yantian", "China"),
    "name: no form": (
        "authority_actor_id: China",
        "authority_actor_id: court in China",
        "smugglers.authority_actor_id",
        "china",
        "court in China",
    ),
    "text: value": (
        "charge: smuggling\n  auth",
        "charge: trafficking\n  auth",
        "smugglers.charge",
        "trafficking",
        "smuggling",
    ),
    "text: words": (
        "charge: smuggling\n      ",
        "charge: sentenced\n      ",
        "smugglers.charge",
        "smuggling",
        "sentenced",
    ),
    "code: value": ("event_type: sentencing", "event_type: seizure", "sentence.event_type", "seizure", "sentenc"),
    "code: no cue": ("event_type: sentenced", "event_type: smuggling", "sentence.event_type", "sentencing", "no cue"),
    "code: not unmarked": ("qualifier: more_than", "qualifier: exact", "deaths.qualifier", "exact", "More than"),
    "code: unmarked": (
        "qualifier: More than 1,300",
        "qualifier: were caused",
        "deaths.qualifier",
        "more_than",
        "were caused",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(tmp_path: Path, name: str) -> None:
    old, new, subject, *shown = PLANTED[name]
    file = write_example(tmp_path) / "records" / "harbour.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = faults_of(make(tmp_path))
    assert [fault.subject for fault in faults] == [subject]
    assert all(part in f"{faults[0].seen} {faults[0].expected}" for part in shown)


def test_a_date_beside_a_number_is_no_second_number(tmp_path: Path) -> None:
    file = write_example(tmp_path) / "records" / "harbour.yaml"
    text = file.read_text(encoding="utf-8")
    assert "quantity: 430kg" in text
    file.write_text(text.replace("quantity: 430kg", f"quantity: {SEIZED}", 1), encoding="utf-8")
    assert faults_of(make(tmp_path)) == []


def row(field: str, value: str, words: str, **more: str | None) -> dict[str, Any]:
    """Return a row of evidence, of an event in the dated article where nothing else is said."""
    given = {"table_name": "events", "row_id": "talks", "source_id": HARBOUR, **more}
    return dict.fromkeys(EVIDENCE) | given | {"field": field, "value": value, "words": words}


BUSAN = "events/yantian-seizure"
# Inference, field, words, anchor, the value to which the one step leads, and values to which it does not.
INFERENCES: list[tuple[str | None, str, str, str | None, str, list[str]]] = [
    (None, "date", "November 26", "published", "2025-11-26", ["2025-11-27", "2025-11", "[..2025-11-26]"]),
    ("context", "date", "November 26", "published", "2025-11-26", ["2025-11-25"]),
    ("at_the_time", "date", "the talks were", BUSAN, "2025-11-26", ["2025-11", "2025-11-25"]),
    ("not_after", "date", "May 2019", None, "[..2019-05]", ["2019-05", "[..2019]", "[2019-05..]", "../2019-05"]),
    ("not_after", "date", "before the seizure", BUSAN, "[..2025-11-26]", ["[..2025-11-25]", "2025-11-26"]),
    ("not_before", "date", "after the seizure", BUSAN, "[2025-11-26..]", ["[2025-11..]", "2025-11-26/.."]),
    ("until", "date", "aided by tip-offs", BUSAN, "../2025-11-26", ["[..2025-11-26]", "../2025-11"]),
    ("since", "date", "in 2014 established", None, "2014/..", ["2014", "[2014..]"]),
    ("month_of", "date", "in the past week", BUSAN, "2025-11", ["2025-11-26", "2025-10"]),
    ("to_report", "date", "so far in 2025 … on June 26", None, "2025-01-01/2025-06-26", ["2025", "2025/2025-06-26"]),
    ("to_year_end", "date", "in June", "published", "[2025-06..2025-12]", ["[2025-06..]", "[2025-06..2026-12]"]),
    ("one_named", "persons", "Liu Yuejin", None, "1", ["2"]),
    ("one_named", "persons", "a former official, Liu Yuejin", None, "1", ["0"]),
    ("total", "persons", "one gang member and eight others", None, "9", ["8", "1", "7"]),
    ("remainder", "persons", "eight others jailed, two of them for life", None, "6", ["8", "2", "10"]),
    ("of_actor", "country", "China", None, "CN", ["US"]),
    ("each_of_two", "name", "police", None, "Chinese police", ["police", "US police", "Chinese customs"]),
]
TABLES = {"persons": "case_outcomes", "country": "actors", "name": "actors"}
"""The table of a field, where it is not `events`."""


def evidence(case: tuple[str | None, str, str, str | None, str, list[str]], value: str) -> dict[str, Any]:
    inference, field, words, anchor, *_ = case
    table = TABLES.get(field, "events")
    row_id = "police" if table == "actors" else "talks"
    return row(field, value, words, table_name=table, row_id=row_id, anchor=anchor, inference=inference)


@pytest.mark.parametrize("case", INFERENCES, ids=lambda case: f"{case[0]} {case[2]}")
def test_each_inference_is_one_step_and_no_other(facts: Facts, case: Any) -> None:
    assert reading_fault(evidence(case, case[4]), facts) is None
    for value in case[5]:
        assert reading_fault(evidence(case, value), facts)


def test_every_inference_of_the_vocabulary_has_a_case(facts: Facts) -> None:
    assert {case[0] for case in INFERENCES} - {None} == facts.schemas.vocabularies["inferences"].by_code.keys()


# Words from which the inference leads nowhere: inference, field, value, words and what else is said.
NOWHERE: list[tuple[str, str, str, str, dict[str, str]]] = [
    ("one_named", "persons", "1", "two people", {}),
    ("total", "persons", "8", "eight others", {}),
    ("remainder", "persons", "8", "eight others", {}),
    ("not_after", "date", "[..2019-05]", "before the talks", {}),
    ("not_after", "date", "[..2019/2020]", "before the talks", {"anchor": "legal_cases/smugglers"}),
    ("month_of", "date", "2025-11", "in November", {}),
    ("to_year_end", "date", "[2019-05..2019-12]", "May 2019", {"source_id": TALKS}),
    # Only words without any date point at the anchor's; two dates, or one in no calendar, do not.
    ("not_after", "date", "[..2025-11-26]", "June 26 and June 27", {"anchor": BUSAN}),
    ("not_after", "date", "[..2025-11-26]", "February 30, 2025", {"anchor": BUSAN}),
    ("to_report", "date", "2025-07-20", "July 20, 2025", {}),
    # A period is begun by a year, not by any words.
    ("to_report", "date", "2025-07-20", "so far in the year, on July 20, 2025", {}),
    # An actor without a country, the actor itself, and what is no country.
    ("of_actor", "country", "CN", "CCTV", {"row_id": "police"}),
    ("of_actor", "country", "CN", "Chinese police", {"row_id": "police"}),
    ("of_actor", "event_type", "seizure", "Chinese police", {}),
    # The name of an actor without a country, and what is no name of an actor.
    ("each_of_two", "name", "Chinese CCTV", "CCTV", {"row_id": "cctv"}),
    ("each_of_two", "name", "Chinese Yantian", "Yantian", {"table_name": "places", "row_id": "yantian"}),
]


@pytest.mark.parametrize("case", NOWHERE, ids=lambda case: f"{case[0]} {case[3]}")
def test_an_inference_that_leads_nowhere(facts: Facts, case: tuple[str, str, str, str, dict[str, str]]) -> None:
    inference, field, value, words, more = case
    given = {"table_name": TABLES.get(field, "events"), "inference": inference, **more}
    assert reading_fault(row(field, value, words, **given), facts)


def test_two_countries_do_not_prove_each_other(facts: Facts) -> None:
    said = row("country", "CN", "China", table_name="actors", row_id="police", inference="of_actor")
    assert reading_fault(said, replace(facts, by_another={"china"}))


@pytest.mark.parametrize(
    ("anchor", "source"), [("published", TALKS), ("actors/cctv", HARBOUR), ("events/nowhere", HARBOUR), ("x", HARBOUR)]
)
def test_an_anchor_without_a_date(facts: Facts, anchor: str, source: str) -> None:
    message = reading_fault(row("date", "2025-11-26", "November 26", anchor=anchor, source_id=source), facts)
    assert message
    assert f"{anchor} has no date" in " ".join(message)


@pytest.mark.parametrize(
    ("words", "more", "fix"),
    [
        ("November 26, 2025", {"anchor": "published"}, "delete anchor: published"),
        ("November 26, 2025", {"inference": "at_the_time"}, "delete inferred: at_the_time"),
        ("November 26", {"anchor": "published"}, None),
        ("November 26, 2025", {"inference": "context"}, None),
    ],
)
def test_a_step_that_the_words_do_not_need_is_idle(
    facts: Facts, words: str, more: dict[str, str], fix: str | None
) -> None:
    idle = idle_step(row("date", "2025-11-26", words, **more), facts)
    assert (idle[2] if idle else None) == fix


def test_judged_values_are_not_read(facts: Facts) -> None:
    assert reading_fault(row("role", "initiator", "anything", table_name="event_actors"), facts) is None


def test_a_form_that_rows_share_counts_only_where_the_row_is_named(made: Made) -> None:
    forms = {target: list(some) for target, some in made.records.forms.items()}
    for actor in ("china", "united-states"):
        forms["actors", actor].append("the two sides")
    facts = facts_of(made.tables, made.schemas, forms)
    # The articles name each of the two by words of its own in one of them only.
    for value, source in (("united-states", TALKS), ("china", HARBOUR)):
        other = {TALKS: HARBOUR, HARBOUR: TALKS}[source]
        said = row("actor_id", value, "the two sides", table_name="event_actors", source_id=source)
        assert reading_fault(said, facts) is None
        assert reading_fault({**said, "source_id": other}, facts)
    alone = row("actor_id", "cctv", "CCTV", table_name="event_actors", source_id=TALKS)
    assert reading_fault(alone, facts) is None


def test_a_form_is_one_of_its_own_table(facts: Facts) -> None:
    assert reading_fault(row("place_id", "china-country", "China"), facts) is None
    assert reading_fault(row("place_id", "china", "China"), facts)
