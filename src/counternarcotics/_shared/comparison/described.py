"""What two versions of a Table Schema promise differently: columns, types, keys, constraints, codes and texts.

Two descriptions are compared part by part, whatever JSON they are; `_rule` says what kind of change each part is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from counternarcotics._shared.version_rule import Change

Path = tuple[str, ...]
"""Where something stands in a description, from the outermost name to the innermost."""

_WHOLE: tuple[Path, ...] = (("primaryKey",), ("missingValues",))
"""Lists that are shown whole."""


def schema_changes(table: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield what changed between two Table Schemas of a table, its resource's other properties included."""
    differences = list(differing(old, new))
    # What explains a code comes and goes with the code.
    explained = {
        (*path[:2], "categories", *path[4:]) for path, *_ in differences if path[2:4] == ("constraints", "enum")
    }
    for path, was, now in differences:
        if not (path in explained and None in (was, now)):
            yield _change(table, path, was, now)


def differing(old: Any, new: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Yield each part in which two descriptions differ, with both values, None for the one that lacks it.

    What is false is as good as missing. A list whose entries have names is compared by name; if only their order
    differs, the names that both lists have are the values.

    >>> list(differing({"title": "Talks"}, {"title": "Visits", "built": True}))
    [(('title',), 'Talks', 'Visits'), (('built',), None, True)]
    >>> list(differing({"codes": ["a", "b"]}, {"codes": ["b", "a", "c"]}))
    [(('codes',), ['a', 'b'], ['b', 'a']), (('codes', 'c'), None, 'c')]
    """
    if old == new:
        return
    comparable = type(old) is type(new) and path not in _WHOLE
    before, after = (_parts(old), _parts(new)) if comparable else (None, None)
    if before is None or after is None:
        yield path, old, new
        return
    kept, placed = [name for name in before if name in after], [name for name in after if name in before]
    if isinstance(old, list) and kept != placed:
        yield path, kept, placed
    for name in {**before, **after}:
        yield from differing(before.get(name), after.get(name), (*path, name))


def _parts(value: Any) -> dict[str, Any] | None:
    """Return the parts of a value by name; None where it has none, or two of the same name."""
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if part is not None and part is not False}
    if not isinstance(value, list):
        return None
    parts = {_name(entry): entry for entry in value}
    return parts if len(parts) == len(value) else None


def _name(entry: Any) -> str:
    """Return what tells an entry of a list from the others: its name or value, or else all of it."""
    name = entry.get("name", entry.get("value")) if isinstance(entry, dict) else entry
    return name if isinstance(name, str) else json.dumps(entry, sort_keys=True)


def _change(table: str, path: Path, old: Any, new: Any) -> Change:
    """Return the change that a difference in the description of a table is."""
    column, place = (path[1], path[2:]) if path[0] == "fields" and len(path) > 1 else ("", path)
    rule, item = "text changed", ", ".join(place)
    came = "added" if old is None else "removed"
    match place:
        case ():
            return Change(f"column {came}", table, column=column)
        case ("constraints", "enum", code) if None in (old, new):
            return Change(f"code {came}", table, column=column, item=code)
        case ("primaryKey",):
            rule = "key changed"
        case ("missingValues",):
            rule = "missing values changed"
        case ("type" | "format", *_) if column:
            rule = "type changed"
        case _ if isinstance(old, list) and isinstance(new, list) and {*map(_name, old)} == {*map(_name, new)}:
            rule, item = "order changed", place[-1]
        case ("uniqueKeys" | "foreignKeys" as item, *_) | ("constraints", item, *_):
            rule = _promise(item, old, new)
    return Change(rule, table, column=column, item=item, old=old, new=new)


def _promise(item: str, old: Any, new: Any) -> str:
    """Return whether a changed constraint promises more than before; where that is not certain, it is weaker."""
    numbers = all(type(value) in (int, float) for value in (old, new))
    higher, lower = item in ("minimum", "minLength"), item in ("maximum", "maxLength")
    stricter = old is None or (numbers and ((higher and new > old) or (lower and new < old)))
    return "promise added" if stricter else "promise weakened"
