"""What invented pages say of themselves."""

import pytest

from pipeline.draft.imprint import Imprint, imprint_of
from pipeline.draft.zones import layout_of
from tests.pipeline.draft.test_zones import HEADLINE, PARAGRAPH

SAID = {
    "Published: 2:19pm, 16 Dec 2025Updated: 4:06pm, 17 Dec 2025": {"published": "2025-12-16"},
    "Updated: 17 December 2025 Published: 16 December 2025": {"published": "2025-12-16"},
    "(Monday, April 05, 2010)": {"published": "2010-04-05"},
    "Monday, March 3, 2025": {"published": "2025-03-03"},
    "Published Monday, March 3, 2025": {"published": "2025-03-03"},
    "Mail on Sunday, March 2, 2025": {"published": "2025-03-02", "publisher_text": "Mail on Sunday"},
    "2024-07-20": {"published": "2024-07-20"},
    "20/07/2024": {"published": "2024-07-20"},
    "The Example, 5 January 2026": {"published": "2026-01-05", "publisher_text": "The Example"},
    "By Ada Writer": {"byline": "Ada Writer"},
    "By ADA WRITER and Bo O’Other": {"byline": "ADA WRITER and Bo O’Other"},
    "(Reuters)": {"via": "Reuters"},
    "Department of Examples": {"publisher_text": "Department of Examples"},
    "U.S. Department of Examples, Office of Public Affairs": {"publisher_text": "U.S. Department of Examples"},
    "The White House, Briefing Room, Statements and Releases": {"publisher_text": "The White House"},
    "E.C.P. News Release": {"publisher_text": "E.C.P."},
}
BEHIND = {
    "This article originally appeared in the Example Post (EP), the first.": {"publisher_text": "Example Post (EP)"},
    "Copyright © 2024 Example Press Ltd. All rights reserved.": {
        "published": "2024",
        "published_basis": "copyright_line",
        "rights_holder": "Example Press Ltd",
    },
    "Ada Writer is an editor at Example Post. She likes ships.": {
        "publisher_text": "Example Post",
        "byline": "Ada Writer",
    },
    "Ends/Saturday, July 20, 2024": {"published": "2024-07-20"},
}


def imprint(text: str) -> Imprint:
    return imprint_of(text, layout_of(text), frozenset(), frozenset({"Reuters"}))


@pytest.mark.parametrize("line", [*SAID, *BEHIND])
def test_what_a_line_says(line: str) -> None:
    lines = [HEADLINE, PARAGRAPH, line] if line in BEHIND else [HEADLINE, line, PARAGRAPH]
    text = "\n\n".join(lines)
    said = imprint(text).said
    expected = {"title": HEADLINE, **(SAID | BEHIND)[line]}
    assert {
        column: said[column].value for column in said if column in expected or column != "published_basis"
    } == expected
    assert all(text.startswith(printed.words, printed.start) for printed in said.values())


def test_other_days_are_said() -> None:
    page = imprint("\n\n".join([HEADLINE, "5 January 2026", "Updated: 7 January 2026", PARAGRAPH]))
    assert page.said["published"].value == "2026-01-05"
    assert any("2026-01-07 stands there too" in doubt for doubt in page.doubts)


def test_a_day_with_two_readings_is_said_and_not_taken() -> None:
    page = imprint("\n\n".join([HEADLINE, "03/04/2021", PARAGRAPH]))
    assert "published" not in page.said
    assert any("“03/04/2021” cannot be read" in doubt for doubt in page.doubts)


def test_what_no_line_says_is_said() -> None:
    doubts = imprint(f"{HEADLINE}\n\n{PARAGRAPH}").doubts
    assert any(doubt.startswith("the publisher: no line") for doubt in doubts)
    assert any(doubt.startswith("the day of publication: none") for doubt in doubts)


def test_a_publisher_that_the_project_has_is_taken_first() -> None:
    text = "\n\n".join([HEADLINE, "World News", "Example Post", PARAGRAPH])
    page = imprint_of(text, layout_of(text), frozenset({"Example Post"}), frozenset())
    assert page.said["publisher_text"].value == "Example Post"
