"""The lists of units and currencies, held to well-kept libraries."""

from decimal import Decimal
from typing import Any

import pint
import pycountry
import pytest
from babel.numbers import get_territory_currencies, is_currency

from pipeline.read.schema import Code
from tests.support.amounts import lexicon, vocabulary

UNITS = vocabulary("units").codes
CURRENCIES = vocabulary("currencies").codes
REGISTRY: pint.UnitRegistry[Any] = pint.UnitRegistry(non_int_type=Decimal)
PINT = {"tonne": "metric_ton", "jin": ""}
"""What pint calls the units that it names otherwise; empty where it has none."""
FUNDS = {"BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW"}
"""Codes of ISO 4217 that are no money that anyone holds."""
WITHDRAWN = {"ANG", "BGN", "CUC", "HRK", "SLL", "VED", "ZWL"}
"""Codes that pycountry still lists, and that are withdrawn or double another one."""


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "kilograms" in unit.extra], ids=lambda unit: unit.code)
def test_mass_is_that_of_pint(unit: Code) -> None:
    name = PINT.get(unit.code, unit.code)
    if name:
        assert REGISTRY.Quantity(Decimal(1), name).to("kilogram").magnitude == Decimal(unit.extra["kilograms"])


def test_masses_have_a_size_but_the_ton_of_no_stated_kind() -> None:
    masses = {unit.code for unit in UNITS if unit.extra["dimension"] == "mass"}
    assert masses - {unit.code for unit in UNITS if "kilograms" in unit.extra} == {"ton"}


def test_every_active_currency_is_listed() -> None:
    active = {currency.alpha_3 for currency in pycountry.currencies if not currency.alpha_3.startswith("X")}
    active |= {"XAF", "XCD", "XOF", "XPF"}
    assert active - FUNDS - WITHDRAWN <= {code.code for code in CURRENCIES}


@pytest.mark.parametrize("currency", CURRENCIES, ids=lambda currency: currency.code)
def test_currency_is_money_in_its_countries(currency: Code) -> None:
    assert is_currency(currency.code) and currency.maps_to["iso_4217"] == currency.code
    for country in lexicon().countries[currency.code]:
        assert currency.code in get_territory_currencies(country)


def test_signs_that_currencies_share_are_told_by_the_country() -> None:
    owned = {cue.lower() for currency in CURRENCIES for cue in currency.cues}
    for cue, codes in lexicon().sharers.items():
        assert len(codes) > 1 or cue in {"b", "r", "lira", "liras", *owned}, cue
        assert all(lexicon().countries[code] for code in codes if code != "FKP"), cue
