"""Each link leads somewhere, and no page takes anything from outside."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.tests.checks_links import Places, dead_links, outside, places, repeated_ids
from explorer.tests.read_pages import Pages, planted

HOME = "index.html"


@pytest.fixture(scope="module")
def leads(site: Path, pages: Pages) -> Places:
    """Return where the links of the site may lead."""
    return places(site, pages)


def test_each_link_leads_somewhere(pages: Pages, leads: Places) -> None:
    assert {href: faults for href, page in pages.items() if (faults := dead_links(href, page, leads))} == {}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('<a href="none.html">a</a>', "none.html: no such file"),
        ('<a href="../cite.html">a</a>', "../cite.html: no such file"),
        ('<a href="timeline/">a</a>', "timeline/: no such file"),
        ('<a href="cite.html#none">a</a>', "cite.html#none: no such place"),
        ('<a href="#none">a</a>', "#none: no such place"),
        ('<a href="timeline/index.html#act=none">a</a>', "timeline/index.html#act=none: no such place"),
        ('<svg><a xlink:href="#none"></a></svg>', "#none: no such place"),
        ('<svg><image href="none.png"/></svg>', "none.png: no such file"),
        ('<img src="none.png" alt="a">', "none.png: no such file"),
        ('<script src="none.js"></script>', "none.js: no such file"),
        ('<meta property="og:image" content="none.png">', "none.png: no such file"),
        ('<p aria-labelledby="none">a</p>', "aria-labelledby: no none"),
        ('<label for="none">a</label>', "for: no none"),
        ('<button data-copy="none">a</button>', "data-copy: no none"),
    ],
)
def test_a_link_that_leads_nowhere_is_seen(code: str, fault: str, texts: Mapping[str, str], leads: Places) -> None:
    assert dead_links(HOME, planted(texts[HOME], "</main>", f"{code}</main>"), leads) == [fault]


def test_the_address_of_a_view_is_no_dead_link(texts: Mapping[str, str], leads: Places) -> None:
    (facet, code), *_ = sorted(box for box in leads.boxes["timeline/index.html"] if box[0])
    view = f"timeline/index.html#q=tip-off&amp;{facet}={code}&amp;sort=date-desc"
    page = planted(texts[HOME], "</main>", f'<a href="{view}">a</a></main>')
    assert dead_links(HOME, page, leads) == []


def test_a_link_to_a_file_that_is_gone_is_seen(pages: Pages, leads: Places) -> None:
    others = replace(leads, files={file for file in leads.files if file != "cite.html"})
    assert "cite.html: no such file" in dead_links(HOME, pages[HOME], others)


def test_no_id_is_twice_on_a_page(pages: Pages) -> None:
    assert {href: faults for href, page in pages.items() if (faults := repeated_ids(page))} == {}


def test_an_id_that_is_twice_on_a_page_is_seen(texts: Mapping[str, str]) -> None:
    assert repeated_ids(planted(texts[HOME], "</main>", '<svg><g id="content"></g></svg></main>')) == [
        "2 times content"
    ]


def test_nothing_is_taken_from_outside(pages: Pages) -> None:
    assert {href: faults for href, page in pages.items() if (faults := outside(page))} == {}


@pytest.mark.parametrize(
    "code",
    [
        '<img src="https://example.org/a.png" alt="a">',
        '<img src="//example.org/a.png" alt="a">',
        '<link rel="stylesheet" href="http://example.org/a.css">',
        '<svg><image xlink:href="https://example.org/a.png"/></svg>',
        '<svg><use href="https://example.org/a.svg#b"/></svg>',
        '<a href="javascript:alert(1)">a</a>',
        '<a href=" javascript:alert(1)">a</a>',
        '<a href="file:///etc/passwd">a</a>',
        '<form action="https://example.org/"></form>',
        '<a href="data:text/html,a">a</a>',
    ],
)
def test_what_is_taken_from_outside_is_seen(code: str, texts: Mapping[str, str]) -> None:
    assert len(outside(planted(texts[HOME], "</main>", f"{code}</main>"))) == 1


def test_a_reader_may_be_led_outside(texts: Mapping[str, str]) -> None:
    assert outside(planted(texts[HOME], "</main>", '<a href="https://example.org/">a</a></main>')) == []


def test_no_style_sheet_takes_anything_from_elsewhere(site: Path) -> None:
    sheets = {file: file.read_text(encoding="utf-8") for file in (site / "assets").rglob("*.css")}
    assert sheets
    assert [file for file, text in sheets.items() if "url(" in text or "@import" in text] == []
