"""The SQLite database: every value as it was, and every constraint of the schemas binding."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counternarcotics._errors import UsageError
from counternarcotics._export import export
from counternarcotics._export.about import about
from counternarcotics._export.sqlite import table_sql, unique_sql, unsaid
from tests.package.export.test_export import PACKAGE, small

UNSAID = [
    "events.attributed_to",
    "events.reported_by",
    "substances.smiles",
    "substances.formula",
    "controlled_substances.attributed_to",
    "figures.attributed_to",
    "legal_cases.attributed_to",
    "seizures.attributed_to",
    "seizures.reported_by",
]
"""The columns whose pattern SQLite cannot check: structures, formulas and lists of ids."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the exported database."""
    return export(PACKAGE, "sqlite", tmp_path_factory.mktemp("sqlite"))[0]


@pytest.fixture
def database(file: Path) -> Iterator[sqlite3.Connection]:
    """Return a copy of the database in memory, with its foreign keys bound."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        yield copy


def stored(value: Any) -> Any:
    """Return a value as SQLite keeps it, which has no type for days and for true and false."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_every_value_comes_back_in_its_place(table: str, database: sqlite3.Connection) -> None:
    cursor = database.execute(f'SELECT * FROM "{table}"')
    expected = PACKAGE.read(table)
    assert [column[0] for column in cursor.description] == expected.column_names
    rows = [tuple(map(stored, row.values())) for row in expected.to_pylist()]
    found = cursor.fetchall()
    assert found == rows
    assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in rows]


def test_the_database_says_what_it_is(database: sqlite3.Connection) -> None:
    said = dict(database.execute("SELECT name, value FROM _about"))
    assert said == {
        **about(PACKAGE),
        "foreign_keys": said["foreign_keys"],
        "patterns_not_checked": ", ".join(UNSAID),
    }
    assert {"title", "version", "date", "fingerprint", "citation", "licence", "rights"} <= set(said)
    assert "PRAGMA foreign_keys = ON" in said["foreign_keys"]
    (statement,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'seizures'").fetchone()
    assert all(field["description"] in statement for field in PACKAGE.schema("seizures")["fields"])


def wrong(field: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield for each constraint of a column its name and a value that breaks it alone."""
    limits = field.get("constraints", {})
    kinds: dict[str, list[Any]] = {
        "string": [b"text", ""],
        "integer": [1.5, "many"],
        "number": ["much", b"1"],
        "date": ["2025-02-30", "2025-2-3", "20250203", 2025, "2025-02-03 00:00", b"2025-02-03"],
        "boolean": [2, "true", 0.5],
    }
    yield from (("type", value) for value in kinds[field["type"]])
    if limits.get("required"):
        yield "required", None
    if "enum" in limits:
        yield from (("enum", code) for code in ("none of them", limits["enum"][0].swapcase(), f"{limits['enum'][0]} "))
    if "minimum" in limits:
        yield "minimum", limits["minimum"] - 1
    if "maximum" in limits:
        yield "maximum", limits["maximum"] + 1
    if "maxLength" in limits:
        yield "maxLength", "é" * (limits["maxLength"] + 1)
    if "minLength" in limits:
        yield "minLength", "é" * (limits["minLength"] - 1)
    if "pattern" in limits:
        yield from (("pattern", value) for value in ("?", field["example"] + "\n", " " + field["example"]))


def refused(database: sqlite3.Connection, table: str, column: str, value: Any) -> str:
    """Put a value into the first row of a table and return why it is refused, or nothing if it is not."""
    try:
        with database:
            database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = 1', [value])
    except sqlite3.IntegrityError as error:
        return str(error)
    return ""


WORDING = {
    "required": "NOT NULL constraint failed: {table}.{column}",
    "unique": "UNIQUE constraint failed: {table}.{column}",
}


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_each_constraint_of_each_column_binds(table: str, database: sqlite3.Connection) -> None:
    schema = PACKAGE.schema(table)
    tried = set()
    for field in schema["fields"]:
        for constraint, value in wrong(field):
            if constraint == "pattern" and f"{table}.{field['name']}" in unsaid(schema):
                assert refused(database, table, field["name"], value) == ""
                continue
            wording = WORDING.get(constraint, "CHECK constraint failed: {column} {constraint}")
            expected = wording.format(table=table, column=field["name"], constraint=constraint)
            assert refused(database, table, field["name"], value) == expected
            tried.add((field["name"], constraint))
    given = {(one["name"], limit) for one in schema["fields"] for limit in one.get("constraints", {})}
    left = {(column.removeprefix(f"{table}."), "pattern") for column in UNSAID if column.startswith(f"{table}.")}
    assert tried == (given | {(one["name"], "type") for one in schema["fields"]}) - left - {
        (one, "unique") for one in schema["primaryKey"]
    }


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_what_is_sound_is_let_in(table: str, database: sqlite3.Connection) -> None:
    for field in PACKAGE.schema(table)["fields"]:
        (value,) = database.execute(f'SELECT "{field["name"]}" FROM "{table}" WHERE rowid = 1').fetchone()
        assert refused(database, table, field["name"], value) == ""
        if not field.get("constraints", {}).get("required"):
            assert "CHECK" not in refused(database, table, field["name"], None)


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_each_key_binds(table: str, database: sqlite3.Connection) -> None:
    schema = PACKAGE.schema(table)
    (key,) = schema["primaryKey"]
    (second,) = database.execute(f'SELECT "{key}" FROM "{table}" WHERE rowid = 2').fetchone()
    assert refused(database, table, key, second) == f"UNIQUE constraint failed: {table}.{key}"
    for foreign in schema.get("foreignKeys", []):
        assert refused(database, table, foreign["fields"][0], "no-such-row") == "FOREIGN KEY constraint failed"


@pytest.mark.parametrize("table", [table for table in PACKAGE.tables if "uniqueKeys" in PACKAGE.schema(table)])
def test_no_two_rows_agree_in_a_unique_key_even_with_empty_cells(table: str, database: sqlite3.Connection) -> None:
    schema = PACKAGE.schema(table)
    (key,) = schema["uniqueKeys"]
    empty = [one["name"] for one in schema["fields"] if not one.get("constraints", {}).get("required")]
    names = [one["name"] for one in schema["fields"]]
    cells = {name: f'"{name}"' for name in names} | {schema["primaryKey"][0]: "?"}
    insert = f'INSERT INTO "{table}" SELECT {", ".join(cells.values())} FROM "{table}" WHERE rowid = 1'
    (last,) = database.execute(f'SELECT max("{schema["primaryKey"][0]}") FROM "{table}"').fetchone()
    for emptied in (None, *(name for name in key if name in empty)):
        if emptied:
            assert refused(database, table, emptied, None) == ""
        with pytest.raises(sqlite3.IntegrityError, match=f"UNIQUE.*{key[0]}"):
            database.execute(insert, [f"{last}1"])


def test_a_row_that_others_lead_to_cannot_go(database: sqlite3.Connection) -> None:
    for table in ("actors", "events", "places", "sources", "substances", "legal_cases"):
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), database:
            database.execute(f'DELETE FROM "{table}"')


def test_a_child_may_come_before_its_parent_within_one_transaction(database: sqlite3.Connection) -> None:
    cells = "?, name, kind, country, side, ?, note, seed_file, quote"
    insert = f"INSERT INTO actors SELECT {cells} FROM actors WHERE rowid = 1"
    with database:
        database.execute(insert, ["child-one", "parent-one"])
        database.execute(insert, ["parent-one", None])
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


ODD_LIMITS: list[tuple[str, dict[str, Any], list[Any], list[Any]]] = [
    ("boolean", {}, [True, False, None], [2, "true", 0.5]),
    ("string", {"minLength": 2}, ["éé", None], ["é"]),
    ("string", {"unique": True}, ["a", None], ["taken"]),
    ("string", {"enum": ["it's", 'a "b"']}, ["it's", 'a "b"', None], ["its"]),
    ("date", {"minimum": "2020-02-29"}, ["2020-02-29", "2024-02-29", None], ["2020-02-28", "2023-02-29", "now"]),
    ("integer", {"required": True, "maximum": 3}, [3, -1], [4, None, "x"]),
    ("number", {"minimum": -0.5}, [-0.5, 1e300, None], [-0.6, "x"]),
    ("string", {"pattern": "it's[0-9]{2}"}, ["it's07", None], ["it's7", "its07"]),
]


@pytest.mark.parametrize(("kind", "limits", "sound", "faulty"), ODD_LIMITS)
def test_constraints_that_the_tables_do_not_have_yet_bind_too(
    kind: str, limits: dict[str, Any], sound: list[Any], faulty: list[Any]
) -> None:
    field = {"name": 'odd "name"', "type": kind, "title": "Odd", "description": "Two\nlines.", "constraints": limits}
    key = {"name": "order", "type": "integer", "title": "Key", "description": "Key.", "constraints": {"required": True}}
    schema = {"name": "group", "description": "Odd.", "primaryKey": ["order"], "fields": [key, field]}
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(table_sql(schema))
        if limits.get("unique"):
            database.execute('INSERT INTO "group" VALUES (1, ?)', ["taken"])
        for number, value in enumerate(sound, start=2):
            database.execute('INSERT INTO "group" VALUES (?, ?)', [number, value])
        for value in faulty:
            with pytest.raises(sqlite3.Error, match=r"constraint failed|non-deterministic"):
                database.execute('INSERT INTO "group" VALUES (99, ?)', [value])


FAULTY: list[tuple[list[Any], dict[str, Any], str]] = [
    (["a", "a"], {}, "UNIQUE constraint failed: things.id"),
    (["a", ""], {}, "CHECK constraint failed: id type"),
    (
        ["a", "b"],
        {"foreignKeys": [{"fields": ["kind"], "reference": {"resource": "", "fields": ["id"]}}]},
        "things, row 1: a foreign key finds no row in things",
    ),
    (["a", "b"], {"uniqueKeys": [["kind"]]}, "UNIQUE constraint failed: things.kind|index 'things unique kind'"),
]


@pytest.mark.parametrize(("ids", "keys", "message"), FAULTY)
def test_tables_that_break_their_schema_are_not_handed_over(
    ids: list[Any], keys: dict[str, Any], message: str, tmp_path: Path
) -> None:
    package = small(tmp_path / "package", {"id": ("string", ids), "kind": ("string", ["x", "x"])}, **keys)
    with pytest.raises(UsageError, match=f"package: its tables break their schemas \\(.*({message})"):
        export(package, "sqlite", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_the_unique_keys_of_a_schema_are_named_and_quoted() -> None:
    fields = [{"name": "end", "constraints": {"required": True}}, {"name": "as of"}]
    assert list(unique_sql({"name": "t", "fields": fields, "uniqueKeys": [["end", "as of"]]})) == [
        """CREATE UNIQUE INDEX "t unique end as of" ON "t" ("end", coalesce("as of", ''))"""
    ]
