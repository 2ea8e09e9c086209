"""The timeline: every dated event at the precision of its date, by kind, in the colour and shape of its side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from markupsafe import Markup

from explorer.figures import palette
from explorer.figures.dates import Axis, Extent, date_in_words, spans_of
from explorer.figures.svg import BOLD, SMALL, TEXT, TITLE, drawn, shortened, text_width, wrapped
from pipeline.model import DateBounds

Event = Mapping[str, Any]

LANES = {
    "Meetings and agreements": "meeting call visit agreement body_established",
    "Cooperation": "joint_investigation information_sharing assistance cooperation cooperation_resumed "
    "cooperation_lapsed extradition",
    "Police and courts": "seizure search arrest escape investigation prosecution trial guilty_plea conviction "
    "sentencing acquittal higher_court_ruling execution forfeiture destruction enforcement_operation "
    "series_of_actions reward_offered",
    "Rules on substances": "substance_control designation legislation",
    "Tariffs and sanctions": "tariff_imposed sanction restriction_imposed restriction_eased",
    "Other": "",
    "Only said": "",
    "Lasting states": "",
}
"""The types of deeds in each lane, from the top; what is of no such type, only said or lasts has lanes of its own."""
_MARGIN, _HEAD, _PITCH, _GAP = 8.0, 38.0, 22.0, 4.0
# How far the area that can be hit reaches beyond the marks, and how wide a finger needs it.
_REACH, _FINGER = 6.5, 24.0
_DAY = date(2000, 1, 1)
_KEY = {
    "a day": DateBounds(_DAY, _DAY, "day"),
    "a month or longer": DateBounds(_DAY, _DAY, "month"),
    "one moment in between": DateBounds(_DAY, _DAY, "one_of"),
    "not later than this": DateBounds(None, _DAY, "one_of"),
    "other end not stated": DateBounds(_DAY, None, "interval"),
}


@dataclass(frozen=True)
class Side:
    """How the events of one side are called and drawn; the shape is a path that reaches 1 from its middle."""

    code: str
    name: str
    colour: str
    shape: str


_CIRCLE = "M-1,0a1,1 0 1 1 2,0a1,1 0 1 1 -2,0Z"
SIDES = {
    (True, False): Side("china", "China", palette.CHINA, _CIRCLE),
    (False, True): Side("united-states", "United States", palette.UNITED_STATES, "M-1,-1H1V1H-1Z"),
    (True, True): Side("both", "both", palette.BOTH, "M0,-1L1,0L0,1L-1,0Z"),
    (False, False): Side("neither", "neither", palette.NEITHER, "M0,-0.87L1,0.87H-1Z"),
}
"""By whether China and whether the United States take part."""


@dataclass(frozen=True)
class Row:
    """An event where it is drawn: the area that can be hit, the middle of its marks, and the lines of its title.

    Each line is its place, its text, where it is held, and whether it covers the broken line that it stands on.
    """

    event: Event
    across: Extent
    down: Extent
    y: float
    title: Sequence[tuple[float, float, str, str, bool]]

    @property
    def side(self) -> Side:
        """The side that takes part."""
        sides = self.event["sides"] or ""
        return SIDES["china" in sides, "united_states" in sides]

    @property
    def said(self) -> str:
        """The event in a sentence."""
        who = f"{self.side.name} of the two states" if self.side.code in {"both", "neither"} else self.side.name
        return f"{self.event['title']}: {date_in_words(self.event['date'])}. {self.event['label']}, {who}."


def timeline_svg(name: str, events: Iterable[Event], version: str, *, narrow: bool = False) -> Markup:
    """Return the timeline of some events, each a link to its row.

    Args:
        name: What the picture is called, with which the ids in it begin.
        events: Rows of the timeline that have a date, with the label of their type as `label` and their page as `href`.
        version: That of the dataset, for the credit.
        narrow: Whether it is for a screen as narrow as a telephone's, where each title has lines of its own.
    """
    events = sorted(events, key=_order)
    width, turn_x = (340, 72.0) if narrow else (960, 158.0)
    axis = Axis([span for event in events for span in spans_of(event["date"])], _MARGIN, turn_x, width - _MARGIN)
    title = f"{len(events)} events from {axis.first} to {axis.after - 1}, as exactly as the articles date them"
    heading = wrapped(title, TITLE * BOLD, width - 2 * _MARGIN)
    key = list(_key(width, 20 * len(heading) + 20))
    top = key[-1][-1] + 18
    lanes, y = [], top + _HEAD
    for lane in LANES:
        if own := [event for event in events if lane_of(event) == lane]:
            rows = list(_narrow_rows(own, axis, y) if narrow else _wide_rows(lane, own, axis, y))
            lanes.append((lane, y, rows))
            y = max(row.down[1] for row in rows) + 3
    return drawn(
        "timeline.svg",
        **{"name": name, "title": title, "version": version, "width": width},
        **{"axis": axis, "heading": heading, "key": key, "lanes": lanes, "top": top, "bottom": y, "spans_of": spans_of},
    )


def _order(event: Event) -> tuple[date, date, str]:
    spans = spans_of(event["date"])
    return spans[0].start or date.min, spans[-1].end or date.max, event["event_id"]


def lane_of(event: Event) -> str:
    """Return the lane of an event."""
    if event["scope"] == "process":
        return "Lasting states"
    if event["act"] == "speech":
        return "Only said"
    return next((lane for lane, types in LANES.items() if event["event_type"] in types.split()), "Other")


def _key(width: float, y: float) -> Iterator[tuple[Side, DateBounds, str, Extent, float]]:
    """Yield what the signs and then what the bars mean, each with its place, in as many lines as they need."""
    plain = Side("", "", palette.MUTED, _CIRCLE)
    signs = [(side, _KEY["a day"], side.name) for side in SIDES.values()]
    for entries in (signs, [(plain, span, name) for name, span in _KEY.items()]):
        x = _MARGIN
        for side, span, name in entries:
            room = 12.0 if span.precision == "day" else 48.0
            if x + room + text_width(name, TEXT) > width:
                x, y = _MARGIN, y + 20
            yield side, span, name, (x + 5, x + room - 5), y
            x += room + text_width(name, TEXT) + 20
        y += 22


def _wide_rows(lane: str, events: Iterable[Event], axis: Axis, y: float) -> Iterator[Row]:
    """Yield the events of a lane, several in a row where there is room."""
    heading = (0.0, _MARGIN + text_width(lane, TEXT * BOLD) + 10)
    taken = defaultdict(list, {0: [heading]})
    for event in events:
        ends = [axis.ends(span) for span in spans_of(event["date"])]
        middle = (ends[0][0] + ends[-1][1]) / 2
        half = max(ends[-1][1] - ends[0][0] + 2 * _REACH, _FINGER) / 2
        across = (middle - half, middle + half)
        text, places = _title(event, across, axis)
        row, place = next((row, place) for row in count() for place in places if is_free(place[0], taken[row]))
        extent, x, anchor = place
        taken[row].append(extent)
        top = y + row * _PITCH + 1
        title = (x, top + _PITCH / 2, text, anchor, across[0] < x < across[1])
        yield Row(event, across, (top, top + _PITCH), top + _PITCH / 2, [title])


def is_free(extent: Extent, others: Iterable[Extent]) -> bool:
    """Return whether an extent overlaps none of others; to touch is not to overlap."""
    return all(extent[1] <= other[0] or other[1] <= extent[0] for other in others)


def _title(event: Event, across: Extent, axis: Axis) -> tuple[str, list[tuple[Extent, float, str]]]:
    """Return as much of a title as the widest place holds, and where it can stand: what it and the marks take up.

    That is beside the marks, or on a broken line of them.
    """
    (start, end), spans = across, spans_of(event["date"])
    rooms = [(end, axis.right + _MARGIN, "start"), (0.0, start, "end")]
    if spans[0].start is None:
        rooms.append((start + 16, end - 30, "end"))
    if spans[-1].end is None:
        rooms.append((start + 30, end - 16, "start"))
    text = shortened(event["title"], SMALL, max(right - left for left, right, _ in rooms) - 2 * _GAP)
    length = text_width(text, SMALL) + 2 * _GAP
    places = []
    for left, right, anchor in rooms:
        if right - left >= length:
            begin = left if anchor == "start" else right - length
            x = begin + (_GAP if anchor == "start" else length - _GAP)
            places.append(((min(start, begin), max(end, begin + length)), x, anchor))
    return (text, places) if places else ("", [(across, start, "start")])


def _narrow_rows(events: Iterable[Event], axis: Axis, y: float) -> Iterator[Row]:
    """Yield the events of a lane below its heading, each with lines for its title and one for its marks."""
    y += 24
    for event in events:
        lines = enumerate(wrapped(event["title"], SMALL, axis.right - _MARGIN - 8))
        title = [(_MARGIN + 4, y + 7 + 14 * number, line, "start", False) for number, line in lines]
        bottom = y + 14 * len(title) + 22
        yield Row(event, (0, axis.right + _MARGIN), (y, bottom), bottom - 13, title)
        y = bottom
