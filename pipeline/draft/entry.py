"""The article's entry in ``records/sources.yaml``, and that in ``records/passages.yaml``."""

import re
from collections.abc import Iterator, Mapping

from pipeline.draft.dates import Printed
from pipeline.draft.lines import lines_of
from pipeline.draft.looks import CONTROL
from pipeline.draft.receive import Received
from pipeline.draft.yaml_text import Written, flow, occurrence, scalar
from pipeline.draft.zones import Layout
from pipeline.faults import Position
from pipeline.locate.sentences import cut
from pipeline.model import Article, Ledger, PassageStart
from pipeline.read.whole_words import offsets

_LONGEST_LINE = 160
"""A longer line is not quoted whole for a value that it holds."""
_WORDS_OF_CUT = 5
_BEHIND_CAPITALS = re.compile(r"(?<=[ (][A-Z][A-Z])\. (?=[A-Z][a-z])|(?<=[A-Z]{3})\. (?=[A-Z][a-z])")
"""The end of a sentence behind a short name, as in “in Washington, DC. Launched in January”."""
BASIS = "published_basis"


def source_entry(
    assigned: Mapping[str, str], received: Received, layout: Layout, said: Mapping[str, Printed]
) -> list[str]:
    """Return the lines of an article's entry in `sources`.

    Args:
        assigned: what nobody prints: id, seed_file, rules_version, and the country whose money a shared sign is, empty
            where none is printed or nothing says so.
        received: the article.
        layout: its zones.
        said: what the file says of itself, by column.
    """
    order = ("title", "publisher_text", "via", "byline", "published", "published_basis")
    row = {name: assigned[name] for name in ("id", "seed_file")}
    row |= {**{name: said[name].value for name in order if name in said}, "language": "en"}
    if assigned["country"]:
        row["country"] = assigned["country"]
    if "rights_holder" in said:
        row["rights_holder"] = said["rights_holder"].value
    row["sha256"] = received.sha256
    if received.changes:
        row["note"] = (
            f"Converted when it was drafted: {'; '.join(received.changes)}. The file as received had the SHA-256 "
            f"{received.received_sha256}."
        )
    lines = [f"{'- ' if not number else '  '}{key}: {scalar(value)}" for number, (key, value) in enumerate(row.items())]
    lines += ["  second_coding: false", f"  rules_version: {assigned['rules_version']}", "  zones:"]
    for stretch in layout.stretches:
        zone = {"zone": stretch.kind, "starts": stretch.starts}
        zone |= {"occurrence": str(stretch.occurrence)} if stretch.occurrence else {}
        lines.append(f"  - {flow(zone)}")
    return [*lines, "  evidence:", *_evidence(received.text, layout, said)]


def missing_cuts(article: Article) -> Ledger:
    """Return an article's part of the ledger with the cuts that the library misses.

    It misses those where a line of its own begins, and those behind a short name such as DC.
    """
    starts = [passage.start for passage in cut(article, None)[0]]
    position = Position("")
    cuts = []
    begins = {line.start for line in lines_of(article.text)}
    begins |= {match.end() for match in _BEHIND_CAPITALS.finditer(article.text)}
    for begin in sorted(begins - set(starts)):
        zone = next((zone for zone in article.zones if zone.start < begin < zone.end), None)
        if zone is None or not zone.is_text:
            continue
        line = article.text[begin:].partition("\n")[0]
        marker = CONTROL.split(" ".join(line.split(" ")[:_WORDS_OF_CUT]))[0].rstrip()
        places = offsets(article.text, marker)
        if begin in places:
            cuts.append(PassageStart(marker, position, places.index(begin) + 1 if len(places) > 1 else None))
    return Ledger(article.source_id, position, add_cuts=tuple(cuts))


def passages_entry(ledger: Ledger) -> list[str]:
    """Return the lines of an article's entry in the ledger, which leaves nothing out yet."""
    lines = [f"- source: {ledger.source_id}", *(["  add_cuts:"] if ledger.add_cuts else [])]
    for mark in ledger.add_cuts:
        occurrence = {"occurrence": str(mark.occurrence)} if mark.occurrence else {}
        lines.append(f"  - {flow({'starts': mark.starts, **occurrence})}")
    return lines


def _evidence(text: str, layout: Layout, said: Mapping[str, Printed]) -> Iterator[str]:
    """Yield the items of evidence, one for each quote; the day and its basis share one."""
    quotes: dict[tuple[int, str], dict[str, Printed]] = {}
    for name, printed in said.items():
        if name == BASIS:
            continue
        values = {name: printed} | ({BASIS: said[BASIS]} if name == "published" else {})
        quotes.setdefault(_quote(text, layout, [*values.values()]), {}).update(values)
    for (start, quote), values in quotes.items():
        yield f"  - quote: {scalar(quote)}"
        yield from (f"    {key}: {number}" for key, number in occurrence(text, quote, start).items())
        yield f"    supports: {flow({column: _words(value, start, quote) for column, value in values.items()})}"


def _quote(text: str, layout: Layout, parts: list[Printed]) -> tuple[int, str]:
    """Return the line that holds the parts where it is short and lies in one zone, else what they span; its offset."""
    begin, end = min(part.start for part in parts), max(part.start + len(part.words) for part in parts)
    zone = next(stretch for stretch in reversed(layout.stretches) if stretch.start <= begin)
    first = max(text.rfind("\n", 0, begin) + 1, zone.start)
    last = min(text.find("\n", end) % (len(text) + 1), zone.end)
    line = text[first:last].strip()
    first = text.index(line, first) if line else first
    if len(line) <= _LONGEST_LINE and line.isprintable() and first in offsets(text, line):
        return first, line
    return begin, text[begin:end]


def _words(part: Printed, start: int, quote: str) -> Written:
    which = occurrence(quote, part.words, part.start - start)
    return {"words": part.words, **which} if which else part.words
