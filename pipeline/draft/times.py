"""The dates of a sentence, each read in the longest run of words of time that is understood."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.reread.dates import DateReading, read_date
from pipeline.reread.dates.lexicon import MONTHS, WEEKDAYS, word_set
from pipeline.reread.dates.tokens import of_time, tokens_of

_WORD = re.compile(r"[^\s,;:()\[\]“”\"]+|[,()]")
_AHEAD = word_set(
    "from between since by until till before after through in on the of at to during over within past end beginning "
    "start first second third fourth half quarter last next this that previous following same early mid late so far up "
    "effective starting as recent few several two three four five six seven eight nine ten eleven twelve"
)
"""Words that may belong to the date behind them."""
_BEHIND = word_set("ago earlier later onwards onward before after of to date")
"""Words that may belong to the date before them."""
_LENGTHS = word_set("day days week weeks month months year years")
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?")
_GAP = 3
"""How many words may stand between two words of time of one date (between January and last May)."""
_MOST = 8
"""How many words of time one date has at most: the reader is asked about each run of them."""
_EMPTY = word_set("in on the at of this that first")
"""Words that a date does not need in front."""


_REAL = re.compile(
    rf"\b(?:(?:19|20)\d\d|{'|'.join(name.title() for name in (*MONTHS, *WEEKDAYS))}"
    r"|(?i:yesterday|today|tonight|tomorrow|ago|(?:this|next|last|past|recent|previous|coming|same|first|of the)\b.*\b"
    r"(?:days?|nights?|weeks?|weekend|months?|quarters?|years?|decades?)))\b"
)
"""What makes words a date even where they are not understood."""


class Time(NamedTuple):
    """A date in a sentence: its words and where they stand; what they read as, or why they are not understood.

    `anchored` says that it is counted from the article's day.
    """

    words: str
    start: int
    end: int
    date: str
    note: str
    anchored: bool


class _Part(NamedTuple):
    """A word of the sentence, and where it stands."""

    word: str
    start: int
    end: int


def times_in(text: str, published: str | None) -> Iterator[Time]:
    """Yield the dates of a sentence, in order; `published` is the article's day."""
    yield from _Dates(text, published).times()


class _Dates:
    """The search for dates in one sentence."""

    def __init__(self, text: str, published: str | None) -> None:
        self.text, self.published = text, published
        self.parts = [_without_stop(match[0], match.start()) for match in _WORD.finditer(text)]

    def times(self) -> Iterator[Time]:
        """Yield the dates, in order."""
        of_time = [n for n, part in enumerate(self.parts) if _is_of_time(part.word) and not self.is_length(n)]
        at = 0
        while at < len(of_time):
            group = [of_time[at]]
            for number in of_time[at + 1 : at + _MOST]:
                if number - group[-1] > _GAP:
                    break
                group.append(number)
            time, size = self.time(group)
            if time.date or _is_real(time.words):
                yield time
            at += size

    def is_length(self, at: int) -> bool:
        """Return whether a word ends a length of time (sentenced today to 10 years)."""
        before = (self.word(at - 2), _NUMBER.fullmatch(self.word(at - 1))) if at > 1 else ("", None)
        return self.word(at) in _LENGTHS and before[0] == "to" and before[1] is not None

    def time(self, group: Sequence[int]) -> tuple[Time, int]:
        """Return the date that most words of a group make together, and how many of them it takes."""
        why = ""
        for size in range(len(group), 0, -1):
            first, last = group[0], group[size - 1]
            wide_first, wide_last = self.widened(first, last)
            ends = [(begin, end) for begin in (wide_first, first) for end in (wide_last, last)]
            for begin, end in dict.fromkeys(ends):
                if self.has_number(wide_first, begin) or self.has_number(end + 1, wide_last + 1):
                    # July 22 is not July.
                    continue
                try:
                    reading, anchored = self.reading(begin, end)
                except ValueError as error:
                    why = why or str(error)
                    continue
                note = ", ".join(part for part in (reading.lossy, reading.bound) if part)
                return self.made(self.shortened(begin, end, first, reading), end, (reading.date, note, anchored)), size
        begin, end = self.widened(group[0], group[-1])
        while begin < group[0] and self.parts[begin].word.lower() in ("in", "on", "the"):
            begin += 1
        return self.made(begin, end, ("", why, False)), len(group)

    def made(self, begin: int, end: int, said: tuple[str, str, bool]) -> Time:
        """Return a run of words with what they say."""
        start, stop = self.parts[begin].start, self.parts[end].end
        return Time(self.text[start:stop], start, stop, *said)

    def widened(self, first: int, last: int) -> tuple[int, int]:
        """Return the first and last word of the run around a date that may belong to it."""
        while first and (self.parts[first - 1].word.lower() in _AHEAD or _NUMBER.fullmatch(self.parts[first - 1].word)):
            first -= 1
        while (word := self.word(last + 1)).lower() in _BEHIND or _NUMBER.fullmatch(word) or word in (",", "and"):
            following = self.word(last + 2)
            if word in (",", "and", "to") and not _NUMBER.fullmatch(following) and following != "date":
                break
            if self.is_length(last + 3):
                break
            last += 1
        opened = any(part.word == "(" for part in self.parts[first : last + 1])
        return first, last + (opened and self.word(last + 1) == ")")

    def word(self, at: int) -> str:
        """Return a word; empty behind the last one."""
        return self.parts[at].word if at < len(self.parts) else ""

    def has_number(self, first: int, last: int) -> bool:
        """Return whether a number stands between two words."""
        return any(_NUMBER.fullmatch(part.word) for part in self.parts[first:last])

    def reading(self, begin: int, end: int) -> tuple[DateReading, bool]:
        """Return the date of a run of words, and whether it is counted from the article's day.

        Raises:
            ValueError: they are not understood, or not without that day.
        """
        words = self.text[self.parts[begin].start : self.parts[end].end]
        try:
            return read_date(words), False
        except ValueError:
            if self.published is None:
                raise
            return read_date(words, self.published, published=True), True

    def shortened(self, begin: int, end: int, needed: int, whole: DateReading) -> int:
        """Return the first word of the shortest run that still reads as the whole does."""
        while begin < needed and self.parts[begin].word.lower() in _EMPTY:
            try:
                if self.reading(begin + 1, end)[0] != whole:
                    return begin
            except ValueError:
                return begin
            begin += 1
        return begin


def _without_stop(word: str, start: int) -> _Part:
    """Return a word without the full stop of its sentence, which a short name (Sept.) keeps, and without ’s."""
    plain = re.sub(r"[’']s$", "", word.rstrip("."))
    kept = word if plain.lower() in MONTHS or "." in plain else plain
    return _Part(kept, start, start + len(kept))


def _is_real(words: str) -> bool:
    """Return whether words that are not understood are a date at all.

    >>> [_is_real(words) for words in ("on May 23", "until", "to 15 years", "in recent years")]
    [True, False, False, True]
    """
    return _REAL.search(words) is not None


def _is_of_time(word: str) -> bool:
    """Return whether a word is one of time: a month, a day, a year, “yesterday”, “month”.

    >>> [_is_of_time(word) for word in ("Tuesday", "Sept.", "2024", "12", "months", "marched")]
    [True, True, True, False, True, False]
    """
    plain = [token for token in tokens_of(word) if token.kind != "mark"]
    return any(
        (token.kind == "word" and of_time(token))
        or token.kind in ("ymd", "xxy", "decade", "fy", "pair")
        or (token.kind == "number" and len(plain) == 1 and re.fullmatch(r"(?:19|20)\d\d", token.text) is not None)
        for token in plain
    )
