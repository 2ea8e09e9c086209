"""Are the built tables what the schemas say? Pandera gets the frame that users get.

What it checks is made from the Table Schemas in ``schemas/pandera_schemas.py``; what needs more than one row is in
`rules`, which runs first: a build that fails there need not load Pandera.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from counternarcotics._shared.frames import to_frame
from pipeline.assemble.built import Finding
from pipeline.assemble.tables import EVIDENCE
from pipeline.faults import Fault, Position, nearest, shown
from pipeline.read.schema import Schemas, TableSchema
from schemas.pandera_schemas import TYPE_WRONG, pandera_schema

CORRECT = "correct the value or, if it is right, the schema"

# Pandera's names for what it checks by itself → the kind of fault, and what is expected.
PANDERA_KINDS: Mapping[str, tuple[str, str]] = {
    "not_nullable": ("value-missing", "a value, which the schema requires"),
    "field_uniqueness": ("value-repeated", "a value of its own in each row"),
    "column_in_dataframe": ("column-missing", "all columns of the Table Schema"),
    "column_in_schema": ("column-unknown", "the columns of the Table Schema alone"),
    "column_ordered": ("column-out-of-order", "the columns in the order of the Table Schema"),
}


def check_tables(tables: Mapping[str, pa.Table], schemas: Schemas) -> list[Fault]:
    """Return what Pandera finds in the built tables."""
    return [fault for schema in schemas.tables for fault in check_table(tables[schema.name], schema, schemas)]


def check_table(table: pa.Table, schema: TableSchema, schemas: Schemas) -> list[Fault]:
    """Return what Pandera finds in one table: wrong cells or, if there are none, wrong columns."""
    # Arrow would refuse an empty cell of a required column before Pandera could name it.
    frame = to_frame(table.cast(pa.schema([field.with_nullable(True) for field in table.schema])))
    codes = {
        name: [{"code": code.code, **code.extra} for code in vocabulary.codes]
        for name, vocabulary in schemas.vocabularies.items()
    }
    try:
        pandera_schema(schema.raw, codes).validate(frame, lazy=True, inplace=True)
    except pandera.errors.SchemaErrors as errors:
        cells = [fault for error in errors.schema_errors for fault in _cell_faults(error, frame, schema, schemas)]
        columns = [_column_fault(error, schema) for error in errors.schema_errors]
        # On cells of a wrong type other checks stop too.
        return cells or [fault for fault in columns if fault.kind == TYPE_WRONG] or columns
    return []


def _cell_faults(
    error: pandera.errors.SchemaError, frame: pd.DataFrame, schema: TableSchema, schemas: Schemas
) -> Iterator[Fault]:
    """Yield a fault for each cell that fails one of Pandera's checks; none where it is about whole columns."""
    check = error.check
    if isinstance(check, pandera.Check):
        if not isinstance(error.check_output, pd.Series):
            return
        rows = error.check_output.index[~error.check_output].tolist()
        kind, expected = str(check.name), str(check.error)
    elif isinstance(error.failure_cases, pd.DataFrame):
        rows = error.failure_cases["index"].tolist()
        kind, expected = PANDERA_KINDS[check]
    else:
        return
    about = (check.statistics or {}) if isinstance(check, pandera.Check) else {}
    column = about.get("cell") or error.schema.name
    for row in rows:
        cells = {name: frame.at[row, name] for name in (column, *about.get("beside", ()))}
        fix = CORRECT
        if kind == "code-unknown":
            fix = nearest(str(cells[column]), schemas.codes(schema.column(column)))
        where = [schema.name, str(frame.at[row, schema.id_name]), column]
        if schema.name == EVIDENCE:
            # Curators write evidence with the value that it supports.
            where = [str(frame.at[row, name]) for name in ("table_name", "row_id", "field")]
        table, row_id, field = where
        yield Finding((table, row_id, field), _shown(cells, named=schema.name == EVIDENCE), expected, fix).as_fault(
            kind
        )


def _shown(cells: Mapping[str, Any], *, named: bool) -> str:
    """Return the cells of a row that a check looked at, with their columns if `named` or where there are several.

    >>> _shown({"unit": None, "quantity": 430.0}, named=False), _shown({"unit": "kg"}, named=False)
    ('unit empty, quantity 430.0', '"kg"')
    """
    texts = {column: _text(value) for column, value in cells.items()}
    if named or len(texts) > 1:
        return ", ".join(f"{column} {text}" for column, text in texts.items())
    return next("an empty cell" if text == "empty" else text for text in texts.values())


def _text(value: Any) -> str:
    """Return a cell as text: a text in quotation marks, a day without its hours."""
    if pd.isna(value):
        return "empty"
    if isinstance(value, str):
        return shown(value)
    return str(value.date() if isinstance(value, pd.Timestamp) else value)


def _column_fault(error: pandera.errors.SchemaError, schema: TableSchema) -> Fault:
    """Return what Pandera says of a whole column as a fault."""
    if isinstance(error.check, pandera.Check):
        kind, expected, column = str(error.check.name), str(error.check.error), str(error.schema.name)
        seen = "another type" if kind == TYPE_WRONG else f"a check that stopped: {error.failure_cases}"
    else:
        kind, expected = PANDERA_KINDS[error.check]
        column = str(error.failure_cases)
        seen = f"the column {column}" if kind != "column-missing" else f"no column {column}"
    return Fault(Position(schema.name), kind, f"{schema.name}.{column}", seen, expected, "correct the schema or loader")
