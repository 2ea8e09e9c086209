"""Faulty corpora: the clean one with planted faults of every kind that a stage must find, and what is found of them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus.articles import BRIEF, Corpus, Plot, articles
from benchmarks.corpus.pages import Article, registered
from benchmarks.corpus.stories import Story, fill, filled, read_stories, story_of
from benchmarks.corpus.writing import Records, write_project, write_retired, write_seed
from pipeline.faults import Fault

FAULTS = Path(__file__).with_name("faults.yaml")
MANIFEST = "planted.json"
Place = tuple[str, str, str]
"""A fault as a report tells it: its kind, the file and the subject."""


@dataclass(frozen=True)
class Plan:
    """A way to plant a fault in an article of one story, and what must be reported then."""

    plot: Plot
    kind: str
    edits: Mapping[str, Any]
    found: Sequence[str]


def read_plans() -> Mapping[str, Sequence[Plan]]:
    """Return the plans by the corpus in which they are planted."""
    stories = {story.name: story for story in read_stories()}
    return {name: [_plan(entry, stories) for entry in entries] for name, entries in _written()["corpora"].items()}


def left_out() -> Mapping[str, str]:
    """Return the kinds of faults that no corpus has, each with the reason."""
    return {kind: reason for reason, kinds in _written()["left_out"].items() for kind in kinds}


def _written() -> Any:
    return yaml.load(FAULTS.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def _plan(entry: Mapping[str, Any], stories: Mapping[str, Story]) -> Plan:
    told, frame = entry["story"], entry.get("frame")
    story = stories[told] if isinstance(told, str) else story_of({"name": entry["kind"], **told})
    edits = {name: part for name, part in entry.items() if name not in ("story", "frame", "kind", "found")}
    return Plan(Plot(story, int(frame) if frame else None), entry["kind"], edits, entry.get("found", []))


def write_faulty(root: Path, corpus: Corpus, name: str, every: int) -> None:
    """Write a corpus with planted faults as a project in YAML, and beside it what they are.

    Args:
        root: Its folder, which must not exist.
        corpus: Which articles there are.
        name: Of what is planted, one of `read_plans`.
        every: One in so many brief articles has a fault.

    Raises:
        FileExistsError: The folder exists.
    """
    plans = read_plans()[name]

    def planned(number: int) -> Plan | None:
        """Return what is planted in the article of a number; the plans take turns."""
        brief, is_full = divmod(number, BRIEF)
        turn, is_clean = divmod(brief, every)
        return None if is_full != BRIEF - 1 or is_clean else plans[turn % len(plans)]

    def plot(number: int) -> Plot:
        plan = planned(number)
        return plan.plot if plan else Plot()

    planter = _Planter(root)
    for article in articles(corpus, plot):
        plan = planned(article.number)
        if plan is None:
            planter.records.add(article)
            write_seed(root, article)
        else:
            planter.plant(plan, article)
    planter.close()


class _Planter:
    """Writes the articles that have a fault, and remembers what must be reported of them."""

    def __init__(self, root: Path) -> None:
        write_project(root)
        self.root, self.records = root, Records(root / "records", "yaml")
        self.retired: list[str] = []
        self.manifest: list[Place] = []

    def plant(self, plan: Plan, article: Article) -> None:
        """Write an article with its fault."""
        values = {**article.drawn, "source": article.source_id}
        edits = filled(plan.edits, values)
        if "text" in edits:
            _reword(article, *edits["text"], with_rows="rows" in edits)
        tree: dict[str, Any] = {**article.rows, "source": article.source, "ledger": article.ledger}
        for path, value in edits.get("set", {}).items():
            _put(tree, path.split("/"), value)
        for path in edits.get("drop", ()):
            _take(tree, path.split("/"))
        article.rows = {table: tree[table] for table in tree if table not in ("source", "ledger")}
        places = self.records.add(article, _pair(edits, "raw"))
        if "no_seed" not in edits:
            write_seed(self.root, article, _pair(edits, "seed"))
        self._write_besides(article, edits)
        for reported in plan.found:
            subject, _, file = reported.partition(" in ")
            name = fill(file, values) or "records"
            self.manifest.append((plan.kind, places.get(name, name), fill(subject, values)))

    def _write_besides(self, article: Article, edits: Mapping[str, Any]) -> None:
        """Write the files that a plan adds, rows that stand there again, and keep the ids that it retires."""
        for name, content in edits.get("files", {}).items():
            _write_file(self.root / name, content)
        again = {"sources": {**article.source, "id": f"again-{article.number:06}"}, "passages": article.ledger}
        for table in edits.get("again", ()):
            self.records.add_row(table, again[table])
        self.retired += edits.get("retire", ())

    def close(self) -> None:
        """Write what waits for its file to be full, the retired ids and the manifest."""
        self.records.close()
        write_retired(self.root, self.retired)
        text = json.dumps(self.manifest, ensure_ascii=False, indent=0)
        (self.root / MANIFEST).write_text(text, encoding="utf-8")


def _write_file(path: Path, content: str | Mapping[str, str]) -> None:
    """Write a file: a text, or bytes in hexadecimal, or a link to nothing, or so many bytes."""
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    elif "hexadecimal" in content:
        path.write_bytes(bytes.fromhex(content["hexadecimal"]))
    elif "link" in content:
        path.symlink_to(content["link"])
    else:
        with path.open("wb") as file:
            file.truncate(int(content["size"]))


def _pair(edits: Mapping[str, Any], name: str) -> tuple[str, str]:
    """Return a text and what stands in its place; both are empty where nothing is to be replaced."""
    old, new = edits.get(name, ("", ""))
    return old, new


def _reword(article: Article, old: str, new: str, *, with_rows: bool) -> None:
    """Let an article say something else, and register it again."""
    assert old in article.text
    article.text = article.text.replace(old, new)
    article.source |= {**registered(article), "zones": _replaced(article.source["zones"], old, new)}
    if with_rows:
        article.rows = _replaced(article.rows, old, new)


def _replaced(tree: Any, old: str, new: str) -> Any:
    if isinstance(tree, str):
        return tree.replace(old, new)
    if isinstance(tree, list):
        return [_replaced(part, old, new) for part in tree]
    return {key: _replaced(part, old, new) for key, part in tree.items()}


def _put(tree: Any, path: Sequence[str], value: Any) -> None:
    """Put a value where a path leads; `+` is the end of a list."""
    *way, last = path
    for step in way:
        tree = tree[_key(tree, step)]
    if last == "+":
        tree.append(value)
    else:
        tree[_key(tree, last)] = value


def _take(tree: Any, path: Sequence[str]) -> None:
    """Take out what stands where a path leads."""
    *way, last = path
    for step in way:
        tree = tree[_key(tree, step)]
    del tree[_key(tree, last)]


def _key(tree: Any, step: str) -> Any:
    """Return the key of a step: itself in a mapping; in a list its number, or that of the first part with KEY=VALUE."""
    if isinstance(tree, dict):
        return step
    key, equals, value = step.partition("=")
    return next(number for number, part in enumerate(tree) if part.get(key) == value) if equals else int(step)


@dataclass(frozen=True)
class Difference:
    """What a report lacks of the planted faults, and what it has besides."""

    missing: Collection[Place]
    invented: Collection[Place]


def compare(root: Path, faults: Iterable[Fault]) -> Difference:
    """Compare the faults that a build reports of a faulty corpus with those that are planted in it."""
    planted = {tuple(place) for place in json.loads((root / MANIFEST).read_text(encoding="utf-8"))}
    reported = {(fault.kind, fault.position.file, fault.subject) for fault in faults}
    return Difference(planted - reported, reported - planted)
