"""What the columns and codes of one table mean, made from the descriptor and the table's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import fill
from typing import TYPE_CHECKING, Any

from counternarcotics._shared.origins import ORIGINS

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage
    from counternarcotics._readable import ReadableFrame

WIDTH = 80
"""Characters of a line of text, as wide as a terminal opens."""


@dataclass(frozen=True)
class Column:
    """A column as its Table Schema has it, with how often each value occurs (None for empty) and the number of rows."""

    field: Mapping[str, Any]
    counts: Mapping[Any, int]
    rows: int

    @property
    def filled(self) -> int:
        """How many rows have a value."""
        return self.rows - self.counts.get(None, 0)

    @property
    def required(self) -> bool:
        """Whether every row must have a value."""
        return bool(self.field.get("constraints", {}).get("required", False))

    @property
    def codes(self) -> list[tuple[str, int, str]]:
        """Each code that rows have, with their number and its definition, in the vocabulary's order."""
        codes = self.field.get("categories", [])
        counted = [(code["value"], self.counts.get(code["value"], 0), code["description"]) for code in codes]
        return [(code, number, definition) for code, number, definition in counted if number]

    @property
    def codes_without_rows(self) -> list[str]:
        """The other codes that the column may hold, unless it may hold all of a public register."""
        codes = self.field.get("constraints", {}).get("enum", [])
        return [code for code in codes if code not in self.counts]

    def facts(self) -> str:
        """Return type, origin, filling and rules as one line."""
        kind = f"{self.field['type']}, {self.field['origin']}{', required' if self.required else ''}"
        numbers = self.field.get("rules", [])
        rules = [f"coding {'rule' if len(numbers) == 1 else 'rules'} {', '.join(map(str, numbers))}"] if numbers else []
        return "; ".join([kind, f"{self.filled} of {self.rows} rows", *rules])

    def remarks(self) -> Iterator[str]:
        """Yield what is said of the column in sentences."""
        yield self.field["description"]
        if "reason" in self.field:
            yield f"Why judged: {self.field['reason']}"
        if "example" in self.field:
            yield f"Example: {self.field['example']}"
        if self.codes_without_rows:
            yield f"Codes without rows: {', '.join(self.codes_without_rows)}"

    def row(self) -> dict[str, Any]:
        """Return what the frame holds of the column."""
        return {
            "column": self.field["name"],
            "title": self.field["title"],
            "type": self.field["type"],
            "origin": self.field["origin"],
            "required": self.required,
            "rules": self.field.get("rules"),
            "definition": self.field["description"],
            "example": self.field.get("example"),
            "codes": self.field.get("constraints", {}).get("enum") or [code for code, _, _ in self.codes] or None,
            "filled": self.filled,
        }


def codebook(package: DataPackage, table: str) -> ReadableFrame:
    """Return the codebook of a table: one row a column, printed as text.

    Raises:
        UsageError: There is no such table.
        ValueError: The table's file is not as the schema says.
        OSError: The table's file cannot be read.
    """
    entry, rows = package.resource(table), package.read(table)
    columns = [
        Column(field, Counter(rows.column(field["name"]).to_pylist()), rows.num_rows)
        for field in entry["schema"]["fields"]
    ]
    import pandas as pd

    from counternarcotics._readable import ReadableFrame
    from counternarcotics._shared.frames import text_type

    # Without the type, pandas 2 would store text as objects.
    texts = ("column", "title", "type", "origin", "definition", "example")
    frame = pd.DataFrame([column.row() for column in columns]).astype(dict.fromkeys(texts, text_type()))
    return ReadableFrame(frame, _text(entry, columns), _html(entry, columns))


def _about(table_schema: Mapping[str, Any], columns: Sequence[Column]) -> Iterator[str]:
    """Yield how many rows there are, what identifies a row and which tables it leads to."""
    yield f"Rows: {columns[0].rows}."
    yield f"Key: {', '.join(table_schema['primaryKey'])}."
    for key in table_schema.get("uniqueKeys", []):
        yield f"No two rows share all of {', '.join(key)}."
    for foreign in table_schema.get("foreignKeys", []):
        # An empty name is the table itself (Data Package, foreignKeys).
        yield f"{', '.join(foreign['fields'])} leads to {foreign['reference']['resource'] or table_schema['name']}."
    if any(column.codes for column in columns):
        yield "The number at a code is that of its rows."


def _origins(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return the origins that the columns have, with their meanings."""
    used = {column.field["origin"] for column in columns}
    return [(origin, meaning) for origin, meaning in ORIGINS.items() if origin in used]


def _text(entry: Mapping[str, Any], columns: Sequence[Column]) -> str:
    """Return the codebook as text."""
    head = [f"{entry['name']} ({entry['title']})", _wrapped(entry["description"])]
    about = _wrapped(" ".join(_about(entry["schema"], columns)))
    origins = "\n".join(["Origins", *_listed(_origins(columns))])
    return "\n\n".join(["\n".join(head), about, *(_column_text(column) for column in columns), origins])


def _column_text(column: Column) -> str:
    """Return one column as text: its name, then the rest, indented."""
    codes = column.codes
    width = max((len(str(number)) for _, number, _ in codes), default=0)
    lines = [f"{column.field['name']} ({column.field['title']})"]
    lines += [_wrapped(line, "  ") for line in (column.facts(), *column.remarks())]
    lines += _listed([(code, f"{number:>{width}}  {definition}") for code, number, definition in codes], width + 2)
    return "\n".join(lines)


def _listed(pairs: Sequence[tuple[str, str]], hang: int = 0) -> Iterator[str]:
    """Yield terms with what they mean, under each other.

    >>> list(_listed([("kilogram", "1  SI unit."), ("tonne", "1  1,000 kilograms.")], 3))
    ['    kilogram  1  SI unit.', '    tonne     1  1,000 kilograms.']
    """
    width = max((len(term) for term, _ in pairs), default=0)
    for term, meaning in pairs:
        yield _wrapped(f"{term:<{width}}  {meaning}", "    ", " " * (width + 6 + hang))


def _wrapped(text: str, indent: str = "", hanging: str | None = None) -> str:
    """Return text as lines of at most `WIDTH`, unless one word is longer; ids are not broken."""
    return fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _html(entry: Mapping[str, Any], columns: Sequence[Column]) -> str:
    """Return the codebook as HTML, for a notebook."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("column", "meaning", "type, origin, filling"))
    body = "".join(_column_html(column) for column in columns)
    return (
        f"<div><h3>{escape(entry['name'])} ({escape(entry['title'])})</h3><p>{escape(entry['description'])}</p>"
        f"<p>{escape(' '.join(_about(entry['schema'], columns)))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p>Origins:</p>{_html_list(_origins(columns))}</div>"
    )


def _column_html(column: Column) -> str:
    """Return one column as a row of an HTML table."""
    codes = _html_list([(code, f"({number}) {definition}") for code, number, definition in column.codes])
    return (
        f'<tr><th scope="row"><code>{escape(column.field["name"])}</code></th>'
        f'<td style="text-align: left">{"<br>".join(map(escape, column.remarks()))}{codes}</td>'
        f"<td>{escape(column.facts())}</td></tr>"
    )


def _html_list(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms with what they mean as an HTML list; an empty text for no terms."""
    items = "".join(f"<li><code>{escape(term)}</code> {escape(meaning)}</li>" for term, meaning in pairs)
    return f"<ul>{items}</ul>" if items else ""
