"""Values that are not written: filled in where nothing speaks against them, and otherwise asked for."""

import pytest

from tests.support.project import Project
from tests.support.short import with_short

TOLD = "Chinese police seized 430kg of cocaine at Yantian"
OWN = "{actor_id: police, role: initiator}"
SEIZURE = "- {id: found, "


# name: (edits of the short records, subject, seen, fix)
REFUSED = {
    "a phrase of another modality in a quote": (
        [
            (
                "evidence:\n",
                "evidence:\n  - {quote: China and the United States would talk, supports: {event_type: talk}}\n",
            )
        ],
        "find.modality",
        "“would”, a phrase of announced",
        "write modality: announced, or modality: occurred if that is meant",
    ),
    "a phrase of another scope in a quote": (
        [("evidence:\n", "evidence:\n  - {quote: in total three people, supports: {event_type: people}}\n")],
        "find.scope",
        "“in total”, a phrase of aggregate",
        "write scope: aggregate",
    ),
    "an event of another scope": (
        [("event_type: seizure\n", "event_type: seizure\n  scope: aggregate\n")],
        "found.scope",
        "no value, and find is aggregate",
        "write scope: aggregate, or scope: incident",
    ),
    "two who may have seized": (
        [(OWN, f"{OWN}\n  - {{actor_id: cctv, role: initiator}}")],
        "found.seizing_actor_id",
        "find gives police and cctv",
        "write seizing_actor_id: police with its words, or seizing_actor_id: none",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_sure_is_asked_for(example: Project, name: str) -> None:
    edits, subject, seen, fix = REFUSED[name]
    faults = [fault for fault in with_short(example, *edits).records()[1] if fault.subject == subject]
    assert len(faults) == 1
    assert seen in faults[0].seen
    assert fix in faults[0].fix


# name: (edits of the short records, column, value of the seizure)
INHERITED = {
    "the date of its event": ([], "date", "2025-11-26"),
    "who seized": ([], "seizing_actor_id", "police"),
    "who gave the tip-off": ([("role: initiator", "role: informant")], "tip_off_actor_id", "police"),
    "nobody in that role": ([("role: initiator", "role: informant")], "seizing_actor_id", None),
    "no date": ([(SEIZURE, f"{SEIZURE}date: none, ")], "date", None),
    "no place": ([(SEIZURE, f"{SEIZURE}place_id: none, ")], "place_id", None),
    "nobody": ([(SEIZURE, f"{SEIZURE}seizing_actor_id: none, ")], "seizing_actor_id", None),
    "other date words": ([(SEIZURE, f"{SEIZURE}date_text: November, ")], "date", None),
    "a total's date for an incident": (
        [
            ("event_type: seizure\n", "event_type: seizure\n  scope: aggregate\n"),
            (SEIZURE, f"{SEIZURE}scope: incident, "),
        ],
        "date",
        None,
    ),
    "the day on which it was announced": ([("event_type: seizure", "event_type: statement")], "date", None),
    "a date of its own": ([(SEIZURE, f"{SEIZURE}date: 2025-11, ")], "date", "2025-11"),
}


@pytest.mark.parametrize("name", INHERITED)
def test_a_seizure_has_what_its_event_alone_can_give(example: Project, name: str) -> None:
    edits, column, value = INHERITED[name]
    seizure = with_short(example, *edits).records()[0].by_id["seizures", "found"]
    assert seizure.values.get(column) == value


ANNOUNCED, ITS_WORDS = "  date_announced: 2025-07-20\n", '      date_announced: "July 20, 2025"\n'
EFFECTIVE, OTHER_WORDS = (
    "  date_effective: 2025-08\n",
    "      date_effective: {words: August, anchor: published}\n",
)


@pytest.mark.parametrize(
    ("deleted", "announced"),
    [((ANNOUNCED, ITS_WORDS, EFFECTIVE, OTHER_WORDS), "2025-07-20"), ((ANNOUNCED, ITS_WORDS), None)],
)
def test_a_listing_was_announced_when_its_event_was_unless_it_says_when_it_took_effect(
    example: Project, deleted: tuple[str, ...], announced: str | None
) -> None:
    for text in deleted:
        example.replace("records/harbour.yaml", text, "")
    records, faults = example.records()
    assert not faults
    assert records.by_id["controlled_substances", "list-of-july"].values.get("date_announced") == announced


def test_what_another_passage_says_has_no_date_of_the_event_unasked(example: Project) -> None:
    records, faults = example.records()
    assert not faults
    assert "date" not in records.by_id["figures", "deaths"].values
    example.replace("records/harbour.yaml", "  rate_period: year\n", "")
    records, faults = example.records()
    assert "date" not in records.by_id["figures", "deaths"].values
    (fault,) = [fault for fault in faults if fault.subject == "deaths.date"]
    assert fault.seen == "no value, and yantian-seizure gives 2025-11-26, but the row quotes another passage"


def test_a_row_that_quotes_a_part_of_what_its_event_quotes_is_about_the_same_passage(example: Project) -> None:
    own = "evidence: [{quote: seized 430kg of cocaine, supports: {quantity: 430kg}}]"
    project = with_short(example, ("evidence: [{supports: {quantity: 430kg}}]", own))
    assert project.records()[0].by_id["seizures", "found"].values["date"] == "2025-11-26"


def test_none_is_a_value_only_where_something_is_inherited(example: Project) -> None:
    faults = with_short(example, ("place_id: yantian", "place_id: none")).records()[1]
    assert [fault.kind for fault in faults if fault.subject == "find.place_id"] == ["id-unknown"]


def test_a_qualifier_that_is_written_stays(example: Project) -> None:
    edit = (SEIZURE, f"{SEIZURE}quantity_qualifier: about, ")
    seizure = with_short(example, edit).records()[0].by_id["seizures", "found"]
    assert seizure.values["quantity_qualifier"] == "about"
