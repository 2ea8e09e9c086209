"""What an answer to "who says so?" says: the quotes of a row with the values they carry, and what has no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counternarcotics._package import DataPackage
from counternarcotics._why.text import Answer, Listed, Quote, Said, pieces

Row = Mapping[str, Any]

_WORDED = ("quoted", "coded", "judged")
"""The origins whose values have words."""
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


def answer(
    package: DataPackage, table: str, cells: Mapping[str, str], evidence: Sequence[Row], field: str | None
) -> Answer:
    """Return the answer for a row, or for one value of it.

    Args:
        package: The data.
        table: The table of the row.
        cells: The row, as texts.
        evidence: Its rows of `evidence`, or those of one value, in the order of the answer.
        field: The column asked about; None for the whole row.
    """
    fields, codes = package.schema(table)["fields"], _codes(package)
    key = fields[0]["name"]
    cells = {name: _as_written(value, _field(package, table, name)) for name, value in cells.items()}
    name = cells.get("title") or cells.get("name") or ""
    lists: list[Listed] = []
    notes = _legend(package, evidence, codes)
    if table == "evidence":
        name = f"says {cells['field']} of {cells['table_name']} {cells['row_id']}"
    elif field is None:
        lists = _without_words(fields, cells, key)
        notes = _unstated(fields, cells) + notes
    elif not evidence:
        notes = [_explained(_field(package, table, field), cells[field])]
    heading = " ".join([table, cells[key], *([] if field is None else [field])])
    return Answer(heading, name, _quotes(package, evidence, codes), lists, notes)


def _quotes(package: DataPackage, evidence: Sequence[Row], codes: Mapping[str, Row]) -> list[Quote]:
    """Return each quote once, in the order of the first value that it says."""
    sources = {row["source_id"]: row for row in package.read("sources").to_pylist()}
    actors = {row["actor_id"]: row["name"] for row in package.read("actors").to_pylist()}
    by_place: dict[tuple[object, ...], list[Row]] = {}
    for row in evidence:
        place = tuple(row[name] for name in ("source_id", "quote_start", "quote_end", "attributed_to", "reported_by"))
        by_place.setdefault(place, []).append(row)
    values = {
        row["evidence_id"]: _as_written(row["value"], _field(package, row["table_name"], row["field"]))
        for row in evidence
    }
    return [_quote(rows, values, sources[rows[0]["source_id"]], actors, codes) for rows in by_place.values()]


def _quote(
    rows: Sequence[Row], values: Mapping[str, str], source: Row, actors: Mapping[str, str], codes: Mapping[str, Row]
) -> Quote:
    """Return a quote from the rows of evidence that stand on it."""
    first = rows[0]
    origin = first["quote_start"]
    spans = [(row["words_start"] - origin, row["words_end"] - origin) for row in rows]
    printed = ", ".join(filter(None, (source["publisher"], source["published"])))
    claimant, reporter = first["attributed_to"], first["reported_by"]
    speaker = f"said by {actors[claimant]}" if claimant else "said by the article itself"
    return Quote(
        pieces=pieces(first["quote"], spans),
        article=f"{source['title']} ({printed})" if printed else source["title"],
        place=f"{first['seed_file']}, {first['quote_start']} to {first['quote_end']}",
        speaker=f"{speaker}, reported by {actors[reporter]}" if reporter else speaker,
        values=[Said(row["field"], values[row["evidence_id"]], row["words"], _how(row, codes, source)) for row in rows],
    )


def _how(row: Row, codes: Mapping[str, Row], source: Row) -> str:
    """Return how value and words are tied, where the words do not simply say the value or do not stand with the row."""
    tie = "" if row["reading"] in _PLAIN else _tie(row, codes, source)
    repeats = f"the same number as in {row['repeats'].replace('/', ' ')}" if row["repeats"] else ""
    marks = [codes[row[name]]["label"].lower() for name in _MARKS if row[name]]
    return "; ".join(filter(None, (tie, repeats, *marks)))


def _tie(row: Row, codes: Mapping[str, Row], source: Row) -> str:
    """Return how a value follows from words that do not simply say it."""
    label = codes[row["reading"]]["label"].lower()
    if row["inference"]:
        label += f": {codes[row['inference']]['label'].lower()}"
    anchor = str(row["anchor"] or "").replace("/", " ")
    if anchor == "published":
        anchor = f"publication, {source['published']}" if source["published"] else "publication"
    return f"{label}, counted from {anchor}" if anchor else label


def _legend(package: DataPackage, evidence: Sequence[Row], codes: Mapping[str, Row]) -> list[str]:
    """Return what the ties that `_how` names mean, each once, and why columns are judged."""
    used = dict.fromkeys(row["inference"] or row["reading"] for row in evidence if row["reading"] not in _PLAIN)
    used |= dict.fromkeys(row[name] for row in evidence for name in _MARKS if row[name])
    ties = [f"{codes[code]['label']}: {codes[code]['description']}" for code in used]
    judged = dict.fromkeys((row["table_name"], row["field"]) for row in evidence if row["reading"] == "judged")
    return ties + [f"{field} is judged: {_field(package, table, field)['reason']}" for table, field in judged]


def _without_words(fields: Sequence[Row], cells: Mapping[str, str], key: str) -> list[Listed]:
    """Return what the row holds besides what the articles say, by origin, except what is already shown."""
    shown = {key, *_IN_HEADING}
    lists = []
    for origin, meaning in _ORIGINS.items():
        names = [field["name"] for field in fields if field["origin"] == origin and field["name"] not in shown]
        values = [(name, cells[name]) for name in names if cells[name]]
        lists += [Listed(meaning, values)] if values else []
    return lists


def _unstated(fields: Sequence[Row], cells: Mapping[str, str]) -> list[str]:
    """Return which columns are empty because the articles do not say."""
    names = [field["name"] for field in fields if field["origin"] in _WORDED and not cells[field["name"]]]
    return [f"Not stated in the articles: {', '.join(names)}"] if names else []


def _explained(field: Row, value: str) -> str:
    """Return why a cell has no words."""
    origin = _ORIGINS.get(field["origin"], "").lower()
    if value:
        state = f"{value}, {origin}"
    else:
        state = f"empty; a value would be {origin}" if origin else "empty: the articles do not state it"
    return f"{field['name']} is {state}. {field['description']}"


def _as_written(value: str, field: Row) -> str:
    """Return a value as people write it.

    >>> _as_written("430.0", {"type": "number"}), _as_written("1.0", {"type": "string"})
    ('430', '1.0')
    """
    return value.removesuffix(".0") if field["type"] == "number" else value


def _field(package: DataPackage, table: str, name: str) -> Row:
    """Return the definition of a column."""
    definition: Row = next(field for field in package.schema(table)["fields"] if field["name"] == name)
    return definition


def _codes(package: DataPackage) -> dict[str, Row]:
    """Return the codes of `evidence`, of all its vocabularies; no code is in two of them."""
    fields = package.schema("evidence")["fields"]
    return {code["value"]: code for field in fields for code in field.get("categories", [])}
