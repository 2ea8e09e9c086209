"""What stands around the words of a value: their sentence, the sentences next to it, the clause, the rest of the row.

All offsets are code points of the article, 0-based and end-exclusive.
"""

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.assemble.built import EVENTS, Built, Finding, Row
from pipeline.model import ACTORS, EVERY_TABLE, PASSAGES, SOURCES
from pipeline.reread.amounts import Amount, Lexicon, read_amount
from pipeline.reread.forms import FormFinder, Forms
from pipeline.reread.inferences import OF_NUMBERS

BODY = "body"
RELATIONS = "event_relations"
WRITTEN = ("title", "summary")
"""The columns of an event that curators write in their own words."""
# A mark that ends a stretch of a sentence; one within a number does not.
_MARK = re.compile(r"[,;:()\[\]“”\"–—](?!\d)|\s-\s")
# Where a clause of a sentence may end: at a mark that is no part of a number, or before a word that begins another
# statement.
_CLAUSE_END = re.compile(
    r"[,:](?!\d)|[;()\[\]“”\"–—]|\s-\s|"
    r"\s(?=(?:and|but|while|as|after|before|because|when|which|who|whom|whose|although|though|despite|amid|following|since)\b)",
    re.IGNORECASE,
)
# The “and” of “between January and May” ends no clause.
_BETWEEN = re.compile(r"\bbetween(?:\s[^\s,;:]+){1,3}$", re.IGNORECASE)


class Span(NamedTuple):
    """A stretch of one article."""

    source_id: str
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two share text.

        >>> Span("a", 0, 5).overlaps(Span("a", 4, 9)), Span("a", 0, 5).overlaps(Span("b", 0, 5))
        (True, False)
        """
        return self.source_id == other.source_id and self.start < other.end and other.start < self.end


class Printed(NamedTuple):
    """A number tie with the amount that its words say, and where its numeral stands in the article."""

    tie: Row
    amount: Amount
    numeral: Span


class Doubt(NamedTuple):
    """What a rule on rows finds wrong with one tie of a value to its words."""

    tie: Row
    seen: str
    expected: str
    fix: str

    @property
    def finding(self) -> Finding:
        """Return it as what is wrong with the cell."""
        return Finding((self.tie["table_name"], self.tie["row_id"], self.tie["field"]), *self[1:])


@dataclass(frozen=True)
class Surroundings:
    """The built rows with what stands around their words.

    Attributes:
        built: The rows.
        texts: The text of each article, by source id.
        forms: The printed forms of each named row.
        judged: The articles whose ties are judged; the others only say more of the same rows.
        outside: The ids of those ties whose value no words in a body say.
    """

    built: Built
    texts: Mapping[str, str]
    forms: Forms
    judged: Set[str]
    outside: Set[str]

    @functools.cached_property
    def deciding_columns(self) -> Mapping[str, Sequence[str]]:
        """Return the columns whose words decide what a row is, its deciding words, of each table that has some."""
        return {table.name: table.deciding for table in self.built.schemas.tables if table.deciding}

    @functools.cached_property
    def told(self) -> Set[tuple[str, str]]:
        """Return the columns (table, column) that say what happened, and not who says it."""
        tables = [table for table in self.built.schemas.tables if table.name in {EVENTS, *self.built.owners}]
        return {(table.name, column.name) for table in tables for column in table.columns if not column.is_filled}

    @functools.cached_property
    def lexicon(self) -> Lexicon:
        """Return the units, currencies and qualifiers of the vocabularies."""
        return Lexicon.of(self.built.schemas.vocabularies)

    def country(self, tie: Row) -> str:
        """Return the country whose money the words of a tie mean by a shared sign; empty where none is named."""
        source = self.built.row(SOURCES, tie["source_id"])
        return tie["country"] or (source or {}).get("country") or ""

    @functools.cached_property
    def ties(self) -> Sequence[Row]:
        """Return the ties of values to words that are judged."""
        return [tie for tie in self.built.table("evidence") if tie["source_id"] in self.judged]

    @functools.cached_property
    def ties_of(self) -> Mapping[tuple[str, str], Sequence[Row]]:
        """Return the ties of each row, by table and row id."""
        by_row: dict[tuple[str, str], list[Row]] = {}
        for tie in self.built.table("evidence"):
            by_row.setdefault((tie["table_name"], tie["row_id"]), []).append(tie)
        return by_row

    @functools.cached_property
    def printed_numbers(self) -> Sequence[Printed]:
        """Return each number that its words print, with the amount that they say; what cannot be read was reported."""
        printed = []
        for tie in self.ties:
            column = self.built.schemas.table(tie["table_name"]).column(tie["field"])
            if column.reader == "number" and tie["inference"] not in OF_NUMBERS:
                try:
                    amount = read_amount(tie["words"], self.lexicon, self.country(tie))
                except ValueError:
                    continue
                start = tie["words_start"]
                numeral = Span(tie["source_id"], start + amount.start, start + amount.end)
                printed.append(Printed(tie, amount, numeral))
        return printed

    @functools.cached_property
    def rows_of_event(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return the rows (table, row id) that belong to each event, those first that no other row stands between."""
        rows: dict[str, list[tuple[str, str]]] = {}
        for table, key in self.built.owners.items():
            for row_id, row in self.built.by_id.get(table, {}).items():
                owner = row if key.table == EVENTS else self.built.row(key.table, row[key.column])
                if owner and owner.get("event_id"):
                    rows.setdefault(owner["event_id"], []).append((table, row_id))
        for row in self.built.table(RELATIONS):
            for event_id in dict.fromkeys((row["event_id"], row["other_event_id"])):
                rows.setdefault(event_id, []).append((RELATIONS, row["event_relation_id"]))
        return rows

    @functools.cached_property
    def actors(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Return the actors of each event and role."""
        actors: dict[tuple[str, str], set[str]] = {}
        for row in self.built.table("event_actors"):
            actors.setdefault((row["event_id"], row["role"]), set()).add(row["actor_id"])
        return {key: frozenset(some) for key, some in actors.items()}

    @functools.cached_property
    def finder(self) -> FormFinder:
        """Return the printed forms of all named rows, ready to be looked for."""
        return FormFinder(self.forms)

    @functools.cached_property
    def actor_finder(self) -> FormFinder:
        """Return the printed forms of actors, ready to be looked for."""
        return FormFinder({key: forms for key, forms in self.forms.items() if key[0] == ACTORS})

    @functools.cached_property
    def forms_by_id(self) -> Mapping[str, Sequence[str]]:
        """Return the printed forms of the rows with each id, whatever their table."""
        by_id: dict[str, list[str]] = {}
        for (_, row_id), forms in self.forms.items():
            by_id.setdefault(row_id, []).extend(forms)
        return by_id

    @functools.cached_property
    def sentences(self) -> Mapping[str, Sequence[Row]]:
        """Return the sentences of the text of each article itself, in order."""
        zones = self.built.schemas.vocabularies["zones"].by_code
        by_article: dict[str, list[Row]] = {}
        for row in sorted(self.built.table(PASSAGES), key=lambda row: (row["source_id"], row["passage_start"])):
            if row["within"] is None and zones[row["zone"]].extra.get("quoted_by") == EVERY_TABLE:
                by_article.setdefault(row["source_id"], []).append(row)
        return by_article

    @functools.cached_property
    def _starts(self) -> Mapping[str, Sequence[int]]:
        """Return where the sentences of each article begin."""
        return {
            source_id: [row["passage_start"] for row in sentences] for source_id, sentences in self.sentences.items()
        }

    def number(self, source_id: str, offset: int) -> int | None:
        """Return which of the article's sentences holds an offset, from 0; None where it is no text of the article."""
        rows = self.sentences.get(source_id, ())
        number = bisect_right(self._starts.get(source_id, ()), offset) - 1
        return number if number >= 0 and offset < rows[number]["passage_end"] else None

    def sentence(self, tie: Row) -> Span:
        """Return the sentence in which the words of a tie begin; the words' quote where that is no sentence."""
        number = self.number(tie["source_id"], tie["words_start"])
        if number is None:
            return Span(tie["source_id"], tie["quote_start"], tie["quote_end"])
        row = self.sentences[tie["source_id"]][number]
        return Span(tie["source_id"], row["passage_start"], row["passage_end"])

    def clause(self, tie: Row) -> Span:
        """Return the part of their sentence around the words of a tie, up to the next mark or joining word."""
        source_id, start, end = self.sentence(tie)
        end = max(end, tie["words_end"])
        ends = [
            match
            for match in _CLAUSE_END.finditer(self.text(source_id), start, end)
            if not _BETWEEN.search(self.text(source_id), start, match.start())
        ]
        before = [match.end() for match in ends if match.end() <= tie["words_start"]]
        after = [match.start() for match in ends if match.start() >= tie["words_end"]]
        return Span(source_id, max(before, default=start), min(after, default=end))

    def stretches(self, tie: Row) -> Sequence[Span]:
        """Return the sentence around the words of a tie, the part of it between marks, and the clause."""
        sentence = self.sentence(tie)
        text = self.text(tie["source_id"])
        before = [match.end() for match in _MARK.finditer(text, sentence.start, tie["words_start"])]
        after = _MARK.search(text, tie["words_end"], max(sentence.end, tie["words_end"]))
        start, end = before[-1] if before else sentence.start, after.start() if after else sentence.end
        return sentence, Span(tie["source_id"], start, max(end, tie["words_end"])), self.clause(tie)

    def text(self, source_id: str) -> str:
        """Return the text of an article."""
        return self.texts[source_id]

    def deciding(self, table: str, row_id: str) -> Sequence[Row]:
        """Return the ties of the words that decide what a row is, or what the row is that it belongs to."""
        while table not in self.deciding_columns:
            key = self.built.owners.get(table)
            row = self.built.row(table, row_id)
            if key is None or row is None or row[key.column] is None:
                return ()
            table, row_id = key.table, row[key.column]
        return [tie for tie in self.ties_of.get((table, row_id), ()) if tie["field"] in self.deciding_columns[table]]


def words_of(tie: Row) -> Span:
    """Return where the words of a tie stand."""
    return Span(tie["source_id"], tie["words_start"], tie["words_end"])


Rule = Callable[[Surroundings], Iterator[Doubt]]
"""A rule on what belongs together in a row: the name of its function is the kind of its faults, its docstring names
the mistake that it was made for."""
