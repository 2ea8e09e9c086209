"""Fourth stage: each value is derived again from its words, and compared; then each row is read as one.

It works on the built tables, so that what is proved is what users get. Its doors: `reread` for the values,
`rows.check_rows` for what belongs together in a row, `coverage.check_coverage` for what no value accounts for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, place
from pipeline.faults import Fault
from pipeline.model import Records
from pipeline.read.schema import Schemas
from pipeline.reread.advice import fix_of
from pipeline.reread.grounding import Facts, facts_of, idle_step, reading_fault

Row = Mapping[str, Any]
Cell = tuple[str, str, str]
"""Table, row id and column."""


@dataclass(frozen=True)
class Rereading:
    """How many cells must be read again, how many were, and in how many the reading differs from the value.

    `judged` counts the cells whose value is a judgement, which no reader can derive: they have words and are not read.
    """

    due: int
    checked: int
    wrong: int
    judged: int


def reread(tables: Mapping[str, pa.Table], schemas: Schemas, records: Records) -> tuple[Rereading, list[Fault]]:
    """Return how many quoted and coded cells were read again, and a fault for each reading that differs.

    A cell is right when every quote that supports it reads as its value. A cell without words is not checked; it was
    reported when its record was read.
    """
    facts = facts_of(tables, schemas, records.forms)
    evidence: dict[Cell, list[Row]] = {}
    for row in tables[EVIDENCE].to_pylist():
        evidence.setdefault((row["table_name"], row["row_id"], row["field"]), []).append(row)
    due, judged, wrong, faults = 0, 0, 0, list[Fault]()
    for schema in schemas.tables:
        for column in schema.columns:
            filled = sum(bool(column.values_said(cell)) for cell in tables[schema.name].column(column.name).to_pylist())
            due += filled if column.origin in ("quoted", "coded") else 0
            judged += filled if column.origin == "judged" else 0
    checked = 0
    for cell, rows in evidence.items():
        if schemas.table(cell[0]).column(cell[2]).origin != "judged":
            checked += 1
            cell_faults = _cell_faults(cell, rows, facts, records)
            wrong += 1 if cell_faults else 0
            faults += cell_faults
    return Rereading(due, checked, wrong, judged), faults


def _cell_faults(cell: Cell, rows: Sequence[Row], facts: Facts, records: Records) -> list[Fault]:
    """Return a fault for each quote of a cell whose words do not read as its value, or do so without all its steps."""
    table, row_id, field = cell
    position, subject, faults = place(table, row_id), f"{row_id}.{field}", []
    for row in rows:
        if difference := reading_fault(row, facts):
            faults.append(Fault(position, "reading-differs", subject, *difference, fix_of(row, facts, records)))
        elif idle := idle_step(row, facts):
            faults.append(Fault(position, "step-idle", subject, *idle))
    return faults
