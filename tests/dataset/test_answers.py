"""The package on the dataset of the project: it is sound, and every row says who says it and how to cite it."""

import json
from collections.abc import Iterator
from functools import cache

import pytest

import counternarcotics as cn
from counternarcotics import _package
from counternarcotics._package import DataPackage
from counternarcotics._verify import verify
from tests.support import ROOT

VALUES = [table for table in cn.tables() if not cn.schema(table).get("built")]
"""The tables whose rows have evidence of their own."""


@pytest.fixture(scope="module", autouse=True)
def tables_read_once() -> Iterator[None]:
    """Let each table be read once: there are many rows to ask for."""
    package, read = _package.installed(), DataPackage.read
    once = cache(lambda table, format: read(package, table, format))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DataPackage, "read", lambda _, table, format="parquet": once(table, format))
        yield


@pytest.mark.parametrize("table", VALUES)
def test_every_row_says_who_says_it_and_is_cited_with_its_articles(table: str) -> None:
    frame = cn.load(table)
    assert len(frame)
    (key,) = cn.schema(table)["primaryKey"]
    evidence = cn.evidence(frame)
    for row_id in frame[key]:
        answer = cn.why(table, row_id)
        assert answer["evidence_id"].tolist() == evidence.loc[evidence[key] == row_id, "evidence_id"].tolist()
        assert str(answer).startswith(f"{table} {row_id}\n")
    # Of the rows that rest on the same articles, one is cited: to cite takes long.
    articles = evidence.groupby(key)["source_id"].agg(lambda ids: ",".join(sorted(set(ids))))
    for row_id, sources in articles[~articles.duplicated()].items():
        cited = json.loads(cn.cite("csl-json", table, str(row_id)))
        assert [item["id"] for item in cited if item["type"] != "dataset"] == sources.split(",")


def test_the_package_is_sound_with_its_articles() -> None:
    report = verify(seeds=ROOT / "seeds")
    assert report.sound, report.text()
    articles = next(check for check in report.checks if check.name.startswith("articles"))
    assert articles.total == len(cn.load("sources"))
