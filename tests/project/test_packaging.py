"""The archives: what is in them, what is not, what the wheel says about itself, and what the tools of packaging say."""

import configparser
import email
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.environments import locked
from tests.support import ROOT, text_of, walk
from tests.support.installs import INHERITED, build, site_packages, source

BESIDE = {
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-DATA",
    "RIGHTS.md",
    "croissant.json",
    "datapackage.json",
    "releases.json",
}
LICENCES = {"LICENSE", "LICENSE-DATA", "LICENSES/LicenseRef-Quotations.txt"}
LARGEST = 1_000_000
"""The bytes of a wheel without the releases that it keeps, which have a bound of their own."""


def committed(folder: str) -> set[str]:
    """Return the files of a folder that are committed, or would be by ``git add``, by their names in it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    return {name.removeprefix(f"{folder}/") for name in listed.split("\0") if (ROOT / name).is_file()}


def package_files() -> dict[str, Path]:
    """Return the files that the package must have, by their names in it."""
    files = {name: ROOT / "src" / "counternarcotics" / name for name in committed("src/counternarcotics")}
    for folder in ("data", "releases", "schemas/tables", "schemas/vocabularies"):
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


def with_settings(project: Path, part: str, instead: str, folder: Path) -> Path:
    """Return a copy of a project that has something else in place of a part of its settings."""
    settings = (project / "pyproject.toml").read_text(encoding="utf-8")
    assert part in settings
    copy = shutil.copytree(project, folder / "broken")
    (copy / "pyproject.toml").write_text(settings.replace(part, instead), encoding="utf-8")
    return copy


def about(wheel: Path, name: str) -> str:
    """Return a file in which the wheel says something about itself."""
    (content,) = (content for member, content in members(wheel).items() if member.endswith(f".dist-info/{name}"))
    return content.decode()


Referee = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def tools() -> Path:
    """Return the Python of the environment that has the tools of packaging."""
    locks = (ROOT / "tests" / "environments" / f"{name}.lock" for name in ("builders", "referees"))
    return locked.environment("referees", *locks, built="docopt,reuse")


@pytest.fixture(scope="module")
def referee(tools: Path) -> Referee:
    """Return what runs one of the tools, in the folder of the project if no other is named."""

    def judge(name: str, *arguments: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
        offline = {**INHERITED, "VALIDATE_PYPROJECT_NO_NETWORK": "1"}
        command = [locked.script(tools, name), *arguments]
        return subprocess.run(command, cwd=folder, env=offline, capture_output=True, encoding="utf-8", check=False)

    return judge


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
    broken = with_settings(project, f'"{name}" = "counternarcotics/{name}"\n', "", tmp_path)
    assert wrong(build("wheel", broken, tmp_path / "wheel")) == {f"counternarcotics/{name}"}


def test_the_wheel_has_the_files_of_the_checkout_byte_for_byte(wheel: Path) -> None:
    packed = members(wheel)
    assert [
        name for name, path in package_files().items() if packed[f"counternarcotics/{name}"] != path.read_bytes()
    ] == []


def test_the_wheel_asks_for_four_packages(wheel: Path) -> None:
    metadata: Message = email.message_from_string(about(wheel, "METADATA"))
    asked = ["click>=8.1.7", "pandas>=2.2.2", "pyarrow>=16.1", "xlsxwriter>=3.1"]
    assert metadata.get_all("Requires-Dist") == asked
    assert metadata["Provides-Extra"] is None
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0 AND LicenseRef-Quotations"
    assert set(metadata.get_all("License-File", [])) == LICENCES


def test_the_wheel_brings_one_command(wheel: Path) -> None:
    entries = configparser.ConfigParser()
    entries.read_string(about(wheel, "entry_points.txt"))
    assert {section: dict(entries[section]) for section in entries.sections()} == {
        "console_scripts": {"counternarcotics": "counternarcotics._cli:main"}
    }


def test_the_wheel_is_small(wheel: Path) -> None:
    kept = sum(file.stat().st_size for file in (ROOT / "releases").glob("*.zip"))
    assert wheel.stat().st_size - kept < LARGEST


def test_a_wheel_compares_with_the_releases_that_it_keeps(project: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(project, tmp_path / "project"))
    walk.keep(ROOT, copy)
    with zipfile.ZipFile(build("wheel", copy, tmp_path / "wheel")) as archive:
        archive.extractall(tmp_path / "installed")
    command = [sys.executable, "-m", "counternarcotics", "diff"]
    environment = {**INHERITED, "PYTHONPATH": str(tmp_path / "installed")}
    same, other = (
        subprocess.run(
            [*command, number], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        for number in (walk.LAST, "0.0.1")
    )
    assert (same.returncode, same.stdout.splitlines()[0].split(",")[0]) == (0, f"old  {walk.LAST}")
    assert (other.returncode, f"not a released version that this package has ({walk.LAST})" in other.stderr) == (
        2,
        True,
    )


def test_a_source_archive_gives_the_same_wheel_and_holds_no_article(wheel: Path, project: Path, tmp_path: Path) -> None:
    made_by_the_backend = {"PKG-INFO", ".gitignore"}
    kept = {"LICENSE", "LICENSES", "README.md", "data", "pyproject.toml", "releases", "schemas", "src", *BESIDE}
    assert {path.name for path in project.iterdir()} == kept | made_by_the_backend
    assert {path.name for path in (project / "schemas").iterdir()} == {"tables", "vocabularies"}
    assert members(build("wheel", project, tmp_path / "wheel")) == members(wheel)


def test_a_package_is_made_by_pyproject_build_and_not_by_the_module_of_that_name(
    wheel: Path, referee: Referee, tmp_path: Path
) -> None:
    assert referee("pyproject-build", "--no-isolation", "--outdir", tmp_path).returncode == 0
    assert {file.suffix for file in tmp_path.iterdir()} == {".whl", ".gz"}
    assert members(tmp_path / wheel.name) == members(wheel)
    command = [sys.executable, "-m", "build", "--wheel"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("unrecognized arguments: --wheel; to make a package, run: pyproject-build\n")


def test_twine_takes_the_archives_and_no_wheel_without_a_readme(
    wheel: Path, project: Path, referee: Referee, tmp_path: Path
) -> None:
    (archive,) = (project.parent.parent / "sdist").iterdir()
    assert referee("twine", "check", "--strict", wheel, archive).returncode == 0
    broken = with_settings(project, 'readme = "README.md"\n', "", tmp_path)
    done = referee("twine", "check", "--strict", build("wheel", broken, tmp_path / "wheel"))
    assert done.returncode == 1
    assert "`long_description` missing" in done.stdout


def test_check_wheel_contents_takes_the_wheel_and_none_that_puts_data_beside_the_package(
    wheel: Path, project: Path, referee: Referee, tmp_path: Path
) -> None:
    assert referee("check-wheel-contents", wheel).returncode == 0
    broken = with_settings(project, '"data" = "counternarcotics/data"', '"data" = "data"', tmp_path)
    done = referee("check-wheel-contents", build("wheel", broken, tmp_path / "wheel"))
    assert done.returncode == 1
    assert "W005: Wheel contains common toplevel name in library" in done.stdout


def test_validate_pyproject_takes_the_settings_and_no_classifier_that_there_is_not(
    project: Path, referee: Referee, tmp_path: Path
) -> None:
    assert referee("validate-pyproject", "pyproject.toml").returncode == 0
    broken = with_settings(project, "Typing :: Typed", "Typing :: Untyped", tmp_path)
    done = referee("validate-pyproject", broken / "pyproject.toml")
    assert done.returncode == 1
    assert "trove-classifier" in done.stdout + done.stderr


def test_cffconvert_takes_the_citation_and_none_without_a_title(referee: Referee, tmp_path: Path) -> None:
    assert referee("cffconvert", "--validate").returncode == 0
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text(re.sub("^title: .*\n", "", citation, flags=re.M), encoding="utf-8")
    done = referee("cffconvert", "--validate", folder=tmp_path)
    assert done.returncode == 1
    assert "'title' is a required property" in done.stderr


@pytest.mark.parametrize("lacking", ["nothing", "resources", "path", "fields"])
def test_the_official_profile_takes_the_descriptor_and_none_that_lacks_something(
    lacking: str, tools: Path, referee: Referee, tmp_path: Path
) -> None:
    descriptor: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    resource = descriptor["resources"][0]
    for part in (descriptor, resource, resource["schema"]):
        part.pop(lacking, None)
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    profile = site_packages(tools) / "dplib" / "profiles" / "2.0" / "datapackage.json"
    done = referee("jsonschema", "-i", tmp_path / "datapackage.json", profile)
    assert done.returncode == (0 if lacking == "nothing" else 1)


def test_reuse_lint_finds_the_licence_of_each_file_and_misses_that_of_another(referee: Referee, tmp_path: Path) -> None:
    passed = referee("reuse", "lint", "--lines")
    assert (passed.returncode, passed.stdout) == (0, "")
    for name in committed("."):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    (tmp_path / "new").write_text("something", encoding="utf-8")
    done = referee("reuse", "lint", "--lines", folder=tmp_path)
    assert done.returncode == 1
    assert {Path(line.partition(": ")[0]) for line in done.stdout.splitlines()} == {tmp_path / "new"}


def stretches(text: str) -> set[str]:
    """Return every ten words in a row, without marks and capitals."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[start : start + 10]) for start in range(len(words) - 9)}


def test_every_file_that_repeats_an_article_names_the_quotations(referee: Referee) -> None:
    linted = referee("reuse", "lint", "--json")
    assert linted.returncode == 0
    files = json.loads(linted.stdout)["files"]
    licences = {file["path"]: " AND ".join(licence["value"] for licence in file["spdx_expressions"]) for file in files}
    articles = {name for name in licences if licences[name] == "LicenseRef-Articles"}
    assert articles == {f"seeds/{path.name}" for path in (ROOT / "seeds").glob("*.txt")}
    printed = set().union(*(stretches((ROOT / name).read_text(encoding="utf-8")) for name in articles))
    quoting = {name for name in licences.keys() - articles if stretches(text_of(ROOT / name)) & printed}
    assert "data/events.csv" in quoting
    assert {name for name in quoting if "LicenseRef-Quotations" not in licences[name]} == set()


def test_the_licences_are_told_twice_in_the_same_words() -> None:
    for one, other in (("LICENSE", "MIT"), ("LICENSE-DATA", "CC-BY-4.0")):
        assert (ROOT / one).read_bytes() == (ROOT / "LICENSES" / f"{other}.txt").read_bytes()
