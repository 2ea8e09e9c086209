"""What the pages show: the rows of the tables with their words, verdicts, links, second readings and citations."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from counternarcotics._cite import row_references
from counternarcotics._package import DataPackage
from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._shared.origins import WORDED
from counternarcotics._support import STRONGEST_FIRST, long_table
from counternarcotics._why.text import as_written, codes_of_evidence, ties
from explorer.figures.dates import date_in_words
from pipeline.model import ARTICLE
from pipeline.read.schema import SEVERAL, Schemas
from pipeline.reread.amounts import Lexicon
from pipeline.reread.phrases import read_phrase
from pipeline.write.shares import Share, shares

Cells = Mapping[str, Any]
Key = tuple[str, str]
"""The name of a table and the id of one of its rows."""

VERDICTS = (*STRONGEST_FIRST, "assigned", "derived", "reference")
EVENTS, TIMELINE, EVIDENCE, PASSAGES, SOURCES = "events", "timeline", "evidence", "passages", "sources"
UNEQUAL = ("conflicts_with", "may_be_same_as")
"""The relations of two events whose reports are shown side by side."""
_CODES_OF = {
    "topics": ("event_topics", "topic"),
    "sides": ("actors", "side"),
    "substance_families": ("substances", "family"),
}
"""Where the codes are defined that a column of the timeline joins."""
_MADE_FROM: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "initiators": ("event_actors", "actor_id", {"role": "initiator"}),
    "recipients": ("event_actors", "actor_id", {"role": "recipient"}),
    "participants": ("event_actors", "actor_id", {"role": "participant"}),
    "sides": ("event_actors", "actor_id", {}),
    "actor_countries": ("event_actors", "actor_id", {}),
    "place": (EVENTS, "place_id", {}),
    "place_country": (EVENTS, "place_id", {}),
    "topics": ("event_topics", "topic", {}),
    "substances": ("event_substances", "substance_id", {}),
    "substance_families": ("event_substances", "substance_id", {}),
    "part_of": ("event_relations", "other_event_id", {"relation": "part_of"}),
}
"""From which rows of the event a column of the timeline is made: their table, the column with the words, and a code."""
_OPINION = ("coder", "status", "value", "settled", "rule", "why")
_WITHOUT_WORDS = {
    "assigned": "Given by the curators; no words are needed.",
    "derived": "Computed by the build from other values.",
    "reference": "An identifier from a public register. It adds no fact of the article.",
}
_EMPTY = {
    "assigned": "The curators gave none.",
    "derived": "There is nothing to compute it from.",
    "reference": "No identifier.",
}


@dataclass(frozen=True)
class Link:
    """A text that leads to a page; `href` starts at the root of the site and is empty where there is none."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Said:
    """Some words of one quote that say a value.

    Attributes:
        evidence_id: The row of `evidence`.
        before: The quote up to the words.
        words: The words.
        after: The quote behind the words.
        article: The article, in short.
        passage: The address of the sentence in the ledger of the article.
        start: Where the quote starts in the article, in code points from 0.
        end: Where it ends.
        claimant: Who says it, by name; empty where the article itself does.
        reporter: Who carried the claim, by name; mostly empty.
        reading: What the reader of the build makes of the words, in parts: number, unit, qualifier.
        ties: How value and words are tied, where the words do not simply say it.
        anchor: The row that a date is counted from; None where there is none.
        notes: What the codes in `ties` mean.
    """

    evidence_id: str
    before: str
    words: str
    after: str
    article: str
    passage: str
    start: int
    end: int
    claimant: str
    reporter: str
    reading: tuple[str, ...]
    ties: tuple[str, ...]
    anchor: Link | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Opinion:
    """What an independent coder, who saw no records, has in a cell.

    Attributes:
        coder: What the coder is called.
        status: Whether the coder agrees, as in ``codings/cells.csv``.
        value: What the coder has.
        settled: What became of the difference, where there was one to settle.
        rule: The coding rules that decided.
        why: What there is to say more, in a sentence.
    """

    coder: str
    status: str
    value: str
    settled: str
    rule: str
    why: str


@dataclass(frozen=True)
class Field:
    """A cell of a row with what supports it.

    Attributes:
        name: The column.
        title: Its title.
        definition: What it means.
        value: The value as it stands in the table; empty where the articles do not say.
        shown: The value for people: a label in place of a code, a link in place of an id.
        meaning: What the code means, where the value is one; a date in words, where it says more than a day.
        verdict: How the value is supported; empty where there is none.
        said: The words that say it.
        without: Why there are no words; empty where there are some.
        made_from: The rows that the value is made from, each with its words, where the timeline names what they hold.
        opinions: What independent coders have here.
    """

    name: str
    title: str
    definition: str
    value: str
    shown: tuple[Link, ...]
    meaning: str
    verdict: str
    said: tuple[Said, ...]
    without: str
    made_from: tuple[tuple[Link, tuple[str, ...]], ...]
    opinions: tuple[Opinion, ...]

    @property
    def has_words(self) -> bool:
        """Whether there are words for the value, or for the values that it is made from."""
        return bool(self.said or self.made_from)


@dataclass(frozen=True)
class Relative:
    """Rows of one table that lead to a row."""

    title: str
    rows: tuple[Link, ...]


class Prepared:
    """The tables of a data package, joined.

    Args:
        package: The data.
        schemas: The schemas that the readers of the build need.
        opinions: The file in which the study of the independent codings keeps what the coders have in each cell.
    """

    def __init__(self, package: DataPackage, schemas: Schemas, opinions: Path) -> None:
        self.package = package
        arrow = {table: package.read(table) for table in package.tables}
        self.tables: dict[str, dict[str, Cells]] = {
            table: {row[package.key(table)]: row for row in rows.to_pylist()} for table, rows in arrow.items()
        }
        self.columns: dict[str, dict[str, Cells]] = {
            table: {column["name"]: column for column in package.schema(table)["fields"]} for table in self.tables
        }
        self.homes = {table: package.home(table) for table in self.tables}
        """For each table the one that it shows again: `events` for the timeline, else the table itself."""
        self._targets = {
            (table, key["fields"][0]): str(key["reference"]["resource"] or table)
            for table in self.tables
            for key in package.schema(table).get("foreignKeys", [])
        } | {
            (table, name): "actors"
            for table, columns in self.columns.items()
            for name, column in columns.items()
            if column.get("reader") == "claimants"
        }
        # Several ids in one cell, which no foreign key can say.
        self._targets[TIMELINE, "part_of"] = EVENTS
        self._categories = {
            (table, name): {code["value"]: code for code in column.get("categories", [])}
            for table, columns in self.columns.items()
            for name, column in columns.items()
        }
        self._schemas = {table: package.schema(table) for table in self.tables}
        self.proved = [table for table in package.tables if table not in (EVIDENCE, PASSAGES)]
        """The tables whose rows have pages: all but those that prove them."""
        self.shares: list[Share] = shares(arrow, schemas)
        self._lexicon = Lexicon.of(schemas.vocabularies)
        self._codes = codes_of_evidence(package)
        self._verdicts = {
            (row["table_name"], row["row_id"], row["field"]): str(row["verdict"])
            for row in long_table(package).to_pylist()
        }
        self._opinions = _read_opinions(opinions)
        self._passages: dict[str, list[Cells]] = defaultdict(list)
        for row in self.tables[PASSAGES].values():
            self._passages[row["source_id"]].append(row)
        self._evidence: dict[Key, dict[str, list[Cells]]] = defaultdict(lambda: defaultdict(list))
        for row in self.tables[EVIDENCE].values():
            self._evidence[row["table_name"], row["row_id"]][row["field"]].append(row)

    # Tables and columns

    def title(self, table: str) -> str:
        """Return the title of a table."""
        return str(self._schemas[table]["title"])

    def description(self, table: str) -> str:
        """Return what one row of a table is."""
        return str(self._schemas[table]["description"])

    def target(self, table: str, column: str) -> str:
        """Return the table to which the ids of a column lead; empty where it holds no ids."""
        return self._targets.get((table, column), "")

    def categories(self, table: str, column: str) -> Mapping[str, Cells]:
        """Return the codes of a column with their labels and meanings; those of the timeline's joined codes too."""
        return self._categories[_CODES_OF.get(column, (table, column)) if table == TIMELINE else (table, column)]

    # Rows

    def heading(self, table: str, row_id: str) -> str:
        """Return what a row is called: its title or name; else what its key names, and the event or row above it."""
        cells = self.tables[table][row_id]
        if name := cells.get("title") or cells.get("name"):
            return str(name)
        own, parent = self.label(table, row_id), self.parent(table)
        if parent is None or not cells[parent]:
            return own
        above = self.heading(self.target(table, parent), cells[parent])
        return f"{own}: {above}" if "child" in self._schemas[table] else f"{above} · {own}"

    def label(self, table: str, row_id: str, other: str = "") -> str:
        """Return a row as it is listed under another one, to which its column `other` leads: what its key names."""
        cells = self.tables[table][row_id]
        names = [name for name in self.labelling(table, other) if cells[name] is not None]
        if names:
            return " · ".join(link.text for name in names for link in self.shown(table, name, cells[name]))
        return str(cells.get("title") or cells.get("name") or row_id.replace("-", " ").capitalize())

    def labelling(self, table: str, other: str = "") -> list[str]:
        """Return the columns that a row is called by, under one to which `other` leads; none where it has a name."""
        parent = self.parent(table)
        keys = self._schemas[table].get("uniqueKeys", [[]])[0]
        return [name for name in keys if name != (other or parent)] if parent else []

    def href(self, table: str, row_id: str) -> str:
        """Return the address of a row, from the root of the site."""
        row = self.tables[table][row_id]
        if table == EVIDENCE:
            return f"{self.href(row['table_name'], row['row_id'])}#{row_id}"
        if table == PASSAGES:
            return f"{self.href(SOURCES, row['source_id'])}#{row_id}"
        return f"{table}/{row_id}.html"

    def link(self, table: str, row_id: str) -> Link:
        """Return a row as a link to its page."""
        return Link(self.heading(table, row_id), self.href(table, row_id))

    def fields(self, table: str, row_id: str) -> list[Field]:
        """Return the cells of a row in the order of its columns."""
        return [self._field(table, row_id, name) for name in self.columns[table]]

    def relatives(self, table: str, row_id: str) -> list[Relative]:
        """Return the rows of other tables that lead to a row; of the timeline, to its event."""
        relatives = []
        for other, column in self._leading_to[self.homes[table]]:
            ids = [other_id for other_id, cells in self.tables[other].items() if row_id in _ids(cells[column])]
            rows = [Link(self.label(other, other_id, column), self.href(other, other_id)) for other_id in ids]
            if rows and other != table:
                ways = [name for name in self.columns[other] if (other, name) in self._leading_to[self.homes[table]]]
                way = f", {self.columns[other][column]['title'].lower()}" if len(ways) > 1 else ""
                relatives.append(Relative(self.title(other) + way, tuple(rows)))
        return relatives

    def opinion_of_row(self, table: str, row_id: str) -> tuple[Opinion, ...]:
        """Return which independent coders have no such row."""
        return self._opinions.get((self.homes[table], row_id, ""), ())

    def statuses(self, table: str, row_id: str) -> list[str]:
        """Return what the statuses are of all that independent coders have of a row, each once."""
        cells = [self._opinions.get((self.homes[table], row_id, name), ()) for name in ("", *self.columns[table])]
        return sorted({opinion.status for opinions in cells for opinion in opinions})

    def articles(self, table: str, row_id: str) -> list[str]:
        """Return the ids of the articles that a row is from, in order."""
        if "source_id" in self.tables[table][row_id]:
            return [self.tables[table][row_id]["source_id"]]
        by_field = self._evidence.get((self.homes[table], row_id), {})
        return sorted({row["source_id"] for rows in by_field.values() for row in rows})

    def references(self, table: str, row_id: str) -> list[Mapping[str, Any]]:
        """Return the references to a row and its articles, as the package cites them."""
        cells = self.tables[table][row_id]
        return row_references(self.package.citations, table, row_id, cells, self.articles(table, row_id))

    def unequal(self, row_id: str) -> list[tuple[str, str]]:
        """Return the events whose reports conflict with an event or may be of the same, with how they relate."""
        labels = self.categories("event_relations", "relation")
        pairs = []
        for cells in self.tables["event_relations"].values():
            ends = [cells["event_id"], cells["other_event_id"]]
            if cells["relation"] in UNEQUAL and row_id in ends:
                ends.remove(row_id)
                pairs.append((str(labels[cells["relation"]]["label"]), ends[0]))
        return pairs

    # Articles

    def rows_of_article(self, source_id: str) -> list[tuple[int, Key, list[str]]]:
        """Return the rows that an article supports, in the order of their first words, each with its words."""
        rows = []
        for key, by_field in self._evidence.items():
            spans = {
                (row["words_start"], row["words"])
                for said in by_field.values()
                for row in said
                if row["source_id"] == source_id
            }
            if spans:
                ordered = sorted(spans)
                rows.append((ordered[0][0], key, list(dict.fromkeys(words for _, words in ordered))))
        order = {table: number for number, table in enumerate(self.tables)}
        return sorted(rows, key=lambda row: (row[0], order[row[1][0]], row[1][1]))

    def imprint(self, source_id: str, without: str = "") -> str:
        """Return an article in short: its publisher and date; where neither is, `without`, or else its title."""
        cells = self.tables[SOURCES][source_id]
        return ", ".join(filter(None, (cells["publisher"], cells["published"]))) or without or str(cells["title"])

    def share(self, source_id: str) -> Share:
        """Return how many sentences of an article are behind a value, and how many are left out by reason."""
        return next(share for share in self.shares if share.source_id == source_id)

    def passages(self, source_id: str) -> list[Cells]:
        """Return the ledger of an article."""
        return self._passages[source_id]

    # Counts

    @cached_property
    def verdict_counts(self) -> dict[str, Counter[str]]:
        """How many cells of each table have which verdict."""
        counts: dict[str, Counter[str]] = {table: Counter() for table in self.proved}
        for (table, _, _), verdict in self._verdicts.items():
            counts[table][verdict] += 1
        return counts

    def verdict_total(self, verdict: str) -> int:
        """Return how many cells of all tables have a verdict."""
        return sum(counts[verdict] for counts in self.verdict_counts.values())

    @cached_property
    def opinion_counts(self) -> dict[str, Counter[str]]:
        """How often each independent coder has which status."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for opinions in self._opinions.values():
            for opinion in opinions:
                counts[opinion.coder][opinion.status] += 1
        return dict(sorted(counts.items()))

    def verdicts_of_row(self, table: str, row_id: str) -> list[str]:
        """Return which verdicts the values of a row with words have, the strongest first."""
        verdicts = {self._verdicts.get((table, row_id, name), "") for name in self.columns[table]}
        return [verdict for verdict in STRONGEST_FIRST if verdict in verdicts]

    # Parts of a field

    def _field(self, table: str, row_id: str, name: str) -> Field:
        column, cell = self.columns[table][name], self.tables[table][row_id][name]
        said = [row for row in self._evidence.get((self.homes[table], row_id), {}).get(name, [])]
        value = "" if cell is None else as_written(cell_text(cell), column)
        verdict = self._verdicts.get((table, row_id, name), "")
        code = self.categories(table, name).get(value, {})
        return Field(
            name=name,
            title=column["title"],
            definition=column["description"],
            value=value,
            shown=tuple(self.shown(table, name, cell)),
            meaning=code.get("description", "") or self.date_in_words(table, name, value),
            verdict=verdict,
            said=tuple(self.said(row["evidence_id"]) for row in said),
            without="" if said else self._reason(column, value, verdict),
            made_from=tuple(self._made_from(row_id, name)) if table == TIMELINE and value else (),
            opinions=self._opinions.get((self.homes[table], row_id, name), ()),
        )

    def date_in_words(self, table: str, name: str, value: str) -> str:
        """Return a value that is a date in EDTF in words; empty where it is a day, a month or a year, or no date."""
        is_date = self.columns[table][name].get("reader") == "date" or (table, name) == (TIMELINE, "date")
        return date_in_words(value) if is_date and not value.replace("-", "").isdigit() and value else ""

    def _reason(self, column: Cells, value: str, verdict: str) -> str:
        """Return why a cell has no words."""
        if value == ARTICLE:
            return "The article itself says it, and names nobody who does."
        if value:
            return _WITHOUT_WORDS[verdict]
        return "The articles do not say." if column["origin"] in WORDED else _EMPTY[column["origin"]]

    def _made_from(self, event_id: str, column: str) -> Iterator[tuple[Link, tuple[str, ...]]]:
        """Yield the rows of an event from which a column of the timeline is made, each with the words of its own."""
        if column not in _MADE_FROM:
            return
        table, field, code = _MADE_FROM[column]
        for row_id, cells in self.tables[table].items():
            if cells["event_id"] == event_id and all(cells[name] == value for name, value in code.items()):
                words = tuple(row["words"] for row in self._evidence[table, row_id].get(field, []))
                if words:
                    yield Link(self.label(table, row_id, "event_id"), self.href(table, row_id)), words

    def shown(self, table: str, name: str, cell: str | float | date | None) -> Iterator[Link]:
        """Yield the values of a cell for people."""
        if cell is None:
            return
        target, codes, column = self.target(table, name), self.categories(table, name), self.columns[table][name]
        text = cell_text(cell)
        for value in text.split(SEVERAL) if target or codes or name == "attributed_to" else [text]:
            if target and value in self.tables[target]:
                yield self.link(target, value)
            elif value in codes:
                yield Link(str(codes[value]["label"]))
            elif value == ARTICLE and name == "attributed_to":
                yield Link("the article itself")
            else:
                yield Link(as_written(value, column))

    def said(self, evidence_id: str) -> Said:
        """Return a row of evidence as a quote with its words."""
        row = self.tables[EVIDENCE][evidence_id]
        start, end = row["words_start"] - row["quote_start"], row["words_end"] - row["quote_start"]
        actors = self.tables["actors"]
        return Said(
            evidence_id=row["evidence_id"],
            before=row["quote"][:start],
            words=row["words"],
            after=row["quote"][end:],
            article=self.imprint(row["source_id"]),
            passage=f"{self.href(SOURCES, row['source_id'])}#{self._sentence(row)}",
            start=row["quote_start"],
            end=row["quote_end"],
            claimant=actors[row["attributed_to"]]["name"] if row["attributed_to"] else "",
            reporter=actors[row["reported_by"]]["name"] if row["reported_by"] else "",
            reading=tuple(self._reading(row)),
            ties=tuple(ties(row, self._codes, self.tables[SOURCES][row["source_id"]])),
            anchor=self.link(*row["anchor"].split("/")) if "/" in (row["anchor"] or "") else None,
            notes=tuple(
                self._codes[row[name]]["description"] for name in ("inference", "reach", "exempt") if row[name]
            ),
        )

    def _sentence(self, row: Cells) -> str:
        """Return the id of the passage in which the words of a row of evidence begin; the ledger's where none does."""
        for passage in self._passages[row["source_id"]]:
            if not passage["within"] and passage["passage_start"] <= row["words_start"] < passage["passage_end"]:
                return str(passage["passage_id"])
        return "ledger"

    def _reading(self, row: Cells) -> Iterator[str]:
        """Yield what the reader of the build makes of the words.

        An amount is read here, for all its parts. The build has compared any other reading with the value, which is
        shown in its place; nothing reads a judgement.
        """
        table, name = row["table_name"], row["field"]
        column = self.columns[table][name]
        if column["origin"] == "judged":
            return
        if column.get("reader") == "number" or column.get("of"):
            stated = {"country": row["country"] or "", "infer": row["inference"] or ""}
            phrase = {"words": row["words"], "kind": "amount", "published": "", "fiscal_start": "", **stated}
            amount = read_phrase(phrase, self._lexicon)
            if amount.get("number"):
                yield from (part.replace("_", " ") for part in amount.values() if part)
                return
        yield from (link.text for link in self.shown(table, name, row["value"]))

    # Ways between tables

    def parent(self, table: str) -> str | None:
        """Return the column that leads to what a row belongs to: its parent, or the event that it is about."""
        schema = self._schemas[table]
        if "child" in schema:
            return str(schema["child"]["key"])
        return "event_id" if "event_id" in self.columns[table] and self.package.key(table) != "event_id" else None

    @cached_property
    def _leading_to(self) -> dict[str, list[Key]]:
        """The columns that lead to each table, as pairs of a table and a column."""
        leading: dict[str, list[Key]] = defaultdict(list)
        for table in self.proved:
            for column in self.columns[table]:
                if target := self.target(table, column):
                    leading[target].append((table, column))
        return leading


def _ids(cell: object) -> Sequence[str]:
    """Return the ids that a cell holds."""
    return str(cell).split(SEVERAL) if cell else ()


def _read_opinions(path: Path) -> dict[tuple[str, str, str], tuple[Opinion, ...]]:
    """Return what the independent coders have, by table, row and column; the column is empty for a whole row."""
    opinions: dict[tuple[str, str, str], list[Opinion]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = (row["table_name"], row["row_id"], row["field"])
            opinions[cell].append(Opinion(*(row[name] for name in _OPINION)))
    return {cell: tuple(cell_opinions) for cell, cell_opinions in opinions.items()}
