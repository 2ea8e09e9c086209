"""Does a check of the build see a mutant? Cheap checks come first: one that finds something is enough.

Each check is one of the build's own, and looks only at what the mutant touches: a record and those that it names, and
what `checks_of_tables` and `checks_of_files` look at. `complete` leaves nothing out, and is the measure of the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from counternarcotics._shared.fingerprint import cell_text
from pipeline.assemble.tables import EVIDENCE, build_tables
from pipeline.check.made import Made
from pipeline.locate.quotes import locate
from pipeline.model import Record, Records
from pipeline.read.record_checks import check_records
from pipeline.read.references import check_references
from pipeline.report import Report
from pipeline.reread.grounding import Facts, reading_fault
from pipeline.run import STAGES, Asked
from tests.mutation.checks_of_files import COMPARED, Finding, file_findings, seed_faults
from tests.mutation.checks_of_tables import REREAD, rule_findings, table_findings, uncovered
from tests.mutation.row_tables import Row
from tests.mutation.state import State, rebuilt, recorded, with_cell, zoned
from tests.mutation.world import Cell, Change, Malformed, Recorded, World, Zoned, reached, referred
from tests.support.invariants import INVARIANTS

_SAME = "the same output"
"""What would be a check if a mutant with the same tables were one."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant (killed, void, survived), and which check killed it."""

    outcome: str
    by: str = ""


def judge(world: World, change: Change) -> Verdict:
    """Return what becomes of a mutant."""
    for check, finding in _checks(world, change):
        if check == _SAME and finding:
            return Verdict("void")
        if finding:
            return Verdict("killed", check)
    return Verdict("survived")


def _checks(world: World, change: Change) -> Iterator[Finding]:
    """Yield what each check finds, those first that cost least."""
    if isinstance(change, Recorded):
        for record in change.new:
            yield from alone(world, record)
        if len(change.new) == 1:
            yield REREAD, _misread(world, change.new[0])
        yield from _whole(world, recorded(world, change))
    elif isinstance(change, Zoned):
        yield from _whole(world, zoned(world, change))
    elif isinstance(change, Cell):
        changed = with_cell(world, change)
        yield from rule_findings(world, changed, INVARIANTS)
        yield from table_findings(world, changed, world.records)
        yield COMPARED, cell_text(change.value) != cell_text(world.rows[change.table][change.row_id][change.column])
    elif isinstance(change, Malformed):
        yield "values", change.reason
    elif change.path in world.files:
        yield from file_findings(world, change)
    else:
        yield "seeds", seed_faults(world, change)


def alone(world: World, record: Record) -> Iterator[Finding]:
    """Yield what is found in one record by itself; all of it would be found in the whole project too."""
    mine = Records({record.table: (record,)}, retired=world.records.retired)
    yield "record checks", check_records(mine, world.schemas, references=False)
    yield "quotes", locate((record,), world.articles)[1]


def _misread(world: World, record: Record) -> bool:
    """Return whether a value of the record does not read from its words, whatever articles name what they name.

    Words of a name that several rows share count only in articles that name the row otherwise. Here every
    article that the record quotes counts as one, so that nothing is found that the whole would not find.
    """
    evidence = built_evidence(world, record)
    before = world.evidence.get((record.table, record.row_id), {})
    return not all(reads(world, evidence, row) for row in evidence if row != before.get(row["evidence_id"]))


def built_evidence(world: World, record: Record) -> list[Row]:
    """Return the rows of evidence that the build makes of one record."""
    located, _ = locate((record,), world.articles)
    tables = (world.schemas.table(record.table), world.schemas.table(EVIDENCE))
    schemas = replace(world.schemas, tables=tables)
    rows: list[Row] = build_tables((record,), located, world.articles, schemas)[0][EVIDENCE].to_pylist()
    return rows


def reads(world: World, evidence: Sequence[Row], row: Row) -> bool:
    """Return whether one row of a record's `evidence` reads as its value, for readers who know the rest."""
    return reading_fault(row, _generous(world, evidence)) is None


def _generous(world: World, evidence: Sequence[Row]) -> Facts:
    """Return what readers need, with each row named in every article that `evidence` ties it to."""
    named = dict(world.facts.named_in)
    for row in evidence:
        key = world.schemas.table(row["table_name"]).foreign_key(row["field"])
        target = (key.table, row["value"]) if key else (row["table_name"], row["row_id"])
        named[target] = {*named.get(target, ()), row["source_id"]}
    return replace(world.facts, named_in=named)


def _whole(world: World, state: State) -> Iterator[Finding]:
    """Yield what the checks of all records find, then those of the tables made from them."""
    yield "quotes", state.faults
    yield "record checks", _repeated_ids(world, state)
    changed, faults = rebuilt(world, state)
    yield _SAME, not changed.reads
    yield "tables", faults
    yield "record checks", check_references(_around(world, state), world.schemas)
    yield from table_findings(world, changed, state.records)
    yield "coverage", uncovered(world, changed.built, state.records, state.articles)


def _around(world: World, state: State) -> Records:
    """Return the rows that may have a wrong reference now, and all to which references lead from them."""
    by_id = state.records.by_id
    users = {key for gone in state.gone for key in world.users[gone]}
    keys = reached(state.touched | users, by_id, lambda record: referred(record, world.schemas))
    rows = {
        name: tuple(record for record in some if (name, record.row_id) in keys)
        for name, some in state.records.rows.items()
    }
    return replace(state.records, rows=rows)


def _repeated_ids(world: World, state: State) -> object:
    """Return the faults of rows with the id of one that is new."""
    rows = {
        name: tuple(record for record in some if (name, record.row_id) in state.added)
        for name, some in state.records.rows.items()
    }
    same = replace(state.records, rows=rows)
    return check_records(same, world.schemas, references=False) if state.added else []


def complete(world: World, change: Recorded | Zoned) -> bool:
    """Return whether the whole build, with nothing left out, finds a fault: slow, and the measure of `judge`."""
    state = recorded(world, change) if isinstance(change, Recorded) else zoned(world, change)
    made = Made(world.root, schemas=world.schemas, records=state.records, articles=state.articles, is_read=True)
    report = Report(made)
    report.add(check_records(state.records, world.schemas, references=True))
    for stage in ("locate", "assemble", REREAD, "check"):
        STAGES[stage](made, report, Asked())
    return bool(report.faults or (isinstance(change, Zoned) and state.faults))
