"""What differs between two versions, and the version that it calls for: each rule fires on a change planted for it."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from counternarcotics._diff import Difference, diff
from counternarcotics._package import installed
from counternarcotics._shared.version_rule import RULES, Change
from tests.support import changed_versions as plant
from tests.support.built import BUILT
from tests.support.changed_versions import Edit, Version, copy_in


@pytest.fixture
def version(tmp_path: Path) -> Version:
    return Version(tmp_path / "new")


def compared(version: Version) -> Difference:
    return diff(installed(), version.package())


def in_seizures(rule: str, **told: Any) -> Change:
    return Change(rule, "seizures", **told)


KEY_TO_EVENTS = {"fields": ["event_id"], "reference": {"resource": "events", "fields": ["event_id"]}}
SCOPES = ["incident", "aggregate", "process"]
PATTERN = "[a-z0-9]+(-{1,2}[a-z0-9]+)*"
LABEL = "categories, incident, label"
LONGITUDE = {"table": "places", "column": "longitude"}
PLANTED: list[tuple[Edit, str, list[Change]]] = [
    (plant.remove_table, "major", [in_seizures("table removed")]),
    (plant.add_table, "minor", [Change("table added", "hauls")]),
    (
        plant.move_file,
        "major",
        [in_seizures("file removed", item="data/seizures.csv"), in_seizures("file added", item="data/hauls.csv")],
    ),
    (plant.remove_column, "major", [in_seizures("column removed", column="note")]),
    (plant.add_column, "minor", [in_seizures("column added", column="weather")]),
    (
        plant.retype_column,
        "major",
        [in_seizures("type changed", column="arrests", item="type", old="integer", new="number")],
    ),
    (plant.change_key, "major", [in_seizures("key changed", item="primaryKey", old=["seizure_id"], new=["event_id"])]),
    (
        plant.change_missing_values,
        "major",
        [in_seizures("missing values changed", item="missingValues", old=[""], new=["", "NA"])],
    ),
    (plant.weaken_constraint, "major", [Change("promise weakened", **LONGITUDE, item="maximum", old=180)]),
    (plant.raise_maximum, "major", [Change("promise weakened", **LONGITUDE, item="maximum", old=180, new=360)]),
    (plant.lower_maximum, "minor", [Change("promise added", **LONGITUDE, item="maximum", old=180, new=170)]),
    (plant.raise_minimum, "minor", [Change("promise added", **LONGITUDE, item="minimum", old=-180, new=-170)]),
    (
        plant.change_pattern,
        "major",
        [in_seizures("promise weakened", column="seizure_id", item="pattern", old=PATTERN, new="[a-z]+")],
    ),
    (plant.add_constraint, "minor", [in_seizures("promise added", column="note", item="maxLength", new=900)]),
    (plant.drop_foreign_key, "major", [in_seizures("promise weakened", item="foreignKeys", old=KEY_TO_EVENTS)]),
    (plant.add_unique_key, "minor", [Change("promise added", "places", item="uniqueKeys", new=["name"])]),
    (plant.remove_code, "major", [in_seizures("code removed", column="scope", item="process")]),
    (plant.add_code, "minor", [in_seizures("code added", column="scope", item="rumour")]),
    (
        plant.reorder_codes,
        "patch",
        [
            in_seizures(
                "order changed",
                column="scope",
                item="enum",
                old=["incident", "aggregate", "process"],
                new=["process", "aggregate", "incident"],
            )
        ],
    ),
    (
        plant.relabel_code,
        "patch",
        [in_seizures("text changed", column="scope", item=LABEL, old="Incident", new="Just one")],
    ),
    (plant.shorten_list, "major", [in_seizures("code removed", column="scope", item="process")]),
    (plant.open_list, "major", [in_seizures("promise weakened", column="scope", item="enum", old=SCOPES)]),
    (plant.close_list, "minor", [in_seizures("promise added", column="note", item="enum", new=["a", "b"])]),
    (
        plant.drop_minimum_of_zero,
        "major",
        [in_seizures("promise weakened", column="quantity", item="minimum", old=0)],
    ),
    (plant.no_longer_required, "major", [in_seizures("promise weakened", column="scope", item="required", old=True)]),
    (plant.remove_row, "major", [in_seizures("row removed", row="drugs-of-the-year")]),
    (plant.add_row, "minor", [in_seizures("row added", row="another")]),
    (
        plant.change_value,
        "patch",
        [in_seizures("value changed", row="yantian-cocaine", column="quantity", old=430.0, new=340.0)],
    ),
    (
        plant.empty_value,
        "patch",
        [in_seizures("value changed", row="inkwell-examplamine", column="date_end", old="2024-03-15")],
    ),
    (
        plant.remove_evidence,
        "patch",
        [Change("derived row removed", "evidence", "actors--bureau-of-samples--country--1")],
    ),
    (plant.add_evidence, "patch", [Change("derived row added", "evidence", "another")]),
]


@pytest.mark.parametrize(("edit", "bump", "changes"), PLANTED, ids=[edit.__name__ for edit, _, _ in PLANTED])
def test_a_planted_change_is_found_alone_with_the_rule_it_falls_under(
    version: Version, edit: Edit, bump: str, changes: list[Change]
) -> None:
    edit(version)
    found = compared(version)
    assert found.changes == tuple(changes)
    assert (found.bump, found.same) == (bump, False)


@pytest.mark.parametrize(
    ("edit", "item"),
    [(plant.reword_column, "description"), (plant.retitle_package, "title"), (plant.reorder_columns, "fields")],
)
def test_texts_and_order_are_found_alone(version: Version, edit: Edit, item: str) -> None:
    edit(version)
    found = compared(version)
    assert [change.item for change in found.changes] == [item]
    assert found.bump == "patch"


def test_a_code_that_is_defined_no_more_is_a_text_that_changed(version: Version) -> None:
    plant.leave_code_undefined(version)
    found = compared(version)
    assert [change.item for change in found.changes] == ["categories, incident"]
    assert found.bump == "patch"


@pytest.mark.parametrize("rule", ["required", "unique"])
def test_a_rule_that_is_written_out_as_false_is_none(version: Version, tmp_path: Path, rule: str) -> None:
    version.field("seizures", "note").setdefault("constraints", {})[rule] = False
    written = version.package()
    assert diff(installed(), written).same
    assert diff(written, installed()).same


def test_every_rule_has_a_change_planted_for_it() -> None:
    assert {change.rule for _, _, changes in PLANTED for change in changes} | {"text changed"} == {*RULES}


def test_a_version_does_not_differ_from_itself(version: Version) -> None:
    version.descriptor |= {"version": "7.0.0", "created": "2030-01-01T00:00:00Z"}
    found = compared(version)
    assert (found.same, found.bump, found.changes) == (True, "none", ())
    assert found.old.fingerprint == found.new.fingerprint == version.descriptor["fingerprint"]
    assert "No difference" in found.text()


def test_the_order_of_rows_is_no_difference(version: Version) -> None:
    version.change_rows("events", lambda rows: rows.reverse())
    assert compared(version).same


def test_all_that_changed_in_a_table_is_found_together(version: Version) -> None:
    for edit in (plant.remove_row, plant.change_value, plant.add_column, plant.remove_code):
        edit(version)
    found = compared(version)
    rules = {"column added", "code removed", "row removed", "value changed"}
    assert {(change.table, change.rule) for change in found.changes} == {("seizures", rule) for rule in rules}
    assert found.not_compared == {}


def test_a_row_is_matched_by_all_columns_of_its_key(version: Version, tmp_path: Path) -> None:
    other = Version(tmp_path / "old")
    for one in (version, other):
        one.schema("seizures")["primaryKey"] = ["event_id", "substance_id"]
    plant.change_value(version)
    (change,) = diff(other.package(), version.package()).changes
    assert change.place == "seizures: yantian-seizure, cocaine.quantity"


def new_key(version: Version) -> None:
    plant.change_key(version)
    plant.change_value(version)


NOT_COMPARED: dict[str, tuple[Edit, str]] = {
    "missing": (
        lambda version: (version.root / "data/seizures.parquet").unlink(),
        "in the new version it cannot be read (data/seizures.parquet: missing)",
    ),
    "broken": (
        lambda version: (version.root / "data/seizures.parquet").write_bytes(b"PAR1"),
        "in the new version it cannot be read",
    ),
    "other columns": (
        lambda version: version.change_table("seizures", lambda table: table.drop_columns(["note"])),
        "in the new version it cannot be read",
    ),
    "key twice": (
        lambda version: version.change_rows("seizures", lambda rows: rows.append({**rows[0], "note": "twice"})),
        "in the new version two of its rows have the same seizure_id",
    ),
    "another key": (new_key, "its primary key is not the same in both versions"),
}


@pytest.mark.parametrize("edit", NOT_COMPARED)
def test_what_cannot_be_compared_is_never_the_same(version: Version, edit: str) -> None:
    change, reason = NOT_COMPARED[edit]
    change(version)
    found = compared(version)
    assert [*found.not_compared] == ["seizures"]
    assert reason in found.not_compared["seizures"]
    assert not found.same
    assert f"  seizures: {reason}" in found.text().split("not compared, so perhaps different:\n")[1].splitlines()[0]
    assert found.as_dict()["not_compared"] == found.not_compared


def test_a_version_whose_csv_was_edited_is_not_the_same(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(BUILT / "data", copy / "data")
    shutil.copy(BUILT / "datapackage.json", copy)
    assert diff(copy_in(copy), installed()).same
    file = copy / "data" / "seizures.csv"
    file.write_bytes(file.read_bytes().replace(b",430.0,", b",431.0,"))
    found = diff(copy_in(copy), installed())
    assert not found.same
    assert "CSV and its Parquet file differ" in found.not_compared["seizures"]
