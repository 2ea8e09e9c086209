"""Reading the folder ``schemas/`` into typed, checked values: Table Schemas, vocabularies, names in references."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.faults import CannotBuild, Fault, Position
from pipeline.read.folders import is_left_by_editors
from pipeline.read.nodes import Fields
from pipeline.read.schema import Child, Column, ForeignKey, Inherits, Schemas, TableSchema, Vocabulary
from pipeline.read.schema_checks import check_schemas
from pipeline.read.schema_forms import COLUMN_KEYS, ENTRY, FIELD, SHARED_FIELD, TABLE, form_faults, wrong_form
from pipeline.read.strict_json import read_json
from pipeline.read.strict_yaml import read_yaml
from pipeline.read.vocabularies import read_vocabulary
from schemas.expand import COLUMNS, COMMAND, expanded_field, selects

TABLES = "tables"
VOCABULARIES = "vocabularies"
CITATIONS = "citations.yaml"


def read_schemas(folder: Path) -> tuple[Schemas, list[Fault]]:
    """Return all tables and vocabularies of a project's folder ``schemas/``, and what is wrong with them.

    What cannot be understood is reported and left out; the rest is returned, so that one run
    reports everything.

    Raises:
        CannotBuild: the folder, one of its two subfolders, or one of its two files is missing.
    """
    for part in (TABLES, VOCABULARIES):
        if not (folder / part).is_dir():
            raise CannotBuild(f"the folder {folder.name}/{part} is missing")
    for name in (COLUMNS, CITATIONS):
        if not (folder / name).is_file():
            raise CannotBuild(f"the file {folder.name}/{name} is missing")
    tables, table_faults = _read_tables(folder)
    vocabularies, vocabulary_faults = _read_vocabularies(folder)
    shared, shared_faults = _read_shared(folder / COLUMNS, f"{folder.name}/{COLUMNS}")
    names, name_faults = _read_names(folder / CITATIONS, f"{folder.name}/{CITATIONS}")
    faults = [*_misplaced(folder), *table_faults, *vocabulary_faults, *shared_faults, *name_faults]
    faults += _differing(tables, shared)
    if not table_faults:
        faults += _about_no_column(tables, shared, f"{folder.name}/{COLUMNS}")
    schemas = Schemas(_in_building_order(tables), vocabularies, names["cited_as"], names["agencies"])
    return schemas, faults + check_schemas(schemas, f"{folder.name}/{VOCABULARIES}")


def _read_tables(folder: Path) -> tuple[list[TableSchema], list[Fault]]:
    """Return the Table Schemas that can be understood, by name of file."""
    paths, faults = _files(folder, TABLES, ".json")
    tables: list[TableSchema] = []
    for path in paths:
        table, wrong = _read_table(path, f"{folder.name}/{TABLES}/{path.name}")
        tables += [table] if table else []
        faults += wrong
    return tables, faults


def _read_vocabularies(folder: Path) -> tuple[dict[str, Vocabulary], list[Fault]]:
    """Return the vocabularies that can be understood, by name."""
    paths, faults = _files(folder, VOCABULARIES, ".yaml")
    vocabularies: dict[str, Vocabulary] = {}
    for path in paths:
        vocabulary, wrong = read_vocabulary(path, f"{folder.name}/{VOCABULARIES}/{path.name}")
        vocabularies |= {vocabulary.name: vocabulary} if vocabulary else {}
        faults += wrong
    return vocabularies, faults


def _files(folder: Path, part: str, ending: str) -> tuple[list[Path], list[Fault]]:
    """Return the files of a subfolder, in order, and a fault for what does not have their ending."""
    paths, faults = [], []
    for path in sorted((folder / part).iterdir()):
        if is_left_by_editors(path.name):
            continue
        if path.is_file() and path.suffix == ending:
            paths.append(path)
        else:
            file = f"{folder.name}/{part}/{path.name}"
            faults.append(_not_read(path, file, f"files that end in {ending}", "rename it, or move it elsewhere"))
    return paths, faults


def _misplaced(folder: Path) -> Iterator[Fault]:
    """Yield the files beside the two subfolders that look like a schema and that nothing reads."""
    for path in sorted(folder.iterdir()):
        is_like_a_schema = path.suffix.lower() in (".json", ".yaml", ".yml") and not is_left_by_editors(path.name)
        if is_like_a_schema and path.name not in (COLUMNS, CITATIONS):
            expected = f"tables in {folder.name}/{TABLES}, vocabularies in {folder.name}/{VOCABULARIES}"
            yield _not_read(path, f"{folder.name}/{path.name}", expected, "move it there, or delete it")


def _not_read(path: Path, file: str, expected: str, fix: str) -> Fault:
    seen = "a folder" if path.is_dir() else "a file that nothing reads"
    return Fault(Position(file, 1), "file-not-read", path.name, seen, expected, fix)


def _read_shared(path: Path, file: str) -> tuple[list[Mapping[str, Any]], list[Fault]]:
    """Return the entries of ``columns.json`` that can be understood."""
    raw, faults = read_json(path, file)
    if not faults and not isinstance(raw, list):
        faults = [wrong_form(Position(file, 1), COLUMNS, "the file", "a list of entries")]
    entries = []
    for number, entry in enumerate(raw if isinstance(raw, list) else (), start=1):
        position, subject = Position(file, 1), f"{COLUMNS}[{number}]"
        wrong = list(form_faults(entry, ENTRY, position, subject))
        if not wrong:
            wrong += form_faults(entry["field"], SHARED_FIELD, position, subject)
        entries += [] if wrong else [entry]
        faults += wrong
    return entries, faults


def _read_table(path: Path, file: str) -> tuple[TableSchema | None, list[Fault]]:
    """Return one Table Schema, or None and why it cannot be used."""
    raw, faults = read_json(path, file)
    if faults:
        return None, faults
    text = path.read_text(encoding="utf-8")
    faults = list(form_faults(raw, TABLE, Position(file, 1), path.stem))
    if faults:
        return None, faults
    if raw["name"] != path.stem:
        seen, fix = f'the name "{raw["name"]}"', "name the table like its file"
        faults.append(Fault(Position(file, 1), "table-name-wrong", path.stem, seen, f'"{path.stem}"', fix))
    for column in raw["fields"]:
        name = str(column.get("name"))
        subject, position = f"{path.stem}.{name}", Position(file, _line_of(text, name))
        faults += form_faults(column, FIELD, position, subject)
    return (None if faults else _table(raw, text, Position(file, 1))), faults


def _line_of(text: str, name: str) -> int:
    """Return the 1-based line on which the field called `name` is defined; 1 where it is not found."""
    field = re.search(rf'"name"\s*:\s*{re.escape(json.dumps(name))}', text[1:])
    return text.count("\n", 0, field.start() + 1) + 1 if field else 1


def _table(raw: Mapping[str, Any], text: str, position: Position) -> TableSchema:
    """Return the typed form of a Table Schema of the right form."""
    return TableSchema(
        name=raw["name"],
        title=raw["title"],
        description=raw["description"],
        columns=tuple(_column(field, _line_of(text, field["name"])) for field in raw["fields"]),
        id_name=raw["primaryKey"][0],
        position=position,
        foreign_keys=tuple(_foreign_key(key, raw["name"]) for key in raw.get("foreignKeys", ())),
        unique_keys=tuple(tuple(key) for key in raw.get("uniqueKeys", ())),
        checks=tuple(raw.get("checks", ())),
        child=Child(**raw["child"]) if "child" in raw else None,
        built=raw.get("built", False),
        unquoted=raw.get("unquoted"),
        sorted_by=raw.get("sortedBy"),
        leads=raw.get("leads"),
        raw=raw,
    )


def _foreign_key(raw: Mapping[str, Any], table: str) -> ForeignKey:
    """Return the typed key; the empty resource is the table itself (Data Package v2, `foreignKeys`)."""
    reference = raw["reference"]
    return ForeignKey(raw["fields"][0], reference["resource"] or table, reference["fields"][0])


def _column(raw: Mapping[str, Any], line: int) -> Column:
    return Column(
        **{key: raw[key] for key in COLUMN_KEYS},
        constraints=raw.get("constraints", {}),
        reader=raw.get("reader"),
        of=raw.get("of"),
        counts=raw.get("counts"),
        decides=raw.get("decides", False),
        words_of=raw.get("words_of"),
        inherits=_inherits(raw["inherits"]) if "inherits" in raw else None,
        vocabulary=raw.get("vocabulary"),
        raw=raw,
        line=line,
    )


def _inherits(raw: Mapping[str, Any]) -> Inherits:
    return Inherits(
        raw["table"], raw["column"], raw.get("where", {}), tuple(raw.get("unless", ())), tuple(raw.get("same", ()))
    )


def _differing(tables: Sequence[TableSchema], shared: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield the columns that differ from what ``columns.json`` says of them."""
    for table in tables:
        for column in table.columns:
            whole = expanded_field(column.raw, table.name, shared)
            differing = [key for key in whole if whole[key] != column.raw.get(key)]
            if differing:
                seen, position = f"{', '.join(differing)} of its own", Position(table.position.file, column.line)
                expected, fix = f"what {COLUMNS} says", f"run {COMMAND}; if the table is right, change {COLUMNS} first"
                yield Fault(position, "shared-column-differs", f"{table.name}.{column.name}", seen, expected, fix)


def _about_no_column(tables: Sequence[TableSchema], shared: Sequence[Mapping[str, Any]], file: str) -> Iterator[Fault]:
    """Yield the entries of ``columns.json`` about columns that no table has."""
    for number, entry in enumerate(shared, start=1):
        if not any(selects(entry, table.name, column.name) for table in tables for column in table.columns):
            seen, fix = f"an entry for {', '.join(entry['columns'])}", "correct the name, or delete the entry"
            subject = f"{COLUMNS}[{number}]"
            yield Fault(Position(file, 1), "shared-column-unknown", subject, seen, "columns of the tables", fix)


def _in_building_order(tables: list[TableSchema]) -> tuple[TableSchema, ...]:
    """Return the tables with those they refer to first, otherwise by name; a cycle keeps the order of names."""
    waiting = {table.name: table for table in sorted(tables, key=lambda table: table.name)}
    ordered: list[TableSchema] = []
    while waiting:
        ready = next((table for table in waiting.values() if not _needs(table) & waiting.keys()), None)
        ordered.append(waiting.pop(ready.name if ready else next(iter(waiting))))
    return tuple(ordered)


def _needs(table: TableSchema) -> set[str]:
    """Return the other tables whose ids `table` holds."""
    return {key.table for key in table.foreign_keys} - {table.name}


def _read_names(path: Path, file: str) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """Return the names in references by the two keys of ``citations.yaml``, each as printed and as cited."""
    root, faults = read_yaml(path, file)
    names: dict[str, dict[str, str]] = {"cited_as": {}, "agencies": {}}
    entries = root.entries if isinstance(root, Fields) else {}
    if root is not None and entries.keys() != names.keys():
        faults.append(wrong_form(Position(file, 1), path.stem, "the file", f"the keys {' and '.join(names)}"))
    for key in entries.keys() & names.keys():
        node = entries[key]
        if isinstance(node, Fields):
            names[key], text_faults = node.texts(node.entries, f"{path.stem}.{key}")
            faults += text_faults
        else:
            faults.append(wrong_form(node.position, f"{path.stem}.{key}", "it", "NAME AS PRINTED: NAME AS CITED"))
    return names, faults
