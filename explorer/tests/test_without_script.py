"""Every page is whole where the browser runs no script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from explorer.tests.checks_listing import listed_on
from explorer.tests.copies import Plant
from explorer.tests.published import Published
from explorer.tests.samples import KINDS, LISTINGS
from explorer.tests.watched import watched

TIMELINE = "timeline/index.html"
DEAD = """() => [...document.querySelectorAll('button, input, select, textarea, dialog, [role=button], form')]
    .filter(element => element.checkVisibility()).map(element => `${element.localName} ${element.id}`)"""
EMPTY = """() => [...document.querySelectorAll('main :is(th, h1, h2, h3, blockquote, summary)')]
    .filter(element => element.checkVisibility() && !element.innerText.trim()).map(element => element.outerHTML)"""
ROWS = "() => [...document.querySelectorAll('#rows tbody tr')].filter(row => row.checkVisibility() && row.innerText)"


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """Return an empty page in a browser that runs no scripts."""
    with watched(browser, java_script_enabled=False) as opened:
        yield opened


def dead_parts(page: Page) -> list[str]:
    """Return which visible controls do nothing, and which visible headings are empty."""
    listed: list[str] = [*page.evaluate(DEAD), *page.evaluate(EMPTY)]
    return listed


def unreadable_rows(page: Page, row_ids: list[str]) -> list[str]:
    """Return which rows of a table are not to be read."""
    shown = page.evaluate(f"({ROWS})().map(row => row.dataset.row)")
    return [row_id for row_id in row_ids if row_id not in shown]


def closed_details(page: Page) -> list[str]:
    """Return what Enter does not unfold."""
    wrong = []
    for summary in page.locator("main details > summary").all():
        if summary.is_visible() and not summary.evaluate("summary => summary.parentElement.open"):
            summary.press("Enter")
            opened = summary.evaluate(
                "summary => summary.parentElement.open && summary.nextElementSibling.checkVisibility()"
            )
            wrong += [] if opened else [summary.inner_text()]
    return wrong


@pytest.mark.parametrize("kind", KINDS)
def test_no_control_is_dead_and_everything_unfolds(kind: str, site: Path, plain: Page, tables: Published) -> None:
    plain.goto((site / KINDS[kind](tables, site)).as_uri())
    assert plain.locator("h1").is_visible()
    assert dead_parts(plain) == []
    assert closed_details(plain) == []


@pytest.mark.parametrize("kind", [*LISTINGS, "passages"])
def test_all_rows_can_be_read(kind: str, site: Path, plain: Page, tables: Published) -> None:
    href = KINDS[kind](tables, site)
    plain.goto((site / href).as_uri())
    assert unreadable_rows(plain, list(listed_on(tables, href).rows)) == []


def test_dead_and_hidden_parts_are_seen(plant: Plant, plain: Page, tables: Published) -> None:
    plain.goto(plant(TIMELINE, (TIMELINE, "<main ", '<input id="dead"><main ')))
    assert dead_parts(plain) == ["input dead"]
    plain.goto(plant(TIMELINE, (TIMELINE, '<html lang="en">', '<html lang="en" class="js">')))
    assert "button share" in dead_parts(plain)
    plain.goto(plant(TIMELINE, (TIMELINE, "</h1>", "</h1><h2> </h2>")))
    assert dead_parts(plain) == ["<h2> </h2>"]
    (row_id, *_) = tables.rows["timeline"]
    plain.goto(plant(TIMELINE, (TIMELINE, f'<tr data-row="{row_id}"', f'<tr hidden data-row="{row_id}"')))
    assert unreadable_rows(plain, list(tables.rows["timeline"])) == [row_id]


def test_what_does_not_unfold_is_seen(plant: Plant, plain: Page) -> None:
    style = "details > :not(summary) { display: none !important }\n:root {\n  color-scheme"
    plain.goto(plant("index.html", ("assets/explorer.css", ":root {\n  color-scheme", style)))
    assert len(closed_details(plain)) == plain.locator("main summary").count() > 0
