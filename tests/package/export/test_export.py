"""Exports: every format is complete, true to the tables, the same bytes everywhere, and never half-written."""

import ast
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from counternarcotics import _package
from counternarcotics._errors import UsageError
from counternarcotics._export import export, format_names
from counternarcotics._export.about import HOW_TO_READ, facts
from counternarcotics._package import DataPackage
from counternarcotics._shared.arrow import arrow_schema
from counternarcotics._support import long_table
from counternarcotics._verify import verify
from tests.support.built import BUILT

PACKAGE = _package.at(BUILT)
COMPANIONS = ["README.md", "codebook.csv", "CITATION.cff", "LICENSE-DATA", "RIGHTS.md", "SHA256SUMS"]
SIDE_FILES = [
    *("CITATION.cff", "LICENSE-DATA", "RIGHTS.md", "CHANGELOG.md", "releases.json"),
    *("croissant.json", "datapackage.json"),
]
TABLE_FORMATS = ("csv", "parquet", "jsonl")
FORMATS = ("annotations", "csv", "jsonl", "parquet", "sqlite", "xlsx", "zip")
"""The formats that users are promised; `format_names` finds them in the folder of the formats."""


def entry(format: str) -> str:
    """Return the name of the entry that an export makes."""
    return (
        f"counternarcotics-{PACKAGE.version}.zip" if format == "zip" else f"counternarcotics-{PACKAGE.version}-{format}"
    )


def copied(folder: Path) -> DataPackage:
    """Return a copy of the package, as a download has it."""
    shutil.copytree(BUILT / "data", folder / "data")
    for name in SIDE_FILES:
        shutil.copy(BUILT / name, folder / name)
    return _package.at(folder)


def small(folder: Path, columns: Mapping[str, tuple[str, list[Any]]], **more: Any) -> DataPackage:
    """Return a package with the table `things`, whose columns have a type and values each, and no evidence.

    The schema of `things` has the properties of `more` besides.
    """
    told = {"name": "things", "title": "Things", "description": "Things."}
    fields = [
        {"name": name, "title": name, "type": kind, "description": f"The {name}.", "origin": "assigned"}
        for name, (kind, _) in columns.items()
    ]
    schema = {**told, "primaryKey": [fields[0]["name"]], "fields": fields, **more}
    files = {"path": "data/things.csv", "parquet": {"path": "data/things.parquet"}}
    resource = {**told, **files, "schema": schema, "rows": 1}
    made = copied(folder)
    values = {name: cells for name, (_, cells) in columns.items()}
    pq.write_table(pa.table(values, schema=arrow_schema(schema)), folder / "data" / "things.parquet")
    pq.write_table(made.read("evidence").slice(0, 0), folder / "data" / "evidence.parquet")
    return DataPackage(folder, {**made.descriptor, "resources": [resource, made.resource("evidence")]})


def contents(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def run(code: str, *arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run Python code with the package on its path."""
    start = f"import sys; sys.path.insert(0, {str(BUILT / 'src')!r})\n"
    command = [sys.executable, "-c", start + code, *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", **options)


def test_the_formats_are_the_files_of_a_folder() -> None:
    assert format_names() == list(FORMATS)


ADDED = """
from counternarcotics._export.format import Format

def write(package, support, folder):
    for table in package.tables:
        (folder / f"{table}.txt").write_text(str(package.read(table).num_rows))

FORMAT = Format("Each table is the number of its rows.", write, loading={"R": "readLines('seizures.txt')"})
"""


def test_a_format_is_added_by_adding_one_file(tmp_path: Path) -> None:
    src = Path(shutil.copytree(BUILT, tmp_path / "checkout")) / "src"
    (src / "counternarcotics" / "_export" / "formats" / "txt.py").write_text(ADDED, encoding="utf-8")
    command = [sys.executable, "-m", "counternarcotics", "export", "--format", "txt", str(tmp_path)]
    done = subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(src)}
    )
    made = tmp_path / f"counternarcotics-{PACKAGE.version}-txt"
    assert (done.stdout, done.stderr) == (f"{made}\n", "")
    assert sorted(contents(made)) == sorted([*COMPANIONS, *(f"{table}.txt" for table in PACKAGE.tables)])
    assert "Each table is the number of its rows." in (made / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_one_new_entry(format: str, tmp_path: Path) -> None:
    folder = tmp_path / "à côté" / "of it"
    made = export(PACKAGE, format, folder)
    assert made == folder / entry(format)
    assert list(folder.iterdir()) == [made]


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "zip"])
def test_every_export_explains_and_proves_itself(format: str, tmp_path: Path) -> None:
    made = contents(export(PACKAGE, format, tmp_path))
    kind = "csv" if format == "annotations" else format
    tables = [f"{name}.{kind}" for name in (*PACKAGE.tables, "support")]
    files = tables if kind in TABLE_FORMATS else [f"counternarcotics.{format}"]
    files += ["annotations.jsonld"] if format == "annotations" else []
    assert sorted(made) == sorted([*COMPANIONS, *files])
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in made.items() if name != "SHA256SUMS"}
    assert made["SHA256SUMS"].decode() == "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_csv_and_parquet_are_the_published_files(kind: str, tmp_path: Path) -> None:
    made = export(PACKAGE, kind, tmp_path)
    for table in PACKAGE.tables:
        assert (made / f"{table}.{kind}").read_bytes() == PACKAGE.path(table, kind).read_bytes()


def test_json_lines_hold_every_value_with_its_type(tmp_path: Path) -> None:
    made = export(PACKAGE, "jsonl", tmp_path)
    for table in PACKAGE.tables:
        text = (made / f"{table}.jsonl").read_text(encoding="utf-8")
        assert text.endswith("\n")
        rows = [json.loads(line) for line in text.removesuffix("\n").split("\n")]
        expected = [
            {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
            for row in PACKAGE.read(table).to_pylist()
        ]
        assert rows == expected
        assert [[type(value) for value in row.values()] for row in rows] == [
            [type(value) for value in row.values()] for row in expected
        ]


def test_json_lines_keep_what_other_forms_lose(tmp_path: Path) -> None:
    columns: dict[str, tuple[str, list[Any]]] = {
        "id": ("string", ["NA", "“é”\u2028"]),
        "sure": ("boolean", [True, None]),
        "n": ("integer", [2**53 + 1, 0]),
    }
    made = export(small(tmp_path / "package", columns), "jsonl", tmp_path)
    assert (made / "things.jsonl").read_bytes().decode("utf-8") == (
        '{"id": "NA", "sure": true, "n": 9007199254740993}\n{"id": "“é”\u2028", "sure": null, "n": 0}\n'
    )


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "zip"])
def test_the_readme_says_what_this_is_and_how_to_read_it(format: str, tmp_path: Path) -> None:
    made = export(PACKAGE, format, tmp_path)
    for name in ("CITATION.cff", "LICENSE-DATA", "RIGHTS.md"):
        assert (made / name).read_bytes() == (BUILT / name).read_bytes()
    readme = (made / "README.md").read_text(encoding="utf-8")
    citation = json.loads((BUILT / "data" / "citations.json").read_bytes())["dataset"]["apa"]
    version = f"Version {PACKAGE.version} of {PACKAGE.descriptor['created'][:10]}. "
    said = [PACKAGE.descriptor["title"], version, f"Fingerprint: `{PACKAGE.descriptor['fingerprint']}`", citation]
    said += [*HOW_TO_READ.values(), "`sha256sum -c SHA256SUMS`", "`counternarcotics verify .`"]
    said += [f"| `{table}` | {PACKAGE.read(table).num_rows} |" for table in PACKAGE.tables]
    assert [text for text in said if text not in readme] == []
    tables = re.findall(r"^\| `(\w+)` \|", readme, re.M)
    assert tables[:4] == ["timeline", "seizures", "controlled_substances", "legal_cases"]
    assert sorted(tables) == sorted(PACKAGE.tables)


@pytest.mark.parametrize(("format", "for_excel"), [("csv", True), *((format, False) for format in FORMATS)])
def test_verify_finds_an_export_sound_until_a_byte_changes(format: str, for_excel: bool, tmp_path: Path) -> None:
    made = export(PACKAGE, format, tmp_path, for_excel=for_excel)
    report = verify(made)
    assert (report.passed, report.sound) == (True, format in ("annotations", "csv", "parquet", "zip"))
    file = made if made.is_file() else made / "RIGHTS.md"
    file.write_bytes(file.read_bytes().replace(b"# Rights", b"# Wrongs", 1))
    assert not verify(made).passed


def test_the_codes_that_the_readme_explains_exist() -> None:
    codes = {
        field["name"]: field["constraints"]["enum"]
        for table in ("events", "figures", "seizures")
        for field in PACKAGE.schema(table)["fields"]
        if "enum" in field.get("constraints", {})
    }
    assert all(f"{code}:" in HOW_TO_READ["scope"] for code in codes["scope"])
    assert {"deed"} < set(codes["act"])
    assert {"occurred", "announced", "alleged"} < set(codes["modality"])
    assert "more_than" in codes["quantity_qualifier"]


@pytest.mark.parametrize("format", TABLE_FORMATS)
def test_hugging_face_finds_the_file_of_each_table(format: str, tmp_path: Path) -> None:
    made = export(PACKAGE, format, tmp_path)
    card_of(made, f"{{}}.{format}")


def card_of(made: Path, file: str) -> None:
    """Assert that the card has a configuration for each table, the timeline first, and that each file is there."""
    _, head, _ = (made / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    card = yaml.safe_load(head)
    first, *others = card["configs"]
    assert card["license"] == "cc-by-4.0"
    assert first == {"config_name": "timeline", "data_files": file.format("timeline"), "default": True}
    assert all(config["data_files"] == file.format(config["config_name"]) for config in others)
    assert sorted(config["config_name"] for config in card["configs"]) == sorted(PACKAGE.tables)
    assert all((made / config["data_files"]).is_file() for config in card["configs"])


def test_what_an_export_says_of_the_dataset_is_what_the_package_says() -> None:
    said, descriptor = facts(PACKAGE), PACKAGE.descriptor
    assert all(said[name] == descriptor[name] for name in ("title", "description", "version", "fingerprint"))
    assert said["date"] == descriptor["created"][:10]
    assert said["licence"].startswith("Creative Commons Attribution 4.0 International (CC-BY-4.0), https://")
    columns = {field["name"] for table in PACKAGE.tables for field in PACKAGE.schema(table)["fields"]}
    assert {"quote", "words", "title"} <= columns
    assert "columns quote and words and the titles of articles" in said["rights"]


def test_the_codebook_has_every_table_column_and_code(tmp_path: Path) -> None:
    with (export(PACKAGE, "csv", tmp_path) / "codebook.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == ["table", "column", "code", "title", "definition", "type", "origin", "required", "example"]
    assert lines[0]["table"] == "timeline"
    by_place = {(line["table"], line["column"], line["code"]): line for line in lines}
    assert len(by_place) == len(lines)
    expected: dict[tuple[str, str, str], list[str]] = {}
    for table in PACKAGE.tables:
        schema = PACKAGE.schema(table)
        expected[table, "", ""] = [schema["title"], schema["description"], "", "", "", ""]
        for field in schema["fields"]:
            required = "yes" if field.get("constraints", {}).get("required") else "no"
            expected[table, field["name"], ""] = [
                *(field[name] for name in ("title", "description", "type", "origin")),
                required,
                field.get("example", ""),
            ]
            for code in field.get("categories", []):
                expected[table, field["name"], code["value"]] = [code["label"], code["description"], "", "", "", ""]
    assert {place: list(line.values())[3:] for place, line in by_place.items()} == expected


@pytest.mark.parametrize("format", TABLE_FORMATS)
def test_the_verdict_of_each_cell_goes_with_the_tables(format: str, tmp_path: Path) -> None:
    file = export(PACKAGE, format, tmp_path) / f"support.{format}"
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {
        "csv": pl.read_csv,
        "parquet": pl.read_parquet,
        "jsonl": pl.read_ndjson,
    }
    assert readers[format](file).to_dicts() == long_table(PACKAGE).to_pylist()


def loaded(code: str) -> list[Any]:
    """Run the statements of a README one by one and return what each makes of the seizures."""
    names: dict[str, Any] = {}
    frames = []
    for statement in ast.parse(code).body:
        exec(ast.unparse(statement), names)
        frames += [names.pop("seizures")] if "seizures" in names else []
    return frames


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "zip"])
def test_what_the_readme_says_of_loading_holds(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(export(PACKAGE, format, tmp_path))
    blocks = re.findall(r"^```python\n(.*?)^```$", Path("README.md").read_text("utf-8"), re.M | re.S)
    seizures = PACKAGE.read("seizures").to_pylist()
    frames = [frame for block in blocks for frame in loaded(block)]
    assert [type(frame) for frame in frames] == [pd.DataFrame, pl.DataFrame][: len(blocks)]
    assert frames
    for column in ("seizure_id", "date", "quantity", "unit", "quote"):
        assert all(list(frame[column]) == [row[column] for row in seizures] for frame in frames)


@pytest.mark.parametrize("format", FORMATS)
def test_the_installed_and_the_downloaded_package_give_the_same(format: str, tmp_path: Path) -> None:
    archive = export(PACKAGE, "zip", tmp_path)
    export(PACKAGE, format, tmp_path / "a")
    with ZipFile(archive) as opened:
        opened.extractall(tmp_path / "unpacked")
    export(_package.at(tmp_path / "unpacked"), format, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "csv"])
def test_only_csv_has_a_variant_for_spreadsheets(format: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"use it with --format csv, not with {format}"):
        export(PACKAGE, format, tmp_path, for_excel=True)


EXPORT = """
import os, sys
from pathlib import Path
from counternarcotics import _package
from counternarcotics._export import export, format_names
os.umask(int(sys.argv[3], 8))
for format in format_names():
    export(_package.at(Path(sys.argv[1])), format, Path(sys.argv[2]))
export(_package.at(Path(sys.argv[1])), "csv", Path(sys.argv[2]), for_excel=True)
"""


def test_the_bytes_are_the_same_everywhere(tmp_path: Path) -> None:
    here = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"}
    there = {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"}
    for name, settings, mask in (("a", here, "000"), ("b", there, "077")):
        done = run(EXPORT, BUILT, tmp_path / name, mask, env={**os.environ, **settings})
        assert (done.stdout, done.stderr) == ("", "")
    made = contents(tmp_path / "a")
    assert {name.partition("/")[0] for name in made} == {*map(entry, FORMATS), f"{entry('csv')}-for-excel"}
    assert made == contents(tmp_path / "b")


def test_naming_the_formats_costs_nothing() -> None:
    code = """
import counternarcotics._export
counternarcotics._export.format_names()
print(sorted({"pandas", "pyarrow", "sqlite3", "xlsxwriter"} & set(sys.modules)))
"""
    assert run(code).stdout == "[]\n"
