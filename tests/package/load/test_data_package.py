"""A data package on disk: found in a folder, in its data folder and in a zip, and told apart from what is none."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import counternarcotics as cn
from counternarcotics import _descriptor, _package
from counternarcotics._errors import UsageError
from tests.support.built import BUILT

Part = dict[str, Any]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with the descriptor and the data, as a download has them."""
    shutil.copytree(BUILT / "data", tmp_path / "copy" / "data")
    shutil.copy(BUILT / "datapackage.json", tmp_path / "copy")
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


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "1"}', "\u00e9\ud800", "[" * 100_000])
def test_a_descriptor_that_is_none(copy: Path, text: str) -> None:
    (copy / "datapackage.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match=r"copy: datapackage\.json: .*; fetch the version again"):
        _package.at(copy)


def column(**changed: object) -> Callable[[Part], object]:
    """Return a change of the first column of a resource."""
    return lambda resource: resource["schema"]["fields"][0].update(changed)


ODD: dict[str, tuple[Callable[[Part], object], str]] = {
    "name": (lambda resource: resource.update(name=5), "name: 5"),
    "name elsewhere": (lambda resource: resource.update(name="../actors"), r"name: '\.\./actors'"),
    "path outside": (lambda resource: resource.update(path="../../etc/passwd"), r"path: '\.\./"),
    "absolute path": (lambda resource: resource.update(path="/etc/passwd"), "path: '/etc/passwd'"),
    "no schema": (lambda resource: resource.pop("schema"), "schema: expected"),
    "no columns": (lambda resource: resource["schema"].update(fields=["a"]), "schema: expected"),
    "type": (column(type="song"), "type: 'song'"),
    "constraints": (column(constraints=[]), "constraints: expected an object"),
    "minimum": (column(constraints={"minimum": "a"}), "minimum: 'a'"),
    "pattern": (column(constraints={"pattern": "a{99999999999}"}), "pattern: "),
    "categories": (column(categories=5), "categories: expected a list"),
    "category": (column(categories=[{"x": 1}]), "categories: expected a list"),
    "no key": (lambda resource: resource["schema"].pop("primaryKey"), "primaryKey: None"),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_descriptor_with_an_odd_resource(copy: Path, odd: str) -> None:
    change, told = ODD[odd]
    refused(copy, lambda descriptor: change(descriptor["resources"][0]), told)


def test_a_descriptor_with_odd_tables(copy: Path) -> None:
    def odd_keys(descriptor: Part) -> None:
        descriptor["resources"][0]["schema"]["foreignKeys"] = 5

    refused(copy, odd_keys, "foreignKeys: 5")
    refused(
        copy, lambda descriptor: descriptor["resources"].append(descriptor["resources"][0]), "actors is there twice"
    )
    refused(copy, lambda descriptor: descriptor["resources"][0].pop("parquet"), r"resources\[0\]\.parquet: None")
    refused(copy, lambda descriptor: descriptor.update(version="../1"), r"version: '\.\./1'")


def refused(copy: Path, change: Callable[[Part], object], told: str) -> None:
    """Assert that a copy is refused after a change of its descriptor, and the folder named."""
    descriptor = json.loads((BUILT / "datapackage.json").read_bytes())
    change(descriptor)
    (copy / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(UsageError, match=rf"copy: datapackage\.json: .*{told}.*; fetch the version again"):
        _package.at(copy)


def test_the_installed_descriptor_is_read_without_the_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _package.at(BUILT)
    monkeypatch.delattr(_descriptor, "read")
    monkeypatch.setattr(_package, "data_root", lambda: BUILT)
    assert _package.installed() == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", r"cannot be read \(Expecting value"),
        (b'{"version": "0.1', r"cannot be read \(Unterminated string"),
        (b"\xff", r"cannot be read \(.*can't decode byte"),
        (b"[" * 100_000, r"cannot be read \(not JSON"),
        (b"[]", r"cannot be read \(it is a list, expected an object"),
        (b'{"resources": []}', "has no version"),
        (b'{"version": "0.1.0"}', "has no resources"),
    ],
)
def test_a_damaged_installed_package_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, reason: str
) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)
    monkeypatch.setattr(_package, "data_root", lambda: tmp_path)
    with pytest.raises(UsageError, match=rf"datapackage\.json: it {reason}.*; install the package again$"):
        cn.load("seizures")


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
            pytest.raises(UsageError, match=r"damaged\.zip: neither a folder nor a zip that can be unpacked"),
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


def test_a_damaged_descriptor_in_a_zip_is_told_of_the_zip(copy: Path) -> None:
    (copy / "datapackage.json").write_text("{}", encoding="utf-8")
    file = zipped(copy)
    with pytest.raises(UsageError, match=r"^\S*copy\.zip: datapackage\.json: version"), _package.opened(file):
        pass


def test_the_data_folder_from_within_and_by_a_link(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = copy.parent / "link"
    link.symlink_to(copy / "data", target_is_directory=True)
    with _package.opened(link) as package:
        assert package.root == copy.resolve()
    monkeypatch.chdir(copy / "data")
    with _package.opened(Path()) as package:
        assert package.root == copy.resolve()


def test_a_data_folder_that_is_a_link_to_elsewhere(copy: Path) -> None:
    (copy / "data").rename(copy.parent / "elsewhere")
    (copy / "data").symlink_to(copy.parent / "elsewhere", target_is_directory=True)
    with _package.opened(copy / "data") as package:
        assert package.root == copy


def archived(file: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file


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
    with _package.opened(archived(copy.parent / name, {beside: b"{}", **entries})) as package:
        assert package.read("seizures").num_rows == _package.at(copy).read("seizures").num_rows


def test_the_root_of_a_copy(copy: Path) -> None:
    assert _package.find_root(copy.parent) == copy
    (copy / "datapackage.json").unlink()
    assert _package.find_root(copy.parent) == copy
    (copy / "data" / "SHA256SUMS").unlink()
    assert _package.find_root(copy.parent) is None


@pytest.mark.parametrize("names", [("a", "a/b"), ("a/b", "a")])
def test_a_zip_with_a_file_and_a_folder_of_one_name(tmp_path: Path, names: tuple[str, str]) -> None:
    file = archived(tmp_path / "both.zip", dict.fromkeys(names, b"x"))
    with pytest.raises(UsageError) as refused, _package.opened(file):
        pass
    told = "neither a folder nor a zip that can be unpacked"
    assert str(refused.value).startswith(f"{file}: {told} (")
    assert str(refused.value).count("/") == str(file).count("/")


def test_an_encrypted_zip(copy: Path) -> None:
    content = bytearray(archived(copy.parent / "secret.zip", {"datapackage.json": b"{}"}).read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1  # the bit that says so
    (copy.parent / "secret.zip").write_bytes(content)
    with pytest.raises(UsageError, match=r"secret\.zip: .*encrypted"), _package.opened(copy.parent / "secret.zip"):
        pass


def test_a_path_with_nothing_at_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.zip"), _package.opened(tmp_path / "none.zip"):
        pass
