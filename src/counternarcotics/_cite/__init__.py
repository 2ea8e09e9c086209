"""How to cite the dataset, a part of it or an article, in the formats of papers and of reference managers.

The build leaves each reference in ``data/citations.json``: as a CSL-JSON item, and as text in the styles that need a
citation processor. What is asked for is put into them here, and the other formats are written from the item.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from counternarcotics._cite.formats import WRITERS
from counternarcotics._errors import UsageError, is_one_of, unknown
from counternarcotics._package import DataPackage, installed
from counternarcotics._paths import data_root

FORMATS = ("apa", "chicago", *WRITERS)
"""APA 7, Chicago 18 (author and date), biblatex, RIS, CSL-JSON, and R's ``bibentry``."""


def cite(format: str = "apa", table: str | None = None, row: str | None = None) -> str:
    """Return how to cite the dataset, a table or a row of it, or an article.

    A row comes with the articles that it is from: several references, for a list of references. A row of `evidence`
    names its quote and words; a row of `sources` is the article alone.

    Args:
        format: One of `FORMATS`.
        table: A table; without it, the dataset.
        row: The id of a row of `table`; without it, the table.

    Raises:
        UsageError: There is no such format, table or row, or a row without its table.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    if not is_one_of(format, FORMATS):
        raise unknown("citation format", format, FORMATS)
    references = _references(table, row)
    if format in WRITERS:
        return WRITERS[format]([reference["csl"] for reference in references])
    return "\n".join(reference[format] for reference in references)


def _references(table: str | None, row: str | None) -> list[Mapping[str, Any]]:
    """Return the references to what is asked for, each with its item and its texts."""
    citations = json.loads((data_root() / "data" / "citations.json").read_text(encoding="utf-8"))
    if table is None:
        if row is not None:
            raise UsageError("Which table is the row in? Name the table and the id of the row.")
        return [citations["dataset"]]
    package = installed()
    if row is None:
        package.resource(table)  # refuses a table that does not exist
        return [_part(citations, table, f"Table {table}")]
    cells = package.row(table, row)
    articles = [citations["articles"][source] for source in _sources(package, table, row, cells)]
    if table == "sources":
        return articles
    about = _quoted(cells) if table == "evidence" else ""
    return [_part(citations, f"{table}-{row}", f"Row {row} of table {table}", about), *articles]


def _part(citations: Mapping[str, Any], key: str, title: str, about: str = "") -> Mapping[str, Any]:
    """Return the reference to a part of the dataset.

    Args:
        citations: The content of ``data/citations.json``.
        key: What the part's key adds to the dataset's.
        title: The part's name.
        about: A sentence on the part, with a space after it.
    """
    # The note comes last: it may hold a quote, in which nothing is a token.
    tokens = {"{key}": key, "{title}": title, "{note}": about + citations["dataset"]["csl"]["note"]}

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: filled(part) for name, part in value.items()}
        if isinstance(value, str):
            for token, text in tokens.items():
                value = value.replace(token, text)
        return value

    reference: Mapping[str, Any] = filled(citations["part"])
    return reference


def _sources(package: DataPackage, table: str, row: str, cells: Mapping[str, Any]) -> list[str]:
    """Return the ids of the articles that a row is from, in order."""
    if "source_id" in cells:
        return [cells["source_id"]]
    key = (package.home(table), row)
    evidence = package.read("evidence").select(["table_name", "row_id", "source_id"]).to_pylist()
    return sorted({entry["source_id"] for entry in evidence if (entry["table_name"], entry["row_id"]) == key})


def _quoted(cells: Mapping[str, Any]) -> str:
    """Return a row of `evidence` as a sentence."""
    behind = f"stand behind {cells['field']} in row {cells['row_id']} of table {cells['table_name']}"
    return f"The words “{cells['words']}” in the quote “{cells['quote']}” {behind}. "
