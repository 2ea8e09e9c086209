"""What frictionless reports of the descriptor and of the CSV files."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

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


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as pool:
        yield pool


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


# Table, row from 1, column, and the text written into that cell: one of each that the schemas do not allow.
PLANTED = [
    ("events", 1, "modality", "dreamt", 'constraint "enum"'),
    ("events", 2, "title", "", 'constraint "required"'),
    ("events", 3, "title", "x" * 121, 'constraint "maxLength"'),
    ("events", 3, "date_start", "2025-13-01", 'type is "date/default"'),
    ("events", 4, "place_id", "atlantis", 'values "atlantis" not found in the lookup table "places"'),
    ("places", 1, "latitude", "91", 'constraint "maximum"'),
    ("places", 2, "geonames_id", "0", 'constraint "minimum"'),
    ("places", 1, "country_code", "cn", 'constraint "pattern"'),
    ("places", 1, "parent_id", "atlantis", 'values "atlantis" not found in the lookup table ""'),
    ("evidence", 2, "words_start", "three", 'type is "integer/default"'),
    ("evidence", 3, "source_id", "no-article", 'not found in the lookup table "sources"'),
    ("seizures", 1, "quantity", "43O", 'type is "number/default"'),
    ("case_outcomes", 1, "case_id", "no-case", 'not found in the lookup table "legal_cases"'),
]


@pytest.fixture
def wrong(files: dict[str, bytes], tmp_path: Path) -> Path:
    """Return a folder of files with all planted faults, a repeated row, and other bytes than the descriptor says."""
    changed = dict(files)
    for table in {table for table, *_ in PLANTED}:
        rows = list(csv.reader(io.StringIO(files[f"data/{table}.csv"].decode())))
        for _, row, column, text, _ in [plant for plant in PLANTED if plant[0] == table]:
            rows[row][rows[0].index(column)] = text
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([*rows, rows[-1], ["too-short"]])
        changed[f"data/{table}.csv"] = out.getvalue().encode()
    write(tmp_path, changed)
    return tmp_path


def test_tables_apart_have_the_errors_that_frictionless_has_for_all_at_once(
    wrong: Path, content: Mapping[str, Any], executor: Executor
) -> None:
    by_table, others = frictionless_faults(wrong, content, executor)
    bare = Package.from_descriptor(dict(content), basepath=str(wrong)).validate()
    assert {task.name: [error.message for error in task.errors] for task in bare.tasks} == {
        table: [fault.seen for fault in faults] for table, faults in by_table.items()
    }
    assert (by_table, others) == frictionless_faults(wrong, content)
    for table, _, _, _, message in PLANTED:
        assert any(message in fault.seen for fault in by_table[table]), message
        assert {f"{table}.hash-count", f"{table}.byte-count"} <= {fault.subject for fault in by_table[table]}
        assert any("the same as in the row at position" in fault.seen for fault in by_table[table])
    assert list(by_table) == [resource["name"] for resource in content["resources"]]


def test_tables_apart_have_the_errors_of_the_descriptor(
    files: dict[str, bytes], content: dict[str, Any], tmp_path: Path, executor: Executor
) -> None:
    write(tmp_path, files)
    content["resources"][0]["schema"]["primaryKey"] = ["no_such_column"]
    by_table, others = frictionless_faults(tmp_path, content, executor)
    assert by_table == {}
    assert others
    assert others == frictionless_faults(tmp_path, content)[1]
