"""Between the text of a cell and its typed value: the one lexical form each type has.

Records, CSV files and the evidence table all hold values in this form, so that equal values are
equal texts.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from counternarcotics._shared.fingerprint import cell_text
from pipeline.read import edtf
from pipeline.read.schema import Column

Value = str | int | float | bool | date

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INT64 = 2**63
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@")
# C0, DEL, C1, line ends of Unicode, marks that reorder what the eye sees, halves of code points, BOM.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def parse(column: Column, text: str) -> Value:
    """Return the typed value of a cell's text, by the column's type and reader.

    Raises:
        ValueError: the text is not in the lexical form of the column's type.
    """
    readers: dict[str, Callable[[str], Value]] = {
        "integer": _integer,
        "number": _number,
        "boolean": _boolean,
        "date": _day,
    }
    if column.type in readers:
        return readers[column.type](text)
    check_cell(text)
    if text != text.strip():
        raise ValueError("it begins or ends with a space")
    if column.reader == "date":
        edtf.bounds(text)
    return text


def text(value: Value | None, column: Column) -> str:
    """Return the canonical text of a value: what the CSV file holds; empty for None.

    A number is written as the shortest decimal that reads back the same, without exponent.

    Raises:
        TypeError: the value is not of the column's type.
    """
    if value is None:
        return ""
    kinds: dict[str, type] = {"integer": int, "number": float, "boolean": bool, "date": date}
    expected = kinds.get(column.type, str)
    if type(value) is not expected:
        raise TypeError(f"{column.name}: {value!r} is no {expected.__name__}")
    return cell_text(value)


def check_cell(text: str) -> None:
    """Refuse a text that a CSV reader, a spreadsheet or a reader's eye would take for another one.

    Raises:
        ValueError: it is empty, holds a tab, line end or control character, or begins with a
            character that makes spreadsheets run the cell.
    """
    if not text:
        raise ValueError("an empty text says nothing: leave the field out")
    control = _CONTROL.search(text)
    if control:
        raise ValueError(f"it holds the control character U+{ord(control.group()):04X}")
    if text.startswith(RUN_BY_SPREADSHEETS):
        raise ValueError(f'it begins with "{text[0]}", which spreadsheets run as a formula')


def _integer(text: str) -> int:
    """Return the integer; ValueError for signs, commas, leading zeros or more than 64 bits."""
    if not _INTEGER.fullmatch(text) or text == "-0":
        raise ValueError(f'"{text}" is no integer in plain digits (no comma, plus, exponent or leading zero)')
    # Checked by length first: reading millions of digits would take minutes.
    if len(text) > len(str(_INT64)) + 1 or not -_INT64 <= int(text) < _INT64:
        raise ValueError(f'"{text[:40]}" has more than 64 bits')
    return int(text)


def _number(text: str) -> float:
    """Return the number; ValueError where it is no plain decimal, or has more digits than a float holds."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f'"{text}" is no decimal in plain digits (no comma, plus, exponent, NaN or infinity)')
    value = float(text)
    if value in (float("inf"), -float("inf")) or Decimal(repr(value)) != Decimal(text):
        raise ValueError(f'"{text[:40]}" has more digits than a 64-bit number holds')
    if value == 0 and text.startswith("-"):
        raise ValueError(f'"{text}" is zero with a minus sign')
    return value


def _boolean(text: str) -> bool:
    """Return the truth value; ValueError for anything but ``true`` and ``false``."""
    if text not in ("true", "false"):
        raise ValueError(f'"{text}" is neither true nor false')
    return text == "true"


def _day(text: str) -> date:
    """Return the day; ValueError where it is not YYYY-MM-DD or in no calendar."""
    if not _DAY.fullmatch(text):
        raise ValueError(f'"{text}" is no day of the form YYYY-MM-DD')
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is in no calendar') from error
