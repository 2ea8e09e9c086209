"""Errors that were once built in silence: each is refused, whether its words are whole or cut, with a way to fix it.

Where the words are whole, their reader refuses the value; where they are cut so that they alone say it, a rule on rows
does.
"""

from pathlib import Path
from typing import Any

import pytest

import build
from pipeline.reread.rows import check_rows
from tests.support.articles import Article, Row, corpus, event, row, seizure, written
from tests.support.example import write_example
from tests.support.planting import errors_of

PUBLISHED = {"anchor": "published"}
YEAR_OF_OCTOBER = {"fiscal_start": "10-01"}
FIND = "Police seized {} of cocaine."


def haul(text: str, **cells: Any) -> tuple[str, dict[str, list[Row]]]:
    find = event("find", text, "seized", title="A seizure")
    return text, {"events": [find], "seizures": [seizure("drugs", "find", text, **cells)]}


def fine(text: str, **cells: Any) -> tuple[str, dict[str, list[Row]]]:
    case = row(
        "case", text, event_id="trial", scope=("incident", "sentenced"), stage=("sentencing", "sentenced"), **cells
    )
    return text, {"events": [event("trial", text, "sentenced", "sentencing")], "legal_cases": [case]}


def deaths(text: str, **cells: Any) -> tuple[str, dict[str, list[Row]]]:
    coded: dict[str, Any] = {"subject": ("cocaine", "cocaine"), "measure": ("deaths", "deaths")}
    figure = row("figure", text, **coded, subject_certainty=("clear", "cocaine"), **cells)
    return text, {"figures": [figure]}


def day(text: str, date: str, words: str, **notes: str) -> tuple[str, dict[str, list[Row]]]:
    return text, {"events": [event("find", text, "seized", date=(date, words, notes))]}


TWO_UNITS = "Police seized 948lbs of cocaine and 430kg of heroin."
SUSPECTS = "Police arrested 262 suspects and seized 3 tonnes of cocaine."
FINED, YUAN = "A court sentenced him to pay £1.75m.", "A court sentenced him to pay 7m yuan."
MANY = "There were a large number of deaths from cocaine."
POUNDS = "Police seized a 2,000-pound haul of cocaine."
ABOUT = "Police seized approximately 57kg of cocaine."
TWO_DAYS = "Police seized drugs on February 27 and 29."
FISCAL = "In fiscal 2024 police seized drugs."
HEARING = "A man whose drugs were seized will appear in court on July 22."

# The article and its rows, what reports them, and a part of how the message says to fix it.
EXAMPLES = {
    "948 from pounds, with kilogram from elsewhere": (
        haul(TWO_UNITS, quantity=("948", "948lbs"), unit=("kilogram", "430kg")),
        "unit-apart-from-number",
        "name the words that say both",
    ),
    "262 tonnes from suspects": (
        haul(SUSPECTS, quantity=("262", "262 suspects"), unit=("tonne", "3 tonnes")),
        "number-of-other-unit",
        "read the sentence again",
    ),
    "£1.75m as 1.75": (
        fine(FINED, money_amount=("1.75", "£1.75m"), money_currency=("GBP", "£1.75m")),
        "reading-differs",
        "read the sentence again",
    ),
    "£1.75m as 1.75, cut": (
        fine(FINED, money_amount=("1.75", "1.75"), money_currency=("GBP", "£1.75m")),
        "text-cuts-word",
        "take the whole word",
    ),
    "£1.75 million as 1.75, cut": (
        fine(FINED.replace("m.", " million."), money_amount=("1.75", "£1.75"), money_currency=("GBP", "£1.75")),
        "number-other-in-its-clause",
        "name all words of the number",
    ),
    "7m yuan as 7": (
        fine(YUAN, money_amount=("7", "7m yuan"), money_currency=("CNY", "7m yuan")),
        "reading-differs",
        "read the sentence again",
    ),
    "7m yuan as 7, cut": (fine(YUAN, money_amount=("7", "7")), "text-cuts-word", "take the whole word"),
    "7 million yuan as 7, cut": (
        fine(YUAN.replace("7m", "7 million"), money_amount=("7", "7"), money_currency=("CNY", "7 million yuan")),
        "number-other-in-its-clause",
        "name all words of the number",
    ),
    "a large number of deaths as 1": (
        deaths(MANY, value=("1", "a large number of deaths")),
        "reading-differs",
        "read the sentence again",
    ),
    "a large number of deaths as 1, cut": (deaths(MANY, value=("1", "a")), "reading-differs", "read the sentence"),
    "a 2,000-pound haul as 1": (
        haul(POUNDS, quantity=("1", "a 2,000-pound haul")),
        "reading-differs",
        "read the sentence again",
    ),
    "a 2,000-pound haul as 1, cut": (haul(POUNDS, quantity=("1", "a")), "reading-differs", "read the sentence again"),
    "approximately 57kg as exactly 57": (
        haul(
            ABOUT,
            quantity=("57", "approximately 57kg"),
            unit=("kilogram", "57kg"),
            quantity_qualifier=("exact", "approximately 57kg"),
        ),
        "reading-differs",
        "write quantity_qualifier: about",
    ),
    "approximately 57kg as exactly 57, cut": (
        haul(ABOUT, quantity=("57", "57kg"), unit=("kilogram", "57kg"), quantity_qualifier=("exact", "57kg")),
        "number-other-in-its-clause",
        "code about with the words that say it",
    ),
    "approximately 57kg without a qualifier, cut": (
        haul(ABOUT, quantity=("57", "57kg"), unit=("kilogram", "57kg")),
        "number-other-in-its-clause",
        "code about with the words that say it",
    ),
    "February 27 and 29 as the 27th": (
        day(TWO_DAYS, "2024-02-27", "on February 27 and 29", **PUBLISHED),
        "reading-differs",
        "name all words of that one date",
    ),
    "February 27 and 29 as the 27th, cut": (
        day(TWO_DAYS, "2024-02-27", "February 27", **PUBLISHED),
        "date-cut-out-of-another",
        "name all words of the date",
    ),
    "fiscal 2024 as the year": (
        day(FISCAL, "2024", "fiscal 2024"),
        "reading-differs",
        "read the sentence again",
    ),
    "fiscal 2024 as the year, cut": (
        day(FISCAL, "2024", "2024"),
        "date-cut-out-of-another",
        "name all words of the date",
    ),
    "a hearing a year too early": (
        day(HEARING, "2024-07-22", "will appear in court on July 22", **PUBLISHED),
        "reading-differs",
        "read the sentence again",
    ),
    "a hearing a year too early, cut": (
        day(HEARING, "2024-07-22", "July 22", **PUBLISHED),
        "reading-differs",
        "read the sentence again",
    ),
    "a hearing of December a year too early, cut": (
        day(HEARING.replace("July", "December"), "2024-12-22", "December 22", **PUBLISHED),
        "date-to-come-read-as-past",
        "name the words that look forward",
    ),
}


def published_on(name: str, text: str) -> Article:
    return Article(text, published="16 June 2024" if "27th" in name else "16 June 2025")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_error_is_refused_with_a_way_to_fix_it(name: str) -> None:
    (text, tables), kind, fix = EXAMPLES[name]
    whole, faults = corpus(published_on(name, text), tables)
    faults = faults or check_rows(whole)[1]
    fixes = {fault.kind: fault.fix for fault in faults}
    assert kind in fixes
    assert fix in fixes[kind]
    # No message says only to make the value what badly cut words say.
    assert not fixes[kind].startswith("correct the value")


PROSECUTED = "Officials said on June 3 that courts prosecuted more than 1,300 people and police arrested over 700 more."


def test_the_arrests_are_not_the_prosecutions() -> None:
    events = [event("one", PROSECUTED, "prosecuted", "prosecution"), event("two", PROSECUTED, "arrested", "arrest")]
    over = ("more_than", "over 700")
    scope = {"one": ("incident", "prosecuted"), "two": ("incident", "arrested")}
    stages = {"one": ("prosecution", "prosecuted"), "two": ("arrest", "arrested")}
    cases = [
        row(
            f"case-{key}",
            PROSECUTED,
            event_id=key,
            scope=scope[key],
            stage=stages[key],
            defendants=("700", "over 700"),
            defendants_qualifier=over,
        )
        for key in ("one", "two")
    ]
    whole, faults = corpus(PROSECUTED, {"events": events, "legal_cases": cases})
    assert not faults
    found = {(fault.kind, fault.subject) for fault in check_rows(whole)[1]}
    assert found == {("numeral-behind-two-cells", f"case-{key}.defendants") for key in ("one", "two")}


SIX = " ".join([FINED, POUNDS.replace("cocaine", "heroin"), ABOUT, TWO_DAYS.replace("seized", "found"), MANY, FISCAL])


def test_an_article_with_six_errors_is_not_built(tmp_path: Path) -> None:
    root = write_example(tmp_path / "example")
    for folder in ("records", "seeds"):
        for path in (root / folder).iterdir():
            path.unlink()
    trial, case = fine(FINED, money_amount=("1.75", "£1.75m"), money_currency=("GBP", "£1.75m"))[1].values()
    heroin: dict[str, Any] = {"substance_id": ("heroin", "heroin"), "scope": ("incident", "heroin")}
    pounds = haul(POUNDS.replace("cocaine", "heroin"), quantity=("1", "a 2,000-pound haul"), **heroin)[1]
    about = haul(
        ABOUT, quantity=("57", "57kg"), unit=("kilogram", "57kg"), quantity_qualifier=("exact", "approximately 57kg")
    )
    days = event(
        "days", TWO_DAYS.replace("seized", "found"), "found", date=("2024-02-27", "February 27 and 29", PUBLISHED)
    )
    year = event("year", FISCAL, "seized", date=("2024", "fiscal 2024"))
    kilograms = {**about[1]["seizures"][0], "id": "kilograms", "event_id": "more"}
    tables = {
        "events": [*trial, *pounds["events"], {**about[1]["events"][0], "id": "more"}, days, year],
        "legal_cases": case,
        "seizures": [*pounds["seizures"], kilograms],
        "figures": deaths(MANY, value=("1", "a large number of deaths"))[1]["figures"],
    }
    written(root, [Article(SIX, published="16 June 2024")], tables)
    errors = errors_of(lambda: build.main([], root), 1).splitlines()
    wrong = {line.split(" ", 2)[1].rstrip(":") for line in errors if line.endswith("[reading-differs]")}
    assert wrong == {
        "case.money_amount",
        "drugs.quantity",
        "kilograms.quantity_qualifier",
        "days.date",
        "figure.value",
        "year.date",
    }
    assert not (root / "data" / "events.csv").exists()
