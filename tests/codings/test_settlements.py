"""Settlements: what is settled is no longer open, and an entry that does not hold is named."""

from dataclasses import replace
from pathlib import Path

import pytest

from codings.settlements import Difference, as_yaml, read_settlements
from pipeline.faults import Fault
from pipeline.read.strict_yaml import parse_yaml
from tests.support.coded import SETTLED, settle, study, write_coded
from tests.support.example import Made, changed, make


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def test_what_is_settled_is_no_longer_open(made: Made) -> None:
    assert len(study(made).unsettled) == 3
    settle(made.root, SETTLED)
    result = study(made)
    assert (result.unsettled, result.out_of_date) == ((), ())
    assert result.comparisons[0].decided == {"kept": 3}


def test_what_is_printed_can_be_pasted_and_is_open(made: Made) -> None:
    before = study(made)
    printed = as_yaml(before.unsettled)
    assert parse_yaml(f"settlements:\n{printed}", "x")[1] == []
    settle(made.root, f"settlements:\n{printed}")
    assert study(made).unsettled == before.unsettled
    decided = printed.replace("decided: open", "decided: kept").replace("rule: open", 'rule: "3"')
    settle(made.root, f"settlements:\n{decided}")
    assert study(made).unsettled == ()


def test_a_note_of_several_lines_stays_a_comment() -> None:
    difference = Difference("events", "talks", "date", "2025", (("c", "2024"),), ("c: 2024 (a\nb)",))
    assert as_yaml([difference]).startswith("# c: 2024 (a\n# b)\n- table: events\n")


def test_a_correction_is_not_counted_as_agreement(made: Made) -> None:
    """The records are compared as they stood, whether a value was changed or a row added since.

    What is said of single cells takes them as they stand, and is left out here.
    """
    before = study(made)
    made.tables = changed(made, "events", "seizures-of-the-year", modality="announced")
    settle(
        made.root,
        SETTLED.replace('d: announced, decided: kept, rule: "9"', 'd: announced, decided: changed, rule: "9"'),
    )
    result = study(made)
    after, earlier = (replace(of.comparisons[0], decided={}, cells=()) for of in (result, before))
    assert after == earlier
    assert result.out_of_date == ()


def test_a_row_added_since_counts_as_missing(made: Made) -> None:
    added = "c: talks-held, decided: added, row: talks"
    settle(made.root, SETTLED + f'- {{table: events, {added}, rule: "3"}}\n')
    result = study(made)
    assert result.comparisons[0].rows["events"][frozenset({"c"})] == 1
    assert (result.unsettled, result.out_of_date) == ((), ())


OUT_OF_DATE = [
    ("d: police", "d: china", "difference-unknown", "no such difference between the codings and the records"),
    ("record: cctv", "record: china", "settlement-outdated", 'it kept "china", but the records have "cctv"'),
    (
        'police, decided: kept, rule: "8"',
        'police, decided: changed, rule: "8"',
        "settlement-outdated",
        "which the records still have",
    ),
    (
        "pressing, decided: kept",
        "pressing, row: pressing, decided: added",
        "settlement-outdated",
        "it added pressing, which the records lack",
    ),
]


@pytest.mark.parametrize(("old", "new", "kind", "seen"), OUT_OF_DATE)
def test_a_settlement_that_no_longer_holds_is_named(made: Made, old: str, new: str, kind: str, seen: str) -> None:
    assert old in SETTLED
    settle(made.root, SETTLED.replace(old, new))
    (fault,) = study(made).out_of_date
    assert seen in fault.seen
    assert (fault.kind, fault.position.file) == (kind, "codings/settlements.yaml")


def test_a_settlement_written_twice_is_named(made: Made) -> None:
    settle(made.root, SETTLED + SETTLED.splitlines(keepends=True)[1])
    (fault,) = study(made).out_of_date
    assert (str(fault.position), fault.kind) == ("codings/settlements.yaml:5", "entry-repeated")
    assert fault.seen == "a second entry for this difference"


WRONG_ENTRIES = [
    ("decided: kept", "decided: perhaps", "2 value-unknown", 'decided is "perhaps"'),
    ('rule: "8"', "rule: taste", "2 value-malformed", 'the rule is "taste"'),
    ("d: police, ", "", "2 key-missing", "no table, or no coder"),
    ("table: events, row: yantian", "row: yantian", "2 key-missing", "no table, or no coder"),
    (
        "d: announced, decided: kept",
        "d: announced, decided: added",
        "4 decision-wrong",
        'added with the field "modality"',
    ),
    ("d: pressing, decided: kept", "d: pressing, decided: changed", "3 decision-wrong", 'changed with the field ""'),
    ("d: pressing, decided: kept", "d: pressing, decided: added", "3 key-missing", "no row"),
    ("why: No event of its own.", "why: [No event]", "3 form-wrong", "a list"),
    ("decided: kept", "decided: {a: kept}", "2 form-wrong", "a mapping"),
    ("d: police", "d: [police]", "2 form-wrong", "a list"),
    (
        "- {table: events, c: pressing",
        "- text\n- {table: events, c: pressing",
        "3 form-wrong",
        "another form",
    ),
]


def wrong(made: Made, text: str) -> list[Fault]:
    settle(made.root, text)
    return read_settlements(made.root / "codings")[1]


@pytest.mark.parametrize(("old", "new", "line_and_kind", "seen"), WRONG_ENTRIES)
def test_an_entry_of_the_wrong_form_is_named(made: Made, old: str, new: str, line_and_kind: str, seen: str) -> None:
    assert old in SETTLED
    (fault,) = wrong(made, SETTLED.replace(old, new, 1))
    assert f"{fault.position} {fault.kind}" == f"codings/settlements.yaml:{line_and_kind}"
    assert seen in fault.seen


@pytest.mark.parametrize("text", ["settled: all\n", "settlements: all\n", "- a\n", "text\n"])
def test_a_file_without_a_list_is_named(made: Made, text: str) -> None:
    (fault,) = wrong(made, text)
    assert (str(fault.position), fault.kind) == ("codings/settlements.yaml:1", "form-wrong")


def test_a_file_that_is_no_yaml_is_named_once(made: Made) -> None:
    (fault,) = wrong(made, SETTLED + "}\n")
    assert str(fault.position) == "codings/settlements.yaml:5"


def test_a_difference_is_the_same_whatever_its_notes_say() -> None:
    difference = Difference("events", "talks", "date", "2025", (("c", "2024"),), ("c: 2024",))
    assert difference == replace(difference, notes=())
