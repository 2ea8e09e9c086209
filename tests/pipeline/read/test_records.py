"""The records: each mistake of hand-coding is reported with its line, what was seen and how to fix it."""

import pytest

from pipeline.faults import CannotBuild
from pipeline.read.records import read_records
from tests.support.example import HARBOUR, TALKS
from tests.support.planting import RECORDS, SOURCES
from tests.support.project import Project

HEAD = f"source: {HARBOUR}\n"
DATED = "date: {words: November 26, "


def test_a_sound_project_has_no_faults(example: Project) -> None:
    records, faults = example.records()
    assert not faults
    assert records.ids("seizures") == ["yantian-cocaine", "drugs-of-the-year"]
    seizure = records.by_id["seizures", "yantian-cocaine"]
    assert seizure.values["quantity"] == 430.0
    assert str(seizure.place("quantity")) == example.place(RECORDS, "quantity: 430\n")
    assert records.forms["actors", "police"] == ("Chinese police", "Police")
    assert records.zones[HARBOUR][0].kind == "imprint"


def test_children_hold_their_parent(example: Project) -> None:
    child = example.records()[0].of("event_actors")[0]
    assert child.row_id == "yantian-seizure--police"
    assert (child.values["event_id"], child.values["actor_id"]) == ("yantian-seizure", "police")
    assert child.values["event_actor_id"] == child.row_id


def test_evidence_holds_what_was_written(example: Project) -> None:
    first = example.records()[0].by_id["events", "yantian-seizure"].evidence[0]
    assert (first.source_id, first.attributed_to, first.reported_by, first.occurrence) == (
        HARBOUR,
        "cctv",
        "cctv",
        None,
    )
    talks = example.records()[0].by_id["events", "talks"].evidence[0]
    assert (talks.source_id, talks.supports["date"].anchor) == (TALKS, "events/yantian-seizure")


def test_an_inference_is_read_as_its_code(example: Project) -> None:
    example.replace(RECORDS, "{words: the following month, ", "{words: the following month, inferred: not_after, ")
    records, faults = example.records()
    supports = records.by_id["events", "talks"].evidence[0].supports
    assert not faults
    assert (supports["date"].inferred, supports["event_type"].inferred) == ("not_after", None)


def test_rows_of_sources_quote_themselves(example: Project) -> None:
    written = (example.root / SOURCES).read_text(encoding="utf-8")
    named = f"    source: {HARBOUR}\n"
    assert named in written
    example.write(SOURCES, written.replace(named, ""))
    assert [source.evidence[0].source_id for source in example.records()[0].of("sources")] == [HARBOUR, TALKS]


# name: (file, old text, new text, text on the fault's line, subject, seen, fix)
PLANTED = {
    "unknown table": (RECORDS, "events:", "event:", "event:", "event", 'unknown table "event"', "did you mean events"),
    "built table": (
        RECORDS,
        "events:",
        "evidence: []\nevents:",
        "evidence: []",
        "evidence",
        "that the build makes",
        "delete",
    ),
    "child at the top": (
        RECORDS,
        "events:",
        "event_actors: []\nevents:",
        "event_actors",
        "event_actors",
        "at the top",
        "move them",
    ),
    "unknown field": (
        RECORDS,
        "title: Talks held",
        "titel: x\n  title: Talks held",
        "titel",
        "talks.titel",
        'unknown field "titel"',
        "did you mean title",
    ),
    "derived field": (
        RECORDS,
        "title: Talks held",
        "title: T\n  date_start: 2025-12-01",
        "date_start",
        "talks.date_start",
        "a value that the build computes",
        "delete it",
    ),
    "own id column": (
        RECORDS,
        "title: Talks held",
        "title: T\n  event_id: x",
        "event_id: x",
        "talks.event_id",
        '"event_id" written by hand',
        "delete it",
    ),
    "parent's id column": (
        RECORDS,
        "    role: initiator",
        "    event_id: x\n    role: initiator",
        "event_id: x",
        "yantian-seizure--police.event_id",
        "written by hand",
        "delete it",
    ),
    "no id": (
        RECORDS,
        "actors:\n- id: china\n  name",
        "actors:\n- name",
        "- name: China",
        "actors line-3",
        "a row without an id",
        "give it one",
    ),
    "duplicate key": (
        RECORDS,
        "title: Talks held",
        "title: Talks held\n  title: Talk",
        "title: Talk\n",
        "events[5].title",
        'the key "title" a second time',
        "keep one",
    ),
    "no source": (
        RECORDS,
        HEAD,
        "",
        "- quote: Chinese police seized 430kg",
        "yantian-seizure.evidence[1]",
        "no source",
        "source: ID",
    ),
    "no quote": (
        RECORDS,
        "  - quote: broadcaster CCTV reported\n    supports",
        "  - supports",
        "- supports",
        "cctv.evidence[1]",
        "no quote",
        "copy it",
    ),
    "no supports": (
        RECORDS,
        "the seizure of November 26\n    source: talks-held\n"
        "    supports: {modality: {words: the seizure, reach: other_article}}\n",
        "of November 26\n    source: talks-held\n",
        "- quote: of November 26",
        "yantian-seizure.evidence[3]",
        "no supports",
        "with the words of each value",
    ),
    "unknown key of evidence": (
        RECORDS,
        "attributed_to:",
        "attributed:",
        "attributed:",
        "yantian-seizure.evidence[1]",
        'unknown key "attributed"',
        "did you mean attributed_to",
    ),
    "unknown key of words": (
        RECORDS,
        "anchor:",
        "ancor:",
        "ancor:",
        "yantian-seizure.date",
        'unknown key "ancor"',
        "did you mean anchor",
    ),
    "no words": (RECORDS, DATED, "date: {", "date: {anchor", "yantian-seizure.date", "no words", "two forms"),
    "occurrence": (
        RECORDS,
        DATED,
        f"{DATED}occurrence: 0, ",
        "occurrence: 0",
        "yantian-seizure.date",
        'the occurrence "0"',
        "count again",
    ),
    "evidence that is no list": (
        RECORDS,
        "evidence:\n  - quote: broadcaster CCTV reported\n    supports: {name: CCTV, kind: broadcaster}",
        "evidence: CCTV",
        "evidence: CCTV",
        "cctv.evidence",
        "a single value",
        "begin each with -",
    ),
    "list for a value": (
        RECORDS,
        "title: Talks held",
        "title: [Talks]",
        "title: [",
        "talks.title",
        "a list",
        "write one value",
    ),
    "row that is no mapping": (
        RECORDS,
        "- id: talks",
        "- talks\n- id: talks",
        "- talks",
        "events",
        "a single value in place of a row",
        "name the columns of the row",
    ),
    "table that is no list": (
        RECORDS,
        HEAD,
        f"{HEAD}sources: none\n",
        "sources: none",
        "sources",
        "a single value",
        "begin each row with -",
    ),
    "forms that are no list": (
        RECORDS,
        "forms: [CCTV]",
        "forms: CCTV",
        "forms: CCTV",
        "cctv.forms",
        "a single value",
        "write [text, text]",
    ),
    "form twice": (
        RECORDS,
        "forms: [CCTV]",
        "forms: [CCTV, CCTV]",
        "forms: [CCTV",
        "cctv.forms",
        '"CCTV" a second time',
        "delete one",
    ),
    "zone form": (
        SOURCES,
        "{zone: imprint, starts: Harbour Post}",
        "{zone: imprint, ends: x}",
        "ends: x",
        f"{HARBOUR}.zones",
        "a zone of another form",
        "write it like that",
    ),
    "anchor & alias": (
        RECORDS,
        "title: Talks held",
        "title: &t Talks",
        "&t",
        "events[5].title",
        "the anchor &t",
        "delete it",
    ),
}


# One key for each place that is read as one text, and a list or a mapping in place of it:
# (file, old text, new text, subject)
NO_TEXTS = [
    (RECORDS, f"source: {HARBOUR}", f"source: [{HARBOUR}]", "file.source"),
    (RECORDS, "- id: china\n", "- id: [china]\n", "actors line-3.id"),
    (RECORDS, "  - id: police\n    actor_id", "  - id: {a: police}\n    actor_id", "event_actors line-120.id"),
    (RECORDS, "quote: broadcaster CCTV reported", "quote: [broadcaster CCTV reported]", "cctv.evidence[1].quote"),
    (RECORDS, f"source: {TALKS}", f"source: [{TALKS}]", "united-states.evidence[1].source"),
    (RECORDS, "attributed_to: cctv", "attributed_to: [cctv]", "yantian-seizure.evidence[1].attributed_to"),
    (RECORDS, "attributed_to: cctv", "attributed_to: {a: cctv}", "yantian-seizure.evidence[1].attributed_to"),
    (RECORDS, "attributed_to: cctv", "occurrence: [1]", "yantian-seizure.evidence[1].occurrence"),
    (RECORDS, "words: November 26,", "words: [November 26],", "yantian-seizure.date.words"),
    (RECORDS, "anchor: published", "anchor: [published]", "yantian-seizure.date.anchor"),
    (RECORDS, "anchor: published", "inferred: {a: context}", "yantian-seizure.date.inferred"),
    (RECORDS, "anchor: published", "occurrence: {a: 1}", "yantian-seizure.date.occurrence"),
    (SOURCES, "zone: imprint", "zone: [imprint]", f"{HARBOUR}.zones.zone"),
    (SOURCES, "starts: Harbour Post", "starts: {a: b}", f"{HARBOUR}.zones.starts"),
    (SOURCES, "starts: Harbour Post", "starts: Harbour Post, occurrence: [1]", f"{HARBOUR}.zones.occurrence"),
]


@pytest.mark.parametrize(("file", "old", "new", "subject"), NO_TEXTS)
def test_what_is_no_text_is_reported_where_one_text_belongs(
    example: Project, file: str, old: str, new: str, subject: str
) -> None:
    example.replace(file, old, new)
    (fault,) = [fault for fault in example.records()[1] if fault.kind == "form-wrong"]
    assert (str(fault.position), fault.subject) == (example.place(file, new), subject)
    assert (fault.seen, fault.expected) in [("a list", "a single value"), ("a mapping", "a single value")]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (RECORDS, f"source: {HARBOUR}", f"source: [{HARBOUR}]"),
        (RECORDS, "attributed_to: cctv", "attributed_to: [cctv]"),
        (SOURCES, "starts: Harbour Post", "starts: {a: b}"),
    ],
)
def test_what_is_no_text_is_reported_alone(example: Project, file: str, old: str, new: str) -> None:
    example.replace(file, old, new)
    assert [fault.kind for fault in example.faults()] == ["form-wrong"]


@pytest.mark.parametrize("name", PLANTED)
def test_planted(example: Project, name: str) -> None:
    example.check_planted(PLANTED[name])


@pytest.mark.parametrize("text", ["retired: [talks]\n", "events: []\n", "retired: {event: [talks]}\n"])
def test_retired_of_another_form(example: Project, text: str) -> None:
    example.write("records/retired.yaml", text)
    assert [str(fault.position) for fault in example.records()[1]] == ["records/retired.yaml:1"]


def test_all_faults_of_all_files_are_reported(example: Project) -> None:
    example.replace(RECORDS, "title: Talks held", "titel: Talks held")
    example.replace(SOURCES, "sha256", "sha")
    example.write("records/more.yaml", "actors:\n- {id: court, nam: court}\n")
    files = {fault.position.file for fault in example.records()[1]}
    assert files == {RECORDS, SOURCES, "records/more.yaml"}


def test_a_file_of_50_mb(example: Project) -> None:
    with (example.root / "records/big.yaml").open("wb") as file:
        file.truncate(50_000_000)
    assert "it has 50000000 bytes" in example.records()[1][0].seen


def test_missing_folder(example: Project) -> None:
    with pytest.raises(CannotBuild, match="records is missing"):
        read_records(example.root / "nowhere" / "records", example.schemas()[0])
