"""What the CSV files hold, read with the standard library and the types of the descriptor alone."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

VALUES: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "date": str,
}
"""What a cell of a CSV file says, by the type of its column."""


def read(folder: Path, name: str) -> dict[str, Any]:
    """Return what a JSON file holds."""
    content: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return content


def rows(folder: Path, table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a table's CSV file as values, each named ``table/column``; an empty cell is None."""
    kinds = {field["name"]: VALUES[field["type"]] for field in table["schema"]["fields"]}
    with (folder / table["path"]).open(encoding="utf-8", newline="") as file:
        return [
            {f"{table['name']}/{name}": kinds[name](text) if text else None for name, text in row.items()}
            for row in csv.DictReader(file)
        ]
