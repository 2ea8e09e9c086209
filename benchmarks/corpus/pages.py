"""One article while it is written: its text with its zones, and what curators would write of it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from benchmarks.corpus import names, values
from benchmarks.corpus.cast import POOLS, Cast
from benchmarks.corpus.names import Named
from benchmarks.corpus.stories import Frame, Story, fill, filled, quotable, sentences, with_key
from pipeline.read.whole_words import offsets

Row = dict[str, Any]

AMOUNTS: Mapping[str, Sequence[values.Form]] = {
    "mass": values.MASSES,
    "count": values.COUNTS,
    "sum": values.SUMS,
    "share": values.SHARES,
    "persons": values.PERSONS,
    **values.OTHERS,
}
"""The kinds of slots that are amounts."""
INTRODUCTIONS = "introductions"
"""What a template says of those whom it may be the first to name, besides their name."""
_FIRST_DAY, _DAYS = date(2014, 1, 1), 4_300
_LATER = 20
"""How many days at most after an article the next one tells how its story went on."""
_PUBLISHERS = 30
_START = 60
"""How many characters of a zone at most say where it begins."""


@dataclass
class Article:
    """One article and the records of it.

    `rows` has those of its own file, by table, and `shared` those of actors, places and substances that it is the first
    to name. `drawn` is what the slots of its stories stand for, for an article of one story.
    """

    number: int
    source_id: str
    text: str = ""
    source: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    ledger: dict[str, Any] = field(default_factory=dict)
    shared: dict[str, list[Row]] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """Return the bytes of the text."""
        return self.text.encode()

    @property
    def stem(self) -> str:
        """Return the name of its files, without what they end in."""
        return f"{self.number:06}_{sha256(self.data).hexdigest()[:16]}"


@dataclass
class Begun:
    """A story that one article begins, and that the next one ends."""

    story: Story
    drawn: values.Words
    published: date
    source_id: str
    start: int
    text: str = ""


class Page:
    """One article while it is written.

    `cast` has those whom it may name, and `new` says whether it may be the first to.
    """

    cast: Cast
    new: bool

    def __init__(self, number: int, draw: random.Random, frame: Frame, begun: Begun | None) -> None:
        self.draw, self.frame, self.begun = draw, frame, begun
        day = begun.published + timedelta(days=draw.randint(1, _LATER)) if begun else None
        self.published = day or _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))
        self.article = Article(number, f"herald-{number % _PUBLISHERS:02}-{number:06}")
        self.introduced: list[tuple[str, Named]] = []
        self.more: dict[str, Row] = {}
        self.parts: list[str] = []
        self.length = 0
        self.placed: list[tuple[Row, str, int]] = []
        self.zones: list[Row] = []
        self.ledger: dict[str, list[Row]] = {}
        self.framed: values.Words = {}
        self.last = 0
        """Where the paragraph begins that was printed last."""

    def head(self, words: values.Words) -> None:
        """Print what stands before the body, and let the body begin."""
        self.framed = {
            **words,
            "publisher": f"{names.stem(1_000_000 + self.article.number % _PUBLISHERS)} Herald",
            "byline": names.actor(2 + len(names.BODIES) * self.draw.randint(90_000, 90_100)).forms[0],
            "day": values.printed_day(self.published),
            "published": self.published.isoformat(),
            "year": str(self.published.year),
        }
        self.article.drawn |= {f"page.{slot}": text for slot, text in self.framed.items()}
        self._print_zones(self.frame.head)
        self._leave_out("left_out", filled(self.frame.left_out, self.framed), 0)
        self._print("\n")

    def tell(self, story: Story, given: values.Words) -> None:
        """Print a story as a paragraph, and keep what is coded of it."""
        drawn = self._drawn(story, given)
        self._paragraph(story.text, drawn, first=1)
        self._code(story, drawn)
        self.article.drawn |= drawn if story.rows else {}

    def list_core(self) -> None:
        """Print the names of all whom many articles name: the first article is the first to name them."""
        core = [(pool, named) for pool, of_pool in self.cast.pools.items() for named in of_pool.core]
        for pool, named in core:
            self._name(named, pool)
        self._paragraph([f"Named in these pages: {', '.join(named.forms[0] for _, named in core)}."], {}, first=1)

    def begin(self, story: Story, given: values.Words) -> Begun:
        """Print the first part of a story, and return what the next article needs to end it."""
        drawn = {**self._drawn(story, given), "before": self.article.source_id}
        start = self.length
        self._paragraph(story.earlier, drawn, first=1)
        return Begun(story, drawn, self.published, self.article.source_id, start)

    def end(self, begun: Begun) -> None:
        """Print the second part of a story that the article before began, and keep what is coded of both."""
        drawn = dict(begun.drawn)
        self._paragraph(begun.story.text, drawn, first=1 + len(begun.story.earlier))
        self._code(begun.story, drawn)

    def introduce(self, introductions: Mapping[str, Story]) -> None:
        """Tell of those whom the article is the first to name, and make their rows."""
        # Such a story may be the first to name somebody too.
        for _, named in self.introduced:
            if named.kind in introductions:
                self.tell(introductions[named.kind], {"new": named.forms[0], "new.id": named.row_id})
        for pool, named in self.introduced:
            table = "actors" if pool == "states" else pool
            row: Row = {"id": named.row_id, "name": named.forms[0], **dict(named.columns)}
            if named.kind != "substance":
                row["kind"] = named.kind
            if len(named.forms) > 1:
                row["forms"] = list(named.forms[1:])
            more, quote = self.more.get(named.row_id, {}), {"quote": named.forms[0]}
            row |= {**more, "evidence": [quote, *more.get("evidence", ())]}
            for each in with_key(row, "quote"):
                each["source"] = self.article.source_id
            self.article.shared.setdefault(table, []).append(row)
            self.placed.append((quote, "quote", 0))

    def finished(self) -> Article:
        """Return the article after its foot."""
        article = self.article
        self._print_zones(self.frame.foot)
        article.text = "".join(self.parts)
        article.source = self._source()
        article.ledger = {"source": article.source_id, **self.ledger}
        for row, key, start in self.placed:
            if self.begun and row.get("source") == self.begun.source_id:
                _tell_apart(row, key, self.begun.start, self.begun.text)
            else:
                _tell_apart(row, key, start, article.text)
        return article

    def _print(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _print_zones(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Print the lines of a frame, each of which begins a zone."""
        for line in lines:
            text = fill(line["text"], self.framed)
            self.zones.append({"zone": line["zone"], "starts": text.partition("\n")[0]})
            self._print(f"{text}\n")

    def _paragraph(self, texts: Sequence[str], drawn: dict[str, str], first: int) -> None:
        """Print sentences, the first paragraph as the beginning of the body; `drawn` has them by number then."""
        filled_texts = sentences(texts, drawn, first)
        drawn |= {number: quotable(text) for number, text in filled_texts.items()}
        paragraph = " ".join(filled_texts.values())
        if not any(zone["zone"] == "body" for zone in self.zones):
            self.zones.append({"zone": "body", "starts": paragraph[:_START].rpartition(" ")[0]})
        self.last = self.length
        self._print(f"{paragraph}\n\n")

    def _code(self, story: Story, drawn: values.Words) -> None:
        """Keep the rows and the ledger of a story that was printed last."""
        for table, parts in story.rows.items():
            rows = filled(parts, drawn)
            if table == INTRODUCTIONS:
                self.more |= {row.pop("of"): row for row in rows}
            else:
                self.article.rows.setdefault(table, []).extend(rows)
            self.placed += [(row, "quote", self.last) for row in with_key(rows, "quote")]
        for name, parts in story.ledger.items():
            self._leave_out(name, filled(parts, drawn), self.last)

    def _leave_out(self, name: str, entries: Sequence[Row], start: int) -> None:
        self.ledger.setdefault(name, []).extend(entries)
        self.placed += [(entry, "text" if "text" in entry else "starts", start) for entry in entries]

    def _drawn(self, story: Story, given: values.Words) -> dict[str, str]:
        """Return what the slots of a story stand for, those that are given among them."""
        drawn, taken = dict(given), set(given.values())
        for slot, kind in story.slots.items():
            said = self._said(kind, taken)
            drawn |= {f"{slot}.{name}" if name else slot: text for name, text in said.items()}
        return drawn

    def _said(self, kind: str, taken: set[str]) -> values.Words:
        """Return the words of a slot of a kind, with what belongs to them."""
        if kind in AMOUNTS:
            return values.amount(AMOUNTS[kind], self.draw)
        if kind in values.DATES:
            return values.dated(kind, self.published, self.draw, day_known=self.frame.day_known)
        if kind == "verdict":
            return values.verdict(self.draw)
        named = self.cast.draw(kind, taken, self.draw, new=self.new)
        taken.add(named.row_id)
        self._name(named, POOLS[kind])
        is_new = any(named == other for _, other in self.introduced)
        form = named.forms[0] if is_new else self.draw.choice(named.forms)
        return {"": form, "name": named.forms[0], "id": named.row_id}

    def _name(self, named: Named, pool: str) -> None:
        """Count somebody among those whom the article is the first to name, if it is."""
        if named.row_id not in self.cast.named:
            self.cast.named.add(named.row_id)
            self.introduced.append((pool, named))

    def _source(self) -> Row:
        """Return the row of the article."""
        described = filled(self.frame.source, self.framed)
        evidence = described.pop("evidence")
        return {
            "id": self.article.source_id,
            **registered(self.article),
            **described,
            "language": "en",
            "country": "US",
            "second_coding": "false",
            "rules_version": "2",
            "zones": self.zones,
            "evidence": evidence,
        }


def registered(article: Article) -> Row:
    """Return what registers the bytes of an article."""
    return {"seed_file": f"seeds/{article.stem}.txt", "sha256": sha256(article.data).hexdigest()}


def _tell_apart(row: Row, key: str, start: int, text: str) -> None:
    """Say which of several like texts a row means: the first from an offset on, or a later one as the template says."""
    places = offsets(text, row[key])
    if len(places) > 1:
        before = sum(place < start for place in places)
        row["occurrence"] = str(before + int(row.get("occurrence", "1")))
