"""How each cell of a table is supported, in one word: what `counternarcotics.support` says and the exports carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counternarcotics._package import DataPackage, installed
from counternarcotics._shared.origins import WORDED

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

STRONGEST_FIRST = ("read", "inferred", "across_sentences", "judged")
"""What evidence can say of a value. Of several pieces of evidence for one cell, the strongest decides."""

Cell = tuple[str, str, str]
"""The table, the id of the row, and the column of a value."""


def support(table: str) -> pd.DataFrame:
    """Return the verdicts of a table as a frame; `counternarcotics.support` says how."""
    from counternarcotics._load import frame_of

    package = installed()
    return frame_of(package, _verdicts(package, table, _by_evidence(package)), table)


def long_table(package: DataPackage) -> pa.Table:
    """Return a row for each cell that has a value: `table_name`, `row_id`, `field` and `verdict`.

    The tables that prove the others and have no values of their own, `evidence` and `passages`, are left out.
    """
    import pyarrow as pa

    by_evidence, cells = _by_evidence(package), list[tuple[str, str, str, str]]()
    for table in package.tables:
        if package.schema(table).get("built") and package.home(table) == table:
            continue
        ids = package.read(table).column(package.key(table)).to_pylist()
        for row_id, row in zip(ids, _verdicts(package, table, by_evidence).to_pylist(), strict=True):
            cells += [(table, row_id, field, verdict) for field, verdict in row.items() if verdict]
    names = ("table_name", "row_id", "field", "verdict")
    rows = [dict(zip(names, cell, strict=True)) for cell in cells]
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names]))


def verdict_of(evidence: Mapping[str, Any]) -> str:
    """Return what one row of the table `evidence` says of its value.

    A code whose phrase is in the words (`cue`) and a date that is counted from an anchor (`resolved`) are read: the
    build comes to them again from the words. A value that follows from its words by a step is inferred. Where the words
    stand away from the sentence that decides what the row is (`reach`, of any kind), that is said instead, of a value
    that was inferred too. A judgement is one wherever its words stand.

    >>> verdict_of({"reading": "cue", "reach": None}), verdict_of({"reading": "inferred", "reach": "other_article"})
    ('read', 'across_sentences')
    """
    if evidence["reading"] == "judged":
        return "judged"
    if evidence["reach"]:
        return "across_sentences"
    return "inferred" if evidence["reading"] == "inferred" else "read"


def _by_evidence(package: DataPackage) -> dict[Cell, str]:
    """Return the verdict of each cell that has evidence."""
    verdicts = dict[Cell, str]()
    rows = package.read("evidence").select(["table_name", "row_id", "field", "reading", "reach"])
    for row in rows.to_pylist():
        cell = (row["table_name"], row["row_id"], row["field"])
        verdicts[cell] = min(verdict_of(row), verdicts.get(cell, STRONGEST_FIRST[-1]), key=STRONGEST_FIRST.index)
    return verdicts


def _verdicts(package: DataPackage, table: str, by_evidence: Mapping[Cell, str]) -> pa.Table:
    """Return the verdict of each cell of a table; an empty cell has none.

    A table that shows another again, as the timeline shows `events`, has the verdicts of the other for the columns of
    the same names.
    """
    import pyarrow as pa

    rows, home = package.read(table), package.home(table)
    ids = rows.column(package.key(table)).to_pylist()
    origins = {field["name"]: field["origin"] for name in (table, home) for field in package.schema(name)["fields"]}
    verdicts = {}
    for field in rows.column_names:
        # What the build fills in has no words, in a column that has words elsewhere.
        wordless = "derived" if origins[field] in WORDED else origins[field]
        cells = zip(ids, rows.column(field).is_valid().to_pylist(), strict=True)
        texts = [by_evidence.get((home, row, field), wordless) if filled else None for row, filled in cells]
        verdicts[field] = pa.array(texts, pa.string())
    return pa.table(verdicts)
