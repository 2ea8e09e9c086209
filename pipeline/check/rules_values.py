"""Rules on numbers and places that need more than one row."""

from collections.abc import Iterator

from pipeline.assemble.built import Built, Finding, Rule


def outcomes_differ_from_defendants(built: Built) -> Iterator[Finding]:
    """Catches an outcome left out or counted twice.

    Source of rule: coding rule 12. A number of defendants that is not exact is only a limit and is not compared.
    """
    persons: dict[str, int] = {}
    for row in built.table("case_outcomes"):
        persons[row["case_id"]] = persons.get(row["case_id"], 0) + (row["persons"] or 0)
    for case in built.table("legal_cases"):
        total = persons.get(case["case_id"])
        if total is not None and case["defendants_qualifier"] == "exact" and total != case["defendants"]:
            seen = f"outcomes of {total} persons, {case['defendants']} defendants"
            fix = "complete the outcomes, or correct the number"
            yield Finding(("legal_cases", case["case_id"], "defendants"), seen, "equal numbers", fix)


def count_of_single_substance(built: Built) -> Iterator[Finding]:
    """Catches "46 substances" counted in the row of a single one."""
    for row in built.table("controlled_substances"):
        substance = built.row("substances", row["substance_id"])
        if row["number_of_substances"] is not None and substance and substance["kind"] != "class":
            seen = f"{row['number_of_substances']} substances in the row of one substance"
            fix = "refer to the class, or leave the number out"
            yield Finding(("controlled_substances", row["control_id"], "number_of_substances"), seen, "a class", fix)


def place_outside_country_of_parent(built: Built) -> Iterator[Finding]:
    """Catches a town placed in the province of another country. A region of several countries has no code."""
    for place_id, place in built.by_id.get("places", {}).items():
        parent = built.row("places", place["parent_id"])
        if parent is not None and parent["country_code"] not in (None, place["country_code"]):
            seen = (
                f"its country is {place['country_code']}, but that of {place['parent_id']} is {parent['country_code']}"
            )
            yield Finding(("places", place_id, "parent_id"), seen, "the same country", "check both places")


def name_of_two_rows(built: Built) -> Iterator[Finding]:
    """Catches two actors, places or substances that a reader of the table cannot tell apart: two “US delegation”."""
    for schema in built.schemas.tables:
        first_with: dict[str, str] = {}
        for row_id, row in built.by_id.get(schema.name, {}).items() if "name" in schema.by_name else ():
            first = first_with.setdefault(row["name"], row_id)
            if first != row_id:
                seen = f"“{row['name']}”, which is the name of {first} too"
                fix = "name one by more of its words, such as “the delegation in Geneva”, or join rows that are one"
                yield Finding(
                    (schema.name, row_id, "name"), seen, f"a name that no other row of {schema.name} has", fix
                )


def value_without_words(built: Built) -> Iterator[Finding]:
    """Catches a value that no quote says: where words are not typed, the read stage finds them or reports it."""
    for schema in built.schemas.tables:
        columns = [column for column in schema.columns if column.needs_words]
        for row in built.table(schema.name):
            for column in columns:
                cell = (schema.name, row[schema.id_name], column.name)
                for value in column.values_said(row[column.name]):
                    evidence = built.evidence_of.get(cell, ())
                    if not any(not column.is_filled or tie["value"] == value for tie in evidence):
                        seen, fix = f"{value} without evidence", "report this as a bug of the build"
                        yield Finding(cell, seen, "at least one quote with its words", fix)


RULES: tuple[Rule, ...] = (
    value_without_words,
    outcomes_differ_from_defendants,
    count_of_single_substance,
    place_outside_country_of_parent,
    name_of_two_rows,
)
