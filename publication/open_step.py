"""A step that is still open before a version can be published, and what keeps a release from being made."""

from dataclasses import dataclass


class CannotPublish(Exception):
    """Something that a release needs is missing or broken; the message says what and what to do."""


@dataclass(frozen=True)
class OpenStep:
    """A rule of ``make release`` that does not hold: its name, what was seen, and what to do about it.

    >>> print(OpenStep("tag-of-another-version", "this commit has the tag v0.2.0", "remove the tag"))
    tag-of-another-version: this commit has the tag v0.2.0; remove the tag
    """

    rule: str
    seen: str
    fix: str

    def __str__(self) -> str:
        """Return the step on one line."""
        return f"{self.rule}: {self.seen}; {self.fix}"
