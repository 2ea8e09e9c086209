"""Decisions: about one value, its words and what is read in them; an entry that no longer holds is named."""

from pathlib import Path

import pytest

from referees.cells import Cell, Opinion
from referees.decisions import (
    FILE,
    REASONS,
    as_yaml,
    outdated_faults,
    read_decisions,
    summary,
    undecided,
    undecided_faults,
)
from tests.support import ROOT

QUOTE = "CCTV reported\non Tuesday"
TUESDAY = Opinion(
    Cell("events", "find", "date", "2025-12-16", "Tuesday", quote=QUOTE), "dateparser", "2025-12-09", False
)
SILENT = Opinion(Cell("cases", "gang", "persons", "1", "one: a member"), "quantulum3", "", False)
REGISTER = Opinion(Cell("places", "port", "un_locode", "CNYTN"), "no library", "", False)
AGREED = Opinion(Cell("seizures", "cocaine", "quantity", "430", "430kg"), "quantulum3", "430", True)
INFERRED = Opinion(Cell("cases", "man", "persons", "1", "Wang Hong", inference="one_named"), "quantulum3", "", False)
OPINIONS = [TUESDAY, SILENT, REGISTER, AGREED, INFERRED]
DECIDED = (
    as_yaml([TUESDAY, SILENT, REGISTER])
    .replace("decision: open", "decision: kept")
    .replace("reason: open", "reason: form_not_read")
)


def decide(root: Path, entries: str) -> None:
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text(f"decisions:\n{entries}", encoding="utf-8")


def messages(root: Path, opinions: list[Opinion]) -> list[tuple[str, str, str, str]]:
    """Return kind, subject, what was seen and what was expected, of each fault of the entries."""
    decisions, faults = read_decisions(root)
    assert faults == []
    return [(fault.kind, fault.subject, fault.seen, fault.expected) for fault in outdated_faults(opinions, decisions)]


def test_what_agrees_needs_no_decision_and_what_is_decided_is_no_longer_open(tmp_path: Path) -> None:
    assert undecided(OPINIONS, []) == [TUESDAY, SILENT, REGISTER]
    decide(tmp_path, DECIDED)
    decisions, faults = read_decisions(tmp_path)
    assert (undecided(OPINIONS, decisions), faults, outdated_faults(OPINIONS, decisions)) == ([], [], [])


def test_what_follows_by_an_inference_that_the_record_names_needs_no_decision(tmp_path: Path) -> None:
    decide(tmp_path, as_yaml([INFERRED]).replace("open", "kept", 1).replace("open", "in_parts", 1))
    ((kind, subject, seen, _),) = messages(tmp_path, OPINIONS)
    assert (kind, subject) == ("decision-outdated", "cases.man.persons")
    assert seen == "a decision, but the record names the inference one_named"


def test_what_is_printed_can_be_pasted_and_is_open(tmp_path: Path) -> None:
    decide(tmp_path, as_yaml(OPINIONS[:3]))
    assert read_decisions(tmp_path) == ([], [])
    assert as_yaml([TUESDAY]).splitlines()[:3] == ["# CCTV reported", "# on Tuesday", "- table: events"]
    assert "words" not in as_yaml([REGISTER])


def test_each_undecided_opinion_is_a_fault_that_says_what_is_read() -> None:
    tuesday, silent, register = undecided_faults(OPINIONS[:3])
    assert tuesday.seen == 'dateparser reads "2025-12-09" in "Tuesday"'
    assert tuesday.expected == '"2025-12-16" as in the table, or a decision'
    assert silent.seen == 'quantulum3 reads nothing in "one: a member"'
    assert register.seen == "no library reads nothing"
    assert {fault.kind for fault in (tuesday, silent, register)} == {"opinion-undecided"}


CHANGES = {
    "another value": (
        Opinion(Cell("events", "find", "date", "2025-12-15", "Tuesday"), "dateparser", "2025-12-09", False),
        ("decision-unknown", '"2025-12-16" from "Tuesday"', 'what is there: "2025-12-15" from "Tuesday"'),
    ),
    "other words": (
        Opinion(Cell("events", "find", "date", "2025-12-16", "on Tuesday"), "dateparser", "2025-12-09", False),
        ("decision-unknown", '"2025-12-16" from "Tuesday"', 'what is there: "2025-12-16" from "on Tuesday"'),
    ),
    "another reading": (
        Opinion(TUESDAY.cell, "dateparser", "", False),
        ("decision-outdated", 'the entry says "2025-12-09"', '"nothing", which the referee reads now'),
    ),
    "the value itself is read": (
        Opinion(TUESDAY.cell, "dateparser", "2025-12-16", True),
        ("decision-outdated", 'the entry says "2025-12-09"', '"2025-12-16", which the referee reads now'),
    ),
    "what was read is now the value": (
        Opinion(TUESDAY.cell, "dateparser", "2025-12-09", True),
        ("decision-outdated", "a decision, but dateparser reads the value", "no entry"),
    ),
}


@pytest.mark.parametrize(("now", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_calls_for_a_new_decision(tmp_path: Path, now: Opinion, expected: tuple[str, str, str]) -> None:
    decide(tmp_path, DECIDED)
    kind, seen, expectation = expected
    assert messages(tmp_path, [now, *OPINIONS[1:]]) == [(kind, "events.find.date", seen, expectation)]
    decisions, _ = read_decisions(tmp_path)
    assert undecided([now, *OPINIONS[1:]], decisions) == ([] if now.agrees else [now])


def test_an_entry_on_no_cell_is_named(tmp_path: Path) -> None:
    decide(tmp_path, DECIDED)
    expected = ("decision-unknown", "events.find.date", '"2025-12-16" from "Tuesday"', "what is there: no such cell")
    assert messages(tmp_path, OPINIONS[1:]) == [expected]


def test_the_same_words_read_in_two_ways_need_two_decisions(tmp_path: Path) -> None:
    other = Opinion(TUESDAY.cell, "dateparser", "2025-12-02", False)
    decide(tmp_path, DECIDED)
    decisions, _ = read_decisions(tmp_path)
    assert undecided([*OPINIONS, other], decisions) == [other]
    assert outdated_faults([*OPINIONS, other], decisions) == []


def test_an_entry_written_twice_is_named(tmp_path: Path) -> None:
    decide(tmp_path, DECIDED * 2)
    assert [message[0] for message in messages(tmp_path, OPINIONS)] == ["entry-repeated"] * 3


WRONG = {
    "a reason of one's own": ("form_not_read", "taste", "value-unknown", 'reason is "taste"'),
    "no reason": ("  reason: form_not_read\n", "", "value-unknown", 'reason is ""'),
    "another decision": ("decision: kept", "decision: changed", "value-unknown", 'decision is "changed"'),
    "an unknown key": ("decision: kept", "decision: kept\n  why: x", "key-unknown", 'unknown key "why"'),
    "a list": ("row: find", "row: [find]", "form-wrong", "a list"),
    "an entry of text": ("- table: events", "- text\n- table: events", "form-wrong", "an entry of another form"),
}


@pytest.mark.parametrize(("old", "new", "kind", "seen"), WRONG.values(), ids=WRONG)
def test_a_wrong_entry_is_named(tmp_path: Path, old: str, new: str, kind: str, seen: str) -> None:
    assert old in DECIDED
    decide(tmp_path, DECIDED.replace(old, new, 1))
    _, (fault,) = read_decisions(tmp_path)
    assert (fault.kind, fault.seen, fault.position.file) == (kind, seen, FILE)


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == ([], [])
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text("other: []\n", encoding="utf-8")
    _, (fault,) = read_decisions(tmp_path)
    assert fault.seen == "no such list"
    (tmp_path / FILE).write_text("decisions: [\n", encoding="utf-8")
    assert [fault.kind for fault in read_decisions(tmp_path)[1]] == ["yaml-syntax"]


def test_the_summary_counts_each_referee_and_all() -> None:
    assert summary(OPINIONS, [SILENT]).splitlines() == [
        "dateparser: 0 of 1 agree, 1 differ, 0 silent, 0 inferred",
        "quantulum3: 1 of 3 agree, 0 differ, 1 silent, 1 inferred",
        "no library: 0 of 1 agree, 0 differ, 1 silent, 0 inferred",
        "referee: 1 of 5 agree, 1 differ, 2 silent, 1 inferred; 1 to decide",
    ]
    assert summary(OPINIONS, []).endswith("; all decided")


def test_the_guide_says_where_the_reasons_are_explained() -> None:
    assert "python -m referees --help" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(meaning.endswith(".") for meaning in REASONS.values())
