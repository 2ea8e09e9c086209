"""The pictures say what the rows say, whole and in any time zone, and hold nothing that a strict policy forbids."""

import random
import re
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import yaml
from jsonschema import ValidationError

from counternarcotics import load
from explorer.figures import palette, timeline
from explorer.figures.bars import Bar, bars_chart, bars_svg
from explorer.figures.card import social_card_png
from explorer.figures.dates import Axis, date_in_words, spans_of
from explorer.figures.timeline import LANES, SIDES, lane_of, timeline_svg
from explorer.pictures import CODED, DATED, KINDS, LEFT_OUT, UNDATED
from explorer.prepared import VERDICTS
from pipeline.model import DateBounds

ROOT = Path(__file__).parents[2]
SVG = "http://www.w3.org/2000/svg"
A, PATH, RECT, TEXT = (f"{{{SVG}}}{tag}" for tag in ("a", "path", "rect", "text"))
Event = dict[str, Any]


def event(name: str, text: str, precision: str, **others: Any) -> Event:
    """Return a row of a timeline."""
    return {
        "event_id": name,
        "title": f"What happened at {name}",
        "event_type": "meeting",
        "label": "Meeting",
        "act": "deed",
        "scope": "incident",
        "sides": "china; united_states",
        "date": text,
        "date_precision": precision,
        "href": f"timeline/{name}.html",
    } | others


DAY = event("day", "2024-03-09", "day")
MONTH = event("month", "2024-02", "month", sides="china")
YEAR = event("year", "2011", "year", sides="united_states")
PERIOD = event("period", "2023-11/2024-06", "interval", sides=None)
SINCE = event("since", "2022-08/..", "interval", scope="process")
UNTIL = event("until", "../2024-01-05", "interval", event_type="arrest")
BOUNDS = event("bounds", "[2024-06..2024-12]", "one_of")
BEFORE = event("before", "[..2024-01]", "one_of", event_type="pledge", act="speech")
AFTER = event("after", "[2024-06-20..]", "one_of")
TWICE = event("twice", "{2019,2021}", "several")
EVENTS = [DAY, MONTH, YEAR, PERIOD, SINCE, UNTIL, BOUNDS, BEFORE, AFTER, TWICE]
ARTICLES = [
    Bar("One", [(CODED, 30), (LEFT_OUT, 10), (LEFT_OUT, 20)], lines=["A paper", "30 of 60 sentences"]),
    Bar("Two of a name so long that it is broken into two lines", [(CODED, 15)], lines=["Another"]),
]
READ, INFERRED = KINDS["read"], KINDS["inferred"]
TABLES = [
    Bar("harbours", [(KINDS[v], n) for v, n in zip(KINDS, (60, 0, 20, 10, 0, 5, 5), strict=True)], "80 % from words"),
    Bar("ships", [(READ, 1), (INFERRED, 1)]),
]
PRECISIONS = [Bar("a day", [(DATED, 20)]), Bar("a year", [(DATED, 0)]), Bar("no date", [(UNDATED, 10)])]
QUOTE = ("They found ", "12kg", " of it in the harbour")


def pictures() -> dict[str, str]:
    """Return every picture of the examples."""
    return {
        "timeline": timeline_svg("timeline", EVENTS, "1.2.3"),
        "timeline-narrow": timeline_svg("timeline-narrow", EVENTS, "1.2.3", narrow=True),
        "coverage": bars_svg("coverage", "How much of each article is behind a value", ARTICLES, "1.2.3"),
        "verdicts": bars_svg("verdicts", "How values follow", TABLES, "1.2.3", shares=True),
        "precision": bars_svg("precision", "How exactly events are dated", PRECISIONS, "1.2.3"),
    }


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return pictures()


def links(picture: str) -> dict[str, ElementTree.Element]:
    """Return the link of each row in a picture."""
    return {link.attrib["data-row"]: link for link in ElementTree.fromstring(picture).iter(A)}


def box(rectangle: ElementTree.Element) -> tuple[float, float, float, float]:
    """Return where a rectangle begins and ends, across and down."""
    x, y, width, height = (float(rectangle.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, x + width, y, y + height


def targets(picture: str) -> dict[str, tuple[float, float, float, float]]:
    """Return the area of each row that can be hit."""
    return {
        name: box(next(area for area in link.iter(RECT) if area.get("pointer-events") == "all"))
        for name, link in links(picture).items()
    }


def hidden(picture: str) -> list[tuple[str, str]]:
    """Return the pairs of rows of which one covers a part of the other."""
    return [
        (first, second)
        for (first, a), (second, b) in combinations(targets(picture).items(), 2)
        if a[0] < b[1] - 0.1 and b[0] < a[1] - 0.1 and a[2] < b[3] - 0.1 and b[2] < a[3] - 0.1
    ]


def overlapping(picture: str) -> list[tuple[str, str]]:
    """Return the pairs of rows of which one's title, as wide as letters mostly are, lies on the other or its title."""
    areas = {}
    for name, link in links(picture).items():
        areas[name] = [box(next(link.iter(RECT)))]
        for line in link.iter(TEXT):
            x, width = float(line.attrib["x"]), 5.2 * len(line.text or "")
            start = x - width if line.get("text-anchor") == "end" else x
            areas[name].append((start, start + width, *areas[name][0][2:]))
    return [
        (first, second)
        for (first, boxes), (second, others) in combinations(areas.items(), 2)
        if any(a[0] < b[1] and b[0] < a[1] and a[2] < b[3] - 0.1 and b[2] < a[3] - 0.1 for a in boxes for b in others)
    ]


def contrast(colour: str, ground: str = palette.PAPER) -> float:
    """Return the contrast of two colours, as the guidelines for accessible pages have it."""

    def luminance(code: str) -> float:
        parts = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(colour), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2024-03-09", [("2024-03-09", "2024-03-09", "day")]),
        ("[..2024-01]", [("None", "2024-01-31", "one_of")]),
        ("{2024-12,2025-02-03}", [("2024-12-01", "2024-12-31", "month"), ("2025-02-03", "2025-02-03", "day")]),
    ],
)
def test_a_date_spans_what_it_says(text: str, spans: list[tuple[str, str, str]]) -> None:
    assert [(str(span.start), str(span.end), span.precision) for span in spans_of(text)] == spans


def test_a_date_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="spring"):
        timeline_svg("timeline", [DAY | {"date": "spring 2024"}], "1")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (DAY, "9 March 2024"),
        (MONTH, "February 2024"),
        (YEAR, "2011"),
        (PERIOD, "from November 2023 to June 2024"),
        (SINCE, "from August 2022, its end is not stated"),
        (UNTIL, "until 5 January 2024, its beginning is not stated"),
        (BOUNDS, "some day between June 2024 and December 2024"),
        (BEFORE, "not later than January 2024"),
        (AFTER, "not before 20 June 2024"),
        (TWICE, "2019 and 2021"),
    ],
)
def test_a_date_is_said_with_what_is_not_known_of_it(row: Event, words: str) -> None:
    assert date_in_words(row["date"]) == words


def test_the_axis_is_narrower_before_most_events() -> None:
    axis = Axis([span for row in EVENTS for span in spans_of(row["date"])], 0, 100, 700)
    assert (axis.first, axis.turn, axis.after) == (2011, 2021, 2025)
    assert axis.squeeze == pytest.approx((600 / 4) / (100 / 10))
    assert [name for _, name in axis.years()] == ["2011–20", "2021", "2022", "2023", "2024"]
    starts = [x for x, is_year in axis.quarters() if is_year]
    assert starts == [*(x for x, _ in list(axis.years())[1:]), 700] == pytest.approx([100, 250, 400, 550, 700], abs=0.5)
    places = [axis.place(date(year, month, 1)) for year in range(2011, 2025) for month in range(1, 13)]
    assert places == sorted({*places})
    assert axis.place(date(2025, 1, 1)) == 700
    assert axis.ends(DateBounds(None, date(2024, 12, 31), "one_of")) == (0, 700)
    assert axis.ends(DateBounds(date(2021, 1, 1), None, "one_of")) == (100, 700)


def test_the_axis_of_one_year_has_no_turn() -> None:
    axis = Axis(spans_of("2024-02"), 0, 100, 700)
    assert (axis.turn_x, axis.squeeze) == (0, 0)
    assert axis.ends(*spans_of("2024-02")) == pytest.approx((31 / 366 * 700, 60 / 366 * 700), abs=0.1)


def test_years_without_room_have_no_name() -> None:
    axis = Axis(spans_of("{2001,2020}"), 0, 100, 400)
    assert [year for _, year in axis.years()][:2] == ["2001", "2004"]


@pytest.mark.parametrize("narrow", [False, True])
def test_no_mark_hides_another(narrow: bool) -> None:
    chance = random.Random(13)
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in chance.sample(range(1, 29), 7)]
    crowd = [event(f"e{place}", day, "day") for place, day in enumerate([*days, *days])]
    picture = timeline_svg("timeline", [*EVENTS, *crowd], "1", narrow=narrow)
    assert hidden(picture) == overlapping(picture) == []
    assert all(end - start >= 23.9 for start, end, *_ in targets(picture).values())


def test_marks_and_titles_laid_over_each_other_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "is_free", lambda extent, others: True)
    picture = timeline_svg("timeline", EVENTS, "1")
    assert ("month", "period") in {tuple(sorted(pair)) for pair in hidden(picture)}
    assert len(overlapping(picture)) > len(hidden(picture))


def test_a_mark_that_leaves_no_room_for_its_title_has_none() -> None:
    ages = event("ages", "2000/2024", "interval")
    rows = links(timeline_svg("timeline", [*EVENTS, ages], "1"))
    assert {text.text for link in rows.values() for text in link.iter(TEXT)} >= {DAY["title"], BEFORE["title"]}
    assert not any(text.text for text in rows["ages"].iter(TEXT))


@pytest.mark.parametrize("name", ["timeline", "timeline-narrow"])
def test_each_dated_row_is_one_link_with_its_name(drawn: Mapping[str, str], name: str) -> None:
    rows = links(drawn[name])
    assert len(list(ElementTree.fromstring(drawn[name]).iter(A))) == len(rows)
    assert {row: link.get("href") for row, link in rows.items()} == {row["event_id"]: row["href"] for row in EVENTS}
    assert rows["before"].get("aria-label") == (
        "What happened at before: not later than January 2024. Meeting, both of the two states."
    )
    assert rows["since"].get("class") == "event deed process both interval"
    titles = [link.find(f"{{{SVG}}}title") for link in rows.values()]
    assert [title.text for title in titles if title is not None] == [link.get("aria-label") for link in rows.values()]


def test_marks_have_the_form_of_their_date(drawn: Mapping[str, str]) -> None:
    marks = {row: [*link.iter(PATH), *link.iter(RECT)] for row, link in links(drawn["timeline"]).items()}

    def rows(**attributes: str) -> set[str]:
        wanted = {(name.replace("_", "-"), value) for name, value in attributes.items()}
        return {row for row, parts in marks.items() if any(wanted <= {*part.items()} for part in parts)}

    assert rows(stroke_dasharray="2,3") == {"before", "after"}
    assert rows(stroke_dasharray="4,3") == {"until", "since"}
    assert rows(fill_opacity="0.3") == {"bounds"}
    assert rows(fill=palette.PAPER, stroke=palette.BOTH) == {"bounds", "before", "after"}
    assert rows(fill=palette.BOTH, stroke=palette.BOTH) == {"day"}
    assert len([part for part in marks["twice"] if part.get("height") == "12"]) == 2


def test_a_bar_is_as_long_as_its_date() -> None:
    rows = [PERIOD, BOUNDS, event("day", "2023-01-01", "day")]
    marks = links(timeline_svg("timeline", rows, "1"))
    axis = Axis([span for row in rows for span in spans_of(row["date"])], 8, 158, 952)
    for row in (PERIOD, BOUNDS):
        [(start, end, *_)] = [box(area) for area in marks[row["event_id"]].iter(RECT) if area.get("fill")]
        assert (start, end) == pytest.approx(axis.ends(*spans_of(row["date"])), abs=0.01)


def test_sides_differ_in_colour_and_in_shape(drawn: Mapping[str, str]) -> None:
    assert len({side.colour for side in SIDES.values()}) == len({side.shape for side in SIDES.values()}) == 4
    signs = {(path.get("d"), path.get("fill")) for path in ElementTree.fromstring(drawn["timeline"]).iter(PATH)}
    assert {(side.shape, side.colour) for side in SIDES.values()} <= signs


def test_lanes_are_of_types_that_exist_and_any_type_has_one() -> None:
    codes = yaml.safe_load((ROOT / "schemas/vocabularies/event_types.yaml").read_text())["codes"]
    types = [name for types in LANES.values() for name in types.split()]
    assert len(types) == len({*types})
    assert {*types} <= {code["code"] for code in codes}
    assert lane_of(DAY) == "Meetings and agreements"
    assert lane_of(DAY | {"event_type": "parade"}) == "Other"
    assert lane_of(DAY | {"act": "speech"}) == "Only said"
    assert lane_of(DAY | {"scope": "process"}) == "Lasting states"
    assert "Other" in timeline_svg("timeline", [DAY | {"event_type": "parade"}], "1")


def test_the_timeline_of_the_data_holds_each_dated_row() -> None:
    rows: list[Event] = []
    for record in load("timeline").to_dict("records"):
        row = {str(name): None if pd.isna(value) else value for name, value in record.items()}
        rows.append(row | {"label": row["event_type"], "href": f"{row['event_id']}.html"})
    dated = [row for row in rows if row["date"]]
    picture = timeline_svg("timeline", dated, "1")
    assert {*links(picture)} == {row["event_id"] for row in dated}
    assert hidden(picture) == overlapping(picture) == []


def widths(picture: str) -> dict[str, list[float]]:
    """Return how long the bars of each colour are, from the top."""
    areas: dict[str, list[float]] = {}
    for path in ElementTree.fromstring(picture).iter(PATH):
        if width := re.fullmatch(r"M[^h]+h([0-9.]+)v16h-[0-9.]+Z", path.attrib["d"]):
            areas.setdefault(path.attrib["fill"], []).append(float(width[1]))
    return areas


def test_bars_are_as_long_as_their_numbers(drawn: Mapping[str, str]) -> None:
    assert widths(drawn["coverage"]) == {
        palette.CODED: pytest.approx([162, 81]),
        palette.LEFT_OUT: pytest.approx([54, 108]),
    }
    assert widths(drawn["verdicts"])[palette.READ] == pytest.approx([0.6 * 324, 0.5 * 324])
    assert widths(drawn["verdicts"])[palette.INFERRED] == pytest.approx([0.2 * 324, 0.5 * 324])
    assert widths(drawn["precision"]) == {palette.DATED: pytest.approx([324]), palette.UNDATED: pytest.approx([162])}


def test_bars_have_their_words_and_numbers(drawn: Mapping[str, str]) -> None:
    texts = {name: [text.text for text in ElementTree.fromstring(drawn[name]).iter(TEXT)] for name in drawn}
    assert {"30", "10", "20", "15", "One", "A paper", "30 of 60 sentences"} <= {*texts["coverage"]}
    assert {"harbours", "80 % from words", "60", "across sentences", "reference"} <= {*texts["verdicts"]}
    assert "0" not in texts["precision"]
    assert "harbours: 60 read, 20 inferred, 10 judged, 5 derived, 5 reference." in drawn["verdicts"]


def test_each_verdict_has_a_kind_of_its_own() -> None:
    assert {*KINDS} == {*VERDICTS}
    assert len({kind.area for kind in KINDS.values()}) == len(KINDS)


def test_each_picture_is_named_and_has_its_credit(drawn: Mapping[str, str]) -> None:
    for name, picture in drawn.items():
        root = ElementTree.fromstring(picture)
        ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        assert root.get("aria-labelledby") == " ".join(ids) == f"{name}-title {name}-desc"
        assert root.get("role") == ("group" if name.startswith("timeline") else "img")
        assert [element.tag for element in root.iter() if "role" in element.attrib] == [root.tag]
        assert "counternarcotics 1.2.3, CC BY 4.0" in [text.text for text in root.iter(TEXT)]


def test_pictures_have_the_colours_and_sizes_of_the_palette_alone(drawn: Mapping[str, str]) -> None:
    colours = {value for value in vars(palette).values() if str(value).startswith("#")}
    for picture in drawn.values():
        assert {*re.findall(' (?:fill|stroke)="([^"]*)"', picture)} <= colours | {"none"}
        assert {*re.findall('font-size="([^"]*)"', picture)} <= {"11", "12", "15", "11px", "15px"}


def test_colours_have_one_meaning_and_enough_contrast() -> None:
    colours = {name: str(value) for name, value in vars(palette).items() if str(value).startswith("#")}
    assert len({*colours.values()}) == len(colours)
    texts, grounds = {"INK", "MUTED"}, {"RULE", "TINT", "PAPER", "ON_DEEP", "ON_PALE", "MARKER", "PALE"}
    marks = {*colours} - texts - grounds
    assert [name for name in marks if contrast(colours[name]) < 3] == []
    assert [name for name in texts if min(contrast(colours[name]), contrast(colours[name], palette.TINT)) < 4.5] == []
    for deep in (palette.READ, palette.ACROSS, palette.JUDGED, palette.ASSIGNED, palette.CODED):
        assert contrast(palette.ON_DEEP, deep) >= 4.5
    for pale in (palette.INFERRED, palette.DERIVED, palette.LEFT_OUT):
        assert contrast(palette.ON_PALE, pale) >= 4.5
    assert contrast(palette.RULE) < 3, "a pale colour is noticed"


HOSTILE = "a <script>alert(1)</script> ]]> \u202e\x1b[31m \u0301" + "\u0301" * 300 + " & \"quoted\" style='x'"


def test_untrusted_text_is_text() -> None:
    row = DAY | {"title": HOSTILE, "event_id": 'x"><a', "label": HOSTILE, "href": "rows/x.html"}
    bar = Bar(HOSTILE, [(READ, 1)], HOSTILE, [HOSTILE])
    timelines = [timeline_svg("timeline", [row], HOSTILE, narrow=narrow) for narrow in (False, True)]
    for picture in [*timelines, bars_svg("bars", "Bars", [bar], HOSTILE)]:
        tags = {element.tag.split("}")[1] for element in ElementTree.fromstring(picture).iter()}
        assert tags <= {"svg", "title", "desc", "g", "path", "rect", "text", "tspan", "a"}
        assert not [sign for sign in ("\u202e", "\x1b", "<script") if sign in picture]
    assert [*links(timelines[0])] == ['x"><a']


FORBIDDEN = re.compile(r"<style|<script|<[^>]*\s(?:style|on[a-z]+)=|xlink|https?://(?!www\.w3\.org/2000/svg)")


def test_pictures_hold_nothing_that_the_policy_forbids(drawn: Mapping[str, str]) -> None:
    for picture in drawn.values():
        assert not FORBIDDEN.search(picture)
        for fault in ('<path style="fill: red" ', '<path onclick="f()" ', "<style/><path ", '<path mask="https://a" '):
            assert FORBIDDEN.search(str(picture).replace("<path ", fault, 1))


def test_altair_finds_the_chart_well_formed() -> None:
    chart = bars_chart("How values follow", [*KINDS.values()], 40).to_dict()
    assert len(chart["layer"]) == 2
    chart["layer"][0]["mark"]["type"] = "rectangle"
    with pytest.raises(ValidationError):
        alt.LayerChart.from_dict(chart, validate=True)


def test_the_card_is_a_picture_of_the_size_that_sites_expect() -> None:
    card = social_card_png("A heading", QUOTE, "quantity 12", "A paper")
    assert card.startswith(b"\x89PNG\r\n")
    assert [int.from_bytes(card[place : place + 4]) for place in (16, 20)] == [1200, 630]
    assert social_card_png("A heading", QUOTE, "quantity 12", "A paper") == card
    others = [("They found 12kg", "", QUOTE[2]), ("They found ", "13kg", QUOTE[2])]
    assert all(social_card_png("A heading", other, "quantity 12", "A paper") != card for other in others)
    assert social_card_png("A heading", QUOTE, "quantity 13", "A paper") != card


def test_a_long_quote_is_cut_around_its_words_on_the_card() -> None:
    long = "an officer said that " * 20
    card = social_card_png("A heading", (f"{long}he found ", "12kg", f" of it, {long}"), "12", "A paper")
    near = social_card_png("A heading", (f"{long[21:]}he found ", "12kg", f" of it, {long[:-21]}"), "12", "A paper")
    assert near == card
    assert social_card_png("A heading", (f"{long}she found ", "12kg", f" of it, {long}"), "12", "A paper") != card
