"""Whether the project has an article already: byte for byte, after conversion, or nearly."""

import re
from collections.abc import Mapping, Set

from pipeline.draft.receive import Received, Refused
from pipeline.model import SEED_FILE, SOURCES, Article, Records

_WORDS = 5
"""How many words in a row make one shingle."""
NEARLY = 0.5
"""From this share of the shorter text's shingles on, two texts are taken for versions of one article."""
NOTICED = 0.1
"""A share that is said and does not refuse: the same release quoted, the same lines of a page."""
_WORD = re.compile(r"\w+")


def check_copies(received: Received, articles: Mapping[str, Article], records: Records) -> list[str]:
    """Return what the article shares with others, in words.

    Raises:
        Refused: the project has it, or nearly.
    """
    for record in records.of(SOURCES):
        digests = f"{record.text('sha256')} {record.text('note')}"
        if received.sha256 in digests or received.received_sha256 in digests:
            raise Refused(f"{record.text(SEED_FILE)} has this very article already; nothing is to be added")
    own = shingles(received.text)
    doubts = []
    for article in articles.values():
        shared = _shared(own, shingles(own_text(article)))
        if shared >= NEARLY:
            raise Refused(
                f"{shared:.0%} of its text stands in {article.seed_file} too; if it is a corrected version, compare "
                f"the two and correct the records of {article.source_id}, with a note; a second copy would count every "
                "event twice"
            )
        if shared >= NOTICED:
            doubts.append(
                f"{shared:.0%} of its text stands in {article.seed_file} too: see whether both report one event"
            )
    return doubts


def own_text(article: Article) -> str:
    """Return the text of an article without what other articles its file holds."""
    return " ".join(article.text[zone.start : zone.end] for zone in article.zones if zone.is_text)


def shingles(text: str) -> Set[tuple[str, ...]]:
    """Return every run of words of a text, in small letters; the whole text where it has fewer words."""
    words = [word.lower() for word in _WORD.findall(text)]
    return {tuple(words[at : at + _WORDS]) for at in range(max(1, len(words) - _WORDS + 1))}


def _shared(one: Set[tuple[str, ...]], other: Set[tuple[str, ...]]) -> float:
    """Return the share of the smaller set that both have, from 0 to 1."""
    return len(one & other) / min(len(one), len(other))
