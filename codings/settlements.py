"""How the differences between the codings and the records were settled, as ``codings/settlements.yaml`` says.

A difference is a row or a value that a coder found and the records lack or have otherwise. Each is
settled once, by a rule: the records were right and are kept, a value was changed, or a row was added.
"""

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipeline.faults import Fault, Position
from pipeline.read.strict_yaml import Fields, Items, Node, Scalar, read_yaml

FILE = "settlements.yaml"
LIST = "settlements"
KEPT, CHANGED, ADDED = "kept", "changed", "added"
DECISIONS = (KEPT, CHANGED, ADDED)
OPEN = "open"
_KEYS = ("table", "row", "field", "record", "decided", "rule", "why")
_RULE = re.compile(r"\d+(, \d+)*|definition")


@dataclass(frozen=True, order=True)
class Difference:
    """A value of a row that the records have otherwise, or a row that they lack (without `row` and `field`).

    `coded` holds each coder with the value, or with the coder's own id of the row; `record` the value
    in the records. `notes` are shown to whoever settles it and say nothing of their own.
    """

    table: str
    row: str
    field: str
    record: str
    coded: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = dataclasses.field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, ...]:
        """Return what a settlement must repeat to be that of this difference."""
        return (self.table, self.row, self.field, *(text for pair in self.coded for text in pair))


@dataclass(frozen=True)
class Settlement:
    """One entry: the difference as it was found, how it was decided and by which coding rule.

    `added` is the id of the row that was added to the records.
    """

    difference: Difference
    decided: str
    rule: str
    position: Position
    added: str = ""


def read_settlements(folder: Path) -> tuple[list[Settlement], list[Fault]]:
    """Return the settlements of a folder of codings, none where there is no file, and what is wrong with them.

    Raises:
        OSError: the file cannot be read.
    """
    path, file = folder / FILE, f"{folder.name}/{FILE}"
    if not path.is_file():
        return [], []
    root, faults = read_yaml(path, file)
    entries = root.entries.get(LIST) if isinstance(root, Fields) else None
    if not isinstance(entries, Items):
        expected = f"a list under the key {LIST}"
        return [], [
            *faults,
            Fault(Position(file, 1), "unnamed", LIST, "no such list", expected, "write it, or delete the file"),
        ]
    settlements: list[Settlement] = []
    for node in entries.items:
        found = list(_wrong(node))
        faults += found
        if not found and isinstance(node, Fields):
            settlements.append(_settlement(node))
    return settlements, faults


def _wrong(node: Node) -> Iterator[Fault]:
    """Yield what is wrong with one entry."""
    texts = isinstance(node, Fields) and all(isinstance(value, Scalar) for value in node.entries.values())
    if not isinstance(node, Fields) or not texts:
        todo = "write it as the command prints it"
        yield Fault(node.position, "unnamed", LIST, "an entry of the wrong form", "a mapping of texts", todo)
        return
    subject = ".".join(part for part in (node.text("table"), node.text("row"), node.text("field")) if part)
    decided, rule, added = node.text("decided"), node.text("rule"), node.text("decided") == ADDED
    if decided not in (*DECISIONS, OPEN):
        seen = f'decided is "{decided}"'
        yield Fault(node.position, "unnamed", subject, seen, f"one of {', '.join(DECISIONS)}", "say how it was settled")
    if decided != OPEN and not _RULE.fullmatch(rule):
        expected = "numbers of coding rules, or definition where a column's or code's definition decides"
        yield Fault(node.position, "unnamed", subject, f'the rule is "{rule}"', expected, "name what decides")
    if not node.text("table") or not _coded(node):
        yield Fault(
            node.position, "unnamed", subject, "no table, or no coder", "both", "write them as the command prints them"
        )
    if added == bool(node.text("field")) and decided in (ADDED, CHANGED):
        todo = "changed is said of a value, added of a row"
        yield Fault(
            node.position, "unnamed", subject, f'{decided} with the field "{node.text("field")}"', todo, "mend it"
        )
    if added and not node.text("row"):
        yield Fault(node.position, "unnamed", subject, "no row", "the id of the added row", "write it under row")


def _coded(node: Fields) -> tuple[tuple[str, str], ...]:
    """Return what each coder has: the keys that an entry does not need otherwise are coders."""
    return tuple(sorted((key, node.text(key)) for key in node.entries if key not in _KEYS))


def _settlement(node: Fields) -> Settlement:
    """Return one entry that has the right form."""
    name = node.text("field")
    row = node.text("row")
    difference = Difference(node.text("table"), row if name else "", name, node.text("record"), _coded(node))
    return Settlement(difference, node.text("decided"), node.text("rule"), node.position, "" if name else row)


def unsettled(differences: Iterable[Difference], settlements: Iterable[Settlement]) -> list[Difference]:
    """Return the differences that no settlement decides, in order."""
    decided = {one.difference.key for one in settlements if one.decided != OPEN}
    return sorted(difference for difference in differences if difference.key not in decided)


def out_of_date(
    differences: Sequence[Difference],
    settlements: Iterable[Settlement],
    records: Mapping[tuple[str, str, str], str],
    rows: frozenset[tuple[str, str]],
) -> list[Fault]:
    """Return a fault for each settlement that is not, or no longer, what the codings and the records say.

    Args:
        differences: all differences, as they were before any was settled.
        settlements: those to check.
        records: the values in the records as they are now, by table, row and field.
        rows: the rows in the records as they are now, by table and row id.
    """
    known, faults, settled = {one.key for one in differences}, list[Fault](), set[tuple[str, ...]]()
    for one in settlements:
        what = one.difference
        wrong = _wrong_now(one, records.get((what.table, what.row, what.field), ""), rows)
        if what.key not in known:
            wrong = "there is no such difference"
        elif what.key in settled:
            wrong = "it is settled twice"
        settled.add(what.key)
        if wrong:
            subject = ".".join(part for part in (what.table, what.row or one.added, what.field) if part)
            faults.append(
                Fault(one.position, "unnamed", subject, wrong, "a settlement of a difference", "mend or remove it")
            )
    return faults


def _wrong_now(one: Settlement, now: str, rows: frozenset[tuple[str, str]]) -> str:
    """Return in what the records, which have the value `now`, are not as a settlement says; empty where they are."""
    what = one.difference
    if one.decided == KEPT and what.field and now != what.record:
        return f'it kept "{what.record}", the records have "{now}"'
    if one.decided == CHANGED and now == what.record:
        return f'it changed "{what.record}", which the records still have'
    if one.decided == ADDED and (what.table, one.added) not in rows:
        return f"it added {one.added}, which the records lack"
    return ""


def as_yaml(differences: Sequence[Difference]) -> str:
    """Return differences as entries to paste under ``settlements``, with what helps to decide as comments."""
    lines = []
    for one in differences:
        given = {"table": one.table, "row": one.row, "field": one.field, "record": one.record, **dict(one.coded)}
        entry = {key: value for key, value in given.items() if value}
        lines += [f"# {note}" for note in one.notes]
        marks = ["- ", *["  "] * (len(entry) + 1)]
        written = [f"{key}: {_scalar(value)}" for key, value in {**entry, "decided": OPEN, "rule": OPEN}.items()]
        lines += [mark + text for mark, text in zip(marks, written, strict=True)]
    return "".join(f"{line}\n" for line in lines)


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back: plain where that is the same text, otherwise in quotation marks.

    >>> _scalar("2025-11-26"), _scalar("a: b")
    ('2025-11-26', '"a: b"')
    """
    try:
        same = yaml.load(f"- {text}", yaml.BaseLoader) == [text]
    except yaml.YAMLError:
        same = False
    return text if same else json.dumps(text, ensure_ascii=False)
