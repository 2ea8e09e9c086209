"""Reading ``records/passages.yaml``: an article's mended cuts, and the sentences that are left out.

Only the form is judged here. `passages` finds the texts in the articles and judges what is said of them.
"""

from pipeline.faults import Fault, shown
from pipeline.read.evidence import counted, unknown_keys
from pipeline.read.marks import PASSAGES, Ledger, PassageStart
from pipeline.read.strict_yaml import TYPE_NAMES, Fields, Items, Node, Scalar

FILE = f"{PASSAGES}.yaml"
LISTS = {
    "add_cuts": ("starts", "occurrence"),
    "drop_cuts": ("starts", "occurrence"),
    "left_out": ("starts", "occurrence", "reason", "note"),
}
"""The lists of an article's entry, with the keys of what each holds."""


def read_ledgers(root: Fields) -> tuple[dict[str, Ledger], list[Fault]]:
    """Return what the file says of each article, by source id, and its faults; what is refused is left out."""
    faults = unknown_keys(root, (PASSAGES,), "file")
    node = root.entries.get(PASSAGES)
    if not isinstance(node, Items):
        expected = f"{PASSAGES}: a list of entries, one an article"
        return {}, [*faults, Fault(root.position, "unnamed", "file", "another form", expected, "write it so")]
    ledgers: dict[str, Ledger] = {}
    for number, item in enumerate(node.items, start=1):
        ledger, more = _read_ledger(item, f"{PASSAGES}[{number}]")
        faults += more
        if ledger and ledger.source_id in ledgers:
            seen = f"a second entry, the first is at {ledgers[ledger.source_id].position}"
            faults.append(
                Fault(ledger.position, "unnamed", ledger.source_id, seen, "one entry an article", "join the two")
            )
        elif ledger:
            ledgers[ledger.source_id] = ledger
    return ledgers, faults


def _read_ledger(node: Node, subject: str) -> tuple[Ledger | None, list[Fault]]:
    """Return one article's entry, or None where it names no article."""
    if not isinstance(node, Fields) or not node.text("source"):
        expected = "a mapping with the source that it speaks of"
        return None, [
            Fault(node.position, "unnamed", subject, "an entry of another form", expected, "write source: ID")
        ]
    source_id = node.text("source")
    faults = unknown_keys(node, ("source", *LISTS), source_id)
    found: dict[str, tuple[PassageStart, ...]] = {}
    for name, keys in LISTS.items():
        found[name], more = _read_starts(node.entries.get(name), f"{source_id}.{name}", keys)
        faults += more
    return Ledger(source_id, node.position, **found), faults


def _read_starts(
    node: Node | None, subject: str, keys: tuple[str, ...]
) -> tuple[tuple[PassageStart, ...], list[Fault]]:
    """Return one list of an entry; none where the entry does not have it."""
    if node is None:
        return (), []
    if not isinstance(node, Items):
        expected = f"a list of {{{', '.join(keys)}}}"
        return (), [Fault(node.position, "unnamed", subject, TYPE_NAMES[type(node)], expected, "begin each with -")]
    found: list[PassageStart] = []
    faults: list[Fault] = []
    for item in node.items:
        start, more = _read_start(item, subject, keys)
        found += [start] if start else []
        faults += more
    return tuple(found), faults


def _read_start(node: Node, subject: str, keys: tuple[str, ...]) -> tuple[PassageStart | None, list[Fault]]:
    """Return one beginning of a passage, or None and why it was refused."""
    needed = {"starts", "reason"} & set(keys)
    single = isinstance(node, Fields) and all(isinstance(value, Scalar) for value in node.entries.values())
    if not isinstance(node, Fields) or not single or not needed <= node.entries.keys():
        expected = f"{' and '.join(sorted(needed, reverse=True))}, and at most {', '.join(keys)}"
        return None, [Fault(node.position, "unnamed", subject, "an item of another form", expected, "write it so")]
    faults = unknown_keys(node, keys, subject)
    occurrence, more = counted(node, subject)
    text = node.text("starts")
    if text != text.strip():
        seen = f"{shown(text)} begins or ends with a space"
        more.append(Fault(node.position, "unnamed", subject, seen, "text without", "delete the space"))
    if more or not all(node.text(key) for key in needed):
        return None, faults + more
    return PassageStart(text, node.position, occurrence, node.text("reason"), node.text("note")), faults
