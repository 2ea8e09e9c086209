"""The plot of the ratios, drawn with Matplotlib: one row a comparison, its median and how far the rounds reach.

``python -m benchmarks.plot FILE`` reads the comparisons from standard input, as JSON.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib import ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure

OURS, THEIRS = "#1b6ca8", "#b3541e"


def draw(known: Sequence[Mapping[str, Any]]) -> Figure:
    """Return the figure: a heading for each respect, under it a row for each peer."""
    rows: list[Mapping[str, Any] | str] = []
    for respect in dict.fromkeys(one["respect"] for one in known):
        rows += [respect, *(one for one in known if one["respect"] == respect)]
    figure = Figure(figsize=(7, 0.27 * len(rows) + 1.4))
    axes = figure.add_subplot(xscale="log")
    for place, row in enumerate(rows):
        if not isinstance(row, str):
            _point(axes, place, row)
    _label(axes, rows)
    return figure


def _point(axes: Axes, place: int, row: Mapping[str, Any]) -> None:
    """Draw one comparison and write its numbers beside it."""
    ratio = row["ratio"]
    colour = OURS if ratio["median"] <= 1 else THEIRS
    axes.plot([ratio["least"], ratio["most"]], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
    axes.plot([ratio["median"]], [place], marker="o", color=colour)
    beside = ((1.02, f"{ratio['median']:.2f}"), (1.1, f"({row['ours']} / {row['theirs']})"))
    for across, text in beside:
        axes.annotate(text, (across, place), xycoords=("axes fraction", "data"), va="center", fontsize=8)


def _label(axes: Axes, rows: Sequence[Mapping[str, Any] | str]) -> None:
    """Name the rows and the axis."""
    names = [row if isinstance(row, str) else row["peer"] for row in rows]
    axes.set_yticks(range(len(rows)), names, fontsize=8)
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if isinstance(row, str) else "normal")
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(ticker.FormatStrFormatter("%g"))
    axes.xaxis.set_minor_locator(ticker.NullLocator())
    axes.set_xlabel("the package / the peer: left of 1 it takes less, right of 1 it takes more")
    axes.set_title("counternarcotics against its peers: median of the rounds, line from least to most", fontsize=10)


def main() -> None:
    """Draw what standard input tells into the file that is named."""
    # The same numbers give the same file.
    mpl.rcParams["svg.hashsalt"] = "counternarcotics"
    draw(json.load(sys.stdin)).savefig(sys.argv[1], metadata={"Date": None}, bbox_inches="tight", pad_inches=0.2)


if __name__ == "__main__":
    main()
