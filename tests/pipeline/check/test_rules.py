"""A planted fault for each rule across rows and tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipeline.check import rules_actors, rules_articles, rules_events, rules_values
from pipeline.check.joins import Rule, Tables
from pipeline.check.rules import RULES, check_rules, kind
from tests.support.example import HARBOUR, TALKS, Made, added, changed, found, make, write_example

RELATION = "talks--follows-seizure"
POLICE_PART = "yantian-seizure--police"
FIRST = f"{HARBOUR}--001"

Case = tuple[Rule, str, str, Mapping[str, Any], str]

# Rule, table, row, changed cells, and the record and field that the message names.
PLANTED: list[Case] = [
    (
        rules_values.value_without_words,
        "evidence",
        "seizures--yantian-cocaine--quantity--1",
        {"drop": True},
        "yantian-cocaine.quantity",
    ),
    (
        rules_values.outcomes_differ_from_defendants,
        "case_outcomes",
        "smugglers--life",
        {"persons": 2},
        "smugglers.defendants",
    ),
    (
        rules_values.outcomes_differ_from_defendants,
        "case_outcomes",
        "smugglers--life",
        {"drop": True},
        "smugglers.defendants",
    ),
    (
        rules_values.count_of_single_substance,
        "controlled_substances",
        "list-of-july",
        {"substance_id": "cocaine"},
        "list-of-july.number_of_substances",
    ),
    (
        rules_values.place_outside_country_of_parent,
        "places",
        "china-country",
        {"country_code": "US"},
        "yantian.parent_id",
    ),
    (rules_values.name_of_two_rows, "actors", "police", {"name": "CCTV"}, "police.name"),
    (rules_events.event_without_topic, "event_topics", "sentence--casework", {"drop": True}, "sentence.topics"),
    (
        rules_events.event_with_many_topics,
        "event_topics",
        "sentence--casework",
        {"event_id": "talks"},
        "talks.topics",
    ),
    (
        rules_events.relation_in_a_cycle,
        "event_relations",
        "talks--follows-seizure",
        {"other_event_id": "talks"},
        "talks--follows-seizure.other_event_id",
    ),
    (
        rules_events.relation_in_a_cycle,
        "event_relations",
        "talks--follows-seizure",
        {"relation": "may_be_same_as", "other_event_id": "talks"},
        "talks--follows-seizure.other_event_id",
    ),
    (
        rules_events.related_events_out_of_order,
        "events",
        "talks",
        {"date": "2025-10", "date_start": date(2025, 10, 1), "date_end": date(2025, 10, 31)},
        "talks--follows-seizure.relation",
    ),
    (
        rules_events.related_events_out_of_order,
        "event_relations",
        "talks--follows-seizure",
        {"relation": "part_of"},
        "talks--follows-seizure.relation",
    ),
    (
        rules_events.scope_not_of_event,
        "seizures",
        "drugs-of-the-year",
        {"scope": "incident"},
        "drugs-of-the-year.scope",
    ),
    (
        rules_events.date_not_of_event,
        "seizures",
        "yantian-cocaine",
        {"date": "2025-11-27", "date_start": date(2025, 11, 27), "date_end": date(2025, 11, 27)},
        "yantian-cocaine.date",
    ),
    (
        rules_events.date_not_of_event,
        "controlled_substances",
        "list-of-july",
        {"date_announced_start": date(2025, 7, 21), "date_announced_end": date(2025, 7, 21)},
        "list-of-july.date_announced",
    ),
    (
        rules_events.date_not_of_event,
        "controlled_substances",
        "list-of-july",
        {"date_effective_start": date(2025, 6, 1), "date_effective_end": date(2025, 6, 30)},
        "list-of-july.date_effective",
    ),
    (
        rules_events.done_after_publication,
        "sources",
        HARBOUR,
        {"published": "2025-07-19"},
        "list-of-july.date_announced",
    ),
    (
        rules_events.done_after_publication,
        "sources",
        "harbour-post",
        {"published": "2025-11-25"},
        "yantian-seizure.date",
    ),
    (
        rules_events.article_not_of_event,
        "seizures",
        "yantian-cocaine",
        {"event_id": "talks"},
        "yantian-cocaine.event_id",
    ),
    (
        rules_events.article_not_of_event,
        "event_relations",
        RELATION,
        {"other_event_id": "sentence"},
        f"{RELATION}.other_event_id",
    ),
    (
        rules_events.quotes_far_from_event,
        "controlled_substances",
        "list-of-july",
        {"event_id": "yantian-seizure"},
        "list-of-july.event_id",
    ),
    (
        rules_events.quotes_of_another_event,
        "event_actors",
        "yantian-seizure--police",
        {"event_id": "sentence"},
        "yantian-seizure--police.event_id",
    ),
    (
        rules_events.place_outside_place_of_event,
        "seizures",
        "yantian-cocaine",
        {"place_id": "china-country"},
        "yantian-cocaine.place_id",
    ),
    (
        rules_actors.claimant_not_of_event,
        "events",
        "yantian-seizure",
        {"attributed_to": "article"},
        "yantian-seizure.date",
    ),
    (
        rules_actors.actor_without_part_in_event,
        "seizures",
        "yantian-cocaine",
        {"seizing_actor_id": "cctv"},
        "yantian-cocaine.seizing_actor_id",
    ),
    (rules_actors.statement_without_initiator, "events", "talks", {"event_type": "statement"}, "talks.event_type"),
    (
        rules_actors.description_without_statement,
        "event_relations",
        RELATION,
        {"relation": "describes"},
        f"{RELATION}.relation",
    ),
    (rules_actors.actor_of_wrong_kind, "actors", "wang-hong", {"kind": "court"}, "wang-hong--minister.actor_id"),
    (rules_actors.actor_of_wrong_kind, "actors", "china", {"kind": "person"}, "police.parent_id"),
    (rules_actors.reporter_not_of_media, "actors", "cctv", {"kind": "court"}, "yantian-seizure.reported_by"),
    (
        rules_actors.speaker_of_what_article_says,
        "evidence",
        "actors--police--name--1",
        {"attributed_to": "cctv"},
        "police.name",
    ),
    (
        rules_actors.speaker_of_what_article_says,
        "evidence",
        "case-outcomes--smugglers--life--persons--1",
        {"attributed_to": "cctv"},
        "smugglers--life.persons",
    ),
    (
        rules_actors.holder_not_in_quote,
        "positions",
        "wang-hong--minister",
        {"actor_id": "cctv"},
        "wang-hong--minister.actor_id",
    ),
    (
        rules_articles.article_described_by_another,
        "evidence",
        "sources--talks-held--title--1",
        {"source_id": "harbour-post"},
        "talks-held.title",
    ),
    (
        rules_articles.inference_of_another_reader,
        "evidence",
        "seizures--yantian-cocaine--quantity--1",
        {"inference": "until"},
        "yantian-cocaine.quantity",
    ),
    (
        rules_articles.article_described_in_wrong_zone,
        "passages",
        FIRST,
        {"zone": "furniture"},
        f"{HARBOUR}.publisher_text",
    ),
    (
        rules_articles.headline_misplaced,
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
    faults = check_rules(changed(made, table, row_id, **cells), made.schemas)
    assert (kind(rule), subject) in {(fault.kind, fault.subject) for fault in faults}
    assert all(fault.seen and fault.expected and fault.fix for fault in faults)


def test_a_control_may_be_in_force_after_its_event_and_after_the_article(made: Made) -> None:
    cells = {"date_effective_start": date(2026, 1, 1), "date_effective_end": date(2026, 1, 31)}
    assert "list-of-july.date_effective" not in found(
        made, changed(made, "controlled_substances", "list-of-july", **cells)
    )


def test_a_statement_is_made_by_several_participants_together_and_not_by_one(made: Made) -> None:
    statement = changed(made, "events", "talks", event_type="statement")
    part = {"event_id": "talks", "role": "participant"}
    one = added(made, statement, "event_actors", POLICE_PART, event_actor_id="talks--police", **part)
    two = added(made, one, "event_actors", POLICE_PART, event_actor_id="talks--cctv", actor_id="cctv", **part)
    assert "that nobody makes" in str(found(made, one)["talks.event_type"])
    assert "talks.event_type" not in found(made, two)


def test_a_region_of_several_countries_has_places_of_each(made: Made) -> None:
    region = changed(made, "places", "china-country", country_code=None)
    assert not [fault for fault in check_rules(region, made.schemas) if fault.kind.startswith("place-outside")]


def test_no_value_is_built_without_words(made: Made) -> None:
    tables = changed(made, "evidence", "events--talks--event-type--1", drop=True)
    assert "value-without-words" in {fault.kind for fault in check_rules(tables, made.schemas)}


def test_every_rule_has_a_planted_fault_and_finds_nothing_without_one(made: Made) -> None:
    assert {case[0] for case in PLANTED} == set(RULES)
    tables = Tables(made.schemas, made.tables)
    assert [finding for rule in RULES for finding in rule(tables)] == []
    assert all((rule.__doc__ or "").startswith("Catches ") for rule in RULES)
    assert len({kind(rule) for rule in RULES}) == len(RULES)


def cycles(made: Made, tables: Mapping[str, pa.Table]) -> set[str]:
    return {name for name, text in found(made, tables).items() if "expected no cycle" in str(text)}


def test_cycle_over_three_events(made: Made) -> None:
    one, two, three = "talks--follows-seizure", "yantian-seizure--x", "sentence--x"
    cells = {"event_relation_id": two, "event_id": "yantian-seizure", "other_event_id": "sentence"}
    tables = added(made, made.tables, "event_relations", one, **cells)
    assert cycles(made, tables) == set()
    cells = {"event_relation_id": three, "event_id": "sentence", "other_event_id": "talks"}
    tables = added(made, tables, "event_relations", one, **cells)
    assert cycles(made, tables) == {f"{name}.other_event_id" for name in (one, two, three)}


def test_mutual_relation_from_both_ends(made: Made) -> None:
    one, two = "talks--follows-seizure", "yantian-seizure--x"
    tables = changed(made, "event_relations", one, relation="may_be_same_as")
    assert cycles(made, tables) == set()
    cells = {"event_relation_id": two, "event_id": "yantian-seizure", "other_event_id": "talks"}
    tables = added(made, tables, "event_relations", one, **cells)
    assert cycles(made, tables) == {f"{name}.other_event_id" for name in (one, two)}


def test_defendants_that_are_not_exact_are_no_sum(made: Made) -> None:
    cells = {"defendants": 9, "defendants_qualifier": "more_than"}
    assert "smugglers.defendants" not in found(made, changed(made, "legal_cases", "smugglers", **cells))
