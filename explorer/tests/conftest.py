"""What the tests of the explorer may ask for: the site that was built, the browser, a page in it, and its faults."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page

from explorer.tests.copies import Edit, Plant, planted_page
from explorer.tests.published import Published, published
from explorer.tests.read_pages import Pages, page_texts, read_page
from explorer.tests.watched import chromium, watched
from tests.support import ROOT

SITE = ROOT / "_site"
AXE = ROOT / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
# Without a preload: axe would fetch style sheets, which a page in a folder may not read.
RULES = """rule => axe.run({
    runOnly: rule || {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']},
    preload: false,
}).then(result => result.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))
"""


class Axe(Protocol):
    """What lists all that hinders people on a page, as axe sees it; or what breaks one rule of axe."""

    def __call__(self, page: Page, rule: str = "") -> list[str]: ...


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the explorer as ``make site`` wrote it."""
    assert (SITE / "index.html").is_file(), "there is no explorer in _site; run: make site"
    return SITE


@pytest.fixture(scope="session")
def texts(site: Path) -> Mapping[str, str]:
    """Return the pages of the site as they are written, by their addresses from its root."""
    return page_texts(site)


@pytest.fixture(scope="session")
def pages(texts: Mapping[str, str]) -> Pages:
    """Return the pages of the site as trees."""
    return {href: read_page(text) for href, text in texts.items()}


@pytest.fixture(scope="session")
def tables() -> Published:
    """Return the tables from which the site is made, as their CSV files have them."""
    return published(ROOT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser, started once; the tests fail where there is none."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page; a test fails that leaves an error, a violation or an outside request on it."""
    with watched(browser) as opened:
        yield opened


@pytest.fixture
def plant(site: Path, tmp_path: Path) -> Plant:
    """Return what copies a page with faults planted in it and returns the address of the copy."""

    def planted(href: str, *edits: Edit) -> str:
        return planted_page(site, tmp_path / str(len(list(tmp_path.iterdir()))), href, *edits)

    return planted


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Return what lists all that hinders people on a page, as axe sees it; or what breaks one rule of axe."""
    script = AXE.read_text(encoding="utf-8")

    def violations(page: Page, rule: str = "") -> list[str]:
        # Evaluated from outside, because the policy of the pages refuses a script element.
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        listed: list[str] = page.evaluate(RULES, rule)
        return listed

    return violations
