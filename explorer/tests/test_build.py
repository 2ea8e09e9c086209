"""A site is written whole or not at all, and where it cannot be, the command says why."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from explorer import __main__, site
from explorer.tests.projects import Rows, change_rows, copied_project
from explorer.tests.published import published
from tests.support import ROOT

Refused = Callable[[Path], str]


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    """Return what writes a site into a folder, which must fail, and gives the message."""

    def message(folder: Path) -> str:
        code = __main__.main(["--to", str(folder)])
        printed = capsys.readouterr()
        assert (code, printed.out) == (2, "")
        assert printed.err.startswith("explorer: ")
        assert printed.err.count("\n") == 1
        return printed.err

    return message


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """Return the folder of an earlier site."""
    folder = tmp_path / "earlier"
    (folder / site.MARK).parent.mkdir(parents=True)
    (folder / site.MARK).touch()
    (folder / "index.html").write_text("the earlier site", encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the project, of which the command writes the site."""
    root = copied_project(tmp_path / "project")
    monkeypatch.setattr(__main__, "ROOT", root)
    return root


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files in a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_a_folder_that_holds_something_else_stays_as_it_is(tmp_path: Path, refused: Refused) -> None:
    folder = tmp_path / "papers"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("my own page", encoding="utf-8")
    before = contents(folder)
    assert f"{folder} holds something else than a site" in refused(folder)
    assert contents(folder) == before


def test_a_file_in_the_place_of_the_folder_stays(tmp_path: Path, refused: Refused) -> None:
    file = tmp_path / "site"
    file.write_text("my own file", encoding="utf-8")
    assert str(file) in refused(file)
    assert file.read_text(encoding="utf-8") == "my own file"


def test_what_npm_installs_is_asked_for(
    earlier: Path, tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "MODULES", tmp_path / "node_modules")
    before = contents(earlier)
    message = refused(earlier)
    assert "explorer/node_modules/" in message
    assert "make site" in message
    assert contents(earlier) == before


def test_a_library_that_is_missing_is_named(tmp_path: Path) -> None:
    code = "import sys; sys.modules['jinja2'] = None; from explorer.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "--to", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "explorer: the package jinja2 is missing; run make site, which installs it\n"
    assert not (tmp_path / "site").exists()


def test_faults_of_the_schemas_are_told(earlier: Path, project: Path, refused: Refused) -> None:
    schema = next((project / "schemas" / "tables").iterdir())
    schema.write_text(schema.read_text(encoding="utf-8").replace('"origin"', '"orgin"', 1), encoding="utf-8")
    before = contents(earlier)
    message = refused(earlier)
    assert "the schemas have faults" in message
    assert schema.name in message
    assert contents(earlier) == before


def test_damaged_data_are_told(earlier: Path, project: Path, refused: Refused) -> None:
    file = project / "datapackage.json"
    file.write_bytes(file.read_bytes().replace(b"counternarcotics", b"Counternarcotics", 1))
    before = contents(earlier)
    assert f"{file}: not as the build left it" in refused(earlier)
    assert contents(earlier) == before


def test_a_row_in_the_place_of_another_page_is_told(
    earlier: Path, project: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "EXPORTS", ())  # the build does not come to them
    tables = published(project)
    *_, (table, _) = tables.with_pages
    key = next(iter(tables.columns[table]))

    def add_row(rows: Mapping[str, Rows]) -> None:
        rows[table].append({**rows[table][0], key: "index"})

    change_rows(project, add_row)
    before = contents(earlier)
    assert f"two pages have the address {table}/index.html; rename the row" in refused(earlier)
    assert contents(earlier) == before


def test_a_failed_build_leaves_nothing_behind(earlier: Path, project: Path, refused: Refused) -> None:
    (project / "codings" / "cells.csv").unlink()
    refused(earlier)
    assert sorted(os.listdir(earlier.parent)) == ["earlier", "project"]
    refused(earlier.parent / "new")
    assert sorted(os.listdir(earlier.parent)) == ["earlier", "project"]


def test_a_site_takes_the_place_of_an_earlier_one(
    earlier: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["--to", str(earlier)]) == 0
    pages = [name for name in contents(earlier) if name.endswith(".html")]
    assert capsys.readouterr().out.startswith(f"{len(pages)} pages in {earlier}; open ")
    assert (earlier / "index.html").read_text(encoding="utf-8") != "the earlier site"
    assert sorted(os.listdir(earlier.parent)) == ["earlier", "project"]
