"""The pages of a site without a browser: what their elements are and what they say."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from lxml.html import HtmlElement, document_fromstring

Pages = Mapping[str, HtmlElement]
"""The pages of a site by their addresses, from its root."""

_WITHIN_A_WORD = re.compile(r"</?(?:a|b|bdi|code|em|i|mark|q|span|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def page_texts(site: Path) -> dict[str, str]:
    """Return the pages of a site as they are written."""
    files = sorted(site.rglob("*.html"))
    return {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in files}


def read_page(text: str) -> HtmlElement:
    """Return a page as a tree."""
    page: HtmlElement = document_fromstring(text)
    return page


def planted(text: str, old: str, new: str) -> HtmlElement:
    """Return a page with the first `old` of its text replaced, which it must hold."""
    assert old in text
    return read_page(text.replace(old, new, 1))


def said(element: HtmlElement) -> str:
    """Return the text of an element, any space in it as one."""
    return " ".join(element.text_content().split())


def words_of_page(text: str) -> str:
    """Return all that a page says; elements within a line do not part words, others do."""
    return unescape(_TAG.sub(" ", _WITHIN_A_WORD.sub("", text)))


def main_of(page: HtmlElement) -> HtmlElement:
    """Return the main part of a page, which says what the page is about."""
    (main,) = page.iter("main")
    return main


def row_of(page: HtmlElement) -> tuple[str, str] | None:
    """Return the table and the id of the row that a page is about; None where it is about none."""
    about = main_of(page).attrib
    return (about["data-table"], about["data-row"]) if "data-row" in about else None


def fields_of(page: HtmlElement) -> dict[str, HtmlElement]:
    """Return the cells of the page of a row, by column."""
    return {field.get("data-field"): field for field in page.iterfind(".//*[@data-field]")}
