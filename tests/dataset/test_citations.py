"""The references of the dataset: nothing that a copy editor would mark, and no name that no article prints."""

import json
from collections.abc import Mapping
from typing import Any

import pyarrow.parquet as pq

from pipeline.read.project import read_project
from pipeline.read.schemas import read_schemas
from pipeline.write import citations
from pipeline.write.paths import CITATION, CITATIONS
from tests.pipeline.write.test_citations import mistakes
from tests.support import ROOT

SCHEMAS, _ = read_schemas(ROOT / "schemas")
TABLE = pq.ParquetFile(ROOT / "data" / "sources.parquet").read()
SOURCES: list[dict[str, Any]] = TABLE.to_pylist()


def test_the_committed_files_are_what_the_build_makes() -> None:
    project = read_project(ROOT)
    fingerprint = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["fingerprint"]
    assert (ROOT / CITATIONS).read_bytes() == citations.citations({"sources": TABLE}, SCHEMAS, project, fingerprint)
    assert (ROOT / CITATIONS).read_bytes() != citations.citations({"sources": TABLE}, SCHEMAS, project, "sha256:0")
    assert (ROOT / CITATION).read_bytes() == citations.citation_file(project)
    assert (ROOT / CITATION).read_bytes() != citations.citation_file({**project, "version": "9.9.9"})


def test_no_entry_has_what_a_copy_editor_would_mark() -> None:
    articles = json.loads((ROOT / CITATIONS).read_text(encoding="utf-8"))["articles"]
    assert articles.keys() == {row["source_id"] for row in SOURCES}
    entries = [one[style] for one in articles.values() for style in citations.STYLES]
    assert {entry: mistakes(entry) for entry in entries if mistakes(entry)} == {}


def not_printed(names: Mapping[str, str]) -> list[str]:
    """Return the publishers that are cited by a name that their article does not print."""
    return [
        names.get(row["publisher_text"], row["publisher_text"])
        for row in SOURCES
        if row["publisher_text"]
        and names.get(row["publisher_text"], row["publisher_text"])
        not in (ROOT / row["seed_file"]).read_text(encoding="utf-8")
    ]


def test_names_in_full_stand_in_the_files_that_print_them_short() -> None:
    printed = {row[column] for row in SOURCES for column in ("title", "publisher_text", "via")}
    assert SCHEMAS.cited_as.keys() | SCHEMAS.agencies.keys() <= printed
    assert not_printed(SCHEMAS.cited_as) == []
    publishers = {row["publisher_text"]: "A name that no article prints" for row in SOURCES if row["publisher_text"]}
    assert set(not_printed(publishers)) == set(publishers.values())


def test_a_title_in_another_case_differs_in_nothing_else() -> None:
    for title in {row["title"] for row in SOURCES} & SCHEMAS.cited_as.keys():
        assert SCHEMAS.cited_as[title].casefold() == title.casefold()
