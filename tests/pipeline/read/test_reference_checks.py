"""What rows say of each other: keys, articles, speakers, anchors of dates."""

import pytest

from tests.support.example import HARBOUR, TALKS
from tests.support.planting import RECORDS, SOURCES
from tests.support.project import Project

# name: (old text, new text, text on the fault's line, subject, kind, seen, fix)
PLANTED = {
    "dangling key": (
        "place_id: yantian\n",
        "place_id: yantien\n",
        "place_id: yantien",
        "yantian-seizure.place_id",
        "id-unknown",
        'unknown id "yantien"',
        "did you mean yantian?",
    ),
    "dangling key of a child": (
        "actor_id: police\n",
        "actor_id: x\n",
        "actor_id: x",
        "yantian-seizure--police.actor_id",
        "id-unknown",
        'unknown id "x"',
        "one of cctv, china",
    ),
    "dangling parent": (
        "parent_id: china\n",
        "parent_id: chna\n",
        "parent_id: chna",
        "police.parent_id",
        "id-unknown",
        'unknown id "chna"',
        "did you mean china?",
    ),
    "letter of another script": (
        "parent_id: china\n",
        "parent_id: \u0441hina\n",
        "parent_id: \u0441hina",
        "police.parent_id",
        "id-unknown",
        'unknown id "\u0441hina"',
        "did you mean china? U+0441 CYRILLIC SMALL LETTER ES stands where U+0063 LATIN SMALL LETTER C belongs",
    ),
    "unknown source": (
        f"source: {TALKS}\n",
        f"source: {TALKS[:-1]}\n",
        "- quote: The United States pressed",
        "united-states.source",
        "id-unknown",
        f'unknown source "{TALKS[:-1]}"',
        f"did you mean {TALKS}?",
    ),
    "unknown speaker": (
        "attributed_to: cctv\n    reported_by: cctv\n    supports:\n      event_type",
        "attributed_to: ctv\n    reported_by: cctv\n    supports:\n      event_type",
        "- quote: Chinese police seized 430kg",
        "yantian-seizure.attributed_to",
        "id-unknown",
        'unknown id "ctv"',
        "did you mean cctv?",
    ),
    "unknown reporter": (
        "reported_by: cctv\n    supports:\n      event_type",
        "reported_by: ctv\n    supports:\n      event_type",
        "- quote: Chinese police seized 430kg",
        "yantian-seizure.reported_by",
        "id-unknown",
        'unknown id "ctv"',
        "did you mean cctv?",
    ),
    "unknown anchor": (
        "anchor: events/yantian-seizure",
        "anchor: events/yantian",
        "anchor: events/yantian",
        "talks.date",
        "id-unknown",
        'unknown anchor "events/yantian"',
        "events/yantian-seizure",
    ),
    "anchor in no table": (
        "anchor: events/yantian-seizure",
        "anchor: event/talks",
        "anchor: event/talks",
        "talks.date",
        "id-unknown",
        'unknown anchor "event/talks"',
        "did you mean events/talks",
    ),
    "anchor without a date": (
        "anchor: events/yantian-seizure",
        "anchor: actors/police",
        "anchor: actors/police",
        "talks.date",
        "anchor-without-date",
        'the anchor "actors/police" has no date',
        "a row that has one",
    ),
    "anchor on an undated article": (
        "anchor: events/yantian-seizure",
        "anchor: published",
        "{words: the following month, anchor: published}",
        "talks.date",
        "anchor-without-date",
        'the anchor "published" has no date',
        "a row that has one",
    ),
    "unknown row with the same number": (
        "defendants: three\n",
        "defendants: {words: three, repeats: seizures/yantian}\n",
        "three, repeats",
        "smugglers.defendants",
        "id-unknown",
        'unknown row "seizures/yantian"',
        "seizures/yantian-cocaine",
    ),
    "ancestor of itself": (
        "  name: China\n  kind: state\n",
        "  name: China\n  kind: state\n  parent_id: police\n",
        "- id: police",
        "police.id",
        "references-circular",
        "their own ancestors: police → china → police",
        "break it",
    ),
    "dates counted in a circle": (
        "{words: November 26, anchor: published}",
        "{words: November 26, anchor: events/talks}",
        "- id: yantian-seizure",
        "yantian-seizure.id",
        "references-circular",
        "dates counted from each other: yantian-seizure → talks → yantian-seizure",
        "break it",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(example: Project, name: str) -> None:
    old, new, at, subject, kind, seen, fix = PLANTED[name]
    example.replace(RECORDS, old, new)
    (fault,) = (fault for fault in example.records()[1] if (fault.subject, fault.kind) == (subject, kind))
    assert str(fault.position) == example.place(RECORDS, at)
    assert seen in fault.seen
    assert fix in fault.fix


COUNTED = "date: {words: the following month, anchor: events/yantian-seizure}"


def test_a_date_is_counted_from_the_date_of_a_row_and_from_no_other_of_its_dates(example: Project) -> None:
    example.replace(RECORDS, "    title: Minister\n", "    title: Minister\n    as_of: 2025-12-16\n")
    example.replace(RECORDS, "{title: Minister,", "{title: Minister, as_of: 16 Dec 2025,")
    example.replace(RECORDS, "anchor: events/yantian-seizure", "anchor: positions/wang-hong--minister")
    (fault,) = example.records()[1]
    assert (fault.kind, fault.subject) == ("anchor-without-date", "talks.date")


def test_two_dates_of_a_row_are_no_circle(example: Project) -> None:
    example.replace(RECORDS, "  date: 2025-12\n", "  date: 2025-12\n  date_reported: 2026-01\n")
    reported = COUNTED.replace("date:", "date_reported:").replace("yantian-seizure", "talks")
    example.replace(RECORDS, COUNTED, f"{COUNTED}\n      {reported}")
    assert example.records()[1] == []


def test_an_article_and_a_row_of_it_whose_dates_are_counted_from_each_other(example: Project) -> None:
    example.replace(SOURCES, "published: 16 Dec 2025,", "published: {words: 16 Dec, anchor: events/yantian-seizure},")
    faults = example.records()[1]
    assert [(fault.kind, fault.subject) for fault in faults] == [
        ("references-circular", f"{row}.id") for row in ("yantian-seizure", HARBOUR)
    ]


@pytest.mark.parametrize("old", ["id: yantian-seizure", "anchor: events/yantian-seizure", "event_id: yantian-seizure"])
def test_an_id_without_end_makes_no_message_without_end(example: Project, old: str) -> None:
    example.replace(RECORDS, old, f"{old.partition(' ')[0]} {'9' * 100_000}")
    faults = example.records()[1]
    assert any(fault.kind == "id-unknown" for fault in faults)
    assert all(len(str(fault)) < 3000 for fault in faults)


def test_an_unreadable_file_does_not_make_its_ids_unknown(example: Project) -> None:
    example.replace("records/sources.yaml", "title: Talks held", "title: Talks: held")
    example.replace(RECORDS, "title: Talks held", "titel: Talks held")
    kinds = {fault.kind for fault in example.records()[1]}
    assert "id-unknown" not in kinds
    assert "yaml-syntax" in kinds
    assert any('unknown field "titel"' in fault.seen for fault in example.records()[1])


def test_the_example_refers_to_nothing_unknown(example: Project) -> None:
    records, faults = example.records()
    assert not faults
    assert set(records.ids("sources")) == {HARBOUR, TALKS}
