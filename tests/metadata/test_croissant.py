"""``croissant.json``: mlcroissant takes it, and reads by it what the CSV files hold."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.write.croissant import croissant
from tests.metadata.asked import asked
from tests.metadata.cells import read, rows
from tests.support import ROOT
from tests.support.built import BUILT


def copy(folder: Path) -> Path:
    """Return a copy of the tests' dataset with its metadata."""
    shutil.copytree(BUILT / "data", folder / "data")
    for name in ("croissant.json", "datapackage.json"):
        shutil.copyfile(BUILT / name, folder / name)
    return folder


def changed(folder: Path, old: str, new: str) -> Path:
    """Return a copy of the dataset with something else in its metadata, which must hold `old`."""
    text = (BUILT / "croissant.json").read_text(encoding="utf-8")
    assert old in text
    (copy(folder) / "croissant.json").write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", [ROOT, BUILT], ids=["project", "example"])
def test_mlcroissant_takes_it_without_a_warning(folder: Path) -> None:
    assert asked("mlcroissant validate", folder) == [[]]


@pytest.mark.parametrize("folder", [ROOT, BUILT], ids=["project", "example"])
def test_mlcroissant_reads_by_it_what_the_csv_files_hold(folder: Path) -> None:
    (records,) = asked("records", folder)
    tables = read(folder, "datapackage.json")["resources"]
    assert list(records) == [table["name"] for table in tables]
    for table in tables:
        assert records[table["name"]] == rows(folder, table)


def test_another_value_in_a_csv_file_is_seen(tmp_path: Path) -> None:
    folder = copy(tmp_path / "copy")
    file = folder / "data" / "seizures.csv"
    text = file.read_text(encoding="utf-8")
    assert ",430.0," in text
    file.write_text(text.replace(",430.0,", ",431.0,"), encoding="utf-8")
    (records,) = asked("records", folder)
    (table,) = (table for table in read(folder, "datapackage.json")["resources"] if table["name"] == "seizures")
    assert records["seizures"] != rows(folder, table)


@pytest.mark.parametrize("folder", [ROOT, BUILT], ids=["project", "example"])
def test_its_names_are_of_schema_org(folder: Path) -> None:
    assert asked("schema.org", folder) == [[]]


def test_a_name_that_schema_org_does_not_have_is_seen(tmp_path: Path) -> None:
    folder = changed(tmp_path / "copy", '"publisher"', '"published_by"')
    assert asked("schema.org", folder) == [["https://schema.org/published_by"]]


def test_mlcroissant_refuses_a_reference_to_no_file(tmp_path: Path) -> None:
    folder = changed(tmp_path / "copy", '"@id": "data/events.parquet"}', '"@id": "data/event.parquet"}')
    (faults,) = asked("mlcroissant validate", folder)
    assert faults


def test_each_table_column_key_and_file_is_described() -> None:
    content, descriptor = read(BUILT, "croissant.json"), read(BUILT, "datapackage.json")
    files = {file["contentUrl"]: (file["contentSize"], file["sha256"]) for file in content["distribution"]}
    for table, described in zip(descriptor["resources"], content["recordSet"], strict=True):
        for file in (table, table["parquet"]):
            assert files.pop(file["path"]) == (f"{file['bytes']} B", file["hash"].removeprefix("sha256:"))
        assert described["description"] == table["description"]
        assert described["key"] == [{"@id": f"{table['name']}/{name}"} for name in table["schema"]["primaryKey"]]
        texts = [(field["name"], field["description"]) for field in table["schema"]["fields"]]
        assert [(field["name"], field["description"]) for field in described["field"]] == texts
        assert all(text for _, text in texts)
        filled = {name.rpartition("/")[2] for row in rows(BUILT, table) for name, value in row.items() if value}
        keys = {
            key["fields"][0]: (key["reference"]["resource"] or table["name"], key["reference"]["fields"][0])
            for key in table["schema"].get("foreignKeys", [])
            if key["fields"][0] in filled
        }
        references = {field["name"]: field["references"] for field in described["field"] if "references" in field}
        assert references == {
            column: {"fileObject": {"@id": f"data/{other}.parquet"}, "extract": {"column": key}}
            for column, (other, key) in keys.items()
        }
    assert files == {}


def test_it_names_the_articles_and_who_coded_them() -> None:
    content = read(BUILT, "croissant.json")
    (table,) = (table for table in read(BUILT, "datapackage.json")["resources"] if table["name"] == "sources")
    articles = [{name.rpartition("/")[2]: value for name, value in row.items()} for row in rows(BUILT, table)]
    assert content["prov:wasDerivedFrom"] == [
        {"@id": f"urn:sha256:{row['sha256']}", "@type": "prov:Entity", "prov:label": row["title"]} for row in articles
    ]
    assert content["rai:dataCollection"].startswith(f"{len(articles)} news articles")
    twice = sum(row["second_coding"] for row in articles)
    assert f"coded {twice} of the {len(articles)} articles" in content["rai:annotationsPerItem"]


def test_it_is_made_from_the_descriptor() -> None:
    descriptor = read(BUILT, "datapackage.json")
    tables = {table["name"]: pq.read_table(BUILT / table["parquet"]["path"]) for table in descriptor["resources"]}
    descriptor |= {"version": "9.8.7", "created": "2031-02-03T00:00:00Z"}
    content = json.loads(croissant(descriptor, tables, "Cited so."))
    assert (content["version"], content["datePublished"], content["citeAs"]) == ("9.8.7", "2031-02-03", "Cited so.")
