"""Each guarantee of the build, shown to fail by a planted fault and never to hold where nothing was checked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from counternarcotics._shared.frames import to_frame
from pipeline.check import files as file_guarantees
from pipeline.check import guarantees
from pipeline.faults import Fault, Position
from pipeline.model import Guarantee
from pipeline.release import swap
from pipeline.run import Run
from pipeline.write import files as package
from pipeline.write.descriptor import read_project
from tests.support.example import HARBOUR, Made, changed, make, write_example


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_example(tmp_path / "project"))


@pytest.fixture
def files(made: Made) -> dict[str, bytes]:
    return package.package_files(made.tables, made.schemas, read_project(made.root), package.companions(made.root))


@pytest.fixture
def staging(files: dict[str, bytes], tmp_path: Path) -> Path:
    package.write(tmp_path / "staging", files)
    return tmp_path / "staging"


def of_tables(made: Made) -> dict[int, Guarantee]:
    found = guarantees.of_tables(made.root / "seeds", made.tables, made.schemas, made.articles, made.records.forms)
    return {guarantee.number: guarantee for guarantee in found}


def edit(path: Path, old: bytes, new: bytes) -> None:
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))


def test_all_hold_on_the_sound_example(made: Made, staging: Path, files: dict[str, bytes]) -> None:
    found = [*of_tables(made).values(), *file_guarantees.of_files(staging, made.tables, made.schemas, files)]
    assert [guarantee.number for guarantee in found] == [1, 2, 3, 4, 5, 6, 7, 8, 10]
    assert all(guarantees.holds(guarantee) and guarantee.checked > 1 for guarantee in found)


FAULT = Fault(Position("x"), "", "", "", "", "")


@pytest.mark.parametrize(
    "guarantee",
    [
        Guarantee(1, "x", 0, 0, ()),
        Guarantee(1, "x", 4, 5, ()),
        Guarantee(1, "x", 5, 5, (Fault(Position("x"), "", "", "", "", ""),)),
    ],
)
def test_nothing_checked_something_skipped_or_something_wrong_is_not_kept(guarantee: Guarantee) -> None:
    assert not guarantees.holds(guarantee)
    assert guarantees.line(guarantee).endswith("NOT KEPT")
    run = Run()
    run.guaranteed([guarantee], {})
    assert not run.sound


def test_what_could_not_be_checked_is_skipped(made: Made) -> None:
    for guarantee in file_guarantees.of_no_files(made.tables):
        assert guarantee.skipped == guarantee.total > 0


def test_what_is_due_where_nothing_is_staged_is_what_is_checked(
    made: Made, staging: Path, files: dict[str, bytes]
) -> None:
    due = {guarantee.number: guarantee.total for guarantee in file_guarantees.of_no_files(made.tables)}
    done = file_guarantees.of_files(staging, made.tables, made.schemas, files)
    assert {guarantee.number: guarantee.total for guarantee in done}.items() <= due.items()


def test_1_a_seed_with_another_byte(made: Made) -> None:
    edit(made.root / "seeds" / f"{HARBOUR}.txt", b"430kg", b"431kg")
    assert [fault.subject for fault in of_tables(made)[1].faults] == [HARBOUR]


def test_1_a_seed_missing_and_one_unregistered(made: Made) -> None:
    seed = made.root / "seeds" / f"{HARBOUR}.txt"
    seed.rename(seed.with_name("other.txt"))
    guarantee = of_tables(made)[1]
    assert (guarantee.checked, guarantee.total, len(guarantee.faults)) == (1, 3, 2)


def test_2_a_quote_at_another_place(made: Made) -> None:
    made.tables |= changed(made, "evidence", "events--talks--date--1", quote_start=12, quote_end=73)
    assert [fault.subject for fault in of_tables(made)[2].faults] == ["talks.date"]


def test_2_a_quote_in_furniture(made: Made) -> None:
    article = made.articles[HARBOUR]
    zones = tuple(replace(zone, kind="furniture") if zone.kind == "body" else zone for zone in article.zones)
    made.articles = {**made.articles, HARBOUR: replace(article, zones=zones)}
    assert "yantian-cocaine.date" in {fault.subject for fault in of_tables(made)[2].faults}


def test_2_an_article_that_is_not_there_is_skipped(made: Made) -> None:
    made.articles = {HARBOUR: made.articles[HARBOUR]}
    assert of_tables(made)[2].skipped > 0


def test_3_only_tables_whose_schema_says_why_are_left_out(made: Made) -> None:
    unquoted = {schema.name for schema in made.schemas.tables if schema.unquoted}
    assert unquoted == {"passages"}
    assert of_tables(made)[3].total == sum(made.tables[name].num_rows for name in made.tables.keys() - unquoted)


@pytest.mark.parametrize("cells", [{"quote": "Talks fell"}, {"quote": ""}, {"seed_file": f"seeds/{HARBOUR}.txt"}])
def test_3_a_row_without_a_quote_of_its_file(made: Made, cells: dict[str, str]) -> None:
    made.tables = changed(made, "events", "talks", **cells)
    assert [fault.subject for fault in of_tables(made)[3].faults] == ["talks.quote"]


@pytest.mark.parametrize(
    "cells", [{"drop": True}, {"words_end": 999}, {"words": "Tuesday"}, {"stance": "contradicts"}, {"quote_start": 60}]
)
def test_4_a_value_without_words_in_a_quote(made: Made, cells: dict[str, object]) -> None:
    made.tables = changed(made, "evidence", "events--talks--date--1", **cells)
    guarantee = of_tables(made)[4]
    assert {fault.subject for fault in guarantee.faults} == {"talks.date"}
    assert guarantee.skipped == 0


def test_6_a_cell_that_breaks_its_schema(made: Made, staging: Path) -> None:
    edit(staging / "data/events.csv", b"meeting,CONSULT,occurred", b"meeting,CONSULT,dreamtof")
    guarantee = file_guarantees.tables_satisfy_schemas(staging, made.tables, made.schemas)
    seen = " ".join(map(str, guarantee.faults))
    assert "dreamtof" in seen
    assert guarantee.skipped == 0
    assert {"data/events.csv:5", "events/talks"} <= {str(fault.position) for fault in guarantee.faults}


def test_6_a_table_that_frictionless_did_not_see(made: Made, staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_guarantees, "frictionless_faults", lambda *_: ({}, []))
    assert file_guarantees.tables_satisfy_schemas(staging, made.tables, made.schemas).skipped == len(made.tables)


def test_6_a_csv_file_that_cannot_be_read(made: Made, staging: Path) -> None:
    edit(staging / "data/places.csv", b"114.25", b"11A.25")
    guarantee = file_guarantees.tables_satisfy_schemas(staging, made.tables, made.schemas)
    assert "data/places.csv" in {str(fault.position) for fault in guarantee.faults}


def equal(made: Made, staging: Path) -> Guarantee:
    return file_guarantees.forms_are_equal(staging, made.tables, made.schemas)


@pytest.mark.parametrize(
    "case",
    [
        ("places", b",NA,", b",na,", "yantian.note"),
        ("places", b",NA,", b",,", "yantian.note"),
        ("places", b"114.25", b"114.250", "yantian.longitude"),
        ("seizures", b"2.42,tonne,exact,2420", b"2.42,tonne,exact,2420.0", "drugs-of-the-year.quantity_kg"),
    ],
)
def test_7_a_cell_of_the_csv(made: Made, staging: Path, case: tuple[str, bytes, bytes, str]) -> None:
    table, old, new, subject = case
    edit(staging / f"data/{table}.csv", old, new)
    guarantee = equal(made, staging)
    assert [fault.subject for fault in guarantee.faults] == [subject]
    assert guarantee.skipped == 0


def test_7_a_row_too_many(made: Made, staging: Path) -> None:
    path = staging / "data/places.csv"
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[-1])
    assert equal(made, staging).skipped == made.tables["places"].num_rows * made.tables["places"].num_columns


def test_7_a_cell_of_the_parquet(made: Made, staging: Path) -> None:
    other = changed(made, "places", "yantian", note="na")["places"]
    (staging / "data/places.parquet").write_bytes(package.parquet_bytes(other))
    assert [fault.subject for fault in equal(made, staging).faults] == ["yantian.note"]


def test_7_a_parquet_of_another_type(made: Made, staging: Path) -> None:
    other = made.tables["places"].drop_columns(["note"])
    (staging / "data/places.parquet").write_bytes(package.parquet_bytes(other))
    guarantee = equal(made, staging)
    assert [fault.subject for fault in guarantee.faults] == ["places"]
    assert guarantee.skipped > 0


def lost_na(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.replace({"NA": None})


def other_day(frame: pd.DataFrame) -> pd.DataFrame:
    dates = frame.select_dtypes("datetime").columns
    return frame.assign(**{name: frame[name] + pd.Timedelta(hours=1) for name in dates})


@pytest.mark.parametrize(("spoil", "subject"), [(lost_na, "yantian.note"), (other_day, "talks.date_start")])
def test_7_a_cell_of_the_frame(
    made: Made,
    staging: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[pd.DataFrame], pd.DataFrame],
    subject: str,
) -> None:
    load = to_frame
    monkeypatch.setattr(file_guarantees, "to_frame", lambda *given: spoil(load(*given)))
    assert subject in {fault.subject for fault in equal(made, staging).faults}


def test_7_frames_of_two_types(made: Made, staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load, odd = to_frame, iter([False, True] * len(made.tables))
    monkeypatch.setattr(
        file_guarantees, "to_frame", lambda *given: load(*given).astype(object) if next(odd) else load(*given)
    )
    assert len(equal(made, staging).faults) == len(made.tables)


def test_8_files_that_differ(files: dict[str, bytes]) -> None:
    other = {**files, "data/events.csv": b"", "data/more.csv": b""}
    guarantee = file_guarantees.bytes_are_equal(files, other)
    assert [str(fault.position) for fault in guarantee.faults] == ["data/events.csv", "data/more.csv"]
    assert guarantee.skipped == 1


@pytest.mark.parametrize("broken", ["finish", "drop_staging"])
def test_10_a_swap_that_is_not_finished(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    monkeypatch.setattr(swap, broken, lambda root: None)
    assert file_guarantees.stops_leave_old_or_new(files).faults


def test_10_a_swap_in_the_wrong_order(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    moves = swap._moves

    def only_the_last(root: Path) -> Iterator[tuple[Path, Path]]:
        yield from list(moves(root))[-1:]

    monkeypatch.setattr(swap, "_moves", only_the_last)
    assert file_guarantees.stops_leave_old_or_new(files).faults
