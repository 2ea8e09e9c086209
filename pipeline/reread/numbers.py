"""Numbers, in digits and in words.

Forms accepted, each as a token of its own (``2`` is not read out of ``200``, nor ``4`` out of
``4-piperidone``):

- digits, with commas between groups of three and a decimal point: ``46``, ``1,016``, ``2.42``;
- digits run together with a unit: ``430kg``;
- words from ``one`` to ``ninety-nine``, and ``half``;
- either with multipliers after it: ``121 million``, ``one hundred thousand``, ``a dozen``, ``half a million``;
- ``hundreds of thousands`` and the like, of which only the power of ten is said;
- ``a`` or ``an`` with what is counted, where nothing else in the words is a number: one. ``A number
  of`` and the like are no number.

Refused are words that say several numbers, and what only looks like one: ordinals (``3rd``), parts
(``two thirds``), digits within a name (``A4``) or of another form (``1e3``, ``10,16``).
"""

import math
import re
from decimal import Decimal

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_UNITS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

SMALL = {word: value for value, word in enumerate(_UNITS, 1)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
"""Values of the words for whole numbers up to ninety."""
MULTIPLIERS = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
"""Values of the words that multiply the number before them."""

_TIMES = "|".join(MULTIPLIERS)
_GROUPED = r"\d{1,3}(?:,\d{3})+|\d+"
_WORD = f"(?:{'|'.join(_TENS)})-(?:{'|'.join(_UNITS[:9])})|{'|'.join(SMALL)}"
_HALF = rf"half(?:\s+an?(?=\s+(?:{_TIMES})\b))?"
_PARTS = r"halves|thirds?|quarters?|fifths?|tenths?"
_NUMBER = re.compile(
    rf"(?<![\w.,−-])(?:(?P<digits>(?:{_GROUPED})(?:\.\d+)?)(?!(?:st|nd|rd|th)\b|[^\W\d_]+\d)"
    rf"|(?P<word>{_WORD}|{_HALF}|an?(?=\s+(?:{_TIMES})\b))(?![\w-]))"
    rf"(?![\d-]|[.,]\d|\s+(?:{_PARTS})\b)(?P<times>(?:\s+(?:{_TIMES})\b)*)",
    re.IGNORECASE,
)
_MAGNITUDE = re.compile(r"\b(?P<power>tens|hundreds|thousands)(?:\s+of\s+(?P<of>thousands|millions))?\b", re.IGNORECASE)
_PLURALS = {"tens": 10, "hundreds": 100, "thousands": 1_000, "millions": 1_000_000}
_ARTICLE = re.compile(r"\ban?\s+\w", re.IGNORECASE)
_SOME = re.compile(
    rf"\ban?\s+(?:number|few|couple|handful|series|lot|range|variety|majority|{_PARTS})\b", re.IGNORECASE
)


def read_number(words: str) -> Decimal:
    """Return the one number that `words` say.

    Raises:
        ValueError: they say none, or several.

    >>> [str(read_number(words)) for words in ("430kg", "more than 1,300 people", "2.42 tonnes", "two of them", "half")]
    ['430', '1300', '2.42', '2', '0.5']
    >>> str(read_number("121 million yuan")), str(read_number("hundreds of thousands"))
    ('121000000', '100000')
    >>> read_number("eight others jailed, two of them for life")
    Traceback (most recent call last):
    ValueError: several numbers: 8, 2
    """
    values = numbers(words)
    if len(values) > 1:
        raise ValueError(f"several numbers: {', '.join(map(str, values))}")
    if not values:
        raise ValueError("no number")
    return values[0]


def numbers(words: str) -> list[Decimal]:
    """Return every number that `words` say, in order.

    >>> numbers("4-piperidone and 1-boc-4-piperidone"), numbers("a gang member")
    ([], [Decimal('1')])
    """
    placed = [(match.start(), _value(match)) for match in _NUMBER.finditer(words)]
    placed += [(match.start(), _power(match)) for match in _MAGNITUDE.finditer(words)]
    if not placed and _ARTICLE.search(words) and not _SOME.search(words):
        return [Decimal(1)]
    return [value for _, value in sorted(placed)]


def _value(match: re.Match[str]) -> Decimal:
    """Return a number in digits or in words, with its multipliers."""
    times = math.prod(MULTIPLIERS[word] for word in match["times"].lower().split())
    if match["digits"]:
        return Decimal(match["digits"].replace(",", "")) * times
    word = match["word"].lower().split()[0]
    if word == "half":
        return Decimal("0.5") * times
    return Decimal(1 if word in ("a", "an") else sum(SMALL[part] for part in word.split("-"))) * times


def _power(match: re.Match[str]) -> Decimal:
    """Return the power of ten of ``hundreds of thousands`` and the like."""
    return Decimal(_PLURALS[match["power"].lower()] * _PLURALS.get((match["of"] or "").lower(), 1))
