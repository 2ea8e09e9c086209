"""What the readers make of sentences that they refuse as a whole."""

import pytest

from pipeline.draft import times
from pipeline.draft.money import country_of_money
from pipeline.draft.names import new_names
from pipeline.draft.readings import Names, Sentence, amounts_in
from pipeline.draft.times import times_in
from pipeline.draft.yaml_text import comment, flow, scalar
from pipeline.read.nodes import Fields, Scalar
from pipeline.read.schemas import read_schemas
from pipeline.read.strict_yaml import parse_yaml
from pipeline.reread.amounts import Lexicon
from tests.support import ROOT

SCHEMAS = read_schemas(ROOT / "schemas")[0]
LEXICON = Lexicon.of(SCHEMAS.vocabularies)


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("Police found it on Nov. 3, 2025, and again in May.", ["2025-11-03", "2025-05"]),
        ("Between March and June 2025 they met two times.", ["2025-03/2025-06"]),
        ("He was arrested yesterday (January 4) in the port.", ["2026-01-04"]),
        ("Since 2019 there have been 12 cases; on Monday’s list are 5.", ["2019/..", "2026-01-05"]),
        ("In the first eight months of 2025 they seized more.", ["2025-01/2025-08"]),
        ("It has grown in recent years.", [""]),
        ("He will appear on January 9.", [""]),
        ("They marched to the port, which may open.", []),
        ("He was jailed to 15 years until the financial system fails.", []),
        ("He was sentenced today to 10 years in prison.", ["2026-01-05"]),
    ],
)
def test_dates_of_a_sentence(sentence: str, dates: list[str]) -> None:
    times = list(times_in(sentence, "2026-01-05"))
    assert [time.date for time in times] == dates
    assert all(sentence[time.start : time.end] == time.words for time in times)


def test_a_date_that_needs_the_day_of_the_article_says_so() -> None:
    (time,) = times_in("They met on Monday.", None)
    assert (time.date, time.words) == ("", "Monday")
    assert "anchor" in time.note


def test_the_reader_of_dates_is_asked_about_few_words_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuses(words: str, *_: object, **__: object) -> None:
        asked.append(words)
        raise ValueError("not understood")

    monkeypatch.setattr(times, "read_date", refuses)
    assert len(list(times.times_in("the January of " * 400, None))) == 50
    assert len(asked) <= 400 * 4
    assert max(map(len, asked)) < 200


def test_amounts_of_a_sentence() -> None:
    sentence = "On 3 May police seized more than 430kg (948lbs) of it, in 12 or 13 bags, for $5 million, aged 49."
    said, unread = amounts_in(sentence, list(times_in(sentence, None)), LEXICON, "")
    assert {(amount.words, amount.amount.unit, amount.amount.qualifier) for amount in said} >= {
        ("more than 430kg", "kilogram", "more_than")
    }
    assert any("$5" in number.words and "name the country" in number.why for number in unread)
    said, _ = amounts_in(sentence, (), LEXICON, "US")
    assert any(amount.amount.currency == "USD" for amount in said)


def test_names_are_whole_words_and_the_longest() -> None:
    names = Names({("places", "china"): ["China"], ("places", "sea"): ["South China Sea"], ("actors", "he"): ["He"]})
    text = "He saw the South China Sea, China and Chinatown."
    assert [(name.words, name.rows[0][1]) for name in names.within(text)] == [
        ("South China Sea", "sea"),
        ("China", "china"),
    ]


def test_new_names_are_runs_of_capitals_that_no_row_has() -> None:
    text = "The Ministry of Harbour Safety told Ada Writer in Port Example that China’s Coast Guard met Harbour police."
    names = tuple(Names({("places", "china"): ["China"]}).within(text))
    found = new_names([Sentence(1, 0, "body", text, (), (), (), names, ())], text, {"ada-writer"})
    assert [(name.name, name.is_place) for name in found] == [
        ("Ministry of Harbour Safety", False),
        ("Port Example", True),
        ("Coast Guard", False),
        ("Harbour police", False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then DEA Administrator Anne Example spoke.", {"Anne Example": "DEA Administrator"}),
        (
            "It was Acting Attorney General Bo X. Other of the Justice Department’s Criminal Division.",
            {"Bo X. Other": "Acting Attorney General", "Justice Department": "", "Criminal Division": ""},
        ),
        ("It met Senior Director for China Ada Writer.", {"Ada Writer": ""}),
        ("Mr Bo Other met Director General and President Li on Monday.", {"Bo Other": "", "Li": "President"}),
        ("It saw a very Long Name Of Far Too Many Words here.", {}),
    ],
)
def test_an_office_is_no_part_of_a_name(text: str, expected: dict[str, str]) -> None:
    names = tuple(Names({("places", "china"): ["China"]}).within(text))
    found = new_names([Sentence(1, 0, "body", text, (), (), (), names, ())], text, set())
    assert {name.name: name.office for name in found} == expected


def test_names_in_a_list_with_places_are_places_and_short_forms_are_forms() -> None:
    text = "Ada Writer, 42, of Example City, Belize, saw China, including Ohio, New York and Atlanta – Writer is."
    names = tuple(Names({("places", "china"): ["China"]}).within(text))
    found = new_names([Sentence(1, 0, "body", text, (), (), (), names, ())], text, set())
    places = ["Example City", "Belize", "Ohio", "New York", "Atlanta"]
    assert [name.name for name in found if name.is_place] == places
    assert [(name.name, name.forms) for name in found if not name.is_place] == [("Ada Writer", ["Writer"])]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Hong Kong Customs seized it, worth $8 million. Hong Kong police helped.", "HK"),
        ("The U.S. coast guard said that $8 million was seized. An American court met.", "US"),
        ("Police in the United States and in Hong Kong seized $5.", ""),
        ("Police seized US$5 million.", ""),
        ("Police seized nothing.", ""),
    ],
)
def test_whose_money_a_sign_is(text: str, country: str) -> None:
    assert country_of_money(text, SCHEMAS, LEXICON)[0] == country


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a: b",
        "a #b",
        "- a",
        "“so”",
        '"so"',
        "back\\slash",
        "no",
        "1,300",
        "'s",
        "{a}",
        "\u200bx",
        "a\u00a0b",
        "NO",
    ],
)
def test_a_value_is_read_back_as_it_was(text: str) -> None:
    root, faults = parse_yaml(f"a: {scalar(text)}\nb: {flow({'c': text})}\n", "x")
    assert not faults
    assert isinstance(root, Fields)
    value, mapping = root.entries["a"], root.entries["b"]
    assert isinstance(value, Scalar)
    assert isinstance(mapping, Fields)
    assert [value.text, mapping.entries["c"].text if isinstance(mapping.entries["c"], Scalar) else ""] == [text, text]


def test_a_comment_keeps_the_spaces_of_the_article_and_shows_what_is_hidden() -> None:
    assert list(comment("12\u00a0kg\u202e of\nit")) == ["## 12\u00a0kg<U+202E> of ⏎ it"]
