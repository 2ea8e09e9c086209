"""Writes ``docs/faults.md`` from the list of planted faults (``python -m tests.faults``); ``--check`` compares it."""

import functools
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support import ROOT
from tests.support.example import write_example
from tests.support.planted import ONLY_BUGS, PLANTED, PLANTED_BY_TASK
from tests.support.project import Project

PAGE = ROOT / "docs" / "faults.md"
INTRODUCTION = """# Faults

When the data are wrong, `build.py`, `python -m codings` and `python -m referees` print each mistake on one
line:

```text
FILE:LINE RECORD.FIELD: what is there; expected what should be there; fix: what to do [kind-of-mistake]
```

The same mistake several times in one file is one line that names the other lines. What may only follow from a printed
mistake is counted in the last line, and printed once that mistake is fixed: a mistyped id of an actor would otherwise
print every rule on who speaks.

To read more about a message, search this page for the kind in its brackets. Each kind has its meaning, an example as it
is printed for a small project, and the fix. The kinds are grouped by what you were working on:

"""
WRITTEN_BY = "\n`python -m tests.faults` writes this page from `tests/support/planted.py`.\n"
BUGS = """## <a id="bugs"></a>What only a bug of the build can cause

No mistake in the data leads to these. If one is printed, the build itself is wrong: please report it. A test plants
each of them.

| kind | meaning | planted in |
|---|---|---|
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
    """Return the page: each kind with its meaning, an example as it is printed, and its fix."""
    contents = [
        f"- [{task}](#{_anchor(task)}): {', '.join(map(_link, kinds))}\n" for task, kinds in PLANTED_BY_TASK.items()
    ]
    contents.append("- [What only a bug of the build can cause](#bugs)\n")
    parts = [INTRODUCTION + "".join(contents) + WRITTEN_BY]
    for task, kinds in PLANTED_BY_TASK.items():
        parts.append(f'## <a id="{_anchor(task)}"></a>{task}\n')
        parts += [_section(kind) for kind in kinds]
    rows = [f"| {kind} | {bug.meaning} | `{bug.test}` |\n" for kind, bug in ONLY_BUGS.items()]
    return "\n".join([*parts, BUGS + "".join(rows)])


def _anchor(task: str) -> str:
    """Return the anchor of a group of kinds.

    >>> _anchor("Records and values")
    'records-and-values'
    """
    return task.lower().replace(" ", "-")


def _link(kind: str) -> str:
    return f"[{kind}](#{kind})"


def _section(kind: str) -> str:
    """Return the part of the page on one kind."""
    planted = PLANTED[kind]
    example = next(line for line in printed(kind) if kind_of(line) == kind)
    parts = [f'### <a id="{kind}"></a>{kind}', planted.meaning, f"```text\n{example}\n```", f"Fix: {planted.fix}"]
    return "\n\n".join(parts) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or return 1 where it is not what would be written."""
    if arguments == ["--check"]:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
