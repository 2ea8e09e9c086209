"""YAML in which nothing has to be refused, read fast; almost every file is such a one.

Nothing is known here of the way that leads to a node, which only messages need: `strict_yaml` reads a file again where
this raises `NotPlain`, and says what is wrong and where.
"""

import re
import sys
from collections.abc import Callable
from typing import Any

import yaml

from pipeline.faults import Position
from pipeline.read.nodes import Fields, Items, Node, Scalar

MAX_DEPTH = 20
"""How deep values may nest."""
_SHORT = 40
"""In characters. Longer texts are rarely written twice."""
# Tabs, line ends and the other control characters (Unicode's Cc, Zl, Zp).
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NotPlain(Exception):
    """Something in the file may have to be refused."""


def plain_tree(text: str, file: str) -> Node:
    """Return the tree of the one document of a text without control characters other than line ends.

    Raises:
        NotPlain: the text is no such document, or holds an alias, an anchor, a tag, a block scalar, an empty value, an
            escape of a control character, an equal key or too deep a value.
    """
    try:
        return _Tree(text, file).document()
    except yaml.YAMLError as error:
        raise NotPlain from error


class _Tree:
    """Builds the tree from the parser's events; the nodes of one line share its position."""

    def __init__(self, text: str, file: str) -> None:
        # Events are what PyYAML makes; its types know no anchor and no tag.
        self.next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self.file = file
        self.lines: dict[int, Position] = {}

    def document(self) -> Node:
        """Return the one document."""
        self.next()  # the stream begins
        if not isinstance(self.next(), yaml.DocumentStartEvent):
            raise NotPlain
        root = self.node(self.next(), 0)
        self.next()  # the document ends
        if not isinstance(self.next(), yaml.StreamEndEvent):
            raise NotPlain
        return root

    def node(self, event: Any, depth: int) -> Node:
        """Return the node that `event` begins."""
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(_text(event), self.at(event))
        if (
            depth == MAX_DEPTH
            or isinstance(event, yaml.AliasEvent)
            or event.anchor is not None
            or event.tag is not None
        ):
            raise NotPlain
        if isinstance(event, yaml.MappingStartEvent):
            return self.fields(event, depth)
        nodes: list[Node] = []
        while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
            nodes.append(self.node(inner, depth + 1))
        return Items(tuple(nodes), self.at(event))

    def fields(self, start: Any, depth: int) -> Fields:
        """Return the mapping that `start` begins."""
        entries: dict[str, Node] = {}
        keys: dict[str, Position] = {}
        while not isinstance(key := self.next(), yaml.MappingEndEvent):
            name = _text(key) if isinstance(key, yaml.ScalarEvent) else ""
            if not name or name in entries:
                raise NotPlain
            keys[name] = self.at(key)
            entries[name] = self.node(self.next(), depth + 1)
        return Fields(entries, keys, self.at(start))

    def at(self, event: Any) -> Position:
        """Return the place of `event`."""
        line = event.start_mark.line + 1
        place = self.lines.get(line)
        if place is None:
            place = self.lines[line] = Position(self.file, line)
        return place


def _text(event: yaml.ScalarEvent) -> str:
    """Return the text of a plain or quoted scalar that can hold nothing to refuse."""
    text: str = event.value
    if event.anchor is not None or event.tag is not None or event.style in ("|", ">") or not text or text.isspace():
        raise NotPlain
    # Only an escape between double quotation marks makes a control character of others.
    if event.style == '"' and CONTROL.search(text):
        raise NotPlain
    return shared(text)


def shared(text: str) -> str:
    """Return a text; a short one, such as a key or a code, is kept in memory once however often it is written."""
    return sys.intern(text) if len(text) <= _SHORT else text
