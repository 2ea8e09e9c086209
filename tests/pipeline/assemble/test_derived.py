"""The columns that the build computes, rule by rule."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from counternarcotics._shared.fingerprint import cell_text
from pipeline.assemble import derived
from pipeline.faults import Position
from pipeline.model import EVERY_TABLE, Article, Evidence, Located, Record, Value, Words, Zone
from pipeline.read.schemas import read_schemas
from tests.support import ROOT

HERE = Position("records/x.yaml", 1)


def words(text: str = "w", anchor: str | None = None, inferred: str | None = None) -> Words:
    return Words(text, HERE, anchor=anchor, inferred=inferred)


def row(table: str, row_id: str = "one", **values: str) -> Record:
    """Return a row with typed values; those that are numbers are named here."""
    numbers = {name: float(text) for name, text in values.items() if name in ("quantity", "value")}
    return quoted(table, row_id, ("a",), {**values, **numbers})


def quoted(table: str, row_id: str, sources: tuple[str, ...], values: Mapping[str, Value]) -> Record:
    """Return a row with a quote of each source."""
    evidence = tuple(Evidence(source, f"quote {n}", HERE, {}) for n, source in enumerate(sources))
    return Record(table, row_id, values, evidence, HERE)


def dated(record: Record, *pieces: tuple[str, Words], field: str = "date") -> list[Located]:
    """Return evidence of a row's date: source and words of each piece."""
    evidence = tuple(Evidence(source, f"q{n}", HERE, {field: said}) for n, (source, said) in enumerate(pieces))
    whole = Record(record.table, record.row_id, record.values, evidence, HERE)
    return [Located(whole, one, field, one.supports[field], 0, 5, 0, 1) for one in evidence]


def context(records: list[Record], located: list[Located] | None = None) -> derived.Context:
    schemas, _ = read_schemas(ROOT / "schemas")
    zones = (
        Zone("headline", 0, 2, EVERY_TABLE),
        Zone("body", 2, 5, EVERY_TABLE),
        Zone("furniture", 5, 7),
        Zone("body", 7, 10, EVERY_TABLE),
    )
    articles = {name: Article(name, f"seeds/{name}.txt", "", "é123456789", zones) for name in ("a", "b")}
    return derived.context(records, located or [], articles, schemas)


def value(record: Record, column: str, located: list[Located] | None = None, others: list[Record] | None = None) -> str:
    return cell_text(derived.derive(record, column, context([record, *(others or [])], located)))


def test_first_quote_and_its_file() -> None:
    one = quoted("events", "one", ("b", "a"), {})
    assert (value(one, "seed_file"), value(one, "quote")) == ("seeds/b.txt", "quote 0")


def test_sources_are_counted_once_each() -> None:
    assert value(quoted("events", "one", ("a", "b", "a"), {}), "n_sources") == "2"


def test_a_publisher_has_one_name_however_it_is_printed() -> None:
    facts = context([])
    facts = replace(facts, schemas=replace(facts.schemas, cited_as={"HP": "Harbour Post"}))
    printed = {text: derived.derive(row("sources", publisher_text=text), "publisher", facts) for text in ("HP", "Quay")}
    assert printed == {"HP": "Harbour Post", "Quay": "Quay"}
    assert derived.derive(row("sources"), "publisher", facts) is None


@pytest.mark.parametrize(
    ("event_type", "modality", "category"),
    [
        ("seizure", "occurred", "COERCE"),
        ("statement", "occurred", ""),
        # CAMEO 085, ease economic sanctions; 0355, intend to; 1055, demand it.
        ("restriction_eased", "occurred", "RETREAT"),
        ("restriction_eased", "announced", "AGREE"),
        ("restriction_eased", "promised", "AGREE"),
        ("restriction_eased", "proposed", "REQUEST"),
        ("restriction_eased", "demanded", "REQUEST"),
        ("restriction_eased", "alleged", ""),
        # CAMEO 163, impose sanctions; 173, arrest or charge.
        ("sanction", "occurred", "COERCE"),
        ("tariff_imposed", "occurred", "COERCE"),
        ("prosecution", "occurred", "COERCE"),
        ("tariff_imposed", "announced", "THREATEN"),
        ("tariff_imposed", "demanded", "REQUEST"),
        ("seizure", "alleged", "ACCUSE"),
        ("seizure", "denied", ""),
        ("escape", "alleged", ""),
    ],
)
def test_plover_category(event_type: str, modality: str, category: str) -> None:
    assert value(row("events", event_type=event_type, modality=modality), "plover_category") == category


@pytest.mark.parametrize(
    ("event_type", "act"), [("pledge", "speech"), ("denial", "speech"), ("meeting", "deed"), ("sanction", "deed")]
)
def test_an_event_is_said_or_done_by_its_type(event_type: str, act: str) -> None:
    assert value(row("events", event_type=event_type), "act") == act


@pytest.mark.parametrize(
    ("quantity", "unit", "kilograms"),
    [
        ("430", "kilogram", "430.0"),
        ("2.42", "tonne", "2420.0"),
        ("0.1", "tonne", "100.0"),
        ("1.005", "tonne", "1005.0"),
        ("948", "pound", "430.00556676"),
    ],
)
def test_quantity_in_kilograms_is_exact(quantity: str, unit: str, kilograms: str) -> None:
    assert value(row("seizures", quantity=quantity, unit=unit), "quantity_kg") == kilograms


def test_no_quantity_no_kilograms() -> None:
    assert value(row("seizures"), "quantity_kg") == ""


@pytest.mark.parametrize("unit", ["ton", "tablets", "litre"])
def test_no_kilograms_for_a_unit_without_a_fixed_mass(unit: str) -> None:
    assert value(row("seizures", quantity="40", unit=unit), "quantity_kg") == ""


def test_jurisdiction_is_the_authoritys_country() -> None:
    court = row("actors", "court", country="CN")
    assert value(row("legal_cases", authority_actor_id="court"), "jurisdiction", others=[court]) == "CN"
    assert value(row("legal_cases"), "jurisdiction", others=[court]) == ""
    nameless = row("actors", "body")
    assert value(row("controlled_substances", authority_actor_id="body"), "jurisdiction", others=[nameless]) == ""


def test_jurisdiction_without_a_country_of_the_authority_is_that_of_the_place() -> None:
    others = [
        row("places", "port", country_code="CN"),
        row("events", "listing", place_id="port"),
        row("actors", "body"),
    ]
    case = row("legal_cases", authority_actor_id="body", place_id="port")
    assert value(case, "jurisdiction", others=others) == "CN"
    assert value(row("controlled_substances", event_id="listing"), "jurisdiction", others=others) == "CN"
    assert value(row("legal_cases", place_id="port"), "jurisdiction", others=[row("places", "port")]) == ""


@pytest.mark.parametrize(
    ("kind", "country", "side"),
    [
        ("state_media", "CN", "china"),
        ("official", "US", "united_states"),
        ("official", "MX", ""),
        ("official", "", ""),
        ("person", "CN", ""),
        ("territory", "CN", ""),
    ],
)
def test_a_side_is_that_of_who_acts_for_a_state(kind: str, country: str, side: str) -> None:
    actor = row("actors", kind=kind, country=country) if country else row("actors", kind=kind)
    assert value(actor, "side") == side


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("exact", "1300.0", "1300.0"),
        ("more_than", "1300.0", ""),
        ("at_least", "1300.0", ""),
        ("at_most", "", "1300.0"),
        ("less_than", "", "1300.0"),
        ("nearly", "", "1300.0"),
        ("about", "", ""),
        ("order_of_magnitude", "1300.0", "13000.0"),
    ],
)
def test_limits_of_a_figure(qualifier: str, low: str, high: str) -> None:
    one = row("figures", value="1300", qualifier=qualifier)
    assert (value(one, "value_low"), value(one, "value_high")) == (low, high)


def test_every_qualifier_is_covered() -> None:
    schemas, _ = read_schemas(ROOT / "schemas")
    covered = {"exact", "more_than", "at_least", "at_most", "less_than", "nearly", "about", "order_of_magnitude"}
    assert set(schemas.vocabularies["qualifiers"].by_code) == covered


def test_article_is_measured_in_code_points() -> None:
    article = row("sources", "a")
    pieces = [
        Located(article, Evidence("a", "q", HERE, {}), "title", words(), start, end, 0, 1)
        for start, end in ((1, 4), (3, 6))
    ]
    for one in pieces:
        object.__setattr__(one, "record", Record("sources", "a", {}, (one.evidence,), HERE))
    found = [value(article, column, pieces) for column in ("characters", "body_start", "body_end", "repeated_share")]
    assert found == ["10", "2", "10", "0.5"]


def test_an_unquoted_article() -> None:
    assert value(row("sources", "a"), "repeated_share") == "0.0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-11", ["2025-11-01", "2025-11-30", "month"]),
        ("[..2025-11-10]", ["", "2025-11-10", "one_of"]),
        (None, ["", "", ""]),
    ],
)
def test_date_block(text: str | None, expected: list[str]) -> None:
    one = row("events", **({"date": text} if text else {}))
    assert [value(one, f"date_{part}") for part in ("start", "end", "precision")] == expected


def test_period_of_conduct() -> None:
    one = row("legal_cases", conduct_period="2019/2021")
    assert (value(one, "conduct_start"), value(one, "conduct_end")) == ("2019-01-01", "2021-12-31")
    assert value(row("legal_cases"), "conduct_start") == ""


EVENT = row("events", date="2025-11-26")


@pytest.mark.parametrize(
    ("pieces", "basis"),
    [
        ([("a", words())], "stated"),
        ([("a", words(anchor="published"))], "resolved"),
        ([("a", words(inferred="not_after"))], "inferred"),
        ([("a", words()), ("a", words(inferred="not_after"))], "stated"),
        ([("a", words(inferred="not_after")), ("a", words(anchor="published"))], "resolved"),
        ([("a", words(anchor="events/here"))], "resolved"),
        ([("b", words(anchor="events/here"))], "cross_source"),
        ([("b", words(anchor="events/borrowed"))], "cross_source"),
        ([("a", words(anchor="events/nowhere"))], "cross_source"),
        ([("a", words(anchor="sources/a"))], "resolved"),
        ([("b", words(anchor="sources/a"))], "cross_source"),
        ([("a", words(anchor="events/ring"))], "cross_source"),
        ([], ""),
    ],
)
def test_basis_of_a_date(pieces: list[tuple[str, Words]], basis: str) -> None:
    here = dated(row("events", "here", date="2025"), ("a", words()))
    borrowed = dated(row("events", "borrowed", date="2025"), ("b", words(anchor="events/here")))
    ring = dated(row("events", "ring", date="2025"), ("a", words(anchor="events/ring")))
    printed = dated(row("sources", "a", published="2025"), ("a", words()), field="published")
    located = [*here, *borrowed, *ring, *printed, *dated(EVENT, *pieces)]
    assert value(EVENT, "date_basis", located) == basis


def test_every_derived_column_has_a_rule() -> None:
    schemas, _ = read_schemas(ROOT / "schemas")
    full = {
        "event_type": "seizure",
        "kind": "state",
        "modality": "occurred",
        "value": "1",
        "qualifier": "exact",
        "quantity": "1",
        "unit": "kilogram",
    }
    for schema in schemas.tables:
        for column in schema.columns:
            if column.origin == "derived" and not schema.built:
                assert isinstance(value(row(schema.name, "a", **full), column.name), str)


def test_a_column_without_rule_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        value(row("events"), "colour")
