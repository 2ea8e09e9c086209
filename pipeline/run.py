"""One build: the stages in their order, and what they found: faults, rows per table, guarantees."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from codings.agreement import read_second_codings
from pipeline.assemble.tables import EVIDENCE, build_tables
from pipeline.check import files as file_guarantees
from pipeline.check import guarantees
from pipeline.check import versions as version_guarantee
from pipeline.check.guarantees import holds, line
from pipeline.check.tables import check_tables
from pipeline.check.value_guarantee import value_lines
from pipeline.faults import Fault
from pipeline.locate.batches import locate_all, workers
from pipeline.locate.ledger import keep_ledger, share_lines
from pipeline.model import Guarantee, Record
from pipeline.read.records import read_records
from pipeline.read.schema import Schemas
from pipeline.read.schemas import read_schemas
from pipeline.read.seeds import read_seeds
from pipeline.release import swap
from pipeline.write import files as package
from pipeline.write.descriptor import read_project

Result = TypeVar("Result")


class Run:
    """Collects the faults and guarantees of one run, each mistake once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.guarantees: list[Guarantee] = []
        self.lines: list[str] = []

    def took(self, result: tuple[Result, Sequence[Fault]]) -> Result:
        """Keep the faults of a stage and return what it made."""
        self.faults += result[1]
        return result[0]

    def made(self, result: tuple[Result, Sequence[Fault]]) -> Result:
        """Keep the faults of a stage that works on what is sound, and return what it made.

        What it finds in rows of which an earlier stage found a fault follows from that and is left out.
        """
        known = {_row_id(fault) for fault in self.faults}
        self.faults += [fault for fault in result[1] if _row_id(fault) not in known]
        return result[0]

    def checked(self, faults: Iterable[Fault], records: Mapping[tuple[str, str], Record]) -> None:
        """Keep what was found in built rows, placed where they were written.

        Left out is what an earlier stage found in the same cell, and what was found in a row of which a
        quote was refused: its values lack the evidence of that quote.
        """
        cells = {fault.subject for fault in self.faults}
        unquoted = {_row_id(fault) for fault in self.faults if fault.subject.endswith(".quote")}
        kept = [fault for fault in faults if fault.subject not in cells and _row_id(fault) not in unquoted]
        self.faults += [_placed(fault, records) for fault in kept]

    def guaranteed(self, guarantees: Iterable[Guarantee], records: Mapping[tuple[str, str], Record]) -> None:
        """Keep guarantees, and what they found beyond the stages."""
        for guarantee in guarantees:
            self.guarantees.append(guarantee)
            self.checked(guarantee.faults, records)

    @property
    def sound(self) -> bool:
        """Return whether nothing was found and every guarantee so far is kept."""
        return not self.faults and all(holds(guarantee) for guarantee in self.guarantees)

    def counted(self, tables: Mapping[str, pa.Table], schemas: Schemas) -> None:
        """Tell the rows of each table, how its values are tied to words, and how many sentences are coded."""
        rows = [f"{name:<24}{table.num_rows:>7}" for name, table in tables.items()]
        told = [f"{'table':<24}{'rows':>7}", *rows, "", *value_lines(tables, schemas), "", *share_lines(tables), ""]
        self.lines += told

    def stopped(self, stage: str, why: str) -> None:
        """Tell that the stages after `stage` did not run."""
        self.lines.append(f"stopped after {stage}: {why}")

    def report(self) -> int:
        """Print what was counted and guaranteed, and every fault to standard error; return the exit code."""
        kept = [line(guarantee) for guarantee in sorted(self.guarantees, key=lambda one: one.number)]
        print("\n".join([*self.lines, *kept]))
        for fault in sorted(set(self.faults)):
            print(fault, file=sys.stderr)
        if self.faults:
            print(f"{len(set(self.faults))} faults; nothing was changed", file=sys.stderr)
        return 0 if self.sound else 1


def _row_id(fault: Fault) -> str:
    """Return the id of the row that a fault speaks of; a row of evidence speaks of the row that it is for."""
    row_id = fault.subject.partition(".")[0]
    return "--".join(row_id.split("--")[1:-2]) if fault.position.file.startswith(f"{EVIDENCE}/") else row_id


def _placed(fault: Fault, records: Mapping[tuple[str, str], Record]) -> Fault:
    """Return the fault with the file and line of its row in place of the table."""
    table, _, row_id = fault.position.file.partition("/")
    record = records.get((table, row_id))
    column = fault.subject.removeprefix(f"{row_id}.")
    return replace(fault, position=record.place(column)) if record else fault


def build(root: Path, jobs: int, check: bool, run: Run) -> None:
    """Run every stage on the project in `root`; what is found is left in `run`."""
    project, beside = read_project(root), package.companions(root)
    schemas = run.took(read_schemas(root / "schemas"))
    if run.faults:
        return run.stopped("schemas", "no other stage runs before they are mended")
    records = run.took(read_records(root / "records", schemas))
    articles = run.took(read_seeds(root / "seeds", records))
    with workers(jobs) as pool:
        located = run.took(locate_all(records.all, articles, pool))
    second = run.took(read_second_codings(root, schemas, articles, records.forms))
    ledger = run.took(keep_ledger(records, located, articles, schemas))
    readable = {source_id for source_id, article in articles.items() if article.zones}
    if {evidence.source_id for record in records.all for evidence in record.evidence} - readable:
        return run.stopped("locate", "there are quotes from articles that cannot be read, for the reasons reported")
    tables = run.made(build_tables(records.all, located, articles, schemas, ledger))
    run.checked(check_tables(tables, schemas), records.by_id)
    run.guaranteed(guarantees.of_tables(root / "seeds", tables, schemas, articles, records.forms), records.by_id)
    run.counted(tables, schemas)
    if not run.sound:
        return run.guaranteed(file_guarantees.of_no_files(tables), records.by_id)
    mirrored = build_tables(records.all[::-1], located[::-1], articles, schemas, ledger[::-1])[0]
    agreed = second.agreement(tables)
    files, again = (package.package_files(made, schemas, project, beside, agreed) for made in (tables, mirrored))
    with package.staged(root, files, apart=check) as staging:
        run.guaranteed(file_guarantees.of_files(staging, tables, schemas, again), records.by_id)
        run.guaranteed([version_guarantee.one_version(root, staging, project)], records.by_id)
        conclude(root, package.differences(root, files), check, run)


def conclude(root: Path, changed: Sequence[Fault], check: bool, run: Run) -> None:
    """Report what is not what the build makes, or put the staged files in its place."""
    if check:
        run.faults += changed
    elif changed and run.sound:
        swap.commit(root)
