"""The folder of a project for tests to plant faults in, and what the first stages read from it."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.faults import Fault
from pipeline.locate.batches import name_articles
from pipeline.locate.quotes import locate
from pipeline.model import Article, Located, Records
from pipeline.read.records import read_records
from pipeline.read.schema import Schemas
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds


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
        before, match, _ = (self.root / file).read_bytes().decode().partition(text)
        assert match
        return f"{file}:{before.count(chr(10)) + 1}"

    def check_planted(self, planted: tuple[str, str, str, str, str, str, str]) -> None:
        """Plant one fault in the records and assert that it is reported once, with its line and how to fix it."""
        file, old, new, at, subject, seen, fix = planted
        self.replace(file, old, new)
        faults = [fault for fault in self.records()[1] if fault.subject == subject and seen in fault.seen]
        assert [str(fault.position) for fault in faults] == [self.place(file, at)]
        assert fix in faults[0].fix

    def schemas(self) -> tuple[Schemas, list[Fault]]:
        """Return the schemas and their faults."""
        return read_schemas(self.root / "schemas")

    def records(self) -> tuple[Records, list[Fault]]:
        """Return the records and their faults."""
        return read_records(self.root / "records", self.schemas()[0])

    def articles(self) -> tuple[dict[str, Article], list[Fault]]:
        """Return the articles and their faults."""
        return read_seeds(self.root / "seeds", self.records()[0], self.schemas()[0])

    def located(self) -> tuple[list[Located], list[Fault]]:
        """Return the located evidence and its faults."""
        records, articles = self.records()[0], self.articles()[0]
        located, faults = locate(records.all, articles)
        return located, name_articles(faults, records, articles)

    def faults(self) -> list[Fault]:
        """Return the faults of all four stages."""
        return [fault for stage in (self.schemas, self.records, self.articles, self.located) for fault in stage()[1]]
