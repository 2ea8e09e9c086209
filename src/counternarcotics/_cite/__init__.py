"""How to cite the dataset, a part of it or an article, in the formats of papers and of reference managers.

The build leaves each reference in ``data/citations.json``: as a CSL-JSON item, and as text in the styles that need a
citation processor. Here a part of the dataset is named before its title, and the other formats are written from the
item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counternarcotics._cite.formats import WRITERS
from counternarcotics._errors import UsageError, is_one_of, plain, unknown
from counternarcotics._package import DataPackage, installed

FORMATS = ("apa", "chicago", *WRITERS)
"""APA 7, Chicago 18 (author and date), BibTeX, biblatex, RIS, CSL-JSON, and R's ``bibentry``."""


def cite(format: str = "apa", table: str | None = None, row: str | None = None) -> str:
    """Return how to cite the dataset, a table or a row of it, or an article; `counternarcotics.cite` says how."""
    format, table, row = plain(format), plain(table), plain(row)
    if not is_one_of(format, FORMATS):
        raise unknown("citation format", format, FORMATS)
    references = _references(table, row)
    if format in WRITERS:
        return WRITERS[format]([reference["csl"] for reference in references])
    return "\n".join(reference[format] for reference in references)


def _references(table: str | None, row: str | None) -> list[Mapping[str, Any]]:
    """Return the references to what is asked for, each with its item and its texts."""
    package = installed()
    citations = package.citations
    if table is None:
        if row is not None:
            raise UsageError("Which table is the row in? Name the table and the id of the row.")
        return [citations["dataset"]]
    if row is None:
        package.resource(table)  # refuses a table that does not exist
        return [_part(citations["dataset"], table, f"Table {table}")]
    cells = package.row(table, row)
    return row_references(citations, table, row, cells, _sources(package, table, row, cells))


def row_references(
    citations: Mapping[str, Any], table: str, row: str, cells: Mapping[str, Any], sources: Sequence[str]
) -> list[Mapping[str, Any]]:
    """Return the references to a row and to the articles that it is from; of an article, to it alone."""
    articles = [citations["articles"][source] for source in sources]
    if table == "sources":
        return articles
    note = _quoted(cells) if table == "evidence" else ""
    return [_part(citations["dataset"], f"{table}-{row}", f"Row {row} of table {table}", note), *articles]


def _part(whole: Mapping[str, Any], key: str, part: str, note: str = "") -> Mapping[str, Any]:
    """Return the reference to a part of the dataset: the same with the part before the title, which programs all keep.

    Args:
        whole: The reference to the dataset. Its title begins with the name of the package, which no style changes.
        key: What the part's key adds to the dataset's.
        part: What the part is.
        note: A sentence on the part, without its stop.
    """
    item = {**whole["csl"], "id": f"{whole['csl']['id']}-{key}", "title": f"{part} in {whole['csl']['title']}"}
    if note:
        item["note"] = note
    name = whole["csl"]["title"].split()[0]
    texts = {style: text.replace(name, f"{part} in {name}", 1) for style, text in whole.items() if style != "csl"}
    return {"csl": item, **{style: f"{text} {note}." if note else text for style, text in texts.items()}}


def _sources(package: DataPackage, table: str, row: str, cells: Mapping[str, Any]) -> list[str]:
    """Return the ids of the articles that a row is from, in order."""
    if "source_id" in cells:
        return [cells["source_id"]]
    key = (package.home(table), row)
    evidence = package.read("evidence").select(["table_name", "row_id", "source_id"]).to_pylist()
    return sorted({entry["source_id"] for entry in evidence if (entry["table_name"], entry["row_id"]) == key})


def _quoted(cells: Mapping[str, Any]) -> str:
    """Return a row of `evidence` as a sentence, without its stop."""
    behind = f"stand behind {cells['field']} in row {cells['row_id']} of table {cells['table_name']}"
    return f"The words “{cells['words']}” in the quote “{cells['quote']}” {behind}"
