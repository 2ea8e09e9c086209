"""An amount in the making."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.reread.amounts.lexicon import Place


@dataclass(frozen=True)
class Piece:
    """A numeral at tokens `first` to `last` with what belongs to it, at tokens `begin` to `finish`, end-exclusive.

    `value` is the lower end of a range where `high` is its upper one. `money` is where its currency stands, `unit_at`
    where its unit begins; `currency` is the code that a country named beside the money gives it.
    """

    first: int
    last: int
    begin: int
    finish: int
    value: Decimal
    kind: str
    high: Decimal | None = None
    unit: str = ""
    unit_at: int = -1
    money: Place | None = None
    hedges: frozenset[str] = frozenset()
    currency: str = ""
