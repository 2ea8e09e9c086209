"""Amounts, read a second time by quantulum3.

The number alone is compared: hedges and units are columns of their own. quantulum3 could tell units apart by a
classifier, which depends on what else is installed; it is switched off.
"""

import warnings
from decimal import Decimal

from referees.cells import Cell, Opinion

with warnings.catch_warnings():
    # It says at its import that it does without its classifier.
    warnings.simplefilter("ignore", UserWarning)
    from quantulum3 import classifier, parser

classifier.USE_CLF = False
REFEREE = "quantulum3"


def amounts(words: str) -> list[str]:
    """Return each number in the words, in their order; a range is written with what it lies apart from its middle.

    >>> amounts("430kg (948lbs)"), amounts("121 million yuan"), amounts("tons of it")
    (['430', '948'], ['121000000'], [])
    """
    return [_shown(quantity.value, quantity.uncertainty) for quantity in parser.parse(words)]


def _shown(value: float, apart: float | None) -> str:
    """Return a number as text, without an exponent.

    >>> _shown(2.42, None), _shown(7.5, 2.5)
    ('2.42', '7.5±2.5')
    """
    number = _plain(value)
    return f"{number}±{_plain(apart)}" if apart else number


def _plain(value: float) -> str:
    return f"{Decimal(str(value)):f}".removesuffix(".0")


def opinion(cell: Cell) -> Opinion:
    """Return what quantulum3 reads; it agrees if it reads one number and that is the value."""
    numbers = amounts(cell.words)
    agrees = len(numbers) == 1 and "±" not in numbers[0] and Decimal(numbers[0]) == Decimal(cell.value)
    return Opinion(cell, REFEREE, ", ".join(numbers), agrees)
