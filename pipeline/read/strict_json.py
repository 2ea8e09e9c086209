"""Strict reading of JSON: what Python would guess at, keep silent about or fail on is a fault instead."""

import json
from pathlib import Path
from typing import Any

from pipeline.faults import Fault, Position

MAX_DIGITS = 20
"""A number with more digits fits into no 64 bits; reading millions of them would take minutes."""


class _Refused(ValueError):
    """JSON that Python would read and that we do not; `part` is the text of it, to find its line."""

    def __init__(self, seen: str, part: str) -> None:
        super().__init__(seen)
        self.part = part


def read_json(path: Path, file: str) -> tuple[Any, list[Fault]]:
    """Return what one JSON file holds, or None and the fault for which it cannot be read.

    Args:
        path: the file.
        file: its name in messages.
    """
    text, line = "", 1
    try:
        text = path.read_bytes().decode("utf-8")
        return (
            json.loads(text, object_pairs_hook=_unique_keys, parse_int=_integer, parse_constant=_no_constant),
            [],
        )
    except RecursionError:
        seen = "brackets nested too deep"
    except _Refused as error:
        seen, line = str(error), text.count("\n", 0, text.find(error.part)) + 1
    except json.JSONDecodeError as error:
        seen, line = error.msg, error.lineno
    except UnicodeDecodeError as error:
        seen = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        line = error.object.count(b"\n", 0, error.start) + 1
    return None, [Fault(Position(file, line), "json-unreadable", path.stem, seen, "valid JSON", "correct the JSON")]


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; of two equal keys json would keep the last."""
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(f'the key "{twice}" is written twice in one object', json.dumps(twice))
    return content


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _Refused(f"a number of {len(text)} digits", text)
    return int(text)


def _no_constant(name: str) -> float:
    raise _Refused(f"{name} in place of a number", name)
