"""Whether the rows are complete and their words fit their fields.

Each check comes from a mistake that hand-coding makes: an id twice, a value left out, a value without words. All are
reported in one pass, with the line to fix.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from pipeline.faults import Fault, fault_at, nearest, shown
from pipeline.model import Evidence, Record, Records, Words
from pipeline.read.references import check_references
from pipeline.read.schema import Column, Schemas, TableSchema
from pipeline.read.slugs import line_as_id

LISTS_OF_WORDS = {"inferred": "inferences", "reach": "reaches", "exempt": "exemptions"}
"""The vocabulary of each code that a record may note beside words."""
FORMS_OF_WORDS = {
    "country": (re.compile(r"[A-Z]{2}"), "two capital letters, such as US"),
    "fiscal_start": (re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"), "a month and a day, such as 10-01"),
}
"""The form of each other note, and the form in words."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 80
PARENT_AND_CHILD = "--"
"""What stands between the id of a row and the id that a row under it has of its own."""


def check_records(records: Records, schemas: Schemas, *, references: bool) -> list[Fault]:
    """Return the faults of all rows; those of references between rows only if `references`."""
    faults: list[Fault] = []
    codes = {
        name: tuple(schemas.vocabularies[vocabulary].by_code)
        for name, vocabulary in LISTS_OF_WORDS.items()
        if vocabulary in schemas.vocabularies
    }
    for name, rows in records.rows.items():
        table = schemas.table(name)
        faults += _id_faults(table, rows, records)
        for record in rows:
            faults += _missing_values(table, record)
            faults += _support_faults(record)
            for evidence in record.evidence:
                faults += _words_faults(table, record, evidence, codes)
    return faults + (check_references(records, schemas) if references else [])


def _id_faults(table: TableSchema, rows: tuple[Record, ...], records: Records) -> Iterator[Fault]:
    """Yield ids that do not have the form of an id, that two rows share, or that are retired."""
    pattern = SLUG if table.child else re.compile(table.id_column.constraints.get("pattern", SLUG.pattern))
    first: dict[str, Record] = {}
    for record in rows:
        fault = fault_at(record.position, record.row_id, "id")
        own = (
            record.row_id.removeprefix(f"{record.text(table.child.key)}{PARENT_AND_CHILD}")
            if table.child
            else record.row_id
        )
        if not pattern.fullmatch(own) or PARENT_AND_CHILD in own:
            yield fault("id-malformed", f"the id {shown(own)}", _form_of_id(table.id_column), "rename it")
        if len(own) > LONGEST_ID:
            seen, expected = f"an id of {len(own)} characters", f"at most {LONGEST_ID}"
            yield fault("id-too-long", seen, expected, "choose a short one that says what the row is")
        # A row without an id, which was reported, goes by its line; so may one of another file.
        if record.row_id in first and own != line_as_id(record.position):
            seen = f"a second row with this id; the first is at {first[record.row_id].position}"
            fix = "give one of the two an id that says how they differ"
            yield fault("id-repeated", seen, "each id once in a table", fix)
        if record.row_id in records.retired.get(table.name, ()):
            yield fault("id-retired", "a retired id", "an id that was never used", "choose another id")
        first.setdefault(record.row_id, record)


def _form_of_id(column: Column) -> str:
    """Return in words of what form the ids that curators write in a column are, with the column's example."""
    example = column.raw.get("example", "").rpartition(PARENT_AND_CHILD)[2]
    words = "lower-case words joined by single hyphens" if SLUG.fullmatch(example) else column.description.rstrip(".")
    return f"{words}, such as {example}" if example else words


def _missing_values(table: TableSchema, record: Record) -> Iterator[Fault]:
    """Yield the required values that a row does not have.

    A value that has a position but is not there was refused, and reported, when it was read.
    """
    for column in table.columns:
        written = column.name in record.values or column.name in record.positions
        if column.required and column.written and not written:
            fault = fault_at(record.position, record.row_id, column.name)
            fix = f"write {column.name}: VALUE; each row of {table.name} must have one"
            yield fault("value-missing", "no value", "a value", fix)


def _support_faults(record: Record) -> Iterator[Fault]:
    """Yield a row without evidence."""
    if not record.evidence and "evidence" not in record.positions:
        fault = fault_at(record.position, record.row_id, "evidence")
        fix = "add evidence: with a quote and, under supports, the words of each value"
        yield fault("evidence-missing", "no evidence", "at least one quote", fix)


def _words_faults(
    table: TableSchema, record: Record, evidence: Evidence, codes: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    """Yield words for what is no field, for a field that has none, and for an empty field."""
    for name, words in evidence.supports.items():
        fault = fault_at(words.position, record.row_id, name)
        column = table.by_name.get(name)
        if column is None:
            fields = [column.name for column in table.columns if column.needs_words]
            seen = f"words for the unknown field {shown(name)}"
            yield fault("key-unknown", seen, f"a field of {table.name}", nearest(name, fields))
        elif not column.needs_words:
            seen = f"words for a field of origin {column.origin}"
            yield fault("words-not-needed", seen, "words only for quoted, coded and judged fields", "delete them")
        elif name not in record.values and name not in record.positions:
            seen = f"words {shown(words.text)} for an empty field"
            yield fault("words-without-value", seen, "words only for values", "write the value, or delete the words")
        else:
            yield from _tie_faults(column, record, words, codes)


def _tie_faults(column: Column, record: Record, words: Words, codes: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Yield an anchor for what is not a date, a note that its vocabulary does not list, and one of a wrong form."""
    fault = fault_at(words.position, record.row_id, column.name)
    if words.anchor is not None and column.reader != "date":
        yield fault("anchor-misplaced", "an anchor", "anchors only for dates", "delete it")
    for name, vocabulary in LISTS_OF_WORDS.items():
        code, listed = getattr(words, name), codes.get(name, ())
        if code is not None and code not in listed:
            seen = f"{name} {shown(code)}"
            yield fault("code-unknown", seen, f"a code of {vocabulary}", nearest(code, listed))
    for name, (form, expected) in FORMS_OF_WORDS.items():
        text = getattr(words, name)
        if text is not None and not form.fullmatch(text):
            yield fault("value-malformed", f"{name} {shown(text)}", expected, "write it so")
