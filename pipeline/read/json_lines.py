"""Reading a file of JSON Lines, of which each line holds what a YAML file does: for records that a program writes.

As in YAML, every single value is text: ``3`` and ``"3"`` are the same. What a record cannot hold is refused with the
line that it stands in: a key twice, an empty value, a control character.
"""

import json
from pathlib import Path
from typing import Any

from pipeline.faults import Fault, Position, shown
from pipeline.read.folders import decode, read_bytes
from pipeline.read.nodes import Fields, Items, Node, Scalar
from pipeline.read.plain_yaml import CONTROL, MAX_DEPTH, shared

_WORDS = {True: "true", False: "false", None: ""}


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of one object, as written."""


def read_json_lines(path: Path, file: str) -> tuple[list[Node | None], list[Fault]]:
    """Return the tree of each line that is not empty, and the faults of all; `file` is the name that messages use.

    None stands for what could not be read: the file, or a line that is no JSON.
    """
    data, faults = read_bytes(path, file)
    if data is None:
        return [None], faults
    text, faults = decode(data, file)
    if text is None:
        return [None], faults
    lines = _Lines(file)
    # Only LF ends a line: other line ends of Unicode may stand in a text.
    roots = [lines.root(line, number) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not roots:
        fix = "fill it or delete it"
        return [None], [Fault(Position(file, 1), "file-empty", "file", "it holds nothing", "a line of JSON", fix)]
    return roots, lines.faults


class _Lines:
    """Builds the tree of each line and collects what is refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.position = Position(file, 1)
        self.faults: list[Fault] = []

    def root(self, line: str, number: int) -> Node | None:
        """Return the tree of one line; None and a fault where it is no JSON."""
        self.position = Position(self.file, number)
        try:
            content = json.loads(line, object_pairs_hook=_Pairs, parse_int=str, parse_float=str)
        except RecursionError:
            seen = "values nested too deeply"
        except json.JSONDecodeError as error:
            seen = f"not valid JSON: {error.msg} at character {error.pos + 1} of the line"
        else:
            return self.node(content, "", 0)
        self.refuse("json-syntax", "file", seen, "one JSON object on each line", "correct the line")
        return None

    def node(self, content: Any, subject: str, depth: int) -> Node:
        """Return the node of a value; `subject` is the key path that leads to it."""
        if isinstance(content, str):
            return Scalar(self.text(content, subject), self.position)
        if depth > MAX_DEPTH:
            expected = f"at most {MAX_DEPTH} levels"
            self.refuse("yaml-not-plain", subject, "values nested too deeply", expected, "write fewer levels")
            return Scalar("", self.position)
        if isinstance(content, _Pairs):
            return self.fields(content, subject, depth)
        if isinstance(content, list):
            nodes = [self.node(item, f"{subject}[{at}]", depth + 1) for at, item in enumerate(content, start=1)]
            return Items(tuple(nodes), self.position)
        # Infinity and NaN are read as numbers; no other value of JSON is left than true, false and null.
        text = str(content) if isinstance(content, float) else _WORDS[content]
        return Scalar(self.text(text, subject), self.position)

    def fields(self, pairs: _Pairs, subject: str, depth: int) -> Fields:
        """Return the mapping of an object; of two equal keys the first is kept."""
        entries: dict[str, Node] = {}
        for key, content in pairs:
            path = f"{subject}.{key}" if subject else key
            if key in entries:
                seen = f"the key {shown(key)} a second time in one object"
                self.refuse("key-repeated", path, seen, "each key once", "keep one of the two")
            else:
                entries[self.text(key, path)] = self.node(content, path, depth + 1)
        return Fields(entries, dict.fromkeys(entries, self.position), self.position)

    def text(self, text: str, subject: str) -> str:
        """Return a text, or an empty one and a fault where it is refused."""
        if not text or text.isspace():
            fix = "give it a value, or leave the key out"
            self.refuse("value-empty", subject, "an empty value", "a value", fix)
            return ""
        control = CONTROL.search(text)
        if control:
            seen, expected = (
                f"the control character U+{ord(control[0]):04X}",
                "no tabs, line ends or control characters",
            )
            self.refuse("character-forbidden", subject, seen, expected, "write a space, or delete it")
            return ""
        return shared(text)

    def refuse(self, kind: str, subject: str, seen: str, expected: str, fix: str) -> None:
        """Note what is refused in the present line."""
        self.faults.append(Fault(self.position, kind, subject, seen, expected, fix))
