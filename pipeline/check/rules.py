"""Rules across the columns of one row, which no Table Schema can say.

Each rule takes all built tables, so that the list of rules is plain data, and yields its faults.
Its docstring names the mistake that it was made for.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.assemble.derived import edtf_column
from pipeline.check.built import Built, Finding, Row
from pipeline.read import edtf

Rule = Callable[[Built], Iterator[Finding]]

REBUILD = "build the tables anew"

# One of a pair without the other says nothing: an amount of no unit, a qualifier of no number.
PAIRS = (
    ("seizures", "quantity", "unit"),
    ("seizures", "quantity", "quantity_qualifier"),
    ("controlled_substances", "number_of_substances", "number_qualifier"),
    ("legal_cases", "defendants", "defendants_qualifier"),
    ("legal_cases", "money_amount", "money_currency"),
    ("legal_cases", "money_amount", "money_qualifier"),
    ("sources", "published", "published_basis"),
    ("places", "latitude", "longitude"),
)

# The first value of each pair must not be above the second, where both are given.
ORDERED = (
    ("figures", "value_low", "value"),
    ("figures", "value", "value_high"),
    ("sources", "body_start", "body_end"),
    ("sources", "body_end", "characters"),
    ("legal_cases", "conduct_start", "date_end"),
)

IDENTIFIERS = ("inchikey", "cas_rn", "formula")
# A place's own code begins with its country's.
WITHIN_COUNTRY = ("subdivision_code", "un_locode")


def pairs(built: Built) -> Iterator[Finding]:
    """Catches an amount copied without its unit, and a qualifier that stayed when its number was taken out."""
    for table, first, second in PAIRS:
        for row, row_id in _rows(built, table):
            given = [column for column in (first, second) if row[column] is not None]
            if len(given) == 1:
                lacking = second if given == [first] else first
                seen = f"{given[0]} is given, {lacking} is not"
                yield Finding(
                    (table, row_id, lacking), seen, "both or neither", f"give {lacking}, or take out {given[0]}"
                )


def ordered(built: Built) -> Iterator[Finding]:
    """Catches two values in each other's column: a lower limit above the upper, an offence after its sentence."""
    for table, low, high in ORDERED:
        for row, row_id in _rows(built, table):
            if row[low] is not None and row[high] is not None and row[low] > row[high]:
                seen = f"{low} {row[low]} is above {high} {row[high]}"
                yield Finding((table, row_id, low), seen, f"{low} not above {high}", "see which of the two is wrong")


def date_bounds(built: Built) -> Iterator[Finding]:
    """Catches a first or last day outside the EDTF value that it stands for, or after one another."""
    for schema in built.schemas.tables:
        for column in schema.columns:
            stem = column.name.removesuffix("_start")
            source = edtf_column(stem, schema.by_name)
            if stem != column.name and source in schema.by_name and schema.column(source).reader == "date":
                for row, row_id in _rows(built, schema.name):
                    yield from _bounds_faults((schema.name, row_id), row, source, stem)


def _bounds_faults(place: tuple[str, str], row: Row, source: str, stem: str) -> Iterator[Finding]:
    """Yield where the days beside an EDTF value are not those that it allows."""
    try:
        allowed = edtf.bounds(row[source]) if row[source] is not None else None
    except ValueError as error:
        yield Finding((*place, source), str(error), "an EDTF value", "write the date again")
        return
    expected = {
        f"{stem}_start": allowed.start if allowed else None,
        f"{stem}_end": allowed.end if allowed else None,
        f"{stem}_precision": allowed.precision if allowed else None,
    }
    for column, value in expected.items():
        if column in row and row[column] != value:
            seen = f"{row[column]} beside {source} {row[source]}"
            yield Finding((*place, column), seen, str(value), REBUILD)
    if f"{stem}_basis" in row and (row[f"{stem}_basis"] is None) != (allowed is None):
        seen = f"{row[f'{stem}_basis']} beside {source} {row[source]}"
        yield Finding((*place, f"{stem}_basis"), seen, "a basis for each date and for no other", "give it evidence")


def quantity_in_kilograms(built: Built) -> Iterator[Finding]:
    """Catches 2.42 tonnes taken for 2.42 kg, or for 2,420.0000000000005 kg by binary arithmetic."""
    for row, row_id in _rows(built, "seizures"):
        expected = None
        # A unit that the vocabulary does not list is reported as an unknown code.
        unit = built.schemas.vocabularies["mass_units"].by_code.get(row["unit"])
        if row["unit"] is not None and unit is None:
            continue
        if row["quantity"] is not None and unit is not None:
            expected = float(Decimal(repr(row["quantity"])) * Decimal(unit.extra["kilograms"]))
        if row["quantity_kg"] != expected:
            seen = f"{row['quantity_kg']} kg for {row['quantity']} {row['unit']}"
            yield Finding(("seizures", row_id, "quantity_kg"), seen, f"{expected} kg", REBUILD)


def classes_have_no_identifier(built: Built) -> Iterator[Finding]:
    """Catches a class, such as fentanyl-related substances, with the identifier of one of its members."""
    for row, row_id in _rows(built, "substances"):
        for column in IDENTIFIERS:
            if row["kind"] == "class" and row[column] is not None:
                seen = f"the class has {column} {row[column]}"
                yield Finding(("substances", row_id, column), seen, "no chemical identifier", "take it out")


def cas_check_digit(built: Built) -> Iterator[Finding]:
    """Catches a CAS number with a wrong or swapped digit, which names another chemical.

    Source of rule: CAS, check digit verification: the digits before the last, counted from the
    right, times their place, add up to the last modulo 10.
    """
    for row, row_id in _rows(built, "substances"):
        digits = [int(digit) for digit in row["cas_rn"] or "" if digit.isdigit()]
        expected = sum(place * digit for place, digit in enumerate(reversed(digits[:-1]), start=1)) % 10
        if digits and digits[-1] != expected:
            seen = f"the check digit of {row['cas_rn']} is {digits[-1]}"
            yield Finding(("substances", row_id, "cas_rn"), seen, str(expected), "compare with the register")


def aggregates_cover_a_period(built: Built) -> Iterator[Finding]:
    """Catches a total ("so far in 2025") dated with the day of its report, as if all had happened then."""
    for schema in built.schemas.tables:
        if {"scope", "date", "date_start", "date_end"} <= schema.by_name.keys():
            for row, row_id in _rows(built, schema.name):
                one_day = row["date_start"] is not None and row["date_start"] == row["date_end"]
                if row["scope"] == "aggregate" and one_day:
                    seen, todo = f"a total dated {row['date']}", "give the period that it adds up, or leave it empty"
                    yield Finding((schema.name, row_id, "date"), seen, "more than one day", todo)


def codes_of_places(built: Built) -> Iterator[Finding]:
    """Catches a code looked up for a place of the same name in another country."""
    for row, row_id in _rows(built, "places"):
        for column in WITHIN_COUNTRY:
            if row[column] is not None and not row[column].startswith(row["country_code"] or ""):
                seen, expected = f"{row[column]} in country {row['country_code']}", f"a code of {row['country_code']}"
                yield Finding(("places", row_id, column), seen, expected, "look the place up anew")


def children_carry_their_parents_id(built: Built) -> Iterator[Finding]:
    """Catches a child row tied to another parent than the one whose id it carries, and so added to its sums."""
    for schema in built.schemas.tables:
        if schema.child:
            for row, row_id in _rows(built, schema.name):
                parent = row[schema.child.key]
                if not row_id.startswith(f"{parent}--"):
                    seen = f"the row of {schema.child.of} {parent} has the id {row_id}"
                    todo = f"write it under its own row of {schema.child.of}"
                    yield Finding(
                        (schema.name, row_id, schema.child.key), seen, f"an id that begins with {parent}--", todo
                    )


def rows_are_sorted(built: Built) -> Iterator[Finding]:
    """Catches rows in the order of coding, by which every insertion would change the whole file."""
    for schema in built.schemas.tables:
        ids = [row_id for _, row_id in _rows(built, schema.name)]
        for earlier, later in pairwise(ids):
            if earlier > later:
                yield Finding(
                    (schema.name, later, schema.id_name), f"it stands after {earlier}", "order of id", REBUILD
                )


def _rows(built: Built, table: str) -> Iterator[tuple[Row, str]]:
    """Yield the rows of a table, each with its id."""
    if table in built.schemas.by_name:
        name = built.schemas.table(table).id_name
        yield from ((row, row[name]) for row in built.table(table))


RULES: tuple[Rule, ...] = (
    pairs,
    ordered,
    date_bounds,
    quantity_in_kilograms,
    classes_have_no_identifier,
    cas_check_digit,
    aggregates_cover_a_period,
    codes_of_places,
    children_carry_their_parents_id,
    rows_are_sorted,
)
