"""Reading one vocabulary, ``schemas/vocabularies/<name>.yaml``, into typed values."""

from pathlib import Path

from pipeline.faults import Fault, Position, nearest
from pipeline.read.nodes import Fields, Items, Node, Scalar, not_one_value
from pipeline.read.schema import Code, CounterExample, Vocabulary
from pipeline.read.schema_forms import missing, wrong_form
from pipeline.read.strict_yaml import read_yaml

VOCABULARY_KEYS = ("title", "description", "codes")
CODE_KEYS = ("code", "label", "definition")
FURTHER_KEYS = ("example", "counter_example", "cues", "maps_to")
COUNTER_EXAMPLE_KEYS = ("words", "code")


def read_vocabulary(path: Path, file: str) -> tuple[Vocabulary | None, list[Fault]]:
    """Return one vocabulary, or None and why it cannot be used."""
    root, faults = read_yaml(path, file)
    if root is None:
        return None, faults
    codes = root.entries.get("codes") if isinstance(root, Fields) else None
    if not isinstance(root, Fields) or not isinstance(codes, Items):
        return None, [*faults, missing(Position(file, 1), path.stem, "codes")]
    faults += [missing(Position(file, 1), path.stem, key) for key in VOCABULARY_KEYS if key not in root.entries]
    texts, text_faults = root.texts(("title", "description", "unmarked", "register"), path.stem)
    faults += text_faults
    allowed = (*VOCABULARY_KEYS, "unmarked", "register")
    for key in root.entries:
        if key not in allowed:
            seen = f'unknown key "{key}"'
            fix = nearest(key, allowed)
            faults.append(Fault(root.keys[key], "key-unknown", path.stem, seen, "a key of a vocabulary", fix))
    typed: list[Code] = []
    for node in codes.items:
        code, code_faults = _read_code(node, path.stem)
        typed += [code] if code else []
        faults += code_faults
    if texts["register"] not in ("", "true"):
        seen, fix = f'register "{texts["register"]}"', "write true, or delete the key"
        faults.append(Fault(root.keys["register"], "value-unknown", path.stem, seen, "true", fix))
    unmarked, register = texts["unmarked"] or None, texts["register"] == "true"
    return Vocabulary(path.stem, texts["title"], texts["description"], tuple(typed), unmarked, register), faults


def _read_code(node: Node, vocabulary: str) -> tuple[Code | None, list[Fault]]:
    """Return one code, None where it is no mapping, and a fault for each part that is missing or of the wrong form."""
    if not isinstance(node, Fields):
        return None, [wrong_form(node.position, vocabulary, "a code", "{code, label, definition}")]
    extra = [key for key in node.entries if key not in (*CODE_KEYS, *FURTHER_KEYS)]
    name, _ = node.texts(("code",), vocabulary)
    subject = f"{vocabulary}.{name['code']}"
    texts, faults = node.texts((*CODE_KEYS, "example", *extra), subject)
    faults += [missing(node.position, subject, key) for key in CODE_KEYS if key not in node.entries]
    counter_example, counter_example_faults = _counter_example(
        node.entries.get("counter_example"), f"{subject}.counter_example"
    )
    maps_to, maps_to_faults = _mapped(node.entries.get("maps_to"), f"{subject}.maps_to")
    cues, cue_faults = _cues(node.entries.get("cues"), f"{subject}.cues")
    code = Code(
        code=texts["code"],
        label=texts["label"],
        definition=texts["definition"],
        example=texts["example"] or None,
        counter_example=counter_example,
        maps_to=maps_to,
        cues=cues,
        extra={key: texts[key] for key in extra},
        line=node.position.line,
    )
    return code, faults + counter_example_faults + maps_to_faults + cue_faults


def _counter_example(node: Node | None, subject: str) -> tuple[CounterExample | None, list[Fault]]:
    """Return the counter-example of a code, None where there is none, and what is of the wrong form."""
    if node is None:
        return None, []
    if not isinstance(node, Fields) or sorted(node.entries) != sorted(COUNTER_EXAMPLE_KEYS):
        return None, [wrong_form(node.position, subject, "it", "{words, code}")]
    texts, faults = node.texts(COUNTER_EXAMPLE_KEYS, subject)
    return CounterExample(**texts), faults


def _mapped(node: Node | None, subject: str) -> tuple[dict[str, str], list[Fault]]:
    """Return the codes of other code books that a code maps to, and what is of the wrong form."""
    if node is None:
        return {}, []
    if not isinstance(node, Fields):
        return {}, [wrong_form(node.position, subject, "it", "a mapping")]
    return node.texts(node.entries, subject)


def _cues(node: Node | None, subject: str) -> tuple[tuple[str, ...], list[Fault]]:
    """Return the cues of a code, and what is of the wrong form."""
    if node is None:
        return (), []
    if not isinstance(node, Items):
        return (), [wrong_form(node.position, subject, "it", "a list of texts")]
    faults = [not_one_value(cue, subject) for cue in node.items if not isinstance(cue, Scalar)]
    return tuple(cue.text for cue in node.items if isinstance(cue, Scalar)), faults
