"""What the project says of itself: name, version, date, and the files that go with the data."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.faults import CannotBuild

COMPANIONS = ("data/README.md", "CHANGELOG.md", "LICENSE-DATA", "RIGHTS.md", "releases.json")
"""What people wrote about the data and every copy of them carries."""


def read_project(root: Path) -> Mapping[str, Any]:
    """Return the table ``project`` of pyproject.toml, the one place of name, version and description.

    Its `date`, the day of the version, comes from the first heading of the changelog.

    Raises:
        CannotBuild: a file is missing, pyproject.toml lacks one of the three, or the changelog begins with no
            dated version.
    """
    file, changelog = root / "pyproject.toml", root / "CHANGELOG.md"
    try:
        project: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        changes = changelog.read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError) as error:
        raise CannotBuild(f"pyproject.toml or CHANGELOG.md cannot be read: {error!r}") from error
    missing = [key for key in ("name", "version", "description") if not isinstance(project.get(key), str)]
    if missing:
        raise CannotBuild(f"{file.name} lacks project.{missing[0]}")
    return {**project, "date": _date(changes, project["version"])}


def _date(changes: str, version: str) -> str:
    r"""Return the day that the changelog's first heading gives to `version`.

    >>> _date("# Changes\n\n## 0.1.0, 2026-11-22\n", "0.1.0")
    '2026-11-22'
    """
    heading = re.search(r"^## (.*)$", changes, re.M)
    dated = re.fullmatch(rf"{re.escape(version)}, (\d{{4}}-\d\d-\d\d)", heading[1]) if heading else None
    try:
        return date.fromisoformat(dated[1] if dated else "").isoformat()
    except ValueError:
        seen = f'begins with "{heading[1]}"' if heading else "has no heading"
        raise CannotBuild(f"CHANGELOG.md {seen}, expected: ## {version}, YYYY-MM-DD") from None


def companions(root: Path) -> dict[str, bytes]:
    """Return the files that people wrote and that go with the data, by path.

    Raises:
        CannotBuild: one is missing.
    """
    missing = [path for path in COMPANIONS if not (root / path).is_file()]
    if missing:
        raise CannotBuild(f"{root / missing[0]} is missing: every copy of the data carries it")
    return {path: (root / path).read_bytes() for path in COMPANIONS}
