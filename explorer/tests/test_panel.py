"""The panel beside a table shows the words of a row, and gives the focus back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from explorer.tests.checks_keyboard import PANEL, wrong_panel
from explorer.tests.copies import Edit, Plant
from explorer.tests.published import Published
from explorer.tests.samples import KINDS, LISTINGS

SCRIPT = "assets/explorer.js"
TIMELINE = "timeline/index.html"


@pytest.mark.parametrize("kind", LISTINGS)
def test_the_panel_shows_the_words_of_a_row(kind: str, site: Path, page: Page, tables: Published) -> None:
    page.goto((site / KINDS[kind](tables, site)).as_uri())
    count = page.locator("#rows tbody button.words").count()
    for place in (0, count // 2, count - 1):
        assert wrong_panel(page, tables, place) == []


def test_the_panel_belongs_to_the_row_after_sorting(site: Path, page: Page, tables: Published) -> None:
    page.goto((site / TIMELINE).as_uri())
    page.locator("#rows thead [role=button]").first.press("Enter")
    # The table is sorted a moment after the button is pressed.
    page.locator("#rows thead th[aria-sort]").wait_for()
    assert wrong_panel(page, tables, 0) == []


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        ((SCRIPT, "panel.showModal()", "panel.close()"), "Enter does not open it"),
        ((SCRIPT, "panel.showModal()", "panel.show()"), "Esc does not close it"),
        (("assets/data/timeline.js", "data-evidence=", "data-other="), "has the words "),
        ((SCRIPT, "panel.showModal()", "panel.showModal(); button.disabled = true"), "the focus does not return"),
    ],
)
def test_a_panel_that_does_otherwise_is_seen(
    edit: Edit, fault: str, plant: Plant, page: Page, tables: Published
) -> None:
    page.goto(plant(TIMELINE, edit))
    assert any(f": {fault}" in seen for seen in wrong_panel(page, tables, 0))


def test_the_button_and_a_click_beside_it_close_the_panel(site: Path, page: Page) -> None:
    page.goto((site / TIMELINE).as_uri())
    button = page.locator("button.words").first
    button.press("Enter")
    assert page.evaluate(PANEL)["open"]
    page.locator("#panel button.close").press("Enter")
    assert not page.evaluate(PANEL)["open"]
    button.press("Enter")
    page.mouse.click(5, 5)
    assert not page.evaluate(PANEL)["open"]
