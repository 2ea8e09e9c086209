"""What only a bug of the pipeline can break, on the real tables; a planted fault shows each rule failing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from pipeline.assemble.built import Built
from tests.support import ROOT, invariants
from tests.support.example import SEED_FILES, Made, changed, make, write_example
from tests.support.invariants import INVARIANTS, Rule

HARBOUR, TALKS = "harbour-post", "talks-held"
DATE = "events--talks--date--1"

# Rule, table, row, changed cells, and the record and field that the finding names.
PLANTED: list[tuple[Rule, str, str, Mapping[str, Any], str]] = [
    (invariants.rows_unsorted, "events", "talks", {"event_id": "a-talk"}, "a-talk.event_id"),
    (invariants.rows_unsorted, "timeline", "talks", {"sort_date": date(2025, 1, 1)}, "talks.event_id"),
    (invariants.event_before_what_it_follows, "timeline", "talks", {"drop": True}, "talks.event_id"),
    (
        invariants.timeline_differs_from_what_it_shows,
        "timeline",
        "talks",
        {"sort_date": date(2025, 12, 2)},
        "talks.sort_date",
    ),
    (invariants.timeline_differs_from_what_it_shows, "timeline", "talks", {"place": "Yantian"}, "talks.place"),
    (invariants.cell_not_in_its_form, "events", "talks", {"title": "=1+1"}, "talks.title"),
    (invariants.cell_not_in_its_form, "events", "talks", {"note": "a\tb"}, "talks.note"),
    (invariants.cell_not_in_its_form, "events", "talks", {"note": ""}, "talks.note"),
    (invariants.cell_not_in_its_form, "events", "talks", {"quote": "-x"}, "talks.quote"),
    (invariants.cell_not_in_its_form, "events", "talks", {"date": "2023-02-29"}, "talks.date"),
    (invariants.space_not_ordinary, "actors", "police", {"name": "Chinese\u00a0police"}, "police.name"),
    (
        invariants.cell_not_in_its_form,
        "seizures",
        "yantian-cocaine",
        {"quantity": float("nan")},
        "yantian-cocaine.quantity",
    ),
    (invariants.date_differs_from_its_days, "events", "talks", {"date_end": date(2025, 12, 30)}, "talks.date_end"),
    (invariants.date_differs_from_its_days, "events", "talks", {"date_start": date(2026, 1, 1)}, "talks.date_start"),
    (invariants.date_differs_from_its_days, "events", "talks", {"date_precision": "day"}, "talks.date_precision"),
    (invariants.date_differs_from_its_days, "legal_cases", "smugglers", {"conduct_end": None}, "smugglers.conduct_end"),
    (
        invariants.kilograms_differ_from_quantity,
        "seizures",
        "drugs-of-the-year",
        {"quantity_kg": 2.42},
        "drugs-of-the-year.quantity_kg",
    ),
    (
        invariants.child_without_parent_id,
        "case_outcomes",
        "smugglers--life",
        {"case_id": "others"},
        "smugglers--life.case_id",
    ),
    (invariants.id_without_row, "case_outcomes", "smugglers--life", {"case_id": "others"}, "smugglers--life.case_id"),
    (invariants.id_without_row, "events", "yantian-seizure", {"place_id": "atlantis"}, "yantian-seizure.place_id"),
    (invariants.id_without_row, "actors", "police", {"parent_id": "nobody"}, "police.parent_id"),
    (
        invariants.evidence_not_of_its_cell,
        "seizures",
        "yantian-cocaine",
        {"quantity": 340.0, "quantity_kg": 340.0},
        "seizures--yantian-cocaine--quantity--1.value",
    ),
    (invariants.evidence_not_of_its_cell, "evidence", DATE, {"row_id": "walks"}, f"{DATE}.value"),
    (invariants.evidence_not_of_its_cell, "evidence", DATE, {"table_name": "walks"}, f"{DATE}.value"),
    (invariants.evidence_not_of_its_cell, "evidence", DATE, {"field": "walks"}, f"{DATE}.value"),
    (invariants.words_not_at_their_place, "evidence", DATE, {"words_start": 1}, f"{DATE}.words_start"),
    (invariants.words_not_at_their_place, "evidence", DATE, {"words": "Tuesday"}, f"{DATE}.words_start"),
    (invariants.words_not_at_their_place, "evidence", DATE, {"quote_end": 9}, f"{DATE}.words_start"),
    (invariants.words_not_at_their_place, "evidence", DATE, {"words_end": 9999}, f"{DATE}.words_start"),
    (invariants.value_without_evidence, "evidence", DATE, {"drop": True}, "talks.date"),
    (invariants.quote_of_another_row, "events", "talks", {"quote": "Talks held"}, "talks.quote"),
    (
        invariants.seed_file_of_another_source,
        "evidence",
        DATE,
        {"seed_file": SEED_FILES[HARBOUR]},
        f"{DATE}.seed_file",
    ),
]


def findings(rule: Rule, made: Made, tables: Mapping[str, pa.Table]) -> set[str]:
    built = Built(made.schemas, {name: table.to_pylist() for name, table in tables.items()})
    return {finding.as_fault("x").subject for finding in rule(built)}


@pytest.fixture(scope="module")
def real() -> Made:
    return make(ROOT)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


@pytest.mark.parametrize("rule", INVARIANTS, ids=lambda rule: rule.__name__)
def test_the_real_tables_keep_it(real: Made, rule: Rule) -> None:
    assert not real.faults
    assert findings(rule, real, real.tables) == set()


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case[0].__name__} {case[4]}")
def test_a_planted_fault_breaks_it(example: Made, case: tuple[Rule, str, str, Mapping[str, Any], str]) -> None:
    rule, table, row_id, cells, subject = case
    assert findings(rule, example, example.tables) == set()
    assert subject in findings(rule, example, changed(example, table, row_id, **cells))


def test_each_has_a_planted_fault() -> None:
    assert {case[0] for case in PLANTED} == set(INVARIANTS)
    assert all((rule.__doc__ or "").startswith("Catches ") for rule in INVARIANTS)
