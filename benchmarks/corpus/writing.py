"""Writes a corpus as a project that the build can run on, article by article."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus.articles import Article, articles

ROOT = Path(__file__).resolve().parents[2]
ROWS_A_FILE = 1_000
"""How many rows of one table, or entries of the ledger, a file holds."""
ARTICLES_A_FILE = 100
"""How many articles a file of JSON Lines holds."""
ROWS_AN_ARTICLE, ROWS_A_SHORT_ARTICLE = 95, 15
"""How many rows of evidence an article has, on average."""
FORMS = ("yaml", "jsonl")
_COPIED = ("pyproject.toml", "CHANGELOG.md", "LICENSE-DATA", "RIGHTS.md", "README.md", "docs/coding-rules.md")
_ONE_LINE = 10**9


class _Dumper(yaml.CSafeDumper):
    """Writes texts as curators do: without quotation marks where YAML needs none."""

    def ignore_aliases(self, data: object) -> bool:
        """Write what stands twice twice."""
        return True


_Dumper.yaml_implicit_resolvers = {}


def as_yaml(document: Mapping[str, Any]) -> str:
    """Return a document of records as YAML."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_ONE_LINE)


class Records:
    """The folder of records while it is written."""

    def __init__(self, folder: Path, form: str) -> None:
        self.folder, self.form = folder, form
        self._waiting: dict[str, list[Any]] = {}
        self._files: dict[str, int] = {}

    def add(self, article: Article) -> None:
        """Write an article's records."""
        self._article({"source": article.source_id, **article.rows}, article.stem)
        self._rows("sources", article.source)
        self._rows("passages", article.ledger)
        for table, rows in article.shared.items():
            for row in rows:
                self._rows(table, row)

    def close(self) -> None:
        """Write what waits for its file to be full."""
        for name in list(self._waiting):
            self._flush(name)

    def _article(self, document: Mapping[str, Any], stem: str) -> None:
        if self.form == "yaml":
            (self.folder / f"{stem}.yaml").write_text(as_yaml(document), encoding="utf-8")
        else:
            self._wait("articles", document, ARTICLES_A_FILE)

    def _rows(self, table: str, row: Mapping[str, Any]) -> None:
        if self.form == "yaml":
            self._wait(table, row, ROWS_A_FILE)
        else:
            self._wait(table, {table: [row]}, ARTICLES_A_FILE)

    def _wait(self, name: str, item: Any, most: int) -> None:
        waiting = self._waiting.setdefault(name, [])
        waiting.append(item)
        if len(waiting) == most:
            self._flush(name)

    def _flush(self, name: str) -> None:
        items = self._waiting.pop(name)
        self._files[name] = number = self._files.get(name, 0) + 1
        if self.form == "yaml":
            text = as_yaml({name: items})
        else:
            text = "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in items)
        # TODO split
        path = "passages.yaml" if name == "passages" and self.form == "yaml" else f"{name}-{number:04}.{self.form}"
        (self.folder / path).write_text(text, encoding="utf-8")


def write_corpus(root: Path, count: int, seed: int, *, short: bool = False, form: str = "yaml") -> None:
    """Write a corpus of so many articles as a project.

    Args:
        root: Its folder, which must not exist.
        count: How many articles.
        seed: What the random numbers begin with.
        short: Whether most articles have one figure alone.
        form: The form of the records, one of `FORMS`.

    Raises:
        FileExistsError: The folder exists.
    """
    _write_project(root)
    records = Records(root / "records", form)
    for article in articles(count, seed, short=short):
        (root / "seeds" / f"{article.stem}.txt").write_bytes(article.data)
        records.add(article)
    records.close()


def _write_project(root: Path) -> None:
    """Write all that a build reads besides articles and records."""
    root.mkdir(parents=True)
    for folder in ("seeds", "records", "data", "docs"):
        (root / folder).mkdir()
    shutil.copytree(ROOT / "schemas", root / "schemas", ignore=shutil.ignore_patterns("__pycache__"))
    for name in _COPIED:
        shutil.copy(ROOT / name, root / name)
    (root / "releases.json").write_text('{"releases": []}\n', encoding="utf-8")
    (root / "data/README.md").write_text("Derived.\n", encoding="utf-8")
