"""What is wrong with the data, said so that a curator can fix it from the message alone.

A fault has a kind (``quote-not-found``), a position, a subject (record and field), what was seen, what was
expected and how to fix it.
"""

import difflib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

SHOWN = 12
"""How many names a hint lists at most."""


class CannotBuild(Exception):
    """The build could not run at all (exit code 2): a folder is missing, the disk is full."""


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file: the file relative to the project, and a line counted from 1.

    The line is 0 where a file has no lines to name: a folder, a Parquet file, a row of a built table (``table/id``).
    """

    file: str
    line: int = 0

    def __str__(self) -> str:
        """Return ``file:line``, or the file alone."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake in the data. Faults are ordered by file and line.

    Attributes:
        position: Where it is.
        kind: The id of its kind, one of those in ``docs/faults.md``.
        subject: The record and field, ``yantian-cocaine.quantity``; for a whole file, what it is.
        seen: What is there.
        expected: What should be there instead.
        fix: What to do.
    """

    position: Position
    kind: str
    subject: str
    seen: str
    expected: str
    fix: str

    def __str__(self) -> str:
        """Return the fault on one line, with its kind at the end."""
        return f"{self.position} {self.subject}: {self.seen}; expected {self.expected}; fix: {self.fix} [{self.kind}]"


def fault_at(position: Position, row_id: str, column: str) -> Callable[[str, str, str, str], Fault]:
    """Return a function that makes a fault of one field from its kind, what was seen, what was expected and the fix.

    >>> print(fault_at(Position("records/a.yaml", 3), "x", "unit")("value-missing", "no value", "a unit", "write one"))
    records/a.yaml:3 x.unit: no value; expected a unit; fix: write one [value-missing]
    """
    return lambda kind, seen, expected, fix: Fault(position, kind, f"{row_id}.{column}", seen, expected, fix)


def shown(text: str) -> str:
    r"""Return `text` in quotation marks, with what cannot be seen or told apart written as an escape.

    >>> print(shown("430\u00a0kg"))
    "430\xa0kg"
    """
    return '"' + "".join(c if c == " " or _visible(c) else ascii(c)[1:-1] for c in text) + '"'


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def nearest(name: str, names: Iterable[str]) -> str:
    """Return a hint that names those of `names` that are most like `name`, for the end of a message.

    >>> nearest("seizurs", ["events", "seizures"])
    'did you mean seizures?'
    >>> nearest("x", ["events", "seizures"])
    'one of events, seizures'
    """
    ordered = sorted(names)
    close = difflib.get_close_matches(name, ordered, n=2, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(close)}?"
    rest = " …" if len(ordered) > SHOWN else ""
    return f"one of {', '.join(ordered[:SHOWN])}{rest}" if ordered else "add it first; there are none yet"
