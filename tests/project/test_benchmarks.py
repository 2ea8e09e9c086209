"""The arithmetic of the benchmarks: what is compared with what, and how the page says it."""

import sys
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pytest

from benchmarks import report, sizes, timing

RESULTS: dict[str, Any] = {
    "facts": {"rounds": 3, "date": "2026-01-02", "system": "S", "cores": 2, "python": "3", "versions": "pandas 3"},
    "times": {"load a table": {"ours": [0.1, 0.2, 0.3], "peer": [0.2, 0.2, 0.2], "other": [1.0, 1.0, 1.0]}},
    "sizes": {
        "ours": {"own": 1_000_000, "download": 4_000_000, "distributions": 3},
        "peer": {"own": 500_000, "download": 8_000_000, "distributions": 6},
    },
}


def test_ratios_are_those_of_the_same_round() -> None:
    assert timing.ratios([1.0, 6.0, 1.0], [1.0, 2.0, 4.0]) == timing.Spread(median=1.0, least=0.25, most=3.0)


def test_each_command_runs_once_a_round_in_turn_and_the_first_round_does_not_count(tmp_path: Path) -> None:
    note = "import sys; open('log', 'a').write(sys.argv[1])"
    commands = {name: [sys.executable, "-c", note, name] for name in "ab"}
    times = timing.in_turn(commands, 2, tmp_path)
    assert (tmp_path / "log").read_text(encoding="utf-8") == "ababab"
    assert {name: len(values) for name, values in times.items()} == {"a": 2, "b": 2}
    assert min(*times["a"], *times["b"]) > 0


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    with pytest.raises(CalledProcessError):
        timing.in_turn({"a": [sys.executable, "-c", "raise SystemExit(1)"]}, 1, tmp_path)


def test_the_package_is_compared_with_each_peer_in_each_respect() -> None:
    known = report.comparisons(RESULTS)
    assert [(one.respect, one.peer, one.ratio.median) for one in known] == [
        ("load a table", "peer", 1.0),
        ("load a table", "other", 0.2),
        ("its own wheel", "peer", 2.0),
        ("all that pip fetches", "peer", 0.5),
        ("number of distributions", "peer", 0.5),
    ]


def test_the_page_has_a_row_for_each_comparison() -> None:
    page = report.page(RESULTS)
    assert "| peer | 200 ms | 200 ms | 1.00 (0.50 to 1.50) | 0 (-100 to 100) |" in page
    assert "| peer | 1.00 MB | 0.50 MB | 2.00 |" in page
    assert "| peer | 3 | 6 | 0.50 |" in page
    assert page.count("\n## ") == 4


def test_a_size_is_that_of_the_files_that_would_be_installed(tmp_path: Path) -> None:
    planned = []
    for name, size in (("asked for", 10), ("brought along", 32)):
        file = tmp_path / f"{name}.whl"
        file.write_bytes(bytes(size))
        planned.append({"download_info": {"url": file.as_uri()}, "requested": name == "asked for"})
    assert sizes.measure(planned) == sizes.Size(own=10, download=42, distributions=2)
