"""The stories of which articles are made: how a template and drawn values become sentences, rows and a ledger."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Values = Mapping[str, str]
"""What a template names by what stands for it."""
Tree = Any
"""What YAML holds: a text, a list or a mapping."""

_SLOT = re.compile(r"<([A-Za-z0-9_.]+)>")
_LAST_MARK = re.compile(r"[.!?]?[”’]?\Z")
STORIES = Path(__file__).with_name("stories.yaml")
BACKGROUND = Path(__file__).with_name("background.yaml")
FRAMES = Path(__file__).with_name("frames.yaml")
_BESIDE_ROWS = ("reason", "more", "name", "slots", "text", "earlier", "left_out", "add_cuts", "drop_cuts", "of_new")


@dataclass(frozen=True)
class Story:
    """A template.

    `slots` has the kind of each value that is drawn, `text` the sentences, `earlier` those that stand in the article
    before, `rows` the rows by table, `ledger` the lists of the ledger. A story with `of_new` is told of
    everybody of that kind whom an article is the first to name.
    """

    name: str
    slots: Mapping[str, str]
    text: Sequence[str]
    earlier: Sequence[str]
    rows: Mapping[str, Sequence[Tree]]
    ledger: Mapping[str, Sequence[Tree]]
    of_new: str


def read_stories() -> Sequence[Story]:
    """Return the templates, in the order of their file."""
    written = yaml.load(STORIES.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return [story_of(entry) for entry in written]


def read_background() -> Sequence[Story]:
    """Return what articles say besides: stories without rows."""
    return [_background(entry) for entry in yaml.load(BACKGROUND.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)]


def _background(entry: Mapping[str, Tree]) -> Story:
    starts = [" ".join(entry["text"].split(" ")[:4]), *entry.get("more", ())]
    left_out = [{"starts": start, "reason": entry["reason"]} for start in starts]
    return story_of({**entry, "name": entry["text"], "slots": {}, "text": [entry["text"]], "left_out": left_out})


def story_of(entry: Mapping[str, Tree]) -> Story:
    """Return a template as YAML holds it."""
    rows = {table: parts for table, parts in entry.items() if table not in _BESIDE_ROWS}
    ledger = {name: entry[name] for name in ("add_cuts", "drop_cuts", "left_out") if entry.get(name)}
    earlier, of_new = entry.get("earlier", []), entry.get("of_new", "")
    return Story(entry["name"], entry.get("slots", {}), entry["text"], earlier, rows, ledger, of_new)


@dataclass(frozen=True)
class Frame:
    """What stands around the body of an article: lines of a zone each, and what the row of the article says of them."""

    head: Sequence[Mapping[str, str]]
    foot: Sequence[Mapping[str, str]]
    source: Mapping[str, Tree]
    left_out: Sequence[Tree]
    day_known: bool


def read_frames() -> tuple[Sequence[Frame], Mapping[str, Sequence[str]]]:
    """Return the frames, and the words of which one is drawn for each slot."""
    written = yaml.load(FRAMES.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    frames = [
        Frame(entry["head"], entry["foot"], entry["source"], entry.get("left_out", []), "year_alone" not in entry)
        for entry in written["frames"]
    ]
    return frames, written["words"]


def fill(text: str, values: Values) -> str:
    """Return a text with its slots filled; a text of slots that are all empty is empty."""
    return _SLOT.sub(lambda slot: values[slot[1]], text)


def filled(tree: Tree, values: Values) -> Tree:
    """Return a part of a template with its slots filled, without the keys whose text is empty."""
    if isinstance(tree, str):
        return fill(tree, values) if "<" in tree else tree
    if isinstance(tree, list):
        return [filled(part, values) for part in tree]
    parts = {fill(key, values): part for key, inner in tree.items() if (part := filled(inner, values)) != ""}
    return parts["words"] if parts.keys() == {"words"} else parts


def sentences(texts: Sequence[str], values: Values, first: int = 1) -> dict[str, str]:
    """Return the filled sentences by the number under which a template quotes them."""
    return {str(number): fill(text, values) for number, text in enumerate(texts, start=first)}


def quotable(sentence: str) -> str:
    """Return a sentence without its last mark.

    >>> quotable("It said “no.”"), quotable("They met.")
    ('It said “no', 'They met')
    """
    return _LAST_MARK.sub("", sentence)


def with_key(tree: Tree, key: str) -> Iterator[dict[str, Tree]]:
    """Yield each mapping of a tree that has a key."""
    if isinstance(tree, dict):
        if key in tree:
            yield tree
        for part in tree.values():
            yield from with_key(part, key)
    elif isinstance(tree, list):
        for part in tree:
            yield from with_key(part, key)
