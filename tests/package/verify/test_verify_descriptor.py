"""What of a descriptor `verify` relies on: each part made odd is named, and no table is checked by what is left."""

import copy
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


def in_schema(change: Callable[[Part], Any]) -> Callable[[Part], None]:
    """Return a change of the schema of `seizures`."""

    def changed(descriptor: Part) -> None:
        schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
        change(schemas["seizures"])

    return changed


def in_first(change: Callable[[Part], Any]) -> Callable[[Part], None]:
    """Return a change of the first resource, `timeline`."""
    return lambda descriptor: change(descriptor["resources"][0])


ODD: dict[str, tuple[Callable[[Part], Any], str]] = {
    "version": (lambda one: one.update(version="0.1"), "version is '0.1'"),
    "created": (lambda one: one.update(created="2026-11-22"), "created is '2026-11-22'"),
    "no fingerprint": (lambda one: one.pop("fingerprint"), "fingerprint is None"),
    "no resources": (lambda one: one.update(resources=[]), "resources: expected a list"),
    "a resource": (lambda one: one["resources"].insert(0, 5), "resources[0] is a int, expected an object"),
    "too many": (lambda one: one.update(resources=one["resources"] * 9), "resources: expected a list of 1 to 100"),
    "path": (in_first(lambda one: one.update(path="../x")), "resources[0].path is '../x'"),
    "a folder": (in_first(lambda one: one.update(path="data/..")), "resources[0].path is 'data/..'"),
    "hash": (in_first(lambda one: one.update(hash="sha1:0")), "resources[0].hash is 'sha1:0'"),
    "name": (in_first(lambda one: one.update(name="actors-parquet")), "resources[0].name is 'actors-parquet'"),
    "rows": (in_first(lambda one: one.update(rows=True)), "resources[0].rows is True"),
    "fewer rows": (in_first(lambda one: one.update(rows=-1)), "resources[0].rows is -1"),
    "bytes": (in_first(lambda one: one.pop("bytes")), "resources[0].bytes is None"),
    "no schema": (in_first(lambda one: one.pop("schema")), "resources[0].schema.fields: expected"),
    "no fields": (in_first(lambda one: one["schema"].update(fields=[])), "resources[0].schema.fields: expected"),
    "a field": (in_first(lambda one: one["schema"].update(fields=["x"])), "schema.fields[0] is a str"),
    "a name": (in_first(lambda one: one["schema"]["fields"][0].update(name="a b")), "fields[0].name is 'a b'"),
    "a type": (in_first(lambda one: one["schema"]["fields"][0].update(type="text")), "fields[0].type is 'text'"),
    "constraints": (in_first(lambda one: one["schema"]["fields"][0].update(constraints=[])), "expected an object"),
    "twice": (lambda one: one["resources"].append(one["resources"][0]), "timeline is there twice"),
    "a column twice": (in_schema(lambda schema: schema["fields"].append(schema["fields"][0])), "is there twice"),
    "no Parquet": (in_first(lambda one: one.pop("parquet")), "resources[0].parquet is a NoneType"),
    "Parquet path": (in_first(lambda one: one["parquet"].update(path="/x")), "resources[0].parquet.path is '/x'"),
    "Parquet bytes": (in_first(lambda one: one["parquet"].update(bytes="9")), "resources[0].parquet.bytes is '9'"),
    "no primary key": (in_schema(lambda schema: schema.pop("primaryKey")), "primaryKey: expected a list of columns"),
    "primary key": (in_schema(lambda schema: schema.update(primaryKey=["no"])), "primaryKey: expected"),
    "odd key": (in_schema(lambda schema: schema.update(primaryKey=[["no"]])), "primaryKey: expected"),
    "empty key": (in_schema(lambda schema: schema.update(primaryKey=[])), "primaryKey: expected"),
}


def test_the_descriptor_of_this_checkout() -> None:
    assert _descriptor.fault(SOUND) is None


@pytest.mark.parametrize("odd", ODD)
def test_each_part_made_odd(odd: str) -> None:
    descriptor = copy.deepcopy(SOUND)
    change, said = ODD[odd]
    change(descriptor)
    assert said in (_descriptor.fault(descriptor) or "")


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '"x"', "null", "[" * 100_000, "\ufeff{}"])
def test_what_is_no_descriptor_at_all(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|expected an object|not JSON|BOM"):
        _descriptor.parsed(text.encode())


@pytest.mark.parametrize("name", ["pattern", "foreignKeys", "uniqueKeys", "categories"])
def test_what_is_not_read_may_be_odd(name: str) -> None:
    descriptor = copy.deepcopy(SOUND)
    descriptor["resources"][0]["schema"][name] = descriptor["resources"][0]["schema"]["fields"][0][name] = "("
    assert _descriptor.fault(descriptor) is None


def test_a_descriptor_that_is_missing_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published = copies.published(tmp_path)
    monkeypatch.setattr(_verify, "data_root", lambda: published)
    damaged = Path(shutil.copytree(published, tmp_path / "copy"))
    (damaged / "datapackage.json").unlink()
    assert verify(damaged).faults == ["datapackage.json: missing"]
