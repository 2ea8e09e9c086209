"""The ledger of the real articles: every stretch stands in it once, coded or left out with a reason."""

from typing import Any

import pytest

from tests.support import ROOT
from tests.support.example import Made, changed, make
from tests.support.ledger import ledger_problems


@pytest.fixture(scope="module")
def made() -> Made:
    return make(ROOT)


def test_the_passages_tile_every_article_and_say_what_is_coded(made: Made) -> None:
    assert made.articles
    assert ledger_problems(made.tables, made.articles) == []


def passage(made: Made, status: str) -> dict[str, Any]:
    """Return the first passage with a status that has a neighbour before it; the status `part` is that of a part."""
    rows: list[dict[str, Any]] = made.tables["passages"].to_pylist()
    statuses = [row["status"] if row["within"] is None else "part" for row in rows]
    return next(row for row, own in zip(rows, statuses, strict=True) if own == status and row["passage_start"] > 0)


@pytest.mark.parametrize(
    ("status", "column", "cells"),
    [
        ("coded", "passage_start", {"passage_start": 1}),
        ("coded", "zone", {"zone": "other_article"}),
        ("coded", "seed_file", {"seed_file": "seeds/999_0000000000000000.txt"}),
        ("coded", "n_values", {"n_values": 0}),
        ("coded", "status", {"status": "left_out"}),
        ("coded", "reason", {"reason": "absence"}),
        ("left_out", "reason", {"reason": None}),
        ("left_out", "status", {"status": "coded"}),
        ("part", "passage_start", {"passage_start": 0}),
        ("part", "within", {"within": "no-article--001"}),
        ("part", "zone", {"zone": "other_article"}),
        ("part", "n_values", {"n_values": 99}),
        ("part", "status", {"status": "coded"}),
        ("part", "reason", {"reason": None}),
    ],
)
def test_a_planted_fault_is_seen(made: Made, status: str, column: str, cells: dict[str, Any]) -> None:
    row_id = passage(made, status)["passage_id"]
    problems = ledger_problems(changed(made, "passages", row_id, **cells), made.articles)
    assert any(problem.startswith(f"{row_id}.{column}:") for problem in problems)


def test_a_passage_that_is_missing_is_seen(made: Made) -> None:
    row_id = passage(made, "coded")["passage_id"]
    assert ledger_problems(changed(made, "passages", row_id, drop=True), made.articles)
