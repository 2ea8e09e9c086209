"""Whether each article is accounted for: every sentence, number, date, known name and longer stretch of its own text.

Source of rule: coding rule 16. A number, date or name is accounted for where the words of one value hold the whole of
it, or an entry of the ledger leaves it out; a stretch that no quote covers is accounted for by such an entry alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pipeline.assemble.built import Row
from pipeline.batches import IN_PROCESS, Engine
from pipeline.faults import Fault, Position, fault_at, shown
from pipeline.locate.parts import LEFT_OUT, Part, line_to_leave_out, occurrence_of, parts_left_out
from pipeline.locate.sentences import Passage
from pipeline.model import PASSAGES, Article, Ledger
from pipeline.read.ledgers import FILE
from pipeline.read.schema import Schemas
from pipeline.read.whole_words import offsets
from pipeline.reread.corpus import Batch, Corpus
from pipeline.reread.mentions import DATE, MENTIONS, NAME, NUMBER, Mention, Names, mentions, names_of
from pipeline.reread.surroundings import Surroundings

SENTENCE, STRETCH = "sentence", "stretch"
KINDS = (SENTENCE, *MENTIONS, STRETCH)
"""What is counted, each accounted for apart."""
PLURALS = {SENTENCE: "sentences", NUMBER: "numbers", DATE: "dates", NAME: "names", STRETCH: "stretches"}
DATE_TEXT = "date_text"
"""The column of printed date words that no date can hold."""
LONG = 6
"""From how many words on a stretch that no quote covers must be left out with a reason."""
_AROUND = 30
"""How many code points beside a mention a message shows at most."""
_WORD = re.compile(r"\S*\w\S*")

Place = tuple[int, int]


@dataclass
class Tally:
    """How many of one kind are coded, how many left out by reason, and how many are neither."""

    coded: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    missing: int = 0

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.coded + self.left_out.total() + self.missing


Coverage = Mapping[str, Mapping[str, Tally]]
"""What was counted, by source id and kind."""


def unaccounted(kind: str) -> str:
    """Return the kind of fault of something that is not accounted for."""
    return f"{kind}-unaccounted"


def check_coverage(corpus: Corpus, engine: Engine = IN_PROCESS) -> tuple[Coverage, list[Fault]]:
    """Return what is accounted for in each article that has passages, and a fault for each thing that is not.

    A sentence with neither value nor reason was reported when the ledger was kept, and nothing in it is reported again.

    Args:
        corpus: the built tables with their articles.
        engine: what the batches are looked at on.
    """
    coverage: dict[str, Mapping[str, Tally]] = {}
    faults: list[Fault] = []
    for of_batch, of_articles in engine.over(partial(cover, schemas=corpus.schemas), corpus.batches(engine.size)):
        coverage |= of_batch
        faults += of_articles
    return coverage, faults


def cover(batch: Batch, schemas: Schemas) -> tuple[Coverage, list[Fault]]:
    """Return what is accounted for in the articles of a batch, and what is not."""
    return account(batch.surroundings(schemas), batch.ledgers, batch.articles)


def account(
    rows: Surroundings, ledgers: Mapping[str, Ledger], articles: Mapping[str, Article]
) -> tuple[Coverage, list[Fault]]:
    """Return what is accounted for in some articles, as far as they have passages, and what is not."""
    coverage: dict[str, Mapping[str, Tally]] = {}
    faults: list[Fault] = []
    ties, passages = _by_article(rows.built.table("evidence")), _by_article(rows.built.table(PASSAGES))
    for source_id, own in passages.items():
        if source_id in articles:
            forms = rows.finder.forms_in([articles[source_id].text])
            names = names_of(forms, (tie["words"] for tie in ties.get(source_id, ())))
            of_article = _Account(articles[source_id], ledgers.get(source_id), own, ties.get(source_id, ()), rows)
            faults += of_article.check(names)
            coverage[source_id] = of_article.tallies
    return coverage, faults


def _words(kind: str, ties: Iterable[Row], around: Surroundings) -> set[Place]:
    """Return where words stand that account for mentions of a kind.

    A number stands in the words of a number or of its unit or qualifier, a date in those of a date or of a row that
    is named by its date ("the talks of May 3"): wide words of a code or a title would account for all that is in them.
    """
    places = set()
    for tie in ties:
        table = around.built.schemas.table(tie["table_name"])
        column = table.column(tie["field"])
        read_as_number = column.reader == "number" or column.of is not None
        names_row = bool(table.named_table(column.name))
        read_as_date = column.reader == "date" or column.name.endswith(DATE_TEXT) or names_row
        if {NUMBER: read_as_number, DATE: read_as_date}.get(kind, True):
            places.add((tie["words_start"], tie["words_end"]))
    return places


class _Account:
    """The account of one article."""

    def __init__(
        self, article: Article, ledger: Ledger | None, rows: Sequence[Row], ties: Sequence[Row], around: Surroundings
    ) -> None:
        self.article, self.ledger, self.around = article, ledger, around
        self.sentences = around.sentences.get(article.source_id, ())
        self.words = {kind: _words(kind, ties, around) for kind in MENTIONS}
        self.quotes = {(tie["quote_start"], tie["quote_end"]) for tie in ties}
        starts = {row["passage_start"] for row in self.sentences}
        whole = sorted((row for row in rows if row["within"] is None), key=lambda row: int(row["passage_start"]))
        passages = [
            Passage(row["zone"], row["passage_start"], row["passage_end"], row["passage_start"] in starts)
            for row in whole
        ]
        self.parts, _ = parts_left_out(article, passages, ledger)
        self.needed: set[Part] = set()
        self.tallies = {kind: Tally() for kind in KINDS}

    def check(self, names: Names) -> Iterator[Fault]:
        """Yield what is not accounted for, and then each entry that accounts for nothing."""
        for row in self.sentences:
            start, end = row["passage_start"], row["passage_end"]
            mentioned = [
                Mention(start + mention.start, start + mention.end, mention.kind)
                for mention in mentions(self.article.text[start:end], names, self.around.lexicon)
            ]
            if row["status"] == "coded":
                self.tallies[SENTENCE].coded += 1
                missing = list(self._missing_stretches(start, end))
                yield from (self._fault(row, STRETCH, place) for place in missing)
                # Who leaves out a stretch or a name leaves out what stands in it.
                for mention in sorted(self._missing_mentions(mentioned), key=lambda mention: mention.kind):
                    if not _inside(mention[:2], missing):
                        yield self._fault(row, mention.kind, mention[:2])
                        missing.append(mention[:2])
            else:
                for kind in (SENTENCE, *(mention.kind for mention in mentioned)):
                    self._leave_out(kind, row["reason"])
        for part in self.parts:
            if part not in self.needed:
                fault = fault_at(part.mark.position, self.article.source_id, LEFT_OUT)
                seen = f"{shown(part.mark.text)} holds nothing that must be left out"
                expected = f"a number, date or name in no value's words, or {LONG} words or more in no quote"
                yield fault("entry-not-allowed", seen, expected, "delete the entry")

    def _missing_mentions(self, mentioned: Iterable[Mention]) -> Iterator[Mention]:
        """Count mentions, and yield those that are neither in the words of a value nor left out."""
        for mention in mentioned:
            tally = self.tallies[mention.kind]
            if _inside(mention[:2], self.words[mention.kind]):
                tally.coded += 1
                continue
            part = next((part for part in self.parts if _inside(mention[:2], [(part.start, part.end)])), None)
            if part:
                tally.left_out[part.mark.reason] += 1
                self.needed.add(part)
            else:
                tally.missing += 1
                yield mention

    def _missing_stretches(self, start: int, end: int) -> Iterator[Place]:
        """Count the long stretches between two offsets that no quote covers, and yield what of them is not left out."""
        for stretch in self._long(_without((start, end), self.quotes)):
            parts = [part for part in self.parts if part.start < stretch[1] and stretch[0] < part.end]
            self.needed.update(parts)
            missing = list(self._many(_without(stretch, [(part.start, part.end) for part in parts])))
            self._leave_out(STRETCH, parts[0].mark.reason if parts and not missing else None)
            yield from missing

    def _many(self, rests: Iterable[Place]) -> Iterator[Place]:
        """Yield what is left of a stretch, where it has many words together."""
        rests = list(rests)
        words = [_WORD.findall(self.article.text[start:end]) for start, end in rests]
        if sum(map(len, words)) >= LONG:
            yield from (rest for rest, of_rest in zip(rests, words, strict=True) if of_rest)

    def _long(self, stretches: Iterable[Place]) -> Iterator[Place]:
        """Yield the stretches of many words, from their first word to their last."""
        for start, end in stretches:
            words = list(_WORD.finditer(self.article.text, start, end))
            if len(words) >= LONG:
                text = self.article.text[words[0].start() : words[-1].end()]
                inner = re.search(r"\w.*\w|\w", text, re.DOTALL)
                first = words[0].start() + (inner.start() if inner else 0)
                yield first, first + len(inner[0] if inner else text)

    def _leave_out(self, kind: str, reason: str | None) -> None:
        """Count one of a kind as left out for a reason; without one it is missing."""
        if reason is None:
            self.tallies[kind].missing += 1
        else:
            self.tallies[kind].left_out[reason] += 1

    def _fault(self, row: Row, kind: str, place: Place) -> Fault:
        """Return the fault of a stretch, number, date or name that is not accounted for."""
        start, end = place
        text = self.article.text[start:end]
        item = {"text": text} | occurrence_of(start, offsets(self.article.text, text))
        line = line_to_leave_out(self.article, self.ledger, item)
        if kind == STRETCH:
            seen = f"no quote covers {shown(text)}, and no entry leaves it out"
            expected, fix = f"a quote, or a reason for {LONG} words or more", f"code what it says, or {line}"
        else:
            around = shown(self._around(row, place))
            seen = f"the {kind} {shown(text)} of {around} stands in no value's words, and no entry leaves it out"
            code = "code it in a row that names it; a form alone does not count" if kind == NAME else "code it"
            expected, fix = "one of the two", f"{code}, or {line}"
        position = self.ledger.position if self.ledger else Position(f"records/{FILE}", 1)
        return Fault(position, unaccounted(kind), f"{row['passage_id']}.{kind}", seen, expected, fix)

    def _around(self, row: Row, place: Place) -> str:
        """Return some words of a sentence around a place in it."""
        text, (start, end) = self.article.text, place
        words = [
            word.span()
            for word in _WORD.finditer(text, row["passage_start"], row["passage_end"])
            if word.end() > start - _AROUND and word.start() < end + _AROUND
        ]
        return text[min(words[0][0], start) : max(words[-1][1], end)]


def _without(place: Place, taken: Iterable[Place]) -> Iterator[Place]:
    """Yield what is left of a stretch when others are taken out of it.

    >>> list(_without((0, 10), [(2, 4), (3, 6), (9, 12)]))
    [(0, 2), (6, 9)]
    """
    at, end = place
    for first, last in sorted(taken):
        if last <= at or first >= end:
            continue
        if first > at:
            yield at, first
        at = last
    if at < end:
        yield at, end


def _inside(place: Place, others: Iterable[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in others)


def _by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    by_article: dict[str, list[Row]] = {}
    for row in rows:
        by_article.setdefault(row["source_id"], []).append(row)
    return by_article
