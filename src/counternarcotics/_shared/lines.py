"""Text for a terminal: paragraphs, and terms with what they mean."""

from collections.abc import Iterator, Sequence
from textwrap import fill

WIDTH = 80
"""Characters of a line, as wide as a terminal opens."""


def wrapped(text: str, indent: int = 0, hanging: int = 0) -> str:
    """Return text as indented lines of at most `WIDTH`, those after the first by `hanging` more; no id is broken."""
    return fill(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def listed(pairs: Sequence[tuple[str, str]], indent: int, hanging: int = 0) -> Iterator[str]:
    """Yield terms with what they mean, under each other; what does not fit on a line goes on `hanging` further right.

    >>> list(listed([("kilogram", "SI unit."), ("tonne", "1,000 kilograms.")], 2))
    ['  kilogram  SI unit.', '  tonne     1,000 kilograms.']
    """
    width = max((len(term) for term, _ in pairs), default=0)
    for term, meaning in pairs:
        yield wrapped(f"{term:<{width}}  {meaning}", indent, width + 2 + hanging)
