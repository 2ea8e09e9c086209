"""Every quote of a copy against the articles themselves, which travel in no package.

Offsets count code points from 0, and the end is not included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counternarcotics._copies.limits import Limits
from counternarcotics._copies.sources import DamageError, Folder
from counternarcotics._errors import UsageError
from counternarcotics._text import told_apart
from counternarcotics._verify.report import Check

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
Rows = Sequence[Row]

_SPANS = {"evidence": ("quote", "words"), "passages": ("passage",)}
"""What of an article the rows of a table name by offsets; rows of other tables have a quote without offsets."""

_AROUND = 200
"""How many characters of a cell a message shows."""


def check_articles(folder: Path, tables: Mapping[str, pa.Table], limits: Limits) -> list[Check]:
    """Return the check of the articles, and that of all quotes, words and passages in them.

    Args:
        folder: The folder of the articles.
        tables: Each table that could be read.
        limits: How much may be read.

    Raises:
        UsageError: `folder` is no folder, or its articles are too large.
        OSError: This machine cannot read one.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; name the folder of the articles")
    rows = {name: _rows(table) for name, table in tables.items()}
    texts, articles = _articles(Folder(folder, limits), rows.get("sources", []))
    return [articles, _check_rows(rows, texts)]


def _rows(table: pa.Table) -> Rows:
    """Return the rows of a table, of its columns those of text and whole numbers."""
    import pyarrow as pa

    names = [field.name for field in table.schema if pa.types.is_string(field.type) or pa.types.is_integer(field.type)]
    rows: Rows = table.select(names).to_pylist()
    return rows


def _articles(folder: Folder, sources: Rows) -> tuple[dict[str, str], Check]:
    """Return the text of each article by its file as rows name it, and the check of the files."""
    texts, faults = dict[str, str](), list[str]()
    for row in sources:
        name = str(row.get("seed_file")).rpartition("/")[2]
        place = f"sources/{row.get('source_id')}"
        try:
            content = folder.read(name, folder.limits.text)
            texts[str(row.get("seed_file"))] = content.decode("utf-8")
        except (DamageError, UnicodeDecodeError) as error:
            reason = "it is no text" if isinstance(error, UnicodeDecodeError) else error
            faults.append(f"{folder.subject}/{name}: {reason}; {place} names it")
            continue
        digest = hashlib.sha256(content).hexdigest()
        if digest != row.get("sha256"):
            faults.append(f"{folder.subject}/{name}: its SHA-256 is {digest}, {place} says {row.get('sha256')}")
    otherwise = "Not sound: the articles are not those of this copy, which itself passed every check."
    return texts, Check("articles, by SHA-256", len(texts), len(sources), faults, otherwise)


def _check_rows(tables: Mapping[str, Rows], texts: Mapping[str, str]) -> Check:
    """Return the check of all rows with words of an article; one that lacks a column or its article is not checked."""
    checked, total, faults = 0, 0, list[str]()
    quoting = {name for name, rows in tables.items() if rows and rows[0].keys() >= {"seed_file", "quote"}}
    for table in sorted(quoting | {*_SPANS}):
        rows = tables.get(table, [])
        total += max(len(rows), 1)  # a copy without the table proves nothing
        for row in rows:
            try:
                faults += [f"{table}/{next(iter(row.values()))}.{fault}" for fault in _faults(table, row, texts)]
            except KeyError:
                continue
            except TypeError:
                faults.append(f"{table}/{next(iter(row.values()))}: a value of another type than it should be")
            checked += 1
    return Check("quotes and passages, in their articles", checked, total, faults)


def _faults(table: str, row: Row, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield where words of a row are not in its article, or not at their offsets, or not inside of their quote."""
    text = texts[row["seed_file"]]
    for name in _SPANS.get(table, ()):
        start, end = row[f"{name}_start"], row[f"{name}_end"]
        if not 0 <= start < end <= len(text):
            yield f"{name}_end: {start} to {end}, expected offsets within the {len(text)} characters of the article"
        elif name != "passage" and text[start:end] != row[name]:  # of a passage a row has the offsets alone
            actual, expected = told_apart(row[name][:_AROUND], text[start:end][:_AROUND])
            yield f'{name}: saw "{actual}", expected what {row["seed_file"]} says at {start} to {end}: "{expected}"'
    if table == "evidence" and not row["quote_start"] <= row["words_start"] < row["words_end"] <= row["quote_end"]:
        yield f"words: at {row['words_start']} to {row['words_end']}, outside their quote"
    if table not in _SPANS and (not row["quote"] or row["quote"] not in text):
        yield f'quote: "{row["quote"][:_AROUND]}" is not in {row["seed_file"]}'
