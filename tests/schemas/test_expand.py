"""What columns share is written once, expanded into the tables, and changes nothing a second time."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.expand import COLUMNS, FIELD_KEYS, FOLDER, expanded, expanded_field, laid_out, main, selects

SHARED: list[dict[str, Any]] = json.loads((FOLDER / COLUMNS).read_text(encoding="utf-8"))
FILES = sorted((FOLDER / "tables").glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_expansion_gives_the_committed_file_to_the_byte(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert laid_out(expanded(json.loads(text), SHARED)) == text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_shared_properties_come_back_where_they_are_missing(file: Path) -> None:
    """A new column needs no more than its name and what no other table shares."""
    table = json.loads(file.read_text(encoding="utf-8"))
    for field in table["fields"]:
        shared = {key for entry in SHARED if selects(entry, table["name"], field["name"]) for key in entry["field"]} - {
            "constraints"
        }
        bare = {key: value for key, value in field.items() if key not in shared}
        assert expanded_field(bare, table["name"], SHARED) == field


def test_a_description_that_stands_in_several_tables_comes_from_one_place() -> None:
    own: dict[str, list[str]] = {}
    for table in (json.loads(file.read_text(encoding="utf-8")) for file in FILES):
        for field in table["fields"]:
            entries = [entry for entry in SHARED if selects(entry, table["name"], field["name"])]
            if not any("description" in entry["field"] for entry in entries):
                own.setdefault(field["description"], []).append(f"{table['name']}.{field['name']}")
    assert len(own) > 100
    assert [columns for columns in own.values() if len(columns) > 1] == []


def test_every_property_of_a_field_has_its_place() -> None:
    used = {key for file in FILES for field in json.loads(file.read_text(encoding="utf-8"))["fields"] for key in field}
    assert used == set(FIELD_KEYS)


def test_a_change_reaches_every_table_and_a_second_run_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "schemas"))
    new = (folder / COLUMNS).read_text(encoding="utf-8").replace("The curators' remark on how", "A remark on how")
    (folder / COLUMNS).write_text(new, encoding="utf-8")
    main(folder)
    changed = capsys.readouterr().out.splitlines()
    assert len(changed) > 5
    for line in changed:
        assert '"description": "A remark on how' in (folder / line.removesuffix(" changed")).read_text(encoding="utf-8")
    assert "tables/passages.json changed" not in changed
    main(folder)
    assert capsys.readouterr().out == ""


def test_what_a_table_alone_says_stays_and_constraints_are_joined() -> None:
    shared = [
        {"columns": ["*.n"], "field": {"title": "N", "constraints": {"minimum": 0}}},
        {"columns": ["a.n"], "field": {"title": "Number"}},
    ]
    field = {"name": "n", "example": "3", "constraints": {"required": True, "minimum": 1}}
    assert list(expanded_field(field, "a", shared).items()) == [
        ("name", "n"),
        ("title", "Number"),
        ("constraints", {"required": True, "minimum": 0}),
        ("example", "3"),
    ]
    assert expanded_field(field, "b", shared)["title"] == "N"


def test_the_command_runs(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "schemas"))
    events = folder / "tables" / "events.json"
    whole = events.read_text(encoding="utf-8")
    events.write_text(whole.replace('"Earliest day"', '"First day"'), encoding="utf-8")
    command = [sys.executable, "-m", "schemas"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert run.stdout == "tables/events.json changed\n"
    assert events.read_text(encoding="utf-8") == whole
