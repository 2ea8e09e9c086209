"""What a person has decided where a referee differs or is silent, as ``referees/decisions.yaml`` says.

An entry is about one value, its words and what the referee reads in them: if any of these changes, the entry holds no
longer and somebody has to decide again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipeline.faults import Fault, Position, nearest, shown
from pipeline.read.nodes import Fields, Items, Node
from pipeline.read.strict_yaml import read_yaml
from referees.cells import Opinion

FILE = "referees/decisions.yaml"
LIST = "decisions"
KEPT, OPEN = "kept", "open"
NOTHING = "nothing"
"""What an entry says that a silent referee reads."""
REASONS: Mapping[str, str] = {
    "form_not_read": "The words say the value, in a form that the referee does not read.",
    "in_parts": "The words say the value in parts, and the referee reads each part alone.",
    "words_around": "The referee reads the value, but not the words around it, which change nothing.",
    "other_numbers": "The words hold other numbers or dates beside the value, such as a conversion in brackets.",
    "open_period": "The words open or close a period; the referee reads only the date at that end.",
    "tied_to_anchor": "The words tie the row to its anchor, or count from it; the referee reads no such tie.",
    "completed_by_anchor": "The words say a part of the date and the anchor the rest; the referee takes it otherwise.",
    "spelled_otherwise": "It is the same thing; the referee has it under another spelling.",
    "less_exact": "The referee has the same thing, less exactly than the record.",
    "not_in_library": "The referee does not have it.",
}
"""Why a value stands that a referee does not read, each with its meaning."""
_IDENTITY = ("table", "row", "field", "words", "value", "reads")
_KEYS = (*_IDENTITY, "decision", "reason", "note")

Key = tuple[str, ...]
"""Table, row, field, words, value and what the referee reads."""


@dataclass(frozen=True)
class Decision:
    """One entry that has been decided."""

    key: Key
    reason: str
    position: Position

    @property
    def subject(self) -> str:
        """Return what messages call the cell."""
        return ".".join(self.key[:3])


def key_of(opinion: Opinion) -> Key:
    """Return what an entry must repeat to be about an opinion."""
    cell = opinion.cell
    return (cell.table, cell.row, cell.field, cell.words, cell.value, opinion.reads or NOTHING)


def read_decisions(root: Path) -> tuple[list[Decision], list[Fault]]:
    """Return the entries that have been decided, none where there is no file, and what is wrong with the others.

    Raises:
        OSError: the file cannot be read.
    """
    path = root / FILE
    if not path.is_file():
        return [], []
    tree, faults = read_yaml(path, FILE)
    if tree is None:
        return [], faults
    entries = tree.entries.get(LIST) if isinstance(tree, Fields) else None
    if not isinstance(entries, Items):
        expected = f"a list under the key {LIST}"
        fault = Fault(tree.position, "form-wrong", LIST, "no such list", expected, "write it, or delete the file")
        return [], [*faults, fault]
    decisions: list[Decision] = []
    for node in entries.items:
        decision, entry_faults = _read_decision(node)
        decisions += [decision] if decision else []
        faults += entry_faults
    return decisions, faults


def _read_decision(node: Node) -> tuple[Decision | None, list[Fault]]:
    """Return one entry, None where it is open or wrong, and what is wrong with it."""
    if not isinstance(node, Fields):
        seen, expected = "an entry of another form", "keys, each with one text"
        fault = Fault(node.position, "form-wrong", LIST, seen, expected, "write it as the command prints it")
        return None, [fault]
    texts, faults = node.texts((*_KEYS, *node.entries), LIST)
    decision = Decision(tuple(texts[key] for key in _IDENTITY), texts["reason"], node.position)
    if not faults and texts["decision"] != OPEN:
        faults = list(_wrong(decision, texts))
    return (None if faults or texts["decision"] == OPEN else decision), faults


def _wrong(decision: Decision, texts: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with an entry that is not open."""
    position, subject = decision.position, decision.subject
    for key in texts:
        if key not in _KEYS:
            seen = f"unknown key {shown(key)}"
            yield Fault(position, "key-unknown", subject, seen, "a key of an entry", nearest(key, _KEYS))
    for key, allowed in (("decision", (KEPT,)), ("reason", tuple(REASONS))):
        if texts[key] not in allowed:
            seen, expected = f"{key} is {shown(texts[key])}", f"one of {', '.join(allowed)}"
            yield Fault(position, "value-unknown", subject, seen, expected, nearest(texts[key], allowed))


def undecided(opinions: Iterable[Opinion], decisions: Iterable[Decision]) -> list[Opinion]:
    """Return the opinions that differ or are silent without an inference, and that no entry is about, in order."""
    decided = {decision.key for decision in decisions}
    differing = [opinion for opinion in opinions if not opinion.agrees and not opinion.explained]
    return [opinion for opinion in differing if key_of(opinion) not in decided]


def undecided_faults(opinions: Iterable[Opinion]) -> list[Fault]:
    """Return the fault of each opinion that nobody has decided on."""
    faults = []
    for opinion in opinions:
        said = f" in {shown(opinion.cell.words)}" if opinion.cell.words else ""
        read = shown(opinion.reads) if opinion.reads else NOTHING
        seen = f"{opinion.referee} reads {read}{said}"
        expected = f"{shown(opinion.cell.value)} as in the table, or a decision"
        fix = "correct the record, or decide on the entry that the command prints and add it to the list"
        faults.append(Fault(Position(FILE), "opinion-undecided", opinion.cell.subject, seen, expected, fix))
    return faults


def outdated_faults(opinions: Sequence[Opinion], decisions: Iterable[Decision]) -> list[Fault]:
    """Return a fault for each entry that is about no opinion, or about one that another entry is about."""
    by_key = {key_of(opinion): opinion for opinion in opinions}
    by_cell: dict[Key, list[Opinion]] = {}
    by_place: dict[Key, list[Opinion]] = {}
    for key, opinion in by_key.items():
        by_cell.setdefault(key[:5], []).append(opinion)
        by_place.setdefault(key[:3], []).append(opinion)
    faults = []
    decided: set[Key] = set()
    for decision in decisions:
        key, position, subject = decision.key, decision.position, decision.subject
        if key in decided:
            seen, expected = "a second entry for this opinion", "one entry for each opinion"
            faults.append(Fault(position, "entry-repeated", subject, seen, expected, "delete one of the two"))
        elif key not in by_key and key[:5] in by_cell:
            now = ", ".join(shown(key_of(opinion)[5]) for opinion in by_cell[key[:5]])
            seen, expected = f"the entry says {shown(key[5])}", f"{now}, which the referee reads now"
            fix = "decide again, or delete the entry"
            faults.append(Fault(position, "decision-outdated", subject, seen, expected, fix))
        elif key not in by_key:
            now = (
                " or ".join(_value_and_words(key_of(opinion)) for opinion in by_place.get(key[:3], ()))
                or "no such cell"
            )
            fix = "delete the entry; if the record was changed on purpose, decide again"
            faults.append(
                Fault(position, "decision-unknown", subject, _value_and_words(key), f"what is there: {now}", fix)
            )
        elif by_key[key].explained:
            seen = f"a decision, but the record names the inference {by_key[key].cell.inference}"
            faults.append(Fault(position, "decision-outdated", subject, seen, "no entry", "delete the entry"))
        elif by_key[key].agrees:
            seen = f"a decision, but {by_key[key].referee} reads the value"
            faults.append(Fault(position, "decision-outdated", subject, seen, "no entry", "delete the entry"))
        decided.add(key)
    return faults


def _value_and_words(key: Key) -> str:
    """Return a value and its words as a message shows them."""
    words, value = key[3:5]
    return f"{shown(value)} from {shown(words)}" if words else shown(value)


def as_yaml(opinions: Iterable[Opinion]) -> str:
    """Return entries to paste under ``decisions``, open, each with its quote as a comment."""
    lines = []
    for opinion in opinions:
        identity = dict(zip(_IDENTITY, key_of(opinion), strict=True))
        entry = {key: text for key, text in identity.items() if text} | {"decision": OPEN, "reason": OPEN}
        lines += [f"# {line}\n" for line in opinion.cell.quote.splitlines()]
        lines.append(yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=100_000))
    return "".join(lines)


def summary(opinions: Sequence[Opinion], open_opinions: Sequence[Opinion]) -> str:
    """Return how many opinions agree, one line for each referee and one for all."""
    referees = dict.fromkeys(opinion.referee for opinion in opinions)
    lines = [_counts(name, [opinion for opinion in opinions if opinion.referee == name]) for name in referees]
    decided = f"{len(open_opinions)} to decide" if open_opinions else "all decided"
    return "\n".join([*lines, f"{_counts('referee', opinions)}; {decided}"])


def _counts(name: str, opinions: Sequence[Opinion]) -> str:
    agree = sum(opinion.agrees for opinion in opinions)
    explained = sum(opinion.explained for opinion in opinions)
    silent = sum(opinion.silent and not opinion.explained for opinion in opinions)
    differ = len(opinions) - agree - explained - silent
    counts = f"{agree} of {len(opinions)} agree, {differ} differ, {silent} silent"
    return f"{name}: {counts}, {explained} inferred"
