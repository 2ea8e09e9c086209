"""What a build reports: the faults of all stages, what did not run, the rows of each table, the guarantees."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from statistics import median

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE
from pipeline.causes import Causes, family
from pipeline.check.guarantees import GUARANTEES, all_kept, line
from pipeline.check.made import Made
from pipeline.faults import Fault
from pipeline.model import PASSAGES, SOURCES, Record, Records
from pipeline.reread.coverage import KINDS, PLURALS, Coverage, Tally


class Report:
    """Collects the faults of the stages, those that may only follow from others apart, and what did not run."""

    def __init__(self, made: Made) -> None:
        self.faults: list[Fault] = []
        self.effects: list[Fault] = []
        self.not_run: list[str] = []
        self.made = made
        self._causes = Causes(made)

    def add(self, faults: Iterable[Fault]) -> None:
        """Keep the faults of a stage that looks at what was written."""
        for fault in faults:
            self.faults.append(fault)
            self._causes.add(fault)

    def add_of_passages(self, faults: Iterable[Fault]) -> None:
        """Keep the faults of the ledger: a passage is uncoded where the values that it says have a fault."""
        for fault in faults:
            self._keep(fault, is_effect=self._causes.of_article(fault))

    def add_of_values(self, faults: Iterable[Fault]) -> None:
        """Keep the faults of single values of built tables, placed where they were written."""
        placed = [(_placed(fault, self.made.records), _record(fault, self.made.records)) for fault in faults]
        in_cells = [self._causes.of_cell(fault) for fault, _ in placed]
        # A date may be counted from another one that is wrong too.
        for fault, _ in placed:
            self._causes.add(fault)
        for (fault, record), in_cell in zip(placed, in_cells, strict=True):
            self._keep(fault, is_effect=in_cell or bool(record and self._causes.of_reading(fault, record)))

    def add_of_rows(self, faults: Iterable[Fault]) -> None:
        """Keep the faults of whole rows, and of what several rows say together, placed where they were written."""
        cells = {(fault.position.file, fault.subject) for fault in (*self.faults, *self.effects)}
        rows = self._causes.rows()
        for fault in (_placed(fault, self.made.records) for fault in faults):
            in_cell = (fault.position.file, fault.subject) in cells
            self._keep(fault, is_effect=in_cell or family(fault.subject) in rows)

    def _keep(self, fault: Fault, *, is_effect: bool) -> None:
        (self.effects if is_effect else self.faults).append(fault)

    def settle(self) -> None:
        """Print what may follow from something, where nothing is left that it could follow from."""
        if not self.faults:
            self.faults, self.effects = self.effects, []

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
        faults = set(self.faults)
        for text in _lines(faults):
            print(text, file=sys.stderr)
        if faults:
            print(_summary(faults, set(self.effects)), file=sys.stderr)
        return 0 if self.sound else 1


def _lines(faults: Iterable[Fault]) -> Iterator[str]:
    """Yield each fault as a line, the same mistake in one file once; files that were not read come first."""
    by_mistake: dict[tuple[str, ...], list[Fault]] = {}
    for fault in sorted(faults, key=_order):
        mistake = (fault.position.file, fault.kind, fault.seen, fault.expected, fault.fix)
        by_mistake.setdefault(mistake, []).append(fault)
    for first, *others in by_mistake.values():
        yield first.line([other.position.line for other in others])


def _summary(faults: Set[Fault], effects: Set[Fault]) -> str:
    """Return how many faults there are, and where a kind of them is explained."""
    follow = f", and {len(effects)} that may follow from {'it' if len(faults) == 1 else 'them'}" if effects else ""
    count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}{follow}"
    return f"{count}; nothing was changed; see docs/faults.md#{min(faults, key=_order).kind}"


def _order(fault: Fault) -> tuple[bool, Fault]:
    return fault.subject != "file", fault


def _record(fault: Fault, records: Records) -> Record | None:
    """Return the record of a fault of a built row."""
    table, _, row_id = fault.position.file.partition("/")
    return records.by_id.get((table, row_id))


def _placed(fault: Fault, records: Records) -> Fault:
    """Return the fault of a built row with the file and line of its record, or of its article's passages."""
    table, _, row_id = fault.position.file.partition("/")
    record = _record(fault, records)
    if record:
        return replace(fault, position=record.place(fault.subject.removeprefix(f"{row_id}.")))
    ledger = records.ledgers.get(row_id.partition("--")[0]) if table == PASSAGES else None
    return replace(fault, position=ledger.position) if ledger else fault


def _counts(made: Made) -> list[str]:
    """Return the rows of each table, how values are tied to words, and what of each article is coded."""
    if not made.tables:
        return []
    rows = [f"{name:<24}{table.num_rows:>7}" for name, table in made.tables.items()]
    return [
        f"{'table':<24}{'rows':>7}",
        *rows,
        "",
        *_value_lines(made),
        "",
        *_coverage_lines(made.coverage),
        "",
        _repeated_line(made.tables[SOURCES]),
        "",
    ]


def _value_lines(made: Made) -> list[str]:
    """Return the values by origin, and the ties of values and words by reading."""
    origins: Counter[str] = Counter()
    for schema in made.schemas.tables:
        for column in schema.columns:
            if column.needs_words:
                cells = made.tables[schema.name].column(column.name).to_pylist()
                origins[column.origin] += sum(bool(column.values_said(cell)) for cell in cells)
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


def _coverage_lines(coverage: Coverage | None) -> list[str]:
    """Return what is coded and left out in each article, and of all articles by kind and reason."""
    if coverage is None:
        return []
    whole = {kind: _sum(tallies[kind] for tallies in coverage.values()) for kind in KINDS}
    heads = "".join(f"{PLURALS[kind]:>12}" for kind in KINDS)
    return [
        f"{'coded + left out':<24}{heads}  left out, by reason",
        *(_coverage_line(source_id, tallies) for source_id, tallies in sorted(coverage.items())),
        _coverage_line("all articles", whole),
        "",
        *(f"left out of {tally.total} {PLURALS[kind]}: {_reasons(tally.left_out)}" for kind, tally in whole.items()),
    ]


def _coverage_line(head: str, tallies: Mapping[str, Tally]) -> str:
    """Return one line: how many of each kind are coded, how many left out, and the reasons of all of these.

    >>> _coverage_line("a", {kind: Tally(6, Counter({"absence": 1})) for kind in KINDS})[:36]
    'a                              6 + 1'
    """
    cells = "".join(f"{f'{tallies[kind].coded} + {tallies[kind].left_out.total()}':>12}" for kind in KINDS)
    return f"{head:<24}{cells}  {_reasons(_sum(tallies.values()).left_out)}"


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.coded += tally.coded
        total.left_out += tally.left_out
        total.missing += tally.missing
    return total


def _reasons(counts: Counter[str]) -> str:
    """Return the number of each reason, the largest first, after that of all.

    >>> _reasons(Counter({"absence": 1, "repetition": 2})), _reasons(Counter())
    ('3: repetition 2, absence 1', '0')
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    reasons = ", ".join(f"{reason} {number}" for reason, number in ordered)
    return f"{counts.total()}{': ' if reasons else ''}{reasons}"


def _repeated_line(sources: pa.Table) -> str:
    """Return how much of an article the tables repeat, from the least to the most, as a line.

    >>> _repeated_line(pa.table({"repeated_share": [0.5, 0.625, 0.9]}))
    'the tables repeat 50% to 90% of an article, 62% in the middle'
    """
    shares = [share for share in sources.column("repeated_share").to_pylist() if share is not None]
    if not shares:
        return "the tables repeat nothing of an article"
    return f"the tables repeat {min(shares):.0%} to {max(shares):.0%} of an article, {median(shares):.0%} in the middle"
