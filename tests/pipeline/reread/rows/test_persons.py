"""Persons of another outcome and bodies counted as one person, and sound rows beside them."""

import pytest

from tests.support.articles import Cell, Row, event, reported, row, seizure

COURT = "A court sentenced them, and eight men were jailed, two of them for life."
OTHERS = ("6", "eight men were jailed, two of them for life", {"inferred": "remainder"})
SPLIT = "A court sentenced them: two men were jailed for life; three others were fined."


def case(text: str, persons: Cell, outcome: Cell) -> dict[str, list[Row]]:
    """Return a court case of one outcome."""
    of_case = row("men", text, event_id="court", scope=("incident", "sentenced"), stage=("sentencing", "sentenced"))
    of_outcome = row("outcome", text, outcome=outcome, persons=persons)
    return {
        "events": [event("court", text, "sentenced", "sentencing")],
        "legal_cases": [{**of_case, "outcomes": [of_outcome]}],
    }


@pytest.mark.parametrize(
    ("text", "persons", "outcome"),
    [
        (COURT, ("2", "two of them"), ("jailed_term_not_stated", "jailed")),
        (COURT, ("8", "eight men"), ("life", "for life")),
        (SPLIT, ("3", "three others"), ("life", "for life")),
        ("Three men were sentenced; two went to jail for life.", ("3", "Three men"), ("life", "for life")),
    ],
)
def test_persons_of_another_outcome(text: str, persons: Cell, outcome: Cell) -> None:
    assert ("persons-of-other-outcome", "men--outcome.persons") in reported(text, **case(text, persons, outcome))


@pytest.mark.parametrize(
    ("text", "persons", "outcome"),
    [
        (COURT, ("2", "two of them"), ("life", "for life")),
        (COURT, ("8", "eight men"), ("jailed_term_not_stated", "jailed")),
        (COURT, OTHERS, ("jailed_term_not_stated", "jailed")),
        (SPLIT, ("2", "two men"), ("life", "for life")),
    ],
)
def test_persons_of_their_own_outcome(text: str, persons: Cell, outcome: Cell) -> None:
    assert "persons-of-other-outcome" not in {kind for kind, _ in reported(text, **case(text, persons, outcome))}


def held(text: str, words: str) -> set[tuple[str, str]]:
    """Return what is reported of a seizure with the arrest of one person who is named by some words."""
    arrests = ("1", words, {"inferred": "one_named"})
    tables = {"events": [event("find", text, "seized")], "seizures": [seizure("drugs", "find", text, arrests=arrests)]}
    return reported(text, **tables)


@pytest.mark.parametrize("words", ["The ministry", "customs officers", "Police", "the drugs"])
def test_what_is_no_person_is_not_one(words: str) -> None:
    text = f"Here are {words}: cocaine was seized."
    assert ("nobody-named", "drugs.arrests") in held(text, words)


@pytest.mark.parametrize("words", ["Wang Yi", "Mr Wang", "former official Wang Yi", "Wang Yi, 34"])
def test_a_named_person_is_one(words: str) -> None:
    text = f"Cocaine, or cocaine base, was seized from {words}."
    assert "nobody-named" not in {kind for kind, _ in held(text, words)}
