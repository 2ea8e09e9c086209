"""How far two coders agree before anything is settled: counted by hand on a small pair, with faults planted in it."""

from pathlib import Path

import pytest

from codings.reliability import KeyColumn, RowsInBoth, interval
from codings.report import report
from tests.support.coded import BOTH, ONLY_C, ONLY_D, Line, compared, study, write_coded, written
from tests.support.example import HARBOUR, TALKS, Made, make


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def recoded(made: Made, coder: str, lines: list[Line]) -> None:
    (made.root / "codings" / f"{coder}.jsonl").write_text(written(lines), encoding="utf-8")


def key_column(made: Made, table: str, column: str) -> KeyColumn:
    (chosen,) = [entry for entry in compared(made).key_columns if (entry.table, entry.column) == (table, column)]
    return chosen


def test_rows_that_both_have(made: Made) -> None:
    # Both have find, total and pressing; C alone the talks. 2·3 / (2·3 + 1).
    (events,) = [entry for entry in compared(made).in_both if entry.table == "events"]
    assert events == RowsInBoth("events", 3, 1, 0)
    assert events.f1 == pytest.approx(6 / 7)


def test_cells_of_the_key_columns(made: Made) -> None:
    # date: find and total, equal. modality: find equal, total not; pressing has none.
    assert key_column(made, "events", "date").cells == 2
    modality = key_column(made, "events", "modality")
    assert (modality.cells, modality.equal, modality.alpha) == (2, 1, 0)


def test_a_part_that_one_coder_lacks_is_a_disagreement(made: Made) -> None:
    assert key_column(made, "event_actors", "role").equal == 1
    recoded(made, "d", [line for line in BOTH + ONLY_D if line[1] != "event_actors"])
    role = key_column(made, "event_actors", "role")
    assert (role.cells, role.equal) == (1, 0)


def test_parts_of_an_event_that_one_coder_lacks_do_not_count_again(made: Made) -> None:
    talks: list[Line] = [
        (TALKS, "event_actors", "talks-held--us", "event_id", "talks-held", "held talks", "held"),
        (TALKS, "event_actors", "talks-held--us", "actor_id", "us", "the United States held talks", "United States"),
        (TALKS, "event_actors", "talks-held--us", "role", "participant", "held talks", "held"),
    ]
    before = key_column(made, "event_actors", "role")
    recoded(made, "c", [*BOTH, *ONLY_C, *talks])
    assert key_column(made, "event_actors", "role") == before


def test_a_part_that_two_articles_tell_is_one_row(made: Made) -> None:
    again: list[Line] = [
        (HARBOUR, "event_actors", "find--again", "event_id", "find", "Police seized", "seized"),
        (HARBOUR, "event_actors", "find--again", "actor_id", "police", "Police seized", "Police"),
        (HARBOUR, "event_actors", "find--again", "role", "initiator", "Police seized", "seized"),
    ]
    before = compared(made).in_both
    recoded(made, "d", [*BOTH, *ONLY_D, *again])
    assert compared(made).in_both == before


def test_the_interval_is_narrow_where_many_cells_agree_and_the_same_each_time() -> None:
    few = [["a", "a"], ["b", "b"], ["a", "b"]] * 3
    low, high = interval(few) or (0, 0)
    low_of_many, high_of_many = interval(few * 20) or (0, 0)
    assert low < low_of_many < high_of_many < high
    assert interval(few) == (low, high)
    assert interval([["a", "a"]] * 9) is None


def test_the_report_has_what_was_found(made: Made) -> None:
    text = report(study(made))
    assert "C has 4 rows of `events` and D has 3; both have 3 of them" in text
    assert "| [events.modality](codebook.md#events.modality) | 2 | 1 (50 %) | 0.00 |" in text
