"""US–China counternarcotics cooperation as typed tables: every value traced to the words that say it.

>>> import counternarcotics as cn
>>> "events" in cn.tables()
True
"""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from counternarcotics._paths import data_root

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["load", "tables"]


def tables() -> list[str]:
    """Return the names of the tables, in the order of ``datapackage.json``.

    Raises:
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    return [resource["name"] for resource in _resources() if resource["format"] == "csv"]


def load(table: str) -> pd.DataFrame:
    """Return a table as a new frame, typed as its Table Schema says.

    Text is ``str``, integers are ``Int64``, numbers ``float64``, booleans ``boolean``, dates ``datetime64[s]``; a
    column with a vocabulary is a category that knows all its codes, in the vocabulary's order. An empty cell is
    missing; the text ``NA`` is text.

    Args:
        table: One of the names that `tables` lists.

    Raises:
        ValueError: There is no such table; the message lists those that exist and names the nearest.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    parquet = {resource["name"]: resource for resource in _resources() if resource["format"] == "parquet"}
    if f"{table}-parquet" not in parquet:
        raise ValueError(_unknown(table))
    from counternarcotics import _arrow, _frames

    resource = parquet[f"{table}-parquet"]
    schema = resource["schema"]
    return _frames.to_frame(_arrow.read_parquet(data_root() / resource["path"], schema), schema)


def _resources() -> list[dict[str, Any]]:
    """Return the resources of the descriptor that the data came with."""
    descriptor: dict[str, Any] = json.loads((data_root() / "datapackage.json").read_text(encoding="utf-8"))
    resources: list[dict[str, Any]] = descriptor["resources"]
    return resources


def _unknown(table: str) -> str:
    """Return the message for a name that no table has."""
    names = tables()
    nearest = difflib.get_close_matches(str(table), names, n=1)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    return f"There is no table {table!r}.{hint} The tables are: {', '.join(names)}."
