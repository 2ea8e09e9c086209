"""The loader: typed frames, equal from CSV and Parquet, with helpful errors."""

import csv
import datetime
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import counternarcotics as cn
from counternarcotics import _package
from counternarcotics._paths import data_root
from counternarcotics._shared import arrow
from counternarcotics._shared.arrow import arrow_schema, csv_parts, parquet_parts, read_csv, read_parquet
from counternarcotics._shared.frames import to_arrow, to_frame
from tests.support.small import describe

CODES = [{"value": code, "label": code.upper(), "description": "A code."} for code in ("b", "NA")]
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "row_id", "type": "string", "constraints": {"required": True}},
        {"name": "remark", "type": "string"},
        {"name": "arrests", "type": "integer"},
        {"name": "quantity", "type": "number"},
        {"name": "settled", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "code", "type": "string", "categories": CODES},
    ]
}
ROWS: list[tuple[Any, ...]] = [
    ("one", "NA", 9, 2.42, True, datetime.date(2025, 11, 26), "NA"),
    ("two", None, None, None, None, None, None),
    ("three", 'nan, "null"', 9007199254740993, 430.0, False, datetime.date(1600, 2, 29), "b"),
]


def cell(value: Any) -> str:
    """Return the text of a value in a CSV file."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(folder: Path, rows: list[tuple[Any, ...]]) -> tuple[Path, Path]:
    """Write rows as CSV and as Parquet, each by its own library from plain Python values."""
    names = [field["name"] for field in SCHEMA["fields"]]
    with (folder / "things.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *([cell(value) for value in row] for row in rows)])
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    schema = arrow_schema(SCHEMA)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), folder / "things.parquet")
    return folder / "things.csv", folder / "things.parquet"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a package with one table, `things`, and let the loader find it."""
    (tmp_path / "data").mkdir()
    write(tmp_path / "data", ROWS)
    describe(tmp_path, {"things": SCHEMA}, "9.9.9")
    monkeypatch.setattr(_package, "data_root", lambda: tmp_path)
    yield tmp_path / "data"


def test_both_formats_give_equal_tables_and_frames(tmp_path: Path) -> None:
    csv_path, parquet_path = write(tmp_path, ROWS)
    from_csv, from_parquet = read_csv(csv_path, SCHEMA), read_parquet(parquet_path, SCHEMA)
    assert from_csv.schema == from_parquet.schema == arrow_schema(SCHEMA)
    assert from_csv.equals(from_parquet)
    assert from_csv.to_pylist() == [dict(zip(from_csv.column_names, row, strict=True)) for row in ROWS]
    pd.testing.assert_frame_equal(to_frame(from_csv), to_frame(from_parquet))


# What the records may hold: no control characters, no blank ends, no empty text; line ends to be safe.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
ROW = st.tuples(
    TEXT,
    st.none() | TEXT | st.sampled_from(["NA", "nan", "null", "None", "N/A", "1", "true", '"', "a\nb", ","]),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.none() | st.sampled_from(["b", "NA"]),
)


@given(rows=st.lists(ROW, max_size=5))
def test_any_values_come_back_as_they_were(
    rows: list[tuple[Any, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    csv_path, parquet_path = write(tmp_path_factory.mktemp("rows"), rows)
    from_csv, from_parquet = read_csv(csv_path, SCHEMA), read_parquet(parquet_path, SCHEMA)
    assert from_csv.equals(from_parquet)
    assert [tuple(row.values()) for row in from_csv.to_pylist()] == rows
    pd.testing.assert_frame_equal(to_frame(from_csv), to_frame(from_parquet))


@pytest.mark.parametrize("rows", [ROWS, []], ids=["rows", "no-rows"])
def test_frames_have_the_promised_types(tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    frame = to_frame(read_csv(write(tmp_path, rows)[0], SCHEMA))
    assert isinstance(frame["remark"].dtype, pd.StringDtype)
    assert isinstance(frame["code"].dtype, pd.StringDtype)
    assert [str(frame[name].dtype) for name in ("arrests", "quantity", "settled", "day")] == [
        "Int64",
        "float64",
        "boolean",
        "datetime64[s]",
    ]


def test_codes_that_no_row_has_are_not_counted(tmp_path: Path) -> None:
    frame = to_frame(read_csv(write(tmp_path, ROWS)[0], SCHEMA))
    assert frame[frame["code"] == "b"]["code"].value_counts().to_dict() == {"b": 1}


def test_the_text_na_is_text_and_an_empty_cell_is_missing(tmp_path: Path) -> None:
    csv_path, parquet_path = write(tmp_path, ROWS)
    for table in (read_csv(csv_path, SCHEMA), read_parquet(parquet_path, SCHEMA)):
        frame = to_frame(table)
        assert frame.iloc[0][["remark", "code"]].tolist() == ["NA", "NA"]
        assert frame["remark"].isna().tolist() == [False, True, False]
        assert frame.iloc[1].drop("row_id").isna().all()


@given(rows=st.lists(ROW, max_size=5))
def test_a_frame_goes_back_to_the_table_that_it_was_made_of(rows: list[tuple[Any, ...]]) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA["fields"])
    schema = arrow_schema(SCHEMA)
    table = pa.table([pa.array(cells, one.type) for cells, one in zip(columns, schema, strict=True)], schema=schema)
    assert to_arrow(to_frame(table), SCHEMA).equals(table)


def test_large_integers_are_exact(tmp_path: Path) -> None:
    frame = to_frame(read_parquet(write(tmp_path, ROWS)[1], SCHEMA))
    assert frame.loc[2, "arrests"] == 2**53 + 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("row_id,remark\nx,y\n", "it lacks "),
        ("remark,row_id,arrests,quantity,settled,day,code\ny,x,,,,,\n", "its columns are remark, row_id, "),
        ("row_id,remark,arrests,quantity,settled,day,code\n,,,,,,\n", "row_id"),
        ("row_id,remark,arrests,quantity,settled,day,code\nx,,1.5,,,,\n", r"1\.5"),
        ("row_id,remark,arrests,quantity,settled,day,code\nx,,,,yes,,\n", "yes"),
        ("row_id,remark,arrests,quantity,settled,day,code\nx,,,,,2023-02-29,\n", "2023-02-29"),
    ],
    ids=["columns", "order", "required", "integer", "boolean", "date"],
)
def test_a_csv_against_its_schema_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "things.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message) as whole:
        read_csv(tmp_path / "things.csv", SCHEMA)
    with pytest.raises(ValueError, match=message) as parts:
        list(csv_parts(tmp_path / "things.csv", SCHEMA))
    assert str(parts.value) == str(whole.value)


@pytest.mark.parametrize("rows", [ROWS, [(f"row {i}", "a\nb" * i, i, *[None] * 4) for i in range(50)], []])
def test_a_file_in_parts_is_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[Any, ...]]
) -> None:
    monkeypatch.setattr(arrow, "_PART", 300)
    monkeypatch.setattr(arrow, "_ROWS", 2)
    csv_path, parquet_path = write(tmp_path, rows)
    from_csv, from_parquet = list(csv_parts(csv_path, SCHEMA)), list(parquet_parts(parquet_path, SCHEMA))
    assert min(len(from_csv), len(from_parquet)) > (1 if len(rows) > len(ROWS) else 0)
    assert pa.concat_tables(from_csv).equals(read_csv(csv_path, SCHEMA))
    assert pa.concat_tables(from_parquet).equals(read_parquet(parquet_path, SCHEMA))


def test_a_parquet_file_of_other_types_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"row_id": [1]}), tmp_path / "things.parquet")
    for read in (read_parquet, lambda *file: list(parquet_parts(*file))):
        with pytest.raises(ValueError, match=r"things\.parquet: it lacks remark; .*it lacks code$"):
            read(tmp_path / "things.parquet", SCHEMA)


def test_the_columns_of_a_parquet_file_that_are_not_as_the_schema_says_are_named(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "row_id", "type": "string", "constraints": {"required": True}}, SCHEMA["fields"][1]]}
    told = {}
    for name, fields in {
        "type": [pa.field("row_id", pa.string(), nullable=False), pa.field("remark", pa.int64())],
        "empty": [pa.field("row_id", pa.string()), pa.field("remark", pa.string())],
        "more": [*arrow_schema(schema), pa.field("x", pa.int64())],
    }.items():
        pq.write_table(pa.schema(fields).empty_table(), tmp_path / name)
        with pytest.raises(ValueError, match=name) as error:
            read_parquet(tmp_path / name, schema)
        told[name] = str(error.value).removeprefix(f"{tmp_path / name}: ")
    assert told == {
        "type": "remark is int64, expected string",
        "empty": "row_id is a column that may be empty, expected a column that may not be empty",
        "more": "it has x, which the schema lacks",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="the file system takes no other names")
def test_files_at_a_path_that_is_not_utf_8(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    written = [file.rename(folder / file.name) for file in write(tmp_path, ROWS)]
    for path, read in zip(written, (read_csv, read_parquet), strict=True):
        assert read(path, SCHEMA).num_rows == len(ROWS)


def test_load_and_tables(package: Path) -> None:
    assert cn.tables() == ["things"]
    expected = to_frame(read_csv(package / "things.csv", SCHEMA))
    pd.testing.assert_frame_equal(cn.load("things"), expected)


def test_a_frame_says_what_it_is(package: Path) -> None:
    assert cn.load("things").attrs == {"table": "things", "version": "9.9.9", "citation": "cited as apa"}


def test_each_load_is_a_frame_of_its_own(package: Path) -> None:
    changed = cn.load("things")
    changed.pop("remark")
    changed.attrs["table"] = "another"
    assert "remark" in cn.load("things")
    assert cn.load("things").attrs["table"] == "things"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("thing", "Did you mean 'things'?"),
        ("things-parquet", "'things'"),
        ("zzz", "There is no table 'zzz'. There are"),
    ],
)
def test_an_unknown_name_is_told_what_exists(package: Path, name: str, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        cn.load(name)
    assert said in str(caught.value)
    assert "There are: things." in str(caught.value)


def test_data_stand_beside_the_module_or_two_levels_up(tmp_path: Path) -> None:
    module = tmp_path / "src" / "counternarcotics"
    module.mkdir(parents=True)
    with pytest.raises(FileNotFoundError, match=r"run build\.py"):
        data_root(module)
    (tmp_path / "datapackage.json").touch()
    with pytest.raises(FileNotFoundError):
        data_root(module)
    (tmp_path / "pyproject.toml").touch()
    assert data_root(module) == tmp_path
    (module / "datapackage.json").touch()
    assert data_root(module) == module
