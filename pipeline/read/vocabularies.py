"""Reading one vocabulary, ``schemas/vocabularies/<name>.yaml``, into typed values."""

from pathlib import Path

from pipeline.faults import Fault, Position, nearest
from pipeline.read.schema import Code, Vocabulary
from pipeline.read.schema_forms import missing, wrong_form
from pipeline.read.strict_yaml import Fields, Items, Node, Scalar, read_yaml

VOCABULARY_KEYS = ("title", "description", "codes")
CODE_KEYS = ("code", "label", "definition")


def read_vocabulary(path: Path, file: str) -> tuple[Vocabulary | None, list[Fault]]:
    """Return one vocabulary, or None and why it cannot be used."""
    root, faults = read_yaml(path, file)
    if root is None:
        return None, faults
    codes = root.entries.get("codes") if isinstance(root, Fields) else None
    if not isinstance(root, Fields) or not isinstance(codes, Items):
        return None, [*faults, missing(Position(file, 1), path.stem, "codes")]
    faults += [missing(Position(file, 1), path.stem, key) for key in VOCABULARY_KEYS if key not in root.entries]
    known = (*VOCABULARY_KEYS, "unmarked")
    for key in root.entries:
        if key not in known:
            seen = f'unknown key "{key}"'
            fix = nearest(key, known)
            faults.append(Fault(root.keys[key], "key-unknown", path.stem, seen, "a key of a vocabulary", fix))
    faults += [fault for node in codes.items for fault in _code_shape(node, path.stem)]
    typed = tuple(_code(node) for node in codes.items if isinstance(node, Fields))
    unmarked = root.text("unmarked") or None
    return Vocabulary(path.stem, root.text("title"), root.text("description"), typed, unmarked), faults


def _code_shape(node: Node, subject: str) -> list[Fault]:
    """Return a fault for each part of a code that is missing or has the wrong form."""
    if not isinstance(node, Fields):
        return [wrong_form(node.position, subject, "a code", "{code, label, definition}")]
    name = f"{subject}.{node.text('code')}"
    faults = [missing(node.position, name, key) for key in CODE_KEYS if not node.text(key)]
    for key, value in node.entries.items():
        if not _has_form(key, value):
            expected = "maps_to a mapping, cues a list, others single values"
            faults.append(wrong_form(node.keys[key], name, f'"{key}"', expected))
    return faults


def _has_form(key: str, value: Node) -> bool:
    """Return whether the value of one key of a code has the form of that key."""
    if key == "maps_to":
        return isinstance(value, Fields) and all(isinstance(code, Scalar) for code in value.entries.values())
    if key == "cues":
        return isinstance(value, Items) and all(isinstance(cue, Scalar) for cue in value.items)
    return isinstance(value, Scalar)


def _code(node: Fields) -> Code:
    cues, maps_to = node.entries.get("cues"), node.entries.get("maps_to")
    own = {*CODE_KEYS, "cues", "maps_to"}
    return Code(
        code=node.text("code"),
        label=node.text("label"),
        definition=node.text("definition"),
        maps_to={key: maps_to.text(key) for key in maps_to.entries} if isinstance(maps_to, Fields) else {},
        cues=tuple(cue.text for cue in cues.items if isinstance(cue, Scalar)) if isinstance(cues, Items) else (),
        extra={key: node.text(key) for key in node.entries if key not in own},
        line=node.position.line,
    )
