"""Pictures of bars in parts, each bar under its name, as narrow as a telephone, so that one picture fits any screen."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from explorer.figures import palette
from explorer.figures.svg import BOLD, SMALL, TEXT, TITLE, drawn, wrapped

_WIDTH, _THICKNESS = 324, 16
_PADDING = {"left": 8, "top": 8, "right": 8, "bottom": 30}
_DRAWING = re.compile(
    r'<svg[^>]* width="(\d+)" height="(\d+)"[^>]*>(.*?transform="(translate[^"]*)".*)</svg>', re.DOTALL
)
# What a mark has of its own that the whole picture has.
_REPEATED = re.compile(' (?:font-family|role|aria-[a-z]+)="[^"]*"')
_CONFIG = {
    # Carried by vl-convert, so that texts are measured alike on any machine; the page has letters of its own.
    "font": "Liberation Sans",
    "aria": False,
    "background": "none",
    "legend": {
        **{"orient": "top", "columns": 4, "columnPadding": 12, "symbolType": "square"},
        **{"labelColor": palette.INK, "labelFontSize": SMALL},
    },
    "text": {"fontSize": SMALL},
    "title": {"anchor": "start", "color": palette.INK, "fontSize": TITLE},
    "view": {"stroke": None},
}


@dataclass(frozen=True)
class Kind:
    """What a part of a bar can be: its name in the key, and the colours of its area, a number on it, and its edge."""

    name: str
    area: str
    number: str
    edge: str = palette.PAPER


@dataclass(frozen=True)
class Bar:
    """A bar: its name, its parts with the number of each, a note at the end of the line above, and lines below it."""

    name: str
    parts: Sequence[tuple[Kind, int]]
    note: str = ""
    lines: Sequence[str] = ()


def bars_svg(name: str, title: str, bars: Sequence[Bar], version: str, *, shares: bool = False) -> Markup:
    """Return a picture of bars.

    Args:
        name: What the ids in it begin with.
        title: What it shows.
        bars: The bars, from the top.
        version: That of the dataset, for the credit.
        shares: Whether the bars are of one length, their parts shares of it.
    """
    texts = [
        (
            bar,
            wrapped(bar.name, TEXT * BOLD, _WIDTH),
            [part for line in bar.lines for part in wrapped(line, SMALL, _WIDTH)],
        )
        for bar in bars
    ]
    step = _THICKNESS + 12 + 15 * (max(len(names) for _, names, _ in texts) + max(len(lines) for *_, lines in texts))
    kinds = list(dict.fromkeys(kind for bar in bars for kind, _ in bar.parts))
    # Altair looks at a chart and its rows for longer than the drawing takes; a test has it look at the chart.
    with debug_mode(False):
        chart: dict[str, Any] = bars_chart(title, kinds, step).to_dict(validate=False)
    chart["datasets"] = {"parts": list(_parts(bars, shares=shares))}
    drawing = _REPEATED.sub("", vl_convert.vegalite_to_svg(chart))
    numbers = (", ".join(f"{number} {kind.name}" for kind, number in bar.parts if number) for bar in bars)
    said = " ".join(f"{bar.name}: {parts}." for bar, parts in zip(bars, numbers, strict=True))
    [(width, height, marks, origin)] = _DRAWING.findall(drawing)
    # The texts around the bars are no layer of the chart, because vl-convert takes 5 ms to measure each of them.
    return drawn(
        "bars.svg",
        **{"name": name, "title": title, "description": said, "width": width, "height": int(height)},
        **{"chart": Markup(marks), "origin": origin, "version": version, "step": step, "texts": texts},
    )


def _parts(bars: Sequence[Bar], *, shares: bool) -> Iterator[dict[str, object]]:
    """Yield the parts of all bars, each with its number where that has room."""
    totals = [sum(number for _, number in bar.parts) for bar in bars]
    for place, bar in enumerate(bars):
        whole = totals[place] if shares else max(totals)
        for order, (kind, number) in enumerate(bar.parts):
            if number:
                label = str(number) if 3 + 7 * len(str(number)) < _WIDTH * number / whole else ""
                yield {"bar": place, "order": order, "kind": kind.name, "share": number / whole, "label": label}


def bars_chart(title: str, kinds: Sequence[Kind], step: int) -> alt.LayerChart:
    """Return the chart of the bars, the numbers on them and their key, without its rows."""
    names = [kind.name for kind in kinds]
    areas, edges, inks = (
        alt.Scale(domain=names, range=[getattr(kind, part) for kind in kinds]) for part in ("area", "edge", "number")
    )
    key = alt.Legend(title=None)
    parts = alt.Chart(alt.NamedData("parts")).encode(y=alt.Y("bar:O", axis=None), order=alt.Order("order:Q"))
    bars = parts.mark_bar(height=_THICKNESS).encode(
        x=alt.X("share:Q", axis=None),
        fill=alt.Fill("kind:N", scale=areas, legend=key),
        stroke=alt.Stroke("kind:N", scale=edges, legend=key),
    )
    numbers = parts.mark_text().encode(
        x=alt.X("share:Q", stack="zero", bandPosition=0.5),
        color=alt.Color("kind:N", scale=inks, legend=None),
        text=alt.Text("label:N"),
    )
    heading = wrapped(title, TITLE * BOLD, _WIDTH)
    chart = alt.LayerChart(layer=[bars, numbers], title=heading, config=_CONFIG, padding=_PADDING)
    return chart.properties(width=_WIDTH, height=alt.Step(step))
