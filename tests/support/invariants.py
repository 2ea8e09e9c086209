"""What only a bug of the pipeline can break in built tables, as rules of the same form as those of the build.

The build does not run them: they compare what a stage made with what it was made from. `tests/dataset/test_invariants`
runs them on the real tables and plants a fault for each; the mutants of built cells are judged by them too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from counternarcotics._shared.fingerprint import cell_text
from pipeline.assemble.built import EVENTS, LATER, Built, Finding, Row
from pipeline.assemble.derived import edtf_column
from pipeline.assemble.tables import row_order
from pipeline.assemble.timeline import TIMELINE, timeline_rows
from pipeline.read import edtf, values
from pipeline.read.spaces import plain_text

TODO = "correct the pipeline"
AS_PRINTED = ("quote", "words")
"""The columns that hold an article's text as it is printed."""


Rule = Callable[[Built], Iterator[Finding]]
"""An invariant: the name of its function is its kind, its docstring names the mistake that it was made for."""


def ties_of_cells(built: Built) -> Mapping[tuple[str, str, str], Sequence[Row]]:
    """Return the evidence of each value by table, row and field."""
    ties: dict[tuple[str, str, str], list[Row]] = {}
    for row in built.table("evidence"):
        ties.setdefault((row["table_name"], row["row_id"], row["field"]), []).append(row)
    return ties


def rows_unsorted(built: Built) -> Iterator[Finding]:
    """Catches rows in the order of coding, by which every insertion would change the whole file."""
    for schema in built.schemas.tables:
        for earlier, later in pairwise(built.table(schema.name)):
            if row_order(earlier, schema) > row_order(later, schema):
                cell = (schema.name, later[schema.id_name], schema.id_name)
                order = f"the order of {schema.sorted_by or 'ids'}"
                yield Finding(cell, f"it stands after {earlier[schema.id_name]}", order, TODO)


def event_before_what_it_follows(built: Built) -> Iterator[Finding]:
    """Catches a timeline that tells the answer before what it answers."""
    places = {row["event_id"]: place for place, row in enumerate(built.table(TIMELINE))}
    for row in built.table("event_relations"):
        event, other = places.get(row["event_id"], -1), places.get(row["other_event_id"], -1)
        if row["relation"] in LATER and event <= other:
            seen = f"it does not stand after {row['other_event_id']}"
            yield Finding((TIMELINE, row["event_id"], "event_id"), seen, "a place after it", TODO)


def timeline_differs_from_what_it_shows(built: Built) -> Iterator[Finding]:
    """Catches a name or a date in the timeline that the tables behind it do not have."""
    sources: dict[str, set[str]] = {}
    for tie in built.table("evidence"):
        if tie["table_name"] == EVENTS:
            sources.setdefault(tie["row_id"], set()).add(tie["source_id"])
    rows = {row["event_id"]: row for row in timeline_rows(built.rows, sources, built.schemas)}
    for row in built.table(TIMELINE):
        for column, value in rows.get(row["event_id"], {}).items():
            if row[column] != value:
                yield Finding((TIMELINE, row["event_id"], column), f"{row[column]}", f"{value}", TODO)


def cell_not_in_its_form(built: Built) -> Iterator[Finding]:
    """Catches a value that its CSV file would hold in another form than its type has, such as 1e5 or 2023-02-29."""
    for schema in built.schemas.tables:
        for row in built.table(schema.name):
            for column in schema.columns:
                try:
                    text = cell_text(row[column.name])
                    if row[column.name] is not None:
                        values.parse(column, text)
                except ValueError as error:
                    yield Finding((schema.name, row[schema.id_name], column.name), str(error), f"a {column.type}", TODO)


def space_not_ordinary(built: Built) -> Iterator[Finding]:
    """Catches a space of another kind outside of quotes and words, which a filter by name would not find."""
    for schema in built.schemas.tables:
        columns = [column.name for column in schema.columns if column.name not in AS_PRINTED]
        for row in built.table(schema.name):
            for column in columns:
                if isinstance(row[column], str) and plain_text(row[column]) != row[column]:
                    yield Finding(
                        (schema.name, row[schema.id_name], column), ascii(row[column]), "ordinary spaces", TODO
                    )


def date_differs_from_its_days(built: Built) -> Iterator[Finding]:
    """Catches a first or last day, or a precision, that is not that of the EDTF value beside it."""
    for schema in built.schemas.tables:
        for column in schema.columns:
            stem = column.name.removesuffix("_start")
            source = edtf_column(stem, schema.by_name)
            if stem != column.name and source in schema.by_name and schema.column(source).reader == "date":
                for row in built.table(schema.name):
                    yield from _differing_days((schema.name, row[schema.id_name]), row, source, stem)


def _differing_days(place: tuple[str, str], row: Row, source: str, stem: str) -> Iterator[Finding]:
    try:
        bounds = edtf.bounds(row[source]) if row[source] is not None else None
    except ValueError:
        return
    expected = {
        f"{stem}_start": bounds.start if bounds else None,
        f"{stem}_end": bounds.end if bounds else None,
        f"{stem}_precision": bounds.precision if bounds else None,
    }
    for column, value in expected.items():
        if column in row and row[column] != value:
            yield Finding((*place, column), f"{row[column]} beside {source} {row[source]}", str(value), TODO)


def kilograms_differ_from_quantity(built: Built) -> Iterator[Finding]:
    """Catches 2.42 tonnes taken for 2.42 kg, or for 2,420.0000000000005 kg, and tablets taken for a mass."""
    units = built.schemas.vocabularies["units"].by_code
    for row in built.table("seizures"):
        expected = None
        if row["unit"] is not None and row["unit"] not in units:
            continue
        kilograms = units[row["unit"]].extra.get("kilograms") if row["unit"] is not None else None
        if row["quantity"] is not None and kilograms is not None:
            expected = float(Decimal(repr(row["quantity"])) * Decimal(kilograms))
        if row["quantity_kg"] != expected:
            seen = f"{row['quantity_kg']} kg for {row['quantity']} {row['unit']}"
            yield Finding(("seizures", row["seizure_id"], "quantity_kg"), seen, f"{expected} kg", TODO)


def child_without_parent_id(built: Built) -> Iterator[Finding]:
    """Catches a child row tied to another parent than the one whose id it carries, and so added to its sums."""
    for schema in built.schemas.tables:
        for row in built.table(schema.name) if schema.child else ():
            row_id, parent = row[schema.id_name], row[schema.child.key] if schema.child else None
            if schema.child and not row_id.startswith(f"{parent}--"):
                seen = f"the row of {schema.child.of} {parent} has the id {row_id}"
                yield Finding((schema.name, row_id, schema.child.key), seen, f"an id that begins with {parent}--", TODO)


def id_without_row(built: Built) -> Iterator[Finding]:
    """Catches a reference to a row that is not there."""
    for schema in built.schemas.tables:
        for key in schema.foreign_keys:
            for row in built.table(schema.name):
                if row[key.column] is not None and built.row(key.table, row[key.column]) is None:
                    seen = f"no row {row[key.column]} in {key.table}"
                    yield Finding((schema.name, row[schema.id_name], key.column), seen, f"an id of {key.table}", TODO)


def evidence_not_of_its_cell(built: Built) -> Iterator[Finding]:
    """Catches evidence left behind when a row was renamed or its value changed."""
    for row in built.table("evidence"):
        cells = built.row(row["table_name"], row["row_id"])
        columns = built.schemas.table(row["table_name"]).by_name if row["table_name"] in built.schemas.by_name else {}
        column = columns.get(row["field"])
        values = [cell_text(value) for value in column.values_said(cells[column.name])] if cells and column else []
        if row["value"] not in values:
            text = " and ".join(values) or "not there"
            seen = f"{row['value']} for {row['table_name']}/{row['row_id']}.{row['field']}, which is {text}"
            yield Finding(("evidence", row["evidence_id"], "value"), seen, "the value of that cell", TODO)


def words_not_at_their_place(built: Built) -> Iterator[Finding]:
    """Catches offsets that slipped by the code points before a zone, so that every marked passage is off."""
    for row in built.table("evidence"):
        first = row["words_start"] - row["quote_start"]
        last = row["words_end"] - row["quote_start"]
        whole = row["quote_end"] - row["quote_start"] == len(row["quote"])
        if not (whole and 0 <= first < last <= len(row["quote"]) and row["quote"][first:last] == row["words"]):
            seen = f"offsets {row['words_start']} to {row['words_end']} of a quote at {row['quote_start']}"
            yield Finding(("evidence", row["evidence_id"], "words_start"), seen, "those of the words", TODO)


def value_without_evidence(built: Built) -> Iterator[Finding]:
    """Catches a value whose evidence got lost on its way into the table."""
    ties = ties_of_cells(built)
    for schema in built.schemas.tables:
        for column in (column for column in schema.columns if column.needs_words):
            for row in built.table(schema.name):
                evidence = ties.get((schema.name, row[schema.id_name], column.name), ())
                if column.values_said(row[column.name]) and not evidence:
                    seen = f"{row[column.name]} without supporting evidence"
                    yield Finding((schema.name, row[schema.id_name], column.name), seen, "evidence", TODO)


def quote_of_another_row(built: Built) -> Iterator[Finding]:
    """Catches a row that shows the quote of another row, or a quote beside the file of another article."""
    quotes = {(row["table_name"], row["row_id"], row["seed_file"], row["quote"]) for row in built.table("evidence")}
    for schema in built.schemas.tables:
        if schema.built or "quote" not in schema.by_name:
            continue
        for row in built.table(schema.name):
            if (schema.name, row[schema.id_name], row["seed_file"], row["quote"]) not in quotes:
                seen = f"{row['seed_file']}: {row['quote']}"
                yield Finding((schema.name, row[schema.id_name], "quote"), seen, "a quote of the row's evidence", TODO)


def seed_file_of_another_source(built: Built) -> Iterator[Finding]:
    """Catches evidence that names one article by its id and another by its file."""
    files = {row["source_id"]: row["seed_file"] for row in built.table("sources")}
    for row in built.table("evidence"):
        if row["seed_file"] != files.get(row["source_id"]):
            seen = f"{row['seed_file']} for {row['source_id']}"
            yield Finding(("evidence", row["evidence_id"], "seed_file"), seen, "the source's own file", TODO)


INVARIANTS: tuple[Rule, ...] = (
    rows_unsorted,
    event_before_what_it_follows,
    timeline_differs_from_what_it_shows,
    cell_not_in_its_form,
    space_not_ordinary,
    date_differs_from_its_days,
    kilograms_differ_from_quantity,
    child_without_parent_id,
    id_without_row,
    evidence_not_of_its_cell,
    words_not_at_their_place,
    value_without_evidence,
    quote_of_another_row,
    seed_file_of_another_source,
)
