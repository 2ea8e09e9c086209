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
    assert len(report.checks) == 4
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
    assert all(fault.startswith((f"{path}:", f"{path[5:].partition('.')[0]}:")) for fault in report.faults)
    assert report.faults[0].startswith(f"{path}:")


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
    assert told["middle byte"].startswith("it was changed (SHA-256 ")
    assert told["half"].startswith(f"it is {size // 2} bytes, should be {size}: it was cut short (")
    assert told["one byte more"].startswith(f"it is {size + 1} bytes, should be {size}: it was changed (")
    assert told["empty"].startswith("it is empty (")
    assert told["missing"] == "missing"


@pytest.mark.parametrize("path", ["data/extra.csv", "data/.hidden", "data/more/seizures.csv", "data/seizures.csv~"])
def test_a_file_that_was_added(copy: Path, path: str) -> None:
    (copy / path).parent.mkdir(exist_ok=True)
    (copy / path).write_bytes((copy / "data/seizures.csv").read_bytes())
    report = verify(copy)
    assert report.faults == [f"{path}: it is not listed in {SUMS}: it was added"]
    assert not report.sound


def test_files_beside_the_data_are_none_of_its_business(copy: Path) -> None:
    (copy / "notes.txt").write_text("x", encoding="utf-8")
    assert verify(copy).sound


def test_checksums_whose_line_ends_were_changed_are_one_fault(copy: Path) -> None:
    (copy / SUMS).write_bytes((copy / SUMS).read_bytes().replace(b"\n", b"\r\n"))
    assert verify(copy).faults == [f"{SUMS}: its lines end in CR LF, expected LF: a program changed them"]


def test_a_file_that_cannot_be_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == copy / "RIGHTS.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    report = verify(copy)
    assert report.faults == ["RIGHTS.md: it cannot be read (Permission denied)"]
    assert report.checks[0].checked == report.checks[0].total - 1


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
    assert report.faults[0].endswith(f"; it is {path} of version {'0.2.0' if newer else '0.1.0'}")
    assert "; it differs from data/" in report.faults[1]


def test_the_descriptor_of_another_version(copy: Path, two: Path) -> None:
    (copy / DESCRIPTOR).write_bytes((two / DESCRIPTOR).read_bytes())
    faults = verify(copy).faults
    assert any(fault.endswith(f"; it is {DESCRIPTOR} of version 0.2.0") for fault in faults)
    assert f"{DESCRIPTOR}: its SHA-256 of data/seizures.csv is wrong" in "".join(faults)
    assert not any(fault.startswith("data/") for fault in faults)


def test_the_checksums_of_another_version(copy: Path, two: Path) -> None:
    (copy / SUMS).write_bytes((two / SUMS).read_bytes())
    faults = verify(copy).faults
    wrong = (DESCRIPTOR, *(f"data/{table}.{kind}" for table in ("events", "seizures") for kind in ("csv", "parquet")))
    assert {fault.split(" is wrong")[0] for fault in faults[:-1]} == {
        f"{SUMS}: its SHA-256 of {path}" for path in wrong
    }
    # The list of releases is in no list of releases: nothing says which of the two was changed.
    assert faults[-1].startswith(f"releases.json: it was changed, or its line in {SUMS} was ")


@pytest.mark.parametrize("path", [path for path in TABLES if "actors." not in path])
def test_a_file_of_another_table(copy: Path, path: str) -> None:
    other = f"data/actors{Path(path).suffix}"
    (copy / path).write_bytes((copy / other).read_bytes())
    report = verify(copy)
    assert blamed(report, path)
    assert report.faults[0].endswith(f"; it is {other} of version 0.1.0")


def test_two_files_swapped(copy: Path) -> None:
    first, second = copy / "data/seizures.csv", copy / "data/figures.csv"
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    faults = verify(copy).faults
    assert any(fault.startswith("data/seizures.csv:") and "it is data/figures.csv" in fault for fault in faults)
    assert any(fault.startswith("data/figures.csv:") and "it is data/seizures.csv" in fault for fault in faults)


def test_both_versions_as_they_are_and_one_under_the_number_of_the_other(copy: Path, two: Path) -> None:
    assert verify(copy).sound
    assert verify(two).sound
    copies.save(two, {**copies.load(two), "version": "0.1.0"})
    copies.sum_up(two)
    report = verify(two)
    assert report.checks[-1].name == "version 0.2.0, as this package knows it"
    assert report.faults == [f"{DESCRIPTOR}: it is not the file of version 0.2.0, though {SUMS} lists it as it is"]


@pytest.mark.parametrize("newer", [True, False])
def test_of_two_versions_that_are_as_near_the_one_that_a_copy_says_it_is(copy: Path, two: Path, newer: bool) -> None:
    """Every file in which the versions differ is changed, so that the rest is in both."""
    target = two if newer else copy
    for path in [path for path in copies.listed(copy) if (copy / path).read_bytes() != (two / path).read_bytes()]:
        (target / path).write_bytes((target / path).read_bytes() + b"\n")
    report = verify(target)
    assert report.checks[-1].name == f"version {'0.2.0' if newer else '0.1.0'}, as this package knows it"


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
