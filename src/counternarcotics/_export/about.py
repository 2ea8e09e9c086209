"""What every export carries: README, codebook, citation, licence, rights and checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from counternarcotics._export.format import Format
from counternarcotics._export.tables import codebook, csv_bytes
from counternarcotics._package import DataPackage
from counternarcotics._shared.versions import EXPORT_SUMS
from counternarcotics._support import long_table

COMPANIONS = ("CITATION.cff", "LICENSE-DATA", "RIGHTS.md")
"""The files that go with the tables wherever they go."""

_TEXTS = json.loads(Path(__file__).with_name("texts.json").read_bytes())
HOW_TO_READ: Mapping[str, str] = _TEXTS["how_to_read"]
"""How to read a row, by what it is about: for the README, the first sheet and the database."""


def write(package: DataPackage, form: Format, folder: Path) -> None:
    """Write an export into a new folder: its tables and what goes with them.

    Raises:
        UsageError: The format cannot hold a value, or the package is damaged.
        LookupError: The tables do not fit together, which may also be a ValueError.
        OSError: A file cannot be read or written.
    """
    folder.mkdir()
    (folder / "codebook.csv").write_bytes(csv_bytes(codebook(package)))
    form.write(package, long_table(package), folder)
    (folder / "README.md").write_bytes(_readme(package, form).encode("utf-8"))
    for name in COMPANIONS:
        shutil.copyfile(package.root / name, folder / name)
    (folder / EXPORT_SUMS).write_bytes(_sums(folder).encode("utf-8"))


def facts(package: DataPackage) -> dict[str, str]:
    """Return what an export says of the dataset, by name; raises `UsageError` if the citations are damaged."""
    descriptor = package.descriptor
    licence = descriptor["licenses"][0]
    return {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "version": package.version,
        "date": descriptor["created"][:10],
        "fingerprint": descriptor["fingerprint"],
        "citation": package.citations["dataset"]["apa"],
        "licence": f"{licence['title']} ({licence['name']}), {licence['path']}",
        "rights": _TEXTS["rights"],
    }


def _readme(package: DataPackage, form: Format) -> str:
    """Return the README of an export."""
    order = package.tables
    entries = [package.resource(table) for table in order]
    template = Path(__file__).with_name("readme.md").read_text(encoding="utf-8")
    return template.format(
        card=_card(package, form.table_file) if form.table_file else "",
        contents=form.contents,
        first=order[0],
        reading="\n".join(f"- **{term}**: {text}" for term, text in HOW_TO_READ.items()),
        tables="\n".join(f"| `{entry['name']}` | {entry['rows']} | {entry['description']} |" for entry in entries),
        load=_load(form),
        **facts(package),
    )


def _card(package: DataPackage, table_file: str) -> str:
    """Return the head that makes the README a card for Hugging Face, which then loads each table by its name."""
    lines = ["---", f"license: {package.descriptor['licenses'][0]['name'].lower()}", "configs:"]
    for place, table in enumerate(package.tables):
        lines += [f"- config_name: {table}", f"  data_files: {table_file.format(table=table)}"]
        lines += ["  default: true"] if place == 0 else []
    return "\n".join([*lines, "---", "", ""])


def _load(form: Format) -> str:
    """Return the section of the README on loading; empty for files that people open by hand."""
    blocks = [
        f"With {name}:\n\n```{'r' if name == 'R' else 'python'}\n{code}\n```\n\n" for name, code in form.loading.items()
    ]
    return "".join(["## Load\n\n", *blocks]) if blocks else ""


def _sums(folder: Path) -> str:
    """Return the SHA-256 of every file below a folder, a line each, as ``sha256sum`` writes and checks them."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in files)
