"""Verify, where lists and files were changed together, and where the descriptor or what is known is itself damaged."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _verify
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


def test_a_file_changed_with_its_checksum(copy: Path, tmp_path: Path) -> None:
    forged = forge(copy, tmp_path)
    (copy / "data/seizures.csv").write_bytes((forged / "data/seizures.csv").read_bytes())
    copies.sum_up(copy)
    faults = verify(copy).faults
    assert places(faults) == {"data/seizures.csv"}
    assert f", and {SUMS} with it (SHA-256 " in faults[0]


def test_a_table_changed_with_its_checksums_and_the_descriptor(copy: Path, tmp_path: Path) -> None:
    forged = forge(copy, tmp_path)
    for kind in ("csv", "parquet"):
        shutil.copy(forged / f"data/seizures.{kind}", copy / "data")
    copies.describe(copy)
    copies.sum_up(copy)
    report = verify(copy)
    files, tables, rules, published = report.checks
    assert (files.passed, rules.passed) == (True, True)
    resources = {resource["name"]: resource for resource in copies.load(copy)["resources"]}
    fingerprint = resources["seizures"]["fingerprint"]
    assert any(fault.startswith("seizures: the fingerprint of both its files is sha256:") for fault in tables.faults)
    assert any(fault.endswith(f"{DESCRIPTOR} says {fingerprint}") for fault in tables.faults)
    assert any(fault.startswith(f"{DESCRIPTOR}: its fingerprint of the whole dataset") for fault in tables.faults)
    assert places(published.faults) == {"seizures", "data/seizures.csv", "data/seizures.parquet", DESCRIPTOR}


def test_everything_changed_is_seen_against_the_known_version_alone(copy: Path, tmp_path: Path) -> None:
    report = verify(forge(copy, tmp_path))
    assert [check.passed for check in report.checks] == [True, True, True, False]
    assert places(report.faults) == {"seizures", "data/seizures.csv", "data/seizures.parquet", DESCRIPTOR}
    assert not report.sound


def test_everything_changed_is_seen_against_the_list_of_releases_alone(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The installed package itself is forged, but for its list of releases."""
    forged = forge(copy, tmp_path)
    copies.release(forged, copies.entry(copy))
    monkeypatch.setattr(_verify, "data_root", lambda: forged)
    for path in (None, forged):
        report = verify(path)
        assert [check.passed for check in report.checks] == [True, True, True, False]
        assert "seizures" in places(report.faults)
    assert verify(copy).sound


def test_a_file_dropped_with_its_line(copy: Path) -> None:
    (copy / "RIGHTS.md").unlink()
    copies.sum_up(copy)
    assert verify(copy).faults == ["RIGHTS.md: missing; version 0.1.0 has it, and no list of the copy does"]


def test_a_version_that_is_not_known_is_no_fault_and_said(copy: Path, tmp_path: Path) -> None:
    forged = forge(copy, tmp_path, version="0.1.1", created="2026-12-24T00:00:00Z")
    report = verify(forged)
    assert (report.sound, report.version, report.date) == (True, "0.1.1", "2026-12-24")
    assert report.notes[0].startswith("Version 0.1.1 is not a published version that this package knows (0.1.0)")
    assert "published" not in {check.name.split()[-1] for check in report.checks}
    (forged / "data/seizures.csv").write_bytes((copy / "data/seizures.csv").read_bytes())
    assert verify(forged).faults[0].endswith("; it is data/seizures.csv of version 0.1.0")


def test_a_file_of_another_table_is_told_by_the_copy_itself(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_verify, "data_root", lambda: copy)
    shutil.copy(copy / "data/places.csv", copy / "data/seizures.csv")
    assert verify(copy).faults[0].endswith("; it is data/places.csv")
    (copy / "data/seizures.csv").write_bytes(b"x\n")
    assert verify(copy).faults[0].endswith("…)")


def test_the_installed_package_does_not_vouch_for_itself(copy: Path, folder: Path) -> None:
    report = verify()
    assert report.sound
    assert len(report.checks) == 3
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

    return change


def zeros(text: str) -> str:
    return f"sha256:{'0' * 64}"


IN_DESCRIPTOR = {
    "hash": (change_resource("hash", zeros), "its SHA-256 of data/seizures.csv is wrong: the file is as in"),
    "bytes": (change_resource("bytes", lambda size: size + 1), "its size of data/seizures.csv is wrong"),
    "rows": (change_resource("rows", lambda rows: rows + 1), "data/seizures.csv has "),
    "path": (change_resource("path", lambda _: "data/seizuret.csv"), "it names data/seizuret.csv, which is not there"),
    "fingerprint": (change_resource("fingerprint", zeros), "its fingerprint of seizures is wrong: both files have"),
    "Parquet hash": (change_resource("hash", zeros, "parquet"), "its SHA-256 of data/seizures.parquet is wrong"),
    "Parquet bytes": (
        change_resource("bytes", lambda size: size + 1, "parquet"),
        "its size of data/seizures.parquet is wrong",
    ),
    "Parquet path": (
        change_resource("path", lambda _: "data/seizuret.parquet", "parquet"),
        "it names data/seizuret.parquet, which is not there",
    ),
}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("case", IN_DESCRIPTOR)
def test_what_is_wrong_in_the_descriptor_is_not_blamed_on_the_files(
    copy: Path, monkeypatch: pytest.MonkeyPatch, case: str, known: bool
) -> None:
    if not known:
        monkeypatch.setattr(_verify, "data_root", lambda: copy)
    change, told = IN_DESCRIPTOR[case]
    change(copy)
    faults = verify(copy).faults
    assert places(faults) == {DESCRIPTOR}
    assert any(told in fault for fault in faults)


def test_the_fingerprint_of_the_whole(copy: Path) -> None:
    descriptor = copies.load(copy)
    copies.save(copy, {**descriptor, "fingerprint": zeros("")})
    copies.sum_up(copy)
    report = verify(copy)
    assert f"{DESCRIPTOR}: its fingerprint of the whole dataset is {zeros('')}" in report.faults[0]
    assert report.fingerprint == descriptor["fingerprint"]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", ["seizures.csv", "events.parquet"])
def test_what_is_wrong_in_the_checksums_is_not_blamed_on_the_files(
    copy: Path, monkeypatch: pytest.MonkeyPatch, name: str, known: bool
) -> None:
    if not known:
        monkeypatch.setattr(_verify, "data_root", lambda: copy)
    text = (copy / SUMS).read_text(encoding="utf-8")
    digest = hashlib.sha256((copy / "data" / name).read_bytes()).hexdigest()
    for old, new in (
        (digest, "0" * 64),
        (digest, digest.upper()),
        (f"  {name}", f"  x{name}"),
        (f"  {name}", f" {name}"),
    ):
        (copy / SUMS).write_text(text.replace(old, new), encoding="utf-8")
        assert places(verify(copy).faults) == {SUMS}


def test_where_nothing_tells_which_of_two_was_changed_both_are_named(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_verify, "data_root", lambda: copy)
    (copy / "RIGHTS.md").write_text("None.\n", encoding="utf-8")
    assert verify(copy).faults[0].startswith(f"RIGHTS.md: it was changed, or its line in {SUMS} was (SHA-256 ")


def test_a_line_twice(copy: Path) -> None:
    lines = (copy / SUMS).read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / SUMS).write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    report = verify(copy)
    assert report.faults[0].startswith(f"{SUMS}:{len(lines) + 1}: ")
    assert report.checks[0].checked == report.checks[0].total - 1


def test_without_a_descriptor_that_can_be_used_nothing_that_needs_it_is_passed(copy: Path) -> None:
    (copy / DESCRIPTOR).write_text("[]\n", encoding="utf-8")
    copies.sum_up(copy)
    report = verify(copy)
    counts = {check.name: (check.checked, check.total) for check in report.checks}
    assert counts["tables, by fingerprint"] == counts["rules of the schemas"] == (0, 1)
    assert (report.version, report.fingerprint) == (None, None)
    assert not report.sound


def test_a_copy_of_nothing_known_without_a_descriptor(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_verify, "data_root", lambda: copy)
    (copy / DESCRIPTOR).unlink()
    report = verify(copy / "data")
    assert (report.checks[-1].name, report.checks[-1].checked) == ("published version", 0)
    assert not report.sound
