"""The command ``python -m codings``: exit codes, what it prints, what it writes, and that the build does without it."""

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import build
from tests.support import ROOT
from tests.support.coded import SETTLED, settle, write_coded
from tests.support.example import write_example

main = importlib.import_module("codings.__main__").main
REPORT, CELLS = "docs/agreement.md", "codings/cells.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project whose differences are settled and whose files are current."""
    project = write_coded(tmp_path / "project")
    settle(project, SETTLED)
    assert main(["compare"], project) == 0
    return project


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_is_settled_and_current_passes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(root)
    assert main(["--check"], root) == 0
    printed = capsys.readouterr()
    assert (
        "codings: all 3 differences are settled; docs/agreement.md and codings/cells.csv are current\n" in printed.out
    )
    assert printed.err == ""
    assert main(["compare"], root) == 0
    assert files(root) == before


def test_an_unsettled_difference_fails_and_is_printed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(root, "\n".join(SETTLED.splitlines()[:3]) + "\n")
    before = files(root)
    capsys.readouterr()
    assert main(["--check"], root) == 1
    assert files(root) == before
    printed = capsys.readouterr()
    assert printed.out.splitlines()[-7:] == [
        "- table: events",
        "  row: seizures-of-the-year",
        "  field: modality",
        "  record: occurred",
        "  d: announced",
        "  decided: open",
        "  rule: open",
    ]
    outdated_cells, unsettled, outdated, *advice = printed.err.splitlines()
    assert outdated_cells.endswith("[file-differs]")
    assert unsettled.startswith("codings/settlements.yaml settlements: 1 of 3 differences are not settled; expected")
    assert unsettled.endswith("[difference-unsettled]")
    assert outdated.endswith("[file-differs]")
    assert "this is not the build" in advice[0]
    assert "CONTRIBUTING.md" in advice[1]
    assert main(["compare"], root) == 1
    assert "still open: 1" in (root / REPORT).read_text(encoding="utf-8")
    assert main(["--check"], root) == 1


def test_a_settlement_out_of_date_fails(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(root, SETTLED.replace("record: cctv", "record: china"))
    assert main(["--check"], root) == 1
    assert "codings/settlements.yaml:2 events.yantian-seizure.attributed_to" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "old", "new"), [(REPORT, "There are 3.", "There are 4."), (CELLS, "differs", "agrees")]
)
def test_a_file_that_is_not_current_fails(
    root: Path, file: str, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / file
    whole = path.read_bytes()
    assert old.encode() in whole
    path.write_bytes(whole.replace(old.encode(), new.encode()))
    assert main(["--check"], root) == 1
    error = capsys.readouterr().err
    assert f"{file} file: line " in error
    assert "fix: run python -m codings compare [file-differs]" in error
    path.unlink()
    assert main(["--check"], root) == 1
    assert f"{file} file: the file is missing" in capsys.readouterr().err
    assert not path.exists()
    assert main(["compare"], root) == 0
    assert path.read_bytes() == whole


@pytest.mark.parametrize("arguments", [["compare"], ["--check"]])
def test_a_fault_stops_the_study(root: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Whether the codings, the settlements or the records have it."""
    before = files(root)
    for name in ("codings/c.jsonl", "codings/settlements.yaml", "records/harbour.yaml"):
        (root / name).write_bytes(b"[" * 1_000)
        assert main(arguments, root) == 1
        error = capsys.readouterr().err
        assert f"{name}:1 " in error
        assert error.endswith("nothing was written: correct the faults above first.\n")
        (root / name).write_bytes(before[name])
    assert files(root) == before


def test_what_the_command_cannot_do_gives_2(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["compare"], write_example(root.parent / "uncoded")) == 2
    assert capsys.readouterr().err == "codings: could not run: the folder codings is missing\n"
    (root / REPORT).unlink()
    (root / REPORT).mkdir()
    assert main(["compare"], root) == 2
    assert main(["compare"], root.parent / "none") == 2
    with pytest.raises(SystemExit, match="2"):
        main(["--chek"], root)


def test_the_study_of_the_project_is_current() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-OO", "-m", "codings", "--check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def imported(text: str) -> set[str]:
    """Return the top-level names of the modules that a module imports."""
    nodes = list(ast.walk(ast.parse(text)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


def test_the_build_does_without_the_study(tmp_path: Path) -> None:
    modules = [ROOT / "build.py", *(ROOT / "pipeline").rglob("*.py"), *(ROOT / "src").rglob("*.py")]
    assert [str(file) for file in modules if "codings" in imported(file.read_text(encoding="utf-8"))] == []
    assert imported("import a.b\nfrom codings.study import Study\n") == {"a", "codings"}
    root = write_coded(tmp_path / "project")
    (root / "codings" / "c.jsonl").write_text("[", encoding="utf-8")
    assert build.main([], root) == 0
