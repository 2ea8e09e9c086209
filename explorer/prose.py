"""The documentation as pages: Markdown files of the project, with links between them that hold on the site."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from counternarcotics._text import visible_lines

CODEBOOK = "docs/codebook.md"
CHANGES = "CHANGELOG.md"
_ANCHOR = re.compile(r'<a id="([a-z0-9._-]+)">')
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_INDEX = "codebook/index.html"
CHANGES_PAGE = "changes.html"
_TOTAL = re.compile(r"^\| \*\*all\*\* \| (?P<made>[\d,]+) \| (?P<caught>[\d,]+) \| (?P<share>[^|]+) \|$")


@dataclass(frozen=True)
class Document:
    """A page of the documentation.

    Attributes:
        href: Its address, from the root of the site.
        title: Its first heading.
        body: The rest, as HTML.
        contents: The headings of its sections, with their ids.
    """

    href: str
    title: str
    body: Markup
    contents: tuple[tuple[str, str], ...]


def documents(root: Path) -> list[Document]:
    """Return the pages of the documentation of a project: each file of ``docs/``, the rights and the changes.

    The codebook becomes a page for each of its sections, since it is long.
    """
    files = [path for path in sorted((root / "docs").glob("*.md")) if path.name != "README.md"]
    sources = {path.relative_to(root).as_posix(): path for path in [*files, root / "RIGHTS.md", root / CHANGES]}
    parts: list[tuple[str, str, list[Token]]] = []
    for name, path in sources.items():
        tokens = _parser().parse(visible_lines(path.read_text(encoding="utf-8")))
        parts += _sections(name, tokens) if name == CODEBOOK else [(name, _href(name), tokens)]
    hrefs = {name: _href(name) for name in sources}
    anchors = {f"{name}#{anchor}": href for name, href, tokens in parts for anchor in _anchors(tokens)}
    return [_document(name, href, tokens, hrefs, anchors) for name, href, tokens in parts]


def _parser() -> MarkdownIt:
    """Return a parser of what the documentation uses. HTML of its own passes for anchors alone; see `_anchors`."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _href(name: str) -> str:
    if name == CODEBOOK:
        return _INDEX
    return CHANGES_PAGE if name == CHANGES else f"docs/{Path(name).stem.lower()}.html"


def _sections(name: str, tokens: Sequence[Token]) -> Iterator[tuple[str, str, list[Token]]]:
    """Yield what stands before the first section of a document, and each section, as a part with its own address."""
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    yield name, _INDEX, list(tokens[: starts[0]])
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        section = list(tokens[start:end])
        # The heading of the section becomes the title of a page, so that those below it move up with it.
        for token in section:
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{int(token.tag[1]) - 1}"
        yield name, f"codebook/{next(_anchors(section))}.html", section


def _anchors(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the ids in a document: those that it names, and one for each heading without."""
    for place, token in enumerate(tokens):
        if token.type == "inline":
            named = [match[1] for child in token.children or () if (match := _ANCHOR.fullmatch(child.content))]
            yield from named
            if tokens[place - 1].type == "heading_open" and not named:
                yield _slug(token)


def _slug(heading: Token) -> str:
    return _NOT_IN_IDS.sub("-", _text(heading).lower()).strip("-")


def _text(inline: Token) -> str:
    """Return a line of Markdown as plain text."""
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline")).strip()


def _document(
    name: str, href: str, tokens: list[Token], hrefs: Mapping[str, str], anchors: Mapping[str, str]
) -> Document:
    """Return a page. Its first heading becomes its title; links to files that are no pages become plain text."""
    title = _text(tokens[1])
    first_id = next(_anchors(tokens[:2]))
    contents = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            anchor = next(_anchors(tokens[place : place + 2]))
            token.attrSet("id", anchor)
            if place and token.tag == "h2":
                contents.append((anchor, _text(tokens[place + 1])))
        if token.type == "inline":
            token.children = list(_linked(token.children or [], name, href, hrefs, anchors))
        if token.type in ("html_block", "html_inline"):
            token.type = "text"
        if token.type in ("th_open", "td_open") and "right" in str(token.attrs.pop("style", "")):
            token.attrSet("class", "number")  # the policy of the pages refuses styles in elements
    body = _parser().renderer.render(tokens[3:], _parser().options, {})
    scrolled = body.replace("<table>", '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>')
    scrolled = scrolled.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return Document(href, title, Markup(f'<span id="{first_id}"></span>{scrolled}'), tuple(contents))


def _linked(
    children: Sequence[Token], name: str, href: str, hrefs: Mapping[str, str], anchors: Mapping[str, str]
) -> Iterator[Token]:
    """Yield the parts of a line with its links as the site has them; HTML and pictures become text."""
    opened: list[bool] = []
    for child in children:
        if child.type == "link_open":
            target = _target(str(child.attrGet("href")), name, href, hrefs, anchors)
            opened.append(target is not None)
            if target is not None:
                child.attrSet("href", target)
                yield child
        elif child.type == "link_close":
            if opened.pop():
                yield child
        elif child.type == "html_inline" and (_ANCHOR.fullmatch(child.content) or child.content == "</a>"):
            continue
        elif child.type in ("html_inline", "image"):
            yield Token("text", "", 0, content=child.content)
        else:
            yield child


def _target(link: str, name: str, href: str, hrefs: Mapping[str, str], anchors: Mapping[str, str]) -> str | None:
    """Return where a link leads on the site, as seen from a page; None where the site has no such page."""
    if "://" in link:
        return link
    path, _, anchor = link.partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    page = anchors.get(f"{file}#{anchor}") if anchor else hrefs.get(file)
    if page is None:
        return None
    return posixpath.relpath(page, posixpath.dirname(href) or ".") + (f"#{anchor}" if anchor else "")


def strength(measure: str) -> Iterator[Mapping[str, str]]:
    r"""Yield the totals of the measure of the proof: its section, and how many planted errors were made and caught.

    >>> page = "## One value at a time\n| **all** | 2,464 | 2,215 | 89.8 % |"
    >>> list(strength(page))
    [{'title': 'One value at a time', 'made': '2,464', 'caught': '2,215', 'share': '89.8 %'}]
    """
    title = ""
    for line in measure.splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ")
        elif total := _TOTAL.match(line):
            yield {"title": title, **total.groupdict()}
