"""Reading ``records/*.yaml`` and ``*.jsonl`` into rows of typed values and their evidence.

Here each node is taken by itself: its keys, its nesting, its type, its code. `record_checks` looks at whole rows.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from pipeline.faults import Fault, Position, alike, fault_at, nearest, or_else, shown
from pipeline.model import SOURCES, Correction, Ledger, Record, Records, Value, ZoneStart
from pipeline.progress import SILENT, Progress
from pipeline.read import changes, ledgers
from pipeline.read.default_values import NONE
from pipeline.read.drafts import Written
from pipeline.read.evidence import Quoted, counted, read_evidence
from pipeline.read.folders import files_of
from pipeline.read.json_lines import read_json_lines
from pipeline.read.nodes import TYPE_NAMES, Fields, Items, Node, Scalar, not_one_value
from pipeline.read.record_checks import check_records
from pipeline.read.schema import Column, Schemas, TableSchema
from pipeline.read.short_form import expand
from pipeline.read.slugs import line_as_id, slug
from pipeline.read.spaces import plain_text
from pipeline.read.strict_yaml import read_yaml
from pipeline.read.values import parse

RETIRED = "retired.yaml"
JSON_LINES = ".jsonl"
ID = "id"
SOURCE = "source"
SHOWN_CODE = 40
"""How many characters of an unknown code a message shows in the line for a new one."""
ZONE_KEYS = {"zone", "starts", "occurrence"}


def read_records(folder: Path, schemas: Schemas, progress: Progress = SILENT) -> tuple[Records, list[Fault]]:
    """Return all rows of a project's folder ``records/``, and every fault in them.

    A refused row or value is left out of what is returned. References between rows are not checked where a file could
    not be read, since each id in it would seem unknown.

    Args:
        folder: the folder.
        schemas: all tables and vocabularies.
        progress: is told of each file that was read.

    Raises:
        CannotBuild: the folder is missing.
    """
    paths, faults = files_of(folder, ".yaml", JSON_LINES)
    reader = _Reader(schemas)
    reader.faults += faults
    for path in paths:
        reader.read(path, f"{folder.name}/{path.name}")
        progress.advance(1)
    records, whole_faults = reader.records()
    reader.faults += whole_faults
    return records, reader.faults + check_records(records, schemas, references=records.whole)


class _Reader:
    """Collects the rows and the faults of all files."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.rows: dict[str, list[Written]] = {table.name: [] for table in schemas.tables if not table.built}
        self.forms: dict[tuple[str, str], tuple[str, ...]] = {}
        self.zones: dict[str, tuple[ZoneStart, ...]] = {}
        self.retired: dict[str, frozenset[str]] = {}
        self.ledgers: list[Ledger] = []
        self.corrections: tuple[Correction, ...] = ()
        self.faults: list[Fault] = []
        self.whole = True
        self.named = {
            key.table
            for table in schemas.tables
            for key in table.foreign_keys
            if table.by_name[key.column].reader == "name"
        }
        self.columns = {table.name: _columns(table) for table in schemas.tables}
        self.extra_keys = {table.name: self._extra_keys(table) for table in schemas.tables}

    def records(self) -> tuple[Records, list[Fault]]:
        """Return what was read so far, complete, and what could not be completed."""
        rows, faults = expand(self.rows, self.forms, self.schemas)
        entries, repeated = ledgers.by_article(self.ledgers)
        read = (self.forms, self.zones, self.retired, entries, self.corrections, self.whole)
        return Records(rows, *read), [*repeated, *faults]

    def read(self, path: Path, file: str) -> None:
        """Read one file: a YAML file, or one of JSON Lines, of which each line holds what a YAML file does."""
        if path.suffix == JSON_LINES:
            roots, faults = read_json_lines(path, file)
        else:
            root, faults = read_yaml(path, file)
            roots = [root]
        self.faults += faults
        for root in roots:
            self.read_root(root, path)

    def read_root(self, root: Node | None, path: Path) -> None:
        """Read what a YAML file, or one line, holds; None stands for what could not be read."""
        if root is None:
            self.whole = False
        elif not isinstance(root, Fields):
            seen, fix = TYPE_NAMES[type(root)], "begin with a table's name"
            self.faults.append(Fault(root.position, "form-wrong", "file", seen, "a mapping of tables", fix))
        elif path.name == RETIRED:
            self.read_retired(root)
        elif ledgers.is_ledger(path.stem):
            entries, faults = ledgers.read_ledgers(root)
            self.ledgers += entries
            self.faults += faults
        elif path.name == changes.FILE:
            self.corrections, faults = changes.read_changes(root)
            self.faults += faults
        else:
            self.read_tables(root)

    def read_retired(self, root: Fields) -> None:
        """Read the ids that must not be used again."""
        tables = root.entries.get("retired")
        if not isinstance(tables, Fields) or len(root.entries) != 1:
            expected = "retired: {table: [ids]}"
            self.faults.append(
                Fault(root.position, "form-wrong", "file", "another form", expected, "write it like that")
            )
            return
        for name, node in tables.entries.items():
            if name not in self.rows:
                seen, fix = f"unknown table {shown(name)}", nearest(name, self.rows)
                self.faults.append(
                    Fault(tables.keys[name], "table-unknown", name, seen, "a table that records hold", fix)
                )
            self.retired[name] = frozenset(text for text, _ in self.texts(node, f"retired.{name}"))

    def read_tables(self, root: Fields) -> None:
        """Read the tables of one file, for which `source` names the article of all evidence."""
        texts, faults = root.texts((SOURCE,), "file")
        if faults:
            # Without it each quote of the file would seem to have no article.
            self.faults += faults
            self.whole = False
            return
        for name, node in root.entries.items():
            if name == SOURCE:
                continue
            position, table = root.keys[name], self.schemas.by_name.get(name)
            if table is None:
                seen, fix = f"unknown table {shown(name)}", nearest(name, [*self.rows, SOURCE])
                self.faults.append(Fault(position, "table-unknown", name, seen, "a table of the schemas", fix))
                self.whole = False
            elif table.built:
                seen, expected = "rows of a table that the build makes", "no rows of it in records"
                self.faults.append(Fault(position, "table-not-written", name, seen, expected, "delete them"))
            elif table.child:
                expected = f'its rows under "{table.child.under}" of a row of {table.child.of}'
                self.faults.append(
                    Fault(position, "table-misplaced", name, f"{name} at the top of the file", expected, "move them")
                )
            else:
                self.read_rows(table, node, "", texts[SOURCE])

    def read_rows(self, table: TableSchema, node: Node, parent: str, source: str) -> None:
        """Read the rows of `table` in one list; `parent` is the id of the row that it stands under."""
        subject = parent or table.name
        if not isinstance(node, Items):
            seen, fix = TYPE_NAMES[type(node)], "begin each row with -"
            self.faults.append(Fault(node.position, "form-wrong", subject, seen, "a list of rows", fix))
            return
        for item in node.items:
            if isinstance(item, Fields):
                self.read_row(table, item, parent, source)
            elif not isinstance(item, Scalar) or item.text:
                seen, expected = f"{TYPE_NAMES[type(item)]} in place of a row", "key: value pairs"
                self.faults.append(
                    Fault(item.position, "form-wrong", subject, seen, expected, "name the columns of the row")
                )

    def read_row(self, table: TableSchema, node: Fields, parent: str, source: str) -> None:
        """Read one row, then the rows under it."""
        line = line_as_id(node.position)
        texts, faults = node.texts((ID,), f"{table.name} {line}")
        self.faults += faults
        own = texts[ID] or (_default_id(table, node) if ID not in node.entries else "") or line
        if own == line and ID not in node.entries:
            subject = f"{table.name} {line}"
            self.faults.append(
                Fault(node.position, "id-missing", subject, "a row without an id", "an id", "give it one")
            )
        row_id = f"{parent}--{own}" if parent else own
        declined = {key for key, item in node.entries.items() if _is_declined(table, key, item)}
        values, positions = self.read_values(table, node, row_id, declined)
        if table.child:
            values[table.child.key] = parent
        source = row_id if table.name == SOURCES else source
        evidence, refused = self.read_evidence(table, node, row_id, source)
        if "evidence" in node.entries:
            positions["evidence"] = node.keys["evidence"]
        record = Record(table.name, row_id, values, evidence.quotes, node.position, positions)
        self.rows[table.name].append(Written(record, evidence.loose, frozenset(declined), refused))
        self.read_extras(table, node, row_id, values)
        for child in self.schemas.children(table.name):
            if child.child and child.child.under in node.entries:
                self.read_rows(child, node.entries[child.child.under], row_id, source)

    def read_values(
        self, table: TableSchema, node: Fields, row_id: str, declined: Collection[str]
    ) -> tuple[dict[str, Value], dict[str, Position]]:
        """Return a row's values by column, and where they stand; a refused value has a position only.

        Of the columns `declined` there is no value, and the row inherits none.
        """
        values: dict[str, Value] = {table.id_name: row_id}
        positions = {ID: node.position}
        columns, extra = self.columns[table.name], self.extra_keys[table.name]
        for key, item in node.entries.items():
            if key in extra or key in declined:
                continue
            if key not in columns:
                self.refuse_key(table, node.keys[key], row_id, key, [*columns, *extra])
                # The column that is meant was written, though its value is not read.
                positions.update(dict.fromkeys(alike(key, columns)[:1], node.keys[key]))
                continue
            positions[key] = item.position
            value = self.read_value(columns[key], item, row_id)
            if value is not None:
                values[key] = value
        return values, positions

    def read_value(self, column: Column, node: Node, row_id: str) -> Value | None:
        """Return the value of one cell; None where it is refused, or was refused when the file was read."""
        fault = fault_at(node.position, row_id, column.name)
        if not isinstance(node, Scalar):
            self.faults.append(not_one_value(node, f"{row_id}.{column.name}"))
            return None
        if not node.text:
            return None
        codes = self.schemas.codes(column)
        if column.vocabulary:
            if node.text in codes:
                return node.text
            file = f"schemas/vocabularies/{column.vocabulary}.yaml"
            seen, expected = f"unknown code {shown(node.text)}", f"a code of {file}"
            line = f"- {{code: {node.text[:SHOWN_CODE]}, label: …, definition: …, cues: [WORDS]}}"
            self.faults.append(
                fault("code-unknown", seen, expected, or_else(nearest(node.text, codes), f"add there {line}"))
            )
            return None
        try:
            return parse(column, node.text)
        except ValueError as error:
            example = f"such as {column.raw['example']}" if "example" in column.raw else f"of type {column.type}"
            self.faults.append(fault("value-malformed", str(error), f"a value {example}", "correct the value"))
            return None

    def _extra_keys(self, table: TableSchema) -> list[str]:
        """Return the keys of a row of `table` that are no columns."""
        under = [child.child.under for child in self.schemas.children(table.name) if child.child]
        forms = ["forms"] if table.name in self.named else []
        zones = ["zones"] if table.name == SOURCES else []
        return [ID, "evidence", *forms, *zones, *under]

    def refuse_key(self, table: TableSchema, position: Position, row_id: str, key: str, keys: list[str]) -> None:
        """Note a key that a row of `table` must not have; `keys` are those that it may."""
        fault = fault_at(position, row_id, key)
        if key in _filled(table):
            refused = fault("key-filled", f'"{key}" written by hand', 'the row\'s "id" alone', "delete it")
        elif key in table.by_name:
            filled = table.by_name[key].is_filled
            fix = f"delete it; write {key}: ACTOR beside the quote that says it" if filled else "delete it"
            refused = fault("value-derived", "a value that the build computes", "no value written by hand", fix)
        else:
            seen, expected = f"unknown field {shown(key)}", f"a field of {table.name}"
            refused = fault("key-unknown", seen, expected, nearest(key, keys))
        self.faults.append(refused)

    def read_evidence(self, table: TableSchema, node: Fields, row_id: str, source: str) -> tuple[Quoted, bool]:
        """Return the evidence of one row, and whether a part of it was refused."""
        if "evidence" not in node.entries:
            return Quoted(), False
        evidence, faults = read_evidence(node.entries["evidence"], row_id, source, borrows=table.owner is not None)
        self.faults += faults
        return evidence, bool(faults)

    def read_extras(self, table: TableSchema, node: Fields, row_id: str, values: Mapping[str, Value]) -> None:
        """Read the printed forms of what a row names, its own name first, and an article's zones."""
        if table.name in self.named:
            forms = self.texts(node.entries["forms"], f"{row_id}.forms") if "forms" in node.entries else []
            name = [str(values["name"])] if "name" in values else []
            self.forms[table.name, row_id] = tuple(dict.fromkeys([*name, *(plain_text(text) for text, _ in forms)]))
        if table.name == SOURCES and "zones" in node.entries:
            self.zones[row_id] = self.zone_starts(node.entries["zones"], f"{row_id}.zones")

    def texts(self, node: Node, subject: str) -> list[tuple[str, Position]]:
        """Return the texts of a list, each once."""
        positions: dict[str, Position] = {}
        for item in node.items if isinstance(node, Items) else (node,):
            if not isinstance(item, Scalar) or not isinstance(node, Items):
                seen = TYPE_NAMES[type(item)]
                fix = "write [text, text], with a text that holds ': ' in quotation marks"
                self.faults.append(Fault(item.position, "form-wrong", subject, seen, "a list of texts", fix))
            elif item.text in positions:
                seen = f"{shown(item.text)} a second time"
                self.faults.append(Fault(item.position, "text-repeated", subject, seen, "each text once", "delete one"))
            elif item.text:
                positions[item.text] = item.position
        return list(positions.items())

    def zone_starts(self, node: Node, subject: str) -> tuple[ZoneStart, ...]:
        """Return where an article's zones begin, as written."""
        starts = []
        for item in node.items if isinstance(node, Items) else (node,):
            if not isinstance(item, Fields) or not {"zone", "starts"} <= item.entries.keys() <= ZONE_KEYS:
                expected = "a list of {zone, starts} or {zone, starts, occurrence}"
                self.faults.append(
                    Fault(
                        item.position, "form-wrong", subject, "a zone of another form", expected, "write it like that"
                    )
                )
                continue
            texts, faults = item.texts(("zone", "starts"), subject)
            occurrence, occurrence_faults = counted(item, subject)
            self.faults += faults + occurrence_faults
            if texts["zone"]:
                starts.append(ZoneStart(texts["zone"], texts["starts"], item.position, occurrence))
        return tuple(starts)


def _default_id(table: TableSchema, node: Fields) -> str:
    """Return the id of a row without one under another row: what it names, as a slug; empty where it names nothing."""
    named = node.entries.get(table.child.names) if table.child else None
    return slug(named.text) if isinstance(named, Scalar) else ""


def _is_declined(table: TableSchema, key: str, node: Node) -> bool:
    """Return whether a row says that it inherits nothing in a column."""
    column = table.by_name.get(key)
    return column is not None and column.inherits is not None and isinstance(node, Scalar) and node.text == NONE


def _columns(table: TableSchema) -> dict[str, Column]:
    """Return the columns that a row of a table may hold as keys, by name."""
    filled = _filled(table)
    return {column.name: column for column in table.columns if column.written and column.name not in filled}


def _filled(table: TableSchema) -> set[str]:
    """Return the columns that a row's `id` and its parent fill."""
    return {table.id_name} | ({table.child.key} if table.child else set())
