"""Whole processes, timed in turn, so that what slows the machine for a while slows all of them alike."""

import statistics
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Spread:
    """The middle of some measurements and how far they reach."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Return the spread of at least one value.

        >>> Spread.of([3.0, 1.0, 2.0])
        Spread(median=2.0, least=1.0, most=3.0)
        """
        known = list(values)
        return cls(statistics.median(known), min(known), max(known))


def seconds(command: Sequence[str], folder: Path) -> float:
    """Return the wall time of one whole process that runs in a folder, in seconds.

    Raises:
        CalledProcessError: It failed, so its time means nothing.
    """
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def in_turn(commands: Mapping[str, Sequence[str]], rounds: int, folder: Path) -> dict[str, list[float]]:
    """Return the seconds of each command, one of each round, after one round that only fills the disk's cache.

    Raises:
        CalledProcessError: A command failed.
    """
    times = [{name: seconds(command, folder) for name, command in commands.items()} for _ in range(rounds + 1)]
    return {name: [one[name] for one in times[1:]] for name in commands}


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return ours to theirs, round by round.

    >>> ratios([1.0, 3.0], [2.0, 3.0])
    Spread(median=0.75, least=0.5, most=1.0)
    """
    return Spread.of(our / their for our, their in zip(ours, theirs, strict=True))


def differences(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return ours less theirs, round by round.

    >>> differences([1.0, 3.0], [2.0, 3.0])
    Spread(median=-0.5, least=-1.0, most=0.0)
    """
    return Spread.of(our - their for our, their in zip(ours, theirs, strict=True))
