"""What must hold of each page, whatever it is about: its head, its weight, and that nothing in it acts by itself."""

import gzip
import json
from collections import Counter
from typing import Any

from lxml.html import HtmlElement

from explorer.tests.read_pages import Pages, said

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "base-uri": {"'none'"},
    "form-action": {"'none'"},
}
"""What a page may do."""
HEAVIEST = 80_000
"""The bytes that a page may have, compressed as servers do."""
DATASET = ("name", "description", "version", "identifier", "license", "creator", "distribution", "variableMeasured")
"""What search engines for datasets must know."""


def wrong_heads(page: HtmlElement) -> list[str]:
    """Return what a page lacks: one heading of the first rank, a title, a description, a language, one main part."""
    faults = [] if page.get("lang") else ["no language"]
    for path in (".//h1", ".//head/title", ".//main", ".//head/meta[@name='description']"):
        texts = [element.get("content") or said(element) for element in page.findall(path)]
        if len(texts) != 1 or not texts[0]:
            faults.append(f"{path}: {texts}")
    return faults


def wrong_policies(page: HtmlElement) -> list[str]:
    """Return how a page allows more than the policy does, or loads something before it is in force."""
    metas = page.findall(".//meta[@http-equiv='Content-Security-Policy']")
    if len(metas) != 1:
        return [f"{len(metas)} policies"]
    directives = [part.split() for part in metas[0].get("content").split(";")]
    faults = [] if {name: set(rest) for name, *rest in directives} == POLICY else [metas[0].get("content")]
    before = [element.tag for element in metas[0].itersiblings("script", "link", preceding=True)]
    return faults + [f"{tag} stands before the policy" for tag in before]


def inline_code(page: HtmlElement) -> list[str]:
    """Return the styles and scripts that stand in a page; data in JSON are none."""
    faults = []
    for element in page.iter("*"):
        if element.tag == "style" or "style" in element.attrib:
            faults.append(f"style in {element.tag}")
        if element.tag == "script" and "src" not in element.attrib and element.get("type") != "application/ld+json":
            faults.append("script in the page")
        faults += [f"{name} in {element.tag}" for name in element.attrib if name.lower().startswith("on")]
        if element.tag in ("base", "iframe", "object", "embed", "frame", "applet"):
            faults.append(f"a page within the page: {element.tag}")
    return faults


def repeated_titles(pages: Pages) -> list[str]:
    """Return the titles that several pages have."""
    counts = Counter(page.findtext(".//title") for page in pages.values())
    return [f"{count} pages are called {title!r}" for title, count in counts.items() if count > 1]


def too_heavy(text: str) -> list[str]:
    """Return how heavy a page is, where that is too much."""
    size = len(gzip.compress(text.encode(), 6))
    return [f"{size} bytes"] if size > HEAVIEST else []


def metadata(page: HtmlElement) -> list[Any]:
    """Return what a page says to search engines.

    Raises:
        ValueError: It is no JSON.
    """
    return [json.loads(script.text) for script in page.findall(".//script[@type='application/ld+json']")]


def wrong_metadata(page: HtmlElement, kind: str = "", fields: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong with what a page says to search engines: not JSON, of another kind, or fields left empty."""
    try:
        documents = metadata(page)
    except ValueError as error:
        return [f"no JSON: {error}"]
    faults = [f"not of schema.org: {text}" for text in documents if text.get("@context") != "https://schema.org"]
    if kind and [text.get("@type") for text in documents] != [kind]:
        return [*faults, f"no {kind}"]
    return faults + [f"no {name}" for text in documents for name in fields if not text.get(name)]
