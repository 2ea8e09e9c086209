"""Each guarantee of the build, shown to fail by a planted fault and never to hold where nothing was checked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from counternarcotics._shared import arrow
from counternarcotics._shared.frames import to_frame
from pipeline.check import files as checks_of_files
from pipeline.check import forms
from pipeline.check.files import check_files
from pipeline.check.guarantees import GUARANTEES, Guarantee, all_kept, line
from pipeline.check.made import Count, Made
from pipeline.faults import Fault
from pipeline.reread import reread
from pipeline.reread.corpus import Corpus
from pipeline.reread.coverage import check_coverage
from pipeline.reread.rows import check_rows
from pipeline.run import run
from pipeline.write.files import write_parquet
from pipeline.write.staged import write
from tests.support.example import HARBOUR, SEED_FILES, changed, make, write_example
from tests.support.packaged import packaged_files

SHOWN_BY_TESTS = {9}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return what the stages before the files make of the example."""
    report = run(write_example(tmp_path_factory.mktemp("example")), last="reread")
    assert report.faults == []
    assert account_for(report.made) == []
    return report.made


@pytest.fixture(scope="module")
def files(sound: Made) -> Mapping[str, bytes]:
    return packaged_files(sound.root, sound.tables, sound.schemas)


@pytest.fixture
def made(sound: Made, tmp_path: Path) -> Made:
    """Return the sound example in a folder of its own, to be changed."""
    return replace(sound, root=write_example(tmp_path / "project"))


@pytest.fixture
def staging(files: Mapping[str, bytes], tmp_path: Path) -> Path:
    write(tmp_path / "staging", files)
    return tmp_path / "staging"


def count(number: int, made: Made) -> Count:
    """Return what one guarantee counts; it must have run."""
    (guarantee,) = (guarantee for guarantee in GUARANTEES if guarantee.number == number)
    assert guarantee.count
    counted = guarantee.count(made)
    assert counted is not None
    return counted


def corpus(made: Made) -> Corpus:
    return Corpus(made.tables, made.schemas, made.records, made.articles)


def account_for(made: Made) -> list[Fault]:
    """Count what is accounted for in the built tables, and return the faults."""
    made.coverage, faults = check_coverage(corpus(made))
    return faults


def edit(path: Path, old: bytes, new: bytes) -> None:
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))


def with_cells(made: Made, table: str, row_id: str, **cells: object) -> None:
    """Change some cells of one built row."""
    made.tables = {**made.tables, table: changed(make(made.root), table, row_id, **cells)[table]}


def test_the_numbers_are_those_of_the_table() -> None:
    assert [guarantee.number for guarantee in GUARANTEES] == list(range(1, len(GUARANTEES) + 1))
    assert {guarantee.number for guarantee in GUARANTEES if not guarantee.count} == SHOWN_BY_TESTS


def test_all_hold_on_the_sound_example(made: Made, staging: Path) -> None:
    assert check_files(staging, made) == []
    made.in_place = Count(3, 3)
    for guarantee in GUARANTEES:
        if guarantee.count:
            assert count(guarantee.number, made).kept, guarantee.title
            assert count(guarantee.number, made).checked > 1
    assert all_kept(made)


@pytest.mark.parametrize("counted", [Count(0, 0), Count(4, 5), Count(5, 5, 1)])
def test_nothing_checked_something_skipped_or_something_wrong_is_not_kept(made: Made, counted: Count) -> None:
    guarantee = Guarantee(1, "x", lambda made: counted)
    assert not counted.kept
    assert line(guarantee, made).endswith("NOT KEPT")


def test_what_did_not_run_says_so(made: Made) -> None:
    made.tables, made.tied, made.rereading, made.joint, made.coverage = {}, None, None, None, None
    lines = [line(guarantee, made) for guarantee in GUARANTEES]
    assert [text.rpartition(": ")[2] for text in lines[1:8]] == ["not run"] * 7
    assert "NOT KEPT" not in "".join(lines)
    assert not all_kept(made)


def test_1_a_seed_with_another_byte(made: Made) -> None:
    edit(made.root / SEED_FILES[HARBOUR], b"430kg", b"431kg")
    report = run(made.root, last="read")
    counted = count(1, report.made)
    assert f"{HARBOUR}.sha256" in {fault.subject for fault in report.faults}
    assert (counted.total, counted.wrong) == (2, 1)


def test_1_a_seed_missing_and_one_unregistered(made: Made) -> None:
    seed = made.root / SEED_FILES[HARBOUR]
    seed.rename(seed.with_name("other.txt"))
    counted = count(1, run(made.root, last="read").made)
    assert (counted.total, counted.wrong) == (3, 2)


def test_2_a_quote_that_was_not_located(made: Made) -> None:
    assert made.tied
    made.tied -= 1
    assert count(2, made).wrong == 1


def test_2_an_article_that_is_missing_is_skipped(made: Made) -> None:
    made.articles = {HARBOUR: made.articles[HARBOUR]}
    assert count(2, made).skipped > 0


def test_3_only_tables_whose_schema_says_why_are_left_out(made: Made) -> None:
    unquoted = {schema.name for schema in made.schemas.tables if schema.unquoted}
    assert unquoted == {"passages"}
    assert count(3, made).total == sum(made.tables[name].num_rows for name in made.tables.keys() - unquoted)


def test_3_a_row_without_a_quote(made: Made) -> None:
    table = made.tables["events"]
    quotes = [None, *table.column("quote").to_pylist()[1:]]
    field = pa.field("quote", pa.string())
    emptied = table.set_column(table.column_names.index("quote"), field, pa.array(quotes, pa.string()))
    made.tables = {**made.tables, "events": emptied}
    assert count(3, made).wrong == 1


@pytest.mark.parametrize("cells", [{"words": "Tuesday"}, {"anchor": None}])
def test_4_words_that_do_not_read_as_the_value(made: Made, cells: dict[str, object]) -> None:
    with_cells(made, "evidence", "events--talks--date--1", **cells)
    made.rereading, faults = reread(corpus(made))
    assert [fault.subject for fault in faults] == ["talks.date"]
    assert (count(4, made).wrong, count(4, made).skipped) == (1, 0)


def test_4_a_value_without_words_is_skipped(made: Made) -> None:
    with_cells(made, "evidence", "events--talks--date--1", drop=True)
    made.rereading, faults = reread(corpus(made))
    assert faults == []
    assert count(4, made).skipped == 1


def test_4_judged_values_are_counted_apart(made: Made) -> None:
    judged = [
        (schema.name, column.name)
        for schema in made.schemas.tables
        for column in schema.columns
        if column.origin == "judged"
    ]
    cells = sum(len(made.tables[table]) - made.tables[table].column(column).null_count for table, column in judged)
    assert cells > 0
    assert f"{cells} judged values" in count(4, made).note


def test_5_a_sentence_without_value_and_reason(made: Made) -> None:
    (passage, *_) = [row for row in made.tables["passages"].to_pylist() if row["status"] == "left_out"]
    with_cells(made, "passages", passage["passage_id"], reason=None, zone="body")
    assert account_for(made) == []
    # The sentence, and the name in it.
    assert count(5, made).wrong == 2


def test_5_a_name_in_no_words(made: Made) -> None:
    (tie,) = [row for row in made.tables["evidence"].to_pylist() if row["words"].startswith("China and the United")]
    with_cells(made, "evidence", tie["evidence_id"], words="held", words_start=tie["words_end"] - 4)
    assert {fault.kind for fault in account_for(made)} == {"name-unaccounted"}
    assert (count(5, made).wrong, count(5, made).skipped) == (2, 0)


def test_5_an_article_that_is_not_cut_is_skipped(made: Made) -> None:
    rows = [row for row in made.tables["passages"].to_pylist() if row["source_id"] != HARBOUR]
    made.tables = {**made.tables, "passages": pa.Table.from_pylist(rows, made.tables["passages"].schema)}
    account_for(made)
    assert count(5, made).skipped == 1


def read_as_one(made: Made) -> list[Fault]:
    """Read the rows of the built tables jointly, and return the faults."""
    made.joint, faults = check_rows(corpus(made))
    return faults


def test_6_a_row_of_words_that_do_not_belong_together(made: Made) -> None:
    (weight, tonnes) = (
        next(row for row in made.tables["evidence"].to_pylist() if row["evidence_id"] == f"seizures--{row_id}--unit--1")
        for row_id in ("yantian-cocaine", "drugs-of-the-year")
    )
    offsets = ("words_start", "words_end", "quote_start", "quote_end")
    elsewhere = {key: tonnes[key] for key in ("words", "quote", "attributed_to", *offsets)}
    with_cells(made, "evidence", weight["evidence_id"], **elsewhere)
    assert ("unit-apart-from-number", "yantian-cocaine.unit") in {(f.kind, f.subject) for f in read_as_one(made)}
    assert (count(6, made).wrong, count(6, made).skipped) == (1, 0)


def test_6_a_row_without_words_is_skipped(made: Made) -> None:
    rows = [row for row in made.tables["evidence"].to_pylist() if row["row_id"] != "talks--harm"]
    made.tables = {**made.tables, "evidence": pa.Table.from_pylist(rows, made.tables["evidence"].schema)}
    assert read_as_one(made) == []
    assert count(6, made).skipped == 1


def test_6_exempt_words_are_counted_apart(made: Made) -> None:
    (speaker, *_) = [row for row in made.tables["evidence"].to_pylist() if row["attributed_to"]]
    with_cells(made, "evidence", speaker["evidence_id"], exempt="named_elsewhere")
    assert {fault.kind for fault in read_as_one(made)} == {"exemption-idle"}
    assert count(6, made).note == "words that are exempt from a rule, each with a reason: 1"


def test_7_a_cell_that_breaks_its_schema(made: Made, staging: Path) -> None:
    edit(staging / "data/events.csv", b"meeting,deed,CONSULT,occurred", b"meeting,deed,CONSULT,dreamtof")
    faults = check_files(staging, made)
    assert any("dreamtof" in str(fault) and str(fault.position) == "data/events.csv:5" for fault in faults)
    assert count(7, made).wrong > 0


def test_7_a_table_that_frictionless_did_not_see(made: Made, staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_of_files, "frictionless_faults", lambda *_: ({}, []))
    check_files(staging, made)
    assert count(7, made).skipped == len(made.tables)


def equal(made: Made, staging: Path) -> list[Fault]:
    """Check the forms of every table, and return the faults."""
    resources = json.loads((staging / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    described = {resource["name"]: resource["schema"] for resource in resources}
    made.forms, faults = forms.forms_are_equal(staging / "data", made.tables, described)
    return faults


@pytest.mark.parametrize(
    "case",
    [
        ("places", b",NA,", b",na,", "places.note"),
        ("places", b",NA,", b",,", "places.note"),
        ("places", b"114.25", b"114.26", "places.longitude"),
        ("seizures", b"2.42,tonne,exact,2420", b"2.42,tonne,exact,2421", "seizures.quantity_kg"),
    ],
)
def test_8_a_cell_of_the_csv(made: Made, staging: Path, case: tuple[str, bytes, bytes, str]) -> None:
    table, old, new, subject = case
    edit(staging / f"data/{table}.csv", old, new)
    assert {(fault.kind, fault.subject) for fault in equal(made, staging)} == {("forms-differ", subject)}
    assert count(8, made).wrong > 0
    assert count(8, made).skipped == 0


def test_8_cells_of_later_parts(made: Made, staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "_PART", 600)
    monkeypatch.setattr(arrow, "_ROWS", 2)
    assert equal(made, staging) == []
    rows = made.tables["evidence"].to_pylist()
    text = (staging / "data/evidence.csv").read_bytes()
    first, last = (rows[row]["evidence_id"].encode() for row in (1, -1))
    (staging / "data/evidence.csv").write_bytes(text.replace(first, b"x-" + first).replace(last, b"x-" + last))
    with_cells(made, "evidence", rows[-2]["evidence_id"], country="XX")
    write_parquet(staging / "data/evidence.parquet", made.tables["evidence"])
    made.tables = make(made.root).tables
    faults = equal(made, staging)
    assert [(fault.position.line, fault.subject, fault.seen) for fault in faults] == [
        (3, "evidence.evidence_id", f"'x-{first.decode()}' in CSV"),
        (len(rows) + 1, "evidence.evidence_id", f"'x-{last.decode()}' in CSV"),
        (len(rows), "evidence.country", "'XX' in Parquet"),
    ]
    assert count(8, made).wrong == len(faults)


def test_8_a_csv_file_that_cannot_be_read(made: Made, staging: Path) -> None:
    edit(staging / "data/places.csv", b"114.25", b"11A.25")
    assert [str(fault.position) for fault in equal(made, staging)] == ["data/places.csv"]
    assert count(8, made).skipped > 0


def test_8_a_row_too_many(made: Made, staging: Path) -> None:
    path = staging / "data/places.csv"
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[-1])
    assert {fault.subject for fault in equal(made, staging)} == {"places"}
    assert count(8, made).skipped > 0


def test_8_a_cell_of_the_parquet(made: Made, staging: Path) -> None:
    with_cells(made, "places", "yantian", note="na")
    write_parquet(staging / "data/places.parquet", made.tables["places"])
    made.tables = make(made.root).tables
    assert {fault.subject for fault in equal(made, staging)} == {"places.note"}


def test_8_a_parquet_of_another_type(made: Made, staging: Path) -> None:
    other = made.tables["places"].drop_columns(["note"])
    write_parquet(staging / "data/places.parquet", other)
    assert [fault.subject for fault in equal(made, staging)] == ["places"]
    assert count(8, made).skipped > 0


def lost_na(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.replace({"NA": None})


def other_day(frame: pd.DataFrame) -> pd.DataFrame:
    dates = frame.select_dtypes("datetime").columns
    return frame.assign(**{name: frame[name] + pd.Timedelta(hours=1) for name in dates})


def other_types(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object)


@pytest.mark.parametrize(("spoil", "table"), [(lost_na, "places"), (other_day, "events"), (other_types, "sources")])
def test_8_a_frame(
    made: Made,
    staging: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[pd.DataFrame], pd.DataFrame],
    table: str,
) -> None:
    monkeypatch.setattr(forms, "to_frame", lambda *given: spoil(to_frame(*given)))
    assert table in {fault.subject.partition(".")[0] for fault in equal(made, staging)}


def test_10_a_version_that_differs(made: Made, staging: Path) -> None:
    edit(made.root / "README.md", b"(Version ...", b"(Version 7.0")
    assert any(fault.subject == "version" for fault in check_files(staging, made))
    assert count(10, made).wrong == 1


def test_11_a_file_that_is_not_of_this_build(made: Made) -> None:
    made.in_place = Count(37, 37, 1)
    assert not count(11, made).kept
