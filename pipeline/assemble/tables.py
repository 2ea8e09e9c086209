"""From records and their located evidence to Arrow tables: typed, in schema order, rows sorted by id."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from counternarcotics._shared.arrow import arrow_schema
from pipeline.assemble import derived
from pipeline.faults import Fault, Position
from pipeline.model import Article, Located, Record
from pipeline.read import values
from pipeline.read.marks import PASSAGES
from pipeline.read.schema import Column, Schemas, TableSchema

EVIDENCE = "evidence"
CONTEXT_LENGTH = 32
_READINGS = {"quoted": "read", "coded": "cue", "judged": "judged"}
_NOT_OF_THE_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

Row = Mapping[str, str]


def build_tables(
    records: Iterable[Record],
    located: Iterable[Located],
    articles: Mapping[str, Article],
    schemas: Schemas,
    ledger: Sequence[Row] = (),
) -> tuple[dict[str, pa.Table], list[Fault]]:
    """Return every table of the schemas by name, and a fault for each value that could not be made.

    The result does not depend on the order of `records`, `located` and `ledger`, the rows of `passages`;
    a cell with a fault is left empty.
    """
    known = derived.context(records, located, articles, schemas)
    rows: dict[str, Sequence[Row]] = {}
    faults: list[Fault] = []
    for schema in schemas.tables:
        if not schema.built:
            rows[schema.name], found = _rows(schema, known)
            faults += found
    rows[EVIDENCE] = _evidence_rows(rows, known)
    rows[PASSAGES] = ledger
    return {schema.name: _arrow(rows[schema.name], schema) for schema in schemas.tables}, faults


def cell_texts(table: pa.Table, schema: TableSchema) -> list[dict[str, str]]:
    """Return the rows of a table as the texts that its CSV file holds, by column; empty for null."""
    return [
        {column.name: values.text(row[column.name], column) for column in schema.columns} for row in table.to_pylist()
    ]


def place(table: str, row_id: str) -> Position:
    """Return where a fault of a built row is: its table and id."""
    return Position(f"{table}/{row_id}")


def _rows(schema: TableSchema, known: derived.Context) -> tuple[list[Row], list[Fault]]:
    """Return the rows of one table as texts, and why those values that are missing could not be made."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for record in known.records.values():
        if record.table != schema.name:
            continue
        row, found = _row(record, schema, known)
        faults += found
        rows.append(row)
    return rows, faults


def _row(record: Record, schema: TableSchema, known: derived.Context) -> tuple[dict[str, str], list[Fault]]:
    """Return a record's values and derived values in canonical text."""
    row: dict[str, str] = {}
    faults: list[Fault] = []
    for column in schema.columns:
        try:
            text = _cell(record, column, schema, known)
            row[column.name] = values.text(_typed(column, text), column)
        except (ArithmeticError, LookupError, ValueError) as error:
            row[column.name] = ""
            subject = f"{record.row_id}.{column.name}"
            seen = f"the value cannot be made ({error})"
            todo = "mend the values that it is made from"
            faults.append(Fault(record.place(column.name), "unnamed", subject, seen, "a value or nothing", todo))
    return row, faults


def _cell(record: Record, column: Column, schema: TableSchema, known: derived.Context) -> str:
    """Return the text of one cell: the row's id, what the record says, or what is derived."""
    if column.name == schema.id_name:
        return record.row_id
    if column.written:
        return record.values.get(column.name, "")
    return derived.derive(record, column.name, known)


def _typed(column: Column, text: str) -> values.Value | None:
    """Return the typed value of a cell.

    Texts are taken as they are: those of records have been checked, and the context of a quote may
    begin or end with a space.

    Raises:
        ValueError: the text has not the lexical form of the column's type.
    """
    if not text:
        return None
    return text if column.type == "string" else values.parse(column, text)


def _arrow(rows: Sequence[Row], schema: TableSchema) -> pa.Table:
    """Return rows of texts as an Arrow table with the types of the Table Schema, sorted by id."""
    types = arrow_schema(schema.raw)
    ordered = sorted(rows, key=lambda row: row[schema.id_name])
    arrays = [
        pa.array([_typed(column, row[column.name]) for row in ordered], types.field(column.name).type)
        for column in schema.columns
    ]
    return pa.Table.from_arrays(arrays, schema=types)


def _evidence_rows(rows: Mapping[str, Sequence[Row]], known: derived.Context) -> list[Row]:
    """Return one row for each value and quote that says it; a value's quotes count from 1 as written."""
    names = {table: known.schemas.table(table).id_name for table in rows}
    built = {(table, row[names[table]]): row for table, some in rows.items() for row in some}
    return [
        _evidence_row(one, number, built[table, row_id][name], known)
        for (table, row_id, name), found in known.located.items()
        for number, one in enumerate(found, start=1)
        if built.get((table, row_id), {}).get(name)
    ]


def _evidence_row(one: Located, number: int, value: str, known: derived.Context) -> Row:
    """Return the evidence row of one value, as its CSV file has it, and one quote."""
    record, article = one.record, known.articles[one.evidence.source_id]
    column = known.schemas.table(record.table).column(one.field)
    return {
        "evidence_id": "--".join((record.table, record.row_id, one.field, str(number))).replace("_", "-"),
        "table": record.table,
        "row_id": record.row_id,
        "field": one.field,
        "value": value,
        "source_id": article.source_id,
        "seed_file": article.seed_file,
        "quote": one.evidence.quote,
        "quote_start": str(one.quote_start),
        "quote_end": str(one.quote_end),
        "prefix": _prefix(article.text, one.quote_start),
        "suffix": _suffix(article.text, one.quote_end),
        "words": one.words.text,
        "words_start": str(one.words_start),
        "words_end": str(one.words_end),
        "stance": one.evidence.stance,
        "attributed_to": one.evidence.attributed_to or "",
        "anchor": one.words.anchor or "",
        "inference": one.words.inferred or "",
        "reading": _reading(one, column),
    }


def _reading(one: Located, column: Column) -> str:
    """Return how value and words are tied."""
    if one.words.inferred:
        return "inferred"
    return "resolved" if one.words.anchor else _READINGS[column.origin]


def _prefix(text: str, start: int) -> str:
    r"""Return up to 32 code points of the same line before an offset, as a cell may hold them.

    >>> _prefix("One.\n= Two three", 11)
    'Two '
    """
    line = _NOT_OF_THE_LINE.split(text[max(0, start - CONTEXT_LENGTH) : start])[-1]
    return re.sub(rf"^[\s{re.escape(''.join(values.RUN_BY_SPREADSHEETS))}]+", "", line)


def _suffix(text: str, end: int) -> str:
    r"""Return up to 32 code points of the same line after an offset, as a cell may hold them.

    A suffix stands right after its quote or not at all: one that spreadsheets would run is left out.

    >>> _suffix("One two \nthree", 3), _suffix("fentanyl-related", 8)
    (' two', '')
    """
    line = _NOT_OF_THE_LINE.split(text[end : end + CONTEXT_LENGTH])[0].rstrip()
    return "" if line.startswith(values.RUN_BY_SPREADSHEETS) else line
