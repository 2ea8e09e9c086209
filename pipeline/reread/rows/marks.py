"""Codes that language leaves unsaid, against the clause around their words."""

from collections.abc import Iterator

from pipeline.assemble.built import Row
from pipeline.read.cues import phrases, said_codes
from pipeline.read.schema import Vocabulary
from pipeline.reread.pasted import entry
from pipeline.reread.rows.surroundings import Doubt, Rule, Surroundings

MODALITIES = "modalities"
QUALIFIERS = "qualifiers"
"""How exact a number is, is read with the number itself."""


def unmarked_code_beside_cue(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a promise told as done, a claim told as a fact, a total told as one action.

    The code that language leaves unsaid is refused where the clause around its words, or around those that decide
    what the row is, holds a cue of another code. Of a modality only cues before the words count: what stands after
    a verb is about something else (“balked at Washington's demands”).
    """
    for tie in rows.ties:
        column = rows.built.schemas.table(tie["table"]).column(tie["field"])
        vocabulary = rows.built.schemas.vocabularies.get(column.vocabulary or "")
        if column.origin != "coded" or vocabulary is None or vocabulary.name == QUALIFIERS:
            continue
        if vocabulary.unmarked is None or tie["value"] != vocabulary.unmarked:
            continue
        for clause in sorted({_around(other, vocabulary, rows) for other in (tie, *_deciding_beside(tie, rows))}):
            cues = {cue: code for cue, code in phrases(vocabulary).items() if said_codes(clause, {cue: code})}
            codes = said_codes(clause, cues) - {vocabulary.unmarked}
            if codes:
                said = "”, “".join(cue for cue, code in cues.items() if code in codes)
                seen = f"{tie['value']}, but “{clause.strip()}” says “{said}”, a cue of {' and '.join(sorted(codes))}"
                fix = (
                    f"write {tie['field']}: {' or '.join(sorted(codes))}; if the clause is about something else, "
                    f"write {entry(tie, exempt='other_matter')}"
                )
                yield Doubt(tie, seen, "a clause without a cue of another code", fix)


def _around(tie: Row, vocabulary: Vocabulary, rows: Surroundings) -> str:
    """Return the clause of the words of a tie, for a modality only up to the end of the words."""
    source_id, start, end = rows.clause(tie)
    return rows.text(source_id)[start : tie["words_end"] if vocabulary.name == MODALITIES else end]


def _deciding_beside(tie: Row, rows: Surroundings) -> Iterator[Row]:
    """Yield the ties of the deciding words in the sentence of a tie."""
    for other in rows.deciding(tie["table"], tie["row_id"]):
        if rows.sentence(other) == rows.sentence(tie):
            yield other


RULES: tuple[Rule, ...] = (unmarked_code_beside_cue,)
