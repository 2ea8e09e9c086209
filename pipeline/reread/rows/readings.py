"""What texts around the words of rows say, each text read once: many rows stand in the same sentences."""

import functools

from pipeline.read import edtf
from pipeline.reread.amounts import Amount, Lexicon, Numeral, amounts, numerals
from pipeline.reread.dates import DateReading, read_date

_KEPT = 4_096
"""How many readings of each kind are kept at most."""


@functools.lru_cache(_KEPT)
def numerals_in(text: str, lexicon: Lexicon) -> tuple[Numeral, ...]:
    """Return every numeral of a text."""
    return tuple(numerals(text, lexicon))


@functools.lru_cache(_KEPT)
def amounts_in(text: str, lexicon: Lexicon, country: str) -> tuple[Amount, ...] | None:
    """Return every amount of a text; None where it cannot be read."""
    try:
        return tuple(amounts(text, lexicon, country))
    except ValueError:
        return None


@functools.lru_cache(_KEPT)
def date_in(text: str, anchor: str | None, published: bool, fiscal_start: str) -> DateReading | None:
    """Return the date that a text says; None where it cannot be read."""
    try:
        reading = read_date(text, anchor, published=published, fiscal_start=fiscal_start)
        edtf.bounds(reading.date)
    except ValueError:
        return None
    return reading
