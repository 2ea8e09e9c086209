"""What every test may ask for: a fresh copy of the example."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.example import write_example
from tests.support.project import Project

# A test that runs beside others may take long; where nobody looks on, the same cases are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if "CI" in os.environ else "here")


@pytest.fixture
def example(tmp_path: Path) -> Project:
    """Return a fresh copy of the example, a small project under the real schemas."""
    return Project(write_example(tmp_path / "example"))
