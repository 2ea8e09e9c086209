"""A planted fault for each rule across columns, rows and tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipeline.check import rules, rules_across
from pipeline.check.built import Built
from tests.support.example import Made, added, changed, found, make, write_example

Case = tuple[str, str, str, Mapping[str, Any], str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    sound = make(write_example(tmp_path_factory.mktemp("example")))
    assert not sound.faults
    return sound


# Rule, table, row, changed cells, and the record and field that the message names.
PLANTED: list[Case] = [
    ("pairs", "seizures", "yantian-cocaine", {"unit": None, "quantity_kg": None}, "yantian-cocaine.unit"),
    ("pairs", "seizures", "yantian-cocaine", {"quantity_qualifier": None}, "yantian-cocaine.quantity_qualifier"),
    ("pairs", "legal_cases", "smugglers", {"money_amount": None}, "smugglers.money_amount"),
    ("pairs", "legal_cases", "smugglers", {"money_currency": None}, "smugglers.money_currency"),
    ("pairs", "legal_cases", "smugglers", {"defendants_qualifier": None}, "smugglers.defendants_qualifier"),
    ("pairs", "controlled_substances", "list-of-july", {"number_qualifier": None}, "list-of-july.number_qualifier"),
    ("pairs", "places", "yantian", {"longitude": None}, "yantian.longitude"),
    ("ordered", "figures", "deaths", {"value_low": 1301.0}, "deaths.value_low"),
    ("ordered", "sources", "000_aaaaaaaaaaaaaaaa", {"body_start": 700}, "000_aaaaaaaaaaaaaaaa.body_start"),
    (
        "ordered",
        "legal_cases",
        "smugglers",
        {"conduct_period": "2026", "conduct_start": date(2026, 1, 1), "conduct_end": date(2026, 12, 31)},
        "smugglers.conduct_start",
    ),
    ("date_bounds", "events", "talks", {"date_end": date(2025, 12, 30)}, "talks.date_end"),
    ("date_bounds", "events", "talks", {"date_start": date(2026, 1, 1)}, "talks.date_start"),
    ("date_bounds", "events", "talks", {"date_precision": "day"}, "talks.date_precision"),
    ("date_bounds", "events", "talks", {"date_basis": None}, "talks.date_basis"),
    ("date_bounds", "legal_cases", "smugglers", {"conduct_end": None}, "smugglers.conduct_end"),
    ("quantity_in_kilograms", "seizures", "drugs-of-the-year", {"quantity_kg": 2.42}, "drugs-of-the-year.quantity_kg"),
    ("classes_have_no_identifier", "substances", "drugs", {"cas_rn": "50-36-2"}, "drugs.cas_rn"),
    ("classes_have_no_identifier", "substances", "drugs", {"formula": "C2H6"}, "drugs.formula"),
    ("cas_check_digit", "substances", "cocaine", {"cas_rn": "50-63-2"}, "cocaine.cas_rn"),
    (
        "aggregates_cover_a_period",
        "events",
        "seizures-of-the-year",
        {"date": "2025-05-01", "date_precision": "day", "date_start": date(2025, 5, 1), "date_end": date(2025, 5, 1)},
        "seizures-of-the-year.date",
    ),
    ("codes_of_places", "places", "yantian", {"subdivision_code": "US-CA"}, "yantian.subdivision_code"),
    ("codes_of_places", "places", "yantian", {"un_locode": "USLAX"}, "yantian.un_locode"),
    (
        "children_carry_their_parents_id",
        "case_outcomes",
        "smugglers--life",
        {"case_id": "others"},
        "smugglers--life.case_id",
    ),
    ("foreign_keys", "case_outcomes", "smugglers--life", {"case_id": "others"}, "smugglers--life.case_id"),
    ("foreign_keys", "events", "yantian-seizure", {"place_id": "atlantis"}, "yantian-seizure.place_id"),
    ("foreign_keys", "actors", "police", {"parent_id": "nobody"}, "police.parent_id"),
    ("outcomes_add_up", "case_outcomes", "smugglers--life", {"persons": 2}, "smugglers.defendants"),
    ("outcomes_add_up", "case_outcomes", "smugglers--life", {"drop": True}, "smugglers.defendants"),
    (
        "counted_substances_are_a_class",
        "controlled_substances",
        "list-of-july",
        {"substance_id": "cocaine"},
        "list-of-july.number_of_substances",
    ),
    ("parents_have_no_cycles", "actors", "china", {"parent_id": "police"}, "police.parent_id"),
    ("parents_have_no_cycles", "places", "yantian", {"parent_id": "yantian"}, "yantian.parent_id"),
    (
        "relations_have_no_cycles",
        "event_relations",
        "talks--follows-seizure",
        {"other_event_id": "talks"},
        "talks--follows-seizure.other_event_id",
    ),
    (
        "relations_have_no_cycles",
        "event_relations",
        "talks--follows-seizure",
        {"relation": "may_be_same_as", "other_event_id": "talks"},
        "talks--follows-seizure.other_event_id",
    ),
    (
        "related_events_are_in_order",
        "events",
        "talks",
        {"date": "2025-10", "date_start": date(2025, 10, 1), "date_end": date(2025, 10, 31)},
        "talks--follows-seizure.relation",
    ),
    (
        "related_events_are_in_order",
        "event_relations",
        "talks--follows-seizure",
        {"relation": "part_of"},
        "talks--follows-seizure.relation",
    ),
    ("rows_agree_with_their_event", "seizures", "drugs-of-the-year", {"scope": "incident"}, "drugs-of-the-year.scope"),
    (
        "rows_agree_with_their_event",
        "seizures",
        "yantian-cocaine",
        {"date": "2025-11-27", "date_start": date(2025, 11, 27), "date_end": date(2025, 11, 27)},
        "yantian-cocaine.date",
    ),
    ("places_lie_in_their_parents_country", "places", "china-country", {"country_code": "US"}, "yantian.parent_id"),
    ("done_before_published", "sources", "000_aaaaaaaaaaaaaaaa", {"published": "2025-11-25"}, "yantian-seizure.date"),
    (
        "attributed_to_someone_who_speaks",
        "event_actors",
        "yantian-seizure--cctv",
        {"role": "participant"},
        "yantian-seizure.date",
    ),
    ("figures_have_one_source", "figures", "deaths", {"attributed_to": "police"}, "deaths.attributed_to"),
    (
        "evidence_is_of_its_row",
        "seizures",
        "yantian-cocaine",
        {"quantity": 340.0, "quantity_kg": 340.0},
        "seizures--yantian-cocaine--quantity--1.value",
    ),
    (
        "evidence_is_of_its_row",
        "evidence",
        "events--talks--date--1",
        {"row_id": "walks"},
        "events--talks--date--1.value",
    ),
    (
        "evidence_is_of_its_row",
        "evidence",
        "events--talks--date--1",
        {"table": "walks"},
        "events--talks--date--1.value",
    ),
    (
        "evidence_is_of_its_row",
        "evidence",
        "events--talks--date--1",
        {"field": "walks"},
        "events--talks--date--1.value",
    ),
    (
        "words_lie_in_quotes",
        "evidence",
        "events--talks--date--1",
        {"words_start": 1},
        "events--talks--date--1.words_start",
    ),
    (
        "words_lie_in_quotes",
        "evidence",
        "events--talks--date--1",
        {"words": "Tuesday"},
        "events--talks--date--1.words_start",
    ),
    (
        "words_lie_in_quotes",
        "evidence",
        "events--talks--date--1",
        {"quote_end": 9},
        "events--talks--date--1.words_start",
    ),
    ("values_have_evidence", "evidence", "events--talks--date--1", {"drop": True}, "talks.date"),
    ("values_have_evidence", "evidence", "events--talks--date--1", {"stance": "contradicts"}, "talks.date"),
    ("quotes_are_of_the_row", "events", "talks", {"quote": "Talks held"}, "talks.quote"),
    (
        "seed_files_are_those_of_sources",
        "evidence",
        "events--talks--date--1",
        {"seed_file": "seeds/000_aaaaaaaaaaaaaaaa.txt"},
        "events--talks--date--1.seed_file",
    ),
    (
        "seed_files_are_those_of_sources",
        "evidence",
        "sources--001-bbbbbbbbbbbbbbbb--title--1",
        {"source_id": "000_aaaaaaaaaaaaaaaa"},
        "001_bbbbbbbbbbbbbbbb.title",
    ),
]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case[0]} {case[4]}")
def test_a_planted_fault_is_found(made: Made, case: Case) -> None:
    _, table, row_id, cells, subject = case
    messages = found(made, changed(made, table, row_id, **cells))
    assert subject in messages
    assert all("; expected " in text and "; fix: " in text for text in messages[subject])


@pytest.mark.parametrize("rule", (*rules.RULES, *rules_across.RULES), ids=lambda rule: rule.__name__)
def test_every_rule_has_a_planted_fault_that_it_finds_itself(made: Made, rule: rules.Rule) -> None:
    assert (rule.__doc__ or "").startswith("Catches ")
    if rule is rules.rows_are_sorted:
        tables = {**made.tables, "events": made.tables["events"].take(pa.array([1, 0, 2, 3, 4]))}
        cases = [(tables, "seizures-of-the-year.event_id")]
    else:
        planted = [case for case in PLANTED if case[0] == rule.__name__]
        cases = [(changed(made, case[1], case[2], **case[3]), case[4]) for case in planted]
    assert cases
    for tables, subject in cases:
        built = Built(made.schemas, {name: table.to_pylist() for name, table in tables.items()})
        assert subject in {finding.as_fault("x").subject for finding in rule(built)}


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
