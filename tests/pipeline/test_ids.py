"""Ids go on after three digits: an article numbered 1000, and one of more than a thousand passages."""

import hashlib
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import build
from tests.support.example import HARBOUR, SEED_FILES, TALKS, TEXTS
from tests.support.project import Project

LAST, NEXT = "article-999", "article-1000"
FILES = {HARBOUR: "seeds/999_aaaaaaaaaaaaaaaa.txt", TALKS: "seeds/1000_bbbbbbbbbbbbbbbb.txt"}
POINTS = [f"Point {number} was made." for number in range(1200)]


@pytest.fixture
def grown(built_example: Path, tmp_path: Path, quick_builds: None) -> Path:
    """Return the example with its articles numbered 999 and 1000, the second with 1,200 sentences more."""
    project = Project(Path(shutil.copytree(built_example, tmp_path / "project")))
    text = "".join(f"{line}\n" for line in (*TEXTS[TALKS].splitlines(), *POINTS))
    shutil.move(project.root / SEED_FILES[HARBOUR], project.root / FILES[HARBOUR])
    (project.root / SEED_FILES[TALKS]).unlink()
    project.write(FILES[TALKS], text)
    for file in (project.root / "records").glob("*.yaml"):
        written = file.read_text(encoding="utf-8").replace(HARBOUR, LAST).replace(TALKS, NEXT)
        file.write_text(written, encoding="utf-8")
    for name, seed_file in FILES.items():
        project.replace("records/sources.yaml", SEED_FILES[name], seed_file)
    digests = (hashlib.sha256(some.encode()).hexdigest() for some in (TEXTS[TALKS], text))
    project.replace("records/sources.yaml", *digests)
    left_out = "".join(f"  - {{starts: {point}, reason: background}}\n" for point in POINTS)
    project.write("records/passages.yaml", f"passages:\n- source: {NEXT}\n  left_out:\n{left_out}")
    return project.root


def test_ids_of_four_digits_are_built_and_stand_after_those_of_three(grown: Path) -> None:
    assert build.main([], grown) == 0
    sources = pq.read_table(grown / "data/sources.parquet")
    assert sources.column("source_id").to_pylist() == [LAST, NEXT]
    passages = pq.read_table(grown / "data/passages.parquet").to_pylist()
    assert [row["source_id"] for row in passages] == sorted((row["source_id"] for row in passages), reverse=True)
    of_next = [row for row in passages if row["source_id"] == NEXT]
    assert len(of_next) > 1200
    assert [row["passage_id"] for row in of_next[998:1000]] == [f"{NEXT}--999", f"{NEXT}--1000"]
    assert [row["passage_start"] for row in of_next] == sorted(row["passage_start"] for row in of_next)
