"""A planted fault for each check of one table, and the same verdict of both validators on what both can express."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from counternarcotics._shared.arrow import read_csv
from pipeline.check import tables as checks
from pipeline.check.frictionless_gate import frictionless_faults
from pipeline.read.values import parse
from pipeline.write.descriptor import described
from pipeline.write.staged import write
from tests.support.example import HARBOUR, Made, added, changed, found, make, write_example
from tests.support.packaged import digests, packaged_files

Case = tuple[str, str, str, Mapping[str, Any], str]
Cell = tuple[str, str, str, str]
DATE = "events--talks--date--1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    sound = make(write_example(tmp_path_factory.mktemp("example")))
    assert not sound.faults
    return sound


@pytest.fixture(scope="module")
def packaged(made: Made) -> Mapping[str, bytes]:
    return packaged_files(made.root, made.tables, made.schemas)


def test_the_example_is_sound(made: Made) -> None:
    assert found(made, made.tables) == {}


# The kind of fault, table, row, changed cells, and the record and field that the message names.
PLANTED: list[Case] = [
    ("value-missing", "events", "talks", {"title": None}, "talks.title"),
    ("value-malformed", "actors", "china", {"actor_id": "China!"}, "China!.actor_id"),
    ("value-too-small", "seizures", "yantian-cocaine", {"quantity": -1.0}, "yantian-cocaine.quantity"),
    (
        "value-too-small",
        "controlled_substances",
        "list-of-july",
        {"number_of_substances": 0},
        "list-of-july.number_of_substances",
    ),
    ("value-too-large", "places", "yantian", {"latitude": 91.0}, "yantian.latitude"),
    ("length-wrong", "events", "talks", {"title": "x" * 121}, "talks.title"),
    ("code-unknown", "events", "talks", {"modality": "dreamt"}, "talks.modality"),
    ("text-not-plain", "events", "talks", {"title": "=1+1"}, "talks.title"),
    ("text-not-plain", "events", "talks", {"note": "a\tb"}, "talks.note"),
    ("text-not-plain", "events", "talks", {"note": "a\u202eb"}, "talks.note"),
    ("text-not-plain", "events", "talks", {"note": ""}, "talks.note"),
    ("number-not-finite", "figures", "deaths", {"value": float("inf"), "value_high": None}, "deaths.value"),
    ("value-missing", "seizures", "yantian-cocaine", {"quantity": float("nan")}, "yantian-cocaine.quantity"),
    ("value-missing", "seizures", "yantian-cocaine", {"unit": None, "quantity_kg": None}, "yantian-cocaine.unit"),
    (
        "value-missing",
        "seizures",
        "yantian-cocaine",
        {"quantity_qualifier": None},
        "yantian-cocaine.quantity_qualifier",
    ),
    ("value-missing", "legal_cases", "smugglers", {"money_amount": None}, "smugglers.money_amount"),
    ("value-missing", "legal_cases", "smugglers", {"money_currency": None}, "smugglers.money_currency"),
    ("value-missing", "legal_cases", "smugglers", {"defendants_qualifier": None}, "smugglers.defendants_qualifier"),
    (
        "value-missing",
        "controlled_substances",
        "list-of-july",
        {"number_qualifier": None},
        "list-of-july.number_qualifier",
    ),
    ("value-missing", "places", "yantian", {"longitude": None}, "yantian.longitude"),
    ("value-missing", "events", "talks", {"date_basis": None}, "talks.date_basis"),
    (
        "value-missing",
        "controlled_substances",
        "list-of-july",
        {"date_effective_basis": None},
        "list-of-july.date_effective_basis",
    ),
    (
        "values-out-of-order",
        "controlled_substances",
        "list-of-july",
        {"date_announced_start": date(2025, 7, 21)},
        "list-of-july.date_announced_start",
    ),
    ("values-out-of-order", "figures", "deaths", {"value_low": 1301.0}, "deaths.value_low"),
    ("values-out-of-order", "sources", HARBOUR, {"body_start": 700}, f"{HARBOUR}.body_start"),
    ("values-out-of-order", "events", "talks", {"date_start": date(2026, 1, 1)}, "talks.date_start"),
    (
        "values-out-of-order",
        "legal_cases",
        "smugglers",
        {"conduct_period": "2026", "conduct_start": date(2026, 1, 1), "conduct_end": date(2026, 12, 31)},
        "smugglers.conduct_start",
    ),
    ("values-out-of-order", "evidence", DATE, {"words_end": 9999}, "talks.date"),
    ("row-out-of-order", "timeline", "talks", {"sort_date": date(2025, 1, 1)}, "talks.sort_date"),
    ("value-missing", "timeline", "talks", {"sort_basis": None}, "talks.sort_basis"),
    ("value-not-allowed", "substances", "drugs", {"cas_rn": "50-36-2"}, "drugs.cas_rn"),
    ("value-not-allowed", "substances", "drugs", {"formula": "C2H6"}, "drugs.formula"),
    ("check-digit-wrong", "substances", "cocaine", {"cas_rn": "50-63-2"}, "cocaine.cas_rn"),
    (
        "values-equal",
        "events",
        "seizures-of-the-year",
        {"date": "2025-05-01", "date_precision": "day", "date_start": date(2025, 5, 1), "date_end": date(2025, 5, 1)},
        "seizures-of-the-year.date",
    ),
    ("code-of-another-country", "places", "yantian", {"subdivision_code": "US-CA"}, "yantian.subdivision_code"),
    ("code-of-another-country", "places", "yantian", {"un_locode": "USLAX"}, "yantian.un_locode"),
    ("space-at-end", "evidence", DATE, {"quote": " talks"}, "talks.date"),
    ("codes-not-together", "passages", f"{HARBOUR}--001", {"reason": "caption"}, f"{HARBOUR}--001.reason"),
]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: f"{case[0]} {case[4]}")
def test_a_planted_fault_is_found(made: Made, case: Case) -> None:
    kind, table, row_id, cells, subject = case
    faults = checks.check_table(changed(made, table, row_id, **cells)[table], made.schemas.table(table), made.schemas)
    assert (kind, subject) in {(fault.kind, fault.subject) for fault in faults}
    assert all(fault.seen and fault.expected and fault.fix for fault in faults)


def test_a_message_shows_what_was_compared(made: Made) -> None:
    table = changed(made, "seizures", "yantian-cocaine", unit=None)["seizures"]
    assert [str(fault) for fault in checks.check_table(table, made.schemas.table("seizures"), made.schemas)] == [
        'seizures/yantian-cocaine yantian-cocaine.unit: unit empty, quantity 430.0, quantity_qualifier "exact"; '
        "expected a value, as quantity or quantity_qualifier has one; fix: correct the value or, if it is right, "
        "the schema [value-missing]"
    ]


def test_unique_key(made: Made) -> None:
    tables = added(made, made.tables, "case_outcomes", "smugglers--life", case_outcome_id="smugglers--other")
    assert "smugglers--life.case_outcome_id" in found(made, tables)


def test_unique_id(made: Made) -> None:
    tables = added(made, made.tables, "places", "yantian", name="Yantian again")
    faults = checks.check_tables(tables, made.schemas)
    assert ("value-repeated", "yantian.place_id") in {(fault.kind, fault.subject) for fault in faults}


def test_unique_key_with_an_empty_cell(made: Made) -> None:
    tables = added(made, made.tables, "positions", "wang-hong--minister", position_id="wang-hong--minister-again")
    assert "wang-hong--minister.position_id" in found(made, tables)


def test_wrong_columns_are_reported(made: Made) -> None:
    table, schema = made.tables["places"], made.schemas.table("places")
    note = table.column_names.index("note")
    wrong = {
        "column-missing": table.drop_columns(["note"]),
        "column-unknown": table.append_column("remark", table["note"]),
        "column-out-of-order": table.select(table.column_names[::-1]),
        "type-wrong": table.set_column(note, "note", pa.array(range(table.num_rows))),
    }
    for kind, other in wrong.items():
        faults = checks.check_table(other, schema, made.schemas)
        assert {fault.kind for fault in faults} == {kind}
        column = {"column-unknown": "remark", "column-out-of-order": faults[0].subject[7:]}.get(kind, "note")
        assert faults[0].subject == f"places.{column}"


# What both validators can express: table, row, column, the text written into the CSV file.
BOTH = [
    ("events", "talks", "title", "", "required"),
    ("events", "talks", "modality", "dreamt", "enum"),
    ("places", "yantian", "latitude", "91", "maximum"),
    ("places", "yantian", "geonames_id", "0", "minimum"),
    ("places", "yantian", "country_code", "cn", "pattern"),
    ("places", "yantian", "country_code", "CNX", "pattern matches the whole"),
    ("actors", "china", "country", "cn", "pattern of a register"),
    ("events", "talks", "title", "x" * 121, "maxLength"),
    ("places", "yantian", "place_id", "china-country", "unique"),
    ("events", "talks", "date_start", "2025-13-01", "date"),
    ("seizures", "yantian-cocaine", "quantity", "43O", "number"),
    ("legal_cases", "smugglers", "defendants", "three", "integer"),
    ("events", "talks", "note", "NA", "sound: NA"),
    ("places", "yantian", "latitude", "-22.5", "sound: minus"),
]


@pytest.mark.parametrize("case", BOTH, ids=lambda case: case[4])
def test_both_validators_agree(
    made: Made, packaged: Mapping[str, bytes], tmp_path: Path, case: tuple[str, str, str, str, str]
) -> None:
    *cell, what = case
    by_frictionless, by_us = verdicts(made, packaged, tmp_path, (cell[0], cell[1], cell[2], cell[3]))
    assert by_frictionless == by_us == (not what.startswith("sound"))


def test_foreign_keys_are_left_to_frictionless_and_to_the_reading_of_records(
    made: Made, packaged: Mapping[str, bytes], tmp_path: Path
) -> None:
    assert verdicts(made, packaged, tmp_path, ("events", "yantian-seizure", "place_id", "atlantis")) == (True, False)


# What frictionless lets pass and our own checks must catch.
ONLY_OURS = [
    ("events", "talks", "date_start", "2025-11-1"),
    ("places", "yantian", "geonames_id", " 3"),
    ("places", "yantian", "geonames_id", "03"),
    ("places", "yantian", "geonames_id", "1_0"),
    ("seizures", "yantian-cocaine", "quantity", "NaN"),
    ("seizures", "yantian-cocaine", "quantity", "4.3e2"),
    ("events", "talks", "note", "@x"),
    # A register is published as a pattern.
    ("actors", "china", "country", "XQ"),
]


@pytest.mark.parametrize("cell", ONLY_OURS, ids=lambda cell: cell[3])
def test_lexical_forms_are_caught_by_ours(
    made: Made, packaged: Mapping[str, bytes], tmp_path: Path, cell: Cell
) -> None:
    assert verdicts(made, packaged, tmp_path, cell)[1]


def verdicts(made: Made, packaged: Mapping[str, bytes], folder: Path, cell: Cell) -> tuple[bool, bool]:
    """Write one text into a cell of the packaged CSV; return whether frictionless and whether ours refuse it.

    Frictionless is given the table and those that its keys lead to: it takes long over each.
    """
    table, row_id, column, text = cell
    files = dict(packaged)
    path, schema = f"data/{table}.csv", made.schemas.table(table)
    rows = list(csv.DictReader(io.StringIO(files[path].decode())))
    next(row for row in rows if row[schema.id_name] == row_id)[column] = text
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files[path] = out.getvalue().encode()
    content = json.loads(files["datapackage.json"])
    needed = {table, *(key.table for key in schema.foreign_keys)}
    content["resources"] = [resource for resource in content["resources"] if resource["name"] in needed]
    resource = next(resource for resource in content["resources"] if resource["name"] == table)
    resource |= {"bytes": len(files[path]), "hash": f"sha256:{digests(files)[path]}"}
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
    return [message for messages in found(made, {**made.tables, table: read}).values() for message in messages]
