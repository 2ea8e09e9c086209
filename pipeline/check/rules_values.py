"""Rules on numbers and places that need more than one row."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.assemble.built import Finding
from pipeline.check.joins import Rule, Tables, among, differ, exploded, pairs
from pipeline.model import ARTICLE
from pipeline.read.schema import Column


def outcomes_differ_from_defendants(tables: Tables) -> Iterator[Finding]:
    """Catches an outcome left out or counted twice.

    Source of rule: coding rule 12. A number of defendants that is not exact is only a limit and is not compared.
    """
    persons: dict[str, int] = {}
    for row in tables.rows("case_outcomes", "case_id", "persons").to_pylist():
        persons[row["case_id"]] = persons.get(row["case_id"], 0) + (row["persons"] or 0)
    cases = tables.rows("legal_cases", "defendants", "defendants_qualifier")
    for case in cases.filter(pc.equal(cases["defendants_qualifier"], "exact")).to_pylist():
        total = persons.get(case["id"])
        if total is not None and total != case["defendants"]:
            seen = f"outcomes of {total} persons, {case['defendants']} defendants"
            fix = "complete the outcomes, or correct the number"
            yield Finding(("legal_cases", case["id"], "defendants"), seen, "equal numbers", fix)


def count_of_single_substance(tables: Tables) -> Iterator[Finding]:
    """Catches "46 substances" counted in the row of a single one."""
    controls = tables.rows("controlled_substances", "substance_id", "number_of_substances")
    controls = tables.joined(controls, "substance_id", "substances", "kind")
    counted = pc.and_(pc.is_valid(controls["number_of_substances"]), pc.is_valid(controls["substance_id.id"]))
    single = differ(controls["substance_id.kind"], pa.scalar("class"))
    for row in controls.filter(pc.and_(counted, single)).to_pylist():
        seen = f"{row['number_of_substances']} substances in the row of one substance"
        fix = "refer to the class, or leave the number out"
        yield Finding(("controlled_substances", row["id"], "number_of_substances"), seen, "a class", fix)


def place_outside_country_of_parent(tables: Tables) -> Iterator[Finding]:
    """Catches a town placed in the province of another country. A region of several countries has no code."""
    places = tables.by_id("places", "parent_id", "country_code")
    places = tables.joined(places, "parent_id", "places", "country_code")
    own, other = places["country_code"], places["parent_id.country_code"]
    for place in places.filter(pc.and_(pc.is_valid(other), differ(own, other))).to_pylist():
        country, parent = place["parent_id.country_code"], place["parent_id"]
        seen = f"its country is {place['country_code']}, but that of {parent} is {country}"
        yield Finding(("places", place["id"], "parent_id"), seen, "the same country", "check both places")


def name_of_two_rows(tables: Tables) -> Iterator[Finding]:
    """Catches two actors, places or substances that a reader of the table cannot tell apart: two “US delegation”."""
    for schema in tables.schemas.tables:
        if "name" in schema.by_name:
            rows = tables.by_id(schema.name, "name")
            firsts = rows["id"].take(pc.index_in(rows["name"], value_set=rows["name"]))
            for row in rows.append_column("first", firsts).filter(differ(rows["id"], firsts)).to_pylist():
                seen = f"“{row['name']}”, which is the name of {row['first']} too"
                fix = "name one by more of its words, such as “the delegation in Geneva”, or join rows that are one"
                expected = f"a name that no other row of {schema.name} has"
                yield Finding((schema.name, row["id"], "name"), seen, expected, fix)


def value_without_words(tables: Tables) -> Iterator[Finding]:
    """Catches a value that no quote says: where words are not typed, the read stage finds them or reports it."""
    for schema in tables.schemas.tables:
        columns = [column for column in schema.columns if column.needs_words]
        rows = tables.rows(schema.name, *(column.name for column in columns))
        evidence = tables.evidence(schema.name, "value")
        for column in columns:
            of_column = evidence.filter(pc.equal(evidence["field"], column.name))
            for row in _without_words(column, rows, of_column).to_pylist():
                seen, fix = f"{row['value']} without evidence", "report this as a bug of the build"
                yield Finding((schema.name, row["id"], column.name), seen, "at least one quote with its words", fix)


def _without_words(column: Column, rows: pa.Table, evidence: pa.Table) -> pa.Table:
    """Return the values of a column that words must say and that its evidence does not hold: `id` and `value`."""
    if column.is_filled:
        said = exploded(rows["id"], rows[column.name])
        said = said.filter(pc.not_equal(said["value"], ARTICLE))
        return said.filter(
            pc.invert(among(pairs(said["id"], said["value"]), pairs(evidence["row_id"], evidence["value"])))
        )
    said = pa.table({"id": rows["id"], "value": rows[column.name]}).filter(pc.is_valid(rows[column.name]))
    return said.filter(pc.invert(among(said["id"], evidence["row_id"])))


RULES: tuple[Rule, ...] = (
    value_without_words,
    outcomes_differ_from_defendants,
    count_of_single_substance,
    place_outside_country_of_parent,
    name_of_two_rows,
)
