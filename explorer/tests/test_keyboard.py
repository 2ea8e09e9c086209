"""Everything can be reached and done with the keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from explorer.tests.checks_keyboard import wrong_copies, wrong_share, wrong_sorting, wrong_tabs
from explorer.tests.checks_listing import STATE
from explorer.tests.copies import Edit, Plant
from explorer.tests.published import Published
from explorer.tests.samples import KINDS, listings

SCRIPT = "assets/explorer.js"
TIMELINE = "timeline/index.html"
CITE = "cite.html"


def smallest(tables: Published) -> str:
    """Return the page of the table with the fewest rows."""
    return f"{min(tables.rows, key=lambda table: len(tables.rows[table]))}/index.html"


@pytest.mark.parametrize("kind", ["start", "cite", "tables", "other row", "article"])
def test_tab_reaches_everything_in_order(kind: str, site: Path, page: Page, tables: Published) -> None:
    page.goto((site / KINDS[kind](tables, site)).as_uri())
    assert wrong_tabs(page) == []


def test_tab_reaches_everything_in_a_table(site: Path, page: Page, tables: Published) -> None:
    page.goto((site / smallest(tables)).as_uri())
    assert wrong_tabs(page) == []


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        ((CITE, 'data-copy="text-ris"', 'data-copy="text-ris" tabindex="-1"'), "not reached: button Copy"),
        ((CITE, 'data-copy="text-ris"', 'data-copy="text-ris" tabindex="1"'), "too early: button Copy"),
        ((CITE, 'href="#content"', 'href="#nothing"'), "no skip link first"),
    ],
)
def test_what_tab_does_not_reach_in_order_is_seen(edit: Edit, fault: str, plant: Plant, page: Page) -> None:
    page.goto(plant(CITE, edit))
    assert fault in wrong_tabs(page)


def test_the_first_link_skips_to_the_content(site: Path, page: Page) -> None:
    page.goto((site / CITE).as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_picture_can_be_skipped(site: Path, page: Page) -> None:
    page.goto((site / TIMELINE).as_uri())
    page.locator("a.skip").last.press("Enter")
    page.keyboard.press("Tab")
    # 4: it stands after.
    after = "[...document.querySelectorAll('.chart')].map(p => p.compareDocumentPosition(document.activeElement))"
    assert set(page.evaluate(after)) == {4}


@pytest.mark.parametrize("kind", ["start", "cite", "other row", "article"])
def test_citations_are_copied_as_they_are_shown(kind: str, site: Path, page: Page, tables: Published) -> None:
    page.goto((site / KINDS[kind](tables, site)).as_uri())
    assert page.locator("button.copy").count()
    assert wrong_copies(page) == []


def test_another_text_that_is_copied_is_seen(plant: Plant, page: Page) -> None:
    page.goto(plant(CITE, (CITE, 'data-copy="text-ris"', 'data-copy="text-r"')))
    (fault,) = wrong_copies(page)
    assert fault.startswith("copied ")


def test_a_button_is_named_as_before_soon_after(site: Path, page: Page) -> None:
    page.goto((site / CITE).as_uri())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator("button.copy").first
    button.press("Enter")
    button.press("Enter")
    expect(button).to_have_text("Copied")
    expect(button).to_have_text("Copy")


def test_a_copy_that_the_browser_refuses_is_told(site: Path, page: Page) -> None:
    page.goto((site / CITE).as_uri())
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied')); }")
    button = page.locator("button.copy").first
    button.press("Enter")
    expect(button).to_have_text("Not copied: the browser refused")


def test_the_address_of_the_view_is_copied(site: Path, page: Page) -> None:
    page.goto((site / TIMELINE).as_uri())
    page.locator("#q").fill("china")
    assert "q=china" in page.url
    assert wrong_share(page) == []


def test_another_address_that_is_copied_is_seen(plant: Plant, page: Page) -> None:
    page.goto(plant(TIMELINE, (SCRIPT, "copy(location.href", "copy(location.pathname")))
    page.locator("#q").fill("china")
    (fault,) = wrong_share(page)
    assert fault.startswith("copied ")


@pytest.mark.parametrize("table", ["timeline", "passages"])
def test_enter_sorts(table: str, site: Path, page: Page, tables: Published) -> None:
    page.goto((site / listings(tables)[table]).as_uri())
    assert wrong_sorting(page) == []


def test_columns_that_are_not_sorted_are_seen(plant: Plant, page: Page, tables: Published) -> None:
    href = f"{min(tables.columns, key=lambda table: len(tables.columns[table]))}/index.html"
    page.goto(plant(href, (href, "data-order=", "data-sort=0 data-order=")))
    assert any(fault.endswith(" is not descending") for fault in wrong_sorting(page))
    page.goto(plant(href, (SCRIPT, "order: [] }", "order: [], ordering: {handler: false} }")))
    assert any(fault.endswith(" is not said to be ascending") for fault in wrong_sorting(page))


def test_space_filters(site: Path, page: Page, tables: Published) -> None:
    page.goto((site / TIMELINE).as_uri())
    box = page.locator("form.facets input[type=checkbox]").first
    name, code = box.get_attribute("name") or "", box.get_attribute("value") or ""
    box.press("Space")
    assert page.evaluate(STATE)["chosen"] == [[name, code]]
    assert 0 < len(page.evaluate(STATE)["rows"]) < len(tables.rows["timeline"])
    box.press("Space")
    assert len(page.evaluate(STATE)["rows"]) == len(tables.rows["timeline"])


def wrong_files(page: Page, site: Path) -> list[str]:
    """Return which links to files of citations do not save the file, byte for byte."""
    wrong = []
    for link in page.locator("main a[download]").all():
        with page.expect_download() as saving:
            link.press("Enter")
        name = (link.get_attribute("href") or "").rpartition("/")[2]
        if saving.value.suggested_filename != name:
            wrong.append(f"{name} is saved as {saving.value.suggested_filename}")
        if saving.value.path().read_bytes() != (site / "downloads" / name).read_bytes():
            wrong.append(f"{name} is another file")
    return wrong


def test_citations_are_saved_as_files(site: Path, page: Page) -> None:
    page.goto((site / CITE).as_uri())
    assert page.locator("main a[download]").count()
    assert wrong_files(page, site) == []


def test_a_citation_that_is_saved_otherwise_is_seen(site: Path, plant: Plant, page: Page) -> None:
    page.goto(plant(CITE, (CITE, 'data-text="text-bibtex"', 'data-text="text-apa"')))
    assert wrong_files(page, site) == ["counternarcotics.bib is another file"]
    page.goto(plant(CITE, (SCRIPT, "link.download = name", "link.download = `a-${name}`")))
    assert "counternarcotics.bib is saved as a-counternarcotics.bib" in wrong_files(page, site)
