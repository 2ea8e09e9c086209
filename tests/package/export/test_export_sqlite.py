"""The SQLite database: every value as it was, tables that name their keys, and views for reading."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counternarcotics._export import export
from counternarcotics._export.about import HOW_TO_READ, facts
from counternarcotics._export.tables import codebook
from counternarcotics._support import long_table
from tests.package.export.test_export import PACKAGE, small


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the exported database."""
    return export(PACKAGE, "sqlite", tmp_path_factory.mktemp("sqlite")) / "counternarcotics.sqlite"


@pytest.fixture
def database(file: Path) -> Iterator[sqlite3.Connection]:
    """Return a copy of the database in memory."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
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
    assert said.items() >= facts(PACKAGE).items()
    assert [said[f"how to read {term}"] for term in HOW_TO_READ] == list(HOW_TO_READ.values())
    for name, table in (("codebook", codebook(PACKAGE)), ("support", long_table(PACKAGE))):
        cursor = database.execute(f"SELECT * FROM {name}")
        assert [column[0] for column in cursor.description] == table.column_names
        assert cursor.fetchall() == [tuple(row.values()) for row in table.to_pylist()]


def test_views_show_the_tables_to_read_first_with_names_for_ids(database: sqlite3.Connection) -> None:
    views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY rowid")]
    tables = ["timeline", "seizures", "controlled_substances", "legal_cases"]
    assert views == [f"readable_{table}" for table in tables]
    for table in tables:
        columns = [column[0] for column in database.execute(f"SELECT * FROM readable_{table}").description]
        own, *others = columns
        assert own == PACKAGE.key(table)
        assert len(set(columns)) == len(columns) == len(PACKAGE.schema(table)["fields"])
        assert not [column for column in others if column.endswith("_id")]
        assert database.execute(f"SELECT {own} FROM readable_{table}").fetchall() == [
            (row_id,) for row_id in PACKAGE.read(table).column(own).to_pylist()
        ]
    seizures = database.execute(
        "SELECT date, event, substance, place, seizing_actor, quantity FROM readable_seizures"
        " WHERE seizure_id = 'port-draft-examplamine'"
    )
    row = PACKAGE.row("seizures", "port-draft-examplamine")
    names = [
        PACKAGE.row(parent, row[column])[label] if row[column] else None
        for column, parent, label in (
            ("event_id", "events", "title"),
            ("substance_id", "substances", "name"),
            ("place_id", "places", "name"),
            ("seizing_actor_id", "actors", "name"),
        )
    ]
    assert seizures.fetchall() == [(row["date"], *names, row["quantity"])]


@pytest.mark.parametrize("table", PACKAGE.tables)
def test_a_table_names_its_types_and_keys(table: str, database: sqlite3.Connection) -> None:
    schema = PACKAGE.schema(table)
    types = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}
    columns = database.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', [table]).fetchall()
    assert columns == [
        (
            field["name"],
            types[field["type"]],
            int(field.get("constraints", {}).get("required", False)),
            int(field["name"] in schema["primaryKey"]),
        )
        for field in schema["fields"]
    ]
    query = 'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)'
    assert sorted(database.execute(query, [table])) == sorted(
        (key["fields"][0], key["reference"]["resource"] or table, key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
    )


def test_every_key_leads_to_a_row(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.execute("DELETE FROM places WHERE place_id = (SELECT place_id FROM seizures WHERE place_id NOT NULL)")
    assert database.execute("PRAGMA foreign_key_check").fetchall() != []


def test_a_table_in_which_an_id_stands_twice_is_not_handed_over(tmp_path: Path) -> None:
    package = small(tmp_path / "package", {"id": ("string", ["a", "a"])})
    with pytest.raises(OSError, match=r"wrote nothing \(UNIQUE constraint failed: things.id\)"):
        export(package, "sqlite", tmp_path / "x")
    assert list((tmp_path / "x").iterdir()) == []
