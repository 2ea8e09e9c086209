"""The words cut into tokens: dates in digits, numbers, clock times, words and marks."""

import functools
import re
from dataclasses import dataclass

from pipeline.reread.dates.lexicon import MONTH_NAMES, MONTHS, PARTS, TIME, UNITS, WEEKDAYS

_TIME_OF_DAY = r"T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.m\.|[ap]m\b|[AP]M\b)|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
_KINDS = {
    "ymd": rf"(?<![\w/.-])\d{{4}}(?P<mark1>[-/.])\d{{1,2}}(?P=mark1)\d{{1,2}}(?:{_TIME_OF_DAY})?(?![\w/-]|\.\d)",
    "xxy": r"(?<![\w/.-])\d{1,2}(?P<mark2>[/.-])\d{1,2}(?P=mark2)\d{4}(?![\w/-]|\.\d)",
    "clock": _CLOCK,
    "pair": r"(?<![\w/.,-])\d{4}(?:[-–/]\d{2}|/\d{4})(?![\w/]|[-–.,]\d)",
    "decade": r"(?<![\w.,-])\d{4}s\b",
    "ordinal": r"(?<![\w.,-])\d{1,2}(?:st|nd|rd|th)\b",
    "period": r"(?<![\w.,-])(?:[Qq][1-4]|[1-4]Q|H[12]|[12]H)\b",
    "fy": r"\b(?:FY|CY)(?=['’ ]?\d)",
    "count": r"(?:US|A|HK|C)?[$€£¥₹]\s?\d[\d,]*(?:\.\d+)?(?:k|m|mn|bn|b|M|B|K)?\b|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d+\.\d+|\d+(?:\.\d+)?\s?%",
    "glued": r"\d+(?:-?[^\W\d_]+)+(?:-?\w+)*",
    "number": r"\d+",
    "word": r"[^\W\d_]+(?:[.][^\W\d_]+|[’'-][^\W_]+)*\d*",
    "mark": r"\S",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
POSSESSIVE = "’s"
_DAY_MONTH_YEAR = re.compile(r"(?P<day>\d{1,2})-(?P<month>[A-Z][a-zA-Z]{2,})-(?P<year>\d{4})")
_DAY_TO_MONTH = re.compile(r"(?P<day>\d{1,2})-(?P<month>[A-Z][a-z]+)")
_YEAR_FIRST = re.compile(r"(?:1[89]|20)\d\d(?!\d)-")
_MEASURE = re.compile(r"\d+-?(?P<unit>[a-z]{1,12})(?:-\w+)*")


@dataclass(frozen=True)
class Token:
    """A piece of the words: its kind, its text, that in small letters, and whether a space stands before it."""

    kind: str
    text: str
    spaced: bool

    @functools.cached_property
    def low(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    @property
    def named(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def month(self) -> int | None:
        """The number of the month that the word names; it is written with a capital."""
        return MONTHS.get(self.low) if self.kind == "word" and self.named else None

    @property
    def number(self) -> int | None:
        """The number, where the token is a plain one."""
        return int(self.text) if self.kind == "number" and len(self.text) <= 4 else None


def tokens_of(words: str) -> list[Token]:
    """Return the tokens of the words.

    >>> [token.text for token in tokens_of("mid-May 2021, at 7:30am")]
    ['mid', '-', 'May', '2021', ',', 'at', '7:30am']
    >>> [token.kind for token in tokens_of("2019-nCoV: 1,016 on 2021-05-03")]
    ['glued', 'mark', 'count', 'word', 'ymd']
    """
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(words):
        spaced = match.start() > end or match.start() == 0
        end = match.end()
        tokens += _cut(Token(match.lastgroup or "", match[0], spaced))
    return tokens


def _cut(token: Token) -> list[Token]:
    """Return the token, in parts where it is a compound of which each part is a word of dates."""
    if token.kind == "glued":
        return _cut_number(token)
    return _cut_word(token) if token.kind == "word" else [token]


def _cut_number(token: Token) -> list[Token]:
    """Return the parts of "16-Dec-2025" or of "28-Jan", which ends a span; a number with its unit is a count."""
    if match := _DAY_MONTH_YEAR.fullmatch(token.text):
        month, year = Token("word", match["month"], True), Token("number", match["year"], True)
        return [Token("number", match["day"], token.spaced), month, year]
    if (match := _DAY_TO_MONTH.fullmatch(token.text)) and match["month"].lower() in MONTHS:
        to, month = Token("mark", "-", False), Token("word", match["month"], False)
        return [Token("number", match["day"], token.spaced), to, month]
    measure = _MEASURE.fullmatch(token.text)
    # "The 90s" may be a decade, "2019-nCoV" holds a year.
    of_time = measure is None or measure["unit"] in TIME | UNITS.keys() | MONTHS.keys() | {"s"}
    return [token if of_time or _YEAR_FIRST.match(token.text) else Token("count", token.text, token.spaced)]


def _cut_word(token: Token) -> list[Token]:
    """Return the parts of a compound ("mid-May", "May-June"); the ending of a possessive becomes a mark."""
    text = re.sub(r"['’]s?$", "", token.text)
    if text != token.text:
        return [*_cut_word(Token("word", text, token.spaced)), Token("mark", POSSESSIVE, False)]
    parts = text.split("-")
    if len(parts) == 1 or not all(_of_dates(part) for part in parts):
        return [token]
    cut = [Token("word", parts[0], token.spaced)]
    for part in parts[1:]:
        kind = "number" if part.isdigit() else "decade" if part[0].isdigit() else "word"
        cut += [Token("mark", "-", False), Token(kind, part, False)]
    return cut


def _of_dates(part: str) -> bool:
    low = part.lower()
    return (
        part.isdigit()
        or re.fullmatch(r"\d{4}s", low) is not None
        or low in PARTS
        or low in WEEKDAYS
        or (low in MONTHS and part[0].isupper())
    )


def of_time(token: Token) -> bool:
    """Return whether a token that no form took belongs to the words of time, or holds a digit that may.

    A name with a short number in it ("G20", "COVID-19") is none, one with a year in it may be.
    """
    if token.kind in ("mark", "count"):
        return False
    if token.kind != "word":
        return True
    if token.low in MONTH_NAMES or (token.month and token.low not in ("mar", "jan")):
        return token.named
    parts = re.split(r"[-'’]", token.low)
    if any(part in TIME for part in parts if part not in MONTH_NAMES) or any(
        part in MONTH_NAMES and part.capitalize() in token.text for part in parts
    ):
        return True
    letters = token.low.rstrip("0123456789")
    return (letters != token.low and letters in TIME | MONTHS.keys()) or bool(
        re.search(r"(?:1[89]|20)\d\d", token.text)
    )


_END = Token("mark", "", False)


class Line:
    """The tokens of the words, by position; past the end stands an empty mark."""

    def __init__(self, words: str):
        """Cut the words."""
        self.tokens = tokens_of(words)
        self._behind = [self.low(at) + " " for at in range(len(self.tokens) + 1)]

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, at: int) -> Token:
        return self.tokens[at] if 0 <= at < len(self.tokens) else _END

    def text(self, start: int, end: int) -> str:
        """Return the words from one position to another, for a message."""
        return "".join(" " * token.spaced + token.text for token in self.tokens[start:end]).strip()

    def low(self, start: int, end: int | None = None) -> str:
        """Return the tokens from one position to another in small letters, a space between any two."""
        return " ".join(token.low for token in self.tokens[start:end])

    def match(self, pattern: re.Pattern[str], at: int) -> tuple[re.Match[str], int] | None:
        """Return what a pattern of whole tokens finds at a position, and the position behind it."""
        hit = pattern.match(self._behind[min(at, len(self.tokens))])
        return (hit, at + len(hit[0].split())) if hit else None

    def skip(self, at: int, *texts: str) -> int:
        """Return the position behind one of the tokens, or the same one where none of them stands there."""
        return at + 1 if at < len(self) and self[at].low in texts else at


def phrases(pattern: str) -> re.Pattern[str]:
    """Return a pattern that ends at the end of a token."""
    return re.compile(f"(?:{pattern})(?= )")


def any_of(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    """Return a pattern that stands where one of several does, to ask of all at once, since mostly none does.

    >>> pattern = any_of(phrases("(?P<day>today)"), phrases("now"))
    >>> [bool(pattern.match(words)) for words in ("today ", "now ", "nowhere ")]
    [True, True, False]
    """
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for pattern in patterns))
