"""What counts as a number, a date and a name, as coding rule 16 says."""

import pytest

from pipeline.read.schemas import read_schemas
from pipeline.reread.amounts import Lexicon
from pipeline.reread.mentions import mentions, names_of
from tests.support import ROOT

LEXICON = Lexicon.of(read_schemas(ROOT / "schemas")[0].vocabularies)
FORMS = {
    ("actors", "north"): ["North", "the two sides", "the ministry"],
    ("actors", "south"): ["South", "the two sides", "He"],
    ("actors", "gang"): ["nine men"],
    ("places", "port"): ["North Port"],
    ("substances", "drug"): ["speed"],
    ("sources", "paper"): ["Gazette"],
}
FOUND = {
    "He took 430kg (948lbs), half of it 5G, for the first time.": ["430 number", "948 number", "half number"],
    "North Port is in North, says the Gazette.": ["North Port name", "North name"],
    "Several of the two sides spoke to the ministry.": [],
    "Two sides met at 3:30 p.m.": ["Two number"],
    "One of them was the one who left; one was jailed.": ["one number"],
    "Speed was sold by one can, and he was jailed for one day.": ["Speed name", "one number", "one number"],
    "Last month nine men, 45 years old, sold speed.": [
        "Last month date",
        "nine number",
        "45 years old number",
        "speed name",
    ],
    "In 2019, 12 of the 1.5 million left.": ["2019 date", "12 number", "1.5 million number"],
}


@pytest.mark.parametrize("text", FOUND)
def test_what_is_mentioned(text: str) -> None:
    found = mentions(text, names_of(FORMS, []), LEXICON)
    assert [f"{text[m.start : m.end].removeprefix('In ')} {m.kind}" for m in found] == FOUND[text]


def test_a_form_without_a_capital_is_a_name_where_a_value_says_it() -> None:
    text = "He saw the ministry and nine men."
    found = mentions(text, names_of(FORMS, ["He", "nine men"]), LEXICON)
    assert [text[m.start : m.end] for m in found if m.kind == "name"] == ["He", "nine men"]
