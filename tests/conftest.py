"""What every test may ask for: a fresh copy of the small project."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import ROOT
from tests.support.example import write_example
from tests.support.project import Project
from tests.support.small_project import (
    ACTORS,
    CITATIONS,
    EVENT_TYPES,
    EVENTS,
    HARBOUR,
    INFERENCES,
    ISLAND,
    ROLES,
    SOURCES,
    TABLES,
)

# A test that runs beside others may take long; where nobody looks on, the same cases are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if "CI" in os.environ else "here")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a fresh copy of the small project."""
    made = Project(tmp_path)
    for one in TABLES:
        made.write(f"schemas/tables/{one['name']}.json", json.dumps(one, indent=1))
    made.write("schemas/vocabularies/event_types.yaml", EVENT_TYPES)
    made.write("schemas/vocabularies/roles.yaml", ROLES)
    made.write("schemas/vocabularies/inferences.yaml", INFERENCES)
    made.write("schemas/columns.json", "[]\n")
    made.write("schemas/citations.yaml", CITATIONS)
    for name in ("stances", "zones"):
        file = f"schemas/vocabularies/{name}.yaml"
        made.write(file, (ROOT / file).read_text(encoding="utf-8"))
    made.write("seeds/harbour.txt", HARBOUR)
    made.write("seeds/island.txt", ISLAND)
    made.write("seeds/README.md", "The articles.\n")
    made.write("records/sources.yaml", SOURCES)
    made.write("records/actors.yaml", ACTORS)
    made.write("records/events.yaml", EVENTS)
    made.write("records/README.md", "The records.\n")
    return made


@pytest.fixture
def whole(project: Project) -> Project:
    """Return the small project with the real table of evidence, so that its values can be read again."""
    schemas = ROOT / "schemas"
    for file in ("vocabularies/readings.yaml", "tables/evidence.json"):
        project.write(f"schemas/{file}", (schemas / file).read_text(encoding="utf-8"))
    return project


@pytest.fixture
def example(tmp_path: Path) -> Project:
    """Return a fresh copy of the small project under the real schemas."""
    return Project(write_example(tmp_path / "example"))
