"""What coders say of each cell: a small planted case for every status, and the records as they stand today."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from codings.cells import AGREES, DIFFERS, EMPTY, NO_ROW, NOT_IN_RECORDS, STATUSES, TOPIC_CODER, CodedCell, as_csv
from codings.study import read_study
from tests.codings.test_earlier import as_earlier
from tests.support.coded import BOTH, ONLY_C, ONLY_D, SEIZED, SETTLED, TALKED, TOTAL, Line, settle, write_coded, written
from tests.support.example import HARBOUR, TALKS, Made, make

SEIZURE, TOTAL_ROW, MEETING = "yantian-seizure", "seizures-of-the-year", "talks"
SEEN_AGAIN = "the seizure of November 26"
Key = tuple[str, str, str, str]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def write(made: Made, **lines: Sequence[Line]) -> None:
    """Write the codings, each under the name of its coder."""
    for coder, of_coder in lines.items():
        (made.root / "codings" / f"{coder}.jsonl").write_text(written(of_coder), encoding="utf-8")


def in_file_order(made: Made) -> tuple[CodedCell, ...]:
    result, faults = read_study(made.root)
    assert faults == []
    assert result
    return result.cells


def cells(made: Made) -> dict[Key, CodedCell]:
    """Return what is said of each cell; no cell has two lines of one coder."""
    of_study = in_file_order(made)
    by_key = {(cell.table_name, cell.row_id, cell.field, cell.coder): cell for cell in of_study}
    assert len(by_key) == len(of_study)
    return by_key


def said(made: Made, row_id: str, coder: str, table: str = "events") -> dict[str, tuple[str, str]]:
    """Return the status and the value of each cell of a row of one coder."""
    return {
        field: (cell.status, cell.value)
        for (table_name, of_row, field, by), cell in cells(made).items()
        if (table_name, of_row, by) == (table, row_id, coder)
    }


def settled(made: Made, row_id: str, field: str, coder: str) -> tuple[str, str, str]:
    cell = cells(made)["events", row_id, field, coder]
    return cell.settled, cell.rule, cell.why


def test_each_cell_that_the_records_or_a_coder_have_filled_has_a_line(made: Made) -> None:
    of_both = {"event_type": (AGREES, "seizure"), "modality": (AGREES, "occurred"), "date": (AGREES, "2025-11-26")}
    left = {"scope": (EMPTY, ""), "reported_by": (EMPTY, "")}
    assert said(made, SEIZURE, "c") == {
        **of_both,
        **left,
        "place_id": (AGREES, "yantian"),
        "attributed_to": (EMPTY, ""),
    }
    assert said(made, SEIZURE, "d") == {
        **of_both,
        **left,
        "place_id": (EMPTY, ""),
        "attributed_to": (DIFFERS, "police"),
    }


def test_a_row_that_a_coder_lacks_is_one_line_without_a_field(made: Made) -> None:
    assert said(made, MEETING, "d") == said(made, "sentence", "c") == {"": (NO_ROW, "")}
    assert said(made, MEETING, "c")["event_type"] == (AGREES, "meeting")


def test_a_row_that_only_a_coder_has_has_no_line(made: Made) -> None:
    assert {row_id for table, row_id, *_ in cells(made) if table == "events"} == {
        row["event_id"] for row in made.tables["events"].to_pylist()
    }


def test_a_value_where_the_records_are_empty_is_not_in_the_records(made: Made) -> None:
    place: Line = (HARBOUR, "events", "total", "place_id", "yantian", "at Yantian in China", "Yantian")
    write(made, c=[*BOTH, *ONLY_C, place])
    assert said(made, TOTAL_ROW, "c")["place_id"] == (NOT_IN_RECORDS, "yantian")
    assert "place_id" not in said(made, TOTAL_ROW, "d")


def test_a_text_agrees_by_its_words_and_is_shown_as_the_coder_wrote_it(made: Made) -> None:
    longer: Line = (
        HARBOUR,
        "substances",
        "cocaine",
        "name",
        "430kg of cocaine",
        "430kg of cocaine",
        "430kg of cocaine",
    )
    write(made, c=[line for line in BOTH if line[1:4] != ("substances", "cocaine", "name")] + [longer])
    assert said(made, "cocaine", "c", "substances")["name"] == (AGREES, "430kg of cocaine")


PRESSED = "The United States pressed for them"
FOLLOWED = "The talks followed the seizure of November 26"


@pytest.mark.parametrize(
    ("other_event", "other_id", "shown"),
    [
        ((TALKS, "events", "it", "modality", "occurred", SEEN_AGAIN, "seizure"), "it", (AGREES, SEIZURE)),
        ((TALKS, "events", SEIZURE, "event_type", "demand", PRESSED, "pressed"), SEIZURE, (DIFFERS, f"d:{SEIZURE}")),
    ],
)
def test_an_id_is_that_of_the_records_or_names_the_coder_who_has_it(
    made: Made, other_event: Line, other_id: str, shown: tuple[str, str]
) -> None:
    """D says what the talks followed: the seizure, which D calls otherwise, or a demand by the seizure's name."""
    own: list[Line] = [
        other_event,
        (TALKS, "events", "held", "event_type", "meeting", TALKED, "talks"),
        (TALKS, "event_relations", "after", "event_id", "held", FOLLOWED, "talks"),
        (TALKS, "event_relations", "after", "relation", "follows", FOLLOWED, "followed"),
        (TALKS, "event_relations", "after", "other_event_id", other_id, FOLLOWED, SEEN_AGAIN),
    ]
    write(made, d=own)
    (row_id,) = made.tables["event_relations"].column(made.schemas.table("event_relations").id_name).to_pylist()
    assert said(made, row_id, "d", "event_relations") == {"relation": (AGREES, "follows"), "other_event_id": shown}


def test_an_id_that_leads_to_no_row_is_shown_as_written(made: Made) -> None:
    nobody: Line = (HARBOUR, "events", "find", "attributed_to", "navy", SEIZED, "police")
    write(made, d=[*BOTH, nobody])
    assert said(made, SEIZURE, "d")["attributed_to"] == (DIFFERS, "navy")


def test_the_records_are_taken_as_they_stand_today(made: Made) -> None:
    """A value that was changed and a row that was added because of the codings agree with them today."""
    claim: Line = (HARBOUR, "events", "find", "attributed_to", "cctv", "broadcaster CCTV reported", "CCTV")
    write(made, c=BOTH, d=[*BOTH, claim])
    changed = "table: events, row: yantian-seizure, field: attributed_to, record: police, d: cctv, decided: changed"
    settle(made.root, f'settlements:\n- {{{changed}, rule: "8"}}\n')
    assert said(made, SEIZURE, "d")["attributed_to"] == (AGREES, "cctv")
    assert settled(made, SEIZURE, "attributed_to", "d") == ("changed", "8", "")
    added = "table: events, row: seizures-of-the-year, c: total, d: total, decided: added, rule: definition, why: Told"
    settle(made.root, f"settlements:\n- {{{added}}}\n")
    assert said(made, TOTAL_ROW, "c")["date"] == (AGREES, "2025-01/2025-05")
    assert settled(made, TOTAL_ROW, "date", "c") == ("added", "definition", "Told")
    assert settled(made, SEIZURE, "attributed_to", "d") == ("", "", "")


def test_a_settlement_is_told_of_the_coder_and_the_cell_that_it_decides(made: Made) -> None:
    settle(made.root, SETTLED.replace('rule: "8"', 'rule: "8", why: The broadcaster says it.'))
    told = {key: (cell.settled, cell.rule, cell.why) for key, cell in cells(made).items() if cell.settled}
    assert told == {
        ("events", SEIZURE, "attributed_to", "d"): ("kept", "8", "The broadcaster says it."),
        ("events", TOTAL_ROW, "modality", "d"): ("kept", "9", ""),
    }
    settle(made.root, SETTLED.replace("decided: kept", "decided: open"))
    assert [cell for cell in cells(made).values() if cell.settled] == []


def test_a_settlement_is_told_of_no_other_coder_who_has_the_same(made: Made) -> None:
    claim: Line = (HARBOUR, "events", "find", "attributed_to", "police", "Chinese police seized", "police")
    write(made, c=[*BOTH, claim], d=[*BOTH, claim])
    settle(made.root, SETTLED.splitlines()[0] + "\n" + SETTLED.splitlines()[1].replace("d: police", "c: police"))
    assert said(made, SEIZURE, "c")["attributed_to"] == said(made, SEIZURE, "d")["attributed_to"] == (DIFFERS, "police")
    assert settled(made, SEIZURE, "attributed_to", "c") == ("kept", "8", "")
    assert settled(made, SEIZURE, "attributed_to", "d") == ("", "", "")


def test_what_only_an_article_says_that_the_coder_did_not_read_has_no_line(made: Made) -> None:
    """C and D read the talks alone: of the seizure these say that it occurred, and C dates it as well."""
    occurred: Line = (TALKS, "events", "it", "modality", "occurred", SEEN_AGAIN, "seizure")
    write(made, c=[occurred, (*occurred[:3], "date", "2025-11-26", SEEN_AGAIN, "November 26")], d=[occurred])
    assert said(made, SEIZURE, "c") == {"modality": (AGREES, "occurred"), "date": (AGREES, "2025-11-26")}
    assert said(made, SEIZURE, "d") == {"modality": (AGREES, "occurred"), "date": (EMPTY, "")}


def test_nothing_is_said_of_what_the_first_rules_did_not_ask_for(made: Made) -> None:
    write(made, c=as_earlier(*BOTH, *ONLY_D))
    (made.root / "codings" / "d.jsonl").unlink()
    assert "attributed_to" not in said(made, SEIZURE, "c")
    assert {table for table, *_ in cells(made)}.isdisjoint({"event_substances"})
    write(made, c=[*BOTH, *ONLY_D])
    assert said(made, SEIZURE, "c")["attributed_to"] == (DIFFERS, "police")
    assert {table for table, *_ in cells(made)} > {"event_substances"}


@pytest.mark.parametrize(
    ("event_type", "modality"), [("meeting", {"modality": (AGREES, "occurred")}), ("accusation", {})]
)
def test_a_modality_that_no_earlier_coder_wrote_has_no_line(
    made: Made, event_type: str, modality: dict[str, tuple[str, str]]
) -> None:
    talks: list[Line] = [
        (TALKS, "events", "talk", "event_type", event_type, TALKED, "talks"),
        (TALKS, "events", "talk", "modality", "occurred", TALKED, "talks"),
    ]
    write(made, c=as_earlier(*talks), d=[])
    of_row = said(made, MEETING, "c")
    assert {field: of_row[field] for field in of_row if field == "modality"} == modality
    write(made, c=talks, d=[])
    assert said(made, MEETING, "c")["modality"] == (AGREES, "occurred")


def test_a_code_that_is_another_today_agrees_and_is_shown_as_written(made: Made) -> None:
    modality: Line = (HARBOUR, "events", "total", "modality", "ongoing", TOTAL, "seized")
    write(made, c=as_earlier(*BOTH, modality), d=[])
    assert said(made, TOTAL_ROW, "c")["modality"] == (AGREES, "ongoing")


def test_codings_by_earlier_rules_are_not_shown_beside_those_by_the_present_ones(made: Made) -> None:
    write(made, c=as_earlier(*BOTH), d=BOTH)
    assert said(made, TOTAL_ROW, "c") == {}
    assert said(made, TOTAL_ROW, "d")["event_type"] == (AGREES, "seizure")


@pytest.mark.parametrize(
    ("in_first", "result"),
    [
        (None, (AGREES, "occurred")),
        ("occurred", (AGREES, "occurred")),
        ("announced", (DIFFERS, "announced")),
    ],
)
def test_who_reads_a_row_in_two_comparisons_says_one_thing_of_it(
    made: Made, in_first: str | None, result: tuple[str, str]
) -> None:
    """C and D read one article; C alone reads the other, which tells the seizure again."""
    first: list[Line] = [(HARBOUR, "events", "find", "modality", in_first, SEIZED, "seized")] if in_first else []
    other: Line = (HARBOUR, "places", "yantian", "name", "Yantian", "at Yantian in China", "Yantian")
    again: Line = (TALKS, "events", "again", "modality", "occurred", SEEN_AGAIN, "seizure")
    write(made, c=[other, *first, again], d=[line for line in BOTH if line[0] == HARBOUR])
    of_row = said(made, SEIZURE, "c")
    assert of_row["modality"] == result
    assert "" not in of_row


def test_the_second_coding_of_topics_has_each_topic_of_its_events_or_lacks_it(made: Made) -> None:
    line = {"event_id": MEETING, "records": ["cooperation"], "second": {"cooperation": "talks", "casework": "drugs"}}
    (made.root / "codings" / "topics.jsonl").write_text(json.dumps(line), encoding="utf-8")
    of_topics = {key: (cell.status, cell.value) for key, cell in cells(made).items() if key[3] == TOPIC_CODER}
    assert of_topics == {
        ("event_topics", f"{MEETING}--cooperation", "topic", TOPIC_CODER): (AGREES, "cooperation"),
        ("event_topics", f"{MEETING}--harm", "", TOPIC_CODER): (NO_ROW, ""),
        ("event_topics", f"{MEETING}--supply", "", TOPIC_CODER): (NO_ROW, ""),
    }


def test_lines_stand_in_the_order_of_tables_rows_columns_and_coders(made: Made) -> None:
    of_study = in_file_order(made)
    tables = [schema.name for schema in made.schemas.tables]
    places = [
        (
            tables.index(cell.table_name),
            cell.row_id,
            ["", *made.schemas.table(cell.table_name).by_name].index(cell.field),
            cell.coder,
        )
        for cell in of_study
    ]
    assert places == sorted(places)
    assert {cell.status for cell in of_study} <= STATUSES.keys()


def test_the_file_gives_every_text_back() -> None:
    texts = ['=1+1, "so"', "a\nb", "O’Meara 习", " | ", ""]
    content = as_csv(CodedCell("events", "talks", "title", "c", DIFFERS, text) for text in texts)
    assert b"\r" not in content
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    assert head == ["table_name", "row_id", "field", "coder", "status", "value", "settled", "rule", "why"]
    assert rows == [["events", "talks", "title", "c", "differs", text, "", "", ""] for text in texts]
