"""The answer to "who says so?" as text: the quotes of a row with the values they carry, and what has no words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from counternarcotics._package import DataPackage
from counternarcotics._shared.lines import listed, wrapped
from counternarcotics._shared.origins import WORDED

Row = Mapping[str, Any]

OPENING, CLOSING = "\x02", "\x03"
"""What stands around the words of a quote; no article holds it, so that terminal and notebook can show it as theirs."""
_ORIGINS = {
    "assigned": "Given by the curators",
    "derived": "Computed by the build from other values",
    "reference": "Taken from a public register",
}
_IN_HEADING = ("title", "name", "seed_file", "quote")
"""The columns that the heading and the quotes show."""
_PLAIN = ("read", "cue")
"""The readings in which the words say the value, so that they need no explanation."""
_MARKS = ("reach", "exempt")
"""What evidence may note besides: how far the words stand, and why a rule does not hold for them."""
_QUOTE = ("source_id", "quote_start", "quote_end", "attributed_to", "reported_by")
"""What makes a quote: where it stands, and whose words it gives."""
_LONGEST_WORDS = 60
"""Words longer than this are cut in the list of values; the quote above it shows them whole."""


def answer_text(
    package: DataPackage, table: str, cells: Mapping[str, str], evidence: Sequence[Row], field: str | None
) -> str:
    """Return the answer for a row, or for one value of it.

    Args:
        package: The data.
        table: The table of the row.
        cells: The row, as texts.
        evidence: Its rows of `evidence`, or those of one value, in the order of the answer.
        field: The column asked about; None for the whole row.
    """
    columns = _columns(package, table)
    cells = {name: as_written(value, columns[name]) for name, value in cells.items()}
    name = cells.get("title") or cells.get("name")
    heading = [wrapped(" ".join(filter(None, (table, cells[package.key(table)], field))))]
    parts = ["\n".join([*heading, wrapped(name)] if name else heading), *_quotes(package, evidence)]
    if field is None:
        parts += _without_words(columns, cells, package.key(table))
    elif not evidence:
        parts += [wrapped(_explained(columns[field], cells[field]), 0, 2)]
    return "\n\n".join([*parts, *(wrapped(note, 0, 2) for note in _legend(package, evidence))])


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    r"""Return `text` with the spans marked; spans that overlap or touch are one.

    >>> marked("intercepted 430kg of cocaine", [(12, 17), (12, 15), (18, 20)])
    'intercepted \x02430kg\x03 \x02of\x03 cocaine'
    """
    covered = {place for start, end in spans for place in range(start, end)}
    characters = (f"{OPENING}{char}{CLOSING}" if place in covered else char for place, char in enumerate(text))
    return "".join(characters).replace(CLOSING + OPENING, "")


def _quotes(package: DataPackage, evidence: Sequence[Row]) -> Iterator[str]:
    """Yield each quote once, in the order of the first value that it says, and before it its article if it changes."""
    sources = {row["source_id"]: row for row in package.read("sources").to_pylist()}
    actors = {row["actor_id"]: row["name"] for row in package.read("actors").to_pylist()}
    codes = codes_of_evidence(package)
    by_quote: dict[tuple[object, ...], list[Row]] = {}
    for row in evidence:
        by_quote.setdefault(tuple(row[name] for name in _QUOTE), []).append(row)
    for source_id, quotes in groupby(by_quote.values(), lambda rows: rows[0]["source_id"]):
        source = sources[source_id]
        printed = ", ".join(filter(None, (source["publisher"], source["published"])))
        yield wrapped(f"{source['title']} ({printed})" if printed else source["title"])
        for rows in quotes:
            values = []
            for row in rows:
                value = as_written(row["value"], _columns(package, row["table_name"])[row["field"]])
                values.append((row["field"], f"{value}  {_abridged(row['words'])}{_how(row, codes, source)}"))
            yield "\n".join([*_quote(rows, actors), *listed(values, 4)])


def _quote(rows: Sequence[Row], actors: Mapping[str, str]) -> Iterator[str]:
    """Yield the quote on which rows of evidence stand, then where it stands and who says it."""
    first = rows[0]
    start, claimant, reporter = first["quote_start"], first["attributed_to"], first["reported_by"]
    said = f"said by {actors[claimant] if claimant else 'the article itself'}"
    said += f", reported by {actors[reporter]}" if reporter else ""
    yield wrapped(marked(first["quote"], [(row["words_start"] - start, row["words_end"] - start) for row in rows]), 2)
    yield wrapped(f"[{first['seed_file']}, {start} to {first['quote_end']}; {said}]", 2, 1)


def _how(row: Row, codes: Mapping[str, Row], source: Row) -> str:
    """Return how value and words are tied, behind them in brackets."""
    joined = "; ".join(ties(row, codes, source))
    return f" ({joined})" if joined else ""


def ties(row: Row, codes: Mapping[str, Row], source: Row) -> list[str]:
    """Return how value and words are tied, where the words do not simply say the value or do not stand with the row."""
    ties = [] if row["reading"] in _PLAIN else [_tie(row, codes, source)]
    ties += [f"the same number as in {row['repeats'].replace('/', ' ')}"] if row["repeats"] else []
    return ties + [codes[row[name]]["label"].lower() for name in _MARKS if row[name]]


def _tie(row: Row, codes: Mapping[str, Row], source: Row) -> str:
    """Return how a value follows from words that do not simply say it."""
    tie = ": ".join(codes[row[name]]["label"].lower() for name in ("reading", "inference") if row[name])
    anchor = str(row["anchor"] or "").replace("/", " ")
    if anchor == "published":
        anchor = f"publication, {source['published']}" if source["published"] else "publication"
    return f"{tie}, counted from {anchor}" if anchor else tie


def _legend(package: DataPackage, evidence: Sequence[Row]) -> Iterator[str]:
    """Yield what the ties that `_how` names mean, each once, and why columns are judged."""
    codes = codes_of_evidence(package)
    used = dict.fromkeys(row["inference"] or row["reading"] for row in evidence if row["reading"] not in _PLAIN)
    used |= dict.fromkeys(row[name] for row in evidence for name in _MARKS if row[name])
    yield from (f"{codes[code]['label']}: {codes[code]['description']}" for code in used)
    judged = dict.fromkeys((row["table_name"], row["field"]) for row in evidence if row["reading"] == "judged")
    yield from (f"{field} is judged: {_columns(package, table)[field]['reason']}" for table, field in judged)


def _without_words(columns: Mapping[str, Row], cells: Mapping[str, str], key: str) -> Iterator[str]:
    """Yield what the row holds besides what the articles say, by origin, and which columns they do not state."""
    for origin, meaning in _ORIGINS.items():
        values = [(name, cell) for name, cell in cells.items() if cell and columns[name]["origin"] == origin]
        values = [(name, cell) for name, cell in values if name not in (key, *_IN_HEADING)]
        if values:
            yield "\n".join([f"{meaning}:", *listed(values, 2)])
    if unstated := [name for name, cell in cells.items() if not cell and columns[name]["origin"] in WORDED]:
        yield wrapped(f"Not stated in the articles: {', '.join(unstated)}", 0, 2)


def _explained(column: Row, value: str) -> str:
    """Return why a cell has no words."""
    worded = column["origin"] in WORDED
    if value:
        state = f"{value}, {_ORIGINS['derived' if worded else column['origin']].lower()}"
    elif worded:
        state = "empty: the articles do not state it"
    else:
        state = f"empty; a value would be {_ORIGINS[column['origin']].lower()}"
    return f"{column['name']} is {state}. {column['description']}"


def as_written(value: str, column: Row) -> str:
    """Return a value as people write it.

    >>> as_written("430.0", {"type": "number"}), as_written("1.0", {"type": "string"})
    ('430', '1.0')
    """
    return value.removesuffix(".0") if column["type"] == "number" else value


def _abridged(words: str) -> str:
    """Return words in quotation marks, and long ones by their beginning and end."""
    if len(words) > _LONGEST_WORDS:
        words = f"{words[:28].rstrip()} … {words[-28:].lstrip()}"
    return f"{OPENING}{words}{CLOSING}"


def _columns(package: DataPackage, table: str) -> dict[str, Row]:
    """Return the columns of a table, as its schema defines them."""
    return {column["name"]: column for column in package.schema(table)["fields"]}


def codes_of_evidence(package: DataPackage) -> dict[str, Row]:
    """Return the codes of the table `evidence`, of all its vocabularies; no code is in two of them."""
    return {
        code["value"]: code for column in package.schema("evidence")["fields"] for code in column.get("categories", [])
    }
