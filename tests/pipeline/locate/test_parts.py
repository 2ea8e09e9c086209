"""Parts of sentences that the ledger leaves out, the lines to paste, and a planted fault for each mistake."""

from pathlib import Path

import pytest

from pipeline.faults import Fault
from pipeline.locate.parts import beginning, line_to_leave_out, parts_left_out
from pipeline.locate.sentences import cut
from pipeline.model import Article, Ledger
from pipeline.read.ledgers import by_article, read_ledgers
from pipeline.read.nodes import Fields
from pipeline.read.strict_yaml import read_yaml
from tests.support.zones import zone

TEXT = "Ten met. Ten met in a port, aided by nine. Advert here."
BODY = 43
ARTICLE = Article("x", "seeds/x.txt", "", TEXT, (zone("body", 0, BODY), zone("furniture", BODY, len(TEXT))))


def ledger_of(tmp_path: Path, *items: str) -> tuple[Ledger | None, list[Fault]]:
    """Return the entry of the article with these items left out."""
    lines = "".join(f"  - {item}\n" for item in items)
    (tmp_path / "passages.yaml").write_text(f"passages:\n- source: x\n  left_out:\n{lines}", encoding="utf-8")
    node, faults = read_yaml(tmp_path / "passages.yaml", "records/passages.yaml")
    assert isinstance(node, Fields)
    ledgers, more = read_ledgers(node)
    return by_article(ledgers)[0].get("x"), [*faults, *more]


def test_parts_are_found_in_their_sentence_in_the_order_of_the_article(tmp_path: Path) -> None:
    items = ("{text: aided by nine, reason: absence}", "{text: Ten, occurrence: 2, reason: absence}")
    ledger, faults = ledger_of(tmp_path, *items)
    parts, more = parts_left_out(ARTICLE, cut(ARTICLE, None)[0], ledger)
    assert [(part.number, TEXT[part.start : part.end]) for part in parts] == [(1, "Ten"), (1, "aided by nine")]
    assert [*faults, *more] == []


WRONG = {
    "{text: Eleven, reason: absence}": ("passage-not-found", '"Eleven" is not in seeds/x.txt'),
    "{text: por, reason: absence}": ("passage-not-found", '"por" cuts a word'),
    "{text: Ten, reason: absence}": ("text-ambiguous", '"Ten" stands 2 times'),
    "{text: met. Ten, reason: absence}": ("entry-not-allowed", "runs over the end of its sentence"),
    "{text: Advert, reason: absence}": ("entry-not-allowed", "stands in furniture"),
    "{text: in a, reason: absence}": ("entry-not-allowed", "is listed already at records/passages.yaml:4"),
    "{text: Ten met, starts: Ten, reason: absence}": ("form-wrong", "an item of another form"),
    "{text: Ten met}": ("form-wrong", "an item of another form"),
}


@pytest.mark.parametrize("item", WRONG)
def test_a_wrong_part_is_reported_with_its_line(tmp_path: Path, item: str) -> None:
    ledger, faults = ledger_of(tmp_path, "{text: a port, reason: absence}", item)
    parts, more = parts_left_out(ARTICLE, cut(ARTICLE, None)[0], ledger)
    kind, seen = WRONG[item]
    assert [(fault.kind, fault.position.line) for fault in [*faults, *more]] == [(kind, 5)]
    assert seen in [*faults, *more][0].seen
    assert len(parts) == 1


def test_a_sentence_is_named_by_as_few_words_as_tell_it_apart() -> None:
    passages = cut(ARTICLE, None)[0]
    assert [beginning(ARTICLE, passages, passage) for passage in passages[:2]] == ["Ten met.", "Ten met in"]


def test_the_line_to_paste_is_read_again_as_what_it_was_made_for(tmp_path: Path) -> None:
    line = line_to_leave_out(ARTICLE, None, {"text": "aided by nine", "occurrence": 1})
    assert line.startswith(
        "begin the entry “- source: x” with “left_out:” in records/passages.yaml, and add to it: - {"
    )
    ledger, _ = ledger_of(tmp_path, line.partition(": - ")[2].replace("CODE", "absence"))
    assert ledger is not None
    assert [(mark.text, mark.occurrence, mark.reason) for mark in ledger.left_out] == [("aided by nine", 1, "absence")]
    assert line_to_leave_out(ARTICLE, ledger, {"starts": "Ten"}) == (
        'add to left_out of x in records/passages.yaml: - {starts: "Ten", reason: CODE}'
    )
