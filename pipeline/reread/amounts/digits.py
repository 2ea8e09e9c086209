"""Numbers in digits, with the separators that texts of this field print."""

import re
from decimal import Decimal

_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LAKHS = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?:[\u00a0\u2009\u202f][0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"(?:0|[1-9][0-9]*),[0-9]{1,2}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
LONGEST_DIGITS = 24
"""How many characters a number in digits may have; longer ones are codes."""


def digits_value(text: str) -> Decimal | None:
    """Return the number that digits with separators write; None where that is not certain.

    >>> [str(digits_value(text)) for text in ("1,016.5", "1,50,000", "5,5", "1.016,5", "1,0160", "05")]
    ['1016.5', '150000', '5.5', 'None', 'None', 'None']
    """
    if len(text) > LONGEST_DIGITS:
        return None
    if _GROUPED.fullmatch(text) or _LAKHS.fullmatch(text) or _PLAIN.fullmatch(text):
        # 12.500 is twelve thousand five hundred on the continent of Europe.
        return None if _THOUSANDS.fullmatch(text) else Decimal(text.replace(",", ""))
    if _SPACED.fullmatch(text):
        return Decimal(re.sub(r"[^0-9]", "", text))
    return Decimal(text.replace(",", ".")) if _DECIMAL_COMMA.fullmatch(text) else None


def plain(value: Decimal) -> Decimal:
    """Return a number without the decimals that a multiplier has emptied: 1.75 million is 1750000."""
    return value.to_integral_value() if value == value.to_integral_value() else value
