"""From a text to an id: what a row without an id takes from what it names."""

import re
import unicodedata

from pipeline.faults import Position


def slug(text: str) -> str:
    """Return a text as lower-case words joined by hyphens.

    >>> slug("Café de l’Europe, 2nd jailed_term")
    'cafe-de-l-europe-2nd-jailed-term'
    """
    letters = (part for part in unicodedata.normalize("NFKD", text.lower()) if unicodedata.category(part) != "Mn")
    return "-".join(re.findall(r"[a-z0-9]+", "".join(letters)))


def line_as_id(position: Position) -> str:
    """Return what a row goes by that has no id and takes none from anything.

    >>> line_as_id(Position("records/a.yaml", 3))
    'line-3'
    """
    return f"line-{position.line}"
