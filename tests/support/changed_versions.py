"""Versions of the dataset that tests change: a copy, and one edit for each kind of change."""

import contextlib
import copy
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from counternarcotics._copies import Copy, opened
from tests.support.built import BUILT

Edit = Callable[["Version"], object]


class Version:
    """A copy of the dataset that tests change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(BUILT / "data", root / "data")
        self.descriptor: dict[str, Any] = json.loads((BUILT / "datapackage.json").read_text(encoding="utf-8"))

    def schema(self, table: str) -> dict[str, Any]:
        """Return the Table Schema of a table."""
        schema: dict[str, Any] = self.entry(table)["schema"]
        return schema

    def entry(self, table: str) -> dict[str, Any]:
        """Return the entry of a table in the descriptor."""
        resources = {resource["name"]: resource for resource in self.descriptor["resources"]}
        resource: dict[str, Any] = resources[table]
        return resource

    def field(self, table: str, column: str) -> dict[str, Any]:
        """Return the description of a column."""
        found: dict[str, Any] = next(one for one in self.schema(table)["fields"] if one["name"] == column)
        return found

    def change_rows(self, table: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
        """Change the rows of a table, with the columns and types that it has."""
        file = self.root / "data" / f"{table}.parquet"
        old = pq.read_table(file)
        rows = old.to_pylist()
        change(rows)
        _write(pa.Table.from_pylist(rows, schema=old.schema), file)

    def change_table(self, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
        """Change a table as Arrow has it."""
        file = self.root / "data" / f"{table}.parquet"
        _write(change(pq.read_table(file)), file)

    def write(self) -> Path:
        """Write the version as it now stands, described as it is, and return its folder."""
        for entry in self.descriptor["resources"]:
            self._describe(entry)
        (self.root / "datapackage.json").write_text(json.dumps(self.descriptor), encoding="utf-8")
        return self.root

    def package(self) -> Copy:
        """Return the version as it now stands, as a copy that nobody trusts."""
        return copy_in(self.write())

    def _describe(self, entry: dict[str, Any]) -> None:
        """Say in the descriptor how large the files of a table are, unless a test removed or broke them."""
        for described in (entry, entry["parquet"]):
            file = self.root / described["path"]
            if file.exists():
                content = file.read_bytes()
                described |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        with contextlib.suppress(FileNotFoundError, pa.ArrowInvalid):
            entry["rows"] = pq.read_metadata(self.root / entry["parquet"]["path"]).num_rows


def copy_in(root: Path) -> Copy:
    """Return the copy in a folder."""
    with opened(root) as opened_copy:
        return opened_copy


def _write(table: pa.Table, file: Path) -> None:
    """Write a table as Parquet, and as CSV beside it."""
    pq.write_table(table, file)
    pa_csv.write_csv(table, file.with_suffix(".csv"))


def remove_table(version: Version) -> None:
    version.descriptor["resources"].remove(version.entry("seizures"))


def add_table(version: Version) -> None:
    entry = copy.deepcopy(version.entry("seizures")) | {"name": "hauls", "path": "data/hauls.csv"}
    entry["parquet"]["path"] = "data/hauls.parquet"
    version.descriptor["resources"].append(entry)
    for kind in ("csv", "parquet"):
        shutil.copy(version.root / f"data/seizures.{kind}", version.root / f"data/hauls.{kind}")


def move_file(version: Version) -> None:
    version.entry("seizures")["path"] = "data/hauls.csv"
    shutil.copy(version.root / "data/seizures.csv", version.root / "data/hauls.csv")


def remove_column(version: Version) -> None:
    version.schema("seizures")["fields"].remove(version.field("seizures", "note"))
    version.change_table("seizures", lambda table: table.drop_columns(["note"]))


def add_column(version: Version) -> None:
    version.schema("seizures")["fields"].append({"name": "weather", "type": "string"})
    version.change_table("seizures", lambda table: table.append_column("weather", pa.array(["fair"] * table.num_rows)))


def retype_column(version: Version) -> None:
    version.field("seizures", "arrests")["type"] = "number"
    place = [field["name"] for field in version.schema("seizures")["fields"]].index("arrests")
    new = pa.field("arrests", pa.float64())
    version.change_table("seizures", lambda table: table.set_column(place, new, table["arrests"].cast(pa.float64())))


def change_key(version: Version) -> None:
    version.schema("seizures")["primaryKey"] = ["event_id"]


def change_missing_values(version: Version) -> None:
    version.schema("seizures")["missingValues"] = ["", "NA"]


def weaken_constraint(version: Version) -> None:
    del version.field("places", "longitude")["constraints"]["maximum"]


def drop_minimum_of_zero(version: Version) -> None:
    del version.field("seizures", "quantity")["constraints"]["minimum"]


def no_longer_required(version: Version) -> None:
    version.field("seizures", "scope")["constraints"]["required"] = False


def raise_maximum(version: Version) -> None:
    version.field("places", "longitude")["constraints"]["maximum"] = 360


def lower_maximum(version: Version) -> None:
    version.field("places", "longitude")["constraints"]["maximum"] = 170


def raise_minimum(version: Version) -> None:
    version.field("places", "longitude")["constraints"]["minimum"] = -170


def change_pattern(version: Version) -> None:
    version.field("seizures", "seizure_id")["constraints"]["pattern"] = "[a-z]+"


def add_constraint(version: Version) -> None:
    version.field("seizures", "note").setdefault("constraints", {})["maxLength"] = 900


def drop_foreign_key(version: Version) -> None:
    version.schema("seizures")["foreignKeys"].pop(0)


def add_unique_key(version: Version) -> None:
    version.schema("places")["uniqueKeys"] = [["name"]]


def remove_code(version: Version) -> None:
    field = version.field("seizures", "scope")
    field["categories"] = [one for one in field["categories"] if one["value"] != "process"]
    field["constraints"]["enum"].remove("process")


def add_code(version: Version) -> None:
    field = version.field("seizures", "scope")
    field["categories"].append({"value": "rumour", "label": "Rumour"})
    field["constraints"]["enum"].append("rumour")


def shorten_list(version: Version) -> None:
    version.field("seizures", "scope")["constraints"]["enum"].remove("process")


def open_list(version: Version) -> None:
    del version.field("seizures", "scope")["constraints"]["enum"]


def close_list(version: Version) -> None:
    version.field("seizures", "note").setdefault("constraints", {})["enum"] = ["a", "b"]


def leave_code_undefined(version: Version) -> None:
    version.field("seizures", "scope")["categories"].pop(0)


def reorder_codes(version: Version) -> None:
    version.field("seizures", "scope")["constraints"]["enum"].reverse()


def relabel_code(version: Version) -> None:
    version.field("seizures", "scope")["categories"][0]["label"] = "Just one"


def reword_column(version: Version) -> None:
    version.field("seizures", "quantity")["description"] = "Otherwise."


def retitle_package(version: Version) -> None:
    version.descriptor["title"] = "Otherwise"


def reorder_columns(version: Version) -> None:
    version.schema("seizures")["fields"].reverse()
    version.change_table("seizures", lambda table: table.select(table.column_names[::-1]))


def remove_row(version: Version) -> None:
    version.change_rows("seizures", lambda rows: rows.pop(0))


def add_row(version: Version) -> None:
    version.change_rows("seizures", lambda rows: rows.append({**rows[0], "seizure_id": "another"}))


def change_value(version: Version) -> None:
    version.change_rows("seizures", lambda rows: rows[-1].update(quantity=340.0))


def empty_value(version: Version) -> None:
    version.change_rows("seizures", lambda rows: rows[1].update(date_end=None))


def remove_evidence(version: Version) -> None:
    version.change_rows("evidence", lambda rows: rows.pop(0))


def add_evidence(version: Version) -> None:
    version.change_rows("evidence", lambda rows: rows.append({**rows[0], "evidence_id": "another"}))
