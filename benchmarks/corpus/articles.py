"""The articles of a corpus: which stories each tells, and who is named there for the first time."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.corpus.cast import Cast
from benchmarks.corpus.pages import Article, Begun, Page
from benchmarks.corpus.stories import Story, read_background, read_frames, read_stories

STORIES, BACKGROUND = 4, (16, 28)
"""How many stories an article has, and the least and the most texts beside them."""
BRIEF = 3
"""Of so many articles, the last is brief: it has one story. It names nobody new, and no other article needs it."""
BACKGROUND_OF_BRIEF = (2, 4)
FULL_AMONG_SHORT = 10
"""Of so many short articles, one has a story of events; the others have a figure."""


@dataclass(frozen=True)
class Plot:
    """What a brief article tells, and the number of its frame; None where any will do."""

    story: Story | None = None
    frame: int | None = None


Planner = Callable[[int], Plot]
"""Returns the plot of the brief article of a number."""


@dataclass(frozen=True)
class Corpus:
    """Which articles there are: so many, from a seed; the same seed gives the same ones.

    Most of `short` articles have one figure and no background, and none is brief but those that a planner asks for.
    """

    count: int
    seed: int
    short: bool = False


def articles(corpus: Corpus, planner: Planner = lambda _: Plot()) -> Iterator[Article]:
    """Yield the articles of a corpus, each with its records.

    `planner` says what a brief article of a number tells; all other articles stay the same.
    """
    author = _Author(corpus)
    for number in range(corpus.count):
        yield author.write(number, planner)


class _Author:
    """Writes one article after the other."""

    def __init__(self, corpus: Corpus) -> None:
        told = read_stories()
        self.corpus, self.short, self.cast = corpus, corpus.short, Cast()
        self.introductions = {story.of_new: story for story in told if story.of_new}
        self.in_two_parts = [story for story in told if story.earlier]
        self.stories = [story for story in told if not story.of_new and not story.earlier]
        self.small = [story for story in self.stories if story.rows.keys() == {"figures"}]
        self.background = read_background()
        self.frames, self.frame_words = read_frames()
        self.begun: Begun | None = None

    def write(self, number: int, planner: Planner) -> Article:
        """Return the article of a number."""
        # Each article has random numbers of its own, so that one can be another without a change of the rest.
        draw = random.Random(f"{self.corpus.seed} {number}")
        alone = number % BRIEF == BRIEF - 1
        self.cast.begin(number)
        begun, self.begun = self.begun, None
        plot = planner(number) if alone else Plot()
        frame = draw.choice(self.frames) if plot.frame is None else self.frames[plot.frame]
        page = Page(number, draw, frame, begun)
        page.cast, page.new = self.cast, not alone
        page.head({slot: draw.choice(words) for slot, words in self.frame_words.items()})
        if number == 0:
            page.list_core()
        for index, story in enumerate(self._told(number, draw, plot)):
            page.tell(story, {"id": f"{number:06}-{index:02}", "number": f"{number:06}"})
        if begun:
            page.end(begun)
        elif number < self.corpus.count - 1 and not self.short and not alone:
            self.begun = page.begin(draw.choice(self.in_two_parts), {"id": f"{number:06}-two"})
        page.introduce(self.introductions)
        article = page.finished()
        if self.begun:
            self.begun.text = article.text
        return article

    def _told(self, number: int, draw: random.Random, plot: Plot) -> Sequence[Story]:
        """Return what an article tells: stories in turn, so that small corpora have all, with the background."""
        brief, place = divmod(number, BRIEF)
        if plot.story or (place == BRIEF - 1 and not self.short):
            background = draw.sample(self.background, draw.randint(*BACKGROUND_OF_BRIEF))
            return [plot.story or self.stories[brief % len(self.stories)], *background]
        if self.short and number % FULL_AMONG_SHORT:
            return [self.small[number % len(self.small)]]
        if self.short:
            return [self.stories[number // FULL_AMONG_SHORT % len(self.stories)]]
        first = (number - brief) * STORIES
        stories = [self.stories[(first + each) % len(self.stories)] for each in range(STORIES)]
        for text in draw.sample(self.background, draw.randint(*BACKGROUND)):
            stories.insert(draw.randint(1, len(stories)), text)
        return stories
