"""Codes of languages, currencies, countries and units, against pycountry, babel and pint.

A code of a vocabulary that carries a size in kilograms is a unit, and a code that maps to ISO 3166-1 or 4217 is a
country or a currency, in whatever vocabulary it stands.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pint
import pycountry
from babel import Locale

from pipeline.read.schema import Code, Schemas
from referees.cells import Cell, Opinion, Row

PINT = "pint"
BABEL = "babel"
PYCOUNTRY = "pycountry"
KILOGRAMS = "kilograms"
COUNTRY = "iso_3166_1"
CURRENCY = "iso_4217"


def language_name(row: Row) -> tuple[str, bool]:
    """Return the name of the language of an article, and whether its code is one of ISO 639.

    >>> language_name({"language": "zh"}), language_name({"language": "xx"})
    (('Chinese', True), ('', False))
    """
    code = row["language"]
    language = pycountry.languages.get(**{"alpha_2" if len(code) == 2 else "alpha_3": code})
    return (language.name if language else ""), language is not None


def opinions_of_codes(schemas: Schemas) -> Iterator[Opinion]:
    """Yield the opinion on each unit of mass, currency and country of the vocabularies."""
    for vocabulary in schemas.vocabularies.values():
        for code in vocabulary.codes:
            table = f"vocabularies/{vocabulary.name}"
            if KILOGRAMS in code.extra:
                kilograms = kilograms_of(code.code)
                agrees = bool(kilograms) and Decimal(kilograms) == Decimal(code.extra[KILOGRAMS])
                yield Opinion(Cell(table, code.code, KILOGRAMS, code.extra[KILOGRAMS]), PINT, kilograms, agrees)
            for key, names in ((COUNTRY, country_name), (CURRENCY, currency_name)):
                if key in code.maps_to:
                    name = names(code.maps_to[key])
                    cell = Cell(table, code.code, key, f"{code.maps_to[key]}: {code.label}")
                    yield Opinion(cell, BABEL, name, _is_named(code, name))


def kilograms_of(unit: str) -> str:
    """Return the size of a unit of mass in kilograms; empty where pint has no such unit of mass.

    >>> kilograms_of("pound"), kilograms_of("litre")
    ('0.45359237', '')
    """
    try:
        size = _units().Quantity(Decimal(1), unit).to("kilogram").magnitude
    except (pint.UndefinedUnitError, pint.DimensionalityError):
        return ""
    return f"{size:f}"


def country_name(code: str) -> str:
    """Return the English name of a country; empty where there is no such code.

    >>> country_name("KR"), country_name("XQ")
    ('South Korea', '')
    """
    return str(Locale("en").territories.get(code, ""))


def currency_name(code: str) -> str:
    """Return the English name of a currency; empty where there is no such code.

    >>> currency_name("CNY"), currency_name("XQX")
    ('Chinese Yuan', '')
    """
    return str(Locale("en").currencies.get(code, ""))


def _is_named(code: Code, name: str) -> bool:
    """Return whether each word of a code's label stands in a name, whatever its case."""
    return bool(name) and set(code.label.casefold().split()) <= set(name.casefold().split())


@cache
def _units() -> pint.UnitRegistry[Decimal]:
    # Sizes are compared as they are written: 0.45359237 is no binary fraction.
    return pint.UnitRegistry(non_int_type=Decimal)
