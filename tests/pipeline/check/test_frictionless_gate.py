"""What frictionless reports of the descriptor and of the CSV files."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.check.frictionless_gate import frictionless_faults
from pipeline.write.staged import write
from tests.support.example import Made, make, write_example
from tests.support.packaged import packaged_files


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


@pytest.fixture(scope="module")
def files(made: Made) -> dict[str, bytes]:
    return packaged_files(made.root, made.tables, made.schemas)


@pytest.fixture
def content(files: dict[str, bytes]) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads(files["datapackage.json"])
    return descriptor


def test_frictionless_looks_at_every_table(made: Made, files: dict[str, bytes], content: Any, tmp_path: Path) -> None:
    write(tmp_path, files)
    by_table, others = frictionless_faults(tmp_path, content)
    assert by_table == {name: [] for name in made.tables}
    assert others == []


def test_a_changed_byte_is_found(files: dict[str, bytes], content: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, {**files, "data/events.csv": files["data/events.csv"].replace(b"Talks held", b"Talks hold")})
    content["resources"] = [table for table in content["resources"] if table["name"] in ("events", "places")]
    by_table, _ = frictionless_faults(tmp_path, content)
    assert [(fault.kind, fault.subject) for fault in by_table["events"]] == [("table-invalid", "events.hash-count")]


def test_an_invalid_descriptor_is_a_fault(files: dict[str, bytes], content: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, files)
    content["resources"][0]["schema"]["fields"][0]["type"] = "colour"
    by_table, others = frictionless_faults(tmp_path, content)
    assert by_table == {}
    assert [str(fault.position) for fault in others] == ["datapackage.json"]
