"""Reading ``records/changes.yaml``: why rows of a released version were corrected or removed.

Only the form is judged here. `pipeline.check.corrections` compares the entries with the released versions.
"""

from pipeline.faults import Fault, shown
from pipeline.model import Correction
from pipeline.read.evidence import unknown_keys
from pipeline.read.nodes import TYPE_NAMES, Fields, Items, Node

CHANGES = "changes"
FILE = f"{CHANGES}.yaml"
BLANK = "…"
"""What stands in a printed entry for a text that a curator has to write."""
_OF_ROW = ("table", "row", "why")
_OF_FIELD = ("field", "from", "to")
_KEYS = ("table", "row", *_OF_FIELD, "why", "quote")


def read_changes(root: Fields) -> tuple[tuple[Correction, ...], list[Fault]]:
    """Return the entries of all versions, and the faults of the file; what is refused is left out."""
    faults = unknown_keys(root, (CHANGES,), "file")
    versions = root.entries.get(CHANGES)
    if not isinstance(versions, Fields):
        expected = f"{CHANGES}: {{}}, or below it each version with a list of entries"
        return (), [*faults, Fault(root.position, "form-wrong", "file", "another form", expected, "write it like that")]
    corrections: dict[tuple[str, str, str, str], Correction] = {}
    for version, node in versions.entries.items():
        if not isinstance(node, Items):
            seen, fix = TYPE_NAMES[type(node)], "begin each entry with -"
            faults.append(Fault(node.position, "form-wrong", version, seen, "a list of entries", fix))
            continue
        for item in node.items:
            correction, entry_faults = _read_entry(item, version)
            faults += entry_faults
            if correction is None:
                continue
            first = corrections.setdefault((version, *correction.place), correction)
            if first is not correction:
                seen, expected = f"a second entry, the first is at {first.position}", "one entry for each change"
                subject = subject_of(*correction.place)
                faults.append(Fault(correction.position, "entry-repeated", subject, seen, expected, "delete one"))
    return tuple(corrections.values()), faults


def subject_of(table: str, row_id: str, field: str) -> str:
    """Return what messages call a corrected cell or a removed row.

    >>> subject_of("events", "talks", "date"), subject_of("events", "talks", "")
    ('events.talks.date', 'events.talks')
    """
    return ".".join(filter(None, (table, row_id, field)))


def _read_entry(node: Node, version: str) -> tuple[Correction | None, list[Fault]]:
    """Return one entry, or None and why it was refused."""
    if not isinstance(node, Fields):
        seen, expected = TYPE_NAMES[type(node)], f"key: value pairs, of {', '.join(_KEYS)}"
        return None, [Fault(node.position, "form-wrong", version, seen, expected, "write it like that")]
    texts, faults = node.texts(_KEYS, version)
    faults += unknown_keys(node, _KEYS, version)
    needed = (*_OF_ROW, "field") if node.entries.keys() & {*_OF_FIELD} else _OF_ROW
    for key in needed:
        if key not in node.entries:
            fix = f"write {key}: TEXT"
            faults.append(Fault(node.position, "key-missing", version, f"an entry without {key}", f"its {key}", fix))
    for key, text in texts.items():
        if text == BLANK:
            seen, expected = f"{key}: {shown(text)}", "the text that it stands for"
            faults.append(Fault(node.entries[key].position, "value-missing", version, seen, expected, "write the text"))
    if faults or not all(texts[key] for key in needed):
        return None, faults
    cells = texts["field"], texts["from"], texts["to"]
    return Correction(version, texts["table"], texts["row"], *cells, texts["why"], texts["quote"], node.position), []
