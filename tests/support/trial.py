"""The next version of a copy of the project that is released, as guarantee 10 sees it."""

import copy
import functools
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from pipeline.check.made import Made
from pipeline.check.releases import releases_are_kept
from pipeline.faults import Fault
from pipeline.model import Correction, Records
from pipeline.read.changes import BLANK, read_changes
from pipeline.read.nodes import Fields
from pipeline.read.strict_yaml import parse_yaml
from pipeline.run import run
from tests.support import ROOT
from tests.support.walk import Next, release

_FOLDER = tempfile.TemporaryDirectory()


@functools.cache
def _project() -> tuple[Made, Path, Next]:
    """Return the project as far as it is read, a copy of which the data are released, and what is released."""
    root = Path(_FOLDER.name) / "released"
    return run(ROOT, last="read").made, root, release(ROOT, root)


class Trial:
    """The next version of a released project.

    Attributes:
        root: The project.
        version: The next version, for a test to edit.
    """

    def __init__(self, folder: Path) -> None:
        """Take a folder in which the project is copied."""
        self._made, root, version = _project()
        self.root = Path(shutil.copytree(root, folder / "project"))
        self.version = copy.deepcopy(version)
        self._staging = folder / "staging"
        self._staging.mkdir()

    @staticmethod
    def released_tables() -> dict[str, pa.Table]:
        """Return the tables as they were released."""
        return dict(_project()[2].tables)

    def faults(self, number: str, entries: str = "", *, retired: bool = True) -> list[Fault]:
        """Return the faults under a number, with these entries and with or without the removed ids retired."""
        self.version.staged(self._staging, number)
        ids: dict[str, frozenset[str]] = {}
        for table, row_id, field in self.version.due:
            if not field and retired:
                ids[table] = ids.get(table, frozenset()) | {row_id}
        written = {table.name: () for table in self._made.schemas.tables if not table.built}
        records = Records(written, retired=ids, corrections=_read(entries))
        made = Made(self.root, records=records, articles=self._made.articles, tables=self.version.tables)
        count, faults = releases_are_kept(made, self._staging)
        assert count.checked > 0
        assert count.kept == (not faults)
        return faults

    def pasted(self, faults: Iterable[Fault], number: str) -> str:
        """Return the entries that faults print, filled in: each with a reason and a quote of its row."""
        lines = []
        for fault in faults:
            (line,) = re.findall(r"- \{.*\}$", fault.fix)
            table, row_id, *_ = fault.subject.split(".")
            quote = next(
                row["quote"]
                for row in self.version.tables["evidence"].to_pylist()
                if (row["table_name"], row["row_id"]) == (table, row_id)
            )
            filled = line.replace(f"quote: {BLANK}", f"quote: '{quote.replace(chr(39), chr(39) * 2)}'")
            lines.append(filled.replace(f"why: {BLANK}", "why: the article says otherwise"))
        return f"\n  {number}:\n" + "".join(f"  {line}\n" for line in lines)


def _read(entries: str) -> tuple[Correction, ...]:
    """Return the entries of ``records/changes.yaml``, which must have no fault."""
    node, faults = parse_yaml(f"changes: {entries or '{}'}\n", "records/changes.yaml")
    assert isinstance(node, Fields)
    corrections, more = read_changes(node)
    assert faults + more == []
    return corrections
