"""The entries of a filled form: each is checked, and becomes lines of a coding only if nothing in the form is wrong."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codings.filled import Form
from codings.line import Line
from codings.reading import NAME, read_columns
from codings.sentences import Sentence, Span, quote_around, together
from pipeline.faults import Fault, MakeFault, Position, fault_at, nearest, shown
from pipeline.model import ARTICLE, SOURCES, Article
from pipeline.read.nodes import Fields, Items, Node, Scalar
from pipeline.read.record_checks import LONGEST_ID, SLUG
from pipeline.read.schema import Column, Schemas, TableSchema
from pipeline.read.values import parse

OF_ENTRY = ("table", "row", "sentence")
PAIR = "[VALUE, WORDS]"


@dataclass(frozen=True)
class Entry:
    """One entry of a form. `columns` are those that it names, `lines` those of its values that are right."""

    schema: TableSchema
    row: str
    position: Position
    columns: Collection[str]
    lines: tuple[tuple[Line, Position], ...]


def taken_lines(
    form: Form, article: Article, sentences: Sequence[Sentence], schemas: Schemas, earlier: Iterable[Line]
) -> tuple[list[Line], list[Fault]]:
    """Return the lines of a coding that a form gives, and what is wrong with its entries.

    Args:
        form: the filled form, about the article.
        article: the article.
        sentences: its sentences, as the form numbers them.
        schemas: all tables and vocabularies.
        earlier: what the coder has from other articles.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, node in enumerate(form.entries, start=1):
        reading = _Reading(node, f"{article.source_id}_{number}", article, sentences, schemas)
        entry = reading.entry()
        entries += [entry] if entry else []
        faults += reading.faults
    faults += [*_missing(entries), *_unknown_rows(entries), *_contradictions(entries, earlier)]
    return [line for entry in entries for line, _ in entry.lines], faults


class _Reading:
    """Reads one entry of a form, and collects what is wrong with it."""

    def __init__(self, node: Node, row: str, article: Article, sentences: Sequence[Sentence], schemas: Schemas) -> None:
        self.node, self.row, self.article, self.sentences, self.schemas = node, row, article, sentences, schemas
        self.faults: list[Fault] = []

    def fault(self, position: Position, kind: str, column: str, *parts: str) -> None:
        """Note a fault of a column of the row: what was seen, what was expected, the fix."""
        self.faults.append(Fault(position, kind, f"{self.row}.{column}", *parts))

    def entry(self) -> Entry | None:
        """Return the entry; None where its table is not known."""
        if not isinstance(self.node, Fields):
            fix = "write {table: TABLE, row: NAME, sentence: NUMBER, COLUMN: " + PAIR + "}"
            self.fault(self.node.position, "form-wrong", "entry", "no entry", "keys with values", fix)
            return None
        texts, self.faults = self.node.texts(OF_ENTRY, "entry")
        # The article has one row in sources, in whatever sentences it is read.
        self.row = texts["row"] or (self.article.source_id if texts["table"] == SOURCES else self.row)
        schema = self._schema(texts["table"])
        sentence = self._sentence(texts["sentence"])
        self._check_row(texts["row"])
        if schema is None:
            return None
        columns = {name: node for name, node in self.node.entries.items() if name not in OF_ENTRY}
        lines = self._lines(schema, columns, sentence) if sentence else []
        return Entry(schema, self.row, self.node.position, frozenset(columns), tuple(lines))

    def _place(self, key: str) -> Position:
        assert isinstance(self.node, Fields)
        return self.node.keys.get(key, self.node.position)

    def _schema(self, table: str) -> TableSchema | None:
        names = [schema.name for schema in self.schemas.tables if not schema.built]
        if table in names:
            return self.schemas.table(table)
        if not self._is_refused("table"):
            seen = f"no table {shown(table)}" if table else "no table"
            fix = nearest(table, names)
            self.fault(self._place("table"), "table-unknown", "table", seen, "a table of the form", fix)
        return None

    def _sentence(self, number: str) -> Sentence | None:
        if re.fullmatch(r"[1-9][0-9]{0,5}", number) and int(number) <= len(self.sentences):
            return self.sentences[int(number) - 1]
        if not self._is_refused("sentence"):
            seen = f"no sentence {shown(number)}" if number else "no sentence"
            expected, fix = f"a number from 1 to {len(self.sentences)}", "write sentence: NUMBER, as the form has it"
            self.fault(self._place("sentence"), "passage-not-found", "sentence", seen, expected, fix)
        return None

    def _is_refused(self, key: str) -> bool:
        """Return whether what stands under a key was refused, and reported, when the file was read."""
        assert isinstance(self.node, Fields)
        node = self.node.entries.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.text)

    def _check_row(self, row: str) -> None:
        if row and not SLUG.fullmatch(row):
            expected = "lower-case words joined by single hyphens, such as joint-operation"
            self.fault(self._place("row"), "id-malformed", "row", f"the name {shown(row)}", expected, "rename it")
        elif len(row) > LONGEST_ID:
            seen, expected = f"a name of {len(row)} characters", f"at most {LONGEST_ID}"
            self.fault(self._place("row"), "id-too-long", "row", seen, expected, "choose a shorter one")

    def _lines(self, schema: TableSchema, nodes: Mapping[str, Node], sentence: Sentence) -> list[tuple[Line, Position]]:
        """Return the line of each value that is right."""
        values: dict[str, str] = {}
        places: dict[str, list[Span]] = {}
        for name, node in nodes.items():
            if name not in read_columns(schema):
                seen, fix = f"no column {shown(name)}", nearest(name, read_columns(schema))
                self.fault(self._place(name), "column-unknown", name, seen, f"a column of {schema.name}", fix)
                continue
            value = self._value(schema.column(name), node, sentence)
            if value:
                values[name], of_value = value
                places |= {name: of_value} if of_value else {}
        spans = dict(zip(places, together(list(places.values())), strict=True)) if places else {}
        quote = quote_around(list(spans.values()) or [(sentence.start, sentence.end)], sentence, self.article)
        lines = []
        for name, value_text in values.items():
            words = self._words(schema.column(name), spans) or quote
            line = Line(self.article.source_id, schema.name, self.row, name, value_text, quote, words)
            lines.append((line, self._place(name)))
        return lines

    def _words(self, column: Column, spans: Mapping[str, Span]) -> str:
        """Return the words of a value; of what language leaves unsaid, those of its number or else of the row."""
        span = spans.get(column.name)
        if span is None and column.needs_words:
            span = spans.get(column.of or "", next(iter(spans.values()), None))
        return self.article.text[slice(*span)] if span else ""

    def _value(self, column: Column, node: Node, sentence: Sentence) -> tuple[str, list[Span]] | None:
        """Return a value and where its words stand, nowhere where it needs none; None where it is wrong."""
        fault = fault_at(node.position, self.row, column.name)
        parts = node.items if isinstance(node, Items) else (node,)
        texts = [part.text for part in parts if isinstance(part, Scalar)]
        size = 2 if isinstance(node, Items) else 1
        if not len(texts) == len(parts) == size or (size == 2 and not column.needs_words):
            expected = _form_of(column)
            fix = f"write {column.name}: {expected}; put what holds a comma in quotation marks"
            self.faults.append(fault("form-wrong", "another form", expected, fix))
            return None
        value, words = texts[0], texts[-1]
        if "" in texts or not self._is_right(column, value, fault):
            return None
        spans = sentence.places(words)
        if not column.needs_words or (size == 1 and not spans and value == self._unmarked(column)):
            return value, []
        if not spans:
            self.faults.append(self._words_not_there(column, words, size == 1, fault))
            return None
        return value, spans

    def _unmarked(self, column: Column) -> str | None:
        """Return the value of a column that language leaves unsaid; None without one."""
        if _may_be_the_article(column):
            return ARTICLE
        vocabulary = self.schemas.vocabularies.get(column.vocabulary or "")
        return vocabulary.unmarked if vocabulary else None

    def _is_right(self, column: Column, value: str, fault: MakeFault) -> bool:
        """Return whether a value has the form of its column, and note where it has not."""
        codes, pattern = self.schemas.codes(column), column.constraints.get("pattern")
        if codes and value not in codes:
            expected, fix = f"a code of {column.vocabulary}", nearest(value, codes)
            self.faults.append(fault("code-unknown", f"no code {shown(value)}", expected, fix))
            return False
        try:
            parse(column, value)
        except ValueError as error:
            self.faults.append(fault("value-malformed", str(error), f"a {column.reader or column.type}", "correct it"))
            return False
        if pattern and not re.fullmatch(pattern, value):
            self.faults.append(fault("value-malformed", shown(value), f"the form {pattern}", "write it in that form"))
            return False
        return True

    def _words_not_there(self, column: Column, words: str, alone: bool, fault: MakeFault) -> Fault:
        """Return the fault of words that their sentence does not hold."""
        numbers = [str(number) for number, other in enumerate(self.sentences, start=1) if other.places(words)]
        if alone and not numbers:
            fix = f"write {column.name}: [{words}, WORDS], with the words that say it"
        elif numbers:
            fix = f"copy the words from the sentence, or write sentence: {' or '.join(numbers[:3])}"
        else:
            fix = "copy the words from the sentence"
        return fault("words-not-in-quote", f"the sentence does not hold {shown(words)}", "words of the sentence", fix)


def _may_be_the_article(column: Column) -> bool:
    """Return whether a column says whose claim a row is: an actor's, or that of the article itself."""
    return column.is_filled and column.required


def _form_of(column: Column) -> str:
    """Return how a value of a column is written."""
    return PAIR if column.needs_words else "VALUE"


def _missing(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Yield the columns that each row must have and no entry of the row fills."""
    rows: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        rows.setdefault((entry.schema.name, entry.row), []).append(entry)
    for of_row in rows.values():
        first = of_row[0]
        for name in read_columns(first.schema):
            column = first.schema.column(name)
            if column.required and not any(name in entry.columns for entry in of_row):
                fault = fault_at(first.position, first.row, name)
                expected, fix = f"one in each row of {first.schema.name}", f"write {name}: {_form_of(column)}"
                yield fault("value-missing", "no value", expected, fix)


def _unknown_rows(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield values that name a row which the form does not have."""
    names: dict[str, set[str]] = {}
    for entry in entries:
        names.setdefault(entry.schema.name, set()).add(entry.row)
    for entry in entries:
        for line, position in entry.lines:
            table = entry.schema.named_table(line.field)
            is_article = line.value == ARTICLE and _may_be_the_article(entry.schema.column(line.field))
            if table and not is_article and line.value not in names.get(table, ()):
                fix = nearest(line.value, names.get(table, ()))
                fault = fault_at(position, line.row, line.field)
                yield fault("id-unknown", f"no row {shown(line.value)}", f"a row of {table} in this form", fix)


def _contradictions(entries: Iterable[Entry], earlier: Iterable[Line]) -> Iterator[Fault]:
    """Yield values that the coder gave otherwise to a row of the same name.

    Printed names may differ, and several actors may claim or carry a row.
    """
    values = {(line.table, line.row, line.field): line for line in earlier}
    for entry in entries:
        for line, position in entry.lines:
            other = values.setdefault((line.table, line.row, line.field), line)
            is_one = line.field != NAME and not entry.schema.column(line.field).is_filled
            if line.value != other.value and is_one:
                where = "above" if other.source == line.source else f"in {other.source}"
                seen = f"{shown(line.value)}, but {shown(other.value)} {where}"
                expected, fix = "one value for rows of one name", "correct it, or give another row another name"
                yield fault_at(position, line.row, line.field)("id-repeated", seen, expected, fix)
