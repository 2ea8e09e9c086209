"""A small project of two articles that reads without a fault, for tests to plant faults in."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.evidence import locate
from pipeline.model import Article, Fault, Located
from pipeline.record_reader import read_records
from pipeline.records import Records
from pipeline.schema import Schemas
from pipeline.schema_reader import read_schemas
from pipeline.seeds import read_seeds
from tests.small_project import (
    ACTORS,
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


@dataclass(frozen=True)
class Project:
    """A project's folder and what the stages make of it."""

    root: Path

    def write(self, file: str, text: str) -> None:
        """Write a file with the line ends as given."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` of a file, which must hold it."""
        text = (self.root / file).read_bytes().decode()
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def place(self, file: str, text: str) -> str:
        """Return ``file:line`` of the first place of `text` in a file, which must hold it."""
        before, found, _ = (self.root / file).read_bytes().decode().partition(text)
        assert found
        return f"{file}:{before.count(chr(10)) + 1}"

    def check_planted(self, planted: tuple[str, str, str, str, str, str, str]) -> None:
        """Plant one fault in the records and assert that it is reported once, with its line and what to do."""
        file, old, new, at, subject, seen, todo = planted
        self.replace(file, old, new)
        faults = [fault for fault in self.records()[1] if fault.subject == subject and seen in fault.seen]
        assert [fault.place for fault in faults] == [self.place(file, at)]
        assert todo in faults[0].todo

    def schemas(self) -> tuple[Schemas, list[Fault]]:
        """Return the schemas and their faults."""
        return read_schemas(self.root / "schemas")

    def records(self) -> tuple[Records, list[Fault]]:
        """Return the records and their faults."""
        return read_records(self.root / "records", self.schemas()[0])

    def articles(self) -> tuple[dict[str, Article], list[Fault]]:
        """Return the articles and their faults."""
        return read_seeds(self.root / "seeds", self.records()[0])

    def located(self) -> tuple[list[Located], list[Fault]]:
        """Return the located evidence and its faults."""
        return locate(self.records()[0].all, self.articles()[0])

    def faults(self) -> list[Fault]:
        """Return the faults of all four stages."""
        return [fault for stage in (self.schemas, self.records, self.articles, self.located) for fault in stage()[1]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a fresh copy of the small project."""
    made = Project(tmp_path)
    for one in TABLES:
        made.write(f"schemas/tables/{one['name']}.json", json.dumps(one, indent=1))
    made.write("schemas/vocabularies/event_types.yaml", EVENT_TYPES)
    made.write("schemas/vocabularies/roles.yaml", ROLES)
    made.write("schemas/vocabularies/inferences.yaml", INFERENCES)
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
    schemas = Path(__file__).resolve().parents[1] / "schemas"
    for file in ("vocabularies/stances.yaml", "vocabularies/readings.yaml", "tables/evidence.json"):
        project.write(f"schemas/{file}", (schemas / file).read_text(encoding="utf-8"))
    return project
