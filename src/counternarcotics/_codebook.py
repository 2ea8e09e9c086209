"""What the columns and codes of one table mean, made from the descriptor and the table's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import is_one_of, unknown
from counternarcotics._shared.lines import listed, wrapped
from counternarcotics._shared.origins import ORIGINS

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage
    from counternarcotics._readable import ReadableFrame

_MOST_CODES = 10
"""How many codes without rows are named; the others are counted."""


@dataclass(frozen=True)
class Column:
    """A column as its Table Schema has it, with how often each value occurs (None for empty) and the number of rows."""

    field: Mapping[str, Any]
    counts: Mapping[Any, int]
    rows: int

    def row(self) -> dict[str, Any]:
        """Return what the frame holds of the column."""
        limits = self.field.get("constraints", {})
        return {
            "column": self.field["name"],
            "title": self.field["title"],
            "type": self.field["type"],
            "origin": self.field["origin"],
            "required": limits.get("required", False),
            "rules": self.field.get("rules"),
            "definition": self.field["description"],
            "example": self.field.get("example"),
            # A register has no list of its own: its codes are those that rows have.
            "codes": limits.get("enum") or [code["value"] for code in self.field.get("categories", [])] or None,
            "filled": self.rows - self.counts.get(None, 0),
        }

    def text(self) -> str:
        """Return the column as text: its name, then the rest, indented."""
        codes = self.field.get("categories", [])
        width = max((len(str(self.counts[code["value"]])) for code in codes), default=0)
        pairs = [(code["value"], f"{self.counts[code['value']]:>{width}}  {code['description']}") for code in codes]
        lines = [f"{self.field['name']} ({self.field['title']})", *(wrapped(line, 2) for line in self._sentences())]
        return "\n".join([*lines, *listed(pairs, 4, width + 2)])

    def _sentences(self) -> Iterator[str]:
        """Yield what is said of the column before its codes."""
        row, rules = self.row(), ", ".join(map(str, self.field.get("rules", [])))
        facts = [f"{row['type']}, {row['origin']}{', required' if row['required'] else ''}"]
        facts += [f"{row['filled']} of {self.rows} rows"]
        facts += [f"coding {'rules' if ',' in rules else 'rule'} {rules}"] if rules else []
        yield "; ".join(facts)
        yield row["definition"]
        if "reason" in self.field:
            yield f"Why judged: {self.field['reason']}"
        if row["example"]:
            yield f"Example: {row['example']}"
        if unused := [code for code in row["codes"] or () if code not in self.counts]:
            more = f" and {len(unused) - _MOST_CODES} more" if len(unused) > _MOST_CODES else ""
            yield f"Codes without rows: {', '.join(unused[:_MOST_CODES])}{more}"


def codebook(package: DataPackage, table: str, column: str | None = None) -> ReadableFrame:
    """Return the codebook of a table or of one column; `counternarcotics.codebook` says how."""
    import pandas as pd

    from counternarcotics._readable import ReadableFrame
    from counternarcotics._shared.frames import text_type

    entry, rows, names = package.resource(table), package.read(table), package.columns(table)
    if column is not None and not is_one_of(column, names):
        raise unknown(f"column of {entry['name']}", column, names)
    columns = [
        Column(field, Counter(rows.column(field["name"]).to_pylist()), rows.num_rows)
        for field in entry["schema"]["fields"]
        if column in (None, field["name"])
    ]
    # Without the type, pandas 2 would store text as objects.
    texts = ("column", "title", "type", "origin", "definition", "example")
    frame = pd.DataFrame([each.row() for each in columns]).astype(dict.fromkeys(texts, text_type()))
    head = [f"{entry['name']} ({entry['title']})"]
    if column is None:
        head = [f"{head[0]}\n{wrapped(entry['description'])}", wrapped(" ".join(_about(entry["schema"], columns)))]
    used = set(frame["origin"])
    origins = listed([(origin, meaning) for origin, meaning in ORIGINS.items() if origin in used], 4)
    parts = [*head, *(each.text() for each in columns), "\n".join(["Origins", *origins])]
    return ReadableFrame(frame, "\n\n".join(parts))


def _about(table_schema: Mapping[str, Any], columns: Sequence[Column]) -> Iterator[str]:
    """Yield how many rows there are, what identifies a row and which tables it leads to."""
    yield f"Rows: {columns[0].rows}."
    yield f"Key: {', '.join(table_schema['primaryKey'])}."
    for key in table_schema.get("uniqueKeys", []):
        yield f"No two rows share all of {', '.join(key)}."
    for foreign in table_schema.get("foreignKeys", []):
        # An empty name is the table itself (Data Package, foreignKeys).
        yield f"{', '.join(foreign['fields'])} leads to {foreign['reference']['resource'] or table_schema['name']}."
    if any(column.field.get("categories") for column in columns):
        yield "The number at a code is that of its rows."
