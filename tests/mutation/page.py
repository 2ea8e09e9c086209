"""The page ``docs/mutation.md``: how many corruptions of each kind the checks see, and of which dataset."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.write.paths import DESCRIPTOR
from tests.mutation.run import Judged, counted
from tests.mutation.world import World

PAGE = "docs/mutation.md"
SINGLE, JOINT, COLUMNS = "One value at a time", "Values and words that move together", "By column"

INTRODUCTION = """\
# A measure of the proof

How much of what could be wrong do the checks see? One thing at a time is corrupted in the records, the articles and the
built files of the sound dataset, and the stages of the build judge the result. A corruption of a record or an article
is caught where they report any fault; one of a built cell or file also where a rule of the tests, a checksum or the
comparison with a new build shows it. `python -m tests.mutation --page` makes this page; it is never edited by hand.

{judged}

The numbers are those of the dataset with the fingerprint

`{fingerprint}`

and a change of the data does not change this page. Where `datapackage.json` has another fingerprint, they are those of
an earlier dataset, until the command is run again.
"""

ON_SINGLE = """\
Each of these changes one value, one span of words, one quote, one row's place, one stretch of an article or one byte.
What is not caught is one of two things, and a test of the tool says which: it says the same as before by other words,
or it is judged, so that no reader can tell which of the two is right. A corruption after which the tables are as they
were is not counted."""

ON_JOINT = """\
Here each cell by itself stays proved: a value is taken from elsewhere in the article with its words and, where the row
lacks it, with their quote; a code is told as the one that language leaves unsaid, by words without a cue; a speaker, an
actor, a quote or a whole row is moved. Only the row is false, as far as can be told: names of which one holds the other
and dates that share a day are not exchanged, and related events are not given each other's actors, places or quotes.
What is not caught here is left to a second reading."""


def page(judgements: Sequence[Judged], world: World, possible: int) -> str:
    """Return the page.

    Args:
        judgements: what became of the mutants, of all or of a sample.
        world: the dataset that they were made of.
        possible: how many mutants there are in all.
    """
    fingerprint = json.loads(world.files[DESCRIPTOR])["fingerprint"]
    made = [each for each in judgements if each.verdict.outcome != "void"]
    single, joint = ([each for each in made if each.joint == wanted] for wanted in (False, True))
    reasons = Counter(each.reason or "no reason listed" for each in single if each.verdict.outcome == "survived")
    parts = [
        INTRODUCTION.format(fingerprint=fingerprint, judged=_judged(len(judgements), possible)),
        f"## {SINGLE}\n",
        ON_SINGLE + "\n",
        _table(single, ("kind",)) + "\n",
        "| not caught because | corruptions |\n|---|--:|",
        *(f"| {reason} | {count:,} |" for reason, count in sorted(reasons.items(), key=lambda item: -item[1])),
        f"\n## {JOINT}\n",
        ON_JOINT + "\n",
        _table(joint, ("kind",)) + "\n",
        f"### {COLUMNS}\n",
        _table(joint, ("kind", "column")),
    ]
    return "\n".join([*parts, ""])


def _judged(judged: int, possible: int) -> str:
    """Return how many of all corruptions were judged.

    >>> _judged(3, 3)
    'All 3 corruptions were judged.'
    """
    if judged == possible:
        return f"All {possible:,} corruptions were judged."
    return f"Of {possible:,} corruptions {judged:,} were judged, drawn at random and spread over all kinds."


def _table(judgements: Iterable[Judged], heads: Sequence[str]) -> str:
    """Return how many mutants were made and caught as a Markdown table, and their sum."""
    counts = counted(judgements, lambda each: " | ".join((each.kind, f"`{each.where}`")[: len(heads)]))
    total = " | ".join(["**all**", *[""] * (len(heads) - 1)])
    lines = [*counts.items(), (total, sum(counts.values(), Counter()))]
    return "\n".join(
        [
            f"| {' | '.join(heads)} | made | caught | share |",
            f"|{'---|' * len(heads)}--:|--:|--:|",
            *(f"| {name} | {some['made']:,} | {some['killed']:,} | {_share(some)} |" for name, some in lines),
        ]
    )


def _share(counts: Counter[str]) -> str:
    """Return the share that was caught; nothing is rounded up to all.

    >>> _share(Counter(made=3000, killed=2999)), _share(Counter(made=3, killed=3))
    ('99.9 %', '100 %')
    """
    if counts["killed"] == counts["made"]:
        return "100 %"
    return f"{counts['killed'] * 1000 // counts['made'] / 10} %"
