"""Texts that try to act, to hide or to paint over others are shown, and do nothing."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml.html import fragment_fromstring
from playwright.sync_api import Browser, Page

from counternarcotics._text import visible_lines
from explorer.site import build
from explorer.tests.checks_links import dead_links, outside, places, repeated_ids
from explorer.tests.checks_pages import inline_code, wrong_heads, wrong_metadata, wrong_policies
from explorer.tests.checks_rows import missing_rows, wrong_fields, wrong_marks, wrong_opinions
from explorer.tests.hostile import ACCENTS, LONG, TEXTS, hostile_project
from explorer.tests.published import Key, Published, published
from explorer.tests.read_pages import Pages, main_of, page_texts, read_page, row_of
from explorer.tests.watched import watched

WIDTHS = (320, 1280)
OPEN = "for (const folded of document.querySelectorAll('details')) folded.open = true"
UNHELD = """([accents, long]) => {
    const blocks = 'p, li, td, th, h1, h2, h3, pre, label, legend, summary, figcaption';
    const faults = new Set();
    const name = element => `${element.tagName} in ${element.parentElement.tagName} ${element.parentElement.className}`;
    const clips = element => {
        const style = getComputedStyle(element);
        return /paint|strict|content/.test(style.contain) || style.overflowY !== 'visible';
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const element = text.parentElement;
        // Of a picture, all is held by its frame.
        if (!element.checkVisibility() || element.closest('.chart, .picture')) continue;
        if (text.data.includes(accents)) {
            let above = element;
            while (above && !clips(above)) above = above.parentElement;
            if (!above || above.querySelector(blocks)) faults.add(`accents: ${name(element)}`);
        }
        if (text.data.includes(long)) {
            const range = document.createRange();
            range.selectNodeContents(text);
            const block = element.closest(blocks) ?? element;
            const beyond = range.getBoundingClientRect().right - block.getBoundingClientRect().right;
            if (beyond > 1) faults.add(`long word: ${name(element)}`);
        }
    }
    const {scrollWidth, clientWidth} = document.scrollingElement;
    if (scrollWidth > clientWidth) faults.add('the page is wider than its window');
    return [...faults];
}"""
"""Lists what is not held where it belongs: marks piled on a letter by a block of text, a long word by its lines."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the hostile copy of the project."""
    return hostile_project(tmp_path_factory.mktemp("hostile") / "project")


@pytest.fixture(scope="module")
def hostile_site(project: Path) -> Path:
    """Return the site of the hostile project."""
    build(project, project.parent / "site")
    return project.parent / "site"


@pytest.fixture(scope="module")
def hostile_texts(hostile_site: Path) -> Mapping[str, str]:
    """Return the pages of the hostile site as they are written."""
    return page_texts(hostile_site)


@pytest.fixture(scope="module")
def hostile_pages(hostile_texts: Mapping[str, str]) -> Pages:
    """Return the pages of the hostile site as trees."""
    return {href: read_page(text) for href, text in hostile_texts.items()}


@pytest.fixture(scope="module")
def hostile_tables(project: Path) -> Published:
    """Return the hostile tables."""
    return published(project)


def spoilt(tables: Published) -> dict[str, list[Key]]:
    """Return the rows that say each of the texts, those with most evidence first."""
    rows = sorted(tables.with_pages, key=lambda row: -len(tables.evidence[row]))
    return {
        text: [(table, row) for table, row in rows if text in "".join(tables.rows[table][row].values())]
        for text in TEXTS
    }


def test_the_texts_are_in_the_tables(hostile_tables: Published) -> None:
    assert [text for text, rows in spoilt(hostile_tables).items() if not rows] == []
    quotes = "".join(row["quote"] for row in hostile_tables.rows["evidence"].values())
    assert [text for text in TEXTS if text not in quotes] == []


def test_hostile_rows_are_shown_as_they_are(hostile_pages: Pages, hostile_tables: Published) -> None:
    assert missing_rows(hostile_pages, hostile_tables) == []
    faults = []
    for page in hostile_pages.values():
        if key := row_of(page):
            faults += wrong_marks(page, hostile_tables.evidence[key])
            faults += wrong_fields(page, hostile_tables.rows[key[0]][key[1]], hostile_tables.labels)
            faults += wrong_opinions(page, hostile_tables.rows[key[0]][key[1]], hostile_tables.opinions[key], "c")
    assert faults == []


def test_hostile_pages_do_nothing(hostile_site: Path, hostile_texts: Mapping[str, str], hostile_pages: Pages) -> None:
    leads = places(hostile_site, hostile_pages)
    faults = [href for href, text in hostile_texts.items() if visible_lines(text) != text]
    for href, page in hostile_pages.items():
        faults += inline_code(page) + outside(page) + dead_links(href, page, leads) + repeated_ids(page)
        faults += wrong_heads(page) + wrong_policies(page) + wrong_metadata(page)
    assert faults == []


def test_hostile_panels_do_nothing(hostile_site: Path) -> None:
    panels = []
    for script in (hostile_site / "assets" / "data").glob("*.js"):
        text = script.read_text(encoding="ascii")
        panels += [row["panel"] for row in json.loads(text.partition("=")[2].rstrip().rstrip(";"))["rows"].values()]
    parts = [fragment_fromstring(panel, create_parent=True) for panel in panels]
    assert sum(visible_lines(text) in part.text_content() for part in parts for text in TEXTS) > len(TEXTS)
    assert [panel for panel in panels if visible_lines(panel) != panel] == []
    assert [fault for part in parts for fault in inline_code(part) + outside(part)] == []


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_hostile_row_holds_its_texts(text: str, page: Page, hostile_site: Path, hostile_tables: Published) -> None:
    table, row_id = spoilt(hostile_tables)[text][0]
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.goto((hostile_site / table / f"{row_id}.html").as_uri())
    page.evaluate(OPEN)
    assert page.evaluate(UNHELD, [ACCENTS, LONG]) == []
    assert page.get_by_text(visible_lines(text)).count() > 1


def test_each_kind_of_hostile_page_holds_its_texts(
    browser: Browser, hostile_site: Path, hostile_texts: Mapping[str, str], hostile_pages: Pages
) -> None:
    largest = {}
    for href in sorted(hostile_texts, key=lambda href: len(hostile_texts[href])):
        largest[main_of(hostile_pages[href]).get("data-page")] = href
    faults = []
    for width in WIDTHS:
        with watched(browser, viewport={"width": width, "height": 800}) as page:
            for href in largest.values():
                page.goto((hostile_site / href).as_uri())
                page.evaluate(OPEN)
                faults += [f"{width}: {href}: {fault}" for fault in page.evaluate(UNHELD, [ACCENTS, LONG])]
    assert faults == []


def test_hostile_texts_can_be_searched_and_looked_at_in_the_side_panel(
    page: Page, hostile_site: Path, hostile_tables: Published
) -> None:
    table, _ = spoilt(hostile_tables)[LONG][0]
    page.goto((hostile_site / table / "index.html").as_uri())
    for text, rows in spoilt(hostile_tables).items():
        ids = [row_id for other, row_id in rows if other == table]
        shown = visible_lines(text)
        page.get_by_role("searchbox").fill(shown)
        assert page.locator(f'tr[data-row="{ids[0]}"]').count() == 1
        page.locator(f'tr[data-row="{ids[0]}"] button.words').click()
        assert shown in (page.locator("dialog").text_content() or "")
        assert page.evaluate(UNHELD, [ACCENTS, LONG]) == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (f"<p>{ACCENTS}</p>", ["accents: P in BODY "]),
        (f'<div class="a"><p><b>{ACCENTS}</b></p><p>b</p></div>', ["accents: B in P "]),
        (f'<div class="held"><p><b>{ACCENTS}</b></p><p>b</p></div>', ["accents: B in P "]),
        (f'<div class="held">{ACCENTS}</div>', []),
        (f"<p><b>{LONG}</b></p>", ["long word: B in P ", "the page is wider than its window"]),
        (f'<p class="held">{LONG}</p>', ["long word: P in BODY "]),
        (f'<p class="broken">{LONG}</p>', []),
    ],
)
def test_a_text_that_is_not_held_is_seen(body: str, faults: list[str], tmp_path: Path, page: Page) -> None:
    style = "<style>.held { overflow: clip } .broken { overflow-wrap: anywhere }</style>"
    file = tmp_path / "page.html"
    file.write_text(f'<meta charset="utf-8"><link rel="icon" href="data:,">{style}{body}', encoding="utf-8")
    page.goto(file.as_uri())
    assert page.evaluate(UNHELD, [ACCENTS, LONG]) == faults
