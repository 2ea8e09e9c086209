"""The archives: what is in them, what is not, and what the wheel says about itself."""

import configparser
import email
import json
import shutil
import subprocess
import zipfile
from email.message import Message
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.installs import build, source

BESIDE = {
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-DATA",
    "RIGHTS.md",
    "datapackage.json",
    "releases.json",
}
LICENCES = {"LICENSE", "LICENSE-DATA", "RIGHTS.md"}
LARGEST = 1_000_000


def committed(folder: str) -> set[str]:
    """Return the files of a folder that are committed, or would be by ``git add``, by their names in it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    return {name.removeprefix(f"{folder}/") for name in listed.split("\0") if (ROOT / name).is_file()}


def package_files() -> dict[str, Path]:
    """Return the files that the package must have, by their names in it."""
    files = {name: ROOT / "src" / "counternarcotics" / name for name in committed("src/counternarcotics")}
    for folder in ("data", "schemas/tables", "schemas/vocabularies"):
        files |= {f"{folder}/{name}": ROOT / folder / name for name in committed(folder)}
    return files | {name: ROOT / name for name in BESIDE}


def members(wheel: Path) -> dict[str, bytes]:
    """Return the files in a wheel by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def wrong(wheel: Path) -> set[str]:
    """Return the files that a wheel lacks and those that it should not have."""
    info = wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info"
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", *(f"licenses/{name}" for name in LICENCES)}
    return (
        set(members(wheel)) ^ {f"counternarcotics/{name}" for name in package_files()} ^ {f"{info}/{n}" for n in about}
    )


def about(wheel: Path, name: str) -> str:
    """Return a file in which the wheel says something about itself."""
    (content,) = (content for member, content in members(wheel).items() if member.endswith(f".dist-info/{name}"))
    return content.decode()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("archives") / "wheel")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that a source archive unpacks to."""
    return source(tmp_path_factory.mktemp("archives"))


def test_the_wheel_holds_what_users_need_and_nothing_else(wheel: Path) -> None:
    assert wrong(wheel) == set()
    resources = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    tables = {file["path"] for resource in resources for file in (resource, resource["parquet"])}
    assert len(tables) == 2 * len(resources)
    assert tables <= set(package_files())
    assert {"__init__.py", "py.typed", "data/SHA256SUMS"} <= set(package_files())


@pytest.mark.parametrize("name", sorted(BESIDE))
def test_a_file_that_a_wheel_lacks_is_seen(name: str, project: Path, tmp_path: Path) -> None:
    settings = (project / "pyproject.toml").read_text(encoding="utf-8")
    line = f'"{name}" = "counternarcotics/{name}"\n'
    assert line in settings
    broken = shutil.copytree(project, tmp_path / "broken")
    (broken / "pyproject.toml").write_text(settings.replace(line, ""), encoding="utf-8")
    assert wrong(build("wheel", broken, tmp_path / "wheel")) == {f"counternarcotics/{name}"}


def test_the_wheel_has_the_files_of_the_checkout_byte_for_byte(wheel: Path) -> None:
    packed = members(wheel)
    assert [
        name for name, path in package_files().items() if packed[f"counternarcotics/{name}"] != path.read_bytes()
    ] == []


def test_the_wheel_asks_for_three_packages_and_a_fourth_for_excel(wheel: Path) -> None:
    metadata: Message = email.message_from_string(about(wheel, "METADATA"))
    asked = ["click>=8.1.7", "pandas>=2.2.2", "pyarrow>=16.1", "xlsxwriter>=3.1; extra == 'excel'"]
    assert metadata.get_all("Requires-Dist") == asked
    assert metadata.get_all("Provides-Extra") == ["excel"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0"


def test_the_wheel_brings_one_command(wheel: Path) -> None:
    entries = configparser.ConfigParser()
    entries.read_string(about(wheel, "entry_points.txt"))
    assert {section: dict(entries[section]) for section in entries.sections()} == {
        "console_scripts": {"counternarcotics": "counternarcotics._cli:main"}
    }


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < LARGEST


def test_a_source_archive_gives_the_same_wheel_and_holds_no_article(wheel: Path, project: Path, tmp_path: Path) -> None:
    made_by_the_backend = {"PKG-INFO", ".gitignore"}
    kept = {"LICENSE", "README.md", "data", "pyproject.toml", "schemas", "src", *BESIDE}
    assert {path.name for path in project.iterdir()} == kept | made_by_the_backend
    assert {path.name for path in (project / "schemas").iterdir()} == {"tables", "vocabularies"}
    assert members(build("wheel", project, tmp_path / "wheel")) == members(wheel)
