"""What a page that lists rows must do, as the CSV files say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from explorer.tests.published import Published, Row

OF_EVENT = {
    "kind": "event_type",
    "act": "act",
    "side": "sides",
    "topic": "topics",
    "substance": "substance_families",
}
"""What rows of an event are filtered by, with the column of the timeline that has it."""
STRONGEST_FIRST = ("read", "inferred", "across_sentences", "judged")
Choice = Mapping[str, Sequence[str]]
"""The codes that are chosen of each facet."""

STATE = """() => ({
    rows: [...document.querySelectorAll('#rows tbody tr[data-row]')]
        .filter(row => row.checkVisibility()).map(row => row.dataset.row),
    count: document.querySelector('#count').textContent,
    options: [...document.querySelectorAll('form.facets input[type=checkbox]')].map(
        box => [box.name, box.value, box.closest('label').querySelector('output').textContent]),
    sorted: [...document.querySelectorAll('#rows thead th[aria-sort]')].map(
        head => [head.dataset.name, head.getAttribute('aria-sort')]),
    chosen: [...document.querySelectorAll('form.facets :checked')].map(box => [box.name, box.value]),
    search: document.querySelector('form.facets').elements.q.value,
    hash: location.hash,
})"""
# The table is sorted a moment after the button is pressed, and the clipboard written; by then it is done.
SETTLED = "() => new Promise(done => setTimeout(done, 20))"
# All at once, as each click would draw the table again; another test presses the keys.
CHOOSE = """choice => {
    const boxes = document.querySelectorAll('form.facets input[type=checkbox]');
    for (const box of boxes) box.checked = (choice[box.name] ?? []).includes(box.value);
    boxes[0].dispatchEvent(new Event('input', {bubbles: true}));
}"""
DIMMED = "() => [...document.querySelectorAll('.chart a.dimmed[data-row]')].map(mark => mark.dataset.row)"
DRAWN = "() => [...document.querySelectorAll('.chart a[data-row]')].map(mark => mark.dataset.row)"


@dataclass(frozen=True)
class Listed:
    """The rows that a page lists, with the tables that they are from."""

    tables: Published
    table: str
    rows: Mapping[str, Row]

    def codes(self, row_id: str, facet: str) -> set[str]:
        """Return the codes that a row has of a facet."""
        cells = self.rows[row_id]
        home = self.tables.homes[self.table]
        if facet == "article":
            said = self.tables.evidence[home, row_id]
            return {cells["source_id"]} if "source_id" in cells else {row["source_id"] for row in said}
        if facet == "verdict":
            return set(self._verdicts(row_id))
        if facet == "coders":
            return {row["status"] for row in self.tables.opinions[self.table, row_id]}
        if facet in cells:
            return {cells[facet]}
        event = self.tables.rows["timeline"].get(cells["event_id"])
        return set(event[OF_EVENT[facet]].split("; ")) if event else set()

    def _verdicts(self, row_id: str) -> Iterator[str]:
        """Yield the verdict of each cell that has evidence: the strongest that a piece of it has."""
        by_field: dict[str, list[str]] = {}
        for row in self.tables.evidence[self.table, row_id]:
            by_field.setdefault(row["field"], []).append(_verdict(row))
        for verdicts in by_field.values():
            yield min(verdicts, key=STRONGEST_FIRST.index)

    def fitting(self, choice: Choice, other_than: str = "") -> list[str]:
        """Return the rows that have one of the codes chosen of each facet, with one facet left out."""
        return [
            row_id
            for row_id in self.rows
            if all(
                facet == other_than or not codes or self.codes(row_id, facet) & set(codes)
                for facet, codes in choice.items()
            )
        ]


def _verdict(row: Row) -> str:
    if row["reading"] == "judged":
        return "judged"
    if row["reach"]:
        return "across_sentences"
    return "inferred" if row["reading"] == "inferred" else "read"


def listed_on(tables: Published, href: str) -> Listed:
    """Return the rows that a page lists: all of its table, or those from the article that its address names."""
    table, _, name = href.removesuffix(".html").partition("/")
    rows = tables.rows[table]
    part = rows if name == "index" else {row_id: row for row_id, row in rows.items() if row["source_id"] == name}
    return Listed(tables, table, part)


def choices(page: Page) -> list[Choice]:
    """Return what to choose on a page: two codes of the first facet, the last of each, and one of each two facets."""
    facets: dict[str, list[str]] = {}
    for name, code, _ in page.evaluate(STATE)["options"]:
        facets.setdefault(name, []).append(code)
    of_one = [{name: codes[:2]} for name, codes in facets.items()][:1]
    single = [{name: codes[-1:]} for name, codes in facets.items()]
    of_two = [
        {name: codes[:1], other: others[-1:]}
        for (name, codes), (other, others) in zip(facets.items(), list(facets.items())[1:], strict=False)
    ]
    return [*of_one, *single, *of_two]


def wrong_view(page: Page, listed: Listed, choice: Choice) -> list[str]:
    """Return what is wrong with the rows and counts that a page shows after a choice that has been made."""
    state = page.evaluate(STATE)
    expected = listed.fitting(choice)
    wrong = [f"{row_id} is not listed" for row_id in expected if row_id not in state["rows"]]
    wrong += [f"{row_id} is listed" for row_id in state["rows"] if row_id not in expected]
    if state["count"] != str(len(expected)):
        wrong.append(f"{state['count']} rows are counted, not {len(expected)}")
    for facet in dict.fromkeys(name for name, _, _ in state["options"]):
        counts = Counter(code for row_id in listed.fitting(choice, facet) for code in listed.codes(row_id, facet))
        wrong += [
            f"{facet} {code} has a count of {count}, not {counts[code]}"
            for name, code, count in state["options"]
            if name == facet and count != str(counts[code])
        ]
    return [f"{choice}: {fault}" for fault in wrong]


def wrong_filters(page: Page, listed: Listed, chosen: Sequence[Choice]) -> list[str]:
    """Return what is wrong with the rows and counts of a page without a choice, and after each of several."""
    wrong = wrong_view(page, listed, {})
    for choice in chosen:
        page.evaluate(CHOOSE, choice)
        wrong += wrong_view(page, listed, choice)
    return wrong


def wrong_reset(page: Page, listed: Listed) -> list[str]:
    """Return what a press on the button that shows all rows leaves of a search, a choice and an order."""
    before = page.evaluate(STATE)
    page.evaluate(CHOOSE, choices(page)[-1])
    page.locator("#q").fill("no such words")
    page.locator("#rows thead [role=button]").first.click()
    page.locator("#reset").click()
    page.evaluate(SETTLED)
    after = page.evaluate(STATE)
    return [f"{part}: {after[part]}, not {before[part]}" for part in before if after[part] != before[part]]


def words_in_quotes_alone(listed: Listed) -> tuple[str, str]:
    """Return a row and a word that none of its cells has, but a quote of its evidence; the longest such word."""
    pairs = []
    for row_id, cells in listed.rows.items():
        own = " ".join(cells.values()).lower()
        quotes = " ".join(row["quote"] for row in listed.tables.evidence[listed.table, row_id]).lower()
        pairs += [(len(word), row_id, word) for word in quotes.split() if word.isalpha() and word not in own]
    _, row_id, word = max(pairs)
    return row_id, word


def wrong_search(page: Page, listed: Listed, words: str) -> list[str]:
    """Return which rows a search misses that have the words in a cell or a quote, and which it lists without."""
    page.locator("#q").fill(words)
    shown = page.evaluate(STATE)["rows"]
    wrong = []
    for row_id, cells in listed.rows.items():
        quotes = [row["quote"] for row in listed.tables.evidence[listed.table, row_id]]
        text = " ".join([*cells.values(), *quotes]).lower()
        if all(word in text for word in words.lower().split()) and row_id not in shown:
            wrong.append(f"{row_id} is not listed for {words}")
        elif row_id in shown:
            # Labels and names of other rows are searched as well, as they are listed.
            cells_shown = page.locator(f'tr[data-row="{row_id}"] :is(th, td:not(.opens))').all_text_contents()
            text = " ".join([text, *cells_shown]).lower()
            wrong += [f"{row_id} is listed for {word}" for word in words.lower().split() if word not in text]
    return wrong


def wrong_restoring(page: Page, other: Page) -> list[str]:
    """Return what another page shows otherwise that is opened at the address of this one."""
    here = page.evaluate(STATE)
    other.goto(page.url)
    there = other.evaluate(STATE)
    return [f"{part}: {there[part]}, not {here[part]}" for part in here if there[part] != here[part]]


def wrong_csv(page: Page, file: Path) -> list[str]:
    """Return what is wrong with the saved CSV: it must have the head and the listed rows of the file, byte for byte.

    The rows of the tables hold no line breaks, as the schemas see to.
    """
    with page.expect_download() as saving:
        page.locator("#csv").click()
    state = page.evaluate(STATE)
    head, *lines = file.read_bytes().splitlines(keepends=True)
    by_id = {line.split(b",", 1)[0].decode(): line for line in lines}
    expected = [head, *(by_id[row_id] for row_id in state["rows"])]
    saved = saving.value.path().read_bytes().splitlines(keepends=True)
    wrong = [f"missing: {line.decode()}" for line in expected if line not in saved]
    wrong += [f"too much: {line.decode()}" for line in saved if line not in expected]
    if not wrong and saved != expected:
        wrong.append("the lines are in another order")
    name = f"{file.stem}-selection.csv" if state["chosen"] or state["search"] else file.name
    if saving.value.suggested_filename != name:
        wrong.append(f"saved as {saving.value.suggested_filename}")
    return wrong


def wrong_marks(page: Page) -> list[str]:
    """Return which marks of the picture are dimmed though their rows are listed, or not though they are not."""
    state: Mapping[str, Any] = page.evaluate(STATE)
    dimmed = set(page.evaluate(DIMMED))
    drawn = set(page.evaluate(DRAWN))
    wrong = [f"{row_id} is dimmed" for row_id in sorted(dimmed & set(state["rows"]))]
    return wrong + [f"{row_id} is not dimmed" for row_id in sorted(drawn - set(state["rows"]) - dimmed)]
