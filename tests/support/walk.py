"""A released version of whatever data are there, and the next one, which a test edits: tables, schemas, descriptor.

Nothing here names a row: an edit takes the first table, column or row that it fits, and says what it calls for.
"""

import copy
import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from counternarcotics._shared.arrow import read_parquet
from counternarcotics._shared.fingerprint import cell_text, dataset_fingerprint, table_fingerprint
from counternarcotics._shared.kept import FOLDER, kept_path, packed
from counternarcotics._shared.origins import WORDED
from counternarcotics._shared.versions import RELEASES, described
from pipeline.check.corrections import Place
from pipeline.read.project import COMPANIONS
from pipeline.write.paths import DESCRIPTOR

LAST = "3.2.1"
"""The number under which the data were released."""


@dataclass
class Next:
    """The version after the released one.

    Attributes:
        descriptor: Its descriptor.
        tables: Its tables.
        due: The corrected cells and removed rows of the edits so far, with the old and the new cell.
        taken: The tables that an edit has changed; the next edit takes another one.
    """

    descriptor: dict[str, Any]
    tables: dict[str, pa.Table]
    due: dict[Place, tuple[str, str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def resource(self, table: str) -> dict[str, Any]:
        """Return what the descriptor says of a table."""
        resource: dict[str, Any] = next(entry for entry in self.descriptor["resources"] if entry["name"] == table)
        return resource

    def key(self, table: str) -> str:
        """Return the column of a table's ids."""
        return str(self.resource(table)["schema"]["primaryKey"][0])

    def columns(self, table: str) -> list[dict[str, Any]]:
        """Return the columns of a table."""
        columns: list[dict[str, Any]] = self.resource(table)["schema"]["fields"]
        return columns

    def take(self, fits: Callable[[str], bool] = lambda table: True, *, built: bool = False) -> str:
        """Return a table that fits and that no edit has changed."""
        tables: list[str] = [
            entry["name"] for entry in self.descriptor["resources"] if bool(entry["schema"].get("built")) == built
        ]
        table = next(
            table for table in tables if table not in self.taken and len(self.tables[table]) > 2 and fits(table)
        )
        self.taken.add(table)
        return table

    def column(self, fits: Callable[[dict[str, Any]], bool], *, built: bool = False) -> tuple[str, dict[str, Any]]:
        """Return a table of which no edit has changed anything, and its first column that fits."""
        table = self.take(lambda name: any(map(fits, self.columns(name))), built=built)
        return table, next(filter(fits, self.columns(table)))

    def change_rows(self, table: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
        """Change the rows of a table, with the columns and types that it has."""
        rows = self.tables[table].to_pylist()
        change(rows)
        self.tables[table] = pa.Table.from_pylist(rows, self.tables[table].schema)

    def change_cell(self, place: Place, value: Any) -> None:
        """Change one cell of a row."""
        table, row_id, name = place
        row = next(row for row in self.tables[table].to_pylist() if row[self.key(table)] == row_id)
        if self.origin(table, name) != "derived":
            self.due[place] = cell_text(row[name]), cell_text(value)
        self.change_rows(
            table, lambda rows: [other.update({name: value}) for other in rows if other[self.key(table)] == row_id]
        )

    def origin(self, table: str, name: str) -> str:
        """Return the origin of a column."""
        return str(next(column["origin"] for column in self.columns(table) if column["name"] == name))

    def place(self, origins: tuple[str, ...], *, empty: bool = False, built: bool = False) -> Place:
        """Return a cell of texts of some origin, full or empty, in a table that no edit has changed."""

        def rows(table: str, column: Mapping[str, Any]) -> list[dict[str, Any]]:
            fits = column["type"] == "string" and column["origin"] in origins and column["name"] != self.key(table)
            cells = self.tables[table].to_pylist() if fits else []
            return [row for row in cells if (row[column["name"]] is None) == empty]

        table = self.take(lambda name: any(rows(name, column) for column in self.columns(name)), built=built)
        column = next(column for column in self.columns(table) if rows(table, column))
        return table, rows(table, column)[0][self.key(table)], column["name"]

    def staged(self, folder: Path, version: str) -> Path:
        """Write the descriptor as that of a version, and return the folder."""
        changed = {table: self.tables[table] for table in self.taken}
        (folder / DESCRIPTOR).write_text(json.dumps(numbered(self.descriptor, changed, version)), encoding="utf-8")
        return folder


def numbered(descriptor: Mapping[str, Any], changed: Mapping[str, pa.Table], version: str) -> dict[str, Any]:
    """Return a descriptor with the number of a version and the fingerprints of its changed tables."""
    resources = [
        {**entry, "fingerprint": table_fingerprint(changed[entry["name"]], entry["schema"])}
        if entry["name"] in changed
        else entry
        for entry in descriptor["resources"]
    ]
    whole = dataset_fingerprint({entry["name"]: entry["fingerprint"] for entry in resources})
    return {**descriptor, "version": version, "resources": resources, "fingerprint": whole}


def release(source: Path, root: Path) -> Next:
    """Release the data that are built in `source` as version `LAST` of a project in `root`, and return the next one."""
    descriptor = json.loads((source / DESCRIPTOR).read_text(encoding="utf-8"))
    tables = {
        entry["name"]: read_parquet(source / entry["parquet"]["path"], entry["schema"])
        for entry in descriptor["resources"]
    }
    for path in COMPANIONS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes((source / path).read_bytes())
    keep(source, root)
    return Next(descriptor, tables)


def keep(source: Path, root: Path) -> None:
    """Put the data that are built in `source` into a folder as its one release, version `LAST`."""
    descriptor = json.loads((source / DESCRIPTOR).read_text(encoding="utf-8"))
    files = {entry["path"]: (source / entry["path"]).read_bytes() for entry in descriptor["resources"]}
    files[DESCRIPTOR] = json.dumps(numbered(descriptor, {}, LAST)).encode()
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    (root / FOLDER).mkdir()
    (root / kept_path(LAST)).write_bytes(packed(files))
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    entries = [described(json.loads(files[DESCRIPTOR]), digests).as_entry()]
    (root / RELEASES).write_text(json.dumps({"releases": entries}), encoding="utf-8")


def correct_value(version: Next) -> None:
    version.change_cell(version.place(WORDED), "something else: entirely")


def correct_text(version: Next) -> None:
    version.change_cell(version.place(("assigned",)), "something, else # entirely")


def empty_value(version: Next) -> None:
    version.change_cell(version.place(WORDED), None)


def fill_value(version: Next) -> None:
    version.change_cell(version.place(WORDED, empty=True), "now\u00a0said")


def correct_derived_value(version: Next) -> None:
    version.change_cell(version.place(("derived",)), "something else")


def correct_built_row(version: Next) -> None:
    version.change_cell(version.place(("derived",), built=True), "something else")


def remove_built_row(version: Next) -> None:
    version.change_rows(version.take(built=True), lambda rows: rows.pop(0))


def add_built_row(version: Next) -> None:
    table = version.take(built=True)
    version.change_rows(table, lambda rows: rows.append({**rows[0], version.key(table): "another"}))


def add_row(version: Next) -> None:
    table = version.take()
    version.change_rows(table, lambda rows: rows.append({**rows[0], version.key(table): "another"}))


def remove_row(version: Next) -> None:
    table = version.take()
    version.due[table, version.tables[table].to_pylist()[1][version.key(table)], ""] = "", ""
    version.change_rows(table, lambda rows: rows.pop(1))


def rename_row(version: Next) -> None:
    table = version.take()
    version.due[table, version.tables[table].to_pylist()[0][version.key(table)], ""] = "", ""
    version.change_rows(table, lambda rows: rows[0].update({version.key(table): "another"}))


def reorder_rows(version: Next) -> None:
    version.change_rows(version.take(), lambda rows: rows.reverse())


def add_column(version: Next) -> None:
    table = version.take()
    version.columns(table).append({"name": "weather", "type": "string", "origin": "quoted"})
    version.tables[table] = version.tables[table].append_column(
        "weather", pa.array(["fair"] * len(version.tables[table]))
    )


def remove_column(version: Next) -> None:
    table, column = version.column(lambda column: column["origin"] == "assigned" and "constraints" not in column)
    version.columns(table).remove(column)
    version.tables[table] = version.tables[table].drop_columns([column["name"]])


def rename_column(version: Next) -> None:
    table, column = version.column(lambda column: column["origin"] in WORDED)
    names = ["otherwise" if name == column["name"] else name for name in version.tables[table].column_names]
    column["name"] = "otherwise"
    version.tables[table] = version.tables[table].rename_columns(names)


def reorder_columns(version: Next) -> None:
    table = version.take()
    version.columns(table).reverse()
    version.tables[table] = version.tables[table].select(version.tables[table].column_names[::-1])


def change_type(version: Next) -> None:
    table, column = version.column(lambda column: column["type"] == "integer")
    column["type"] = "number"
    place = version.tables[table].column_names.index(column["name"])
    cells = version.tables[table][column["name"]].cast(pa.float64())
    version.tables[table] = version.tables[table].set_column(place, pa.field(column["name"], pa.float64()), cells)


def change_key(version: Next) -> None:
    table = version.take()
    version.resource(table)["schema"]["primaryKey"] = [version.columns(table)[1]["name"]]


def _has_codes(column: Mapping[str, Any]) -> bool:
    return len(column.get("constraints", {}).get("enum", ())) > 1


def add_code(version: Next) -> None:
    version.column(_has_codes)[1]["constraints"]["enum"].append("rumour")


def remove_code(version: Next) -> None:
    version.column(_has_codes)[1]["constraints"]["enum"].pop()


def rename_code(version: Next) -> None:
    version.column(_has_codes)[1]["constraints"]["enum"][0] = "otherwise"


def reorder_codes(version: Next) -> None:
    version.column(_has_codes)[1]["constraints"]["enum"].reverse()


def reword_column(version: Next) -> None:
    version.column(lambda column: True)[1]["description"] = "Otherwise."


def retitle_dataset(version: Next) -> None:
    version.descriptor["title"] = "Otherwise"


def make_stricter(version: Next) -> None:
    version.column(lambda column: "constraints" not in column)[1]["constraints"] = {"maxLength": 900}


def make_weaker(version: Next) -> None:
    del version.column(lambda column: column.get("constraints", {}).get("required"))[1]["constraints"]["required"]


def drop_foreign_key(version: Next) -> None:
    table = version.take(lambda name: bool(version.resource(name)["schema"].get("foreignKeys")))
    version.resource(table)["schema"]["foreignKeys"].pop()


def add_unique_key(version: Next) -> None:
    table = version.take()
    version.resource(table)["schema"].setdefault("uniqueKeys", []).append([version.columns(table)[-1]["name"]])


def add_table(version: Next) -> None:
    table = version.take()
    entry = copy.deepcopy(version.resource(table)) | {"name": "hauls", "path": "data/hauls.csv"}
    version.descriptor["resources"].append(entry)
    version.tables["hauls"] = version.tables[table]
    version.taken.add("hauls")


def remove_table(version: Next) -> None:
    version.descriptor["resources"].remove(version.resource(version.take()))


def move_file(version: Next) -> None:
    version.resource(version.take())["path"] = "data/hauls.csv"


EDITS: Mapping[Callable[[Next], None], str] = {
    correct_value: "patch",
    correct_text: "patch",
    empty_value: "patch",
    fill_value: "patch",
    correct_derived_value: "patch",
    correct_built_row: "patch",
    remove_built_row: "patch",
    add_built_row: "patch",
    add_row: "minor",
    remove_row: "major",
    rename_row: "major",
    reorder_rows: "none",
    add_column: "minor",
    remove_column: "major",
    rename_column: "major",
    reorder_columns: "patch",
    change_type: "major",
    change_key: "major",
    add_code: "minor",
    remove_code: "major",
    rename_code: "major",
    reorder_codes: "patch",
    reword_column: "patch",
    retitle_dataset: "patch",
    make_stricter: "minor",
    make_weaker: "major",
    drop_foreign_key: "major",
    add_unique_key: "minor",
    add_table: "minor",
    remove_table: "major",
    move_file: "major",
}
"""Each edit, with the version that it calls for."""
