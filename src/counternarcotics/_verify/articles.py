"""Every quote of a copy against the articles themselves, which travel in no package.

Offsets count code points from 0, and the end is not included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from counternarcotics._errors import UsageError
from counternarcotics._verify.report import ARTICLES, Check

Row = Mapping[str, Any]
Rows = Sequence[Row]

_QUOTE = {"seed_file", "quote"}
_SPANS = {"evidence_id", *_QUOTE, "quote_start", "quote_end", "words", "words_start", "words_end"}
_ENDS = {"passage_id", "seed_file", "passage_start", "passage_end"}


def check_articles(folder: Path, tables: Mapping[str, Rows]) -> list[Check]:
    """Return the checks of articles, of evidence, of passages and of the quotes that rows show.

    Args:
        folder: The folder of the articles.
        tables: The rows of each table that could be read.

    Raises:
        UsageError: `folder` is no folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; name the folder of the articles")
    texts, articles = _articles(folder, tables.get("sources", ()))
    quoting = {name: rows for name, rows in tables.items() if rows and rows[0].keys() >= _QUOTE}
    return [
        articles,
        _check("quotes of rows, in their article", quoting, texts, _QUOTE, _quote_faults),
        _check(
            "quotes and words, at their offsets", {"evidence": tables.get("evidence", ())}, texts, _SPANS, _span_faults
        ),
        _check("passages, within their article", {"passages": tables.get("passages", ())}, texts, _ENDS, _end_faults),
    ]


def _articles(folder: Path, sources: Rows) -> tuple[dict[str, str], Check]:
    """Return the text of each article by its file as rows name it, and the check of the files."""
    texts: dict[str, str] = {}
    checked, faults = 0, list[str]()
    for row in sources:
        file = folder / Path(str(row["seed_file"])).name
        try:
            content = file.read_bytes()
            texts[row["seed_file"]] = content.decode("utf-8")
        except FileNotFoundError:
            faults.append(f"{file}: missing; sources/{row['source_id']} names it")
            continue
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"{file}: it cannot be read as text ({error})")
            continue
        checked += 1
        digest = hashlib.sha256(content).hexdigest()
        if digest != row["sha256"]:
            faults.append(f"{file}: its SHA-256 is {digest}, sources/{row['source_id']} says {row['sha256']}")
    return texts, Check(ARTICLES, checked, len(sources), faults)


def _check(
    name: str,
    tables: Mapping[str, Rows],
    texts: Mapping[str, str],
    columns: set[str],
    faults_of: Callable[[Row, str], Iterator[str]],
) -> Check:
    """Return the check of all rows of these tables; a row that lacks a column or its article is not checked."""
    checked, faults = 0, list[str]()
    for table, rows in tables.items():
        for row in rows:
            if columns <= row.keys() and row["seed_file"] in texts:
                checked += 1
                place = f"{table}/{next(iter(row.values()))}"
                faults += [f"{place}.{fault}" for fault in faults_of(row, texts[row["seed_file"]])]
    return Check(name, checked, sum(map(len, tables.values())), faults)


def _quote_faults(row: Row, text: str) -> Iterator[str]:
    """Yield where the quote that a row shows is not in its article."""
    if not row["quote"] or row["quote"] not in text:
        yield f'quote: "{row["quote"]}" is not in {row["seed_file"]}'


def _span_faults(row: Row, text: str) -> Iterator[str]:
    """Yield where quote or words of a row of evidence do not stand at their offsets, the words inside the quote."""
    for name in ("quote", "words"):
        start, end = row[f"{name}_start"], row[f"{name}_end"]
        there = text[start:end] if _inside(start, end, 0, len(text)) else ""
        if not there or there != row[name]:
            yield f'{name}: saw "{row[name]}", expected what {row["seed_file"]} says at {start} to {end}: "{there}"'
    if not _inside(row["words_start"], row["words_end"], row["quote_start"], row["quote_end"]):
        yield f"words: at {row['words_start']} to {row['words_end']}, outside their quote"


def _end_faults(row: Row, text: str) -> Iterator[str]:
    """Yield where a passage is not within its article."""
    start, end = row["passage_start"], row["passage_end"]
    if not _inside(start, end, 0, len(text)):
        yield f"passage_end: {start} to {end}, expected offsets within the {len(text)} characters of the article"


def _inside(start: int | None, end: int | None, low: int | None, high: int | None) -> bool:
    """Return whether a stretch is not empty and lies within another."""
    return None not in (start, end, low, high) and low <= start < end <= high  # type: ignore[operator]
