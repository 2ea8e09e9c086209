"""A page that lists rows filters, searches, sorts and saves them, and its address brings a view back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from explorer.tests.checks_listing import (
    CHOOSE,
    DRAWN,
    SETTLED,
    STATE,
    choices,
    listed_on,
    words_in_quotes_alone,
    wrong_csv,
    wrong_filters,
    wrong_marks,
    wrong_reset,
    wrong_restoring,
    wrong_search,
)
from explorer.tests.copies import Edit, Plant
from explorer.tests.published import Published, published
from explorer.tests.samples import listings
from explorer.tests.watched import watched
from tests.support import ROOT

SCRIPT = "assets/explorer.js"
TIMELINE = "timeline/index.html"


@pytest.mark.parametrize("table", published(ROOT).rows)
def test_rows_and_counts_are_those_of_the_tables(table: str, site: Path, page: Page, tables: Published) -> None:
    href = listings(tables)[table]
    page.goto((site / href).as_uri())
    chosen = choices(page)
    assert wrong_filters(page, listed_on(tables, href), chosen if table == "timeline" else chosen[::4]) == []


def test_a_row_with_another_code_is_seen(plant: Plant, page: Page, tables: Published) -> None:
    (row_id, cells) = next(iter(tables.rows["timeline"].items()))
    edit = (TIMELINE, f'data-act="{cells["act"]}"', 'data-act="other"')
    page.goto(plant(TIMELINE, edit))
    faults = wrong_filters(page, listed_on(tables, TIMELINE), [{"act": [cells["act"]]}])
    assert any(f"{row_id} is not listed" in fault for fault in faults)
    assert any(f"act {cells['act']} has a count of 0" in fault for fault in faults)


def test_a_wrong_count_of_rows_is_seen(plant: Plant, page: Page, tables: Published) -> None:
    edit = (
        SCRIPT,
        'getElementById("count").textContent = listed',
        'getElementById("count").textContent = "1" + listed',
    )
    page.goto(plant(TIMELINE, edit))
    n_rows = len(tables.rows["timeline"])
    fault = f"{{}}: 1{n_rows} rows are counted, not {n_rows}"
    assert wrong_filters(page, listed_on(tables, TIMELINE), []) == [fault]


def test_all_rows_come_back(site: Path, page: Page, tables: Published) -> None:
    page.goto((site / TIMELINE).as_uri())
    assert wrong_reset(page, listed_on(tables, TIMELINE)) == []


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("sorted", (SCRIPT, "grid.order([]); refresh()", "refresh()")),
        ("rows", (SCRIPT, "refresh(); remember(); })", "remember(); })")),
    ],
)
def test_what_does_not_come_back_is_seen(part: str, edit: Edit, plant: Plant, page: Page, tables: Published) -> None:
    page.goto(plant(TIMELINE, edit))
    assert part in {fault.partition(":")[0] for fault in wrong_reset(page, listed_on(tables, TIMELINE))}


@pytest.mark.parametrize("table", ["timeline", "events"])
def test_a_row_is_found_by_words_that_stand_in_its_quotes_alone(
    table: str, site: Path, page: Page, tables: Published
) -> None:
    listed = listed_on(tables, f"{table}/index.html")
    page.goto((site / table / "index.html").as_uri())
    row_id, word = words_in_quotes_alone(listed)
    for words in (word, word.upper(), f"{word} {next(iter(listed.rows[row_id].values()))}", "china agreement"):
        assert wrong_search(page, listed, words) == []
        assert page.evaluate(STATE)["rows"]


def test_a_search_that_misses_quotes_or_lists_too_much_is_seen(plant: Plant, page: Page, tables: Published) -> None:
    listed = listed_on(tables, TIMELINE)
    row_id, word = words_in_quotes_alone(listed)
    page.goto(plant(TIMELINE, (SCRIPT, '"blockquote"', '"no-such-element"')))
    assert f"{row_id} is not listed for {word}" in wrong_search(page, listed, word)
    page.goto(plant(TIMELINE, (SCRIPT, "includes(term)", "includes('')")))
    assert f"{next(iter(listed.rows))} is listed for nowhere" in wrong_search(page, listed, "nowhere")


def in_some_view(page: Page) -> None:
    """Choose, search and sort on a page."""
    page.evaluate(CHOOSE, choices(page)[0])
    page.locator("#q").fill("china & 中")
    page.locator("#q").fill("china")
    page.locator("#rows thead [role=button]").last.click()
    page.locator("#rows thead [role=button]").last.click()
    page.evaluate(SETTLED)


def test_the_address_brings_the_view_back(site: Path, page: Page, browser: Browser) -> None:
    page.goto((site / TIMELINE).as_uri())
    in_some_view(page)
    assert page.evaluate(STATE)["rows"]
    with watched(browser) as other:
        assert wrong_restoring(page, other) == []


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("chosen", (SCRIPT, "parts.getAll(box.name).includes(box.value)", "false")),
        ("search", (SCRIPT, 'parts.get("q")', '""')),
        ("sorted", (SCRIPT, "column >= 0", "false")),
    ],
)
def test_what_the_address_does_not_bring_back_is_seen(
    part: str, edit: Edit, plant: Plant, page: Page, browser: Browser
) -> None:
    page.goto(plant(TIMELINE, edit))
    in_some_view(page)
    with watched(browser) as other:
        assert part in {fault.partition(":")[0] for fault in wrong_restoring(page, other)}


def test_going_back_and_on_keeps_the_view(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    page.goto((site / TIMELINE).as_uri())
    in_some_view(page)
    view = page.evaluate(STATE)
    page.go_back()
    assert page.locator("main").get_attribute("data-page") == "index"
    page.go_forward()
    page.evaluate(SETTLED)
    assert page.evaluate(STATE) == view


def test_another_view_can_be_typed_into_the_address(site: Path, page: Page, tables: Published) -> None:
    page.goto((site / TIMELINE).as_uri())
    in_some_view(page)
    page.goto((site / TIMELINE).as_uri() + "#act=speech&act=none&nothing=x&sort=none-asc&sort=date-down")
    speeches = [row_id for row_id, cells in tables.rows["timeline"].items() if cells["act"] == "speech"]
    state = page.evaluate(STATE)
    assert (state["rows"], state["sorted"], state["search"]) == (speeches, [], "")


@pytest.mark.parametrize("table", ["timeline", "sources", "evidence"])
def test_the_csv_has_the_lines_of_the_listed_rows(table: str, site: Path, page: Page, tables: Published) -> None:
    file = ROOT / "data" / f"{table}.csv"
    page.goto((site / listings(tables)[table]).as_uri())
    assert wrong_csv(page, file) == []
    page.evaluate(CHOOSE, choices(page)[0])
    page.locator("#rows thead [role=button]").last.click()
    page.evaluate(SETTLED)
    assert wrong_csv(page, file) == []


def test_the_csv_of_all_rows_is_the_file(site: Path, page: Page) -> None:
    page.goto((site / TIMELINE).as_uri())
    with page.expect_download() as saving:
        page.locator("#csv").click()
    assert saving.value.path().read_bytes() == (ROOT / "data" / "timeline.csv").read_bytes()


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        ((SCRIPT, "listed.join", "listed.slice(1).join"), "missing: "),
        ((SCRIPT, "header + ", ""), "missing: "),
        ((SCRIPT, "listed.join", "listed.reverse().join"), "the lines are in another order"),
        ((SCRIPT, ".csv`", ".txt`"), "saved as timeline.txt"),
    ],
)
def test_a_wrong_csv_is_seen(edit: Edit, fault: str, plant: Plant, page: Page) -> None:
    page.goto(plant(TIMELINE, edit))
    (seen,) = wrong_csv(page, ROOT / "data" / "timeline.csv")
    assert seen.startswith(fault)


def test_marks_of_rows_that_are_not_listed_are_dimmed(site: Path, page: Page) -> None:
    page.goto((site / TIMELINE).as_uri())
    assert page.evaluate(DRAWN)
    assert wrong_marks(page) == []
    for choice in choices(page)[:3]:
        page.evaluate(CHOOSE, choice)
        assert wrong_marks(page) == []


def test_marks_that_are_not_dimmed_and_marks_that_are_too_much_are_seen(plant: Plant, page: Page) -> None:
    page.goto(plant(TIMELINE, (SCRIPT, 'toggle("dimmed", dimmed', 'toggle("faint", dimmed')))
    page.locator("#q").fill("no such words")
    assert {fault.partition(" ")[2] for fault in wrong_marks(page)} == {"is not dimmed"}
    page.goto(plant(TIMELINE, (SCRIPT, 'toggle("dimmed", dimmed', 'toggle("dimmed", !dimmed')))
    assert {fault.partition(" ")[2] for fault in wrong_marks(page)} == {"is dimmed"}
