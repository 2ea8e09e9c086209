"""What columns of several tables share stands once, in ``columns.json``, and is expanded into ``tables/*.json``.

Each entry of ``columns.json`` names columns as ``table.column``, where ``*`` stands for any text (``*.note``), and the
properties of a field that all of them share. ``python -m schemas`` writes them into the tables, which stay plain and
complete Table Schemas. What an entry does not say, such as an example, each table says itself.
"""

import json
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
COLUMNS = "columns.json"
COMMAND = "python -m schemas"

FIELD_KEYS = (
    "name",
    "title",
    "type",
    "origin",
    "rules",
    "kind",
    "reader",
    "vocabulary",
    "of",
    "counts",
    "decides",
    "words_of",
    "inherits",
    "reason",
    "constraints",
    "description",
    "example",
)
"""The order of the properties of a field."""
LISTS = ("foreignKeys", "checks", "fields")
"""The properties of a Table Schema that have a line for each item."""

Object = Mapping[str, Any]


def selects(entry: Object, table: str, column: str) -> bool:
    """Return whether an entry of ``columns.json`` is about a column.

    >>> entry = {"columns": ["*.note"], "except": ["passages.note"]}
    >>> selects(entry, "events", "note"), selects(entry, "passages", "note"), selects(entry, "events", "title")
    (True, False, False)
    """
    name = f"{table}.{column}"
    named = any(fnmatchcase(name, pattern) for pattern in entry["columns"])
    return named and not any(fnmatchcase(name, pattern) for pattern in entry.get("except", ()))


def expanded_field(field: Object, table: str, shared: Sequence[Object]) -> dict[str, Any]:
    """Return a field with what `shared`, the entries of ``columns.json``, says of it; a later entry goes first."""
    whole = dict(field)
    for entry in shared:
        if selects(entry, table, field["name"]):
            constraints = {**whole.get("constraints", {}), **entry["field"].get("constraints", {})}
            whole |= entry["field"]
            if constraints:
                whole["constraints"] = constraints
    return {key: whole[key] for key in sorted(whole, key=_place)}


def _place(key: str) -> int:
    return FIELD_KEYS.index(key) if key in FIELD_KEYS else len(FIELD_KEYS)


def expanded(table_schema: Object, shared: Sequence[Object]) -> dict[str, Any]:
    """Return a Table Schema with what `shared` says of its fields; to expand it twice changes nothing."""
    fields = [expanded_field(field, table_schema["name"], shared) for field in table_schema["fields"]]
    return {**table_schema, "fields": fields}


def laid_out(table_schema: Object) -> str:
    """Return a Table Schema as its file has it: a line for each key, each field and each check."""
    parts = []
    for key, value in table_schema.items():
        if key in LISTS:
            lines = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in value)
            parts.append(f"  {json.dumps(key)}: [\n{lines}\n  ]")
        else:
            parts.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(folder: Path = FOLDER) -> int:
    """Write what ``columns.json`` says into the tables, and print which files changed."""
    shared = json.loads((folder / COLUMNS).read_text(encoding="utf-8"))
    for file in sorted((folder / "tables").glob("*.json")):
        old = file.read_text(encoding="utf-8")
        new = laid_out(expanded(json.loads(old), shared))
        if new != old:
            file.write_text(new, encoding="utf-8", newline="\n")
            print(f"{file.parent.name}/{file.name} changed")
    return 0
