"""Export as CSV: the published files byte for byte, or files whose cells a spreadsheet leaves as they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow as pa

from counternarcotics._export.format import Format
from counternarcotics._export.tables import all_tables, copy_tables, csv_bytes
from counternarcotics._package import DataPackage

_BOM = b"\xef\xbb\xbf"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_TIMES_AND_NUMBERS = ("a", "p", "am", "pm", "e")
_LONGEST_LITERAL = 255


def write(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write the published file of each table, and ``support.csv``; raises as `about.write` does."""
    copy_tables(package, "csv", folder)
    (folder / "support.csv").write_bytes(csv_bytes(support))


def write_for_excel(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write each table, the codebook and the verdicts for a spreadsheet; raises as `about.write` does."""
    for name, table in all_tables(package, support).items():
        (folder / f"{name}.csv").write_bytes(_BOM + csv_bytes(table, guarded))


def guarded(value: Any) -> Any:
    """Return a value, a text that a spreadsheet would turn into something else as a formula that gives the text.

    >>> guarded("2019-05"), guarded("430kg"), guarded(430.0)
    ('="2019-05"', '430kg', 430.0)
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, str) or not _would_be_turned(value):
        return value
    pieces = [value[start : start + _LONGEST_LITERAL] for start in range(0, len(value), _LONGEST_LITERAL)]
    return "=" + "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def _would_be_turned(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula, a truth value, a date, a time or a number."""
    folded = text.strip().casefold()
    if folded.startswith(("=", "+", "-", "@")) or folded in ("true", "false"):
        return True
    words = re.findall(r"[^\W\d_]+", folded)
    return any(map(str.isdigit, text)) and all(word in _IN_TIMES_AND_NUMBERS or word[:3] in _MONTHS for word in words)


FORMAT = Format(
    contents="Each table is one CSV file: UTF-8, commas, names in the first line.",
    write=write,
    table_file="{table}.csv",
    loading={
        "pandas": 'import pandas as pd\n\nseizures = pd.read_csv("seizures.csv", keep_default_na=False, na_values="")',
        "polars": 'import polars as pl\n\nseizures = pl.read_csv("seizures.csv")',
        "R": 'seizures <- read.csv("seizures.csv", na.strings = "", encoding = "UTF-8")',
    },
    for_excel=Format(
        contents=(
            "Each table is one CSV file for a spreadsheet. A text that would turn into a date, a number or a formula "
            'is written as `="…"`, which shows as the text: so 2019-05 does not become May-19. This was tried in '
            "LibreOffice, not in Excel. Where numbers have a decimal comma, use the workbook. For programs, use `csv` "
            "without `--for-excel`."
        ),
        write=write_for_excel,
        loading={},
    ),
)
