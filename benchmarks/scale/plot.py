"""The plot of growth, drawn with Matplotlib: time and memory for each row of evidence, by size.

``python -m benchmarks.scale.plot FILE`` reads the results from standard input, as JSON.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.scale.page import arrow, peak, rows, seconds

COLOURS = {"yaml": "#1b6ca8", "jsonl": "#b3541e"}
NAMES = {"yaml": "records in YAML", "jsonl": "records in JSON Lines"}


def draw(full: Sequence[Mapping[str, Any]]) -> Figure:
    """Return the figure: on the left time, on the right memory, both by the number of rows."""
    figure = Figure(figsize=(9, 3.6))
    time, memory = figure.subplots(1, 2)
    for form in dict.fromkeys(run["form"] for run in full):
        builds = [run["build"] for run in full if run["form"] == form]
        counts = [rows(build) for build in builds]
        mark = {"marker": "o", "color": COLOURS[form], "label": NAMES[form]}
        time.plot(counts, [1e6 * seconds(build, build["stages"]) / rows(build) for build in builds], **mark)
        memory.plot(counts, [peak(build) / 1e6 for build in builds], **mark)
    builds = [run["build"] for run in full if run["form"] == "yaml"]
    sizes = [arrow(build) / 1e6 for build in builds]
    memory.plot([rows(build) for build in builds], sizes, marker="s", color="#555555", label="tables in Arrow")
    _label(time, "time a row of evidence, in µs")
    _label(memory, "memory, in MB")
    time.set_ylim(bottom=0)
    memory.set_yscale("log")
    figure.suptitle("The build by the number of rows of evidence, in one process", fontsize=10)
    figure.tight_layout()
    return figure


def _label(axes: Axes, what: str) -> None:
    axes.set_xscale("log")
    axes.set_xlabel("rows of evidence")
    axes.set_ylabel(what)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(fontsize=8, frameon=False)


def main() -> None:
    """Draw what standard input tells into the file that is named."""
    # The same numbers give the same file.
    mpl.rcParams["svg.hashsalt"] = "counternarcotics"
    draw(json.load(sys.stdin)["full"]).savefig(sys.argv[1], metadata={"Date": None})


if __name__ == "__main__":
    main()
