"""Pages fit every width, are printed without controls, and keep their marks whatever the reader has set."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from explorer.tests.checks_layout import (
    lost_marks,
    misfits,
    misfits_in_large_type,
    moving,
    small_targets,
    wrong_print,
)
from explorer.tests.copies import Plant
from explorer.tests.published import Published
from explorer.tests.samples import KINDS

CHECKS: tuple[Callable[[Page], list[str]], ...] = (
    misfits,
    misfits_in_large_type,
    small_targets,
    wrong_print,
    lost_marks,
    moving,
)
STYLE = "assets/explorer.css"


@pytest.mark.parametrize("kind", KINDS)
def test_pages_fit_all_readers(kind: str, site: Path, page: Page, tables: Published) -> None:
    page.goto((site / KINDS[kind](tables, site)).as_uri())
    assert {check.__name__: faults for check in CHECKS if (faults := check(page))} == {}


@pytest.mark.parametrize("kind", ["timeline", "evidence"])
def test_an_open_panel_fits_all_widths(kind: str, site: Path, page: Page, tables: Published) -> None:
    page.goto((site / KINDS[kind](tables, site)).as_uri())
    page.locator("button.words").first.click()
    assert [*misfits(page), *small_targets(page)] == []


# The rule that a fault adds to the style, the check that names it, and how.
PLANTED = {
    "a wide line": (misfits, "main { min-width: 30rem }", "320: sideways: "),
    "a line that is cut off": (
        misfits,
        "pre { white-space: pre !important; overflow-x: hidden !important }",
        "320: cut off: pre: ",
    ),
    "a paragraph that is cut off": (misfits, "main p { height: 3px; overflow-y: clip }", "320: cut off: p: "),
    "a column that grows with the type": (misfits_in_large_type, "main { min-width: 38rem }", "640: sideways: "),
    "a value over its words": (misfits, ".cell { white-space: nowrap; width: 1rem }", "320: too long: "),
    "a small button": (small_targets, "button { min-height: 0 !important; height: 12px; padding: 0 }", "button Copy"),
    "a button on paper": (
        wrong_print,
        "@media print { main button { display: block !important } }",
        "printed: button ",
    ),
    "words without marks on paper": (wrong_print, "@media print { mark { outline: 0 !important } }", "not marked: "),
    "words without marks": (lost_marks, "mark { outline: 0 !important }", ""),
    "smooth scrolling": (moving, "html { scroll-behavior: smooth !important }", "html"),
    "a slow link": (moving, "a { transition: color 1s !important }", "a"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_what_hinders_readers_is_seen(fault: str, plant: Plant, site: Path, page: Page, tables: Published) -> None:
    check, rule, start = PLANTED[fault]
    page.goto(plant(KINDS["other row"](tables, site), (STYLE, ":root {", f"{rule}\n:root {{")))
    faults = check(page)
    assert faults
    assert faults[0].startswith(start)
