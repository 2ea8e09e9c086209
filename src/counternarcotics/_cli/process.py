"""How a command ends: its exit code, and a message instead of a traceback whatever happens."""

from __future__ import annotations

import os
import signal
import sys
import textwrap
from collections.abc import Callable
from io import TextIOWrapper

import click

from counternarcotics._errors import UsageError

FAILED = 2
INTERRUPTED = 130  # what a shell gives for a process that Ctrl-C ended


def prepare() -> None:
    """Let output end without complaint: where the reader has gone, and where the terminal lacks a character."""
    if hasattr(signal, "SIGPIPE"):
        # Click would end the process with 1, which is the code for faults and differences.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def run(command: Callable[[], object]) -> int:
    """Run a command and return the exit code of the process: the number that it returns, or 0."""
    try:
        code = command()
        if sys.stdout is not None:
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
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
    """Write a message to standard error, wrapped if that is a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        from shutil import get_terminal_size  # slow to import

        message = textwrap.fill(message, get_terminal_size().columns, break_long_words=False, break_on_hyphens=False)
    click.echo(message, err=True)


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
    reason = " ".join(str(error).split())
    return (
        f"unexpected {type(error).__name__}: {reason or 'no message'}. Run 'counternarcotics verify'; "
        "if it finds the copy sound, report this line with the command to the maintainers."
    )
