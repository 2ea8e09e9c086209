"""Invented articles to draft, and the command on a project."""

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from pipeline.draft.__main__ import main

RELEASE = """\
Coast guard seizes two tonnes of cocaine off Example Bay

The Example Times, 5 January 2026

Members of the crew stand beside the bales. Photo: Example Coast Guard

EXAMPLE CITY, Jan. 4 (Xinhua) -- The Example Coast Guard seized 2.1 tonnes of cocaine and arrested five suspects off \
Example Bay on Sunday, after a tip-off from China.

The drugs were worth more than $30 million, Captain Mara Ensign said at a press conference in Port Example.

China has passed more than 40 tip-offs since 2019, according to the coast guard.

Read more: What the coast guard does

(Reporting by Ada Writer; editing by Bo Editor)
"""
OTHER = """\
Court jails four over precursor chemicals

By Ada Writer

A court in Example Province sentenced four people on Tuesday for selling precursor chemicals to a laboratory abroad, \
the second such case this year.

Prosecutors said that the four had shipped 300 kilograms between March and June.

Copyright 2025 Example Press Ltd. All rights reserved.
"""


def drafted(root: Path, name: str, content: str | bytes) -> tuple[int, str, str]:
    """Save an article beside a project and draft it; return exit code, what was printed, and what was complained of."""
    file = root.parent / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return command(root, str(file))


def command(root: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command on a project; return exit code, what was printed, and what was complained of."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments, root)
    return code, out.getvalue(), err.getvalue()


def content_of(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a project's seeds and records, hidden ones too."""
    files = (file for folder in ("seeds", "records") for file in (root / folder).iterdir())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}
