"""The lines of a file, and what each looks like by itself: a sentence, a credit, a menu."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.draft.dates import DAY
from pipeline.draft.looks import (
    AGE,
    AUTHOR,
    BEHIND_TITLE,
    BODY,
    CAPTION,
    CREDIT,
    DATELINE,
    FURNITURE,
    HARD_END,
    IMPRINT,
    SECTION,
)

_SENTENCE_END = re.compile(r"[.?!…。][”\"’')\]]*$")
LONG = 80
"""A line of so many characters that ends like a sentence is a paragraph of the body."""
_LONGEST_SUMMARY = 200
"""A longer line is a paragraph even without a full stop."""
LONGEST_HEADLINE = 200
_WRAPPED = range(45, 101)
"""The lengths of lines that a program broke."""


@dataclass(frozen=True)
class TextLine:
    """A line of the file, or a paragraph whose lines a program broke: its place and its text.

    `start` is the offset of its first character that is no space, `text` ends with its last such one.
    """

    start: int
    text: str

    @property
    def is_dateline(self) -> bool:
        """Whether a report begins with it."""
        return self.is_only_dateline or (len(self.text) >= LONG and DATELINE.match(self.text) is not None)

    @property
    def is_only_dateline(self) -> bool:
        """Whether it is the dateline of an agency, whose report follows on the same line of the file."""
        return _agency_dateline(self.text) == len(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_paragraph(self) -> bool:
        """Whether it looks like a paragraph of the body."""
        return self.is_dateline or (self.is_sentence and len(self.text) >= LONG) or len(self.text) > _LONGEST_SUMMARY

    @property
    def is_caption(self) -> bool:
        """Whether it describes or credits a picture."""
        return CAPTION.search(self.text) is not None

    @property
    def is_imprint(self) -> bool:
        """Whether it says who published or wrote it, or when; a short line with a date does."""
        dated = len(self.text) < LONG and not self.is_sentence and DAY.search(self.text) is not None
        return dated or self.is_only_dateline or IMPRINT.search(self.text) is not None

    @property
    def is_dated(self) -> bool:
        """Whether it is part of an imprint and prints a day with its year."""
        return self.is_imprint and DAY.search(self.text) is not None

    @property
    def is_of_office(self) -> bool:
        """Whether it is no sentence and names an office or a section of its pages, each long word with a capital."""
        names = BODY.search(self.text) or SECTION.search(self.text)
        capital = all(word[0].isupper() for word in re.findall(r"[^\W\d_]{4,}", self.text))
        return len(self.text) < LONG and not self.is_sentence and names is not None and capital

    @property
    def is_furniture(self) -> bool:
        """Whether it is part of a page's frame, or has no letters."""
        no_letters = not any(character.isalpha() for character in self.text)
        return no_letters or FURNITURE.search(self.text) is not None

    @property
    def is_of_author(self) -> bool:
        """Whether it says who the author is."""
        return AUTHOR.search(self.text) is not None

    @property
    def is_age(self) -> bool:
        """Whether a page says with it how old another article is (2 hours ago)."""
        return AGE.search(self.text) is not None

    @property
    def ends_article(self) -> bool:
        """Whether what follows is no more of the article."""
        return HARD_END.search(self.text) is not None or self.is_of_author

    @property
    def is_title(self) -> bool:
        """Whether it may be a headline."""
        other = self.is_furniture or self.is_imprint or self.is_caption or self.text.startswith(("-", "•", "*"))
        return len(self.text) <= LONGEST_HEADLINE and not other and not self.text.endswith((".", ",", ";"))


def lines_of(text: str) -> list[TextLine]:
    r"""Return the lines that are not blank, with broken paragraphs as one.

    >>> [(line.start, line.text) for line in lines_of("Talks\n\n  One. \n")]
    [(0, 'Talks'), (9, 'One.')]
    """
    lines: list[TextLine] = []
    for block in _blocks(text):
        is_broken = len(block) > 2 and all(len(part.strip()) in _WRAPPED for _, part in block[:-1])
        for start, part in [(block[0][0], "\n".join(part for _, part in block))] if is_broken else block:
            lines += _divided(TextLine(start + len(part) - len(part.lstrip()), part.strip()))
    return lines


def _divided(line: TextLine) -> list[TextLine]:
    """Return a line, apart from the agency or the publisher that it prints before or behind its own text."""
    before = _agency_dateline(line.text)
    if before and before < len(line.text):
        head = TextLine(line.start, line.text[:before].rstrip())
        behind = line.text[before:]
        return [head, *_divided(TextLine(line.start + len(line.text) - len(behind.lstrip()), behind.lstrip()))]
    credit = CREDIT.search(line.text) or BEHIND_TITLE.search(line.text)
    if credit is None:
        return [line]
    return [
        TextLine(line.start, line.text[: credit.start()]),
        TextLine(line.start + credit.start("credit"), credit["credit"]),
    ]


def _agency_dateline(text: str) -> int:
    """Return where the dateline of an agency ends with which a text begins; 0 where none does."""
    match = DATELINE.match(f"{text} ")
    return min(match.end(), len(text)) if match and (match["agency"] or match["bare_agency"]) else 0


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines that stand between blank ones, each with its offset."""
    lines = ((match.start(), match[0]) for match in re.finditer(r"^.*", text, re.MULTILINE))
    for is_blank, block in groupby(lines, lambda line: not line[1].strip()):
        if not is_blank:
            yield list(block)
