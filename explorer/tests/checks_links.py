"""What must hold of links: each leads somewhere, and nothing is loaded from outside."""

import posixpath
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from explorer.tests.read_pages import Pages

ADDRESSES = ("href", "xlink:href", "src", "srcset", "poster", "data", "action", "formaction")
"""The attributes that hold an address."""
WITHIN = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "data-copy")
"""The attributes that name elements of the same page by their ids."""
_VIEW = ("q", "sort")
"""What the address of a view of a table holds besides its facets."""


@dataclass(frozen=True)
class Places:
    """Where a link may lead.

    Attributes:
        files: All files of the site by their addresses from its root.
        ids: The ids of the elements of each page.
        boxes: The names and values of the boxes of each page that can be checked: the facets of a table.
    """

    files: Collection[str]
    ids: Mapping[str, Collection[str]]
    boxes: Mapping[str, Collection[tuple[str, str]]]


def places(site: Path, pages: Pages) -> Places:
    """Return where the links of a site may lead."""
    return Places(
        {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()},
        {href: _ids(page) for href, page in pages.items()},
        {
            href: {(box.get("name"), box.get("value")) for box in page.iterfind(".//input[@type='checkbox']")}
            for href, page in pages.items()
        },
    )


def dead_links(href: str, page: HtmlElement, leads: Places) -> list[str]:
    """Return the links of a page, to files, to pages and to elements, that lead nowhere."""
    faults = []
    for _, address in _addresses(page):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        path, anchor = unquote(parts.path), unquote(parts.fragment)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(href), path)) if path else href
        if target not in leads.files:
            faults.append(f"{address}: no such file")
        elif anchor and target in leads.ids and anchor not in leads.ids[target] and not _is_view(anchor, target, leads):
            faults.append(f"{address}: no such place")
    own = _ids(page)
    for name in WITHIN:
        # The heading of the side panel comes with what fills it.
        named = [element for element in page.iterfind(f".//*[@{name}]") if element.tag != "dialog"]
        faults += [f"{name}: no {one}" for element in named for one in element.get(name).split() if one not in own]
    return faults


def repeated_ids(page: HtmlElement) -> list[str]:
    """Return the ids that several elements of a page have."""
    counts = Counter(element.get("id") for element in page.iterfind(".//*[@id]"))
    return [f"{count} times {name}" for name, count in counts.items() if count > 1]


def outside(page: HtmlElement) -> list[str]:
    """Return what a page takes from outside, or would run. A reader may be led there, by a link."""
    faults = []
    for element, address in _addresses(page):
        scheme = urlsplit(address.strip()).scheme
        is_link = element.tag == "a" and scheme in ("http", "https")
        if (scheme or address.startswith("//")) and not is_link and not address.startswith("data:,"):
            faults.append(f"{element.tag}: {address}")
    return faults


def _addresses(page: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the addresses in a page, each with its element."""
    for element in page.iter("*"):
        yield from ((element, element.get(name)) for name in ADDRESSES if name in element.attrib)
        if element.tag == "meta" and element.get("property") == "og:image":
            yield element, element.get("content")


def _ids(page: HtmlElement) -> set[str]:
    return {element.get("id") for element in page.iterfind(".//*[@id]")}


def _is_view(anchor: str, target: str, leads: Places) -> bool:
    """Return whether an anchor is a view of the table on a page: facets with codes that it has, a search, a sort."""
    choices = parse_qsl(anchor)
    return bool(choices) and all(choice in leads.boxes[target] or choice[0] in _VIEW for choice in choices)
