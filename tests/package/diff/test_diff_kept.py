"""Comparing with a released version by its number: the package keeps it, and a damaged one is declined."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from counternarcotics import _package
from counternarcotics._cli import commands, copies
from counternarcotics._errors import UsageError
from counternarcotics._shared.kept import kept_path
from tests.support import walk
from tests.support.built import BUILT
from tests.support.changed_versions import Version, change_value
from tests.support.walk import LAST


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an installed version that keeps a release with the same data."""
    root = tmp_path / "installed"
    shutil.copytree(BUILT, root, ignore=shutil.ignore_patterns("src", "schemas", "seeds", "records"))
    walk.keep(BUILT, root)
    monkeypatch.setattr(copies, "installed", lambda: _package.at(root))
    return root


@pytest.fixture
def changed(tmp_path: Path) -> str:
    """Return the folder of a version in which one value is another."""
    version = Version(tmp_path / "changed")
    change_value(version)
    return str(version.write())


def said(*arguments: str) -> tuple[int | None, str]:
    """Return the exit code and the output of the command, which must run."""
    result = CliRunner().invoke(commands, ["diff", *arguments], standalone_mode=False, catch_exceptions=False)
    return result.return_value, result.stdout


def test_the_number_of_a_release_stands_for_it_on_either_side(installed: Path, changed: str) -> None:
    assert said(LAST)[0] == 0
    assert said(LAST, LAST)[0] == 0
    code, text = said(LAST, changed, "--json")
    report = json.loads(text)
    assert (code, report["old"]["version"], report["not_compared"]) == (1, LAST, {})
    assert [(change["rule"], change["new"]) for change in report["changes"]] == [("value changed", 340.0)]
    assert [change["new"] for change in json.loads(said(changed, LAST, "--json")[1])["changes"]] == [430.0]
    fingerprint = _package.at(installed).descriptor["fingerprint"]
    assert report["old"]["fingerprint"] == fingerprint


def test_a_folder_that_has_the_name_of_a_number(
    installed: Path, changed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(changed, tmp_path / LAST)
    assert said(LAST)[0] == 0
    assert said(f"./{LAST}")[0] == 1


def declined(number: str) -> str:
    with pytest.raises(UsageError) as error:
        said(number)
    return str(error.value)


def test_a_version_that_is_not_kept(installed: Path) -> None:
    expected = f"0.0.1: not a released version that this package has ({LAST}); name a folder or zip of it"
    assert declined("0.0.1") == expected
    (installed / "releases.json").write_text('{"releases": []}', encoding="utf-8")
    assert "not a released version that this package has (none)" in declined(LAST)


def test_a_kept_version_that_is_damaged(installed: Path) -> None:
    file = installed / kept_path(LAST)
    content = file.read_bytes()
    file.write_bytes(content[:-1000])
    assert declined(LAST).startswith(f"{LAST}: {kept_path(LAST)} of this package: it was cut short or changed (")
    file.unlink()
    assert declined(LAST) == f"{LAST}: {kept_path(LAST)} of this package: it is missing; install the package again"
    (installed / "releases.json").write_text("{", encoding="utf-8")
    assert declined(LAST).startswith(f"{LAST}: releases.json of this package: ")
