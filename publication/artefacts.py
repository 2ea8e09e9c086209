"""The files of a release, and how each is made from the files of a commit.

A file that a deposit or an index asks for is added here: to `COPIED` if the project has it already, else to `MADE`
with a function that makes it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from glob import escape
from pathlib import Path
from typing import Any

from counternarcotics._export import export
from counternarcotics._export.formats.zip import pack
from counternarcotics._package import at
from pipeline.read.project import read_project
from publication.codebook.content import content
from publication.codebook.pdf import pdf
from publication.notes import release_notes
from publication.open_step import CannotPublish

Maker = Callable[[Path, Path], None]
"""Makes one file from a project's folder: the folder, and the path of the file."""

COPIED: Mapping[str, str] = {
    "CITATION.cff": "CITATION.cff",
    "LICENSE-DATA": "LICENSE-DATA",
    "RIGHTS.md": "RIGHTS.md",
    "datacite.json": "data/datacite.json",
    "{stem}-timeline.csv": "data/timeline.csv",
}
"""The files that go along as they are: the name in the release, and where the project has it."""


def _archive(kind: str, root: Path, file: Path) -> None:
    """Make the wheel or the source archive, dated by the version: the times of the files would differ.

    Raises:
        CannotPublish: the archive would lack the licences, for which hatchling looks with patterns of file names.
    """
    if escape(str(root)) != str(root):
        raise CannotPublish(
            f"{root}: hatchling finds no licence in a folder named with *, ? or [; set TMPDIR elsewhere"
        )
    day = datetime.fromisoformat(read_project(root)["date"]).replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(day.timestamp()))}
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
        (made,) = Path(folder).iterdir()
        shutil.copyfile(made, file)


def _export(format: str, root: Path, file: Path) -> None:
    """Make an export that is one file, or take from an export that is a folder the file that holds everything."""
    with tempfile.TemporaryDirectory() as folder:
        made = export(at(root), format, Path(folder))
        shutil.copyfile(made if made.is_file() else made / f"counternarcotics.{format}", file)


def _codebook(root: Path, file: Path) -> None:
    """Make the codebook as a PDF."""
    file.write_bytes(pdf(content(root)))


def _site(root: Path, file: Path) -> None:
    """Make the explorer, as one archive."""
    # Imported here, because only a release needs it beside the explorer itself.
    from explorer.site import CannotBuild, build  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / file.stem
        try:
            build(root, site)
        except CannotBuild as error:
            raise CannotPublish(f"the explorer: {error}") from None
        shutil.copyfile(pack(site), file)


def _notes(root: Path, file: Path) -> None:
    """Make the release notes."""
    file.write_text(release_notes(root, read_project(root)), encoding="utf-8", newline="\n")


def _copy(path: str, root: Path, file: Path) -> None:
    """Take a file of the project as it is."""
    shutil.copyfile(root / path, file)


MADE: Mapping[str, Maker] = {
    "{stem}-py3-none-any.whl": partial(_archive, "wheel"),
    "{stem}.tar.gz": partial(_archive, "sdist"),
    "{stem}.zip": partial(_export, "zip"),
    "{stem}.xlsx": partial(_export, "xlsx"),
    "{stem}.sqlite": partial(_export, "sqlite"),
    "{stem}-codebook.pdf": _codebook,
    "{stem}-site.zip": _site,
    "release-notes.md": _notes,
}
"""What makes each other file of a release; ``{stem}`` is the name of the project and its version."""


def makers(project: Mapping[str, Any]) -> dict[str, Maker]:
    """Return what makes each file of a release, by the file's name.

    Args:
        project: name and version, as `read_project` gives them.
    """
    stem = f"{project['name']}-{project['version']}"
    copied: dict[str, Maker] = {name: partial(_copy, path) for name, path in COPIED.items()}
    return {name.format(stem=stem): maker for name, maker in {**MADE, **copied}.items()}
