"""A filled form as it stands in its file: the article and the coder that it names, and its entries, not yet read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from codings.line import Line
from codings.reading import CODER
from codings.sentences import Sentence
from pipeline.faults import Fault, Position, nearest, shown
from pipeline.read.nodes import Fields, Items, Node, Scalar
from pipeline.read.strict_yaml import read_yaml

KEYS = ("source", "sentences", "coder", "rows")
MOST_ENTRIES = 2_000


@dataclass(frozen=True)
class Form:
    """A filled form: the article, the coder and the entries as they stand in the file."""

    source_id: str
    coder: str
    sentences: str
    entries: tuple[Node, ...]
    keys: Mapping[str, Position]


def read_form(path: Path, file: str) -> tuple[Form | None, list[Fault]]:
    """Return a filled form, None where a part of it is missing, and what is wrong with the file."""
    node, yaml_faults = read_yaml(path, file)
    if node is None:
        return None, yaml_faults
    if not isinstance(node, Fields):
        seen, expected = "no form", f"the keys {', '.join(KEYS)}"
        return None, [
            Fault(node.position, "form-wrong", "form", seen, expected, "make one: python -m codings form SOURCE")
        ]
    faults = [
        Fault(node.keys[key], "key-unknown", key, f"the key {shown(key)}", "a key of the form", nearest(key, KEYS))
        for key in node.entries
        if key not in KEYS
    ]
    faults += [
        Fault(Position(file, 1), "key-missing", key, f"no {key}", f"the key {key}", "write it as the empty form has it")
        for key in KEYS
        if key not in node.entries
    ]
    texts, text_faults = node.texts(("source", "sentences", "coder"), "form")
    faults += [*text_faults, *yaml_faults]
    rows = node.entries.get("rows")
    if isinstance(rows, Items) and len(rows.items) > MOST_ENTRIES:
        seen, expected = f"{len(rows.items)} entries", f"at most {MOST_ENTRIES}"
        faults.append(Fault(rows.position, "file-too-large", "rows", seen, expected, "code one article in one form"))
    elif isinstance(rows, Fields) or (isinstance(rows, Scalar) and rows.text):
        faults.append(Fault(rows.position, "form-wrong", "rows", "no list", "a list of entries", "begin each with -"))
    if not isinstance(rows, Items) or not all(texts.values()) or len(rows.items) > MOST_ENTRIES:
        return None, faults
    return Form(texts["source"], texts["coder"], texts["sentences"], rows.items, node.keys), faults


def check_article(form: Form, sentences: Mapping[str, Sequence[Sentence]]) -> list[Fault]:
    """Return what is wrong with the article that a form names, given the sentences of each article."""
    if form.source_id not in sentences:
        seen, fix = f"no article {shown(form.source_id)}", nearest(form.source_id, sentences)
        return [Fault(form.keys["source"], "id-unknown", "source", seen, "an id of sources", fix)]
    number = str(len(sentences[form.source_id]))
    if form.sentences != number:
        seen, fix = f"the form has {shown(form.sentences)} sentences", "make a new form, and put the entries into it"
        expected = f"the {number} of the article now"
        return [Fault(form.keys["sentences"], "form-outdated", "sentences", seen, expected, fix)]
    return []


def check_coder(form: Form, taken: Collection[Line]) -> list[Fault]:
    """Return what is wrong with the coder that a form names, given what that coder has coded already."""
    position = form.keys["coder"]
    if not CODER.fullmatch(form.coder):
        seen, expected = f"the coder {shown(form.coder)}", "one letter from a to z, such as e"
        return [Fault(position, "value-malformed", "coder", seen, expected, "write the letter of the coder")]
    if any(line.source == form.source_id for line in taken):
        seen, expected = f"{form.coder} has coded {form.source_id} already", "one coding of an article by a coder"
        fix = "take another letter if somebody else coded it; otherwise keep the first coding"
        return [Fault(position, "coding-repeated", "coder", seen, expected, fix)]
    return []
