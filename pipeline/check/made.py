"""What the stages of one build have made so far, for the checks that look at all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.locate.ledger import Row
from pipeline.model import Article, Located, Records
from pipeline.read.schema import Schemas
from pipeline.reread import Rereading
from pipeline.reread.coverage import Coverage
from pipeline.reread.rows import Joint
from pipeline.write.staged import Staged, StagingFolder


@dataclass(frozen=True)
class Count:
    """What one check looked at.

    Attributes:
        checked: How many things were looked at.
        total: How many there are to look at.
        wrong: In how many of those looked at something is wrong.
        note: What a reader of the count must know beside it.
    """

    checked: int
    total: int
    wrong: int = 0
    note: str = ""

    @property
    def skipped(self) -> int:
        """Return how many were not looked at."""
        return self.total - self.checked

    def with_more(self, other: "Count") -> "Count":
        """Return the count of two checks together; their notes are left out."""
        return Count(self.checked + other.checked, self.total + other.total, self.wrong + other.wrong)

    @property
    def kept(self) -> bool:
        """Return whether the check holds; a check of nothing, or one that skips anything, does not."""
        return self.total > 0 and self.skipped == 0 and self.wrong == 0


@dataclass
class Made:
    """What the stages have made so far; empty or None where a stage did not run.

    Attributes:
        root: The project's folder.
        project: Name, version, date and description, as `read_project` gives them.
        companions: The files that people wrote and that go with the data, by path.
        schemas: All tables and vocabularies.
        records: All rows as written.
        articles: The articles by source id; one whose file is not the registered one is missing.
        is_read: Whether records and articles were read, with or without faults; not where the schemas have faults.
        located: Every value tied to the place of its words; None again once the tables hold them.
        tied: How many values were tied.
        ledger: The rows of the table of passages.
        tables: The built tables by name.
        rereading: How many values were read again.
        joint: How many rows were read as one.
        coverage: What of each article is coded, and what is left out.
        staging: The folder of the derived files before they are put in place.
        files: The derived files by path.
        gates: How many tables the two validators looked at.
        forms: How many cells were compared in all forms.
        versions: How many places name the version, with the released versions.
        in_place: How many files in the project are those of this build.
    """

    root: Path
    project: Mapping[str, Any] = field(default_factory=dict)
    companions: Mapping[str, bytes] = field(default_factory=dict)
    schemas: Schemas = field(default_factory=lambda: Schemas((), {}))
    records: Records = field(default_factory=lambda: Records({}))
    articles: Mapping[str, Article] = field(default_factory=dict)
    is_read: bool = False
    located: Sequence[Located] | None = None
    tied: int | None = None
    ledger: Sequence[Row] = ()
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    rereading: Rereading | None = None
    joint: Joint | None = None
    coverage: Coverage | None = None
    staging: StagingFolder | None = None
    files: Mapping[str, Staged] = field(default_factory=dict)
    gates: Count | None = None
    forms: Count | None = None
    versions: Count | None = None
    in_place: Count | None = None
