"""The workbook, read back by another library: every cell, its type and its looks."""

import itertools
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.workbook import Workbook

from counternarcotics._errors import UsageError
from counternarcotics._export import export
from counternarcotics._export.about import HOW_TO_READ, facts
from counternarcotics._export.tables import codebook
from counternarcotics._support import long_table
from tests.package.export.test_export import PACKAGE, small

NAME = "counternarcotics.xlsx"
SHEETS = [*PACKAGE.tables, "codebook", "support"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the exported workbook."""
    return export(PACKAGE, "xlsx", tmp_path_factory.mktemp("xlsx")) / NAME


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


def expected_tables() -> dict[str, pa.Table]:
    """Return the table of each sheet."""
    evidence = PACKAGE.read("evidence").sort_by(
        [(name, "ascending") for name in ("table_name", "row_id", "evidence_id")]
    )
    tables = {table: PACKAGE.read(table) for table in PACKAGE.tables} | {"evidence": evidence}
    return tables | {"codebook": codebook(PACKAGE), "support": long_table(PACKAGE)}


def test_it_opens_at_the_timeline_after_how_to_read_a_row(book: Workbook) -> None:
    assert book.sheetnames == ["read me", *SHEETS]
    assert book.active is not None
    assert book.active.title == SHEETS[0] == "timeline"


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_cell_comes_back_with_its_type(sheet: str, book: Workbook) -> None:
    expected = expected_tables()[sheet]
    head, *rows = values(book, sheet)
    assert list(head) == expected.column_names
    wanted = [tuple(map(as_read, row.values())) for row in expected.to_pylist()]
    assert rows == wanted
    assert [list(map(type, row)) for row in rows] == [list(map(type, row)) for row in wanted]


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_is_an_excel_table_that_can_be_read_and_printed(name: str, book: Workbook) -> None:
    sheet = book[name]
    (table,) = sheet.tables.values()
    assert (table.name, table.ref, table.autoFilter.ref) == (name, sheet.dimensions, sheet.dimensions)
    assert [cell.font.bold for cell in sheet[1]] == [True] * sheet.max_column
    assert sheet.freeze_panes == "B2"
    paper = sheet.page_setup
    assert (paper.orientation, paper.paperSize, paper.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    widths = [one.width for one in sheet.column_dimensions.values() for _ in range(one.min, one.max + 1)]
    assert all(5 < width < 52 for width in widths)
    # Side by side, the papers hold all columns at a size that can be read.
    papers = int(paper.fitToWidth or 1)
    assert 250 * (papers - 1) < sum(widths) < 250 * papers + sheet.max_column


def test_a_row_leads_to_its_evidence_and_the_evidence_back(book: Workbook) -> None:
    evidence = [(row[1].value, row[2].value) for row in book["evidence"].iter_rows(min_row=2)]
    assert evidence == sorted(evidence)
    linked = 0
    for table in PACKAGE.tables:
        home = PACKAGE.home(table)
        for row in book[table].iter_rows(min_row=2):
            place = (home, row[0].value)
            link = row[0].hyperlink
            assert (link is not None) == (place in evidence)
            if link is not None:
                assert link.location == f"'evidence'!A{evidence.index(place) + 2}"
                linked += 1
    assert linked > 100
    for row in book["evidence"].iter_rows(min_row=2):
        sheet, cell = row[2].hyperlink.location.split("!")
        assert sheet == f"'{row[1].value}'"
        assert book[row[1].value][cell].value == row[2].value


def test_days_are_days_to_excel(book: Workbook) -> None:
    (column,) = (cell.column for cell in book["events"][1] if cell.value == "date_start")
    cells = [row[column - 1] for row in book["events"].iter_rows(min_row=2)]
    days = [cell for cell in cells if cell.value is not None]
    assert days
    assert all(cell.is_date and cell.number_format == "yyyy-mm-dd" for cell in days)


def test_the_first_sheet_says_what_this_is_and_how_to_read_it(book: Workbook, file: Path) -> None:
    lines = values(book, "read me")
    said = [("what this is", f"{PACKAGE.descriptor['description']}."), *HOW_TO_READ.items()]
    said += [(table, PACKAGE.resource(table)["description"]) for table in PACKAGE.tables]
    said += [(name, text) for name, text in facts(PACKAGE).items() if name not in ("title", "description")]
    assert set(said) <= set(lines)
    assert {PACKAGE.descriptor["title"], "How to read a row", "links"} <= {term for term, _ in lines}
    assert {"codebook", "support"} <= {term for term, _ in lines}
    day = datetime.fromisoformat(PACKAGE.descriptor["created"][:10])
    assert book.properties.title == PACKAGE.descriptor["title"]
    assert (book.properties.created, book.properties.modified) == (day, day)
    with ZipFile(file) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("sheet", "width"), [("read me", 100), *((name, 50) for name in SHEETS)])
def test_long_text_is_wrapped_and_has_the_lines_that_it_needs(sheet: str, width: int, book: Workbook) -> None:
    for number, row in enumerate(book[sheet].iter_rows(min_row=2), start=2):
        long = [cell for cell in row if isinstance(cell.value, str) and len(cell.value) > width]
        for cell in long:
            assert cell.alignment.wrap_text
            assert (book[sheet].row_dimensions[number].height or 15) / 15 >= len(cell.value) / (width + 1)


TEXTS = ["=1+1", "007", "1e5", "NA", "TRUE", "+5", "-5", "@x", "https://example.org", "2025-11-26", "“é” Yán", " a "]
TEXTS += ["{=1}", "#N/A", "_x0041_", "1/2"]


def test_text_stays_text_whatever_it_looks_like(tmp_path: Path) -> None:
    file = export(small(tmp_path / "package", {"id": ("string", TEXTS)}), "xlsx", tmp_path) / NAME
    cells = [row[0] for row in openpyxl.load_workbook(file)["things"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None) for text in TEXTS]
    with ZipFile(file) as archive:
        assert b'<ignoredError sqref="A1:XFD17" numberStoredAsText="1"/>' in archive.read("xl/worksheets/sheet2.xml")


def test_booleans_numbers_and_empty_cells_are_such(tmp_path: Path) -> None:
    columns: dict[str, tuple[str, list[Any]]] = {
        "id": ("string", ["a", "b", "c"]),
        "sure": ("boolean", [True, False, None]),
        "n": ("integer", [999999999999999, -1, None]),
        "x": ("number", [0.1, 1e-7, None]),
        "day": ("date", [date(1900, 3, 1), date(9999, 12, 31), None]),
    }
    file = export(small(tmp_path / "package", columns), "xlsx", tmp_path) / NAME
    rows = [tuple(row) for row in openpyxl.load_workbook(file)["things"].iter_rows(min_row=2)]
    wanted = zip(*(one for _, one in columns.values()), strict=True)
    assert [tuple(cell.value for cell in row) for row in rows] == [tuple(map(as_read, row)) for row in wanted]
    assert [cell.data_type for cell in itertools.chain(*rows)] == [*"sbnnd", *"sbnnd", *"snnnn"]


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
    with pytest.raises(UsageError, match="things: its column odd has more than Excel can hold; use csv"):
        export(package, "xlsx", tmp_path / "x")
    assert list((tmp_path / "x").iterdir()) == []
