"""Every file of a copy against the SHA-256 that its checksums, its descriptor and the published version give it.

Where these disagree, the file is compared with each: perhaps a list was changed, and not the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from counternarcotics import _descriptor
from counternarcotics._shared.versions import SUMS, Version, origin
from counternarcotics._verify.report import Check

DATA = "data/"
JOURNAL = ".staging/journal"
_LINE = re.compile(r"([0-9a-f]{64})  ((?:\.\./)?[A-Za-z0-9_][A-Za-z0-9_.-]*)")


@dataclass(frozen=True)
class Files:
    """The files of a copy and what is said of them, each by its path beside or below the descriptor.

    Attributes:
        contents: The bytes of each file that is there.
        listed: The SHA-256 in the checksums.
        described: The SHA-256 in the descriptor.
        sizes: The bytes in the descriptor.
        versions: The versions that the installed package knows.
        published: The SHA-256 in the version that the copy should be; empty if none of them fits.
        faults: What is wrong with the checksums themselves.
        unreadable: Why a file that is there cannot be read.
    """

    contents: Mapping[str, bytes]
    listed: Mapping[str, str]
    described: Mapping[str, str]
    sizes: Mapping[str, int]
    versions: list[Version]
    published: Mapping[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unreadable: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file that is there."""
        return {path: hashlib.sha256(content).hexdigest() for path, content in self.contents.items()}


def read_files(root: Path, descriptor: Mapping[str, Any] | None, versions: list[Version]) -> Files:
    """Return the files of a copy, not yet compared with a published version.

    Args:
        root: The folder of the descriptor.
        descriptor: The descriptor, where it can be used.
        versions: The versions that the installed package knows.
    """
    hashes, faults = listed(root)
    entries = [entry for _, _, entry in _descriptor.files(descriptor)] if descriptor else []
    described = {entry["path"]: entry["hash"].removeprefix("sha256:") for entry in entries}
    sizes = {entry["path"]: entry["bytes"] for entry in entries}
    names = {*hashes, *(path for version in versions for path in version.files), _descriptor.NAME}
    there = [path for path in (root / DATA).rglob("*") if path.is_file()]
    there += [root / path for path in names]
    contents, unreadable = dict[str, bytes](), dict[str, str]()
    for path in filter(Path.is_file, there):
        name = path.relative_to(root).as_posix()
        try:
            contents[name] = path.read_bytes()
        except OSError as error:
            unreadable[name] = error.strerror or str(error)
    return Files(contents, hashes, described, sizes, versions, {}, faults, unreadable)


def listed(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return the SHA-256 of each file that the checksums list, and the lines that cannot be read."""
    try:
        content = (root / SUMS).read_bytes()
    except OSError as error:
        return {}, [f"{SUMS}: {'missing' if isinstance(error, FileNotFoundError) else error}"]
    hashes: dict[str, str] = {}
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    faults = [f"{SUMS}: its lines end in CR LF, expected LF: a program changed them"] if b"\r\n" in content else []
    faults += [] if lines.pop() == b"" else [f"{SUMS}: its last line has no end: it was cut short or changed"]
    for number, line in enumerate(lines, 1):
        entry = _LINE.fullmatch(line.decode("utf-8", "replace"))
        path = _from_root(entry[2]) if entry else ""
        if entry is None or path in hashes:
            todo = f"{path} is there twice" if entry else "expected a SHA-256, two spaces and the name of a file"
            faults.append(f"{SUMS}:{number}: {line[:100].decode('utf-8', 'replace')!r}: {todo}")
        else:
            hashes[path] = entry[1]
    return hashes, faults or ([] if hashes else [f"{SUMS}: empty"])


def _from_root(name: str) -> str:
    """Return the path beside or below the descriptor of what the checksums name from the folder of the data."""
    return name.removeprefix("../") if name.startswith("../") else f"{DATA}{name}"


def check_files(files: Files) -> Check:
    """Return the check of every file: that it is there, listed, and what the lists say."""
    paths = files.contents.keys() | files.listed.keys() | files.described.keys() | {_descriptor.NAME}
    faults = files.faults + [f"{path}: it cannot be read ({why})" for path, why in files.unreadable.items()]
    checked = 0 if files.faults else 1
    for path in sorted(paths - files.unreadable.keys() - {SUMS}):
        faults += _file_faults(files, path)
        checked += any(path in witness for witness in (files.listed, files.described, files.published))
    total = len(paths | files.unreadable.keys() | {SUMS})
    return Check("files, by SHA-256", checked, total, faults + _unlisted(files))


def unfinished(root: Path) -> list[str]:
    """Return in words that a build was stopped while it put its files in place, where its journal says so.

    Only a checkout has a journal, and only for as long (``pipeline/release/swap.py``).
    """
    if not (root / JOURNAL).is_file():
        return []
    return ["data: a build was stopped while it put its files in place; run build.py to complete it"]


def beside(root: Path, files: Files) -> list[str]:
    """Return the files beside the descriptor that no list names; they are not checked."""
    named = {_descriptor.NAME, *files.listed, *files.described, *files.published}
    return sorted(path.name for path in root.iterdir() if path.is_file() and path.name not in named)


def _file_faults(files: Files, path: str) -> Iterator[str]:
    """Yield what is wrong with one file, or with what the lists say of it."""
    witnesses = {SUMS: files.listed, _descriptor.NAME: files.described}
    given = {name: hashes[path] for name, hashes in witnesses.items() if path in hashes}
    if path in files.contents:
        yield from _compared(files, path, given)
    else:
        yield next(_renamed(files, path, given), f"{path}: missing")


def _unlisted(files: Files) -> list[str]:
    """Return the files that the checksums do not list: forgotten by them, or added to the copy."""
    paths = sorted(files.contents.keys() - files.listed.keys() - {SUMS}) if files.listed else []
    forgotten = [path for path in paths if path in {*files.described, *files.published, _descriptor.NAME}]
    doubt = f", or the line of {SUMS} that names it cannot be read" if files.faults else ""
    added = [path for path in paths if path.startswith(DATA) and path not in forgotten]
    faults = [f"{path}: it is not listed in {SUMS}: it was added{doubt}" for path in added]
    rest = f" and {len(forgotten) - 1} more files" if len(forgotten) > 1 else ""
    return faults + [f"{SUMS}: it does not list {path}{rest}" for path in forgotten[:1]]


def _renamed(files: Files, path: str, given: Mapping[str, str]) -> Iterator[str]:
    """Yield the list that alone names a missing file, where a file that it does not name has that content."""
    for name, digest in given.items():
        named = files.listed if name == SUMS else files.described
        for other in [path for path, content in files.digests.items() if content == digest and path not in named]:
            if len(given) == 1:
                yield f"{name}: it names {path}, which is not there; {other} has its content: a name was changed"


def _compared(files: Files, path: str, given: Mapping[str, str]) -> Iterator[str]:
    """Yield what the comparison of a file with the lists that give its SHA-256 shows to be wrong, file or list."""
    content, digest, published = files.contents[path], files.digests[path], files.published.get(path)
    wrong = [name for name, value in given.items() if value != digest]
    right = [name for name in given if name not in wrong] + ["the published version"] * (published == digest)
    size = files.sizes.get(path, len(content))
    if wrong and right and published in (None, digest):
        for name in wrong:
            yield f"{name}: its SHA-256 of {path} is wrong: the file is as in {' and '.join(right)}"
    elif wrong:
        damage = _damage(path, content, files.sizes.get(path))
        doubt = f", or its line in {wrong[0]} was" if len(given) == 1 and published is None else ""
        forged = f", and {right[0]} with it" if right else ""
        hashes = f" (SHA-256 {digest[:12]}…, expected {(published or given[wrong[0]])[:12]}…)"
        yield f"{path}: {damage}{doubt}{forged}{hashes}{_origin(files, path, digest)}"
    elif size != len(content):
        yield f"{_descriptor.NAME}: its size of {path} is wrong: {size} bytes, the file has {len(content)}"


def _damage(path: str, content: bytes, size: int | None) -> str:
    """Return in words what happened to a file that is not what it should be."""
    if not content:
        return "it is empty"
    if size is not None and size != len(content):
        return (
            f"it is {len(content)} bytes, should be {size}: it was {'cut short' if len(content) < size else 'changed'}"
        )
    if size is None and not content.endswith(b"PAR1" if path.endswith(".parquet") else b"\n"):
        return f"it is {len(content)} bytes without the end of such a file: it was cut short or changed"
    return "it was changed"


def _origin(files: Files, path: str, digest: str) -> str:
    """Return which file of which version has this content, if a version has it, as the end of a message."""
    sources = origin(files.versions, digest)
    own = [other for other, listed in files.listed.items() if listed == digest and other != path]
    names = [f"{name} of version {' and '.join(versions)}" for name, versions in sources.items()] or own
    return f"; it is {names[0]}" if names else ""
