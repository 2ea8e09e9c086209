"""The form of the CSV files: made column by column in parts, and the same as if each cell were written by itself."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counternarcotics._shared.arrow import arrow_schema
from counternarcotics._shared.fingerprint import cell_text
from pipeline.assemble import tables
from pipeline.faults import Position
from pipeline.read.schema import Column, TableSchema
from pipeline.write.files import write_csv

TYPES = {"id": "string", "text": "string", "whole": "integer", "number": "number", "holds": "boolean", "day": "date"}
COLUMNS = tuple(Column(name, name, kind, "A column.", "assigned") for name, kind in TYPES.items())
SCHEMA = TableSchema("t", "T", "A table.", COLUMNS, "id", Position("t.json"))
ARROW = arrow_schema({"fields": [{"name": name, "type": kind} for name, kind in TYPES.items()]})

TEXTS = [
    "plain",
    "NA",
    "",
    "a,b",
    'say "so"',
    '"',
    " before",
    "after ",
    "\u00a0",
    "a\nb",
    "a\r\nb",
    "a\rb",
    "a\tb",
    "a;b",
    "'",
    "\\",
    "=1+1",
    "\U0001f6a2\uff5eé",
    "e\u0301",
    "\u2028",
    "\x01",
]
NUMBERS = [0.0, -0.0, 430.0, 0.1, 1e22, 1e-7, 5e-324, 1.7976931348623157e308, 123456789012345680.0, 2.42]
WHOLE = [0, -40, 9_007_199_254_740_993, 2**63 - 1, -(2**63)]
DAYS = [date(1, 1, 1), date(2025, 11, 26), date(9999, 12, 31)]
HARD: list[tuple[Any, ...]] = [
    (f"r{n}", TEXTS[n % len(TEXTS)], WHOLE[n % 5], NUMBERS[n % 10], n % 2 == 0, DAYS[n % 3]) for n in range(40)
]
HARD += [(None, *HARD[0][1:]), ("empty", None, None, None, None, None), (None,) * 6]


def table(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(TYPES, row, strict=True)) for row in rows], ARROW)


def csv_bytes(content: pa.Table) -> bytes:
    """Return a table as the build writes it."""
    with TemporaryDirectory() as folder:
        write_csv(Path(folder) / "t.csv", content, SCHEMA)
        return (Path(folder) / "t.csv").read_bytes()


def cell_by_cell(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Return rows as CSV, each cell made into text by itself."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*TYPES], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: cell_text(cell) for name, cell in zip(TYPES, row, strict=True)} for row in rows)
    return text.getvalue().encode()


def test_hard_values_have_the_form_of_single_cells() -> None:
    lines = csv_bytes(table(HARD))
    assert lines == cell_by_cell(HARD)
    for text in (b'"a,b"', b'"say ""so"""', b"r6, before,", b'"a\nb"', b",-0.0,", b",10000000000000000000000.0,"):
        assert text in lines
    assert b"\nempty,,,,,\n,,,,,\n" in lines


@pytest.mark.parametrize("size", [1, 7, 43])
def test_how_a_table_is_divided_does_not_count(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chunked = pa.concat_tables([table(HARD[:5]), table([]), table(HARD[5:])])
    monkeypatch.setattr(tables, "BATCH", size)
    assert csv_bytes(chunked) == cell_by_cell(HARD)


def test_a_table_without_rows_is_its_head() -> None:
    assert csv_bytes(table([])) == b"id,text,whole,number,holds,day\n" == cell_by_cell([])


ROW = st.tuples(
    st.none() | st.sampled_from(TEXTS) | st.text(st.characters(codec="utf-8")),
    st.none() | st.sampled_from(TEXTS) | st.text(st.characters(codec="utf-8")),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.none() | st.dates(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(rows=st.lists(ROW, max_size=8))
def test_any_values_have_the_form_of_single_cells(rows: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BATCH", 3)
    assert csv_bytes(table(rows)) == cell_by_cell(rows)
    assert [list(row.values()) for row in tables.cell_texts(table(rows), SCHEMA)] == [
        [cell_text(cell) for cell in row] for row in rows
    ]
