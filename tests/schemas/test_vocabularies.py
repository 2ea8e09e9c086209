"""The vocabularies of the project: cues that any article could use, and what an ordinary article of the field needs."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.read.cues import GAP, phrases, read_code
from pipeline.read.schema import Vocabulary
from pipeline.read.schema_checks import check_schemas
from pipeline.read.schemas import read_schemas
from pipeline.reread.amounts import Lexicon, read_amount
from tests.support.articles import event, reported, row

SCHEMAS = read_schemas(Path(__file__).resolve().parents[2] / "schemas")[0]
VOCABULARIES = [vocabulary for vocabulary in SCHEMAS.vocabularies.values() if any(phrases(vocabulary))]
LONGEST = 6
"""In words. A longer cue is a phrase of one article."""


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.name)
def test_a_cue_is_a_phrase_that_any_article_could_use(vocabulary: Vocabulary) -> None:
    for cue in phrases(vocabulary):
        assert not any(character.isdigit() for character in cue), cue
        assert len(cue.split()) <= LONGEST, cue
        assert not cue.startswith(GAP) and not cue.endswith(GAP), cue
        # A capital letter begins a name, which only a register and a count of persons need.
        if not vocabulary.register and vocabulary.name != "units":
            assert cue == cue.lower() or cue.isupper(), cue


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.name)
def test_a_cue_says_its_own_code_alone(vocabulary: Vocabulary) -> None:
    for cue, code in phrases(vocabulary).items():
        assert read_code(cue, vocabulary) == code, cue


def test_a_definition_is_one_thought_that_no_other_code_has() -> None:
    for vocabulary in SCHEMAS.vocabularies.values():
        if not vocabulary.register:
            definitions = [code.definition for code in vocabulary.codes]
            assert len(set(definitions)) == len(definitions), vocabulary.name
            assert all(definition.endswith(".") for definition in definitions), vocabulary.name


CHOSEN_IN_RECORDS = {"exemptions", "inferences", "passage_reasons", "reaches", "zones"}
"""The vocabularies whose codes stand in records though no column of a record has them."""


def test_the_codes_that_a_coder_chooses_have_an_example_and_a_counter_example() -> None:
    """`check_schemas` says of each whether it is read as its code, and that the other codes of its list have one too.

    A unit says itself, and so do the codes of a register.
    """
    columns = [column for table in SCHEMAS.tables for column in table.columns if column.needs_words]
    lists = {column.vocabulary for column in columns if column.vocabulary} - {"units"}
    chosen = {name for name in lists if not SCHEMAS.vocabularies[name].register} | CHOSEN_IN_RECORDS
    assert chosen == {v.name for v in SCHEMAS.vocabularies.values() if any(code.example for code in v.codes)}
    assert check_schemas(SCHEMAS, "") == []


def test_no_example_stands_twice_in_a_vocabulary() -> None:
    for vocabulary in SCHEMAS.vocabularies.values():
        examples = [code.example for code in vocabulary.codes if code.example]
        assert len(set(examples)) == len(examples), vocabulary.name


SAID = {
    "event_types": {
        "seizure": "the seizure of 40 parcels",
        "search": "carried out a search warrant",
        "prosecution": "was indicted",
        "guilty_plea": "pleaded guilty",
        "higher_court_ruling": "dismissed his appeal",
        "execution": "were executed",
        "extradition": "was handed over to the authorities",
        "destruction": "were burned",
        "enforcement_operation": "dismantled a network",
        "joint_investigation": "joint cross-border investigations",
        "sanction": "imposed financial sanctions",
        "restriction_eased": "withdrew all of its sanctions",
        "reward_offered": "offers a large reward",
        "legislation": "signed the bill",
    },
    "case_outcomes": {
        "death": "sentenced to death",
        "death_with_reprieve": "sentenced to death with a two-year reprieve",
        "life": "sentenced to life",
        "prison_term": "15 years in prison",
        "suspended_prison_term": "a suspended sentence",
        "probation": "five years of probation",
        "acquittal": "found not guilty",
    },
    "case_stages": {
        "plea": "plead guilty",
        "conviction": "was found guilty",
        "sentencing": "was sentenced to life",
        "arrest": "arrested 700 people",
        "arrest_approved": "approved the arrest of 700 people",
        "appeal": "upheld the judgment",
    },
    "measures": {
        "websites_shut_down": "shut down 90 illegal websites",
        "shops_suspended": "2,000 shops and operations",
        "cases_solved": "cracked 300 drug cases",
        "prison_term": "sentenced to 15 years in prison",
        "maximum_penalty": "faces up to 20 years in prison",
        "sites_closed": "dismantled six production sites",
        "substances_controlled": "added nine substances",
        "year_on_year_change": "an increase of 4 per cent from the same period of last year",
    },
    "legal_effects": {
        "scheduling": "placed all of them under a regulatory schedule",
        "precursor_control": "added two precursors to a list of controlled chemicals",
        "advisory": "issued a notice warning companies",
        "political_designation": "declared it a weapon of mass destruction",
    },
    "control_actions": {"add": "placed on Schedule I", "class_control": "scheduled the entire class", "ban": "banned"},
    "scopes": {"aggregate": "in the first nine months of the year", "process": "some of its demands"},
}


@pytest.mark.parametrize("name", SAID)
def test_ordinary_words_say_their_code(name: str) -> None:
    for code, words in SAID[name].items():
        assert read_code(words, SCHEMAS.vocabularies[name]) == code, words


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("15 years in prison", (15, "year")),
        ("more than 180 months", (180, "month")),
        ("a 15-year prison term", (15, "year")),
        ("有期徒刑15年", (15, "year")),
    ],
)
def test_the_length_of_a_prison_term_is_read_as_a_figure(words: str, length: tuple[int, str]) -> None:
    amount = read_amount(words, Lexicon.of(SCHEMAS.vocabularies), "")
    assert (amount.number, amount.unit) == (Decimal(length[0]), length[1])


TERM = "A court sentenced a man to 15 years in prison"


def test_a_prison_term_is_a_figure_of_the_event_of_its_case() -> None:
    figure = row(
        "term",
        TERM,
        event_id="find",
        subject=("a man", "a man"),
        subject_certainty=("clear", "a man"),
        measure=("prison_term", "years in prison"),
        value=("15", "15 years"),
        unit=("year", "15 years"),
        qualifier=("exact", "15 years"),
    )
    assert reported(f"{TERM}.", events=[event("find", TERM, "sentenced", "sentencing")], figures=[figure]) == set()


def test_a_register_has_the_codes_of_its_standard() -> None:
    registers = {vocabulary.name: len(vocabulary.codes) for vocabulary in VOCABULARIES if vocabulary.register}
    assert registers["countries"] == 249
    assert registers["currencies"] > 150
