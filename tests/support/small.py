"""Small packages of data for tests: what their descriptor must hold besides what a test is about."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SHA256 = f"sha256:{'0' * 64}"


def describe(folder: Path, schemas: Mapping[str, Mapping[str, Any]], version: str = "1.0.0") -> None:
    """Write the descriptor and the citations of a package with these Table Schemas, by table.

    The sizes and checksums of its tables are of no file.

    A schema needs names and types of its columns, and may have all else that Table Schemas have.
    """
    descriptor = {
        "version": version,
        "created": "2026-01-01T00:00:00Z",
        "fingerprint": _SHA256,
        "resources": [_resource(table, schema) for table, schema in schemas.items()],
    }
    citations = {"dataset": {"apa": "cited as apa"}, "articles": {}}
    sums = ""
    for name, content in {"../datapackage.json": descriptor, "citations.json": citations}.items():
        encoded = json.dumps(content).encode()
        (folder / "data" / name).write_bytes(encoded)
        sums += f"{hashlib.sha256(encoded).hexdigest()}  {name}\n"
    (folder / "data" / "SHA256SUMS").write_text(sums)


def _resource(table: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of a table."""
    fields = [
        {"title": "T.", "description": "D.", "origin": "derived", "reason": "R."} | field for field in schema["fields"]
    ]
    return {
        "name": table,
        "title": table.title(),
        "description": "One row is one thing.",
        "format": "csv",
        "rows": 0,
        "fingerprint": _SHA256,
        **_file(f"data/{table}.csv"),
        "parquet": _file(f"data/{table}.parquet"),
        "schema": {"primaryKey": [fields[0]["name"]], **schema, "fields": fields},
    }


def _file(path: str) -> dict[str, Any]:
    """Return the entry of a file."""
    return {"path": path, "bytes": 0, "hash": _SHA256}
