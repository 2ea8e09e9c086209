"""What of a descriptor `verify` relies on: each part made odd is named, and no table is checked by what is left."""

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _descriptor, _verify
from counternarcotics._verify import verify
from tests.support import verified_copies as copies
from tests.support.built import BUILT

SOUND = copies.load(BUILT)
Part = dict[str, Any]


def read(folder: Path, descriptor: Any) -> list[str]:
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return _descriptor.read(folder)[1]


def in_schema(change: Callable[[Part], Any]) -> Callable[[Part], None]:
    """Return a change of the schema of `seizures`."""

    def changed(descriptor: Part) -> None:
        schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
        change(schemas["seizures"])

    return changed


def in_first(change: Callable[[Part], Any]) -> Callable[[Part], None]:
    """Return a change of the first resource, `actors`."""
    return lambda descriptor: change(descriptor["resources"][0])


def constraints(**changed: Any) -> Callable[[Part], None]:
    """Return other constraints for the column `quantity` of `seizures`, which is a number."""
    return in_schema(
        lambda schema: next(f for f in schema["fields"] if f["name"] == "quantity").update(constraints=changed)
    )


def key(fields: Any, resource: Any, others: Any) -> Callable[[Part], None]:
    """Return one foreign key in place of those of `seizures`."""
    reference = {"resource": resource, "fields": others}
    return in_schema(lambda schema: schema.update(foreignKeys=[{"fields": fields, "reference": reference}]))


FOREIGN = "the schema of seizures: foreignKeys: "
ODD: dict[str, tuple[Callable[[Part], Any], str]] = {
    "version": (lambda one: one.update(version="0.1"), "version: '0.1'"),
    "created": (lambda one: one.update(created="2026-11-22"), "created: '2026-11-22'"),
    "no fingerprint": (lambda one: one.pop("fingerprint"), "fingerprint: None"),
    "no resources": (lambda one: one.update(resources=[]), "resources: expected a list"),
    "one resource": (lambda one: one["resources"].append(5), "resources: expected a list"),
    "path": (in_first(lambda one: one.update(path="../x")), "resources[0].path: '../x'"),
    "hash": (in_first(lambda one: one.update(hash="sha1:0")), "resources[0].hash: 'sha1:0'"),
    "name": (in_first(lambda one: one.update(name="actors-parquet")), "resources[0].name: 'actors-parquet'"),
    "format": (in_first(lambda one: one.update(format="xls")), "resources[0].format: 'xls'"),
    "rows": (in_first(lambda one: one.update(rows=True)), "resources[0].rows: True"),
    "bytes": (in_first(lambda one: one.pop("bytes")), "resources[0].bytes: None"),
    "no schema": (in_first(lambda one: one.pop("schema")), "resources[0].schema: expected"),
    "no fields": (in_first(lambda one: one["schema"].update(fields=[])), "resources[0].schema: expected"),
    "a field": (in_first(lambda one: one["schema"].update(fields=["x"])), "resources[0].schema: expected"),
    "a name": (in_first(lambda one: one["schema"]["fields"][0].update(name="a b")), "fields[0].name: 'a b'"),
    "a type": (in_first(lambda one: one["schema"]["fields"][0].update(type="text")), "fields[0].type: 'text'"),
    "constraints": (in_first(lambda one: one["schema"]["fields"][0].update(constraints=[])), "expected an object"),
    "a rule": (constraints(atLeast=1), "the unknown rule 'atLeast'"),
    "a limit": (constraints(minimum="0"), "constraints.minimum: '0' is not a value"),
    "a truth": (constraints(required=1), "constraints.required: 1 is not a value"),
    "a text rule": (constraints(pattern="x"), "constraints.pattern: a column of type number cannot have this rule"),
    "codes": (
        in_schema(lambda schema: schema["fields"][0].update(constraints={"enum": [1]})),
        "enum: [1] is not a value",
    ),
    "a pattern": (
        in_schema(lambda schema: schema["fields"][0].update(constraints={"pattern": "("})),
        "constraints.pattern: ",
    ),
    "twice": (lambda one: one["resources"].append(one["resources"][0]), "the resource actors is there twice"),
    "a column twice": (
        in_schema(lambda schema: schema["fields"].append(schema["fields"][0])),
        "the table seizures has a column twice",
    ),
    "no Parquet": (in_first(lambda one: one.pop("parquet")), "resources[0].parquet: None"),
    "Parquet path": (in_first(lambda one: one["parquet"].update(path="/x")), "resources[0].parquet.path: '/x'"),
    "Parquet hash": (in_first(lambda one: one["parquet"].pop("hash")), "resources[0].parquet.hash: None"),
    "Parquet bytes": (in_first(lambda one: one["parquet"].update(bytes="9")), "resources[0].parquet.bytes: '9'"),
    "no primary key": (in_schema(lambda schema: schema.pop("primaryKey")), "primaryKey: None"),
    "primary key": (
        in_schema(lambda schema: schema.update(primaryKey=["seizure_id", "no"])),
        "primaryKey: ['seizure_id', 'no']",
    ),
    "empty key": (in_schema(lambda schema: schema.update(primaryKey=[])), "primaryKey: []"),
    "unique keys": (in_schema(lambda schema: schema.update(uniqueKeys=[["no"]])), "uniqueKeys: [['no']]"),
    "unique text": (in_schema(lambda schema: schema.update(uniqueKeys="event_id")), "uniqueKeys: 'event_id'"),
    "foreign text": (in_schema(lambda schema: schema.update(foreignKeys="x")), FOREIGN),
    "foreign column": (key(["no"], "events", ["event_id"]), FOREIGN),
    "other column": (key(["event_id"], "events", ["no"]), FOREIGN),
    "other table": (key(["event_id"], "no", ["event_id"]), FOREIGN),
    "other number": (key(["event_id"], "events", ["event_id", "title"]), FOREIGN),
    "own column": (key(["event_id"], "", ["country_code"]), FOREIGN),
}


def test_the_descriptor_of_this_checkout(tmp_path: Path) -> None:
    assert read(tmp_path, SOUND) == []


@pytest.mark.parametrize("odd", ODD)
def test_each_part_made_odd(tmp_path: Path, odd: str) -> None:
    descriptor = copy.deepcopy(SOUND)
    change, told = ODD[odd]
    change(descriptor)
    faults = read(tmp_path, descriptor)
    assert any(told in fault for fault in faults), faults
    assert all(
        fault.startswith("datapackage.json: ") and fault.endswith("; no table can be checked") for fault in faults
    )


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '"x"', "null", "[" * 100_000, "\ufeff{}"])
def test_what_is_no_descriptor_at_all(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    descriptor, faults = _descriptor.read(tmp_path)
    assert descriptor is None
    assert len(faults) == 1


def test_many_faults_of_a_descriptor_are_told_in_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = copies.published(tmp_path)
    monkeypatch.setattr(_verify, "data_root", lambda: published)
    damaged = Path(shutil.copytree(published, tmp_path / "copy"))
    descriptor = copies.load(damaged)
    for one in descriptor["resources"]:
        one["schema"]["fields"][0]["type"] = "text"
    copies.save(damaged, descriptor)
    faults = next(check.faults for check in verify(damaged).checks if check.name == "tables, by fingerprint")
    number = len(_descriptor.read(damaged)[1]) - 5
    assert number > len(descriptor["resources"])  # a rule that the new type cannot have is a fault as well
    assert len(faults) == 6
    assert faults[-1] == f"datapackage.json: {number} more faults; no table can be checked"
    assert "".join(faults).count("no table can be checked") == 1


@pytest.mark.parametrize("missing", [True, False])
def test_a_descriptor_that_cannot_be_read_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: bool
) -> None:
    published = copies.published(tmp_path)
    monkeypatch.setattr(_verify, "data_root", lambda: published)
    damaged = Path(shutil.copytree(published, tmp_path / "copy"))
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == damaged / "datapackage.json":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    if missing:
        (damaged / "datapackage.json").unlink()
    else:
        monkeypatch.setattr(Path, "read_bytes", refuse)
    told = "missing" if missing else "it cannot be read (Permission denied)"
    assert verify(damaged).faults == [f"datapackage.json: {told}"]


def test_no_descriptor_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    assert "missing" in _descriptor.read(tmp_path)[1][0]
    (tmp_path / "datapackage.json").mkdir()
    assert "cannot be read" in _descriptor.read(tmp_path)[1][0]
