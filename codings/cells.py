"""What each independent coder says of each cell of the records: ``codings/cells.csv``, for whoever looks at one row.

For example, C dates a meeting as the records do and leaves its place empty. The records are taken as they stand today,
because a reader asks whether a coder agrees with the value on the page; docs/agreement.md takes them as they stood
before the differences were settled, so a correction that a coding led to is agreement here and difference there.

Which rows are the same, and when two cells agree, is the rule of `matching`. A cell that a coder was not asked for has
no line. The modality of an act of speech by the first rules is one: `earlier` puts the same in all of them, so that
agreement there shows nothing.
"""

import csv
import dataclasses
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from codings.earlier import MODALITY, TYPE
from codings.matching import RECORDS, Alignment, Row, Rows
from codings.settlements import OPEN, Settlement
from codings.topics import EVENT, TOPIC, EventTopics
from pipeline.read.schema import Column, Schemas, TableSchema

DIFFERS, NOT_IN_RECORDS, AGREES, EMPTY, NO_ROW = "differs", "not_in_records", "agrees", "empty", "no_row"
STATUSES: Mapping[str, str] = {
    DIFFERS: "The coder has another value.",
    NOT_IN_RECORDS: "The coder has a value, and the records leave the cell empty.",
    AGREES: "The coder says the same, by the rule of the study; the texts may differ.",
    EMPTY: "The coder has the row and leaves the cell empty, which the records fill.",
    NO_ROW: "The coder has no such row; the line is about the whole row and names no field.",
}
"""What a coder can say of a cell. Who reads a row in articles of two comparisons says the first that holds in any."""

TOPIC_CODER = "topics"
"""The coder of the second coding of topics."""


@dataclass(frozen=True)
class CodedCell:
    """What one coder says of one cell of the records, or of a whole row (without `field`).

    Attributes:
        table_name: The table.
        row_id: The id of the row in the records.
        field: The column.
        coder: Who says it.
        status: One of `STATUSES`.
        value: What the coder wrote, as `Alignment.shown` shows it.
        settled: How the difference in this cell, or that the records lacked the row, was settled.
        rule: The coding rules that decided.
        why: What the settlement says more.
    """

    table_name: str
    row_id: str
    field: str
    coder: str
    status: str
    value: str = ""
    settled: str = ""
    rule: str = ""
    why: str = ""


class CellReader:
    """Reads what the coders of one comparison say of cells of the records as they stand today.

    Args:
        coders: the coders, each of whom was asked for all rows.
        alignment: which rows are the same.
        settlements: how differences were settled.
        earlier_speeches: the types of events that are acts of speech, where the codings are by the first rules.
    """

    def __init__(
        self,
        coders: Sequence[str],
        alignment: Alignment,
        settlements: Iterable[Settlement],
        earlier_speeches: Collection[str],
    ) -> None:
        self._coders, self._alignment, self._earlier_speeches = coders, alignment, earlier_speeches
        decided = [settlement for settlement in settlements if settlement.decided != OPEN]
        self._settled = {claim: settlement for settlement in decided for claim in settlement.difference.claims}

    def cells_in(self, schema: TableSchema, rows: Rows) -> Iterator[CodedCell]:
        """Yield what the coders say of each row of a table that the records have."""
        for row_id, readers in rows.items():
            for coder in self._coders if RECORDS in readers else ():
                if coder in readers:
                    yield from self._of_row(schema, readers[RECORDS], readers[coder])
                else:
                    yield CodedCell(schema.name, row_id, "", coder, NO_ROW)

    def _of_row(self, schema: TableSchema, record: Row, coded: Row) -> Iterator[CodedCell]:
        """Yield what a coder says of the cells of a row that both have."""
        of_row = self._settled.get((schema.name, "", "", coded.reader, coded.row_id))
        for column in schema.columns:
            status = self._status(schema, column, record, coded) if self._is_asked(schema, column, coded) else ""
            if status:
                claim = (schema.name, record.row_id, column.name, coded.reader, coded.cell(column.name).text)
                settlement = self._settled.get(claim, of_row)
                decided = (settlement.decided, settlement.rule, settlement.why) if settlement else ()
                value = self._alignment.shown(coded, schema, column)
                yield CodedCell(schema.name, record.row_id, column.name, coded.reader, status, value, *decided)

    def _is_asked(self, schema: TableSchema, column: Column, coded: Row) -> bool:
        """Return whether a coder was asked for a cell: by the first rules not for the modality of an act of speech."""
        is_speech = not coded.cell(TYPE[1]).values.isdisjoint(self._earlier_speeches)
        return column.needs_words and not (is_speech and (schema.name, column.name) == MODALITY)

    def _status(self, schema: TableSchema, column: Column, record: Row, coded: Row) -> str:
        """Return what a coder says of a cell; empty where the coder and the records leave it empty."""
        recorded, values = record.cell(column.name).values, coded.cell(column.name).values
        if recorded and values:
            return AGREES if self._alignment.agree(schema, column, record, coded) else DIFFERS
        if recorded:
            return EMPTY
        return NOT_IN_RECORDS if values else ""


def topic_cells(topics: Iterable[EventTopics], schema: TableSchema, rows: pa.Table) -> Iterator[CodedCell]:
    """Yield what the second coding of topics says of each topic, in `rows`, of an event that it was asked for."""
    second = {event.event_id: event.second for event in topics}
    for row in rows.to_pylist():
        if row[EVENT] in second:
            is_same = row[TOPIC] in second[row[EVENT]]
            field, status, value = (TOPIC, AGREES, row[TOPIC]) if is_same else ("", NO_ROW, "")
            yield CodedCell(schema.name, row[schema.id_name], field, TOPIC_CODER, status, value)


def in_order(cells: Iterable[CodedCell], schemas: Schemas) -> tuple[CodedCell, ...]:
    """Return what coders say, each once of each cell, by table and column as the schemas have them, row and coder."""
    statuses, strongest = list(STATUSES), dict[tuple[str, str, str, str], CodedCell]()
    for cell in sorted(cells, key=lambda cell: (statuses.index(cell.status), cell.value)):
        strongest.setdefault((cell.table_name, cell.row_id, cell.coder, cell.field), cell)
    coded_rows = {key[:3] for key, cell in strongest.items() if cell.status != NO_ROW}
    columns = [(schema.name, name) for schema in schemas.tables for name in ("", *schema.by_name)]
    places = {column: place for place, column in enumerate(columns)}
    tables = {schema.name: place for place, schema in enumerate(schemas.tables)}
    ordered = sorted(
        strongest.values(),
        key=lambda cell: (tables[cell.table_name], cell.row_id, places[cell.table_name, cell.field], cell.coder),
    )
    return tuple(
        cell
        for cell in ordered
        if cell.status != NO_ROW or (cell.table_name, cell.row_id, cell.coder) not in coded_rows
    )


def as_csv(cells: Iterable[CodedCell]) -> bytes:
    """Return what coders say as CSV: UTF-8, LF, quoted only where needed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in dataclasses.fields(CodedCell))
    writer.writerows(dataclasses.astuple(cell) for cell in cells)
    return text.getvalue().encode()
