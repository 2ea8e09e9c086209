"""Verify, of all that a path may be: a folder, its data, a zip, or nothing of the kind; and the report itself."""

import json
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _package, _verify
from counternarcotics._errors import UsageError
from counternarcotics._export import export
from counternarcotics._verify import Check, Report, verify
from tests.support import verified_copies as copies
from tests.support.verified_copies import DESCRIPTOR, SUMS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published and a later version."""
    made = tmp_path_factory.mktemp("versions with a space, é")
    copies.published(made)
    copies.later(made)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the published version, which is the installed one, to be changed."""
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    return Path(shutil.copytree(folder / "published", tmp_path / "copy"))


@pytest.fixture
def zipped(copy: Path, tmp_path: Path) -> Path:
    """Return the package's own zip of the copy."""
    return export(_package.at(copy), "zip", tmp_path)


def in_zip(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Change the files of a zip, by name."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_folder_its_data_and_a_zip(copy: Path, zipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (copy, copy / "data", zipped):
        assert verify(path).sound
        assert verify(path).version == "0.1.0"
    monkeypatch.chdir(copy / "data")
    assert verify(Path()).sound
    assert verify(Path("..")).sound


def test_a_zip_of_a_folder_and_one_by_another_name(copy: Path, zipped: Path, tmp_path: Path) -> None:
    wrapped = Path(shutil.make_archive(str(tmp_path / "wrapped"), "zip", copy.parent, "copy"))
    assert verify(wrapped).sound
    assert verify(zipped.rename(tmp_path / "download")).sound


def test_a_zip_with_a_file_changed_missing_or_added(zipped: Path) -> None:
    sound = zipped.read_bytes()
    in_zip(zipped, lambda files: files.update({"data/seizures.csv": files["data/seizures.csv"].replace(b"9", b"8")}))
    assert verify(zipped).faults[0].startswith("data/seizures.csv: it ")
    zipped.write_bytes(sound)
    in_zip(zipped, lambda files: files.__delitem__("data/events.csv"))
    assert verify(zipped).faults == ["data/events.csv: missing"]
    in_zip(zipped, lambda files: files.update({"data/extra.csv": b"x\n"}))
    assert verify(zipped).faults == [
        "data/events.csv: missing",
        f"data/extra.csv: it is not listed in {SUMS}",
    ]


def test_a_zip_with_a_flipped_byte_in_each_file(zipped: Path) -> None:
    sound = zipped.read_bytes()
    with zipfile.ZipFile(zipped) as archive:
        places = {one.filename: one.header_offset + 30 + len(one.filename) for one in archive.infolist()}
    for name, place in places.items():
        zipped.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        if name != "README.md":  # which no list names
            (fault,) = verify(zipped).faults
            assert fault.startswith(f"{name}: it cannot be unpacked (")


def test_a_zip_cut_short_or_with_any_byte_flipped_never_ends_in_an_error(zipped: Path, tmp_path: Path) -> None:
    content = zipped.read_bytes()
    zipped.write_bytes(content[: len(content) // 2])
    assert "it cannot be opened as a zip" in verify(zipped).faults[0]
    assert [(one.name, one.checked, one.total) for one in verify(zipped).checks] == [("files of the zip", 0, 1)]
    zipped.write_bytes(b"")
    assert not verify(zipped).sound
    directory = content.index(b"PK\x01\x02")
    for place in random.Random(1).sample(range(directory, len(content)), 30):
        zipped.write_bytes(content[:place] + bytes([content[place] ^ 0x41]) + content[place + 1 :])
        # Where neither of its lists can be found any more, it is taken for a zip of something else.
        with suppress(UsageError):
            assert isinstance(verify(zipped), Report)


def test_a_file_twice_in_a_zip(zipped: Path) -> None:
    with zipfile.ZipFile(zipped, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("RIGHTS.md", "None.\n")
    assert "RIGHTS.md: it is in the zip twice" in verify(zipped).faults


def test_of_a_zip_only_what_is_below_its_root_is_unpacked(zipped: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(zipped) as source, zipfile.ZipFile(tmp_path / "more.zip", "w") as target:
        for name in source.namelist():
            target.writestr(f"copy/{name}", source.read(name))
        target.writestr("other/file.txt", "x")
    assert verify(tmp_path / "more.zip").sound


def test_a_zip_of_two_copies_is_refused(zipped: Path) -> None:
    def twice(files: dict[str, bytes]) -> None:
        for name in list(files):
            content = files.pop(name)
            files |= {f"a/{name}": content, f"b/{name}": content}

    with pytest.raises(UsageError, match=r"more than one copy \(a/, b/\); unpack it and name one"):
        verify(in_zip(zipped, twice))


@pytest.mark.parametrize("litter", ["Thumbs.db", "desktop.ini", "~$events.xlsx", ".DS_Store"])
def test_what_programs_leave_in_a_folder_is_no_fault(copy: Path, litter: str) -> None:
    (copy / "data" / litter).write_bytes(b"x")
    report = verify(copy)
    assert report.faults == []
    assert f"data/{litter}" in report.notes[0]


def test_a_zip_of_something_else_is_not_unpacked(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")

    def refuse(*_: object) -> None:
        raise AssertionError("a file was unpacked")

    for name in ("read", "open", "extract"):
        monkeypatch.setattr(zipfile.ZipFile, name, refuse)
    with pytest.raises(UsageError, match="no copy of the data"):
        verify(tmp_path / "other.zip")


def test_a_file_that_no_list_names_is_told(copy: Path, zipped: Path) -> None:
    in_zip(zipped, lambda files: files.update({"more.txt": b"Another one.\n"}))
    report = verify(zipped)
    assert report.sound
    assert report.notes == [
        "Not checked: more.txt, which no list of the copy names.",
        "Not checked: README.md, codebook.csv, support.csv, which only the checksums of the export itself list.",
    ]
    assert report.text().endswith("\n\nSound, except for the files named above, which were not checked.")
    for number in range(8):
        (copy / f"{number}.txt").write_text("x", encoding="utf-8")
    told = "Not checked: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, … and 3 more, which no list of the copy names."
    assert verify(copy).notes == [told]


def test_a_file_in_another_folder_is_told(copy: Path) -> None:
    (copy / "extra" / "deep").mkdir(parents=True)
    (copy / "extra" / "deep" / "more.py").write_text("x", encoding="utf-8")
    zipped = Path(shutil.make_archive(str(copy), "zip", copy))
    for path in (copy, zipped):
        assert verify(path).notes == ["Not checked: extra/deep/more.py, which no list of the copy names."]
        assert verify(path).verdict.startswith("Sound, except for the files")
    (copy / "pyproject.toml").write_text("", encoding="utf-8")  # of a checkout, which holds much more
    assert verify(copy).notes == ["Not checked: pyproject.toml, which no list of the copy names."]


def test_beside_the_installed_package_stands_code(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copy / "module.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(_verify, "data_root", lambda: copy)
    for report in (verify(), verify(copy)):
        assert not any("Not checked" in note for note in report.notes)


@pytest.mark.parametrize("make", ["nothing", "empty folder", "zip of something else"])
def test_what_is_no_copy_is_a_mistake_of_the_user(copy: Path, tmp_path: Path, make: str) -> None:
    path = tmp_path / ("other.zip" if make.startswith("zip") else "other")
    if make == "empty folder":
        path.mkdir()
    elif make.startswith("zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", "a")
    with pytest.raises(UsageError, match=r"other.*(no copy of the data|no such file)"):
        verify(path)


def test_the_installed_package_without_data(monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    def nothing() -> Path:
        raise FileNotFoundError("no datapackage.json")

    monkeypatch.setattr(_verify, "data_root", nothing)
    with pytest.raises(UsageError, match="has no data"):
        verify()
    assert "(none)" in verify(copy).notes[0]
    with pytest.raises(UsageError, match="cannot be checked"):
        verify(copy / "data/seizures.csv")


@pytest.mark.parametrize(("checked", "total", "faults"), [(0, 0, []), (0, 1, []), (1, 2, []), (2, 2, ["a fault"])])
def test_what_was_not_looked_at_is_not_passed(checked: int, total: int, faults: list[str]) -> None:
    check = Check("files", checked, total, faults)
    assert not check.passed
    assert not Report("a copy", None, None, None, [Check("tables", 2, 2), check]).sound
    assert not Report("a copy", None, None, None, []).sound
    assert Report("a copy", None, None, None, [Check("tables", 2, 2)]).sound


def test_the_report_as_text_and_as_values(copy: Path) -> None:
    report = verify(copy)
    values: dict[str, Any] = json.loads(json.dumps(report.as_dict()))
    assert (values["sound"], values["faults"], values["version"]) == (True, [], "0.1.0")
    assert [check["checked"] for check in values["checks"]] == [check.total for check in report.checks]
    assert report.text().startswith(f"the data package in {copy}\nversion      0.1.0, 2026-")
    assert f"fingerprint  {report.fingerprint}\n" in report.text()
    assert report.text().endswith("Sound: every check looked at everything and found nothing wrong.")
    (copy / "data/seizures.csv").unlink()
    report = verify(copy)
    assert "- data/seizures.csv: missing\n" in report.text()
    assert "Not sound: 1 fault. Do not rely on this copy; fetch the version again." in report.text()
    assert report.as_dict()["faults"] == report.faults
    (copy / DESCRIPTOR).unlink()
    assert re.search(r"^tables, by fingerprint +checked 0 of 1$", verify(copy).text(), re.M)


def test_of_many_faults_the_first_are_shown_and_the_others_counted(copy: Path) -> None:
    for number in range(1500):
        (copy / "data" / f"f{number:04}.csv").write_bytes(b"x")
    report = verify(copy)
    told = [f"data/f{number:04}.csv: it is not listed in {SUMS}" for number in range(20)]
    assert report.faults == report.as_dict()["faults"] == [*told, "… and 1,480 more"]
    assert "- … and 1,480 more\n" in report.text()
    assert "Not sound: 1,500 faults." in report.text()
