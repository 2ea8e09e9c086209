"""The codebook: everything that the schemas define stands in it, with numbers counted apart from it."""

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import build
from counternarcotics._shared.origins import ORIGINS
from pipeline.write import codebook, codebook_numbers
from pipeline.write.shares import shares
from tests.support import ROOT
from tests.support.example import Made, make, write_example

TEXT = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
TABLES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas" / "tables").glob("*.json"))]
COLUMNS = [(table, field) for table in TABLES for field in table["fields"]]


def section(anchor: str) -> str:
    """Return the text under the heading with an anchor, up to the next heading."""
    (found,) = re.findall(rf'^#+ <a id="{re.escape(anchor)}"></a>.*?\n(.*?)(?=^#|\Z)', TEXT, re.M | re.S)
    return str(found)


def cells(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines_of(anchor: str) -> Iterator[list[str]]:
    """Yield the rows of the table under a heading, below its head."""
    rows = [line for line in section(anchor).splitlines() if line.startswith("| ")]
    for line in rows[1:]:
        yield [
            cell.replace("\\|", "|") for cell in re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |"))
        ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["name"])
def test_every_table_stands_in_it(table: dict[str, Any]) -> None:
    text = section(table["name"])
    assert table["description"] in text
    assert f"- Rows: {len(cells(str(table['name'])))}\n" in text


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column[0]['name']}.{column[1]['name']}")
def test_every_column_stands_in_it_with_what_its_table_holds(column: tuple[dict[str, Any], dict[str, Any]]) -> None:
    table, field = column[0]["name"], column[1]
    text = section(f"{table}.{field['name']}")
    assert f"{field['title']}. {field['description']}" in text
    assert f"- Origin: [{field['origin']}](#origins)" in text
    assert f"- Example: `{field['example']}`" in text
    assert ("Why judged: " + field.get("reason", "-") in text) == (field["origin"] == "judged")
    (key,) = column[0]["primaryKey"]
    filled = {row[key] for row in cells(table) if row[field["name"]]}
    assert f"- Filled: {len(filled)} of {len(cells(table))} rows" in text
    if field["origin"] in ("quoted", "coded", "judged"):
        told = {
            row["row_id"] for row in cells("evidence") if (row["table_name"], row["field"]) == (table, field["name"])
        }
        # What the article itself says is said by no words.
        due = {row[key] for row in cells(table) if row[field["name"]] not in ("", "article")}
        assert f"- With evidence: {len(told & due)} of {len(due)} values (100 %)" in text or not due
        unsaid = f"- `article`, which needs no evidence: {len(filled - due)} values"
        assert (unsaid in text) == bool(filled - due)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column[0]['name']}.{column[1]['name']}")
def test_every_code_stands_in_it_with_its_definition_and_its_rows(
    made: Made, column: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    table, field = column[0]["name"], column[1]
    codes = made.schemas.vocabularies[field["vocabulary"]].codes if "vocabulary" in field else ()
    counts = Counter(row[field["name"]] for row in cells(table))
    expected = [[f"`{code.code}`", str(counts[code.code]), code.definition] for code in codes if code.code in counts]
    assert list(lines_of(f"{table}.{field['name']}")) == expected


def test_every_vocabulary_stands_in_it_with_its_phrases(made: Made) -> None:
    for name, vocabulary in made.schemas.vocabularies.items():
        text = section(f"vocabularies.{name}")
        assert vocabulary.description in text
        columns = [(table["name"], field["name"]) for table, field in COLUMNS if field.get("vocabulary") == name]
        held = {row[column] for table, column in columns for row in cells(table)}
        shown = [code for code in vocabulary.codes if code.code in held or not columns]
        others = [code.code for code in vocabulary.codes if code not in shown]
        assert [row[:2] for row in lines_of(f"vocabularies.{name}")] == [
            [f"`{code.code}`", code.label] for code in shown
        ]
        assert all(f"“{cue}”" in text for code in shown for cue in code.cues)
        named = f"{len(others)} others" if vocabulary.register else ", ".join(f"`{code}`" for code in others)
        assert not others or f"defined in `schemas/vocabularies/{name}.yaml`: {named}." in text


def test_a_vocabulary_shows_the_examples_of_its_codes(made: Made) -> None:
    for name, vocabulary in made.schemas.vocabularies.items():
        shown = {row[0].strip("`"): row[2:] for row in lines_of(f"vocabularies.{name}")}
        with_examples = any(code.example for code in vocabulary.codes)
        assert ("| counter-example |" in section(f"vocabularies.{name}")) == (with_examples and bool(shown))
        for code in vocabulary.codes:
            if code.counter_example and code.code in shown:
                counter = f"{code.counter_example.words} → `{code.counter_example.code}`"
                assert {code.example, counter} <= set(shown[code.code])


def test_every_origin_is_defined() -> None:
    assert {field["origin"] for _, field in COLUMNS} <= ORIGINS.keys()
    assert [row[0] for row in lines_of("origins")] == list(ORIGINS)


def test_every_rule_that_a_column_names_is_one() -> None:
    rules = (ROOT / "docs" / "coding-rules.md").read_text(encoding="utf-8")
    known = {int(number) for number in re.findall(r"^(\d+)\. \*\*", rules, re.M)}
    named = {rule for _, field in COLUMNS for rule in field.get("rules", ())}
    assert named
    assert named <= known


def test_every_link_leads_somewhere() -> None:
    anchors = re.findall(r'<a id="(.+?)"></a>', TEXT)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#(.+?)\)", TEXT)) <= set(anchors)
    assert all((ROOT / "docs" / file).is_file() for file in re.findall(r"\]\(([^#].*?)\)", TEXT))


def test_values_by_origin_and_readings_are_counted() -> None:
    built = {table["name"] for table in TABLES if table.get("built")}
    origins: Counter[str] = Counter()
    for table, field in COLUMNS:
        if table["name"] not in built:
            origins[field["origin"]] += sum(bool(row[field["name"]]) for row in cells(table["name"]))
    readings = Counter(row["reading"] for row in cells("evidence"))
    shown = [row[:2] for row in lines_of("numbers")]
    for counts in (origins, readings):
        expected = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        assert all([f"`{name}`", str(count)] in shown for name, count in expected)
        assert ["all", str(counts.total())] in shown


def test_rows_and_days_are_counted() -> None:
    shown = list(lines_of("numbers"))
    for table in TABLES:
        assert [f"`{table['name']}`", str(len(cells(str(table["name"]))))] in shown
    days = sorted(row["date_start"] for row in cells("events") if row["date_start"])
    assert f"- From {days[0]} to {days[-1]}\n" in section("events.date_start")


def test_sentences_are_counted() -> None:
    zones = ("headline", "standfirst", "caption", "body")
    sentences = [row for row in cells("passages") if row["zone"] in zones and not row["within"]]
    coded = [row for row in sentences if row["status"] == "coded"]
    (total,) = [row for row in lines_of("numbers") if row[:2] == ["all", str(len(sentences))]]
    assert total[2] == str(len(coded))
    for source in {row["source_id"] for row in sentences}:
        (shown,) = [row for row in lines_of("numbers") if row[0] == source]
        mine = [row for row in sentences if row["source_id"] == source]
        assert shown[1:3] == [str(len(mine)), str(sum(row["status"] == "coded" for row in mine))]
        for reason, count in Counter(row["reason"] for row in mine if row["reason"]).items():
            assert f"{reason} {count}" in shown[4]
        (repeated,) = [row["repeated_share"] for row in cells("sources") if row["source_id"] == source]
        assert shown[5] == f"{round(100 * float(repeated))} %"


def test_a_share_is_whole_only_where_all_is(made: Made) -> None:
    text = codebook.codebook(made.tables, made.schemas, "1.2.3").decode()
    assert "version 1.2.3" in text
    assert "- Filled: 1 of 2 rows (50 %)\n" in text
    assert codebook_numbers.percent(1559, 1560) == "99 %"


def test_evidence_is_counted_for_each_column(made: Made) -> None:
    """With the evidence of every second value left out, so that the shares are not whole."""
    evidence = made.tables["evidence"].take([*range(0, len(made.tables["evidence"]), 2)])
    text = codebook.codebook({**made.tables, "evidence": evidence}, made.schemas, "1.2.3").decode()
    held = {(row["table_name"], row["row_id"], row["field"]) for row in evidence.to_pylist()}
    shares = set()
    for schema in made.schemas.tables:
        rows = made.tables[schema.name].to_pylist()
        for column in [column for column in schema.columns if column.needs_words]:
            said = [row[schema.id_name] for row in rows if row[column.name] not in (None, "article")]
            backed = sum((schema.name, row_id, column.name) in held for row_id in said)
            (part,) = re.findall(rf'<a id="{schema.name}.{column.name}"></a>.*?(?=^#|\Z)', text, re.M | re.S)
            share = codebook_numbers.percent(backed, len(said))
            assert f"- With evidence: {backed} of {len(said)} values ({share})\n" in part
            shares.add(share)
    assert len(shares) > 3


def test_the_share_of_an_article_is_that_of_its_own_whole_sentences(made: Made) -> None:
    """Furniture and parts of sentences do not count; equal reasons are in the order of their names."""
    left_out = [
        ("body", None, "b", "left_out", reason) for reason in ("scene", "other", "other", "background", "scene")
    ]
    rows = [
        ("headline", None, "a", "coded", None),
        *left_out,
        *left_out[3:4],
        ("furniture", None, "b", "left_out", "furniture"),
        ("body", "b--1", "a", "left_out", "scene"),
        ("caption", None, "b", "coded", None),
        ("body", None, "a", "left_out", "scene"),
    ]
    names = ("zone", "within", "source_id", "status", "reason")
    passages = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])
    sources = pa.table({"source_id": ["b", "a", "unread"]})
    *each, of_all = shares({"passages": passages, "sources": sources}, made.schemas)
    assert [(share.source_id, share.sentences, share.coded, share.left_out) for share in each] == [
        ("b", 7, 1, {"background": 2, "other": 2, "scene": 2}),
        ("a", 2, 1, {"scene": 1}),
        ("unread", 0, 0, {}),
    ]
    assert (of_all.sentences, of_all.coded) == (9, 2)
    assert list(of_all.left_out.items()) == [("scene", 3), ("background", 2), ("other", 2)]
    assert [*each[0].left_out] == ["background", "other", "scene"]


def test_check_names_a_codebook_that_is_not_what_the_build_makes(
    built_example: Path, tmp_path: Path, quick_builds: None, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Path(shutil.copytree(built_example, tmp_path / "project"))
    path = project / "docs" / "codebook.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- Rows: 2\n", "- Rows: 3\n", 1), encoding="utf-8")
    assert build.main(["--check"], project) == 1
    assert "docs/codebook.md file: line " in (shown := capsys.readouterr().err)
    assert 'is "- Rows: 3", built "- Rows: 2"' in shown
    path.unlink()
    assert build.main(["--check"], project) == 1
    assert "docs/codebook.md file: the file is missing" in capsys.readouterr().err
    assert build.main([], project) == 0
    assert path.read_text(encoding="utf-8") == text
