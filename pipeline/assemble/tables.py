"""From records and their located evidence to Arrow tables: in the columns and the order of rows of the schemas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from counternarcotics._shared.arrow import arrow_schema
from counternarcotics._shared.fingerprint import BATCH, cell_text, column_texts
from pipeline.assemble import derived
from pipeline.assemble.timeline import TIMELINE, timeline_of
from pipeline.faults import Fault, Position, fault_at
from pipeline.model import PASSAGES, Article, Located, Record, Value, id_order
from pipeline.read.claimants import named_by
from pipeline.read.schema import Column, Schemas, TableSchema

EVIDENCE = "evidence"
_READINGS = {"quoted": "read", "coded": "cue", "judged": "judged"}

Row = Mapping[str, Value | None]


def build_tables(
    records: Iterable[Record],
    located: Iterable[Located],
    articles: Mapping[str, Article],
    schemas: Schemas,
    ledger: Sequence[Row] = (),
) -> tuple[dict[str, pa.Table], list[Fault]]:
    """Return every table of the schemas by name, and a fault for each value that could not be made.

    The result does not depend on the order of `records`, `located` and `ledger`, the rows of `passages`; a cell with a
    fault is left empty.
    """
    facts = derived.context(records, located, articles, schemas)
    growing = {schema.name: _Growing(schema) for schema in schemas.tables}
    faults: list[Fault] = []
    for record in facts.records.values():
        row, row_faults = _row(record, schemas.table(record.table), facts)
        faults += row_faults
        growing[record.table].add(row)
        for evidence_row in _evidence_rows(record, row, facts):
            growing[EVIDENCE].add(evidence_row)
    for passage in ledger:
        growing[PASSAGES].add(passage)
    tables = {name: growing.pop(name).table() for name in [*growing] if name != TIMELINE}
    if TIMELINE in growing:  # which a part of the tables does not show
        for event in timeline_of(tables, schemas):
            growing[TIMELINE].add(event)
        tables[TIMELINE] = growing[TIMELINE].table()
    return {schema.name: tables[schema.name] for schema in schemas.tables}, faults


def cell_texts(table: pa.Table, schema: TableSchema) -> list[dict[str, str]]:
    """Return the rows of a table as the texts that its CSV file holds, by column; empty for null."""
    names = [column.name for column in schema.columns]
    return [dict(zip(names, row, strict=True)) for row in text_rows(table, schema)]


def text_rows(table: pa.Table, schema: TableSchema) -> Iterator[tuple[str, ...]]:
    """Yield the texts of each row of a table in the order of the schema's columns; empty for null."""
    ordered = table.select([column.name for column in schema.columns])
    for batch in ordered.to_batches(max_chunksize=BATCH):
        yield from zip(*(column_texts(column).fill_null("").to_pylist() for column in batch.columns), strict=True)


def row_order(row: Row, schema: TableSchema) -> tuple[Any, ...]:
    """Return what the rows of a table are sorted by: its column for that, empty cells last, or else the ids.

    Rows that are equal in that column stay as they were made.
    """
    if schema.sorted_by is None:
        return id_order(str(row[schema.id_name]))
    value = row[schema.sorted_by]
    return value is None, value or ""


def place(table: str, row_id: str) -> Position:
    """Return where a fault of a built row is: its table and id."""
    return Position(f"{table}/{row_id}")


def _row(record: Record, schema: TableSchema, facts: derived.Context) -> tuple[Row, list[Fault]]:
    """Return a record's own and derived values by column, and why those that are missing could not be made."""
    row: dict[str, Value | None] = {}
    faults: list[Fault] = []
    for column in schema.columns:
        row[column.name] = record.values.get(column.name)
        if column.origin == "derived":
            try:
                row[column.name] = derived.derive(record, column.name, facts)
            except (ArithmeticError, LookupError, ValueError) as error:
                fault = fault_at(record.place(column.name), record.row_id, column.name)
                reason = f"{error} is missing" if isinstance(error, LookupError) else str(error)
                seen, expected = f"the value cannot be computed: {reason}", "all that it is computed from"
                fix = "correct the values, and the codes in schemas/vocabularies, that it is computed from"
                faults.append(fault("value-not-computed", seen, expected, fix))
    return row, faults


class _Growing:
    """A table in the making: its rows are Python objects only until a batch of them becomes Arrow."""

    def __init__(self, schema: TableSchema) -> None:
        self.schema = schema
        self.types = arrow_schema(schema.raw)
        self.rows: list[Row] = []
        self.batches: list[pa.RecordBatch] = []

    def add(self, row: Row) -> None:
        """Add a row."""
        self.rows.append(row)
        if len(self.rows) == BATCH:
            self.close_batch()

    def close_batch(self) -> None:
        """Make Arrow of the rows that are Python objects."""
        arrays = [pa.array([row[field.name] for row in self.rows], field.type) for field in self.types]
        self.batches.append(pa.RecordBatch.from_arrays(arrays, schema=self.types))
        self.rows = []

    def table(self) -> pa.Table:
        """Return the rows as one table with the types and in the order of the Table Schema; none is left here."""
        self.close_batch()
        table = pa.Table.from_batches(self.batches, self.types)
        self.batches = []
        order = _in_order(table, self.schema)
        columns = []
        for name in self.types.names:
            # One column at a time, so that most of them are in memory once.
            columns.append(table[name].take(order).combine_chunks())
            table = table.drop_columns([name])
        return pa.Table.from_arrays(columns, schema=self.types)


def _in_order(table: pa.Table, schema: TableSchema) -> pa.Array:
    """Return the numbers of the rows, from 0, in the order of `row_order`."""
    if schema.sorted_by:
        return pc.sort_indices(table, sort_keys=[(schema.sorted_by, "ascending")])
    ids = table[schema.id_name]
    padded = [pa.array([id_order(row_id)[0] for row_id in chunk.to_pylist()], pa.string()) for chunk in ids.chunks]
    by_id = pa.table({"padded": pa.chunked_array(padded, pa.string()), "id": ids})
    return pc.sort_indices(by_id, sort_keys=[("padded", "ascending"), ("id", "ascending")])


def _evidence_rows(record: Record, row: Row, facts: derived.Context) -> Iterator[Row]:
    """Yield one row for each value and quote that says it; a value's quotes count from 1 as written."""
    for column in facts.schemas.table(record.table).columns:
        value = row[column.name]
        # Words for a value that needs none are a fault of the record.
        if value is not None and column.needs_words:
            for number, tie in enumerate(facts.ties(record.table, record.row_id, column.name), start=1):
                yield _evidence_row(tie, number, value, column, facts)


def _evidence_row(tie: Located, number: int, value: Value, column: Column, facts: derived.Context) -> Row:
    """Return the evidence row of one value, as its CSV file has it, and one quote."""
    record, article = tie.record, facts.articles[tie.evidence.source_id]
    return {
        "evidence_id": "--".join((record.table, record.row_id, tie.field, str(number))).replace("_", "-"),
        "table_name": record.table,
        "row_id": record.row_id,
        "field": tie.field,
        "value": (named_by(tie.field, tie.evidence) or "") if column.is_filled else cell_text(value),
        "source_id": article.source_id,
        "seed_file": article.seed_file,
        "quote": tie.evidence.quote,
        "quote_start": tie.quote_start,
        "quote_end": tie.quote_end,
        "words": tie.words.text,
        "words_start": tie.words_start,
        "words_end": tie.words_end,
        "attributed_to": tie.evidence.attributed_to,
        "reported_by": tie.evidence.reported_by,
        "anchor": tie.words.anchor,
        "inference": tie.words.inferred,
        "country": tie.words.country,
        "fiscal_start": tie.words.fiscal_start,
        "reach": tie.words.reach,
        "repeats": tie.words.repeats,
        "exempt": tie.words.exempt,
        "reading": _reading(tie, column),
    }


def _reading(tie: Located, column: Column) -> str:
    """Return how value and words are tied."""
    if tie.words.inferred:
        return "inferred"
    return "resolved" if tie.words.anchor else _READINGS[column.origin]
