"""Export as one SQLite database whose constraints are those of the Table Schemas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import UsageError
from counternarcotics._export.about import about
from counternarcotics._export.glob import condition

if TYPE_CHECKING:
    from counternarcotics._package import DataPackage

_NAME = "counternarcotics.sqlite"
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}
_FOREIGN_KEYS = (
    "SQLite checks foreign keys only on connections that ask for it: run PRAGMA foreign_keys = ON before writing. "
    "Keys are checked at the end of a transaction, so the order of the rows is free."
)


def write(package: DataPackage, folder: Path) -> str:
    """Write ``counternarcotics.sqlite`` and return its name.

    Every constraint of the schemas is enforced, except the patterns that `unsaid` lists.

    Raises:
        UsageError: The package lacks a file, or its tables break their schemas.
        ValueError: A table is not as its schema says.
        OSError: A file cannot be read or written.
    """
    try:
        with closing(sqlite3.connect(folder / _NAME)) as database, database:
            _fill(database, package)
    except sqlite3.IntegrityError as error:
        raise UsageError(
            f"{package.root}: its tables break their schemas ({error}); fetch the version again"
        ) from error
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    return _NAME


def unsaid(schema: Mapping[str, Any]) -> list[str]:
    """Return the columns of a table whose pattern SQLite cannot check, as ``table.column``."""
    return [
        f"{schema['name']}.{field['name']}"
        for field in schema["fields"]
        if (pattern := field.get("constraints", {}).get("pattern")) and condition("", pattern) is None
    ]


def table_sql(schema: Mapping[str, Any]) -> str:
    """Return the statement that creates a table, with what its columns mean as comments."""
    keys = [f"PRIMARY KEY ({_names(schema['primaryKey'])})"]
    for key in schema.get("foreignKeys", []):
        target = key["reference"]
        parent = _quoted(target["resource"] or schema["name"])
        keys.append(
            f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {parent} ({_names(target['fields'])})"
            " DEFERRABLE INITIALLY DEFERRED"
        )
    parts = [*(_column_sql(field) for field in schema["fields"]), *keys]
    body = ",\n\n".join("  " + part.replace("\n", "\n  ") for part in parts)
    return f"CREATE TABLE {_quoted(schema['name'])} (\n  {_comment(schema['description'])}\n\n{body}\n)"


def unique_sql(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the statements for the unique keys of a table, for which two empty cells are the same."""
    required = {field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")}
    for key in schema.get("uniqueKeys", []):
        # No cell holds an empty text, so that it can stand for the missing ones, which SQLite takes for different.
        cells = [_quoted(name) if name in required else f"coalesce({_quoted(name)}, '')" for name in key]
        name = _quoted(f"{schema['name']} unique {' '.join(key)}")
        yield f"CREATE UNIQUE INDEX {name} ON {_quoted(schema['name'])} ({', '.join(cells)})"


def _fill(database: sqlite3.Connection, package: DataPackage) -> None:
    """Create and fill every table, and check the whole."""
    facts = about(package)
    patterns = [name for table in package.tables for name in unsaid(package.schema(table))]
    facts |= {"foreign_keys": _FOREIGN_KEYS, "patterns_not_checked": ", ".join(patterns) or "none"}
    database.execute('CREATE TABLE "_about" ("name" TEXT NOT NULL PRIMARY KEY, "value" TEXT NOT NULL)')
    database.executemany('INSERT INTO "_about" VALUES (?, ?)', facts.items())
    for table in package.tables:
        schema = package.schema(table)
        database.execute(table_sql(schema))
        places = ", ".join("?" * len(schema["fields"]))
        rows = [tuple(map(_stored, row.values())) for row in package.read(table).to_pylist()]
        database.executemany(f"INSERT INTO {_quoted(table)} VALUES ({places})", rows)
        for statement in unique_sql(schema):
            database.execute(statement)
    _check(database)


def _check(database: sqlite3.Connection) -> None:
    """Refuse a database whose foreign keys lead nowhere or that is damaged."""
    for table, row, parent, _ in database.execute("PRAGMA foreign_key_check"):
        raise sqlite3.IntegrityError(f"{table}, row {row}: a foreign key finds no row in {parent}")
    for (verdict,) in database.execute("PRAGMA integrity_check"):
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)


def _stored(value: Any) -> Any:
    """Return a value as SQLite holds it: a day as its text."""
    return value.isoformat() if isinstance(value, date) else value


def _column_sql(field: Mapping[str, Any]) -> str:
    """Return the definition of a column, with a name for each of its constraints."""
    limits = field.get("constraints", {})
    words = [_quoted(field["name"]), _TYPES[field["type"]]]
    words += ["NOT NULL"] * bool(limits.get("required")) + ["UNIQUE"] * bool(limits.get("unique"))
    checks = [
        f"  CONSTRAINT {_quoted(field['name'] + ' ' + name)} CHECK ({check})" for name, check in _checks(field).items()
    ]
    return "\n".join([_comment(f"{field['title']}: {field['description']}"), " ".join(words), *checks])


def _checks(field: Mapping[str, Any]) -> dict[str, str]:
    """Return the conditions on one column by name; each is true or null of an empty cell."""
    name, limits = _quoted(field["name"]), field.get("constraints", {})
    checks = {"type": _type_check(name, field["type"])}
    if "enum" in limits:
        checks["enum"] = f"{name} IN ({', '.join(map(_literal, limits['enum']))})"
    for limit, form in (
        ("minimum", "{} >= {}"),
        ("maximum", "{} <= {}"),
        ("minLength", "length({}) >= {}"),
        ("maxLength", "length({}) <= {}"),
    ):
        if limit in limits:
            checks[limit] = form.format(name, _literal(limits[limit]))
    if "pattern" in limits and (said := condition(name, limits["pattern"])):
        checks["pattern"] = said
    return checks


def _type_check(name: str, kind: str) -> str:
    """Return the condition that a cell is of the column's type; by itself SQLite would store any value."""
    if kind == "date":
        # Asked for the day alone, SQLite gives 2025-02-30 back as it is; counting from it makes a real day of it.
        return f"date({name}, '+0 days') IS {name}"
    if kind == "boolean":
        return f"{name} IN (0, 1)"
    if kind == "string":
        return f"typeof({name}) IN ('text', 'null') AND {name} <> ''"
    return f"typeof({name}) IN ('{_TYPES[kind].lower()}', 'null')"


def _names(columns: list[str]) -> str:
    """Return names of columns as SQL."""
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    """Return a name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def _literal(value: Any) -> str:
    """Return a limit or a code as SQL."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _comment(text: str) -> str:
    """Return a text as one line of comment."""
    return "-- " + " ".join(text.split())
