"""The whole build: exit codes, messages, nothing changed where it fails, the same bytes wherever it runs."""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import build
from pipeline.release import swap
from pipeline.write import files as package
from pipeline.write.paths import CODEBOOK, DESCRIPTOR
from tests.support import ROOT
from tests.support.example import HARBOUR, write_example


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file with its bytes and the time at which it was last written."""
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_example(tmp_path_factory.mktemp("example"))
    assert build.main([], root) == 0
    return root


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the built example."""
    subprocess.run(["cp", "-r", str(built), str(tmp_path / "project")], check=True)
    return tmp_path / "project"


def plant(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_build_reports_rows_and_guarantees(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main([], project) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "seizures                      2\n" in shown.out
    lines = [line for line in shown.out.splitlines() if line.startswith("guarantee ")]
    assert [line.split(":")[0] for line in lines] == [f"guarantee {number}" for number in range(1, 11)]
    assert all(", skipped 0" in line and "checked 0" not in line for line in lines)


def test_a_second_build_writes_nothing(project: Path) -> None:
    before = tree(project)
    assert build.main([], project) == 0
    assert tree(project) == before


def test_the_readme_in_data_stays_and_other_files_go(project: Path) -> None:
    (project / "data" / "old_table.csv").write_text("x\n", encoding="utf-8")
    assert build.main([], project) == 0
    assert (project / "data" / "README.md").read_text(encoding="utf-8") == "Derived.\n"
    assert not (project / "data" / "old_table.csv").exists()


WRONG = [
    ("records/harbour.yaml", "quantity: 430", "quantity: 1,430", "yantian-cocaine.quantity"),
    ("records/harbour.yaml", "quote: broadcaster CCTV reported", "quote: broadcaster CCTV said", "cctv.quote"),
    ("records/harbour.yaml", "place_id: yantian\n", "place_id: atlantis\n", "yantian-seizure.place_id"),
    ("records/harbour.yaml", "persons: 2", "persons: 3", "smugglers.defendants"),
    ("records/harbour.yaml", "role: reporter", "role: participant", "yantian-seizure.date"),
    (f"seeds/{HARBOUR}.txt", "430kg", "431kg", f"{HARBOUR}.sha256"),
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
    place = f"records/harbour.yaml:{lines.index('  defendants: 3') + 1} smugglers.defendants: "
    assert place in capsys.readouterr().err


def test_faults_of_all_stages_are_told_together_and_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file, old, new, _ in WRONG[:5]:
        plant(project, file, old, new)
    assert build.main([], project) == 1
    shown = capsys.readouterr()
    faults = shown.err.splitlines()[:-1]
    for *_, subject in WRONG[:5]:
        assert any(subject in fault for fault in faults)
    places = [re.match(r"(\S+?)(?::(\d+))? ", fault) for fault in faults]
    order = [(place[1], int(place[2] or 0)) for place in places if place]
    assert order == sorted(order)
    assert len(order) == len(faults)
    assert len({fault.split(": ")[0] for fault in faults}) == len(faults)
    skipped = [line for line in shown.out.splitlines() if line.endswith("NOT KEPT")]
    assert {line.split(":")[0] for line in skipped} >= {f"guarantee {number}" for number in (6, 7, 8, 9, 10)}


def test_check_names_each_file_that_differs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--check"], project) == 0
    plant(project, "data/events.csv", "Talks held", "Talks hold")
    (project / "data" / "extra.csv").write_text("", encoding="utf-8")
    before = tree(project)
    assert build.main(["--check"], project) == 1
    shown = capsys.readouterr().err
    assert "data/events.csv data/events.csv: line 5" in shown
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


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_target_that_cannot_be_written_gives_2(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The disk refuses the third file, with some of the new files already staged."""
    plant(project, "records/harbour.yaml", "title: Talks held", "title: Talks were held")
    before = tree(project)
    write_bytes, left = Path.write_bytes, iter(range(2))

    def refuse(path: Path, content: bytes) -> int:
        if swap.STAGING in path.parts and next(left, None) is None:
            raise OSError(number, os.strerror(number), str(path))
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert build.main([], project) == 2
    assert os.strerror(number) in capsys.readouterr().err
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


@pytest.mark.parametrize("state", ["full", "read-only"])
def test_a_real_disk_that_is_full_or_read_only(built: Path, small_disk: Path, state: str) -> None:
    project = small_disk / "project"
    subprocess.run(["cp", "-r", str(built), str(project)], check=True)
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


def test_an_interrupted_build_is_finished_first(project: Path) -> None:
    content = {path.relative_to(project).as_posix(): path.read_bytes() for path in (project / "data").iterdir()}
    content |= {name: (project / name).read_bytes() for name in (CODEBOOK, DESCRIPTOR)}
    before = {name: found for name, (found, _) in tree(project).items()}
    package.write(project / swap.READY, content)
    (project / swap.READY / "old").mkdir()
    (project / "data").rename(project / swap.READY / "old" / "data")
    assert build.main([], project) == 0
    assert {name: found for name, (found, _) in tree(project).items()} == before


def inputs(built: Path, root: Path) -> Path:
    """Return a copy of a project with nothing built in it."""
    derived = shutil.ignore_patterns("*.csv", "*.parquet", "SHA256SUMS", "docs", "datapackage.json")
    shutil.copytree(built, root, ignore=derived)
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
    built: Path, tmp_path: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    root = inputs(built, tmp_path / "elsewhere")
    run(root, *arguments, **environment)
    assert {name: content for name, (content, _) in tree(root).items()} == {
        name: content for name, (content, _) in tree(built).items()
    }


def test_records_in_other_files_and_order_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    root = inputs(built, tmp_path / "elsewhere")
    whole = root / "records" / "harbour.yaml"
    first, second = whole.read_text(encoding="utf-8").split("seizures:\n", 1)
    whole.write_text(first, encoding="utf-8")
    (root / "records" / "a.yaml").write_text(f"source: {HARBOUR}\nseizures:\n{second}", encoding="utf-8")
    assert build.main([], root) == 0
    for path in (root / "data").iterdir():
        assert path.read_bytes() == (built / "data" / path.name).read_bytes()


def test_the_command_runs_from_anywhere(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "--help"]
    assert "--check" in subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
