"""Texts that look alike and are not equal: found in a longer text, and told apart by code point and name."""

import difflib
import functools
import unicodedata

LONGEST = 300
"""Of longer texts only this many code points are compared."""

_MARKS = {
    **dict.fromkeys("\u2018\u2019\u02bc\u2032`", "'"),
    **dict.fromkeys("\u201c\u201d\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}
_HYPHENS = "\u2010\u2011\u2012\u2212"
_CYRILLIC = ("АВЕКМНОРСТУХЅІЈаеорсухѕіјԁ", "ABEKMHOPCTYXSIJaeopcyxsijd")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορ", "ABEZHIKMNOPTYXvop")
_DRAWN_AS = str.maketrans(_MARKS) | str.maketrans(*_CYRILLIC) | str.maketrans(*_GREEK)


def form(text: str) -> str:
    r"""Return `text` as it looks: accents apart from their letters, one kind of space, hyphen and quotation mark.

    Two texts that a reader may take for each other have the same form.

    >>> form("“Café”\u00a0–\u200b x") == form('"Cafe\u0301" - x')
    True
    """
    return "".join(map(_form, text))


@functools.cache
def _form(character: str) -> str:
    """Return how one character looks; nothing where it has no width."""
    parts = unicodedata.normalize("NFKD", character.translate(_DRAWN_AS)).translate(_DRAWN_AS)
    return "".join(part for part in parts if unicodedata.category(part) != "Cf")


def deceptive(text: str) -> str:
    r"""Return the first character of `text` that looks like a space, a hyphen, a Latin letter or a digit, by name.

    So does one that nobody sees. Empty where there is none. Accents and marks of their own are what they look like.

    >>> deceptive("co\u200bcaine"), deceptive("\u0441ocaine"), deceptive("\uff14\uff13\uff10kg")
    ('U+200B ZERO WIDTH SPACE', 'U+0441 CYRILLIC SMALL LETTER ES', 'U+FF14 FULLWIDTH DIGIT FOUR')
    >>> deceptive("430\u00a0kg"), deceptive("M\u00e9xico \u2013 \u201cso\u201d")
    ('U+00A0 NO-BREAK SPACE', '')
    """
    if text.isascii() and text.isprintable():
        return ""
    return next((_named(character) for character in text if _is_deceptive(character)), "")


def _is_deceptive(character: str) -> bool:
    """Return whether a character is invisible, or drawn as another one that texts are written with."""
    if character.isalnum():
        return character.translate(_DRAWN_AS) != character or unicodedata.normalize("NFKC", character) != character
    invisible = unicodedata.category(character) in ("Cf", "Mn", "Zs") and character != " "
    return invisible or character in _HYPHENS


def lookalike(part: str, text: str) -> tuple[int, str] | None:
    r"""Return the first stretch of `text` that looks like `part`, with its offset; None where there is none.

    >>> lookalike("430 kg", "Seized: 430\u00a0kg of cocaine")
    (8, '430\xa0kg')
    """
    forms = [(looks, offset) for offset, character in enumerate(text) for looks in _form(character)]
    wanted = form(part)
    start = "".join(looks for looks, _ in forms).find(wanted)
    if not wanted or start < 0:
        return None
    first, last = forms[start][1], forms[start + len(wanted) - 1][1]
    return first, text[first : last + 1]


def difference(text: str, expected: str) -> str:
    r"""Return what first stands in `text` in place of what `expected` has, by code point and name.

    Empty where the texts differ in nothing but plain letters, digits and marks, which a reader can tell apart.

    >>> difference("of\u00a0cocaine", "of cocaine")
    'U+00A0 NO-BREAK SPACE stands where U+0020 SPACE belongs'
    >>> print(difference("cafe\u0301", "caf\u00e9").replace(" stands where ", "\n"))
    U+0065 LATIN SMALL LETTER E, U+0301 COMBINING ACUTE ACCENT
    U+00E9 LATIN SMALL LETTER E WITH ACUTE belongs
    >>> difference("co\u200bcaine", "cocaine")
    'U+200B ZERO WIDTH SPACE stands where nothing belongs'
    >>> difference("cocain", "cocaine")
    ''
    """
    text, expected = text[:LONGEST], expected[:LONGEST]
    for how, start, end, first, last in difflib.SequenceMatcher(None, text, expected, autojunk=False).get_opcodes():
        surplus, missing = text[start:end], expected[first:last]
        if how != "equal" and not all(map(_is_plain, surplus + missing)):
            return (
                f"{_named(surplus)} stands where {_named(missing)} belongs"
                if surplus
                else f"{_named(missing)} is missing"
            )
    return ""


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isprintable()


def _named(characters: str) -> str:
    """Return the first few characters by code point and name."""
    names = [f"U+{ord(c):04X} {unicodedata.name(c, 'WITHOUT A NAME')}" for c in characters[:4]]
    return ", ".join(names) + (" …" if len(characters) > 4 else "") or "nothing"


def difference_within(part: str, text: str) -> str:
    r"""Return how `part` differs from the stretch of `text` that looks like it; empty where no stretch does.

    >>> difference_within("430\u00a0kg", "Seized: 430 kg of cocaine")
    'U+00A0 NO-BREAK SPACE stands where U+0020 SPACE belongs'
    """
    place = lookalike(part, text)
    return difference(part, place[1]) if place else ""
