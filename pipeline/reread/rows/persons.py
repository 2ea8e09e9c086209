"""Persons against what is printed around them: the outcome of their case, and the name of one person."""

from collections.abc import Iterator

from pipeline.read.spaces import plain_text
from pipeline.reread.surroundings import Doubt, Rule, Surroundings, words_of

OUTCOME = "outcome"


def persons_of_other_outcome(rows: Surroundings) -> Iterator[Doubt]:
    """Catches the persons of another outcome: the number stands in the clause that says the outcome."""
    for tie, _, _ in rows.printed_numbers:
        outcomes = [other for other in rows.ties_of[tie["table_name"], tie["row_id"]] if other["field"] == OUTCOME]
        clause = rows.clause(tie)
        if outcomes and not any(clause.overlaps(words_of(other)) for other in outcomes):
            seen = f"“{tie['words']}” stands in another clause than “{outcomes[0]['words']}”"
            yield Doubt(tie, seen, "the number in the clause that says the outcome", "name the words of this outcome")


def nobody_named(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a body, or a group, counted as one person: `one_named` needs the printed name of a person."""
    for tie in rows.ties:
        if tie["inference"] == "one_named" and not _names_person(plain_text(tie["words"]), rows):
            seen = f"“{tie['words']}” as one person, though it holds the name of none"
            yield Doubt(tie, seen, "the printed name of a person", "name such words, or leave the number out")


def _names_person(words: str, rows: Surroundings) -> bool:
    """Return whether words hold a printed form of an actor that is a person."""
    kinds = rows.built.kinds_of_persons
    return any(
        form in words
        for (table, row_id), forms in rows.actor_finder.forms_in([words]).items()
        if (rows.built.row(table, row_id) or {}).get("kind") in kinds
        for form in forms
    )


RULES: tuple[Rule, ...] = (persons_of_other_outcome, nobody_named)
