"""The zones of a file, guessed from its lines: where its headline is, where its body begins and ends.

The guess is a curator's first look, not a proof: what is in doubt is said. Each zone gets the fewest first words by
which the build finds it (`pipeline.read.seeds.find_zones`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.draft.lines import TextLine, lines_of
from pipeline.draft.looks import CONTROL

HEAD = 15
"""Among so many lines the body begins."""
_FEWEST_WORDS, _MOST_WORDS = 3, 8
_WORD = re.compile(r"\S+")
_SHORT = 4
"""A line of at most so many words beside the headline is a name: of the publisher, a section, an author."""
_HEAD_OF_OTHER = 3
"""So many lines stand at most between the headline of another article and its first paragraph."""
_MAIL = re.compile(r"^\[[^\]]+\]\s*")


@dataclass(frozen=True)
class Stretch:
    """A stretch of the file of one zone: its kind, where it begins and ends, and the text by which it is found."""

    kind: str
    start: int
    end: int
    starts: str
    occurrence: int | None = None


@dataclass(frozen=True)
class Layout:
    """The guessed zones of a file: the stretches, the headline if there is one, and what is in doubt."""

    stretches: tuple[Stretch, ...]
    headline: TextLine | None
    doubts: tuple[str, ...]

    def of(self, *kinds: str) -> list[tuple[int, int]]:
        """Return where the stretches of some kinds begin and end."""
        return [(stretch.start, stretch.end) for stretch in self.stretches if stretch.kind in kinds]


def layout_of(text: str) -> Layout:
    """Return the zones of a text, as far as its lines tell."""
    lines = lines_of(text)
    body = _body_begins(lines)
    doubts: list[str] = []
    headline = _headline(lines[:body])
    if headline is None:
        doubts.append("no headline was recognised: see the zones and the title")
    kinds = _kinds_of_head(lines[:body], headline) + _kinds_of_rest(lines, body, doubts)
    return Layout(_stretches(text, lines, kinds), headline, tuple(doubts))


def _body_begins(lines: Sequence[TextLine]) -> int:
    """Return the number of the line with which the body begins: a dateline near the top, else the first paragraph."""
    head = list(enumerate(lines[:HEAD]))
    paragraphs = [n for n, line in head if line.is_paragraph and not _beside(line)]
    dateline = next((n for n, line in head if line.is_dateline and not line.is_caption), None)
    if dateline is not None and dateline + 1 < len(lines) and sum(n < dateline for n in paragraphs) <= 1:
        return dateline + lines[dateline].is_only_dateline
    # A short article may have no paragraph that is long: then its first sentence below the first line.
    sentences = [n for n, line in enumerate(lines) if n and line.is_sentence and not _beside(line)]
    return paragraphs[0] if paragraphs else sentences[0] if sentences else len(lines) - 1


def _beside(line: TextLine) -> bool:
    """Return whether a line is no text of the body, though it may be long."""
    return line.is_caption or line.is_imprint or line.is_furniture or line.text.startswith(("- ", "• ", "* "))


def _headline(head: Sequence[TextLine]) -> TextLine | None:
    """Return the headline: of several lines that may be one the first of four words or more, else the longest."""
    titles = [line for line in head if line.is_title]
    # A mail's subject repeats the headline, which stands below it.
    subjects = {_MAIL.sub("", line.text) for line in head if _MAIL.match(line.text)}
    titles = [line for line in titles if line.text in subjects] or titles
    long = [line for line in titles if len(line.text.split()) >= _SHORT]
    return long[0] if long else max(titles, key=lambda line: len(line.text.split()), default=None)


def _kinds_of_head(head: Sequence[TextLine], headline: TextLine | None) -> list[str]:
    """Return the zones of the lines before the body."""
    kinds = []
    for line in head:
        if line == headline:
            kinds.append("headline")
        elif line.is_imprint or (line.is_of_office and "headline" in kinds):
            kinds.append("imprint")
        elif line.is_caption:
            kinds.append("caption")
        elif line.is_furniture:
            kinds.append("furniture")
        elif len(line.text.split()) <= _SHORT or _MAIL.match(line.text):
            kinds.append("imprint" if line.text[0].isupper() or line.text[0] in "[(|" else "furniture")
        else:
            after = headline is not None and line.start > headline.start
            kinds.append("standfirst" if after else "furniture")
    return kinds


def _kinds_of_rest(lines: Sequence[TextLine], body: int, doubts: list[str]) -> list[str]:
    """Return the zones of the lines from the number `body` on, where the body begins; note what is in doubt."""
    kinds: list[str] = []
    ended = False
    for number, line in enumerate(lines[body:], body):
        if number > body and (other := _other_begins(lines, number, ended)):
            kinds += ["other_article"] * (len(lines) - number)
            doubts.append(
                f"a second article seems to begin at “{line.text[:50]}” ({other}): the rest of the file is "
                "other_article; draft it from a file of its own if it is to be coded"
            )
            break
        kind = _kind(line, ended) if number > body else "body"
        ended = ended or (kind in ("imprint", "furniture") and line.ends_article)
        kinds.append(kind)
    for line, kind in zip(lines[body:], kinds, strict=True):
        if kind == "link":
            doubts.append(f"“{line.text[:60]}” is a link (furniture, as guessed) or a heading of the body")
    return ["furniture" if kind == "link" else kind for kind in kinds]


def _kind(line: TextLine, ended: bool) -> str:
    """Return the zone of one line below the body's first; `link` where it may be a heading as well."""
    if line.is_furniture:
        return "furniture"
    if line.is_imprint and (ended or not line.is_paragraph or line.ends_article):
        return "imprint"
    if line.is_of_author:
        return "imprint"
    if line.is_caption:
        return "caption"
    if ended:
        return "furniture"
    return "body" if line.is_sentence or line.is_paragraph else "link"


def _other_begins(lines: Sequence[TextLine], number: int, ended: bool) -> str:
    """Return by what another article begins with a line; empty where none does."""
    line, following = lines[number], lines[number + 1 : number + _HEAD_OF_OTHER + 2]
    if ended and any(below.is_age for below in following[:1]):
        return "a name and an age such as “2 hours ago”"
    if line.is_title and not line.is_age:
        if any(below.is_dateline for below in following[:1]):
            return "a headline above a dateline"
        # A day above the first paragraph is that of another article where the file had one before.
        paragraph = next((n for n, below in enumerate(following) if below.is_paragraph), 0)
        dated = any(below.is_dated for below in following[:paragraph])
        if dated and any(before.is_dated for before in lines[:number]):
            return "a headline above an imprint with a day"
    return "a dateline" if ended and line.is_dateline else ""


def _stretches(text: str, lines: Sequence[TextLine], kinds: Sequence[str]) -> tuple[Stretch, ...]:
    """Return the lines of one kind that follow each other as one stretch, each with the text that finds it."""
    begins = [n for n in range(len(lines)) if n == 0 or kinds[n] != kinds[n - 1]]
    stretches: list[Stretch] = []
    for place, number in enumerate(begins):
        line = lines[number]
        end = lines[begins[place + 1]].start if place + 1 < len(begins) else len(text)
        # The first zone begins with the file.
        starts, occurrence = _marker(text, line, stretches[-1].start if stretches else -1)
        stretches.append(Stretch(kinds[number], line.start, end, starts, occurrence))
    return tuple(stretches)


def _marker(text: str, line: TextLine, before: int) -> tuple[str, int | None]:
    """Return the fewest first words of a line that stand first there after `before`, else which of their places."""
    plain = CONTROL.split(line.text)[0]
    ends = [match.end() for match in _WORD.finditer(plain)][:_MOST_WORDS]
    markers = [line.text[:end] for end in ends[_FEWEST_WORDS - 1 :] or ends[-1:]]
    for marker in markers:
        if text.find(marker, before + 1) == line.start:
            return marker, None
    count, at = 0, before
    while at != line.start:
        at = text.find(markers[0], at + 1)
        count += 1
    return markers[0], count
