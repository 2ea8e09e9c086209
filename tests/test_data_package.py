"""A data package on disk: found in a folder, in its data folder and in a zip, and told apart from what is none."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from counternarcotics import _package
from counternarcotics._errors import UsageError

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with the descriptor and the data, as a download has them."""
    shutil.copytree(ROOT / "data", tmp_path / "copy" / "data")
    shutil.copy(ROOT / "datapackage.json", tmp_path / "copy")
    return tmp_path / "copy"


def zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder))


def test_it_names_its_tables_and_files(copy: Path) -> None:
    package = _package.at(copy)
    assert package.version == json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert sorted(package.tables) == sorted(path.stem for path in (copy / "data").glob("*.csv"))
    assert package.path("seizures", "csv") == copy / "data" / "seizures.csv"
    assert package.schema("seizures")["name"] == "seizures"
    assert package.read("events", "csv").equals(package.read("events", "parquet"))


@pytest.mark.parametrize("place", ["copy", "copy/data", "copy.zip"])
def test_it_is_opened_wherever_it_is(copy: Path, place: str) -> None:
    zipped(copy)
    with _package.opened(copy.parent / place) as package:
        assert package.read("seizures").num_rows == _package.at(copy).read("seizures").num_rows
        root = package.root
    assert root.exists() is (place != "copy.zip")


def test_names_that_do_not_exist(copy: Path) -> None:
    package = _package.at(copy)
    with pytest.raises(UsageError, match=r"no table 'seizure'\. Did you mean 'seizures'\? There are: actors, "):
        package.path("seizure")
    with pytest.raises(UsageError, match=r"no format 'cvs'\. Did you mean 'csv'\? There are: csv, parquet"):
        package.path("seizures", "cvs")
    with pytest.raises(UsageError, match="no table 'seizures-parquet'"):
        package.schema("seizures-parquet")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": "1"}', '{"version": 1, "resources": []}', "\u00e9\ud800"]
)
def test_a_descriptor_that_is_none(copy: Path, text: str) -> None:
    (copy / "datapackage.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match=r"datapackage\.json: not the descriptor"):
        _package.at(copy)


def test_a_folder_without_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no datapackage\.json in it"):
        _package.at(tmp_path)


def test_a_folder_that_was_zipped_as_a_whole(copy: Path) -> None:
    file = shutil.make_archive(str(copy.parent / "whole"), "zip", copy.parent, "copy")
    with _package.opened(Path(file)) as package:
        assert package.read("seizures").num_rows == _package.at(copy).read("seizures").num_rows


def test_a_zip_of_something_else_is_named_itself(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    with (
        pytest.raises(UsageError, match=r"other\.zip: there is no datapackage\.json in it"),
        _package.opened(tmp_path / "other.zip"),
    ):
        pass


def test_a_zip_that_is_none_or_damaged(copy: Path) -> None:
    content = zipped(copy).read_bytes()
    damaged = copy.parent / "damaged.zip"
    for bad in (b"", b"PK", content[: len(content) // 2], bytes([*content[:2000], content[2000] ^ 1, *content[2001:]])):
        damaged.write_bytes(bad)
        with (
            pytest.raises(UsageError, match=r"damaged\.zip: neither a folder nor a sound zip"),
            _package.opened(damaged),
        ):
            pass


def test_a_zip_cannot_write_outside_its_folder(copy: Path) -> None:
    file = zipped(copy)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../../outside.txt", "x")
    with _package.opened(file) as package:
        assert not (package.root.parents[1] / "outside.txt").exists()
        assert not (package.root.parent / "outside.txt").exists()
