"""A planted fault for each rule about events, evidence and passages."""

from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.check import rules_across, rules_events, rules_evidence
from pipeline.check.built import Built
from pipeline.check.rules import Rule
from tests.support.example import HARBOUR, TALKS, Made, changed, found, make, write_example

RULES = (*rules_events.RULES, *rules_evidence.RULES)
RELATION = "talks--follows-seizure"
FIRST = f"{HARBOUR}--001"

Case = tuple[Rule, str, str, Mapping[str, Any], str]

# Rule, table, row, changed cells, and the record and field that the message names.
PLANTED: list[Case] = [
    (
        rules_events.told_in_the_articles_of_its_event,
        "seizures",
        "yantian-cocaine",
        {"event_id": "talks"},
        "yantian-cocaine.event_id",
    ),
    (
        rules_events.told_in_the_articles_of_its_event,
        "event_relations",
        RELATION,
        {"other_event_id": "sentence"},
        f"{RELATION}.other_event_id",
    ),
    (
        rules_events.told_beside_its_event,
        "controlled_substances",
        "list-of-july",
        {"event_id": "yantian-seizure"},
        "list-of-july.event_id",
    ),
    (
        rules_events.not_filed_under_a_neighbour,
        "event_actors",
        "yantian-seizure--police",
        {"event_id": "sentence"},
        "yantian-seizure--police.event_id",
    ),
    (
        rules_events.bodies_have_their_part,
        "seizures",
        "yantian-cocaine",
        {"seizing_actor_id": "cctv"},
        "yantian-cocaine.seizing_actor_id",
    ),
    (rules_events.statements_have_a_speaker, "events", "talks", {"event_type": "statement"}, "talks.event_type"),
    (
        rules_events.statements_have_a_speaker,
        "event_relations",
        RELATION,
        {"relation": "describes"},
        f"{RELATION}.relation",
    ),
    (
        rules_events.parts_lie_within,
        "seizures",
        "yantian-cocaine",
        {"place_id": "china-country"},
        "yantian-cocaine.place_id",
    ),
    (rules_events.kinds_fit_what_actors_do, "actors", "wang-hong", {"kind": "court"}, "wang-hong--minister.actor_id"),
    (rules_events.kinds_fit_what_actors_do, "actors", "china", {"kind": "person"}, "police.parent_id"),
    (rules_events.kinds_fit_what_actors_do, "actors", "cctv", {"kind": "court"}, "yantian-seizure--cctv.role"),
    (
        rules_across.words_lie_in_quotes,
        "evidence",
        "seizures--yantian-cocaine--date--1",
        {"words_end": 9999},
        "seizures--yantian-cocaine--date--1.words_start",
    ),
    (
        rules_evidence.inferences_are_repeated,
        "evidence",
        "seizures--yantian-cocaine--quantity--1",
        {"inference": "until"},
        "yantian-cocaine.quantity",
    ),
    (
        rules_evidence.quotes_begin_and_end_with_text,
        "evidence",
        "events--talks--date--1",
        {"quote": " talks"},
        "talks.date",
    ),
    (
        rules_evidence.only_events_are_told_by_someone,
        "evidence",
        "actors--police--name--1",
        {"attributed_to": "cctv"},
        "police.name",
    ),
    (
        rules_evidence.only_events_are_told_by_someone,
        "evidence",
        "case-outcomes--smugglers--life--persons--1",
        {"attributed_to": "cctv"},
        "smugglers--life.persons",
    ),
    (
        rules_evidence.offices_are_of_the_one_named,
        "positions",
        "wang-hong--minister",
        {"actor_id": "cctv"},
        "wang-hong--minister.actor_id",
    ),
    (
        rules_evidence.articles_name_themselves_in_their_own_zones,
        "passages",
        FIRST,
        {"zone": "furniture"},
        f"{HARBOUR}.publisher",
    ),
    (rules_evidence.reasons_fit_zones, "passages", FIRST, {"reason": "caption"}, f"{FIRST}.reason"),
    (
        rules_evidence.articles_have_one_headline,
        "passages",
        f"{TALKS}--003",
        {"zone": "headline"},
        f"{TALKS}.body_start",
    ),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    sound = make(write_example(tmp_path_factory.mktemp("example")))
    assert not sound.faults
    return sound


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case[0].__name__} {case[4]}")
def test_a_planted_fault_is_found(made: Made, case: Case) -> None:
    rule, table, row_id, cells, subject = case
    tables = changed(made, table, row_id, **cells)
    built = Built(made.schemas, {name: some.to_pylist() for name, some in tables.items()})
    assert subject in {finding.as_fault("x").subject for finding in rule(built)}
    messages = found(made, tables)[subject]
    assert all("; expected " in text and "; fix: " in text for text in messages)


def test_every_rule_has_a_planted_fault_and_finds_nothing_without_one(made: Made) -> None:
    assert {case[0] for case in PLANTED} >= set(RULES)
    built = Built(made.schemas, {name: table.to_pylist() for name, table in made.tables.items()})
    assert [fault for rule in RULES for fault in rule(built)] == []
    assert all((rule.__doc__ or "").startswith("Catches ") for rule in RULES)
