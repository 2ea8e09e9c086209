"""Export as one Excel workbook: how to read a row, then a sheet a table, with links between a row and its evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from counternarcotics._errors import UsageError
from counternarcotics._export.about import HOW_TO_READ, facts
from counternarcotics._export.format import Format
from counternarcotics._export.tables import all_tables
from counternarcotics._package import DataPackage
from counternarcotics._shared.frames import to_frame

_NAME = "counternarcotics.xlsx"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"valign": "top", "text_wrap": True},
}
_WIDEST = 50  # characters of a column
_PAPER = 250  # characters, which can still be read across A4


def write(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write ``counternarcotics.xlsx``; raises as `about.write` does.

    Text stays text, whatever it looks like; numbers, booleans and days are such.
    """
    tables = all_tables(package, support)
    by_row = [(column, "ascending") for column in ("table_name", "row_id", "evidence_id")]
    tables["evidence"] = tables["evidence"].sort_by(by_row)
    content, options = BytesIO(), {"options": _OPTIONS}
    with pd.ExcelWriter(content, "xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs=options) as writer:
        _write_read_me(writer.book, package)
        for name, table in tables.items():
            if misfits := [column for column in table.column_names if not all(map(_fits, table[column].to_pylist()))]:
                raise UsageError(f"{name}: its column {misfits[0]} has more than Excel can hold; use csv")
            to_frame(table).to_excel(writer, sheet_name=name, index=False, header=False, startrow=1)
            _lay_out(writer.book, writer.sheets[name], name, table)
        _link(writer.sheets, package, tables)
        writer.sheets[next(iter(tables))].activate()
    (folder / _NAME).write_bytes(content.getvalue())


def _write_read_me(book: Workbook, package: DataPackage) -> None:
    """Write the first sheet: what this is, how to read a row, which sheets there are, and how to cite it."""
    notes = facts(package)
    # Without a fixed date the workbook would hold the hour at which it was made.
    book.set_properties({"title": notes["title"], "created": datetime.fromisoformat(notes["date"])})
    sheet = book.add_worksheet("read me")
    heading = book.add_format({"bold": True, "font_size": 12, "text_wrap": False})
    sheet.set_column(0, 0, _WIDEST / 2, book.add_format({"bold": True}))
    sheet.set_column(1, 1, 2 * _WIDEST)
    sheets = {table: package.resource(table)["description"] for table in package.tables}
    sheets["codebook"] = "What each table, column and code means."
    sheets["support"] = "How the value of each cell is supported."
    links = "The id of a row leads to its evidence: the words behind each of its values. The row_id there leads back."
    sections = {
        notes.pop("title"): {"what this is": f"{notes.pop('description')}."},
        "How to read a row": {**HOW_TO_READ, "links": links},
        "Sheets": sheets,
        "Version, citation and rights": notes,
    }
    row = 0
    for title, lines in sections.items():
        sheet.write_string(row, 0, title, heading)
        for pair in lines.items():
            row += 1
            sheet.write_row(row, 0, pair)
            sheet.set_row(row, _height(pair[1], 2 * _WIDEST))
        row += 2
    _set_up_print(sheet, 2 * _WIDEST)


def _lay_out(book: Workbook, sheet: Worksheet, name: str, table: pa.Table) -> None:
    """Make an Excel table of a sheet whose cells are written, and fit columns, rows and paper to it."""
    bold = book.add_format({"bold": True})
    head = [{"header": column, "header_format": bold} for column in table.column_names]
    last_row = max(table.num_rows, 1)
    sheet.add_table(0, 0, last_row, len(head) - 1, {"name": name, "columns": head, "style": "Table Style Light 9"})
    across = 0
    for position, column in enumerate(table.column_names):
        # The button of the filter hides three characters of a head.
        lengths = [len(column) + 3, *(len(str(value)) for value in table.column(column).to_pylist())]
        width = min(max(lengths) + 1, _WIDEST)
        sheet.set_column(position, position, width)
        across += width
    for number, row in enumerate(table.to_pylist(), start=1):
        sheet.set_row(number, _height(max(map(str, row.values()), key=len), _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    _set_up_print(sheet, across)


def _set_up_print(sheet: Worksheet, across: int) -> None:
    """Let a sheet that is so many characters wide be printed across A4, on as many papers as let it be read."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(math.ceil(across / _PAPER), 0)


def _height(text: str, width: int) -> int:
    """Return the height of a row for its longest text: Excel would find it by itself, LibreOffice does not."""
    return min(409, 15 * (1 + len(text) // width))  # points, of which Excel allows no more


def _link(sheets: Mapping[str, Worksheet], package: DataPackage, tables: Mapping[str, pa.Table]) -> None:
    """Link the id of each row to the first row of its evidence, and the evidence to the row."""
    ids = {table: tables[table].column(package.key(table)).to_pylist() for table in package.tables}
    evidence = [tuple(row.values()) for row in tables["evidence"].select(["table_name", "row_id"]).to_pylist()]
    first = {place: number for number, place in reversed([*enumerate(evidence, start=2)])}
    for table, rows in ids.items():
        column = package.columns(table).index(package.key(table))
        for number, row_id in enumerate(rows, start=1):
            if target := first.get((package.home(table), row_id)):
                sheets[table].write_url(number, column, f"internal:'evidence'!A{target}", string=row_id)
    column = package.columns("evidence").index("row_id")
    for number, (table, row_id) in enumerate(evidence, start=1):
        target = ids[table].index(row_id) + 2
        sheets["evidence"].write_url(number, column, f"internal:'{table}'!A{target}", string=row_id)


def _fits(value: Any) -> bool:
    """Return whether Excel holds a value without cutting or changing it."""
    if isinstance(value, str):
        return len(value) <= 32_767
    if isinstance(value, date):
        return value >= date(1900, 3, 1)  # Excel counts a day before it that never was
    return value is None or (math.isfinite(value) and float(f"{value:.15g}") == value)


FORMAT = Format(
    contents=(
        f"`{_NAME}` is a workbook with a sheet for each table, for Excel or LibreOffice. The id of a row leads to its "
        "evidence."
    ),
    write=write,
    loading={
        "pandas": (
            "import pandas as pd\n\n"
            f'seizures = pd.read_excel("{_NAME}", sheet_name="seizures", keep_default_na=False, na_values=[""])'
        ),
        "R": f'seizures <- readxl::read_excel("{_NAME}", sheet = "seizures")',
    },
)
