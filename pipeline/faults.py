"""What is wrong with the data, said so that a curator can fix it from the message alone.

A fault has a kind (``quote-not-found``), a position, a subject (record and field), what was seen, what was
expected and how to fix it.
"""

import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.alike import difference, form

SHOWN = 12
"""How many names a hint lists at most."""
LONGEST_TEXT = 300
"""How many characters of one text a message shows at most, which is enough for any quote."""
LONGEST_PART = 2000
"""How many characters each part of a message has at most."""


_PLAIN = re.compile(r"[^\W_](?:[^:#,\[\]{}\"\n]*[^\s:#,\[\]{}\"])?")
"""What YAML reads as a text without quotation marks, also inside a list."""


class CannotBuild(Exception):
    """The build could not run at all (exit code 2): a folder is missing, the disk is full."""


class Position(NamedTuple):
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
        """Return the fault on one line, with its kind at the end; nothing in it is invisible or endless."""
        return self.line()

    def line(self, also_at: Sequence[int] = ()) -> str:
        """Return the fault on one line that also names other lines of its file with the same mistake."""
        where, subject, seen, expected, fix = (
            _cut(_escaped(part), LONGEST_PART)
            for part in (str(self.position), self.subject, self.seen, self.expected, self.fix)
        )
        numbers = f"{', '.join(map(str, also_at[:SHOWN]))}{' …' if len(also_at) > SHOWN else ''}"
        also = f"; the same at line{'s' if len(also_at) > 1 else ''} {numbers} ({len(also_at)} more)" if also_at else ""
        return f"{where} {subject}: {seen}; expected {expected}; fix: {fix}{also} [{self.kind}]"


MakeFault = Callable[[str, str, str, str], Fault]
"""Makes a fault of one field from its kind, what was seen, what was expected and the fix."""


def fault_at(position: Position, row_id: str, column: str) -> MakeFault:
    """Return a function that makes a fault of one field from its kind, what was seen, what was expected and the fix.

    >>> print(fault_at(Position("records/a.yaml", 3), "x", "unit")("value-missing", "no value", "a unit", "write one"))
    records/a.yaml:3 x.unit: no value; expected a unit; fix: write one [value-missing]
    """
    return lambda kind, seen, expected, fix: Fault(position, kind, f"{row_id}.{column}", seen, expected, fix)


def shown(text: str) -> str:
    r"""Return `text` in quotation marks, with what cannot be seen or told apart written as an escape.

    >>> print(shown("430\u00a0kg"))
    "430\xa0kg"
    >>> len(shown("9" * 100_000)) < 400
    True
    """
    return f'"{_escaped(text[:LONGEST_TEXT])}"' + (f" … ({len(text)} characters)" if len(text) > LONGEST_TEXT else "")


def _escaped(text: str) -> str:
    return "".join(c if c == " " or _visible(c) else ascii(c)[1:-1] for c in text)


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def yaml_text(text: str) -> str:
    r"""Return a text as YAML writes it in a list: in quotation marks where it must be, with what is invisible escaped.

    >>> yaml_text("430kg"), yaml_text("1,016"), yaml_text("US: more"), yaml_text("430\u00a0kg")
    ('430kg', '"1,016"', '"US: more"', '"430\\u00a0kg"')
    """
    if _PLAIN.fullmatch(text) and _escaped(text) == text:
        return text
    return json.dumps(text, ensure_ascii=_escaped(text) != text)


def nearest(name: str, names: Iterable[str]) -> str:
    r"""Return a hint that names those of `names` that are most like `name`, for the end of a message.

    Where a name only looks like the right one, the hint says which characters differ.

    >>> nearest("seizurs", ["events", "seizures"])
    'did you mean seizures?'
    >>> nearest("x", ["events", "seizures"])
    'write one of events, seizures'
    >>> nearest("\u0441hina", ["china"])
    'did you mean china? U+0441 CYRILLIC SMALL LETTER ES stands where U+0063 LATIN SMALL LETTER C belongs'
    """
    names = tuple(names)
    likely = alike(name, names)
    if likely:
        question = f"did you mean {' or '.join(likely)}?"
        characters = difference(name, likely[0])
        return f"{question} {characters}" if characters else question
    ordered = sorted(other for other in set(names) if len(other) <= LONGEST_TEXT)
    if not ordered:
        return "add it first; there are none yet"
    listed = ", ".join(ordered[:SHOWN])
    return f"write one of {listed} …" if len(ordered) > SHOWN else f"write one of {listed}"


def alike(name: str, names: Iterable[str]) -> list[str]:
    """Return those of `names`, two at most, that are most like `name`.

    >>> alike("seizurs", ["events", "seizures"]), alike("x", ["events"])
    (['seizures'], [])
    """
    by_form = {form(other): other for other in sorted(names, reverse=True) if len(other) <= LONGEST_TEXT}
    return [by_form[other] for other in difflib.get_close_matches(form(name[: LONGEST_TEXT + 1]), by_form, n=2)]


def or_else(hint: str, other: str) -> str:
    """Return a hint that names what is alike, and what to do where none of that is meant.

    >>> or_else("did you mean china?", "add it"), or_else("write one of a, b", "add it")
    ('did you mean china? Or add it', 'write one of a, b, or add it')
    """
    return f"{hint}{' Or' if hint.endswith('?') else ', or'} {other}"


def with_hint(fix: str, hint: str) -> str:
    """Return a fix with a hint after it, if there is one.

    >>> with_hint("copy it", "U+00A0 stands there"), with_hint("copy it", "")
    ('copy it; U+00A0 stands there', 'copy it')
    """
    return f"{fix}; {hint}" if hint else fix
