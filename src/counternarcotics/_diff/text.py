"""A difference as JSON, which has every change, and as text, which has the first of each kind."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._shared.version_rule import RULES, Change, taken

if TYPE_CHECKING:
    from counternarcotics._diff import Difference, Side, TableDifference

SHOWN = 20
"""How many entries of one list the text shows."""

_WIDTH = 80


def as_dict(difference: Difference) -> dict[str, Any]:
    """Return a difference as JSON has it; nothing is left out."""
    old, new = difference.old, difference.new
    return {
        "same": difference.same,
        "old": vars(old),
        "new": vars(new),
        "calls_for": difference.bump,
        "taken": taken(old.version, new.version),
        "verdict": difference.verdict,
        "because": [
            {"rule": rule, "calls_for": RULES[rule], "changes": len(changes)}
            for rule, changes in difference.fired().items()
        ],
        "package": [_as_json(change) for change in difference.package],
        "tables": {name: _table_as_dict(table) for name, table in difference.tables.items()},
    }


def _as_json(change: Change) -> dict[str, Any]:
    """Return a change with what applies to it."""
    named = {name: value for name, value in vars(change).items() if value and name not in ("old", "new")}
    return {**named, "from": change.old, "to": change.new}


def _table_as_dict(table: TableDifference) -> dict[str, Any]:
    """Return what changed in a table, the rows apart from the description."""
    rows = [change for change in table.changes if change.row]
    return {
        "same": table.same,
        "not_compared": table.not_compared or None,
        "rows": {"old": table.rows[0], "new": table.rows[1]},
        "rows_added": [change.row for change in rows if change.rule.endswith("added")],
        "rows_removed": [change.row for change in rows if change.rule.endswith("removed")],
        "values_changed": [
            {"row": change.row, "column": change.column, "from": change.old, "to": change.new}
            for change in rows
            if change.rule == "value changed"
        ],
        "schema": [_as_json(change) for change in table.changes if not change.row],
    }


def as_text(difference: Difference) -> str:
    """Return a report for readers: summary first, then what differs, at most `SHOWN` entries of each list."""
    lines = [_side("old", difference.old), _side("new", difference.new), "", *_summary(difference)]
    if difference.package:
        lines += ["", "the package", *_changes(difference.package)]
    for name, table in difference.tables.items():
        if not table.same:
            counts = " -> ".join("?" if count is None else str(count) for count in table.rows)
            lines += ["", f"{name}: {counts} rows"]
            if table.not_compared:
                lines += _wrapped(f"could not be compared: {table.not_compared}", "  ")
            lines += _changes(table.changes)
    return "\n".join(lines) + "\n"


def _side(name: str, side: Side) -> str:
    """Return the line that names a version."""
    return f"{name}  {side.version}, {side.created}, {side.fingerprint or 'unknown fingerprint'}"


def _summary(difference: Difference) -> Iterator[str]:
    """Yield how many tables differ, and which rules of the version numbers that brings up."""
    if difference.same:
        yield from _wrapped("No difference: all tables were compared; rows, columns and descriptions are the same.")
        return
    tables = difference.tables.values()
    changed = sum(bool(table.changes) for table in tables)
    unknown = [name for name, table in difference.tables.items() if table.not_compared]
    same = sum(table.same for table in tables)
    yield f"{len(tables)} tables in both: {changed} changed, {same} the same, {len(unknown)} not fully compared"
    for rule, changes in difference.fired().items():
        yield f"  {RULES[rule]}  {rule}: {len(changes)}"
    if unknown:
        yield from _wrapped(f"Not fully compared, so perhaps different: {', '.join(unknown)}.")
    yield from _wrapped(difference.verdict)


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    """Yield changes under the rules that they fall under, cut where they are many."""
    for rule in RULES:
        entries = [change for change in changes if change.rule == rule]
        if entries:
            yield f"  {rule}: {len(entries)}"
            for change in entries[:SHOWN]:
                yield from _entry(change)
        if len(entries) > SHOWN:
            yield f"    and {len(entries) - SHOWN} more (--json shows all)"


def _entry(change: Change) -> list[str]:
    """Return the lines of one change: a single line if it fits, else the old and the new value below its place."""
    place = change.place
    was, now = (_shown(value, bool(change.row)) for value in (change.old, change.new))
    if change.rule.endswith(("added", "removed")):
        value = now if change.rule.endswith("added") else was
        suffix = "" if change.old is None and change.new is None else f": {value}"
        return _wrapped(place + suffix, "    ")
    line = f"    {place}: {was} -> {now}"
    if len(line) <= _WIDTH:
        return [line]
    return [f"    {place}", *_wrapped(f"- {was}", "      "), *_wrapped(f"+ {now}", "      ")]


def _shown(value: Any, cell: bool) -> str:
    """Return a value for readers."""
    if value is None:
        return "empty" if cell else "nothing"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else cell_text(value)


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Return text in lines of at most `_WIDTH` characters; ids and addresses stay whole."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  " if indent else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
