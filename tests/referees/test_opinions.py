"""Planted faults in the columns that no article says, each seen by its referee; and no such column is passed over."""

from collections.abc import Mapping

import pytest

from pipeline.read.schemas import read_schemas
from referees.cells import Row, read_tables
from referees.opinions import COLUMNS, NOBODY, READERS, REFERENCE, opinions_of_rows
from tests.support import ROOT

SCHEMAS, _ = read_schemas(ROOT / "schemas")
TABLES = read_tables(ROOT / "data", SCHEMAS)


def agreements(table: str, row: Row) -> Mapping[str, bool]:
    """Return, for each checked column of one row, whether its referee agrees."""
    judged = opinions_of_rows(SCHEMAS.table(table), {table: [row]})
    return {opinion.cell.field: opinion.agrees for opinion in judged}


def disagreeing(table: str, row: Row) -> set[str]:
    return {column for column, agrees in agreements(table, row).items() if not agrees}


def row_of(table: str, row_id: str) -> dict[str, str]:
    return dict(next(row for row in TABLES[table] if row[SCHEMAS.table(table).id_name] == row_id))


PLANTED = {
    "the CAS number of another substance": ("substances", "fentanyl", {"cas_rn": "561-27-3"}, {"cas_rn"}),
    "a wrong check digit": ("substances", "fentanyl", {"cas_rn": "437-38-6"}, {"cas_rn"}),
    "an InChIKey of another substance": (
        "substances",
        "fentanyl",
        {"inchikey": "GVGLGOZIDCSQPN-PVHGPHFFSA-N"},
        {"inchikey", "smiles", "cas_rn"},
    ),
    "a formula with an atom too many": ("substances", "heroin", {"formula": "C21H23NO6"}, {"formula"}),
    "another structure": (
        "substances",
        "one-boc-four-piperidone",
        {"smiles": "O=C1CCNCC1"},
        {"smiles", "inchikey", "formula"},
    ),
    "the mirror image": (
        "substances",
        "heroin",
        {"smiles": "CC(=O)Oc1ccc2C[C@H]3[C@H]4C=C[C@@H](OC(C)=O)[C@H]5Oc1c2[C@@]45CCN3C"},
        {"smiles", "inchikey"},
    ),
    "what is no structure": ("substances", "fentanyl", {"smiles": "C1CC"}, {"smiles", "inchikey", "formula"}),
    "no structure": ("substances", "fentanyl", {"smiles": ""}, {"inchikey", "formula"}),
    "another place's latitude": ("places", "busan", {"latitude": "37.566"}, {"latitude", "subdivision_code"}),
    "a longitude in the west": ("places", "shenzhen", {"longitude": "-114.0683"}, {"longitude", "subdivision_code"}),
    "latitude and longitude exchanged": (
        "places",
        "geneva",
        {"latitude": "6.14569", "longitude": "46.20222"},
        {"latitude", "longitude"},
    ),
    "another place's GeoNames id": (
        "places",
        "shenzhen",
        {"geonames_id": "1816670"},
        {"geonames_id", "latitude", "longitude"},
    ),
    "an unknown GeoNames id": (
        "places",
        "shenzhen",
        {"geonames_id": "1"},
        {"geonames_id", "latitude", "longitude"},
    ),
    "coordinates without a GeoNames id": ("places", "beijing", {"geonames_id": ""}, {"latitude", "longitude"}),
    "another country": ("places", "busan", {"country_code": "KP"}, {"country_code"}),
    "another country of a country": ("places", "mexico", {"country_code": "MY"}, {"country_code"}),
    "another country of a province": (
        "places",
        "hebei",
        {"country_code": "KR"},
        {"country_code", "subdivision_code"},
    ),
    "another province": ("places", "hebei", {"subdivision_code": "CN-HB"}, {"subdivision_code"}),
    "another province of a city": ("places", "shenzhen", {"subdivision_code": "CN-FJ"}, {"subdivision_code"}),
    "a subdivision that there is not": ("places", "beijing", {"subdivision_code": "CN-XX"}, {"subdivision_code"}),
    "a language that there is not": ("sources", "000_e25085825dfbef59", {"language": "xx"}, {"language"}),
}


@pytest.mark.parametrize(("table", "row_id", "changes", "seen"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_seen(table: str, row_id: str, changes: Mapping[str, str], seen: set[str]) -> None:
    row = row_of(table, row_id)
    before = disagreeing(table, row)
    assert not seen & before
    assert disagreeing(table, {**row, **changes}) == before | seen


def test_no_column_from_a_register_is_passed_over() -> None:
    for table in SCHEMAS.tables:
        for row in TABLES[table.name]:
            filled = {column.name for column in table.columns if column.origin == REFERENCE and row[column.name]}
            assert filled <= agreements(table.name, row).keys()


def test_a_column_without_a_referee_is_agreed_by_nobody() -> None:
    table = SCHEMAS.table("places")
    judged = [opinion for opinion in opinions_of_rows(table, TABLES) if opinion.cell.field == "un_locode"]
    assert {(opinion.referee, opinion.reads, opinion.agrees) for opinion in judged} == {(NOBODY, "", False)}


def test_the_referees_are_about_columns_and_readers_that_there_are() -> None:
    for table, column in COLUMNS:
        assert SCHEMAS.table(table).column(column)
    readers = {column.reader for table in SCHEMAS.tables for column in table.columns}
    assert readers >= READERS.keys()
