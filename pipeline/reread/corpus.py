"""The built tables in batches of articles, each with all that the readers need of the rest.

A value is judged in the batch of the article in which its words stand. What belongs to its row in other articles comes
along: the rows and ties of the same event, the rows from which dates are counted, and the text of their articles. Of
rows that many articles name (actors, places, substances) only those come that the articles of the batch may name. So a
batch costs what its articles cost, however many others there are, and can be sent to another process.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipeline.assemble.built import EVENTS, Built
from pipeline.assemble.tables import EVIDENCE
from pipeline.faults import Position
from pipeline.model import PASSAGES, Article, Ledger, Records
from pipeline.read.schema import Schemas
from pipeline.reread.advice import Quote, Written
from pipeline.reread.forms import FormFinder, Forms
from pipeline.reread.links import Groups, Links, Numbers, distinct
from pipeline.reread.surroundings import RELATIONS, WRITTEN, Surroundings

TIES = 5_000
"""With how many ties a batch takes no further article: as rows of Python they take some 10 KB each."""


@dataclass(frozen=True)
class Batch:
    """Some articles, with what is judged of them.

    Attributes:
        articles: The articles whose ties are judged, by source id.
        ledgers: What is said of their passages.
        tables: The tables, with those rows that the readers need.
        texts: The texts in which the ties of `tables` stand, by source id.
        forms: The printed forms of the rows that these texts may name.
        outside: The ids of the ties whose value no words in a body say.
        written: What was written in the records, for what messages advise.
        numbers: Of each tie that is judged, in the order of `tables`: its place among all ties.
        cells: Of each of them, the number of its cell; cells are counted in the order of their first ties.
        rows: Of each of them, the number of its row.
    """

    articles: Mapping[str, Article]
    ledgers: Mapping[str, Ledger]
    tables: Mapping[str, pa.Table]
    texts: Mapping[str, str]
    forms: Forms
    outside: Set[str]
    written: Written
    numbers: Sequence[int]
    cells: Sequence[int]
    rows: Sequence[int]

    def surroundings(self, schemas: Schemas) -> Surroundings:
        """Return the rows of the batch with what stands around their words."""
        built = Built(schemas, {name: table.to_pylist() for name, table in self.tables.items()})
        return Surroundings(built, self.texts, self.forms, self.articles.keys(), self.outside)


@dataclass(frozen=True)
class Corpus:
    """The built tables, with the schemas, the records and the articles (by source id) that they were made of."""

    tables: Mapping[str, pa.Table]
    schemas: Schemas
    records: Records
    articles: Mapping[str, Article]

    def batches(self, size: int) -> Iterator[Batch]:
        """Yield all articles that are cut into passages or quoted, in the order of the ledger, in batches.

        Args:
            size: how many articles a batch has at most.
        """
        start, ties = 0, 0
        for number, of_article in enumerate(self._ties_by_article, start=1):
            ties += of_article
            if number - start == size or ties >= TIES or number == len(self._ties_by_article):
                yield self._batch(np.arange(start, number))
                start, ties = number, 0

    @functools.cached_property
    def _ties_by_article(self) -> list[int]:
        links = self._links
        counts: list[int] = np.bincount(links.article_of_tie, minlength=len(links.articles)).tolist()
        return counts

    @functools.cached_property
    def _links(self) -> Links:
        return Links(self.tables, self.schemas)

    @functools.cached_property
    def _named(self) -> "_Named":
        return _Named(self.records.forms, self._links)

    @functools.cached_property
    def _dated(self) -> "_Dated":
        return _Dated(self.records, self._links)

    def _batch(self, places: Numbers) -> Batch:
        """Return the articles at some places, with what must be known of the rest."""
        links = self._links
        own = distinct(links.ties_in.of(places))
        rows, ties = _with_what_belongs_to_it(own, links)
        looked_at = distinct(places, links.article_of_tie[ties])
        source_ids, others = (links.articles.take(pa.array(some)).to_pylist() for some in (places, looked_at))
        texts = {source_id: self.articles[source_id].text for source_id in others}
        evidence = links.evidence.take(pa.array(own))
        named = self._named.in_texts([*texts.values(), *_written(evidence, "words"), *self._titles(rows)])
        named |= self._named.called([*_written(evidence, "value"), *_written(evidence, "attributed_to")])
        dated = self._dated.in_articles.of(places)
        rows = distinct(rows, links.source_rows[looked_at], self._named.rows[sorted(named)], self._dated.rows[dated])
        tables = {
            **links.picked(rows),
            EVIDENCE: links.evidence.take(pa.array(distinct(ties, links.ties_by_another.of(rows)))),
            PASSAGES: self.tables[PASSAGES].take(pa.array(distinct(links.passages_of.of(looked_at)))),
        }
        return Batch(
            articles={source_id: self.articles[source_id] for source_id in source_ids},
            ledgers={key: self.records.ledgers[key] for key in source_ids if key in self.records.ledgers},
            tables=tables,
            texts=texts,
            forms=self._named.finder.forms_of(named),
            outside=frozenset(_written(evidence.filter(pa.array(links.is_outside[own])), "evidence_id")),
            written=Written(self._positions(evidence), self._dated.quotes_of(dated)),
            numbers=own.tolist(),
            cells=links.cell_of_tie[own].tolist(),
            rows=links.row_number_of_tie[own].tolist(),
        )

    def _titles(self, rows: Numbers) -> list[str]:
        """Return what curators wrote of the events among some rows."""
        events = self._links.picked(self._links.of_tables(rows, [EVENTS]))[EVENTS]
        return [text for column in WRITTEN for text in _written(events, column)]

    def _positions(self, evidence: pa.Table) -> Mapping[tuple[str, str], Position]:
        """Return where the rows were written that some ties name."""
        columns = (evidence.column(name).to_pylist() for name in ("table_name", "field", "value"))
        ties = zip(*columns, strict=True)
        keys = {(self.schemas.table(table).named_table(field), value) for table, field, value in ties}
        return {key: self.records.by_id[key].position for key in keys if key in self.records.by_id}


class _Named:
    """The rows that have printed forms, each told by its place among them."""

    def __init__(self, forms: Forms, links: Links) -> None:
        self.finder = FormFinder(forms)
        self.rows = links.rows_called(list(forms))
        self._by_id: dict[str, list[int]] = {}
        for place, (_, row_id) in enumerate(forms):
            self._by_id.setdefault(row_id, []).append(place)

    def in_texts(self, texts: Iterable[str]) -> set[int]:
        """Return those that texts may name."""
        return self.finder.rows_in(texts)

    def called(self, row_ids: Iterable[str]) -> set[int]:
        """Return those with certain ids, of any table."""
        return {place for row_id in row_ids for place in self._by_id.get(row_id, ())}


class _Dated:
    """The quotes of the rows that have a date, from which others may be counted."""

    def __init__(self, records: Records, links: Links) -> None:
        """Take them in the order of the records."""
        dated = {schema.name for schema in links.schemas.tables if schema.date_column}
        quotes = [(record, evidence) for record in records.all if record.table in dated for evidence in record.evidence]
        self._quotes = [Quote(record.table, record.row_id, evidence.quote) for record, evidence in quotes]
        self._articles = [evidence.source_id for _, evidence in quotes]
        self.rows = links.rows_called([(quote.table, quote.row_id) for quote in self._quotes])
        self.in_articles = Groups(links.articles_called(self._articles), len(links.articles))

    def quotes_of(self, places: Numbers) -> Mapping[str, Sequence[Quote]]:
        """Return some of them by article."""
        quotes: dict[str, list[Quote]] = {}
        for place in sorted(places.tolist()):
            quotes.setdefault(self._articles[place], []).append(self._quotes[place])
        return quotes


def _with_what_belongs_to_it(own: Numbers, links: Links) -> tuple[Numbers, Numbers]:
    """Return the rows that belong together with some ties, and the ties that must be looked at with these.

    Those are the rows of the ties with what they belong to, all rows of the same events, and those from which dates are
    counted. Of a row that belongs to no event only the given ties are looked at: many articles may name it.
    """
    rows = above = distinct(links.row_of_tie[own])
    while len(above):
        above = distinct(links.owner_of[above])
        rows = distinct(rows, above)
    events = links.of_tables(rows, [EVENTS])
    below = events
    while len(below):
        below = distinct(links.owned_by.of(below))
        rows = distinct(rows, below)
    rows = distinct(rows, links.relations(events))
    happened = links.of_tables(rows, [EVENTS, RELATIONS, *links.owners])
    ties = distinct(own, links.ties_of.of(happened))
    anchors = distinct(links.anchor_of_tie[ties])
    ties = distinct(ties, links.ties_of.of(anchors))
    return distinct(rows, links.row_of_tie[ties], anchors), ties


def _written(rows: pa.Table, column: str) -> list[str]:
    """Return what is written in the cells of a column, each text once."""
    texts: list[str] = rows.column(column).unique().drop_null().to_pylist()
    return texts
