"""The columns that the build computes: each from its row, its row's evidence and what those lead to.

Every rule takes a record and returns a value of the column's type, or None where there is nothing to derive.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pipeline.assemble.repeated import Runs, runs_of, share_repeated
from pipeline.model import Article, DateBounds, Located, Record, Value
from pipeline.read import edtf
from pipeline.read.schema import Schemas

BODY = "body"
PUBLISHED = "published"
SPEECH, DEED = "speech", "deed"


@dataclass(frozen=True)
class Context:
    """What rules may look at beside their own row.

    `ties_of` holds the evidence of each row by table and row id; `quotes` those of each article (by source_id), each as
    first and end offset.
    """

    schemas: Schemas
    articles: Mapping[str, Article]
    records: Mapping[tuple[str, str], Record]
    ties_of: Mapping[tuple[str, str], Sequence[Located]]
    quotes: Mapping[str, frozenset[tuple[int, int]]]

    def ties(self, table: str, row_id: str, column: str) -> Sequence[Located]:
        """Return the evidence of one value, in the order of its record."""
        ties = [tie for tie in self.ties_of.get((table, row_id), ()) if tie.field == column]
        return sorted(ties, key=_written_order) if len(ties) > 1 else ties

    @cached_property
    def runs(self) -> Runs:
        """Return every run of words that the curators wrote."""
        return runs_of(self.records.values())


Rule = Callable[[Record, Context], Value | None]


def context(
    records: Iterable[Record], located: Iterable[Located], articles: Mapping[str, Article], schemas: Schemas
) -> Context:
    """Return the look-up tables for the rules."""
    by_row: dict[tuple[str, str], list[Located]] = {}
    quotes: dict[str, set[tuple[int, int]]] = {}
    for tie in located:
        by_row.setdefault((tie.record.table, tie.record.row_id), []).append(tie)
        quotes.setdefault(tie.evidence.source_id, set()).add((tie.quote_start, tie.quote_end))
    return Context(
        schemas,
        articles,
        {(record.table, record.row_id): record for record in records},
        by_row,
        {source_id: frozenset(stretches) for source_id, stretches in quotes.items()},
    )


def derive(record: Record, column: str, facts: Context) -> Value | None:
    """Return the value of a derived column of one row; None where there is nothing to derive.

    Raises:
        KeyError: no rule makes the column, or the row lacks a value that it is made from.
        ValueError: a value that it is made from cannot be read.
    """
    rule = _RULES.get((record.table, column)) or _RULES.get(("", column)) or _date_rule(column)
    return rule(record, facts)


def _written_order(tie: Located) -> int:
    """Return the place of a piece of evidence in its record."""
    return tie.record.evidence.index(tie.evidence)


def _seed_file(record: Record, facts: Context) -> str:
    """Return the file of the article that the row's first quote stands in."""
    return facts.articles[record.evidence[0].source_id].seed_file


def _quote(record: Record, facts: Context) -> str:
    """Return the row's first quote."""
    return record.evidence[0].quote


def _publisher(record: Record, facts: Context) -> str | None:
    """Return the one name of the article's publisher, however it is printed; None where none is."""
    printed = record.text("publisher_text")
    return facts.schemas.cited_as.get(printed, printed) or None


def _n_sources(record: Record, facts: Context) -> int:
    """Return the number of articles among the row's quotes."""
    return len({evidence.source_id for evidence in record.evidence})


def _act(record: Record, facts: Context) -> str:
    """Return whether the event is something said or something done, by its type."""
    code = facts.schemas.vocabularies["event_types"].code(record.text("event_type"))
    return SPEECH if code.speaks else DEED


def _plover_category(record: Record, facts: Context) -> str | None:
    """Return the PLOVER category of the event's type, or of its modality where it was not done; None without one."""
    vocabularies = facts.schemas.vocabularies
    category = vocabularies["event_types"].code(record.text("event_type")).maps_to.get("plover")
    modality = vocabularies["modalities"].code(record.text("modality"))
    if category is None or modality.code == vocabularies["modalities"].unmarked:
        return category
    relation = vocabularies["plover_categories"].code(category).extra["relation"]
    return modality.maps_to.get(f"plover_of_{relation}")


def _quantity_kg(record: Record, facts: Context) -> float | None:
    """Return the quantity in kilograms, by exact decimal arithmetic; None where its unit has no fixed mass."""
    quantity = _decimal(record, "quantity")
    if quantity is None or "unit" not in record.values:
        return None
    kilograms = facts.schemas.vocabularies["units"].code(record.text("unit")).extra.get("kilograms")
    return float(quantity * Decimal(kilograms)) if kilograms else None


def _jurisdiction(record: Record, facts: Context) -> str | None:
    """Return the country of the row's authority, else that of its place or of its event's."""
    authority = facts.records.get(("actors", record.text("authority_actor_id")))
    event = facts.records.get(("events", record.text("event_id")))
    place_id = record.text("place_id") or (event.text("place_id") if event else "")
    place = facts.records.get(("places", place_id))
    return (authority.text("country") if authority else "") or (place.text("country_code") if place else "") or None


def _side(record: Record, facts: Context) -> str | None:
    """Return the side of an actor that acts for one of the two states."""
    kind = facts.schemas.vocabularies["actor_kinds"].code(record.text("kind"))
    sides = {code.extra["countries"]: code.code for code in facts.schemas.vocabularies["sides"].codes}
    return sides.get(record.text("country")) if kind.extra.get("for_state") == "true" else None


def _value_low(record: Record, facts: Context) -> float | None:
    """Return the lowest value that the number and its qualifier allow."""
    return _bound(record, facts, "low_factor")


def _value_high(record: Record, facts: Context) -> float | None:
    """Return the highest value that the number and its qualifier allow."""
    return _bound(record, facts, "high_factor")


def _bound(record: Record, facts: Context, factor: str) -> float | None:
    """Return the value times a factor of its qualifier; None where the qualifier has none."""
    value = _decimal(record, "value")
    times = facts.schemas.vocabularies["qualifiers"].code(record.text("qualifier")).extra.get(factor)
    return float(value * Decimal(times)) if value is not None and times else None


def _decimal(record: Record, column: str) -> Decimal | None:
    """Return the number in a column as it was written, not as its binary neighbour; None where there is none."""
    return Decimal(repr(record.values[column])) if column in record.values else None


def _characters(record: Record, facts: Context) -> int:
    """Return the length of the article in code points."""
    return len(facts.articles[record.row_id].text)


def _body_start(record: Record, facts: Context) -> int | None:
    """Return the offset at which the article's body begins."""
    body = _body(facts.articles[record.row_id])
    return body[0][0] if body else None


def _body_end(record: Record, facts: Context) -> int | None:
    """Return the offset at which the article's body ends."""
    body = _body(facts.articles[record.row_id])
    return body[-1][1] if body else None


def _repeated_share(record: Record, facts: Context) -> float | None:
    """Return the share of the article's text that the public files repeat."""
    return share_repeated(facts.articles[record.row_id], facts.quotes.get(record.row_id, ()), facts.runs)


def _body(article: Article) -> list[tuple[int, int]]:
    """Return the stretches of the article's body in order."""
    return [(zone.start, zone.end) for zone in article.zones if zone.kind == BODY]


def _date_rule(column: str) -> Rule:
    """Return the rule of a column named after the EDTF column that it is made from, as ``date_start``.

    Raises:
        KeyError: the column has no such name.
    """
    stem, _, part = column.rpartition("_")
    rules: dict[str, Callable[[Record, Context, str], Value | None]] = {
        "start": _start,
        "end": _end,
        "precision": _precision,
        "basis": _basis,
    }
    if not stem or part not in rules:
        raise KeyError(column)
    return lambda record, facts: rules[part](record, facts, edtf_column(stem, record.values))


def edtf_column(stem: str, columns: Iterable[str]) -> str:
    """Return the EDTF column behind the derived columns ``<stem>_start`` …: `stem` or ``<stem>_period``."""
    return f"{stem}_period" if f"{stem}_period" in columns else stem


def _bounds(record: Record, column: str) -> DateBounds | None:
    """Return what days the row's EDTF value allows; None where it has none."""
    return edtf.bounds(record.text(column)) if column in record.values else None


def _start(record: Record, facts: Context, column: str) -> Value | None:
    """Return the first day that the EDTF value allows."""
    days = _bounds(record, column)
    return days.start if days else None


def _end(record: Record, facts: Context, column: str) -> Value | None:
    """Return the last day that the EDTF value allows."""
    days = _bounds(record, column)
    return days.end if days else None


def _precision(record: Record, facts: Context, column: str) -> Value | None:
    """Return the form of the EDTF value."""
    days = _bounds(record, column)
    return days.precision if days else None


def _basis(record: Record, facts: Context, column: str) -> Value | None:
    """Return how a date follows from its words: the strongest of its pieces of evidence decides, as it is enough."""
    ties = facts.ties(record.table, record.row_id, column)
    bases = [_basis_of(tie, facts) for tie in ties]
    # The vocabulary lists the strongest tie between a date and its words first.
    order = list(facts.schemas.vocabularies["date_bases"].by_code)
    return min(bases, key=order.index) if bases and column in record.values else None


def _basis_of(tie: Located, facts: Context, passed: frozenset[str] = frozenset()) -> str:
    """Return how a date follows from the words of one quote.

    A date counted from another row is only as good as that row's date in the same article: where it has none there, or
    has it from elsewhere, another article completes it. `passed` holds the anchors on the way here.
    """
    anchor = tie.words.anchor
    if tie.words.inferred:
        return "inferred"
    if anchor is None or anchor == PUBLISHED:
        return "resolved" if anchor else "stated"
    if anchor in passed:
        return "cross_source"
    here = [
        _basis_of(other, facts, passed | {anchor})
        for other in _dates_of(anchor, facts)
        if other.evidence.source_id == tie.evidence.source_id
    ]
    return "resolved" if any(basis in ("stated", "resolved") for basis in here) else "cross_source"


def _dates_of(anchor: str, facts: Context) -> Sequence[Located]:
    """Return the evidence of the date of the row ``table/row_id``."""
    table, _, row_id = anchor.partition("/")
    return facts.ties(table, row_id, facts.schemas.table(table).date_column or "")


_RULES: Mapping[tuple[str, str], Rule] = {
    ("", "seed_file"): _seed_file,
    ("", "quote"): _quote,
    ("", "jurisdiction"): _jurisdiction,
    ("actors", "side"): _side,
    ("events", "n_sources"): _n_sources,
    ("events", "act"): _act,
    ("events", "plover_category"): _plover_category,
    ("seizures", "quantity_kg"): _quantity_kg,
    ("figures", "value_low"): _value_low,
    ("figures", "value_high"): _value_high,
    ("sources", "publisher"): _publisher,
    ("sources", "characters"): _characters,
    ("sources", "body_start"): _body_start,
    ("sources", "body_end"): _body_end,
    ("sources", "repeated_share"): _repeated_share,
}
