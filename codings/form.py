"""The blind form: what a coder needs to code one article without having seen the records.

The form is a YAML file. What the coder reads stands in it as comments: how to fill it, the article's sentences, the
tables with their columns, and the codes. It holds nothing of the records, no phrase that says a code, and none of the
examples of columns, which come from the records. The examples of codes are invented, but they hold the phrases that say
a code, so they are left out too. It holds the article, so it is printed, and committed nowhere.
"""

from collections.abc import Iterator, Sequence

from codings.reading import read_columns
from codings.sentences import Sentence
from pipeline.read.schema import Column, Schemas, TableSchema

HOW = """\
A form for one article. Code it without looking at records/, data/, codings/ or anything made from them.
Read docs/coding-rules.md first; it says what counts as an event, how a date is written, and so on.

For example, sentence 2 of an article says "Harbour police intercepted 12kg of cocaine on Sunday":

rows:
- {table: actors, row: harbour-police, sentence: 2, name: Harbour police, kind: [law_enforcement, police]}
- {table: events, row: interception, sentence: 2, event_type: [seizure, intercepted], modality: occurred,
   scope: incident, date: [2026-01-04, Sunday], attributed_to: article}
- {table: event_topics, sentence: 2, event_id: interception, topic: [supply, cocaine], topic_text: cocaine}
- {table: event_actors, sentence: 2, event_id: interception, actor_id: [harbour-police, Harbour police],
   role: [initiator, intercepted]}

- An entry is one row, read in one sentence. A row that is read in two sentences is two entries with one name in `row`.
- Each column has the value and the words of the sentence that say it: [VALUE, WORDS]. Write the value alone if it is
  its own words, if it is a code marked "unsaid", or if its column is marked "no words".
- Put what holds a comma, a colon or a bracket in quotation marks.
- `attributed_to` is the row of the actor whose claim it is, or `article` alone where the article itself says it. Where
  several claim or carry it, write an entry of the row for each of them.
- `row` is a name that you give the row, in lower case with hyphens; other entries name the row by it. Leave it out
  where none does. A name that you used in an earlier article means the same row.
- Fill the columns marked *. Leave out what the article does not say.
- Fill in `coder`, the letter that you were given, and write your entries under `rows` at the end of this file.
- Check it in with: python -m codings take FILE"""
ARTICLE = "The article: its sentences"
TABLES = 'The tables: their columns; "a code of X" is listed below under X'
CODES = "The codes"


def form(source_id: str, sentences: Sequence[Sentence], schemas: Schemas) -> str:
    """Return the blind form for an article.

    Args:
        source_id: the id of the article.
        sentences: its sentences, in order.
        schemas: all tables and vocabularies.
    """
    tables = [schema for schema in schemas.tables if not schema.built]
    comments = [
        *HOW.split("\n"),
        *_heading(ARTICLE),
        *_article(sentences),
        *_heading(TABLES),
        *(line for schema in tables for line in _table(schema)),
        *_heading(CODES),
        *_codes(tables, schemas),
    ]
    filled = [f"source: {source_id}", f"sentences: {len(sentences)}", "coder: LETTER", "rows:"]
    return "".join(f"{line}\n" for line in [*(f"# {line}".rstrip() for line in comments), "", *filled])


def _heading(title: str) -> list[str]:
    return ["", f"== {title} ==", ""]


def _article(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield the numbered sentences, with the zone where it changes."""
    zone = ""
    for number, sentence in enumerate(sentences, start=1):
        if sentence.zone != zone:
            yield f"[{sentence.zone}]"
        zone = sentence.zone
        yield f"{number}  {sentence.text}"


def _table(schema: TableSchema) -> Iterator[str]:
    """Yield the definition of a table and of each column to fill."""
    yield f"{schema.name}: {schema.description}"
    for name in read_columns(schema):
        yield f"  {_column(schema, schema.column(name))}"


def _column(schema: TableSchema, column: Column) -> str:
    """Return the definition of a column on one line."""
    table, notes = schema.named_table(column.name), []
    if column.vocabulary:
        notes.append(f"a code of {column.vocabulary}")
    if table:
        notes.append(f"the row of {table}")
    if not column.needs_words:
        notes.append("no words")
    noted = f" ({', '.join(notes)})" if notes else ""
    return f"{column.name}{'*' if column.required else ''}{noted}: {column.description}"


def _codes(tables: Sequence[TableSchema], schemas: Schemas) -> Iterator[str]:
    """Yield each list of codes that a column of the form needs, in the order of the columns."""
    columns = [schema.column(name) for schema in tables for name in read_columns(schema)]
    for name in dict.fromkeys(column.vocabulary for column in columns):
        if name:
            vocabulary = schemas.vocabularies[name]
            yield f"{name}: {vocabulary.title}"
            for code in vocabulary.codes:
                unsaid = " (unsaid)" if code.code == vocabulary.unmarked else ""
                yield f"  {code.code}{unsaid}: {code.definition}"
