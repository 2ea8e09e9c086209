"""What is wrong with kept releases, version numbers and the entries of corrections: each is refused by its rule."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from counternarcotics._shared import kept
from counternarcotics._shared.kept import kept_path
from counternarcotics._shared.version_rule import least_after
from pipeline.read.changes import subject_of
from tests.support import walk
from tests.support.trial import Trial
from tests.support.walk import LAST

PATCH, MAJOR = least_after(LAST, "patch"), least_after(LAST, "major")


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    return Trial(tmp_path)


def rewritten(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], object]:
    """Return the edit of a kept release by which its zip is written again with other files."""

    def edit(root: Path) -> None:
        path = root / kept_path(LAST)
        with ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        change(files)
        with ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)

    return edit


def a_table(files: dict[str, bytes]) -> str:
    return next(name for name in files if name.endswith(".csv"))


def relisted(**about: object) -> Callable[[Path], object]:
    """Return the edit of the list of releases by which its entry says something else."""

    def edit(root: Path) -> None:
        entries = json.loads((root / "releases.json").read_text(encoding="utf-8"))
        entries["releases"][0].update(about)
        (root / "releases.json").write_text(json.dumps(entries), encoding="utf-8")

    return edit


def cut_short(root: Path) -> None:
    path = root / kept_path(LAST)
    path.write_bytes(path.read_bytes()[:-100])


def damage_in_the_middle(root: Path) -> None:
    content = bytearray((root / kept_path(LAST)).read_bytes())
    content[len(content) // 2] ^= 255
    (root / kept_path(LAST)).write_bytes(content)


NO_FINGERPRINT = f"sha256:{'0' * 64}"
DAMAGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda root: (root / kept_path(LAST)).unlink(), "it is missing"),
    "cut short": (cut_short, "it was cut short or changed"),
    "damaged": (damage_in_the_middle, ""),
    "no zip": (lambda root: (root / kept_path(LAST)).write_bytes(b"PK"), "it was cut short or changed"),
    "empty": (rewritten(dict.clear), "is not what releases.json lists"),
    "a row edited": (
        rewritten(lambda files: files.update({a_table(files): files[a_table(files)].replace(b"a", b"b", 1)})),
        "is not what releases.json lists",
    ),
    "a table left out": (rewritten(lambda files: files.pop(a_table(files))), "is not what releases.json lists"),
    "a file added": (rewritten(lambda files: files.update({"data/more.csv": b"a\n"})), "its data/more.csv is not what"),
    "another descriptor": (
        rewritten(lambda files: files.update({"datapackage.json": b"{}"})),
        "its datapackage.json is not what",
    ),
    "another date in the list": (relisted(date="1999-01-01"), "does not say the same date as releases.json"),
    "another fingerprint in the list": (relisted(fingerprint=NO_FINGERPRINT), "the same fingerprint as releases.json"),
    "no tables in the list": (relisted(tables={}), "does not say the same tables as releases.json"),
    "no files in the list": (relisted(files={}), "is not what releases.json lists"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_kept_release_that_is_not_what_was_released(trial: Trial, damage: str) -> None:
    edit, reason = DAMAGED[damage]
    edit(trial.root)
    (fault,) = trial.faults(PATCH)
    assert (fault.kind, str(fault.position)) == ("release-damaged", kept_path(LAST))
    assert reason in fault.seen
    assert "restore it and releases.json" in fault.fix


def test_a_kept_release_that_the_list_does_not_have(trial: Trial) -> None:
    (trial.root / "releases/9.9.9.zip").write_bytes(b"")
    (trial.root / "releases/README.md").write_text("Kept.\n", encoding="utf-8")
    (trial.root / "releases/.9.9.9.zip.part").write_bytes(b"")
    (fault,) = trial.faults(LAST)
    assert (fault.kind, str(fault.position)) == ("release-unlisted", "releases/9.9.9.zip")


def test_no_more_of_a_kept_release_is_read_than_may_be_kept(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (trial.root / kept_path(LAST)).stat().st_size
    monkeypatch.setattr(kept, "MOST_KEPT", size)
    assert trial.faults(LAST) == []
    monkeypatch.setattr(kept, "MOST_KEPT", size - 1)
    assert [fault.seen for fault in trial.faults(LAST)] == [f"it has more than {size - 1:,} bytes"]
    monkeypatch.undo()
    monkeypatch.setattr(kept, "_MOST_UNPACKED", size)
    assert [fault.seen for fault in trial.faults(LAST)] == [f"it unpacks to more than {size:,} bytes"]


@pytest.mark.parametrize("number", ["3.2.0", "2.9.9", "3.2", "3.2.2rc1", ""])
def test_a_version_that_is_not_later(trial: Trial, number: str) -> None:
    (fault,) = trial.faults(number)
    assert (fault.kind, fault.seen) == ("version-not-later", f"{number} after {LAST}")


def test_a_list_that_names_a_version_twice(trial: Trial) -> None:
    entries = json.loads((trial.root / "releases.json").read_text(encoding="utf-8"))["releases"]
    (trial.root / "releases.json").write_text(json.dumps({"releases": entries * 2}), encoding="utf-8")
    (fault,) = trial.faults(PATCH)
    assert (fault.kind, str(fault.position), fault.seen) == (
        "version-not-later",
        "releases.json",
        f"{LAST} after {LAST}",
    )


def test_a_table_that_cannot_be_compared_may_have_lost_anything(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.correct_derived_value(trial.version)
    assert trial.faults(PATCH) == []
    monkeypatch.setattr("counternarcotics._shared.comparison.MOST_CHANGES", 0)
    (fault,) = trial.faults(PATCH)
    assert fault.kind == "version-too-small"
    assert "a major version, because of not compared: " in fault.expected


def entry(trial: Trial, texts: Mapping[str, str | None] = {}) -> str:
    """Return the printed entry of the one change, filled in, with other texts; None leaves a key out."""
    (printed,) = yaml.load(trial.pasted(trial.faults(PATCH), PATCH), yaml.BaseLoader)[PATCH]
    pairs = [f"{key}: {json.dumps(text)}" for key, text in {**printed, **texts}.items() if text is not None]
    return f"\n  {PATCH}:\n  - {{{', '.join(pairs)}}}\n"


OUTDATED: dict[str, tuple[dict[str, str | None], str]] = {
    "from": ({"from": "something older"}, 'from: "something older"'),
    "no from": ({"from": None}, 'from: ""'),
    "to": ({"to": "something newer"}, 'to: "something newer"'),
    "no to": ({"to": None}, 'to: ""'),
}


@pytest.mark.parametrize("case", OUTDATED)
def test_an_entry_that_does_not_say_what_was_and_is(trial: Trial, case: str) -> None:
    walk.correct_value(trial.version)
    texts, seen = OUTDATED[case]
    assert trial.faults(PATCH, entry(trial)) == []
    (fault,) = trial.faults(PATCH, entry(trial, texts))
    assert (fault.kind, fault.seen, str(fault.position)) == ("change-outdated", seen, "records/changes.yaml:3")


@pytest.mark.parametrize("texts", [{"row": "another"}, {"field": "another"}, {"table": "another"}])
def test_an_entry_of_a_change_that_did_not_happen(trial: Trial, texts: dict[str, str | None]) -> None:
    walk.correct_value(trial.version)
    faults = trial.faults(PATCH, entry(trial, texts))
    assert sorted(fault.kind for fault in faults) == ["change-outdated", "change-unexplained"]
    assert [fault.position.line for fault in faults if fault.kind == "change-outdated"] == [3]


def test_an_entry_that_says_that_a_corrected_row_was_removed(trial: Trial) -> None:
    walk.correct_value(trial.version)
    faults = trial.faults(PATCH, entry(trial, {"field": None, "from": None, "to": None}))
    assert sorted(fault.kind for fault in faults) == ["change-outdated", "change-unexplained"]


def test_a_correction_that_was_taken_back(trial: Trial) -> None:
    walk.correct_value(trial.version)
    text = entry(trial)
    trial.version.tables = Trial.released_tables()
    (fault,) = trial.faults(PATCH, text)
    assert (fault.kind, fault.position.line) == ("change-outdated", 3)


@pytest.mark.parametrize(("quote", "seen"), [("nobody ever said this", "the quote "), (None, "no quote")])
def test_an_entry_without_a_quote_of_an_article_of_the_row(trial: Trial, quote: str | None, seen: str) -> None:
    walk.correct_value(trial.version)
    (fault,) = trial.faults(PATCH, entry(trial, {"quote": quote}))
    assert (fault.kind, fault.position.line) == ("change-not-quoted", 3)
    assert fault.seen.startswith(seen)


def test_a_text_that_the_curators_assign_needs_no_quote_but_may_have_a_right_one(trial: Trial) -> None:
    walk.correct_text(trial.version)
    assert trial.faults(PATCH, entry(trial)) == []
    (fault,) = trial.faults(PATCH, entry(trial, {"quote": "nobody ever said this"}))
    assert fault.kind == "change-not-quoted"


@pytest.mark.parametrize("number", ["0.0.1", LAST, "9.0.0", "soon"])
def test_an_entry_under_a_version_that_brings_no_change(trial: Trial, number: str) -> None:
    walk.correct_value(trial.version)
    faults = trial.faults(PATCH, entry(trial).replace(PATCH, number))
    assert sorted(fault.kind for fault in faults) == ["change-outdated", "change-unexplained"]


def test_a_removed_id_that_is_not_retired(trial: Trial) -> None:
    walk.remove_row(trial.version)
    ((table, row_id, _),) = trial.version.due
    text = trial.pasted(trial.faults(MAJOR), MAJOR)
    (fault,) = trial.faults(MAJOR, text, retired=False)
    assert (fault.kind, str(fault.position)) == ("id-not-retired", "records/retired.yaml")
    assert fault.subject == subject_of(table, row_id, "")
    assert f'add {row_id} there, below "{table}:"' in fault.fix
