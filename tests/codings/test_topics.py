"""The second coding of topics: what both gave, what only one gave, and what has changed in the records since."""

import json
from pathlib import Path

import pytest

from codings.report import report
from codings.study import Study, read_study
from codings.topics import EventTopics, TopicAgreement, read_topics, topic_agreement
from tests.codings.test_report import section
from tests.support.coded import write_coded
from tests.support.example import Made, make

LINES = (
    {"event_id": "talks", "records": ["cooperation"], "second": {"cooperation": "held talks", "harm": "drugs"}},
    {"event_id": "yantian-seizure", "records": ["supply"], "second": {"supply": "430kg of cocaine"}},
    {"event_id": "sentence", "records": ["casework"], "second": {"supply": "smuggling"}},
)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def write(made: Made, *lines: object) -> None:
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    (made.root / "codings" / "topics.jsonl").write_text(text, encoding="utf-8")


def agreement(made: Made) -> TopicAgreement:
    events, faults = read_topics(made.root / "codings", made.schemas, made.articles)
    assert faults == []
    result = topic_agreement(events, made.schemas, made.tables)
    assert result
    return result


def with_topics(made: Made) -> Study:
    result, faults = read_study(made.root)
    assert faults == []
    assert result
    return result


def test_the_topics_that_both_gave_and_only_one_gave_are_counted(made: Made) -> None:
    write(made, *LINES)
    result = agreement(made)
    assert [event.event_id for event in result.different] == ["talks", "sentence"]
    assert (result.both, result.only_recorded, result.only_second) == (2, 1, 2)
    assert result.f1 == pytest.approx(4 / 7)


def test_alpha_is_that_counted_by_hand(made: Made) -> None:
    write(made, LINES[1])
    assert agreement(made).alpha == 1
    write(made, *LINES)
    # Of 42 pairs of an event and a code, 3 are given by one reader alone; 7 of all 84 values say that it is given.
    assert agreement(made).alpha == pytest.approx(1 - 3 / 42 * 83 * 84 / (2 * 7 * 77), abs=1e-8)


def test_an_event_has_changed_whose_topics_in_the_records_are_others_today(made: Made) -> None:
    """The talks have three topics in the records today, and the sentence the one that it then had."""
    write(made, *LINES)
    today = {row["topic"] for row in made.tables["event_topics"].to_pylist() if row["event_id"] == "talks"}
    assert today > {"cooperation"}
    assert agreement(made).changed == 1
    write(made, {**LINES[0], "records": sorted(today)}, *LINES[1:])
    assert agreement(made).changed == 0
    write(made, {**LINES[0], "event_id": "gone"}, *LINES[1:])
    assert agreement(made).changed == 1


def test_the_report_has_a_part_on_it_where_there_is_one(made: Made) -> None:
    assert "(#topics)" not in report(with_topics(made))
    write(made, *LINES)
    text = report(with_topics(made))
    assert "- [Topics, coded a second time](#topics), of 3 events\n" in text
    part = section(text, "topics")
    assert (
        "For example, `talks` had `cooperation` in the records, and `cooperation`, `harm` in the second coding." in part
    )
    for measure, value in (
        ("events with the same topics", "1 of 3 (33 %)"),
        ("topics of events in both", "2"),
        ("only in the records", "1"),
        ("only in the second coding", "2"),
        ("F1", "0.57"),
    ):
        assert f"| {measure} | {value} |\n" in part
    assert "2 events differ, and 1 of these have other topics in the records today." in part


def test_a_second_coding_that_agrees_has_no_example(made: Made) -> None:
    write(made, LINES[1])
    part = section(report(with_topics(made)), "topics")
    assert "For example" not in part
    assert "0 events differ" in part


def test_without_a_file_there_is_no_second_coding(made: Made) -> None:
    assert read_topics(made.root / "codings", made.schemas, made.articles) == ([], [])
    assert topic_agreement([], made.schemas, made.tables) is None


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[" * 100_000,
        '"text"',
        {"event_id": "talks", "records": ["cooperation"]},
        {"event_id": "", "records": ["cooperation"], "second": {"cooperation": "talks"}},
        {"event_id": "talks", "records": "cooperation", "second": {"cooperation": "talks"}},
        {"event_id": "talks", "records": ["cooperation"], "second": {"cooperation": 5}},
        {"event_id": "talks", "records": ["cooperation"], "second": ["cooperation"]},
    ],
)
def test_a_line_of_another_form_is_named(made: Made, line: object) -> None:
    write(made, LINES[1], line)
    events, faults = read_topics(made.root / "codings", made.schemas, made.articles)
    assert [(str(fault.position), fault.kind) for fault in faults] == [("codings/topics.jsonl:2", "form-wrong")]
    assert events == [EventTopics("yantian-seizure", frozenset(["supply"]), {"supply": "430kg of cocaine"})]


def test_a_code_and_words_that_are_nowhere_are_named(made: Made) -> None:
    write(made, {"event_id": "talks", "records": ["talking"], "second": {"harm": "no such words"}})
    study, faults = read_study(made.root)
    assert study is None
    assert {(str(fault.position), fault.kind, fault.seen) for fault in faults} == {
        ("codings/topics.jsonl:1", "code-unknown", 'no code "talking"'),
        ("codings/topics.jsonl:1", "quote-not-found", 'no article holds "no such words"'),
    }
