"""A data package on disk: found in a folder, in its data folder and in a zip, and told apart from what is none."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from counternarcotics import _package
from counternarcotics._errors import UsageError
from tests.support.built import BUILT

Part = dict[str, Any]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with the descriptor and the data, as a download has them."""
    shutil.copytree(BUILT / "data", tmp_path / "copy" / "data")
    shutil.copy(BUILT / "datapackage.json", tmp_path / "copy")
    return tmp_path / "copy"


def test_it_names_its_tables_and_files(copy: Path) -> None:
    package = _package.at(copy)
    assert package.version == json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert sorted(package.tables) == sorted(path.stem for path in (copy / "data").glob("*.csv"))
    assert package.path("seizures", "csv") == copy / "data" / "seizures.csv"
    assert package.schema("seizures")["name"] == "seizures"
    assert package.read("events", "csv").equals(package.read("events", "parquet"))


def test_names_that_do_not_exist(copy: Path) -> None:
    package = _package.at(copy)
    with pytest.raises(UsageError, match=r"no table 'seizure'\. Did you mean 'seizures'\? There are: timeline, "):
        package.path("seizure")
    with pytest.raises(UsageError, match=r"no format 'cvs'\. Did you mean 'csv'\? There are: csv, parquet"):
        package.path("seizures", "cvs")
    with pytest.raises(UsageError, match="no table 'seizures-parquet'"):
        package.schema("seizures-parquet")
