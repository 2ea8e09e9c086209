"""Codings of the first rules: they are read in today's columns, and where that is not fair nothing is compared."""

from pathlib import Path

import pytest

from codings.earlier import (
    BY_RULE,
    CARRIED,
    INITIATOR,
    NOT_COMPARED,
    READ_AS,
    RENAMED,
    RULES_SINCE,
    STATUS_OF_SPEECH,
    asked,
)
from codings.line import LINE_KEYS, Line
from codings.matching import RECORDS
from codings.reading import read_coding, read_columns
from codings.report import report
from codings.study import Study
from tests.support import coded
from tests.support.coded import BOTH, SEIZED, TALKED, compared, study, write_coded, written
from tests.support.example import HARBOUR, SEED_FILES, TALKS, Made, make

EVENT = "talk"


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def as_earlier(*lines: coded.Line) -> list[coded.Line]:
    """Return lines that name their articles as earlier codings do, by the seed's file."""
    return [(Path(SEED_FILES[source]).stem, *rest) for source, *rest in lines]  # type: ignore[misc]


def read(made: Made, *lines: coded.Line) -> list[Line]:
    """Return lines as they are read from a file, without a fault."""
    content, faults = read_coding(written(lines).encode(), "codings/c.jsonl", made.schemas, made.articles)
    assert faults == []
    return content


def part(role: str, actor: str = "china", row: str = "") -> list[coded.Line]:
    """Return the lines of an actor's part in the talk."""
    row = row or f"{EVENT}--{actor}"
    values = {"event_id": EVENT, "actor_id": actor, "role": role}
    return [(TALKS, "event_actors", row, field, value, TALKED, "held") for field, value in values.items()]


def cells(made: Made, event_type: str, *parts: list[coded.Line]) -> dict[tuple[str, str, str], str]:
    """Return what an event and the parts of its actors are read as."""
    event: list[coded.Line] = [
        (TALKS, "events", EVENT, "event_type", event_type, TALKED, "talks"),
        (TALKS, "events", EVENT, "modality", "alleged", TALKED, "talks"),
    ]
    lines = [line for lines in parts for line in lines]
    return {(line.table, line.row, line.field): line.value for line in read(made, *as_earlier(*event, *lines))}


def test_articles_and_columns_have_todays_names(made: Made) -> None:
    name = Path(SEED_FILES[HARBOUR]).stem
    lines: list[coded.Line] = [
        (name, "sources", name, "publisher", "Harbour Post", "Harbour Post", "Harbour Post"),
        (name, "event_topics", "find--cocaine", "topic", "cocaine", "430kg of cocaine", "cocaine"),
        (name, "seizures", "cocaine", "reported_by_actor_id", "cctv", "CCTV reported", "CCTV"),
    ]
    assert [(line.source, line.row, line.field) for line in read(made, *lines)] == [
        (HARBOUR, HARBOUR, "publisher_text"),
        (HARBOUR, "find--cocaine", "topic_text"),
        (HARBOUR, "cocaine", "reported_by"),
    ]


def test_a_column_that_is_gone_is_passed_over_in_an_earlier_coding_alone(made: Made) -> None:
    line: coded.Line = (HARBOUR, "controlled_substances", "one", "date", "2025", "July 20, 2025", "2025")
    assert read(made, *as_earlier(line)) == []
    _, (fault,) = read_coding(written([line]).encode(), "codings/c.jsonl", made.schemas, made.articles)
    assert fault.kind == "column-unknown"


def test_whoever_speaks_in_an_act_of_speech_is_its_initiator(made: Made) -> None:
    read_as = cells(made, "accusation", part("speaker"))
    assert read_as["event_actors", f"{EVENT}--china", "role"] == INITIATOR
    assert read_as["events", EVENT, "modality"] == STATUS_OF_SPEECH


def test_whoever_speaks_beside_an_initiator_is_the_one_who_claims_it(made: Made) -> None:
    read_as = cells(made, "pledge", part("initiator"), part("speaker", "wang-hong"))
    assert read_as["event_actors", f"{EVENT}--china", "role"] == INITIATOR
    assert read_as["events", EVENT, "attributed_to"] == "wang-hong"
    assert "wang-hong" not in {row.rpartition("--")[2] for table, row, _ in read_as if table == "event_actors"}


@pytest.mark.parametrize("role", CARRIED)
def test_whoever_tells_a_deed_is_no_part_of_it(made: Made, role: str) -> None:
    read_as = cells(made, "meeting", part(role))
    assert read_as == {
        ("events", EVENT, "event_type"): "meeting",
        ("events", EVENT, "modality"): "alleged",
        ("events", EVENT, CARRIED[role]): "china",
    }


def test_a_coding_of_today_is_read_as_it_stands(made: Made) -> None:
    lines: list[coded.Line] = [(TALKS, "events", EVENT, "event_type", "accusation", TALKED, "talks"), *part("speaker")]
    assert [tuple(getattr(line, key) for key in LINE_KEYS) for line in read(made, *lines)] == lines


def with_codings(made: Made, *lines: coded.Line) -> Study:
    """Return the study where C alone codes, by the first rules."""
    (made.root / "codings" / "c.jsonl").write_text(written(as_earlier(*BOTH, *lines)), encoding="utf-8")
    (made.root / "codings" / "d.jsonl").unlink(missing_ok=True)
    return study(made)


def test_nothing_is_compared_where_the_coder_was_not_asked(made: Made) -> None:
    claim: coded.Line = (HARBOUR, "events", "find", "attributed_to", "police", SEIZED, "police")
    country: coded.Line = (HARBOUR, "actors", "chinese-police", "country", "US", "Chinese police seized", "Chinese")
    (comparison,) = with_codings(made, claim, country).comparisons
    columns = {f"{column.table}.{column.column.name}" for column in comparison.columns}
    assert columns.isdisjoint(NOT_COMPARED)
    fields = {f"{difference.table}.{difference.field}" for difference in comparison.differences}
    assert fields.isdisjoint(NOT_COMPARED)
    cells = {f"{cell.table}.{cell.column}" for cell in comparison.only_records.cells}
    assert cells.isdisjoint(NOT_COMPARED)
    assert comparison.rows.keys().isdisjoint(NOT_COMPARED)


def test_an_earlier_claimant_counts_as_one_whom_a_coder_names(made: Made) -> None:
    reporter: list[coded.Line] = [
        (HARBOUR, "event_actors", "find--cctv", "event_id", "find", "broadcaster CCTV reported", "reported"),
        (HARBOUR, "event_actors", "find--cctv", "actor_id", "cctv", "broadcaster CCTV reported", "CCTV"),
        (HARBOUR, "event_actors", "find--cctv", "role", "reporter", "broadcaster CCTV reported", "reported"),
    ]
    assert with_codings(made).comparisons[0].only_records.speakers != ()
    assert with_codings(made, *reporter).comparisons[0].only_records.speakers == ()


@pytest.mark.parametrize(("value", "equal"), [("ongoing", 1), ("promised", 0)])
def test_a_code_that_is_another_today_counts_as_equal(made: Made, value: str, equal: int) -> None:
    modality: coded.Line = (HARBOUR, "events", "find", "modality", value, SEIZED, "seized")
    lines = [line for line in BOTH if line[3] != "modality"]
    (made.root / "codings" / "c.jsonl").write_text(written(as_earlier(*lines, modality)), encoding="utf-8")
    (made.root / "codings" / "d.jsonl").unlink()
    (column,) = [column for column in compared(made).columns if column.column.name == "modality"]
    assert column.pairs["c", RECORDS].equal == equal


def test_the_report_says_how_they_are_read(made: Made) -> None:
    assert "earlier" not in report(study(made)).casefold()
    text = report(with_codings(made))
    assert "[Earlier rules](#c-earlier)" in text
    assert '### <a id="c-earlier"></a>Earlier rules' in text
    for name, why in NOT_COMPARED.items():
        assert f"| `{name}` | {why} |" in text
    for (table, column), (name, why) in RENAMED.items():
        assert f"| `{table}.{column}` | `{table}.{name}` | {why} |" in text
    for (table, column), pairs in READ_AS.items():
        for (then, now), why in pairs.items():
            assert f"| `{table}.{column}` `{then}` | `{then}` or `{now}` | {why} |" in text
    for entry in BY_RULE:
        assert f"| {' | '.join(entry)} |" in text
    for change in RULES_SINCE:
        assert f"\n- {change}\n" in text


def test_what_is_translated_are_columns_and_codes_of_the_schemas(made: Made) -> None:
    schemas = made.schemas
    for (table, _), (name, _) in RENAMED.items():
        assert name in schemas.table(table).by_name
    for (table, name), pairs in READ_AS.items():
        assert {now for _, now in pairs} <= set(schemas.codes(schemas.table(table).column(name)))
    columns = {f"{table.name}.{name}" for table in schemas.tables for name in read_columns(table)}
    assert NOT_COMPARED.keys() - columns - schemas.by_name.keys() == {"controlled_substances.date"}


def test_a_printed_text_stands_for_its_code_in_a_key(made: Made) -> None:
    assert made.schemas.table("event_topics").unique_keys == (("event_id", "topic"),)
    assert asked(made.schemas).table("event_topics").unique_keys == (("event_id", "topic_text"),)
