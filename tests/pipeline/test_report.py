"""Faults that follow from an earlier one are left out, and no others; an empty project is never put in place."""

from pathlib import Path

import pytest

import build
from tests.support.example import write_example
from tests.support.planting import RECORDS
from tests.support.project import Project


@pytest.fixture
def example(tmp_path: Path) -> Project:
    return Project(write_example(tmp_path / "project"))


def kinds(project: Project, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Return subject and kind of each fault that a build reports."""
    assert build.main(["--check"], project.root) == 1
    lines = capsys.readouterr().err.splitlines()[:-1]
    return [(line.split(" ")[1].rstrip(":"), line.rpartition("[")[2].rstrip("]")) for line in lines]


def test_two_mistakes_in_one_row_are_both_reported(example: Project, capsys: pytest.CaptureFixture[str]) -> None:
    example.replace(RECORDS, "unit: kilogram\n", "unit: tnne\n")
    example.replace(RECORDS, "quantity: 430\n", "quantity: 340\n")
    assert {("yantian-cocaine.unit", "code-unknown"), ("yantian-cocaine.quantity", "reading-differs")} <= set(
        kinds(example, capsys)
    )


def test_what_follows_from_a_refused_quote_is_left_out(example: Project, capsys: pytest.CaptureFixture[str]) -> None:
    example.replace(RECORDS, "quote: broadcaster CCTV reported", "quote: broadcaster CCTV said")
    assert {subject for subject, _ in kinds(example, capsys)} == {"cctv.quote"}


def test_an_empty_project_changes_nothing(example: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main([], example.root) == 0
    before = {path: path.read_bytes() for path in (example.root / "data").iterdir()}
    for path in [*(example.root / "records").glob("*.yaml"), *(example.root / "seeds").glob("*.txt")]:
        path.unlink()
    assert build.main([], example.root) == 1
    assert "[records-empty]" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (example.root / "data").iterdir()} == before
