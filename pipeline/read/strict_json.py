"""Strict reading of JSON: what Python would guess at, keep silent about or fail on is a fault instead."""

import json
from pathlib import Path
from typing import Any

from pipeline.faults import Fault, Position
from pipeline.read.folders import decode, read_bytes

MAX_DIGITS = 20
"""A number with more digits fits into no 64 bits; reading millions of them would take minutes."""


class _Refused(ValueError):
    """JSON that Python would read and that we do not; `part` is the text of it, to find its line."""

    def __init__(self, seen: str, part: str) -> None:
        super().__init__(seen)
        self.part = part


class _KeyRepeated(_Refused):
    """A key stands twice in one object."""


def read_json(path: Path, file: str) -> tuple[Any, list[Fault]]:
    """Return what one JSON file holds, or None and the fault for which it cannot be read.

    Args:
        path: the file.
        file: its name in messages.
    """
    data, faults = read_bytes(path, file)
    if data is None:
        return None, faults
    text, faults = decode(data, file)
    if text is None:
        return None, faults
    try:
        content = json.loads(text, object_pairs_hook=_unique_keys, parse_int=_integer, parse_constant=_no_constant)
    except RecursionError:
        seen, line = "brackets nested too deep", 1
    except _KeyRepeated as error:
        position, seen = Position(file, _line(text, error)), str(error)
        return None, [Fault(position, "key-repeated", path.stem, seen, "each key once", "keep one of the two")]
    except _Refused as error:
        seen, line = str(error), _line(text, error)
    except json.JSONDecodeError as error:
        seen, line = error.msg, error.lineno
    else:
        return content, []
    return None, [Fault(Position(file, line), "json-syntax", path.stem, seen, "valid JSON", "correct the JSON")]


def _line(text: str, error: _Refused) -> int:
    """Return the 1-based line of the first place of what was refused."""
    return text.count("\n", 0, text.find(error.part)) + 1


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; of two equal keys json would keep the last."""
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _KeyRepeated(f'the key "{twice}" is written twice in one object', json.dumps(twice))
    return content


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _Refused(f"a number of {len(text)} digits", text)
    return int(text)


def _no_constant(name: str) -> float:
    raise _Refused(f"{name} in place of a number", name)
