"""How much of a copy that nobody trusts is read: in proportion to the data that came with this package."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from counternarcotics import _package
from counternarcotics._descriptor import files
from counternarcotics._errors import UsageError

_MB = 1_000_000
_TIMES = 4
"""How many times larger than the installed data a copy may be: newer versions grow."""

MOST_FILES = 5_000
"""How many files a folder or zip may have."""

MOST_LISTED = 4 * _MB
"""The bytes of a descriptor or of checksums."""

LONGEST_HEAD = 1 << 16
"""The bytes of the first line of a CSV file."""

_MOST_ROWS = 100_000


@dataclass(frozen=True)
class Limits:
    """How many bytes and rows may be read.

    Attributes:
        copy: The bytes of all files of a copy together.
        table: The bytes of a table whose size nothing states.
        text: The bytes of any other file whose size nothing states, such as the licence.
        rows: The rows of one table.
    """

    copy: int
    table: int
    text: int
    rows: int


def limits(large: bool) -> Limits:
    """Return the limits that the installed data give, or none for a copy that its reader knows to be large."""
    if large:
        return Limits(sys.maxsize, sys.maxsize, sys.maxsize, sys.maxsize)
    try:
        sizes = [file["bytes"] for _, _, file in files(_package.installed().descriptor)]
    except (OSError, UsageError, LookupError, TypeError):  # without installed data, a copy can be checked all the same
        sizes = [0]
    return Limits(_TIMES * sum(sizes) + 16 * _MB, _TIMES * max(sizes) + _MB, 4 * _MB, _MOST_ROWS)


def too_large(path: str, size: int, most: int) -> UsageError:
    """Return the error for what is larger than a limit."""
    return UsageError(f"{path}: too large to check here ({size:,} bytes; up to {most:,} without --large)")
