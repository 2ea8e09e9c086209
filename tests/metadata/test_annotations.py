"""The export of annotations: every selector finds its words in the article, every cell its value, and pyld reads it."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _package
from counternarcotics._export import export
from tests.metadata.asked import asked
from tests.support import ROOT
from tests.support.built import BUILT

Annotation = dict[str, Any]
SHA256 = r"urn:sha256:([0-9a-f]{64})"


@pytest.fixture(scope="module", params=[ROOT, BUILT], ids=["project", "example"])
def root(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture(scope="module")
def exported(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(_package.at(root), "annotations", tmp_path_factory.mktemp("annotations"))


def annotations(folder: Path) -> list[Annotation]:
    """Return the annotations of an export."""
    content = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
    items: list[Annotation] = content["first"]["items"]
    assert len(items) == content["total"] > 0
    return items


def by_digest(paths: Iterator[Path]) -> dict[str, str]:
    """Return the text of each file by its SHA-256."""
    contents = [path.read_bytes() for path in paths]
    return {hashlib.sha256(content).hexdigest(): content.decode("utf-8") for content in contents}


def unresolved(items: list[Annotation], articles: dict[str, str]) -> list[str]:
    """Return the annotations whose selectors do not choose the same words in the article that they name."""
    faults = []
    for item in items:
        source = re.fullmatch(SHA256, item["target"]["source"])
        text = articles[source[1]] if source and source[1] in articles else ""
        quote, position = item["target"]["selector"]
        if not quote["exact"] or text[position["start"] : position["end"]] != quote["exact"]:
            faults.append(item["id"])
    return faults


def wrong_cells(items: list[Annotation], files: dict[str, str]) -> list[str]:
    """Return the annotations whose body is not about a cell that holds its value."""
    tables = {digest: list(csv.reader(text.splitlines(keepends=True))) for digest, text in files.items()}
    faults = []
    for item in items:
        text, cell = item["body"]
        told = re.fullmatch(r"(\w+)/([a-z0-9-]+) (\w+): (.+)", text["value"], re.S)
        place = re.fullmatch(r"cell=(\d+),(\d+)", cell["selector"]["value"])
        source = re.fullmatch(SHA256, cell["source"])
        assert told and place and source
        rows = tables[source[1]]
        row, column = rows[int(place[1]) - 1], int(place[2]) - 1
        # A cell of several names holds each of them.
        values = {row[column], *row[column].split("; ")}
        if told[2] not in row or rows[0][column] != told[3] or told[4] not in values:
            faults.append(item["id"])
    return faults


def test_every_selector_finds_its_words_in_the_article(root: Path, exported: Path) -> None:
    articles = by_digest((root / "seeds").glob("*.txt"))
    assert articles
    assert unresolved(annotations(exported), articles) == []


def test_every_body_is_about_the_cell_of_its_value(exported: Path) -> None:
    items = annotations(exported)
    assert wrong_cells(items, by_digest(exported.glob("*.csv"))) == []
    names = {
        path.stem: f"urn:sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in exported.glob("*.csv")
    }
    told = [(item["body"][0]["value"].partition("/")[0], item["body"][1]["source"]) for item in items]
    assert [table for table, source in told if names[table] != source] == []


def test_every_row_of_evidence_is_one_annotation(exported: Path) -> None:
    with (exported / "evidence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    digest = hashlib.sha256((exported / "evidence.csv").read_bytes()).hexdigest()
    told = [(item["id"], item["target"]["selector"][0]["exact"]) for item in annotations(exported)]
    assert told == [(f"urn:sha256:{digest}#{row['evidence_id']}", row["words"]) for row in rows]


def test_it_is_web_annotation_and_linked_data(exported: Path) -> None:
    assert asked("pyld", exported) == [[]]


def test_no_words_stand_in_it_that_the_tables_do_not_hold(exported: Path) -> None:
    selectors = [selector for item in annotations(exported) for selector in item["target"]["selector"]]
    keys = {key for selector in selectors for key in selector}
    assert keys == {"type", "exact", "start", "end"}


@pytest.mark.parametrize(
    ("selector", "key", "by"), [(1, "start", 1), (1, "end", -1), (1, "start", -1), (1, "end", 1), (0, "exact", "x")]
)
def test_a_selector_that_is_off_is_found(selector: int, key: str, by: Any, tmp_path: Path) -> None:
    items = annotations(export(_package.at(BUILT), "annotations", tmp_path))
    items[3]["target"]["selector"][selector][key] += by
    assert unresolved(items, by_digest((BUILT / "seeds").glob("*.txt"))) == [items[3]["id"]]


def test_another_article_is_found(tmp_path: Path) -> None:
    items = annotations(export(_package.at(BUILT), "annotations", tmp_path))
    items[3]["target"]["source"] = f"urn:sha256:{'0' * 64}"
    assert unresolved(items, by_digest((BUILT / "seeds").glob("*.txt"))) == [items[3]["id"]]


@pytest.mark.parametrize(("old", "new"), [("cell=", "cell=1"), (": ", ": x")])
def test_another_cell_or_value_is_found(old: str, new: str, tmp_path: Path) -> None:
    made = export(_package.at(BUILT), "annotations", tmp_path)
    items, files = annotations(made), by_digest(made.glob("*.csv"))
    files = {digest: text + "\n" * 2000 for digest, text in files.items()}
    place = items[3]["body"][0] if ":" in old else items[3]["body"][1]["selector"]
    place["value"] = place["value"].replace(old, new, 1)
    assert wrong_cells(items, files) == [items[3]["id"]]


PLANTED = {
    "a misspelt name": ('"exact"', '"exakt"'),
    "no type": ('"type": "Annotation",', ""),
    "a motivation that there is not": ('"describing"', '"deciding"'),
    "an address that is none": ("urn:sha256:", "sha256 "),
    "a negative offset": ('"start": ', '"start": -'),
    "one annotation less": ('"total": ', '"total": 1'),
    "another context": ("http://www.w3.org/ns/anno.jsonld", "http://www.w3.org/ns/oa.jsonld"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_no_web_annotation_is_seen(planted: str, tmp_path: Path) -> None:
    made = export(_package.at(BUILT), "annotations", tmp_path)
    text = (made / "annotations.jsonld").read_text(encoding="utf-8")
    assert PLANTED[planted][0] in text
    (made / "annotations.jsonld").write_text(text.replace(*PLANTED[planted], 1), encoding="utf-8")
    (faults,) = asked("pyld", made)
    assert faults
