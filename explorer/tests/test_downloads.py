"""What people download is what the page says, and what the project has; what they copy cites it."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pyarrow.parquet as pq
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from lxml.html import HtmlElement

import counternarcotics as cn
from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._types import CitationFormat
from explorer.tests.published import Key, Published, csv_rows
from explorer.tests.read_pages import Pages, row_of, said
from tests.support import ROOT

SUMS = "SHA256SUMS"
PAGE = "downloads.html"


@pytest.fixture
def downloads(site: Path, tmp_path: Path) -> Path:
    """Return a copy of the files to download, for faults to be planted in."""
    return Path(shutil.copytree(site / "downloads", tmp_path / "downloads"))


def listed(page: HtmlElement) -> dict[str, tuple[str, str]]:
    """Return what the page says of each file: its bytes and its SHA-256."""
    files = {}
    for row in page.iter("tr"):
        cells = [said(cell).replace(",", "") for cell in row]
        for link in row.xpath(".//a[starts-with(@href, 'downloads/')]"):
            (size,) = (cell for cell in cells if cell.isdecimal())
            (digest,) = (cell for cell in cells if re.fullmatch("[0-9a-f]{64}", cell))
            files[link.get("href").removeprefix("downloads/")] = (size, digest)
    return files


def wrong_downloads(folder: Path, page: HtmlElement) -> list[str]:
    """Return which files differ from what the page and the checksums say of them, or are not there or not listed."""
    contents = {file.name: file.read_bytes() for file in folder.iterdir() if file.name != SUMS}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    said_of = listed(page)
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    names = sorted({*contents, *said_of, *sums})
    faults = [f"{name}: another sum in {SUMS}" for name in names if sums.get(name) != digests.get(name)]
    sizes = {name: str(len(content)) for name, content in contents.items()}
    return faults + [
        f"{name}: the page says {said_of.get(name)}"
        for name in names
        if said_of.get(name) != (sizes.get(name), digests.get(name))
    ]


def wrong_tables(folder: Path, tables: Published) -> list[str]:
    """Return which tables are not those of the project, as CSV byte for byte, or say something else as Parquet."""
    faults = []
    for table, rows in tables.rows.items():
        file = folder / f"{table}.csv"
        if file.read_bytes() != (ROOT / "data" / file.name).read_bytes():
            faults.append(f"{table}.csv")
        parquet = pq.read_table(file.with_suffix(".parquet")).to_pylist()
        texts = [{name: cell_text(cell) for name, cell in row.items()} for row in parquet]
        if texts != csv_rows(file) or len(texts) != len(rows):
            faults.append(f"{table}.parquet")
    return faults


def verified(file: Path) -> tuple[int, str]:
    """Return how the package judges a copy of the data, and what it says."""
    code = "import sys; from counternarcotics._cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "verify", str(file)]
    done = subprocess.run(command, cwd=ROOT / "src", capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def the_zip(folder: Path) -> Path:
    """Return the zip among the files to download."""
    (file,) = folder.glob("*.zip")
    return file


def test_the_files_are_as_the_page_says(site: Path, pages: Pages) -> None:
    assert wrong_downloads(site / "downloads", pages[PAGE]) == []
    assert len(listed(pages[PAGE])) > 0


def test_a_file_that_is_not_as_the_page_says_is_seen(downloads: Path, pages: Pages) -> None:
    file = downloads / "timeline.csv"
    file.write_bytes(file.read_bytes() + b"\n")
    faults = wrong_downloads(downloads, pages[PAGE])
    assert [fault.partition(" says")[0] for fault in faults] == [
        f"timeline.csv: another sum in {SUMS}",
        "timeline.csv: the page",
    ]


def test_a_file_that_is_missing_and_one_that_is_not_listed_are_seen(downloads: Path, pages: Pages) -> None:
    (downloads / "timeline.csv").rename(downloads / "other.csv")
    faults = wrong_downloads(downloads, pages[PAGE])
    assert [fault.partition(":")[0] for fault in faults] == ["other.csv", "timeline.csv"] * 2


def test_the_tables_are_those_of_the_project(site: Path, tables: Published) -> None:
    assert wrong_tables(site / "downloads", tables) == []


def test_a_table_with_another_value_is_seen(downloads: Path, tables: Published) -> None:
    (downloads / "timeline.parquet").write_bytes((downloads / "events.parquet").read_bytes())
    assert wrong_tables(downloads, tables) == ["timeline.parquet"]
    file = downloads / "events.csv"
    file.write_bytes(file.read_bytes() + file.read_bytes().splitlines(keepends=True)[-1])
    assert wrong_tables(downloads, tables) == ["timeline.parquet", "events.csv", "events.parquet"]


def test_the_zip_is_complete(site: Path) -> None:
    code, report = verified(the_zip(site / "downloads"))
    assert (code, "Sound" in report) == (0, True)


def test_a_damaged_zip_is_seen(downloads: Path) -> None:
    file = the_zip(downloads)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    code, report = verified(file)
    assert code in (1, 2)
    assert "Traceback" not in report


def test_reference_managers_can_read_the_citation(site: Path) -> None:
    (item,) = json.loads(cn.cite("csl-json"))
    folder = site / "downloads"
    library = parse_string((folder / "counternarcotics.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert (entry.key, entry["year"]) == (item["id"], str(item["issued"]["date-parts"][0][0]))
    assert item["version"] in " ".join(str(field.value) for field in entry.fields)
    (reference,) = rispy.loads((folder / "counternarcotics.ris").read_text(encoding="utf-8"))
    assert (reference["title"], reference["id"]) == (item["title"], item["id"])
    assert json.loads((folder / "counternarcotics.csl.json").read_text(encoding="utf-8")) == [item]


@pytest.mark.parametrize(("name", "form"), [("bib", "bibtex"), ("ris", "ris"), ("csl.json", "csl-json")])
def test_the_files_to_cite_with_are_those_of_the_package(site: Path, name: str, form: CitationFormat) -> None:
    text = (site / "downloads" / f"counternarcotics.{name}").read_bytes().decode()
    assert text.rstrip() == cn.cite(form).rstrip()


def uncited(page: HtmlElement, *citations: str) -> list[str]:
    """Return which citations a page does not offer to be copied, exactly as they are but for the kind of line ends."""
    offered = {block.text_content().strip() for block in page.iter("pre")}
    return [citation for citation in citations if "\n".join(citation.split("\r\n")).strip() not in offered]


def first_rows(tables: Published) -> Iterator[Key]:
    """Yield the first row of each table that has pages."""
    firsts = dict[str, Key]()
    for row in tables.with_pages:
        firsts.setdefault(row[0], row)
    yield from firsts.values()


def test_the_pages_cite_as_the_package_does(pages: Pages, tables: Published) -> None:
    assert uncited(pages["cite.html"], *(cn.cite(form) for form in get_args(CitationFormat))) == []
    of_rows = {row: page for page in pages.values() if (row := row_of(page))}
    for row in first_rows(tables):
        assert uncited(of_rows[row], cn.cite("apa", *row), cn.cite("bibtex", *row)) == []


def test_another_citation_is_seen(pages: Pages) -> None:
    other = cn.cite("apa").replace("(", "[")
    assert uncited(pages["cite.html"], cn.cite("bibtex"), other) == [other]
