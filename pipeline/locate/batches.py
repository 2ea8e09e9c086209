"""The stage over all articles, in batches of articles.

A batch needs its own articles, the records that quote them and what the ledger says of them. What spans articles is
looked at afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from pipeline.batches import BATCH, in_order
from pipeline.faults import Fault
from pipeline.locate.ledger import Row, keep_ledger, unknown_articles
from pipeline.locate.quotes import locate, not_found
from pipeline.model import Article, Evidence, Located, Records
from pipeline.read.schema import Schemas


@dataclass(frozen=True)
class LocatedBatch:
    """What a batch of articles gives: values tied to their words, the rows of the ledger, and the faults of both."""

    located: Sequence[Located]
    ledger: Sequence[Row]
    faults: Sequence[Fault]
    ledger_faults: Sequence[Fault]


def locate_all(
    records: Records,
    articles: Mapping[str, Article],
    schemas: Schemas,
    executor: Executor | None = None,
    size: int = BATCH,
) -> LocatedBatch:
    """Return what all articles give, the same for every executor.

    Args:
        records: all rows, with what the ledger says of each article.
        articles: all articles by source_id.
        schemas: all tables and vocabularies.
        executor: what the batches run on, as `in_order` takes it.
        size: how many articles a batch has at most.
    """
    stage = partial(locate_batch, schemas=schemas)
    located: list[Located] = []
    ledger: list[Row] = []
    faults: list[Fault] = []
    ledger_faults: list[Fault] = list(unknown_articles(records))
    for result in in_order(stage, batches_of(records, articles, size), executor):
        located += result.located
        ledger += result.ledger
        faults += result.faults
        ledger_faults += result.ledger_faults
    return LocatedBatch(located, ledger, name_articles(faults, records, articles), ledger_faults)


def batches_of(
    records: Records, articles: Mapping[str, Article], size: int
) -> Iterator[tuple[Records, dict[str, Article]]]:
    """Yield the articles in batches of `size`, each with the records that quote them and its part of the ledger."""
    waiting = iter(sorted(articles))
    while source_ids := list(islice(waiting, size)):
        batch = set(source_ids)
        rows = {
            table: tuple(
                record for record in of_table if any(evidence.source_id in batch for evidence in record.evidence)
            )
            for table, of_table in records.rows.items()
        }
        ledgers = {source_id: records.ledgers[source_id] for source_id in source_ids if source_id in records.ledgers}
        yield replace(records, rows=rows, ledgers=ledgers), {source_id: articles[source_id] for source_id in source_ids}


def locate_batch(batch: tuple[Records, Mapping[str, Article]], schemas: Schemas) -> LocatedBatch:
    """Return what one batch of articles gives."""
    records, articles = batch
    located, faults = locate(records.all, articles)
    ledger, ledger_faults = keep_ledger(records, located, articles, schemas)
    return LocatedBatch(located, ledger, faults, ledger_faults)


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
