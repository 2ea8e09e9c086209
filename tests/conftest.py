"""What every test may ask for: a fresh copy of the example."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import build
from tests.support.example import without_frictionless, write_example
from tests.support.project import Project

# A test that runs beside others may take long; where nobody looks on, the same cases are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if "CI" in os.environ else "here")


@pytest.fixture
def example(tmp_path: Path) -> Project:
    """Return a fresh copy of the example, a small project under the real schemas."""
    return Project(write_example(tmp_path / "example"))


@pytest.fixture(scope="session")
def built_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example as a build leaves it, to be read and copied only."""
    root = write_example(tmp_path_factory.mktemp("built"))
    assert build.main([], root) == 0
    return root


@pytest.fixture
def quick_builds() -> Iterator[None]:
    """Let the builds of a test do without frictionless."""
    with without_frictionless():
        yield
