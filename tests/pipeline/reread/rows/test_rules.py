"""The list of rules on rows, what lifts them, and what they count."""

import inspect

from pipeline.batches import BATCH
from pipeline.reread.rows import LIFTED, RULES, Joint, dates, kind, marks, numbers, persons, reach, speech, titles
from pipeline.reread.surroundings import Span
from tests.support import ROOT
from tests.support.articles import Article, checked, corpus, event, schemas

SEIZED = "Police seized drugs in multiple cases. Police seized drugs."


def test_each_exemption_of_the_vocabulary_lifts_rules_of_its_own() -> None:
    assert schemas().vocabularies["exemptions"].by_code.keys() == LIFTED.keys()
    lifted = [rule for rules in LIFTED.values() for rule in rules]
    assert all(LIFTED.values()) and set(lifted) <= set(RULES)
    assert len(set(lifted)) == len(lifted)


def test_each_rule_is_in_the_list_and_says_what_it_catches() -> None:
    modules = (dates, marks, numbers, persons, reach, speech, titles)
    written = [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert set(written) == set(RULES) and len(RULES) == len(set(map(kind, RULES)))
    assert [kind(rule) for rule in RULES if not (rule.__doc__ or "").startswith("Catches ")] == []


def test_each_rule_has_planted_rows() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/pipeline/reread/rows").glob("test_*.py")]
    assert [
        kind(rule) for rule in RULES if not any(kind(rule) in text or rule.__name__ in text for text in texts)
    ] == []


def test_rows_are_counted_with_those_that_are_wrong_and_those_that_are_exempt() -> None:
    first, second = SEIZED.split(". ")
    total = event("total", first, "seized")
    other = event("other", second, "seized", scope=("incident", "seized"))
    joint, faults = checked(Article(SEIZED), events=[total, other])
    assert joint == Joint(due=4, checked=4, wrong=1, exempt=0)
    assert {fault.subject for fault in faults} == {"total.scope"}
    lifted = event("total", first, "seized", scope=("incident", "seized", {"exempt": "other_matter"}))
    joint, faults = checked(Article(SEIZED), events=[lifted, other])
    assert (joint.wrong, joint.exempt, faults) == (0, 1, [])


CLAUSES = {
    "Police seized drugs, and a court met.": "Police seized drugs",
    "As it rained, police seized drugs in May while a court met.": " police seized drugs in May",
    "Between May and June police seized drugs.": "Between May and June police seized drugs.",
    "It rained (police seized drugs in May) and was late.": "police seized drugs in May",
    "Police seized 1,300kg of drugs but nobody met.": "Police seized 1,300kg of drugs",
}


def test_a_clause_ends_at_a_mark_or_before_another_statement() -> None:
    for text, clause in CLAUSES.items():
        whole, faults = corpus(Article(text), {"events": [event("find", text, "seized")]})
        assert not faults
        (batch,) = whole.batches(BATCH)
        rows = batch.surroundings(schemas())
        tie = rows.ties_of["events", "find"][0]
        source_id, start, end = rows.clause(tie)
        assert rows.text(source_id)[start:end].strip() == clause.strip()


def test_spans_of_two_articles_do_not_overlap() -> None:
    assert not Span("a", 0, 5).overlaps(Span("b", 0, 5))
