"""Reading ``records/changes.yaml``: entries of two forms, and what is refused with its line."""

import pytest

from pipeline.model import Correction
from tests.support.project import Project

FILE = "records/changes.yaml"
CELL = "{table: events, row: talks, field: title, from: Talks, to: Visits, why: it was wrong, quote: They met}"
ROW = "{table: events, row: talks, why: it was no event}"


def read(example: Project, text: str) -> tuple[tuple[Correction, ...], list[str]]:
    """Return the entries of the file with a text, and its faults as kind and line."""
    example.write(FILE, text)
    records, faults = example.records()
    return records.corrections, [f"{fault.kind}:{fault.position.line}" for fault in faults]


def entries(*lines: str) -> str:
    return "".join(["changes:\n  1.0.1:\n", *(f"  - {line}\n" for line in lines)])


def test_a_project_without_the_file_or_without_entries_has_none(example: Project) -> None:
    assert example.records()[0].corrections == ()
    assert read(example, "changes: {}\n") == ((), [])


def test_entries_of_both_forms(example: Project) -> None:
    (cell, row), faults = read(example, entries(CELL, ROW))
    assert faults == []
    assert (cell.version, *cell.place) == ("1.0.1", "events", "talks", "title")
    assert (cell.old, cell.new, cell.why, cell.quote) == ("Talks", "Visits", "it was wrong", "They met")
    assert (row.place, row.old, row.new, row.quote) == (("events", "talks", ""), "", "", "")
    assert (cell.position.line, row.position.line) == (3, 4)


def test_an_empty_cell_is_a_key_that_is_left_out(example: Project) -> None:
    (cell,), faults = read(example, entries(CELL.replace("from: Talks, ", "")))
    assert (cell.old, faults) == ("", [])


def test_the_same_change_of_another_version_is_another_entry(example: Project) -> None:
    corrections, faults = read(example, f"{entries(CELL)}  1.0.2:\n  - {CELL}\n")
    assert ([entry.version for entry in corrections], faults) == (["1.0.1", "1.0.2"], [])


REFUSED = {
    "a list": ("- a\n", "form-wrong:1"),
    "a list of entries": ("changes:\n- a\n", "form-wrong:1"),
    "another key": ("change: {}\n", "key-unknown:1"),
    "no list of entries": ("changes:\n  1.0.1: {table: events}\n", "form-wrong:2"),
    "a text in place of an entry": (entries("talks"), "form-wrong:3"),
    "no table": (entries(ROW.replace("table: events, ", "")), "key-missing:3"),
    "no row": (entries(ROW.replace("row: talks, ", "")), "key-missing:3"),
    "no reason": (entries(ROW.replace(", why: it was no event", "")), "key-missing:3"),
    "no field": (entries(CELL.replace("field: title, ", "")), "key-missing:3"),
    "an unknown key": (entries(ROW.replace("why", "because: it was, why")), "key-unknown:3"),
    "a list in place of a text": (entries(ROW.replace("talks", "[talks]")), "form-wrong:3"),
    "an empty reason": (entries(ROW.replace("it was no event", '""')), "value-empty:3"),
    "a reason that is not written yet": (entries(ROW.replace("it was no event", "…")), "value-missing:3"),
    "a quote that is not written yet": (entries(CELL.replace("They met", "…")), "value-missing:3"),
    "an entry twice": (entries(CELL, CELL), "entry-repeated:4"),
    "a version twice": (f"{entries(CELL)}  1.0.1:\n  - {ROW}\n", "key-repeated:4"),
    "an alias": ("changes: &a\n  1.0.1: [*a]\n", "yaml-not-plain:1"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(example: Project, case: str) -> None:
    text, fault = REFUSED[case]
    assert fault in read(example, text)[1]


def test_a_file_that_is_too_large_is_not_read(example: Project) -> None:
    assert read(example, f"# {'a' * 5_000_000}\nchanges: {{}}\n")[1] == ["file-too-large:1"]
