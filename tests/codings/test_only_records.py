"""What only the records have: rows, cells and speakers, counted by hand on the example."""

from pathlib import Path

import pytest

from codings.matching import RECORDS
from codings.only_records import (
    ACTOR,
    EVENT,
    EVENTS,
    INITIATOR,
    PARTS,
    ROLE,
    TYPE,
    OnlyRecords,
    UncodedCell,
    UncodedSpeaker,
)
from tests.support.coded import BOTH, ONLY_C, ONLY_D, Line, compared, write_coded, written
from tests.support.example import HARBOUR, Made, make

DIED = "More than 1,300 deaths a year were caused by drugs, CCTV said"
# The records credit six quotes to CCTV: one of the seizure, of its police, its topic, its substance, its cocaine and
# the deaths, which all belong to the seizure.
OF_SEIZURE = (
    UncodedSpeaker("cctv", "event_actors", "yantian-seizure--police", 1),
    UncodedSpeaker("cctv", "event_substances", "yantian-seizure--cocaine", 1),
    UncodedSpeaker("cctv", "event_topics", "yantian-seizure--supply", 1),
    UncodedSpeaker("cctv", "events", "yantian-seizure", 1),
    UncodedSpeaker("cctv", "seizures", "yantian-cocaine", 1),
)
OF_DEATHS = UncodedSpeaker("cctv", "figures", "deaths", 1)
OF_BOTH = (*OF_SEIZURE[:4], OF_DEATHS, OF_SEIZURE[4])


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
        UncodedCell("events", "reported_by", "yantian-seizure"),
    ]


def claimed_by(actor: str, column: str = "attributed_to") -> list[Line]:
    """Return what D alone has, with another claimant of the seizure."""
    return [(*line[:3], column, actor, *line[5:]) if line[3] == "attributed_to" else line for line in ONLY_D]


@pytest.mark.parametrize("column", ["attributed_to", "reported_by"])
def test_a_speaker_of_an_event_whom_a_coder_names_is_not_listed(made: Made, column: str) -> None:
    alone = with_codings(made, BOTH + ONLY_C, BOTH + claimed_by("cctv", column))
    assert (alone.speakers, alone.quotes) == ((), 6)


def test_another_speaker_is_not_such_a_speaker(made: Made) -> None:
    alone = with_codings(made, BOTH + ONLY_C, BOTH + ONLY_D)
    assert (alone.speakers, alone.quotes) == (OF_BOTH, 6)


@pytest.mark.parametrize(("event_type", "listed"), [("statement", ()), ("meeting", OF_BOTH)])
def test_an_initiator_speaks_where_the_event_is_speech(
    made: Made, event_type: str, listed: tuple[UncodedSpeaker, ...]
) -> None:
    part: list[Line] = [
        (HARBOUR, "event_actors", "find--cctv", "event_id", "find", "broadcaster CCTV reported", "reported"),
        (HARBOUR, "event_actors", "find--cctv", "actor_id", "cctv", "broadcaster CCTV reported", "CCTV"),
        (HARBOUR, "event_actors", "find--cctv", "role", "initiator", "broadcaster CCTV reported", "reported"),
    ]
    both: list[Line] = [
        (*line[:4], event_type, *line[5:]) if line[2:4] == ("find", "event_type") else line for line in BOTH
    ]
    assert with_codings(made, both, both + part).speakers == listed


def test_a_speaker_of_a_row_does_not_count_for_its_event(made: Made) -> None:
    deaths: list[Line] = [
        (HARBOUR, "figures", "died", "value", "1300", DIED, "1,300"),
        (HARBOUR, "figures", "died", "attributed_to", "cctv", DIED, "CCTV"),
    ]
    assert with_codings(made, BOTH, BOTH + deaths).speakers == OF_SEIZURE


def test_the_columns_and_the_role_are_those_of_the_schemas(made: Made) -> None:
    parts = made.schemas.table(PARTS)
    assert {EVENT, ACTOR, ROLE} <= parts.by_name.keys()
    assert INITIATOR in made.schemas.codes(parts.column(ROLE))
    assert TYPE in made.schemas.table(EVENTS).by_name
