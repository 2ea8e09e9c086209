"""Words that are not written: found where one choice is possible, and otherwise listed."""

import pytest

from pipeline.model import Words
from tests.support.example import HARBOUR
from tests.support.project import Project
from tests.support.short import with_short

SEIZURE = "- {id: found, "
TWICE = "Police seized 2.42 tonnes of drugs; Chinese police seized 430kg of cocaine"


def words_of(project: Project, table: str, row_id: str, column: str) -> list[Words]:
    """Return the words by which a row has its value."""
    record = project.records()[0].by_id[table, row_id]
    return [quote.supports[column] for quote in record.evidence if column in quote.supports]


# name: (edits of the short records, table, row id, column, words)
FOUND = {
    "a unit by its number": ([], "seizures", "found", "unit", "430kg"),
    "the longest printed name": ([], "event_actors", "find--police", "actor_id", "Chinese police"),
    "the only phrase of a code": ([], "events", "find", "event_type", "seized"),
    "the longest of two phrases of the code": (
        [("quote: Chinese police seized", "quote: the drugs were found and seized; Chinese police")],
        "events",
        "find",
        "event_type",
        "seized",
    ),
    "a topic that no quote of its event holds": (
        [("topic_text: cocaine}", "topic_text: three people for smuggling}")],
        "event_topics",
        "find--supply",
        "topic_text",
        "three people for smuggling",
    ),
    "a topic by its phrase": ([], "event_topics", "find--supply", "topic", "cocaine"),
    "a text with the spaces that the article prints": (
        [
            ("430kg of cocaine at", "430kg of\u00a0cocaine at"),
            ("topic_text: cocaine}", "topic_text: 430kg of cocaine}"),
        ],
        "event_topics",
        "find--supply",
        "topic_text",
        "430kg of\u00a0cocaine",
    ),
    "a name with the spaces that the article prints": (
        [("Chinese police seized", "Chinese\u00a0police seized")],
        "event_actors",
        "find--police",
        "actor_id",
        "Chinese\u00a0police",
    ),
    "a code unsaid by what decides the row": ([], "events", "find", "modality", "seized"),
    "a role by what decides its event": ([], "event_actors", "find--police", "role", "seized"),
    "a text by itself": ([], "event_topics", "find--supply", "topic_text", "cocaine"),
    "a role in a quote of its own": (
        [("role: initiator}", "role: initiator, evidence: [{quote: Chinese police seized}]}")],
        "event_actors",
        "find--police",
        "role",
        "seized",
    ),
    "a kind by the name": ([], "actors", "wang-hong", "kind", "Wang Hong"),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(example: Project, name: str) -> None:
    edits, table, row_id, column, text = FOUND[name]
    assert [words.text for words in words_of(with_short(example, *edits), table, row_id, column)] == [text]


def test_a_bare_quote_says_what_stands_in_it(example: Project) -> None:
    bare = "role: initiator, evidence: [{quote: Chinese police seized}, {quote: Police seized 2.42 tonnes}]}"
    words = words_of(with_short(example, ("role: initiator}", bare)), "event_actors", "find--police", "actor_id")
    assert [each.text for each in words] == ["Chinese police", "Police"]


# name: (edits of the short records, subject, seen, fix)
REFUSED = {
    "a phrase of another code": (
        [("quote: Chinese police seized", "quote: Chinese police arrested three and seized")],
        "find.event_type",
        "“arrested” says arrest",
        "add event_type: seized to the supports",
    ),
    "a name twice": (
        [("place_id: yantian", "place_id: china-country"), ("at Yantian in China", "in China, from China")],
        "find.place_id",
        '"china-country" without words',
        "add place_id: {words: China, occurrence: 1} to the supports of this quote; the quote holds “China”",
    ),
    "a name that no quote holds": (
        [("place_id: yantian", "place_id: yantian\n  note: A note."), ("at Yantian in China", "in China")],
        "find.place_id",
        '"yantian" without words',
        "add place_id: WORDS to the supports of a quote, or the printed name to the forms of yantian",
    ),
    "a text twice": (
        [("430kg of cocaine", "430kg of cocaine and more cocaine")],
        "find--supply.topic_text",
        '"cocaine" without words',
        "add topic_text: {words: cocaine, occurrence: 1}",
    ),
    "a name within the name of another": (
        [
            ("substance_id: cocaine, quantity", "substance_id: drugs, quantity"),
            ("430kg of cocaine", "430kg of drugs cocaine"),
        ],
        "found.substance_id",
        "“drugs” stands in “drugs cocaine”, which names another row",
        "add substance_id: drugs",
    ),
    "a date": (
        [("    supports: {date: {words: November 26, anchor: published}}\n", "")],
        "find.date",
        '"2025-11-26" without words',
        "add date: WORDS",
    ),
    "a number": (
        [(", evidence: [{supports: {quantity: 430kg}}]", "")],
        "found.quantity",
        '"430.0" without words',
        "add quantity: WORDS",
    ),
    "a role far from what decides its event": (
        [("role: initiator}", "role: initiator, evidence: [{quote: Chinese police}]}")],
        "find--police.role",
        '"initiator" without words',
        "add role: WORDS",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(example: Project, name: str) -> None:
    edits, subject, seen, fix = REFUSED[name]
    example.replace("records/harbour.yaml", "forms: [cocaine]", "forms: [cocaine, drugs cocaine]")
    faults = [fault for fault in with_short(example, *edits).records()[1] if fault.subject == subject]
    assert len(faults) == 1
    assert seen in faults[0].seen
    assert fix in faults[0].fix


def test_a_name_within_a_longer_one_of_the_same_row_is_no_second_place(example: Project) -> None:
    example.replace("records/harbour.yaml", "forms: [Chinese police, Police]", "forms: [police, Police]")
    assert [words.text for words in words_of(with_short(example), "event_actors", "find--police", "actor_id")] == [
        "Chinese police"
    ]


def test_the_notes_on_the_place_of_a_number_hold_for_its_unit(example: Project) -> None:
    long = "{quantity: {words: 430kg, occurrence: 1, reach: across, repeats: seizures/yantian-cocaine}}"
    unit = words_of(with_short(example, ("{quantity: 430kg}", long)), "seizures", "found", "unit")[0]
    assert (unit.occurrence, unit.reach, unit.repeats) == (1, "across", None)


def test_a_name_is_one_of_its_forms(example: Project) -> None:
    example.replace("records/harbour.yaml", "  forms: [CCTV]\n", "")
    records, faults = example.records()
    assert not faults
    assert records.forms["actors", "cctv"] == ("CCTV",)


def test_a_line_to_paste_is_what_yaml_reads(example: Project) -> None:
    quote = 'quote: "one, more than one: seized, arrested", supports: {date: one}'
    event = f"- {{id: e, title: T, summary: S, event_type: seizure, date: 2025, evidence: [{{{quote}}}]}}"
    example.write("records/more.yaml", f"source: {HARBOUR}\nevents:\n{event}\n")
    fault = next(fault for fault in example.records()[1] if fault.subject == "e.event_type")
    assert "add event_type: seized to" in fault.fix
