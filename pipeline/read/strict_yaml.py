"""Strict reading of YAML: every scalar is text, every node knows its line, nothing is guessed.

YAML's own ideas about types and sharing are what breaks hand-written data: ``NO`` becomes false, the
second of two equal keys wins silently, nine lines of aliases fill the memory, a folded scalar changes
a quote. PyYAML's event stream comes before any of that, so it is read directly and the rest refused.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipeline.faults import Fault, Position

MAX_BYTES = 5_000_000
MAX_DEPTH = 20


@dataclass(frozen=True)
class Scalar:
    """One value as text. Empty text stands for a value that was refused and already reported."""

    text: str
    position: Position


@dataclass(frozen=True)
class Items:
    """A list of nodes."""

    items: tuple["Node", ...]
    position: Position


@dataclass(frozen=True)
class Fields:
    """A mapping of nodes by key; `keys` tells where each key stands."""

    entries: Mapping[str, "Node"]
    keys: Mapping[str, Position]
    position: Position

    def text(self, key: str) -> str:
        """Return the text of the scalar under `key`; empty where there is none."""
        node = self.entries.get(key)
        return node.text if isinstance(node, Scalar) else ""


Node = Scalar | Items | Fields

TYPE_NAMES: Mapping[type, str] = {Scalar: "a single value", Items: "a list", Fields: "a mapping"}


def is_control(character: str) -> bool:
    r"""Return whether `character` is a tab, a line end or another control character.

    >>> [is_control(c) for c in "a\t\u2028\u00a0"]
    [False, True, True, False]
    """
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")


def read_yaml(path: Path, file: str) -> tuple[Node | None, list[Fault]]:
    """Return the tree of one YAML file and its faults.

    `file` is the name that messages use. The tree is None where the file could not be read to its
    end; otherwise each refused value is an empty scalar, so that later stages can pass over it.

    Raises:
        OSError: the file cannot be opened.
    """
    text, faults = _read_text(path, file)
    if text is None:
        return None, faults
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """Return the tree of one YAML text and its faults; see `read_yaml`."""
    composer = _Composer(file, yaml.parse(text, Loader=yaml.CSafeLoader))
    try:
        return composer.document(), composer.faults
    except _TooDeepError as stop:
        return None, [*composer.faults, stop.args[0]]
    except yaml.YAMLError as error:
        return None, [*composer.faults, _syntax_fault(error, file)]


def _read_text(path: Path, file: str) -> tuple[str | None, list[Fault]]:
    """Return the text, or None and what is wrong with the bytes; the size is judged before reading."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        expected = f"at most {MAX_BYTES} bytes"
        return None, [
            Fault(Position(file, 1), "unnamed", "file", f"it has {size} bytes", expected, "split it into several files")
        ]
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return None, [Fault(Position(file, line), "unnamed", "file", seen, "UTF-8 text", "save the file as UTF-8")]
    faults = _character_faults(text, file)
    return (None if faults else text), faults


def _character_faults(text: str, file: str) -> list[Fault]:
    """Return a fault for each line with a character that no value may hold."""
    faults = []
    if text.startswith("\ufeff"):
        faults.append(
            Fault(Position(file, 1), "unnamed", "file", "a byte order mark", "plain UTF-8", "save it without one")
        )
    if text.isprintable():
        return faults
    for number, line in enumerate(text.split("\n"), start=1):
        bad = next((c for c in line if is_control(c)), None)
        if bad is not None:
            seen = f"the control character U+{ord(bad):04X}"
            todo = "save the file with LF line ends" if bad == "\r" else "write a space, or delete it"
            faults.append(Fault(Position(file, number), "unnamed", "file", seen, "no tabs or control characters", todo))
    return faults


def _syntax_fault(error: yaml.YAMLError, file: str) -> Fault:
    """Return the parser's complaint as a fault with its line."""
    line = _line(getattr(error, "problem_mark", None))
    seen = f"not valid YAML: {getattr(error, 'problem', None) or getattr(error, 'reason', error)}"
    todo = "check the indentation; a value holding ': ' or ' #', or beginning with a mark, needs quotation marks"
    return Fault(Position(file, line), "unnamed", "file", seen, "one YAML document", todo)


def _line(mark: object) -> int:
    """Return the 1-based line of one of the parser's marks; 1 where it gives none."""
    return int(getattr(mark, "line", 0)) + 1


class _TooDeepError(Exception):
    """Stops the reading of a file that nests too deeply; its argument is the fault."""


class _Composer:
    """Builds the tree of one file from the parser's events and collects what is refused."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.file = file
        self.events = events
        self.faults: list[Fault] = []

    def document(self) -> Node | None:
        """Return the first document's tree; None and a fault where there is none."""
        root: Node | None = None
        for event in self.events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if root is not None:
                self.refuse(event, "document", "a second YAML document", "one document per file", "delete the '---'")
                break
            root = self.node(next(self.events), "document", 0)
        if root is None:
            self.faults.append(
                Fault(
                    Position(self.file, 1),
                    "unnamed",
                    "file",
                    "it holds nothing",
                    "a YAML document",
                    "fill it or delete it",
                )
            )
        return root

    def at(self, event: yaml.Event) -> Position:
        """Return the place of `event`."""
        return Position(self.file, _line(event.start_mark))

    def refuse(self, event: yaml.Event, subject: str, seen: str, expected: str, todo: str) -> None:
        """Note a fault at `event`."""
        self.faults.append(Fault(self.at(event), "unnamed", subject, seen, expected, todo))

    def node(self, event: yaml.Event, subject: str, depth: int) -> Node:
        """Return the node that `event` begins; `subject` is the key path that leads to it."""
        if depth > MAX_DEPTH:
            expected = f"at most {MAX_DEPTH} levels"
            raise _TooDeepError(
                Fault(self.at(event), "unnamed", subject, "values nested too deeply", expected, "flatten it")
            )
        self.check_sharing(event, subject)
        if isinstance(event, yaml.MappingStartEvent):
            return self.fields(event, subject, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(event, subject, depth)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self.scalar_text(event, subject), self.at(event))
        return Scalar("", self.at(event))

    def check_sharing(self, event: yaml.Event, subject: str) -> None:
        """Refuse anchors, aliases and tags: they say the same thing twice or give a type."""
        if isinstance(event, yaml.AliasEvent):
            self.refuse(event, subject, f"the alias *{event.anchor}", "the value itself", "write the value out")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self.refuse(event, subject, f"the anchor &{event.anchor}", "no anchors", "delete it")
        if getattr(event, "tag", None) is not None:
            seen = f"the tag {getattr(event, 'tag', '')}"
            self.refuse(event, subject, seen, "no tags; the schema gives the type", "delete it, or quote the value")

    def items(self, start: yaml.Event, subject: str, depth: int) -> Items:
        """Return the list that `start` begins."""
        found: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event, f"{subject}[{len(found) + 1}]", depth + 1))
        return Items(tuple(found), self.at(start))

    def fields(self, start: yaml.Event, subject: str, depth: int) -> Fields:
        """Return the mapping that `start` begins; of two equal keys the first is kept."""
        entries: dict[str, Node] = {}
        keys: dict[str, Position] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, f"{subject} key", depth + 1)
            text = key.text if isinstance(key, Scalar) else ""
            if not isinstance(key, Scalar):
                self.refuse(event, subject, f"{TYPE_NAMES[type(key)]} as a key", "a word", "write a plain key")
            path = text if depth == 0 else f"{subject}.{text}"
            value = self.node(next(self.events), path, depth + 1)
            if text in entries:
                seen = f'the key "{text}" a second time, first in line {keys[text].line}'
                self.refuse(event, path, seen, "each key once", "keep one of the two")
            elif text:
                entries[text], keys[text] = value, key.position
        return Fields(entries, keys, self.at(start))

    def scalar_text(self, event: yaml.ScalarEvent, subject: str) -> str:
        """Return the scalar's text, or an empty text and a fault where it is refused."""
        text: str = event.value
        if event.style in ("|", ">"):
            expected = "a value on one line, plain or in quotation marks"
            self.refuse(event, subject, f"a block scalar ({event.style})", expected, "write it on one line")
            return ""
        if not text.strip():
            todo = "leave the key out where there is no value; inside {} a text with a comma needs quotation marks"
            self.refuse(event, subject, "an empty value", "a value", todo)
            return ""
        bad = next((c for c in text if is_control(c)), None)
        if bad is not None:
            seen = f"the control character U+{ord(bad):04X}"
            self.refuse(event, subject, seen, "no tabs, line ends or control characters", "write a space, or delete it")
            return ""
        return text
