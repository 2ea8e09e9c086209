"""The measuring of builds of synthetic corpora: each stage is measured, and the page says what the numbers say."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus.articles import Corpus
from benchmarks.corpus.faults import write_faulty
from benchmarks.corpus.writing import write_corpus
from benchmarks.scale.page import PEERS, page
from benchmarks.scale.stages import ACCOUNT
from pipeline.run import STAGES
from tests.support import ROOT

SECONDS = {"read and sha256": 1.0, "parse": 1.0, "str.find": 2.0, "Arrow": 2.0, "csv and Parquet": 2.0}
BARE = {**SECONDS, "citeproc": 2.0, "Pandera": 2.0, "frictionless": 10.0}


def build(rows: int, seconds: float, memory: int) -> dict[str, Any]:
    """Return the measures of a build in which each stage takes as long."""
    stages = {name: {"seconds": seconds, "bytes": memory} for name in PEERS}
    return {"stages": stages, "articles": rows // 10, "rows": {"evidence": rows}, "arrow": {"evidence": rows * 500}}


RESULTS: dict[str, Any] = {
    "facts": {
        "date": "2026-01-02",
        "system": "S",
        "cores": 2,
        "python": "3",
        "versions": "v",
        "rows_an_article": 70,
        "note": "",
    },
    "full": [
        {"form": "yaml", "build": build(1000, 1.0, 100_000_000), "bare": BARE},
        {"form": "yaml", "build": build(101_000, 8.0, 300_000_000), "bare": BARE},
    ],
    "short": build(1000, 1.0, 1),
    "processes": {"1": build(1000, 3.0, 1), "2": build(1000, 2.0, 1)},
    "faulty": {"1000": {"read": {"planted": 9, "missing": 1, "invented": 2, "seconds": 3.0}}},
}


def test_each_stage_has_its_peers_and_each_peer_its_stage() -> None:
    assert [stage for stage in PEERS if stage != ACCOUNT] == [*STAGES]
    assert sorted(peer for peers in PEERS.values() for peer in peers) == sorted(BARE)


def test_the_page_compares_stages_and_wholes() -> None:
    text = page(RESULTS)
    assert "| read | 8.00 s | 2.00 s | 4.00 | 300 MB |" in text
    assert "| reread | 8.00 s | none |  | 300 MB |" in text
    # Five stages of eight seconds have peers, which take 22 seconds; frictionless takes ten on either side.
    assert "| all with a peer | 40.00 s | 22.00 s | 1.82 |  |" in text
    assert "| the same without frictionless | 30.00 s | 12.00 s | 2.50 |  |" in text
    assert "| and without citations | 28.00 s | 10.00 s | 2.80 |  |" in text


def test_the_page_tells_growth_by_the_row() -> None:
    # Eight stages of a second for 1,000 rows, and of eight for 101,000; 200 MB more for 100,000 rows more.
    line = "| 101,000 | YAML | 634 µs | 0.08 | 300 MB | 50 MB | 2,000 bytes, in Arrow 500 |"
    assert line in page(RESULTS)


def test_the_page_tells_what_is_missing_and_invented() -> None:
    assert "| 1,000 | read | 9 | 1 | 2 | 3.0 s |" in page(RESULTS)
    assert "| locate, reread, account | 9.0 s | 6.0 s | 1.50 |" in page(RESULTS)


def test_the_page_is_made_of_the_numbers() -> None:
    results = json.loads((ROOT / "benchmarks/scale.json").read_text(encoding="utf-8"))
    assert (ROOT / "benchmarks/README.md").read_text(encoding="utf-8") == page(results)


def printed(module: str, *arguments: str | Path) -> Any:
    """Return what a module that measures prints."""
    command = [sys.executable, "-m", f"benchmarks.scale.{module}", *arguments]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def test_a_build_and_the_bare_libraries_are_measured_in_each_part(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", Corpus(8, 1))
    measured = printed("stages", tmp_path / "corpus")
    assert measured["stages"].keys() == PEERS.keys()
    assert measured["articles"] == 8
    assert measured["rows"]["evidence"] > 100
    assert all(stage["seconds"] > 0 and stage["bytes"] > 1e6 for stage in measured["stages"].values())
    bare = printed("bare", tmp_path / "corpus")
    assert bare.keys() == BARE.keys()
    assert all(seconds > 0 for seconds in bare.values())


def test_a_build_with_faults_is_compared_and_not_measured(tmp_path: Path) -> None:
    write_faulty(tmp_path / "corpus", Corpus(60, 1), "locate", 2)
    compared = printed("planted", tmp_path / "corpus")
    assert (compared["missing"], compared["invented"]) == (0, 0)
    assert compared["planted"] > 5
    with pytest.raises(subprocess.CalledProcessError):
        printed("stages", tmp_path / "corpus")
