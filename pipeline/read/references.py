"""Whether what one row says of another holds: keys, articles, speakers, anchors of dates."""

from collections.abc import Collection, Iterator, Mapping

from pipeline.faults import Fault, fault_at, nearest, or_else, shown
from pipeline.model import ACTORS, SOURCES, Evidence, Record, Records
from pipeline.read.schema import Schemas, TableSchema

PUBLISHED = "published"
LONGEST_SHOWN = 80
"""How many characters of an unknown id a message repeats."""


def check_references(records: Records, schemas: Schemas) -> list[Fault]:
    """Return the faults of all references between rows."""
    faults: list[Fault] = []
    dated = {row for row, record in records.by_id.items() if _has_date(record, schemas)}
    for record in records.all:
        table = schemas.table(record.table)
        faults += _key_faults(table, record, records)
        for evidence in record.evidence:
            faults += _evidence_faults(record, evidence, records)
            for name in evidence.supports:
                faults += _anchor_faults(record, evidence, name, records, dated)
                faults += _repeated_faults(record, evidence, name, records)
    parents = {
        (record.table, record.row_id): [(record.table, record.text(key.column))]
        for record in records.all
        for key in schemas.table(record.table).foreign_keys
        if key.table == record.table and key.column in record.values
    }
    faults += _circle_faults(parents, records, "rows that are their own ancestors")
    faults += _circle_faults(_anchors(records, schemas), records, "dates counted from each other")
    return faults


def _key_faults(table: TableSchema, record: Record, records: Records) -> Iterator[Fault]:
    """Yield the ids in foreign keys that no row has."""
    for key in table.foreign_keys:
        value = record.text(key.column)
        # A child's key to its parent holds by the way it is written.
        if not value or (table.child and key.column == table.child.key):
            continue
        if (key.table, value) not in records.by_id:
            fault = fault_at(record.place(key.column), record.row_id, key.column)
            fix = _nearest_row(value, key.table, record, records)
            yield fault("id-unknown", f"unknown id {shown(value)}", f"an id of {key.table}", fix)


def _nearest_row(row_id: str, table: str, record: Record, records: Records) -> str:
    """Return which ids are most like one that no row has, and where a row with it would stand."""
    files = {other.position.file for other in records.of(table)}
    file = files.pop() if len(files) == 1 else record.position.file
    new = f"add “- id: {row_id[:LONGEST_SHOWN]}” to {table} in {file}"
    return or_else(nearest(row_id, records.ids(table)), new)


def _evidence_faults(record: Record, evidence: Evidence, records: Records) -> Iterator[Fault]:
    """Yield an unknown article, claimant or reporter."""
    source = evidence.source_id
    if (SOURCES, source) not in records.by_id:
        fault = fault_at(evidence.position, record.row_id, "source")
        fix = nearest(source, records.ids(SOURCES))
        yield fault("id-unknown", f"unknown source {shown(source)}", "an id of sources", fix)
    for key, actor in (("attributed_to", evidence.attributed_to), ("reported_by", evidence.reported_by)):
        if actor is not None and (ACTORS, actor) not in records.by_id:
            fault = fault_at(evidence.position, record.row_id, key)
            fix = _nearest_row(actor, ACTORS, record, records)
            yield fault("id-unknown", f"unknown id {shown(actor)}", "an id of actors", fix)


def _anchor_faults(
    record: Record, evidence: Evidence, name: str, records: Records, dated: Collection[tuple[str, str]]
) -> Iterator[Fault]:
    """Yield an anchor that names no row, or a row without a date."""
    words = evidence.supports[name]
    if words.anchor is None:
        return
    row = _row_of(words.anchor, evidence)
    fault = fault_at(words.position, record.row_id, name)
    if words.anchor != PUBLISHED and row not in records.by_id:
        fix = nearest(words.anchor, [PUBLISHED, *(f"{table}/{row_id}" for table, row_id in dated)])
        yield fault("id-unknown", f"unknown anchor {shown(words.anchor)}", "published, or table/id of a row", fix)
    elif row in records.by_id and row not in dated:
        seen = f"the anchor {shown(words.anchor)} has no date"
        fix = "write anchor: TABLE/ID of a row that has one"
        if words.anchor == PUBLISHED:
            fix = f"{fix}, or published in the row {evidence.source_id} of sources, if the article prints its date"
        yield fault("anchor-without-date", seen, "a row with a date of its own", fix)


def _repeated_faults(record: Record, evidence: Evidence, name: str, records: Records) -> Iterator[Fault]:
    """Yield the name of a row that repeats a number, where there is no such row."""
    words = evidence.supports[name]
    if words.repeats is not None and _row_of(words.repeats, evidence) not in records.by_id:
        fault = fault_at(words.position, record.row_id, name)
        fix = nearest(words.repeats, [f"{table}/{row_id}" for table, row_id in records.by_id])
        yield fault("id-unknown", f"unknown row {shown(words.repeats)}", "table/id of a row", fix)


def _row_of(anchor: str, evidence: Evidence) -> tuple[str, str]:
    """Return the table and the id of the row that an anchor names."""
    table, _, row_id = anchor.partition("/")
    return (SOURCES, evidence.source_id) if anchor == PUBLISHED else (table, row_id)


def _has_date(record: Record, schemas: Schemas) -> bool:
    """Return whether the row has a date of its own, be it one that was refused."""
    return schemas.table(record.table).date_column in record.positions


Graph = Mapping[tuple[str, str], list[tuple[str, str]]]


def _anchors(records: Records, schemas: Schemas) -> Graph:
    """Return, for each row with a date of its own, the rows that this date is counted from."""
    graph: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for record in records.all:
        column = schemas.table(record.table).date_column
        for evidence in record.evidence:
            words = evidence.supports.get(column) if column else None
            if words and words.anchor:
                graph.setdefault((record.table, record.row_id), []).append(_row_of(words.anchor, evidence))
    return graph


def _circle_faults(graph: Graph, records: Records, what: str) -> Iterator[Fault]:
    """Yield one fault for each row on a circle of references, with the rows in between."""
    for start in graph:
        chain = _way_back(graph, start)
        if chain and start in records.by_id:
            seen, record = f"{what}: {' → '.join(row_id for _, row_id in chain)}", records.by_id[start]
            fault = fault_at(record.position, record.row_id, "id")
            yield fault("references-circular", seen, "no circle", "break it at one row")


def _way_back(graph: Graph, start: tuple[str, str]) -> list[tuple[str, str]]:
    """Return a shortest chain from a row to itself, both ends named; empty where none leads back."""
    came_from: dict[tuple[str, str], tuple[str, str]] = {}
    waiting = [start]
    for row in waiting:
        for further in graph.get(row, []):
            if further not in came_from:
                came_from[further] = row
                waiting.append(further)
    if start not in came_from:
        return []
    chain = [start, came_from[start]]
    while chain[-1] != start:
        chain.append(came_from[chain[-1]])
    return chain[::-1]
