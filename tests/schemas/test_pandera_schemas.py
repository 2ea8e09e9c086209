"""The schemas by themselves: Pandera on the frames that users load, and a planted fault of each kind."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pytest

import counternarcotics as cn
from schemas.pandera_schemas import FOLDER, ROW_CHECKS, pandera_schema, schema
from tests.support import ROOT

TABLES = sorted(path.stem for path in (FOLDER / "tables").glob("*.json"))

Change = Callable[[pd.DataFrame], pd.DataFrame]


@cache
def loaded(table: str) -> pd.DataFrame:
    return cn.load(table)


def kinds(table: str, frame: pd.DataFrame) -> set[str]:
    """Return the names of the checks that a frame fails: our own kinds, and Pandera's for what it checks itself."""
    try:
        schema(table).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return {getattr(error.check, "name", None) or str(error.check) for error in errors.schema_errors}
    return set()


@pytest.mark.parametrize("table", TABLES)
def test_it_validates_every_table_as_users_load_it(table: str) -> None:
    validated = schema(table).validate(cn.load(table))
    assert len(validated) > 0
    assert list(schema(table).columns) == list(validated.columns)


def test_it_imports_nothing_else_of_the_project() -> None:
    code = (
        "import sys; from schemas.pandera_schemas import schema; schema('events'); "
        "ours = ('pipeline', 'counternarcotics', 'codings', 'referees'); "
        "print([name for name in sys.modules if name.split('.')[0] in ours])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert run.stdout == "[]\n"


def test_an_unknown_table_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no table 'event'; the tables are actors, case_outcomes"):
        schema("event")


def test_another_folder_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    fields = [{"name": "id", "title": "Id", "description": "The id.", "type": "string"}]
    text = json.dumps({"name": "things", "primaryKey": ["id"], "fields": fields})
    (tmp_path / "tables" / "things.json").write_text(text, encoding="utf-8")
    assert list(schema("things", tmp_path).columns) == ["id"]


def with_cell(column: str, value: object, row: int = 0) -> Change:
    """Return a change of one cell that leaves the types as they are."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        cells = frame[column].copy()
        cells.iloc[row] = value
        return frame.assign(**{column: cells})

    return change


def both(*changes: Change) -> Change:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        for each in changes:
            frame = each(frame)
        return frame

    return change


def where(column: str, value: str, *changed: tuple[str, object]) -> Change:
    """Return a change of cells in the first row in which `column` has a value."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        row = int(np.flatnonzero((frame[column] == value).to_numpy())[0])
        return both(*(with_cell(name, cell, row) for name, cell in changed))(frame)

    return change


def twice(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, frame.iloc[:1]], ignore_index=True)


DAY, LATER = pd.Timestamp("2025-05-01"), pd.Timestamp("2025-05-02")

# The kind, table and change of each planted fault.
PLANTED: list[tuple[str, str, Change]] = [
    ("column_in_dataframe", "events", lambda frame: frame.drop(columns="note")),
    ("column_in_schema", "events", lambda frame: frame.assign(remark="x")),
    ("column_ordered", "events", lambda frame: frame[list(frame.columns[::-1])]),
    ("type-wrong", "events", lambda frame: frame.astype({"title": object})),
    ("type-wrong", "events", lambda frame: frame.astype({"scope": "category"})),
    ("type-wrong", "events", lambda frame: frame.astype({"n_sources": "int64"})),
    ("type-wrong", "events", lambda frame: frame.astype({"n_sources": "Int32"})),
    ("type-wrong", "events", lambda frame: frame.astype({"date_start": "datetime64[ns]"})),
    ("type-wrong", "seizures", lambda frame: frame.astype({"quantity": "float32"})),
    ("not_nullable", "events", with_cell("title", None)),
    ("field_uniqueness", "events", twice),
    ("row-repeated", "event_actors", both(twice, with_cell("event_actor_id", "another"))),
    ("code-unknown", "events", with_cell("scope", "rumour")),
    ("code-unknown", "actors", with_cell("country", "XQ")),
    ("value-too-small", "seizures", with_cell("quantity", -1.0)),
    ("value-too-large", "places", with_cell("latitude", 91.0)),
    ("value-malformed", "places", with_cell("country_code", "cn")),
    ("value-malformed", "places", with_cell("country_code", "CNX")),
    ("length-wrong", "events", with_cell("title", "x" * 121)),
    ("text-not-plain", "events", with_cell("title", "=1+1")),
    ("text-not-plain", "events", with_cell("title", "-x")),
    ("text-not-plain", "events", with_cell("title", "a\tb")),
    ("text-not-plain", "events", with_cell("title", "a\u202eb")),
    ("text-not-plain", "events", with_cell("note", "")),
    ("number-not-finite", "figures", with_cell("value", np.inf)),
    ("value-missing", "places", both(with_cell("latitude", 1.0), with_cell("longitude", None))),
    ("value-missing", "seizures", both(with_cell("quantity", 1.0), with_cell("unit", None))),
    ("value-missing", "events", both(with_cell("date", "2025-05"), with_cell("date_basis", None))),
    ("values-out-of-order", "figures", both(with_cell("value", 1.0), with_cell("value_low", 2.0))),
    ("values-out-of-order", "figures", both(with_cell("value", 3.0), with_cell("value_high", 2.0))),
    ("values-out-of-order", "sources", with_cell("body_end", 10**6)),
    ("values-out-of-order", "evidence", with_cell("words_end", 10**6)),
    ("values-out-of-order", "events", both(with_cell("date_start", LATER), with_cell("date_end", DAY))),
    ("row-out-of-order", "timeline", lambda frame: frame[::-1]),
    ("values-equal", "events", where("scope", "aggregate", ("date_start", DAY), ("date_end", DAY))),
    ("value-not-allowed", "substances", where("kind", "class", ("cas_rn", "50-36-2"))),
    ("value-not-allowed", "actors", both(with_cell("kind", "criminal_group"), with_cell("country", "CN"))),
    ("code-of-another-country", "places", both(with_cell("country_code", "CN"), with_cell("un_locode", "USLAX"))),
    ("check-digit-wrong", "substances", where("kind", "substance", ("cas_rn", "50-63-2"))),
    ("space-at-end", "evidence", with_cell("words", "x ")),
    ("space-at-end", "evidence", with_cell("quote", "\u00a0x")),
    ("codes-not-together", "actors", both(with_cell("country", "US"), with_cell("side", "china"))),
    ("codes-not-together", "passages", where("zone", "body", ("reason", "furniture"))),
]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case[0]} {case[1]}")
def test_it_refuses_a_planted_fault_of_each_kind(case: tuple[str, str, Change]) -> None:
    kind, table, change = case
    assert kind in kinds(table, change(loaded(table)))


def test_every_check_of_every_table_has_a_planted_fault() -> None:
    pandera_kinds = {"not_nullable", "field_uniqueness", "column_in_dataframe", "column_in_schema", "column_ordered"}
    made = {
        str(check.name)
        for table in TABLES
        for checked in (schema(table), *schema(table).columns.values())
        for check in checked.checks
    }
    assert {kind for kind, _, _ in PLANTED} == made | pandera_kinds


def test_every_check_of_rows_is_used_and_each_rule_makes_one() -> None:
    rules = [
        (name, rule)
        for name in TABLES
        for rule in json.loads((FOLDER / "tables" / f"{name}.json").read_text(encoding="utf-8")).get("checks", ())
    ]
    assert {key for _, rule in rules for key in rule} == {*ROW_CHECKS, "where"}


SOUND: list[tuple[str, Change]] = [
    # A total may be without a date, and a place without a code; an empty cell is in no order.
    ("events", where("scope", "aggregate", ("date_start", None), ("date_end", None))),
    ("places", with_cell("un_locode", None)),
    ("figures", both(with_cell("value_low", None), with_cell("value_high", None))),
    ("substances", where("kind", "substance", ("cas_rn", "50-36-2"))),
    ("passages", where("zone", "caption", ("reason", "furniture"))),
    ("events", with_cell("title", "NA")),
]


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case[0])
def test_it_accepts_what_is_sound(case: tuple[str, Change]) -> None:
    table, change = case
    assert kinds(table, change(loaded(table))) == set()


def test_a_class_of_types_that_no_table_has_yet() -> None:
    field: Mapping[str, Any] = {"name": "is_held", "title": "Held", "description": "Held.", "type": "boolean"}
    made = pandera_schema({"name": "x", "primaryKey": ["is_held"], "fields": [field]}, {})
    frame = pd.DataFrame({"is_held": pd.array([True, None], dtype="boolean")})
    assert len(made.validate(frame)) == 2
    with pytest.raises(pandera.errors.SchemaError):
        made.validate(frame.astype(object))
