"""The command ``python -m referees``: exit codes, what it prints, and that the build does without it."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from referees.decisions import FILE, REASONS
from tests.support import ROOT
from tests.support.project import Project
from tests.support.refereed import write_refereed

main = importlib.import_module("referees.__main__").main


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example as built, with all decided; to be copied only."""
    return write_refereed(tmp_path_factory.mktemp("decided") / "project")


@pytest.fixture
def project(decided: Path, tmp_path: Path) -> Project:
    return Project(Path(shutil.copytree(decided, tmp_path / "project")))


def test_what_is_decided_passes(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], project.root) == 0
    printed = capsys.readouterr()
    assert printed.out.endswith("; all decided\n")
    assert not printed.out.startswith("- table")
    assert printed.err == ""


def test_what_is_not_decided_fails_and_is_printed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.replace("data/evidence.csv", ",quantity,430.0,", ",quantity,948.0,")
    assert main(["--check"], project.root) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[1:9] == [
        "- table: seizures",
        "  row: yantian-cocaine",
        "  field: quantity",
        "  words: 430kg",
        "  value: '948.0'",
        "  reads: '430'",
        "  decision: open",
        "  reason: open",
    ]
    assert printed.out.endswith("; 1 to decide\n")
    fault, *advice = printed.err.splitlines()
    assert fault.startswith(f'{FILE} seizures.yantian-cocaine.quantity: quantulum3 reads "430" in "430kg"; expected')
    assert fault.endswith("[opinion-undecided]")
    assert "this is not the build" in advice[0]
    assert "CONTRIBUTING.md" in advice[1]


def test_without_check_what_is_to_be_decided_is_only_printed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = (project.root / FILE).read_text(encoding="utf-8").count("  decision: kept\n")
    (project.root / FILE).unlink()
    assert main([], project.root) == 0
    printed = capsys.readouterr()
    assert printed.out.count("  decision: open\n") == decided > 0
    assert printed.err == ""


def test_an_entry_that_fits_nothing_fails(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.replace(FILE, "words: one", "words: two")
    assert main(["--check"], project.root) == 1
    kinds = {line.rpartition(" ")[2] for line in capsys.readouterr().err.splitlines()}
    assert {"[decision-unknown]", "[opinion-undecided]"} <= kinds


def test_wrong_schemas_or_decisions_come_first(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.replace(FILE, "reason: form_not_read", "reason: taste")
    assert main([], project.root) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("[value-unknown]")) == ("", 1)


def test_what_the_command_cannot_do_gives_2(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (project.root / "data" / "events.csv").unlink()
    assert main(["--check"], project.root) == 2
    assert capsys.readouterr().err == "referees: could not run: the table data/events.csv is missing: build first\n"
    assert main([], project.root.parent / "none") == 2
    with pytest.raises(SystemExit, match="2"):
        main(["--chek"], project.root)


def test_the_help_explains_each_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert all(f"{reason}: {meaning}" in shown for reason, meaning in REASONS.items())


def test_all_is_decided_in_the_project() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-OO", "-m", "referees", "--check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
