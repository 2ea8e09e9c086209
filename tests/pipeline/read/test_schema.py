"""The schema files: read into typed values, in building order, and checked themselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.faults import CannotBuild, nearest
from pipeline.read import schema_checks
from pipeline.read.schemas import read_schemas
from schemas.pandera_schemas import ROW_CHECKS
from tests.support import ROOT
from tests.support.planting import OF_EDITORS
from tests.support.project import Project


def referred(schema: dict[str, Any]) -> set[str]:
    """Return the other tables that a raw Table Schema refers to."""
    return {key["reference"]["resource"] for key in schema.get("foreignKeys", [])} - {"", schema["name"]}


TABLES = {
    path.stem: referred(json.loads(path.read_text(encoding="utf-8")))
    for path in (ROOT / "schemas" / "tables").glob("*.json")
}
"""The tables that each table refers to."""

# A vocabulary that no column names, and names in references, for tests to plant faults in.
ROLES = """title: Roles
description: The part of an actor.
codes:
- {code: participant, label: Participant, definition: Takes part.}
- {code: informant, label: Informant, definition: Gives information.}
"""
CITATIONS = """cited_as:
  HP: Harbour Post
agencies:
  REUTERS: Reuters
"""


def test_tables_come_after_what_they_refer_to(example: Project) -> None:
    """Referenced and parent tables come first, otherwise the order of names."""
    schemas, faults = example.schemas()
    assert not faults
    assert sorted(table.name for table in schemas.tables) == sorted(TABLES)
    placed: set[str] = set()
    for table in schemas.tables:
        assert table.name == min(name for name in TABLES if name not in placed and TABLES[name] <= placed)
        placed.add(table.name)


def test_columns_keys_and_children(example: Project) -> None:
    """The helpers answer from the Table Schemas."""
    schemas, _ = example.schemas()
    events = schemas.table("events")
    assert events.id_column.name == "event_id"
    assert events.column("date").needs_words
    assert not events.column("title").needs_words
    assert not events.column("date_start").written
    assert events.column("event_type").required
    controls = schemas.table("controlled_substances")
    assert [column.name for column in controls.date_blocks] == ["date_announced", "date_effective"]
    dates = {table.name: table.date_column for table in schemas.tables if table.date_column}
    dated = ("events", "figures", "legal_cases", "seizures", "timeline")
    assert dates == {"sources": "published", **dict.fromkeys(dated, "date")}
    key = events.foreign_key("place_id")
    assert key and (key.table, key.target) == ("places", "place_id")
    assert events.foreign_key("title") is None
    assert [table.name for table in schemas.children("events")] == [
        "event_actors",
        "event_relations",
        "event_topics",
        "event_substances",
    ]
    assert schemas.codes(events.column("scope")) == ("incident", "aggregate", "process")
    assert schemas.codes(events.column("title")) == ()
    with pytest.raises(KeyError):
        events.column("nothing")


def test_codes_keep_cues_standards_and_own_keys(example: Project) -> None:
    """A vocabulary's optional and own keys are kept as text."""
    code = "- {code: kilogram, label: k, definition: k, kilograms: 1, maps_to: {ucum: kg}, cues: [kg, kilos]}"
    text = f"title: U\ndescription: U\nunmarked: kilogram\ncodes:\n{code}\n"
    example.write("schemas/vocabularies/units.yaml", text)
    schemas, faults = example.schemas()
    assert not faults
    units = schemas.vocabularies["units"]
    assert (units.unmarked, units.code("kilogram").extra) == ("kilogram", {"kilograms": "1"})
    assert (units.code("kilogram").maps_to, units.code("kilogram").cues) == ({"ucum": "kg"}, ("kg", "kilos"))


@pytest.mark.parametrize("size", ["kilograms: 1", "unsized: Three units share the word"])
def test_a_mass_has_a_size_or_a_reason_for_none(example: Project, size: str) -> None:
    code = f"- {{code: ton, label: t, definition: t, dimension: mass, {size}}}"
    example.write("schemas/vocabularies/units.yaml", f"title: U\ndescription: U\ncodes:\n{code}\n")
    assert example.schemas()[1] == []


def test_a_register_needs_the_pattern_of_its_columns(example: Project) -> None:
    example.replace("schemas/vocabularies/countries.yaml", "codes:", "register: true\ncodes:")
    edit(example, "actors", change_column("country", constraints=None))
    faults = [fault for fault in example.schemas()[1] if fault.subject == "actors.country"]
    assert [(fault.kind, fault.seen) for fault in faults] == [
        ("column-contradicts-itself", "the register countries without a pattern")
    ]


def test_an_empty_resource_is_the_table_itself(example: Project) -> None:
    """Data Package v2 writes a key into the same table as an empty resource."""
    edit(example, "actors", lambda raw: raw["foreignKeys"][0]["reference"].update(resource=""))
    schemas, faults = example.schemas()
    key = schemas.table("actors").foreign_key("parent_id")
    assert key and key.table == "actors"
    assert not faults


def edit(example: Project, table: str, change: Any) -> None:
    """Apply `change` to the raw Table Schema of `table`."""
    file = f"schemas/tables/{table}.json"
    raw = json.loads((example.root / file).read_bytes())
    change(raw)
    example.write(file, json.dumps(raw, indent=1))


def change_column(name: str, **new: Any) -> Any:
    """Return a change that sets (or, with None, drops) properties of one column."""

    def change(raw: dict[str, Any]) -> None:
        column = next(column for column in raw["fields"] if column["name"] == name)
        column.update(new)
        for key in [key for key, value in column.items() if value is None]:
            del column[key]

    return change


def drop_column(name: str) -> Any:
    """Return a change that takes one column out."""

    def change(raw: dict[str, Any]) -> None:
        raw["fields"] = [column for column in raw["fields"] if column["name"] != name]

    return change


WRONG = {
    "origin": ("events", change_column("title", origin="asigned"), "title", 'unknown origin "asigned"', "assigned"),
    "type": ("events", change_column("title", type="text"), "title", 'unknown type "text"', "string"),
    "reader": ("events", change_column("date", reader="dates"), "date", 'unknown reader "dates"', "did you mean date"),
    "kind": ("events", change_column("title", kind="slugs"), "title", 'unknown kind "slugs"', "did you mean slug"),
    "vocabulary": (
        "events",
        change_column("event_type", vocabulary="event_tpes"),
        "event_type",
        'unknown vocabulary "event_tpes"',
        "did you mean event_types",
    ),
    "order of rows": (
        "events",
        lambda raw: raw.update(sortedBy="dates"),
        "dates",
        "sortedBy names an unknown column",
        "did you mean date",
    ),
    "constraint": (
        "events",
        change_column("title", constraints={"reqired": True}),
        "title",
        'unknown constraint "reqired"',
        "required",
    ),
    "quoted without reader": (
        "events",
        change_column("date", reader=None),
        "date",
        "a quoted column without a reader",
        "origin",
    ),
    "derived with reader": (
        "events",
        change_column("date_start", reader="date"),
        "date_start",
        "a reader on a column of origin derived",
        "origin",
    ),
    "coded without vocabulary": (
        "events",
        change_column("event_type", vocabulary=None),
        "event_type",
        "a coded column without a vocabulary",
        "origin",
    ),
    "reader of another type": (
        "events",
        change_column("date", reader="number"),
        "date",
        "type string with the reader number",
        "origin",
    ),
    "name without key": (
        "events",
        lambda raw: raw.update(foreignKeys=[]),
        "place_id",
        "the reader name without a foreign key",
        "origin",
    ),
    "pattern": (
        "events",
        change_column("title", constraints={"pattern": "("}),
        "title",
        "a pattern that does not compile",
        "correct the pattern",
    ),
    "key to no table": (
        "events",
        lambda raw: raw["foreignKeys"][0]["reference"].update(resource="place"),
        "place_id",
        'a foreign key to the unknown table "place"',
        "did you mean places",
    ),
    "key to no id": (
        "events",
        lambda raw: raw["foreignKeys"][0]["reference"].update(fields=["name"]),
        "place_id",
        'a foreign key to "name"',
        "refer to the id",
    ),
    "no quote": ("events", drop_column("quote"), "quote", "no column quote", '"unquoted" why'),
    "no file": ("evidence", drop_column("seed_file"), "seed_file", "no column seed_file", '"unquoted" why'),
    "quote and none": ("events", lambda raw: raw.update(unquoted="It has."), "quote", 'with "unquoted"', "delete"),
    "no reason": (
        "events",
        lambda raw: raw.update(unquoted=" "),
        "unquoted",
        '"unquoted" without text',
        "write the reason",
    ),
    "column twice": (
        "events",
        lambda raw: raw["fields"].append(raw["fields"][1]),
        "title",
        "a column written twice",
        "keep one",
    ),
    "child of nothing": (
        "event_actors",
        lambda raw: raw["child"].update(of="event"),
        "child",
        'a child of the unknown table "event"',
        "events",
    ),
    "child key": (
        "event_actors",
        lambda raw: raw["child"].update(key="actor_id"),
        "child",
        'the child key "actor_id"',
        "name it",
    ),
    "child under a column": (
        "event_actors",
        lambda raw: raw["child"].update(under="title"),
        "child",
        'rows under "title"',
        "another key",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_tables(example: Project, name: str) -> None:
    """Each mistake in a Table Schema is reported with its column's line."""
    table, change, subject, seen, todo = WRONG[name]
    edit(example, table, change)
    file = f"schemas/tables/{table}.json"
    _, faults = example.schemas()
    fault = next(fault for fault in faults if seen in fault.seen)
    text = (example.root / file).read_text(encoding="utf-8")
    assert fault.subject == f"{table}.{subject}"
    assert str(fault.position) == (
        f"{file}:1" if f'"name": "{subject}"' not in text else example.place(file, f'"name": "{subject}"')
    )
    assert todo in fault.fix


UNREADABLE = {
    "no origin": (lambda raw: raw["fields"][1].pop("origin"), 'no "origin"'),
    "no key": (lambda raw: raw.pop("primaryKey"), 'no "primaryKey"'),
    "two ids": (lambda raw: raw.update(primaryKey=["a", "b"]), "of the wrong form"),
    "text as key": (lambda raw: raw.update(primaryKey="event_id"), "of the wrong form"),
    "unknown key": (lambda raw: raw.update(foreignkeys=[1]), 'unknown key "foreignkeys"'),
    "other name": (lambda raw: raw.update(name="event"), 'the name "event"'),
    "no fields": (lambda raw: raw.pop("fields"), 'no "fields"'),
    "fields of another form": (lambda raw: raw.update(fields={}), 'no "fields"'),
    "texts as fields": (lambda raw: raw.update(fields=["event_id"]), '"fields" of the wrong form'),
    "field without a name": (lambda raw: raw["fields"][1].pop("name"), 'no "name"'),
    "unknown key of a field": (lambda raw: raw["fields"][1].update(reeder="x"), 'unknown key "reeder"'),
    "list as type": (lambda raw: raw["fields"][1].update(type=["string"]), '"type" of the wrong form'),
    "number as pattern": (
        lambda raw: raw["fields"][1].update(constraints={"pattern": 5}),
        '"pattern" of the wrong form',
    ),
    "text as minimum": (
        lambda raw: raw["fields"][1].update(constraints={"minimum": "1"}),
        '"minimum" of the wrong form',
    ),
    "list of constraints": (lambda raw: raw["fields"][1].update(constraints=[]), '"constraints" of the wrong form'),
    "text as foreign key": (lambda raw: raw.update(foreignKeys=["place_id"]), '"foreignKeys" of the wrong form'),
    "text as child": (lambda raw: raw.update(child="events"), '"child" of the wrong form'),
    "list as order of rows": (lambda raw: raw.update(sortedBy=["date"]), '"sortedBy" of the wrong form'),
    "text as built": (lambda raw: raw.update(built="yes"), '"built" of the wrong form'),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_tables_of_another_form(example: Project, name: str) -> None:
    """A Table Schema that cannot be understood is reported and left out."""
    change, seen = UNREADABLE[name]
    edit(example, "events", change)
    schemas, faults = example.schemas()
    assert "events" not in schemas.by_name
    assert any(seen in fault.seen and str(fault.position).startswith("schemas/tables/events.json:") for fault in faults)


# The text of a JSON file, and the line and the words of its fault.
BROKEN = {
    "not ended": ("{", 1, "Expecting property name"),
    "a key twice": ('{"name": "x", "name": "y"}', 1, 'the key "name" is written twice'),
    "a text": ('"x"', 1, "of the wrong form"),
    "a byte order mark": ("\ufeff{}", 1, "a byte order mark"),
    "deep brackets": ("[" * 100_000, 1, "brackets nested too deep"),
    "deep objects": ('{"a":' * 100_000, 1, "brackets nested too deep"),
    "a number of 5,000 digits": (f'{{\n"minimum": {"9" * 5000}}}', 2, "a number of 5000 digits"),
    "no number": ('{\n\n"minimum": NaN}', 3, "NaN in place of a number"),
}


@pytest.mark.parametrize("file", ["tables/ports.json", "columns.json"])
@pytest.mark.parametrize("name", BROKEN)
def test_broken_json(example: Project, file: str, name: str) -> None:
    """Broken JSON, keys written twice, what overruns the reader and other documents are faults with a line."""
    text, line, seen = BROKEN[name]
    example.write(f"schemas/{file}", text)
    _, faults = example.schemas()
    assert str(faults[0].position) == f"schemas/{file}:{line}"
    assert seen in faults[0].seen


def test_json_that_is_not_text(example: Project) -> None:
    (example.root / "schemas/tables/ports.json").write_bytes(b'{\n"title": "\xff"}')
    _, faults = example.schemas()
    assert [(str(fault.position), fault.seen) for fault in faults] == [
        ("schemas/tables/ports.json:2", "byte 0xff is not UTF-8")
    ]


@pytest.mark.parametrize(
    "file",
    [
        "tables/x.JSON",
        "tables/x.jsonl",
        "tables/x.yaml",
        "vocabularies/x.yml",
        "vocabularies/X.YAML",
        "x.json",
        "x.yml",
    ],
)
def test_a_file_that_nothing_reads(example: Project, file: str) -> None:
    """What looks like a schema and has another ending or stands elsewhere is not ignored in silence."""
    example.write(f"schemas/{file}", "{}")
    assert [(fault.kind, str(fault.position)) for fault in example.schemas()[1]] == [
        ("file-not-read", f"schemas/{file}:1")
    ]


def test_a_folder_among_the_tables(example: Project) -> None:
    (example.root / "schemas/tables/old.json").mkdir()
    assert [(fault.kind, fault.seen) for fault in example.schemas()[1]] == [("file-not-read", "a folder")]


def test_hidden_files_and_those_of_editors_are_passed_over(example: Project) -> None:
    for name in OF_EDITORS:
        example.write(f"schemas/tables/{name.replace('yaml', 'json')}", "{")
        example.write(f"schemas/vocabularies/{name}", "{")
        example.write(f"schemas/{name.replace('yaml', 'json')}", "{")
    assert example.schemas()[1] == []


# The content of columns.json, and the kind, place and subject of its fault.
SHARED: dict[str, tuple[list[Any], str, str, str]] = {
    "other description": (
        [{"columns": ["eve*.note"], "except": ["event_relations.note"], "field": {"description": "A remark."}}],
        "shared-column-differs",
        "schemas/tables/events.json",
        "events.note",
    ),
    "other constraint": (
        [
            {
                "columns": ["*.title"],
                "except": ["sources.title", "positions.title", "timeline.title"],
                "field": {"constraints": {"maxLength": 9}},
            }
        ],
        "shared-column-differs",
        "schemas/tables/events.json",
        "events.title",
    ),
    "no such column": (
        [{"columns": ["*.notes"], "field": {"title": "note"}}],
        "shared-column-unknown",
        "schemas/columns.json",
        "columns.json[1]",
    ),
    "no field": ([{"columns": ["*.note"]}], "key-missing", "schemas/columns.json", "columns.json[1]"),
    "unknown key": (
        [{"columns": ["*.note"], "field": {"tilte": "Note"}}],
        "key-unknown",
        "schemas/columns.json",
        "columns.json[1]",
    ),
    "text as columns": (
        [{"columns": "*.note", "field": {"title": "note"}}],
        "form-wrong",
        "schemas/columns.json",
        "columns.json[1]",
    ),
    "text as an entry": (["*.note"], "form-wrong", "schemas/columns.json", "columns.json[1]"),
}


@pytest.mark.parametrize("name", SHARED)
def test_wrong_shared_columns(example: Project, name: str) -> None:
    """A table that differs from columns.json is a fault that names the column and the command."""
    entries, kind, file, subject = SHARED[name]
    example.write("schemas/columns.json", json.dumps(entries))
    _, faults = example.schemas()
    assert [(fault.kind, fault.position.file, fault.subject) for fault in faults] == [(kind, file, subject)]
    assert ("python -m schemas" in faults[0].fix) == (kind == "shared-column-differs")


def test_a_refused_table_makes_no_shared_column_unknown(example: Project) -> None:
    example.write("schemas/columns.json", json.dumps([{"columns": ["events.note"], "field": {"title": "note"}}]))
    edit(example, "events", lambda raw: raw.pop("title"))
    assert {fault.kind for fault in example.schemas()[1]} >= {"key-missing"}
    assert "shared-column-unknown" not in {fault.kind for fault in example.schemas()[1]}


# Checks of single rows of seizures, and the kind and words of their fault.
CHECKS: dict[str, tuple[Any, str, str]] = {
    "unknown": ({"togehter": ["quantity", "arrests"]}, "check-unknown", "togehter"),
    "none": ({}, "check-unknown", "without a key"),
    "two at once": ({"ordered": ["note"], "empty": ["note"]}, "check-unknown", "ordered, empty"),
    "one column": ({"together": ["quantity"]}, "form-wrong", "together"),
    "no list": ({"empty": "note"}, "form-wrong", "empty"),
    "unknown column": ({"together": ["quantity", "units"]}, "column-unknown", "together names an unknown column"),
    "unknown column in where": (
        {"empty": ["note"], "where": {"knd": "x"}},
        "column-unknown",
        "empty names an unknown column",
    ),
    "numbers as text": ({"trimmed": ["quantity"]}, "check-unfit", "trimmed"),
    "two types": ({"ordered": ["quantity", "date_start"]}, "check-unfit", "ordered"),
    "no vocabulary": ({"fits": ["scope", "note"]}, "check-unfit", "fits"),
}


@pytest.mark.parametrize("name", CHECKS)
def test_wrong_checks_of_rows(example: Project, name: str) -> None:
    check, kind, seen = CHECKS[name]
    edit(example, "seizures", lambda raw: raw.update(checks=[check]))
    _, faults = example.schemas()
    assert [fault.kind for fault in faults] == [kind]
    assert seen in faults[0].seen


def test_the_checks_that_tables_may_list_are_those_that_pandera_makes() -> None:
    assert schema_checks.CHECKS.keys() == ROW_CHECKS.keys()


def test_cycle_of_tables(example: Project) -> None:
    """Tables that refer to each other cannot be built one after the other."""
    key = {"fields": ["charge"], "reference": {"resource": "case_outcomes", "fields": ["case_outcome_id"]}}
    edit(example, "legal_cases", lambda raw: raw["foreignKeys"].append(key))
    _, faults = example.schemas()
    assert [fault.seen for fault in faults] == ["a cycle of foreign keys through legal_cases"]


VOCABULARIES = {
    "duplicate code": ("code: informant", "code: participant", 5, "a code written twice"),
    "no label": ("label: Informant, ", "", 5, 'no "label"'),
    "unknown key": ("title: Roles", "title: Roles\nunmarkt: informant", 2, 'unknown key "unmarkt"'),
    "unmarked": ("title: Roles", "title: Roles\nunmarked: nobody", 1, 'the unknown unmarked code "nobody"'),
    "cues": ("Gives information.", "Gives information., cues: tip", 5, "it of the wrong form"),
    "empty": ("label: Informant", "label: ''", 5, "an empty value"),
    "list as a cue": ("Gives information.", "Gives information., cues: [[tip]]", 5, "a list"),
    "list as a label": ("label: Informant", "label: [Informant]", 5, "a list"),
    "mapping as an own key": ("Gives information.", "Gives information., speaks: {a: true}", 5, "a mapping"),
    "list as a title": ("title: Roles", "title: [Roles]", 1, "a list"),
    "list as the unmarked code": ("title: Roles", "title: Roles\nunmarked: [informant]", 2, "a list"),
    "mapping in place of maps_to": (
        "Gives information.",
        "Gives information., maps_to: [a]",
        5,
        "it of the wrong form",
    ),
    "list in maps_to": ("Gives information.", "Gives information., maps_to: {a: []}", 5, "a list"),
    "a cue under two codes": (
        "definition: Takes part.}",
        "definition: Takes part., cues: [Tip]}\n- {code: tipster, label: t, definition: t, cues: [tip]}",
        5,
        'the cue "tip", which participant has too',
    ),
    "a cue twice": ("Gives information.", "Gives information., cues: [tip, Tip]", 5, 'the cue "tip", which informant'),
    "unknown own key": ("Gives information.", "Gives information., speeks: true", 5, 'unknown key "speeks"'),
    "neither true nor false": ("Gives information.", "Gives information., speaks: yes", 5, 'speaks "yes"'),
    "unknown zone": ("Gives information.", 'Gives information., zones: "body, bdy"', 5, 'zones "bdy"'),
    "unknown reader": ("Gives information.", "Gives information., reader: dates", 5, 'reader "dates"'),
    "unknown table": ("Gives information.", "Gives information., quoted_by: event", 5, 'quoted_by "event"'),
    "no factor": ("Gives information.", "Gives information., low_factor: ten", 5, 'low_factor "ten"'),
    "a mass without its size": (
        "Gives information.",
        "Gives information., dimension: mass",
        5,
        "a unit of mass without its size",
    ),
    "no example beside one": (
        "Takes part.",
        "Takes part., example: a, counter_example: {words: b, code: informant}",
        5,
        'no "example"',
    ),
    "an example without a counter-example": (
        "Gives information.",
        "Gives information., example: a",
        5,
        'no "counter_example"',
    ),
    "a counter-example without an example": (
        "Gives information.",
        "Gives information., counter_example: {words: b, code: participant}",
        5,
        'no "example"',
    ),
    "a counter-example of no code": (
        "Gives information.",
        "Gives information., example: a, counter_example: {words: b, code: partaker}",
        5,
        'the code "partaker"',
    ),
    "a counter-example of the code itself": (
        "Gives information.",
        "Gives information., example: a, counter_example: {words: b, code: informant}",
        5,
        'the code "informant"',
    ),
    "a counter-example that says no code": (
        "Gives information.",
        "Gives information., example: a, counter_example: b",
        5,
        "it of the wrong form",
    ),
    "a counter-example with another key": (
        "Gives information.",
        "Gives information., example: a, counter_example: {words: b, code: participant, why: c}",
        5,
        "it of the wrong form",
    ),
    "an example with the phrase of another code": (
        "Takes part.}\n- {code: informant, label: Informant, definition: Gives information.",
        "Takes part., cues: [joins]}\n- {code: informant, label: Informant, definition: Gives information., "
        "cues: [tells], example: joins us, counter_example: {words: joins us, code: participant}",
        5,
        '"joins us": participant',
    ),
    "an example without a phrase": (
        "Takes part.}\n- {code: informant, label: Informant, definition: Gives information.",
        "Takes part., cues: [joins]}\n- {code: informant, label: Informant, definition: Gives information., "
        "cues: [tells], example: says it, counter_example: {words: joins us, code: participant}",
        5,
        '"says it": no cue of any code',
    ),
    "a counter-example with the phrase of the code itself": (
        "Takes part.}\n- {code: informant, label: Informant, definition: Gives information.",
        "Takes part., cues: [joins]}\n- {code: informant, label: Informant, definition: Gives information., "
        "cues: [tells], example: tells it, counter_example: {words: tells and joins, code: participant}",
        5,
        '"tells and joins": cues of several codes: informant, participant',
    ),
    "a register or not": ("title: Roles", "title: Roles\nregister: yes", 2, 'register "yes"'),
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_wrong_vocabularies(example: Project, name: str) -> None:
    """Each mistake in a vocabulary is reported with its line."""
    old, new, line, seen = VOCABULARIES[name]
    example.write("schemas/vocabularies/roles.yaml", ROLES)
    example.replace("schemas/vocabularies/roles.yaml", old, new)
    _, faults = example.schemas()
    assert any(
        str(fault.position) == f"schemas/vocabularies/roles.yaml:{line}" and seen in fault.seen for fault in faults
    )


NAMES = {
    "another key": ("agencies:", "agency:", "the keys cited_as and agencies"),
    "a list": ("cited_as:\n  HP: Harbour Post", "cited_as: [HP]", "NAME AS PRINTED"),
    "a list in a name": ("HP: Harbour Post", "HP: [Harbour Post]", "a single value"),
}


@pytest.mark.parametrize("name", NAMES)
def test_wrong_names_in_references(example: Project, name: str) -> None:
    old, new, expected = NAMES[name]
    example.write("schemas/citations.yaml", CITATIONS)
    example.replace("schemas/citations.yaml", old, new)
    assert [(fault.kind, expected in fault.expected) for fault in example.schemas()[1]] == [("form-wrong", True)]


def test_names_in_references(example: Project) -> None:
    example.write("schemas/citations.yaml", CITATIONS)
    schemas, _ = example.schemas()
    assert (schemas.cited_as, schemas.agencies) == ({"HP": "Harbour Post"}, {"REUTERS": "Reuters"})


@pytest.mark.parametrize("name", ["columns.json", "citations.yaml"])
def test_missing_file(example: Project, name: str) -> None:
    """Without its two files the build cannot run."""
    (example.root / "schemas" / name).unlink()
    with pytest.raises(CannotBuild, match=f"{name} is missing"):
        example.schemas()


def test_missing_folder(tmp_path: Path) -> None:
    """Without its folders the build cannot run."""
    with pytest.raises(CannotBuild, match="tables is missing"):
        read_schemas(tmp_path)


def test_nearest_lists_a_few_names() -> None:
    """A name like none of many is answered with the first of them."""
    assert nearest("zzz", [f"a{n:02}" for n in range(20)]).endswith("a11 …")
    assert nearest("x", []) == "add it first; there are none yet"
