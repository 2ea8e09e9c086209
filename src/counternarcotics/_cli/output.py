"""What goes to standard output: text that fits a terminal, marks on it, and JSON."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd


_NARROWEST = 10


def width() -> int | None:
    """Return the width of the terminal, or None where the output goes to a file or another program."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size  # slow to import, for the compressions that it knows

    return get_terminal_size().columns


def write(text: str) -> None:
    """Write text, ended by one line end; on a terminal that allows it, «marked» words are bold."""
    if width() is not None and not os.environ.get("NO_COLOR"):
        text = re.sub(r"«[^»]*»", lambda marked: click.style(marked[0], bold=True), text)
    # Named, because click would take an ASCII stream for a mistake and write UTF-8 to it.
    click.echo(text.removesuffix("\n"), file=sys.stdout)


def write_wrapped(text: str) -> None:
    """Write text whose lines may be of any length: what is too long for the terminal goes on below."""
    wide = width()
    lines = text.splitlines()
    if wide is not None:
        wrapper = textwrap.TextWrapper(wide, break_long_words=False, break_on_hyphens=False)
        lines = [line if len(line) <= wide else wrapper.fill(line) for line in lines]
    write("\n".join(lines))


def pairs_text(pairs: Sequence[tuple[str, str]], wide: int | None) -> str:
    """Return terms and what is said of them in two columns, wrapped to a width if there is one; ids stay whole."""
    first = max(len(term) for term, _ in pairs) + 2
    wrapper = textwrap.TextWrapper(break_long_words=False, break_on_hyphens=False)
    wrapper.width = sys.maxsize if wide is None else max(wide, first + _NARROWEST)
    wrapper.subsequent_indent = " " * first
    lines = []
    for term, said in pairs:
        wrapper.initial_indent = f"{term:<{first}}"
        lines.append(wrapper.fill(said) or term)
    return "\n".join(lines)


def write_utf8(text: str) -> None:
    """Write a document for programs: UTF-8 whatever the encoding of the terminal, with the line ends that it has.

    A byte in a file's name that is not UTF-8 is escaped, which JSON allows.
    """
    click.echo(text.removesuffix("\n").encode("utf-8", "backslashreplace"), file=sys.stdout)


def write_json(value: object) -> None:
    """Write one JSON document: UTF-8 whatever the terminal's encoding, and dates as text."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=lambda date: date.isoformat())
    write_utf8(text)


def records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the rows of a frame as JSON has them: what is missing is null."""
    import pandas as pd

    plain = pd.DataFrame(frame).astype(object)
    return plain.where(frame.notna(), None).to_dict("records")
