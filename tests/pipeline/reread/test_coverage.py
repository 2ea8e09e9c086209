"""Nothing of an article is passed over: what counts as accounted for, what is reported, and how often."""

import re
from pathlib import Path

import pytest

from pipeline.report import Report
from pipeline.run import run
from tests.support.example import HARBOUR, TALKS, write_example
from tests.support.planting import PASSAGES, RECORDS, reseeded
from tests.support.project import Project

ADDED = ", as the law of 3 states near China"
UNCODED = ("other_event_id: the seizure of November 26", "other_event_id: the seizure")


@pytest.fixture
def example(tmp_path: Path) -> Project:
    return Project(write_example(tmp_path / "project"))


def left_out(*items: str, source: str = HARBOUR) -> str:
    """Return a file of passages that leaves out `items` of an article."""
    return f"passages:\n- source: {source}\n  left_out:\n" + "".join(f"  - {item}\n" for item in items)


def checked(project: Project) -> Report:
    return run(project.root, "check")


def kinds(report: Report) -> list[tuple[str, str]]:
    """Return subject and kind of each fault."""
    return sorted((fault.subject, fault.kind) for fault in report.faults)


def test_the_example_is_accounted_for(example: Project) -> None:
    report = checked(example)
    assert report.faults == []
    coverage = report.made.coverage
    assert coverage is not None
    assert {kind: tally.coded for kind, tally in coverage[TALKS].items()} == {
        "sentence": 4,
        "number": 0,
        "date": 2,
        "name": 4,
        "stretch": 0,
    }


def test_what_stands_in_a_stretch_is_reported_with_it(example: Project) -> None:
    reseeded(example, "effective in August", f"effective in August{ADDED}")
    assert kinds(checked(example)) == [(f"{HARBOUR}--009.stretch", "stretch-unaccounted")]


@pytest.mark.parametrize("column", ["event_type: added", "instrument: list"])
def test_wide_words_of_a_code_or_a_text_account_for_no_number(example: Project, column: str) -> None:
    reseeded(example, "added 46 substances and NA to its list", "added 46 substances and NA to its list of 9 guns")
    wide = {"event_type: added": "event_type: added 46 substances and NA to its list of 9 guns"}
    text = (
        (example.root / RECORDS)
        .read_text(encoding="utf-8")
        .replace("added 46 substances and NA to its list", "added 46 substances and NA to its list of 9 guns")
    )
    example.write(RECORDS, text.replace(column, wide.get(column, column)))
    assert kinds(checked(example)) == [(f"{HARBOUR}--009.number", "number-unaccounted")]


def test_what_is_left_of_a_stretch_is_counted_together(example: Project) -> None:
    reseeded(
        example, "effective in August", "effective in August, as officials who gladly praised then the new land law"
    )
    example.write(PASSAGES, left_out("{text: praised then, reason: background}"))
    assert {kind for _, kind in kinds(checked(example))} == {"stretch-unaccounted"}


def test_one_part_leaves_out_all_that_it_holds(example: Project) -> None:
    reseeded(example, "effective in August", f"effective in August{ADDED}")
    example.write(PASSAGES, left_out("{text: as the law of 3 states near China, reason: background}"))
    report = checked(example)
    assert report.faults == []
    tallies = (report.made.coverage or {})[HARBOUR]
    assert {kind: dict(tally.left_out) for kind, tally in tallies.items() if tally.left_out} == {
        kind: {"background": 1} for kind in ("number", "name", "stretch")
    }
    (row,) = (row for row in report.made.tables["passages"].to_pylist() if row["within"])
    assert (row["passage_id"], row["within"]) == (f"{HARBOUR}--009-17", f"{HARBOUR}--009")
    assert (row["status"], row["reason"]) == ("left_out", "background")


def test_what_a_part_does_not_hold_is_still_reported(example: Project) -> None:
    reseeded(example, "effective in August", f"effective in August{ADDED}")
    example.write(PASSAGES, left_out("{text: as the law of, reason: background}"))
    assert kinds(checked(example)) == [
        (f"{HARBOUR}--009.name", "name-unaccounted"),
        (f"{HARBOUR}--009.number", "number-unaccounted"),
    ]


def test_words_that_hold_half_of_a_date_do_not_account_for_it(example: Project) -> None:
    example.replace(RECORDS, UNCODED[0], "other_event_id: the seizure of November")
    assert kinds(checked(example)) == [(f"{TALKS}--003.date", "date-unaccounted")]


def test_the_line_of_the_message_leaves_it_out(example: Project) -> None:
    example.replace(RECORDS, *UNCODED)
    (fault,) = checked(example).faults
    line = re.findall(r"- (\{text.*\})", fault.fix)[0]
    example.write(PASSAGES, left_out(line.replace("CODE", "repetition"), source=TALKS))
    assert checked(example).faults == []


@pytest.mark.parametrize("text", ["The talks", "November 26"])
def test_a_part_that_holds_nothing_uncoded_is_reported(example: Project, text: str) -> None:
    example.write(PASSAGES, left_out(f"{{text: {text}, reason: absence}}", source=TALKS))
    assert kinds(checked(example)) == [(f"{TALKS}.left_out", "entry-not-allowed")]


def test_of_a_sentence_without_value_and_reason_only_that_is_reported(example: Project) -> None:
    example.write(PASSAGES, f"passages:\n- source: {TALKS}\n  add_cuts:\n  - {{starts: for them}}\n")
    example.replace(RECORDS, *UNCODED)
    assert [kind for _, kind in kinds(checked(example))] == ["date-unaccounted", "sentence-unaccounted"]


def test_beside_another_fault_nothing_is_counted(example: Project) -> None:
    example.replace(RECORDS, *UNCODED)
    example.replace(RECORDS, "quantity: 430\n", "quantity: 340\n")
    report = checked(example)
    assert [kind for _, kind in kinds(report)] == ["reading-differs"]
    assert report.made.coverage is None
    assert any("no value accounts for" in note for note in report.not_run)
