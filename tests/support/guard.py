"""A guard that ends a Python process as soon as it writes where it may not, asks the network or starts a program.

`tests.installs` puts it into an environment, where it guards every process for which GUARD_WRITABLE is set: the folders
that may be written to. It sees what Python itself does; what compiled code writes is seen by comparing folders.
"""

import os
import sys
from pathlib import Path

CAUGHT = 70
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_PATHS = {"os.chmod": 1, "os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.symlink": 2}
_PATHS |= {"os.truncate": 1, "os.utime": 1, "shutil.rmtree": 1, "sqlite3.connect": 1}
"""What changes the disk, and how many of its arguments are paths."""


def forbidden(event: str, arguments: tuple[object, ...], writable: list[Path]) -> str:
    """Return what an audited event does that it may not do, or an empty text."""
    if event in {"socket.__new__", "socket.gethostname"}:
        return ""
    if event.startswith("socket.") or event in {"os.exec", "os.posix_spawn", "os.system", "subprocess.Popen"}:
        return f"{event} {arguments[1:]}"
    paths = arguments[: _PATHS.get(event, 0)]
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES:
        paths = arguments[:1]
    if event in {"os.remove", "os.rmdir"} and arguments[1] != -1:
        paths = ()  # a name inside an open folder, by shutil.rmtree, which was checked itself
    wrong = [path for path in paths if not _may_be_written(path, writable)]
    return f"{event} {wrong}" if wrong else ""


def _may_be_written(path: object, writable: list[Path]) -> bool:
    """Say whether a path stands in a writable folder, or is no place on the disk."""
    if not isinstance(path, str | bytes | os.PathLike):
        return True  # the number of a file that is open already
    text = os.fsdecode(path)
    return text in {os.devnull, ":memory:"} or any(Path(text).resolve().is_relative_to(one) for one in writable)


def watch(writable: list[Path]) -> None:
    """End this process at the first forbidden event; an exception could be caught, and nobody would know."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        found = forbidden(event, arguments, writable)
        if found:
            sys.stderr.write(f"guard: {found}\n")
            sys.stderr.flush()
            os._exit(CAUGHT)

    sys.addaudithook(hook)


if "GUARD_WRITABLE" in os.environ:
    watch([Path(folder).resolve() for folder in os.environ["GUARD_WRITABLE"].split(os.pathsep)])
