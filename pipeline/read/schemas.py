"""Reading ``schemas/tables/*.json`` and ``schemas/vocabularies/*.yaml`` into typed, checked values."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.faults import CannotBuild, Fault, Position, nearest
from pipeline.read.schema import Child, Code, Column, ForeignKey, Schemas, TableSchema, Vocabulary
from pipeline.read.schema_checks import check_schemas
from pipeline.read.strict_yaml import Fields, Items, Node, Scalar, read_yaml

COLUMN_KEYS = ("name", "title", "type", "description", "origin")
TABLE_KEYS = ("name", "title", "description", "primaryKey", "fields")
OTHER_TABLE_KEYS = ("$schema", "foreignKeys", "uniqueKeys", "missingValues", "child", "built", "unquoted")
VOCABULARY_KEYS = ("title", "description", "codes")
CODE_KEYS = ("code", "label", "definition")


def read_schemas(folder: Path) -> tuple[Schemas, list[Fault]]:
    """Return all tables and vocabularies of a project's folder ``schemas/``, and what is wrong with them.

    What cannot be understood is reported and left out; the rest is returned, so that one run
    reports everything.

    Raises:
        CannotBuild: the folder, or one of its two subfolders, is missing.
    """
    for part in (folder / "tables", folder / "vocabularies"):
        if not part.is_dir():
            raise CannotBuild(f"the folder {folder.name}/{part.name} is missing")
    tables: list[TableSchema] = []
    vocabularies: dict[str, Vocabulary] = {}
    faults: list[Fault] = []
    for path in sorted((folder / "tables").glob("*.json")):
        table, found = _read_table(path, f"{folder.name}/tables/{path.name}")
        tables += [table] if table else []
        faults += found
    for path in sorted((folder / "vocabularies").glob("*.yaml")):
        vocabulary, found = _read_vocabulary(path, f"{folder.name}/vocabularies/{path.name}")
        vocabularies |= {vocabulary.name: vocabulary} if vocabulary else {}
        faults += found
    schemas = Schemas(_in_building_order(tables), vocabularies)
    return schemas, faults + check_schemas(schemas, f"{folder.name}/vocabularies")


def _read_table(path: Path, file: str) -> tuple[TableSchema | None, list[Fault]]:
    """Return one Table Schema, or None and why it cannot be used."""
    try:
        text = path.read_bytes().decode("utf-8")
        raw = json.loads(text, object_pairs_hook=_unique_keys)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        todo = "mend the JSON"
        return None, [
            Fault(Position(file, line), "unnamed", path.stem, f"not valid JSON: {error}", "a Table Schema", todo)
        ]
    faults = _table_shape(raw, text, file, path.stem)
    if faults:
        return None, faults
    try:
        return _table(raw, text, Position(file, 1)), []
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        seen = f"a key or child of the wrong form ({error!r})"
        expected = "primaryKey, foreignKeys, uniqueKeys as lists, child with of, under, key"
        return None, [Fault(Position(file, 1), "unnamed", path.stem, seen, expected, "compare with another table")]


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; ValueError where a key is written twice, of which json would keep the last."""
    keys = [key for key, _ in pairs]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise ValueError(f'the key "{twice}" is written twice in one object')
    return dict(pairs)


def _table_shape(raw: object, text: str, file: str, stem: str) -> list[Fault]:
    """Return a fault for each part without which a Table Schema cannot be understood at all."""
    if not isinstance(raw, dict) or not isinstance(raw.get("fields"), list):
        return [Fault(Position(file, 1), "unnamed", stem, "no list of fields", "a Table Schema", "write its fields")]
    faults = [_missing(Position(file, 1), stem, key) for key in TABLE_KEYS if not raw.get(key)]
    if raw.get("name") not in (stem, None):
        seen, todo = f'the name "{raw["name"]}"', "name the table like its file"
        faults.append(Fault(Position(file, 1), "unnamed", stem, seen, f'"{stem}"', todo))
    for key in raw.keys() - {*TABLE_KEYS, *OTHER_TABLE_KEYS}:
        known = nearest(key, [*TABLE_KEYS, *OTHER_TABLE_KEYS])
        faults.append(Fault(Position(file, 1), "unnamed", stem, f'unknown key "{key}"', "a Table Schema's keys", known))
    for column in raw["fields"]:
        name = str(column.get("name"))
        line = _line_of(text, name)
        faults += [_missing(Position(file, line), f"{stem}.{name}", key) for key in COLUMN_KEYS if not column.get(key)]
    return faults


def _missing(place: Position, subject: str, key: str) -> Fault:
    return Fault(place, "unnamed", subject, f'no "{key}"', f'a "{key}"', "add it")


def _line_of(text: str, name: str) -> int:
    """Return the 1-based line on which the field called `name` is defined; 1 where it is not found."""
    found = re.search(rf'"name"\s*:\s*{re.escape(json.dumps(name))}', text[1:])
    return text.count("\n", 0, found.start() + 1) + 1 if found else 1


def _table(raw: Mapping[str, Any], text: str, position: Position) -> TableSchema:
    """Return the typed form of a Table Schema of the right shape."""
    return TableSchema(
        name=raw["name"],
        title=raw["title"],
        description=raw["description"],
        columns=tuple(_column(one, _line_of(text, one["name"])) for one in raw["fields"]),
        id_name=_only(raw["primaryKey"]),
        position=position,
        foreign_keys=tuple(_foreign_key(key, raw["name"]) for key in raw.get("foreignKeys", ())),
        unique_keys=tuple(tuple(key) for key in raw.get("uniqueKeys", ())),
        child=Child(**raw["child"]) if "child" in raw else None,
        built=bool(raw.get("built", False)),
        unquoted=raw.get("unquoted"),
        raw=raw,
    )


def _only(columns: list[str]) -> str:
    """Return the one column of a key; TypeError for any other form."""
    if not isinstance(columns, list) or len(columns) != 1:
        raise TypeError(f"{columns} is no list of one column")
    return columns[0]


def _foreign_key(raw: Mapping[str, Any], table: str) -> ForeignKey:
    """Return the typed key; the empty resource is the table itself (Data Package v2, `foreignKeys`)."""
    other = raw["reference"]["resource"] or table
    return ForeignKey(_only(raw["fields"]), other, _only(raw["reference"]["fields"]))


def _column(raw: Mapping[str, Any], line: int) -> Column:
    return Column(
        **{key: raw[key] for key in COLUMN_KEYS},
        constraints=raw.get("constraints", {}),
        reader=raw.get("reader"),
        vocabulary=raw.get("vocabulary"),
        kind=raw.get("kind"),
        raw=raw,
        line=line,
    )


def _in_building_order(tables: list[TableSchema]) -> tuple[TableSchema, ...]:
    """Return the tables with those they refer to first, otherwise by name; a cycle keeps the order of names."""
    waiting = {table.name: table for table in sorted(tables, key=lambda table: table.name)}
    ordered: list[TableSchema] = []
    while waiting:
        ready = next((t for t in waiting.values() if not _needs(t) & waiting.keys()), None)
        ordered.append(waiting.pop(ready.name if ready else next(iter(waiting))))
    return tuple(ordered)


def _needs(table: TableSchema) -> set[str]:
    """Return the other tables whose ids `table` holds."""
    return {key.table for key in table.foreign_keys} - {table.name}


def _read_vocabulary(path: Path, file: str) -> tuple[Vocabulary | None, list[Fault]]:
    """Return one vocabulary, or None and why it cannot be used."""
    root, faults = read_yaml(path, file)
    if root is None:
        return None, faults
    codes = root.entries.get("codes") if isinstance(root, Fields) else None
    if not isinstance(root, Fields) or not isinstance(codes, Items):
        seen = Fault(Position(file, 1), "unnamed", path.stem, "no list of codes", "a vocabulary", "write its codes")
        return None, [*faults, seen]
    faults += [_missing(Position(file, 1), path.stem, key) for key in VOCABULARY_KEYS if key not in root.entries]
    for key in root.entries.keys() - {*VOCABULARY_KEYS, "unmarked"}:
        known = nearest(key, [*VOCABULARY_KEYS, "unmarked"])
        faults.append(Fault(root.keys[key], "unnamed", path.stem, f'unknown key "{key}"', "a vocabulary's keys", known))
    faults += [fault for node in codes.items for fault in _code_shape(node, path.stem)]
    typed = tuple(_code(node) for node in codes.items if isinstance(node, Fields))
    unmarked = root.text("unmarked") or None
    return Vocabulary(path.stem, root.text("title"), root.text("description"), typed, unmarked), faults


def _code_shape(node: Node, subject: str) -> list[Fault]:
    """Return a fault for each part of a code that is missing or has the wrong form."""
    if not isinstance(node, Fields):
        expected = "code, label, definition"
        return [Fault(node.position, "unnamed", subject, "a code that is no mapping", expected, "write them")]
    name = f"{subject}.{node.text('code')}"
    faults = [_missing(node.position, name, key) for key in CODE_KEYS if not node.text(key)]
    shapes = {"maps_to": Fields, "cues": Items}
    for key, value in node.entries.items():
        if not isinstance(value, shapes.get(key, Scalar)):
            seen = f'"{key}" of the wrong form'
            expected = "maps_to a mapping, cues a list, others single values"
            faults.append(Fault(node.keys[key], "unnamed", name, seen, expected, "rewrite it"))
    return faults


def _code(node: Fields) -> Code:
    cues, maps_to = node.entries.get("cues"), node.entries.get("maps_to")
    own = {*CODE_KEYS, "cues", "maps_to"}
    return Code(
        code=node.text("code"),
        label=node.text("label"),
        definition=node.text("definition"),
        maps_to={key: maps_to.text(key) for key in maps_to.entries} if isinstance(maps_to, Fields) else {},
        cues=tuple(one.text for one in cues.items if isinstance(one, Scalar)) if isinstance(cues, Items) else (),
        extra={key: node.text(key) for key in node.entries if key not in own},
        line=node.position.line,
    )
