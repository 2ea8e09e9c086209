"""Corrected and removed rows of released versions: each has its reason in ``records/changes.yaml``.

What changed between two versions is computed from their tables; only what curators write needs a reason. Derived
columns, and the tables that the build makes from the others, follow from it.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from counternarcotics._shared.comparison import Contents
from counternarcotics._shared.comparison.rows import NotComparable, row_changes
from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._shared.origins import WORDED
from pipeline.assemble.tables import EVIDENCE
from pipeline.faults import Fault, Position, shown, yaml_text
from pipeline.model import SEED_FILE, Correction, Records
from pipeline.read.changes import BLANK, FILE, subject_of
from pipeline.read.records import RETIRED

_CHANGES = Position(f"records/{FILE}")

Place = tuple[str, str, str]
"""A table, a row and a column; the column is empty where the row was removed."""


@dataclass(frozen=True)
class Step:
    """Two versions, one after the other."""

    old: Contents
    new: Contents

    @property
    def name(self) -> str:
        """Return the numbers of both, for messages."""
        return f"between {self.old.version} and {self.new.version}"

    @functools.cached_property
    def articles(self) -> Mapping[tuple[str, str], Set[str]]:
        """Return the files of the articles that each row quotes, or quoted, by table and id."""
        files: dict[tuple[str, str], set[str]] = {}
        for contents in (self.old, self.new):
            for row in contents.read(EVIDENCE).select(["table_name", "row_id", SEED_FILE]).to_pylist():
                files.setdefault((row["table_name"], row["row_id"]), set()).add(row[SEED_FILE])
        return files


def correction_faults(steps: Sequence[Step], records: Records, texts: Mapping[str, str]) -> tuple[int, list[Fault]]:
    """Return how many corrected cells and removed rows there are, and the faults of their entries and ids.

    Args:
        steps: Each version with the next one, oldest first.
        records: What the curators wrote.
        texts: The text of each article by its file.
    """
    count, faults = 0, [*_of_no_step(steps, records.corrections)]
    for step in steps:
        due = {place: cells for table in _written(step) for place, cells in _changes(step, table)}
        entries = {entry.place: entry for entry in records.corrections if entry.version == step.new.version}
        faults += [_unexplained(step, place, due[place]) for place in due if place not in entries]
        faults += [fault for entry in entries.values() for fault in _entry_faults(step, entry, due, texts)]
        faults += _not_retired(due, records)
        count += len(due)
    return count, faults


def _of_no_step(steps: Sequence[Step], entries: Sequence[Correction]) -> Iterator[Fault]:
    """Yield the entries under a version that is not the next one of a released version."""
    versions = [step.new.version for step in steps]
    for entry in entries:
        if entry.version not in versions:
            seen = f"an entry under {shown(entry.version)}"
            expected = f"one of the versions that can have corrections: {', '.join(versions) or 'none yet'}"
            fix = "move it to the version that brings the change, or delete it"
            yield Fault(entry.position, "change-outdated", subject_of(*entry.place), seen, expected, fix)


def _written(step: Step) -> list[str]:
    """Return the tables that both versions have, whose rows curators write, and that differ."""
    old, new = step.old.resources, step.new.resources
    both = [table for table in old if table in new and not new[table]["schema"].get("built")]
    return [table for table in both if step.old.fingerprints[table] != step.new.fingerprints[table]]


def _changes(step: Step, table: str) -> Iterator[tuple[Place, tuple[str, str]]]:
    """Yield each removed row of a table and each corrected cell that curators write, with both cells.

    Nothing where the table has another primary key: its rows cannot be matched, and a new key is a major change anyway.
    """
    schemas = [contents.resources[table]["schema"] for contents in (step.old, step.new)]
    written = _columns(schemas[1])
    rows = [contents.read(table) for contents in (step.old, step.new)]
    try:
        changes = list(row_changes(table, (rows[0], schemas[0]), (rows[1], schemas[1])))
    except NotComparable:
        return
    for change in changes:
        if change.rule == "row removed":
            yield (table, change.row, ""), ("", "")
        elif change.column in written:
            yield (table, change.row, change.column), (cell_text(change.old), cell_text(change.new))


def _columns(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the origin of each column of a table that curators write."""
    return {column["name"]: column["origin"] for column in schema["fields"] if column["origin"] != "derived"}


def _unexplained(step: Step, place: Place, cells: tuple[str, str]) -> Fault:
    """Return the fault of a change that no entry explains, with the entry to paste."""
    was, now = (shown(cell) if cell else "empty" for cell in cells)
    happened = f"{was} in {step.old.version}, now {now}" if place[2] else f"a row of {step.old.version} that is removed"
    line = f"- {{{', '.join(f'{key}: {text}' for key, text in _entry(step, place, cells).items())}}}"
    fix = f'add there, below "changes:" and "{step.new.version}:", with the texts for {BLANK}: {line}'
    return Fault(_CHANGES, "change-unexplained", subject_of(*place), happened, "an entry that says why", fix)


def _entry(step: Step, place: Place, cells: tuple[str, str]) -> dict[str, str]:
    """Return the entry of a change as YAML writes its parts, with what its curator has to fill in."""
    texts = dict(zip(("table", "row", "field", "from", "to"), (*place, *cells), strict=True))
    entry = {key: yaml_text(text) for key, text in texts.items() if text}
    blanks = ("why", "quote") if place[2] and _needs_quote(step, *place) else ("why",)
    return {**entry, **dict.fromkeys(blanks, BLANK)}


def _needs_quote(step: Step, table: str, row_id: str, field: str) -> bool:
    """Return whether a quote decides what a cell says: its value has words."""
    return _columns(step.new.resources[table]["schema"]).get(field) in WORDED


def _entry_faults(
    step: Step, entry: Correction, due: Mapping[Place, tuple[str, str]], texts: Mapping[str, str]
) -> Iterator[Fault]:
    """Yield what an entry says that is not so."""
    subject = subject_of(*entry.place)
    if entry.place not in due:
        what = f"a change of {entry.field} of this row" if entry.field else "the removal of this row"
        expected = f"entries for what changed {step.name}"
        fix = "correct the table, the row or the field, or delete the entry"
        yield Fault(entry.position, "change-outdated", subject, f"{what}, which did not happen", expected, fix)
        return
    for key, version, cell, says in zip(
        ("from", "to"), (step.old.version, step.new.version), due[entry.place], (entry.old, entry.new), strict=True
    ):
        if cell != says:
            seen, expected = f"{key}: {shown(says)}", f"{shown(cell)}, as in {version}"
            fix = f"write {key}: {yaml_text(cell)}" if cell else f"leave {key} out, because the cell is empty"
            yield Fault(entry.position, "change-outdated", subject, seen, expected, fix)
    articles = step.articles.get(entry.place[:2], set())
    if entry.quote and not any(entry.quote in texts.get(file, "") for file in articles):
        seen, expected = f"the quote {shown(entry.quote)}", f"a quote that stands in {' or '.join(sorted(articles))}"
        yield Fault(entry.position, "change-not-quoted", subject, seen, expected, "copy it from the article")
    elif not entry.quote and _needs_quote(step, *entry.place):
        expected = f"the quote that decides, from {' or '.join(sorted(articles))}"
        yield Fault(entry.position, "change-not-quoted", subject, "no quote", expected, "write quote: TEXT")


def _not_retired(due: Mapping[Place, tuple[str, str]], records: Records) -> Iterator[Fault]:
    """Yield the removed rows whose id is not retired: another row could take it."""
    for table, row_id, field in due:
        if not field and table in records.rows and row_id not in records.retired.get(table, ()):
            seen, expected = "a released id that no row has", "a retired id, which no row can take again"
            fix = f'add {row_id} there, below "{table}:"'
            yield Fault(
                Position(f"records/{RETIRED}"), "id-not-retired", subject_of(table, row_id, ""), seen, expected, fix
            )
