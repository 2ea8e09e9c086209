"""What must hold of the pages of rows: each row has one, and it shows its cells, their words and their verdicts."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from lxml.html import HtmlElement

from counternarcotics._text import visible
from explorer.tests.published import Published, Row
from explorer.tests.read_pages import Pages, fields_of, row_of, said

SEVERAL = "; "
"""What stands between the values of a cell that holds several."""
ITSELF = "article"
"""What stands in place of the id of a claimant where the article itself says something."""


def missing_rows(pages: Pages, tables: Published) -> list[str]:
    """Return which rows have no page, or one that is about another row, and which pages of rows are about none."""
    rows = {f"{table}/{row_id}.html": (table, row_id) for table, row_id in tables.with_pages}
    faults = [f"no page: {href}" for href in rows if href not in pages]
    about = {href: row_of(page) for href, page in pages.items()}
    return faults + [f"of another row: {href}" for href, row in about.items() if row != rows.get(href)]


def misplaced_proofs(pages: Pages, tables: Published) -> list[str]:
    """Return which evidence and passages are not anchors on exactly one page: that of their row, or article."""
    homes = {row_id: f"{row['table_name']}/{row['row_id']}.html" for row_id, row in tables.rows["evidence"].items()}
    homes |= {row_id: f"sources/{row['source_id']}.html" for row_id, row in tables.rows["passages"].items()}
    places: dict[str, list[str]] = {row_id: [] for row_id in homes}
    for href, page in pages.items():
        for element in page.iterfind(".//*[@id]"):
            if element.get("id") in places:
                places[element.get("id")].append(href)
    return [f"{row_id} is on {places[row_id]}" for row_id, home in homes.items() if places[row_id] != [home]]


def wrong_marks(part: HtmlElement, evidence: Iterable[Row]) -> list[str]:
    """Return where the marked words in a part of a page are not those of the evidence, each once in its quote."""
    rows = list(evidence)
    quotes = {row["evidence_id"]: _shown(row["quote"]) for row in rows}
    marks = [mark for mark in part.iter("mark") if "data-evidence" in mark.attrib]
    words = Counter((mark.get("data-evidence"), said(mark)) for mark in marks)
    expected = Counter((row["evidence_id"], _shown(row["words"])) for row in rows)
    faults = [f"marked, but not evidence: {mark}" for mark in words - expected]
    faults += [f"not marked: {mark}" for mark in expected - words]
    for mark in marks:
        around = next(mark.iterancestors("blockquote"), None)
        if around is None or said(around) != quotes.get(mark.get("data-evidence"), said(around)):
            faults.append(f"not in its quote: {mark.get('data-evidence')}")
    return faults


def wrong_fields(page: HtmlElement, cells: Row, labels: Mapping[str, set[str]]) -> list[str]:
    """Return which cells of a row its page does not show, each once at its address: the value, or that it is empty.

    A value without words must say why.
    """
    fields = page.xpath(".//*[@data-field]")
    addresses = Counter(field.get("id") for field in fields)
    faults = [f"{name} is there {addresses[name]} times" for name in cells | addresses if addresses[name] != 1]
    for field in fields:
        name = field.get("data-field")
        if field.get("id") != name or name not in cells:
            faults.append(f"{name} has the address {field.get('id')}")
        elif not _shows(field, cells[name], labels):
            faults.append(f"{name} does not show {cells[name][:80]!r}")
        elif cells[name] and not list(field.iter("mark")) and not any(map(said, _of_class(field, "without"))):
            faults.append(f"{name} has no words and does not say why")
    return faults


def wrong_verdicts(page: HtmlElement, verdicts: Mapping[str, Any]) -> list[str]:
    """Return which cells show another verdict than the export gives; an empty cell has none."""
    faults = []
    for name, field in fields_of(page).items():
        verdict = verdicts[name] if isinstance(verdicts[name], str) else ""
        shown = [said(badge) for badge in _of_class(field, "badge")]
        if field.get("data-verdict") != verdict or shown != [verdict.replace("_", " ")] * bool(verdict):
            faults.append(f"{name} is {verdict}, but shown as {field.get('data-verdict')}, {shown}")
    return faults


def wrong_opinions(page: HtmlElement, cells: Row, opinions: Iterable[Row], coders: Collection[str]) -> list[str]:
    """Return where a page does not have what the coders say of its row, each at the cell that it is about.

    Args:
        page: The page of the row.
        cells: The row.
        opinions: What the coders say of it.
        coders: The names of all coders.
    """
    texts: dict[tuple[str, str, str], str] = {}
    for element in _of_class(page, "coder"):
        field = next((above.get("data-field") for above in element.iterancestors() if "data-field" in above.attrib), "")
        # What is quoted of the coder and what was decided then may hold any word.
        own = element.xpath("string(./text()[1])").lower().split()
        texts |= {(field, coder, element.get("class").split()[-1]): said(element) for coder in coders if coder in own}
    faults = []
    for row in opinions:
        text = texts.pop((row["field"], row["coder"], row["status"]), None)
        if text is None:
            faults.append(f"not shown: {row['field']}: {row['coder']} {row['status']}")
        elif missing := [part for part in _told(row, cells) if part not in text]:
            faults.append(f"{row['field']}: {row['coder']} {row['status']}: not shown: {missing}")
    return faults + [f"shown, but not said: {': '.join(opinion)}" for opinion in texts]


def _told(opinion: Row, cells: Row) -> list[str]:
    """Return what a page must tell of an opinion: another value than the cell has, and how that was settled."""
    value, own = opinion["value"], cells.get(opinion["field"], "")
    if opinion["status"] == "agrees":
        return [] if value.removesuffix(".0") == own.removesuffix(".0") else [_shown(value)]
    # The id of a row that the records lack begins with the coder.
    parts = (value.removeprefix(f"{opinion['coder']}:"), opinion["settled"], opinion["rule"], opinion["why"])
    return [_shown(part) for part in parts if part]


def _shows(field: HtmlElement, value: str, labels: Mapping[str, set[str]]) -> bool:
    """Return whether a field shows a value: as it is, by labels of its codes, or by links to the rows of its ids."""
    cells = _of_class(field, "cell")
    shown = [said(cell) for cell in cells]
    if not value:
        return shown in ([], ["empty"]) and not list(field.iter("mark"))
    if len(cells) != 1:
        return False
    parts, values = cells[0].xpath("./a | ./bdi"), value.split(SEVERAL)
    if shown[0] in (_shown(value), _shown(value.removesuffix(".0"))):
        return True
    return len(parts) == len(values) and all(
        part.get("href", "").endswith(f"/{code}.html") or said(part) in _names(code) | labels.get(code, set())
        for part, code in zip(parts, values, strict=True)
    )


def _names(code: str) -> set[str]:
    """Return what a code that is in no vocabulary may be called."""
    return {_shown(code), "the article itself"} if code == ITSELF else {_shown(code)}


def _of_class(element: HtmlElement, name: str) -> list[HtmlElement]:
    """Return the elements of a class within an element."""
    return [inner for inner in element.iter() if name in (inner.get("class") or "").split()]


def _shown(text: str) -> str:
    """Return a text as a page shows it: what cannot be seen escaped, any space as one."""
    return " ".join(visible(text).split())
