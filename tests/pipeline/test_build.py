"""The whole build: exit codes, messages, nothing changed where it fails, the same bytes wherever it runs."""

import contextlib
import errno
import hashlib
import io
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest

import build
from counternarcotics._copies.limits import limits
from counternarcotics._copies.sources import Folder
from counternarcotics._verify.package import verify_package
from counternarcotics._verify.published import Catalogue
from pipeline.check import files as checks_of_files
from pipeline.check.files import check_files
from pipeline.check.made import Made
from pipeline.faults import Fault
from pipeline.release import swap
from pipeline.report import Report
from pipeline.run import STAGES, Asked
from tests.support import ROOT
from tests.support.example import HARBOUR, SEED_FILES, copy_code, without_frictionless


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file with its bytes and the time at which it was last written."""
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


@pytest.fixture
def project(built_example: Path, tmp_path: Path, quick_builds: None) -> Path:
    """Return a fresh copy of the built example."""
    return Path(shutil.copytree(built_example, tmp_path / "project"))


def plant(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_not_checked_is_reported_as_not_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reference to a row of a file that cannot be read is neither right nor wrong."""
    plant(project, "records/sources.yaml", "title: Talks held", "title: Talks: held")
    assert build.main(["--check"], project) == 1
    printed = capsys.readouterr()
    fault, last = printed.err.splitlines()
    assert fault.endswith("[yaml-syntax]")
    assert last == "1 fault; nothing was changed; see docs/faults.md#yaml-syntax"
    assert printed.out.splitlines()[0].startswith("not run: references between rows, ")


def test_a_build_reports_rows_and_guarantees(
    built_example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Path(shutil.copytree(built_example, tmp_path / "project"))
    assert build.main(["--quiet"], project) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "seizures                      2\n" in shown.out
    lines = [line for line in shown.out.splitlines() if line.startswith("guarantee ")]
    assert [line.split(":")[0] for line in lines] == [f"guarantee {number}" for number in range(1, 12)]
    counted = [line for line in lines if not line.endswith("shown by the tests")]
    assert len(counted) == 10
    assert all(", skipped 0" in line and "checked 0" not in line for line in counted)


def test_a_second_build_writes_nothing(project: Path) -> None:
    before = tree(project)
    assert build.main([], project) == 0
    assert tree(project) == before


def test_what_people_wrote_in_data_stays_and_what_no_build_makes_any_more_goes(project: Path) -> None:
    made = b"made by an earlier build\n"
    (project / "data" / "old_table.csv").write_bytes(made)
    with (project / "data" / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{hashlib.sha256(made).hexdigest()}  old_table.csv\n")
    assert build.main([], project) == 0
    assert (project / "data" / "README.md").read_text(encoding="utf-8") == "Derived.\n"
    assert not (project / "data" / "old_table.csv").exists()


def test_a_file_that_no_build_made_is_reported_and_kept(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(project, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    (project / "data" / "notes.csv").write_text("mine\n", encoding="utf-8")
    before = tree(project)
    assert build.main([], project) == 1
    expected = (
        "data/notes.csv file: no build made this file; expected only files that the build makes; fix: move it away"
    )
    assert expected in capsys.readouterr().err
    assert tree(project) == before


WRONG = [
    ("records/harbour.yaml", "quantity: 430", "quantity: 1,430", "yantian-cocaine.quantity"),
    ("records/harbour.yaml", "quote: broadcaster CCTV reported", "quote: broadcaster CCTV said", "cctv.quote"),
    ("records/harbour.yaml", "place_id: yantian\n", "place_id: atlantis\n", "yantian-seizure.place_id"),
    ("records/harbour.yaml", "persons: 2", "persons: 3", "smugglers--jailed.persons"),
    ("records/harbour.yaml", "    reported_by: cctv\n", "    reported_by: cctw\n", "yantian-seizure.reported_by"),
    (SEED_FILES[HARBOUR], "430kg", "431kg", f"{HARBOUR}.sha256"),
    ("records/harbour.yaml", "unit: kilogram\n", "unit: tnne\n", "yantian-cocaine.unit"),
    ("records/harbour.yaml", "name: Wang Hong\n", "country: CN\n", "wang-hong.name"),
    ("schemas/tables/seizures.json", '"origin": "quoted"', '"origin": "dreamt"', "seizures."),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case[3])
def test_wrong_data_give_1_and_change_nothing(
    project: Path, capsys: pytest.CaptureFixture[str], case: tuple[str, str, str, str]
) -> None:
    *where, subject = case
    plant(project, *where)
    before = tree(project)
    assert build.main([], project) == 1
    shown = capsys.readouterr()
    assert subject in shown.err
    assert tree(project) == before
    assert build.main(["--check"], project) == 1
    assert tree(project) == before


def test_a_fault_in_a_table_names_file_and_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(project, "records/harbour.yaml", "persons: 2", "persons: 3")
    build.main([], project)
    lines = (project / "records/harbour.yaml").read_text(encoding="utf-8").splitlines()
    place = f"records/harbour.yaml:{lines.index('    persons: 3') + 1} smugglers--jailed.persons: "
    assert place in capsys.readouterr().err


def test_faults_of_all_stages_are_told_together_and_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planted = WRONG[:4]  # each in a row of its own: a second fault of a row follows from the first
    for file, old, new, _ in planted:
        plant(project, file, old, new)
    assert build.main([], project) == 1
    shown = capsys.readouterr()
    faults = shown.err.splitlines()[:-1]
    for *_, subject in planted:
        assert any(subject in fault for fault in faults)
    places = [re.match(r"(\S+?)(?::(\d+))? ", fault) for fault in faults]
    order = [(place[1], int(place[2] or 0)) for place in places if place]
    assert order == sorted(order)
    assert len(order) == len(faults)
    assert len({fault.split(": ")[0] for fault in faults}) == len(faults)
    not_run = [line for line in shown.out.splitlines() if line.endswith("not run")]
    assert {line.split(":")[0] for line in not_run} >= {f"guarantee {number}" for number in (7, 8, 10, 11)}


def test_check_names_each_file_that_differs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--check"], project) == 0
    plant(project, "data/events.csv", "Talks held", "Talks hold")
    (project / "data" / "extra.csv").write_text("", encoding="utf-8")
    before = tree(project)
    assert build.main(["--check"], project) == 1
    shown = capsys.readouterr().err
    assert "data/events.csv file: line 5" in shown
    assert "data/extra.csv" in shown
    assert tree(project) == before


@pytest.mark.parametrize("missing", ["records", "seeds", "schemas", "schemas/tables", "pyproject.toml", "."])
def test_a_missing_folder_gives_2(project: Path, capsys: pytest.CaptureFixture[str], missing: str) -> None:
    (project / missing).resolve().rename(project.parent / "away")
    assert build.main([], project) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("build.py: could not run: ")
    assert shown.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--jobs", "0"], ["--jobs", "many"], ["--fast"]])
def test_wrong_arguments_give_2(project: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        build.main(arguments, project)
    assert stopped.value.code == 2


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_target_that_cannot_be_written_gives_2(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The disk refuses the third file, with some of the new files already staged."""
    plant(project, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    before = tree(project)
    copy, left = shutil.copyfile, iter(range(2))

    def refuse(source: Path, target: Path) -> Path:
        if swap.STAGING in target.parts and next(left, None) is None:
            raise OSError(number, os.strerror(number), str(target))
        return copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", refuse)
    assert build.main([], project) == 2
    assert os.strerror(number) in capsys.readouterr().err
    assert tree(project) == before


@pytest.mark.usefixtures("quick_builds")
@pytest.mark.parametrize("arguments", [["--check"], []])
def test_what_was_made_apart_is_gone_afterwards(
    built_example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """After a build, and after one whose version the last checks refuse, when all its files are written."""
    project, apart, folders = tmp_path / "project", tmp_path / "apart", list[str]()
    shutil.copytree(built_example, project)
    apart.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(apart))

    def look(staging: Path, made: Made, executor: Executor | None) -> list[Fault]:
        folders.extend(path.name for path in apart.iterdir())
        return check_files(staging, made, executor)

    monkeypatch.setattr(checks_of_files, "check_files", look)
    for code, line in ((0, ""), (1, "Version 9.9.9\n")):
        (project / "README.md").write_text(line, encoding="utf-8")
        assert build.main(arguments, project) == code
        assert [*apart.iterdir()] == []
    assert len(folders) == 2


def test_a_killed_process_gives_2(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(project, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    before, others, locate = tree(project), multiprocessing.active_children(), STAGES["locate"]

    def locate_on_a_killed_process(made: Made, report: Report, asked: Asked) -> None:
        first = next(process for process in multiprocessing.active_children() if process not in others)
        first.kill()
        first.join()
        locate(made, report, asked)

    monkeypatch.setitem(STAGES, "locate", locate_on_a_killed_process)
    assert build.main(["--jobs", "2", "--quiet"], project) == 2
    said = "one of its processes was killed, perhaps for want of memory; try fewer --jobs"
    assert capsys.readouterr().err == f"build.py: could not run: {said}\n"
    assert tree(project) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of its own that is soon full; mounting takes the rights of an administrator."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
        pytest.skip("a disk can be mounted by an administrator only; the test with a refusing disk covers it")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.usefixtures("quick_builds")
@pytest.mark.parametrize("state", ["full", "read-only"])
def test_a_real_disk_that_is_full_or_read_only(built_example: Path, small_disk: Path, state: str) -> None:
    project = small_disk / "project"
    shutil.copytree(built_example, project)
    plant(project, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    if state == "full":
        with pytest.raises(OSError, match="No space"), (small_disk / "ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(b"x" * 4096)
    else:
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    before = tree(project)
    assert build.main([], project) == 2
    assert tree(project) == before
    assert build.main(["--check"], project) == 1


@pytest.fixture(scope="module")
def stopped_build(built_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a changed record, whose build was stopped between two renames."""
    project = Path(shutil.copytree(built_example, tmp_path_factory.mktemp("stopped") / "project"))
    plant(project, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    replace, moves = os.replace, iter(range(3))

    def refuse(source: Path, target: Path) -> None:
        if swap.STAGING not in target.parts and next(moves, None) is None:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))
        replace(source, target)

    with without_frictionless(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            assert build.main([], project) == 2
    assert "run build.py again to complete it" in errors.getvalue()
    return project


@pytest.fixture
def stopped(stopped_build: Path, tmp_path: Path, quick_builds: None) -> Path:
    """Return a fresh copy of the project whose build was stopped."""
    return Path(shutil.copytree(stopped_build, tmp_path / "project"))


def verified(root: Path) -> list[str]:
    """Return what `verify` finds wrong in a project, which is no version that the package knows."""
    return verify_package(Folder(root, limits(large=False)), Catalogue()).faults


def test_a_build_that_was_stopped_is_named(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(stopped)
    assert build.main(["--check"], stopped) == 1
    shown = capsys.readouterr().err
    assert ".staging/journal data: a build was stopped while it put its files in place" in shown
    assert tree(stopped) == before
    said = "data: a build was stopped while it put its files in place; run build.py to complete it"
    assert verified(stopped)[0] == said


def test_the_next_build_completes_it(stopped: Path) -> None:
    assert build.main([], stopped) == 0
    assert build.main(["--check"], stopped) == 0
    assert verified(stopped) == []
    assert not (stopped / swap.STAGING).exists()


def test_the_next_build_completes_it_also_where_the_records_are_wrong_now(stopped: Path) -> None:
    plant(stopped, "records/harbour.yaml", "persons: 2", "persons: 3")
    assert build.main([], stopped) == 1
    assert not (stopped / swap.STAGING).exists()
    plant(stopped, "records/harbour.yaml", "persons: 3", "persons: 2")
    assert build.main(["--check"], stopped) == 0


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_a_linked_folder_gives_2_and_stays(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    (project / "data").rename(project.parent / "elsewhere")
    (project / "data").symlink_to(project.parent / "elsewhere")
    assert build.main(arguments, project) == 2
    assert "data is a link" in capsys.readouterr().err
    assert (project / "data").is_symlink()


def inputs(built_example: Path, root: Path) -> Path:
    """Return a copy of a project with nothing built in it."""
    derived = shutil.ignore_patterns("*.csv", "*.parquet", "SHA256SUMS", "codebook.md", "datapackage.json")
    shutil.copytree(built_example, root, ignore=derived)
    return root


def run(root: Path, *arguments: str, **environment: str) -> None:
    code = f"import build, sys; from pathlib import Path; sys.exit(build.main(sys.argv[1:], Path({str(root)!r})))"
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        ([], {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}),
        ([], {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"}),
        (["--jobs", "3"], {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONHASHSEED": "3", "OMP_NUM_THREADS": "1"}),
    ],
)
def test_the_same_bytes_everywhere(
    built_example: Path, tmp_path: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    root = inputs(built_example, tmp_path / "elsewhere")
    run(root, *arguments, **environment)
    assert {name: content for name, (content, _) in tree(root).items()} == {
        name: content for name, (content, _) in tree(built_example).items()
    }


@pytest.mark.usefixtures("quick_builds")
def test_records_in_other_files_and_order_give_the_same_bytes(built_example: Path, tmp_path: Path) -> None:
    root = inputs(built_example, tmp_path / "elsewhere")
    records = root / "records" / "harbour.yaml"
    first, second = records.read_text(encoding="utf-8").split("seizures:\n", 1)
    records.write_text(first, encoding="utf-8")
    (root / "records" / "a.yaml").write_text(f"source: {HARBOUR}\nseizures:\n{second}", encoding="utf-8")
    assert build.main([], root) == 0
    for path in (root / "data").iterdir():
        assert path.read_bytes() == (built_example / "data" / path.name).read_bytes()


# The command as a process


@pytest.fixture(scope="module")
def checkout(built_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built example with the code that builds it, and a record that was changed since."""
    root = Path(shutil.copytree(built_example, tmp_path_factory.mktemp("checkout") / "project"))
    copy_code(root)
    plant(root, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    return root


@pytest.fixture
def fresh(checkout: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(checkout, tmp_path / "project"))


def command(root: Path, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Start the command of a checkout in a session of its own, quietly: beside others it may take long."""
    line = [sys.executable, *arguments[:-1], str(root / "build.py"), "--quiet", *arguments[-1:]]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(line, cwd=root.parent, encoding="utf-8", start_new_session=True, **pipes)


def test_the_command_runs_from_anywhere(tmp_path: Path) -> None:
    line = [sys.executable, str(ROOT / "build.py"), "--help"]
    assert "--check" in subprocess.run(line, cwd=tmp_path, check=True, capture_output=True, text=True).stdout


def test_the_command_runs_without_docstrings_and_assertions(fresh: Path) -> None:
    help_text, _ = command(fresh, "-OO", "--help").communicate()
    assert build.DESCRIPTION in " ".join(help_text.split())
    assert "130 stopped by Ctrl-C" in " ".join(help_text.split())
    process = command(fresh, "-OO", "--jobs=2")
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")


def test_the_folder_of_the_project_may_be_a_link(fresh: Path) -> None:
    link = fresh.parent / "link"
    link.symlink_to(fresh)
    process = command(link, "--jobs=1")
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert link.is_symlink()
    assert not (fresh / swap.STAGING).exists()


@pytest.mark.parametrize("wrong", [False, True])
def test_a_reader_who_goes_loses_no_fault(fresh: Path, wrong: bool) -> None:
    """What ``python build.py | head -0`` does."""
    if wrong:
        plant(fresh, "records/harbour.yaml", "persons: 2", "persons: 3")
    reading, writing = os.pipe()
    os.close(reading)
    process = command(fresh, "--jobs=1", stdout=writing)
    os.close(writing)
    _, errors = process.communicate()
    assert process.returncode == int(wrong)
    assert errors.count("smugglers--jailed.persons: ") == int(wrong)
    assert "Traceback" not in errors
    assert "Broken pipe" not in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_report_that_cannot_be_printed(fresh: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = command(fresh, "--check", stdout=full)
        _, errors = process.communicate()
    assert process.returncode == 1
    assert errors.startswith("build.py: the report could not be printed: No space left on device\n")
    assert "data/events.csv" in errors
    assert "Traceback" not in errors


# Runs a build and sends a signal to all of its processes, as a terminal does, at the n-th file or module it opens.
STOPPED_AT = """
import os, runpy, signal, sys
number, at, step, build = int(sys.argv[1]), int(sys.argv[2]), 0, os.getpid()
def hook(event, arguments):
    global step
    begun = step or (event == "import" and arguments[0] == "pipeline")
    if begun and os.getpid() == build and (event in ("import", "open") or event.startswith("os.")):
        step += 1
        if step == at:
            os.killpg(0, number)
sys.addaudithook(hook)
sys.argv = sys.argv[3:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.usefixtures("quick_builds")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_that_is_stopped_says_so_in_one_line(checkout: Path, tmp_path: Path, number: int, jobs: int) -> None:
    chance, stopped = random.Random(f"{number} {jobs}"), 0
    # Once as the modules are imported, once while the stages run.
    for attempt, powers in enumerate([(0, 2.5), (2.5, 4)]):
        root = Path(shutil.copytree(checkout, tmp_path / str(attempt)))
        before = without_caches(root)
        at = int(10 ** chance.uniform(*powers))
        stopped_at = [sys.executable, "-c", STOPPED_AT, str(int(number)), str(at)]
        line = [*stopped_at, str(root / "build.py"), "--quiet", f"--jobs={jobs}"]
        ended = subprocess.run(line, capture_output=True, encoding="utf-8", start_new_session=True, check=False)
        if ended.returncode == build.STOPPED:
            stopped += 1
            assert ended.stderr == "build.py: stopped; every file is as the last finished build left it\n"
        else:
            assert (ended.returncode, ended.stderr) == (0, "")
        assert without_caches(root) == before or build.main(["--check"], root) == 0
    assert stopped
    assert build.main([], root) == 0


def without_caches(root: Path) -> dict[str, tuple[bytes, int]]:
    return {path: content for path, content in tree(root).items() if "__pycache__" not in path}
