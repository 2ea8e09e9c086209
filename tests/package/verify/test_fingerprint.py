"""The fingerprint as ``docs/fingerprint.md`` specifies it: computed anew by other means, its example included."""

import datetime
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counternarcotics import _package
from counternarcotics._shared import fingerprint
from counternarcotics._shared.arrow import arrow_schema
from counternarcotics._shared.fingerprint import cell_text, dataset_fingerprint, table_fingerprint
from tests.support import ROOT
from tests.support.built import BUILT

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "name", "type": "string"},
        {"name": "arrests", "type": "integer"},
        {"name": "quantity", "type": "number"},
        {"name": "settled", "type": "boolean"},
        {"name": "day", "type": "date"},
    ]
}
PORTS: list[tuple[Any, ...]] = [
    ("Yantian port", 9, 430.0, True, datetime.date(2025, 11, 26)),
    ("NA", None, 1e-7, False, None),
]


def document() -> str:
    return (ROOT / "docs" / "fingerprint.md").read_text(encoding="utf-8")


def table(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Return rows as the table of the worked example."""
    schema = arrow_schema(SCHEMA)
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)


def test_the_worked_example() -> None:
    (lines,) = re.findall(r"^```text\n(name:.*?)^```$", document(), re.M | re.S)
    of_table, of_dataset = re.findall(r"^([0-9a-f]{64})  -$", document(), re.M)
    found = table_fingerprint(table(PORTS), SCHEMA)
    assert found == f"sha256:{of_table}"
    assert hashlib.sha256(lines.replace("→", "\t").encode()).hexdigest() == of_table
    assert dataset_fingerprint({"ports": found}) == f"sha256:{of_dataset}"
    rows = re.findall(r"^\| (Yantian port|NA) \| (\S*) ?\| (\S+) \| (\S+) \| (\S*) ?\|$", document(), re.M)
    written = [(name, int(a) if a else None, float(q), s == "true", d) for name, a, q, s, d in rows]
    assert written == [(*row[:4], row[4].isoformat() if row[4] else "") for row in PORTS]


CHANGED: list[Sequence[tuple[Any, ...]]] = [
    PORTS[:1],
    [*PORTS, PORTS[1]],
    [PORTS[0], ("", *PORTS[1][1:])],
    [PORTS[0], (None, *PORTS[1][1:])],
    [PORTS[0], ("NA", 0, *PORTS[1][2:])],
    [PORTS[0], ("NA", None, 1.0000000000000002e-7, *PORTS[1][3:])],
    [PORTS[0], ("NA", None, 1e-7, None, None)],
    [PORTS[0], ("NA", None, 1e-7, False, datetime.date(1, 1, 1))],
]


@pytest.mark.parametrize("rows", CHANGED, ids=range(len(CHANGED)))
def test_any_other_content_has_another_fingerprint(rows: Sequence[tuple[Any, ...]]) -> None:
    assert table_fingerprint(table(rows), SCHEMA) != table_fingerprint(table(PORTS), SCHEMA)


def test_the_order_of_rows_does_not_count_and_that_of_columns_does() -> None:
    assert table_fingerprint(table(PORTS[::-1]), SCHEMA) == table_fingerprint(table(PORTS), SCHEMA)
    turned = {"fields": SCHEMA["fields"][::-1]}
    assert table_fingerprint(table(PORTS), turned) != table_fingerprint(table(PORTS), SCHEMA)
    named = {"fields": [{**field, "type": "string"} for field in SCHEMA["fields"]]}
    assert table_fingerprint(table(PORTS), named) != table_fingerprint(table(PORTS), SCHEMA)


def test_rows_are_in_the_order_of_their_bytes() -> None:
    """U+FF5E is before U+1F6A2 in UTF-8 and behind it in UTF-16, capitals before small letters, U+0001 before a tab."""
    names = ["a", "B", "\uff5e", "\U0001f6a2", "é", "", "a\x01"]
    lines = sorted(f"{name}\t\t\t\t\n".encode() for name in names)
    assert lines == [f"{name}\t\t\t\t\n".encode() for name in ["", "B", "a\x01", "a", "é", "\uff5e", "\U0001f6a2"]]
    head = "\t".join(f"{field['name']}:{field['type']}" for field in SCHEMA["fields"])
    rows = [(name or None, None, None, None, None) for name in names]
    digest = hashlib.sha256(f"{head}\n".encode() + b"".join(lines)).hexdigest()
    assert table_fingerprint(table(rows), SCHEMA) == f"sha256:{digest}"


def test_no_tab_is_behind_the_only_cell_of_a_line() -> None:
    fields = SCHEMA["fields"][:1]
    digest = hashlib.sha256(b"name:string\na\na\x01\n").hexdigest()
    assert table_fingerprint(pa.table({"name": ["a\x01", "a"]}), {"fields": fields}) == f"sha256:{digest}"


LINE = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), max_size=3)
ROW = st.tuples(
    st.none() | st.sampled_from(["a", "a\x01", "a\x0b", "ab"]) | LINE,
    st.none() | st.integers(-9, 9),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.none() | st.dates(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(rows=st.lists(ROW, max_size=8), cut=st.integers(0, 8), first=st.sampled_from(SCHEMA["fields"]))
def test_any_rows_have_the_fingerprint_of_their_sorted_lines(
    rows: list[tuple[Any, ...]], cut: int, first: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With first cells that are all different and others, in parts, and as a table of one column."""
    monkeypatch.setattr(fingerprint, "BATCH", 3)
    chunked = pa.concat_tables([table(rows[:cut]), table(rows[cut:])])
    for fields in ([first], [first, *(field for field in SCHEMA["fields"] if field != first)]):
        names = [field["name"] for field in fields]
        cells = chunked.select(names).to_pylist()
        lines = sorted("\t".join(cell_text(row[name]) for name in names).encode() for row in cells)
        head = "\t".join(f"{field['name']}:{field['type']}" for field in fields).encode()
        digest = hashlib.sha256(b"".join(line + b"\n" for line in [head, *lines])).hexdigest()
        assert table_fingerprint(chunked, {"fields": fields}) == f"sha256:{digest}"


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\r"])
def test_a_cell_that_would_not_be_told_from_others_has_none(text: str) -> None:
    with pytest.raises(ValueError, match="tab or a line end"):
        table_fingerprint(table([(text, *PORTS[0][1:])]), SCHEMA)


def lines_of(frame: pl.DataFrame, types: dict[str, str]) -> bytes:
    """Return the canonical lines of a frame, written without the code that is tested."""
    for name in [name for name, kind in types.items() if kind == "number"]:
        cells = [None if cell is None else plain(cell) for cell in frame[name]]
        frame = frame.with_columns(pl.Series(name, cells, dtype=pl.String))
    texts = frame.select(pl.all().cast(pl.String).fill_null(""))
    rows = sorted("\t".join(row).encode() for row in texts.rows())
    head = "\t".join(f"{name}:{kind}" for name, kind in types.items()).encode()
    return b"".join(line + b"\n" for line in [head, *rows])


def plain(number: float) -> str:
    """Return the first decimal with a point, by growing length, that reads back as `number`."""
    for digits in range(1, 20):
        text = f"{number:.{digits}f}"
        if float(text) == number:
            return text
    raise AssertionError(number)


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "schemas" / "tables").glob("*.json"))])
def test_each_parquet_file_has_the_fingerprint_by_polars_too(name: str) -> None:
    resource = _package.at(BUILT).resource(name)
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    frame = pl.read_parquet(BUILT / f"data/{name}.parquet")
    assert frame.columns == list(types)
    assert f"sha256:{hashlib.sha256(lines_of(frame, types)).hexdigest()}" == resource["fingerprint"]


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """Return a folder that holds the descriptor and the data."""
    shutil.copy(BUILT / "datapackage.json", tmp_path)
    shutil.copytree(BUILT / "data", tmp_path / "data")
    return tmp_path


def run_python(folder: Path) -> list[str]:
    """Return what the program of the document prints, without anything of this environment."""
    (program,) = re.findall(r"^```python\n(.*?)^```$", document(), re.M | re.S)
    command = [sys.executable, "-I", "-S", "-c", program]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()


def test_the_program_of_the_document_finds_every_fingerprint(unpacked: Path) -> None:
    descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    tables = [resource["name"] for resource in descriptor["resources"]]
    assert run_python(unpacked) == [f"True {name}" for name in tables] + [f"True {descriptor['fingerprint']}"]


def test_the_program_of_the_document_sees_one_other_cell(unpacked: Path) -> None:
    file = unpacked / "data" / "seizures.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count("430.0,kilogram") == 1
    file.write_text(text.replace("430.0,kilogram", "431.0,kilogram"), encoding="utf-8")
    printed = run_python(unpacked)
    assert [line.split()[1] for line in printed[:-1] if line.startswith("False")] == ["seizures"]
    assert printed[-1].startswith("False ")
