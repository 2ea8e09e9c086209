"""The zip: a data package that is valid, complete and proves itself, the same bytes whenever it is made."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pandas as pd
import pytest
from frictionless import Package

from counternarcotics import _package
from counternarcotics._export import export
from tests.package.export.test_export import PACKAGE, SIDE_FILES, card_of, contents, loaded
from tests.support.built import BUILT


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return the exported zip."""
    return export(PACKAGE, "zip", tmp_path / "made")


@pytest.fixture
def unpacked(archive: Path, tmp_path: Path) -> Path:
    """Return the folder of the unpacked zip."""
    with ZipFile(archive) as opened:
        opened.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def test_it_holds_the_published_files_and_what_explains_them(unpacked: Path) -> None:
    made = contents(unpacked)
    data = {f"data/{name}": content for name, content in contents(BUILT / "data").items()}
    published = {**data, **{name: (BUILT / name).read_bytes() for name in SIDE_FILES}}
    assert {name: content for name, content in made.items() if name in published} == published
    assert sorted(made.keys() - published.keys()) == ["README.md", "SHA256SUMS", "codebook.csv", "support.csv"]
    assert f"Version {PACKAGE.version} of {PACKAGE.descriptor['created'][:10]}" in made["README.md"].decode("utf-8")
    card_of(unpacked, "data/{}.parquet")


def test_it_depends_on_nothing_but_its_files(archive: Path) -> None:
    with ZipFile(archive) as opened:
        entries = opened.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {(entry.date_time, entry.compress_type, entry.create_system, entry.external_attr) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), ZIP_STORED, 3, 0o100644 << 16)
    }


def test_frictionless_finds_the_package_valid(unpacked: Path) -> None:
    report = Package(str(unpacked / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "note"])
    assert len(report.tasks) == len(PACKAGE.tables)


def sums_hold(folder: Path) -> bool:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, check=False, capture_output=True
    )
    return done.returncode == 0


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="the system has no sha256sum")
def test_its_checksums_hold_and_find_a_changed_byte(unpacked: Path) -> None:
    folders = (unpacked, unpacked / "data")
    assert [sums_hold(folder) for folder in folders] == [True, True]
    for name in ("data/events.csv", "datapackage.json", "LICENSE-DATA"):
        content = (unpacked / name).read_bytes()
        (unpacked / name).write_bytes(content.replace(b"a", b"b", 1))
        assert [sums_hold(folder) for folder in folders] == [False, False]
        (unpacked / name).write_bytes(content)


def test_the_zip_can_be_made_from_the_unpacked_zip(archive: Path, unpacked: Path, tmp_path: Path) -> None:
    again = export(_package.at(unpacked), "zip", tmp_path / "again")
    assert again.read_bytes() == archive.read_bytes()


def test_what_its_readme_says_of_loading_holds(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unpacked)
    blocks = re.findall(r"^```python\n(.*?)^```$", Path("README.md").read_text("utf-8"), re.M | re.S)
    frames = [frame for block in blocks for frame in loaded(block)]
    assert len(frames) == 2
    assert [list(frame["seizure_id"]) for frame in frames] == [PACKAGE.read("seizures")["seizure_id"].to_pylist()] * 2
    assert isinstance(frames[0], pd.DataFrame)


def test_its_descriptor_leads_to_files_that_it_holds(unpacked: Path) -> None:
    descriptor = json.loads((unpacked / "datapackage.json").read_bytes())
    files = [file["path"] for resource in descriptor["resources"] for file in (resource, resource["parquet"])]
    assert all((unpacked / file).is_file() for file in files)
