"""Writes a corpus as a project that the build can run on, article by article."""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus.articles import Corpus, articles
from benchmarks.corpus.pages import Article

ROOT = Path(__file__).resolve().parents[2]
ROWS_A_FILE = 1_000
"""How many rows of one table, or entries of the ledger, a file holds."""
ARTICLES_A_FILE = 100
"""How many articles a file of JSON Lines holds."""
ROWS_AN_ARTICLE, ROWS_A_SHORT_ARTICLE = 70, 15
"""How many rows of evidence an article has, on average."""
_RETIRED = "load-of-long-ago"
"""The id of a seizure that no row has or may have."""
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

    def add(self, article: Article, change: tuple[str, str] = ("", "")) -> dict[str, str]:
        """Write an article's records; return the file of each part of them: its own, `sources`, `passages`, its seed.

        Args:
            article: The article.
            change: A text of its own file of YAML, and what is written in its place.
        """
        own = self._article({"source": article.source_id, **article.rows}, article.stem, change)
        for table, rows in article.shared.items():
            for row in rows:
                self.add_row(table, row)
        return {
            "records": own,
            "sources": self.add_row("sources", article.source),
            "passages": self.add_row("passages", article.ledger),
            "seed": f"seeds/{article.stem}.txt",
        }

    def close(self) -> None:
        """Write what waits for its file to be full."""
        for name in list(self._waiting):
            self._flush(name)

    def _article(self, document: Mapping[str, Any], stem: str, change: tuple[str, str]) -> str:
        if self.form != "yaml":
            return self._wait("articles", document, ARTICLES_A_FILE)
        name, text = f"{stem}.yaml", as_yaml(document)
        assert change[0] in text
        (self.folder / name).write_text(text.replace(*change, 1), encoding="utf-8")
        return f"records/{name}"

    def add_row(self, table: str, row: Mapping[str, Any]) -> str:
        """Write a row of a table that articles share, or an entry of the ledger, and return its file."""
        if self.form == "yaml":
            return self._wait(table, row, ROWS_A_FILE)
        return self._wait(table, {table: [row]}, ARTICLES_A_FILE)

    def _wait(self, name: str, item: Any, most: int) -> str:
        """Let a document or row wait until its file is full, and return the file."""
        file = self._file(name)
        waiting = self._waiting.setdefault(name, [])
        waiting.append(item)
        if len(waiting) == most:
            self._flush(name)
        return f"records/{file}"

    def _flush(self, name: str) -> None:
        items = self._waiting.pop(name)
        if self.form == "yaml":
            text = as_yaml({name: items})
        else:
            text = "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in items)
        (self.folder / self._file(name)).write_text(text, encoding="utf-8")
        self._files[name] = self._files.get(name, 1) + 1

    def _file(self, name: str) -> str:
        """Return the file that the rows of a table wait for; the first has no number."""
        number = self._files.get(name, 1)
        return f"{name}{f'-{number:04}' if number > 1 else ''}.{self.form}"


def write_corpus(root: Path, corpus: Corpus, form: str = "yaml") -> None:
    """Write a corpus as a project in a folder that must not exist, with records in one of `FORMS`.

    Raises:
        FileExistsError: The folder exists.
    """
    write_project(root)
    records = Records(root / "records", form)
    for article in articles(corpus):
        records.add(article)
        write_seed(root, article)
    records.close()


def write_seed(root: Path, article: Article, change: tuple[str, str] = ("", "")) -> None:
    """Write an article's text, in which one text may stand in the place of another."""
    (root / "seeds" / f"{article.stem}.txt").write_bytes(article.text.replace(*change, 1).encode())


def write_project(root: Path) -> None:
    """Write all that a build reads besides articles and records."""
    root.mkdir(parents=True)
    for folder in ("seeds", "records", "data", "docs"):
        (root / folder).mkdir()
    shutil.copytree(ROOT / "schemas", root / "schemas", ignore=shutil.ignore_patterns("__pycache__"))
    for name in _COPIED:
        shutil.copy(ROOT / name, root / name)
    (root / "releases.json").write_text('{"releases": []}\n', encoding="utf-8")
    write_retired(root, ())
    (root / "data/README.md").write_text("Derived.\n", encoding="utf-8")


def write_retired(root: Path, ids: Iterable[str]) -> None:
    """Write which ids of seizures no row may have."""
    text = as_yaml({"retired": {"seizures": [_RETIRED, *ids]}})
    (root / "records/retired.yaml").write_text(text, encoding="utf-8")
