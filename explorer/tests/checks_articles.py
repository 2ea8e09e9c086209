"""How much of an article a page holds: the tables quote, and no page may stand in for what they quote from."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from explorer.tests.published import Row
from explorer.tests.read_pages import Pages, row_of, said, words_of_page

IN_A_ROW = 8
"""So many words in a row are text; fewer are also names, dates, amounts and turns of phrase."""
LONGEST = 300
"""No page but those of rows holds more characters of an article in a row: the limit that RIGHTS.md sets to a quote."""
LARGEST_SHARE = 0.5
"""No page holds more of what the tables quote of an article. A page that sets its quotes one after another holds all of
that, and one that holds the article as much and more."""
_WORD = re.compile(r"\w+")
_Gram = tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """What a page holds of an article: how many characters in a row at most, and how many words."""

    longest: int
    words: int


class Articles:
    """The texts of articles by their ids, to be found again on pages, and how many words are in their quotes."""

    def __init__(self, texts: Mapping[str, str], quotes: Mapping[str, Iterable[str]]) -> None:
        self._words = {source_id: list(_WORD.finditer(text)) for source_id, text in texts.items()}
        self._places: dict[_Gram, list[tuple[str, int]]] = defaultdict(list)
        for source_id, words in self._words.items():
            for place, gram in enumerate(_grams([word[0] for word in words])):
                self._places[gram].append((source_id, place))
        self.quoted = {
            source_id: self.held("".join(f"<p>{escape(quote)}</p>" for quote in of_article))[source_id].words
            for source_id, of_article in quotes.items()
        }

    def held(self, page: str) -> dict[str, Held]:
        """Return what a page holds of each article, in any order: what stands twice in an article counts twice."""
        places: dict[str, set[int]] = defaultdict(set)
        for gram in _grams(_WORD.findall(words_of_page(page))):
            for source_id, place in self._places.get(gram, ()):
                places[source_id].update(range(place, place + IN_A_ROW))
        return {source_id: self._held(source_id, covered) for source_id, covered in places.items()}

    def _held(self, source_id: str, covered: set[int]) -> Held:
        words = self._words[source_id]
        starts = [place for place in covered if place - 1 not in covered]
        ends = [place for place in covered if place + 1 not in covered]
        stretches = zip(sorted(starts), sorted(ends), strict=True)
        longest = max(words[end].end() - words[start].start() for start, end in stretches)
        return Held(longest, len(covered))


def article_texts(pages: Mapping[str, str], articles: Articles, of_rows: set[str]) -> list[str]:
    """Return which pages hold too much of an article; `of_rows` are those whose quotes belong to one row."""
    faults = []
    for href, page in pages.items():
        for source_id, held in articles.held(page).items():
            if held.longest > LONGEST and href not in of_rows:
                faults.append(f"{href} holds {held.longest} characters of {source_id} in a row")
            if held.words > LARGEST_SHARE * articles.quoted[source_id]:
                faults.append(f"{href} holds {held.words} words of {source_id}")
    return faults


def quotes_of_several_rows(pages: Pages, evidence: Mapping[str, Row]) -> list[str]:
    """Return which pages that are not of one row set more than one quote of an article."""
    articles = {said_quote(row["quote"]): row["source_id"] for row in evidence.values()}
    faults = []
    for href, page in pages.items():
        if row_of(page) is None:
            quoted = [articles[text] for text in map(said, page.iter("blockquote")) if text in articles]
            faults += [f"{href} sets quotes of {source_id}" for source_id in {*quoted} if quoted.count(source_id) > 1]
    return faults


def said_quote(quote: str) -> str:
    """Return a quote as a page says it."""
    return " ".join(quote.split())


def _grams(words: list[str]) -> Iterator[_Gram]:
    return zip(*(words[start:] for start in range(IN_A_ROW)), strict=False)
