"""How a difference is told: as text, as JSON, and as a verdict on the version numbers."""

import json
import re
from pathlib import Path

import pytest

from counternarcotics._diff import diff
from counternarcotics._diff.report import SHOWN
from counternarcotics._package import installed
from counternarcotics._shared.version_rule import BUMPS, RULES, Change, called_for, taken, verdict
from tests.support import ROOT
from tests.support import changed_versions as plant
from tests.support.changed_versions import Version


@pytest.fixture
def version(tmp_path: Path) -> Version:
    return Version(tmp_path / "new")


def test_no_fingerprint_is_given_where_a_table_was_not_read(version: Version) -> None:
    (version.root / "data/seizures.parquet").unlink()
    found = diff(installed(), version.package())
    assert found.new.fingerprint is None
    assert "unknown fingerprint" in found.text()


def test_long_lists_are_cut_in_the_text_and_whole_in_the_json(version: Version) -> None:
    version.change_rows("evidence", lambda rows: rows.__delitem__(slice(0, SHOWN + 12)))
    found = diff(installed(), version.package())
    removed = [change.row for change in found.changes]
    lines = found.text().splitlines()
    assert lines[-1] == "  and 12 more (--json shows all)"
    assert lines[-SHOWN - 2 : -1] == ["derived row removed:", *(f"  evidence: {row}" for row in removed[:SHOWN])]
    assert [change["row"] for change in found.as_dict()["changes"]] == removed


def test_the_json_holds_every_change_typed(version: Version) -> None:
    for edit in (plant.remove_row, plant.change_value, plant.add_row, plant.add_code, plant.retitle_package):
        edit(version)
    version.descriptor["version"] = "0.1.1"
    told = json.loads(json.dumps(diff(installed(), version.package()).as_dict()))
    assert (told["same"], told["calls_for"], told["taken"]) == (False, "major", "patch")
    assert told["changes"][0] == {
        "rule": "text changed",
        "calls_for": "patch",
        "table": "",
        "row": "",
        "column": "",
        "item": "title",
        "old": "US–China counternarcotics cooperation",
        "new": "Otherwise",
    }
    assert [(change["rule"], change["row"], change["old"], change["new"]) for change in told["changes"][-3:]] == [
        ("row removed", "drugs-of-the-year", None, None),
        ("row added", "another", None, None),
        ("value changed", "yantian-cocaine", 430.0, 340.0),
    ]
    assert told["changes"][1]["rule"] == "code added"


def test_the_text_gives_the_summary_first_and_both_sides_of_a_long_text(version: Version) -> None:
    plant.change_value(version)
    version.change_rows("seizures", lambda rows: rows[-1].update(quote="Said " + "otherwise " * 12 + "here", unit=None))
    version.descriptor["version"] = "0.1.1"
    lines = diff(installed(), version.package()).text().splitlines()
    assert lines[0].startswith("old  0.1.0, sha256:")
    assert lines[3:7] == [
        "patch  value changed: 3",
        "The changes call for at least a patch version; 0.1.0 -> 0.1.1 is a patch version: large enough.",
        "",
        "value changed:",
    ]
    assert "  seizures: yantian-cocaine.quantity: 430.0 -> 340.0" in lines
    assert "  seizures: yantian-cocaine.unit: kilogram -> empty" in lines
    assert lines[lines.index("  seizures: yantian-cocaine.quote") + 1].startswith("    - police seized")
    assert any(line.startswith("    + Said otherwise") for line in lines)


@pytest.mark.parametrize(
    ("needed", "old", "new", "end"),
    [
        ("none", "0.1.0", "0.1.0", "Nothing that was compared calls for a new version."),
        ("minor", "0.1.0", "0.1.1", "0.1.0 -> 0.1.1 is a patch version: too small."),
        ("minor", "0.1.0", "0.2.0", "0.1.0 -> 0.2.0 is a minor version: large enough."),
        ("major", "0.1.0", "0.2.0", "0.1.0 -> 0.2.0 is a minor version: too small."),
        ("patch", "0.1.0", "1.0.0", "0.1.0 -> 1.0.0 is a major version: large enough."),
        ("patch", "0.1.0", "0.1.0", "both are 0.1.0: the new one needs a number of its own."),
        ("patch", "0.2.0", "0.1.9", "0.2.0 -> 0.1.9 is no step to a later version: name the earlier one first."),
        ("patch", "0.1.9", "0.1.10", "0.1.9 -> 0.1.10 is a patch version: large enough."),
        ("patch", "0.1.0", "next", "0.1.0 -> next is no step to a later version: name the earlier one first."),
    ],
)
def test_the_verdict_on_two_numbers(needed: str, old: str, new: str, end: str) -> None:
    assert verdict(needed, old, new).endswith(end)


def test_the_left_number_decides_below_1_as_above_it() -> None:
    for before, after in (("0.1.1", "0.2.0"), ("3.1.1", "3.2.0")):
        assert taken(before, after) == "minor"
    assert taken("0.9.9", "1.0.0") == taken("1.9.9", "2.0.0") == "major"
    assert taken("0.1.0", "0.1.0rc1") is None


def test_the_greatest_change_decides() -> None:
    assert called_for([]) == "none"
    for rule, bump in RULES.items():
        assert called_for([Change("value changed"), Change(rule)]) == bump
    assert {*RULES.values()} < {*BUMPS}


def test_the_documented_rules_are_the_ones_that_fire() -> None:
    text = (ROOT / "docs" / "versions.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([a-z ]+) \| (major|minor|patch) \|", text, re.M)
    assert listed == list(RULES.items())
