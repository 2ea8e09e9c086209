"""Exports: every format is complete, true to the tables, the same bytes everywhere, and never half-written."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counternarcotics import _package
from counternarcotics._export import FORMATS, export
from counternarcotics._export.about import about
from counternarcotics._package import DataPackage
from counternarcotics._shared.arrow import arrow_schema
from tests.support.built import BUILT

PACKAGE = _package.at(BUILT)
COMPANIONS = ["README.md", "CITATION.cff", "LICENSE-DATA", "RIGHTS.md"]
SIDE_FILES = [*COMPANIONS[1:], "CHANGELOG.md", "releases.json", "datapackage.json"]
FILES = {
    **{kind: [*(f"{table}.{kind}" for table in PACKAGE.tables), *COMPANIONS] for kind in ("csv", "parquet", "jsonl")},
    "sqlite": ["counternarcotics.sqlite"],
    "xlsx": ["counternarcotics.xlsx"],
    "zip": [f"counternarcotics-{PACKAGE.version}.zip"],
}


def copied(folder: Path) -> DataPackage:
    """Return a copy of the package, as a download has it."""
    shutil.copytree(BUILT / "data", folder / "data")
    for name in SIDE_FILES:
        shutil.copy(BUILT / name, folder / name)
    return _package.at(folder)


def small(folder: Path, columns: Mapping[str, tuple[str, list[Any]]], **more: Any) -> DataPackage:
    """Return a package with the one table `things`, whose columns have a type and values each; `more` is its schema."""
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
    return DataPackage(folder, {**made.descriptor, "resources": [resource]})


def contents(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def run(code: str, *arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run Python code with the package on its path."""
    start = f"import sys; sys.path.insert(0, {str(BUILT / 'src')!r})\n"
    command = [sys.executable, "-c", start + code, *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", **options)


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_the_files_that_it_names_and_no_others(format: str, tmp_path: Path) -> None:
    folder = tmp_path / "à côté" / "of it"
    files = export(PACKAGE, format, folder)
    assert files == [folder / name for name in FILES[format]]
    assert sorted(folder.iterdir()) == sorted(files)
    assert all(file.stat().st_size for file in files)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_csv_and_parquet_are_the_published_files(kind: str, tmp_path: Path) -> None:
    export(PACKAGE, kind, tmp_path)
    for table in PACKAGE.tables:
        assert (tmp_path / f"{table}.{kind}").read_bytes() == PACKAGE.path(table, kind).read_bytes()


def test_json_lines_hold_every_value_with_its_type(tmp_path: Path) -> None:
    export(PACKAGE, "jsonl", tmp_path)
    for table in PACKAGE.tables:
        text = (tmp_path / f"{table}.jsonl").read_text(encoding="utf-8")
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
    export(small(tmp_path / "package", columns), "jsonl", tmp_path)
    assert (tmp_path / "things.jsonl").read_bytes().decode("utf-8") == (
        '{"id": "NA", "sure": true, "n": 9007199254740993}\n{"id": "“é”\u2028", "sure": null, "n": 0}\n'
    )


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_the_licence_and_the_citation_go_with_the_tables(kind: str, tmp_path: Path) -> None:
    export(PACKAGE, kind, tmp_path)
    for name in COMPANIONS[1:]:
        assert (tmp_path / name).read_bytes() == (BUILT / name).read_bytes()
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    citation = json.loads((BUILT / "data" / "citations.json").read_bytes())["dataset"]["apa"]
    version = f"Version {PACKAGE.version} of {PACKAGE.descriptor['created'][:10]}; "
    facts = [PACKAGE.descriptor["title"], version, f"is `{PACKAGE.descriptor['fingerprint']}`", citation]
    facts += [f"| `{table}` | {PACKAGE.read(table).num_rows} |" for table in PACKAGE.tables]
    assert [fact for fact in facts if fact not in readme] == []


def test_what_an_export_says_of_itself_is_what_the_package_says() -> None:
    said, facts = about(PACKAGE), PACKAGE.descriptor
    assert said["citation"] == json.loads((BUILT / "data" / "citations.json").read_bytes())["dataset"]["apa"]
    assert {"title", "description", "version", "date", "fingerprint", "licence", "rights"} == set(said) - {"citation"}
    assert all(said[name] == facts[name] for name in ("title", "description", "version", "fingerprint"))
    assert said["date"] == facts["created"][:10]
    assert said["licence"].startswith("Creative Commons Attribution 4.0 International (CC-BY-4.0), https://")
    columns = {field["name"] for table in PACKAGE.tables for field in PACKAGE.schema(table)["fields"]}
    assert {"quote", "words", "title"} <= columns
    assert "columns quote and words and the titles of articles" in said["rights"]


def loaded(code: str) -> list[Any]:
    """Run the statements of a README one by one and return what each makes of the seizures."""
    names: dict[str, Any] = {}
    frames = []
    for statement in ast.parse(code).body:
        exec(ast.unparse(statement), names)
        frames += [names.pop("seizures")] if "seizures" in names else []
    return frames


def test_what_the_readme_says_of_loading_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("csv", "parquet", "jsonl"):
        export(PACKAGE, kind, tmp_path)
    monkeypatch.chdir(tmp_path)
    by_pandas, by_polars = re.findall(r"^```python\n(.*?)^```$", Path("README.md").read_text("utf-8"), re.M | re.S)
    seizures = PACKAGE.read("seizures").to_pylist()
    pandas_frames, polars_frames = loaded(by_pandas), loaded(by_polars)
    assert len(pandas_frames) == len(polars_frames) == 3
    for column in ("seizure_id", "date", "quantity", "unit", "quote"):
        expected = [row[column] for row in seizures]
        for frame in (*pandas_frames, *polars_frames):
            assert isinstance(frame, pd.DataFrame | pl.DataFrame)
            assert list(frame[column]) == expected


def test_one_folder_takes_the_three_formats_and_the_same_export_again(tmp_path: Path) -> None:
    for _ in range(2):
        for kind in ("csv", "parquet", "jsonl"):
            assert export(PACKAGE, kind, tmp_path) == [tmp_path / name for name in FILES[kind]]
    assert len(contents(tmp_path)) == 3 * len(PACKAGE.tables) + len(COMPANIONS)


@pytest.mark.parametrize("format", FORMATS)
def test_the_installed_and_the_downloaded_package_give_the_same(format: str, tmp_path: Path) -> None:
    (archive,) = export(PACKAGE, "zip", tmp_path)
    export(PACKAGE, format, tmp_path / "a")
    with _package.opened(archive) as package:
        export(package, format, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


EXPORT = """
import os, sys
from pathlib import Path
from counternarcotics import _package
from counternarcotics._export import FORMATS, export
from counternarcotics._export.about import about
os.umask(int(sys.argv[3], 8))
for format in FORMATS:
    export(_package.at(Path(sys.argv[1])), format, Path(sys.argv[2]) / format)
print("pandas" in sys.modules)
"""


def test_the_bytes_are_the_same_everywhere_and_need_no_pandas(tmp_path: Path) -> None:
    here = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"}
    there = {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"}
    for name, settings, mask in (("a", here, "000"), ("b", there, "077")):
        done = run(EXPORT, BUILT, tmp_path / name, mask, env={**os.environ, **settings})
        assert (done.stdout, done.stderr) == ("False\n", "")
    made = contents(tmp_path / "a")
    assert len(made) == sum(map(len, FILES.values()))
    assert made == contents(tmp_path / "b")


def test_naming_the_formats_costs_nothing() -> None:
    code = "import sys, counternarcotics._export; print(sorted({'pandas', 'pyarrow', 'sqlite3'} & set(sys.modules)))"
    assert run(code).stdout == "[]\n"
