"""Phrases of any text, read as the build reads the words of a value: one JSON object a line.

A line holds ``words`` and ``kind``, and what a record states beside them: ``published`` (the article's date),
``country`` (whose money a shared sign such as ``$`` is), ``fiscal_start`` (month and day) and ``infer`` (a code of the
vocabulary ``inferences``). Other keys are left alone. A kind that begins with ``date`` is read as a date, any other as
an amount.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.read import edtf
from pipeline.reread.amounts import Lexicon, amounts, read_amount
from pipeline.reread.dates import read_date
from pipeline.reread.inferences import OF_NUMBERS, SIMPLE, inferred_date, inferred_number, numbers_of_persons

NEEDED = ("words", "kind")
STATED = ("published", "country", "fiscal_start", "infer")
LONGEST_LINE = 10_000
"""In bytes. The words of a value have at most 300 characters."""
MOST_LINES = 1_000_000


@dataclass(frozen=True)
class Malformed:
    """A line that holds no phrase: its number from 1, and why."""

    number: int
    why: str


def read_phrases(path: Path) -> Iterator[Mapping[str, str] | Malformed]:
    """Yield the phrase of each line that is not blank, or why there is none.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        for number in range(1, MOST_LINES + 1):
            line = file.readline(LONGEST_LINE + 1)
            if not line:
                return
            if len(line) > LONGEST_LINE:
                yield Malformed(number, f"longer than {LONGEST_LINE} bytes; the rest of the file is not read")
                return
            if line.strip():
                phrase = _phrase(line)
                yield Malformed(number, phrase) if isinstance(phrase, str) else phrase
    yield Malformed(MOST_LINES + 1, f"more than {MOST_LINES} lines; the rest of the file is not read")


def _phrase(line: bytes) -> Mapping[str, str] | str:
    """Return the phrase of a line, or why it holds none."""
    try:
        phrase: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    if not isinstance(phrase, dict):
        return "no JSON object"
    for key in NEEDED:
        if not isinstance(phrase.get(key), str) or not phrase[key].strip():
            return f'no "{key}", which must be a text'
    for key in STATED:
        if not isinstance(phrase.get(key, ""), str):
            return f'"{key}" is not a text'
    if phrase.get("published"):
        try:
            edtf.bounds(phrase["published"])
        except ValueError as error:
            return f'"published": {error}'
    return {key: phrase.get(key, "") for key in (*NEEDED, *STATED)}


def read_phrase(phrase: Mapping[str, str], lexicon: Lexicon) -> Mapping[str, str | None]:
    """Return what the words of a phrase say: an amount, a date, or ``refused`` with the reason."""
    try:
        return _date(phrase) if phrase["kind"].startswith("date") else _amount(phrase, lexicon)
    except (ValueError, ArithmeticError) as error:
        return {"refused": str(error)}


def _date(phrase: Mapping[str, str]) -> Mapping[str, str | None]:
    published, inference = phrase["published"], phrase["infer"] or None
    reading = read_date(
        phrase["words"], published or None, published=bool(published), fiscal_start=phrase["fiscal_start"]
    )
    if inference not in SIMPLE:
        return {"date": inferred_date(inference or "", reading.date, published)}
    if reading.bound:
        raise ValueError(f"“{reading.bound}” makes {reading.date} a bound, and no inference says of what")
    return {"date": reading.date}


def _amount(phrase: Mapping[str, str], lexicon: Lexicon) -> Mapping[str, str | None]:
    words, country, inference = phrase["words"], phrase["country"], phrase["infer"] or None
    if inference == "one_named":
        return _shown(inferred_number(inference, numbers_of_persons(words, lexicon)), "", "", "")
    if inference in OF_NUMBERS:
        every = amounts(words, lexicon, country)
        number = inferred_number(inference or "", [amount.number for amount in every if amount.number is not None])
        parts = {(amount.unit, amount.currency, amount.qualifier) for amount in every}
        unit, currency, qualifier = parts.pop() if len(parts) == 1 else ("", "", "")
        return _shown(number, unit, currency, qualifier)
    if inference not in SIMPLE:
        raise ValueError(f"the inference {inference} leads to no number")
    amount = read_amount(words, lexicon, country)
    if amount.number is None:
        why = f"a range from {amount.low} to {amount.high}, and no single number"
        return {"low": _plain(amount.low), "high": _plain(amount.high), "refused": why}
    return _shown(amount.number, amount.unit, amount.currency, amount.qualifier)


def _shown(number: Decimal, unit: str, currency: str, qualifier: str) -> Mapping[str, str | None]:
    return {
        "number": _plain(number),
        "unit": unit or None,
        "currency": currency or None,
        "qualifier": qualifier or None,
    }


def _plain(number: Decimal | None) -> str | None:
    """Return a number in plain digits.

    >>> _plain(Decimal("1E+6")), _plain(Decimal("5.50"))
    ('1000000', '5.5')
    """
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
