"""A numeral among tokens, and the kinds of numerals."""

from dataclasses import dataclass
from decimal import Decimal

NUMBER, ORDINAL, PART, AGE, DATE, LABEL, UNREAD = "number", "ordinal", "part", "age", "date", "label", "unread"
MAGNITUDE, MULTIPLE, HALF = "magnitude", "multiple", "half"
AMOUNTS = frozenset({NUMBER, MAGNITUDE, MULTIPLE, HALF})
"""The kinds that say an amount: a number, a power of ten (hundreds of), a multiple (twice) and a half alone."""


@dataclass(frozen=True)
class Span:
    """A numeral from token `first` to token `last`, end-exclusive, its value and its kind.

    `hedge` is the code of a qualifier that stands within a Chinese numeral (4.2万余), else empty.
    """

    first: int
    last: int
    value: Decimal | None
    kind: str
    hedge: str = ""
