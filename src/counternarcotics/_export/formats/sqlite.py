"""Export as one SQLite database, a copy for reading: tables that name their keys, and views with names for ids."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow as pa

from counternarcotics._export.about import HOW_TO_READ, facts
from counternarcotics._export.format import Format
from counternarcotics._export.tables import all_tables
from counternarcotics._package import DataPackage

_NAME = "counternarcotics.sqlite"
_TYPES = {pa.string(): "TEXT", pa.int64(): "INTEGER", pa.float64(): "REAL", pa.bool_(): "BOOLEAN", pa.date32(): "DATE"}
"""SQLite keeps days as text and truth as 0 and 1; programs learn from these names what they are."""
_LABELS = ("title", "name")
"""The columns that say to a reader what a row is."""


sqlite3.register_adapter(date, date.isoformat)  # as Python itself does, which warns that it will not for ever


def write(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write ``counternarcotics.sqlite``; raises as `about.write` does."""
    about = facts(package) | {f"how to read {term}": text for term, text in HOW_TO_READ.items()}
    tables = {"_about": pa.table({"name": [*about], "value": [*about.values()]}), **all_tables(package, support)}
    try:
        with closing(sqlite3.connect(folder / _NAME)) as database, database:
            for name, table in tables.items():
                database.execute(_table_sql(package, name, table.schema))
                cells = ", ".join("?" * table.num_columns)
                rows = [tuple(row.values()) for row in table.to_pylist()]
                database.executemany(f'INSERT INTO "{name}" VALUES ({cells})', rows)
            for name in package.tables:
                if "leads" in package.schema(name):
                    database.execute(_view_sql(package, name))
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _table_sql(package: DataPackage, name: str, columns: pa.Schema) -> str:
    """Return the statement that creates a table, with its keys if it is one of the dataset."""
    parts = [f'"{field.name}" {_TYPES[field.type]}{"" if field.nullable else " NOT NULL"}' for field in columns]
    if name in package.tables:
        parts.append(f'PRIMARY KEY ("{package.key(name)}")')
        for column, parent in _parents(package, name).items():
            parts.append(f'FOREIGN KEY ("{column}") REFERENCES "{parent}" ("{package.key(parent)}")')
    body = ",\n  ".join(parts)
    return f'CREATE TABLE "{name}" (\n  {body}\n)'


def _view_sql(package: DataPackage, table: str) -> str:
    """Return the statement for the view ``readable_<table>``: names in place of ids, and first what is read first."""
    own, parents, cells = package.key(table), _parents(package, table), list[str]()
    for name in sorted(package.columns(table), key=lambda name: name not in (own, "date", "title")):
        parent = parents.get(name, table)
        label = next((column for column in package.columns(parent) if column in _LABELS), None)
        if name in parents and name != own and label:
            names = f'SELECT p."{label}" FROM "{parent}" AS p WHERE p."{package.key(parent)}" = t."{name}"'
            cells.append(f'({names}) AS "{name.removesuffix("_id")}"')
        else:
            cells.append(f't."{name}" AS "{name}"')
    columns = ",\n  ".join(cells)
    return f'CREATE VIEW "readable_{table}" AS SELECT\n  {columns}\nFROM "{table}" AS t ORDER BY t.rowid'


def _parents(package: DataPackage, table: str) -> dict[str, str]:
    """Return the columns of a table that hold ids of a table, each with that table."""
    keys = package.schema(table).get("foreignKeys", [])
    return {key["fields"][0]: key["reference"]["resource"] or table for key in keys}


FORMAT = Format(
    contents=(
        f"`{_NAME}` holds every table, for reading. The views `readable_…` show the main tables with names in place of "
        "ids."
    ),
    write=write,
    loading={
        "pandas": (
            f'import sqlite3\n\nimport pandas as pd\n\ndatabase = sqlite3.connect("{_NAME}")\n'
            'seizures = pd.read_sql("SELECT * FROM seizures", database)'
        ),
        "R": (
            f'database <- DBI::dbConnect(RSQLite::SQLite(), "{_NAME}")\n'
            'seizures <- DBI::dbReadTable(database, "seizures")'
        ),
    },
)
