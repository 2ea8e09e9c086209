"""What a file says of itself: its title, publisher, agency, author, rights holder and day, as far as its lines tell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.draft.dates import DAY, Printed, copyright_year, published
from pipeline.draft.lines import LONGEST_HEADLINE, TextLine, lines_of
from pipeline.draft.looks import AGENCY
from pipeline.draft.zones import Layout
from pipeline.read.values import CONTROL, RUN_BY_SPREADSHEETS
from pipeline.reread.dates.lexicon import MONTHS, WEEKDAYS

_AUTHOR = r"(?:[Ee]ditor|[Rr]eporter|[Cc]orrespondent|[Jj]ournalist|[Ww]riter)"
_NAME_WORD = r"[A-Z](?:[\w’'&-]|\.(?=\w)|(?<=\b[A-Z])\.)*"
_NAME = rf"{_NAME_WORD}(?: (?:(?:of|the|for|and|on|de) ){{0,2}}{_NAME_WORD})*"
_APPEARED = re.compile(rf"\boriginally (?:appeared|published) (?:in|on|by) (?:the )?(?P<name>{_NAME}(?: \([A-Z]+\))?)")
_WHO_PUBLISHED = (
    re.compile(rf"\b{_AUTHOR} (?:at|with|for) (?:the )?(?P<name>{_NAME})"),
    re.compile(rf"^\W*(?P<name>{_NAME}) (?:News|Press|Media|NEWS|PRESS) (?:Release|RELEASE)"),
)
_BESIDE_DAY = re.compile(rf"(?P<name>{_NAME})\s*[,|·–-]\s*(?=\S)")
_BYLINES = (
    re.compile(rf"^(?:By|BY) (?P<name>{_NAME}(?:, {_NAME})*)"),
    re.compile(rf"\bediting by (?P<name>{_NAME})$"),
    re.compile(rf"^(?P<name>{_NAME}) is an? (?:\w+ ){{0,3}}{_AUTHOR}\b"),
)
_HOLDER = re.compile(
    r"(?:Copyright|©|\(c\))[^\n]{0,14}?\b(?:19|20)\d\d(?:[-–]\d{4})?[.,]? "
    r"(?P<name>[A-Z][^\n.]*?)(?=\. |\.$|\n|$)"
)
_MAIL = re.compile(r"^\[(?P<name>[^\]]+)\]")
_NO_PUBLISHER = re.compile(
    r"\d|[/:]|^(?:by|in) |\b(?:release|news|photo|section|world|china|asia)$"
    rf"|^(?:\w+ed (?:on )?)?(?:{'|'.join([*WEEKDAYS, *MONTHS])})$",
    re.IGNORECASE,
)
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Imprint:
    """What the file says of itself, by column of `sources`, and what is in doubt."""

    said: Mapping[str, Printed]
    doubts: tuple[str, ...]


def imprint_of(text: str, layout: Layout, publishers: frozenset[str], agencies: frozenset[str]) -> Imprint:
    """Return what a file says of itself.

    Args:
        text: the article.
        layout: its zones.
        publishers: the names under which the project has publishers already.
        agencies: the names of agencies that ``schemas/citations.yaml`` lists.
    """
    doubts: list[str] = []
    said: dict[str, Printed] = {"title": _title(text, layout)}
    lines = [line for line in lines_of(text) if _kind(line, layout) in ("imprint", "headline")]
    publisher = next(_publishers(lines, layout, publishers), None)
    if publisher:
        said["publisher_text"] = publisher
        if publisher.value not in publishers:
            doubts.append(f"the publisher: “{publisher.value}” was taken; correct it, or delete it with its evidence")
    else:
        doubts.append("the publisher: no line says who it is; add it if you see it, else leave it out")
    via = _via(lines, layout)
    if via:
        said["via"] = via
        if via.value not in agencies:
            doubts.append(f"via: “{via.value}”; if it is an agency, add it to agencies in schemas/citations.yaml")
    if byline := next(_bylines(lines), None):
        said["byline"] = byline
    if holder := next(_first_names(lines, _HOLDER), None):
        said["rights_holder"] = holder
    said |= _published(text, layout, doubts)
    plain = {column: printed for column, printed in said.items() if not CONTROL.search(printed.words)}
    return Imprint(plain, tuple(doubts))


def _kind(line: TextLine, layout: Layout) -> str:
    return next(stretch.kind for stretch in reversed(layout.stretches) if stretch.start <= line.start)


def _printed(match: re.Match[str], start: int) -> Printed:
    """Return the name that a pattern took, in a text that begins at `start`."""
    words = match["name"].rstrip(" ,-")
    return Printed(words, words, start + match.start("name"))


def _title(text: str, layout: Layout) -> Printed:
    """Return the headline; where none was recognised, the first words of the article's own text.

    What no value may hold is left out: signs that nobody sees, and in front those with which a formula begins.
    """
    own = [line for line in lines_of(text) if _kind(line, layout) in ("standfirst", "body", "caption")]
    line = layout.headline or own[0]
    words = max(CONTROL.split(line.text), key=len).lstrip("".join(RUN_BY_SPREADSHEETS) + "•* ").rstrip()
    start = line.start + line.text.index(words)
    if len(words) > LONGEST_HEADLINE:
        words = words[:LONGEST_HEADLINE].rpartition(" ")[0] or words[:LONGEST_HEADLINE]
    return Printed(words, words, start)


def _publishers(lines: list[TextLine], layout: Layout, publishers: frozenset[str]) -> Iterator[Printed]:
    """Yield what may be the publisher, the surest first."""
    body = min(begin for begin, _ in layout.of("body"))
    head = [line for line in lines if line.start < body and line != layout.headline]
    yield from _first_names(lines, _APPEARED)
    listed = [
        re.compile(rf"(?<!\w)(?P<name>{re.escape(name)})(?!\w)") for name in sorted(publishers, key=len, reverse=True)
    ]
    yield from _first_names(head, *listed)
    for line in lines:
        beside = _BESIDE_DAY.match(line.text)
        if beside and DAY.match(line.text, beside.end()) and not _NO_PUBLISHER.search(beside["name"]):
            yield _printed(beside, line.start)
    for line in head:
        name = (
            re.fullmatch(rf"(?:\| )?(?P<name>{_NAME})(?:, {_NAME})*", line.text)
            if len(line.text) <= _LONGEST_NAME
            else None
        )
        if name and not _NO_PUBLISHER.search(line.text) and not AGENCY.fullmatch(line.text):
            yield _printed(name, line.start)
    yield from _first_names(lines, *_WHO_PUBLISHED)
    yield from _first_names([line for line in lines if line != layout.headline], *listed)


def _first_names(lines: list[TextLine], *patterns: re.Pattern[str]) -> Iterator[Printed]:
    """Yield the name that each pattern takes of each line, pattern by pattern."""
    for pattern in patterns:
        yield from (_printed(match, line.start) for line in lines for match in [pattern.search(line.text)] if match)


def _via(lines: list[TextLine], layout: Layout) -> Printed | None:
    """Return the agency that a line of the imprint names, or the list whose mail the file is."""
    for line in lines:
        if line != layout.headline and (agency := AGENCY.search(line.text)):
            return Printed(agency[0], agency[0], line.start + agency.start())
    mail = next((match for line in lines[:1] if (match := _MAIL.match(line.text))), None)
    return _printed(mail, lines[0].start) if mail else None


def _bylines(lines: list[TextLine]) -> Iterator[Printed]:
    """Yield each line that names an author, and no agency."""
    for pattern in _BYLINES:
        for line in lines:
            if (match := pattern.search(line.text)) and not AGENCY.search(match["name"]):
                yield _printed(match, line.start)


def _published(text: str, layout: Layout, doubts: list[str]) -> dict[str, Printed]:
    """Return the day of publication and the words that say on what it rests; none where the file prints none."""
    day, day_doubts = published(text, layout.of("imprint"))
    doubts += day_doubts
    if day:
        before = text[max(0, day.start - 20) : day.start].rpartition("\n")[2]
        mark = re.search(r"Published", before)
        words = Printed("dateline", mark[0], day.start - len(before) + mark.start()) if mark else day
        return {"published": day, "published_basis": Printed("dateline", words.words, words.start)}
    years = (copyright_year(text, stretch) for stretch in layout.of("imprint"))
    if year := next(filter(None, years), None):
        doubts.append(f"the day of publication: only the copyright year {year[0].value} is printed")
        return {"published": year[0], "published_basis": year[1]}
    doubts.append("the day of publication: none is printed with its year, so days such as Monday have no date")
    return {}
