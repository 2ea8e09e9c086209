"""The version rule: what each kind of change calls for, and whether a version number says so.

``docs/versions.md`` explains it to readers and has the same table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

BUMPS = ("none", "patch", "minor", "major")
"""What two versions may call for, the least first."""

RULES = {
    "table removed": "major",
    "file removed": "major",
    "column removed": "major",
    "type changed": "major",
    "key changed": "major",
    "missing values changed": "major",
    "promise weakened": "major",
    "code removed": "major",
    "row removed": "major",
    "table added": "minor",
    "file added": "minor",
    "column added": "minor",
    "promise added": "minor",
    "code added": "minor",
    "row added": "minor",
    "value changed": "patch",
    "derived row removed": "patch",
    "derived row added": "patch",
    "text changed": "patch",
    "order changed": "patch",
}
"""The version that each kind of change calls for, in the order of reports."""


@dataclass(frozen=True)
class Change:
    """One thing that two versions say differently; what does not apply is empty.

    Attributes:
        rule: The kind of change, a key of `RULES`.
        table: The table, or empty for the package as a whole.
        row: The id of the row.
        column: The column.
        item: What of the row, column, table or package: a code, the name of a constraint or of another property.
        old: What the old version says; None where it says nothing.
        new: What the new version says.
    """

    rule: str
    table: str = ""
    row: str = ""
    column: str = ""
    item: str = ""
    old: Any = None
    new: Any = None

    @property
    def place(self) -> str:
        """Where the change is, for a reader.

        >>> Change("value changed", "seizures", row="yantian-cocaine", column="quantity").place
        'seizures: yantian-cocaine.quantity'
        >>> Change("code removed", "seizures", column="scope", item="incident").place
        'seizures: scope: incident'
        """
        cell = ".".join(part for part in (self.row, self.column) if part)
        return ": ".join(part for part in (self.table, cell, self.item) if part)


def one_sided(kind: str, old: Collection[str], new: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the names that only one version has, each after its rule.

    >>> list(one_sided("row", ["a", "b"], ["b", "c"]))
    [('row removed', 'a'), ('row added', 'c')]
    """
    in_old, in_new = {*old}, {*new}
    yield from ((f"{kind} removed", name) for name in old if name not in in_new)
    yield from ((f"{kind} added", name) for name in new if name not in in_old)


def called_for(changes: Iterable[Change]) -> str:
    """Return the version that changes call for together: the greatest that any of them calls for.

    >>> called_for([Change("value changed"), Change("row added")])
    'minor'
    """
    return max((RULES[change.rule] for change in changes), key=BUMPS.index, default="none")


def taken(old: str, new: str) -> str | None:
    """Return what kind of version `new` is after `old`, or None if it is not later or a number cannot be read.

    The number to the left decides, before 1.0.0 as after it.

    >>> [taken("0.1.0", new) for new in ("0.1.0", "0.1.1", "0.2.0", "1.0.0", "0.0.9")]
    ['none', 'patch', 'minor', 'major', None]
    """
    numbers = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version) for version in (old, new)]
    if None in numbers:
        return None
    before, after = (tuple(int(part) for part in number.groups()) for number in numbers if number)
    if after <= before:
        return "none" if after == before else None
    return next(kind for kind, a, b in zip(("major", "minor", "patch"), before, after, strict=True) if a != b)


def least_after(old: str, needed: str) -> str:
    """Return the least version after `old` that is of a kind: patch, minor or major.

    >>> [least_after("1.2.3", kind) for kind in BUMPS[1:]]
    ['1.2.4', '1.3.0', '2.0.0']
    """
    numbers = [int(part) for part in old.split(".")]
    place = len(BUMPS) - 1 - BUMPS.index(needed)
    return ".".join(map(str, [*numbers[:place], numbers[place] + 1, *[0] * (2 - place)]))


def verdict(needed: str, old: str, new: str) -> str:
    """Return in words whether the step from one version number to the next is what its changes call for.

    >>> verdict("minor", "0.1.0", "0.1.1")
    'The changes call for at least a minor version; 0.1.0 -> 0.1.1 is a patch version: too small.'
    """
    calls = f"The changes call for at least a {needed} version; "
    kind = taken(old, new)
    if needed == "none":
        return "Nothing that was compared calls for a new version."
    if kind is None:
        return f"{calls}{old} -> {new} is no step to a later version: name the earlier one first."
    if kind == "none":
        return f"{calls}both are {old}: the new one needs a number of its own."
    enough = BUMPS.index(kind) >= BUMPS.index(needed)
    return f"{calls}{old} -> {new} is a {kind} version: {'large enough' if enough else 'too small'}."
