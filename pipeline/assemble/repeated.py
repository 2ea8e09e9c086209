"""How much of each article's text the public files repeat: quotes, and runs of words in what the curators wrote."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pipeline.model import Article, Record

RUN = 6
"""So many words in a row that stand in an article too repeat it; fewer are common phrases."""

_WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")

Runs = frozenset[str]
"""Runs of words, each as its words in small letters with a space between them."""
Stretch = tuple[int, int]


def runs_of(records: Iterable[Record]) -> Runs:
    """Return every run of words in the values of records."""
    texts = {value for record in records for value in record.values.values() if isinstance(value, str)}
    return frozenset(run for text in texts for run, _ in _runs(text))


def share_repeated(article: Article, quotes: Iterable[Stretch], runs: Runs) -> float | None:
    """Return the share of the article's text that quotes or runs repeat, from 0 to 1, to four decimals.

    Counted are the code points of headline, standfirst, captions and body. What else the tables take from an article
    (words, names, topics) stands within its quotes.

    Args:
        article: its zones say which stretches are its text.
        quotes: first and end offset of each quote.
        runs: those of all that the curators wrote.
    """
    repeated = bytearray(len(article.text))
    for start, end in [*quotes, *(stretch for run, stretch in _runs(article.text) if run in runs)]:
        repeated[start:end] = b"\1" * (end - start)
    zones = [zone for zone in article.zones if zone.is_text]
    length = sum(zone.end - zone.start for zone in zones)
    count = sum(repeated.count(1, zone.start, zone.end) for zone in zones)
    return float(round(Decimal(count) / length, 4)) if length else None


def _runs(text: str) -> Iterator[tuple[str, Stretch]]:
    """Yield each run of words, in small letters, with its first and end offset.

    >>> [stretch for _, stretch in _runs("One of two of them, said five")]
    [(0, 24), (4, 29)]
    """
    words: Sequence[re.Match[str]] = list(_WORD.finditer(text))
    small = [word[0].lower() for word in words]
    for first in range(len(words) - RUN + 1):
        last = first + RUN - 1
        yield " ".join(small[first : last + 1]), (words[first].start(), words[last].end())
