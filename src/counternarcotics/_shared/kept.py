"""The released versions that the project and the wheel keep as ``releases/VERSION.zip``: none has to be fetched.

Each zip holds the descriptor and the CSV file of every table, as they were released. ``releases.json`` has the SHA-256
of each of these files, and nothing is read that it does not have.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from counternarcotics._shared.comparison import Contents
from counternarcotics._shared.versions import Version, described, released

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "releases"
MOST_KEPT = 10_000_000
"""The bytes of all zips together: so much can a wheel grow by what it keeps."""
_MOST_UNPACKED = 20 * MOST_KEPT
_DESCRIPTOR = "datapackage.json"


def kept_path(version: str) -> str:
    """Return the path of a released version from the root of the project."""
    return f"{FOLDER}/{version}.zip"


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return those of a version's files that are kept, as a zip: the same files give the same bytes.

    Args:
        files: The content of each file by path.
    """
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for path in sorted(filter(_is_kept, files)):
            member = ZipInfo(path)  # dated 1980-01-01, the first day that a zip knows
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, files[path], ZIP_DEFLATED, 9)
    return stream.getvalue()


def _is_kept(path: str) -> bool:
    return path == _DESCRIPTOR or re.fullmatch(r"data/\w+\.csv", path) is not None


def kept(root: Path, version: Version) -> Contents:
    """Return a released version as it is kept.

    Args:
        root: The folder of ``releases.json``.
        version: Its entry there.

    Raises:
        ValueError: The zip is missing, damaged, or not of that version; the message says which, in one line.
        OSError: This machine cannot read it.
    """
    files = _unpacked(_read(root / kept_path(version.version)), version)
    descriptor = json.loads(files[_DESCRIPTOR])
    as_described = described(descriptor, version.files)
    parts = ("version", "date", "fingerprint", "tables")
    wrong = [part for part in parts if getattr(as_described, part) != getattr(version, part)]
    if wrong:
        raise ValueError(f"its descriptor does not say the same {' and '.join(wrong)} as releases.json")
    resources = {resource["name"]: resource for resource in descriptor["resources"]}

    def read(table: str) -> pa.Table:
        from counternarcotics._shared.arrow import owned, read_csv

        return read_csv(owned(files[resources[table]["path"]]), resources[table]["schema"])

    return Contents(descriptor, version.tables, read)


def _read(path: Path) -> bytes:
    """Return the bytes of a zip; raises as `kept` does."""
    if not path.is_file():
        raise ValueError("it is missing")
    with path.open("rb") as file:
        content = file.read(MOST_KEPT + 1)
    if len(content) > MOST_KEPT:
        raise ValueError(f"it has more than {MOST_KEPT:,} bytes")
    return content


def _unpacked(content: bytes, version: Version) -> dict[str, bytes]:
    """Return the files in a zip, each with the SHA-256 that the entry of the version has; raises as `kept` does."""
    files: dict[str, bytes] = {}
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _MOST_UNPACKED:
                raise ValueError(f"it unpacks to more than {_MOST_UNPACKED:,} bytes")
            for member in members:
                files[member.filename] = archive.read(member)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise ValueError(f"it was cut short or changed ({error})") from None
    due = {path: digest for path, digest in version.files.items() if _is_kept(path)}
    digests = {path: hashlib.sha256(file).hexdigest() for path, file in files.items()}
    due[_DESCRIPTOR] = version.files.get(_DESCRIPTOR, "")
    wrong = sorted(path for path in {*due, *digests} if due.get(path) != digests.get(path))
    if wrong:
        raise ValueError(f"its {wrong[0]} is not what releases.json lists for version {version.version}")
    return files


def kept_version(root: Path, number: str) -> Contents:
    """Return the released version with a number; raises as `kept` does, also where there is no such version."""
    try:
        versions = {version.version: version for version in released(root)}
    except ValueError as error:
        raise ValueError(f"releases.json of this package: {error}; install the package again") from None
    if number not in versions:
        names = ", ".join(versions) or "none"
        raise ValueError(f"not a released version that this package has ({names}); name a folder or zip of it")
    try:
        return kept(root, versions[number])
    except ValueError as error:
        raise ValueError(f"{kept_path(number)} of this package: {error}; install the package again") from None
