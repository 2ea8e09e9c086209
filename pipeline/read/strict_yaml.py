"""Strict reading of YAML: every scalar is text, every node knows its line, nothing is guessed.

YAML's own ideas about types and sharing are what breaks hand-written data: ``NO`` becomes false, the
second of two equal keys wins silently, nine lines of aliases fill the memory, a folded scalar changes
a quote. PyYAML's event stream comes before any of that, so it is read directly and the rest refused.
"""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from pipeline.faults import Fault, Position, shown, with_hint
from pipeline.read.folders import decode, read_bytes
from pipeline.read.nodes import TYPE_NAMES, Fields, Items, Node, Scalar
from pipeline.read.plain_yaml import CONTROL, MAX_DEPTH, NotPlain, plain_tree

MAX_FAULTS = 100
"""How many faults of one file are reported; the rest of a file that has so many is not read."""
LONGEST_NAME = 80
"""How much of a key stands in the path that a message shows: keys can be as long as the file."""
_NAME = re.compile(r"[a-z_]+")
"""A key as tables and records have them."""
# The control characters within lines, which LF ends.
_CONTROL_IN_LINE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def read_yaml(path: Path, file: str) -> tuple[Node | None, list[Fault]]:
    """Return the tree of one YAML file and its faults.

    `file` is the name that messages use. The tree is None where the file could not be read to its
    end; otherwise each refused value is an empty scalar, so that later stages can pass over it.
    """
    data, faults = read_bytes(path, file)
    if data is None:
        return None, faults
    text, faults = decode(data, file)
    if text is None:
        return None, faults
    if _CONTROL_IN_LINE.search(text):
        return None, _character_faults(text, file)
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """Return the tree of one YAML text and its faults; see `read_yaml`."""
    try:
        return plain_tree(text, file), []
    except NotPlain:
        return _composed(text, file)


def _composed(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """Return the tree of a text with something to refuse, and its faults."""
    composer = _Composer(file, yaml.parse(text, Loader=yaml.CSafeLoader))
    try:
        return composer.document(), composer.faults
    except _StopReading:
        return None, _with_rest_unread(composer.faults)
    except yaml.YAMLError as error:
        return None, [*composer.faults, _syntax_fault(error, file)]


def _character_faults(text: str, file: str) -> list[Fault]:
    """Return a fault for each line with a character that no value may hold."""
    faults = []
    for number, line in enumerate(text.split("\n"), start=1):
        control = CONTROL.search(line)
        if control:
            fix = "save the file with LF line ends" if control.group() == "\r" else "write a space, or delete it"
            faults.append(_control_fault(Position(file, number), "file", control.group(), fix))
        if len(faults) == MAX_FAULTS:
            return _with_rest_unread(faults)
    return faults


def _with_rest_unread(faults: list[Fault]) -> list[Fault]:
    """Return the faults of a file that was not read to its end; the last one says so."""
    last = faults[-1]
    fix = with_hint(last.fix, "then build again: the rest of the file was not read and may have more faults")
    return [*faults[:-1], dataclasses.replace(last, fix=fix)]


def _is_rest_of_text(key: str, value: Node) -> bool:
    """Return whether a key without value is what follows a comma in a text, as in ``{amount: $10,000}``.

    That it has no value was reported; what it is not is no second mistake.
    """
    return isinstance(value, Scalar) and not value.text and not _NAME.fullmatch(key)


def _control_fault(position: Position, subject: str, character: str, fix: str) -> Fault:
    seen, expected = f"the control character U+{ord(character):04X}", "no tabs, line ends or control characters"
    return Fault(position, "character-forbidden", subject, seen, expected, fix)


def _syntax_fault(error: yaml.YAMLError, file: str) -> Fault:
    """Return the parser's complaint as a fault with its line."""
    line = _line(getattr(error, "problem_mark", None))
    seen = f"not valid YAML: {getattr(error, 'problem', None) or getattr(error, 'reason', error)}"
    fix = "check the indentation; put a value that holds ': ' or ' #', or begins with a mark, in quotation marks"
    return Fault(Position(file, line), "yaml-syntax", "file", seen, "one YAML document", fix)


def _line(mark: object) -> int:
    """Return the 1-based line of one of the parser's marks; 1 where it gives none."""
    return int(getattr(mark, "line", 0)) + 1


class _StopReading(Exception):
    """Stops the reading of a file that nests too deeply or has too many faults, all of them noted."""


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
                seen, expected = "a second YAML document", "one document per file"
                self.faults.append(
                    Fault(self.at(event), "yaml-not-plain", "document", seen, expected, "delete the '---'")
                )
                break
            root = self.node(next(self.events), "document", 0)
        if root is None:
            seen, expected, fix = "it holds nothing", "a YAML document", "fill it or delete it"
            self.faults.append(Fault(Position(self.file, 1), "file-empty", "file", seen, expected, fix))
        return root

    def at(self, event: yaml.Event) -> Position:
        """Return the place of `event`."""
        return Position(self.file, _line(event.start_mark))

    def node(self, event: yaml.Event, subject: str, depth: int) -> Node:
        """Return the node that `event` begins; `subject` is the key path that leads to it."""
        if depth > MAX_DEPTH:
            seen, expected, fix = "values nested too deeply", f"at most {MAX_DEPTH} levels", "write fewer levels"
            self.faults.append(Fault(self.at(event), "yaml-not-plain", subject, seen, expected, fix))
            raise _StopReading
        if len(self.faults) >= MAX_FAULTS:
            raise _StopReading
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
            seen, expected, fix = f"the alias *{event.anchor}", "the value itself", "write the value out"
            self.faults.append(Fault(self.at(event), "yaml-not-plain", subject, seen, expected, fix))
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            seen = f"the anchor &{event.anchor}"
            self.faults.append(Fault(self.at(event), "yaml-not-plain", subject, seen, "no anchors", "delete it"))
        tag = getattr(event, "tag", None)
        if tag is not None:
            seen, expected = f"the tag {tag}", "no tags; the schema gives the type"
            self.faults.append(
                Fault(self.at(event), "yaml-not-plain", subject, seen, expected, "delete it, or quote the value")
            )

    def items(self, start: yaml.Event, subject: str, depth: int) -> Items:
        """Return the list that `start` begins."""
        nodes: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            nodes.append(self.node(event, f"{subject}[{len(nodes) + 1}]", depth + 1))
        return Items(tuple(nodes), self.at(start))

    def fields(self, start: yaml.Event, subject: str, depth: int) -> Fields:
        """Return the mapping that `start` begins; of two equal keys the first is kept."""
        entries: dict[str, Node] = {}
        keys: dict[str, Position] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, f"{subject} key", depth + 1)
            text = key.text if isinstance(key, Scalar) else ""
            if not isinstance(key, Scalar):
                seen = f"{TYPE_NAMES[type(key)]} as a key"
                self.faults.append(
                    Fault(self.at(event), "yaml-not-plain", subject, seen, "a word", "write a plain key")
                )
            path = text[:LONGEST_NAME] if depth == 0 else f"{subject}.{text[:LONGEST_NAME]}"
            value = self.node(next(self.events), path, depth + 1)
            if text in entries:
                seen = f"the key {shown(text)} a second time, first in line {keys[text].line}"
                self.faults.append(
                    Fault(self.at(event), "key-repeated", path, seen, "each key once", "keep one of the two")
                )
            elif text and not _is_rest_of_text(text, value):
                entries[text], keys[text] = value, key.position
        return Fields(entries, keys, self.at(start))

    def scalar_text(self, event: yaml.ScalarEvent, subject: str) -> str:
        """Return the scalar's text, or an empty text and a fault where it is refused."""
        text: str = event.value
        if event.style in ("|", ">"):
            expected = "a value on one line, plain or in quotation marks"
            seen = f"a block scalar ({event.style})"
            self.faults.append(Fault(self.at(event), "yaml-not-plain", subject, seen, expected, "write it on one line"))
            return ""
        if not text.strip():
            fix = "give it a value, or leave the key out; inside {} put a text with a comma in quotation marks"
            self.faults.append(Fault(self.at(event), "value-empty", subject, "an empty value", "a value", fix))
            return ""
        control = CONTROL.search(text)
        if control:
            fix = "write a space, or delete it"
            self.faults.append(_control_fault(self.at(event), subject, control.group(), fix))
            return ""
        return text
