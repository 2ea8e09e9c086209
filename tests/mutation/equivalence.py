"""Why a mutant may survive: the closed list of reasons, each with a test that the mutant must pass.

A survivor for which no test holds shows a check that is missing. Every reason but those that say
`judged` means that the mutated row says the same as before, by other words; those that say `judged`
mean that no reader can tell which of the two is right, and that a second reading must.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.model import Record
from pipeline.read.schema import Column
from tests.mutation.judge import built_evidence, reads
from tests.mutation.said import voices
from tests.mutation.world import Change, Mutant, Recorded, World, Zoned

TIED = ("events", "legal_cases", "actors")
NO_DATE = "words"


@dataclass(frozen=True)
class Case:
    """A surviving mutant; `column` is the one it touches, None where it touches a quote as a whole."""

    world: World
    mutant: Mutant
    change: Change

    @property
    def column(self) -> Column | None:
        """Return the column that the mutant touches."""
        return self.world.schemas.table(self.mutant.table).by_name.get(self.mutant.column)

    @property
    def rows(self) -> tuple[Record, Record] | None:
        """Return the row before and after, where a single row was changed."""
        if not isinstance(self.change, Recorded) or (len(self.change.old), len(self.change.new)) != (1, 1):
            return None
        return self.change.old[0], self.change.new[0]


def reason(world: World, mutant: Mutant, change: Change) -> str:
    """Return why the mutant may survive; empty where no reason of the list holds."""
    case = Case(world, mutant, change)
    return next((why for why, holds in REASONS.items() if holds(case)), "")


def _only_values(case: Case) -> bool:
    """Return whether nothing but the value of the mutant's column, and with it the id, differs."""
    if case.rows is None:
        return False
    old, new = case.rows
    changed = (case.mutant.column, case.world.schemas.table(new.table).id_name)
    same = {name: value for name, value in new.values.items() if name not in changed}
    return old.evidence == new.evidence and same.items() <= old.values.items() and len(new.values) == len(old.values)


def _judged_value(case: Case) -> bool:
    return _only_values(case) and case.column is not None and case.column.origin == "judged"


def _judged_tie(case: Case) -> bool:
    key = case.world.schemas.table(case.mutant.table).foreign_key(case.mutant.column)
    assigned = case.column is not None and case.column.origin == "assigned"
    return _only_values(case) and assigned and key is not None and key.table in TIED


def _only_words(case: Case) -> bool:
    """Return whether values and quotes are as before, and every value still has words that support it."""
    if case.rows is None:
        return False
    old, new = case.rows
    bare = [[replace(one, supports={}) for one in record.evidence] for record in case.rows]
    return old.values == new.values and bare[0] == bare[1] and _supported(old) == _supported(new)


def _supported(record: Record) -> set[str]:
    return {name for one in record.evidence for name in one.supports}


def _judged_words(case: Case) -> bool:
    return _only_words(case) and case.column is not None and case.column.origin == "judged"


def _unmarked(case: Case) -> bool:
    """Return whether words were changed of the code that needs no cue, and still hold no other code's."""
    if not _reads_the_same(case) or case.rows is None or case.column is None or not case.column.vocabulary:
        return False
    vocabulary = case.world.schemas.vocabularies[case.column.vocabulary]
    return case.rows[1].values[case.mutant.column] == vocabulary.unmarked


def _reads_the_same(case: Case) -> bool:
    """Return whether all words of the mutant's column, read again, give the value."""
    if not _only_words(case) or case.rows is None or not case.mutant.kind.startswith(("words", "anchor", "inference")):
        return False
    rows = [row for row in built_evidence(case.world, case.rows[1]) if row["field"] == case.mutant.column]
    return bool(rows) and all(reads(case.world, rows, row) for row in rows)


def _same_words(case: Case) -> bool:
    return _reads_the_same(case) and case.mutant.kind.startswith("words") and "dropped" not in case.mutant.kind


def _judged_step(case: Case) -> bool:
    """Return whether the words give no date of their own: they only point at the row that the date is counted from."""
    if not _reads_the_same(case) or case.rows is None:
        return False
    evidence = built_evidence(case.world, case.rows[1])
    own = [row for row in evidence if row["field"] == case.mutant.column and row["inference"] and row["anchor"]]
    return any(not reads(case.world, evidence, {**row, "inference": None}) for row in own) and all(
        reads(case.world, evidence, {**row, "words": NO_DATE}) for row in own
    )


def _same_date(case: Case) -> bool:
    return _reads_the_same(case) and case.mutant.kind.startswith("anchor")


def _same_step(case: Case) -> bool:
    return _reads_the_same(case) and case.mutant.kind.startswith("inference")


def _said_elsewhere(case: Case) -> bool:
    """Return whether some evidence was dropped, and what is left still supports every value."""
    if case.rows is None or case.rows[0].values != case.rows[1].values:
        return False
    old, new = (_ties(record) for record in case.rows)
    return new < old and _supported(case.rows[0]) == _supported(case.rows[1])


def _ties(record: Record) -> set[tuple[str, str, str, str]]:
    """Return each quote with each value's words in it."""
    return {
        (one.source_id, one.quote, name, words.text) for one in record.evidence for name, words in one.supports.items()
    }


def _still_a_quote(case: Case) -> bool:
    """Return whether a quote lost a mark at one end, stands in its article all the same, and holds all its words."""
    if case.rows is None or case.mutant.kind != "quote: cut":
        return False
    pairs = zip(*(record.evidence for record in case.rows), strict=True)
    cut = [(old, new) for old, new in pairs if old != new]
    return all(
        new.quote in old.quote
        and new.quote in case.world.articles[new.source_id].text
        and all(words.text in new.quote for words in new.supports.values())
        for old, new in cut
    )


def _judged_speaker(case: Case) -> bool:
    """Return whether a quote is ascribed to the article, or to another who has a voice in the event."""
    if case.rows is None or not case.mutant.kind.startswith("speaker"):
        return False
    old, new = case.rows
    changed = [b.attributed_to for a, b in zip(old.evidence, new.evidence, strict=True) if a != b]
    event = new.row_id if new.table == "events" else new.text("event_id")
    if not event and new.table == "case_outcomes":
        event = case.world.rows["legal_cases"][new.text("case_id")]["event_id"]
    return all(speaker is None or (event, speaker) in voices(case.world) for speaker in changed)


def _judged_zone(case: Case) -> bool:
    """Return whether a stretch of an article was given another kind, other ends, or another reason."""
    return isinstance(case.change, Zoned)


REASONS: dict[str, Callable[[Case], bool]] = {
    "judged: no reader can derive the value": _judged_value,
    "judged: which event, case or person a quote tells of": _judged_tie,
    "judged: which words say a judged value": _judged_words,
    "judged: who says it, among those with a voice in the event": _judged_speaker,
    "judged: what a stretch of an article is": _judged_zone,
    "unmarked: the code needs no cue, and the words hold none of another": _unmarked,
    "judged: which words point at the row that a date is counted from": _judged_step,
    "other words of the quote say the same value": _same_words,
    "counted from the other row, the date is the same": _same_date,
    "the other step leads to the same value": _same_step,
    "other evidence of the row says it too": _said_elsewhere,
    "the quote stands in its article without that mark too": _still_a_quote,
}
