"""A line of a coding: one value of one row, with the article, the quote and the words that say it."""

import json
from dataclasses import dataclass

LINE_KEYS = ("source", "table", "row", "field", "value", "quote", "words")


@dataclass(frozen=True)
class Line:
    """One line of a coding. `earlier` says that it was made by the first version of the coding rules."""

    source: str
    table: str
    row: str
    field: str
    value: str
    quote: str
    words: str
    earlier: bool = False

    def as_json(self) -> str:
        """Return the line as it stands in a file, with its line end."""
        return json.dumps({key: getattr(self, key) for key in LINE_KEYS}, ensure_ascii=False) + "\n"
