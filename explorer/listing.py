"""A table as a page lists it: its rows with the columns that people look at, and what they can be filtered by."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._shared.origins import WORDED
from explorer.prepared import EVIDENCE, PASSAGES, SOURCES, TIMELINE, Link, Prepared
from pipeline.read.schema import SEVERAL

_OF_EVENT = {
    "kind": "event_type",
    "act": "act",
    "side": "sides",
    "topic": "topics",
    "substance": "substance_families",
}
"""The facets of rows that belong to an event, with the column of the timeline that each is taken from."""
_TITLES = {"kind": "Kind", "act": "Act", "side": "Side", "topic": "Topic", "substance": "Substance"}
_SHOWN = {
    TIMELINE: ("date", "event_type", "sides", "place", "topics", "attributed_to"),
    EVIDENCE: ("table_name", "field", "value", "words", "reading", "reach"),
    PASSAGES: ("zone", "passage_start", "passage_end", "status", "reason", "n_values", "note"),
}
"""The columns that are listed of tables whose values have no words of their own."""
_STATUSES = {
    "agrees": "agrees",
    "differs": "has another value",
    "empty": "has none",
    "not_in_records": "has a value, the records none",
    "no_row": "has no such row",
}
_MOST_OPTIONS = 12
"""A code column with more codes in use is no facet."""


@dataclass(frozen=True)
class Option:
    """A code that rows can be filtered by, and how many have it."""

    value: str
    label: str
    rows: int


@dataclass(frozen=True)
class Facet:
    """Something that rows can be filtered by."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Shown:
    """A cell as it is listed, what it is sorted by, and a date in words."""

    parts: tuple[Link, ...]
    order: str
    words: str


@dataclass(frozen=True)
class Entry:
    """A row as it is listed: what it is called, its cells, the codes it has of each facet, and its line of CSV."""

    row_id: str
    link: Link
    cells: tuple[Shown, ...]
    codes: Mapping[str, str]
    line: str


@dataclass(frozen=True)
class Listing:
    """A table as a page lists it, whole or what is from one article."""

    table: str
    columns: tuple[str, ...]
    facets: tuple[Facet, ...]
    entries: tuple[Entry, ...]
    header: str


def listing(prepared: Prepared, table: str, source_id: str = "") -> Listing:
    """Return the listing of a table; of the rows from one article, where `source_id` is given."""
    columns = _columns(prepared, table)
    rows = {
        row_id: cells
        for row_id, cells in prepared.tables[table].items()
        if not source_id or cells["source_id"] == source_id
    }
    own = _own_facets(prepared, table)
    codes = {row_id: dict(_codes(prepared, table, row_id, own)) for row_id in rows}
    order = {row_id: f"{place:06}" for place, row_id in enumerate(rows)}
    entries = [
        Entry(
            row_id,
            _link(prepared, table, row_id),
            tuple(_shown(prepared, table, row_id, name, order[row_id]) for name in columns),
            {name: " ".join(values) for name, values in codes[row_id].items()},
            csv_line(cell_text(cell) for cell in cells.values()),
        )
        for row_id, cells in rows.items()
    ]
    facets = _facets(prepared, table, list(codes.values()))
    return Listing(table, columns, tuple(facets), tuple(entries), csv_line(prepared.columns[table]))


def csv_line(cells: Iterator[str] | Mapping[str, object]) -> str:
    """Return cells as the line of a CSV file, with its end, as the tables have it."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _columns(prepared: Prepared, table: str) -> tuple[str, ...]:
    """Return the columns that a page lists: those whose values have words and those that lead to other rows.

    Numbers and dates come first. What a row is called by is left out, because it stands before them, and so is what few
    rows have, dates apart.
    """
    if table in _SHOWN:
        return _SHOWN[table]
    named_by = ("title", "name", prepared.package.key(table), prepared.parent(table), *prepared.labelling(table))
    filled = Counter(name for row in prepared.tables[table].values() for name, cell in row.items() if cell is not None)
    columns = {
        name: column
        for name, column in prepared.columns[table].items()
        if name not in named_by
        and (column["origin"] in WORDED or prepared.target(table, name))
        and (column.get("reader") == "date" or 3 * filled[name] >= len(prepared.tables[table]))
        and filled[name]
    }
    figures = [name for name, column in columns.items() if column.get("reader") in ("number", "date") or "of" in column]
    return (*figures, *(name for name in columns if name not in figures))


def _link(prepared: Prepared, table: str, row_id: str) -> Link:
    """Return what a row is called in a list, as a link; a row of `evidence` by the row whose value it proves."""
    cells = prepared.tables[table][row_id]
    named = (cells["table_name"], cells["row_id"]) if table == EVIDENCE else (table, row_id)
    return Link(prepared.heading(*named), prepared.href(table, row_id))


def _shown(prepared: Prepared, table: str, row_id: str, name: str, place: str) -> Shown:
    """Return a cell as it is listed.

    A date in EDTF is sorted by its first day, or by its last where the first is open; in the timeline, by the place of
    the row, which is in the order of time.
    """
    cells = prepared.tables[table][row_id]
    start, end = cells.get(f"{name}_start"), cells.get(f"{name}_end")
    order = place if table == TIMELINE and name == "date" else cell_text(start or end or cells[name])
    words = prepared.date_in_words(table, name, cell_text(cells[name]))
    return Shown(tuple(prepared.shown(table, name, cells[name])), order, words)


def _codes(prepared: Prepared, table: str, row_id: str, own: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the codes that a row has of each facet."""
    cells = prepared.tables[table][row_id]
    event = prepared.tables[TIMELINE].get(cells.get("event_id", ""), {})
    if "event_id" in cells:
        yield from ((facet, _split(event.get(column))) for facet, column in _OF_EVENT.items())
    yield from ((name, _split(cells[name])) for name in own)
    if table not in (EVIDENCE, PASSAGES, SOURCES):
        yield "article", prepared.articles(table, row_id)
    if table in prepared.proved:
        yield "verdict", prepared.verdicts_of_row(table, row_id)
        yield "coders", prepared.statuses(table, row_id)


def _own_facets(prepared: Prepared, table: str) -> list[str]:
    """Return the columns of a table that rows can be filtered by, beside the facets of their event."""
    columns, schema = prepared.columns[table], prepared.package.schema(table)
    if "event_id" in columns:
        return [name for name in columns if "categories" in columns[name] and name in _of_key(schema)]
    coded = [name for name in columns if "categories" in columns[name] or name == "table_name"]
    used = {name: {cells[name] for cells in prepared.tables[table].values()} - {None} for name in coded}
    return [name for name in coded if 2 <= len(used[name]) <= _MOST_OPTIONS]


def _of_key(schema: Mapping[str, object]) -> list[str]:
    """Return the columns that make a row of a table that row, and its scope."""
    keys = schema.get("uniqueKeys")
    return ["scope", *(keys[0] if isinstance(keys, list) else [])]


def _facets(prepared: Prepared, table: str, codes: list[dict[str, list[str]]]) -> Iterator[Facet]:
    """Yield the facets of a table of which rows have more than one code, those used most first."""
    names = dict.fromkeys(name for row in codes for name in row)
    for name in names:
        counts = Counter(code for row in codes for code in row[name])
        if len(counts) > 1:
            labels = _labels(prepared, table, name)
            ordered = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
            options = [Option(code, labels.get(code, code.replace("_", " ")), rows) for code, rows in ordered]
            yield Facet(name, _title(prepared, table, name), tuple(options))


def _labels(prepared: Prepared, table: str, facet: str) -> Mapping[str, str]:
    if facet == "coders":
        return _STATUSES
    if facet == "article":
        return {source_id: str(cells["title"]) for source_id, cells in prepared.tables[SOURCES].items()}
    home, column = (TIMELINE, _OF_EVENT[facet]) if facet in _OF_EVENT else (table, facet)
    if column not in prepared.columns[home]:
        return {}
    return {code: str(meaning["label"]) for code, meaning in prepared.categories(home, column).items()}


def _title(prepared: Prepared, table: str, facet: str) -> str:
    other = {**_TITLES, "article": "Article", "verdict": "Has values that are", "coders": "Has cells where a coder"}
    return other.get(facet) or str(prepared.columns[table][facet]["title"])


def _split(cell: object) -> list[str]:
    return str(cell).split(SEVERAL) if cell else []
