"""The example: a small whole project under the real schemas, with at least one row of every table."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.check import files as checks_of_files
from pipeline.check.rules import check_rules
from pipeline.check.tables import check_tables
from pipeline.faults import Fault
from pipeline.model import Article, Located, Records
from pipeline.read.rules_page import PAGE
from pipeline.read.schema import Schemas
from pipeline.run import run
from tests.support import ROOT

HARBOUR = "harbour-post"
TALKS = "talks-held"
SEED_FILES = {HARBOUR: "seeds/000_aaaaaaaaaaaaaaaa.txt", TALKS: "seeds/001_bbbbbbbbbbbbbbbb.txt"}
"""The file of each article of the example."""

EXAMPLE = Path(__file__).with_name("example.yaml")
EXAMPLE_SOURCES = Path(__file__).with_name("example_sources.yaml")
"""The example's records and its rows of sources."""

TEXTS = {
    HARBOUR: """Harbour Post
Police seize cocaine
Published: 16 Dec 2025
Chinese police seized 430kg of cocaine at Yantian in China on November 26, broadcaster CCTV reported.
Police seized 2.42 tonnes of drugs between January and May 2025.
A court in China sentenced three people for smuggling on December 1, 2025: one was jailed for life, two were jailed.
They had smuggled between 2019 and 2021, for 12 million yuan.
More than 1,300 deaths a year were caused by drugs, CCTV said.
China added 46 substances and NA to its list on July 20, 2025, effective in August.
Fentanyl was named by Minister Wang Hong of China.
Read more: drugs elsewhere
""",
    TALKS: """Talks held
China and the United States held talks the following month about drugs.
The talks followed the seizure of November 26.
The United States pressed for them.
""",
}


@dataclass
class Made:
    """The stages' results on one project."""

    root: Path
    schemas: Schemas
    records: Records
    articles: Mapping[str, Article]
    located: Sequence[Located]
    tables: dict[str, pa.Table]
    faults: list[Fault]


def write_example(root: Path) -> Path:
    """Write the example to `root` and return it."""
    for folder in ("schemas/tables", "schemas/vocabularies"):
        shutil.copytree(ROOT / folder, root / folder)
    for name in ("columns.json", "citations.yaml"):
        shutil.copy(ROOT / "schemas" / name, root / "schemas")
    for name in ("pyproject.toml", "CHANGELOG.md", "LICENSE-DATA", "RIGHTS.md", "README.md"):
        shutil.copy(ROOT / name, root)
    # What the project has released under this number is not the example.
    (root / "releases.json").write_text('{"releases": []}\n', encoding="utf-8")
    for folder in ("seeds", "records", "data", "docs"):
        (root / folder).mkdir()
    shutil.copy(ROOT / PAGE, root / PAGE)
    for name, text in TEXTS.items():
        (root / SEED_FILES[name]).write_bytes(text.encode())
    shutil.copy(EXAMPLE_SOURCES, root / "records" / "sources.yaml")
    shutil.copy(EXAMPLE, root / "records" / "harbour.yaml")
    (root / "data" / "README.md").write_text("Derived.\n", encoding="utf-8")
    return root


def copy_code(root: Path) -> None:
    """Give a project the code that builds it, so that `build.py` runs there as in a checkout."""
    shutil.copy(ROOT / "build.py", root)
    for folder in ("pipeline", "schemas", "src"):
        code = shutil.ignore_patterns("*.jsonl", "*.yaml", "*.json", "*.md")
        shutil.copytree(ROOT / folder, root / folder, ignore=code, dirs_exist_ok=True)


def replace(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text of a file, which must hold it."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def number(root: Path, version: str, date: str) -> None:
    """Give a project a version and a date, everywhere where people write them."""
    old = next(
        line for line in (root / "pyproject.toml").read_text(encoding="utf-8").splitlines() if "version = " in line
    )
    replace(root, "pyproject.toml", old, f'version = "{version}"')
    (root / "CHANGELOG.md").write_text(f"# Changes\n\n## {version}, {date}\n\n- x\n", encoding="utf-8")
    (root / "README.md").write_text(f"> counternarcotics maintainers. Version {version}, {date}.\n", encoding="utf-8")


def make(root: Path) -> Made:
    """Run every stage up to the tables on the project in `root`."""
    report = run(root, last="assemble")
    made = report.made
    return Made(root, made.schemas, made.records, made.articles, made.located or (), dict(made.tables), report.faults)


def changed(made: Made, table: str, row_id: str, /, **cells: Any) -> dict[str, pa.Table]:
    """Return the tables with some cells of one row changed; `drop` takes the row out."""
    schema = made.schemas.table(table)
    rows = made.tables[table].to_pylist()
    assert any(row[schema.id_name] == row_id for row in rows)
    if cells.pop("drop", False):
        rows = [row for row in rows if row[schema.id_name] != row_id]
    rows = [{**row, **cells} if row[schema.id_name] == row_id else row for row in rows]
    return {**made.tables, table: pa.Table.from_pylist(rows, made.tables[table].schema)}


def added(made: Made, tables: Mapping[str, pa.Table], table: str, like: str, /, **cells: Any) -> dict[str, pa.Table]:
    """Return the tables with a copy of the row `like` in which some cells are changed."""
    name = made.schemas.table(table).id_name
    rows = tables[table].to_pylist()
    rows.append({**next(row for row in rows if row[name] == like), **cells})
    rows.sort(key=lambda row: str(row[name]))
    return {**tables, table: pa.Table.from_pylist(rows, tables[table].schema)}


def found(made: Made, tables: Mapping[str, pa.Table]) -> dict[str, list[str]]:
    """Return the messages of all checks by the record and field that they name."""
    messages: dict[str, list[str]] = {}
    for fault in (*check_tables(tables, made.schemas), *check_rules(tables, made.schemas)):
        messages.setdefault(fault.subject, []).append(str(fault))
    return messages


@contextlib.contextmanager
def without_frictionless() -> Iterator[None]:
    """Let builds take frictionless to find nothing: it takes half of the time of a build.

    For tests of something else. What frictionless finds, and that the build heeds it, is tested in
    `tests/pipeline/check`.
    """

    def nothing_wrong(
        folder: Path, content: Mapping[str, Any], executor: Executor | None = None
    ) -> tuple[dict[str, list[Fault]], list[Fault]]:
        return {resource["name"]: [] for resource in content["resources"]}, []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks_of_files, "frictionless_faults", nothing_wrong)
        yield
