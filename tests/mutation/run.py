"""Making every mutant, judging them on all cores, and telling what became of them."""

import gc
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain

from tests.mutation.equivalence import reason
from tests.mutation.judge import Verdict, judge
from tests.mutation.of_events import of_events
from tests.mutation.of_evidence import of_evidence
from tests.mutation.of_files import of_files
from tests.mutation.of_rows import of_rows
from tests.mutation.of_values import of_values
from tests.mutation.world import Mutant, World, read_world

BATCH = 200
OUTCOMES = ("made", "killed", "void", "survived")


@dataclass(frozen=True)
class Judged:
    """What became of one mutant; `reason` is that of its class if it survived and is equivalent."""

    kind: str
    where: str
    row_id: str
    what: str
    joint: bool
    verdict: Verdict
    reason: str = ""


def mutants(world: World) -> list[Mutant]:
    """Return every mutant, always in the same order."""
    return [*of_values(world), *of_evidence(world), *of_files(world), *of_rows(world), *of_events(world)]


def sample(made: Sequence[Mutant], count: int, seed: int) -> list[int]:
    """Return the numbers of about `count` mutants, as many of each kind as there are, up to its share."""
    kinds: dict[str, list[int]] = {}
    for number, mutant in enumerate(made):
        kinds.setdefault(mutant.kind, []).append(number)
    chosen, share = random.Random(seed), -(-count // len(kinds))
    return sorted(chain.from_iterable(chosen.sample(some, min(share, len(some))) for some in kinds.values()))


def judged(world: World, mutant: Mutant) -> Judged:
    """Return what becomes of one mutant."""
    change = mutant.make()
    verdict = judge(world, change)
    why = reason(world, mutant, change) if verdict.outcome == "survived" and not mutant.joint else ""
    return Judged(mutant.kind, mutant.where, mutant.row_id, mutant.what, mutant.joint, verdict, why)


def judge_all(numbers: Sequence[int], jobs: int) -> Iterator[Judged]:
    """Yield what becomes of the mutants of these numbers, in their order."""
    batches = [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
    with ProcessPoolExecutor(jobs, initializer=_begin) as pool:
        for number, batch in enumerate(pool.map(_judge_batch, batches), 1):
            print(f"\r{number} of {len(batches)} batches", end="", file=sys.stderr, flush=True)
            yield from batch
    print(file=sys.stderr)


_known: list[tuple[World, list[Mutant]]] = []
"""The project and its mutants, made once in each process: mutants themselves cannot be sent."""


def _begin() -> None:
    world = read_world()
    _known.append((world, mutants(world)))
    # What lasts as long as the process need not be looked through for what is no longer used.
    gc.freeze()


def _judge_batch(numbers: Sequence[int]) -> list[Judged]:
    world, made = _known[0]
    return [judged(world, made[number]) for number in numbers]


def cores() -> int:
    """Return how many processes can run at once."""
    return os.cpu_count() or 1


def counted(judgements: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, Counter[str]]:
    """Return how many mutants were made and became what, by `key`, whose values are sorted."""
    counts: dict[str, Counter[str]] = {}
    for each in judgements:
        counts.setdefault(key(each), Counter()).update(("made", each.verdict.outcome))
    return dict(sorted(counts.items()))


def table(judgements: Iterable[Judged], title: str, key: Callable[[Judged], str]) -> str:
    """Return what became of mutants as a table, one line for each value of `key`, and a sum."""
    counts = counted(judgements, key)
    lines = [*counts.items(), ("all", sum(counts.values(), Counter()))]
    width = max(map(len, [title, *counts]), default=0)
    return "\n".join(
        [
            f"{title:<{width}}" + "".join(f"{name:>10}" for name in OUTCOMES),
            *(f"{name:<{width}}" + "".join(f"{some[outcome]:>10}" for outcome in OUTCOMES) for name, some in lines),
        ]
    )


def tally(judgements: Iterable[Judged], title: str, key: Callable[[Judged], str]) -> str:
    """Return how often each value of `key` occurs, most often first."""
    counts = Counter(map(key, judgements))
    return "\n".join([title, *(f"{count:>10}  {name}" for name, count in counts.most_common())])
