"""The three doors give the same for batches of any size, here and on other processes: as if all were read at once."""

import random
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipeline.assemble.built import Built
from pipeline.assemble.tables import EVIDENCE
from pipeline.batches import BATCH, Engine
from pipeline.reread import corpus as batches
from pipeline.reread import reread, value_faults
from pipeline.reread.advice import Quote, Written
from pipeline.reread.corpus import Corpus
from pipeline.reread.coverage import account, check_coverage
from pipeline.reread.grounding import facts_of
from pipeline.reread.inferences import OF_ACTOR
from pipeline.reread.links import Links
from pipeline.reread.rows import check_rows, doubts
from pipeline.reread.surroundings import Surroundings
from pipeline.run import run
from tests.support import ROOT

SPREADS = (0.0, 0.3)
"""How many ties are given the place of another one, often in another article."""
NOTES = ("attributed_to", "anchor", "inference", "reach", "repeats", "exempt", "country")
"""What a tie notes beside its words: each is given to other ties, so that many of them are wrong."""
PLACE = ("source_id", "seed_file", "quote", "quote_start", "quote_end", "words", "words_start", "words_end")
"""Where words stand: some ties are given the place of others, so that rows are spread over the articles."""
CODED = ("event_type", "modality", "date")
SHARE = 0.1
"""How many of the cells are changed."""


def wrong(corpus: Corpus, spread: float) -> Corpus:
    """Return a corpus of which many cells hold what others do, and some rows have no ties."""
    dice = random.Random(1)
    every = corpus.tables[EVIDENCE].to_pylist()
    lost = {row_id for row_id in sorted({tie["row_id"] for tie in every}) if dice.random() < SHARE}
    ties = [tie for tie in every if tie["row_id"] not in lost]
    events = corpus.tables["events"].to_pylist()
    names = sorted({form for forms in corpus.records.forms.values() for form in forms})
    by_field: dict[str, list[dict[str, Any]]] = {}
    for tie in ties:
        by_field.setdefault(tie["field"], []).append(tie)
    places = [{column: tie[column] for column in PLACE} for tie in ties]
    for rows, columns in ((ties, NOTES), (events, CODED)):
        for row in rows:
            for column in columns:
                if dice.random() < SHARE:
                    row[column] = dice.choice(rows)[column]
    for tie in ties:
        if dice.random() < SHARE:
            tie["value"] = dice.choice(by_field[tie["field"]])["value"]
        if dice.random() < spread:
            tie.update(dice.choice(places))
        if tie["table_name"] == "actors" and tie["field"] == "country" and dice.random() < 0.5:
            tie["inference"] = OF_ACTOR
    for event in events:
        # What a title says may stand with any row, also in another article.
        event["title"] = dice.choice(ties)["quote"]
        event["summary"] = " and ".join(dice.choice(names) for _ in range(3))
    made = {EVIDENCE: ties, "events": events}
    tables = {name: pa.Table.from_pylist(rows, corpus.tables[name].schema) for name, rows in made.items()}
    return replace(corpus, tables={**corpus.tables, **tables})


@pytest.fixture(scope="module")
def sound() -> Corpus:
    """Return the project's own corpus: its articles share actors, events and dates."""
    made = run(ROOT, last="assemble").made
    return Corpus(made.tables, made.schemas, made.records, made.articles)


@pytest.fixture(scope="module", params=SPREADS)
def corpus(sound: Corpus, request: pytest.FixtureRequest) -> Corpus:
    return wrong(sound, request.param)


@pytest.fixture(scope="module")
def at_once(corpus: Corpus) -> list[Any]:
    """Return what is found where all rows are looked at together, and nothing is picked out."""
    tables, schemas, forms = corpus.tables, corpus.schemas, corpus.records.forms
    built = Built(schemas, {name: table.to_pylist() for name, table in tables.items()})
    texts = {source_id: article.text for source_id, article in corpus.articles.items()}
    is_outside = Links(tables, schemas).is_outside
    ties = built.table(EVIDENCE)
    outside = {tie["evidence_id"] for tie, is_so in zip(ties, is_outside, strict=True) if is_so}
    rows = Surroundings(built, texts, forms, texts.keys(), outside)
    facts, written = facts_of(tables, schemas, forms), everything_written(corpus)
    read = [tie for tie in ties if schemas.table(tie["table_name"]).column(tie["field"]).origin != "judged"]
    of_values = [fault for tie in read for fault in value_faults(tie, facts, written)]
    return [of_values, sorted(doubts(rows)), account(rows, corpus.records.ledgers, corpus.articles)]


def everything_written(corpus: Corpus) -> Written:
    quotes: dict[str, list[Quote]] = {}
    for record in corpus.records.all:
        for evidence in record.evidence:
            quotes.setdefault(evidence.source_id, []).append(Quote(record.table, record.row_id, evidence.quote))
    return Written({key: record.position for key, record in corpus.records.by_id.items()}, quotes)


def in_batches(corpus: Corpus, size: int, executor: Executor | None = None) -> list[Any]:
    engine = Engine(executor, size)
    return [reread(corpus, engine)[1], check_rows(corpus, engine)[1], check_coverage(corpus, engine)]


def test_many_things_are_wrong(at_once: list[Any]) -> None:
    of_values, of_rows, (_, of_articles) = at_once
    assert all((of_values, of_rows, of_articles))
    assert len({fault.kind for fault in of_rows}) > 5


@pytest.mark.parametrize("size", [1, 2, 500])
def test_batches_of_any_size_give_what_all_at_once_gives(corpus: Corpus, at_once: list[Any], size: int) -> None:
    assert in_batches(corpus, size) == at_once


def test_batches_end_with_the_articles_and_with_many_ties(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [batch.articles.keys() for batch in corpus.batches(BATCH)]
    monkeypatch.setattr(batches, "TIES", 1)
    single = [source_id for batch in corpus.batches(BATCH) for source_id in batch.articles]
    assert [len(batch.articles) for batch in corpus.batches(BATCH)] == [1] * len(single)
    assert [[*source_ids] for source_ids in whole] == [single]


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as processes:
        yield processes


def test_other_processes_give_what_this_one_gives(corpus: Corpus, at_once: list[Any], pool: Executor) -> None:
    assert in_batches(corpus, 1, pool) == at_once


def counts(corpus: Corpus, size: int) -> list[object]:
    engine = Engine(size=size)
    return [reread(corpus, engine)[0], check_rows(corpus, engine)[0]]


def test_what_stands_in_several_articles_is_counted_once(corpus: Corpus) -> None:
    assert counts(corpus, 1) == counts(corpus, BATCH)


def test_a_batch_holds_no_other_articles_than_it_needs(sound: Corpus) -> None:
    sizes = [batch.tables[EVIDENCE].num_rows for batch in sound.batches(1)]
    assert max(sizes) < sound.tables[EVIDENCE].num_rows


def test_a_batch_holds_the_rows_that_its_advice_may_name(sound: Corpus) -> None:
    evidence = sound.tables[EVIDENCE]
    # A quote without words for a value has no tie, which would bring its row along.
    without_ties = evidence.filter(pc.equal(evidence.column("table_name"), "sources"))
    for batch in replace(sound, tables={**sound.tables, EVIDENCE: without_ties}).batches(1):
        quotes = {(quote.table, quote.row_id) for some in batch.written.quotes.values() for quote in some}
        ids = {name: sound.schemas.table(name).id_name for name, _ in quotes}
        assert quotes
        assert quotes <= {(name, row_id) for name in ids for row_id in batch.tables[name].column(ids[name]).to_pylist()}


def test_a_batch_holds_the_forms_of_the_rows_that_are_values(sound: Corpus) -> None:
    ties = sound.tables[EVIDENCE].to_pylist()
    unprinted = {("actors", "nobody"): ("a form that no article prints",)}
    named = [{**tie, "value": "nobody"} if tie["field"] == "actor_id" else tie for tie in ties]
    tables = {**sound.tables, EVIDENCE: pa.Table.from_pylist(named, sound.tables[EVIDENCE].schema)}
    records = replace(sound.records, forms={**sound.records.forms, **unprinted})
    for batch in replace(sound, tables=tables, records=records).batches(1):
        fields = batch.tables[EVIDENCE].column("field").to_pylist()
        assert "actor_id" not in fields or unprinted.items() <= batch.forms.items()
