"""The measurements behind ``docs/scale.md``: each runs on small tables, and each check counts what is planted."""

import json
import re
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks.engines import job, tables
from benchmarks.engines.__main__ import JOBS
from tests.support import ROOT

NUMBERS = {"rows": 6_000, "most": 6_000, "some": 6_000, "few": 600}
NAMES = [name.format(**NUMBERS) for _, name in JOBS]
MEASURED = [name for name in NAMES if not name.startswith("tables.make")]
CHECKS = [name for name in MEASURED if re.search("_duplicates|_references|_spans|_diff|pandera_whole", name)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with tables of 17 articles in four parts."""
    folder = tmp_path_factory.mktemp("engines")
    tables.make(folder, NUMBERS["rows"], part_articles=5)
    job.work("reading.prepare", folder)
    return folder


def test_the_tables_have_the_columns_of_evidence_and_point_into_their_articles(folder: Path) -> None:
    evidence, texts = (
        pa.concat_tables(map(pq.read_table, tables.parts(folder, name))) for name in ("evidence", "texts")
    )
    assert evidence.schema.equals(pq.read_schema(tables.REAL), check_metadata=False)
    assert (evidence.num_rows, len(tables.parts(folder))) == (17 * tables.ARTICLE_ROWS, 4)
    by_id = dict(zip(texts["source_id"].to_pylist(), texts["text"].to_pylist(), strict=True))
    assert any(len(text) != len(text.encode()) for text in by_id.values())
    wrong = [
        row["evidence_id"]
        for row in evidence.to_pylist()
        if by_id[row["source_id"]][row["words_start"] : row["words_end"]] != row["words"]
        or by_id[row["source_id"]][row["quote_start"] : row["quote_end"]] != row["quote"]
    ]
    assert len(wrong) == tables.PLANTED["spans"]
    assert evidence.num_rows - pc.count_distinct(evidence["evidence_id"]).as_py() == tables.PLANTED["duplicates"]


def test_the_tables_are_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    tables.make(tmp_path, NUMBERS["rows"], part_articles=5)
    for file in (file for file in tmp_path.rglob("*") if file.is_file()):
        assert file.read_bytes() == (folder / file.relative_to(tmp_path)).read_bytes()


@pytest.mark.parametrize("name", MEASURED)
def test_each_measurement_runs(name: str, folder: Path) -> None:
    if library := re.search("orjson|msgspec", name):
        pytest.importorskip(library[0])
    assert job.work(name, folder).rows > 0


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_that_does_not_count_what_is_planted_is_refused(name: str, folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    more = {kind: count + 1 for kind, count in tables.PLANTED.items()}
    (copy / "planted.json").write_text(json.dumps(more), encoding="utf-8")
    with pytest.raises(job.Refused, match="are planted"):
        job.work(name, copy)


def test_a_repeated_id_in_one_part_is_refused_where_it_should_be_in_two(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    pq.write_table(pa.table({"evidence_id": ["a", "a"]}), tables.parts(copy)[0])
    with pytest.raises(job.Refused, match="in one part"):
        job.work("gates.pandera_parts", copy)


def test_a_measurement_is_a_process_of_its_own(folder: Path) -> None:
    cost = job.run("keys.polars_spans", folder)
    assert cost and cost.rows == 17 * tables.ARTICLE_ROWS
    assert 0 < cost.processor < 60
    assert cost.peak > 1_000_000


def test_a_library_that_is_missing_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "orjson.py").write_text("raise ModuleNotFoundError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}:{ROOT / 'src'}")
    assert job.run("reading.orjson_records", folder) is None


def test_the_page_says_each_title_that_is_measured() -> None:
    text = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    assert [title for title, _ in JOBS if f"| {title} |" not in text] == []
