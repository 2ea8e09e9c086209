"""Input that nobody writes on purpose: the build ends with a fault at its place, in short messages, and soon."""

import re

import pytest

from tests.support.example import HARBOUR, SEED_FILES
from tests.support.planting import PASSAGES, RECORDS, SOURCES, built, replaced, written
from tests.support.project import Project

PLACE = re.compile(r"(records|seeds)(/\S+)?:[1-9][0-9]* ")
LAST = re.compile(
    r"\d+ faults?(, and \d+ that may follow from (it|them))?; nothing was changed; see docs/faults\.md#[a-z0-9-]+"
)
DIGITS = "9" * 5000
JAILED = "quote: one was jailed for life"

# What is replaced, by what, and the text of the line that the fault names.
NUMBERS = {
    "occurrence of a quote": (RECORDS, JAILED, f"{JAILED}\n      occurrence: {DIGITS}", "occurrence: 9"),
    "occurrence of words": (
        RECORDS,
        "quantity: 430kg",
        f"quantity: {{words: 430kg, occurrence: {DIGITS}}}",
        "ords: 430kg",
    ),
    "occurrence of a zone": (SOURCES, "starts: Chinese police", f"starts: Chinese police, occurrence: {DIGITS}", "occ"),
    "number": (RECORDS, "quantity: 430\n", f"quantity: {DIGITS}\n", "quantity: 9"),
    "decimals": (RECORDS, "quantity: 430\n", f"quantity: 0.{DIGITS}\n", "quantity: 0."),
    "integer": (RECORDS, "defendants: 3\n", f"defendants: {DIGITS}\n", "defendants: 9"),
    "date": (RECORDS, "date: 2025-11-26", f"date: {DIGITS}-11-26", "date: 9"),
    "id": (RECORDS, "event_id: yantian-seizure", f"event_id: {DIGITS}", "event_id: 9"),
    "id of a row": (RECORDS, "- id: police", f"- id: {DIGITS * 20}", "actor_id: police"),
    "id that no row refers to": (RECORDS, "- id: deaths", f"- id: {DIGITS * 20}", "- id: 9"),
    "key": (RECORDS, "title: Talks held", f"? {DIGITS * 200}\n  : x\n  title: Talks held", "- id: talks"),
    "code": (RECORDS, "event_type: seizure", f"event_type: {DIGITS}", "event_type: 9"),
    "anchor": (RECORDS, "anchor: published", f"anchor: {DIGITS}", "anchor: 9"),
}


def check(project: Project, text: str) -> None:
    """Assert that what the build printed are faults, each with its place and short."""
    *faults, last = text.splitlines()
    assert faults
    assert all(PLACE.match(fault) for fault in faults)
    assert all(len(fault) < 3000 for fault in faults)
    assert LAST.fullmatch(last)


@pytest.mark.parametrize("name", NUMBERS)
def test_thousands_of_digits_are_a_fault_at_their_line(example: Project, name: str) -> None:
    file, old, new, at = NUMBERS[name]
    text = replaced(file, (old, new))(example)
    check(example, text)
    line = int(example.place(file, at).rpartition(":")[2])
    assert any(fault.startswith((f"{file}:{line} ", f"{file}:{line + 1} ")) for fault in text.splitlines())


FILES = {
    "brackets": ("records/more.yaml", "[" * 100_000),
    "braces": (SOURCES, "{a: " * 100_000),
    "dashes": (PASSAGES, "- " * 100_000),
    "anchors": ("records/more.yaml", "actors:\n" + "- &a x\n" * 100_000),
    "occurrence in the ledger": (
        PASSAGES,
        f"passages:\n- source: {HARBOUR}\n  add_cuts:\n  - {{starts: two, occurrence: {DIGITS}}}\n",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_end_is_a_fault_of_that_file(example: Project, name: str) -> None:
    file, content = FILES[name]
    text = written(file, content)(example)
    check(example, text)
    assert any(fault.startswith(f"{file}:") for fault in text.splitlines())
    assert len(text.splitlines()) < 120


def test_an_article_that_was_changed_is_the_only_fault(example: Project) -> None:
    text = built(lambda project: project.replace(SEED_FILES[HARBOUR], "430kg", "340kg"))(example)
    check(example, text)
    assert re.findall(r"\[(\S+)\]$", text, re.M) == ["seed-changed"]
