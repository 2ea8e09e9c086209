"""Export as one Excel workbook: a sheet a table, with the codebook, the citation and the licence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import UsageError
from counternarcotics._export.about import about

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from counternarcotics._package import DataPackage

_NAME = "counternarcotics.xlsx"
# In characters: the widest column, and what the button of the filter hides of a head.
_WIDEST = 60
_BUTTON = 3
# In points.
_LINE = 15.0
# Excel counts a 29 February 1900, which never was: the days before it are other days elsewhere.
_FIRST_DAY = date(1900, 3, 1)
_CODEBOOK = ("table", "column", "code", "title", "definition", "type", "origin", "required", "example")

Cell = str | bool | int | float | date | None


def write(package: DataPackage, folder: Path) -> str:
    """Write ``counternarcotics.xlsx`` and return its name.

    Text stays text, whatever it looks like; numbers, booleans and days are such.

    Raises:
        UsageError: xlsxwriter is not installed; the package lacks a file; Excel cannot hold a value.
        ValueError: A table is not as its schema says.
        OSError: A file cannot be read or written.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError(
            'this needs xlsxwriter, which the extra "excel" brings: python -m pip install xlsxwriter'
        ) from None
    content = BytesIO()
    text_alone = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **text_alone}) as book:
        _fill(book, package)
    (folder / _NAME).write_bytes(content.getvalue())
    return _NAME


def _fill(book: xlsxwriter.Workbook, package: DataPackage) -> None:
    """Write every sheet of the workbook."""
    facts = about(package)
    properties = {"title": facts["title"], "comments": facts["citation"]}
    # Without a fixed date the workbook would hold the hour at which it was made.
    book.set_properties({**properties, "created": datetime.fromisoformat(facts["date"])})
    prose = book.add_format({"text_wrap": True, "valign": "top"})
    _write_sheet(book, "about", ("name", "value"), list(facts.items()), prose)
    _write_sheet(book, "codebook", _CODEBOOK, list(_codebook(package)), prose)
    for table in package.tables:
        columns = [field["name"] for field in package.schema(table)["fields"]]
        rows = package.read(table).to_pylist()
        _write_sheet(book, table, columns, [tuple(row.values()) for row in rows])


def _write_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    prose: Format | None = None,
) -> None:
    """Write a sheet with a head that stays in sight and can be filtered by; `prose` is the format of running text."""
    sheet = book.add_worksheet(name)
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row):
            if _write_cell(sheet, (number, position), value, days, prose):
                raise UsageError(f"{name}, row {number}, {columns[position]}: more than Excel can hold; use csv")
        if prose:  # Excel would find the height by itself, LibreOffice does not
            sheet.set_row(number, _LINE * max(len(wrap(str(value), _WIDEST)) for value in row))
    for position, column in enumerate(columns):
        longest = max([len(column) + _BUTTON, *(_length(row[position]) for row in rows)])
        sheet.set_column(position, position, min(longest + 1, _WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})


def _length(value: Cell) -> int:
    """Return how many characters a value takes."""
    return 0 if value is None else len(str(value))


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: Cell, days: Format, prose: Format | None) -> bool:
    """Write a value as what it is and return whether Excel cannot hold it."""
    if value is None:
        return False
    if isinstance(value, str):
        return bool(sheet.write_string(*at, value, prose))
    if isinstance(value, bool):
        return bool(sheet.write_boolean(*at, value))
    if isinstance(value, date):
        return value < _FIRST_DAY or bool(sheet.write_datetime(*at, value, days))
    exact = math.isfinite(value) and float(f"{value:.15g}") == value
    return not exact or bool(sheet.write_number(*at, value))


def _codebook(package: DataPackage) -> Iterator[tuple[Cell, ...]]:
    """Yield the lines of the codebook: each table, its columns, and their codes."""
    for table in package.tables:
        schema = package.schema(table)
        yield table, None, None, schema["title"], schema["description"], None, None, None, None
        for field in schema["fields"]:
            yield table, field["name"], None, *_column_facts(field)
            for code in field.get("categories", []):
                yield table, field["name"], code["value"], code["label"], code["description"], None, None, None, None


def _column_facts(field: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Return what the codebook says of a column, from its title on."""
    required = "yes" if field.get("constraints", {}).get("required") else "no"
    return field["title"], field["description"], field["type"], field["origin"], required, field.get("example")
