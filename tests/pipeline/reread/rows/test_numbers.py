"""Numbers whose cells are each proved and whose row is false, and sound ones beside them."""

from typing import Any

import pytest

from pipeline.reread.rows import kind, numbers
from pipeline.reread.surroundings import Rule
from tests.support.articles import Row, event, quoted_too, reported, row, seizure

NUMBER, UNIT, QUALIFIER = "drugs.quantity", "drugs.unit", "drugs.quantity_qualifier"
HAUL = "Police seized 948lbs of cocaine and 430kg of heroin."


def haul(text: str, **cells: Any) -> tuple[str, dict[str, list[Row]]]:
    """Return an article of one sentence on a seizure of cocaine, and its rows."""
    return text, {"events": [event("find", text, "seized")], "seizures": [seizure("drugs", "find", text, **cells)]}


def caught(rule: Rule, case: tuple[str, dict[str, list[Row]]], subject: str) -> bool:
    text, tables = case
    return (kind(rule), subject) in reported(text, **tables)


UNITS_APART = {
    "a unit of another number": (haul(HAUL, quantity=("948", "948lbs"), unit=("kilogram", "430kg")), UNIT),
    "a qualifier of another number": (
        haul(
            "Police seized 948lbs of cocaine and more than 430kg of heroin.",
            quantity=("948", "948lbs"),
            unit=("pound", "948lbs"),
            quantity_qualifier=("more_than", "more than 430kg"),
        ),
        QUALIFIER,
    ),
    "an exactness of another number": (
        haul(
            "Police seized about 948lbs of cocaine and 430kg of heroin.",
            quantity=("948", "about 948lbs"),
            unit=("pound", "948lbs"),
            quantity_qualifier=("exact", "430kg"),
        ),
        QUALIFIER,
    ),
    "a hedge apart from its number": (
        haul(
            "Police seized 948lbs, or at least 430kg, of cocaine.",
            quantity=("948", "948lbs"),
            unit=("pound", "948lbs"),
            quantity_qualifier=("at_least", "at least"),
        ),
        QUALIFIER,
    ),
    "a unit without a number of the row": (haul(HAUL, unit=("kilogram", "430kg")), UNIT),
}


@pytest.mark.parametrize("name", UNITS_APART)
def test_what_belongs_to_a_number_overlaps_its_words(name: str) -> None:
    assert caught(numbers.unit_apart_from_number, *UNITS_APART[name])


OTHER_UNITS = {
    "tonnes from suspects": (
        haul(
            "Police arrested 262 suspects and seized 3 tonnes of cocaine.",
            quantity=("262", "262 suspects"),
            unit=("tonne", "3 tonnes"),
        ),
        NUMBER,
    ),
    "kilograms from pounds": (haul(HAUL, quantity=("948", "948lbs"), unit=("kilogram", "430kg")), NUMBER),
    "persons from kilograms": (haul(HAUL, arrests=("430", "430kg")), "drugs.arrests"),
    "a number of tablets without a unit": (
        haul("Police seized 300 tablets of cocaine.", quantity=("300", "300 tablets")),
        NUMBER,
    ),
    "a number cut from its tablets": (
        haul("Police seized 300 tablets of cocaine.", quantity=("300", "300")),
        NUMBER,
    ),
    "arrests from boats": (haul("Police seized cocaine and 262 boats.", arrests=("262", "262 boats")), "drugs.arrests"),
    "arrests cut from boats": (haul("Police seized cocaine and 262 boats.", arrests=("262", "262")), "drugs.arrests"),
    "arrests cut from suitcases": (
        haul("Police seized nearly 50 suit-cases and cocaine.", arrests=("50", "nearly 50")),
        "drugs.arrests",
    ),
    "arrests from things of a kind that is no unit": (
        haul("Police seized cocaine and two rivers were closed.", arrests=("2", "two")),
        "drugs.arrests",
    ),
}


@pytest.mark.parametrize("name", OTHER_UNITS)
def test_a_number_counts_what_its_row_counts(name: str) -> None:
    assert caught(numbers.number_of_other_unit, *OTHER_UNITS[name])


def fine(text: str, **cells: Any) -> tuple[str, dict[str, list[Row]]]:
    """Return an article of one sentence on a case, and its rows."""
    case = row(
        "case", text, event_id="trial", scope=("incident", "sentenced"), stage=("sentencing", "sentenced"), **cells
    )
    return text, {"events": [event("trial", text, "sentenced", "sentencing")], "legal_cases": [case]}


FINED = "A court sentenced him to pay £2m and seized 7 million yuan."


def test_a_sum_of_money_has_the_currency_of_its_row() -> None:
    other = fine(FINED, money_amount=("2000000", "£2m"), money_currency=("CNY", "7 million yuan"))
    assert caught(numbers.number_of_other_unit, other, "case.money_amount")
    none = fine(FINED, money_amount=("2000000", "£2m"))
    assert caught(numbers.number_of_other_unit, none, "case.money_amount")
    text, tables = fine(FINED, money_amount=("2000000", "£2m"), money_currency=("GBP", "£2m"))
    assert reported(text, **tables) == set()


CUT_OUT = {
    "a hedge before": (haul("Police seized more than 300kg of cocaine.", quantity=("300", "300kg")), NUMBER),
    "a hedge further before": (
        haul("Police seized a total of at least some 300kg of cocaine.", quantity=("300", "300kg")),
        NUMBER,
    ),
    "about": (
        haul(
            "Police seized approximately 57kg of cocaine.",
            quantity=("57", "57kg"),
            unit=("kilogram", "57kg"),
            quantity_qualifier=("exact", "57kg"),
        ),
        NUMBER,
    ),
    "a hedge after": (haul("Police seized 300kg or more of cocaine.", quantity=("300", "300kg")), NUMBER),
    "the end of a range": (haul("Police seized between 50 and 100kg of cocaine.", quantity=("100", "100kg")), NUMBER),
    "the beginning of a range": (haul("Police seized 50-100kg of cocaine.", quantity=("50", "50")), NUMBER),
    "a multiplier": (haul("Police seized 1.75 million kg of cocaine.", quantity=("1.75", "1.75")), NUMBER),
    "a hedge beside a time that cannot be read": (
        haul("Police last month seized more than 300kg of cocaine.", quantity=("300", "300kg")),
        NUMBER,
    ),
    "a hedge beside a number that cannot be read": (
        haul("Police seized more than 300kg of cocaine in the past few years.", quantity=("300", "300kg")),
        NUMBER,
    ),
    "a sum of yuan": (
        fine(
            "A court sentenced him to pay 7 million yuan.",
            money_amount=("7", "7"),
            money_currency=("CNY", "7 million yuan"),
        ),
        "case.money_amount",
    ),
    "a part of a sum": (haul("Police seized two and a half tonnes of cocaine.", quantity=("2", "two")), NUMBER),
}


@pytest.mark.parametrize("name", CUT_OUT)
def test_a_number_is_not_cut_out_of_what_is_printed(name: str) -> None:
    assert caught(numbers.number_other_in_its_clause, *CUT_OUT[name])


IN_NAMES = {
    "a day": (haul("Police seized 40kg of cocaine on March 12.", quantity=("12", "12")), NUMBER),
    "the day of a span": (
        haul("Police seized cocaine from 12 March to 14 March.", arrests=("14", "14")),
        "drugs.arrests",
    ),
    "an age": (
        haul("Police seized cocaine from Li, 34, a driver.", arrests=("34", "34")),
        "drugs.arrests",
    ),
    "a substance": (
        haul("Police seized 4-piperidone and cocaine.", quantity=("4", "4")),
        NUMBER,
    ),
    "a place": (
        haul("Police seized cocaine in Area 51.", place_id=("area-51", "Area 51"), quantity=("51", "51")),
        NUMBER,
    ),
}


@pytest.mark.parametrize("name", IN_NAMES)
def test_a_number_is_no_part_of_a_date_an_age_or_a_name(name: str) -> None:
    assert caught(numbers.number_in_a_name, *IN_NAMES[name])


SOUND = {
    "number, unit and qualifier from the same words": haul(
        HAUL, quantity=("948", "948lbs"), unit=("pound", "948lbs"), quantity_qualifier=("exact", "948lbs")
    ),
    "more words for the unit": haul(
        "Police seized 948 pounds of cocaine.", quantity=("948", "948"), unit=("pound", "948 pounds")
    ),
    "a hedge that stands alone and touches": haul(
        "Police seized over 948lbs of cocaine.",
        quantity=("948", "over 948lbs"),
        unit=("pound", "948lbs"),
        quantity_qualifier=("more_than", "over"),
    ),
    "a hedge that is coded": haul(
        "Police seized nearly 948lbs of cocaine.",
        quantity=("948", "948lbs"),
        unit=("pound", "948lbs"),
        quantity_qualifier=("nearly", "nearly 948lbs"),
    ),
    "a hedge of another number": haul(
        "Police seized about 20 boats and 948lbs of cocaine.", quantity=("948", "948lbs"), unit=("pound", "948lbs")
    ),
    "a hedge of another clause": haul(
        "After more than a year, police seized 948lbs of cocaine.", quantity=("948", "948lbs"), unit=("pound", "948lbs")
    ),
    "words that hedge nothing here": haul(
        "Police seized 948lbs of cocaine over a period of two years.",
        quantity=("948", "948lbs"),
        unit=("pound", "948lbs"),
    ),
    "a number beside a time that cannot be read": haul(
        "Police last month seized 948lbs of cocaine.", quantity=("948", "948lbs"), unit=("pound", "948lbs")
    ),
    "a number next to a range": haul(
        "Police seized 948lbs of cocaine from 20 to 30 boats.", quantity=("948", "948lbs"), unit=("pound", "948lbs")
    ),
    "a conversion in brackets": haul(
        "Police seized 948lbs (430kg) of cocaine.", quantity=("948", "948lbs"), unit=("pound", "948lbs")
    ),
    "persons where persons are counted": haul(
        "Police seized cocaine and held 262 suspects.", arrests=("262", "262 suspects")
    ),
    "others": haul("Police seized cocaine and held eight others.", arrests=("8", "eight others")),
    "some of them": haul("Police seized cocaine and held two of them.", arrests=("2", "two of them")),
    "some more": haul("Police seized cocaine and held 700 more.", arrests=("700", "700 more")),
    "persons of a kind": haul("Police seized cocaine and held 12 drugs suspects.", arrests=("12", "12")),
    "persons whose noun stands outside the words": haul(
        "Police seized cocaine and held 262 suspects.", arrests=("262", "262")
    ),
    "a word in -s that is no noun": haul("Police seized cocaine and held 12 across borders.", arrests=("12", "12")),
    "a number alone": haul("Police seized cocaine, and 262 were arrested.", arrests=("262", "262")),
    "a person": haul("Police seized cocaine and held a man.", arrests=("1", "a man")),
    "one person named": haul(
        "Police seized cocaine and held Wang Yi, 34, a driver.", arrests=("1", "Wang Yi", {"inferred": "one_named"})
    ),
    "a number beside a date": haul(
        "On March 12 police seized 40kg of cocaine.", quantity=("40", "40kg"), unit=("kilogram", "40kg")
    ),
    "a number beside a name": haul(
        "Police seized 40kg of cocaine in Area 51.",
        place_id=("area-51", "Area 51"),
        quantity=("40", "40kg"),
        unit=("kilogram", "40kg"),
    ),
    "a number beside an age": haul(
        "Police seized 40kg of cocaine from Li, 34.", quantity=("40", "40kg"), unit=("kilogram", "40kg")
    ),
    "a number of a substance with a number in its name": haul(
        "Police seized 40kg of 4-piperidone and cocaine.", quantity=("40", "40kg"), unit=("kilogram", "40kg")
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_number_is_not_reported(name: str) -> None:
    text, tables = SOUND[name]
    assert reported(text, **tables) == set()


def of_deaths(text: str, number: str, unit: str, **cells: Any) -> set[tuple[str, str]]:
    """Return what is reported of a figure of deaths in an article of one sentence."""
    coded: dict[str, Any] = {"subject": ("cocaine", "cocaine"), "measure": ("deaths", "deaths")}
    coded |= {"subject_certainty": ("clear", "from cocaine"), "qualifier": ("exact", number)}
    value = (number.replace(",", ""), number, *cells.pop("notes", ()))
    figure = row("figure", text, **coded, value=value, unit=("persons", unit), **cells)
    return reported(text, figures=[figure])


RATES = {
    "a year": ("There were 1,300 deaths a year from cocaine.", "1,300", "1,300 deaths", ("year", "a year")),
    "per month": ("There were 90 deaths per month from cocaine.", "90", "90 deaths", ("month", "per month")),
    "every week": ("There were 40 deaths from cocaine every week.", "40", "40 deaths", ("week", "every week")),
    "daily": ("There were 12 deaths daily from cocaine.", "12", "12 deaths", ("day", "daily")),
}


@pytest.mark.parametrize("name", RATES)
def test_a_rate_has_its_period(name: str) -> None:
    text, number, unit, period = RATES[name]
    assert of_deaths(text, number, unit) == {("rate-left-out", "figure.value")}
    assert of_deaths(text, number, unit, rate_period=period) == set()
    assert of_deaths(text, number, unit, notes=({"exempt": "other_matter"},)) == set()


NO_RATES = {
    "a period of something else": "There were 1,300 deaths from cocaine, and a raid every week.",
    "a length of time": "There were 1,300 deaths from cocaine in a year.",
    "a moment": "There were 1,300 deaths from cocaine a year ago.",
    "a period before the number": "A year of 1,300 deaths from cocaine went by.",
    "another sentence": "There were 1,300 deaths from cocaine. Police met daily.",
}


@pytest.mark.parametrize("name", NO_RATES)
def test_a_number_without_a_period_is_no_rate(name: str) -> None:
    assert of_deaths(NO_RATES[name], "1,300", "1,300 deaths") == set()


COURTS = "Police arrested 700 people. Prosecutors said that 1,300 were prosecuted."


def courts(arrested: tuple[Any, ...], prosecuted: tuple[Any, ...], second: str) -> dict[str, list[Row]]:
    """Return the rows of two stages, with the number of defendants of each; `second` is the quote of the second."""
    first = "Police arrested 700 people."
    stages: list[Row] = [
        row(
            "first",
            first,
            event_id="one",
            scope=("incident", "arrested"),
            stage=("arrest", "arrested"),
            defendants=arrested,
        ),
        row("second", COURTS, event_id="two", scope=("incident", "prosecuted"), stage=("prosecution", "prosecuted")),
    ]
    stages[1] = quoted_too({**stages[1]}, second, defendants=prosecuted)
    events: list[Row] = [
        event("one", first, "arrested", "arrest"),
        event("two", "1,300 were prosecuted", "prosecuted", "prosecution"),
    ]
    return {"events": events, "legal_cases": stages}


def test_one_printed_number_stands_behind_one_cell() -> None:
    swapped = courts(("700", "700 people"), ("700", "700"), "Police arrested 700 people.")
    kind = "numeral-behind-two-cells"
    assert {(kind, "first.defendants"), (kind, "second.defendants")} <= reported(COURTS, **swapped)
    own = courts(("700", "700 people"), ("1300", "1,300"), "1,300 were prosecuted")
    assert reported(COURTS, **own) == set()


HELD = "Police seized 40kg of cocaine and arrested 262 suspects."


def held(arrests: tuple[Any, ...], defendants: tuple[Any, ...]) -> dict[str, list[Row]]:
    """Return a seizure and a case that one sentence reports, with the number of persons of each."""
    case = row(
        "case",
        HELD,
        event_id="arrest",
        scope=("incident", "arrested"),
        stage=("arrest", "arrested"),
        defendants=defendants,
    )
    return {
        "events": [event("find", HELD, "seized"), event("arrest", HELD, "arrested", "arrest")],
        "seizures": [seizure("drugs", "find", HELD, arrests=arrests)],
        "legal_cases": [case],
    }


ARRESTS, DEFENDANTS = ("numeral-behind-two-cells", "drugs.arrests"), ("numeral-behind-two-cells", "case.defendants")
REPEATED = {
    "nobody says so": (held(("262", "262 suspects"), ("262", "262")), {ARRESTS, DEFENDANTS}),
    "the second says so": (held(("262", "262"), ("262", "262", {"repeats": "seizures/drugs"})), set()),
    "the first says so": (held(("262", "262", {"repeats": "legal_cases/case"}), ("262", "262")), set()),
    "both say so": (
        held(("262", "262", {"repeats": "legal_cases/case"}), ("262", "262", {"repeats": "seizures/drugs"})),
        set(),
    ),
    "it names its own row": (
        held(("262", "262"), ("262", "262", {"repeats": "legal_cases/case"})),
        {ARRESTS, DEFENDANTS},
    ),
    "it names a row without that number": (
        held(("262", "262"), ("262", "262", {"repeats": "events/find"})),
        {ARRESTS, DEFENDANTS},
    ),
}


@pytest.mark.parametrize("name", REPEATED)
def test_a_row_says_which_other_one_repeats_its_number(name: str) -> None:
    tables, expected = REPEATED[name]
    assert reported(HELD, **tables) == expected


def test_nothing_repeats_where_nothing_is_the_same() -> None:
    text = "Police seized 40kg of cocaine and 50kg of heroin."
    first = seizure(
        "drugs", "find", text, quantity=("40", "40kg", {"repeats": "seizures/more"}), unit=("kilogram", "40kg")
    )
    second = seizure("more", "find", text, substance_id=("heroin", "heroin"), scope=("incident", "heroin"))
    tables: dict[str, Any] = {"events": [event("find", text, "seized")], "seizures": [first, second]}
    assert reported(text, **tables) == {("numeral-behind-two-cells", NUMBER)}
    tables["seizures"][0] = seizure("drugs", "find", text, quantity=("40", "40kg"), unit=("kilogram", "40kg"))
    assert reported(text, **tables) == set()
