"""Text from a file, a name or a cell, made safe to show: nothing in it moves, hides or forges what stands beside it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

# Letters and marks that are seen as nothing, beside those that Unicode itself calls controls, formats or unassigned.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
# What a terminal without these characters shows in their place; letters lose their accents.
_NEAREST = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **{"\u2192": "->", "«": "<<", "»": ">>", "©": "(c)"},
    }
)


def visible(text: str) -> str:
    r"""Return a text as one line in which every character that cannot be seen is escaped as Python writes it.

    >>> visible("a\nSound: every check\u202e")
    'a\\nSound: every check\\u202e'
    >>> visible("heart\ufe0f, tag\U000e0041, filler\u3164; no\u00a0break stays")
    'heart\\ufe0f, tag\\U000e0041, filler\\u3164; no\xa0break stays'
    """
    return text.translate(_IN_LINES)


def visible_lines(text: str) -> str:
    r"""Return a text of any number of lines as `visible` does, with its tabs and line ends.

    >>> visible_lines("a\tb\nsoft\u00adhyphen, \x1b[31mred")
    'a\tb\nsoft\\xadhyphen, \\x1b[31mred'
    """
    return text.translate(_IN_TEXTS)


def visible_json(document: str) -> str:
    r"""Return a JSON document that says the same, in which every character that cannot be seen is escaped.

    >>> visible_json('{"title": "Pékin\u202e\U000e0041"}')
    '{"title": "Pékin\\u202e\\udb40\\udc41"}'
    """
    return document.translate(_IN_JSON)


def plainest(text: str) -> str:
    r"""Return a text in ASCII, as near to it as that goes.

    >>> plainest("US–China: “Café”, «430 kg»… 北")
    'US-China: "Cafe", <<430 kg>>... \\u5317'
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_NEAREST))
    letters = (character for character in decomposed if not unicodedata.combining(character))
    return "".join(letters).encode("ascii", "backslashreplace").decode("ascii")


def told_apart(*texts: str) -> list[str]:
    r"""Return texts ready to be shown beside each other: if two would look the same, as Python writes them in ASCII.

    >>> told_apart("430 kg", "430\u00a0kg")
    ["'430 kg'", "'430\\xa0kg'"]
    >>> told_apart("Busan", "Busan ")
    ["'Busan'", "'Busan '"]
    >>> told_apart("Busan", "Geneva")
    ['Busan', 'Geneva']
    """
    shown = [visible(text) for text in texts]
    looks = {_look(text) for text in shown}
    if len(looks) == len(set(texts)):
        return shown
    return [ascii(text) for text in texts]


def unmistakable(name: str) -> str:
    r"""Return a name that stands alone: if it looks like another one, as Python writes it in ASCII.

    >>> unmistakable("yantian-cocaine"), unmistakable("yantian\u00a0cocaine")
    ('yantian-cocaine', "'yantian\\xa0cocaine'")
    """
    return told_apart(name, _look(name))[0]


class _Escapes(dict[int, str]):
    """What each character is shown as, for `str.translate`; worked out when a character first occurs."""

    def __init__(self, quoted: Callable[[str], str], kept: str = "") -> None:
        """Take what writes a character as a quoted text in ASCII, and the characters that stay."""
        super().__init__({ord(character): character for character in kept})
        self.quoted = quoted

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        hidden = category.startswith("C") or category in ("Zl", "Zp") or _BLANK.match(character)
        self[code] = self.quoted(character)[1:-1] if hidden else character
        return self[code]


_IN_LINES = _Escapes(ascii)
_IN_TEXTS = _Escapes(ascii, "\t\n")
_IN_JSON = _Escapes(json.dumps, "\n")  # it stands between values; inside of them it is escaped already


def _look(text: str) -> str:
    """Return a text as a reader takes it in: composed, any space as a space, several as one."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
