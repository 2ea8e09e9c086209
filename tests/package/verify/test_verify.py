"""Verify, with every file of a copy changed in every way: each change is found, named, and blamed on nothing else."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counternarcotics import _verify
from counternarcotics._verify import Report, verify
from tests.support import verified_copies as copies
from tests.support.built import BUILT
from tests.support.verified_copies import DESCRIPTOR, SUMS

FILES = [*copies.listed(BUILT), SUMS]
TABLES = [path for path in FILES if path.endswith((".csv", ".parquet"))]


def flip(at: float, bit: int) -> Callable[[bytes], bytes]:
    """Return what flips one bit of one byte, 0 being the first and 1 the last."""

    def flipped(content: bytes) -> bytes:
        place = round(at * (len(content) - 1))
        return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]

    return flipped


CHANGES: dict[str, Callable[[bytes], bytes] | None] = {
    "first byte": flip(0, 1),
    "middle byte": flip(0.5, 1),
    "last byte": flip(1, 1),
    "half": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "missing": None,
}
MORE: dict[str, Callable[[bytes], bytes] | None] = {
    "middle byte, no ASCII": flip(0.5, 128),
    "one byte less": lambda content: content[:-1],
    "one byte more": lambda content: content + b"\n",
}
SOME = [DESCRIPTOR, SUMS, "RIGHTS.md", "data/seizures.csv", "data/seizures.parquet"]
CASES = [*itertools.product(FILES, CHANGES), *itertools.product(SOME, MORE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published and a later version."""
    made = tmp_path_factory.mktemp("versions")
    copies.published(made)
    copies.later(made)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the published version, which is the installed one, to be changed."""
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    return Path(shutil.copytree(folder / "published", tmp_path / "copy"))


@pytest.fixture
def two(folder: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the later version, which is the installed one and lists the first as released."""
    installed = Path(shutil.copytree(folder / "later", tmp_path / "installed"))
    copies.release(installed, copies.entry(copy))
    monkeypatch.setattr(_verify, "data_root", lambda: installed)
    return Path(shutil.copytree(installed, tmp_path / "two"))


def blamed(report: Report, path: str) -> bool:
    """Return whether the faults name a file first and, beside it, nothing but its own table."""
    own = f"{path}:"
    rest = [fault for fault in report.faults if not fault.startswith(own)]
    return report.faults[0].startswith(own) and all(fault.startswith(f"{Path(path).stem}:") for fault in rest)


def test_an_untouched_copy_is_sound(copy: Path) -> None:
    report = verify(copy)
    assert report.sound
    assert report.faults == report.notes == []
    assert all(check.checked == check.total > 30 for check in report.checks)
    assert len(report.checks) == 3
    assert (report.version, report.fingerprint) == ("0.1.0", copies.load(copy)["fingerprint"])


def test_the_installed_package_is_sound_with_its_articles() -> None:
    report = verify(seeds=BUILT / "seeds")
    assert report.sound, report.text()
    assert report.subject.startswith("the installed package in ")
    assert {check.name: check.total for check in report.checks}["articles, by SHA-256"] == 4
    (note,) = report.notes
    assert note.startswith(f"Version {report.version} is not a published version")


@pytest.mark.parametrize(("path", "change"), CASES)
def test_each_file_changed_in_each_way(copy: Path, path: str, change: str) -> None:
    damage = {**CHANGES, **MORE}[change]
    if damage is None:
        (copy / path).unlink()
    else:
        (copy / path).write_bytes(damage((copy / path).read_bytes()))
    report = verify(copy)
    assert not report.sound
    if path == SUMS and report.faults[0].endswith("…)"):  # the list and a file differ, whichever was changed
        assert f"{SUMS} says " in report.faults[0]
    else:
        assert report.faults[0].startswith(f"{path}: ")
    assert len(report.faults) == 1


def test_what_happened_to_a_file_is_told(copy: Path) -> None:
    size = len((copy / "data/seizures.csv").read_bytes())
    told = {}
    for change in ("middle byte", "half", "one byte more", "empty", "missing"):
        work = Path(shutil.copytree(copy, copy.parent / change))
        damage = {**CHANGES, **MORE}[change]
        content = (work / "data/seizures.csv").read_bytes()
        (work / "data/seizures.csv").unlink()
        if damage:
            (work / "data/seizures.csv").write_bytes(damage(content))
        told[change] = verify(work).faults[0].removeprefix("data/seizures.csv: ")
    assert told["middle byte"].startswith("it was changed (its SHA-256 is ")
    assert told["half"] == f"it is {size // 2} bytes, should be {size}: it was cut short"
    assert told["one byte more"] == f"it is {size + 1} bytes, should be {size}: it was changed"
    assert told["empty"] == f"it is 0 bytes, should be {size}: it was cut short"
    assert told["missing"] == "missing"


@pytest.mark.parametrize("path", ["data/extra.csv", "data/more/seizures.csv", "data/seizures.csv~"])
def test_a_file_that_was_added(copy: Path, path: str) -> None:
    (copy / path).parent.mkdir(exist_ok=True)
    (copy / path).write_bytes((copy / "data/seizures.csv").read_bytes())
    report = verify(copy)
    assert report.faults == [f"{path}: it is not listed in {SUMS}"]
    assert not report.sound


def test_files_beside_the_data_are_none_of_its_business(copy: Path) -> None:
    (copy / "notes.txt").write_text("x", encoding="utf-8")
    assert verify(copy).sound


def test_checksums_whose_line_ends_were_changed_are_one_fault(copy: Path) -> None:
    (copy / SUMS).write_bytes((copy / SUMS).read_bytes().replace(b"\n", b"\r\n"))
    assert verify(copy).faults == [f"{SUMS}: its lines end in CR LF, expected LF: a program changed them"]


@pytest.mark.parametrize(
    "path", ["data/seizures.csv", "data/seizures.parquet", "data/events.csv", "data/events.parquet"]
)
@pytest.mark.parametrize("newer", [True, False])
def test_a_file_of_another_version(copy: Path, two: Path, path: str, newer: bool) -> None:
    """Between versions 0.1.0 and 0.2.0, in either direction; both are known."""
    target, source = (copy, two) if newer else (two, copy)
    (target / path).write_bytes((source / path).read_bytes())
    report = verify(target)
    assert blamed(report, path)
    assert "bytes, should be " in report.faults[0]


def test_the_descriptor_of_another_version(copy: Path, two: Path) -> None:
    (copy / DESCRIPTOR).write_bytes((two / DESCRIPTOR).read_bytes())
    report = verify(copy)
    assert report.checks[-1].name == "version 0.2.0, as this package knows it"
    assert f"{DESCRIPTOR}: it was changed" in "".join(report.faults)


def test_the_checksums_of_another_version(copy: Path, two: Path) -> None:
    (copy / SUMS).write_bytes((two / SUMS).read_bytes())
    faults = verify(copy).faults
    changed = {"releases.json", DESCRIPTOR}
    changed |= {f"data/{table}.{kind}" for table in ("events", "seizures") for kind in ("csv", "parquet")}
    assert {fault.partition(":")[0] for fault in faults} == changed
    assert all(f"{SUMS} says " in fault for fault in faults)


@pytest.mark.parametrize("path", [path for path in TABLES if "actors." not in path])
def test_a_file_of_another_table(copy: Path, path: str) -> None:
    other = f"data/actors{Path(path).suffix}"
    (copy / path).write_bytes((copy / other).read_bytes())
    assert blamed(verify(copy), path)


def test_both_versions_as_they_are_and_one_under_the_number_of_the_other(copy: Path, two: Path) -> None:
    assert verify(copy).sound
    assert verify(two).sound
    copies.save(two, {**copies.load(two), "version": "0.1.0"})
    copies.sum_up(two)
    report = verify(two)
    assert report.checks[-1].name == "version 0.1.0, as this package knows it"
    changed = {DESCRIPTOR}
    changed |= {f"data/{table}.{kind}" for table in ("events", "seizures") for kind in ("csv", "parquet")}
    assert {fault.partition(":")[0] for fault in report.faults} == changed


UNFINISHED = "data: a build was stopped while it put its files in place; run build.py to complete it"


def test_old_and_new_files_together_where_the_journal_of_a_build_lies(folder: Path, copy: Path) -> None:
    shutil.copy(folder / "later" / DESCRIPTOR, copy)
    without = verify(copy)
    assert not without.sound
    assert UNFINISHED not in without.faults
    (copy / ".staging").mkdir()
    (copy / ".staging" / "journal").write_text("{}", encoding="utf-8")
    report = verify(copy)
    assert report.faults == [UNFINISHED, *without.faults]


def test_a_journal_beside_files_that_agree_is_no_fault(copy: Path) -> None:
    (copy / ".staging").mkdir()
    (copy / ".staging" / "journal").write_text("{}", encoding="utf-8")
    assert verify(copy).sound
