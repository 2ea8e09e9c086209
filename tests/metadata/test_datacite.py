"""``data/datacite.json``: DataCite's schema takes it, with and without a DOI, and it says what the descriptor says."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.write.datacite import datacite
from tests.metadata.asked import asked
from tests.support import ROOT
from tests.support.built import BUILT


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((BUILT / name).read_text(encoding="utf-8"))
    return content


def written(folder: Path, **changes: Any) -> Path:
    """Return a folder with the metadata, of which some properties are changed, or left out where they are None."""
    content = {**read("data/datacite.json"), **changes}
    (folder / "data").mkdir()
    kept = {key: value for key, value in content.items() if value is not None}
    (folder / "data" / "datacite.json").write_text(json.dumps(kept), encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", [ROOT, BUILT], ids=["project", "example"])
def test_the_schema_takes_it(folder: Path) -> None:
    assert asked("datacite", folder) == [[]]


def test_the_schema_takes_it_with_the_doi_that_a_deposit_gives(tmp_path: Path) -> None:
    assert asked("datacite", written(tmp_path, doi="10.5072/any")) == [[]]


PLANTED: dict[str, dict[str, Any]] = {
    "a DOI that is none": {"doi": "doi:any"},
    "no title": {"titles": None},
    "a year that is none": {"publicationYear": "this year"},
    "a kind that there is not": {"types": {"resourceTypeGeneral": "Data"}},
    "a kind of date that there is not": {"dates": [{"date": "2026-11-22", "dateType": "Printed"}]},
    "a relation that there is not": {
        "relatedItems": [{"relatedItemType": "Text", "relationType": "IsMadeOf", "titles": [{"title": "A"}]}]
    },
    "a name that there is not": {"licence": "CC-BY-4.0"},
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_the_schema_does_not_know_is_seen(planted: str, tmp_path: Path) -> None:
    (faults,) = asked("datacite", written(tmp_path, **PLANTED[planted]))
    assert faults


def test_it_is_made_from_the_descriptor_and_the_citations() -> None:
    descriptor, cited = read("datapackage.json"), read("data/citations.json")
    descriptor |= {"version": "9.8.7", "created": "2031-02-03T00:00:00Z"}
    content = json.loads(datacite(descriptor, cited))
    assert (content["version"], content["publicationYear"]) == ("9.8.7", "2031")
    assert content["dates"] == [{"date": "2031-02-03", "dateType": "Issued"}]
    assert content["alternateIdentifiers"][0]["alternateIdentifier"] == descriptor["fingerprint"]
    assert content["rightsList"][0]["rightsIdentifier"] == descriptor["licenses"][0]["name"]
    titles = [item["titles"][0]["title"] for item in content["relatedItems"]]
    assert titles == [reference["csl"]["title"] for reference in cited["articles"].values()]
    assert "doi" not in content
