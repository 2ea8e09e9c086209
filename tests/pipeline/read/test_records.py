"""The records: each mistake of hand-coding is told with its line, what was seen and what to do."""

import pytest

from pipeline.faults import CannotBuild
from pipeline.read.records import read_records
from tests.support.project import Project

EVENTS = "records/events.yaml"
ACTORS = "records/actors.yaml"


def test_a_sound_project_has_no_faults(project: Project) -> None:
    records, faults = project.records()
    assert not faults
    assert records.ids("events") == ["harbour-seizure", "talks"]
    event = records.by_id["events", "harbour-seizure"]
    assert event.values["quantity"] == 430.0
    assert str(event.place("quantity")) == project.place(EVENTS, "quantity: 430\n")
    assert records.forms["actors", "police"] == ("Chinese police", "police")
    assert records.zones["island"][0].kind == "imprint"


def test_children_hold_their_parent(project: Project) -> None:
    child = project.records()[0].of("event_actors")[0]
    assert child.row_id == "harbour-seizure--informant"
    assert (child.values["event_id"], child.values["actor_id"]) == ("harbour-seizure", "united-states")
    assert child.values["event_actor_id"] == child.row_id


def test_evidence_holds_what_was_written(project: Project) -> None:
    first, _ = project.records()[0].by_id["events", "harbour-seizure"].evidence
    assert (first.source_id, first.attributed_to, first.stance, first.occurrence) == (
        "harbour",
        "police",
        "supports",
        None,
    )
    talks = project.records()[0].by_id["events", "talks"].evidence[0]
    assert (talks.source_id, talks.supports["date"].anchor) == ("island", "events/harbour-seizure")


def test_an_inference_is_read_as_its_code(project: Project) -> None:
    project.replace(EVENTS, "{words: Monday, ", "{words: Monday, inferred: not_after, ")
    records, faults = project.records()
    said = records.by_id["events", "talks"].evidence[0].supports
    assert not faults
    assert (said["date"].inferred, said["event_type"].inferred) == ("not_after", None)


def test_rows_of_sources_quote_themselves(project: Project) -> None:
    assert [one.evidence[0].source_id for one in project.records()[0].of("sources")] == ["harbour", "island"]


# name: (file, old text, new text, text on the fault's line, subject, seen, what to do)
PLANTED = {
    "unknown table": (EVENTS, "events:", "event:", "event:", "event", 'unknown table "event"', "did you mean events"),
    "built table": (
        EVENTS,
        "events:",
        "evidence: []\nevents:",
        "evidence: []",
        "evidence",
        "that the build makes",
        "delete",
    ),
    "child at the top": (
        EVENTS,
        "events:",
        "event_actors: []\nevents:",
        "event_actors",
        "event_actors",
        "at the top",
        "move them",
    ),
    "unknown field": (
        EVENTS,
        "title: Talks",
        "titel: x\n  title: Talks",
        "titel",
        "talks.titel",
        'unknown field "titel"',
        "did you mean title",
    ),
    "derived field": (
        EVENTS,
        "title: Talks",
        "title: T\n  date_start: 2025-12-01",
        "date_start",
        "talks.date_start",
        "a derived value",
        "delete it",
    ),
    "own id column": (
        EVENTS,
        "title: Talks",
        "title: T\n  event_id: x",
        "event_id",
        "talks.event_id",
        '"event_id" written by hand',
        "delete it",
    ),
    "parent's id column": (
        EVENTS,
        "    role:",
        "    event_id: x\n    role:",
        "event_id",
        "harbour-seizure--informant.event_id",
        "written by hand",
        "delete it",
    ),
    "no id": (
        EVENTS,
        "- id: talks\n  title",
        "- title",
        "- title: Talks",
        "events line-27",
        "a row without an id",
        "give it one",
    ),
    "duplicate key": (
        EVENTS,
        "title: Talks",
        "title: Talks\n  title: Talk",
        "title: Talk\n",
        "events[2].title",
        'the key "title" a second time',
        "keep one",
    ),
    "no source": (
        EVENTS,
        "source: harbour\n",
        "",
        "- quote: Chinese police",
        "harbour-seizure.evidence[1]",
        "no source",
        "source: ID",
    ),
    "no quote": (
        EVENTS,
        "  - quote: The police told the police union of 1,016 parcels\n    supports",
        "  - supports",
        "- supports",
        "harbour-seizure.evidence[2]",
        "no quote",
        "copy it",
    ),
    "no supports": (
        EVENTS,
        '    supports: {parcels: "1,016"}\n',
        "",
        "- quote: The police told",
        "harbour-seizure.evidence[2]",
        "no supports",
        "with the words of each value",
    ),
    "unknown key of evidence": (
        EVENTS,
        "attributed_to:",
        "attributed:",
        "attributed:",
        "harbour-seizure.evidence[1]",
        'unknown key "attributed"',
        "did you mean attributed_to",
    ),
    "unknown key of words": (
        EVENTS,
        "anchor:",
        "ancor:",
        "ancor:",
        "talks.date",
        'unknown key "ancor"',
        "did you mean anchor",
    ),
    "no words": (EVENTS, "date: {words: Monday, ", "date: {", "date: {anchor", "talks.date", "no words", "two forms"),
    "occurrence": (
        EVENTS,
        "{words: Monday, ",
        "{words: Monday, occurrence: 0, ",
        "Monday,",
        "talks.date",
        'the occurrence "0"',
        "count again",
    ),
    "evidence that is no list": (
        ACTORS,
        "evidence:\n  - quote: China and the United States held talks\n    source: island\n    supports: {name: China}",
        "evidence: China",
        "evidence: China",
        "china.evidence",
        "a single value",
        "begin each with -",
    ),
    "list for a value": (
        EVENTS,
        "title: Talks",
        "title: [Talks]",
        "title: [",
        "talks.title",
        "a list",
        "write one value",
    ),
    "row that is no mapping": (
        EVENTS,
        "- id: talks",
        "- talks\n- id: talks",
        "- talks",
        "events",
        "a single value in place of a row",
        "name the columns of the row",
    ),
    "table that is no list": (
        EVENTS,
        "source: harbour",
        "source: harbour\nactors: none",
        "actors: none",
        "actors",
        "a single value",
        "begin each row with -",
    ),
    "forms that are no list": (
        ACTORS,
        "forms: [China]",
        "forms: China",
        "forms: China",
        "china.forms",
        "a single value",
        "write [text, text]",
    ),
    "form twice": (
        ACTORS,
        "forms: [China]",
        "forms: [China, China]",
        "forms: [China",
        "china.forms",
        '"China" a second time',
        "delete one",
    ),
    "zone form": (
        "records/sources.yaml",
        "{zone: imprint, starts: Harbour Post}",
        "{zone: imprint, ends: x}",
        "ends: x",
        "harbour.zones",
        "a zone of another form",
        "write it like that",
    ),
    "anchor & alias": (
        EVENTS,
        "title: Talks",
        "title: &t Talks",
        "&t",
        "events[2].title",
        "the anchor &t",
        "delete it",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(project: Project, name: str) -> None:
    project.check_planted(PLANTED[name])


@pytest.mark.parametrize("text", ["retired: [talks]\n", "events: []\n", "retired: {event: [talks]}\n"])
def test_retired_of_another_form(project: Project, text: str) -> None:
    project.write("records/retired.yaml", text)
    assert [str(fault.position) for fault in project.records()[1]] == ["records/retired.yaml:1"]


def test_all_faults_of_all_files_are_reported(project: Project) -> None:
    project.replace(EVENTS, "title: Talks", "titel: Talks")
    project.replace(ACTORS, "name: China\n", "nam: China\n")
    project.replace("records/sources.yaml", "sha256", "sha")
    places = {str(fault.position).partition(":")[0] for fault in project.records()[1]}
    assert places == {EVENTS, ACTORS, "records/sources.yaml"}


@pytest.mark.parametrize("file", ["records/more.yml", "records/rows.csv"])
def test_a_file_that_nothing_reads(project: Project, file: str) -> None:
    project.write(file, "events: []\n")
    faults = project.records()[1]
    assert [(str(fault.position), fault.seen) for fault in faults] == [(f"{file}:1", "nothing reads this file")]


def test_a_file_of_50_mb(project: Project) -> None:
    with (project.root / "records/big.yaml").open("wb") as file:
        file.truncate(50_000_000)
    assert "it has 50000000 bytes" in project.records()[1][0].seen


def test_missing_folder(project: Project) -> None:
    with pytest.raises(CannotBuild, match="records is missing"):
        read_records(project.root / "nowhere" / "records", project.schemas()[0])
