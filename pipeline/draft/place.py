"""The files of a draft put in their places: all of them or none, and nothing overwritten.

New files are linked into place from a finished temporary one, which fails where a file of that name exists. Two files
grow: each is replaced by its old bytes with the entry behind them, if nobody changed it meanwhile. If one step fails,
those before it are undone.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.draft.receive import Refused


@dataclass(frozen=True)
class Files:
    """What a draft writes, by path from the project's folder: new files, and old ones with what they become."""

    new: Mapping[str, bytes]
    grown: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)


def put(root: Path, files: Files) -> None:
    """Put the files of a draft in their places.

    Raises:
        Refused: a file could not be written, or changed meanwhile; nothing was changed then.
    """
    undo: list[tuple[Path, bytes | None]] = []
    try:
        with _temporary(root, files) as parts:
            for path, (old, _) in files.grown.items():
                if (root / path).read_bytes() != old:
                    raise Refused(f"{path} changed meanwhile; nothing was written; run the command again")
            # The entries come last: without the files that they name they would be wrong.
            for path in files.new:
                os.link(parts[path], root / path)
                undo.append((root / path, None))
            for path, (old, _) in files.grown.items():
                os.replace(parts[path], root / path)
                undo.append((root / path, old))
    except FileExistsError as error:
        _undo(undo)
        file = Path(error.filename2 or error.filename)
        raise Refused(
            f"{file.parent.name}/{file.name} exists already, and nothing was written; if an earlier draft left it, "
            f"{taken_back(file.stem)}; else move it elsewhere; then draft again"
        ) from None
    except OSError as error:
        _undo(undo)
        raise Refused(
            f"nothing was written: {error.filename}: {error.strerror}; see that the folder can be written to"
        ) from None
    except BaseException:
        _undo(undo)
        raise


def taken_back(seed: str) -> str:
    """Return how a draft is taken back: what to delete of it. `seed` is the name of its seed, without its suffix."""
    return (
        f"delete seeds/{seed}.txt, records/{seed}.yaml and the article's entries in records/sources.yaml and in "
        "records/passages.yaml"
    )


def _undo(steps: list[tuple[Path, bytes | None]]) -> None:
    """Take back what was put in place: a new file goes, a grown one gets its old bytes."""
    for path, old in reversed(steps):
        if old is None:
            path.unlink()
        else:
            path.write_bytes(old)


@contextlib.contextmanager
def _temporary(root: Path, files: Files) -> Iterator[dict[str, Path]]:
    """Yield each file's content as a hidden file beside its place, which the build passes over."""
    parts: dict[str, Path] = {}
    contents = {**files.new, **{path: new for path, (_, new) in files.grown.items()}}
    try:
        for path, content in contents.items():
            part = (root / path).with_name(f".{Path(path).name}.part")
            parts[path] = part
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if (root / path).exists():
                part.chmod((root / path).stat().st_mode)
        yield parts
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
