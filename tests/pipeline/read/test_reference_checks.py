"""What rows say of each other: keys, articles, speakers, anchors of dates."""

import pytest

from tests.support.project import Project

EVENTS = "records/events.yaml"
ACTORS = "records/actors.yaml"

# name: (file, old text, new text, text on the fault's line, subject, seen, what to do)
PLANTED = {
    "dangling key": (
        EVENTS,
        "host_id: police",
        "host_id: polices",
        "polices",
        "harbour-seizure.host_id",
        'unknown id "polices"',
        "did you mean police",
    ),
    "dangling key of a child": (
        EVENTS,
        "actor_id: united-states",
        "actor_id: usa",
        "usa",
        "harbour-seizure--informant.actor_id",
        'unknown id "usa"',
        "one of china",
    ),
    "dangling parent": (
        ACTORS,
        "parent_id: china",
        "parent_id: chna",
        "chna",
        "police.parent_id",
        'unknown id "chna"',
        "did you mean china",
    ),
    "unknown source": (
        EVENTS,
        "source: island",
        "source: iland",
        "- quote: China and",
        "talks.source",
        'unknown source "iland"',
        "did you mean island",
    ),
    "unknown speaker": (
        EVENTS,
        "attributed_to: police",
        "attributed_to: polise",
        "- quote: Chinese police",
        "harbour-seizure.attributed_to",
        'unknown id "polise"',
        "did you mean police",
    ),
    "unknown stance": (
        EVENTS,
        "attributed_to: police",
        "stance: contradict",
        "- quote: Chinese police",
        "harbour-seizure.stance",
        'unknown stance "contradict"',
        "did you mean contradicts",
    ),
    "unknown anchor": (
        EVENTS,
        "anchor: events/harbour-seizure",
        "anchor: events/harbour",
        "anchor",
        "talks.date",
        'unknown anchor "events/harbour"',
        "events/harbour-seizure",
    ),
    "anchor in no table": (
        EVENTS,
        "anchor: events/harbour-seizure",
        "anchor: event/talks",
        "anchor",
        "talks.date",
        'unknown anchor "event/talks"',
        "did you mean events",
    ),
    "anchor without a date": (
        EVENTS,
        "anchor: events/harbour-seizure",
        "anchor: actors/police",
        "anchor",
        "talks.date",
        "has no date",
        "a row that has one",
    ),
    "anchor on an undated article": (
        EVENTS,
        "anchor: events/harbour-seizure",
        "anchor: published",
        "anchor",
        "talks.date",
        'the anchor "published" has no date',
        "a row that has one",
    ),
    "ancestor of itself": (
        ACTORS,
        "  name: China\n",
        "  name: China\n  parent_id: police\n",
        "- id: police",
        "police.id",
        "their own ancestors: police → china → police",
        "break it",
    ),
    "dates counted in a circle": (
        EVENTS,
        '{words: "November 26, 2025"}',
        '{words: "November 26, 2025", anchor: events/talks}',
        "- id: harbour-seizure",
        "harbour-seizure.id",
        "dates counted from each other: harbour-seizure → talks → harbour-seizure",
        "break it",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(project: Project, name: str) -> None:
    project.check_planted(PLANTED[name])


def test_an_unreadable_file_does_not_make_its_ids_unknown(project: Project) -> None:
    project.replace(ACTORS, "name: China\n", "name: China: x\n")
    project.replace(EVENTS, "title: Talks", "titel: Talks")
    faults = project.records()[1]
    assert not any("unknown id" in fault.seen for fault in faults)
    assert any('unknown field "titel"' in fault.seen for fault in faults)
    assert "references are not checked, because records/actors.yaml could not be read" in faults[-1].seen
