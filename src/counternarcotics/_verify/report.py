"""What `verify` reports: what the copy is, each check with its counts, and the faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from counternarcotics._text import visible

_SHOWN = 20
"""How many faults of one check are shown; the others are counted."""


_LITTER = ("Thumbs.db", "desktop.ini")
"""What Windows leaves in folders that it has shown."""


def is_hidden(path: str) -> bool:
    """Return whether a file is one that programs leave beside others, such as ``.~lock.events.csv#``."""
    names = path.split("/")
    return names[0] == "__MACOSX" or names[-1] in _LITTER or any(name.startswith((".", "~$")) for name in names)


def shortened(texts: list[str], most: int = _SHOWN) -> list[str]:
    """Return the first of some texts, and how many more there are.

    >>> shortened(["a", "b", "c", "d"], 2)
    ['a', 'b', '… and 2 more']
    """
    return texts if len(texts) <= most else [*texts[:most], f"… and {len(texts) - most:,} more"]


def not_checked(paths: list[str]) -> list[str]:
    """Return the note on files that no check looked at, if there are any."""
    return [f"Not checked: {', '.join(shortened(paths, 5))}, which no list of the copy names."] if paths else []


def listed_alone(paths: list[str]) -> list[str]:
    """Return the note on files of an export that no version knows, if there are any."""
    if not paths:
        return []
    return [f"Not checked: {', '.join(shortened(paths, 5))}, which only the checksums of the export itself list."]


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        name: Of what, and how.
        checked: How many things it looked at.
        total: How many there are.
        faults: What was wrong with them.
        otherwise: The verdict where this is the first check that does not pass, if it is not the usual one.
    """

    name: str
    checked: int
    total: int
    faults: list[str] = field(default_factory=list)
    otherwise: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything was looked at, something was, and nothing was wrong."""
        return 0 < self.checked == self.total and not self.faults


@dataclass(frozen=True)
class Report:
    """What a copy is and whether it is sound.

    Attributes:
        subject: What it is, in words.
        version: The version that it says it is, or that has a lone file; None where neither is known.
        date: The day of that version, YYYY-MM-DD.
        fingerprint: Of the whole dataset, or of the table of a lone file; computed again from the tables, None where
            that was not possible.
        checks: The checks, in the order in which they ran.
        notes: What a reader must know that is not a fault.
        compared: Whether its tables could be compared, which those of an export as SQLite cannot.
        whole: Whether the checks were of every file that came with the copy.
    """

    subject: str
    version: str | None
    date: str | None
    fingerprint: str | None
    checks: list[Check]
    notes: list[str] = field(default_factory=list)
    compared: bool = True
    whole: bool = True

    @property
    def faults(self) -> list[str]:
        """The faults, the first of each check and how many more there are, each as one line that can be shown."""
        return [visible(fault) for check in self.checks for fault in shortened(check.faults)]

    @property
    def passed(self) -> bool:
        """Whether every check looked at everything and found nothing; a check that could not run is not passed."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def sound(self) -> bool:
        """Whether every check passed and the tables are the published ones."""
        return self.passed and self.compared

    @property
    def verdict(self) -> str:
        """The last line: sound, or what to do."""
        if self.passed and not self.compared:
            return (
                "Consistent: its files are those that its checksums list. Tables in this format cannot be compared "
                "with the published ones."
            )
        if self.passed:
            if not self.whole:
                return "Sound, except for the files named above, which were not checked."
            return "Sound: every check looked at everything and found nothing wrong."
        first = next((check for check in self.checks if not check.passed), None)
        if first and first.otherwise:
            return first.otherwise
        number = sum(len(check.faults) for check in self.checks)
        what = f"{number:,} fault{'' if number == 1 else 's'}" if number else "not everything could be checked"
        return f"Not sound: {what}. Do not rely on this copy; fetch the version again."

    def text(self) -> str:
        """Return the report as text to read."""
        about = {"version": ", ".join(filter(None, (self.version, self.date))), "fingerprint": self.fingerprint or ""}
        facts = [f"{name:<12} {value}" for name, value in about.items() if value]
        width = max((len(check.name) for check in self.checks), default=0)
        counts = [f"{check.name:<{width}}  checked {check.checked:,} of {check.total:,}" for check in self.checks]
        faults = [f"- {fault}" for fault in self.faults]
        notes = [visible(note) for note in self.notes]
        parts = [[visible(self.subject), *facts], counts, faults, notes, [self.verdict]]
        return "\n\n".join("\n".join(part) for part in parts if part)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return {
            "subject": visible(self.subject),
            "version": self.version,
            "date": self.date,
            "fingerprint": self.fingerprint,
            "sound": self.sound,
            "verdict": self.verdict,
            "checks": [{"name": check.name, "checked": check.checked, "total": check.total} for check in self.checks],
            "faults": self.faults,
            "notes": [visible(note) for note in self.notes],
        }
