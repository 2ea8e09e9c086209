"""Lines that a message gives to paste: words under `supports`, as a record writes them."""

from collections.abc import Mapping
from typing import Any

from pipeline.faults import yaml_text
from pipeline.read.whole_words import offsets

Row = Mapping[str, Any]

_NOTES = {
    "anchor": "anchor",
    "inference": "inferred",
    "country": "country",
    "fiscal_start": "fiscal_start",
    "reach": "reach",
    "repeats": "repeats",
    "exempt": "exempt",
}
"""What a row of evidence notes of its words, by column, with the name that records have for it."""


def entry(tie: Row, **notes: str | None) -> str:
    """Return the words of a row of evidence as `supports` has them, with some notes changed; None drops one.

    >>> tie = {"field": "date", "words": "November 26", "quote": "on November 26", "quote_start": 0, "words_start": 3}
    >>> entry(tie, anchor="published"), entry(tie)
    ('date: {words: November 26, anchor: published}', 'date: November 26')
    """
    kept = {name: notes[name] if name in notes else tie.get(column) for column, name in _NOTES.items()}
    places = offsets(tie["quote"], tie["words"])
    at = tie["words_start"] - tie["quote_start"]
    many = {"occurrence": str(places.index(at) + 1)} if len(places) > 1 and at in places else {}
    said = {**many, **{name: text for name, text in kept.items() if text}}
    words = yaml_text(tie["words"])
    if not said:
        return f"{tie['field']}: {words}"
    return f"{tie['field']}: {{words: {words}, {', '.join(f'{name}: {text}' for name, text in said.items())}}}"
