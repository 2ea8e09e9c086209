"""Verify with the articles: every quote, its words and every passage, by planted faults."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _verify
from counternarcotics._errors import UsageError
from counternarcotics._verify import verify
from tests.support import verified_copies as copies
from tests.support.built import BUILT

SEEDS = BUILT / "seeds"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published version."""
    made = tmp_path_factory.mktemp("versions")
    copies.published(made)
    return made


@pytest.fixture
def forged(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a forged version is written, none being known."""
    monkeypatch.setattr(_verify, "data_root", lambda: tmp_path / "forged")
    return tmp_path / "forged"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Return a copy of the articles."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


ARTICLE = "990_5a3d1e0c7b2f4968.txt"


def told(folder: Path, seeds: Path) -> dict[str, list[str]]:
    """Return the faults of each check with the articles."""
    return {check.name.split(",")[0]: check.faults for check in verify(folder / "published", seeds).checks[-2:]}


def test_the_articles_as_they_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    report = verify(folder / "published", SEEDS)
    assert all(check.checked > 3 for check in report.checks[-2:])
    assert report.sound


def test_an_article_missing_is_a_fault_and_its_quotes_are_not_checked(folder: Path, seeds: Path) -> None:
    (seeds / ARTICLE).unlink()
    report = verify(folder / "published", seeds)
    articles, rows = report.checks[-2:]
    assert (articles.checked, articles.total) == (3, 4)
    assert articles.faults == [f"{seeds / ARTICLE}: missing; sources/sample-affairs-release names it"]
    assert 0 < rows.checked < rows.total
    assert not report.sound


def test_an_article_changed_by_one_character(folder: Path, seeds: Path) -> None:
    """All offsets behind it are off by one, and the hash shows it."""
    text = (seeds / ARTICLE).read_text(encoding="utf-8")
    (seeds / ARTICLE).write_text(f" {text}", encoding="utf-8")
    report = verify(folder / "published", seeds)
    assert report.checks[-2].faults[0].startswith(f"{seeds / ARTICLE}: its SHA-256 is ")
    assert report.checks[-2].checked == 4


def test_an_article_that_is_no_text(folder: Path, seeds: Path) -> None:
    (seeds / ARTICLE).write_bytes(b"\xff")
    assert told(folder, seeds)["articles"][0].startswith(f"{seeds / ARTICLE}: it is no text; ")


def test_no_articles(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name the folder of the articles"):
        verify(folder / "published", tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    report = verify(folder / "published", tmp_path / "empty")
    assert [check.checked for check in report.checks[-2:]] == [0, 0]
    assert not report.sound


def test_of_other_articles_the_copy_is_not_to_blame(
    folder: Path, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    (seeds / ARTICLE).write_bytes(b"Another article.")
    verdict = "the articles are not those of this copy, which itself passed every check."
    assert verify(folder / "published", seeds).text().endswith(verdict)
    copy = Path(shutil.copytree(folder / "published", tmp_path / "copy"))
    (copy / "RIGHTS.md").unlink()
    assert verify(copy, seeds).text().endswith("fetch the version again.")


SPANS = [
    ("evidence", {"quote_start": 1}, "quote: saw "),
    ("evidence", {"quote": "never said"}, 'quote: saw "never said", expected what seeds/'),
    ("evidence", {"words": "never said"}, 'words: saw "never said", expected what seeds/'),
    ("evidence", {"words_start": 0}, "outside their quote"),
    ("evidence", {"words_end": 10**9}, "expected offsets within the "),
    ("evidence", {"quote_start": -5}, "expected offsets within the "),
    ("passages", {"passage_end": 10**9}, "expected offsets within the "),
    ("passages", {"passage_start": -1}, "expected offsets within the "),
    ("events", {"quote": "never said"}, 'quote: "never said" is not in seeds/'),
    ("sources", {"sha256": "0" * 64}, "its SHA-256 is "),
]


@pytest.mark.parametrize("planted", SPANS, ids=lambda planted: f"{planted[0]} {planted[1]}")
def test_a_quote_that_its_article_does_not_have(
    folder: Path, forged: Path, planted: tuple[str, dict[str, Any], str]
) -> None:
    name, cells, expected = planted
    descriptor, tables = copies.read(folder / "published")
    tables[name] = copies.changed(tables[name], 1, **cells)
    report = verify(copies.write(forged, tables, descriptor), SEEDS)
    faults = [fault for check in report.checks[-2:] for fault in check.faults]
    row_id = next(iter(tables[name].to_pylist()[1].values()))
    assert any(row_id in fault and expected in fault for fault in faults), faults


def test_a_copy_whose_tables_lack_a_column_leaves_the_quotes_unchecked(folder: Path, forged: Path) -> None:
    descriptor, tables = copies.read(folder / "published")
    for one in descriptor["resources"]:
        one["schema"]["fields"] = [field for field in one["schema"]["fields"] if field["name"] != "words_end"]
        one["schema"].pop("uniqueKeys", None)
    tables["evidence"] = tables["evidence"].drop_columns(["words_end"])
    report = verify(copies.write(forged, tables, descriptor), SEEDS)
    articles, rows = report.checks[-2:]
    assert articles.passed
    assert rows.total - rows.checked == len(tables["evidence"]) > 0
    assert not report.sound


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "..", "../../secret.txt"])
def test_an_article_by_a_name_that_no_file_has(folder: Path, forged: Path, name: str) -> None:
    descriptor, tables = copies.read(folder / "published")
    tables["sources"] = copies.changed(tables["sources"], 0, seed_file=name)
    report = verify(copies.write(forged, tables, descriptor), SEEDS)
    assert any("; sources/" in fault for fault in report.faults), report.faults
    assert not report.sound


def test_an_article_by_a_name_that_leads_elsewhere_on_windows(folder: Path, forged: Path, seeds: Path) -> None:
    for name in ("..\\secret.txt", "C:secret.txt"):
        (seeds / name).write_text("secret words", encoding="utf-8")
        descriptor, tables = copies.read(folder / "published")
        tables["sources"] = copies.changed(tables["sources"], 0, seed_file=f"seeds/{name}")
        shutil.rmtree(forged, ignore_errors=True)
        faults = verify(copies.write(forged, tables, descriptor), seeds).faults
        assert any("a name with \\ or :, which leads elsewhere on Windows; sources/" in fault for fault in faults)
