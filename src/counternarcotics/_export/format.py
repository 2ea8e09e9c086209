"""What an export format is. Each module in `formats` sets `FORMAT`, and its name is the name of the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counternarcotics._package import DataPackage

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Format:
    """An export format.

    Attributes:
        contents: What the files are, in sentences for the README.
        write: Writes the tables and the verdicts of their cells (`support`) into a folder. What every export carries
            is added to them; ``codebook.csv`` is there already.
        loading: The lines that load the table `seizures`, by ``pandas``, ``polars`` and ``R``.
        table_file: The file of one table, such as ``{table}.csv``, where each table has its own: Hugging Face loads it.
        pack: Makes one file of the finished folder, beside it, and returns that file, where the export is one file.
        for_excel: The same format with cells that a spreadsheet does not change.
    """

    contents: str
    write: Callable[[DataPackage, pa.Table, Path], None]
    loading: Mapping[str, str]
    table_file: str | None = None
    pack: Callable[[Path], Path] | None = None
    for_excel: Format | None = None
