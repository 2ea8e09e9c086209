"""What only the records have: rows that neither coder has, cells that neither filled, speakers that neither names.

For example, the records credit the quote of an event to a ministry, and neither coder names that ministry as a speaker
of the event. None of this is a difference to settle: a coder who leaves something out does not say that it is wrong.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from codings.earlier import speech_types
from codings.matching import RECORDS, Alignment, Rows
from pipeline.assemble.tables import EVIDENCE
from pipeline.read.schema import Schemas, TableSchema

EVENTS, EVENT, TYPE = "events", "event_id", "event_type"
PARTS, ACTOR, ROLE, INITIATOR = "event_actors", "actor_id", "role", "initiator"

RowKey = tuple[str, str]
"""A table and the id of one of its rows."""


@dataclass(frozen=True, order=True)
class UncodedCell:
    """A cell that the records have filled and no coder has, in a row that a coder has."""

    table: str
    column: str
    row_id: str


@dataclass(frozen=True, order=True)
class UncodedSpeaker:
    """An actor to whom the records credit quotes of a row, and whom no coder names as a speaker there.

    `quotes` is how many quotes of the row are credited to that actor.
    """

    speaker: str
    table: str
    row_id: str
    quotes: int


@dataclass(frozen=True)
class OnlyRecords:
    """What only the records have. `quotes` is how many quotes they credit to anybody."""

    rows: tuple[RowKey, ...]
    cells: tuple[UncodedCell, ...]
    speakers: tuple[UncodedSpeaker, ...]
    quotes: int


def only_records(
    tables: Mapping[str, pa.Table],
    rows: Mapping[str, Rows],
    schemas: Schemas,
    alignment: Alignment,
    articles: Collection[str],
) -> OnlyRecords:
    """Return what only the records have, from some articles.

    Args:
        tables: all built tables.
        rows: the rows of all tables, by table.
        schemas: all tables and vocabularies.
        alignment: which rows are the same.
        articles: the ids of the articles.
    """
    alone = [(table, label) for table in rows for label, readers in rows[table].items() if readers.keys() == {RECORDS}]
    cells = [cell for table in rows for cell in _uncoded_cells(schemas.table(table), rows[table])]
    credits = _credits(tables, schemas, rows, articles)
    speakers = _uncoded_speakers(credits, _rows_above(tables, schemas), _named_speakers(rows, schemas, alignment))
    return OnlyRecords(tuple(alone), tuple(cells), tuple(sorted(speakers)), credits.total())


def _uncoded_cells(schema: TableSchema, rows: Rows) -> Iterator[UncodedCell]:
    """Yield the cells of one table that the records have filled and no coder has, in rows that a coder has."""
    for column in schema.columns:
        for readers in rows.values():
            coded = [row for reader, row in readers.items() if reader != RECORDS]
            if column.needs_words and RECORDS in readers and coded:
                record = readers[RECORDS]
                if record.cell(column.name).values and not any(row.cell(column.name).values for row in coded):
                    yield UncodedCell(schema.name, column.name, record.row_id)


def _credits(
    tables: Mapping[str, pa.Table], schemas: Schemas, compared: Collection[str], articles: Collection[str]
) -> Counter[tuple[RowKey, str]]:
    """Return how many quotes of each row the records credit to each actor; a quote counts once in a row.

    Only rows of the tables that are compared, and quotes of some articles, count. Words that only name who says it
    are no claim.
    """
    quotes = {
        (row["table_name"], row["row_id"], row["attributed_to"], row["source_id"], row["quote_start"], row["quote_end"])
        for row in tables[EVIDENCE].to_pylist()
        if row["attributed_to"] and row["table_name"] in compared and row["source_id"] in articles
        if not schemas.table(row["table_name"]).column(row["field"]).is_filled
    }
    return Counter(((table, row_id), speaker) for table, row_id, speaker, *_ in quotes)


def _rows_above(tables: Mapping[str, pa.Table], schemas: Schemas) -> dict[RowKey, list[RowKey]]:
    """Return for each row the row that it stands under, and the event that it belongs to."""
    above: dict[RowKey, list[RowKey]] = {}
    for schema in schemas.tables:
        if schema.built:
            continue
        parent = schema.child.key if schema.child else EVENT
        keys = [key for key in schema.foreign_keys if key.column in (parent, EVENT)]
        for row in tables[schema.name].to_pylist():
            above[schema.name, row[schema.id_name]] = [(key.table, row[key.column]) for key in keys if row[key.column]]
    return above


def _named_speakers(rows: Mapping[str, Rows], schemas: Schemas, alignment: Alignment) -> set[tuple[RowKey, str]]:
    """Return whom the coders name as speaker of which row, by the labels that the same rows share.

    Those are the actors that a row is attributed to or that carried it, and the initiators of an act of speech.
    """
    named: set[tuple[RowKey, str]] = set()
    for table, of_table in rows.items():
        schema = schemas.table(table)
        filled = [column for column in schema.columns if column.is_filled]
        for label, readers in of_table.items():
            for row in (row for reader, row in readers.items() if reader != RECORDS):
                actors = frozenset[str]().union(*(alignment.says(row, schema, column) for column in filled))
                named |= {((table, label), actor) for actor in actors}
    return named | set(_who_act_by_speaking(rows, schemas, alignment))


def _who_act_by_speaking(
    rows: Mapping[str, Rows], schemas: Schemas, alignment: Alignment
) -> Iterator[tuple[RowKey, str]]:
    """Yield each act of speech and its initiator, as any coder has them."""
    schema, speeches = schemas.table(PARTS), speech_types(schemas)
    for readers in rows[PARTS].values():
        for reader, row in readers.items():
            says = {name: alignment.says(row, schema, schema.column(name)) for name in (EVENT, ACTOR, ROLE)}
            for event in says[EVENT]:
                types = {code for other in rows[EVENTS].get(event, {}).values() for code in other.cell(TYPE).values}
                if reader != RECORDS and INITIATOR in says[ROLE] and types & speeches:
                    yield from (((EVENTS, event), actor) for actor in says[ACTOR])


def _uncoded_speakers(
    credits: Mapping[tuple[RowKey, str], int],
    above: Mapping[RowKey, list[RowKey]],
    named: set[tuple[RowKey, str]],
) -> Iterator[UncodedSpeaker]:
    """Yield each credit to an actor whom no coder names as speaker of the row or of a row above it."""
    for (key, speaker), quotes in credits.items():
        if not any((row, speaker) in named for row in _upwards(key, above)):
            yield UncodedSpeaker(speaker, *key, quotes)


def _upwards(key: RowKey, above: Mapping[RowKey, list[RowKey]]) -> Iterator[RowKey]:
    """Yield a row, the rows above it, and the rows above those."""
    yield key
    for upper in above.get(key, []):
        yield from _upwards(upper, above)
