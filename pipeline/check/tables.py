"""Are the built tables what their Table Schemas say? Pandera, made from the schemas, and what it leaves out.

Pandera checks types, order of columns, required, unique, limits, patterns, codes and unique keys.
Its type checks are lenient, so the exact types and the order of the codes are asserted beside it;
lexical forms and keys between tables it does not know. The rules across columns and tables that no
Table Schema can say are in ``pipeline/check/rules.py`` and the modules beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from counternarcotics._arrow import arrow_schema
from counternarcotics._frames import to_frame
from pipeline.check import rules, rules_across, rules_events, rules_evidence
from pipeline.check.built import Built, Finding
from pipeline.faults import Fault, Position, nearest
from pipeline.read.schema import Column, Schemas, TableSchema
from pipeline.write.descriptor import described

TYPES: Mapping[str, Any] = {
    "string": pd.StringDtype(na_value=np.nan),
    "integer": pd.Int64Dtype(),
    "number": np.dtype("float64"),
    "boolean": pd.BooleanDtype(),
    "date": np.dtype("datetime64[s]"),
}
MEND = "mend the value or, if it is right, the schema"
RULES = (*rules.RULES, *rules_across.RULES, *rules_events.RULES, *rules_evidence.RULES)


def check_tables(tables: Mapping[str, pa.Table], schemas: Schemas) -> list[Fault]:
    """Return every fault of the built tables: each table against its schema, then the rules across them."""
    built = Built(schemas, {name: table.to_pylist() for name, table in tables.items()})
    faults: list[Fault] = []
    for schema in schemas.tables:
        faults += check_table(tables[schema.name], schema, schemas)
    for rule in RULES:
        faults += [finding.as_fault(rule.__name__.replace("_", "-")) for finding in rule(built)]
    return sorted(set(faults))


def check_table(table: pa.Table, schema: TableSchema, schemas: Schemas) -> list[Fault]:
    """Return what of one table is not as its Table Schema says."""
    if table.schema != arrow_schema(schema.raw):
        seen = f"columns {table.schema.to_string(show_field_metadata=False)!r}"
        return [
            Fault(
                Position(schema.name),
                "unnamed",
                schema.name,
                seen,
                "the columns and types of its Table Schema",
                "build it anew",
            )
        ]
    faults = list(_pandera_faults(table, schema, schemas))
    return faults or list(_type_faults(table, schema, schemas))


def pandera_schema(schema: TableSchema, schemas: Schemas) -> pandera.DataFrameSchema:
    """Return a Table Schema as a Pandera schema for the frame in which codes are still texts."""
    columns = {column.name: _pandera_column(column, schemas.codes(column)) for column in schema.columns}
    unique = [_unique_check(schema, key) for key in schema.unique_keys]
    return pandera.DataFrameSchema(columns, checks=unique, strict=True, ordered=True, name=schema.name)


def _pandera_column(column: Column, codes: Sequence[str]) -> pandera.Column:
    """Return one field of a Table Schema as a Pandera column."""
    return pandera.Column(
        TYPES[column.type],
        checks=_column_checks(column, codes),
        nullable=not column.required,
        unique=bool(column.constraints.get("unique", False)),
        title=column.title,
        description=column.description,
    )


def _column_checks(column: Column, codes: Sequence[str]) -> list[pandera.Check]:
    """Return the limits, pattern, lengths and codes of a field as Pandera checks, each worded for messages."""
    limits = column.constraints
    checks: list[pandera.Check] = []
    if "minimum" in limits:
        checks.append(pandera.Check.ge(limits["minimum"], error=f"{limits['minimum']} or more"))
    if "maximum" in limits:
        checks.append(pandera.Check.le(limits["maximum"], error=f"{limits['maximum']} or less"))
    if "pattern" in limits:
        pattern = str(limits["pattern"])
        checks.append(pandera.Check(lambda cells: cells.str.fullmatch(pattern), error=f"the pattern {pattern}"))
    if "minLength" in limits or "maxLength" in limits:
        low, high = limits.get("minLength"), limits.get("maxLength")
        checks.append(pandera.Check.str_length(low, high, error=f"a length from {low or 0} to {high or 'any'}"))
    if column.vocabulary:
        checks.append(pandera.Check.isin(codes, error=f"a code of the vocabulary {column.vocabulary}"))
    return checks


def _unique_check(schema: TableSchema, key: Sequence[str]) -> pandera.Check:
    """Return the check that no two rows have the same values in the columns of `key`.

    Empty cells count as equal: two rows that differ in nothing but an empty cell are one row twice.
    """
    names = list(key)
    return pandera.Check(
        lambda frame: ~frame.duplicated(names, keep=False), error=f"no other row with the same {', '.join(names)}"
    )


def _pandera_faults(table: pa.Table, schema: TableSchema, schemas: Schemas) -> Iterator[Fault]:
    """Yield what Pandera finds in one table, each failed cell once."""
    ids = table.column(schema.id_name).to_pylist()
    # Arrow would refuse an empty cell of a required column before Pandera could name it.
    lenient = table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))
    frame = to_frame(lenient, schema.raw)
    try:
        pandera_schema(schema, schemas).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases.astype(object)
        for case in cases.where(cases.notna(), None).to_dict("records"):
            yield _worded(case, schema, schemas, ids)


def _worded(case: Mapping[str, Any], schema: TableSchema, schemas: Schemas, ids: Sequence[str]) -> Fault:
    """Return one of Pandera's failure cases as a fault."""
    row_id = str(ids[int(case["index"])]) if case["index"] is not None else ""
    whole_row = case["schema_context"] == "DataFrameSchema"
    column = schema.id_name if whole_row else str(case["column"])
    if case["check"] == "not_nullable":
        seen, expected = "an empty cell", "a value, which the schema requires"
    elif case["check"] == "field_uniqueness":
        seen, expected = f'"{case["failure_case"]}" stands in two rows', "a value of its own in each row"
    elif whole_row:
        seen, expected = "the row is there twice", str(case["check"])
    else:
        seen, expected = f'"{case["failure_case"]}"', str(case["check"])
    codes = () if whole_row else schemas.codes(schema.column(column))
    todo = nearest(str(case["failure_case"]), codes) if codes and case["check"] != "not_nullable" else MEND
    return Finding((schema.name, row_id, column), seen, expected, todo).as_fault("unnamed")


def _type_faults(table: pa.Table, schema: TableSchema, schemas: Schemas) -> Iterator[Fault]:
    """Yield the columns of the users' frame whose type, or whose codes' order, is not exactly the schema's."""
    frame = to_frame(table, described(schema, schemas))
    for column in schema.columns:
        found, codes = frame[column.name].dtype, schemas.codes(column)
        expected = pd.CategoricalDtype(pd.Index(codes, dtype=TYPES["string"])) if codes else TYPES[column.type]
        same = found == expected and type(found) is type(expected)
        if isinstance(found, pd.CategoricalDtype):
            same = same and list(found.categories) == list(codes) and not found.ordered
        if not same:
            subject = f"{schema.name}.{column.name}"
            yield Fault(
                Position(schema.name),
                "unnamed",
                subject,
                f"the type {found!r}",
                repr(expected),
                "mend the loader or the schema",
            )
