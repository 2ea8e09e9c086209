"""The blind form: all that a coder needs, and nothing of the records."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from codings.filled import read_form
from codings.form import HOW, form
from codings.reading import read_columns
from codings.sentences import Sentence, read_sentences
from codings.taking import taken_lines
from pipeline.model import Article
from tests.support import ROOT
from tests.support.coded import write_coded
from tests.support.example import HARBOUR, SEED_FILES, TEXTS, Made, make

main = importlib.import_module("codings.__main__").main


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_coded(tmp_path_factory.mktemp("coded") / "project"))


@pytest.fixture(scope="module")
def text(made: Made) -> str:
    return form(HARBOUR, read_sentences(made.root)[1][HARBOUR], made.schemas)


def test_it_numbers_what_may_be_quoted_and_leaves_out_the_rest(text: str) -> None:
    lines = text.splitlines()
    *own, furniture = TEXTS[HARBOUR].splitlines()
    cuts = [line.partition("  ")[2] for line in lines if line[2:3].isdigit()]
    assert " ".join(cuts) == " ".join(own)
    assert cuts[0] == "Harbour Post"
    assert "# 4  Chinese police seized 430kg of cocaine at Yantian in China on November 26" in text
    assert furniture not in text
    assert lines[-4:] == [f"source: {HARBOUR}", f"sentences: {len(cuts)}", "coder: LETTER", "rows:"]


def test_it_defines_every_column_and_code_that_a_coding_has(made: Made, text: str) -> None:
    for schema in made.schemas.tables:
        if not schema.built:
            for name in read_columns(schema):
                column = schema.column(name)
                assert f": {column.description}\n" in text
                assert all(f"#   {code}" in text for code in made.schemas.codes(column))
    assert "evidence: " not in text
    assert "#   modality* (a code of modalities): " in text
    assert "#   occurred (unsaid): " in text
    assert "#   actor_id* (the row of actors): " in text
    assert "#   event_id* (the row of events, no words): " in text


def test_it_is_the_same_whatever_the_records_say(made: Made, text: str, tmp_path: Path) -> None:
    """So it can leak nothing of them: it is made before there are any."""
    root = write_coded(tmp_path / "project")
    (root / "records" / "harbour.yaml").unlink()
    assert form(HARBOUR, read_sentences(root)[1][HARBOUR], made.schemas) == text
    examples = [column.raw["example"] for schema in made.schemas.tables for column in schema.columns]
    assert [example for example in examples if len(example) > 20 and example in text] == []


def test_it_shows_no_example_of_a_code(made: Made, text: str) -> None:
    """They are invented, but they hold the phrases by which the build reads a code."""
    codes = [code for vocabulary in made.schemas.vocabularies.values() for code in vocabulary.codes]
    counter_examples = [code.counter_example.words for code in codes if code.counter_example]
    examples = [*counter_examples, *(code.example for code in codes if code.example)]
    assert [words for words in examples if len(words) > 20 and words in text] == []
    assert len(examples) > 300


def test_its_example_is_taken(made: Made, tmp_path: Path) -> None:
    example = HOW.partition("\nrows:\n")[2].partition("\n\n")[0]
    words = "Harbour police intercepted 12kg of cocaine on Sunday"
    assert words in HOW
    article = Article(HARBOUR, "", "", f"Cocaine\n{words}", ())
    sentences = [Sentence("headline", 0, "Cocaine"), Sentence("body", 8, words)]
    path = tmp_path / "form.yaml"
    path.write_text(f"source: {HARBOUR}\nsentences: 2\ncoder: e\nrows:\n{example}\n", encoding="utf-8")
    filled, faults = read_form(path, "form.yaml")
    assert filled is not None
    lines, entry_faults = taken_lines(filled, article, sentences, made.schemas, [])
    assert [str(fault) for fault in faults + entry_faults] == []
    assert {line.table for line in lines} == {"actors", "events", "event_actors", "event_topics"}


def test_the_command_prints_it_and_writes_nothing(made: Made, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(made.root.rglob("*"))
    assert main(["form", HARBOUR], made.root) == 0
    assert capsys.readouterr() == (text, "")
    assert sorted(made.root.rglob("*")) == before


@pytest.mark.parametrize("source_id", ["", "000", f"{HARBOUR}.txt", "../seeds", "a" * 10_000, "\x00"])
def test_an_article_that_there_is_not_is_named(made: Made, source_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", source_id], made.root) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("records/sources.yaml sources: no article ")
    assert len(printed.err) < 2_000
    assert "no form was made" in printed.err


def test_an_article_that_cannot_be_read_is_named_with_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_coded(tmp_path / "project")
    (root / SEED_FILES[HARBOUR]).unlink()
    assert main(["form", HARBOUR], root) == 1
    assert "[seed-missing]" in capsys.readouterr().err


def test_it_is_printed_whatever_the_encoding_and_whoever_reads_on() -> None:
    """The project's own first article, into a pipe that closes at once."""
    source_id = min(read_sentences(ROOT)[1])
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "codings", "form", source_id]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert f"source: {source_id}\n" in done.stdout.decode("utf-8")
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
