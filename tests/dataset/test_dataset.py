"""The dataset itself: each quoted and coded value, counted from the schemas and read again from the articles."""

import csv
import hashlib
import json
import re
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import build
import counternarcotics as cn
from pipeline.read.cues import phrases, read_code
from pipeline.read.schemas import read_schemas
from pipeline.read.values import parse
from pipeline.reread.amounts import numerals, read_amount, single
from pipeline.reread.dates import read_date
from pipeline.reread.grounding import PARTS_OF_AMOUNT, Facts, facts_of, reading_fault
from tests.support import ROOT
from tests.support.example import Made, make

# What is not read again from words, by column: each is a choice that must be made here too.
JUDGED = {
    "actors": {"kind"},
    "event_actors": {"role"},
    "event_relations": {"relation", "other_event_id"},
    "event_topics": {"topic"},
    "figures": {"subject_certainty"},
    "places": {"kind"},
}
ASSIGNED = {
    "event_actors": {"event_id"},
    "event_relations": {"event_id"},
    "event_substances": {"event_id"},
    "event_topics": {"event_id"},
    "events": {"title", "summary"},
    "case_outcomes": {"case_id"},
    "controlled_substances": {"event_id"},
    "figures": {"event_id"},
    "legal_cases": {"event_id"},
    "passages": {"reason"},
    "positions": {"actor_id"},
    "seizures": {"event_id"},
    "sources": {"country", "language", "second_coding", "rules_version", "seed_file", "sha256"},
}

Cell = tuple[str, str, str]


def schemas() -> list[dict[str, Any]]:
    files = sorted((ROOT / "schemas" / "tables").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values_said(text: str, field: dict[str, Any]) -> list[str]:
    """Return the values in a cell that words say: each claimant but the article itself, or the only value."""
    if field.get("reader") == "claimants":
        return [actor for actor in text.split("; ") if actor not in ("", "article")]
    return [text] if text else []


def cells(*origins: str) -> dict[Cell, tuple[str, dict[str, Any]]]:
    """Return the text and the field of every non-empty cell of the columns of some origins, by the schemas alone."""
    found = {}
    for schema in schemas():
        for field in schema["fields"]:
            if field["origin"] in origins:
                for row in rows(schema["name"]):
                    if values_said(row[field["name"]], field):
                        found[schema["name"], row[schema["primaryKey"][0]], field["name"]] = row[field["name"]], field
    return found


@pytest.fixture(scope="module")
def made() -> Made:
    return make(ROOT)


@pytest.fixture(scope="module")
def facts(made: Made) -> Facts:
    return facts_of(made.tables, made.schemas, made.records.forms)


def evidence() -> dict[Cell, list[dict[str, str]]]:
    """Return the evidence of each cell, of which the words must stand in the quote and the quote in the article."""
    texts = {row["source_id"]: (ROOT / row["seed_file"]).read_bytes().decode() for row in rows("sources")}
    found: dict[Cell, list[dict[str, str]]] = {}
    for row in rows("evidence"):
        quote, words = (slice(int(row[f"{part}_start"]), int(row[f"{part}_end"])) for part in ("quote", "words"))
        assert texts[row["source_id"]][quote] == row["quote"]
        assert texts[row["source_id"]][words] == row["words"]
        assert quote.start <= words.start < words.stop <= quote.stop
        found.setdefault((row["table_name"], row["row_id"], row["field"]), []).append(row)
    return found


def plainly(row: dict[str, str], field: dict[str, Any], made: Made, facts: Facts) -> str | Decimal:
    """Return what the words alone say, or the value where they name its row."""
    reader, words = field.get("reader"), row["words"]
    if reader in ("name", "text", "claimants"):
        words = words.replace("\u00a0", " ")
    if reader in ("name", "claimants"):
        table = made.schemas.table(row["table_name"]).named_table(row["field"])
        return row["value"] if words in made.records.forms[table, row["value"]] else ""
    if reader == "number":
        return single(read_amount(words, facts.lexicon, facts.country(row)))
    if reader:
        return read_date(words).date if reader == "date" else words
    if "of" in field and numerals(words, facts.lexicon):
        amount = read_amount(words, facts.lexicon, facts.country(row))
        return str(getattr(amount, PARTS_OF_AMOUNT[field["vocabulary"]]))
    act = facts.acts.get(row["row_id"], ()) if field["name"] == "modality" else ()
    return read_code(words, made.schemas.vocabularies[field["vocabulary"]], act)


def test_every_quoted_and_coded_value_is_grounded(made: Made, facts: Facts) -> None:
    said, plain = evidence(), 0
    grounded = cells("quoted", "coded")
    assert grounded
    for cell, (text, field) in grounded.items():
        assert {row["value"] for row in said[cell]} == set(values_said(text, field)), cell
        for row in said[cell]:
            assert reading_fault({key: value or None for key, value in row.items()}, facts) is None, cell
            if not row["anchor"] and not row["inference"]:
                plain += 1
                value = plainly(row, field, made, facts)
                assert value == (Decimal(text) if isinstance(value, Decimal) else row["value"]), cell
    assert plain > len(grounded) / 2


def test_the_seeds_are_those_registered() -> None:
    seeds = {
        f"seeds/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in (ROOT / "seeds").glob("*.txt")
    }
    assert seeds == {row["seed_file"]: row["sha256"] for row in rows("sources")}
    assert seeds


def test_no_column_opts_out() -> None:
    """Every column is read from words, made by the build, looked up, an id, a note, or one of those listed above."""
    for schema in schemas():
        by_origin: dict[str, set[str]] = {}
        for field in schema["fields"]:
            by_origin.setdefault(field["origin"], set()).add(field["name"])
        assert by_origin.keys() <= {"quoted", "coded", "judged", "assigned", "derived", "reference"}
        assert by_origin.get("judged", set()) == JUDGED.get(schema["name"], set())
        free = {"note", schema["primaryKey"][0]}
        assert by_origin.get("assigned", set()) - free == ASSIGNED.get(schema["name"], set())


def test_every_value_that_needs_words_is_counted_and_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ignored = shutil.ignore_patterns(".*", "tests", "benchmarks", "__pycache__")
    root = shutil.copytree(ROOT, tmp_path / "project", ignore=ignored)
    build.main(["--check"], root)
    shown = capsys.readouterr().out
    due, judged = cells("quoted", "coded"), cells("judged")
    counts = f"checked {len(due)} of {len(due)}, skipped 0; {len(judged)} judged values"
    assert re.search(rf"^guarantee 4: .*: {counts}", shown, re.M)
    (values,) = re.findall(r"^values: (.*)$", shown, re.M)
    counted = Counter(field["origin"] for _, field in [*due.values(), *judged.values()])
    assert {name: int(number) for name, number in re.findall(r"(\w+) (\d+) \(", values)} == counted
    assert values.startswith(f"{len(due) + len(judged)}, ")
    (read,) = re.findall(r"^ties of values to words: (.*)$", shown, re.M)
    ties = Counter(row["reading"] for row in rows("evidence"))
    assert {name: int(number) for name, number in re.findall(r"(\w+) (\d+) \(", read)} == ties


def test_no_cue_says_two_codes_of_a_vocabulary(made: Made) -> None:
    for vocabulary in made.schemas.vocabularies.values():
        cues = {(cue.lower(), code.code) for code in vocabulary.codes for cue in code.cues}
        assert len({cue for cue, _ in cues}) == len(cues), vocabulary.name
        for cue, code in phrases(vocabulary).items():
            assert read_code(cue, vocabulary) == code


def test_every_example_of_a_column_is_a_value_that_it_may_hold() -> None:
    read, _ = read_schemas(ROOT / "schemas")
    for column in (column for table in read.tables for column in table.columns):
        example = column.raw["example"]
        if column.vocabulary:
            assert example in read.codes(column), column.name
        else:
            parse(column, example)


# pandas gives up fastparquet; those who have it must not be given other values meanwhile.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("table", [schema["name"] for schema in schemas()])
def test_fastparquet_reads_what_the_package_loads(table: str) -> None:
    frame = pd.read_parquet(ROOT / "data" / f"{table}.parquet", engine="fastparquet")
    loaded = cn.load(table)
    days = loaded.select_dtypes("datetime").columns
    assert list(frame.select_dtypes("datetime").columns) == list(days)
    pd.testing.assert_frame_equal(frame.astype(loaded.dtypes.to_dict()), loaded)
