"""From the text of a value to the value itself: the one form that each type of a column has.

Records, CSV files and the evidence table hold values in this form, so that equal values are equal texts.
`counternarcotics` writes them back the same way.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from pipeline.alike import deceptive
from pipeline.model import Value
from pipeline.read import edtf
from pipeline.read.schema import Column
from pipeline.read.spaces import plain_text

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_NUMBER = 40
"""In characters. No 64-bit number needs more, and Python takes minutes for millions of digits."""
_INT64 = 2**63
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@")
"""A cell that begins with one of these is run as a formula."""
# C0, DEL, C1, line ends of Unicode, marks that reorder what the eye sees, halves of code points, BOM.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""A character that no cell holds."""


def parse(column: Column, text: str) -> Value:
    """Return the value that a text stands for, by the type and the reader of its column.

    Raises:
        ValueError: the text does not have the form of the column's type.
    """
    # A type that is not known is reported with the schema; the values are read as text all the same.
    value = PARSERS.get(column.type, _text)(text)
    if column.reader == "date" and isinstance(value, str):
        edtf.bounds(value)
    # A quoted text keeps the article's own characters, except spaces.
    if column.origin == "assigned" and (character := deceptive(text)):
        raise ValueError(f"the text has {character}, which looks like something else or like nothing")
    if column.reader == "text" and plain_text(text) != text:
        raise ValueError("the text has a space of another kind than the ordinary one (U+0020)")
    return value


def _text(text: str) -> str:
    """Return a text as it is; ValueError where a reader or a spreadsheet would take it for another one."""
    if not text:
        raise ValueError("the text is empty")
    control = CONTROL.search(text)
    if control:
        raise ValueError(f"the text has the control character U+{ord(control.group()):04X}")
    if text.startswith(RUN_BY_SPREADSHEETS):
        raise ValueError(f'the text begins with "{text[0]}", which a spreadsheet runs as a formula')
    if text != text.strip():
        raise ValueError("the text begins or ends with a space")
    return text


def _integer(text: str) -> int:
    """Return the integer; ValueError for signs, commas, leading zeros or more than 64 bits."""
    if not _INTEGER.fullmatch(text) or text == "-0":
        raise ValueError(f"{_cut(text)} is not a whole number in plain digits, such as 1016")
    if len(text) > _LONGEST_NUMBER or not -_INT64 <= int(text) < _INT64:
        raise ValueError(f"{_cut(text)} does not fit into 64 bits")
    return int(text)


def _number(text: str) -> float:
    """Return the number; ValueError where it is no plain decimal, or has more digits than a float holds."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{_cut(text)} is not a number in plain digits, such as 2.42")
    # A number that is too long becomes infinite, or is not equal to its float.
    value = float(text)
    if value in (float("inf"), -float("inf")) or Decimal(repr(value)) != Decimal(text):
        raise ValueError(f"{_cut(text)} has more digits than a 64-bit number holds")
    if value == 0 and text.startswith("-"):
        raise ValueError(f"{_cut(text)} is zero with a minus sign")
    return value


def _boolean(text: str) -> bool:
    """Return the truth value; ValueError for anything but ``true`` and ``false``."""
    if text not in ("true", "false"):
        raise ValueError(f"{_cut(text)} is neither true nor false")
    return text == "true"


def _day(text: str) -> date:
    """Return the day; ValueError where it is not YYYY-MM-DD or in no calendar."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"{_cut(text)} is not a day of the form YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{_cut(text)} is in no calendar") from error


def _cut(text: str) -> str:
    """Return a text in quotation marks, cut where it is too long for a message."""
    return f'"{text}"' if len(text) <= _LONGEST_NUMBER else f'"{text[:_LONGEST_NUMBER]}…"'


PARSERS: Mapping[str, Callable[[str], Value]] = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _day,
}
"""The types that a column may have, each with what reads a value of it."""
