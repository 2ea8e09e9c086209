"""What the stages of one build have made so far, for the checks that look at all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.model import Article, Located
from pipeline.read.marks import Records
from pipeline.read.schema import Schemas
from pipeline.reread import Rereading


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

    @property
    def kept(self) -> bool:
        """Return whether the check holds; a check of nothing, or one that skips anything, does not."""
        return self.total > 0 and self.skipped == 0 and self.wrong == 0


@dataclass
class Made:
    """The results of the stages; None for those of a stage that did not run.

    Attributes:
        root: The project's folder.
        project: Name, version, date and description, as `read_project` gives them.
        schemas: All tables and vocabularies.
        records: All rows as written.
        articles: The articles by source id; one whose file is not the registered one is missing.
        located: Every value tied to the place of its words.
        tables: The built tables by name.
        rereading: How many values were read again.
        staging: The folder with the written files.
        gates: How many tables each validator passed and refused.
        forms: The cells that were compared in all forms.
        versions: The places that name the version, and the released versions.
        in_place: The files in the project that are those of this build.
    """

    root: Path
    project: Mapping[str, Any]
    schemas: Schemas
    records: Records
    articles: Mapping[str, Article]
    located: Sequence[Located] | None = None
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    rereading: Rereading | None = None
    gates: Count | None = None
    forms: Count | None = None
    versions: Count | None = None
    in_place: Count | None = None
