"""Reading ``records/passages.yaml``: an article's corrected cuts, and what is left out: sentences and parts of them.

A large project has several such files: ``passages-0001.yaml`` and so on.

Only the form is judged here. `pipeline.locate.ledger` finds the texts in the articles and judges what is said of them.
"""

import re
from collections.abc import Iterable

from pipeline.faults import Fault, shown
from pipeline.model import PASSAGES, Ledger, PassageStart
from pipeline.read.evidence import counted, unknown_keys
from pipeline.read.nodes import TYPE_NAMES, Fields, Items, Node

FILE = f"{PASSAGES}.yaml"
_NAMES = re.compile(rf"{PASSAGES}(-[0-9]+)?")
LISTS = {
    "add_cuts": ("starts", "occurrence"),
    "drop_cuts": ("starts", "occurrence"),
    "left_out": ("starts", "text", "occurrence", "reason", "note"),
}
"""The lists of an article's entry, with the keys of what each holds; `text` stands instead of `starts`."""


def is_ledger(name: str) -> bool:
    """Return whether a file of this name, without its ending, holds entries of the ledger.

    >>> is_ledger("passages"), is_ledger("passages-0001"), is_ledger("passages-of-law")
    (True, True, False)
    """
    return _NAMES.fullmatch(name) is not None


def read_ledgers(root: Fields) -> tuple[list[Ledger], list[Fault]]:
    """Return what a file says of articles, in its order, and its faults; what is refused is left out."""
    faults = unknown_keys(root, (PASSAGES,), "file")
    node = root.entries.get(PASSAGES)
    if not isinstance(node, Items):
        expected = f"{PASSAGES}: a list of entries, one for each article"
        return [], [*faults, Fault(root.position, "form-wrong", "file", "another form", expected, "write it like that")]
    ledgers: list[Ledger] = []
    for number, item in enumerate(node.items, start=1):
        ledger, ledger_faults = _read_ledger(item, f"{PASSAGES}[{number}]")
        faults += ledger_faults
        ledgers += [ledger] if ledger else []
    return ledgers, faults


def by_article(ledgers: Iterable[Ledger]) -> tuple[dict[str, Ledger], list[Fault]]:
    """Return the entries by the article that they are about, and a fault for each but the first about one article."""
    first: dict[str, Ledger] = {}
    faults: list[Fault] = []
    for ledger in ledgers:
        if ledger.source_id in first:
            seen = f"a second entry, the first is at {first[ledger.source_id].position}"
            expected, fix = "one entry for each article", "join the two"
            faults.append(Fault(ledger.position, "entry-repeated", ledger.source_id, seen, expected, fix))
        first.setdefault(ledger.source_id, ledger)
    return first, faults


def _read_ledger(node: Node, subject: str) -> tuple[Ledger | None, list[Fault]]:
    """Return one article's entry, or None where it names no article."""
    if not isinstance(node, Fields) or "source" not in node.entries:
        seen, expected = "an entry of another form", "a mapping with the source that it is about"
        return None, [Fault(node.position, "form-wrong", subject, seen, expected, "write source: ID")]
    texts, faults = node.texts(("source",), subject)
    source_id = texts["source"]
    if not source_id:
        return None, faults
    faults += unknown_keys(node, ("source", *LISTS), source_id)
    lists: dict[str, tuple[PassageStart, ...]] = {}
    for name, keys in LISTS.items():
        lists[name], list_faults = _read_starts(node.entries.get(name), f"{source_id}.{name}", keys)
        faults += list_faults
    return Ledger(source_id, node.position, **lists), faults


def _read_starts(
    node: Node | None, subject: str, keys: tuple[str, ...]
) -> tuple[tuple[PassageStart, ...], list[Fault]]:
    """Return one list of an entry; empty where the entry does not have it."""
    if node is None:
        return (), []
    if not isinstance(node, Items):
        seen, expected = TYPE_NAMES[type(node)], f"a list of {{{', '.join(keys)}}}"
        return (), [Fault(node.position, "form-wrong", subject, seen, expected, "begin each with -")]
    starts: list[PassageStart] = []
    faults: list[Fault] = []
    for item in node.items:
        start, start_faults = _read_start(item, subject, keys)
        starts += [start] if start else []
        faults += start_faults
    return tuple(starts), faults


def _read_start(node: Node, subject: str, keys: tuple[str, ...]) -> tuple[PassageStart | None, list[Fault]]:
    """Return one beginning of a passage or part of one, or None and why it was refused."""
    name = "text" if isinstance(node, Fields) and "text" in node.entries and "text" in keys else "starts"
    needed = {name, "reason"} & set(keys)
    if not isinstance(node, Fields) or not needed <= node.entries.keys() or {"text", "starts"} <= node.entries.keys():
        either = "starts (for a part of a sentence: text)" if "text" in keys else "starts"
        others = [key for key in keys if key not in ("starts", "text")]
        expected = f"{either}{' and reason' * ('reason' in keys)}, and at most {', '.join(others)}"
        return None, [
            Fault(node.position, "form-wrong", subject, "an item of another form", expected, "write it like that")
        ]
    texts, faults = node.texts([key for key in keys if key != "occurrence"], subject)
    occurrence, occurrence_faults = counted(node, subject)
    faults += occurrence_faults
    key_faults = unknown_keys(node, keys, subject)
    text = texts[name]
    if text != text.strip():
        seen, expected = f"{shown(text)} begins or ends with a space", "text without"
        faults.append(Fault(node.position, "value-malformed", subject, seen, expected, "delete the space"))
    if faults or not all(texts[key] for key in needed):
        return None, key_faults + faults
    reason, note = texts.get("reason", ""), texts.get("note", "")
    return PassageStart(texts["starts"], node.position, occurrence, reason, note, texts.get("text", "")), key_faults
