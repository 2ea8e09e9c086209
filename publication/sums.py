"""The checksums of a release, as ``sha256sum`` writes and checks them."""

import hashlib
import re
from pathlib import Path

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^/\n]+)")


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder but the checksums, by name."""
    files = [path for path in sorted(folder.iterdir()) if path.name != SUMS]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()}


def write(folder: Path) -> None:
    """Write the checksums of all files in a folder."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in digests(folder).items())
    (folder / SUMS).write_text(lines, encoding="utf-8", newline="\n")


def read(folder: Path) -> dict[str, str] | None:
    """Return the checksums that a folder lists, by name; None where the list is missing or is none."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    matches = [_LINE.fullmatch(line) for line in lines]
    return {match[2]: match[1] for match in matches if match} if matches and all(matches) else None
