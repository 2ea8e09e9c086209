"""The independent codings, read as they were made, and any coding as rows whose cells can be compared.

A coding is a file of JSON Lines: one value of one row, with the quote and the words that say it. It
is kept as its coder left it; nothing here corrects a value.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, cell_texts
from pipeline.faults import Fault, Position
from pipeline.locate.quotes import offsets
from pipeline.model import Article
from pipeline.read.schema import Schemas, TableSchema

LINE_KEYS = ("source", "table", "row", "field", "value", "quote", "words")


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


Cells = Mapping[str, Cell]
Coding = Mapping[tuple[str, str], Cells]
"""The cells of each row by table and row id, as one reader has them."""


class Places:
    """Turns stretches of articles into bits: the articles lie one after another, in the order of their ids."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._begin: dict[str, int] = {}
        length = 0
        for source_id in sorted(articles):
            self._begin[source_id] = length
            length += len(articles[source_id].text)

    def bits(self, source_id: str, start: int, end: int) -> int:
        """Return the code points from `start` to `end` of an article; none where it is not there."""
        begin = self._begin.get(source_id)
        return 0 if begin is None else ((1 << (end - start)) - 1) << (begin + start)

    def found(self, source_id: str, quote: str, words: str) -> tuple[int, int]:
        """Return the code points of the words and of the quote, at every place where they stand."""
        said, quoted = 0, 0
        for start in _all(self._articles[source_id].text, quote):
            quoted |= self.bits(source_id, start, start + len(quote))
            for begin in offsets(quote, words) or _all(quote, words):
                said |= self.bits(source_id, start + begin, start + begin + len(words))
        return said, quoted


def read_codings(
    folder: Path, schemas: Schemas, articles: Mapping[str, Article]
) -> tuple[dict[str, Coding], list[Fault]]:
    """Return the codings in `folder` by coder (the stem of the file), and each line that cannot be used.

    Raises:
        OSError: a file cannot be read.
    """
    codings: dict[str, Coding] = {}
    faults: list[Fault] = []
    places = Places(articles)
    for path in sorted(folder.glob("*.jsonl")):
        # Not splitlines: a quote may hold a line end of Unicode.
        lines = [line for line in path.read_bytes().decode("utf-8", "replace").split("\n") if line]
        codings[path.stem], found = read_coding(lines, f"{folder.name}/{path.name}", schemas, articles, places)
        faults += found
    if len(codings) not in (0, 2):
        seen = f"{len(codings)} codings"
        faults.append(
            Fault(Position(folder.name), "unnamed", "codings", seen, "two", "keep one file for each of the two coders")
        )
    return codings, faults


def read_coding(
    lines: Iterable[str], file: str, schemas: Schemas, articles: Mapping[str, Article], places: Places
) -> tuple[Coding, list[Fault]]:
    """Return one coding, whatever the order of its lines, and a fault for each line that cannot be used."""
    parts: list[tuple[str, str, str, Cell]] = []
    faults: list[Fault] = []
    for number, text in enumerate(lines, start=1):
        try:
            line = _line(text, schemas, articles)
        except ValueError as error:
            seen, expected, todo = error.args[0], "a line of a coding", "ask the coder; nobody else edits a coding"
            faults.append(Fault(Position(file, number), "unnamed", "line", seen, expected, todo))
            continue
        words, quotes = places.found(line["source"], line["quote"], line["words"])
        cell = Cell(frozenset([line["value"]]), words, quotes, f"{line['source'][:3]}: {line['quote']}")
        parts.append((line["table"], line["row"], line["field"], cell))
    return gathered(parts), faults


def of_tables(tables: Mapping[str, pa.Table], schemas: Schemas, articles: Mapping[str, Article]) -> Coding:
    """Return the built tables as a coding: the values that were read in articles, and the keys of parent rows."""
    parts: list[tuple[str, str, str, Cell]] = []
    for schema in schemas.tables:
        if not schema.built:
            names = read_columns(schema)
            for row in cell_texts(tables[schema.name], schema):
                values = ((name, row[name]) for name in names if row[name])
                parts += [(schema.name, row[schema.id_name], name, Cell(frozenset([value]))) for name, value in values]
    cells, places = {part[:3] for part in parts}, Places(articles)
    for row in tables[EVIDENCE].to_pylist():
        key = (row["table"], row["row_id"], row["field"])
        if key in cells and row["stance"] == "supports":
            words, quotes = (
                places.bits(row["source_id"], row[f"{x}_start"], row[f"{x}_end"]) for x in ("words", "quote")
            )
            parts.append((*key, Cell(frozenset(), words, quotes, f"{row['source_id'][:3]}: {row['quote']}")))
    return gathered(parts)


def read_columns(schema: TableSchema) -> list[str]:
    """Return the columns of a coding: those that need words, and the key of a parent row."""
    parent = schema.child.key if schema.child else None
    return [column.name for column in schema.columns if column.needs_words or column.name == parent]


def gathered(parts: Iterable[tuple[str, str, str, Cell]]) -> Coding:
    """Return a coding of the evidence for its cells, by table, row and field; the order does not matter."""
    rows: dict[tuple[str, str], dict[str, Cell]] = {}
    for table, row_id, field, cell in parts:
        cells = rows.setdefault((table, row_id), {})
        known = cells.get(field, cell)
        shown = min(text for text in (known.shown or cell.shown, cell.shown or known.shown))
        cells[field] = Cell(known.values | cell.values, known.words | cell.words, known.quotes | cell.quotes, shown)
    return {key: dict(sorted(rows[key].items())) for key in sorted(rows)}


def _line(text: str, schemas: Schemas, articles: Mapping[str, Article]) -> Mapping[str, str]:
    """Return one line of a coding; ValueError, saying why, where it cannot be used."""
    try:
        line: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not valid JSON at character {error.colno}: {error.msg}") from error
    if not isinstance(line, dict) or not all(isinstance(line.get(key), str) and line[key] for key in LINE_KEYS):
        raise ValueError(f"not an object with a text for each of {', '.join(LINE_KEYS)}")
    schema = schemas.by_name.get(line["table"])
    if schema is None or line["field"] not in schema.by_name:
        raise ValueError(f"no column {line['table']}.{line['field']}")
    if line["source"] not in articles or line["quote"] not in articles[line["source"]].text:
        raise ValueError(f'the quote "{line["quote"]}" is not in the article {line["source"]}')
    if line["words"] not in line["quote"]:
        raise ValueError(f'the words "{line["words"]}" are not in the quote "{line["quote"]}"')
    return line


def _all(text: str, part: str) -> list[int]:
    """Return every place of `part` in `text`.

    >>> _all("aaa", "aa")
    [0, 1]
    """
    found = []
    start = text.find(part)
    while start >= 0:
        found.append(start)
        start = text.find(part, start + 1)
    return found
