"""The joint reading of rows: what belongs together in a row is read together from the articles.

A row can be false though each of its cells is proved: 948 from "948lbs" and kilogram from "430kg". Each rule here is
on what stands around the words. Where a rule does not hold, the record says so with a reason of the vocabulary
``exemptions``, and an exemption that nothing needs is a fault itself.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from pipeline.assemble.built import Finding
from pipeline.batches import IN_PROCESS, Engine
from pipeline.faults import Fault
from pipeline.read.schema import Schemas
from pipeline.reread.corpus import Batch, Corpus
from pipeline.reread.pasted import entry
from pipeline.reread.rows import dates, marks, numbers, persons, reach, speech, titles
from pipeline.reread.surroundings import Doubt, Rule, Surroundings

RULES: tuple[Rule, ...] = (
    *reach.RULES,
    *numbers.RULES,
    *persons.RULES,
    *dates.RULES,
    *speech.RULES,
    *marks.RULES,
    *titles.RULES,
)
LIFTED: Mapping[str, tuple[Rule, ...]] = {
    "named_elsewhere": (speech.speaker_far_from_words, speech.speaker_where_nobody_speaks),
    "one_list": (reach.deciding_words_shared,),
    "other_matter": (
        marks.unmarked_code_beside_cue,
        numbers.number_other_in_its_clause,
        numbers.rate_left_out,
        dates.date_cut_out_of_another,
        dates.date_to_come_read_as_past,
    ),
    "own_words": (speech.reported_words_without_speaker,),
}
"""The rules that each code of the vocabulary ``exemptions`` lifts."""


@dataclass(frozen=True)
class Joint:
    """How many rows must be read as one, how many were, and in how many something does not belong together.

    `exempt` counts the ties for which the record says why a rule does not hold.
    """

    due: int
    checked: int
    wrong: int
    exempt: int


class Judged(NamedTuple):
    """What is found in a batch of articles: the rows whose ties were judged, by number, and their faults.

    `exempt` counts the ties for which the record says why a rule does not hold.
    """

    rows: Set[int]
    faults: Set[Fault]
    exempt: int


def check_rows(corpus: Corpus, engine: Engine = IN_PROCESS) -> tuple[Joint, list[Fault]]:
    """Return how many rows hold together, and a fault for each tie that does not belong to its row.

    Args:
        corpus: the built tables with their articles.
        engine: what the batches are judged on.
    """
    judged, faults, exempt = set[int](), set[Fault](), 0
    for batch in engine.over(partial(judge, schemas=corpus.schemas), corpus.batches(engine.size)):
        judged |= batch.rows
        faults |= batch.faults
        exempt += batch.exempt
    due = sum(corpus.tables[schema.name].num_rows for schema in corpus.schemas.tables if not schema.built)
    wrong = {fault.position.file for fault in faults}
    return Joint(due, len(judged), len(wrong), exempt), sorted(faults)


def judge(batch: Batch, schemas: Schemas) -> Judged:
    """Return what all rules on rows find in a batch of articles."""
    rows = batch.surroundings(schemas)
    return Judged(frozenset(batch.rows), doubts(rows), sum(tie["exempt"] is not None for tie in rows.ties))


def doubts(rows: Surroundings) -> set[Fault]:
    """Return a fault for each tie that is judged and does not belong to its row."""
    faults: set[Fault] = set()
    needed: set[str] = set()
    for rule in RULES:
        for doubt in rule(rows):
            if rule in LIFTED.get(doubt.tie["exempt"] or "", ()):
                needed.add(doubt.tie["evidence_id"])
            else:
                faults.add(doubt.finding.as_fault(kind(rule)))
    return faults | {finding.as_fault("exemption-idle") for finding in _idle(rows, needed)}


def kind(rule: Rule) -> str:
    """Return the kind of the faults that a rule finds: the name of its function."""
    return rule.__name__.replace("_", "-")


def _idle(rows: Surroundings, needed: set[str]) -> Iterator[Finding]:
    """Yield each exemption that no rule needs."""
    for tie in rows.ties:
        if tie["exempt"] and tie["evidence_id"] not in needed:
            seen, fix = f"exempt: {tie['exempt']} beside “{tie['words']}”", f"write {entry(tie, exempt=None)}"
            yield Doubt(tie, seen, "exemptions only where the rule does not hold", fix).finding
