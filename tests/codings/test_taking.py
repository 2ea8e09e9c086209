"""Taking a form: each mistake is named at its line, all at once, and nothing is taken where there is one."""

import importlib
import json
from pathlib import Path

import pytest

from codings.filled import MOST_ENTRIES
from tests.support.coded import ENTRIES, SETTLED, settle, write_coded, write_form
from tests.support.example import HARBOUR, TALKS, TEXTS

main = importlib.import_module("codings.__main__").main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_coded(tmp_path / "project")


def coding(root: Path) -> list[dict[str, str]]:
    text = (root / "codings" / "e.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def take(root: Path, file: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Take a form that cannot be taken; return the faults."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["take", file], root) == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    *faults, advice = capsys.readouterr().err.splitlines()
    assert advice == "codings: nothing was taken: correct the faults above, then take the form again."
    return faults


def test_a_form_becomes_a_coding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take", write_form(root)], root) == 0
    lines = coding(root)
    by_field = {(line["table"], line["row"], line["field"]): line for line in lines}
    assert len(by_field) == len(lines) == 20
    assert all(line["source"] == HARBOUR and line["quote"] in TEXTS[HARBOUR] for line in lines)
    assert all(line["words"] in line["quote"] for line in lines)
    seized = by_field["events", "find", "event_type"]
    assert (seized["value"], seized["words"]) == ("seizure", "seized")
    # What is unsaid has the words of its number, or else of the row; a key of a parent row those of the entry.
    assert by_field["events", "find", "modality"]["words"] == "seized"
    assert by_field["seizures", f"{HARBOUR}_7", "quantity_qualifier"]["words"] == "430kg"
    assert by_field["event_actors", f"{HARBOUR}_6", "event_id"]["words"] == "Chinese police seized"
    printed = capsys.readouterr().out
    assert printed.splitlines() == [
        "codings: took 20 values of 6 rows into codings/e.jsonl",
        "Next: write second_coding: true at records/sources.yaml:10, run make, then python -m codings compare",
    ]


def test_a_coding_without_a_last_line_end_stays_whole(root: Path) -> None:
    path = root / "codings" / "e.jsonl"
    lines = (root / "codings" / "c.jsonl").read_text(encoding="utf-8").splitlines()
    path.write_text(next(line for line in lines if TALKS in line), encoding="utf-8")
    assert main(["take", write_form(root)], root) == 0
    assert len(coding(root)) == 21


def test_the_commands_of_the_second_reading(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(root, SETTLED)
    assert main(["form", HARBOUR], root) == 0
    path = root.parent / "form.yaml"
    path.write_text(capsys.readouterr().out.replace("LETTER", "e") + ENTRIES, encoding="utf-8")
    assert main(["take", str(path)], root) == 0
    assert main(["compare"], root) == 0
    assert "all 3 differences are settled" in capsys.readouterr().out


def test_what_was_taken_is_compared(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take", write_form(root, ENTRIES.replace("2025-11-26", "2025-11"))], root) == 0
    capsys.readouterr()
    assert main(["compare"], root) == 1
    printed = capsys.readouterr().out
    assert "  row: yantian-seizure\n  field: date\n  record: 2025-11-26\n  e: 2025-11\n  decided: open\n" in printed
    settle(
        root, f"settlements:\n{printed}".replace("decided: open", "decided: kept").replace("rule: open", 'rule: "6"')
    )
    assert main(["compare"], root) == 0
    assert main(["--check"], root) == 0
    assert "](#e), in 1 article\n" in (root / "docs" / "agreement.md").read_text(encoding="utf-8")


def test_a_quote_stands_once_in_the_article_and_is_no_longer_than_that_takes(root: Path) -> None:
    entries = "- {table: places, row: china, sentence: 9, name: China, kind: [country, China]}\n"
    assert main(["take", write_form(root, entries)], root) == 0
    assert {line["quote"] for line in coding(root)} == {"China added"}


def test_entries_about_the_article_are_one_row(root: Path) -> None:
    entries = """\
- {table: sources, sentence: 2, title: Police seize cocaine}
- {table: sources, sentence: 1, publisher_text: Harbour Post}
"""
    assert main(["take", write_form(root, entries)], root) == 0
    assert {line["row"] for line in coding(root)} == {HARBOUR}


def test_words_that_look_like_those_of_the_article_are_taken_as_the_article_has_them(root: Path) -> None:
    entries = """\
- {table: events, sentence: 5, event_type: [seizure, seized], modality: occurred, scope: incident,
   attributed_to: article, date: [2025-01/2025-05, "between\u00a0January and May 2025"]}
"""
    assert main(["take", write_form(root, entries)], root) == 0
    assert "between January and May 2025" in [line["words"] for line in coding(root)]


WRONG = [
    ("{table: actors", "{table: actor", "table-unknown", 'no table "actor"'),
    ("{table: actors, ", "{", "table-unknown", "no table"),
    ("{table: actors", "{table: evidence", "table-unknown", 'no table "evidence"'),
    ("row: police", "row: The Police", "id-malformed", 'the name "The Police"'),
    ("row: police", f"row: {'a' * 90}", "id-too-long", "90 characters"),
    ("sentence: 4, name", "sentence: 40, name", "passage-not-found", 'no sentence "40"'),
    ("sentence: 4, name", "sentence: 0, name", "passage-not-found", 'no sentence "0"'),
    ("sentence: 4, name", "sentence: four, name", "passage-not-found", 'no sentence "four"'),
    ("sentence: 4, name", "sentence: ²4, name", "passage-not-found", 'no sentence "²4"'),
    ("sentence: 4, name", f"sentence: {'9' * 5_000}, name", "passage-not-found", "no sentence"),
    ("sentence: 4, name", "name", "passage-not-found", "no sentence"),
    ("sentence: 4, name", "sentence: [4], name", "form-wrong", "a list"),
    ("kind: [law", "sort: [law", "column-unknown", 'no column "sort"'),
    ("kind: [law", "id: [law", "column-unknown", 'no column "id"'),
    ("[law_enforcement, police]", "[police, police]", "code-unknown", 'no code "police"'),
    ("[law_enforcement, police]", "[law_enforcement, officers]", "words-not-in-quote", '"officers"'),
    ("[law_enforcement, police]", "law_enforcement", "words-not-in-quote", '"law_enforcement"'),
    ("[law_enforcement, police]", "[law_enforcement, police, seized]", "form-wrong", "another form"),
    ("[law_enforcement, police]", "[law_enforcement]", "form-wrong", "another form"),
    ("[law_enforcement, police]", "[law_enforcement, [police]]", "form-wrong", "another form"),
    ("[law_enforcement, police]", "{law_enforcement: police}", "form-wrong", "another form"),
    ("[law_enforcement, police]", "[law_enforcement, '']", "value-empty", "an empty value"),
    (", kind: [law_enforcement, police]", "", "value-missing", "no value"),
    ("[2025-11-26, November", "[26 November 2025, November", "value-malformed", "26 November 2025"),
    ("[430, 430kg]", "[4e2, 430kg]", "value-malformed", '"4e2" is not a number'),
    ("event_id: find, ", "", "value-missing", "event_id: no value; expected one in each row of event_actors"),
    ("event_id: find", "event_id: fund", "id-unknown", 'no row "fund"'),
    ("event_id: find", "event_id: [find, seized]", "form-wrong", "another form"),
    ("[police, Chinese police]", "[customs, Chinese police]", "id-unknown", 'no row "customs"'),
    (
        "[cctv, CCTV]}\n- {table: events, row: find, sentence: 4, date",
        "[bbc, CCTV]}\n- {table: events, row: find, sentence: 4, date",
        "id-unknown",
        'no row "bbc"',
    ),
    (
        "kind: [law_enforcement, police]",
        "kind: [law_enforcement, police], parent_id: article",
        "words-not-in-quote",
        '"article"',
    ),
    ("unit: [kilogram, 430kg]", "quantity: [430, 430kg]", "key-repeated", "a second time"),
    ("date: [2025", "event_type: [meeting, seized], date: [2025", "id-repeated", '"meeting", but "seizure" above'),
    ("sentences: 1", "sentences: 2", "form-outdated", "the form has"),
    (f"source: {HARBOUR}", "source: 0", "id-unknown", 'no article "0"'),
    ("coder: e", "coder: E", "value-malformed", 'the coder "E"'),
    ("coder: e", "coder: ../e", "value-malformed", 'the coder "../e"'),
    ("coder: e", "coder: [e]", "form-wrong", "a list"),
    ("coder: e\n", "", "key-missing", "no coder"),
    ("coder: e", "coders: e", "key-unknown", 'the key "coders"'),
    ("coder: e", "coder: d", "coding-repeated", f"d has coded {HARBOUR} already"),
    ("rows:\n", "rows: all\nmore:\n", "form-wrong", "no list"),
]


@pytest.mark.parametrize("mistake", WRONG)
def test_each_mistake_is_named_at_its_line(
    root: Path, mistake: tuple[str, str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, kind, seen = mistake
    path = Path(write_form(root))
    text = path.read_text(encoding="utf-8")
    before, found, after = text.rpartition(old)
    assert found
    path.write_text(before + new + after, encoding="utf-8")
    (fault,) = [line for line in take(root, str(path), capsys) if line.endswith(f"[{kind}]")]
    assert seen in fault
    place, line = fault.split(" ")[0].rsplit(":", 1)
    assert place == str(path)
    assert int(line) in (1, before.count("\n") + 1, before.count("\n") + 2)


def test_all_mistakes_are_reported_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = ENTRIES.replace("name: Chinese police", "name: French police").replace(
        "[seizure, seized]", "[raid, seized]"
    )
    faults = take(root, write_form(root, entries, coder="c"), capsys)
    assert [fault.rpartition("[")[2] for fault in faults] == [
        "coding-repeated]",
        "words-not-in-quote]",
        "code-unknown]",
    ]


def test_several_actors_may_claim_a_row_and_the_article_itself(root: Path) -> None:
    entries = """\
- {table: events, row: find, sentence: 4, attributed_to: [police, Chinese police]}
- {table: events, row: total, sentence: 5, event_type: [seizure, seized], modality: occurred, scope: incident,
   attributed_to: article}
"""
    assert main(["take", write_form(root, ENTRIES + entries)], root) == 0
    claims = {(line["row"], line["value"]) for line in coding(root) if line["field"] == "attributed_to"}
    assert claims == {("find", "cctv"), ("find", "police"), (f"{HARBOUR}_7", "cctv"), ("total", "article")}


def test_words_of_another_sentence_are_told_with_its_number(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = ENTRIES.replace("sentence: 4, date", "sentence: 6, date")
    (fault,) = take(root, write_form(root, entries), capsys)
    assert "fix: copy the words from the sentence, or write sentence: 4 [words-not-in-quote]" in fault


def test_a_name_of_an_earlier_article_means_the_same_row(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take", write_form(root)], root) == 0
    earlier = (root / "codings" / "e.jsonl").read_text(encoding="utf-8").replace(HARBOUR, TALKS)
    for line in earlier.splitlines():
        assert TALKS in line
    talks = """\
- {table: events, row: find, sentence: 2, event_type: [meeting, talks], modality: occurred, scope: incident,
   attributed_to: article}
"""
    form = Path(write_form(root, talks))
    text = form.read_text(encoding="utf-8").replace(f"source: {HARBOUR}", f"source: {TALKS}")
    form.write_text(
        "".join(f"{line}\n" for line in text.splitlines()).replace("sentences: 10", "sentences: 4"), "utf-8"
    )
    (fault,) = take(root, str(form), capsys)
    assert f'"meeting", but "seizure" in {HARBOUR}' in fault
    form.write_text(form.read_text(encoding="utf-8").replace("row: find", "row: talks"), encoding="utf-8")
    assert main(["take", str(form)], root) == 0
    assert {line["source"] for line in coding(root)} == {HARBOUR, TALKS}


UNREADABLE = [
    (b"", "file-empty"),
    (b"rows: [", "yaml-syntax"),
    (b"\xff\xfe\x00", "file-not-utf8"),
    (b"\x00" * 100, "character-forbidden"),
    (b"just text", "form-wrong"),
    (b"- a\n- b\n", "form-wrong"),
    (b"[" * 10_000, "yaml-not-plain"),
    (b"# " + b"x" * 5_000_000, "file-too-large"),
    (b"source: a\nsentences: 1\ncoder: e\nrows:\n" + b"- a\n" * (MOST_ENTRIES + 1), "file-too-large"),
    (b"source: &a b\nsentences: 1\ncoder: e\nrows: [*a]\n", "yaml-not-plain"),
]


@pytest.mark.parametrize(("content", "kind"), UNREADABLE, ids=[kind for _, kind in UNREADABLE])
def test_what_is_no_form_is_named(root: Path, content: bytes, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = root.parent / "form.yaml"
    path.write_bytes(content)
    assert any(line.endswith(f"[{kind}]") for line in take(root, str(path), capsys))


def test_a_file_that_there_is_not_gives_2_and_a_folder_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take", "none.yaml"], root) == 2
    assert capsys.readouterr().err == "codings: could not run: there is no file none.yaml\n"
    (fault,) = take(root, str(root), capsys)
    assert fault.endswith("[file-unreadable]")


def test_a_coding_with_a_fault_is_not_added_to(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "codings" / "e.jsonl").write_text("[", encoding="utf-8")
    (fault,) = take(root, write_form(root), capsys)
    assert fault.startswith("codings/e.jsonl:1 ")


def test_a_project_without_codings_gives_2(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = write_form(root)
    for path in (root / "codings").iterdir():
        path.unlink()
    (root / "codings").rmdir()
    assert main(["take", form], root) == 2
    assert capsys.readouterr().err == "codings: could not run: the folder codings is missing\n"
