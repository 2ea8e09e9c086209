"""What rows say: ids, codes, values and words, each mistake reported with its line."""

import pytest

from tests.support.example import TALKS
from tests.support.planting import RECORDS, SOURCES
from tests.support.project import Project

# name: (file, old text, new text, text on the fault's line, subject, seen, fix)
PLANTED = {
    "unknown code": (
        RECORDS,
        "event_type: seizure",
        "event_type: seisure",
        "seisure",
        "yantian-seizure.event_type",
        'unknown code "seisure"',
        "did you mean seizure",
    ),
    "no required value": (
        RECORDS,
        "  title: Talks held\n",
        "",
        "- id: talks",
        "talks.title",
        "no value",
        "write title: VALUE",
    ),
    "duplicate id": (
        RECORDS,
        "- id: talks",
        "- id: yantian-seizure",
        "- id: yantian-seizure\n  title: Talks",
        "yantian-seizure.id",
        "a second row with this id; the first is at records/harbour.yaml:94",
        "give one of the two an id",
    ),
    "form of an id": (RECORDS, "- id: talks", "- id: Talks_1", "Talks_1", "Talks_1.id", 'the id "Talks_1"', "rename"),
    "id like that of a child": (
        RECORDS,
        "- id: talks",
        "- id: old--talks",
        "old--talks",
        "old--talks.id",
        'the id "old--talks"',
        "rename",
    ),
    "form of a child's id": (
        RECORDS,
        "- id: police\n    actor_id",
        "- id: p--olice\n    actor_id",
        "- id: p--olice",
        "yantian-seizure--p--olice.id",
        'the id "',
        "rename",
    ),
    "no evidence": (
        RECORDS,
        "  evidence:\n  - quote: China and",
        "  other:\n  - quote: China and",
        "- id: talks",
        "talks.evidence",
        "no evidence",
        "add evidence: with a quote",
    ),
    "empty evidence": (
        RECORDS,
        "  evidence:\n  - quote: broadcaster CCTV reported\n    supports: {name: CCTV, kind: broadcaster}\n",
        "",
        "- id: cctv",
        "cctv.evidence",
        "no evidence",
        "add evidence: with a quote",
    ),
    "value without words": (
        RECORDS,
        "      quantity: 430kg\n",
        "",
        "quantity: 430",
        "yantian-cocaine.quantity",
        '"430.0" without words',
        "add quantity: WORDS",
    ),
    "judged value without words": (
        RECORDS,
        "relation: followed, ",
        "",
        "relation: follows",
        "talks--follows-seizure.relation",
        '"follows" without words',
        "add relation",
    ),
    "words for an empty field": (
        RECORDS,
        "  quantity: 430\n",
        "",
        "quantity: 430kg",
        "yantian-cocaine.quantity",
        'words "430kg" for an empty field',
        "delete the words",
    ),
    "words for an assigned field": (
        RECORDS,
        "      event_type: seized",
        "      event_type: seized\n      title: seized",
        "title: seized",
        "yantian-seizure.title",
        "words for a field of origin assigned",
        "delete them",
    ),
    "words for a derived field": (
        RECORDS,
        "      quantity: 430kg",
        "      quantity: 430kg\n      date_start: seized",
        "date_start",
        "yantian-cocaine.date_start",
        "words for a field of origin derived",
        "delete them",
    ),
    "words for no field": (
        RECORDS,
        "      quantity: 430kg",
        "      quantity: 430kg\n      quantty: 430kg",
        "quantty",
        "yantian-cocaine.quantty",
        'words for the unknown field "quantty"',
        "did you mean quantity",
    ),
    "anchor of no date": (
        RECORDS,
        "quantity: 430kg",
        "quantity: {words: 430kg, anchor: published}",
        "430kg, anchor: published",
        "yantian-cocaine.quantity",
        "an anchor",
        "delete it",
    ),
    "unknown inference": (
        RECORDS,
        "{words: November 26, ",
        "{words: November 26, inferred: not_aftr, ",
        "not_aftr",
        "yantian-seizure.date",
        'inferred "not_aftr"',
        "did you mean not_after",
    ),
    "the old way to infer": (
        RECORDS,
        "{words: November 26, ",
        "{words: November 26, inferred: true, ",
        "inferred: true",
        "yantian-seizure.date",
        'inferred "true"',
        "one of at_the_time, context",
    ),
    "unknown reach": (
        RECORDS,
        "{words: November 26, ",
        "{words: November 26, reach: accross, ",
        "accross",
        "yantian-seizure.date",
        'reach "accross"',
        "did you mean across",
    ),
    "unknown exemption": (
        RECORDS,
        "{words: November 26, ",
        "{words: November 26, exempt: own_word, ",
        "own_word",
        "yantian-seizure.date",
        'exempt "own_word"',
        "did you mean own_words",
    ),
    "country that is no code": (
        RECORDS,
        "quantity: 430kg",
        "quantity: {words: 430kg, country: China}",
        "430kg, country: China}",
        "yantian-cocaine.quantity",
        'country "China"',
        "write it so",
    ),
    "start of a fiscal year that is no day": (
        RECORDS,
        "{words: November 26, ",
        "{words: November 26, fiscal_start: October 1, ",
        "October 1",
        "yantian-seizure.date",
        'fiscal_start "October 1"',
        "write it so",
    ),
    "start of a fiscal year in no month": (
        RECORDS,
        "{words: November 26, ",
        "{words: November 26, fiscal_start: 13-01, ",
        "13-01",
        "yantian-seizure.date",
        'fiscal_start "13-01"',
        "write it so",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(example: Project, name: str) -> None:
    example.check_planted(PLANTED[name])


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (RECORDS, "- id: talks", "- id: Talks", "lower-case words joined by single hyphens, such as "),
        (RECORDS, "  - id: minister", "  - id: Minister", "joined by single hyphens, such as bureau-head"),
        (SOURCES, f"- id: {TALKS}", "- id: talks--held", "joined by single hyphens, such as scmp-2025-12-16"),
    ],
)
def test_the_form_of_an_id_is_said_in_words(example: Project, file: str, old: str, new: str, expected: str) -> None:
    example.replace(file, old, new)
    (fault,) = [fault for fault in example.records()[1] if fault.kind == "id-malformed"]
    assert expected in fault.expected
    assert "[" not in fault.expected


YANTIAN, COCAINE, CASE = "yantian-seizure", "yantian-cocaine", "smugglers"
# name: (row, column, value in the example, planted value)
VALUES = {
    "comma": (COCAINE, "quantity", "430", '"1,016"'),
    "NaN": (COCAINE, "quantity", "430", "NaN"),
    "infinity": (COCAINE, "quantity", "430", "inf"),
    "YAML's infinity": (COCAINE, "quantity", "430", ".inf"),
    "exponent": (COCAINE, "quantity", "430", "4.3e2"),
    "plus": (COCAINE, "quantity", "430", "+430"),
    "underscore": (COCAINE, "quantity", "430", "4_30"),
    "leading zero": (CASE, "defendants", "3", "03"),
    "fraction for a count": (CASE, "defendants", "3", "3.0"),
    "day that does not exist": (YANTIAN, "date", "2025-11-26", "2023-02-29"),
    "reversed interval": (YANTIAN, "date", "2025-11-26", "2025-11-26/2025-11-01"),
    "malformed date": (YANTIAN, "date", "2025-11-26", "2025-11-1"),
    "date in words": (YANTIAN, "date", "2025-11-26", "November"),
    "formula": (YANTIAN, "title", "Police seize cocaine", "=1+1"),
    "at sign": (YANTIAN, "title", "Police seize cocaine", '"@police"'),
    "minus": (YANTIAN, "title", "Police seize cocaine", '"-1 kg"'),
    "space at an end": (YANTIAN, "title", "Police seize cocaine", '"Police "'),
}


@pytest.mark.parametrize("name", VALUES)
def test_planted_values(example: Project, name: str) -> None:
    row_id, column, old, new = VALUES[name]
    example.replace(RECORDS, f"  {column}: {old}\n", f"  {column}: {new}\n")
    faults = example.records()[1]
    assert [fault.subject for fault in faults] == [f"{row_id}.{column}"]
    assert str(faults[0].position) == example.place(RECORDS, f"  {column}: {new}\n")
    assert faults[0].fix == "correct the value"


def test_an_empty_value_is_one_fault(example: Project) -> None:
    example.replace(RECORDS, "title: Talks held", 'title: ""')
    assert [(fault.subject, fault.seen) for fault in example.records()[1]] == [("events[5].title", "an empty value")]


def test_retired_ids_stay_unused(example: Project) -> None:
    example.write("records/retired.yaml", "retired:\n  events: [talks, old-talks]\n")
    faults = example.records()[1]
    assert [(fault.subject, fault.seen) for fault in faults] == [("talks.id", "a retired id")]


def test_rows_without_an_id_on_the_same_line_of_two_files_do_not_repeat_one(example: Project) -> None:
    for name in ("a", "b"):
        example.write(f"records/{name}.yaml", "actors:\n- {name: Police, kind: law_enforcement}\n")
    kinds = {fault.kind for fault in example.records()[1]}
    assert "id-missing" in kinds
    assert "id-repeated" not in kinds
