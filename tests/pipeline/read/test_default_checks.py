"""What the tables say of defaults: each mistake in it is reported."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.project import Project


def field(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a field of a Table Schema."""
    return next(field for field in raw["fields"] if field["name"] == name)


# name: (table, change, subject, seen)
WRONG: dict[str, tuple[str, Callable[[dict[str, Any]], Any], str, str]] = {
    "ids of no column": (
        "event_topics",
        lambda raw: raw["child"].update(names="subject"),
        "child",
        'unknown column "subject"',
    ),
    "words of no column": (
        "places",
        lambda raw: field(raw, "kind").update(words_of="nam"),
        "kind",
        'unknown column "nam"',
    ),
    "words of no parent": (
        "places",
        lambda raw: field(raw, "kind").update(words_of="parent"),
        "kind",
        "words of a parent",
    ),
    "inherits from no owner": (
        "seizures",
        lambda raw: field(raw, "date")["inherits"].update(table="actors"),
        "date",
        'inherits from "actors"',
    ),
    "inherits no column": (
        "seizures",
        lambda raw: field(raw, "date")["inherits"].update(column="day"),
        "date",
        'unknown column "day"',
    ),
    "under a condition on no column": (
        "seizures",
        lambda raw: field(raw, "date")["inherits"].update(unless=["day"]),
        "date",
        'unknown column "day"',
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_defaults(example: Project, name: str) -> None:
    table, change, subject, seen = WRONG[name]
    path = example.root / f"schemas/tables/{table}.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")
    faults = [fault for fault in example.schemas()[1] if fault.subject == f"{table}.{subject}"]
    assert [fault.seen for fault in faults if fault.kind != "shared-column-differs"] == [seen]
