"""The checks of files, where one byte of an article or of a packaged file has another value."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.check.forms import forms_are_equal
from pipeline.read.seeds import read_seeds
from pipeline.write.descriptor import described
from pipeline.write.paths import CHECKSUMS, DATA, DESCRIPTOR
from pipeline.write.staged import write
from tests.mutation.world import Byte, World

COMPARED = "compared with what a build makes"

Finding = tuple[str, object]
"""A check's name and what it found, empty where that is nothing."""


def seed_faults(world: World, change: Byte) -> object:
    """Return what reading the articles finds where one of them has another byte."""
    with tempfile.TemporaryDirectory() as folder:
        for article in world.articles.values():
            content = (world.root / article.seed_file).read_bytes()
            content = _with_byte(content, change) if article.seed_file == change.path else content
            (Path(folder) / Path(article.seed_file).name).write_bytes(content)
        return read_seeds(Path(folder), world.records, world.schemas)[1]


def file_findings(world: World, change: Byte) -> Iterator[Finding]:
    """Yield what the guarantees and the checksums find where a packaged file has another byte."""
    changed = {**world.files, change.path: _with_byte(world.files[change.path], change)}
    name = Path(change.path).stem
    if name in world.schemas.by_name:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), {path: changed[path] for path in changed if Path(path).stem in (name, "datapackage")})
            schema = described(world.schemas.table(name), world.schemas)
            forms, _ = forms_are_equal(Path(folder) / DATA, {name: world.tables[name]}, {name: schema})
            yield "guarantee 8", not forms.kept
        digest = hashlib.sha256(changed[change.path]).hexdigest()
        yield CHECKSUMS, f"{digest}  {Path(change.path).name}" not in changed[CHECKSUMS].decode().splitlines()
        resources = json.loads(changed[DESCRIPTOR])["resources"]
        hashes = {file["path"]: file["hash"] for resource in resources for file in (resource, resource["parquet"])}
        yield DESCRIPTOR, hashes[change.path].removeprefix("sha256:") != digest
    yield COMPARED, changed != world.files


def _with_byte(content: bytes, change: Byte) -> bytes:
    return content[: change.offset] + bytes([change.value]) + content[change.offset + 1 :]
