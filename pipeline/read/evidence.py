"""Reading the `evidence` of a record: quotes, and the words in them that say each value."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.faults import Fault, Position, nearest, shown
from pipeline.model import Evidence, Words
from pipeline.read.nodes import TYPE_NAMES, Fields, Items, Node, Scalar

EVIDENCE_KEYS = ("quote", "source", "occurrence", "attributed_to", "reported_by", "supports")
WORDS_NOTES = ("anchor", "inferred", "country", "fiscal_start", "reach", "repeats", "exempt")
"""What the long form of words may say about them; each is an attribute of `Words`."""
WORDS_KEYS = ("words", "occurrence", *WORDS_NOTES)
# Six digits count the places in any article; Python refuses to read a number of thousands of digits.
_COUNT = re.compile(r"[1-9][0-9]{0,5}")


class Quoted(NamedTuple):
    """The evidence of a row as written: its quotes, and the words that stand in a quote of the row it belongs to."""

    quotes: tuple[Evidence, ...] = ()
    loose: Mapping[str, Words] = {}


def read_evidence(node: Node, row_id: str, source: str, *, borrows: bool = False) -> tuple[Quoted, list[Fault]]:
    """Return the evidence of one row and its faults; a quote that was refused is left out.

    Args:
        node: the list of quotes.
        row_id: what messages call the row.
        source: the article that a quote without a `source` of its own is taken from; it may be empty.
        borrows: whether the row belongs to another one, whose quotes hold the words of one item without a quote.
    """
    if not isinstance(node, Items):
        seen, expected, fix = TYPE_NAMES[type(node)], "a list of quotes", "begin each with -"
        return Quoted(), [Fault(node.position, "form-wrong", f"{row_id}.evidence", seen, expected, fix)]
    quotes: list[Evidence] = []
    loose: dict[str, Words] = {}
    faults: list[Fault] = []
    for number, item in enumerate(node.items, start=1):
        subject = f"{row_id}.evidence[{number}]"
        if borrows and not loose and isinstance(item, Fields) and item.entries.keys() == {"supports"}:
            loose, item_faults = _read_supports(item, subject, row_id)
        else:
            quote, item_faults = _read_quote(item, subject, row_id, source)
            quotes += [quote] if quote else []
        faults += item_faults
    return Quoted(tuple(quotes), loose), faults


def counted(node: Fields, subject: str) -> tuple[int | None, list[Fault]]:
    """Return the `occurrence` of a quote, of words or of a zone, from 1; None where it is not given."""
    texts, faults = node.texts(("occurrence",), subject)
    text = texts["occurrence"]
    if not text or _COUNT.fullmatch(text):
        return (int(text) if text else None), faults
    seen, expected = f"the occurrence {shown(text)}", "a whole number from 1, of at most six digits"
    return None, [Fault(node.keys["occurrence"], "value-malformed", subject, seen, expected, "count again")]


def _read_quote(node: Node, subject: str, row_id: str, source: str) -> tuple[Evidence | None, list[Fault]]:
    """Return one quote with its words, or None where it lacks what evidence cannot be without."""
    if not isinstance(node, Fields):
        seen, expected = TYPE_NAMES[type(node)], "quote and supports"
        return None, [Fault(node.position, "form-wrong", subject, seen, expected, "write them")]
    texts, faults = node.texts(("quote", "source", "attributed_to", "reported_by"), subject)
    faults += unknown_keys(node, EVIDENCE_KEYS, subject)
    source_id = texts["source"] or source
    if not source_id:
        fix = "write source: ID here or at the top of the file"
        faults.append(Fault(node.position, "key-missing", subject, "no source", "the id of an article", fix))
    if "quote" not in node.entries:
        fix = "copy it from the article"
        faults.append(Fault(node.position, "key-missing", subject, "no quote", "a quote", fix))
    occurrence, occurrence_faults = counted(node, subject)
    supports, words_faults = _read_supports(node, subject, row_id)
    faults += occurrence_faults + words_faults
    if not source_id or not texts["quote"]:
        return None, faults
    position, claimant, reporter = node.entries["quote"].position, texts["attributed_to"], texts["reported_by"]
    quote = Evidence(source_id, texts["quote"], position, supports, occurrence, claimant or None, reporter or None)
    return quote, faults


def unknown_keys(node: Fields, keys: Sequence[str], subject: str) -> list[Fault]:
    """Return a fault for each key of `node` that is not one of `keys`."""
    expected = f"one of {', '.join(keys)}"
    return [
        Fault(node.keys[key], "key-unknown", subject, f"unknown key {shown(key)}", expected, nearest(key, keys))
        for key in node.entries
        if key not in keys
    ]


def _read_supports(node: Fields, subject: str, row_id: str) -> tuple[dict[str, Words], list[Fault]]:
    """Return the words for each value that the quote supports, as far as they are written."""
    supports = node.entries.get("supports")
    if supports is None:
        return {}, []
    if not isinstance(supports, Fields) or not supports.entries:
        expected, fix = "a mapping of fields to words", "write supports: {FIELD: WORDS} with the words of each value"
        return {}, [Fault(node.position, "key-missing", subject, "no supports", expected, fix)]
    words_by_field: dict[str, Words] = {}
    faults: list[Fault] = []
    for field, value in supports.entries.items():
        words, words_faults = _read_words(value, f"{row_id}.{field}")
        if words:
            words_by_field[field] = words
        faults += words_faults
    return words_by_field, faults


def _read_words(node: Node, subject: str) -> tuple[Words | None, list[Fault]]:
    """Return the words for one value, from their plain or their long form; None where refused."""
    if isinstance(node, Scalar):
        return (Words(node.text, node.position) if node.text else None), []
    if not isinstance(node, Fields) or "words" not in node.entries:
        expected, fix = f"words, or {{{', '.join(WORDS_KEYS)}}}", "write one of the two forms"
        return None, [Fault(node.position, "form-wrong", subject, "no words", expected, fix)]
    texts, faults = node.texts(("words", *WORDS_NOTES), subject)
    occurrence, occurrence_faults = counted(node, subject)
    faults += unknown_keys(node, WORDS_KEYS, subject) + occurrence_faults
    position: Position = node.entries["words"].position
    notes = {name: texts[name] or None for name in WORDS_NOTES}
    words = Words(texts["words"], position, occurrence, **notes)
    return (words if words.text else None), faults
