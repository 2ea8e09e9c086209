"""The steps of the vocabulary ``inferences``: from what words say to a value that they do not simply say."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.read import edtf
from pipeline.reread.amounts import Lexicon, numerals

SIMPLE = (None, "context", "to_report")
"""Inferences beside which the words still say the value themselves."""
OF_ACTOR = "of_actor"
"""The inference by which a country follows from words that name another actor."""
EACH_OF_TWO = "each_of_two"
"""The inference by which a name follows from words that name bodies of both countries at once."""
OF_NUMBERS = ("one_named", "total", "remainder")
"""Inferences by which a number follows from words that do not print it."""


def numbers_of_persons(words: str, lexicon: Lexicon) -> list[Decimal]:
    """Return the numbers beside the name of a person that may count persons: an age or a day is none."""
    every = [numeral.value for numeral in numerals(words, lexicon) if numeral.kind == "number"]
    return [number for number in every if number is not None]


def inferred_number(inference: str, numbers: Sequence[Decimal]) -> Decimal:
    """Return the number to which an inference leads from those that the words say.

    Raises:
        ValueError: it leads to none: `total` and `remainder` take two numbers or more, `one_named` none.

    >>> inferred_number("total", [Decimal(11), Decimal(2)]), inferred_number("remainder", [Decimal(8), Decimal(2)])
    (Decimal('13'), Decimal('6'))
    """
    if inference == "one_named":
        if numbers:
            raise ValueError("they say a number")
        return Decimal(1)
    if len(numbers) < 2:
        raise ValueError("they say fewer than two numbers")
    return sum(numbers, Decimal(0)) if inference == "total" else numbers[0] - sum(numbers[1:], Decimal(0))


def inferred_date(inference: str, moment: str, published: str) -> str:
    """Return the EDTF date to which an inference leads from the date of the words or of their anchor.

    `published` is the article's own date, in whose year ``to_year_end`` ends; it may be empty.

    Raises:
        ValueError: it leads to none, as from a period to the bound of another.

    >>> inferred_date("until", "2013-09-18", ""), inferred_date("to_year_end", "2024-06", "2024")
    ('../2013-09-18', '[2024-06..2024-12]')
    """
    last = edtf.bounds(moment).end
    steps = {
        "at_the_time": moment,
        "not_after": f"[..{moment}]",
        "not_before": f"[{moment}..]",
        "until": f"../{moment}",
        "since": f"{moment}/..",
        "month_of": f"{last:%Y-%m}" if last else "",
        "to_year_end": f"[{moment}..{published[:4]}-12]" if published else "",
    }
    if not steps.get(inference):
        raise ValueError(f"{inference} leads to no date from {moment}")
    edtf.bounds(steps[inference])
    return steps[inference]
