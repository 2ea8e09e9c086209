"""A difference as JSON and as text: what it calls for, then the first entries of each list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._shared.version_rule import RULES, Change, called_for, taken, verdict
from counternarcotics._text import told_apart, unmistakable, visible

SHOWN = 20
"""How many entries of one list the text shows."""

_WIDTH = 80
_LONGEST = 1000
_BEFORE = 40
"""How many characters of a value the text shows, and of these at most how many before the first that differs."""


@dataclass(frozen=True)
class Side:
    """One of two versions.

    Attributes:
        version: Its number.
        fingerprint: The fingerprint of its tables as they were read, or None where one could not be.
    """

    version: str
    fingerprint: str | None


@dataclass(frozen=True)
class Difference:
    """What changed between two versions.

    Attributes:
        old: The earlier version.
        new: The later one.
        changes: What was seen to differ: first in the package as a whole, then table by table.
        not_compared: Why rows of a table, or all of it, could not be compared, by table.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    not_compared: Mapping[str, str]

    @property
    def same(self) -> bool:
        """Whether everything was compared and nothing differs, version number and date aside."""
        return not self.changes and not self.not_compared

    @property
    def bump(self) -> str:
        """The least version that the changes call for: none, patch, minor or major."""
        return called_for(self.changes)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON has it; nothing is left out."""
        return {
            "same": self.same,
            "old": vars(self.old),
            "new": vars(self.new),
            "calls_for": self.bump,
            "taken": taken(self.old.version, self.new.version),
            "verdict": verdict(self.bump, self.old.version, self.new.version),
            "not_compared": self.not_compared,
            "changes": [{"calls_for": RULES[change.rule], **vars(change)} for change in self.changes],
        }

    def text(self) -> str:
        """Return a report: summary first, then what changed, at most `SHOWN` entries of each list."""
        # Nothing that a version holds makes another line.
        return "".join(f"{visible(line)}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        """Yield the lines of the report."""
        for name, side in (("old", self.old), ("new", self.new)):
            yield f"{name}  {side.version}, {side.fingerprint or 'unknown fingerprint'}"
        yield ""
        if self.same:
            yield "No difference: all tables were compared; rows, columns and descriptions are the same."
            return
        by_rule = {rule: [change for change in self.changes if change.rule == rule] for rule in RULES}
        for rule, changes in by_rule.items():
            if changes:
                yield f"{RULES[rule]}  {rule}: {len(changes)}"
        yield verdict(self.bump, self.old.version, self.new.version)
        reasons = [f"{unmistakable(table)}: {_cut(reason)}" for table, reason in self.not_compared.items()]
        yield from _first("not compared, so perhaps different", reasons)
        for rule, changes in by_rule.items():
            yield from _first(rule, changes)


def _first(heading: str, entries: Sequence[Change | str]) -> Iterator[str]:
    """Yield a list below its heading, cut if it is long; nothing for an empty list."""
    if entries:
        yield from ("", f"{heading}:")
    for entry in entries[:SHOWN]:
        yield from [f"  {entry}"] if isinstance(entry, str) else _entry(entry)
    if len(entries) > SHOWN:
        yield f"  and {len(entries) - SHOWN} more (--json shows all)"


def _entry(change: Change) -> list[str]:
    """Return the lines of a change: one if it is short, else the old and the new value below its place."""
    place = unmistakable(_cut(change.place))
    if change.old is None and change.new is None:
        return [f"  {place}"]
    was, now = (_text(value, "empty" if change.row else "nothing") for value in (change.old, change.new))
    parting = next((place for place, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    start = max(0, parting - _BEFORE)
    was, now = told_apart(_cut(was, start), _cut(now, start))
    line = f"  {place}: {was} -> {now}"
    return [line] if len(line) <= _WIDTH else [f"  {place}", f"    - {was}", f"    + {now}"]


def _text(value: Any, unsaid: str) -> str:
    """Return a value as one text."""
    if value is None:
        return unsaid
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else cell_text(value)


def _cut(text: str, start: int = 0) -> str:
    """Return a text whole, or the part from `start` of one that is too long."""
    if len(text) <= _LONGEST:
        return text
    return f"{'… ' if start else ''}{text[start : start + _LONGEST]} … ({len(text)} characters; --json shows all)"
