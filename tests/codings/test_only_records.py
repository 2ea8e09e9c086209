"""What only the records have: rows, cells and speakers, counted by hand on the example."""

from pathlib import Path

import pytest

from codings.matching import RECORDS
from codings.only_records import (
    ACTOR,
    EVENT,
    PARTS,
    ROLE,
    SPEAKER_COLUMNS,
    SPEAKER_ROLES,
    OnlyRecords,
    UncodedCell,
    UncodedSpeaker,
)
from tests.support.coded import BOTH, ONLY_C, ONLY_D, Line, compared, write_coded, written
from tests.support.example import HARBOUR, Made, make

DIED = "More than 1,300 deaths a year were caused by drugs, CCTV said"
# The records credit four quotes to CCTV: one of the seizure, of its police, of its cocaine and of the deaths, which all
# belong to the seizure.
OF_SEIZURE = (
    UncodedSpeaker("cctv", "event_actors", "yantian-seizure--police", 1),
    UncodedSpeaker("cctv", "events", "yantian-seizure", 1),
    UncodedSpeaker("cctv", "seizures", "yantian-cocaine", 1),
)
OF_DEATHS = UncodedSpeaker("cctv", "figures", "deaths", 1)
OF_BOTH = (*OF_SEIZURE[:2], OF_DEATHS, OF_SEIZURE[2])


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def with_codings(made: Made, c: list[Line], d: list[Line]) -> OnlyRecords:
    """Return what only the records have, beside other codings."""
    for coder, lines in (("c", c), ("d", d)):
        (made.root / "codings" / f"{coder}.jsonl").write_text(written(lines), encoding="utf-8")
    return compared(made).only_records


def test_rows_that_neither_coder_has_are_listed(made: Made) -> None:
    """C alone has the talks: they are no row that neither has."""
    result = compared(made)
    rows = result.only_records.rows
    assert [row_id for table, row_id in rows if table == "events"] == ["sentence", "substances-added"]
    assert [row_id for table, row_id in rows if table == "event_actors"] == []
    assert len(rows) == sum(counts.get(frozenset({RECORDS}), 0) for counts in result.rows.values())


def test_cells_that_no_coder_has_filled_are_listed_where_a_coder_has_the_row(made: Made) -> None:
    """C alone fills the place of the seizure, and neither has the row of the sentence."""
    assert [cell for cell in compared(made).only_records.cells if cell.table == "events"] == [
        UncodedCell("events", "modality", "talks"),
        UncodedCell("events", "scope", "seizures-of-the-year"),
        UncodedCell("events", "scope", "talks"),
        UncodedCell("events", "scope", "yantian-seizure"),
        UncodedCell("events", "date", "talks"),
    ]


@pytest.mark.parametrize("role", ["speaker", "reporter"])
def test_a_speaker_of_an_event_whom_a_coder_names_is_not_listed(made: Made, role: str) -> None:
    lines = [(*line[:4], role, *line[5:]) if line[4] == "speaker" else line for line in ONLY_D]
    alone = with_codings(made, BOTH + ONLY_C, BOTH + lines)
    assert (alone.speakers, alone.quotes) == ((), 4)


def test_a_speaker_whom_no_coder_names_is_listed(made: Made) -> None:
    """D has CCTV in the event with another role, which does not say that it says anything."""
    lines = [(*line[:4], "host", *line[5:]) if line[4] == "speaker" else line for line in ONLY_D]
    alone = with_codings(made, BOTH + ONLY_C, BOTH + lines)
    assert (alone.speakers, alone.quotes) == (OF_BOTH, 4)


def test_a_speaker_of_a_row_does_not_count_for_its_event(made: Made) -> None:
    deaths: list[Line] = [
        (HARBOUR, "figures", "died", "value", "1300", DIED, "1,300"),
        (HARBOUR, "figures", "died", "attributed_to", "cctv", DIED, "CCTV"),
    ]
    assert with_codings(made, BOTH, BOTH + deaths).speakers == OF_SEIZURE


def test_another_speaker_is_not_such_a_speaker(made: Made) -> None:
    lines = [(*line[:4], "police", *line[5:]) if line[4] == "cctv" else line for line in ONLY_D]
    assert with_codings(made, BOTH + ONLY_C, BOTH + lines).speakers == OF_BOTH


def test_the_columns_and_roles_of_speakers_are_those_of_the_schemas(made: Made) -> None:
    columns = {column for schema in made.schemas.tables for column in schema.by_name}
    assert set(SPEAKER_COLUMNS) <= columns
    parts = made.schemas.table(PARTS)
    assert {EVENT, ACTOR, ROLE} <= parts.by_name.keys()
    assert set(made.schemas.codes(parts.column(ROLE))) >= SPEAKER_ROLES
