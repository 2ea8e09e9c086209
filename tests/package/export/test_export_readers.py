"""The SQLite database in the programs that people open it with: Datasette, DuckDB, and pandas."""

import asyncio
import platform
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from datasette.app import Datasette

from counternarcotics._export import export
from tests.package.export.test_export import PACKAGE

ARROW_TO_DUCKDB = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE", "bool": "BIGINT"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the exported database, in a folder whose name has a space and an accent."""
    return export(PACKAGE, "sqlite", tmp_path_factory.mktemp("à côté")) / "counternarcotics.sqlite"


def asked(file: Path, *paths: str) -> list[Any]:
    """Return what Datasette answers, without a network."""

    async def answers() -> list[Any]:
        datasette = Datasette([str(file)])
        await datasette.invoke_startup()
        return [(await datasette.client.get(f"/counternarcotics{path}")) for path in paths]

    return [one.json() if "json" in one.headers["content-type"] else one.text for one in asyncio.run(answers())]


def test_datasette_shows_every_row(file: Path) -> None:
    answers = asked(file, *(f"/{table}.json?_shape=array&_size=max" for table in PACKAGE.tables))
    for table, rows in zip(PACKAGE.tables, answers, strict=True):
        # It shows rows in the order of their ids.
        expected = sorted(PACKAGE.read(table).to_pylist(), key=lambda row: str(row[PACKAGE.key(table)]))
        expected = [{k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()} for row in expected]
        assert [{k: v for k, v in row.items() if k != "rowid"} for row in rows] == expected[:1000]


def test_datasette_labels_keys_and_counts_codes(file: Path) -> None:
    (seizures,) = asked(file, "/seizures.json?_labels=on&_facet=scope&_facet=seizing_actor_id&_shape=objects")
    rows = {row["seizure_id"]: row for row in seizures["rows"]}
    assert rows["port-draft-examplamine"]["substance_id"] == {"value": "examplamine", "label": "examplamine"}
    assert rows["port-draft-examplamine"]["seizing_actor_id"]["label"] == "Sample Agents"
    assert rows["port-draft-examplamine"]["quantity"] == 12.5
    facets = {name: one["results"] for name, one in seizures["facet_results"].items()}
    assert {(one["value"], one["count"]) for one in facets["scope"]} == {("incident", 4), ("aggregate", 2)}
    assert "Sample Agents" in {one["label"] for one in facets["seizing_actor_id"]}


def test_datasette_finds_the_days_the_keys_and_the_views(file: Path) -> None:
    days, tables = asked(file, "/events.json?date_start__gte=2025-11-01&_facet_date=date_start", ".json")
    rows = PACKAGE.read("events").to_pylist()
    assert days["filtered_table_rows_count"] == sum(str(row["date_start"] or "") >= "2025-11-01" for row in rows)
    assert days["facet_results"]["date_start"]["results"]
    described = {one["name"]: one for one in tables["tables"]}
    assert set(described) == {*PACKAGE.tables, "_about", "codebook", "support"}
    assert {one["other_table"] for one in described["seizures"]["foreign_keys"]["outgoing"]} == {
        "actors",
        "events",
        "places",
        "substances",
    }
    assert described["seizures"]["primary_keys"] == ["seizure_id"]
    assert "readable_seizures" in [view["name"] for view in tables["views"]]


@pytest.mark.skipif(platform.machine() == "aarch64", reason="no wheel has DuckDB's reader of SQLite for it")
def test_duckdb_reads_every_value_with_its_type(file: Path) -> None:
    shipped = resources.files("duckdb_extension_sqlite_scanner")
    (extension,) = shipped.joinpath("extensions", f"v{duckdb.__version__}").iterdir()
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension}'")
        connection.execute(f"ATTACH '{file}' AS exported (TYPE sqlite, READ_ONLY)")
        for table in PACKAGE.tables:
            expected = PACKAGE.read(table)
            found = connection.execute(f'SELECT * FROM exported."{table}"')
            assert [(one[0], str(one[1])) for one in found.description or ()] == [
                (field.name, ARROW_TO_DUCKDB[str(field.type)]) for field in expected.schema
            ]
            assert found.fetchall() == [tuple(row.values()) for row in expected.to_pylist()]


def test_pandas_reads_a_join(file: Path) -> None:
    query = "SELECT s.seizure_id, a.name FROM seizures s JOIN actors a ON a.actor_id = s.seizing_actor_id"
    with closing(sqlite3.connect(file)) as database:
        frame = pd.read_sql(query, database)
    assert dict(zip(frame["seizure_id"], frame["name"], strict=True))["port-draft-examplamine"] == "Sample Agents"
