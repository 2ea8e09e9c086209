"""Versions made to break a comparison, or to print what is not so: each is compared, or declined with the reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from counternarcotics._diff import diff
from counternarcotics._diff.report import SHOWN
from counternarcotics._errors import UsageError
from counternarcotics._package import installed
from counternarcotics._shared import comparison
from tests.support.changed_versions import Version


@pytest.fixture
def version(tmp_path: Path) -> Version:
    return Version(tmp_path / "new")


def nested(levels: int) -> list[Any]:
    """Return lists within each other."""
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


STRANGE = {
    "null": None,
    "list": [["minimum", 3]],
    "object": {"minimum": 3},
    "text": "minimum",
    "number": 10**400,
    "fraction": 1e308,
    "true": True,
    "unsorted": [{"value": 1}, {"value": "1"}, {"label": "none"}, 7, None, [1], "1"],
    "repeated": ["incident"] * 3,
    "deep": nested(20),
    "surrogate": "\ud800",
}


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("item", ["title", "uniqueKeys", "foreignKeys", "missingValues", "built", "another"])
def test_a_table_may_be_described_by_any_json(version: Version, item: str, value: Any) -> None:
    changed = put(version.schema("seizures"), item, value)
    assert_compared(version, item, changed)


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("item", ["categories", "format", "description", "another"])
def test_a_column_may_be_described_by_any_json(version: Version, item: str, value: Any) -> None:
    changed = put(version.field("seizures", "scope"), item, value)
    assert_compared(version, item, changed)


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("item", ["enum", "pattern", "minimum", "maxLength", "another"])
def test_a_constraint_may_be_any_json(version: Version, item: str, value: Any) -> None:
    fields = version.field("places", "longitude"), version.field("seizures", "scope")
    changed = [put(field["constraints"], item, value) for field in fields]
    assert_compared(version, item, any(changed))


def put(part: dict[str, Any], item: str, value: Any) -> bool:
    """Give an item of a description another value, and return whether it says something else: null says nothing."""
    before, part[item] = part.get(item), value
    return bool(before != value)


def assert_compared(version: Version, item: str, changed: bool) -> None:
    """Assert that a version is compared with the installed one in both directions, and has all of itself.

    Args:
        version: The version.
        item: What was described otherwise.
        changed: Whether that is a change, which must be told.
    """
    new = version.package()
    for difference in (diff(installed(), new), diff(new, installed())):
        assert any(item in change.item for change in difference.changes) == changed
        assert difference.same != changed
        assert not difference.not_compared
        assert all(line.isprintable() for line in difference.text().split("\n"))
        assert json.loads(json.dumps(difference.as_dict(), allow_nan=False))["same"] == difference.same
    assert diff(new, new).same


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_is_declined(version: Version, value: float) -> None:
    version.descriptor["title"] = value
    with pytest.raises(UsageError, match="the new version: its descriptor is no JSON"):
        diff(installed(), version.package())


@pytest.mark.parametrize(("old", "new"), [(180, 10**400), (1e308, 10**400), (10**400, 1e308)])
def test_numbers_that_no_float_holds_are_compared(version: Version, tmp_path: Path, old: float, new: float) -> None:
    other = Version(tmp_path / "old")
    other.field("places", "longitude")["constraints"]["maximum"] = old
    version.field("places", "longitude")["constraints"]["maximum"] = new
    (change,) = diff(other.package(), version.package()).changes
    assert change.rule == ("promise weakened" if new > old else "promise added")


FORGED = "Fine.\nNo difference: all tables were compared\x1b[2K\u202e\u200b\u2028"


def test_nothing_in_a_version_forges_a_line_of_the_report(version: Version) -> None:
    version.descriptor |= {"title": FORGED, FORGED: FORGED}
    version.field("seizures", "scope")["categories"][0]["label"] = FORGED
    version.field("seizures", "scope")["constraints"]["enum"] += [FORGED]
    version.field("seizures", "scope")["constraints"][FORGED] = [FORGED]
    version.schema("seizures")["foreignKeys"] = FORGED
    version.change_rows("events", lambda rows: rows[0].update(title=FORGED.replace("\n", "")))
    text = diff(installed(), version.package()).text()
    assert not [line for line in text.splitlines() if line.startswith("No difference")]
    assert all(line.isprintable() for line in text.split("\n"))


def test_the_reason_why_a_table_cannot_be_read_is_one_line(version: Version) -> None:
    version.change_rows("seizures", lambda rows: rows[0].update(note=FORGED.replace("\n", "\t")))
    difference = diff(installed(), version.package())
    assert "holds a tab or a line end" in difference.not_compared["seizures"]
    assert not [line for line in difference.text().splitlines() if line.startswith("No difference")]


@pytest.mark.parametrize("other", ["kilo\u00a0gram", "kilo  gram", "kilo gram ", "kilo gra\uff4d", "kilo gram\ufe0f"])
def test_two_values_that_look_the_same_are_shown_so_that_they_differ(
    version: Version, tmp_path: Path, other: str
) -> None:
    before = Version(tmp_path / "old")
    before.change_rows("seizures", lambda rows: rows[0].update(note="kilo gram"))
    version.change_rows("seizures", lambda rows: rows[0].update(note=other))
    (line,) = [line for line in diff(before.package(), version.package()).text().splitlines() if ".note: " in line]
    was, now = line.partition(".note: ")[2].split(" -> ")
    assert was.strip("'") == "kilo gram"
    assert now.isascii()
    assert (now.strip("'") != "kilo gram") or now != was


def test_an_id_that_looks_like_another_is_shown_so_that_it_differs(version: Version) -> None:
    version.change_rows("seizures", lambda rows: rows[0].update(seizure_id=f"{rows[0]['seizure_id']}\u00a0"))
    lines = diff(installed(), version.package()).text().splitlines()
    (gone, come) = [line for line in lines if line.startswith("  ") and "drugs-of-the-year" in line]
    assert (gone, come) == ("  seizures: drugs-of-the-year", "  'seizures: drugs-of-the-year\\xa0'")


def test_two_versions_that_share_no_row_are_compared(version: Version) -> None:
    version.change_rows("seizures", lambda rows: [row.update(seizure_id=f"new-{row['seizure_id']}") for row in rows])
    changes = diff(installed(), version.package()).changes
    assert {change.rule for change in changes if change.table == "seizures"} == {"row removed", "row added"}


def test_a_long_value_is_shown_where_it_differs(version: Version, tmp_path: Path) -> None:
    before = Version(tmp_path / "old")
    before.change_rows("seizures", lambda rows: rows[0].update(note="x" * 100_000 + "old" + "y" * 100_000))
    version.change_rows("seizures", lambda rows: rows[0].update(note="x" * 100_000 + "new" + "y" * 100_000))
    was, now = diff(before.package(), version.package()).text().splitlines()[-2:]
    assert was.startswith(f"    - … {'x' * 40}oldyyy")
    assert now.startswith(f"    + … {'x' * 40}newyyy")
    assert was.endswith("(200003 characters; --json shows all)")
    assert len(was) < 1200


@pytest.mark.parametrize("most", [2, 3, 5])
def test_a_comparison_ends_where_too_much_changed(version: Version, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and cells count, of all tables together: three cells of seizures changed, and three places are new."""
    version.change_rows("places", lambda rows: rows.extend({**rows[0], "place_id": f"p{n}"} for n in range(3)))
    version.change_rows("seizures", lambda rows: [row.update(note="another") for row in rows[:3]])
    assert len(diff(installed(), version.package()).changes) == 6
    monkeypatch.setattr(comparison, "MOST_CHANGES", most)
    difference = diff(installed(), version.package())
    assert len(difference.changes) == (0 if most == 2 else 3)
    reason = "the versions differ in more than 100,000 rows and cells"
    assert difference.not_compared == dict.fromkeys(["seizures", "places"] if most == 2 else ["places"], reason)


def test_a_report_is_short_however_much_changed(version: Version) -> None:
    """Every list of it is cut, also that of the tables."""
    for entry in version.descriptor["resources"][1:]:
        names = [f"{entry['name']}_{number}" for number in range(4)]
        copies = [
            {**entry, "name": name, "path": f"data/{name}.csv", "parquet": {**entry["parquet"], "path": f"data/{name}"}}
            for name in names
        ]
        version.descriptor["resources"] += copies
    version.change_rows(
        "evidence", lambda rows: rows.extend({**rows[0], "evidence_id": f"e{n}"} for n in range(20_000))
    )
    version.descriptor |= {f"property-{number}": number for number in range(1_000)}
    difference = diff(installed(), version.package())
    assert len(difference.changes) > 21_000
    assert len(difference.text().splitlines()) < 5 * (SHOWN + 3)
