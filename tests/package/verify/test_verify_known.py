"""Verify, where the descriptor, or what is known of versions, cannot be read or says something odd."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counternarcotics import _verify
from counternarcotics._errors import UsageError
from counternarcotics._shared.kept import kept_path
from counternarcotics._verify import verify
from tests.support import verified_copies as copies
from tests.support import walk
from tests.support.verified_copies import DESCRIPTOR


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published version."""
    made = tmp_path_factory.mktemp("versions")
    copies.published(made)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the published version, which is the installed one, to be changed."""
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    return Path(shutil.copytree(folder / "published", tmp_path / "copy"))


NO_LISTS = [
    "",
    "[]",
    "{}",
    '{"releases": 5}',
    '{"releases": [5]}',
    '{"releases": [{"version": "0.1.0"}]}',
    "[" * 100000,
]
WRONG_ENTRIES = [{"tables": 5}, {"files": {"a": 5}}, {"version": None}, {"more": "x"}]


@pytest.mark.parametrize("text", NO_LISTS, ids=range(len(NO_LISTS)))
def test_a_list_of_releases_that_cannot_be_read(copy: Path, folder: Path, tmp_path: Path, text: str) -> None:
    installed = Path(shutil.copytree(folder / "published", tmp_path / "installed"))
    (installed / "releases.json").write_text(text, encoding="utf-8")
    check_problem(installed, copy)


@pytest.mark.parametrize("wrong", WRONG_ENTRIES, ids=str)
def test_a_release_that_cannot_be_read(copy: Path, folder: Path, tmp_path: Path, wrong: dict[str, Any]) -> None:
    installed = Path(shutil.copytree(folder / "published", tmp_path / "installed"))
    copies.release(installed, {**copies.entry(copy), **wrong})
    check_problem(installed, copy)


def check_problem(installed: Path, copy: Path) -> None:
    """Assert that nothing is found sound by an installed list of releases that cannot be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_verify, "data_root", lambda: installed)
        for path in (None, copy):
            if path:  # which is not to blame
                with pytest.raises(UsageError, match=r"^releases\.json of the installed package: "):
                    verify(path)
                continue
            report = verify()
            assert not report.sound
            assert any(fault.startswith("releases.json of the installed package: ") for fault in report.faults)


@pytest.mark.parametrize("text", ["{", '{"version": "0.1.0"}'])
def test_an_installed_package_that_is_damaged_is_said_to_be(
    copy: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    installed = Path(shutil.copytree(folder / "published", tmp_path / "installed"))
    (installed / DESCRIPTOR).write_text(text, encoding="utf-8")
    monkeypatch.setattr(_verify, "data_root", lambda: installed)
    for path in (copy, copy / "data/events.csv"):
        with pytest.raises(
            UsageError, match=r"^datapackage\.json of the installed package: .*; install the package ag"
        ):
            verify(path)


ODD: list[Any] = [None, 0, -1, True, 1.5, "", "x", "sha256:", [], {}, [None], [[]], {"": 0}, ["x", ["x"]]]


@given(place=st.integers(0, 10**9), odd=st.sampled_from(ODD), summed=st.booleans())
@settings(max_examples=60)
def test_no_descriptor_ends_a_check_halfway(folder: Path, place: int, odd: Any, summed: bool) -> None:
    """Any one value of the descriptor is replaced by an odd one."""
    descriptor = copies.load(folder / "published")
    spots = list(all_spots(descriptor))
    holder, key = spots[place % len(spots)]
    before, after = json.dumps(holder[key]), json.dumps(odd)
    holder[key] = odd
    copy = folder / "odd"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder / "published", copy)
    copies.save(copy, descriptor)
    if summed:
        copies.sum_up(copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_verify, "data_root", lambda: folder / "published")
        assert verify(copy).sound == (before == after)


def all_spots(node: Any) -> Any:
    """Yield every place of a descriptor, as its holder and key; of the resources, the first tables only."""
    items = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
    for key, value in items[:8]:
        yield node, key
        if isinstance(value, dict | list):
            yield from all_spots(value)


def test_the_releases_that_the_installed_package_keeps(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = Path(shutil.copytree(folder / "published", tmp_path / "installed"))
    walk.keep(folder / "published", installed)
    copies.sum_up(installed)
    monkeypatch.setattr(_verify, "data_root", lambda: installed)
    name = "releases that the package keeps"
    (check,) = [check for check in verify().checks if check.name == name]
    assert (check.checked, check.total, check.passed) == (1, 1, True)
    (installed / kept_path(walk.LAST)).unlink()
    (check,) = [check for check in verify().checks if check.name == name]
    assert check.faults == [f"{kept_path(walk.LAST)}: it is missing; install the package again"]
    assert not verify().sound
