"""Errors for a name that does not exist or a file that cannot be used, with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard

from counternarcotics._text import visible

_LONGEST_NAME = 100


class UsageError(ValueError):
    """A name that does not exist, or a file that is not what it should be; the message says what to do, in one line."""

    def __init__(self, message: str) -> None:
        """Take a message, of which paths and names in it may hold anything."""
        super().__init__(visible(message))


def plain(name: Any) -> Any:
    """Return a name as an ordinary string: a member of an Enum of strings prints as the member, not as its value."""
    return str.__str__(name) if isinstance(name, str) else name


def is_one_of(name: object, names: Sequence[str]) -> TypeGuard[str]:
    """Return whether this is one of the names; a frame, which Python cannot compare with a name, is not."""
    return isinstance(name, str) and plain(name) in names


def unknown(what: str, name: object, names: Sequence[str]) -> UsageError:
    """Return the error for a name that does not exist: the nearest that does, then all of them.

    >>> str(unknown("table", "seizure", ["events", "seizures"]))
    "There is no table 'seizure'. Did you mean 'seizures'? There are: events, seizures."
    >>> str(unknown("column of seizures", "kg", ["unit", "quantity_kg"]))
    "There is no column of seizures 'kg'. Did you mean 'quantity_kg'? There are: unit, quantity_kg."
    """
    import difflib  # costs more than the rest of the import

    # People mix up case and hyphens, which would count as different letters.
    folded = {existing.casefold().replace("-", "_"): existing for existing in names}
    asked = _compared(name).casefold().replace("-", "_")
    parts = [existing for existing in folded if asked and asked in existing]
    nearest = difflib.get_close_matches(asked, folded, n=1) or parts
    hint = f" Did you mean {folded[nearest[0]]!r}?" if nearest else ""
    return UsageError(f"There is no {what} {_short(name)}.{hint} There are: {', '.join(names)}.")


def unknown_row(table: str, key: str, row_id: object, ids: Sequence[str]) -> UsageError:
    """Return the error for an id that no row has: the nearest that exist, since all would fill the screen.

    >>> str(unknown_row("seizures", "seizure_id", "cocaine", ["yantian-cocaine"]))
    "There is no row 'cocaine' in seizures. The nearest ids are: yantian-cocaine. All 1 are in its column 'seizure_id'."
    """
    import difflib

    nearest = ", ".join(difflib.get_close_matches(_compared(row_id), ids, n=5, cutoff=0))
    return UsageError(
        f"There is no row {_short(row_id)} in {table}. The nearest ids are: {nearest}. "
        f"All {len(ids)} are in its column {key!r}."
    )


def _compared(name: object) -> str:
    """Return the beginning of a name, which is as much as is compared with others."""
    return str(plain(name))[:_LONGEST_NAME]


def _short(name: object) -> str:
    """Return a name as Python writes it, cut if it is long; for anything else, such as a frame, only its type."""
    if not isinstance(name, str):
        return f"of type {type(name).__name__}"
    text = plain(name)
    return repr(text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…")
