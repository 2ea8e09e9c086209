"""The schema files: read into typed values, in building order, and checked themselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.faults import CannotBuild, nearest
from pipeline.read.schemas import read_schemas
from tests.support.project import Project


def test_tables_come_after_what_they_refer_to(project: Project) -> None:
    """Referenced and parent tables come first, otherwise the order of names."""
    schemas, faults = project.schemas()
    assert [table.name for table in schemas.tables] == ["actors", "events", "event_actors", "evidence", "sources"]
    assert not faults


def test_columns_keys_and_children(project: Project) -> None:
    """The helpers answer from the Table Schemas."""
    schemas, _ = project.schemas()
    events = schemas.table("events")
    assert events.id_column.name == "event_id"
    assert events.column("quantity").needs_words
    assert not events.column("title").needs_words
    assert not events.column("date_start").written
    assert events.column("event_type").required
    key = events.foreign_key("host_id")
    assert key and (key.table, key.target) == ("actors", "actor_id")
    assert events.foreign_key("title") is None
    assert [table.name for table in schemas.children("events")] == ["event_actors"]
    assert schemas.codes(events.column("event_type")) == ("seizure", "meeting")
    assert schemas.codes(events.column("title")) == ()
    with pytest.raises(KeyError):
        events.column("nothing")


def test_codes_keep_cues_standards_and_own_keys(project: Project) -> None:
    """A vocabulary's optional and own keys are kept as text."""
    code = "- {code: kilogram, label: k, definition: k, kilograms: 1}"
    text = f"title: U\ndescription: U\nunmarked: kilogram\ncodes:\n{code}\n"
    project.write("schemas/vocabularies/units.yaml", text)
    schemas, faults = project.schemas()
    assert not faults
    units = schemas.vocabularies["units"]
    assert (units.unmarked, units.code("kilogram").extra) == ("kilogram", {"kilograms": "1"})
    seizure = schemas.vocabularies["event_types"].code("seizure")
    assert (seizure.maps_to, seizure.cues) == ({"plover": "COERCE"}, ("seized", "intercepted"))


def test_an_empty_resource_is_the_table_itself(project: Project) -> None:
    """Data Package v2 writes a key into the same table as an empty resource."""
    edit(project, "actors", lambda raw: raw["foreignKeys"][0]["reference"].update(resource=""))
    schemas, faults = project.schemas()
    key = schemas.table("actors").foreign_key("parent_id")
    assert key and key.table == "actors"
    assert not faults


def edit(project: Project, table: str, change: Any) -> None:
    """Apply `change` to the raw Table Schema of `table`."""
    file = f"schemas/tables/{table}.json"
    raw = json.loads((project.root / file).read_bytes())
    change(raw)
    project.write(file, json.dumps(raw, indent=1))


def change_column(name: str, **new: Any) -> Any:
    """Return a change that sets (or, with None, drops) properties of one column."""

    def change(raw: dict[str, Any]) -> None:
        column = next(one for one in raw["fields"] if one["name"] == name)
        column.update(new)
        for key in [key for key, value in column.items() if value is None]:
            del column[key]

    return change


WRONG = {
    "origin": ("events", change_column("title", origin="asigned"), "title", 'unknown origin "asigned"', "assigned"),
    "type": ("events", change_column("title", type="text"), "title", 'unknown type "text"', "string"),
    "reader": ("events", change_column("date", reader="dates"), "date", 'unknown reader "dates"', "did you mean date"),
    "kind": ("events", change_column("title", kind="slugs"), "title", 'unknown kind "slugs"', "did you mean slug"),
    "vocabulary": (
        "events",
        change_column("event_type", vocabulary="event_kinds"),
        "event_type",
        'unknown vocabulary "event_kinds"',
        "event_types",
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
        "a derived column with a reader",
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
        "host_id",
        "the reader name without a foreign key",
        "origin",
    ),
    "pattern": (
        "events",
        change_column("title", constraints={"pattern": "("}),
        "title",
        "a pattern that does not compile",
        "mend",
    ),
    "key to no table": (
        "events",
        lambda raw: raw["foreignKeys"][0]["reference"].update(resource="actor"),
        "host_id",
        'a foreign key to the unknown table "actor"',
        "actors",
    ),
    "key to no id": (
        "events",
        lambda raw: raw["foreignKeys"][0]["reference"].update(fields=["name"]),
        "host_id",
        'a foreign key to "name"',
        "refer to the id",
    ),
    "no quote": ("events", lambda raw: raw["fields"].pop(), "quote", "no column quote", '"unquoted" why'),
    "no file": ("evidence", lambda raw: raw["fields"].pop(-2), "seed_file", "no column seed_file", '"unquoted" why'),
    "quote and none": ("events", lambda raw: raw.update(unquoted="It has."), "quote", 'with "unquoted"', "drop"),
    "no reason": ("events", lambda raw: raw.update(unquoted=" "), "unquoted", "' '", "write the reason"),
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
def test_wrong_tables(project: Project, name: str) -> None:
    """Each mistake in a Table Schema is told with its column's line."""
    table, change, subject, seen, todo = WRONG[name]
    edit(project, table, change)
    file = f"schemas/tables/{table}.json"
    _, faults = project.schemas()
    fault = next(fault for fault in faults if seen in fault.seen)
    text = (project.root / file).read_text(encoding="utf-8")
    assert fault.subject == f"{table}.{subject}"
    assert str(fault.position) == (
        f"{file}:1" if f'"name": "{subject}"' not in text else project.place(file, f'"name": "{subject}"')
    )
    assert todo in fault.fix


UNREADABLE = {
    "no origin": (lambda raw: raw["fields"][1].pop("origin"), 'no "origin"'),
    "no key": (lambda raw: raw.pop("primaryKey"), 'no "primaryKey"'),
    "two ids": (lambda raw: raw.update(primaryKey=["a", "b"]), "of the wrong form"),
    "text as key": (lambda raw: raw.update(primaryKey="event_id"), "of the wrong form"),
    "unknown key": (lambda raw: raw.update(foreignkeys=[]), 'unknown key "foreignkeys"'),
    "other name": (lambda raw: raw.update(name="event"), 'the name "event"'),
    "no fields": (lambda raw: raw.pop("fields"), "no list of fields"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_tables_of_another_form(project: Project, name: str) -> None:
    """A Table Schema that cannot be understood is reported and left out."""
    change, seen = UNREADABLE[name]
    edit(project, "events", change)
    schemas, faults = project.schemas()
    assert "events" not in schemas.by_name
    assert any(seen in fault.seen and str(fault.position).startswith("schemas/tables/events.json:") for fault in faults)


@pytest.mark.parametrize("text", ["{", '{"name": "x", "name": "y"}', "[]", "\ufeff{}"])
def test_broken_json(project: Project, text: str) -> None:
    """Broken JSON, keys written twice and other documents are faults."""
    project.write("schemas/tables/zones.json", text)
    _, faults = project.schemas()
    assert str(faults[0].position) == "schemas/tables/zones.json:1"


def test_cycle_of_tables(project: Project) -> None:
    """Tables that refer to each other cannot be built one after the other."""
    key = {"fields": ["name"], "reference": {"resource": "events", "fields": ["event_id"]}}
    edit(project, "actors", lambda raw: raw["foreignKeys"].append(key))
    _, faults = project.schemas()
    assert [fault.seen for fault in faults] == ["a cycle of foreign keys through events"]


VOCABULARIES = {
    "duplicate code": ("code: informant", "code: participant", 5, "a code written twice"),
    "no label": ("label: Informant, ", "", 5, 'no "label"'),
    "unknown key": ("title: Roles", "title: Roles\nunmarkt: informant", 2, 'unknown key "unmarkt"'),
    "unmarked": ("title: Roles", "title: Roles\nunmarked: nobody", 1, 'the unmarked code "nobody" is none'),
    "cues": ("Gives information.", "Gives information., cues: tip", 5, '"cues" of the wrong form'),
    "empty": ("label: Informant", "label: ''", 5, "an empty value"),
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_wrong_vocabularies(project: Project, name: str) -> None:
    """Each mistake in a vocabulary is told with its line."""
    old, new, line, seen = VOCABULARIES[name]
    project.replace("schemas/vocabularies/roles.yaml", old, new)
    _, faults = project.schemas()
    assert any(
        str(fault.position) == f"schemas/vocabularies/roles.yaml:{line}" and seen in fault.seen for fault in faults
    )


def test_missing_folder(tmp_path: Path) -> None:
    """Without its folders the build cannot run."""
    with pytest.raises(CannotBuild, match="tables is missing"):
        read_schemas(tmp_path)


def test_nearest_lists_a_few_names() -> None:
    """A name like none of many is answered with the first of them."""
    assert nearest("zzz", [f"a{n:02}" for n in range(20)]).endswith("a11 …")
    assert nearest("x", []) == "add it first; there are none yet"
