"""The agreement of two codings: counted by hand on a small pair, blind to the order of lines, and all of it settled."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codings import agreement, settlements
from codings.agreement import Agreement, Compared, alpha
from codings.matching import RECORDS
from codings.reading import Places, read_coding, read_codings
from codings.settlements import Difference
from pipeline.read.strict_yaml import parse_yaml
from tests.support import ROOT
from tests.support.example import HARBOUR, TALKS, Made, changed, make, write_example

Line = tuple[str, str, str, str, str, str, str]

SEIZED = "Chinese police seized 430kg of cocaine at Yantian in China on November 26"
TOTAL = "Police seized 2.42 tonnes of drugs between January and May 2025"
TALKED = "China and the United States held talks the following month about drugs"

# Both find the seizure and the total, call the police by a name that the records know, and see 430 kg.
# They part in the modality of the total and the place of the seizure; C alone finds the talks, which the records
# date, D alone a part of CCTV with another role, and both a pressing that the records lack.
BOTH: list[Line] = [
    (HARBOUR, "actors", "chinese-police", "name", "Chinese police", "Chinese police seized", "Chinese police"),
    (HARBOUR, "actors", "cctv", "name", "CCTV", "broadcaster CCTV reported", "CCTV"),
    (HARBOUR, "places", "yantian", "name", "Yantian", "at Yantian in China", "Yantian"),
    (HARBOUR, "substances", "cocaine", "name", "cocaine", "430kg of cocaine", "cocaine"),
    (HARBOUR, "events", "find", "event_type", "seizure", SEIZED, "seized"),
    (HARBOUR, "events", "find", "modality", "occurred", SEIZED, "seized"),
    (HARBOUR, "events", "find", "date", "2025-11-26", SEIZED, "November 26"),
    (HARBOUR, "events", "total", "event_type", "seizure", TOTAL, "seized"),
    (HARBOUR, "events", "total", "date", "2025-01/2025-05", TOTAL, "between January and May 2025"),
    (HARBOUR, "event_actors", "find--police", "event_id", "find", "Chinese police seized", "seized"),
    (HARBOUR, "event_actors", "find--police", "actor_id", "police", "Chinese police seized", "police"),
    (HARBOUR, "event_actors", "find--police", "role", "initiator", "Chinese police seized", "seized"),
    (HARBOUR, "seizures", "cocaine", "substance_id", "cocaine", "430kg of cocaine", "cocaine"),
    (TALKS, "events", "pressing", "event_type", "demand", "The United States pressed for them", "pressed"),
    (TALKS, "event_actors", "pressing--us", "event_id", "pressing", "The United States pressed for them", "pressed"),
    (TALKS, "event_actors", "pressing--us", "actor_id", "us", "The United States pressed for them", "United States"),
]
ONLY_C: list[Line] = [
    (HARBOUR, "events", "find", "place_id", "yantian", SEIZED, "Yantian"),
    (HARBOUR, "events", "total", "modality", "occurred", TOTAL, "seized"),
    (HARBOUR, "seizures", "cocaine", "quantity", "430.0", "430kg of cocaine", "430kg"),
    (TALKS, "events", "talks-held", "event_type", "meeting", TALKED, "talks"),
]
ONLY_D: list[Line] = [
    (HARBOUR, "events", "total", "modality", "ongoing", TOTAL, "seized"),
    (HARBOUR, "seizures", "cocaine", "quantity", "430", "430kg of cocaine", "430kg"),
    (HARBOUR, "event_actors", "find--cctv", "event_id", "find", "broadcaster CCTV reported", "reported"),
    (HARBOUR, "event_actors", "find--cctv", "actor_id", "cctv", "broadcaster CCTV reported", "CCTV"),
    (HARBOUR, "event_actors", "find--cctv", "role", "speaker", "broadcaster CCTV reported", "reported"),
]
KEYS = ("source", "table", "row", "field", "value", "quote", "words")


def written(lines: Sequence[Line]) -> str:
    return "".join(json.dumps(dict(zip(KEYS, line, strict=True))) + "\n" for line in lines)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    root = write_example(tmp_path / "project")
    (root / "codings").mkdir()
    (root / "codings" / "c.jsonl").write_text(written(BOTH + ONLY_C), encoding="utf-8")
    (root / "codings" / "d.jsonl").write_text(written(BOTH + ONLY_D), encoding="utf-8")
    return make(root)


def agreed(made: Made) -> Agreement:
    second, faults = agreement.read_second_codings(made.root, made.schemas, made.articles, made.records.forms)
    assert [str(fault) for fault in faults] == []
    found = second.agreement(made.tables)
    assert found is not None
    return found


def compared(found: Agreement, name: str) -> tuple[list[Compared], Fraction | None]:
    """Return the agreement in one column: of the two codings, of each with the records, and alpha."""
    (column,) = [one for one in found.columns if f"{one.table}.{one.column.name}" == name]
    return [column.pairs[pair] for pair in (("c", "d"), ("c", RECORDS), ("d", RECORDS))], column.alpha


def test_rows_by_who_has_them(made: Made) -> None:
    found = agreed(made)
    everybody, nobody = frozenset({"c", "d", RECORDS}), frozenset({RECORDS})
    both = frozenset({"c", "d"})
    assert found.coders == ("c", "d")
    assert found.rows["events"] == {everybody: 2, frozenset({"c", RECORDS}): 1, nobody: 2, both: 1}
    assert found.rows["event_actors"] == {everybody: 1, frozenset({"d", RECORDS}): 1, both: 1}
    assert found.rows["seizures"] == {everybody: 1, nobody: 1}
    assert found.rows["actors"] == {everybody: 2, nobody: 3}


# By hand. modality: of find both say occurred, of total occurred and ongoing, of pressing nothing: two units, one
# equal. Alpha: values occurred ×3, ongoing ×1; observed 1/2, expected 1 - 3·2/(4·3) = 1/2, alpha 0.
# place_id: only find has one, from C alone. date: two units, equal; values 2 and 2; alpha 1.
# role: in the part of the police equal; D alone has that of CCTV, where the records say reporter.
BY_HAND = {
    "events.modality": ([(2, 1), (3, 2), (2, 1)], Fraction(0)),
    "events.event_type": ([(3, 3), (3, 3), (2, 2)], Fraction(1)),
    "events.place_id": ([(1, 0), (1, 1), (1, 0)], None),
    "events.date": ([(2, 2), (3, 2), (2, 2)], Fraction(1)),
    "event_actors.actor_id": ([(2, 2), (1, 1), (2, 2)], Fraction(1)),
    "event_actors.role": ([(1, 1), (1, 1), (2, 1)], None),
    "seizures.quantity": ([(1, 1), (1, 1), (1, 1)], None),
    "actors.name": ([(2, 2), (2, 2), (2, 2)], None),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_percent_agreement_and_alpha_are_those_counted_by_hand(made: Made, name: str) -> None:
    pairs, by_hand = BY_HAND[name]
    assert compared(agreed(made), name) == ([Compared(*pair) for pair in pairs], by_hand)


def test_differences_are_what_the_records_lack_or_have_otherwise(made: Made) -> None:
    """The actor under the missing event goes with it, and what a coder left out is no difference."""
    assert [(one.table, one.row, one.field, one.record, one.coded) for one in agreed(made).differences] == [
        ("event_actors", "yantian-seizure--cctv", "role", "reporter", (("d", "speaker"),)),
        ("events", "", "", "", (("c", "pressing"), ("d", "pressing"))),
        ("events", "seizures-of-the-year", "modality", "occurred", (("d", "ongoing"),)),
    ]


def test_the_order_of_the_lines_changes_nothing(made: Made) -> None:
    before, chance = agreed(made), random.Random(2025)
    for _ in range(5):
        for coder, lines in (("c", BOTH + ONLY_C), ("d", BOTH + ONLY_D)):
            shuffled = chance.sample(lines, len(lines))
            (made.root / "codings" / f"{coder}.jsonl").write_text(written(shuffled), encoding="utf-8")
        assert agreed(made) == before


values = st.sampled_from(["a", "b", "c", ""])


@given(st.lists(st.tuples(values, values), max_size=12))
def test_alpha_is_that_of_the_maintained_library(pairs: list[tuple[str, str]]) -> None:
    mine = alpha(pairs)
    if mine is None:
        assert len(pairs) < 2 or len({value for pair in pairs for value in pair}) < 2
        return
    names = ["a", "b", "c", ""]
    data = [[float(names.index(pair[coder])) for pair in pairs] for coder in (0, 1)]
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert float(mine) == pytest.approx(theirs)


SETTLED = """settlements:
- {table: event_actors, row: yantian-seizure--cctv, field: role, record: reporter, d: speaker, decided: kept, rule: "8"}
- {table: events, c: pressing, d: pressing, decided: kept, rule: "1, 3", why: No event of its own.}
- {table: events, row: seizures-of-the-year, field: modality, record: occurred, d: ongoing, decided: kept, rule: "9"}
"""


def settle(made: Made, text: str) -> Agreement:
    (made.root / "codings" / settlements.FILE).write_text(text, encoding="utf-8")
    return agreed(made)


def test_an_unsettled_difference_fails(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(agreed(made).unsettled) == 3
    assert agreement.main(made.root) == 1
    assert "3 of 3 differences unsettled" in capsys.readouterr().err
    found = settle(made, SETTLED)
    assert (found.unsettled, found.out_of_date, found.decided) == ((), (), {"kept": 3})
    assert agreement.main(made.root) == 0


def test_what_is_printed_can_be_pasted_and_is_open(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    before = agreed(made)
    agreement.main(made.root)
    printed = capsys.readouterr().out
    assert parse_yaml(f"settlements:\n{printed}", "x")[1] == []
    assert settle(made, f"settlements:\n{printed}").unsettled == before.unsettled
    decided = printed.replace("decided: open", "decided: kept").replace("rule: open", 'rule: "3"')
    assert settle(made, f"settlements:\n{decided}").unsettled == ()


def test_a_correction_is_not_counted_as_agreement(made: Made) -> None:
    """The records are compared as they stood, whether a value was changed or a row added since."""
    before = agreed(made)
    made.tables = changed(made, "events", "seizures-of-the-year", modality="ongoing")
    text = SETTLED.replace('d: ongoing, decided: kept, rule: "9"', 'd: ongoing, decided: changed, rule: "9"')
    found = settle(made, text)
    assert (found.columns, found.rows, found.out_of_date) == (before.columns, before.rows, ())


def test_a_row_added_since_counts_as_missing(made: Made) -> None:
    added = "c: talks-held, decided: added, row: talks"
    found = settle(made, SETTLED + f'- {{table: events, {added}, rule: "3"}}\n')
    assert found.rows["events"][frozenset({"c"})] == 1
    assert (found.unsettled, found.out_of_date) == ((), ())


OUT_OF_DATE = [
    ("d: speaker", "d: host", "there is no such difference"),
    ("record: reporter", "record: host", 'it kept "host", the records have "reporter"'),
    ('speaker, decided: kept, rule: "8"', 'speaker, decided: changed, rule: "8"', "which the records still have"),
    ("pressing, decided: kept", "pressing, row: pressing, decided: added", "it added pressing, which the records lack"),
]


@pytest.mark.parametrize(("old", "new", "seen"), OUT_OF_DATE)
def test_a_settlement_that_no_longer_holds_is_named(made: Made, old: str, new: str, seen: str) -> None:
    assert old in SETTLED
    (fault,) = settle(made, SETTLED.replace(old, new)).out_of_date
    assert seen in fault.seen
    assert str(fault.position).startswith("codings/settlements.yaml:")
    assert agreement.main(made.root) == 1


def test_a_settlement_written_twice_is_named(made: Made) -> None:
    (fault,) = settle(made, SETTLED + SETTLED.splitlines(keepends=True)[1]).out_of_date
    assert (str(fault.position), fault.seen) == ("codings/settlements.yaml:5", "it is settled twice")


WRONG_ENTRIES = [
    ("decided: kept", "decided: perhaps", 'decided is "perhaps"'),
    ('rule: "8"', "rule: taste", 'the rule is "taste"'),
    ("d: speaker, ", "", "no table, or no coder"),
    ("table: event_actors, ", "", "no table, or no coder"),
    ("d: ongoing, decided: kept", "d: ongoing, decided: added", 'added with the field "modality"'),
    ("- {table: events, c: pressing", "- [{table: events, c: pressing", "wrong form"),
]


@pytest.mark.parametrize(("old", "new", "seen"), WRONG_ENTRIES)
def test_an_entry_of_the_wrong_form_is_a_fault(made: Made, old: str, new: str, seen: str) -> None:
    assert old in SETTLED
    text = SETTLED.replace(old, new, 1).replace(
        "event of its own.}", "event of its own.}]" if "[" in new else "event of its own.}"
    )
    (made.root / "codings" / settlements.FILE).write_text(text, encoding="utf-8")
    _, faults = settlements.read_settlements(made.root / "codings")
    assert [seen in fault.seen for fault in faults] == [True]


def test_a_file_without_a_list_is_a_fault(made: Made) -> None:
    (made.root / "codings" / settlements.FILE).write_text("settled: all\n", encoding="utf-8")
    assert [fault.seen for fault in settlements.read_settlements(made.root / "codings")[1]] == ["no such list"]


WRONG_LINES: list[tuple[Callable[[str], str], str]] = [
    (lambda text: text[:-2], "not valid JSON at character 208: Unterminated string"),
    (lambda text: text.replace('"row"', '"id"'), "not an object with a text for each"),
    (lambda text: text.replace('"events"', '"actions"'), "no column actions.event_type"),
    (lambda text: text.replace('"event_type"', '"kind"'), "no column events.kind"),
    (lambda text: text.replace("430kg", "431kg"), "is not in the article"),
    (lambda text: text.replace(HARBOUR, TALKS), "is not in the article"),
    (lambda text: text.replace('"words": "seized"', '"words": "found"'), 'the words "found" are not in the quote'),
]


@pytest.mark.parametrize(("spoil", "seen"), WRONG_LINES)
def test_a_line_that_cannot_be_used_is_named(made: Made, spoil: Callable[[str], str], seen: str) -> None:
    line = spoil(written(BOTH[4:5]).strip())
    coding, (fault,) = read_coding([line], "codings/c.jsonl", made.schemas, made.articles, Places(made.articles))
    assert (str(fault.position), coding) == ("codings/c.jsonl:1", {})
    assert seen in fault.seen


def test_there_are_two_codings_or_none(made: Made) -> None:
    (made.root / "codings" / "d.jsonl").unlink()
    codings, faults = read_codings(made.root / "codings", made.schemas, made.articles)
    assert (list(codings), [fault.seen for fault in faults]) == (["c"], ["1 codings"])
    second, _ = agreement.read_second_codings(made.root, made.schemas, made.articles, made.records.forms)
    assert second.agreement(made.tables) is None
    assert read_codings(made.root / "none", made.schemas, made.articles) == ({}, [])


def test_what_the_command_cannot_do_gives_2(tmp_path: Path) -> None:
    assert agreement.main(tmp_path / "none") == 2


def test_a_difference_is_the_same_whatever_is_told_about_it() -> None:
    one = Difference("events", "talks", "date", "2025", (("c", "2024"),), ("c: 2024",))
    assert one == replace(one, notes=())


def test_all_differences_from_the_records_are_settled() -> None:
    found, faults = agreement.of_project(ROOT)
    assert [str(fault) for fault in faults] == []
    if (ROOT / "codings" / "c.jsonl").exists():
        assert found is not None
        assert [str(fault) for fault in found.out_of_date] == []
        assert found.unsettled == (), "python -m codings.agreement prints them"
