"""Reading ``records/*.yaml`` into rows and their evidence.

Here only the form is judged: known keys, the right nesting. `record_checks` judges what the rows say.
"""

from pathlib import Path

from pipeline.faults import Fault, Position, nearest, shown
from pipeline.model import Evidence, Record
from pipeline.read import ledgers as passage_reader
from pipeline.read.evidence import counted, read_evidence
from pipeline.read.folders import files_of
from pipeline.read.marks import SOURCES, Ledger, Records, ZoneStart
from pipeline.read.record_checks import check_records
from pipeline.read.schema import Schemas, TableSchema
from pipeline.read.strict_yaml import TYPE_NAMES, Fields, Items, Node, Scalar, read_yaml

RETIRED = "retired.yaml"
ID = "id"
ZONE_KEYS = {"zone", "starts", "occurrence"}


def read_records(folder: Path, schemas: Schemas) -> tuple[Records, list[Fault]]:
    """Return all rows of a project's folder ``records/``, and every fault in them.

    A refused row or value is left out of what is returned. References between rows are not checked
    where a file could not be read, since each id in it would seem unknown; a fault says so.

    Raises:
        CannotBuild: the folder is missing.
    """
    paths, faults = files_of(folder, ".yaml")
    reader = _Reader(schemas)
    reader.faults += faults
    for path in paths:
        reader.read(path, f"{folder.name}/{path.name}")
    records = reader.records()
    faults = reader.faults + check_records(records, schemas, references=not reader.unreadable)
    if reader.unreadable:
        seen = f"references not checked, since {', '.join(reader.unreadable)} could not be read"
        faults.append(
            Fault(
                Position(folder.name, 1), "unnamed", "references", seen, "readable files", "mend the other faults first"
            )
        )
    return records, faults


class _Reader:
    """Collects the rows and the faults of all files."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.rows: dict[str, list[Record]] = {table.name: [] for table in schemas.tables if not table.built}
        self.forms: dict[tuple[str, str], tuple[str, ...]] = {}
        self.zones: dict[str, tuple[ZoneStart, ...]] = {}
        self.retired: dict[str, frozenset[str]] = {}
        self.ledgers: dict[str, Ledger] = {}
        self.faults: list[Fault] = []
        self.unreadable: list[str] = []
        self.named = {k.table for t in schemas.tables for k in t.foreign_keys if t.by_name[k.column].reader == "name"}

    def records(self) -> Records:
        """Return what was read so far."""
        rows = {table: tuple(records) for table, records in self.rows.items()}
        return Records(rows, self.forms, self.zones, self.retired, self.ledgers, not self.unreadable)

    def refuse(self, position: Position, subject: str, seen: str, expected: str, todo: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(position, "unnamed", subject, seen, expected, todo))

    def read(self, path: Path, file: str) -> None:
        """Read one file."""
        root, faults = read_yaml(path, file)
        self.faults += faults
        if root is None:
            self.unreadable.append(file)
        elif not isinstance(root, Fields):
            self.refuse(
                root.position, "file", TYPE_NAMES[type(root)], "a mapping of tables", "begin with a table's name"
            )
        elif path.name == RETIRED:
            self.read_retired(root)
        elif path.name == passage_reader.FILE:
            self.ledgers, faults = passage_reader.read_ledgers(root)
            self.faults += faults
        else:
            self.read_tables(root)

    def read_retired(self, root: Fields) -> None:
        """Read the ids that must not be used again."""
        tables = root.entries.get("retired")
        if not isinstance(tables, Fields) or len(root.entries) != 1:
            self.refuse(root.position, "file", "another form", "retired: {table: [ids]}", "write it so")
            return
        for name, node in tables.entries.items():
            if name not in self.rows:
                todo = nearest(name, self.rows)
                self.refuse(tables.keys[name], name, f"unknown table {shown(name)}", "a table that records hold", todo)
            self.retired[name] = frozenset(text for text, _ in self.texts(node, f"retired.{name}"))

    def read_tables(self, root: Fields) -> None:
        """Read the tables of one file, for which `source` names the article of all evidence."""
        for name, node in root.entries.items():
            if name == "source":
                continue
            table = self.schemas.by_name.get(name)
            if table is None:
                known = nearest(name, [*self.rows, "source"])
                self.refuse(root.keys[name], name, f"unknown table {shown(name)}", "a table of the schemas", known)
            elif table.built:
                self.refuse(root.keys[name], name, "rows of a table that the build makes", "no rows", "delete them")
            elif table.child:
                expected = f'its rows under "{table.child.under}" of a row of {table.child.of}'
                self.refuse(root.keys[name], name, f"{name} at the top of the file", expected, "move them there")
            else:
                self.read_rows(table, node, "", root.text("source"))

    def read_rows(self, table: TableSchema, node: Node, parent: str, source: str) -> None:
        """Read the rows of `table` in one list; `parent` is the id of the row that it stands under."""
        if not isinstance(node, Items):
            self.refuse(
                node.position, parent or table.name, TYPE_NAMES[type(node)], "a list of rows", "begin each with -"
            )
            return
        for item in node.items:
            if isinstance(item, Fields):
                self.read_row(table, item, parent, source)
            elif not isinstance(item, Scalar) or item.text:
                subject = f"{parent or table.name}[{TYPE_NAMES[type(item)]}]"
                self.refuse(item.position, subject, "a row that is no mapping", "key: value pairs", "name its columns")

    def read_row(self, table: TableSchema, node: Fields, parent: str, source: str) -> None:
        """Read one row, then the rows under it."""
        own = node.text(ID)
        if not own:
            own = f"line-{node.position.line}"
            if ID not in node.entries:
                self.refuse(node.position, f"{table.name} {own}", "a row without an id", "an id", "give it one")
        row_id = f"{parent}--{own}" if parent else own
        values, places = self.read_values(table, node, row_id)
        if table.child:
            values[table.child.key] = parent
        source = row_id if table.name == SOURCES else source
        evidence = self.read_evidence(node, row_id, source)
        if "evidence" in node.entries:
            places["evidence"] = node.keys["evidence"]
        self.rows[table.name].append(Record(table.name, row_id, values, evidence, node.position, places))
        self.read_extras(table, node, row_id)
        for child in self.schemas.children(table.name):
            if child.child and child.child.under in node.entries:
                self.read_rows(child, node.entries[child.child.under], row_id, source)

    def read_values(self, table: TableSchema, node: Fields, row_id: str) -> tuple[dict[str, str], dict[str, Position]]:
        """Return a row's values by column, and where they stand; refused values have a place only."""
        values, places = {table.id_name: row_id}, {}
        columns = [column.name for column in table.columns if column.written and column.name not in _filled(table)]
        extra = self.extra_keys(table)
        for key, item in node.entries.items():
            if key in extra:
                continue
            if key not in columns:
                self.refuse_key(table, node.keys[key], row_id, key, [*columns, *extra])
                continue
            places[key] = item.position
            if not isinstance(item, Scalar):
                subject = f"{row_id}.{key}"
                self.refuse(item.position, subject, TYPE_NAMES[type(item)], "a single value", "write one value")
            elif item.text:
                values[key] = item.text
        return values, {ID: node.position, **places}

    def extra_keys(self, table: TableSchema) -> list[str]:
        """Return the keys of a row of `table` that are no columns."""
        under = [child.child.under for child in self.schemas.children(table.name) if child.child]
        forms = ["forms"] if table.name in self.named else []
        return [ID, "evidence", *forms, *(["zones"] if table.name == SOURCES else []), *under]

    def refuse_key(self, table: TableSchema, position: Position, row_id: str, key: str, known: list[str]) -> None:
        """Note a key that a row of `table` must not have."""
        subject = f"{row_id}.{key}"
        if key in _filled(table):
            self.refuse(position, subject, f'"{key}" written by hand', 'the row\'s "id" alone', "delete it")
        elif key in table.by_name:
            self.refuse(position, subject, "a derived value", "nothing; the build computes it", "delete it")
        else:
            seen = f"unknown field {shown(key)}"
            self.refuse(position, subject, seen, f"a field of {table.name}", nearest(key, known))

    def read_evidence(self, node: Fields, row_id: str, source: str) -> tuple[Evidence, ...]:
        """Return the evidence of one row."""
        if "evidence" not in node.entries:
            return ()
        evidence, faults = read_evidence(node.entries["evidence"], row_id, source)
        self.faults += faults
        return evidence

    def read_extras(self, table: TableSchema, node: Fields, row_id: str) -> None:
        """Read the printed forms of what a row names, and an article's zones."""
        if table.name in self.named and "forms" in node.entries:
            texts = self.texts(node.entries["forms"], f"{row_id}.forms")
            self.forms[table.name, row_id] = tuple(text for text, _ in texts)
        if table.name == SOURCES and "zones" in node.entries:
            self.zones[row_id] = self.zone_starts(node.entries["zones"], f"{row_id}.zones")

    def texts(self, node: Node, subject: str) -> list[tuple[str, Position]]:
        """Return the texts of a list, each once."""
        found: dict[str, Position] = {}
        for item in node.items if isinstance(node, Items) else (node,):
            if not isinstance(item, Scalar) or not isinstance(node, Items):
                self.refuse(item.position, subject, TYPE_NAMES[type(item)], "a list of texts", "write [text, text]")
            elif item.text in found:
                self.refuse(item.position, subject, f"{shown(item.text)} a second time", "each once", "delete one")
            elif item.text:
                found[item.text] = item.position
        return list(found.items())

    def zone_starts(self, node: Node, subject: str) -> tuple[ZoneStart, ...]:
        """Return where an article's zones begin, as written."""
        found = []
        for item in node.items if isinstance(node, Items) else (node,):
            if not isinstance(item, Fields) or not {"zone", "starts"} <= item.entries.keys() <= ZONE_KEYS:
                expected = "a list of {zone, starts} or {zone, starts, occurrence}"
                self.refuse(item.position, subject, "a zone of another form", expected, "write it so")
                continue
            occurrence, faults = counted(item, subject)
            self.faults += faults
            found.append(ZoneStart(item.text("zone"), item.text("starts"), item.position, occurrence))
        return tuple(found)


def _filled(table: TableSchema) -> set[str]:
    """Return the columns that a row's `id` and its parent fill."""
    return {table.id_name} | ({table.child.key} if table.child else set())
