"""Each row has its page, and each page is whole, light and does nothing by itself."""

from collections.abc import Mapping

import pytest

from explorer.tests.checks_pages import (
    DATASET,
    HEAVIEST,
    inline_code,
    repeated_titles,
    too_heavy,
    wrong_heads,
    wrong_metadata,
    wrong_policies,
)
from explorer.tests.checks_rows import misplaced_proofs, missing_rows
from explorer.tests.published import PROOFS, Published
from explorer.tests.read_pages import Pages, planted, row_of

HOME = "index.html"


def test_each_row_has_a_page_and_each_page_of_a_row_has_a_row(pages: Pages, tables: Published) -> None:
    assert missing_rows(pages, tables) == []


def test_a_row_without_a_page_and_a_page_without_a_row_are_seen(pages: Pages, tables: Published) -> None:
    (first, second, *_) = (f"{table}/{row_id}.html" for table, row_id in tables.with_pages)
    others = {href: page for href, page in pages.items() if href != first}
    assert missing_rows(others, tables) == [f"no page: {first}"]
    assert missing_rows({**pages, "other.html": pages[first]}, tables) == ["of another row: other.html"]
    assert missing_rows({**pages, first: pages[second]}, tables) == [f"of another row: {first}"]
    assert missing_rows({**pages, first: pages[HOME]}, tables) == [f"of another row: {first}"]


def test_each_piece_of_evidence_and_each_passage_is_on_one_page(pages: Pages, tables: Published) -> None:
    assert misplaced_proofs(pages, tables) == []


@pytest.mark.parametrize("table", PROOFS)
def test_a_proof_that_is_nowhere_or_on_two_pages_is_seen(
    table: str, pages: Pages, texts: Mapping[str, str], tables: Published
) -> None:
    (row_id, *_) = tables.rows[table]
    (href,) = (href for href, text in texts.items() if f'id="{row_id}"' in text)
    without = planted(texts[href], f'id="{row_id}"', "")
    assert misplaced_proofs({**pages, href: without}, tables) == [f"{row_id} is on []"]
    again = planted(texts[HOME], "<main ", f'<p id="{row_id}"></p><main ')
    assert misplaced_proofs({**pages, HOME: again}, tables) == [f"{row_id} is on {sorted([href, HOME])}"]


def test_each_page_says_what_it_is(pages: Pages) -> None:
    assert {href: faults for href, page in pages.items() if (faults := wrong_heads(page))} == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (' lang="en"', "", "no language"),
        ("<h1>", "<h1>Twice</h1><h1>", ".//h1: ['Twice', "),
        ("<title>", "<title></title><p>", ".//head/title: ['']"),
        ('name="description"', 'name="about"', ".//head/meta[@name='description']: []"),
        ("<main ", "<div ", ".//main: []"),
    ],
)
def test_what_a_page_does_not_say_is_seen(old: str, new: str, fault: str, texts: Mapping[str, str]) -> None:
    assert wrong_heads(planted(texts[HOME], old, new))[0].startswith(fault)


def test_no_two_pages_have_the_same_title(pages: Pages) -> None:
    assert repeated_titles(pages) == []
    assert repeated_titles({**pages, "other.html": pages[HOME]}) == [
        f"2 pages are called {pages[HOME].findtext('.//title')!r}"
    ]


def test_each_page_has_the_policy(pages: Pages) -> None:
    assert {href: faults for href, page in pages.items() if (faults := wrong_policies(page))} == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('http-equiv="Content-Security-Policy"', "", "0 policies"),
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'", "default-src 'none'; script-src 'self' 'unsafe-in"),
        (
            "; base-uri 'none'",
            "",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form",
        ),
        ('<meta charset="utf-8">', '<meta charset="utf-8"><script src="a.js"></script>', "script stands before"),
    ],
)
def test_a_weaker_policy_is_seen(old: str, new: str, fault: str, texts: Mapping[str, str]) -> None:
    assert wrong_policies(planted(texts[HOME], old, new))[0].startswith(fault)


def test_no_page_has_a_style_or_a_script_of_its_own(pages: Pages) -> None:
    assert {href: faults for href, page in pages.items() if (faults := inline_code(page))} == {}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('<p style="color: red">a</p>', "style in p"),
        ("<style>p { color: red }</style>", "style in style"),
        ('<svg><g style="fill: red"></g></svg>', "style in g"),
        ("<script>alert(1)</script>", "script in the page"),
        ('<img src="data:," alt="a" OnError="alert(1)">', "onerror in img"),
        ('<iframe src="a.html"></iframe>', "a page within the page: iframe"),
    ],
)
def test_a_style_or_a_script_in_a_page_is_seen(code: str, fault: str, texts: Mapping[str, str]) -> None:
    assert inline_code(planted(texts[HOME], "<h1>", f"{code}<h1>")) == [fault]


def test_no_page_is_heavy(texts: Mapping[str, str]) -> None:
    assert {href: faults for href, text in texts.items() if (faults := too_heavy(text))} == {}


def test_a_heavy_page_is_seen(texts: Mapping[str, str]) -> None:
    heavy = texts[HOME] + "".join(f"{number:x}" for number in range(HEAVIEST // 2))
    assert too_heavy(heavy) != []


def test_what_pages_say_to_search_engines_can_be_read(pages: Pages, tables: Published) -> None:
    assert wrong_metadata(pages[HOME], "Dataset", DATASET) == []
    of_rows = [href for href, page in pages.items() if row_of(page)]
    kinds = {href: "NewsArticle" if href.startswith("sources/") else "Observation" for href in of_rows}
    faults = {href: wrong_metadata(pages[href], kind, ("@context",)) for href, kind in kinds.items()}
    assert {href: found for href, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"@type": "Dataset"', '"@type": "Thing"', "no Dataset"),
        ('"@context"', '"context"', "not of schema.org: "),
        ('"version":', '"versions":', "no version"),
        ("application/ld+json", "text/plain", "no Dataset"),
        ('"@context":', "@context:", "no JSON: "),
    ],
)
def test_what_search_engines_cannot_read_is_seen(old: str, new: str, fault: str, texts: Mapping[str, str]) -> None:
    assert wrong_metadata(planted(texts[HOME], old, new), "Dataset", DATASET)[0].startswith(fault)
