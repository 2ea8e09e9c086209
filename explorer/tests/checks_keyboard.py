"""What the keyboard must reach and do on a page."""

from collections.abc import Callable, Sequence

from playwright.sync_api import Page, expect

from explorer.tests.checks_listing import SETTLED
from explorer.tests.published import Published

# What a key can reach, in the order of the page.
REACHABLE = """() => {
    window.reachable = [...document.querySelectorAll('a, button, input, summary, [role=button], pre, .scroll')]
        .filter(element => element.checkVisibility({visibilityProperty: true}));
    window.reached = [];
    addEventListener('focusin', event => window.reached.push(window.reachable.indexOf(event.target)));
    return window.reachable.map(element => `${element.localName} ${element.textContent.trim().slice(0, 30)}`);
}"""
PANEL = """() => {
    const panel = document.querySelector('#panel');
    return {
        open: panel.open && panel.contains(document.activeElement),
        marks: [...panel.querySelectorAll('blockquote mark')].map(mark => [mark.dataset.evidence, mark.textContent]),
        row: document.activeElement.closest('tr')?.dataset.row,
    };
}"""
ORDER = """place => [...document.querySelectorAll('#rows tbody tr[data-row]')].map(
    row => row.cells[place].dataset.order)"""


def wrong_tabs(page: Page) -> list[str]:
    """Return what the key Tab does not reach, or in another order than that of the page, with a skip link first."""
    names = page.evaluate(REACHABLE)
    for _ in names:
        page.keyboard.press("Tab")
    reached = page.evaluate("window.reached")
    wrong = [f"not reached: {name}" for place, name in enumerate(names) if place not in reached]
    wrong += [
        f"too early: {names[after]}" for before, after in zip(reached[1:], reached, strict=False) if before < after
    ]
    if page.locator("a").first.get_attribute("href") != "#content":
        wrong.append("no skip link first")
    return wrong


def wrong_copies(page: Page) -> list[str]:
    """Return which buttons do not copy the text beside them when Enter is pressed."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wrong = []
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true; })")
    for button in page.locator("button.copy").all():
        text = button.locator("xpath=..").locator("pre").text_content()
        page.evaluate("navigator.clipboard.writeText('nothing')")
        button.press("Enter")
        expect(button).not_to_have_text("Copy")
        copied = page.evaluate("navigator.clipboard.readText()")
        if copied != text:
            wrong.append(f"copied {copied!r}, not {text!r}")
    return wrong


def wrong_share(page: Page) -> list[str]:
    """Return what is wrong with the address that the button copies: it must be that of the view."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#share").press("Enter")
    page.evaluate(SETTLED)
    copied = page.evaluate("navigator.clipboard.readText()")
    return [] if copied == page.url else [f"copied {copied}, not {page.url}"]


def wrong_sorting(page: Page) -> list[str]:
    """Return which columns Enter does not sort, first upwards, then downwards, and does not say so."""
    wrong = []
    for button in page.locator("#rows thead [role=button]").all():
        head = button.locator("xpath=ancestor::th")
        name, place = head.get_attribute("data-name"), head.evaluate("head => head.cellIndex")
        for direction in ("ascending", "descending"):
            button.press("Enter")
            page.evaluate(SETTLED)
            if head.get_attribute("aria-sort") != direction:
                wrong.append(f"{name} is not said to be {direction}")
            values = page.evaluate(ORDER, place)
            if values != sorted(values, key=_order(values), reverse=direction == "descending"):
                wrong.append(f"{name} is not {direction}")
    return wrong


def _order(values: Sequence[str]) -> Callable[[str], float | str]:
    """Return how values are sorted: as numbers where all are, else as text of small letters."""
    return float if all(value.replace(".", "", 1).isdigit() for value in values) else str.lower


def wrong_panel(page: Page, tables: Published, place: int) -> list[str]:
    """Return what is wrong with the panel of a row: Enter opens it, it has the words of the row, and Esc closes it."""
    button = page.locator("#rows tbody button.words").nth(place)
    row_id = button.locator("xpath=ancestor::tr").get_attribute("data-row") or ""
    table = page.locator("main").get_attribute("data-table") or ""
    said = [tables.rows[table][row_id]] if table == "evidence" else tables.evidence[table, row_id]
    button.press("Enter")
    opened = page.evaluate(PANEL)
    wrong = [] if opened["open"] else ["Enter does not open it"]
    marks = sorted([row["evidence_id"], row["words"]] for row in said)
    if sorted(opened["marks"]) != marks:
        wrong.append(f"has the words {opened['marks']}, not {marks}")
    page.keyboard.press("Escape")
    closed = page.evaluate(PANEL)
    wrong += ["Esc does not close it"] if closed["open"] else []
    wrong += [] if closed["row"] == row_id else ["the focus does not return"]
    return [f"{row_id}: {fault}" for fault in wrong]
