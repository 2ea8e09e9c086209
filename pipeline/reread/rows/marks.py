"""Codes that language leaves unsaid, against the clause around their words."""

from collections.abc import Iterator, Sequence

from pipeline.assemble.built import EVENTS, Row
from pipeline.read.cues import phrases, said_phrases, without_act
from pipeline.read.schema import Vocabulary
from pipeline.reread.pasted import entry
from pipeline.reread.surroundings import Doubt, Rule, Surroundings

EVENT_TYPES, MODALITIES = "event_types", "modalities"
QUALIFIERS = "qualifiers"
"""How exact a number is, is read with the number itself."""


def unmarked_code_beside_cue(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a promise told as done, a claim told as a fact, a total told as one action.

    The code that language leaves unsaid is refused where the clause around its words, or around those that decide
    what the row is, holds a cue of another code. Of a modality only cues before the words count: what stands after
    a verb is about something else (“balked at Washington's demands”).
    """
    for tie in rows.ties:
        column = rows.built.schemas.table(tie["table_name"]).column(tie["field"])
        vocabulary = rows.built.schemas.vocabularies.get(column.vocabulary or "")
        if column.origin != "coded" or vocabulary is None or vocabulary.name == QUALIFIERS:
            continue
        if vocabulary.unmarked is None or tie["value"] != vocabulary.unmarked:
            continue
        act = _act(tie, rows) if vocabulary.name == MODALITIES else ()
        for clause in sorted({_around(other, vocabulary, rows) for other in (tie, *_deciding_beside(tie, rows))}):
            others = [
                phrase
                for phrase in without_act(said_phrases(clause, phrases(vocabulary)), clause, act)
                if phrase.code != vocabulary.unmarked
            ]
            if others:
                codes = {phrase.code for phrase in others}
                said = "”, “".join(clause[phrase.start : phrase.end] for phrase in others)
                seen = f"{tie['value']}, but “{clause.strip()}” says “{said}”, a cue of {' and '.join(sorted(codes))}"
                fix = (
                    f"write {tie['field']}: {' or '.join(sorted(codes))}; if the clause is about something else, "
                    f"write {entry(tie, exempt='other_matter')}"
                )
                yield Doubt(tie, seen, "a clause without a cue of another code", fix)


def _act(tie: Row, rows: Surroundings) -> Sequence[str]:
    """Return the phrases that name the action of an event."""
    event = rows.built.row(EVENTS, tie["row_id"])
    code = rows.built.schemas.vocabularies[EVENT_TYPES].by_code.get((event or {}).get("event_type", ""))
    return code.cues if code and code.speaks else ()


def _around(tie: Row, vocabulary: Vocabulary, rows: Surroundings) -> str:
    """Return the clause of the words of a tie, for a modality only up to the end of the words."""
    source_id, start, end = rows.clause(tie)
    return rows.text(source_id)[start : tie["words_end"] if vocabulary.name == MODALITIES else end]


def _deciding_beside(tie: Row, rows: Surroundings) -> Iterator[Row]:
    """Yield the ties of the deciding words in the sentence of a tie."""
    for other in rows.deciding(tie["table_name"], tie["row_id"]):
        if rows.sentence(other) == rows.sentence(tie):
            yield other


RULES: tuple[Rule, ...] = (unmarked_code_beside_cue,)
