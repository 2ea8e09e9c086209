"""The entries for BibTeX as a list of references prints them: pybtex, a processor that others wrote, formats them."""

import re
from typing import Any

import pybtex
import pytest

from counternarcotics import _cite
from counternarcotics._cite import formats
from tests.support.cited import ASKED, items

STYLES = ("plain", "unsrt", "alpha")
SEVERAL = ("events", "yantian-seizure")
"""A row that two articles tell of."""

NEWS: tuple[dict[str, Any], ...] = (
    {
        "author": [{"family": "Lee", "given": "Ann"}, {"literal": "Wire"}],
        "editor": [{"family": "O’Sample", "given": "Sean"}],
        "title": "Ring’s “20%” – a sample",
        "container-title": "Quay & Post",
        "issued": {"date-parts": [[2025, 3, 4]]},
    },
    {"title": "Talks held", "container-title": "Post", "issued": {"date-parts": [[2024, 5]]}},
    {"title": "Talks held", "issued": {"date-parts": [[2024], [2025]]}},
    {"title": "Talks held", "container-title": "Post"},
    {"title": "Talks held"},
)
"""Articles that say more or less of where they are from."""


def printed(entries: str, style: str) -> list[str]:
    """Return the lines of a list of references; pybtex raises where a style misses something."""
    text: str = pybtex.format_from_string(entries, style=style, output_backend="plaintext")
    # Of the escapes that LaTeX needs, pybtex leaves that of a dollar sign.
    return [re.sub(r"^\[\S+\] ", "", line).replace(r"\$", "$") for line in text.splitlines() if line]


def parts(item: dict[str, Any]) -> list[str]:
    """Return what must stand in the reference of an item, straight from the item."""
    names = [name for person in item.get("author", ()) for name in person.values()]
    years = [str(date[0]) for date in item.get("issued", {"date-parts": [["n.d."]]})["date-parts"]]
    said = [item[name] for name in ("title", "container-title", "version", "note") if name in item]
    return [text.replace("’", "'") for text in (*names, *years, *said)]


def missing_parts(item: dict[str, Any], lines: list[str]) -> list[str]:
    """Return what does not stand in the line that has most of an item."""
    return min(([part for part in parts(item) if part not in line] for line in lines), key=len)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("table", "row"), [*ASKED, SEVERAL])
def test_every_style_prints_all_that_the_items_say(style: str, table: str | None, row: str | None) -> None:
    asked = items(table, row)
    lines = printed(_cite.cite("bibtex", table, row), style)
    assert len(lines) == len(asked)
    assert [missing_parts(item, lines) for item in asked] == [[] for _ in asked]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("news", NEWS)
def test_an_article_prints_what_it_says_once(style: str, news: dict[str, Any]) -> None:
    item = {"id": "news", "type": "article-newspaper", **news}
    (line,) = printed(formats.WRITERS["bibtex"]([item]), style)
    assert missing_parts(item, [line]) == []
    assert all(line.count(part) == 1 for part in parts(item))


def test_a_row_with_two_articles_is_printed_as_a_reader_expects() -> None:
    row, undated, dated = printed(_cite.cite("bibtex", *SEVERAL), "unsrt")
    version = items(None, None)[0]["version"]
    assert re.fullmatch(
        "counternarcotics maintainers. Row yantian-seizure of table events in counternarcotics: US–China "
        f"counternarcotics cooperation, coded from news articles. Data set, version {re.escape(version)}, "
        r"[A-Z][a-z]+ \d\d?, \d{4}\.",
        row,
    )
    assert {undated, dated} == {"Talks held. n.d.", "Harbour Post. Police seize cocaine. December 16, 2025."}


def test_what_a_style_misses_is_found() -> None:
    (item,) = items(None, None)
    entry = _cite.cite("biblatex").replace("@dataset", "@misc")
    year, version, *_ = missing_parts(item, printed(entry, "plain"))
    assert (year, version) == (str(item["issued"]["date-parts"][0][0]), item["version"])
    with pytest.raises(pybtex.exceptions.PybtexError, match="missing journal"):
        printed(_cite.cite("bibtex").replace("@misc", "@article"), "plain")
