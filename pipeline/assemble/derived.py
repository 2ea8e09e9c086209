"""The columns that the build computes: each from its row, its row's evidence and what those lead to.

Every rule works on the texts of a row and returns a text, empty where there is nothing to derive.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import Article, DateBounds, Located, Record
from pipeline.read import edtf
from pipeline.read.schema import Schemas

BODY = "body"
PUBLISHED = "published"


@dataclass(frozen=True)
class Context:
    """What rules may look at beside their own row.

    `located` holds the evidence of each value by table, row and field; `covered` the stretches of
    each article (by source_id) that quotes cover, each as first and end offset.
    """

    schemas: Schemas
    articles: Mapping[str, Article]
    records: Mapping[tuple[str, str], Record]
    located: Mapping[tuple[str, str, str], tuple[Located, ...]]
    covered: Mapping[str, tuple[tuple[int, int], ...]]


Rule = Callable[[Record, Context], str]


def context(
    records: Iterable[Record], located: Iterable[Located], articles: Mapping[str, Article], schemas: Schemas
) -> Context:
    """Return the look-up tables for the rules; evidence of a value is kept in the order of its record."""
    by_value: dict[tuple[str, str, str], list[Located]] = {}
    covered: dict[str, list[tuple[int, int]]] = {}
    for one in located:
        by_value.setdefault((one.record.table, one.record.row_id, one.field), []).append(one)
        covered.setdefault(one.evidence.source_id, []).append((one.quote_start, one.quote_end))
    return Context(
        schemas,
        articles,
        {(record.table, record.row_id): record for record in records},
        {key: tuple(sorted(found, key=_written_order)) for key, found in by_value.items()},
        {source_id: tuple(sorted(set(spans))) for source_id, spans in covered.items()},
    )


def derive(record: Record, column: str, known: Context) -> str:
    """Return the text of a derived column of one row; empty where there is nothing to derive.

    Raises:
        KeyError: no rule makes the column.
        ValueError: a value that it is made from cannot be read.
    """
    rule = _RULES.get((record.table, column)) or _RULES.get(("", column)) or _date_rule(column)
    return rule(record, known)


def _written_order(one: Located) -> int:
    """Return the place of a piece of evidence in its record."""
    return one.record.evidence.index(one.evidence)


def _seed_file(record: Record, known: Context) -> str:
    """Return the file of the article that the row's first quote stands in."""
    return known.articles[record.evidence[0].source_id].seed_file


def _quote(record: Record, known: Context) -> str:
    """Return the row's first quote."""
    return record.evidence[0].quote


def _n_sources(record: Record, known: Context) -> str:
    """Return the number of articles among the row's quotes."""
    return str(len({evidence.source_id for evidence in record.evidence}))


def _plover_category(record: Record, known: Context) -> str:
    """Return the PLOVER category of the event's type; empty where PLOVER has none."""
    return known.schemas.vocabularies["event_types"].code(record.values["event_type"]).maps_to.get("plover", "")


def _quantity_kg(record: Record, known: Context) -> str:
    """Return the quantity in kilograms, by exact decimal arithmetic."""
    if "quantity" not in record.values or "unit" not in record.values:
        return ""
    unit = known.schemas.vocabularies["mass_units"].code(record.values["unit"])
    return _plain(Decimal(record.values["quantity"]) * Decimal(unit.extra["kilograms"]))


def _jurisdiction(record: Record, known: Context) -> str:
    """Return the country of the row's authority."""
    authority = known.records.get(("actors", record.values.get("authority_actor_id", "")))
    return authority.values.get("country", "") if authority else ""


def _value_low(record: Record, known: Context) -> str:
    """Return the lowest value that the number and its qualifier allow."""
    return _bound(record, known, "low_factor")


def _value_high(record: Record, known: Context) -> str:
    """Return the highest value that the number and its qualifier allow."""
    return _bound(record, known, "high_factor")


def _bound(record: Record, known: Context, factor: str) -> str:
    """Return the value times a factor of its qualifier; empty where the qualifier has none."""
    times = known.schemas.vocabularies["qualifiers"].code(record.values["qualifier"]).extra.get(factor)
    return _plain(Decimal(record.values["value"]) * Decimal(times)) if times else ""


def _characters(record: Record, known: Context) -> str:
    """Return the length of the article in code points."""
    return str(len(known.articles[record.row_id].text))


def _body_start(record: Record, known: Context) -> str:
    """Return the offset at which the article's body begins."""
    body = _body(known.articles[record.row_id])
    return str(body[0][0]) if body else ""


def _body_end(record: Record, known: Context) -> str:
    """Return the offset at which the article's body ends."""
    body = _body(known.articles[record.row_id])
    return str(body[-1][1]) if body else ""


def _quoted_share(record: Record, known: Context) -> str:
    """Return the share of the body's code points that stand in at least one quote, to four decimals."""
    body = {offset for start, end in _body(known.articles[record.row_id]) for offset in range(start, end)}
    spans = known.covered.get(record.row_id, ())
    quoted = {offset for start, end in spans for offset in range(start, end)} & body
    return _plain(round(Decimal(len(quoted)) / len(body), 4)) if body else ""


def _body(article: Article) -> list[tuple[int, int]]:
    """Return the stretches of the article's body in order."""
    return [(zone.start, zone.end) for zone in article.zones if zone.kind == BODY]


def _date_rule(column: str) -> Rule:
    """Return the rule of a column named after the EDTF column that it is made from, as ``date_start``.

    Raises:
        KeyError: the column has no such name.
    """
    stem, _, part = column.rpartition("_")
    rules: dict[str, Callable[[Record, Context, str], str]] = {
        "start": _start,
        "end": _end,
        "precision": _precision,
        "basis": _basis,
    }
    if not stem or part not in rules:
        raise KeyError(column)
    return lambda record, known: rules[part](record, known, edtf_column(stem, record.values))


def edtf_column(stem: str, columns: Iterable[str]) -> str:
    """Return the EDTF column behind the derived columns ``<stem>_start`` …: `stem` or ``<stem>_period``."""
    return f"{stem}_period" if f"{stem}_period" in columns else stem


def _bounds(record: Record, column: str) -> DateBounds | None:
    """Return what days the row's EDTF value allows; None where it has none."""
    return edtf.bounds(record.values[column]) if column in record.values else None


def _start(record: Record, known: Context, column: str) -> str:
    """Return the first day that the EDTF value allows."""
    found = _bounds(record, column)
    return found.start.isoformat() if found and found.start else ""


def _end(record: Record, known: Context, column: str) -> str:
    """Return the last day that the EDTF value allows."""
    found = _bounds(record, column)
    return found.end.isoformat() if found and found.end else ""


def _precision(record: Record, known: Context, column: str) -> str:
    """Return the form of the EDTF value."""
    found = _bounds(record, column)
    return found.precision if found else ""


def _basis(record: Record, known: Context, column: str) -> str:
    """Return how a date follows from its words: the weakest of its pieces of evidence decides."""
    found = known.located.get((record.table, record.row_id, column), ())
    bases = [_basis_of(one, known) for one in found if one.evidence.stance != "contradicts"]
    # The vocabulary lists the strongest tie between a date and its words first.
    order = list(known.schemas.vocabularies["date_bases"].by_code)
    return max(bases, key=order.index) if bases and column in record.values else ""


def _basis_of(one: Located, known: Context, seen: frozenset[str] = frozenset()) -> str:
    """Return how a date follows from the words of one quote.

    A date counted from another row is only as good as that row's date in the same article: where
    it has none there, or has it from elsewhere, another article completes it.
    """
    anchor = one.words.anchor
    if one.words.inferred:
        return "inferred"
    if anchor is None or anchor == PUBLISHED:
        return "resolved" if anchor else "stated"
    if anchor in seen:
        return "cross_source"
    here = [
        _basis_of(other, known, seen | {anchor})
        for other in _dates_of(anchor, known)
        if other.evidence.source_id == one.evidence.source_id
    ]
    return "resolved" if any(basis in ("stated", "resolved") for basis in here) else "cross_source"


def _dates_of(anchor: str, known: Context) -> tuple[Located, ...]:
    """Return the evidence of the date of the row ``table/row_id``."""
    table, _, row_id = anchor.partition("/")
    return known.located.get((table, row_id, PUBLISHED if table == "sources" else "date"), ())


def _plain(value: Decimal) -> str:
    """Return a decimal without exponent and trailing zeros.

    >>> _plain(Decimal("2.420") * 1000), _plain(Decimal("0.5000"))
    ('2420', '0.5')
    """
    return format(value.normalize(), "f")


_RULES: Mapping[tuple[str, str], Rule] = {
    ("", "seed_file"): _seed_file,
    ("", "quote"): _quote,
    ("", "jurisdiction"): _jurisdiction,
    ("events", "n_sources"): _n_sources,
    ("events", "plover_category"): _plover_category,
    ("seizures", "quantity_kg"): _quantity_kg,
    ("figures", "value_low"): _value_low,
    ("figures", "value_high"): _value_high,
    ("sources", "characters"): _characters,
    ("sources", "body_start"): _body_start,
    ("sources", "body_end"): _body_end,
    ("sources", "quoted_share"): _quoted_share,
}
