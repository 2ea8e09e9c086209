"""The files that a build makes of tables, as bytes by path, which tests change."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from pipeline.read.project import companions, read_project
from pipeline.read.schema import Schemas
from pipeline.write.files import package_files
from pipeline.write.staged import Staged


def packaged_files(root: Path, tables: Mapping[str, pa.Table], schemas: Schemas) -> dict[str, bytes]:
    """Return the files that the build of the project in `root` makes of its tables."""
    with TemporaryDirectory() as folder:
        return contents(package_files(Path(folder), tables, schemas, read_project(root), companions(root)))


def contents(files: Mapping[str, Staged]) -> dict[str, bytes]:
    """Return what stands in staged files."""
    return {path: file.path.read_bytes() for path, file in files.items()}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of files."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
