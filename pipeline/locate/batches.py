"""The stage over all articles, in batches of articles.

A batch needs its own articles, the records that quote them and what the ledger says of them. What spans articles is
looked at afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice

from pipeline.batches import IN_PROCESS, Engine
from pipeline.faults import Fault
from pipeline.locate.ledger import Row, keep_ledger, unknown_articles
from pipeline.locate.quotes import locate, not_found
from pipeline.model import Article, Evidence, Located, Record, Records
from pipeline.read.schema import Schemas


@dataclass(frozen=True)
class Batch:
    """Some articles with all that is needed to work on them, and no more: a batch may be sent to another process.

    Attributes:
        articles: By source_id.
        records: The rows that quote them, and what the ledger says of them.
        numbers: The place of each of these rows among all, from 0.
    """

    articles: Mapping[str, Article]
    records: Records
    numbers: Sequence[int]


Place = tuple[int, int, str, int, int, int, int]
"""The words of one value: the number of its record among all, that of its evidence there, its field, four offsets."""


@dataclass(frozen=True)
class LocatedBatch:
    """What a batch of articles gives: the places of values, the rows of the ledger, and the faults of both.

    Places name their records by number, because what comes back from another process is a copy.
    """

    places: Sequence[Place]
    ledger: Sequence[Row]
    faults: Sequence[Fault]
    ledger_faults: Sequence[Fault]


@dataclass(frozen=True)
class LocatedArticles:
    """What all articles give: values tied to their words, the rows of the ledger, and the faults of both."""

    located: Sequence[Located]
    ledger: Sequence[Row]
    faults: Sequence[Fault]
    ledger_faults: Sequence[Fault]


def locate_all(
    records: Records, articles: Mapping[str, Article], schemas: Schemas, engine: Engine = IN_PROCESS
) -> LocatedArticles:
    """Return what all articles give, the same for every engine.

    Args:
        records: all rows, with what the ledger says of each article.
        articles: all articles by source_id.
        schemas: all tables and vocabularies.
        engine: what the batches run on.
    """
    stage, every = partial(locate_batch, schemas=schemas), records.all
    located: list[Located] = []
    ledger: list[Row] = []
    faults: list[Fault] = []
    ledger_faults: list[Fault] = list(unknown_articles(records))
    engine.progress.expect(len(articles), "articles")
    for result in engine.over(stage, batches_of(records, articles, engine.size)):
        located += (_located(place, every) for place in result.places)
        ledger += result.ledger
        faults += result.faults
        ledger_faults += result.ledger_faults
    return LocatedArticles(located, ledger, name_articles(faults, records, articles), ledger_faults)


def batches_of(records: Records, articles: Mapping[str, Article], size: int) -> Iterator[Batch]:
    """Yield the articles in batches of at most `size`."""
    every = records.all
    quoting: dict[str, list[int]] = {}
    for number, record in enumerate(every):
        for evidence in record.evidence:
            quoting.setdefault(evidence.source_id, []).append(number)
    waiting = iter(sorted(articles))
    while source_ids := list(islice(waiting, size)):
        numbers = sorted({number for source_id in source_ids for number in quoting.get(source_id, ())})
        of_tables = groupby((every[number] for number in numbers), key=lambda record: record.table)
        rows = {table: tuple(of_table) for table, of_table in of_tables}
        ledgers = {source_id: records.ledgers[source_id] for source_id in source_ids if source_id in records.ledgers}
        needed = Records(rows, ledgers=ledgers, whole=records.whole)
        yield Batch({source_id: articles[source_id] for source_id in source_ids}, needed, numbers)


def locate_batch(batch: Batch, schemas: Schemas) -> LocatedBatch:
    """Return what one batch of articles gives."""
    located, faults = locate(batch.records.all, batch.articles)
    ledger, ledger_faults = keep_ledger(batch.records, located, batch.articles, schemas)
    numbers = {
        (id(record), id(evidence)): (number, place)
        for number, record in zip(batch.numbers, batch.records.all, strict=True)
        for place, evidence in enumerate(record.evidence)
    }
    places = [(*numbers[id(value.record), id(value.evidence)], value.field, *_offsets(value)) for value in located]
    return LocatedBatch(places, ledger, faults, ledger_faults)


def _offsets(value: Located) -> tuple[int, int, int, int]:
    return value.quote_start, value.quote_end, value.words_start, value.words_end


def _located(place: Place, every: Sequence[Record]) -> Located:
    """Return the value whose words stand at `place`; `every` holds all rows."""
    number, evidence_number, name, *offsets = place
    record = every[number]
    evidence = record.evidence[evidence_number]
    return Located(record, evidence, name, evidence.supports[name], *offsets)


def name_articles(faults: Sequence[Fault], records: Records, articles: Mapping[str, Article]) -> list[Fault]:
    """Return the faults; where a quote stands in another article than its own, that one is named."""
    if not faults:
        return []
    missing = {
        not_found(record, evidence, articles[evidence.source_id]): evidence
        for record in records.all
        for evidence in record.evidence
        if evidence.source_id in articles and evidence.quote not in articles[evidence.source_id].text
    }
    return [_in_other_article(fault, missing[fault], articles) if fault in missing else fault for fault in faults]


def _in_other_article(fault: Fault, evidence: Evidence, articles: Mapping[str, Article]) -> Fault:
    """Return the fault of a quote that was not found, which names the first article that does hold the quote."""
    for article in articles.values():
        if evidence.quote in article.text:
            seen = f"the quote is not in {articles[evidence.source_id].seed_file}, but in {article.seed_file}"
            expected, fix = "a quote of the article named", f"write source: {article.source_id}"
            return Fault(fault.position, "quote-in-other-article", fault.subject, seen, expected, fix)
    return fault
