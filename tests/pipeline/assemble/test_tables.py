"""Arrow tables from records and evidence: types, order, context of quotes, and what cannot be made."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.assemble.tables import build_tables, cell_texts
from pipeline.locate.ledger import keep_ledger
from tests.support.example import HARBOUR, Made, make, write_example


@pytest.fixture
def made(tmp_path: Path) -> Made:
    sound = make(write_example(tmp_path))
    assert not sound.faults
    return sound


def rows(made: Made, table: str) -> dict[str, dict[str, Any]]:
    name = made.schemas.table(table).id_name
    return {row[name]: row for row in made.tables[table].to_pylist()}


def test_every_table_is_built_in_schema_order_and_sorted(made: Made) -> None:
    assert list(made.tables) == [schema.name for schema in made.schemas.tables]
    for schema in made.schemas.tables:
        table = made.tables[schema.name]
        assert table.column_names == [column.name for column in schema.columns]
        cells = table.column(schema.sorted_by or schema.id_name).to_pylist()
        assert cells
        assert cells == sorted(cells)
        assert len(set(table.column(schema.id_name).to_pylist())) == len(cells)


def test_types_and_nullability(made: Made) -> None:
    schema = made.tables["seizures"].schema
    types = {"seizure_id": pa.string(), "quantity": pa.float64(), "arrests": pa.int64(), "date_start": pa.date32()}
    assert {name: schema.field(name).type for name in types} == types
    assert not schema.field("seizure_id").nullable
    assert schema.field("quantity").nullable


def test_values(made: Made) -> None:
    seizure = rows(made, "seizures")["drugs-of-the-year"]
    assert (seizure["quantity"], seizure["quantity_kg"], seizure["arrests"]) == (2.42, 2420.0, None)
    assert (seizure["date_start"], seizure["date_end"]) == (date(2025, 1, 1), date(2025, 5, 31))
    assert rows(made, "controlled_substances")["list-of-july"]["instrument"] == "NA"


def test_children_hold_their_parents_id(made: Made) -> None:
    outcome = rows(made, "case_outcomes")["smugglers--life"]
    assert (outcome["case_id"], outcome["persons"]) == ("smugglers", 1)


def test_evidence_row(made: Made) -> None:
    row = rows(made, "evidence")["seizures--yantian-cocaine--date--1"]
    text = made.articles[HARBOUR].text
    assert row["value"] == "2025-11-26"
    assert text[row["words_start"] : row["words_end"]] == row["words"] == "November 26"
    assert text[row["quote_start"] : row["quote_end"]] == row["quote"]
    assert (row["reading"], row["anchor"]) == ("resolved", "published")


def test_readings(made: Made) -> None:
    found = {row["field"]: row["reading"] for row in rows(made, "evidence").values() if row["table_name"] == "events"}
    assert (found["place_id"], found["event_type"]) == ("read", "cue")
    roles = {row["reading"] for row in rows(made, "evidence").values() if row["field"] == "role"}
    assert roles == {"judged"}


def test_inferred_words_are_read_so(made: Made) -> None:
    first = replace(made.located[0], words=replace(made.located[0].words, inferred="not_after"))
    tables, _ = build_tables(made.records.all, [first, *made.located[1:]], made.articles, made.schemas)
    inferred = [row for row in tables["evidence"].to_pylist() if row["reading"] == "inferred"]
    assert [(row["words"], row["inference"]) for row in inferred] == [(first.words.text, "not_after")]


def test_several_quotes_of_a_value_are_numbered_as_written(made: Made) -> None:
    record = made.records.by_id["seizures", "yantian-cocaine"]
    again = replace(
        record.evidence[0], quote="430kg of cocaine", supports={"quantity": record.evidence[0].supports["quantity"]}
    )
    longer = replace(record, evidence=(*record.evidence, again))
    located = [replace(one, record=longer) if one.record == record else one for one in made.located]
    start = made.articles[HARBOUR].text.index("430kg")
    located.append(replace(located[-1], record=longer, evidence=again, field="quantity", quote_start=start))
    records = [longer if one == record else one for one in made.records.all]
    for order in (located, located[::-1]):
        tables, _ = build_tables(records, order, made.articles, made.schemas)
        quotes = {row["evidence_id"]: row["quote"] for row in tables["evidence"].to_pylist()}
        assert quotes["seizures--yantian-cocaine--quantity--1"] == record.evidence[0].quote
        assert quotes["seizures--yantian-cocaine--quantity--2"] == "430kg of cocaine"


def test_order_of_records_does_not_matter(made: Made) -> None:
    ledger, _ = keep_ledger(made.records, made.located[::-1], made.articles, made.schemas)
    tables, faults = build_tables(made.records.all[::-1], made.located[::-1], made.articles, made.schemas, ledger[::-1])
    assert not faults
    assert tables == made.tables


def test_a_value_that_cannot_be_made_is_a_fault_and_left_empty(made: Made) -> None:
    record = made.records.by_id["seizures", "yantian-cocaine"]
    broken = replace(record, values={**record.values, "unit": "stone"})
    records = [broken if one == record else one for one in made.records.all]
    tables, faults = build_tables(records, made.located, made.articles, made.schemas)
    assert [(fault.subject, str(fault.position)) for fault in faults] == [
        ("yantian-cocaine.quantity_kg", str(record.position))
    ]
    assert tables["seizures"].column("quantity_kg").to_pylist() == [2420.0, None]


def test_cell_texts(made: Made) -> None:
    row = cell_texts(made.tables["places"], made.schemas.table("places"))[1]
    assert (row["place_id"], row["latitude"], row["geonames_id"], row["note"]) == ("yantian", "22.5", "1787075", "NA")
    assert cell_texts(made.tables["places"], made.schemas.table("places"))[0]["latitude"] == ""
