"""What lies in place of the files that a build makes: the same, another content, or a file that no build made."""

from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from pipeline.faults import Fault, Position
from pipeline.write.files import listed
from pipeline.write.paths import CHECKSUMS, DATA, README
from pipeline.write.staged import Staged, sha256_of


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a file; None where there is none, or a link or folder instead of it.

    Raises:
        OSError: the file cannot be read.
    """
    return None if path.is_symlink() or not path.is_file() else sha256_of(path)


def differing(root: Path, files: Mapping[str, Staged]) -> list[str]:
    """Return the paths at which something else lies than the file that the build makes, or nothing.

    Args:
        root: the project's folder.
        files: every derived file by path.

    Raises:
        OSError: a file cannot be read.
    """
    return [path for path, file in files.items() if digest_of(root / path) != file.sha256]


def outdated(root: Path, files: Mapping[str, Staged]) -> list[str]:
    """Return the files in ``data/`` that an earlier build made, this one does not, and nobody changed since.

    That an earlier build made them is known from its checksums: a file with another content is not one of them.
    """
    sums = root / CHECKSUMS
    made = listed(sums.read_bytes()) if sums.is_file() else {}
    in_data = [path for path in made if path.startswith(f"{DATA}/") and path not in (README, *files)]
    return [path for path in in_data if digest_of(root / path) == made[path]]


def added(root: Path, files: Mapping[str, Staged]) -> list[Fault]:
    """Return a fault for each file in ``data/`` that no build made.

    The build does not remove what it did not make, and every file in ``data/`` goes into the package that users get.
    Hidden files are left alone: editors and file managers put them there, and take them away again.
    """
    paths = (path.relative_to(root) for path in (root / DATA).rglob("*") if path.is_symlink() or path.is_file())
    present = {path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts)}
    strange = sorted(present - files.keys() - {README, *outdated(root, files)})
    return [
        Fault(
            Position(path),
            "file-not-built",
            "file",
            "no build made this file",
            "only files that the build makes",
            "move it away",
        )
        for path in strange
    ]


def differences(root: Path, files: Mapping[str, Staged]) -> list[Fault]:
    """Return a fault for each file in place that is not what the build makes, is missing, or that it does not make."""
    changed = [_difference(root, path, files[path]) for path in differing(root, files)]
    fix = "run build.py, which removes it"
    left = [
        Fault(Position(path), "file-outdated", "file", "a file of an earlier build", "files of this build only", fix)
        for path in outdated(root, files)
    ]
    return [*changed, *left, *added(root, files)]


def _difference(root: Path, path: str, file: Staged) -> Fault:
    """Return the fault of a file that is missing or has another content than the build gives it."""
    fix = "run build.py"
    if not (root / path).is_file():
        return Fault(Position(path), "file-missing", "file", "the file is missing", "what the build makes", fix)
    with (root / path).open("rb") as present, file.path.open("rb") as built:
        seen = first_difference(present, built)
    return Fault(Position(path), "file-differs", "file", seen, "what the build makes", fix)


def first_difference(present: BinaryIO, built: BinaryIO) -> str:
    """Return in words the first line in which a committed file is not what the build makes; both are read by lines."""
    if any(b"\0" in line for line in built):
        return f"the file differs ({present.seek(0, SEEK_END)} bytes, built {built.seek(0, SEEK_END)})"
    built.seek(0)
    pairs = enumerate(chain(zip_longest(_lines(present), _lines(built)), [(None, None)]), start=1)
    number, pair = next((number, pair) for number, pair in pairs if None in pair or pair[0] != pair[1])
    old, new = ((line or b"").decode("utf-8", "replace") for line in pair)
    shorter = min(len(old), len(new))
    begin = max(next((n for n in range(shorter) if old[n] != new[n]), shorter) - 40, 0)
    return f'line {number} is "{old[begin : begin + 80]}", built "{new[begin : begin + 80]}"'


def _lines(file: BinaryIO) -> Iterator[bytes]:
    r"""Yield what stands between the line ends of a file, so that a last line without one is another.

    >>> import io
    >>> [*_lines(io.BytesIO(b"a\nb"))], [*_lines(io.BytesIO(b"a\nb\n"))]
    ([b'a', b'b'], [b'a', b'b', b''])
    """
    line = b"\n"
    for line in file:
        yield line.removesuffix(b"\n")
    if line.endswith(b"\n"):
        yield b""
