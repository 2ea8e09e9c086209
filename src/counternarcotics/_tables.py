"""What the tables are: their names, how many rows each has, and what one row is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Tables(list[str]):
    """The names of the tables; a prompt shows beside each how many rows it has, and what one row is."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Take names, numbers of rows and descriptions from the entries of the descriptor."""
        super().__init__(entry["name"] for entry in entries)
        self._text = "\n".join("  ".join(pair) for pair in described(entries))
        self._described = list(self)

    def __repr__(self) -> str:
        return self._text if self == self._described else super().__repr__()

    def __reduce__(self) -> tuple[type[list[str]], tuple[list[str]]]:
        """Let copies and pickles be ordinary lists."""
        return list, (list(self),)


def described(entries: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return the name of each table with its number of rows, and what one row is; first a head.

    >>> described([{"name": "seizures", "rows": 2, "description": "One row is one seizure. A total is one too."}])
    [('table      rows', 'one row is'), ('seizures      2', 'one seizure')]
    """
    wide = max(len(entry["name"]) for entry in entries)
    head = (f"{'table':<{wide}}  {'rows':>5}", "one row is")
    return [
        head,
        *((f"{entry['name']:<{wide}}  {entry['rows']:>5}", _one_row(entry["description"])) for entry in entries),
    ]


def _one_row(description: str) -> str:
    """Return what one row of a table is, from its description."""
    return description.partition(". ")[0].removesuffix(".").removeprefix("One row is ")
