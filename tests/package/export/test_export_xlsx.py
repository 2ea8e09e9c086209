"""The workbook, read back by another library: every cell, its type and its looks."""

import itertools
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from counternarcotics._errors import UsageError
from counternarcotics._export import export
from counternarcotics._export.about import about
from tests.package.export.test_export import PACKAGE, small


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the exported workbook."""
    return export(PACKAGE, "xlsx", tmp_path_factory.mktemp("xlsx"))[0]


@pytest.fixture(scope="module")
def book(file: Path) -> Workbook:
    """Return the exported workbook as openpyxl reads it."""
    return openpyxl.load_workbook(file)


def values(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def as_read(value: Any) -> Any:
    """Return a value as openpyxl gives it: a day at its midnight, and a whole number without its point."""
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def test_there_is_a_sheet_for_each_table_and_two_before(book: Workbook) -> None:
    assert book.sheetnames == ["about", "codebook", *PACKAGE.tables]


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_every_cell_comes_back_with_its_type(table: str, book: Workbook) -> None:
    expected = PACKAGE.read(table)
    head, *rows = values(book, table)
    assert list(head) == expected.column_names
    wanted = [tuple(map(as_read, row.values())) for row in expected.to_pylist()]
    assert rows == wanted
    assert [list(map(type, row)) for row in rows] == [list(map(type, row)) for row in wanted]


@pytest.mark.parametrize("sheet", ["about", "codebook", *PACKAGE.tables])
def test_the_head_is_bold_stays_in_sight_and_filters(sheet: str, book: Workbook) -> None:
    one = book[sheet]
    assert [cell.font.bold for cell in one[1]] == [True] * one.max_column
    assert not any(cell.font.bold for cell in one[2])
    assert (one.freeze_panes, one.auto_filter.ref) == ("A2", one.dimensions)
    widths = [dimension.width for dimension in one.column_dimensions.values()]
    assert all(5 < width < 65 for width in widths)
    assert min(widths) < max(widths)


def test_days_are_days_to_excel(book: Workbook) -> None:
    (column,) = (cell.column for cell in book["events"][1] if cell.value == "date_start")
    cells = [row[column - 1] for row in book["events"].iter_rows(min_row=2)]
    days = [cell for cell in cells if cell.value is not None]
    assert days
    assert all(cell.is_date and cell.number_format == "yyyy-mm-dd" for cell in days)


def test_the_first_sheet_says_what_it_is(book: Workbook, file: Path) -> None:
    head, *rows = values(book, "about")
    assert head == ("name", "value")
    assert dict(rows) == about(PACKAGE)
    assert book.properties.title == PACKAGE.descriptor["title"]
    day = datetime.fromisoformat(PACKAGE.descriptor["created"][:10])
    assert (book.properties.created, book.properties.modified) == (day, day)
    with ZipFile(file) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_running_text_has_the_lines_that_it_needs(book: Workbook) -> None:
    for sheet in ("about", "codebook"):
        for number, row in enumerate(book[sheet].iter_rows(min_row=2), start=2):
            longest = max(len(str(cell.value or "")) for cell in row)
            assert (book[sheet].row_dimensions[number].height or 15) / 15 >= longest / 60
            assert all(cell.alignment.wrap_text for cell in row if cell.value is not None)


def test_the_codebook_has_every_column_and_every_code(book: Workbook) -> None:
    head, *rows = values(book, "codebook")
    found = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    columns = {(one["table"], one["column"]): one for one in found if one["column"] and not one["code"]}
    codes = {(one["table"], one["column"], one["code"]): one for one in found if one["code"]}
    fields = [(table, field) for table in PACKAGE.tables for field in PACKAGE.schema(table)["fields"]]
    coded = [(table, field["name"], code) for table, field in fields for code in field.get("categories", [])]
    assert len(rows) == len(PACKAGE.tables) + len(fields) + len(coded)
    for table, field in fields:
        line = columns[table, field["name"]]
        said = (line["title"], line["definition"], line["type"], line["origin"], line["example"])
        assert said == (field["title"], field["description"], field["type"], field["origin"], field["example"])
        assert line["required"] == ("yes" if field.get("constraints", {}).get("required") else "no")
    for table, name, code in coded:
        line = codes[table, name, code["value"]]
        assert (line["title"], line["definition"]) == (code["label"], code["description"])
    assert {one["table"]: one["definition"] for one in found if not one["column"]} == {
        table: PACKAGE.resource(table)["description"] for table in PACKAGE.tables
    }


TEXTS = ["=1+1", "007", "1e5", "NA", "TRUE", "+5", "-5", "@x", "https://example.org", "2025-11-26", "“é” Yán", " a "]
TEXTS += ["{=1}", "#N/A", "_x0041_", "1/2"]


def test_text_stays_text_whatever_it_looks_like(tmp_path: Path) -> None:
    (file,) = export(small(tmp_path / "package", {"id": ("string", TEXTS)}), "xlsx", tmp_path)
    cells = [row[0] for row in openpyxl.load_workbook(file)["things"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None) for text in TEXTS]
    with ZipFile(file) as archive:
        assert b'<ignoredError sqref="A1:XFD17" numberStoredAsText="1"/>' in archive.read("xl/worksheets/sheet3.xml")


def test_booleans_numbers_and_empty_cells_are_such(tmp_path: Path) -> None:
    columns: dict[str, tuple[str, list[Any]]] = {
        "sure": ("boolean", [True, False, None]),
        "n": ("integer", [999999999999999, -1, None]),
        "x": ("number", [0.1, 1e-7, None]),
        "day": ("date", [date(1900, 3, 1), date(9999, 12, 31), None]),
        "id": ("string", ["a", "b", "c"]),
    }
    (file,) = export(small(tmp_path / "package", columns), "xlsx", tmp_path)
    rows = [tuple(row) for row in openpyxl.load_workbook(file)["things"].iter_rows(min_row=2)]
    wanted = zip(*(one for _, one in columns.values()), strict=True)
    assert [tuple(cell.value for cell in row) for row in rows] == [tuple(map(as_read, row)) for row in wanted]
    assert [cell.data_type for cell in itertools.chain(*rows)] == [*"bnnds", *"bnnds", *"nnnns"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", date(1900, 2, 28)),
        ("date", date(1, 1, 1)),
        ("integer", 2**53 + 1),
        ("integer", -(10**15) - 1),
        ("number", 0.1 + 0.2),
        ("number", float("inf")),
        ("number", float("nan")),
        ("string", "é" * 32768),
    ],
)
def test_what_excel_would_change_or_cut_is_refused(kind: str, value: Any, tmp_path: Path) -> None:
    package = small(tmp_path / "package", {"id": ("string", ["a", "b"]), "odd": (kind, [None, value])})
    with pytest.raises(UsageError, match="things, row 2, odd: more than Excel can hold; use csv"):
        export(package, "xlsx", tmp_path / "x")
    assert not (tmp_path / "x").exists()
