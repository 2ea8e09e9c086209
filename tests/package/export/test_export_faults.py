"""Exports that cannot be made: what is said, and that nothing is left behind."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from counternarcotics import _package
from counternarcotics._errors import UsageError
from counternarcotics._export import FORMATS, export
from counternarcotics._package import DataPackage
from tests.package.export.test_export import FILES, PACKAGE, contents, copied, run
from tests.support.built import BUILT

SINGLE = ("sqlite", "xlsx", "zip")


def refused(package: DataPackage, format: str, folder: Path, message: str) -> None:
    """Assert that an export is refused with a message and leaves the folder, and its absence, as it was."""
    before = contents(folder) if folder.is_dir() else None
    with pytest.raises(UsageError, match=message):
        export(package, format, folder)
    assert (contents(folder) if folder.exists() else None) == before


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    refused(
        PACKAGE, "excel", tmp_path / "x", "There is no export format 'excel'.*csv, parquet, sqlite, xlsx, jsonl, zip"
    )


@pytest.mark.parametrize("format", FORMATS)
def test_another_file_of_the_name_is_never_overwritten(format: str, tmp_path: Path) -> None:
    taken = tmp_path / FILES[format][-1]
    taken.write_bytes(b"mine")
    refused(PACKAGE, format, tmp_path, f"{re.escape(str(taken))}: exists already, with other content; name another")


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")], ids=["folder", "dangling-link"])
def test_nor_is_what_is_no_file(make: object, tmp_path: Path) -> None:
    taken = tmp_path / "counternarcotics.sqlite"
    make(taken)  # type: ignore[operator]
    refused(PACKAGE, "sqlite", tmp_path, "exists already")
    assert taken.is_dir() or taken.is_symlink()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("folder", ["taken", "taken/below"])
def test_a_file_where_the_folder_should_be(folder: str, format: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"mine")
    with pytest.raises(OSError, match=r"taken.*: the export failed and wrote nothing \(.*taken.*\); fix that"):
        export(PACKAGE, format, tmp_path / folder)
    assert contents(tmp_path) == {"taken": b"mine"}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows knows no such modes")
def test_a_folder_that_may_not_be_written_to() -> None:
    code = """
import os
from pathlib import Path
from counternarcotics import _package
from counternarcotics._export import export
package, folder = _package.at(Path(sys.argv[1])), Path(sys.argv[2])
if os.geteuid() == 0:  # modes do not bind root
    import counternarcotics._export.tables
    os.setuid(65534)
for one in (folder, folder / "below"):
    try:
        export(package, "csv", one)
    except OSError as error:
        print(error)
"""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        done = run(code, BUILT, folder)
        assert os.listdir(folder) == []
    assert done.stdout.count("the export failed and wrote nothing ([Errno 13] Permission denied") == 2, done.stderr


FULL = """
import resource
from pathlib import Path
from counternarcotics import _package
from counternarcotics._export import export
package = _package.at(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
try:
    export(package, sys.argv[2], Path(sys.argv[3]))
except OSError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
@pytest.mark.parametrize("format", FORMATS)
def test_a_disk_that_fills_up_leaves_nothing(format: str, tmp_path: Path) -> None:
    done = run(FULL, BUILT, format, tmp_path / "new" / "folder")
    assert "new/folder: the export failed and wrote nothing (" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "notes.txt").write_bytes(b"mine")
    assert "wrote nothing" in run(FULL, BUILT, format, tmp_path).stdout
    assert contents(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("error", [OSError("gone"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_files_that_are_in_place_already_go_when_a_later_one_fails(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        if target.name == "README.md":
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(type(error)):
        export(PACKAGE, "csv", tmp_path)
    assert contents(tmp_path) == {}


BESIDE = ("CITATION.cff", "LICENSE-DATA", "RIGHTS.md", "data/citations.json")
NEEDED = {
    "csv": (*BESIDE, "data/events.csv"),
    "parquet": (*BESIDE, "data/events.parquet"),
    "jsonl": BESIDE,
    "sqlite": ("data/citations.json",),
    "xlsx": ("data/citations.json",),
    "zip": (*BESIDE, "CHANGELOG.md", "releases.json", "data/README.md", "data/SHA256SUMS", "data/events.csv"),
}


@pytest.mark.parametrize(("format", "name"), [(format, name) for format in FORMATS for name in NEEDED[format]])
def test_a_file_that_the_package_lacks_is_named(format: str, name: str, tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    (package.root / name).unlink()
    refused(
        package, format, tmp_path / "x", f"{re.escape(str(package.root / name))}: missing, and no export goes without"
    )


@pytest.mark.parametrize("format", ["jsonl", "sqlite", "xlsx"])
@pytest.mark.parametrize("content", [b"", b"PAR1", None], ids=["empty", "cut", "another-table"])
def test_a_table_that_cannot_be_read_is_refused(content: bytes | None, format: str, tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    other = package.path("actors").read_bytes()
    package.path("events").write_bytes(other if content is None else content)
    refused(package, format, tmp_path / "x", r"package: not as its schemas say \(.*; fetch the version again")


@pytest.mark.parametrize("format", FORMATS)
def test_a_descriptor_that_says_too_little_is_refused(format: str, tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    del package.descriptor["fingerprint"]
    refused(package, format, tmp_path / "x", r"package: not as its schemas say \(KeyError\('fingerprint'\)\)")


def test_checksums_that_lead_out_of_the_package_are_refused(tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    (tmp_path / "secret").write_bytes(b"mine")
    for name in ("../../secret", "/secret", ".."):
        (package.root / "data" / "SHA256SUMS").write_text(f"{'0' * 64}  {name}\n", encoding="utf-8")
        refused(package, "zip", tmp_path / "x", rf"SHA256SUMS:1: .*{re.escape(name)}.*: expected a SHA-256")


def test_a_package_is_not_changed_by_exporting_into_it(tmp_path: Path) -> None:
    package = copied(tmp_path)
    before = contents(tmp_path)
    refused(package, "csv", package.root / "data", "README.md: exists already")
    export(package, "zip", package.root)
    assert contents(tmp_path).items() >= before.items()


def test_the_excel_extra_is_asked_for_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    refused(
        PACKAGE,
        "xlsx",
        tmp_path / "x",
        r'^this needs xlsxwriter, which the extra "excel" brings: python -m pip install xlsxwriter$',
    )


@pytest.mark.parametrize("format", SINGLE)
def test_nothing_is_left_beside_a_file_that_is_made(format: str, tmp_path: Path) -> None:
    shutil.copy(BUILT / "RIGHTS.md", tmp_path)
    export(_package.at(BUILT), format, tmp_path)
    assert sorted(contents(tmp_path)) == sorted(["RIGHTS.md", *FILES[format]])
