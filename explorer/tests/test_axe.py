"""Axe finds nothing that hinders people on any kind of page."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from explorer.tests.checks_listing import CHOOSE, choices
from explorer.tests.conftest import Axe
from explorer.tests.copies import Plant
from explorer.tests.published import Published
from explorer.tests.samples import KINDS

VIEWS = {"320 light": 320, "768 light": 768, "1280 light": 1280, "1280 dark": 1280}
"""How people look at a page: the width of the window in pixels, in light or dark colours."""


def hindrances(page: Page, axe: Axe) -> dict[str, list[str]]:
    """Return what axe finds on a page, by how people look at it."""
    views: dict[str, list[str]] = {}
    for view, width in VIEWS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if view.endswith("dark") else "light")
        views[view] = axe(page)
    return {view: violations for view, violations in views.items() if violations}


def list_few(page: Page) -> None:
    """List only some rows of a table, since each is like the others."""
    page.evaluate(CHOOSE, choices(page)[1])
    assert page.locator("#rows tbody tr[data-row]").count()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hinders_people(kind: str, site: Path, page: Page, axe: Axe, tables: Published) -> None:
    page.goto((site / KINDS[kind](tables, site)).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert hindrances(page, axe) == {}


@pytest.mark.parametrize("kind", ["timeline", "evidence"])
def test_nothing_hinders_people_in_the_panel(kind: str, site: Path, page: Page, axe: Axe, tables: Published) -> None:
    page.goto((site / KINDS[kind](tables, site)).as_uri())
    list_few(page)
    page.locator("button.words").first.click()
    assert hindrances(page, axe) == {}


# What a fault adds to the style, and in which views axe then names which rule.
PLANTED = {
    "pale words": ("main p { color: #ccc }", {view for view in VIEWS if view.endswith("light")}, "color-contrast"),
    "words that are pale at night": (
        "@media (prefers-color-scheme: dark) { p { color: #444 } }",
        {"1280 dark"},
        "color-contrast",
    ),
    "links too near for a finger": (
        "@media (max-width: 30rem) { header li a { line-height: 10px !important; padding: 0 !important } }",
        {"320 light"},
        "target-size",
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_what_hinders_people_in_one_view_is_seen(fault: str, plant: Plant, page: Page, axe: Axe) -> None:
    style, views, rule = PLANTED[fault]
    start = ":root {\n  color-scheme"
    page.goto(plant("tables.html", ("assets/explorer.css", start, f"{style}\n{start}")))
    listed = hindrances(page, axe)
    assert set(listed) == views
    assert all(violation.startswith(rule) for violations in listed.values() for violation in violations)
