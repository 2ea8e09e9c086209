"""The stage gives the same in whatever batches, and on whatever executor, the articles are taken."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.batches import Engine
from pipeline.locate.batches import batches_of, locate_all
from tests.support import ROOT
from tests.support.example import HARBOUR, SEED_FILES, TALKS, Made, make, write_example


@pytest.fixture(scope="module")
def real() -> Made:
    return make(ROOT)


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_the_size_of_the_batches_changes_nothing(real: Made, size: int) -> None:
    whole = locate_all(real.records, real.articles, real.schemas)
    with ThreadPoolExecutor(2) as executor:
        parts = locate_all(real.records, real.articles, real.schemas, Engine(executor, size))
    assert len(list(batches_of(real.records, real.articles, size))) == -(-len(real.articles) // size)
    assert whole.located
    assert sorted(map(repr, parts.located)) == sorted(map(repr, whole.located))
    # Each value belongs to the very record that was read, not to a copy.
    assert {id(value.record) for value in parts.located} <= {id(record) for record in real.records.all}
    assert parts.ledger == whole.ledger
    assert parts.faults == whole.faults == []


def test_a_batch_holds_only_what_its_articles_need(real: Made) -> None:
    every = real.records.all
    for batch in batches_of(real.records, real.articles, 1):
        (source_id,) = batch.articles
        assert set(batch.records.ledgers) <= {source_id}
        assert [every[number] for number in batch.numbers] == list(batch.records.all)
        assert list(batch.records.all) == [
            record for record in every if source_id in {quote.source_id for quote in record.evidence}
        ]


def test_a_quote_of_another_batch_is_named(tmp_path: Path) -> None:
    root = write_example(tmp_path / "example")
    path = root / "records" / "harbour.yaml"
    text = path.read_text(encoding="utf-8")
    old, new = "quote: broadcaster CCTV reported", "quote: The United States pressed for them"
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    made = make(root)
    faults = locate_all(made.records, made.articles, made.schemas, Engine(size=1)).faults
    assert [fault.seen for fault in faults if fault.kind == "quote-in-other-article"] == [
        f"the quote is not in {SEED_FILES[HARBOUR]}, but in {SEED_FILES[TALKS]}"
    ]
