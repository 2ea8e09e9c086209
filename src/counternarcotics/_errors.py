"""What users are told when something they named or handed over cannot be used."""

from __future__ import annotations

from collections.abc import Sequence


class UsageError(ValueError):
    """A name that does not exist, or a file that is not what it should be; the message says what to do."""


def unknown(what: str, name: object, names: Sequence[str]) -> UsageError:
    """Return the error for a name that does not exist: the nearest that does, then all of them.

    >>> str(unknown("table", "seizure", ["events", "seizures"]))
    "There is no table 'seizure'. Did you mean 'seizures'? There are: events, seizures."
    """
    import difflib  # costs more than the rest of the import

    nearest = difflib.get_close_matches(str(name), names, n=1)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    return UsageError(f"There is no {what} {name!r}.{hint} There are: {', '.join(names)}.")
