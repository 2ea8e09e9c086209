"""How a command ends: its exit code, and a message instead of a traceback whatever happens."""

from __future__ import annotations

import codecs
import os
import signal
import sys
from collections.abc import Callable
from io import TextIOWrapper

import click

from counternarcotics._cli.output import filled, width
from counternarcotics._errors import UsageError
from counternarcotics._text import plainest, visible

FAILED = 2
INTERRUPTED = 130  # what a shell gives for a process that Ctrl-C ended

_NEAREST = "counternarcotics.nearest"


def prepare() -> None:
    """Let output end without complaint: where the reader has gone, and where the terminal lacks a character."""
    if hasattr(signal, "SIGPIPE"):
        # Click would end the process with 1, which is the code for faults and differences.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    codecs.register_error(_NEAREST, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_NEAREST)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Return what is written for characters that an encoding lacks, and where the text goes on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plainest(error.object[error.start : error.end]), error.end


def run(command: Callable[[], object]) -> int:
    """Run a command and return the exit code of the process: the number that it returns, or 0."""
    try:
        code = command()
        if sys.stdout is not None:
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit as end:
        # Click ends with 1 where a pipe has no reader or a shell asks amiss, and 1 is the code for differences.
        return FAILED if end.code else 0
    except Exception as error:
        _discard_output()
        _complain(f"counternarcotics: {_message(error)}")
        return FAILED


def _discard_output() -> None:
    """Let what cannot be written go nowhere: Python would try again as it ends, and complain once more."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    """Write a message to standard error as one line, wrapped if that is a terminal."""
    if sys.stderr is not None:
        # Named, because click would take an ASCII stream for a mistake and write UTF-8 to it.
        click.echo(filled(visible(message), width(sys.stderr)), file=sys.stderr)


def _message(error: Exception) -> str:
    """Return the message for a user: what was wrong and what to do."""
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        said = " ".join(error.format_message().split()).rstrip(".")
        return f"{said}. Try '{context.command_path} --help'." if context else f"{said}."
    if isinstance(error, OSError):
        return str(error) if error.filename is None else f"{error.filename}: {error.strerror}"
    if isinstance(error, UsageError):
        return str(error)
    if isinstance(error, MemoryError):
        return "this machine has too little memory for it; close other programs, or name a smaller copy"
    reason = " ".join(str(error).split())
    return (
        f"unexpected {type(error).__name__}: {reason or 'no message'}. Run 'counternarcotics verify'; "
        "if it finds the copy sound, report this line with the command to the maintainers."
    )
