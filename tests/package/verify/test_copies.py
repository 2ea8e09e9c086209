"""A copy that nobody trusts, opened wherever it is: in a folder, in its data folder and in a zip; and what is none."""

import shutil
import zipfile
from pathlib import Path

import pytest

from counternarcotics import _copies, _package
from counternarcotics._errors import UsageError
from tests.support import verified_copies as copies
from tests.support.built import BUILT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with the descriptor and the data, as a download has them."""
    shutil.copytree(BUILT / "data", tmp_path / "copy" / "data")
    shutil.copy(BUILT / "datapackage.json", tmp_path / "copy")
    return tmp_path / "copy"


def archived(file: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file


def opens(path: Path) -> bool:
    """Return whether what is opened at a path is the dataset of the tests."""
    with _copies.opened(path) as copy:
        return all(
            copy.read(table, form).equals(_package.at(BUILT).read(table))
            for table in ("seizures", "events")
            for form in ("csv", "parquet")
        )


@pytest.mark.parametrize("place", ["copy", "copy/data", "copy.zip", "link"])
def test_it_is_opened_wherever_it_is(copy: Path, place: str) -> None:
    shutil.make_archive(str(copy), "zip", copy)
    (copy.parent / "link").symlink_to(copy / "data", target_is_directory=True)
    assert opens(copy.parent / place)


def test_it_is_opened_from_within(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy / "data")
    assert opens(Path())


@pytest.mark.parametrize(
    ("name", "folder", "beside"),
    [
        ("m.zip", "copy/", "__MACOSX/copy/data/._SHA256SUMS"),
        ("c-0.1.0-py3-none-any.whl", "counternarcotics/", "counternarcotics-0.1.0.dist-info/METADATA"),
        ("deep.zip", "a/b/", "a/b/old/datapackage.json"),
    ],
)
def test_a_copy_beside_other_things_in_a_zip(copy: Path, name: str, folder: str, beside: str) -> None:
    files = {path.relative_to(copy).as_posix(): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    entries = {f"{folder}{path}": content for path, content in files.items()}
    assert opens(archived(copy.parent / name, {beside: b"{}", **entries}))


def test_names_that_do_not_exist(copy: Path) -> None:
    with _copies.opened(copy) as opened:
        assert opened.tables == _package.at(BUILT).tables
        assert opened.schema("seizures") == _package.at(BUILT).schema("seizures")
        with pytest.raises(UsageError, match=r"no table 'seizure'\. Did you mean 'seizures'\? There are: timeline, "):
            opened.read("seizure")
        (copy / "data/seizures.csv").unlink()
        with pytest.raises(_copies.DamageError, match=r"data/seizures\.csv: missing"):
            opened.read("seizures", "csv")


def test_a_folder_and_a_zip_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no datapackage\.json in it"), _copies.opened(tmp_path):
        pass
    other = archived(tmp_path / "other.zip", {"a.txt": b"x"})
    with pytest.raises(UsageError, match=r"other\.zip: no copy of the data"), _copies.opened(other):
        pass
    with pytest.raises(UsageError, match=r"none\.zip: there is no such"), _copies.opened(tmp_path / "none.zip"):
        pass


def test_a_zip_that_is_none_or_damaged(copy: Path) -> None:
    content = Path(shutil.make_archive(str(copy), "zip", copy)).read_bytes()
    damaged = copy.parent / "damaged.zip"
    for bad in (b"", b"PK", content[: len(content) // 2]):
        damaged.write_bytes(bad)
        with pytest.raises(UsageError, match=r"damaged\.zip: it cannot be opened"), _copies.opened(damaged):
            pass


def test_a_damaged_descriptor_is_told_of_the_folder(copy: Path) -> None:
    copies.save(copy, {})
    with pytest.raises(UsageError, match=r"copy: datapackage\.json: version is None"), _copies.opened(copy):
        pass
