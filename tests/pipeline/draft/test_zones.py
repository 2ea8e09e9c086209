"""Zones guessed from the lines of invented pages."""

import pytest

from pipeline.draft.lines import lines_of
from pipeline.draft.zones import layout_of

PARAGRAPH = "Police in the city seized 12kg of cocaine on Sunday, the police said, and the port was closed for a day."
HEADLINE = "Police seize cocaine in Example Port"

PAGES = {
    "plain": ([HEADLINE, PARAGRAPH, PARAGRAPH], ["headline", "body"]),
    "mail": (
        [f"[List] {HEADLINE}", HEADLINE, "Example Post", PARAGRAPH],
        ["imprint", "headline", "imprint", "body"],
    ),
    "menu": (["Skip to content", "Menu", HEADLINE, PARAGRAPH], ["furniture", "headline", "body"]),
    "office below the headline": (
        [HEADLINE, "U.S. Department of Examples, Office of Public Affairs", PARAGRAPH],
        ["headline", "imprint", "body"],
    ),
    "section and publisher": (["Example Post", HEADLINE, PARAGRAPH], ["imprint", "headline", "body"]),
    "release": (
        ["FOR IMMEDIATE RELEASE", HEADLINE, "January 5, 2026", f"EXAMPLE CITY – {PARAGRAPH}", "###"],
        ["imprint", "headline", "imprint", "body", "furniture"],
    ),
    "standfirst": (
        [HEADLINE, "- Two persons were arrested after a tip-off", "- The port was closed", PARAGRAPH],
        ["headline", "standfirst", "body"],
    ),
    "caption": (
        [HEADLINE, "The bales. Photo: Example Post", PARAGRAPH, "A ship. Photo: AFP", PARAGRAPH],
        ["headline", "caption", "body", "caption", "body"],
    ),
    "link in the body": (
        [HEADLINE, PARAGRAPH, "Also on Example Post: what else happened", PARAGRAPH],
        ["headline", "body", "furniture", "body"],
    ),
    "dateline of an agency": (
        [HEADLINE, f"EXAMPLE CITY, Jan. 5 (Xinhua) -- {PARAGRAPH}"],
        ["headline", "imprint", "body"],
    ),
    "agency at the end": ([HEADLINE, f"{PARAGRAPH} REUTERS", "Hashtags"], ["headline", "body", "imprint", "furniture"]),
    "publisher behind the headline": ([f"{HEADLINE} | Example Post", PARAGRAPH], ["headline", "imprint", "body"]),
    "author at the end": (
        [HEADLINE, PARAGRAPH, "Ada Writer is a senior reporter with the Example Post. She likes ships."],
        ["headline", "body", "imprint"],
    ),
    "rights": (
        [HEADLINE, PARAGRAPH, "Copyright 2025 Example Press. All rights reserved."],
        ["headline", "body", "imprint"],
    ),
    "two stories": (
        [HEADLINE, PARAGRAPH, "Court jails four in Example City", f"OTHER CITY - {PARAGRAPH}"],
        ["headline", "body", "other_article"],
    ),
    "two stories with a day each": (
        [HEADLINE, "5 January 2026", PARAGRAPH, "Talks held", "By Ada Writer", "Post, 6 January 2026", PARAGRAPH],
        ["headline", "imprint", "body", "other_article"],
    ),
    "a day below a heading, and none before": (
        [HEADLINE, PARAGRAPH, "Talks held in Example City", "6 January 2026", PARAGRAPH],
        ["headline", "body", "furniture", "imprint", "body"],
    ),
    "a day far below a heading": (
        [HEADLINE, "5 January 2026", PARAGRAPH, "Talks held in Example City", PARAGRAPH, "6 January 2026", PARAGRAPH],
        ["headline", "imprint", "body", "furniture", "body", "imprint", "body"],
    ),
    "a day below the last heading": (
        [HEADLINE, "5 January 2026", PARAGRAPH, "Talks held in Example City", "6 January 2026"],
        ["headline", "imprint", "body", "furniture", "imprint"],
    ),
    "other stories of the page": (
        [HEADLINE, PARAGRAPH, "Related Articles", "Example Post", "2 hours ago", "Court jails four", PARAGRAPH],
        ["headline", "body", "furniture", "other_article"],
    ),
    "one short sentence": (["Talks held", "They met."], ["headline", "body"]),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_zones_of_a_page(page: str) -> None:
    lines, kinds = PAGES[page]
    layout = layout_of("\n\n".join(lines))
    assert [stretch.kind for stretch in layout.stretches] == kinds
    assert layout.headline is not None
    assert layout.headline.text in (HEADLINE, "Talks held")


def test_each_zone_begins_where_the_build_finds_it() -> None:
    text = "\n".join([HEADLINE, "", PARAGRAPH, "Also on: x", PARAGRAPH, "Also on: x", PARAGRAPH])
    at = -1
    for stretch in layout_of(text).stretches:
        for _ in range(stretch.occurrence or 1):
            at = text.find(stretch.starts, at + 1)
        assert at == stretch.start


def test_what_may_be_a_heading_is_said() -> None:
    layout = layout_of("\n\n".join([HEADLINE, PARAGRAPH, "What the police found in the port", PARAGRAPH]))
    assert "a heading of the body" in layout.doubts[0]


def test_a_file_without_a_headline_is_said() -> None:
    layout = layout_of(f"{PARAGRAPH}\n\n{PARAGRAPH}")
    assert layout.headline is None
    assert [stretch.kind for stretch in layout.stretches] == ["body"]
    assert "no headline" in layout.doubts[0]


def test_a_long_line_of_blanks_is_passed_over() -> None:
    blanks = " " * 60_000
    assert [(line.start, line.text) for line in lines_of(f"One\n{blanks}\n{blanks}Two")] == [
        (0, "One"),
        (120_005, "Two"),
    ]


def test_a_paragraph_that_a_program_broke_is_one_line() -> None:
    broken = (
        "Police in the city seized twelve kilograms of cocaine on\nSunday, and the port of the city was closed for\n"
    )
    assert len(lines_of(f"{HEADLINE}\n\n{broken}the rest of the day.\n\nThe end.\n")) == 3
