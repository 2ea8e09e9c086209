"""Phrases of the field: what the readers make of them, and which lines hold none."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.reread.amounts import Lexicon
from pipeline.reread.phrases import LONGEST_LINE, Malformed, read_phrase, read_phrases
from tests.support.articles import schemas

PHRASES = Path(__file__).with_name("phrases.jsonl")
"""Short phrases of public texts, each with what a careful person codes from it. Only the keys of `expected` count;
where it says `refuse` no single value is said, and where the line says `or_refuse` refusing is right too."""
REFUSED = {
    "so far in FY2021": "the article's date, to which the period runs, is known to the month alone",
}
"""The phrases that are refused though a person codes a value, with the reason."""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(schemas().vocabularies)


def as_expected(reading: dict[str, Any], line: dict[str, Any]) -> bool:
    """Return whether what was read is what a person codes."""
    expected = line["expected"]
    if "refused" in reading or "refuse" in expected:
        return "refused" in reading and bool("refuse" in expected or line.get("or_refuse"))
    # That a word such as “early” is lost shows in no value.
    wanted = {key: value for key, value in expected.items() if key != "lossy"}
    return all(
        Decimal(reading[key]) == Decimal(value) if key == "number" else reading[key] == value
        for key, value in wanted.items()
    )


def test_no_phrase_of_the_field_is_read_wrong(lexicon: Lexicon) -> None:
    lines = [json.loads(line) for line in PHRASES.read_text(encoding="utf-8").splitlines()]
    phrases = list(read_phrases(PHRASES))
    assert len(phrases) == len(lines) > 200
    unlike = {}
    for phrase, line in zip(phrases, lines, strict=True):
        assert not isinstance(phrase, Malformed)
        reading = dict(read_phrase(phrase, lexicon))
        if not as_expected(reading, line):
            unlike[line["words"]] = reading
    assert {words: reading for words, reading in unlike.items() if "refused" not in reading} == {}
    assert unlike.keys() == REFUSED.keys()
    assert len(unlike) <= len(lines) * 0.05


READINGS: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"kind": "mass", "words": "more than 948lbs"}, {"number": "948", "unit": "pound", "qualifier": "more_than"}),
    (
        {"kind": "money", "words": "£1.75m"},
        {"number": "1750000", "currency": "GBP", "unit": None, "qualifier": "exact"},
    ),
    ({"kind": "money", "words": "$3", "country": "US"}, {"number": "3", "currency": "USD"}),
    ({"kind": "count", "words": "1,016 online shops"}, {"number": "1016", "unit": "shops", "currency": None}),
    ({"kind": "percent", "words": "2.50 per cent"}, {"number": "2.5", "unit": "per_cent"}),
    ({"kind": "mass", "words": "50 to 100 kg"}, {"low": "50", "high": "100"}),
    ({"kind": "count", "words": "between 20 and 30"}, {"low": "20", "high": "30"}),
    ({"kind": "count", "words": "11 men and two women", "infer": "total"}, {"number": "13", "unit": "persons"}),
    ({"kind": "count", "words": "eight others, two of them", "infer": "remainder"}, {"number": "6"}),
    ({"kind": "count", "words": "Li, a driver", "infer": "one_named"}, {"number": "1", "unit": None}),
    ({"kind": "count", "words": "Li, 34, a driver", "infer": "one_named"}, {"number": "1"}),
    ({"kind": "date", "words": "June 3, 2025"}, {"date": "2025-06-03"}),
    ({"kind": "date", "words": "June 3", "published": "2025-06-16"}, {"date": "2025-06-03"}),
    ({"kind": "date-fiscal", "words": "in fiscal 2024", "fiscal_start": "10-01"}, {"date": "2023-10/2024-09"}),
    ({"kind": "date", "words": "until 18 September 2013", "infer": "until"}, {"date": "../2013-09-18"}),
    ({"kind": "date", "words": "before June 2025", "infer": "not_after"}, {"date": "[..2025-05]"}),
    (
        {"kind": "date", "words": "June 2024", "published": "2024-08-01", "infer": "to_year_end"},
        {"date": "[2024-06..2024-12]"},
    ),
]
NOT_READ: list[tuple[dict[str, str], str]] = [
    ({"kind": "mass", "words": "50 to 100 kg"}, "a range from 50 to 100, and no single number"),
    ({"kind": "count", "words": "a large number of deaths"}, "no number"),
    ({"kind": "money", "words": "$3"}, "country"),
    ({"kind": "date", "words": "June 3"}, "anchor"),
    ({"kind": "date-fiscal", "words": "in fiscal 2024"}, "fiscal_start"),
    ({"kind": "date", "words": "in April 31"}, ""),
    ({"kind": "date", "words": "before June 3, 2025"}, "“before” makes 2025-06-03 a bound"),
    ({"kind": "count", "words": "two men", "infer": "total"}, "fewer than two numbers"),
    ({"kind": "count", "words": "two men", "infer": "one_named"}, "they say a number"),
    ({"kind": "count", "words": "two men", "infer": "until"}, "the inference until leads to no number"),
    ({"kind": "date", "words": "June 3, 2025", "infer": "total"}, "total leads to no date"),
    ({"kind": "date", "words": "June 3, 2025", "infer": "guessed"}, "guessed leads to no date"),
    ({"kind": "date", "words": "June 2025", "infer": "to_year_end"}, "leads to no date"),
]


def read(line: dict[str, str], lexicon: Lexicon) -> dict[str, Any]:
    stated = dict.fromkeys(("published", "country", "fiscal_start", "infer"), "")
    return dict(read_phrase({**stated, **line}, lexicon))


@pytest.mark.parametrize(("line", "expected"), READINGS)
def test_a_phrase_is_read(line: dict[str, str], expected: dict[str, Any], lexicon: Lexicon) -> None:
    reading = read(line, lexicon)
    assert expected.items() <= reading.items()
    assert ("refused" in reading) == ("low" in expected)


@pytest.mark.parametrize(("line", "why"), NOT_READ)
def test_a_phrase_is_refused_with_the_reason(line: dict[str, str], why: str, lexicon: Lexicon) -> None:
    reading = read(line, lexicon)
    assert reading["refused"] and why in reading["refused"]
    assert not reading.keys() & {"number", "date"}


GOOD = '{"words": "430kg", "kind": "mass"}'
MALFORMED = {
    "430kg": "no JSON",
    '{"words": "430kg", "kind": "mass"': "no JSON",
    "[" * 9_000: "no JSON",
    '["430kg"]': "no JSON object",
    "430": "no JSON object",
    '{"kind": "mass"}': 'no "words"',
    '{"words": "430kg"}': 'no "kind"',
    '{"words": " ", "kind": "mass"}': 'no "words"',
    '{"words": 430, "kind": "mass"}': 'no "words"',
    '{"words": "430kg", "kind": ["mass"]}': 'no "kind"',
    '{"words": "$3", "kind": "money", "country": null}': '"country" is not a text',
    '{"words": "$3", "kind": "money", "infer": 1}': '"infer" is not a text',
    '{"words": "June 3", "kind": "date", "published": "16 June"}': '"published": ',
    '{"words": "June 3", "kind": "date", "published": "2025-02-30"}': '"published": ',
    '{"words": "June 3", "kind": "date", "published": 2025}': '"published" is not a text',
}


@pytest.mark.parametrize("line", MALFORMED, ids=[line[:60] for line in MALFORMED])
def test_a_line_without_a_phrase_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n{GOOD}\n", encoding="utf-8")
    first, malformed, last = read_phrases(path)
    assert not isinstance(first, Malformed) and first == last
    assert isinstance(malformed, Malformed) and malformed.number == 3
    assert malformed.why.startswith(MALFORMED[line])


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"words": "\xff\xfe", "kind": "mass"}\n' + GOOD.encode() + b"\n")
    malformed, good = read_phrases(path)
    assert isinstance(malformed, Malformed) and malformed.number == 1
    assert not isinstance(good, Malformed)


def test_after_a_line_that_is_too_long_nothing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    fitting = GOOD.replace("}", f"{' ' * (LONGEST_LINE - len(GOOD) - 1)}}}") + "\n"
    assert len(fitting) == LONGEST_LINE
    path.write_text(fitting + f"{GOOD[:-1]}{' ' * LONGEST_LINE}}}\n{GOOD}\n", encoding="utf-8")
    good, malformed = read_phrases(path)
    assert not isinstance(good, Malformed)
    assert isinstance(malformed, Malformed) and malformed.number == 2
    assert malformed.why.startswith("longer than")


def test_other_keys_and_blank_lines_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(
        '\n  \n{"words": "430kg", "kind": "mass", "expected": {"number": "1"}, "page": 7}', encoding="utf-8"
    )
    (phrase,) = read_phrases(path)
    assert phrase == {
        "words": "430kg",
        "kind": "mass",
        "published": "",
        "country": "",
        "fiscal_start": "",
        "infer": "",
    }
