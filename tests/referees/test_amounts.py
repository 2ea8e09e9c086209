"""The referee of amounts: it agrees with one number that is the value, and with nothing else."""

import importlib

import pytest

from referees.amounts import amounts, opinion
from referees.cells import Cell


def said(words: str, value: str) -> tuple[str, bool]:
    """Return what the referee reads in words, and whether it agrees to a value."""
    judged = opinion(Cell("seizures", "cocaine", "quantity", value, words, language="en"))
    return judged.reads, judged.agrees


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("430kg", "430"),
        ("2.42 tonnes", "2.42"),
        ("over 121 million yuan", "121000000"),
        ("half", "0.5"),
        ("two", "2.0"),
    ],
)
def test_it_agrees_with_the_number_that_the_words_say(words: str, value: str) -> None:
    assert said(words, value)[1]


@pytest.mark.parametrize(
    ("words", "value", "reads"),
    [
        ("430kg", "948", "430"),
        ("1.75 million pounds", "1.75", "1750000"),
        ("430kg (948lbs)", "430", "430, 948"),
        ("between 5 and 10 tonnes", "7.5", "7.5±2.5"),
        ("nobody", "1", ""),
    ],
)
def test_it_does_not_agree_with_another_number_with_one_of_several_or_with_a_range(
    words: str, value: str, reads: str
) -> None:
    assert said(words, value) == (reads, False)


def test_numbers_are_written_out() -> None:
    assert amounts("3 billion yuan") == ["3000000000"]
    assert amounts("0.00005 kg") == ["0.00005"]


def test_what_else_is_installed_changes_nothing() -> None:
    assert importlib.import_module("quantulum3.classifier").USE_CLF is False
