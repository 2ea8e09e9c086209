"""The independent codings, read as their coders left them, and any coding as rows of cells that can be compared.

The codings of one coder are a file of JSON Lines, named by the coder's letter. Each line is one value of one row, with
the quote and the words that say it. Nothing here corrects a value; `earlier` says what codings of the first rules mean
in today's columns.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from codings import earlier
from codings.line import LINE_KEYS, Line
from pipeline.assemble.tables import EVIDENCE, cell_texts
from pipeline.faults import Fault, Position, shown
from pipeline.model import ARTICLE, Article
from pipeline.read.schema import SEVERAL, Column, Schemas, TableSchema
from pipeline.read.whole_words import offsets

SETTLEMENTS = "settlements.yaml"
README = "README.md"
TOPICS = "topics.jsonl"
CELLS = "cells.csv"
OTHER_FILES = (SETTLEMENTS, TOPICS, CELLS, README)
NAME = "name"
"""The column of the rows that are printed names: actors, places, substances."""
CODER = re.compile(r"[a-z]")
"""What a coder is called."""


@dataclass(frozen=True)
class Cell:
    """What one reader has in one cell: mostly one value, several where the sources differ.

    `words` and `quotes` are the code points of all articles that the evidence covers, as the bits of
    a whole number: what two cells share is ``a & b``. `shown` is a quote to show to people.
    """

    values: frozenset[str]
    words: int = 0
    quotes: int = 0
    shown: str = ""

    @property
    def text(self) -> str:
        """Return the values as one text."""
        return " | ".join(sorted(self.values))


CellKey = tuple[str, str, str]
"""Table, row and column."""
Cells = Mapping[str, Cell]
Coding = Mapping[tuple[str, str], Cells]
"""The cells of each row by table and row id, as one reader has them."""


class Places:
    """Turns stretches of some articles into bits: these lie one after another, in the order of their ids."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._begin: dict[str, int] = {}
        length = 0
        for source_id in sorted(articles):
            self._begin[source_id] = length
            length += len(articles[source_id].text)

    def bits(self, source_id: str, start: int, end: int) -> int:
        """Return the code points from `start` to `end` of an article."""
        return ((1 << (end - start)) - 1) << (self._begin[source_id] + start)

    def covered(self, source_id: str, quote: str, words: str) -> tuple[int, int]:
        """Return the code points of the words and of the quote, at every place where they stand."""
        words_bits, quote_bits = 0, 0
        for start in _all(self._articles[source_id].text, quote):
            quote_bits |= self.bits(source_id, start, start + len(quote))
            for begin in offsets(quote, words) or _all(quote, words):
                words_bits |= self.bits(source_id, start + begin, start + begin + len(words))
        return words_bits, quote_bits


class _LineFault(Exception):
    """A line of a coding cannot be used; the arguments are the kind of the fault and what was seen."""


def read_codings(
    folder: Path, schemas: Schemas, articles: Mapping[str, Article]
) -> tuple[dict[str, list[Line]], list[Fault]]:
    """Return the lines of each coder in `folder`, and what is wrong with the folder and its lines.

    Hidden files are passed over: editors keep their own there.

    Raises:
        OSError: the folder or a file cannot be read.
    """
    codings: dict[str, list[Line]] = {}
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        file = f"{folder.name}/{path.name}"
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.suffix == ".jsonl" and CODER.fullmatch(path.stem) and not path.is_dir():
            codings[path.stem], line_faults = read_coding(path.read_bytes(), file, schemas, articles)
            faults += line_faults
        elif path.is_dir() or not (path.suffix == ".py" or path.name in OTHER_FILES):
            expected = f"codings such as c.jsonl, {', '.join(OTHER_FILES)}"
            seen = "a folder" if path.is_dir() else "a file that nothing reads"
            faults.append(
                Fault(Position(file), "file-not-read", path.name, seen, expected, "rename, move or delete it")
            )
    return codings, faults


def read_coding(
    content: bytes, file: str, schemas: Schemas, articles: Mapping[str, Article]
) -> tuple[list[Line], list[Fault]]:
    """Return the lines of one coder, and a fault for each line that cannot be used.

    Args:
        content: the bytes of the file.
        file: its name in messages.
        schemas: all tables and vocabularies.
        articles: all articles by source_id.
    """
    seeds = earlier.names_of_seeds(articles.values())
    lines: list[Line] = []
    faults: list[Fault] = []
    # Not splitlines: a quote may hold a line end of Unicode.
    for number, line_bytes in enumerate(content.split(b"\n"), start=1):
        if not line_bytes:
            continue
        try:
            line = _line(_texts(line_bytes), schemas, articles, seeds)
            lines += [line] if line else []
        except _LineFault as error:
            kind, seen = error.args
            expected, fix = "a line of a coding", "ask the coder; nobody else edits a coding"
            faults.append(Fault(Position(file, number), kind, "line", seen, expected, fix))
    return earlier.translated(lines, schemas), faults


def one_row_a_key(lines: Iterable[Line], schemas: Schemas) -> list[Line]:
    """Return the lines of a coder with one row for each key of a child table.

    A form holds one article, and its rows need no name. So the part of one actor in one event that three articles tell
    of comes as three rows; they are one, as in the records.
    """
    lines = list(lines)
    values: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        values.setdefault((line.table, line.row), {})[line.field] = line.value
    first: dict[tuple[str, ...], str] = {}
    names: dict[tuple[str, str], str] = {}
    for (table, row), cells in values.items():
        schema = schemas.table(table)
        keys = [name for key in schema.unique_keys for name in key]
        is_child = schema.child is not None and all(name in cells for name in keys)
        names[table, row] = first.setdefault((table, *(cells[name] for name in keys)), row) if is_child else row
    return [replace(line, row=names[line.table, line.row]) for line in lines]


def of_lines(lines: Iterable[Line], articles: Mapping[str, Article]) -> Coding:
    """Return what one coder reads in some articles, whatever the order of the lines."""
    places = Places(articles)
    parts = []
    for line in lines:
        if line.source in articles:
            words, quotes = places.covered(line.source, line.quote, line.words)
            cell = Cell(frozenset([line.value]), words, quotes, f"{line.source}: {line.quote}")
            parts.append((line.table, line.row, line.field, cell))
    return gathered(parts)


def of_tables(tables: Mapping[str, pa.Table], schemas: Schemas, articles: Mapping[str, Article]) -> Coding:
    """Return what the built tables have from some articles, as a coding.

    These are the rows that quote one of the articles, and the actors, places and substances that they name. A value
    that only other articles say has no words.
    """
    values = dict(_values(tables, schemas))
    quoted = list(_quoted(tables, values, articles))
    rows = {part[:2] for part in quoted}
    for table, _, column, cell in quoted:
        named = schemas.table(table).named_table(column)
        if named and NAME in schemas.table(named).by_name:
            rows |= {(named, value) for value in cell.values - {ARTICLE}}
    elsewhere = values.keys() - {part[:3] for part in quoted}
    unquoted = [(*key, Cell(values[key])) for key in elsewhere if key[:2] in rows]
    return gathered([*quoted, *unquoted])


def _values(tables: Mapping[str, pa.Table], schemas: Schemas) -> Iterator[tuple[CellKey, frozenset[str]]]:
    """Yield what each cell of a coding holds: one value, or several ids."""
    for schema in schemas.tables:
        if not schema.built:
            names = read_columns(schema)
            for row in cell_texts(tables[schema.name], schema):
                for name in names:
                    if row[name]:
                        yield (schema.name, row[schema.id_name], name), _parts(schema.column(name), row[name])


def _parts(column: Column, text: str) -> frozenset[str]:
    """Return the values in a cell, as coders write them: whole numbers without a decimal point, ids one by one."""
    if column.is_filled:
        return frozenset(text.split(SEVERAL))
    return frozenset([text.removesuffix(".0") if column.type == "number" else text])


def _quoted(
    tables: Mapping[str, pa.Table], values: Mapping[CellKey, frozenset[str]], articles: Mapping[str, Article]
) -> Iterator[tuple[str, str, str, Cell]]:
    """Yield the values that some articles say, once for each place where they do."""
    places = Places(articles)
    for row in tables[EVIDENCE].to_pylist():
        key, source_id = (row["table_name"], row["row_id"], row["field"]), row["source_id"]
        if key in values and source_id in articles:
            words = places.bits(source_id, row["words_start"], row["words_end"])
            quotes = places.bits(source_id, row["quote_start"], row["quote_end"])
            yield *key, Cell(values[key], words, quotes, f"{source_id}: {row['quote']}")


def read_columns(schema: TableSchema) -> list[str]:
    """Return the columns of a coding: those that need words, and the key of a parent row."""
    parent = schema.child.key if schema.child else None
    return [column.name for column in schema.columns if column.needs_words or column.name == parent]


def gathered(parts: Iterable[tuple[str, str, str, Cell]]) -> Coding:
    """Return a coding of the evidence for its cells, by table, row and field; the order does not matter."""
    rows: dict[tuple[str, str], dict[str, Cell]] = {}
    for table, row_id, field, cell in parts:
        cells = rows.setdefault((table, row_id), {})
        other = cells.get(field, cell)
        quote = min(other.shown or cell.shown, cell.shown or other.shown)
        cells[field] = Cell(other.values | cell.values, other.words | cell.words, other.quotes | cell.quotes, quote)
    return {key: dict(sorted(rows[key].items())) for key in sorted(rows)}


def _line(
    line: Mapping[str, str], schemas: Schemas, articles: Mapping[str, Article], seeds: Mapping[str, str]
) -> Line | None:
    """Return one line of a coding, with today's names; None where today's tables have no column for it.

    Raises:
        _LineFault: it cannot be used.
    """
    is_earlier = line["source"] not in articles and line["source"] in seeds
    if is_earlier:
        line = earlier.renamed(line, seeds[line["source"]])
    schema = schemas.by_name.get(line["table"])
    if schema is None or line["field"] not in schema.by_name:
        if is_earlier and not earlier.is_compared(line["table"], line["field"]):
            return None
        raise _LineFault("column-unknown", f"no column {shown(line['table'])}.{shown(line['field'])}")
    if line["source"] not in articles or line["quote"] not in articles[line["source"]].text:
        seen = f"the quote {shown(line['quote'])} is not in the article {shown(line['source'])}"
        raise _LineFault("quote-not-found", seen)
    if line["words"] not in line["quote"]:
        seen = f"the words {shown(line['words'])} are not in the quote {shown(line['quote'])}"
        raise _LineFault("words-not-in-quote", seen)
    return Line(**line, earlier=is_earlier)


def _texts(line_bytes: bytes) -> Mapping[str, str]:
    """Return the JSON object of one line, with one text for each key of a coding.

    Raises:
        _LineFault: it is no such object.
    """
    try:
        # Numbers are refused below, however many digits they have; as whole numbers Python would refuse the long ones.
        pairs: Any = json.loads(line_bytes.decode("utf-8"), object_pairs_hook=tuple, parse_int=float)
    except UnicodeDecodeError as error:
        seen = f"byte 0x{line_bytes[error.start]:02x} is not UTF-8 (byte {error.start + 1} of the line)"
        raise _LineFault("file-not-utf8", seen) from error
    except json.JSONDecodeError as error:
        raise _LineFault("json-syntax", f"not valid JSON at character {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise _LineFault("json-syntax", "brackets are nested too deeply") from error
    # A tuple, unlike a mapping, still shows a key that stands twice.
    keys = [pair[0] for pair in pairs] if isinstance(pairs, tuple) else []
    if sorted(keys) != sorted(LINE_KEYS) or not all(isinstance(text, str) and text for _, text in pairs):
        raise _LineFault("form-wrong", f"not an object with one text for each of {', '.join(LINE_KEYS)}")
    line = dict(pairs)
    for key in ("row", "value"):
        unusable = next((character for character in line[key] if _is_unusable(character)), None)
        if unusable is not None:
            raise _LineFault("form-wrong", f"the {key} holds the character U+{ord(unusable):04X}")
    return line


def _is_unusable(character: str) -> bool:
    r"""Return whether no settlement can repeat a character: a control character, a line end, half of a code point.

    >>> [_is_unusable(character) for character in "a\n\ud800"]
    [False, True, True]
    """
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")


def _all(text: str, part: str) -> list[int]:
    """Return every place of `part` in `text`.

    >>> _all("aaa", "aa")
    [0, 1]
    """
    places = []
    start = text.find(part)
    while start >= 0:
        places.append(start)
        start = text.find(part, start + 1)
    return places
