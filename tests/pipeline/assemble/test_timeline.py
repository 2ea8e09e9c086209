"""The timeline: in which order events stand, and what each row says in place of ids."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.assemble.time_order import SortDate, in_order
from tests.support.example import Made, make, write_example
from tests.support.project import Project

DAYS = {
    "may": SortDate(date(2025, 5, 1), "start"),
    "end of may": SortDate(date(2025, 5, 31), "end"),
    "june": SortDate(date(2025, 6, 1), "start"),
    "told in july": SortDate(date(2025, 7, 31), "reported"),
    "unknown": SortDate(),
}
OWN = {"b": "may", "a": "may", "c": "june"}

# What each event's own dates give, what each cannot stand before, and the order with the days and bases.
ORDERED: dict[str, tuple[Mapping[str, str], Mapping[str, set[str]], list[str]]] = {
    "by date, then by id": (OWN, {}, ["a 05-01 start", "b 05-01 start", "c 06-01 start"]),
    "relation before id": (OWN, {"a": {"b"}}, ["b 05-01 start", "a 05-01 start", "c 06-01 start"]),
    "raised": (OWN, {"a": {"c"}}, ["b 05-01 start", "c 06-01 start", "a 06-01 related"]),
    "raised along a chain": (
        {"a": "may", "b": "may", "c": "june"},
        {"a": {"b"}, "b": {"c"}},
        ["c 06-01 start", "b 06-01 related", "a 06-01 related"],
    ),
    "a last possible day gives way": (
        {"a": "may", "b": "end of may"},
        {"a": {"b"}},
        ["b 05-01 related", "a 05-01 start"],
    ),
    "and stays where nothing is earlier": (
        {"a": "june", "b": "end of may"},
        {"a": {"b"}},
        ["b 05-31 end", "a 06-01 start"],
    ),
    "a report gives way along a chain": (
        {"a": "may", "b": "unknown", "c": "told in july"},
        {"a": {"b"}, "b": {"c"}},
        ["c 05-01 related", "b 05-01 related", "a 05-01 start"],
    ),
    "the earliest of those that follow": (
        {"a": "june", "b": "may", "c": "unknown"},
        {"a": {"c"}, "b": {"c"}},
        ["c 05-01 related", "b 05-01 start", "a 06-01 start"],
    ),
    "after what it follows": (
        {"a": "unknown", "b": "may", "c": "june"},
        {"a": {"b"}, "c": {"a"}},
        ["b 05-01 start", "a 06-01 related", "c 06-01 start"],
    ),
    "nothing known is last": ({"a": "unknown", "b": "may"}, {}, ["b 05-01 start", "a"]),
    "nothing known of two that are related": ({"a": "unknown", "b": "unknown"}, {"a": {"b"}}, ["b", "a"]),
    "before one that has its date from another": (
        {"a": "unknown", "b": "unknown", "c": "may"},
        {"a": {"b", "c"}},
        ["b 05-01 related", "c 05-01 start", "a 05-01 related"],
    ),
    "a cycle": ({"a": "may", "b": "june"}, {"a": {"b"}, "b": {"a"}}, ["b 06-01 start", "a 06-01 related"]),
    "itself": ({"a": "may"}, {"a": {"a"}}, ["a 05-01 start"]),
}


@pytest.mark.parametrize("name", ORDERED)
def test_order(name: str) -> None:
    own, earlier, expected = ORDERED[name]
    dates = in_order({event_id: DAYS[kind] for event_id, kind in own.items()}, earlier, {})
    rows = sorted(dates.items(), key=lambda item: item[1].day or date.max)
    assert [f"{event_id} {day:%m-%d} {basis}" if day else event_id for event_id, (day, basis) in rows] == expected


def test_a_part_is_over_when_its_whole_is() -> None:
    own = {
        "address": SortDate(date(2025, 5, 31), "end"),
        "hopes": SortDate(date(2025, 5, 31), "end"),
        "launch": SortDate(date(2025, 5, 1), "start"),
    }
    earlier = {"hopes": {"address"}, "launch": {"address"}}
    lowered = SortDate(date(2025, 5, 1), "related")
    assert in_order(own, earlier, {"hopes": {"address"}}) == {
        "address": lowered,
        "hopes": lowered,
        "launch": own["launch"],
    }
    assert in_order(own, earlier, {})["hopes"] == own["hopes"]
    dated = {**own, "address": SortDate(date(2025, 4, 1), "start")}
    assert in_order(dated, earlier, {"hopes": {"address"}})["hopes"] == own["hopes"]


def timeline(made: Made) -> list[dict[str, Any]]:
    assert not made.faults
    rows: list[dict[str, Any]] = made.tables["timeline"].to_pylist()
    return rows


def test_rows_of_the_example(tmp_path: Path) -> None:
    made = make(write_example(tmp_path))
    rows = timeline(made)
    assert [f"{row['event_id']} {row['sort_date']} {row['sort_basis']}" for row in rows] == [
        "seizures-of-the-year 2025-01-01 start",
        "substances-added 2025-07-20 start",
        "yantian-seizure 2025-11-26 start",
        "sentence 2025-12-01 start",
        "talks 2025-12-01 start",
    ]
    events = {row["event_id"]: row for row in made.tables["events"].to_pylist()}
    for row in rows:
        event = events[row["event_id"]]
        same = ("title", "date", "date_start", "date_end", "modality", "n_sources", "seed_file", "quote")
        assert {name: row[name] for name in same} == {name: event[name] for name in same}
    seizure = rows[2]
    assert (seizure["initiators"], seizure["recipients"], seizure["actor_countries"]) == ("Chinese police", None, "CN")
    assert (seizure["place"], seizure["place_country"]) == ("Yantian", "CN")
    assert (seizure["n_sources"], seizure["publishers"]) == (2, "Harbour Post")
    assert (seizure["act"], seizure["sides"], seizure["topics"]) == ("deed", "china", "supply")
    assert (seizure["substances"], seizure["substance_families"]) == ("cocaine", "cocaine")
    assert (seizure["attributed_to"], seizure["reported_by"], seizure["part_of"]) == ("CCTV", "CCTV", None)
    talks = rows[4]
    assert (talks["topics"], talks["attributed_to"], talks["reported_by"]) == (
        "cooperation; harm; supply",
        "article",
        None,
    )


def test_an_event_that_is_part_of_another_names_it(example: Project) -> None:
    example.replace("records/harbour.yaml", "relation: follows\n", "relation: part_of\n")
    rows = {row["event_id"]: row for row in make(example.root).tables["timeline"].to_pylist()}
    assert (rows["talks"]["part_of"], rows["yantian-seizure"]["part_of"]) == ("yantian-seizure", None)


UNDATED = ("  date: 2025-12\n", "", "      date: {words: the following month, anchor: events/yantian-seizure}\n", "")


def test_an_event_without_a_date_has_that_of_what_it_follows(example: Project) -> None:
    example.replace("records/harbour.yaml", *UNDATED[:2])
    example.replace("records/harbour.yaml", *UNDATED[2:])
    (talks,) = (row for row in timeline(make(example.root)) if row["event_id"] == "talks")
    assert (talks["sort_date"], talks["sort_basis"], talks["date"]) == (date(2025, 11, 26), "related", None)


def test_the_article_bounds_an_event_only_where_its_date_is_printed(example: Project) -> None:
    for text in ("  date: 2025-07-20\n", ', date: "July 20, 2025"}'):
        example.replace("records/harbour.yaml", text, "}" if text.endswith("}") else "")
    rows = {row["event_id"]: row for row in timeline(make(example.root))}
    assert (rows["substances-added"]["sort_date"], rows["substances-added"]["sort_basis"]) == (
        date(2025, 12, 16),
        "article",
    )
    assert list(rows)[-1] == "substances-added"
