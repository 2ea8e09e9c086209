"""The synthetic corpus: it is right where nothing is planted; what is planted in it is found, and nothing else."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.corpus import values
from benchmarks.corpus.articles import BRIEF, Corpus, articles
from benchmarks.corpus.faults import Difference, compare, left_out, read_plans, write_faulty
from benchmarks.corpus.pages import AMOUNTS
from benchmarks.corpus.stories import read_background, read_stories
from benchmarks.corpus.writing import ROWS_AN_ARTICLE, write_corpus
from pipeline.faults import Fault
from pipeline.read.schemas import read_schemas
from pipeline.report import Report
from pipeline.reread.amounts import Lexicon
from pipeline.reread.phrases import read_phrase
from pipeline.run import run
from tests.support import ROOT
from tests.support.planted import PLANTED

FEW = 12
"""How many articles have every story."""
MORE = 40
SEED = 15
DRAWS = 60
PUBLISHED = date(2024, 12, 10)
CORPORA = read_plans()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return what a build reports of a small clean corpus in YAML."""
    root = tmp_path_factory.mktemp("corpus") / "clean"
    write_corpus(root, Corpus(FEW, SEED))
    return run(root, last="check")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """Return the units, currencies and qualifiers of the project."""
    schemas, _ = read_schemas(ROOT / "schemas")
    return Lexicon.of(schemas.vocabularies)


def test_the_clean_corpus_builds_without_a_fault(clean: Report) -> None:
    assert clean.faults == []
    assert clean.not_run == []


def test_both_forms_give_the_same_tables(clean: Report, tmp_path: Path) -> None:
    write_corpus(tmp_path / "lines", Corpus(FEW, SEED), "jsonl")
    report = run(tmp_path / "lines", last="assemble")
    assert report.faults == []
    assert [path.name for path in (tmp_path / "lines/records").glob("*.yaml")] == ["retired.yaml"]
    assert report.made.tables == clean.made.tables


def test_every_table_has_rows(clean: Report) -> None:
    assert [name for name, table in clean.made.tables.items() if not table.num_rows] == []


def test_every_story_is_told() -> None:
    ids = [row["id"] for article in articles(Corpus(FEW, SEED)) for rows in article.rows.values() for row in rows]
    kinds = {row_id.partition("-00")[0] for row_id in ids}
    firsts = [next(iter(story.rows.values()))[0]["id"] for story in read_stories() if not story.of_new]
    assert {first.partition("-<")[0] for first in firsts} <= kinds


def test_articles_have_characters_beyond_the_first_plane() -> None:
    assert all(any(ord(character) > 0xFFFF for character in article.text) for article in articles(Corpus(FEW, SEED)))


def test_a_corpus_has_about_as_many_rows_as_it_should(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", Corpus(MORE, SEED))
    rows = run(tmp_path / "corpus", last="assemble").made.tables["evidence"].num_rows
    assert rows / MORE == pytest.approx(ROWS_AN_ARTICLE, rel=0.15)


@pytest.mark.parametrize("kind", values.DATES)
def test_each_form_of_a_date_says_its_value(kind: str, lexicon: Lexicon) -> None:
    draw = random.Random(SEED)
    for _ in range(DRAWS):
        said = values.dated(kind, PUBLISHED, draw, day_known=True)
        stated = {"published": str(PUBLISHED) if said["anchor"] else "", "fiscal_start": "", "country": "", "infer": ""}
        stated |= {
            "fiscal": {"fiscal_start": "10-01"},
            "before": {"infer": "not_after"},
            "until": {"infer": "until"},
        }.get(kind, {})
        assert read_phrase({"kind": "date", "words": said[""], **stated}, lexicon) == {"date": said["date"]}


@pytest.mark.parametrize("kind", AMOUNTS)
def test_each_form_of_an_amount_says_its_value(kind: str, lexicon: Lexicon) -> None:
    draw = random.Random(SEED)
    for _ in range(DRAWS):
        said = values.amount(AMOUNTS[kind], draw)
        phrase = {"kind": kind, "words": said[""], "country": "US", "infer": ""}
        reading = read_phrase(phrase, lexicon)
        assert (reading["number"], reading["unit"] or reading["currency"]) == (said["number"], said["code"])
        assert reading["qualifier"] == (said["qualifier"] or "exact")


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", "1"), ("b", "2")):
        command = [sys.executable, "-m", "benchmarks.corpus", str(tmp_path / name), "--rows", "1000"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    first, second = (_files(tmp_path / name) for name in "ab")
    assert first == second
    write_corpus(tmp_path / "c", Corpus(len(list((tmp_path / "a/seeds").iterdir())), SEED + 1))
    assert _files(tmp_path / "c").keys() != first.keys()


def _files(root: Path) -> dict[str, bytes]:
    """Return the bytes of each file of a project."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _faulty(name: str) -> Corpus:
    """Return the articles among which there is one for each fault of a faulty corpus."""
    return Corpus(BRIEF * len(CORPORA[name]), SEED, short=True)


@pytest.mark.parametrize("name", CORPORA)
def test_what_is_planted_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    write_faulty(root, _faulty(name), name, every=1)
    faults = run(root, last="check").faults
    assert {kind for kind, _, _ in json.loads((root / "planted.json").read_text(encoding="utf-8"))} == {
        plan.kind for plan in CORPORA[name]
    }
    assert compare(root, faults) == Difference(set(), set())


def test_what_is_not_found_and_what_is_invented_is_told(tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    write_faulty(root, _faulty("ledger"), "ledger", every=1)
    found, *others = run(root, last="locate").faults
    other = replace(found, subject="nobody")
    assert compare(root, [other, *others]) == Difference({_place(found)}, {_place(other)})


def _place(fault: Fault) -> tuple[str, str, str]:
    return fault.kind, fault.position.file, fault.subject


def test_only_the_articles_with_a_fault_differ_from_the_clean_corpus(tmp_path: Path) -> None:
    write_corpus(tmp_path / "clean", Corpus(FEW, SEED))
    write_faulty(tmp_path / "faulty", Corpus(FEW, SEED), "values", every=2)
    clean, faulty = (_files(tmp_path / name) for name in ("clean", "faulty"))
    seeds = {name for name in clean if name.startswith("seeds/")} - faulty.keys()
    briefs = range(BRIEF - 1, FEW, BRIEF)
    assert {int(name.removeprefix("seeds/")[:6]) for name in seeds} <= set(briefs[::2])
    assert seeds


def test_every_kind_is_planted_or_left_out_with_a_reason() -> None:
    planted = {plan.kind for plans in CORPORA.values() for plan in plans}
    assert planted | left_out().keys() == PLANTED.keys()
    assert planted & left_out().keys() == set()


def test_every_background_text_has_a_reason() -> None:
    assert all(story.ledger["left_out"] for story in read_background())
