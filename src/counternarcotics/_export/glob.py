"""The patterns of the schemas as SQLite conditions: it knows GLOB, and regular expressions only by an extension."""

from __future__ import annotations

import re
from itertools import product

# A set of characters or one character, then how often.
_ITEM = re.compile(r"(?P<set>\[[\w-]+\])|\\(?P<escaped>\W)|(?P<plain>[^\\\[\](){}*+?.|^$])")
_COUNT = re.compile(r"\{(?P<low>\d+)(?:,(?P<high>\d*))?\}|(?P<plus>\+)|")
_WORDS = re.compile(r"(\[[\w-]+\])\+\(([-_])\{1,(\d)\}\1\+\)\*")
_MOST_ALTERNATIVES = 32

Item = tuple[str, int, int | None]


def condition(column: str, pattern: str) -> str | None:
    """Return the SQL that is true of the texts which match a pattern in full, or None if GLOB cannot say it.

    It can say sets and characters with counts, the last of which may be open, and words of one set with a separator.

    >>> condition("c", "[A-Z]{2}")
    "c GLOB '[A-Z][A-Z]'"
    >>> condition("c", "[a-z]{2,3}")
    "c GLOB '[a-z][a-z]' OR c GLOB '[a-z][a-z][a-z]'"
    >>> condition("c", "no[0-9]+")
    "c GLOB 'no[0-9]*' AND substr(c, 4) NOT GLOB '*[^0-9]*'"
    >>> condition("c", "(a|b)+") is None
    True
    """
    if words := _WORDS.fullmatch(pattern):
        return _words_condition(column, words[1], words[2], int(words[3]))
    items = _items(pattern)
    if not items or any(high is None for _, _, high in items[:-1]):
        return None
    glob, low, high = items[-1]
    if high is not None:
        spelt = _spelt(items)
        return " OR ".join(f"{column} GLOB '{form}'" for form, _ in spelt) if len(spelt) <= _MOST_ALTERNATIVES else None
    (start, length), *others = _spelt([*items[:-1], (glob, low, low)])
    if others or not glob.startswith("["):
        return None
    return f"{column} GLOB '{start}*' AND substr({column}, {length + 1}) NOT GLOB '*[^{glob[1:]}*'"


def _words_condition(column: str, letters: str, separator: str, most: int) -> str:
    """Return the condition for words of these letters with 1 to `most` separators between them."""
    strange = f"[^{letters[1:-1]}{separator}]"
    refused = [f"*{strange}*", f"{separator}*", f"*{separator}", f"*{separator * (most + 1)}*"]
    return " AND ".join([f"{column} <> ''", *(f"{column} NOT GLOB '{one}'" for one in refused)])


def _items(pattern: str) -> list[Item]:
    """Return the parts of a pattern as GLOB with least and most times, or nothing if a part is of another kind."""
    items: list[Item] = []
    at = 0
    while at < len(pattern):
        item = _ITEM.match(pattern, at)
        count = _COUNT.match(pattern, item.end()) if item else None
        if item is None or count is None:
            return []
        low = int(count["low"] or 1)
        high = None if count["plus"] or count["high"] == "" else int(count["high"] or low)
        items.append((item["set"] or _literal(item["escaped"] or item["plain"]), low, high))
        at = count.end()
    return items


def _literal(character: str) -> str:
    """Return a character as GLOB within quotes."""
    return f"[{character}]" if character in "*?[" else character.replace("'", "''")


def _spelt(items: list[Item]) -> list[tuple[str, int]]:
    """Return every GLOB that items with bounds stand for, with the number of characters that it matches."""
    counts = product(*(range(low, (high or low) + 1) for _, low, high in items))
    return [("".join(item[0] * n for item, n in zip(items, count, strict=True)), sum(count)) for count in counts]
