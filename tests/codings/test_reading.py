"""Reading the codings: each line that cannot be used is named, and so is each file that nothing reads."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from codings.reading import read_coding, read_codings
from tests.support.coded import BOTH, write_coded, written
from tests.support.example import HARBOUR, TALKS, Made, make


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def value(text: str) -> Callable[[bytes], bytes]:
    """Return a change of a line that puts another JSON text in the place of its value."""
    return lambda line: line.replace(b'"seizure"', text.encode())


WRONG_LINES: list[tuple[Callable[[bytes], bytes], str, str]] = [
    (lambda line: line[:-2], "json-syntax", "not valid JSON at character 200: Unterminated string"),
    (lambda line: b"[" * 100_000, "json-syntax", "brackets are nested too deeply"),
    (value("[" * 100_000 + "]" * 100_000), "json-syntax", "brackets are nested too deeply"),
    (value("9" * 5_000), "form-wrong", "not an object with one text for each"),
    (value("NaN"), "form-wrong", "not an object with one text for each"),
    (value('""'), "form-wrong", "not an object with one text for each"),
    (value('{"a": "b"}'), "form-wrong", "not an object with one text for each"),
    (value('"seizure", "value": "meeting"'), "form-wrong", "not an object with one text for each"),
    (value('"a\\nb"'), "form-wrong", "the value holds the character U+000A"),
    (value('"\\ud800"'), "form-wrong", "the value holds the character U+D800"),
    (lambda line: b"[]", "form-wrong", "not an object with one text for each"),
    (lambda line: b"{}", "form-wrong", "not an object with one text for each"),
    (lambda line: b"5", "form-wrong", "not an object with one text for each"),
    (lambda line: line.replace(b'"row"', b'"id"'), "form-wrong", "not an object with one text for each"),
    (
        lambda line: line.replace(b"seizure", b"seiz\xfcre"),
        "file-not-utf8",
        "byte 0xfc is not UTF-8 (byte 99 of the line)",
    ),
    (lambda line: line.replace(b'"events"', b'"actions"'), "column-unknown", 'no column "actions"."event_type"'),
    (lambda line: line.replace(b'"event_type"', b'"kind"'), "column-unknown", 'no column "events"."kind"'),
    (lambda line: line.replace(b"430kg", b"431kg"), "quote-not-found", "is not in the article"),
    (lambda line: line.replace(b"430kg", b"430\\nkg"), "quote-not-found", "430\\nkg"),
    (lambda line: line.replace(HARBOUR.encode(), TALKS.encode()), "quote-not-found", "is not in the article"),
    (lambda line: line.replace(HARBOUR.encode(), b"unknown"), "quote-not-found", "is not in the article"),
    (
        lambda line: line.replace(b'"words": "seized"', b'"words": "found"'),
        "words-not-in-quote",
        'the words "found" are not in the quote',
    ),
]


@pytest.mark.parametrize(("spoil", "kind", "seen"), WRONG_LINES)
def test_a_line_that_cannot_be_used_is_named(made: Made, spoil: Callable[[bytes], bytes], kind: str, seen: str) -> None:
    line = written(BOTH[4:5]).strip().encode()
    assert spoil(line) != line
    content = b"\n" + spoil(line) + b"\n" + line + b"\n"
    (usable,), (fault,) = read_coding(content, "codings/c.jsonl", made.schemas, made.articles)
    assert (str(fault.position), fault.kind) == ("codings/c.jsonl:2", kind)
    assert seen in fault.seen
    assert len(str(fault).splitlines()) == 1
    assert (usable.table, usable.row) == ("events", "find")


def test_a_line_end_of_unicode_does_not_end_a_line(made: Made) -> None:
    line = dict(json.loads(written(BOTH[4:5])), quote="\u2028")
    content = json.dumps(line, ensure_ascii=False).encode()
    _, (fault,) = read_coding(content, "codings/c.jsonl", made.schemas, made.articles)
    assert fault.kind == "quote-not-found"


@pytest.mark.parametrize(
    "name",
    [
        "X.JSONL",
        "X.jsonl",
        "codings.jsonl",
        "c.jsonl~",
        "#c.jsonl#",
        "settlements.yml",
        "notes.txt",
        "SETTLEMENTS.YAML",
    ],
)
def test_a_file_that_nothing_reads_is_named(made: Made, name: str) -> None:
    (made.root / "codings" / name).write_text(written(BOTH), encoding="utf-8")
    codings, (fault,) = read_codings(made.root / "codings", made.schemas, made.articles)
    assert list(codings) == ["c", "d"]
    assert (str(fault.position), fault.kind, fault.seen) == (
        f"codings/{name}",
        "file-not-read",
        "a file that nothing reads",
    )


@pytest.mark.parametrize("name", ["old", "settlements.yaml", "e.jsonl", "old.py"])
def test_a_folder_is_named(made: Made, name: str) -> None:
    (made.root / "codings" / name).mkdir()
    _, (fault,) = read_codings(made.root / "codings", made.schemas, made.articles)
    assert (str(fault.position), fault.kind, fault.seen) == (f"codings/{name}", "file-not-read", "a folder")


def test_hidden_files_and_modules_are_passed_over(made: Made) -> None:
    folder = made.root / "codings"
    for name in (".c.jsonl", ".c.jsonl.swp", "README.md", "study.py"):
        (folder / name).write_text("[", encoding="utf-8")
    (folder / ".#d.jsonl").symlink_to("nobody@nowhere.1")
    (folder / "__pycache__").mkdir()
    codings, faults = read_codings(folder, made.schemas, made.articles)
    assert (list(codings), faults) == (["c", "d"], [])
