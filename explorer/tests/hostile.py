"""A copy of the project whose texts try all that a text can try."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explorer.tests.projects import Rows, change_rows, copied_project
from explorer.tests.published import published

ACCENTS, LONG = "e" + "\u0301" * 300, "w" * 10_000
TEXTS = (
    "<script>alert(1)</script>",
    "]]></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "\u202egnp.exe\u2066\u200b",
    ACCENTS,
    LONG,
    "{{ 7 * 7 }} {% raw %} &lt;b&gt;",
    "<!-- <plaintext> \\u003cscript>alert(1)</script>",
)
"""What is put into the cells: a script, the ends of what could hold one, attributes, hidden and towering characters."""
PROSE = ("title", "name", "summary", "note", "quote", "publisher", "via", "byline", "place", "participants", "subject")
"""The columns whose cells are put at the end of by one of the texts."""
OPINION = ("table_name", "row_id", "field", "coder", "status", "value", "settled", "rule", "why")
"""The columns of what the independent coders say."""
DOCUMENT = f"""# A page <script>alert(1)</script>

<script>alert(1)</script>

[click](javascript:alert(1)) [click](JaVaScRiPt://%0aalert(1)) [click](data:text/html,<script>alert(1)</script>)
![picture](https://example.org/a.png) <img src=x onerror=alert(1)> <a href="javascript:alert(1)">click</a>

## \u202egnp.exe {ACCENTS} {LONG}

| a | b |
|---|--:|
| <b onclick="alert(1)">x</b> | {LONG} |
"""


def hostile_project(folder: Path) -> Path:
    """Copy the project, and put the texts into its prose, its words, what its coders say and its documentation.

    In each table the first row gets the first text, and so on, but for the row that is an example: the front page and
    its picture show that one.
    """
    root = copied_project(folder)
    texts: dict[tuple[str, str], str] = {}

    columns = published(root).columns

    def spoil(tables: Mapping[str, Rows]) -> None:
        for table in tables.keys() - {"evidence"}:
            key = next(iter(columns[table]))
            others = [row for row in tables[table] if row[key] != columns[table][key]["example"]]
            for row, text in zip(others, TEXTS, strict=False):
                texts[table, row[key]] = text
                row.update({name: f"{row[name]} {text}" for name in PROSE if row.get(name)})
        for row in tables["evidence"]:
            if text := texts.get((row["table_name"], row["row_id"]), ""):
                row.update(_spoilt(row, text))

    change_rows(root, spoil)
    (root / "docs" / "hostile.md").write_text(DOCUMENT, encoding="utf-8")
    _spoil_opinions(root, texts)
    return root


def _spoilt(evidence: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the quote of a piece of evidence with a text before it, at the end of its words, and behind it."""
    start, end = evidence["words_start"] - evidence["quote_start"], evidence["words_end"] - evidence["quote_start"]
    quote, words = evidence["quote"], f"{evidence['words']} {text}"
    before = f"{text} {quote[:start]}"
    whole = f"{before}{words}{quote[end:]} {text}"
    words_start = evidence["quote_start"] + len(before)
    return {
        "quote": whole,
        "quote_end": evidence["quote_start"] + len(whole),
        "words": words,
        "words_start": words_start,
        "words_end": words_start + len(words),
    }


def _spoil_opinions(root: Path, texts: dict[tuple[str, str], str]) -> None:
    """Let a coder say each text of a cell of its row."""
    file = root / "codings" / "cells.csv"
    columns = published(root).columns
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, OPINION, lineterminator="\n")
        writer.writeheader()
        for (table, row_id), text in texts.items():
            cell = {"table_name": table, "row_id": row_id, "field": list(columns[table])[1]}
            writer.writerow({**dict.fromkeys(OPINION, text), **cell, "coder": "c", "status": "differs"})
