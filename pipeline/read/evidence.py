"""Reading the `evidence` of a record: quotes, and the words in them that say each value."""

from collections.abc import Sequence

from pipeline.faults import Fault, Position, nearest, shown
from pipeline.model import Evidence, Words
from pipeline.read.strict_yaml import TYPE_NAMES, Fields, Items, Node, Scalar

EVIDENCE_KEYS = ("quote", "source", "occurrence", "attributed_to", "stance", "supports")
WORDS_KEYS = ("words", "occurrence", "anchor", "inferred")


def read_evidence(node: Node, row_id: str, source: str) -> tuple[tuple[Evidence, ...], list[Fault]]:
    """Return the evidence of one row and its faults; a quote that was refused is left out.

    `source` is the article that a quote without a `source` of its own is taken from; it may be empty.
    """
    if not isinstance(node, Items):
        expected = "a list of quotes"
        fault = Fault(
            node.position, "unnamed", f"{row_id}.evidence", TYPE_NAMES[type(node)], expected, "begin each with -"
        )
        return (), [fault]
    found: list[Evidence] = []
    faults: list[Fault] = []
    for number, item in enumerate(node.items, start=1):
        evidence, more = _read_one(item, f"{row_id}.evidence[{number}]", row_id, source)
        found += [evidence] if evidence else []
        faults += more
    return tuple(found), faults


def counted(node: Fields, subject: str) -> tuple[int | None, list[Fault]]:
    """Return the `occurrence` of a quote, of words or of a zone, from 1; None where it is not given."""
    text = node.text("occurrence")
    if "occurrence" not in node.entries or (text.isascii() and text.isdigit() and not text.startswith("0")):
        return (int(text) if text else None), []
    expected = "a whole number from 1"
    return None, [
        Fault(node.keys["occurrence"], "unnamed", subject, f"the occurrence {shown(text)}", expected, "count again")
    ]


def _read_one(node: Node, subject: str, row_id: str, source: str) -> tuple[Evidence | None, list[Fault]]:
    """Return one quote with its words, or None where it lacks what evidence cannot be without."""
    if not isinstance(node, Fields):
        return None, [
            Fault(node.position, "unnamed", subject, TYPE_NAMES[type(node)], "quote and supports", "write them")
        ]
    faults = unknown_keys(node, EVIDENCE_KEYS, subject)
    source_id = node.text("source") or source
    if not source_id:
        todo = "write source: ID here or at the top of the file"
        faults.append(Fault(node.position, "unnamed", subject, "no source", "the id of an article", todo))
    if "quote" not in node.entries:
        faults.append(Fault(node.position, "unnamed", subject, "no quote", "a quote", "copy it from the article"))
    occurrence, more = counted(node, subject)
    supports, others = _read_supports(node, subject, row_id)
    faults += more + others
    quote = node.entries.get("quote")
    if not source_id or not isinstance(quote, Scalar) or not quote.text:
        return None, faults
    speaker, stance = node.text("attributed_to") or None, node.text("stance") or "supports"
    return Evidence(source_id, quote.text, quote.position, supports, occurrence, speaker, stance), faults


def unknown_keys(node: Fields, known: Sequence[str], subject: str) -> list[Fault]:
    """Return a fault for each key that is not one of `known`."""
    expected = f"one of {', '.join(known)}"
    return [
        Fault(node.keys[key], "unnamed", subject, f"unknown key {shown(key)}", expected, nearest(key, known))
        for key in node.entries
        if key not in known
    ]


def _read_supports(node: Fields, subject: str, row_id: str) -> tuple[dict[str, Words], list[Fault]]:
    """Return the words for each value that the quote supports."""
    supports = node.entries.get("supports")
    if not isinstance(supports, Fields) or not supports.entries:
        expected = "a mapping of fields to words"
        return {}, [Fault(node.position, "unnamed", subject, "no supports", expected, "name the words of each value")]
    found: dict[str, Words] = {}
    faults: list[Fault] = []
    for field, value in supports.entries.items():
        words, more = _read_words(value, f"{row_id}.{field}")
        found |= {field: words} if words else {}
        faults += more
    return found, faults


def _read_words(node: Node, subject: str) -> tuple[Words | None, list[Fault]]:
    """Return the words for one value, from their plain or their long form; None where refused."""
    if isinstance(node, Scalar):
        return (Words(node.text, node.position) if node.text else None), []
    if not isinstance(node, Fields) or "words" not in node.entries:
        expected = "words, or {words, occurrence, anchor, inferred}"
        return None, [Fault(node.position, "unnamed", subject, "no words", expected, "write one of the two forms")]
    faults = unknown_keys(node, WORDS_KEYS, subject)
    occurrence, more = counted(node, subject)
    faults += more
    position: Position = node.entries["words"].position
    words = Words(node.text("words"), position, occurrence, node.text("anchor") or None, node.text("inferred") or None)
    return (words if words.text else None), faults
