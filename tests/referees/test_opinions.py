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


# What public registers say of some substances and places.
ROWS: Mapping[str, Mapping[str, Row]] = {
    "substances": {
        "fentanyl": {
            "smiles": "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
            "inchikey": "PJMPHNIQZUBGLI-UHFFFAOYSA-N",
            "cas_rn": "437-38-7",
            "formula": "C22H28N2O",
        },
        "heroin": {
            "smiles": "CC(=O)Oc1ccc2C[C@@H]3[C@@H]4C=C[C@H](OC(C)=O)[C@@H]5Oc1c2[C@]45CCN3C",
            "inchikey": "GVGLGOZIDCSQPN-PVHGPHFFSA-N",
            "cas_rn": "561-27-3",
            "formula": "C21H23NO5",
        },
        "1-boc-4-piperidone": {
            "smiles": "CC(C)(C)OC(=O)N1CCC(=O)CC1",
            "inchikey": "ROUYFJUVMYHXFJ-UHFFFAOYSA-N",
            "cas_rn": "79099-07-3",
            "formula": "C10H17NO3",
        },
    },
    "places": {
        "Beijing": {
            "kind": "city",
            "country_code": "CN",
            "subdivision_code": "CN-BJ",
            "geonames_id": "1816670",
            "latitude": "39.9075",
            "longitude": "116.39723",
        },
        "Busan": {
            "kind": "city",
            "country_code": "KR",
            "subdivision_code": "KR-26",
            "geonames_id": "1838524",
            "latitude": "35.10168",
            "longitude": "129.03004",
        },
        "Geneva": {
            "kind": "city",
            "country_code": "CH",
            "subdivision_code": "CH-GE",
            "geonames_id": "2660646",
            "latitude": "46.20222",
            "longitude": "6.14569",
        },
        "Hebei": {"kind": "province", "country_code": "CN", "subdivision_code": "CN-HE"},
        "Mexico": {"kind": "country", "country_code": "MX", "geonames_id": "3996063"},
        "Shenzhen": {
            "kind": "city",
            "country_code": "CN",
            "subdivision_code": "CN-GD",
            "geonames_id": "1795565",
            "latitude": "22.54554",
            "longitude": "114.0683",
            "un_locode": "CNSZX",
        },
    },
    "sources": {"Talks held": {"language": "en"}},
}


def row_of(table: str, name: str) -> dict[str, str]:
    """Return a row of `ROWS` with all columns of its table."""
    empty = dict.fromkeys(SCHEMAS.table(table).by_name, "")
    return {**empty, SCHEMAS.table(table).id_name: "one", "name": name, **ROWS[table][name]}


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
        "1-boc-4-piperidone",
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
    "another place's latitude": ("places", "Busan", {"latitude": "37.566"}, {"latitude", "subdivision_code"}),
    "a longitude in the west": ("places", "Shenzhen", {"longitude": "-114.0683"}, {"longitude", "subdivision_code"}),
    "latitude and longitude exchanged": (
        "places",
        "Geneva",
        {"latitude": "6.14569", "longitude": "46.20222"},
        {"latitude", "longitude"},
    ),
    "another place's GeoNames id": (
        "places",
        "Shenzhen",
        {"geonames_id": "1816670"},
        {"geonames_id", "latitude", "longitude"},
    ),
    "the GeoNames id of the town for its port": (
        "places",
        "Shenzhen",
        {"name": "Shenzhen port", "kind": "port"},
        {"geonames_id"},
    ),
    "an unknown GeoNames id": (
        "places",
        "Shenzhen",
        {"geonames_id": "1"},
        {"geonames_id", "latitude", "longitude"},
    ),
    "coordinates without a GeoNames id": ("places", "Beijing", {"geonames_id": ""}, {"latitude", "longitude"}),
    "another country": ("places", "Busan", {"country_code": "KP"}, {"country_code"}),
    "another country of a country": ("places", "Mexico", {"country_code": "MY"}, {"country_code"}),
    "another country of a province": (
        "places",
        "Hebei",
        {"country_code": "KR"},
        {"country_code", "subdivision_code"},
    ),
    "another province": ("places", "Hebei", {"subdivision_code": "CN-HB"}, {"subdivision_code"}),
    "another province of a city": ("places", "Shenzhen", {"subdivision_code": "CN-FJ"}, {"subdivision_code"}),
    "a subdivision that there is not": ("places", "Beijing", {"subdivision_code": "CN-XX"}, {"subdivision_code"}),
    "a language that there is not": ("sources", "Talks held", {"language": "xx"}, {"language"}),
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
    judged = [
        opinion
        for opinion in opinions_of_rows(table, {"places": [row_of("places", "Shenzhen")]})
        if opinion.cell.field == "un_locode"
    ]
    assert {(opinion.referee, opinion.reads, opinion.agrees) for opinion in judged} == {(NOBODY, "", False)}


def test_the_referees_are_about_columns_and_readers_that_there_are() -> None:
    for table, column in COLUMNS:
        assert SCHEMAS.table(table).column(column)
    readers = {column.reader for table in SCHEMAS.tables for column in table.columns}
    assert readers >= READERS.keys()
