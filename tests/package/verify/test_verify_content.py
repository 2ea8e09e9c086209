"""Verify, of what tables say: every rule of the schemas broken, and cells for which a file cannot be read."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _rules, _verify
from counternarcotics._verify import verify
from tests.support import verified_copies as copies

PLACES: dict[str, Any] = {
    "primaryKey": ["place_id"],
    "foreignKeys": [{"fields": ["parent_id"], "reference": {"resource": "", "fields": ["place_id"]}}],
    "fields": [
        {"name": "place_id", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "[a-z]+"}},
        {"name": "parent_id", "type": "string", "constraints": {"required": False}},
        {"name": "kind", "type": "string", "constraints": {"enum": ["port", "city"]}},
        {"name": "latitude", "type": "number", "constraints": {"minimum": -90, "maximum": 90}},
        {"name": "name", "type": "string", "constraints": {"minLength": 2, "maxLength": 9}},
    ],
}
VISITS: dict[str, Any] = {
    "primaryKey": ["place_id", "day"],
    "sortedBy": "day",
    "uniqueKeys": [["day", "remark"]],
    "foreignKeys": [
        {"fields": ["place_id"], "reference": {"resource": "places", "fields": ["place_id"]}},
        {"fields": ["place_id", "kind"], "reference": {"resource": "places", "fields": ["place_id", "kind"]}},
    ],
    "fields": [{"name": name, "type": "string"} for name in ("place_id", "day", "remark", "kind")],
}
SCHEMAS = {"places": PLACES, "visits": VISITS}


def tables() -> dict[str, list[dict[str, Any]]]:
    """Return rows that keep every rule."""
    return {
        "places": [
            {"place_id": "china", "parent_id": None, "kind": None, "latitude": None, "name": None},
            {"place_id": "yantian", "parent_id": "china", "kind": "port", "latitude": 22.6, "name": "Yantian"},
        ],
        "visits": [
            {"place_id": "yantian", "day": "1", "remark": None, "kind": "port"},
            {"place_id": "yantian", "day": "2", "remark": None, "kind": None},
            {"place_id": "china", "day": "2", "remark": "x", "kind": None},
        ],
    }


def test_rows_that_keep_every_rule() -> None:
    total = sum(_rules.count(schema) for schema in SCHEMAS.values())
    assert _rules.check(tables(), SCHEMAS, SCHEMAS) == (total, [])
    assert total == (8 + 2) + 5


PLANTED = [
    ("visits", 0, {"day": "3"}, 'visits/yantian, 2.day: saw "2" after "3", expected rows in its order'),
    ("visits", 1, {"day": None}, 'visits/china, 2.day: saw "2" after an empty cell, expected rows in its order'),
    ("places", 1, {"place_id": None}, "places/None.place_id: saw an empty cell, expected a value"),
    ("places", 1, {"place_id": "china"}, 'places/china.place_id: saw "china" in 2 rows, expected values of its own'),
    ("places", 1, {"place_id": "yantian1"}, 'places/yantian1.place_id: saw "yantian1", expected the form [a-z]+'),
    ("places", 1, {"place_id": "a\nb"}, 'places/a\nb.place_id: saw "a\nb", expected the form [a-z]+'),
    ("places", 1, {"parent_id": "asia"}, 'parent_id: saw "asia", expected place_id of a row of the same table'),
    ("places", 1, {"kind": "Port"}, 'places/yantian.kind: saw "Port", expected one of port, city'),
    ("places", 1, {"latitude": 91.0}, "places/yantian.latitude: saw 91.0, expected 90 or less"),
    ("places", 1, {"latitude": -90.5}, "places/yantian.latitude: saw -90.5, expected -90 or more"),
    ("places", 1, {"latitude": float("nan")}, "places/yantian.latitude: saw nan, expected -90 or more"),
    ("places", 1, {"name": "Y"}, 'places/yantian.name: saw "Y", expected 2 characters or more'),
    ("places", 1, {"name": "Yantian Port"}, 'saw "Yantian Port", expected 9 characters or less'),
    ("visits", 0, {"place_id": "busan"}, 'visits/busan, 1.place_id: saw "busan", expected place_id of a row of places'),
    (
        "visits",
        0,
        {"kind": "city"},
        'place_id, kind: saw "yantian", "city", expected place_id, kind of a row of places',
    ),
    (
        "visits",
        0,
        {"day": None},
        "visits/yantian, None.place_id, day: saw an empty cell, expected a value in the primary",
    ),
    (
        "visits",
        0,
        {"day": "2"},
        'visits/yantian, 2.place_id, day: saw "yantian", "2" in 2 rows, expected values of its',
    ),
    ("visits", 2, {"remark": None}, 'visits/china, 2.day, remark: saw "2", None in 2 rows, expected values of its own'),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted[0]} {planted[2]}")
def test_each_rule_broken(planted: tuple[str, int, dict[str, Any], str]) -> None:
    table, row, cells, told = planted
    rows = tables()
    rows[table][row] |= cells
    checked, faults = _rules.check(rows, SCHEMAS, SCHEMAS)
    assert any(told in fault for fault in faults), faults
    assert checked == sum(_rules.count(schema) for schema in SCHEMAS.values())


def test_of_many_rows_that_break_one_rule_some_are_named_and_the_rest_counted() -> None:
    rows = tables()
    rows["places"] += [{**rows["places"][1], "place_id": "b" * n, "kind": "x"} for n in range(1, 9)]
    faults = [fault for fault in _rules.check(rows, SCHEMAS, SCHEMAS)[1] if "kind" in fault]
    assert len(faults) == _rules.SHOWN + 1
    assert faults[-1] == "places.kind: 3 more rows like these"


def test_a_table_that_could_not_be_read_is_not_checked_and_nothing_that_refers_to_it() -> None:
    rows = tables()
    del rows["places"]
    assert _rules.check(rows, SCHEMAS, rows) == (3, [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published version."""
    made = tmp_path_factory.mktemp("versions")
    copies.published(made)
    return made


@pytest.fixture
def forged(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a forged version is written, none being known."""
    monkeypatch.setattr(_verify, "data_root", lambda: tmp_path / "forged")
    return tmp_path / "forged"


BROKEN = [
    ("seizures", {"quantity": -1.0}, ".quantity: saw -1.0, expected 0 or more"),
    ("seizures", {"substance_id": "coke"}, '.substance_id: saw "coke", expected substance_id of a row of substances'),
    ("events", {"event_type": "seisure"}, '.event_type: saw "seisure", expected one of '),
    ("places", {"country_code": "cn"}, '.country_code: saw "cn", expected the form [A-Z]{2}'),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken[0]} {broken[1]}")
def test_a_consistent_copy_that_breaks_a_rule(
    folder: Path, forged: Path, broken: tuple[str, dict[str, Any], str]
) -> None:
    """Every list follows the change and no version is known: nothing but the rule is left."""
    name, cells, told = broken
    descriptor, tables = copies.read(folder / "published")
    tables[name] = copies.changed(tables[name], 0, **cells)
    report = verify(copies.write(forged, tables, descriptor))
    assert [check.passed for check in report.checks] == [True, True, False]
    assert report.faults[0].startswith(f"{name}/")
    assert told in report.faults[0]


def test_what_both_files_of_a_table_break_is_told_once(folder: Path, forged: Path) -> None:
    descriptor, tables = copies.read(folder / "published")
    tables["seizures"] = copies.changed(tables["seizures"], 0, quantity=-1.0)
    copies.write(forged, tables, descriptor)
    text = (forged / "data/seizures.csv").read_text(encoding="utf-8")
    (forged / "data/seizures.csv").write_text(text.replace("85.0,kilogram", "-85.0,kilogram"), encoding="utf-8")
    row_id = tables["seizures"].to_pylist()[0]["seizure_id"]
    assert verify(forged).checks[2].faults == [
        f"seizures/{row_id}.quantity: saw -1.0, expected 0 or more",
        "data/seizures.csv: seizures/inkwell-examplamine.quantity: saw -85.0, expected 0 or more",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "85.0,kilogram",
            "8O.0,kilogram",
            'seizures/inkwell-examplamine.quantity: saw "8O.0", expected a decimal number',
        ),
        ("2024-03-15,2024-03-15", "2024-03-15,15.03.2024", 'date_end: saw "15.03.2024", expected a day as YYYY-MM-DD'),
        ("inkwell-examplamine,", ",", "seizures/.seizure_id: saw an empty cell, expected a value"),
        ("event_id,scope", "event_id,scape", "it lacks scope; it has scape, which the schema lacks"),
        ("\n", ",more\n", "it has more, which the schema lacks"),
    ],
)
def test_a_cell_for_which_a_file_cannot_be_read_is_named(
    folder: Path, forged: Path, old: str, new: str, told: str
) -> None:
    shutil.copytree(folder / "published", forged)
    text = (forged / "data/seizures.csv").read_text(encoding="utf-8")
    assert old in text
    (forged / "data/seizures.csv").write_text(text.replace(old, new), encoding="utf-8")
    _, tables, rules = verify(forged).checks
    assert any(fault.startswith("data/seizures.csv: ") and told in fault for fault in tables.faults), tables.faults
    assert tables.checked == tables.total - 2
    assert rules.checked == rules.total  # on the other file of the table


def test_a_table_of_which_no_file_can_be_read_leaves_its_rules_unchecked(folder: Path, forged: Path) -> None:
    shutil.copytree(folder / "published", forged)
    for kind in ("csv", "parquet"):
        (forged / f"data/events.{kind}").write_bytes(b"")
    _, tables, rules = verify(forged).checks
    assert tables.checked == tables.total - 3
    assert rules.checked < rules.total
    assert rules.faults == []


def test_a_cell_with_a_tab(folder: Path, forged: Path) -> None:
    shutil.copytree(folder / "published", forged)
    text = (forged / "data/events.csv").read_text(encoding="utf-8")
    (forged / "data/events.csv").write_text(text.replace(" ", "\t", 1), encoding="utf-8")
    faults = verify(forged).faults
    assert any(
        fault.startswith("data/events.csv: it cannot be read as the table events: the cell ") for fault in faults
    )
