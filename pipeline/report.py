"""What a run of the build found and tells: faults of all stages, rows per table, guarantees."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import pyarrow as pa

from pipeline.guarantees import holds, line
from pipeline.model import Fault, Guarantee, Record
from pipeline.passages import share_lines
from pipeline.schema import Schemas
from pipeline.tables import EVIDENCE
from pipeline.value_guarantee import value_lines

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
    return "--".join(row_id.split("--")[1:-2]) if fault.place.startswith(f"{EVIDENCE}/") else row_id


def _placed(fault: Fault, records: Mapping[tuple[str, str], Record]) -> Fault:
    """Return the fault with the file and line of its row in place of the table."""
    table, _, row_id = fault.place.partition("/")
    record = records.get((table, row_id))
    column = fault.subject.removeprefix(f"{row_id}.")
    return replace(fault, place=str(record.place(column))) if record else fault
