"""The files that users get: their form, their checksums, the descriptor and the comparison with what is there."""

import csv
import hashlib
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from counternarcotics._shared.fingerprint import dataset_fingerprint, table_fingerprint
from pipeline.assemble.tables import cell_texts
from pipeline.faults import CannotBuild
from pipeline.read.project import companions, read_project
from pipeline.release import compare
from pipeline.write.descriptor import LINE
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


def test_every_table_is_there_in_both_forms(made: Made, files: dict[str, bytes]) -> None:
    tables = {f"data/{name}.{form}" for name in made.tables for form in ("csv", "parquet")}
    beside = {"CITATION.cff", "croissant.json", "datapackage.json", "docs/codebook.md"}
    assert files.keys() == tables | {"data/SHA256SUMS", "data/citations.json", "data/datacite.json"} | beside


def test_csv_form(made: Made, files: dict[str, bytes]) -> None:
    for name, table in made.tables.items():
        content = files[f"data/{name}.csv"]
        assert b"\r" not in content
        assert not content.startswith("\ufeff".encode())
        assert content.endswith(b"\n")
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert rows == cell_texts(table, made.schemas.table(name))


def test_the_text_na_and_the_empty_cell(files: dict[str, bytes]) -> None:
    rows = {row["place_id"]: row for row in csv.DictReader(io.StringIO(files["data/places.csv"].decode()))}
    assert (rows["yantian"]["note"], rows["china-country"]["note"]) == ("NA", "")
    assert b'""' not in files["data/places.csv"]


def test_parquet_is_the_table(made: Made, files: dict[str, bytes], tmp_path: Path) -> None:
    write(tmp_path, files)
    for name, table in made.tables.items():
        assert pq.ParquetFile(tmp_path / f"data/{name}.parquet").read().equals(table)
        assert pd.__version__.encode() not in files[f"data/{name}.parquet"]


def test_whole_numbers_with_gaps_stay_whole_without_our_loader(files: dict[str, bytes], tmp_path: Path) -> None:
    write(tmp_path, files)
    places = pd.read_parquet(tmp_path / "data/places.parquet").set_index("place_id")
    assert str(places["geonames_id"].dtype) == "Int64"
    assert places["geonames_id"].isna().to_dict() == {"china-country": True, "yantian": False}


def test_a_day_is_a_day_without_our_loader(files: dict[str, bytes], tmp_path: Path) -> None:
    write(tmp_path, files)
    days = pd.read_parquet(tmp_path / "data/events.parquet")["date_start"]
    assert {type(day) for day in days} == {date}


def test_checksums_name_all_that_a_copy_carries(made: Made, files: dict[str, bytes]) -> None:
    lines = files["data/SHA256SUMS"].decode().splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    due = {**companions(made.root), **files}
    del due["data/SHA256SUMS"], due["docs/codebook.md"]
    names = {path: path.removeprefix("data/") if path.startswith("data/") else f"../{path}" for path in due}
    assert sums == {names[path]: hashlib.sha256(content).hexdigest() for path, content in due.items()}
    assert list(sums) == sorted(sums)


def test_descriptor(made: Made, files: dict[str, bytes], content: dict[str, Any]) -> None:
    project = read_project(made.root)
    assert (content["name"], content["version"]) == (project["name"], project["version"])
    assert content["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert content["sources"] == [{"title": "Police seize cocaine (Harbour Post)"}, {"title": "Talks held"}]
    names = [resource["name"] for resource in content["resources"]]
    assert names[:4] == ["timeline", "seizures", "controlled_substances", "legal_cases"]
    assert names[4:] == [table for table in made.tables if table not in names[:4]]
    for resource in content["resources"]:
        paths = [f"data/{resource['name']}.{form}" for form in ("csv", "parquet")]
        for file, path in zip((resource, resource["parquet"]), paths, strict=True):
            assert file["path"] == path
            assert file["hash"] == "sha256:" + hashlib.sha256(files[path]).hexdigest()
            assert file["bytes"] == len(files[path])


def test_the_descriptor_can_be_read_by_people(files: dict[str, bytes], content: dict[str, Any]) -> None:
    text = files["datapackage.json"].decode()
    long = [line for line in text.splitlines() if len(line) > LINE]
    assert all(re.fullmatch(r' *("\w+": )?"(\\.|[^"\\])*",?', line) for line in long)  # one text, which is not divided
    assert sum(line == '   "schema": {' for line in text.splitlines()) == len(content["resources"])
    assert len(text.splitlines()) < len(json.dumps(content, indent=1).splitlines())


def test_descriptor_writes_the_codes_out_and_explains_those_of_rows(made: Made, content: dict[str, Any]) -> None:
    events = next(part["schema"] for part in content["resources"] if part["name"] == "events")
    field = next(field for field in events["fields"] if field["name"] == "scope")
    codes = made.schemas.vocabularies["scopes"].codes
    assert field["constraints"]["enum"] == [code.code for code in codes]
    assert field["constraints"]["required"]
    held = set(made.tables["events"]["scope"].to_pylist())
    assert [tuple(category.values()) for category in field["categories"]] == [
        (code.code, code.label, code.definition) for code in codes if code.code in held
    ]
    assert (field["origin"], field["vocabulary"]) == ("coded", "scopes")


def test_a_register_is_a_pattern(content: dict[str, Any]) -> None:
    actors = next(part["schema"] for part in content["resources"] if part["name"] == "actors")
    field = next(field for field in actors["fields"] if field["name"] == "country")
    assert field["constraints"] == {"pattern": "[A-Z]{2}"}
    assert {category["value"] for category in field["categories"]} == {"CN", "US"}


def test_differences_are_named_file_by_file(
    files: dict[str, bytes], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write(tmp_path, {**files, "data/README.md": b"Derived.\n"})
    built = write(tmp_path_factory.mktemp("built"), files)
    assert compare.differences(tmp_path, built) == []
    (tmp_path / "data/events.csv").write_bytes(files["data/events.csv"].replace(b"Talks held", b"Talks hold"))
    (tmp_path / "data/events.parquet").write_bytes(b"")
    (tmp_path / "data/places.csv").unlink()
    (tmp_path / "data/notes.csv").write_bytes(b"")
    seen = {str(fault.position): fault.seen for fault in compare.differences(tmp_path, built)}
    assert seen.keys() == {"data/events.csv", "data/events.parquet", "data/places.csv", "data/notes.csv"}
    assert seen["data/events.csv"].startswith('line 5 is "talks,Talks hold')
    assert seen["data/places.csv"] == "the file is missing"


@pytest.mark.parametrize(
    ("present", "built", "seen"),
    [
        (b"a\nb\n", b"a\nc\n", 'line 2 is "b", built "c"'),
        (b"a\n", b"a\nb\n", 'line 2 is "", built "b"'),
        (b"a\nb\nc\n", b"a\nb\n", 'line 3 is "c", built ""'),
        (b"a\nb", b"a\nb\n", 'line 3 is "", built ""'),
        (b"a\nb\n", b"a\nb", 'line 3 is "", built ""'),
        (b"", b"a\n", 'line 1 is "", built "a"'),
        (b"a", b"", 'line 1 is "a", built ""'),
        (b"a\r\n", b"a\n", 'line 1 is "a\r", built "a"'),
        (b"x" * 50 + b"a", b"x" * 50 + b"b", f'line 1 is "{"x" * 40}a", built "{"x" * 40}b"'),
        (b"\xff\n", b"a\n", 'line 1 is "\ufffd", built "a"'),
        (b"PAR1\n" * 3, b"PAR1\n\0\n" * 2, "the file differs (15 bytes, built 14)"),
        (b"a\n", b"a\n", 'line 3 is "", built ""'),
    ],
)
def test_the_first_difference_is_the_line_where_files_part(present: bytes, built: bytes, seen: str) -> None:
    assert compare.first_difference(io.BytesIO(present), io.BytesIO(built)) == seen


@pytest.mark.parametrize("text", ["", "[project]\nname = 1", "[project", '[project]\nname = "x"\nversion = "1"'])
def test_a_project_without_version_cannot_be_built(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("## 1, 2025-01-01\n", encoding="utf-8")
    with pytest.raises(CannotBuild, match=r"pyproject\.toml"):
        read_project(tmp_path)


@pytest.mark.parametrize("heading", ["## 0.1.0", "## 0.2.0, 2025-01-01", "## 0.1.0, 2025-02-30", "## 0.1.0, soon"])
def test_a_version_without_a_date_cannot_be_built(tmp_path: Path, heading: str) -> None:
    project = '[project]\nname = "x"\nversion = "0.1.0"\ndescription = "y"\n'
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n{heading}\n\n## 0.1.0, 2025-01-01\n", encoding="utf-8")
    with pytest.raises(CannotBuild, match=r"CHANGELOG\.md .*expected: ## 0\.1\.0, YYYY-MM-DD"):
        read_project(tmp_path)


def test_a_copy_without_its_rights_cannot_be_built(made: Made, tmp_path: Path) -> None:
    write(tmp_path, companions(made.root))
    assert companions(tmp_path) == companions(made.root)
    (tmp_path / "RIGHTS.md").unlink()
    with pytest.raises(CannotBuild, match=r"RIGHTS\.md is missing"):
        companions(tmp_path)


def test_fingerprints_and_rows_stand_at_each_table_and_the_whole(made: Made, content: dict[str, Any]) -> None:
    for resource in content["resources"]:
        table = made.tables[resource["name"]]
        assert resource["rows"] == len(table)
        assert resource["fingerprint"] == table_fingerprint(table, resource["schema"])
    by_table = {resource["name"]: resource["fingerprint"] for resource in content["resources"]}
    assert content["fingerprint"] == dataset_fingerprint(by_table)
    assert content["created"] == f"{read_project(made.root)['date']}T00:00:00Z"
