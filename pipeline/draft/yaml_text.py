"""Values and comments as they stand in records: one line, nothing invisible that YAML refuses."""

import functools
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping

from pipeline.read.whole_words import offsets

WIDTH = 120
_ROOM = WIDTH - len("# ")
_PLAIN = re.compile(r"[A-Za-z0-9(][^:#\[\]{},&*!|>'\"%@`?\\]*")
_SPECIAL = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none"})


def scalar(text: str) -> str:
    r"""Return a text as a YAML value on one line.

    >>> scalar("Police seize 12kg"), scalar("China: a talk"), scalar('"so"')
    ('Police seize 12kg', '"China: a talk"', '"\\"so\\""')
    """
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _SPECIAL and text.isprintable()
    if plain or re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(_escaped(character) for character in escaped)}"'


def _escaped(character: str) -> str:
    if unicodedata.category(character)[0] != "C":
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


Written = str | Mapping[str, str]
"""Words as `supports` names them: alone, or as a mapping with what is noted beside them."""


def flow(values: Mapping[str, Written]) -> str:
    """Return pairs as a YAML mapping on one line.

    >>> flow({"zone": "body", "starts": "Police, they say"}), flow({"date": {"words": "Sunday"}})
    ('{zone: body, starts: "Police, they say"}', '{date: {words: Sunday}}')
    """
    pairs = (f"{key}: {scalar(value) if isinstance(value, str) else flow(value)}" for key, value in values.items())
    return f"{{{', '.join(pairs)}}}"


def nested(key: str, values: Mapping[str, Written], indent: str) -> list[str]:
    """Return a mapping under a key: on one line where it has room behind "# ", else a line for each pair.

    >>> nested("supports", {"date": "Sunday"}, "  ")
    ['  supports: {date: Sunday}']
    """
    line = f"{indent}{key}: {flow(values)}"
    pairs = (flow({name: value})[1:-1] for name, value in values.items())
    return [line] if len(line) <= _ROOM else [f"{indent}{key}:", *(f"{indent}  {pair}" for pair in pairs)]


def row_lines(values: Mapping[str, str]) -> list[str]:
    """Return the values of a row as lines; an empty one stays empty, for the curator to fill.

    >>> row_lines({"id": "a", "name": ""})
    ['- id: a', '  name:']
    """
    lines = [f"{key}: {scalar(value)}" if value else f"{key}:" for key, value in values.items()]
    return [f"{'- ' if not number else '  '}{line}" for number, line in enumerate(lines)]


_places = functools.cache(offsets)
"""The same short words may be those of many rows."""


def occurrence(text: str, words: str, at: int) -> dict[str, str]:
    """Return which of their places in a text some words have, as records say it; empty where they have only one.

    >>> occurrence("a b a", "a", 4), occurrence("a b a", "b", 2)
    ({'occurrence': '2'}, {})
    """
    places = _places(text, words)
    return {"occurrence": str(places.index(at) + 1)} if len(places) > 1 and at in places else {}


def comment(text: str, mark: str = "## ", indent: str = "") -> Iterator[str]:
    r"""Yield a text as comment lines of at most `WIDTH`, an article's own spaces kept, its line ends shown as ⏎.

    >>> list(comment("One\ntwo.", "# "))
    ['# One ⏎ two.']
    """
    yield from textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=mark,
        subsequent_indent=mark + indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [mark.rstrip()]


def visible(text: str) -> str:
    r"""Return a text on one line, with what nobody sees written out.

    >>> visible("a\u200eb\nc")
    'a<U+200E>b ⏎ c'
    """
    text = text.replace("\n", " ⏎ ").replace("\t", " ")
    return "".join(f"<U+{ord(character):04X}>" if _is_hidden(character) else character for character in text)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
