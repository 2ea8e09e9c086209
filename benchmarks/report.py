"""What was measured, as ratios of the package to each peer, for the page and for the plot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.timing import Spread, differences, ratios

SIZES = {"own": "its own wheel", "download": "all that pip fetches", "distributions": "number of distributions"}


@dataclass(frozen=True)
class Comparison:
    """The package against one peer in one respect."""

    respect: str
    peer: str
    ours: str
    theirs: str
    ratio: Spread
    difference: Spread | None = None
    """Ours less theirs, in milliseconds; none for sizes."""


def comparisons(results: Mapping[str, Any]) -> list[Comparison]:
    """Return the comparisons of all times and all sizes; in each group, the first is the package's own.

    Args:
        results: ``times`` holds the seconds of each round by command by group; ``sizes`` the sizes by package.
    """
    times = [one for respect, group in results["times"].items() for one in _of_times(respect, group)]
    return times + [one for kind in SIZES for one in _of_sizes(kind, results["sizes"])]


def _of_times(respect: str, group: Mapping[str, Sequence[float]]) -> Iterator[Comparison]:
    """Yield what the first command of a group takes against each other one."""
    (_, ours), *peers = group.items()
    for peer, theirs in peers:
        apart = differences([1000 * one for one in ours], [1000 * one for one in theirs])
        yield Comparison(respect, peer, _milliseconds(ours), _milliseconds(theirs), ratios(ours, theirs), apart)


def _of_sizes(kind: str, sizes: Mapping[str, Mapping[str, int]]) -> Iterator[Comparison]:
    """Yield one size of the first package against that of each other one."""
    (_, ours), *peers = sizes.items()
    for peer, theirs in peers:
        known, found = ours[kind], theirs[kind]
        yield Comparison(SIZES[kind], peer, _size(kind, known), _size(kind, found), ratios([known], [found]))


def _milliseconds(times: Sequence[float]) -> str:
    """Return the middle of some seconds, as milliseconds."""
    return f"{1000 * Spread.of(times).median:.0f} ms"


def _size(kind: str, value: int) -> str:
    """Return a number of bytes in megabytes, or a number of distributions as it is."""
    return str(value) if kind == "distributions" else f"{value / 1e6:.2f} MB"


def page(results: Mapping[str, Any]) -> str:
    """Return the page that tells what was measured, in Markdown."""
    known = comparisons(results)
    parts = [_HEAD.format(**results["facts"])]
    for respect in dict.fromkeys(one.respect for one in known):
        parts.append(f"## {respect[0].upper()}{respect[1:]}\n")
        parts.append(_table([one for one in known if one.respect == respect]))
    return "\n".join(parts)


_HEAD = """# The package against its peers

Each command is timed as a whole process. A first round does not count; {rounds} rounds follow, each with every command
once. A ratio divides what the package needs by what the peer needs in the same round: below 1, the package needs less.
Each entry gives the median and, in brackets, the lowest and the highest value. `python -m benchmarks.package` measures
again and writes this page and its plot.

![The ratios of this page on a logarithmic axis](results.svg)

{date}, {system}, {cores} cores, Python {python}, {versions}.
"""


def _table(rows: Sequence[Comparison]) -> str:
    """Return comparisons in one respect as a Markdown table."""
    timed = rows[0].difference is not None
    head = ["peer", "the package", "the peer", "ratio", *(["difference in ms"] if timed else [])]
    lines = [head, ["---"] * len(head), *(_cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cells(row: Comparison) -> list[str]:
    """Return the cells of a comparison."""
    if row.difference is None:
        return [row.peer, row.ours, row.theirs, f"{row.ratio.median:.2f}"]
    return [row.peer, row.ours, row.theirs, _spread(row.ratio, ".2f"), _spread(row.difference, ".0f")]


def _spread(spread: Spread, form: str) -> str:
    """Return a median and, in brackets, how far the measurements reach."""
    return f"{spread.median:{form}} ({spread.least:{form}} to {spread.most:{form}})"
