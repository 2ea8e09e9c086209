"""``datapackage.json``: libraries that share no code with frictionless read every table by it, with the right types."""

import shutil
from pathlib import Path

import pytest

from tests.metadata.asked import asked
from tests.metadata.cells import read, rows
from tests.support import ROOT
from tests.support.built import BUILT

LIBRARIES = ("datapackage", "dplib")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("folder", [ROOT, BUILT], ids=["project", "example"])
def test_another_library_reads_what_the_csv_files_hold(folder: Path, library: str) -> None:
    (tables,) = asked(f"{library} rows", folder)
    described = read(folder, "datapackage.json")["resources"]
    assert list(tables) == [table["name"] for table in described]
    for table in described:
        assert tables[table["name"]] == rows(folder, table)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("old", "new"),
    [(",85.0,", ",about 85,"), (",2024-03-15,2024-03-15,", ",2024-03-15,March,"), (",quantity,", ",amount,")],
)
def test_a_file_that_is_not_as_described_is_refused(old: str, new: str, library: str, tmp_path: Path) -> None:
    shutil.copytree(BUILT / "data", tmp_path / "data")
    shutil.copyfile(BUILT / "datapackage.json", tmp_path / "datapackage.json")
    file = tmp_path / "data" / "seizures.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    (problems,) = asked(library, tmp_path)
    assert problems
