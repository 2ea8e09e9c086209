"""What a file of records holds, however it is written: single values as text, lists and mappings, each with its line.

What was refused, and reported, is a single value without text, so that what follows can pass over it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.faults import Fault, Position


class Scalar(NamedTuple):
    """One value as text. Empty text stands for a value that was refused and already reported."""

    text: str
    position: Position


class Items(NamedTuple):
    """A list of nodes."""

    items: tuple["Node", ...]
    position: Position


class Fields(NamedTuple):
    """A mapping of nodes by key; `keys` tells where each key stands."""

    entries: Mapping[str, "Node"]
    keys: Mapping[str, Position]
    position: Position

    def texts(self, keys: Iterable[str], subject: str) -> tuple[dict[str, str], list[Fault]]:
        """Return the text under each of `keys`, empty where there is none, and a fault for what is no single value.

        `subject` is what messages call the mapping.
        """
        texts: dict[str, str] = {}
        faults: list[Fault] = []
        for key in dict.fromkeys(keys):
            node = self.entries.get(key)
            texts[key] = node.text if isinstance(node, Scalar) else ""
            if isinstance(node, Items | Fields):
                faults.append(not_one_value(node, f"{subject}.{key}"))
        return texts, faults


Node = Scalar | Items | Fields

TYPE_NAMES: Mapping[type, str] = {Scalar: "a single value", Items: "a list", Fields: "a mapping"}


def not_one_value(node: Items | Fields, subject: str) -> Fault:
    """Return the fault of a list or a mapping where one value belongs."""
    return Fault(node.position, "form-wrong", subject, TYPE_NAMES[type(node)], "a single value", "write one value")
