"""Verify, where lists and files were changed together, and where a list itself is damaged."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _verify
from counternarcotics._shared.kept import FOLDER, kept_path, packed
from counternarcotics._verify import verify
from tests.support import verified_copies as copies
from tests.support.verified_copies import DESCRIPTOR, SUMS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published version."""
    made = tmp_path_factory.mktemp("versions")
    copies.published(made)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the published version, which is the installed one, to be changed."""
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    return Path(shutil.copytree(folder / "published", tmp_path / "copy"))


def forge(copy: Path, tmp_path: Path, **about: Any) -> Path:
    """Return a copy in which one amount is changed and everything else follows from that."""
    descriptor, tables = copies.read(copy)
    tables["seizures"] = copies.changed(tables["seizures"], 0, arrests=12)
    return copies.write(tmp_path / "forged", tables, descriptor, **about)


def places(faults: list[str]) -> set[str]:
    return {fault.split(":")[0] for fault in faults}


def test_a_file_changed_with_its_checksum(copy: Path) -> None:
    (copy / "RIGHTS.md").write_text("None.\n", encoding="utf-8")
    copies.sum_up(copy)
    assert verify(copy).faults == ["RIGHTS.md: it is not the file of version 0.1.0"]


def test_a_table_changed_with_its_checksums_and_the_descriptor(copy: Path, tmp_path: Path) -> None:
    forged = forge(copy, tmp_path)
    for kind in ("csv", "parquet"):
        shutil.copy(forged / f"data/seizures.{kind}", copy / "data")
    copies.describe(copy)
    copies.sum_up(copy)
    files, tables, published = verify(copy).checks
    assert files.passed
    assert places(tables.faults) == {"data/seizures.csv", "data/seizures.parquet", DESCRIPTOR}
    assert all(f"{DESCRIPTOR} says sha256:" in fault or "its fingerprint is" in fault for fault in tables.faults)
    assert places(published.faults) == {"data/seizures.csv", "data/seizures.parquet", DESCRIPTOR}


def test_everything_changed_is_seen_against_the_known_version_alone(copy: Path, tmp_path: Path) -> None:
    report = verify(forge(copy, tmp_path))
    assert [check.passed for check in report.checks] == [True, True, False]
    assert places(report.faults) == {"data/seizures.csv", "data/seizures.parquet", DESCRIPTOR}
    assert not report.sound


def keep(installed: Path, copy: Path) -> None:
    """Let an installed package keep the release that a copy is."""
    files = {path: (copy / path).read_bytes() for path in copies.listed(copy)}
    (installed / FOLDER).mkdir()
    (installed / kept_path(copies.load(copy)["version"])).write_bytes(packed(files))


def test_everything_changed_is_seen_against_the_list_of_releases_alone(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The installed package itself is forged, but for its list of releases."""
    forged = forge(copy, tmp_path)
    copies.release(forged, copies.entry(copy))
    keep(forged, copy)
    monkeypatch.setattr(_verify, "data_root", lambda: forged)
    for path in (None, forged):
        report = verify(path)
        assert [check.passed for check in report.checks] == [True, True, False, True]
        assert "data/seizures.csv" in places(report.faults)
    assert verify(copy).sound


def test_a_file_dropped_with_its_line(copy: Path) -> None:
    (copy / "RIGHTS.md").unlink()
    copies.sum_up(copy)
    assert verify(copy).faults == ["RIGHTS.md: missing; it is a file of version 0.1.0"]


@pytest.mark.parametrize("lacking", ["", "seizures"])
def test_a_version_that_is_not_known_is_no_fault_and_not_sound(copy: Path, tmp_path: Path, lacking: str) -> None:
    forged = forge(copy, tmp_path, version="0.1.1", created="2026-12-24T00:00:00Z")
    if lacking:
        descriptor, tables = copies.read(forged)
        tables.pop(lacking)
        descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] in tables]
        shutil.rmtree(forged)
        copies.write(forged, tables, descriptor)
    report = verify(forged)
    assert (report.sound, report.passed, report.faults) == (False, False, [])
    assert (report.version, report.date) == ("0.1.1", "2026-12-24")
    assert report.notes[0].startswith("Version 0.1.1 is not a published version that this package knows (0.1.0)")
    assert [check.passed for check in report.checks] == [True, True, False]
    assert report.text().endswith(
        "Consistent with itself, but not a version that this package knows (0.1.0): nothing proves that it was "
        "published."
    )


def test_the_installed_package_does_not_vouch_for_itself(copy: Path) -> None:
    report = verify()
    assert report.sound
    assert len(report.checks) == 2
    assert "(none)" in report.notes[0]


def change_resource(name: str, value: Callable[[Any], Any], part: str = "") -> Callable[[Path], None]:
    """Return a change of a property of `seizures`, or of a part of it such as its Parquet file."""

    def change(copy: Path) -> None:
        descriptor = copies.load(copy)
        for resource in descriptor["resources"]:
            if resource["name"] == "seizures":
                holder = resource[part] if part else resource
                holder[name] = value(holder[name])
        copies.save(copy, descriptor)
        copies.sum_up(copy)

    return change


def zeros(text: str) -> str:
    return f"sha256:{'0' * 64}"


IN_DESCRIPTOR = {
    "hash": (change_resource("hash", zeros), "data/seizures.csv: it was changed"),
    "bytes": (change_resource("bytes", lambda size: size + 1), "data/seizures.csv: it is "),
    "rows": (change_resource("rows", lambda rows: rows + 1), "lines below its head, the descriptor says"),
    "path": (change_resource("path", lambda _: "data/seizuret.csv"), "data/seizuret.csv: missing"),
    "fingerprint": (change_resource("fingerprint", zeros), f"{DESCRIPTOR} says {zeros('')}"),
    "Parquet hash": (change_resource("hash", zeros, "parquet"), "data/seizures.parquet: it was changed"),
    "Parquet bytes": (change_resource("bytes", lambda size: size + 1, "parquet"), "data/seizures.parquet: it is "),
    "Parquet path": (change_resource("path", lambda _: "data/x.parquet", "parquet"), "data/x.parquet: missing"),
}


@pytest.mark.parametrize("case", IN_DESCRIPTOR)
def test_a_descriptor_that_does_not_fit_the_files(copy: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.setattr(_verify, "data_root", lambda: copy)
    change, said = IN_DESCRIPTOR[case]
    change(copy)
    report = verify(copy)
    assert any(said in fault for fault in report.faults), report.faults
    assert not report.sound


def test_the_fingerprint_of_the_whole(copy: Path) -> None:
    descriptor = copies.load(copy)
    copies.save(copy, {**descriptor, "fingerprint": zeros("")})
    copies.sum_up(copy)
    report = verify(copy)
    assert f"{DESCRIPTOR}: its fingerprint is {zeros('')}" in report.faults[0]
    assert report.fingerprint == descriptor["fingerprint"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_one_file_of_a_table_says_something_else(copy: Path, tmp_path: Path, kind: str) -> None:
    """Every list follows the file; only the fingerprint tells."""
    shutil.copy(forge(copy, tmp_path) / f"data/seizures.{kind}", copy / "data")
    copies.describe(copy)
    copies.sum_up(copy)
    _, tables, _ = verify(copy).checks
    assert places(tables.faults) == {f"data/seizures.{kind}"}
    assert not tables.passed


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("85.0,kilogram", "8O.0,kilogram", "it cannot be read as the table seizures: "),
        ("event_id,scope", "event_id,scape", "it lacks scope; it has scape, which the schema lacks"),
        ("\n", ",more\n", "it has more, which the schema lacks"),
        ("85.0,kilogram", '85.0,"kilo\tgram"', "holds a tab or a line end"),
    ],
)
def test_a_file_that_is_not_as_its_schema_says(copy: Path, old: str, new: str, said: str) -> None:
    text = (copy / "data/seizures.csv").read_text(encoding="utf-8")
    assert old in text
    (copy / "data/seizures.csv").write_text(text.replace(old, new), encoding="utf-8")
    copies.describe(copy)
    copies.sum_up(copy)
    tables = verify(copy).checks[1]
    assert any(fault.startswith("data/seizures.csv: ") and said in fault for fault in tables.faults), tables.faults
    assert tables.checked == tables.total - 1


@pytest.mark.parametrize("change", ["twice", "no hash", "cut short", "leads out"])
def test_checksums_that_cannot_be_read(copy: Path, change: str) -> None:
    text = (copy / SUMS).read_text(encoding="utf-8")
    last = text.splitlines()[-1]
    damaged = {
        "twice": f"{text}{last}\n",
        "no hash": text.replace(last, last[:60] + last[64:]),
        "cut short": text[:-1],
        "leads out": text.replace("  ../RIGHTS.md", "  ../../RIGHTS.md"),
    }
    (copy / SUMS).write_text(damaged[change], encoding="utf-8")
    report = verify(copy)
    assert places(report.faults) == {SUMS}
    assert report.checks[0].checked < report.checks[0].total


def test_without_a_descriptor_that_can_be_used_nothing_that_needs_it_is_passed(copy: Path) -> None:
    (copy / DESCRIPTOR).write_text("[]\n", encoding="utf-8")
    copies.sum_up(copy)
    report = verify(copy)
    assert {check.name: (check.checked, check.total) for check in report.checks}["tables, by fingerprint"] == (0, 1)
    assert (report.version, report.fingerprint) == (None, None)
    assert not report.sound
