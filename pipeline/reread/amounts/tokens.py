"""Texts cut into tokens: digits with their separators, words, single Chinese characters and single marks."""

import re
from typing import NamedTuple

_FULL_WIDTH = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0xFFE5: 0xA5, 0xFFE1: 0xA3, 0x3000: 0x20}
    | dict.fromkeys((0x2010, 0x2011), 0x2D)
)
_TRADITIONAL = str.maketrans(
    "萬億兩餘幾數點個種條輛處對張塊項隻噸頃畝顆膠約過達將滿於內時週歲雙倆後當幣錢圓歐鎊韓銖緬盧門間來號",
    "万亿两余几数点个种条辆处对张块项只吨顷亩颗胶约过达将满于内时周岁双俩后当币钱元欧镑韩铢缅卢门间来号",
)
"""Traditional characters of number, measure, money and hedge, and the simplified ones that the vocabularies list."""
_PLAIN = _FULL_WIDTH | _TRADITIONAL
# Digits of other scripts and characters such as ½ are no digits here: they fall to the single marks.
_INSERTED = re.compile(r"\[([^\W\d_]+)\]")
"""A word that an editor put in: [metric] ton."""
_TOKEN = re.compile(
    r"(?P<digits>[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+(?:[.,'’][0-9]+)*)"
    r"|(?P<han>[\u3007\u3400-\u9fff])"
    r"|(?P<word>[^\W\d_\u3007\u3400-\u9fff]+(?:['’][^\W\d_\u3007\u3400-\u9fff]+)*)"
    r"|(?P<mark>\S)"
)


class Token(NamedTuple):
    """One token. `kind` is digits, han, word or mark; `lower` its text in small letters.

    `start` and `end` are its offsets, end-exclusive; `glued` says that nothing stands between it and the token before.
    """

    text: str
    lower: str
    start: int
    end: int
    kind: str
    glued: bool


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a text; offsets are the text's own.

    Characters of full width are taken for the plain ones, traditional ones of number and measure for the simplified.
    Square brackets around a word, which an editor put in, are passed over.

    >>> [token.text for token in tokenise("US$1.5bn (4.2万余起)")]
    ['US', '$', '1.5', 'bn', '(', '4.2', '万', '余', '起', ')']
    """
    tokens: list[Token] = []
    end = -1
    plain = _INSERTED.sub(r" \1 ", text.translate(_PLAIN))
    for match in _TOKEN.finditer(plain):
        glued = match.start() == end
        end = match.end()
        tokens.append(Token(match.group(), match.group().lower(), match.start(), end, match.lastgroup or "", glued))
    return tokens
