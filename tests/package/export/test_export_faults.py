"""Exports that cannot be made, or are stopped half-way: what is said, and that nothing is left behind."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counternarcotics._errors import UsageError
from counternarcotics._export import export
from counternarcotics._package import DataPackage
from tests.package.export.test_export import FORMATS, PACKAGE, contents, copied, entry, run
from tests.support.built import BUILT

ENTRIES = [(format, False) for format in FORMATS] + [("csv", True)]


def refused(package: DataPackage, format: str, folder: Path, message: str) -> None:
    """Assert that an export is refused with a message and leaves in the folder what was there."""
    before = sorted(folder.rglob("*")), contents(folder)
    with pytest.raises(UsageError, match=message):
        export(package, format, folder)
    assert (sorted(folder.rglob("*")), contents(folder)) == before


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    refused(
        PACKAGE,
        "excel",
        tmp_path / "x",
        "There is no export format 'excel'.*annotations, csv, jsonl, parquet, sqlite, xlsx, zip",
    )


@pytest.mark.parametrize(("format", "for_excel"), ENTRIES)
def test_the_same_export_again_does_nothing(format: str, for_excel: bool, tmp_path: Path) -> None:
    made = export(PACKAGE, format, tmp_path, for_excel=for_excel)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert export(PACKAGE, format, tmp_path, for_excel=for_excel) == made
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("format", FORMATS)
def test_another_entry_of_the_name_is_never_overwritten(format: str, tmp_path: Path) -> None:
    taken = tmp_path / entry(format)
    taken.write_bytes(b"mine")
    refused(PACKAGE, format, tmp_path, f"{re.escape(str(taken))}: exists already, with other content; name another")


@pytest.mark.parametrize("format", ["csv", "zip"])
@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")], ids=["folder", "dangling-link"])
def test_nor_is_an_empty_folder_or_a_link(make: object, format: str, tmp_path: Path) -> None:
    taken = tmp_path / entry(format)
    make(taken)  # type: ignore[operator]
    refused(PACKAGE, format, tmp_path, "exists already")
    assert taken.is_dir() or taken.is_symlink()


@pytest.mark.parametrize("change", ["added", "removed", "changed"])
def test_an_export_that_was_changed_is_in_the_way(change: str, tmp_path: Path) -> None:
    made = export(PACKAGE, "csv", tmp_path)
    if change == "added":
        (made / "notes.txt").write_bytes(b"mine")
    elif change == "removed":
        (made / "events.csv").unlink()
    else:
        (made / "events.csv").write_bytes((made / "events.csv").read_bytes().replace(b"a", b"b", 1))
    refused(PACKAGE, "csv", tmp_path, "exists already, with other content")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("folder", ["taken", "taken/below"])
def test_a_file_where_the_folder_should_be(folder: str, format: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"mine")
    with pytest.raises(OSError, match=r"taken.*: the export failed and wrote nothing \(.*taken.*\); fix that"):
        export(PACKAGE, format, tmp_path / folder)
    assert contents(tmp_path) == {"taken": b"mine"}


def test_the_name_of_a_folder_cannot_forge_a_message(tmp_path: Path) -> None:
    (tmp_path / "a\nDone").write_bytes(b"mine")
    with pytest.raises(OSError, match=r"a\\nDone: the export failed and wrote nothing"):
        export(PACKAGE, "csv", tmp_path / "a\nDone")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows knows no such modes")
def test_a_folder_that_may_not_be_written_to() -> None:
    code = """
import os
from pathlib import Path
from counternarcotics import _package
from counternarcotics._export import export
package, folder = _package.at(Path(sys.argv[1])), Path(sys.argv[2])
if os.geteuid() == 0:  # modes do not bind root
    import tempfile, counternarcotics._export.about, counternarcotics._export.formats.csv
    counternarcotics._export.format_names = lambda: ["csv"]  # nor may it list the folder of the modules
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
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "notes.txt").write_bytes(b"mine")
    assert "wrote nothing" in run(FULL, BUILT, format, tmp_path).stdout
    assert contents(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("format", ["csv", "zip"])
@pytest.mark.parametrize("error", [OSError(errno.EIO, "gone"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_nothing_is_left_when_the_last_step_fails(
    error: BaseException, format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(source: Path, target: Path) -> None:
        raise error

    monkeypatch.setattr(Path, "rename", failing)
    monkeypatch.setattr(os, "link", failing)
    with pytest.raises(type(error)):
        export(PACKAGE, format, tmp_path)
    assert list(tmp_path.iterdir()) == []


STOPPED = """
from pathlib import Path
from counternarcotics import _package
from counternarcotics._export import about, export

def stop(*_):
    print("stopped", flush=True)
    sys.stdin.read()

about._sums = stop
export(_package.at(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
"""


def started(format: str, folder: Path) -> subprocess.Popen[str]:
    """Start an export in a process of its own, and return that process when it has written all but the checksums."""
    code = f"import sys; sys.path.insert(0, {str(BUILT / 'src')!r})\n{STOPPED}"
    command = [sys.executable, "-c", code, str(BUILT), format, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "stopped\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
@pytest.mark.parametrize("format", FORMATS)
def test_what_a_killed_export_left_is_cleared_by_the_next(format: str, tmp_path: Path) -> None:
    with started(format, tmp_path) as process:
        process.send_signal(signal.SIGKILL)
    (leftover,) = tmp_path.iterdir()
    assert leftover.name.startswith(".counternarcotics-export-unfinished-")
    assert any(leftover.rglob("README.md"))
    (tmp_path / "notes.txt").write_bytes(b"mine")
    made = export(PACKAGE, "csv", tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([made, tmp_path / "notes.txt"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_an_export_that_is_running_is_left_alone(tmp_path: Path) -> None:
    with started("csv", tmp_path) as process:
        (scratch,) = tmp_path.iterdir()
        before = contents(scratch)
        made = export(PACKAGE, "csv", tmp_path)
        assert contents(scratch) == before
        process.send_signal(signal.SIGKILL)
    assert scratch.exists()
    assert export(PACKAGE, "csv", tmp_path) == made
    assert list(tmp_path.iterdir()) == [made]


def before_the_last_step(event: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something happen when an export finds its place free, just before it goes there."""
    rename, link = Path.rename, os.link

    def step(source: Path, target: Path, move: Callable[[Path, Path], object]) -> object:
        monkeypatch.setattr(Path, "rename", rename)
        monkeypatch.setattr(os, "link", link)
        event(target)
        return move(source, target)

    monkeypatch.setattr(Path, "rename", lambda source, target: step(source, target, rename))
    monkeypatch.setattr(os, "link", lambda source, target: step(source, target, link))


@pytest.mark.parametrize("format", FORMATS)
def test_of_two_at_once_the_second_finds_the_entry_there(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = list[Path]()
    before_the_last_step(lambda _: others.append(export(PACKAGE, format, tmp_path)), monkeypatch)
    made = export(PACKAGE, format, tmp_path)
    assert others == [made]
    assert list(tmp_path.iterdir()) == [made]


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_appears_at_the_last_moment_is_not_overwritten(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_the_last_step(lambda target: target.write_bytes(b"mine"), monkeypatch)
    with pytest.raises(UsageError, match="exists already, with other content"):
        export(PACKAGE, format, tmp_path)
    assert contents(tmp_path) == {entry(format): b"mine"}


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refusing)
    made = export(PACKAGE, "zip", tmp_path)
    assert list(tmp_path.iterdir()) == [made]


BESIDE = ("CITATION.cff", "LICENSE-DATA", "RIGHTS.md", "data/citations.json")
NEEDED = {
    "annotations": (*BESIDE, "data/events.csv", "data/events.parquet"),
    "csv": (*BESIDE, "data/events.csv"),
    "parquet": (*BESIDE, "data/events.parquet"),
    "jsonl": (*BESIDE, "data/events.parquet"),
    "sqlite": (*BESIDE, "data/events.parquet"),
    "xlsx": (*BESIDE, "data/events.parquet"),
    "zip": (*BESIDE, "CHANGELOG.md", "releases.json", "data/README.md", "data/events.csv"),
}


@pytest.mark.parametrize(("format", "name"), [(format, name) for format in FORMATS for name in NEEDED[format]])
def test_a_file_that_the_package_lacks_is_named(format: str, name: str, tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    (package.root / name).unlink()
    with pytest.raises((OSError, UsageError), match=re.escape(str(package.root / name))):
        export(package, format, tmp_path / "x")
    assert list((tmp_path / "x").iterdir()) == []


def test_tables_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    rows = package.read("evidence")
    ids = pa.array(["no-such-row"] * rows.num_rows)
    place = rows.column_names.index("row_id")
    pq.write_table(rows.set_column(place, rows.schema.field(place), ids), package.path("evidence"))
    message = (
        rf"{re.escape(str(package.root))}: the tables do not fit together \(ValueError: .*no-such-row.*; install the"
    )
    refused(package, "xlsx", tmp_path / "x", message)


def test_checksums_that_are_missing_are_named(tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    (package.root / "data" / "SHA256SUMS").unlink()
    refused(package, "zip", tmp_path / "x", "data/SHA256SUMS: missing; install or fetch the version again")


@pytest.mark.parametrize("format", ["annotations", "jsonl", "sqlite", "xlsx"])
@pytest.mark.parametrize("content", [b"", b"PAR1", None], ids=["empty", "cut", "another-table"])
def test_a_table_that_cannot_be_read_is_refused(content: bytes | None, format: str, tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    other = package.path("actors").read_bytes()
    package.path("events").write_bytes(other if content is None else content)
    refused(package, format, tmp_path / "x", r"events\.parquet: it cannot be read \(.+\); install the package again")


def test_checksums_that_lead_out_of_the_package_are_refused(tmp_path: Path) -> None:
    package = copied(tmp_path / "package")
    (tmp_path / "secret").write_bytes(b"mine")
    for name in ("../../secret", "/secret", ".."):
        (package.root / "data" / "SHA256SUMS").write_text(f"{'0' * 64}  {name}\n", encoding="utf-8")
        refused(package, "zip", tmp_path / "x", rf"SHA256SUMS: line 1: .*{re.escape(name)}.*: expected a SHA-256")


def test_a_package_is_not_changed_by_exporting_into_it(tmp_path: Path) -> None:
    package = copied(tmp_path)
    before = contents(tmp_path)
    export(package, "csv", package.root / "data")
    export(package, "zip", package.root)
    assert contents(tmp_path).items() >= before.items()


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_left_beside_an_export(format: str, tmp_path: Path) -> None:
    shutil.copy(BUILT / "RIGHTS.md", tmp_path)
    made = export(PACKAGE, format, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([tmp_path / "RIGHTS.md", made])
