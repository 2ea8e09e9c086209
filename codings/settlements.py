"""How the differences between the codings and the records were settled, as ``codings/settlements.yaml`` says.

A difference is a row or a value that a coder has and the records lack or have differently. Each is settled once for
each coder, by a rule: the records were right and are kept, a value was changed, or a row was added.
"""

import dataclasses
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from codings.reading import SETTLEMENTS
from pipeline.faults import Fault, Position
from pipeline.read.nodes import Fields, Items, Node
from pipeline.read.strict_yaml import read_yaml

LIST = "settlements"
KEPT, CHANGED, ADDED = "kept", "changed", "added"
DECISIONS = (KEPT, CHANGED, ADDED)
OPEN = "open"
Claim = tuple[str, str, str, str, str]
"""Table, row and column, a coder, and what that coder has there."""
_KEYS = ("table", "row", "field", "record", "decided", "rule", "why")
_RULE = re.compile(r"\d+(, \d+)*|definition")


@dataclass(frozen=True, order=True)
class Difference:
    """A value of a row that the records have differently, or a row that they lack (without `row` and `field`).

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
    def claims(self) -> list[Claim]:
        """Return the claim of each coder: what a settlement must repeat to decide on it."""
        return [(self.table, self.row, self.field, *pair) for pair in self.coded]

    def without(self, claims: Collection[Claim]) -> "Difference | None":
        """Return the difference of the coders whose claims are not among `claims`; None where all are."""
        pairs = zip(self.claims, self.coded, strict=True)
        coded = tuple(pair for claim, pair in pairs if claim not in claims)
        return dataclasses.replace(self, coded=coded) if coded else None


@dataclass(frozen=True)
class Settlement:
    """One entry: a difference, how it was decided and by which coding rule.

    `added` is the id of the row that was added to the records; `why` may say more than the rule.
    """

    difference: Difference
    decided: str
    rule: str
    position: Position
    added: str = ""
    why: str = ""


def read_settlements(folder: Path) -> tuple[list[Settlement], list[Fault]]:
    """Return the settlements of a folder of codings, none where there is no file, and what is wrong with them.

    Raises:
        OSError: the file cannot be read.
    """
    path, file = folder / SETTLEMENTS, f"{folder.name}/{SETTLEMENTS}"
    if not path.is_file():
        return [], []
    root, faults = read_yaml(path, file)
    if root is None:
        return [], faults
    entries = root.entries.get(LIST) if isinstance(root, Fields) else None
    if not isinstance(entries, Items):
        expected = f"a list under the key {LIST}"
        fault = Fault(root.position, "form-wrong", LIST, "no such list", expected, "write it, or delete the file")
        return [], [*faults, fault]
    settlements: list[Settlement] = []
    for node in entries.items:
        settlement, entry_faults = _read_settlement(node)
        settlements += [settlement] if settlement else []
        faults += entry_faults
    return settlements, faults


def _read_settlement(node: Node) -> tuple[Settlement | None, list[Fault]]:
    """Return one entry, or None and what is wrong with it."""
    if not isinstance(node, Fields):
        seen, expected = "an entry of another form", "keys, each with one text"
        fault = Fault(node.position, "form-wrong", LIST, seen, expected, "write it as the command prints it")
        return None, [fault]
    texts, faults = node.texts((*_KEYS, *node.entries), LIST)
    faults = faults or list(_wrong(texts, node.position))
    return (None if faults else _settlement(texts, node.position)), faults


def _wrong(texts: Mapping[str, str], position: Position) -> Iterator[Fault]:
    """Yield what is wrong with the texts of one entry."""
    subject = _subject(texts["table"], texts["row"], texts["field"])
    decided, rule, field = texts["decided"], texts["rule"], texts["field"]
    if decided not in (*DECISIONS, OPEN):
        seen, expected = f'decided is "{decided}"', f"one of {', '.join(DECISIONS)}"
        yield Fault(position, "value-unknown", subject, seen, expected, "say how it was settled")
    if decided != OPEN and not _RULE.fullmatch(rule):
        expected = "numbers of coding rules, or definition where a column's or code's definition decides"
        yield Fault(position, "value-malformed", subject, f'the rule is "{rule}"', expected, "name what decides")
    if not texts["table"] or not _coded(texts):
        seen, fix = "no table, or no coder", "write them as the command prints them"
        yield Fault(position, "key-missing", subject, seen, "both", fix)
    if decided in (ADDED, CHANGED) and (decided == ADDED) == bool(field):
        seen, expected = f'{decided} with the field "{field}"', "changed for a value, added for a row"
        yield Fault(position, "decision-wrong", subject, seen, expected, "correct what was decided")
    if decided == ADDED and not texts["row"]:
        seen, expected = "no row", "the id of the added row"
        yield Fault(position, "key-missing", subject, seen, expected, "write it under row")


def _subject(*parts: str) -> str:
    return ".".join(part for part in parts if part)


def _coded(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what each coder has: the keys that an entry does not need otherwise are coders."""
    return tuple(sorted((key, text) for key, text in texts.items() if key not in _KEYS))


def _settlement(texts: Mapping[str, str], position: Position) -> Settlement:
    """Return one entry that has the right form."""
    field, row = texts["field"], texts["row"]
    difference = Difference(texts["table"], row if field else "", field, texts["record"], _coded(texts))
    return Settlement(difference, texts["decided"], texts["rule"], position, "" if field else row, texts["why"])


def decisions(differences: Iterable[Difference], settlements: Iterable[Settlement]) -> Iterator[str]:
    """Yield how each difference was settled; that it is open where it is so for one of its coders."""
    decided = {claim: settlement.decided for settlement in settlements for claim in settlement.difference.claims}
    for difference in differences:
        of_coders = [decided.get(claim, OPEN) for claim in difference.claims]
        yield OPEN if OPEN in of_coders else of_coders[0]


def unsettled(differences: Iterable[Difference], settlements: Iterable[Settlement]) -> list[Difference]:
    """Return the differences that no settlement decides, or does not decide for every coder, in order."""
    decided = {
        claim for settlement in settlements if settlement.decided != OPEN for claim in settlement.difference.claims
    }
    rest = (difference.without(decided) for difference in differences)
    return sorted({difference for difference in rest if difference})


def out_of_date(
    differences: Sequence[Difference],
    settlements: Iterable[Settlement],
    values: Mapping[tuple[str, str, str], str],
    rows: frozenset[tuple[str, str]],
) -> list[Fault]:
    """Return a fault for each settlement that is not, or no longer, what the codings and the records say.

    Args:
        differences: all differences, as they were before any was settled.
        settlements: those to check.
        values: the values in the records as they are now, by table, row and field.
        rows: the rows in the records as they are now, by table and row id.
    """
    claims = {claim for difference in differences for claim in difference.claims}
    settled: set[Claim] = set()
    faults = []
    for settlement in settlements:
        difference, position = settlement.difference, settlement.position
        subject = _subject(difference.table, difference.row or settlement.added, difference.field)
        now = values.get((difference.table, difference.row, difference.field), "")
        change = _outdated(settlement, now, rows)
        if not claims.issuperset(difference.claims):
            seen, expected = (
                "no such difference between the codings and the records",
                "a difference that the command prints",
            )
            fix = "correct the entry, or delete it"
            faults.append(Fault(position, "difference-unknown", subject, seen, expected, fix))
        elif not settled.isdisjoint(difference.claims):
            seen, expected = "a second entry for this difference", "one entry for each difference"
            faults.append(Fault(position, "entry-repeated", subject, seen, expected, "delete one of the two"))
        elif change:
            expected, fix = "what the records say now", "correct the entry or the records"
            faults.append(Fault(position, "settlement-outdated", subject, change, expected, fix))
        settled.update(difference.claims)
    return faults


def _outdated(settlement: Settlement, now: str, rows: frozenset[tuple[str, str]]) -> str:
    """Return how the records, which have the value `now`, differ from a settlement; empty where they do not."""
    difference = settlement.difference
    if settlement.decided == KEPT and difference.field and now != difference.record:
        return f'it kept "{difference.record}", but the records have "{now}"'
    if settlement.decided == CHANGED and now == difference.record:
        return f'it changed "{difference.record}", which the records still have'
    if settlement.decided == ADDED and (difference.table, settlement.added) not in rows:
        return f"it added {settlement.added}, which the records lack"
    return ""


def as_yaml(differences: Iterable[Difference]) -> str:
    """Return differences as entries to paste under ``settlements``, with what helps to decide as comments."""
    lines = []
    for difference in differences:
        lines += [f"# {part}" for note in difference.notes for part in note.splitlines()]
        named = {"table": difference.table, "row": difference.row, "field": difference.field}
        entry = {**named, "record": difference.record, **dict(difference.coded), "decided": OPEN, "rule": OPEN}
        written = [f"{key}: {_scalar(text)}" for key, text in entry.items() if text]
        lines += [f"- {written[0]}", *(f"  {text}" for text in written[1:])]
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
