"""Units, currencies and countries of the vocabularies: planted faults, in whatever vocabulary they stand."""

from pathlib import Path

import pytest

from pipeline.read.schemas import read_schemas
from referees.cells import Opinion
from referees.codes import opinions_of_codes
from tests.support import ROOT
from tests.support.project import Project

VOCABULARY = "schemas/vocabularies/planted.yaml"


def judged(example: Project, code: str) -> Opinion | None:
    """Return the opinion on the code of a new vocabulary; None where nobody has one."""
    example.write(VOCABULARY, f"title: Planted\ndescription: Planted.\ncodes:\n- {{{code}, definition: d}}\n")
    schemas, _ = read_schemas(example.root / "schemas")
    opinions = [opinion for opinion in opinions_of_codes(schemas) if opinion.cell.table.endswith("/planted")]
    return opinions[0] if opinions else None


@pytest.mark.parametrize(
    ("code", "reads", "agrees"),
    [
        ('code: pound, label: Pound, kilograms: "0.45359237"', "0.45359237", True),
        ('code: pound, label: Pound, kilograms: "0.4536"', "0.45359237", False),
        ('code: short_ton, label: Short ton, kilograms: "1000"', "907.18474", False),
        ('code: gram, label: Gram, kilograms: "0.0010"', "0.001", True),
        ('code: litre, label: Litre, kilograms: "1"', "", False),
        ('code: handful, label: Handful, kilograms: "1"', "", False),
        ("code: CNY, label: Chinese yuan, maps_to: {iso_4217: CNY}", "Chinese Yuan", True),
        ("code: THB, label: Thai baht, maps_to: {iso_4217: MYR}", "Malaysian Ringgit", False),
        ("code: XQX, label: Nothing, maps_to: {iso_4217: XQX}", "", False),
        ("code: KR, label: South Korea, maps_to: {iso_3166_1: KR}", "South Korea", True),
        ("code: KP, label: South Korea, maps_to: {iso_3166_1: KP}", "North Korea", False),
    ],
)
def test_a_code_is_what_the_library_knows_by_it(example: Project, code: str, reads: str, agrees: bool) -> None:
    opinion = judged(example, code)
    assert opinion is not None
    assert (opinion.reads, opinion.agrees) == (reads, agrees)


def test_a_ton_of_a_kind_not_stated_has_no_size_to_check(example: Project) -> None:
    assert judged(example, "code: ton, label: Ton") is None


def test_each_code_with_a_size_or_a_register_is_checked() -> None:
    schemas, _ = read_schemas(Path(ROOT / "schemas"))
    checked = {(opinion.cell.row, opinion.cell.field) for opinion in opinions_of_codes(schemas)}
    codes = [code for vocabulary in schemas.vocabularies.values() for code in vocabulary.codes]
    assert {(code.code, "kilograms") for code in codes if "kilograms" in code.extra} <= checked
    for register in ("iso_3166_1", "iso_4217"):
        assert {(code.code, register) for code in codes if register in code.maps_to} <= checked
