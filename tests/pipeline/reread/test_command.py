"""``python -m pipeline.reread``: what is printed, what is named, and the exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.reread.__main__ import main
from tests.support import ROOT

LINES = [
    {"words": "948lbs", "kind": "mass", "expected": {"number": "948"}},
    {"words": "a large number", "kind": "vague"},
    {"words": "50 to 100 kg", "kind": "mass"},
    {"words": "万", "kind": "count-zh"},
    {"words": "June 3", "kind": "date", "published": "2025-06-16"},
]


def written(path: Path, *lines: str) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def test_each_phrase_has_a_line_with_its_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([written(tmp_path / "a.jsonl", *map(json.dumps, LINES))]) == 0
    printed = capsys.readouterr()
    mass, vague, span, hundred, day = map(json.loads, printed.out.splitlines())
    assert mass == {"number": "948", "unit": "pound", "currency": None, "qualifier": "exact"}
    assert vague.keys() == hundred.keys() == {"refused"}
    assert span == {"low": "50", "high": "100", "refused": "a range from 50 to 100, and no single number"}
    assert day == {"date": "2025-06-03"}
    assert printed.err == ""


def test_a_malformed_line_is_named_while_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = json.dumps(LINES[0])
    path = written(tmp_path / "a.jsonl", good, "no JSON", good, '{"words": "1"}', good)
    assert main([path]) == 2
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 3
    first, second = printed.err.splitlines()
    assert first.startswith(f"{path}:2: no JSON")
    assert second == f'{path}:4: no "kind", which must be a text'


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "missing.jsonl", tmp_path):
        assert main([str(path)]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith(f"{path}: ") and len(printed.err.splitlines()) == 1


def test_an_empty_file_has_no_phrases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([written(tmp_path / "a.jsonl")]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("arguments", [[], ["a.jsonl", "b.jsonl"], ["--all", "a.jsonl"]])
def test_it_takes_one_file(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert "FILE.jsonl" in capsys.readouterr().err


def test_it_runs_as_a_command(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps(LINES[0]), "[]")
    run = subprocess.run(
        [sys.executable, "-m", "pipeline.reread", path], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 2
    assert json.loads(run.stdout)["number"] == "948"
    assert run.stderr == f"{path}:2: no JSON object\n"
