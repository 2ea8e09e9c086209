"""Whom and what the articles name: a shared core, and actors and places that come with the articles."""

import random
from collections import deque
from collections.abc import Callable, Collection, Mapping

from benchmarks.corpus import names
from benchmarks.corpus.names import Named

SHARED_ACTORS, SHARED_PLACES = 48, 24
ARTICLES_A_NEW_ACTOR, ARTICLES_A_NEW_PLACE = 5, 10
"""In how many articles there is one actor, or one place, that is in none before."""
_NEWCOMERS = 40
"""How many of the last that came may be named again, so that what must be remembered has a bound."""

STATES = (
    Named("china", "state", ("China",), (("country", "CN"),)),
    Named("united-states", "state", ("United States",), (("country", "US"),)),
)
SUBSTANCES = (
    Named("fentanyl", "substance", ("fentanyl",), (("family", "fentanyl"), ("cas_rn", "437-38-7"))),
    Named("cocaine", "substance", ("cocaine",), (("family", "cocaine"), ("cas_rn", "50-36-2"))),
    Named("heroin", "substance", ("heroin",), (("family", "heroin"), ("cas_rn", "561-27-3"))),
    Named("ketamine", "substance", ("ketamine",)),
    Named("methamphetamine", "substance", ("methamphetamine",)),
    Named("four-piperidone", "substance", ("4-piperidone",)),
    Named("drugs", "class", ("drugs",), (("role", "drug"),)),
    Named("synthetic-drugs", "class", ("synthetic drugs",), (("role", "synthetic_drug"), ("family", "synthetic"))),
    Named("precursor-chemicals", "class", ("precursor chemicals",), (("role", "precursor"), ("family", "precursors"))),
    Named("new-psychoactive-substances", "class", ("new psychoactive substances",), (("family", "new_psychoactive"),)),
)


POOLS: Mapping[str, str] = {
    **dict.fromkeys(names.ACTOR_KINDS, "actors"),
    **dict.fromkeys(names.PLACE_KINDS, "places"),
    "state": "states",
    **{kind: "substances" for named in SUBSTANCES for kind in (named.kind, named.row_id)},
}
"""Where those of a kind are, by the kind; a substance is a kind of its own, too."""


class Pool:
    """Those of one table that articles may name."""

    def __init__(self, of_number: Callable[[int], Named], shared: int, articles: int) -> None:
        self.core = [of_number(number) for number in range(shared)]
        self._of_number, self._articles, self._number = of_number, articles, shared
        self._newcomers: deque[Named] = deque(maxlen=_NEWCOMERS)

    def begin(self, article: int) -> None:
        """Let somebody come with an article, if one is due."""
        if self._articles and article % self._articles == 0:
            self._newcomers.append(self._of_number(self._number))
            self._number += 1

    def of_kind(self, kind: str, taken: Collection[str]) -> list[Named]:
        """Return those of a kind whose id is not taken."""
        return [
            named
            for named in (*self.core, *self._newcomers)
            if kind in (named.kind, named.row_id) and named.row_id not in taken
        ]


class Cast:
    """Who may be named, by table, and the ids of all who were."""

    def __init__(self) -> None:
        self.pools = {
            "actors": Pool(names.actor, SHARED_ACTORS, ARTICLES_A_NEW_ACTOR),
            "places": Pool(names.place, SHARED_PLACES, ARTICLES_A_NEW_PLACE),
            "states": Pool(STATES.__getitem__, len(STATES), 0),
            "substances": Pool(SUBSTANCES.__getitem__, len(SUBSTANCES), 0),
        }
        self.named: set[str] = set()

    def begin(self, article: int) -> None:
        """Let those come who are due with an article."""
        for pool in self.pools.values():
            pool.begin(article)

    def draw(self, kind: str, taken: Collection[str], draw: random.Random, *, new: bool) -> Named:
        """Return one of a kind whose id is not taken: somebody who was named before, or with `new` rather not."""
        of_kind = self.pools[POOLS[kind]].of_kind(kind, taken)
        unnamed = [named for named in of_kind if named.row_id not in self.named]
        if new and unnamed:
            return draw.choice(unnamed)
        return draw.choice([named for named in of_kind if named.row_id in self.named])
