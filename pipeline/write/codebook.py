"""The codebook ``docs/codebook.md``: every table, column and code, with what the built tables hold of them.

All of it is made from the schemas, the vocabularies and the tables.
"""

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from counternarcotics._shared.origins import ORIGINS
from pipeline.assemble.tables import EVIDENCE
from pipeline.model import ARTICLE
from pipeline.read.schema import Code, Column, Schemas, TableSchema, Vocabulary
from pipeline.write.codebook_numbers import counted, numbers_part, percent, table_lines

Evidenced = Mapping[tuple[str, str], pa.Array]
"""The ids of the rows with evidence for a column, by table and column."""

INTRODUCTION = """\
# Codebook

What each table, column and code of the dataset means, and how often each occurs in version {version}. `build.py` makes
this file from `schemas/` and the tables; it is never edited by hand. The [coding rules](coding-rules.md) explain how a
passage of an article becomes a value. Each column lists the numbers of its rules.

Four tables answer most questions; [how to read a row](reading.md) explains what their rows mean:

{first}

- For verification, and to look things up: {others}
- [Origins](#origins): where the values of a column come from
- [Vocabularies](#vocabularies): the closed lists of codes, with the phrases that say each code
- [The dataset in numbers](#numbers): rows, values and sentences, and how they are linked
- [Agreement of independent codings](agreement.md): how far they agree with each other and with the records"""

EXAMPLES = """\
The examples are invented; no article prints them. A counter-example looks like the code and says another one, which
stands behind the arrow."""
READERS: Mapping[str, str] = {
    "number": "read again as a number",
    "date": "read again as a date",
    "name": "read again as a name",
    "claimants": "filled in from the quotes, each id read again as a name",
    "text": "the same text as printed",
}
CONSTRAINTS: Mapping[str, str] = {
    "required": "never empty",
    "unique": "different in every row",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "minLength": "at least {} characters",
    "pattern": "matches `{}`",
}


def codebook(tables: Mapping[str, pa.Table], schemas: Schemas, version: str) -> bytes:
    """Return the codebook as Markdown; the same tables give the same bytes.

    Args:
        tables: all built tables.
        schemas: all tables and vocabularies.
        version: the version of the dataset.
    """
    evidenced = _evidenced(tables[EVIDENCE])
    first = sorted((schema for schema in schemas.tables if schema.leads), key=lambda schema: schema.leads or 0)
    others = [schema for schema in schemas.tables if schema not in first]
    lines = "\n".join(f"- [{schema.name}](#{schema.name}): {_first_sentence(schema)}" for schema in first)
    listed = ", ".join(f"[{schema.name}](#{schema.name})" for schema in others)
    parts = [INTRODUCTION.format(version=version, first=lines, others=listed)]
    for schema in first:
        parts += _table(schema, tables[schema.name], evidenced, schemas)
    parts += _origins()
    for schema in others:
        parts += _table(schema, tables[schema.name], evidenced, schemas)
    parts += [heading(2, "vocabularies", "Vocabularies"), EXAMPLES]
    for name in sorted(schemas.vocabularies):
        parts += _vocabulary(schemas.vocabularies[name], tables, schemas)
    parts += numbers_part(tables, schemas)
    return ("\n\n".join(part.strip("\n") for part in parts) + "\n").encode("utf-8")


def _evidenced(evidence: pa.Table) -> Evidenced:
    """Return the rows with evidence for each column: their ids, by table and column."""
    groups = evidence.group_by(["table_name", "field"], use_threads=False).aggregate([("row_id", "list")])
    columns = zip(*(groups[name].to_pylist() for name in ("table_name", "field")), strict=True)
    return {column: ids.values for column, ids in zip(columns, groups["row_id_list"], strict=True)}


def heading(level: int, anchor: str, text: str) -> str:
    """Return a heading with an anchor of its own, which does not depend on how a reader makes anchors.

    >>> heading(2, "events", "events")
    '## <a id="events"></a>events'
    """
    return f'{"#" * level} <a id="{anchor}"></a>{text}'


def _first_sentence(schema: TableSchema) -> str:
    """Return what a row of a table is, as a clause: the first sentence of its description."""
    sentence = schema.description.partition(". ")[0].rstrip(".")
    return sentence[0].lower() + sentence[1:]


def _origins() -> list[str]:
    """Return the part that defines the origins."""
    return [
        heading(2, "origins", "Origins"),
        table_lines(["origin", "meaning"], [list(pair) for pair in ORIGINS.items()]),
    ]


def _table(schema: TableSchema, table: pa.Table, evidenced: Evidenced, schemas: Schemas) -> Iterator[str]:
    """Yield the paragraphs on one table."""
    yield heading(2, schema.name, f"{schema.title} (`{schema.name}`)")
    yield schema.description
    yield "\n".join(f"- {line}" for line in [f"Rows: {len(table)}", *_keys(schema)])
    for column in schema.columns:
        yield heading(3, f"{schema.name}.{column.name}", f"`{schema.name}.{column.name}`")
        yield f"{column.title}. {column.description}"
        yield "\n".join(f"- {line}" for line in _facts(schema, column, table, evidenced))
        if column.vocabulary:
            yield _codes(schemas.vocabularies[column.vocabulary], table[column.name])


def _keys(schema: TableSchema) -> Iterator[str]:
    """Yield what identifies a row and which tables it leads to."""
    yield f"Key: `{schema.id_name}`"
    if "unquoted" in schema.raw:
        yield f"Why no quote: {schema.raw['unquoted']}"
    if schema.sorted_by:
        yield f"Rows in the order of `{schema.sorted_by}`, empty cells last"
    for key in schema.unique_keys:
        yield f"No two rows have the same {_named(key)}"
    if schema.child:
        yield f"Each row belongs to a row of [{schema.child.of}](#{schema.child.of}), which `{schema.child.key}` names"
    for foreign in schema.foreign_keys:
        yield f"`{foreign.column}` leads to [{foreign.table}](#{foreign.table})"


def _named(columns: Sequence[str]) -> str:
    """Return column names as a phrase.

    >>> _named(["event_id", "actor_id", "role"])
    '`event_id`, `actor_id` and `role` together'
    """
    names = [f"`{name}`" for name in columns]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} together"


def _facts(schema: TableSchema, column: Column, table: pa.Table, evidenced: Evidenced) -> Iterator[str]:
    """Yield what the schema says of a column and how many rows have it."""
    limits = [CONSTRAINTS[key].format(value) for key, value in sorted(column.constraints.items()) if value is not False]
    yield f"Type: {', '.join([column.type, *limits])}"
    how = f", {READERS[column.reader]}" if column.reader else ""
    yield f"Origin: [{column.origin}](#origins){how}"
    if "reason" in column.raw:
        yield f"Why judged: {column.raw['reason']}"
    if rules := column.raw.get("rules"):
        yield f"{'Rule' if len(rules) == 1 else 'Rules'}: {', '.join(map(str, rules))}"
    if "example" in column.raw:
        yield f"Example: `{column.raw['example']}`"
    cells = table[column.name]
    filled = len(cells) - cells.null_count
    yield f"Filled: {filled} of {len(cells)} rows ({percent(filled, len(cells))})"
    if column.type == "date" and filled:
        first, last = pc.min_max(cells).as_py().values()
        yield f"From {first} to {last}"
    if column.needs_words:
        said = table[schema.id_name].filter(_said(column, cells))
        backed = pc.is_in(said, value_set=evidenced.get((schema.name, column.name), said[:0])).to_pylist().count(True)
        yield f"With evidence: {backed} of {len(said)} values ({percent(backed, len(said))})"
        if len(said) < filled:
            yield f"`{ARTICLE}`, which needs no evidence: {filled - len(said)} values"


def _said(column: Column, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return for each cell whether it holds a value that words must say."""
    values = cells.unique()
    said = pa.array([bool(column.values_said(value)) for value in values.to_pylist()], pa.bool_())
    return said.take(pc.index_in(cells, value_set=values))


def _codes(vocabulary: Vocabulary, cells: pa.ChunkedArray) -> str:
    """Return the codes that the cells of a column hold, each with its definition and its number of rows."""
    counts = counted(cells)
    link = f"[{vocabulary.name}](#vocabularies.{vocabulary.name})"
    lines = [
        [f"`{code.code}`", str(counts[code.code]), code.definition] for code in vocabulary.codes if code.code in counts
    ]
    if not lines:
        return f"No row has a code of {link}."
    return table_lines([f"code ({link})", "rows", "definition"], lines)


def _vocabulary(vocabulary: Vocabulary, tables: Mapping[str, pa.Table], schemas: Schemas) -> Iterator[str]:
    """Yield the paragraphs on one vocabulary; the definitions of its codes stand at the columns that hold them.

    A vocabulary of a column shows the codes that rows have and names the others; of the others of a register it gives
    the number.
    """
    columns = [
        (schema.name, column.name)
        for schema in schemas.tables
        for column in schema.columns
        if column.vocabulary == vocabulary.name
    ]
    used = [f"[{table}.{column}](#{table}.{column})" for table, column in columns]
    held = {code for table, column in columns for code in tables[table][column].unique().to_pylist()}
    shown = [code for code in vocabulary.codes if code.code in held or not used]
    others = [f"`{code.code}`" for code in vocabulary.codes if code not in shown]
    yield heading(3, f"vocabularies.{vocabulary.name}", f"{vocabulary.title} (`{vocabulary.name}`)")
    unmarked = f" `{vocabulary.unmarked}` is what words without a phrase mean." if vocabulary.unmarked else ""
    yield f"{vocabulary.description}{unmarked}"
    yield f"Used by: {', '.join(used) or 'no column'}."
    with_examples = any(code.example for code in vocabulary.codes)
    examples = ["example", "counter-example"] if with_examples else []
    head = ["code", "label", *([] if used else ["definition"]), *examples, "phrases", "also"]
    if shown:
        yield table_lines(head, [_code(code, not used, with_examples) for code in shown])
    if others:
        named = f"{len(others)} others" if vocabulary.register else ", ".join(others)
        yield f"Without rows, defined in `schemas/vocabularies/{vocabulary.name}.yaml`: {named}."


def _code(code: Code, with_definition: bool, with_examples: bool) -> list[str]:
    """Return the cells of one code in the table of its vocabulary."""
    further, counter = {**code.maps_to, **code.extra}, code.counter_example
    examples = [code.example or "", f"{counter.words} → `{counter.code}`" if counter else ""]
    return [
        f"`{code.code}`",
        code.label,
        *([code.definition] if with_definition else []),
        *(examples if with_examples else []),
        ", ".join(f"“{cue}”" for cue in code.cues),
        ", ".join(f"{key} {value}" for key, value in further.items()),
    ]
