"""What rows say: ids, codes, values and words, each mistake told with its line."""

import pytest

from tests.support.project import Project

EVENTS = "records/events.yaml"

# name: (file, old text, new text, text on the fault's line, subject, seen, what to do)
PLANTED = {
    "unknown code": (
        EVENTS,
        "event_type: seizure",
        "event_type: seisure",
        "seisure",
        "harbour-seizure.event_type",
        'unknown code "seisure"',
        "did you mean seizure",
    ),
    "no required value": (
        EVENTS,
        "  title: Talks\n",
        "",
        "- id: talks",
        "talks.title",
        "no value",
        "write title: VALUE",
    ),
    "duplicate id": (
        EVENTS,
        "- id: talks",
        "- id: harbour-seizure",
        "- id: harbour-seizure\n  title: Talks",
        "harbour-seizure.id",
        "a second row with this id; the first is at records/events.yaml:3",
        "rename",
    ),
    "form of an id": (EVENTS, "- id: talks", "- id: Talks_1", "Talks_1", "Talks_1.id", 'the id "Talks_1"', "rename"),
    "form of a child's id": (
        EVENTS,
        "- id: informant",
        "- id: in--formant",
        "in--formant",
        "harbour-seizure--in--formant.id",
        'the id "',
        "rename",
    ),
    "no evidence": (
        EVENTS,
        "  evidence:\n  - quote: China and",
        "  other:\n  - quote: China and",
        "- id: talks",
        "talks.evidence",
        "no evidence",
        "add evidence: with a quote",
    ),
    "empty evidence": (
        EVENTS,
        "    evidence:\n    - quote: The United States’ tip helped\n"
        "      supports: {actor_id: United States, role: tip helped}\n",
        "",
        "  - id: informant",
        "harbour-seizure--informant.evidence",
        "no evidence",
        "add evidence: with a quote",
    ),
    "value without words": (
        EVENTS,
        "      quantity: 430kg\n",
        "",
        "quantity: 430",
        "harbour-seizure.quantity",
        '"430" without words',
        "add quantity: WORDS",
    ),
    "judged value without words": (
        EVENTS,
        ", role: tip helped",
        "",
        "role: informant",
        "harbour-seizure--informant.role",
        '"informant" without words',
        "add role",
    ),
    "words for an empty field": (
        EVENTS,
        "  quantity: 430\n",
        "",
        "quantity: 430kg",
        "harbour-seizure.quantity",
        'words "430kg" for an empty field',
        "delete the words",
    ),
    "words for an assigned field": (
        EVENTS,
        "      quantity: 430kg",
        "      quantity: 430kg\n      title: seized",
        "title: seized",
        "harbour-seizure.title",
        "words for a field of origin assigned",
        "delete them",
    ),
    "words for a derived field": (
        EVENTS,
        "      quantity: 430kg",
        "      quantity: 430kg\n      date_start: seized",
        "date_start",
        "harbour-seizure.date_start",
        "words for a field of origin derived",
        "delete them",
    ),
    "words for no field": (
        EVENTS,
        "      quantity: 430kg",
        "      quantity: 430kg\n      quantty: 430kg",
        "quantty",
        "harbour-seizure.quantty",
        'words for the unknown field "quantty"',
        "did you mean quantity",
    ),
    "anchor of no date": (
        EVENTS,
        "quantity: 430kg",
        "quantity: {words: 430kg, anchor: published}",
        "anchor: published",
        "harbour-seizure.quantity",
        "an anchor",
        "delete it",
    ),
    "unknown inference": (
        EVENTS,
        "{words: Monday, ",
        "{words: Monday, inferred: not_aftr, ",
        "Monday,",
        "talks.date",
        'unknown inference "not_aftr"',
        "did you mean not_after",
    ),
    "the old way to infer": (
        EVENTS,
        "{words: Monday, ",
        "{words: Monday, inferred: true, ",
        "Monday,",
        "talks.date",
        'unknown inference "true"',
        "one of at_the_time, context",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(project: Project, name: str) -> None:
    project.check_planted(PLANTED[name])


VALUES = {
    "comma": ("quantity", "430", '"1,016"'),
    "NaN": ("quantity", "430", "NaN"),
    "infinity": ("quantity", "430", "inf"),
    "YAML's infinity": ("quantity", "430", ".inf"),
    "exponent": ("quantity", "430", "4.3e2"),
    "plus": ("quantity", "430", "+430"),
    "underscore": ("quantity", "430", "4_30"),
    "leading zero": ("parcels", "1016", "01016"),
    "fraction for a count": ("parcels", "1016", "1016.0"),
    "day that is none": ("date", "2025-11-26", "2023-02-29"),
    "reversed interval": ("date", "2025-11-26", "2025-11-26/2025-11-01"),
    "malformed date": ("date", "2025-11-26", "2025-11-1"),
    "date in words": ("date", "2025-11-26", "November"),
    "formula": ("title", "Police seize cocaine", "=1+1"),
    "at sign": ("title", "Police seize cocaine", '"@police"'),
    "minus": ("title", "Police seize cocaine", '"-1 kg"'),
    "space at an end": ("title", "Police seize cocaine", '"Police "'),
}


@pytest.mark.parametrize("name", VALUES)
def test_planted_values(project: Project, name: str) -> None:
    column, old, new = VALUES[name]
    project.replace(EVENTS, f"  {column}: {old}\n", f"  {column}: {new}\n")
    faults = project.records()[1]
    assert [fault.subject for fault in faults] == [f"harbour-seizure.{column}"]
    assert str(faults[0].position) == project.place(EVENTS, f"  {column}: {new}\n")
    assert faults[0].fix == "correct the value"


def test_an_empty_value_is_one_fault(project: Project) -> None:
    project.replace(EVENTS, "title: Talks", 'title: ""')
    assert [(fault.subject, fault.seen) for fault in project.records()[1]] == [("events[2].title", "an empty value")]


def test_retired_ids_stay_unused(project: Project) -> None:
    project.write("records/retired.yaml", "retired:\n  events: [talks, old-talks]\n")
    faults = project.records()[1]
    assert [(fault.subject, fault.seen) for fault in faults] == [("talks.id", "a retired id")]


def test_a_contradicting_quote_supports_nothing(project: Project) -> None:
    project.replace(
        EVENTS, '    supports: {parcels: "1,016"}', '    stance: contradicts\n    supports: {parcels: "1,016"}'
    )
    assert [fault.seen for fault in project.records()[1]] == ['"1016" without words']
