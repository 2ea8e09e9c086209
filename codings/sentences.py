"""The sentences of an article as a coder sees them: numbered, cut as the build cuts them, each on one line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.alike import lookalike
from pipeline.check.made import Made
from pipeline.faults import Fault
from pipeline.locate.sentences import cut
from pipeline.model import Article, Ledger
from pipeline.read.values import CONTROL
from pipeline.read.whole_words import offsets
from pipeline.run import run

Span = tuple[int, int]
"""First and end offset in the article."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of an article, or one stretch of its imprint. `text` has a space where the article has a line end.

    `start` is its offset in the article.
    """

    zone: str
    start: int
    text: str

    @property
    def end(self) -> int:
        """Return the offset in the article at which the sentence ends."""
        return self.start + len(self.text)

    def places(self, words: str) -> list[Span]:
        r"""Return where words stand in the article's sentence: wherever they do, or where something looks like them.

        >>> Sentence("body", 10, "Seized:\xa0430\xa0kg").places("430 kg")
        [(18, 24)]
        """
        starts = offsets(self.text, words)
        if starts:
            return [(self.start + start, self.start + start + len(words)) for start in starts]
        alike = lookalike(words, self.text)
        return [(self.start + alike[0], self.start + alike[0] + len(alike[1]))] if alike else []


def read_sentences(root: Path) -> tuple[Made, Mapping[str, list[Sentence]], list[Fault]]:
    """Return what the project reads, the sentences of each article that could be read, and the faults.

    Raises:
        CannotBuild: a folder is missing.
        OSError: a file cannot be read.
    """
    report = run(root, last="read")
    made = report.made
    articles = [article for article in made.articles.values() if article.zones]
    sentences = {
        article.source_id: list(_sentences(article, made.records.ledgers.get(article.source_id)))
        for article in articles
    }
    return made, sentences, list(report.faults)


def _sentences(article: Article, ledger: Ledger | None) -> Iterator[Sentence]:
    """Yield what a coder may quote of an article: its own sentences, and its imprint for the row of sources."""
    quotable = {zone.kind for zone in article.zones if zone.quoted_by}
    passages, _ = cut(article, ledger)
    for passage in passages:
        text = CONTROL.sub(" ", article.text[passage.start : passage.end]).rstrip()
        if passage.zone in quotable and text:
            yield Sentence(passage.zone, passage.start, text)


def together(places: Sequence[Sequence[Span]]) -> list[Span]:
    """Return one place for the words of each value: near the words that stand at the fewest places.

    >>> together([[(0, 5), (40, 45)], [(37, 39)]])
    [(40, 45), (37, 39)]
    """
    fewest = min(places, key=len)[0][0]
    return [min(of_words, key=lambda span: abs(span[0] - fewest)) for of_words in places]


def quote_around(spans: Sequence[Span], sentence: Sentence, article: Article) -> str:
    """Return the shortest quote that holds some words of a sentence, and stands once in the article if it can.

    >>> article = Article("000", "", "", "China met. Then China left.", ())
    >>> quote_around([(16, 21)], Sentence("body", 11, "Then China left."), article)
    'China left.'
    """
    text = article.text
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    while text.count(text[start:end]) > 1 and (start, end) != (sentence.start, sentence.end):
        if end < sentence.end:
            later = text.find(" ", end + 1, sentence.end)
            end = later if later >= 0 else sentence.end
        else:
            start = text.rfind(" ", sentence.start, start - 1) + 1 or sentence.start
    return text[start:end]
