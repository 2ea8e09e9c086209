"""One slip, one message: what only follows from a fault is counted and not printed, and nothing else is left out."""

import re

import pytest

from tests.faults import kind_of
from tests.support.planting import RECORDS, SOURCES, built, replaced
from tests.support.project import Project

SEIZED = "quote: Chinese police seized 430kg"
# name: (file, old text, new text, kind): each is one mistake with effects elsewhere.
SLIPS = {
    "an id of an actor": (RECORDS, "    actor_id: police", "    actor_id: polise", "id-unknown"),
    "an actor who speaks": (RECORDS, "    attributed_to: cctv", "    attributed_to: cctw", "id-unknown"),
    "a day that others are counted from": (RECORDS, "date: 2025-11-26", "date: 2025-10-26", "reading-differs"),
    "the day of publication": (SOURCES, "published: 2025-12-16", "published: 2024-12-16", "reading-differs"),
    "a name of a table": (RECORDS, "\nevents:\n", "\nevent:\n", "table-unknown"),
    "a name of a column": (RECORDS, "  event_type: seizure", "  event_typ: seizure", "key-unknown"),
    "a file that is no YAML": (SOURCES, "title: Talks held", "title: Talks: held", "yaml-syntax"),
    "a character of a quote": (RECORDS, SEIZED, SEIZED.replace("police", "polise"), "quote-not-found"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_with_effects_is_one_fault(example: Project, name: str) -> None:
    file, old, new, kind = SLIPS[name]
    *faults, last = replaced(file, (old, new))(example).splitlines()
    assert [kind_of(fault) for fault in faults] == [kind]
    assert last.endswith(f"; nothing was changed; see docs/faults.md#{kind}")


def test_a_fault_is_no_effect_of_itself(example: Project) -> None:
    """A seizure may have the id of the event from whose date its own is counted."""
    edits = [
        ("- id: yantian-cocaine\n", "- id: yantian-seizure\n"),
        ("  date: 2025-11-26\n  place_id: none", "  date: 2025-11\n  place_id: none"),
    ]
    for old, new in edits:
        example.replace(RECORDS, old, new)
    text = (example.root / RECORDS).read_text(encoding="utf-8")
    before, mark, after = text.partition("seizures:\n")
    own = after.replace(
        "{words: November 26, anchor: published}", "{words: November 26, anchor: events/yantian-seizure}", 1
    )
    example.write(RECORDS, before + mark + own.replace("seizures/yantian-cocaine", "seizures/yantian-seizure"))
    assert "[reading-differs]" in built(lambda project: None)(example)


def test_effects_are_counted(example: Project) -> None:
    file, old, new, _ = SLIPS["the day of publication"]
    text = replaced(file, (old, new))(example)
    assert re.search(
        r"^1 fault, and [1-9]\d* that may follow from it; nothing was changed; see docs/faults.md#", text, re.M
    )


def test_two_mistakes_in_rows_of_their_own_are_both_printed(example: Project) -> None:
    text = replaced(RECORDS, ("quantity: 430\n", "quantity: 340\n"), ("defendants: 3\n", "defendants: 4\n"))(example)
    assert text.count("[reading-differs]") == 2


def test_two_mistakes_in_one_row_are_both_printed(example: Project) -> None:
    text = replaced(RECORDS, ("event_type: seizure", "event_type: arrest"), ("date: 2025-11-26", "date: 2025-11-25"))(
        example
    )
    assert text.count("[reading-differs]") == 2


def test_the_same_mistake_in_one_file_is_one_line_that_names_the_others(example: Project) -> None:
    def edit(project: Project) -> None:
        text = (project.root / RECORDS).read_text(encoding="utf-8")
        project.write(RECORDS, text.replace("attributed_to: cctv", "attributed_to: cctw"))

    text = built(edit)(example)
    (line,) = [line for line in text.splitlines() if kind_of(line) == "id-unknown"]
    assert re.search(r"; the same at lines? [1-9]", line)


def test_what_was_not_read_comes_first(example: Project) -> None:
    def edit(project: Project) -> None:
        project.replace(RECORDS, SEIZED, SEIZED.replace("police", "polise"))
        project.replace(SOURCES, "title: Talks held", "title: Talks: held")

    first, *_ = built(edit)(example).splitlines()
    assert first.endswith("[yaml-syntax]")
