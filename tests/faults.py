"""Writes ``docs/faults.md`` from the list of planted faults (``python -m tests.faults``); ``--check`` compares it."""

import functools
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support import ROOT
from tests.support.example import write_example
from tests.support.planted import PLANTED
from tests.support.project import Project

PAGE = ROOT / "docs" / "faults.md"
INTRODUCTION = """# Faults

What the build prints where the data are wrong, one mistake a line: the file and the line, the record and its field,
what was seen, what was expected, how to fix it, and the kind of the mistake in brackets. Below is each kind, with an
example that was made in a small project and printed by the build.

`python -m tests.faults` writes this page from `tests/support/planted.py`.
"""


@functools.cache
def printed(kind: str) -> tuple[str, ...]:
    """Return the lines that the build prints, each a fault, where the mistake of a kind was made in the example."""
    with tempfile.TemporaryDirectory() as folder:
        text = PLANTED[kind].printed(Project(write_example(Path(folder) / "example")))
    return tuple(line for line in text.splitlines() if kind_of(line))


def kind_of(line: str) -> str:
    """Return the kind of fault that a line ends with; empty where it is no fault.

    >>> kind_of("a.yaml:1 x.unit: no value; expected a unit; fix: write one [value-missing]")
    'value-missing'
    """
    match = re.search(r"\[([a-z0-9-]+)\]$", line)
    return match[1] if match else ""


def page() -> str:
    """Return the page: each kind with its meaning and an example as the build prints it."""
    parts = [INTRODUCTION]
    for kind in sorted(PLANTED):
        example = next(line for line in printed(kind) if kind_of(line) == kind)
        parts.append(f"## {kind}\n\n{PLANTED[kind].meaning}\n\n```text\n{example}\n```\n")
    return "\n".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Write the page, or return 1 where it is not what would be written."""
    if arguments == ["--check"]:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
