"""Verify, of a lone file by any name: which one it is, as it was or saved again, or that it is none."""

import csv
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from counternarcotics import _package, _verify
from counternarcotics._errors import UsageError
from counternarcotics._export import export
from counternarcotics._verify import Report, verify
from tests.support import verified_copies as copies
from tests.support.built import BUILT
from tests.support.verified_copies import SUMS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published and a later version."""
    made = tmp_path_factory.mktemp("versions with a space, é")
    copies.published(made)
    copies.later(made)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the published version, which is the installed one, to be changed."""
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    return Path(shutil.copytree(folder / "published", tmp_path / "copy"))


@pytest.fixture
def later(copy: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the later version be the installed one, which lists the first as released; return the first."""
    installed = Path(shutil.copytree(folder / "later", tmp_path / "installed"))
    copies.release(installed, copies.entry(copy))
    monkeypatch.setattr(_verify, "data_root", lambda: installed)
    return copy


def same(report: Report, file: str) -> None:
    """Assert that a report finds a file to be as it was published."""
    assert report.sound, report.text()
    assert report.subject.endswith(f": {file}")


def declined(path: Path) -> str:
    """Return why a file cannot be compared, which is no fault of it."""
    with pytest.raises(UsageError) as caught:
        verify(path)
    return str(caught.value)


FILES = [*copies.listed(BUILT), SUMS]


@pytest.mark.parametrize("path", FILES)
def test_each_file_alone_by_any_name(copy: Path, tmp_path: Path, path: str) -> None:
    lone = Path(shutil.copy(copy / path, tmp_path / "download.bin"))
    table = Path(path).stem if path.endswith((".csv", ".parquet")) else ""
    report = verify(lone)
    same(report, f"{table or path} of version 0.1.0, byte for byte")
    prints = {resource["name"]: resource["fingerprint"] for resource in copies.load(copy)["resources"]}
    assert (report.version, report.fingerprint) == ("0.1.0", prints.get(table))


@pytest.mark.parametrize("path", FILES)
def test_each_file_alone_changed(copy: Path, tmp_path: Path, path: str) -> None:
    content = (copy / path).read_bytes()
    place = len(content) * 2 // 3
    for changed in (
        content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :],
        content[: len(content) // 3],
        b"",
    ):
        lone = tmp_path / Path(path).name
        lone.write_bytes(changed)
        try:
            report = verify(lone)
        except UsageError as error:
            assert str(error).startswith(f"{lone}: cannot be ")
            continue
        if path.endswith(".parquet") and report.sound:  # a flip outside of what the table says
            same(report, f"{lone.stem} of version 0.1.0, the same content in other bytes")
            continue
        assert report.faults[0].startswith(f"{lone}: it has the columns of {lone.stem}, but ")
        assert (report.version, report.fingerprint) == (None, None)


def test_a_lone_table_of_another_version(later: Path, tmp_path: Path) -> None:
    same(verify(later / "data/seizures.csv"), "seizures of version 0.1.0, byte for byte")
    same(verify(later / "data/actors.csv"), "actors of version 0.1.0 and 0.2.0, byte for byte")
    table = _package.at(later).read("seizures")
    pq.write_table(table.slice(0).take(list(reversed(range(len(table))))), tmp_path / "x")
    same(verify(tmp_path / "x"), "seizures of version 0.1.0, the same content in other bytes")


def test_a_lone_table_that_says_something_else(copy: Path, tmp_path: Path) -> None:
    lone = tmp_path / "mine.csv"
    text = (copy / "data/seizures.csv").read_text(encoding="utf-8")
    lone.write_text(text.replace(",85.0,kilogram", ",86.0,kilogram"), encoding="utf-8")
    told = "it has the columns of seizures, but not its rows"
    assert verify(lone).faults[0].endswith(f'{told}; inkwell-examplamine.quantity is "86.0", published "85.0"')
    assert verify(lone).faults[0].count("it has the columns of") == 1
    lone.write_text(text.replace(",85.0,kilogram", ",8O,kilogram"), encoding="utf-8")
    assert "quantity: Failed to parse string: '8O'" in declined(lone)


@pytest.mark.parametrize("arrests", ["9" * 30, "1e999999999", "nan", "inf", "9.5", "x"])
def test_a_lone_table_with_a_number_that_is_none(copy: Path, tmp_path: Path, arrests: str) -> None:
    (tmp_path / "mine.csv").write_bytes(copies.csv_bytes(_package.at(copy).read("seizures")))
    lines = (tmp_path / "mine.csv").read_text(encoding="utf-8").splitlines()
    cells = next(csv.reader([lines[1]]))
    cells[lines[0].split(",").index("arrests")] = arrests
    line = ",".join(f'"{cell}"' for cell in cells)
    (tmp_path / "mine.csv").write_text("\n".join([lines[0], line, *lines[2:], ""]), encoding="utf-8")
    assert f"arrests: Failed to parse string: '{arrests}'" in declined(tmp_path / "mine.csv")


def test_a_lone_table_with_a_tab_in_a_cell(copy: Path, tmp_path: Path) -> None:
    text = (copy / "data/events.csv").read_text(encoding="utf-8")
    (tmp_path / "mine.csv").write_text(text.replace(" ", "\t", 1), encoding="utf-8")
    assert "it has the columns of events, but the cell " in verify(tmp_path / "mine.csv").faults[0]


def by_pandas_csv(source: Path, target: Path) -> None:
    frame = pd.read_csv(source, keep_default_na=False, na_values=[""])
    frame.sample(frac=1, random_state=1).to_csv(target, lineterminator="\r\n")


def by_pandas_parquet(source: Path, target: Path) -> None:
    pd.read_csv(source, keep_default_na=False, na_values=[""]).iloc[::-1].to_parquet(target)


def by_polars_csv(source: Path, target: Path) -> None:
    frame = pl.read_csv(source, try_parse_dates=True)
    frame.select(sorted(frame.columns)).write_csv(target, separator=";", include_bom=True)


def by_polars_parquet(source: Path, target: Path) -> None:
    frame = pl.read_csv(source, try_parse_dates=True)
    frame.with_columns(pl.col(pl.Date).cast(pl.Datetime)).select(sorted(frame.columns)).write_parquet(target)


def by_r(source: Path, target: Path) -> None:
    """With row numbers, NA where a cell is empty, and TRUE."""
    pd.read_csv(source, dtype=str, keep_default_na=False, na_values=[""]).to_csv(target, na_rep="NA", quoting=2)


PROGRAMS = [by_pandas_csv, by_pandas_parquet, by_polars_csv, by_polars_parquet, by_r]


TABLES = ["events", "places", "sources", "evidence", "case_outcomes", "figures"]
# R has no text NA, and a note of places is one.
SAVED = [case for case in itertools.product(PROGRAMS, TABLES) if case != (by_r, "places")]


@pytest.mark.parametrize(("save", "table"), SAVED)
def test_a_lone_table_saved_again(copy: Path, tmp_path: Path, save: Callable[[Path, Path], None], table: str) -> None:
    save(copy / f"data/{table}.csv", tmp_path / "saved")
    same(verify(tmp_path / "saved"), f"{table} of version 0.1.0, the same content in other bytes")


def test_a_lone_table_saved_with_a_time_of_day_is_another(copy: Path, tmp_path: Path) -> None:
    table = _package.at(copy).read("events")
    place = table.column_names.index("date_start")
    moments = pc.add(table.column("date_start").cast(pa.timestamp("s")), pa.scalar(3600, pa.duration("s")))
    pq.write_table(table.set_column(place, "date_start", moments), tmp_path / "saved")
    assert "a time of day in a column of days" in declined(tmp_path / "saved")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00"),
        ("a.csv", b"a,b\n1,2\n"),
        ("b.csv", b'"'),
        ("c", b"PAR1"),
        ("d", bytes(range(99))),
        ("e", b"\xff\xfea"),
        ("f.csv", b"a" * 200_000),
    ],
)
def test_a_lone_file_of_something_else(copy: Path, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert f"{name}: cannot be " in declined(tmp_path / name)


def test_a_lone_file_has_no_quotes(copy: Path) -> None:
    with pytest.raises(UsageError, match="name the folder or zip"):
        verify(copy / "data/seizures.csv", seeds=copy)


def test_a_lone_table_with_a_row_of_another_length(copy: Path, tmp_path: Path) -> None:
    header, first, *_ = (copy / "data/actors.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "mine.csv").write_text(f"{header}\n{first}\n{first}\nx\n", encoding="utf-8")
    assert "Row #4: Expected 9 columns, got 1: x" in declined(tmp_path / "mine.csv")


def test_a_lone_table_with_a_row_twice(copy: Path, tmp_path: Path) -> None:
    table = _package.at(copy).read("seizures")
    (tmp_path / "mine.csv").write_bytes(copies.csv_bytes(pa.concat_tables([table, table.slice(0, 1)])))
    told = "not its rows; two of its rows have the same seizure_id"
    assert verify(tmp_path / "mine.csv").faults[0].endswith(told)


def test_a_long_cell_is_shown_where_it_differs(copy: Path, tmp_path: Path) -> None:
    table = _package.at(copy).read("seizures")
    row, quote = max(enumerate(table.column("quote").to_pylist()), key=lambda pair: len(pair[1]))
    assert len(quote) > 100
    changed = copies.changed(table, row, quote=f"{quote[:90]}#{quote[91:]}")
    (tmp_path / "mine.csv").write_bytes(copies.csv_bytes(changed))
    fault = verify(tmp_path / "mine.csv").faults[0]
    assert f'is "{quote[60:90]}#{quote[91:120]}' in fault
    assert f'published "{quote[60:120]}' in fault


@pytest.mark.parametrize("format", ["jsonl", "sqlite", "xlsx"])
def test_an_export_that_cannot_be_checked_is_no_fault(copy: Path, tmp_path: Path, format: str) -> None:
    path = next(export(_package.at(copy), format, tmp_path / "made").glob(f"*.{format}"))
    assert "cannot be checked" in declined(path)


def test_a_folder_of_tables_alone(later: Path, tmp_path: Path) -> None:
    tables = Path(shutil.copytree(later / "data", tmp_path / "tables", ignore=lambda _, names: {SUMS[5:]}))
    report = verify(tables)
    assert report.sound, report.text()
    assert (report.version, report.subject) == ("0.1.0", f"the tables in {tables}")
    assert report.checks[0].total == 2 * len(_package.at(later).tables)
    (tables / "seizures.csv").write_bytes((tables / "seizures.csv").read_bytes().replace(b"2.42", b"2.43"))
    report = verify(tables)
    assert report.version == "0.1.0"
    assert [fault.partition(":")[0] for fault in report.faults] == ["seizures.csv"]


def test_a_folder_of_tables_of_two_versions(later: Path, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "tables").mkdir()
    changed = [
        path
        for path in (later / "data").glob("*.csv")
        if path.read_bytes() != (folder / "later" / "data" / path.name).read_bytes()
    ]
    shutil.copy(changed[0], tmp_path / "tables" / "old.csv")
    shutil.copy(folder / "later" / "data" / changed[0].name, tmp_path / "tables" / "new.csv")
    report = verify(tmp_path / "tables")
    assert report.version is None
    assert report.faults == ["its tables are of more than one version (0.2.0, 0.1.0)"]


def test_a_folder_of_tables_has_no_quotes_to_check(copy: Path, tmp_path: Path) -> None:
    shutil.copy(copy / "data" / "seizures.csv", tmp_path)
    with pytest.raises(UsageError, match="it has no quotes to check"):
        verify(tmp_path, tmp_path)
