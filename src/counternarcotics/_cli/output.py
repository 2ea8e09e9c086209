"""What goes to standard output: text that fits a terminal, marks on it, and JSON."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from typing import TYPE_CHECKING, Any, TextIO

import click

from counternarcotics._text import visible_json, visible_lines

if TYPE_CHECKING:
    import pandas as pd


def width(stream: TextIO | None) -> int | None:
    """Return the width of the terminal that a stream is, or None where it goes to a file or another program."""
    if stream is None or not stream.isatty():
        return None
    from shutil import get_terminal_size  # slow to import, for the compressions that it knows

    return get_terminal_size().columns


def write(text: str) -> None:
    """Write text, ended by one line end; on a terminal that allows it, «marked» words are bold.

    Whatever the text is made of, nothing in it moves the cursor or turns the direction of writing.
    """
    text = visible_lines(text)
    if width(sys.stdout) is not None and not os.environ.get("NO_COLOR"):
        text = re.sub(r"«[^»]*»", lambda marked: click.style(marked[0], bold=True), text)
    # Named, because click would take an ASCII stream for a mistake and write UTF-8 to it.
    click.echo(text.removesuffix("\n"), file=sys.stdout)


def write_wrapped(text: str) -> None:
    """Write text whose lines may be of any length."""
    write("\n".join(filled(line, width(sys.stdout)) for line in text.split("\n")))


def filled(line: str, wide: int | None) -> str:
    """Return a line as several that fit a width if there is one; ids are not broken.

    All but the first stand further in, so that none of them can pass for a line of its own: below the last column of
    the line, if that leaves them half of the width.
    """
    if wide is None or len(line) <= wide:
        return line
    further, column = len(line) - len(line.lstrip()) + 2, line.rfind("  ") + 2
    inner = " " * (column if further < column <= wide // 2 else further)
    return textwrap.fill(line, wide, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)


def write_utf8(text: str) -> None:
    """Write a document for programs: UTF-8 whatever the encoding of the terminal, with the line ends that it has.

    A byte in a file's name that is not UTF-8 is escaped, which JSON allows.
    """
    click.echo(text.removesuffix("\n").encode("utf-8", "backslashreplace"), file=sys.stdout)


def write_json(value: object) -> None:
    """Write one JSON document: UTF-8 whatever the terminal's encoding, dates as text, hidden characters escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=lambda date: date.isoformat())
    write_utf8(visible_json(text))


def records(frame: pd.DataFrame) -> Any:
    """Return the rows of a frame as JSON has them: what is missing is null."""
    return json.loads(frame.to_json(orient="records"))
