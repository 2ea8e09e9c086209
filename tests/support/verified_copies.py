"""Copies of the data package for tests of `verify`: small, of any version, and consistent with themselves."""

import copy
import csv
import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from counternarcotics import _package
from counternarcotics._shared.fingerprint import cell_text, dataset_fingerprint, table_fingerprint
from tests.support.built import BUILT

SUMS = "data/SHA256SUMS"
DESCRIPTOR = "datapackage.json"
ROWS = 4
"""How many rows are kept of a table that no other one refers to."""


def listed(root: Path) -> list[str]:
    """Return the files that the checksums of a copy list, by path from its root."""
    names = [line.split("  ")[1] for line in (root / SUMS).read_text(encoding="utf-8").splitlines()]
    return [name.removeprefix("../") if name.startswith("../") else f"data/{name}" for name in names]


def read(root: Path) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    """Return the descriptor and the tables of a copy."""
    package = _package.at(root)
    return copy.deepcopy(package.descriptor), {table: package.read(table) for table in package.tables}


def published(folder: Path) -> Path:
    """Return a small version 0.1.0 in a folder."""
    descriptor, tables = read(BUILT)
    return write(folder / "published", small_tables(tables, descriptor), descriptor, version="0.1.0")


def later(folder: Path) -> Path:
    """Return a version 0.2.0 of the small version in the same folder: one amount corrected, one event renamed."""
    descriptor, tables = read(folder / "published")
    tables["seizures"] = changed(tables["seizures"], 0, arrests=12)
    tables["events"] = changed(tables["events"], 3, title="Another title")
    about = {"version": "0.2.0", "created": "2027-01-31T00:00:00Z"}
    return write(folder / "later", tables, descriptor, **about)


def small_tables(tables: Mapping[str, pa.Table], descriptor: Mapping[str, Any]) -> dict[str, pa.Table]:
    """Return the tables with few rows in those that no other one refers to."""
    schemas = [one["schema"] for one in descriptor["resources"]]
    targets = {key["reference"]["resource"] for schema in schemas for key in schema.get("foreignKeys", ())}
    return {name: table if name in targets else table.slice(0, ROWS) for name, table in tables.items()}


def changed(table: pa.Table, row: int, **cells: Any) -> pa.Table:
    """Return a table with some cells of one row changed."""
    rows = table.to_pylist()
    rows[row] |= cells
    return pa.Table.from_pylist(rows, table.schema)


def write(root: Path, tables: Mapping[str, pa.Table], descriptor: Mapping[str, Any], **about: Any) -> Path:
    """Write a copy that is consistent with itself and return its folder.

    `about` replaces properties of the descriptor, such as the version.
    """
    (root / "data").mkdir(parents=True)
    for path in listed(BUILT):
        if not path.endswith((".csv", ".parquet", DESCRIPTOR)):
            (root / path).write_bytes((BUILT / path).read_bytes())
    (root / "releases.json").write_text('{"releases": []}\n', encoding="utf-8")
    prints = {}
    for name, table in tables.items():
        prints[name] = table_fingerprint(table, schema_of(descriptor, name))
        (root / f"data/{name}.csv").write_bytes(csv_bytes(table))
        pq.write_table(table, root / f"data/{name}.parquet")
    resources = [
        {**resource, "rows": tables[resource["name"]].num_rows, "fingerprint": prints[resource["name"]]}
        for resource in descriptor["resources"]
    ]
    described = {**descriptor, "fingerprint": dataset_fingerprint(prints), "resources": resources, **about}
    save(root, described)
    describe(root)
    sum_up(root)
    return root


def schema_of(descriptor: Mapping[str, Any], table: str) -> dict[str, Any]:
    """Return the Table Schema of a table."""
    schema: dict[str, Any] = next(one["schema"] for one in descriptor["resources"] if one["name"] == table)
    return schema


def csv_bytes(table: pa.Table) -> bytes:
    """Return a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([cell_text(value) for value in row.values()] for row in table.to_pylist())
    return text.getvalue().encode()


def load(root: Path) -> dict[str, Any]:
    """Return the descriptor of a copy."""
    descriptor: dict[str, Any] = json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))
    return descriptor


def save(root: Path, descriptor: Mapping[str, Any]) -> None:
    """Write the descriptor of a copy."""
    (root / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def describe(root: Path) -> None:
    """Put the SHA-256 and the size of each file of a table into the descriptor."""
    descriptor = load(root)
    for resource in descriptor["resources"]:
        for file in (resource, resource["parquet"]):
            content = (root / file["path"]).read_bytes()
            file |= {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
    save(root, descriptor)


def sum_up(root: Path) -> None:
    """Write the checksums of a copy anew."""
    paths = [path for path in listed(BUILT) if (root / path).is_file()]
    names = {path.removeprefix("data/") if path.startswith("data/") else f"../{path}": path for path in paths}
    lines = [f"{hashlib.sha256((root / names[name]).read_bytes()).hexdigest()}  {name}\n" for name in sorted(names)]
    (root / SUMS).write_text("".join(lines), encoding="utf-8")


def entry(root: Path) -> dict[str, Any]:
    """Return a copy as an entry of ``releases.json``, written without the code that is tested."""
    descriptor = load(root)
    tables = {resource["name"]: resource["fingerprint"] for resource in descriptor["resources"]}
    files = {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in listed(root)}
    del files["releases.json"]
    about = {"version": descriptor["version"], "date": descriptor["created"][:10]}
    return {**about, "fingerprint": descriptor["fingerprint"], "tables": tables, "files": files}


def release(root: Path, *entries: Mapping[str, Any]) -> None:
    """Write the list of releases of a copy, and its checksums anew."""
    (root / "releases.json").write_text(json.dumps({"releases": entries}, indent=1) + "\n", encoding="utf-8")
    sum_up(root)
