"""The stage gives the same in whatever batches, and on whatever executor, the articles are taken."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.locate import batches
from pipeline.locate.batches import batches_of, locate_all
from tests.support import ROOT
from tests.support.example import HARBOUR, SEED_FILES, TALKS, Made, make, write_example


@pytest.fixture(scope="module")
def real() -> Made:
    return make(ROOT)


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_the_size_of_the_batches_changes_nothing(real: Made, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    whole = locate_all(real.records, real.articles, real.schemas)
    monkeypatch.setattr(batches, "BATCH", size)
    with ThreadPoolExecutor(2) as executor:
        parts = locate_all(real.records, real.articles, real.schemas, executor)
    assert len(list(batches_of(real.records, real.articles))) == -(-len(real.articles) // size)
    assert whole.located
    assert sorted(map(repr, parts.located)) == sorted(map(repr, whole.located))
    assert parts.ledger == whole.ledger
    assert parts.faults == whole.faults == []


def test_a_batch_holds_only_what_its_articles_need(real: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 1)
    for records, articles in batches_of(real.records, real.articles):
        (source_id,) = articles
        assert set(records.ledgers) <= {source_id}
        assert all(source_id in {quote.source_id for quote in record.evidence} for record in records.all)


def test_a_quote_of_another_batch_is_named(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_example(tmp_path_factory.mktemp("example"))
    path = root / "records" / "harbour.yaml"
    text = path.read_text(encoding="utf-8")
    old, new = "quote: broadcaster CCTV reported", "quote: The United States pressed for them"
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(batches, "BATCH", 1)
    faults = [fault for fault in make(root).faults if fault.kind == "quote-in-other-article"]
    assert [fault.seen for fault in faults] == [
        f"the quote is not in {SEED_FILES[HARBOUR]}, but in {SEED_FILES[TALKS]}"
    ]
