"""Which files of a folder are read, which are passed over and which are faults; and how their bytes become text.

Born from editors, which leave locks and backups beside a record, and from ``x.yml``, which nothing read.
"""

import re
import stat
from pathlib import Path

from pipeline.faults import CannotBuild, Fault, Position

MAX_BYTES = 5_000_000
README = "README.md"
# Hidden files and locks (.a.yaml.swp, .#a.yaml, ~$a.yaml), backups (a.yaml~), unsaved buffers (#a.yaml#), Vim's test.
_OF_EDITORS = re.compile(r"\..*|.*~|~\$.*|#.*#|4913", re.DOTALL)


def is_left_by_editors(name: str) -> bool:
    """Return whether a file is hidden, or is what an editor keeps beside a file that is open.

    >>> [is_left_by_editors(name) for name in (".x.yaml.swp", "x.yaml~", "#x.yaml#", "~$x.yaml", "4913", "x.yaml")]
    [True, True, True, True, True, False]
    """
    return _OF_EDITORS.fullmatch(name) is not None


def files_of(folder: Path, *suffixes: str) -> tuple[list[Path], list[Fault]]:
    """Return what a folder holds under names that end in `suffixes`, in the order of names, and a fault for the rest.

    README.md, hidden files and what editors leave beside a file are passed over.

    Raises:
        CannotBuild: the folder is missing.
    """
    if not folder.is_dir():
        raise CannotBuild(f"the folder {folder.name} is missing")
    paths = [path for path in sorted(folder.iterdir()) if path.name != README and not is_left_by_editors(path.name)]
    expected = f"files that end in {' or '.join(suffixes)}, and {README}"
    faults = []
    for path in paths:
        if path.suffix not in suffixes:
            folder_here = path.is_dir()
            seen = "a folder" if folder_here else "nothing reads this file"
            fix = "move it elsewhere" if folder_here else f"rename it to {path.stem}{suffixes[0]}, or move it elsewhere"
            position = Position(f"{folder.name}/{path.name}", 1)
            faults.append(Fault(position, "file-not-read", "file", seen, expected, fix))
    return [path for path in paths if path.suffix in suffixes], faults


def read_bytes(path: Path, file: str) -> tuple[bytes | None, list[Fault]]:
    """Return the bytes of a file, or None and why they cannot be read; `file` is the name that messages use.

    What is not an ordinary file is not opened: a pipe would keep the build waiting.
    """
    position = Position(file, 1)
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
            return path.read_bytes(), []
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        seen = "a link that leads nowhere" if missing else f"it cannot be read: {error.strerror}"
        fix = "put the file itself there and let everyone read it, or delete it"
        return None, [Fault(position, "file-unreadable", "file", seen, "a file that can be read", fix)]
    if stat.S_ISREG(status.st_mode):
        seen, expected = f"it has {status.st_size} bytes", f"at most {MAX_BYTES} bytes"
        return None, [Fault(position, "file-too-large", "file", seen, expected, "split it into several files")]
    seen = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, a socket or a device"
    return None, [Fault(position, "file-unreadable", "file", seen, "an ordinary file", "move it elsewhere")]


def decode(data: bytes, file: str, then: str = "") -> tuple[str | None, list[Fault]]:
    """Return the text of a file; None and a fault where it is not UTF-8 or begins with a byte order mark.

    `then` says what is to be done after the file was saved again.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return None, [
            Fault(Position(file, line), "file-not-utf8", "file", seen, "UTF-8 text", f"save it as UTF-8{then}")
        ]
    if text.startswith("\ufeff"):
        seen, fix = "a byte order mark", f"save it without the mark, its first three bytes{then}"
        return None, [Fault(Position(file, 1), "file-not-utf8", "file", seen, "UTF-8 text without one", fix)]
    return text, []
