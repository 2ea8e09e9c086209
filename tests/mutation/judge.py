"""Does a check of the build see a mutant? Cheap checks come first: one that finds something is enough.

Each check is one of the build's own. Those of a record alone look at the changed record only; those of
whole tables look at all of the project, but for what is provably as it was in the sound project.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE, build_tables
from pipeline.check.built import Built
from pipeline.check.forms import forms_are_equal
from pipeline.check.tables import RULES, check_table, check_tables
from pipeline.locate.ledger import keep_ledger
from pipeline.locate.quotes import locate
from pipeline.model import Record, Records
from pipeline.read.record_checks import check_records
from pipeline.read.references import check_references
from pipeline.read.seeds import read_seeds
from pipeline.reread import reread
from pipeline.reread.grounding import Facts, facts_of, reading_fault
from pipeline.write.descriptor import described
from pipeline.write.files import csv_bytes, write
from pipeline.write.paths import CHECKSUMS, DATA, DESCRIPTOR
from tests.mutation.state import Rows, State, as_built, changed_tables, rebuilt, recorded, zoned
from tests.mutation.world import Byte, Cell, Change, Malformed, Recorded, Row, World, Zoned
from tests.support.invariants import INVARIANTS, cell_not_in_its_form

COMPARED = "compared with what a build makes"
_SAME = "the same output"
BY_CELL = (cell_not_in_its_form,)
"""The slow rule that looks at each cell by itself: no row can break it but one that differs."""

Finding = tuple[str, object]
"""A check's name and what it found, empty where that is nothing."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant (killed, void, survived), and which check killed it."""

    outcome: str
    by: str = ""


def judge(world: World, change: Change) -> Verdict:
    """Return what becomes of a mutant."""
    for check, found in _checks(world, change):
        if found:
            return Verdict("void") if check == _SAME else Verdict("killed", check)
    return Verdict("survived")


def _checks(world: World, change: Change) -> Iterator[Finding]:
    """Yield what each check finds, those first that cost least."""
    if isinstance(change, Recorded):
        yield from alone(world, change.new)
        yield from _whole(world, recorded(world, change))
    elif isinstance(change, Zoned):
        yield from _whole(world, zoned(world, change))
    elif isinstance(change, Cell):
        row = {**world.rows[change.table][change.row_id], change.column: change.value}
        rows = {**world.rows, change.table: {**world.rows[change.table], change.row_id: row}}
        yield from _of_rows(world, rows, world.records)
        table, schema = changed_tables(world, rows)[change.table], world.schemas.table(change.table)
        yield COMPARED, csv_bytes(table, schema) != world.files[f"{DATA}/{schema.name}.csv"]
    elif isinstance(change, Malformed):
        yield "values", change.reason
    elif change.path in world.files:
        yield from _of_file(world, change)
    else:
        yield "seeds", _seed_faults(world, change)


def alone(world: World, record: Record) -> Iterator[Finding]:
    """Yield what is found in one record by itself; all of it would be found in the whole project too.

    Words of a name that several rows share count only in articles that name the row otherwise. Here every
    article that the record quotes counts as one, so that nothing is found that the whole would not find.
    """
    mine = Records({record.table: (record,)}, retired=world.records.retired)
    yield "record checks", check_records(mine, world.schemas, references=False)
    yield "quotes", locate((record,), world.articles)[1]
    evidence = built_evidence(world, record)
    yield "guarantee 4", not all(reads(world, evidence, row) for row in evidence)


def built_evidence(world: World, record: Record) -> list[Row]:
    """Return the rows of evidence that the build makes of one record."""
    located, _ = locate((record,), world.articles)
    rows: list[Row] = build_tables((record,), located, world.articles, world.schemas)[0][EVIDENCE].to_pylist()
    return rows


def reads(world: World, evidence: Sequence[Row], row: Row) -> bool:
    """Return whether one row of a record's `evidence` reads as its value, for readers who know the rest."""
    return reading_fault(row, _generous(world, evidence)) is None


def _generous(world: World, evidence: Sequence[Row]) -> Facts:
    """Return what readers need, with each row named in every article that `evidence` ties it to."""
    named = dict(world.facts.named_in)
    for row in evidence:
        key = world.schemas.table(row["table"]).foreign_key(row["field"])
        target = (key.table, row["value"]) if key else (row["table"], row["row_id"])
        named[target] = {*named.get(target, ()), row["source_id"]}
    return replace(world.facts, named_in=named)


def _whole(world: World, state: State) -> Iterator[Finding]:
    """Yield what the checks of all records find, then those of the tables made from them."""
    yield "quotes", state.faults
    rows, faults = rebuilt(world, state)
    yield _SAME, rows == world.rows
    yield "tables", faults
    yield "record checks", check_references(state.records, world.schemas)
    for table in {table for table, _ in state.touched}:
        beside = replace(state.records, rows={table: state.records.rows[table]})
        yield "record checks", check_records(beside, world.schemas, references=False)
    yield from _of_rows(world, rows, state.records)


def _of_rows(world: World, rows: Rows, records: Records) -> Iterator[Finding]:
    """Yield what the rules find, those of the tests too, then the rereading, then the schemas of changed tables."""
    built = as_built(world, rows)
    differing = Built(world.schemas, {name: _differing(world, name, built.table(name)) for name in rows})
    for rule in (*RULES, *INVARIANTS):
        yield rule.__name__, next(rule(differing if rule in BY_CELL else built), None)
    changed = changed_tables(world, rows)
    yield "guarantee 4", _unread(world, rows, {**world.tables, **changed}, records)
    for name, table in changed.items():
        mask = _in_doubt(world, name, table.to_pylist())
        yield "schema", check_table(table.filter(pa.array(mask)), world.schemas.table(name), world.schemas)


def _differing(world: World, name: str, rows: Iterable[Row]) -> list[Row]:
    """Return the rows of a table that are not as they were in the sound project."""
    schema, old = world.schemas.table(name), world.rows[name]
    return [row for row in rows if row != old.get(row[schema.id_name])]


def _in_doubt(world: World, name: str, rows: Sequence[Row]) -> list[bool]:
    """Return which rows of a table may break its schema: those that differ, and those that are like one in a key.

    A table is checked row by row, but for keys that must be unique: no other row can have become wrong.
    """
    schema = world.schemas.table(name)
    keys = ((schema.id_name,), *schema.unique_keys)
    differ = _differing(world, name, rows)
    wanted = [{tuple(row[column] for column in key) for row in differ} for key in keys]
    return [
        any(tuple(row[column] for column in key) in some for key, some in zip(keys, wanted, strict=True))
        for row in rows
    ]


def _unread(world: World, rows: Rows, tables: Mapping[str, pa.Table], records: Records) -> bool:
    """Return whether a value does not read from its words.

    Where readers know what they knew, only changed rows of evidence can read in another way. Values
    without words, and words that do not stand in their quote, are found when records are read and quotes located.
    """
    facts = facts_of(tables, world.schemas, records.forms)
    if facts != world.facts:
        return bool(reread(tables, world.schemas, records.forms)[1])
    old = world.rows[EVIDENCE]
    return any(reading_fault(row, facts) for key, row in rows[EVIDENCE].items() if row is not old.get(key))


def _seed_faults(world: World, change: Byte) -> object:
    """Return what reading the articles finds where one of them has another byte."""
    with tempfile.TemporaryDirectory() as folder:
        for article in world.articles.values():
            content = (world.root / article.seed_file).read_bytes()
            content = _with_byte(content, change) if article.seed_file == change.path else content
            (Path(folder) / Path(article.seed_file).name).write_bytes(content)
        return read_seeds(Path(folder), world.records, world.schemas)[1]


def _of_file(world: World, change: Byte) -> Iterator[Finding]:
    """Yield what the guarantees and the checksums find where a packaged file has another byte."""
    changed = {**world.files, change.path: _with_byte(world.files[change.path], change)}
    name = Path(change.path).stem
    if name in world.schemas.by_name:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), {path: changed[path] for path in changed if Path(path).stem in (name, "datapackage")})
            schema = described(world.schemas.table(name), world.schemas)
            forms, _ = forms_are_equal(Path(folder) / DATA, {name: world.tables[name]}, {name: schema})
            yield "guarantee 7", not forms.kept
        digest = hashlib.sha256(changed[change.path]).hexdigest()
        yield CHECKSUMS, f"{digest}  {Path(change.path).name}" not in changed[CHECKSUMS].decode().splitlines()
        resources = json.loads(changed[DESCRIPTOR])["resources"]
        hashes = {file["path"]: file["hash"] for resource in resources for file in (resource, resource["parquet"])}
        yield DESCRIPTOR, hashes[change.path].removeprefix("sha256:") != digest
    yield COMPARED, changed != world.files


def _with_byte(content: bytes, change: Byte) -> bytes:
    return content[: change.offset] + bytes([change.value]) + content[change.offset + 1 :]


def complete(world: World, change: Recorded) -> bool:
    """Return whether the whole build, with nothing left out, finds a fault: slow, and the measure of `judge`."""
    state = recorded(world, change)
    located, faults = locate(state.records.all, state.articles)
    ledger, unaccounted = keep_ledger(state.records, located, state.articles, world.schemas)
    tables, unmade = build_tables(state.records.all, located, state.articles, world.schemas, ledger)
    _, differences = reread(tables, world.schemas, state.records.forms)
    of_records = check_records(state.records, world.schemas, references=True)
    return bool([*of_records, *faults, *unaccounted, *unmade, *differences, *check_tables(tables, world.schemas)])
