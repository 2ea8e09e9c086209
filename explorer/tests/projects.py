"""Copies of the project, as far as the site is made from it, for tests to change."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from counternarcotics._package import at
from pipeline.read.project import companions
from pipeline.read.schemas import read_schemas
from pipeline.write.staged import write
from tests.support import ROOT
from tests.support.packaged import packaged_files

NEEDED = (
    *("data", "docs", "schemas", "codings/cells.csv", "pyproject.toml"),
    *("CITATION.cff", "croissant.json", "datapackage.json"),
)
"""What the site is made from, beside what the data carry with them."""
Rows = list[dict[str, Any]]


def copied_project(folder: Path) -> Path:
    """Copy the project into a new folder."""
    for name in (*NEEDED, *companions(ROOT)):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target)
        else:
            shutil.copy(ROOT / name, target)
    return folder


def change_rows(root: Path, change: Callable[[Mapping[str, Rows]], object]) -> None:
    """Change the rows of a copy, and write all that the build derives from them.

    Args:
        root: The copy.
        change: Takes the rows of each table by its name, and changes these.
    """
    package, (schemas, _) = at(root), read_schemas(root / "schemas")
    old = {table: package.read(table) for table in package.tables}
    rows = {table: content.to_pylist() for table, content in old.items()}
    change(rows)
    tables = {table: pa.Table.from_pylist(rows[table], content.schema) for table, content in old.items()}
    write(root, packaged_files(root, tables, schemas))
