"""A planted fault for each rule, and the same verdict of both validators on what both can express."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandera.pandas as pandera
import pyarrow as pa
import pytest

from counternarcotics._shared.arrow import read_csv
from pipeline.check import tables as checks
from pipeline.check.frictionless_gate import frictionless_faults
from pipeline.read.values import parse
from pipeline.write.descriptor import described, digest, read_project
from pipeline.write.files import companions, package_files, write
from tests.support.example import Made, added, changed, found, make, write_example

Case = tuple[str, str, str, Mapping[str, Any], str]
Cell = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    sound = make(write_example(tmp_path_factory.mktemp("example")))
    assert not sound.faults
    return sound


def test_the_example_is_sound(made: Made) -> None:
    assert found(made, made.tables) == {}


# What is planted, table, row, changed cells, and the record and field that the message names.
PLANTED: list[Case] = [
    ("required", "events", "talks", {"title": None}, "talks.title"),
    ("pattern", "actors", "china", {"actor_id": "China!"}, "China!.actor_id"),
    ("minimum", "seizures", "yantian-cocaine", {"quantity": -1.0}, "yantian-cocaine.quantity"),
    (
        "minimum of 1",
        "controlled_substances",
        "list-of-july",
        {"number_of_substances": 0},
        "list-of-july.number_of_substances",
    ),
    ("maximum", "places", "yantian", {"latitude": 91.0}, "yantian.latitude"),
    ("maxLength", "events", "talks", {"title": "x" * 121}, "talks.title"),
    ("codes", "events", "talks", {"modality": "dreamt"}, "talks.modality"),
    ("lexical: formula", "events", "talks", {"title": "=1+1"}, "talks.title"),
    ("lexical: tab", "events", "talks", {"note": "a\tb"}, "talks.note"),
    ("lexical: empty", "events", "talks", {"note": ""}, "talks.note"),
    ("lexical: NaN", "seizures", "yantian-cocaine", {"quantity": float("nan")}, "yantian-cocaine.quantity"),
    ("lexical: EDTF", "events", "talks", {"date": "2023-02-29"}, "talks.date"),
]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case[0]} {case[4]}")
def test_a_planted_fault_is_found(made: Made, case: Case) -> None:
    _, table, row_id, cells, subject = case
    messages = found(made, changed(made, table, row_id, **cells))
    assert subject in messages
    assert all("; expected " in text and "; fix: " in text for text in messages[subject])


def test_unique_key(made: Made) -> None:
    tables = added(made, made.tables, "case_outcomes", "smugglers--life", case_outcome_id="smugglers--other")
    assert "smugglers--life.case_outcome_id" in found(made, tables)


def test_unique_id(made: Made) -> None:
    tables = added(made, made.tables, "places", "yantian", name="Yantian again")
    assert "yantian.place_id" in found(made, tables)


def test_unique_key_with_an_empty_cell(made: Made) -> None:
    tables = added(made, made.tables, "positions", "wang-hong--minister", position_id="wang-hong--minister-again")
    assert "wang-hong--minister.position_id" in found(made, tables)


def test_wrong_columns_are_told(made: Made) -> None:
    for table in (
        made.tables["places"].drop_columns(["note"]),
        made.tables["places"].cast(
            pa.schema(
                [
                    field.with_type(pa.large_string()) if field.name == "note" else field
                    for field in made.tables["places"].schema
                ]
            )
        ),
    ):
        faults = checks.check_table(table, made.schemas.table("places"), made.schemas)
        assert [fault.subject for fault in faults] == ["places"]


@pytest.mark.parametrize("codes", [lambda codes: codes[::-1], lambda codes: codes[:-1]])
def test_order_and_number_of_codes_are_asserted(
    made: Made, monkeypatch: pytest.MonkeyPatch, codes: Callable[[list[Any]], list[Any]]
) -> None:
    def other(schema: Any, schemas: Any) -> dict[str, Any]:
        content = described(schema, schemas)
        for field in content["fields"]:
            if field["name"] == "scope":
                field["categories"] = codes(field["categories"])
        return content

    monkeypatch.setattr(checks, "described", other)
    faults = checks.check_table(made.tables["seizures"], made.schemas.table("seizures"), made.schemas)
    assert [fault.subject for fault in faults] == ["seizures.scope"]


def test_pandera_has_every_column_of_every_schema(made: Made) -> None:
    for schema in made.schemas.tables:
        built = checks.pandera_schema(schema, made.schemas)
        assert isinstance(built, pandera.DataFrameSchema)
        assert list(built.columns) == [column.name for column in schema.columns]
        assert [built.columns[column.name].nullable for column in schema.columns] == [
            not column.required for column in schema.columns
        ]


# What both validators can express: table, row, column, the text written into the CSV file.
BOTH = [
    ("events", "talks", "title", "", "required"),
    ("events", "talks", "modality", "dreamt", "enum"),
    ("places", "yantian", "latitude", "91", "maximum"),
    ("places", "yantian", "geonames_id", "0", "minimum"),
    ("places", "yantian", "country_code", "cn", "pattern"),
    ("places", "yantian", "country_code", "CNX", "pattern matches the whole"),
    ("events", "talks", "title", "x" * 121, "maxLength"),
    ("places", "yantian", "place_id", "china-country", "unique"),
    ("events", "talks", "date_start", "2025-13-01", "date"),
    ("seizures", "yantian-cocaine", "quantity", "43O", "number"),
    ("legal_cases", "smugglers", "defendants", "three", "integer"),
    ("events", "yantian-seizure", "place_id", "atlantis", "foreign key"),
    ("events", "talks", "note", "NA", "sound: NA"),
    ("places", "yantian", "latitude", "-22.5", "sound: minus"),
]


@pytest.mark.parametrize("case", BOTH, ids=lambda case: case[4])
def test_both_validators_agree(made: Made, tmp_path: Path, case: tuple[str, str, str, str, str]) -> None:
    *cell, what = case
    by_frictionless, by_us = verdicts(made, tmp_path, (cell[0], cell[1], cell[2], cell[3]))
    assert by_frictionless == by_us == (not what.startswith("sound"))


# What frictionless lets pass and our own checks must catch.
ONLY_OURS = [
    ("events", "talks", "date_start", "2025-11-1"),
    ("places", "yantian", "geonames_id", " 3"),
    ("places", "yantian", "geonames_id", "03"),
    ("places", "yantian", "geonames_id", "1_0"),
    ("seizures", "yantian-cocaine", "quantity", "NaN"),
    ("seizures", "yantian-cocaine", "quantity", "4.3e2"),
    ("events", "talks", "note", "@x"),
]


@pytest.mark.parametrize("cell", ONLY_OURS, ids=lambda cell: cell[3])
def test_lexical_forms_are_caught_by_ours(made: Made, tmp_path: Path, cell: Cell) -> None:
    assert verdicts(made, tmp_path, cell)[1]


def verdicts(made: Made, folder: Path, cell: Cell) -> tuple[bool, bool]:
    """Write one text into a cell of the packaged CSV; return whether frictionless and whether ours refuse it."""
    table, row_id, column, text = cell
    files = package_files(made.tables, made.schemas, read_project(made.root), companions(made.root))
    path, schema = f"data/{table}.csv", made.schemas.table(table)
    rows = list(csv.DictReader(io.StringIO(files[path].decode())))
    next(row for row in rows if row[schema.id_name] == row_id)[column] = text
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files[path] = out.getvalue().encode()
    content = json.loads(files["datapackage.json"])
    resource = next(part for part in content["resources"] if part["name"] == table)
    resource |= {"bytes": len(files[path]), "hash": digest(files[path])}
    write(folder, files)
    by_table, others = frictionless_faults(folder, content)
    return bool(others or any(by_table.values())), bool(our_verdict(made, folder / path, table, rows))


def our_verdict(made: Made, path: Path, table: str, rows: list[dict[str, str]]) -> list[str]:
    """Return what our checks say of a CSV file: first of its texts, then of the tables with it in place."""
    schema = made.schemas.table(table)
    lexical = []
    for row in rows:
        for column in schema.columns:
            try:
                parse(column, row[column.name]) if row[column.name] else None
            except ValueError as error:
                lexical.append(str(error))
    if lexical:
        return lexical
    try:
        read = read_csv(path, described(schema, made.schemas))
    except ValueError as error:
        return [str(error)]
    return [str(fault) for fault in checks.check_tables({**made.tables, table: read}, made.schemas)]
