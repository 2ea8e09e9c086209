"""Faulty corpora: the clean one with planted faults of every kind that a stage must find, and what is found of them."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus.articles import BRIEF, Article, Plot, articles, registered
from benchmarks.corpus.stories import Story, fill, filled, read_stories, story_of
from benchmarks.corpus.writing import Records, write_project, write_seed
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
    found: Sequence[Sequence[str]]


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


def write_faulty(root: Path, stage: str, count: int, seed: int, every: int) -> None:
    """Write a corpus with planted faults as a project, and what they are beside it.

    Args:
        root: Its folder, which must not exist.
        stage: The stage that must find the faults.
        count: How many articles.
        seed: What the random numbers begin with.
        every: One in so many brief articles has a fault.
    """
    plans = read_plans()[stage]

    def planned(number: int) -> Plan | None:
        """Return what is planted in the article of a number; the plans take turns."""
        brief, is_full = divmod(number, BRIEF)
        turn, is_clean = divmod(brief, every)
        return None if is_full != BRIEF - 1 or is_clean else plans[turn % len(plans)]

    def plot(number: int) -> Plot:
        plan = planned(number)
        return plan.plot if plan else Plot()

    write_project(root)
    records = Records(root / "records", "yaml")
    manifest: list[Place] = []
    for article in articles(count, seed, planner=plot):
        plan = planned(article.number)
        if plan is None:
            records.add(article)
            write_seed(root, article)
        else:
            manifest += _plant(plan, article, root, records)
    records.close()
    (root / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=0), encoding="utf-8")


def _plant(plan: Plan, article: Article, root: Path, records: Records) -> Iterator[Place]:
    """Write an article with its fault, and yield what must be reported."""
    values = {**article.drawn, "source": article.source_id, "number": f"{article.number:06}"}
    edits = filled(plan.edits, values)
    if "text" in edits:
        _reword(article, *edits["text"], with_rows="rows" in edits)
    tree: dict[str, Any] = {**article.rows, "source": article.source, "ledger": article.ledger}
    for path, value in edits.get("set", {}).items():
        _put(tree, path.split("/"), value)
    for path in edits.get("drop", ()):
        _take(tree, path.split("/"))
    article.rows = {table: tree[table] for table in tree if table not in ("source", "ledger")}
    places = records.add(article, _pair(edits, "raw"))
    if "no_seed" not in edits:
        write_seed(root, article, _pair(edits, "seed"))
    for part in edits.get("again", ()):
        records.add_row(*(("passages", tree["ledger"]) if part == "ledger" else ("sources", {**tree["source"], "id": f"again-{article.number}"})))
    for name, text in edits.get("files", {}).items():
        (root / name).write_text(text, encoding="utf-8")
    for name, digits in edits.get("bytes", {}).items():
        (root / name).write_bytes(bytes.fromhex(digits))
    for name, target in edits.get("links", {}).items():
        (root / name).symlink_to(target)
    for name, size in edits.get("sizes", {}).items():
        with (root / name).open("wb") as file:
            file.truncate(int(size))
    for kind, subject, *file in plan.found:
        name = fill(file[0], values) if file else "records"
        yield kind, places.get(name, name), fill(subject, values)


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
