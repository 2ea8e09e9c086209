"""How each cell is supported: one verdict a cell, from its evidence or from the origin of its column."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import counternarcotics as cn
from counternarcotics import _package
from counternarcotics._errors import UsageError
from counternarcotics._shared.arrow import arrow_schema
from counternarcotics._shared.origins import ORIGINS, WORDED
from counternarcotics._support import STRONGEST_FIRST, long_table, verdict_of
from tests.support.small import describe

REACHES = ("across", "other_article", "outside_body")
READ, NOT_READ = ("read", "cue", "resolved"), ("inferred", "judged")
# Each combination that the vocabularies allow: reading, reach, and what they make of a value.
VERDICTS = [
    *((reading, None, "read") for reading in READ),
    *((reading, None, reading) for reading in NOT_READ),
    *((reading, reach, "across_sentences") for reading in (*READ, "inferred") for reach in REACHES),
    *(("judged", reach, "judged") for reach in REACHES),
]


def codes(field: str) -> set[str]:
    """Return the codes of a column of `evidence`."""
    (definition,) = [entry for entry in cn.schema("evidence")["fields"] if entry["name"] == field]
    return set(definition["constraints"]["enum"])


def test_every_code_of_the_vocabularies_has_a_verdict() -> None:
    assert {reading for reading, _, _ in VERDICTS} == codes("reading")
    assert {reach for _, reach, _ in VERDICTS if reach} == codes("reach")
    assert len(VERDICTS) == len(codes("reading")) * (len(codes("reach")) + 1)


@pytest.mark.parametrize(("reading", "reach", "verdict"), VERDICTS)
def test_the_verdict_of_one_piece_of_evidence(reading: str, reach: str | None, verdict: str) -> None:
    assert verdict_of({"reading": reading, "reach": reach}) == verdict


def write(folder: Path, evidence: list[dict[str, Any]]) -> None:
    """Write a data package with the table `things`, which `story` shows again, and their evidence."""
    origins = {"thing_id": "assigned", "size": "quoted", "sort": "judged", "total": "derived", "code": "reference"}
    things = {"primaryKey": ["thing_id"], "fields": fields_of(origins)}
    shown_again = {"fields": ["thing_id"], "reference": {"resource": "things", "fields": ["thing_id"]}}
    story = {
        "primaryKey": ["thing_id"],
        "built": True,
        "foreignKeys": [shown_again],
        "fields": fields_of(dict.fromkeys(("thing_id", "summary", "size"), "derived")),
    }
    names = ("evidence_id", "table_name", "row_id", "field", "reading", "reach")
    proof = {"primaryKey": ["evidence_id"], "built": True, "fields": fields_of(dict.fromkeys(names, "derived"))}
    rows = {
        "things": [
            {"thing_id": "one", "size": "9", "sort": "b", "total": "9", "code": "Q1"},
            {"thing_id": "two", "size": "9"},
        ],
        "story": [{"thing_id": "two", "summary": "S", "size": "9"}, {"thing_id": "one", "summary": "S"}],
        "evidence": [{"table_name": "things", "evidence_id": str(place), **row} for place, row in enumerate(evidence)],
    }
    schemas = {"things": things, "story": story, "evidence": proof}
    for table, schema in schemas.items():
        pq.write_table(pa.Table.from_pylist(rows[table], arrow_schema(schema)), folder / "data" / f"{table}.parquet")
    describe(folder, schemas)


def fields_of(origins: dict[str, str]) -> list[dict[str, str]]:
    """Return columns of text with these origins."""
    return [{"name": name, "type": "string", "origin": origin} for name, origin in origins.items()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a package in a folder of its own be the installed one."""
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(_package, "data_root", lambda: tmp_path)
    return tmp_path


def test_the_words_decide_and_else_the_origin(folder: Path) -> None:
    write(
        folder,
        [
            {"row_id": "one", "field": "size", "reading": "inferred", "reach": None},
            {"row_id": "one", "field": "sort", "reading": "judged", "reach": None},
        ],
    )
    assert cn.support("things").to_dict("list") == {
        "thing_id": ["assigned", "assigned"],
        "size": ["inferred", "derived"],
        "sort": ["judged", pytest.approx(float("nan"), nan_ok=True)],
        "total": ["derived", pytest.approx(float("nan"), nan_ok=True)],
        "code": ["reference", pytest.approx(float("nan"), nan_ok=True)],
    }


def test_a_table_that_shows_another_again_has_its_verdicts(folder: Path) -> None:
    write(folder, [{"row_id": "two", "field": "size", "reading": "read", "reach": "across"}])
    assert cn.support("story").to_dict("list") == {
        "thing_id": ["assigned", "assigned"],
        "summary": ["derived", "derived"],
        "size": ["across_sentences", pytest.approx(float("nan"), nan_ok=True)],
    }


@pytest.mark.parametrize("weaker", range(len(STRONGEST_FIRST)))
def test_the_strongest_evidence_decides_in_any_order(folder: Path, weaker: int) -> None:
    examples = {verdict: {"reading": reading, "reach": reach} for reading, reach, verdict in reversed(VERDICTS)}
    for stronger in range(weaker + 1):
        pair = [examples[STRONGEST_FIRST[place]] | {"row_id": "one", "field": "size"} for place in (weaker, stronger)]
        for evidence in (pair, pair[::-1]):
            write(folder, evidence)
            assert cn.support("things")["size"][0] == STRONGEST_FIRST[stronger]


def test_the_long_table_has_each_cell_once_and_no_proof(folder: Path) -> None:
    write(folder, [{"row_id": "one", "field": "size", "reading": "cue", "reach": None}])
    cells = long_table(_package.installed())
    assert cells.column_names == ["table_name", "row_id", "field", "verdict"]
    assert [tuple(row.values()) for row in cells.to_pylist()] == [
        ("things", "one", "thing_id", "assigned"),
        ("things", "one", "size", "read"),
        ("things", "one", "sort", "derived"),
        ("things", "one", "total", "derived"),
        ("things", "one", "code", "reference"),
        ("things", "two", "thing_id", "assigned"),
        ("things", "two", "size", "derived"),
        ("story", "two", "thing_id", "assigned"),
        ("story", "two", "summary", "derived"),
        ("story", "two", "size", "derived"),
        ("story", "one", "thing_id", "assigned"),
        ("story", "one", "summary", "derived"),
    ]


@pytest.mark.parametrize("table", cn.tables())
def test_the_frame_is_as_that_of_the_table(table: str) -> None:
    frame, verdicts = cn.load(table), cn.support(table)
    assert verdicts.attrs == frame.attrs
    pd.testing.assert_index_equal(verdicts.index, frame.index)
    pd.testing.assert_index_equal(verdicts.columns, frame.columns)
    pd.testing.assert_frame_equal(verdicts.notna(), frame.notna())
    assert all(isinstance(dtype, pd.StringDtype) for dtype in verdicts.dtypes)
    kept = frame.where(verdicts.isin(["read"]))
    assert kept.notna().equals(verdicts == "read")


@pytest.mark.parametrize("table", cn.tables())
def test_every_value_with_words_has_the_verdict_of_evidence(table: str) -> None:
    origins = {field["name"]: field["origin"] for field in cn.schema(table)["fields"]}
    assert set(origins.values()) <= set(ORIGINS)
    verdicts = cn.support(table)
    for field, origin in origins.items():
        used = set(verdicts[field].dropna())
        allowed = {*STRONGEST_FIRST, "derived"} if origin in WORDED or table == "timeline" else {origin}
        assert used <= allowed | ({"assigned"} if table == "timeline" else set())


def test_the_long_table_is_the_frames_under_each_other() -> None:
    cells = long_table(_package.installed()).to_pandas()
    assert set(cells["table_name"]) == set(cn.tables()) - {"evidence", "passages"}
    for table, of_table in cells.groupby("table_name", sort=False):
        verdicts, key = cn.support(str(table)), cn.schema(str(table))["primaryKey"][0]
        stacked = verdicts.assign(row_id=cn.load(str(table))[key]).melt("row_id", value_name="verdict").dropna()
        assert sorted(stacked.itertuples(index=False, name=None)) == sorted(
            of_table[["row_id", "field", "verdict"]].itertuples(index=False, name=None)
        )


def test_a_frame_is_no_name_of_a_table() -> None:
    with pytest.raises(UsageError, match="no table of type DataFrame"):
        cn.support(cn.load("seizures"))  # type: ignore[arg-type]
