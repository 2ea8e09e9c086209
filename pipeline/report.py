"""What a build reports: the faults of all stages, what did not run, the rows of each table, the guarantees."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE
from pipeline.check.guarantees import GUARANTEES, all_kept, line
from pipeline.check.made import Made
from pipeline.faults import Fault
from pipeline.model import PASSAGES, Records
from pipeline.read.schema import Schemas
from pipeline.write.shares import Share, shares

FOUNDATIONS = ("id", "evidence", "quote")
"""The parts of a record without which nothing that is built from it is right."""


class Report:
    """Collects the faults of the stages, each mistake once, and notes on what did not run."""

    def __init__(self, made: Made) -> None:
        self.faults: list[Fault] = []
        self.made = made
        self.not_run: list[str] = []

    def add(self, faults: Iterable[Fault]) -> None:
        """Keep the faults of a stage that looks at what was written."""
        self.faults += faults

    def add_of_tables(self, faults: Iterable[Fault], records: Records) -> None:
        """Keep the faults of a stage that looks at built tables, placed where their rows were written.

        A fault in a cell in which an earlier stage reported a fault follows from that one and is left out, and so is
        one in a row of which the id or a quote is wrong: what is built for its values hangs on these.
        """
        cells = {(fault.position.file, fault.subject) for fault in self.faults}
        broken = [(file, subject) for file, subject in cells if subject.partition(".")[2] in FOUNDATIONS]
        rows = {(file, subject.partition(".")[0]) for file, subject in broken}
        for fault in (_placed(fault, records) for fault in faults):
            file, row_id = fault.position.file, fault.subject.partition(".")[0]
            if (file, fault.subject) not in cells and (file, row_id) not in rows:
                self.faults.append(fault)

    @property
    def sound(self) -> bool:
        """Return whether there is no fault and every guarantee is kept."""
        return not self.faults and all_kept(self.made)

    def print(self) -> int:
        """Print what was counted and guaranteed, and every fault to standard error; return the exit code."""
        notes = [f"not run: {note}" for note in self.not_run]
        lines = [*_counts(self.made), *notes, *(line(guarantee, self.made) for guarantee in GUARANTEES)]
        # Flushed before the faults, so that a reader who has gone is noticed here and not at the end.
        print("\n".join(lines), flush=True)
        faults = sorted(set(self.faults))
        for fault in faults:
            print(fault, file=sys.stderr)
        if faults:
            print(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}; nothing was changed", file=sys.stderr)
        return 0 if self.sound else 1


def _placed(fault: Fault, records: Records) -> Fault:
    """Return the fault of a built row with the file and line of its record, or of its article's passages."""
    table, _, row_id = fault.position.file.partition("/")
    record = records.by_id.get((table, row_id))
    if record:
        return replace(fault, position=record.place(fault.subject.removeprefix(f"{row_id}.")))
    ledger = records.ledgers.get(row_id.partition("--")[0]) if table == PASSAGES else None
    return replace(fault, position=ledger.position) if ledger else fault


def _counts(made: Made) -> list[str]:
    """Return the rows of each table, how values are tied to words, and how many sentences are coded."""
    if not made.tables:
        return []
    rows = [f"{name:<24}{table.num_rows:>7}" for name, table in made.tables.items()]
    return [
        f"{'table':<24}{'rows':>7}",
        *rows,
        "",
        *_value_lines(made),
        "",
        *_share_lines(made.tables, made.schemas),
        "",
    ]


def _value_lines(made: Made) -> list[str]:
    """Return the values by origin, and the ties of values and words by reading."""
    origins: Counter[str] = Counter()
    for schema in made.schemas.tables:
        for column in schema.columns:
            if column.needs_words:
                cells = made.tables[schema.name].column(column.name)
                origins[column.origin] += len(cells) - cells.null_count
    evidence = made.tables[EVIDENCE]
    readings = Counter(evidence.column("reading").to_pylist())
    inferences = Counter(inference for inference in evidence.column("inference").to_pylist() if inference)
    return [
        f"values: {_shares(origins)}",
        f"ties of values to words: {_shares(readings)}",
        f"of which inferred: {_shares(inferences)}",
    ]


def _shares(counts: Counter[str]) -> str:
    """Return counts as text, largest first, each with its share.

    >>> _shares(Counter({"read": 3, "cue": 1}))
    '4, read 3 (75.0%), cue 1 (25.0%)'
    """
    total = counts.total()
    ordered = sorted((+counts).items(), key=lambda item: (-item[1], item[0]))
    return ", ".join([str(total), *(f"{name} {count} ({count / total:.1%})" for name, count in ordered)])


def _share_lines(tables: Mapping[str, pa.Table], schemas: Schemas) -> list[str]:
    """Return the shares as lines of the build's report."""
    return [f"{'sentences':<24}{'all':>7}{'coded':>7}  left out", *map(_share_line, shares(tables, schemas))]


def _share_line(share: Share) -> str:
    """Return one share as a line.

    >>> _share_line(Share("", 9, 6, {"repetition": 2, "absence": 1}))
    'all articles                  9      6  3: repetition 2, absence 1'
    """
    reasons = ", ".join(f"{reason} {number}" for reason, number in share.left_out.items())
    left_out = f"{sum(share.left_out.values())}{': ' if reasons else ''}{reasons}"
    return f"{share.source_id or 'all articles':<24}{share.sentences:>7}{share.coded:>7}  {left_out}"
