"""What `verify` reports: what the copy is, each check with its counts, and every fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ARTICLES = "articles, by SHA-256"
"""The check of the articles, which are no part of a copy."""


@dataclass(frozen=True)
class Check:
    """One check: how many of how many things it looked at, and what was wrong with them."""

    name: str
    checked: int
    total: int
    faults: list[str] = field(default_factory=list)

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
        whole: Whether the checks were of every file that came with the copy.
    """

    subject: str
    version: str | None
    date: str | None
    fingerprint: str | None
    checks: list[Check]
    notes: list[str] = field(default_factory=list)
    whole: bool = True

    @property
    def faults(self) -> list[str]:
        """Every fault of every check."""
        return [fault for check in self.checks for fault in check.faults]

    @property
    def sound(self) -> bool:
        """Whether every check looked at everything and found nothing; a check that could not run is not passed."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    def text(self) -> str:
        """Return the report as text to read."""
        about = {"version": ", ".join(filter(None, (self.version, self.date))), "fingerprint": self.fingerprint or ""}
        facts = [f"{name:<12} {value}" for name, value in about.items() if value]
        width = max((len(check.name) for check in self.checks), default=0)
        counts = [f"{check.name:<{width}}  checked {check.checked} of {check.total}" for check in self.checks]
        faults = [f"- {fault}" for fault in self.faults]
        parts = [[self.subject, *facts], counts, faults, self.notes, [self._verdict()]]
        return "\n\n".join("\n".join(part) for part in parts if part)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return {
            "found": self.subject,
            "version": self.version,
            "date": self.date,
            "fingerprint": self.fingerprint,
            "sound": self.sound,
            "checks": [{"name": check.name, "checked": check.checked, "total": check.total} for check in self.checks],
            "faults": self.faults,
            "notes": self.notes,
        }

    def _verdict(self) -> str:
        """Return the last line: sound, or what to do."""
        if self.sound:
            exception = "" if self.whole else ", except the files that were not checked"
            return f"Sound{exception}: every check looked at everything and found nothing wrong."
        number = len(self.faults)
        what = f"{number} fault{'' if number == 1 else 's'}" if number else "not everything could be checked"
        if [check.name for check in self.checks if not check.passed][:1] == [ARTICLES]:
            return f"Not sound: {what}. The articles are not those of this copy, which itself passed every check."
        return f"Not sound: {what}. Do not rely on this copy; fetch the version again."
