"""Lock files and the environments made from them: made once, made again where they differ, never left half made."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.environments import locked
from tests.support import ROOT


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a lock file that asks for nothing; its environment is made beside it."""
    monkeypatch.setattr(locked, "KEPT", tmp_path)
    file = tmp_path / "some.lock"
    file.write_text("", encoding="utf-8")
    return file


def made_anew(lock: Path, planted: Path) -> bool:
    """Say whether asking for the environment made it, so that a file planted in it is gone."""
    planted.touch()
    locked.environment("some", lock)
    return not planted.exists()


def test_an_environment_is_made_once(lock: Path) -> None:
    python = locked.environment("some", lock)
    subprocess.run([python, "-c", "pass"], check=True)
    assert not made_anew(lock, python.parent / "planted")


def test_an_environment_is_made_anew_from_another_lock_file(lock: Path) -> None:
    python = locked.environment("some", lock)
    lock.write_text("# changed\n", encoding="utf-8")
    assert made_anew(lock, python.parent / "planted")
    assert not made_anew(lock, python.parent / "planted")


def test_an_environment_that_was_broken_off_is_made_anew(lock: Path) -> None:
    python = locked.environment("some", lock)
    (lock.parent / "some" / "installed").unlink()
    assert made_anew(lock, python.parent / "planted")


def test_an_environment_that_cannot_be_made_is_an_error_each_time(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock.write_text(f"click==0.0.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            locked.environment("some", lock)


def versions(lock: Path) -> dict[str, str]:
    """Return the version of each package in a lock file that the oldest Python gets."""
    found = re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.M)
    return dict(reversed(found))


def test_the_oldest_versions_are_those_that_the_package_asks_for() -> None:
    asked = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    oldest = versions(ROOT / "tests" / "environments" / "oldest.lock")
    bounds = dict(
        re.findall(r'"(click|pandas|pyarrow|xlsxwriter)>=([\d.]+)"', asked.partition("[dependency-groups]")[0])
    )
    assert len(bounds) == 4
    assert {name: version for name, version in bounds.items() if not f"{oldest[name]}.".startswith(f"{version}.")} == {}


def test_the_newest_versions_are_those_that_everything_else_is_tested_with() -> None:
    newest, everything = (versions(ROOT / file) for file in ("tests/environments/newest.lock", "requirements.lock"))
    assert {"click", "pandas", "pyarrow", "xlsxwriter"} <= set(newest)
    assert newest.items() <= everything.items()


@pytest.mark.parametrize(
    ("part", "both"), [("explorer", {"jinja2", "markdown-it-py"}), ("publication", {"markdown-it-py"})]
)
def test_a_part_shares_an_environment_with_everything_else(part: str, both: set[str]) -> None:
    own, everything = (versions(ROOT / file) for file in (f"{part}/requirements.lock", "requirements.lock"))
    shared = own.keys() & everything.keys()
    assert both <= shared
    assert {name: own[name] for name in shared} == {name: everything[name] for name in shared}


LOCKS = [
    *(ROOT / "tests" / "environments").glob("*.lock"),
    *ROOT.glob("*/requirements.lock"),
    ROOT / "requirements.lock",
]


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_lock_has_hashes_and_no_address(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    entries = re.findall(r"^[a-z0-9-]+==\S+.*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.M)
    assert len(entries) == len(re.findall(r"^\S", text, re.M)) > 0
    assert "://" not in text


def unsound(lock: dict[str, Any]) -> list[str]:
    """Return the packages in a lock file of npm that lack a hash, tell an address, stand twice or may not be shipped.

    What the site ships is under the MIT licence; what only tests it may be under another.
    """
    packages = {path: package for path, package in lock["packages"].items() if path}
    return [
        path
        for path, package in packages.items()
        if not re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package.get("integrity", ""))
        or "resolved" in package
        or path.count("node_modules/") > 1
        or not (package.get("dev") or package["license"] == "MIT")
    ]


@pytest.fixture
def npm_lock() -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((ROOT / "explorer" / "package-lock.json").read_text(encoding="utf-8"))
    return lock


def test_the_lock_of_npm_has_hashes_and_no_address(npm_lock: dict[str, Any]) -> None:
    wanted = json.loads((ROOT / "explorer" / "package.json").read_text(encoding="utf-8"))
    names = {"datatables.net", *wanted["dependencies"], *wanted["devDependencies"]}
    assert {path.removeprefix("node_modules/") for path in npm_lock["packages"] if path} == names
    assert unsound(npm_lock) == []


@pytest.mark.parametrize(
    "fault",
    [{"integrity": ""}, {"integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="}, {"resolved": "a"}, {"license": "GPL-3.0"}],
    ids=str,
)
def test_a_package_of_npm_that_is_not_locked_well_is_found(fault: dict[str, str], npm_lock: dict[str, Any]) -> None:
    npm_lock["packages"]["node_modules/datatables.net"].update(fault)
    assert unsound(npm_lock) == ["node_modules/datatables.net"]


def test_a_package_of_npm_that_stands_twice_is_found(npm_lock: dict[str, Any]) -> None:
    second = "node_modules/datatables.net-dt/node_modules/datatables.net"
    npm_lock["packages"][second] = npm_lock["packages"]["node_modules/datatables.net"]
    assert unsound(npm_lock) == [second]
