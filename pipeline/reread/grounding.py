"""Reading one value again from its words.

A value is proved when the reader for its kind gives it from the words alone, or, where the evidence names an
inference, when that one step leads from the words to it. Nothing else is taken into account, so a value that was
mistyped, or words that were cut wrong, cannot pass.
"""

import functools
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from pipeline.model import ACTORS
from pipeline.read.cues import read_code
from pipeline.read.schema import CLAIMANTS, Column, Schemas
from pipeline.read.spaces import plain_text
from pipeline.reread.amounts import Lexicon, amounts, read_amount, single
from pipeline.reread.dates import NoDate, begins_period, read_date
from pipeline.reread.forms import Forms, sharers
from pipeline.reread.inferences import (
    EACH_OF_TWO,
    OF_ACTOR,
    OF_NUMBERS,
    SIMPLE,
    inferred_date,
    inferred_number,
    numbers_of_persons,
)

Row = Mapping[str, Any]

COUNTRIES = "countries"
PUBLISHED = "published"
EVENT_TYPES, MODALITIES = "event_types", "modalities"
PARTS_OF_AMOUNT = {"units": "unit", "currencies": "currency", "qualifiers": "qualifier"}
"""The vocabularies of what an amount has beside its number, with the attribute of `Amount`."""
_OF_THE_PASSAGE = ("context", "to_report")
"""The inferences on what is around the words: the reading of the words may be the same without them."""


@dataclass(frozen=True)
class Facts:
    """What reading needs beside the words.

    `dates` holds the EDTF date of each row that has one, by (table, row id); `forms` the printed forms of each row that
    has a name; `named_in` the articles in which each of those is named by words that no other row shares; `countries`
    the country whose money an article means by a shared sign such as ``$``, by source id; `acts` the phrases that name
    the action of each event that is something said; `acting_for` the country of each actor that has one, and
    `by_another` the actors whose country follows from that of another one.
    """

    schemas: Schemas
    dates: Mapping[tuple[str, str], str]
    forms: Forms
    named_in: Mapping[tuple[str, str], Set[str]]
    lexicon: Lexicon
    countries: Mapping[str, str]
    acts: Mapping[str, Sequence[str]]
    acting_for: Mapping[str, str]
    by_another: Set[str]

    @functools.cached_property
    def sharers(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """Return the rows that have a form, by table and form."""
        return sharers(self.forms)

    def country(self, row: Row) -> str:
        """Return the country whose money a row of evidence means by a shared sign; empty where none is named."""
        return row["country"] or self.countries.get(row["source_id"], "")


def facts_of(tables: Mapping[str, pa.Table], schemas: Schemas, forms: Forms) -> Facts:
    """Return what reading needs, from built tables and the forms that the records list."""
    dates: dict[tuple[str, str], str] = {}
    for schema in schemas.tables:
        column = schema.date_column
        if column:
            ids = tables[schema.name].column(schema.id_name).to_pylist()
            values = tables[schema.name].column(column).to_pylist()
            dates |= {(schema.name, row_id): value for row_id, value in zip(ids, values, strict=True) if value}
    countries = {row["source_id"]: row["country"] for row in tables["sources"].to_pylist() if row["country"]}
    evidence = tables["evidence"].to_pylist()
    named_in = _named_in(evidence, schemas, forms)
    acting_for = {row["actor_id"]: row["country"] for row in tables[ACTORS].to_pylist() if row["country"]}
    by_another = {row["row_id"] for row in evidence if row["inference"] == OF_ACTOR}
    lexicon = Lexicon.of(schemas.vocabularies)
    types = schemas.vocabularies[EVENT_TYPES].by_code
    events = ((row["event_id"], types.get(row["event_type"])) for row in tables["events"].to_pylist())
    acts = {event_id: code.cues for event_id, code in events if code and code.speaks}
    return Facts(schemas, dates, forms, named_in, lexicon, countries, acts, acting_for, by_another)


def _named_in(evidence: Sequence[Row], schemas: Schemas, forms: Forms) -> dict[tuple[str, str], set[str]]:
    """Return the articles in which each row is named: by its own `name`, or by a form that no other row has."""
    rows_with = sharers(forms)
    named: dict[tuple[str, str], set[str]] = {}
    for row in evidence:
        table = schemas.table(row["table_name"]).named_table(row["field"])
        if row["field"] == "name":
            named.setdefault((row["table_name"], row["row_id"]), set()).add(row["source_id"])
        elif table and len(rows_with.get((table, plain_text(row["words"])), ())) == 1:
            named.setdefault((table, row["value"]), set()).add(row["source_id"])
    return named


def reading_of(row: Row, column: Column, facts: Facts) -> str | None:
    """Return what the words of a row of evidence read as; None where they cannot be read."""
    try:
        return _reading(row, column, facts)
    except (ValueError, InvalidOperation):
        return None


def reading_fault(row: Row, facts: Facts) -> tuple[str, str] | None:
    """Return what was seen and what was expected where a row of evidence does not read as its value.

    None where the reading agrees, and for a judged value, which no reader can derive.
    """
    column = facts.schemas.table(row["table_name"]).column(row["field"])
    if column.origin == "judged":
        return None
    try:
        reading = _reading(row, column, facts)
    except (ValueError, InvalidOperation) as error:
        seen = f"the words “{row['words']}” cannot be read: {error}"
    else:
        seen = f"the words “{row['words']}” read as {reading}{_route(row)}"
        if _same(reading, row["value"], column):
            return None
    return f"the value is {row['value']}, {seen}", f"words that say {row['value']}"


def idle_step(row: Row, facts: Facts) -> tuple[str, str, str] | None:
    """Return what was seen, what was expected and the fix where a date reads the same without its anchor or inference.

    The table would say that the date is counted from another, or inferred, though its words say it.
    """
    if facts.schemas.table(row["table_name"]).column(row["field"]).reader != "date":
        return None
    for key, step in (("anchor", row["anchor"]), ("inferred", row["inference"])):
        column = "inference" if key == "inferred" else key
        if step and step not in _OF_THE_PASSAGE and reading_fault({**row, column: None}, facts) is None:
            seen = f"the words “{row['words']}” read as {row['value']} without {key}: {step}"
            return seen, "only what the reading needs", f"delete {key}: {step}"
    return None


def _same(reading: str, value: str, column: Column) -> bool:
    """Return whether the reading is the value; numbers are compared as numbers."""
    return Decimal(reading) == Decimal(value) if column.reader == "number" else reading == value


def _route(row: Row) -> str:
    """Return from what and by which step the words were read, for a message."""
    anchor = f", counted from {row['anchor']}" if row["anchor"] else ""
    return anchor + (f", by the inference {row['inference']}" if row["inference"] else "")


def _reading(row: Row, column: Column, facts: Facts) -> str:
    """Return the value that the words of a row of evidence give.

    Raises:
        ValueError: they give none, or more than one.
    """
    readers: dict[str | None, Callable[[Row, Column, Facts], str]]
    readers = {"text": _text, "number": _number, "date": _date, "name": _name, CLAIMANTS: _name, None: _code}
    return readers[column.reader](row, column, facts)


def _text(row: Row, column: Column, facts: Facts) -> str:
    return _name_of_one(row, facts) if row["inference"] == EACH_OF_TWO else plain_text(row["words"])


def _name_of_one(row: Row, facts: Facts) -> str:
    """Return the name of one of two bodies that the words name at once: a word for its country, and the words.

    “drug control agencies from the two countries” are “Chinese drug control agencies” and “US drug control agencies”.

    Raises:
        ValueError: the value is no such name, or it is that of another country than the row's.
    """
    country = facts.acting_for.get(row["row_id"], "") if (row["table_name"], row["field"]) == (ACTORS, "name") else ""
    if not country:
        raise ValueError(f"{EACH_OF_TWO} leads to the name of an actor with a country only")
    cues = facts.schemas.vocabularies[COUNTRIES].code(country).cues
    if row["value"] not in {f"{cue} {plain_text(row['words'])}" for cue in cues}:
        raise ValueError(f"they do not become it by a word for {country} before them")
    return str(row["value"])


def _number(row: Row, column: Column, facts: Facts) -> str:
    words, inference, country = row["words"], row["inference"], facts.country(row)
    if inference == "one_named":
        return str(inferred_number(inference, numbers_of_persons(words, facts.lexicon)))
    if inference in OF_NUMBERS:
        return str(inferred_number(inference, [single(amount) for amount in amounts(words, facts.lexicon, country)]))
    return str(single(read_amount(words, facts.lexicon, country)))


def _part_of_amount(row: Row, column: Column, facts: Facts) -> str:
    """Return the unit, the currency or the qualifier of the amounts in the words; a hedge may stand alone."""
    words, part = row["words"], PARTS_OF_AMOUNT[column.vocabulary or ""]
    every = amounts(words, facts.lexicon, facts.country(row))
    codes = {str(getattr(amount, part)) for amount in every}
    if not every and part == "qualifier":
        codes = {read_code(words, facts.schemas.vocabularies[column.vocabulary or ""])}
    if len(codes) != 1 or codes == {""}:
        named = " and ".join(sorted(codes - {""}))
        raise ValueError(f"they say {named or f'no {part} with its number'}")
    return codes.pop()


def _date(row: Row, column: Column, facts: Facts) -> str:
    words, anchor, published = row["words"], _anchor(row, facts), row["anchor"] == PUBLISHED
    inference = row["inference"]
    if inference == "to_report" and not begins_period(words):
        raise ValueError("they begin no period")
    try:
        reading = read_date(words, anchor, published=published, fiscal_start=row["fiscal_start"] or "")
    except NoDate:
        if anchor is None or inference in SIMPLE:
            raise
        # Words without a date of their own ("before the inauguration") point at the anchor's.
        return _inferred_date(row, anchor, facts)
    if inference not in SIMPLE:
        return _inferred_date(row, reading.date, facts)
    if reading.bound:
        raise ValueError(f"“{reading.bound}” makes {reading.date} a bound; name the inference that says of what")
    return reading.date


def _inferred_date(row: Row, moment: str, facts: Facts) -> str:
    return inferred_date(row["inference"], moment, facts.dates.get(("sources", row["source_id"]), ""))


def _anchor(row: Row, facts: Facts) -> str | None:
    """Return the date that the words are counted from, or None.

    Raises:
        ValueError: the anchor has no date.
    """
    if not row["anchor"]:
        return None
    table, _, row_id = row["anchor"].partition("/")
    key = ("sources", row["source_id"]) if row["anchor"] == PUBLISHED else (table, row_id)
    if key not in facts.dates:
        raise ValueError(f"{row['anchor']} has no date")
    return facts.dates[key]


def _name(row: Row, column: Column, facts: Facts) -> str:
    """Return the id of the row that the words name.

    A form that several rows of a table share (“the US delegation”, “the two sides”) counts only in the articles in
    which the row is named by words of its own.
    """
    return _one_of(_rows_named(row, facts.schemas.table(row["table_name"]).named_table(column.name), facts), row)


def _rows_named(row: Row, table: str, facts: Facts) -> Sequence[str]:
    """Return the rows of a table that the words may name.

    Raises:
        ValueError: they name none.
    """
    words = plain_text(row["words"])
    alike = facts.sharers.get((table, words), ())
    here = [row_id for row_id in alike if row["source_id"] in facts.named_in.get((table, row_id), ())]
    named = alike if len(alike) == 1 else here
    if not alike:
        raise ValueError(f"they are a form of no row of {table}")
    if not named:
        raise ValueError(f"they are a form of {' and '.join(alike)}, none of which this article names otherwise")
    return named


def _one_of(readings: Sequence[str], row: Row) -> str:
    """Return the value of a row of evidence where it is one of the readings, else all of them."""
    return str(row["value"]) if row["value"] in readings else " or ".join(readings)


def _code(row: Row, column: Column, facts: Facts) -> str:
    if column.of and column.vocabulary in PARTS_OF_AMOUNT:
        return _part_of_amount(row, column, facts)
    if row["inference"] == OF_ACTOR:
        return _country_of_actor(row, column, facts)
    act = facts.acts.get(row["row_id"], ()) if column.vocabulary == MODALITIES else ()
    return read_code(row["words"], facts.schemas.vocabularies[column.vocabulary or ""], act)


def _country_of_actor(row: Row, column: Column, facts: Facts) -> str:
    """Return the country of the other actor that the words name: that of the ministry for its spokesman.

    Raises:
        ValueError: they name no other actor, or one whose own words do not say its country.
    """
    if (row["table_name"], column.vocabulary) != (ACTORS, COUNTRIES):
        raise ValueError(f"{OF_ACTOR} leads to the country of an actor only")
    others = [actor_id for actor_id in _rows_named(row, ACTORS, facts) if actor_id != row["row_id"]]
    # A country that itself follows from another actor is no ground for a third: two could prove each other.
    own = facts.acting_for.keys() - facts.by_another
    countries = sorted({facts.acting_for[actor_id] for actor_id in others if actor_id in own})
    if not countries:
        raise ValueError("they name no other actor whose own words say its country")
    return _one_of(countries, row)
