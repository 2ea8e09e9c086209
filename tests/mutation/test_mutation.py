"""A fixed sample of the mutants: each that changes a value is seen, and no other survives without a listed reason."""

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.mutation import run
from tests.mutation.judge import complete, judge
from tests.mutation.page import COLUMNS, JOINT, PAGE, SINGLE, page
from tests.mutation.world import Mutant, Recorded, World, read_world
from tests.support import ROOT
from tests.support.built import BUILT

SEED = 20251216
COUNT = 360
COMPARED = 2
VALUES = ("number: ", "date: ", "text: ", "coded code", "qualifier", "name")


@pytest.fixture(scope="module")
def world() -> World:
    return read_world(BUILT)


@pytest.fixture(scope="module")
def made(world: World) -> list[Mutant]:
    return run.mutants(world)


@pytest.fixture(scope="module")
def judgements(world: World, made: list[Mutant]) -> list[run.Judged]:
    print(f"{COUNT} mutants, seed {SEED}")
    return [run.judged(world, made[number]) for number in run.sample(made, COUNT, SEED)]


@pytest.fixture(scope="module")
def single(judgements: list[run.Judged]) -> list[run.Judged]:
    return [each for each in judgements if not each.joint]


def test_every_mutant_of_a_quoted_or_coded_value_is_killed(single: list[run.Judged]) -> None:
    values = [each for each in single if each.kind.startswith(VALUES)]
    assert {each.kind.partition(":")[0] for each in values} == {
        "number",
        "date",
        "text",
        "coded code",
        "qualifier",
        "name",
    }
    assert [each for each in values if each.verdict.outcome != "killed"] == []


def test_every_survivor_of_a_single_value_has_a_listed_reason(single: list[run.Judged]) -> None:
    survivors = [each for each in single if each.verdict.outcome == "survived"]
    assert survivors
    assert [each for each in survivors if not each.reason] == []


def test_every_kind_is_in_the_sample_and_hardly_any_mutant_is_void(
    made: list[Mutant], judgements: list[run.Judged], single: list[run.Judged]
) -> None:
    outcomes = Counter(each.verdict.outcome for each in single)
    assert {each.kind for each in judgements} == {mutant.kind for mutant in made}
    assert outcomes["killed"] > 0.8 * outcomes.total()
    assert sum(each.verdict.outcome == "void" for each in judgements) < 0.05 * len(judgements)


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("outcome", ["killed", "survived"])
def test_the_short_cuts_give_the_verdict_of_the_whole_build(
    world: World, made: list[Mutant], outcome: str, joint: bool
) -> None:
    chosen = random.Random(SEED)
    compared: set[str] = set()
    for mutant in chosen.sample(made, len(made)):
        change = mutant.make() if mutant.joint == joint and mutant.kind not in compared else None
        if isinstance(change, Recorded) and judge(world, change).outcome == outcome:
            compared.add(mutant.kind)
            assert complete(world, change) == (outcome == "killed"), mutant.what
        if len(compared) == COMPARED:
            return
    pytest.fail(f"no {COMPARED} kinds of mutants that {outcome}")


def test_a_joint_corruption_is_another_value_with_words_of_its_own(world: World, made: list[Mutant]) -> None:
    joint = [mutant for mutant in made if mutant.joint]
    for mutant in random.Random(SEED).sample(joint, 100):
        change = mutant.make()
        assert isinstance(change, Recorded)
        assert change.old != change.new
        # A row that was there before has other values, words, quotes or speakers; none is left without evidence.
        assert all(record.evidence and all(each.supports for each in record.evidence) for record in change.new)


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of the rows of the Markdown tables in a text, without their heads."""
    for line in re.findall(r"^\| (.+) \|$", text, re.M):
        cells = line.split(" | ")
        if cells[0] not in ("kind", "not caught because"):
            yield cells


def test_the_page_has_a_line_for_each_kind_of_mutant(made: list[Mutant]) -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert re.search(r"the dataset with the fingerprint\n\n`sha256:[0-9a-f]{64}`\n", text)
    single, joint = re.split(rf"^## {JOINT}$", text, flags=re.M)
    kinds, columns = re.split(rf"^### {COLUMNS}$", joint, flags=re.M)
    counted = {True: list(rows(kinds)), False: [cells for cells in rows(single) if len(cells) == 4]}
    for is_joint, lines in counted.items():
        *listed, last = [cells[0] for cells in lines]
        assert (listed, last) == (sorted(set(listed)), "**all**")
        assert {mutant.kind for mutant in made if mutant.joint == is_joint} <= set(listed)
    assert {cells[0] for cells in rows(columns)} == {cells[0] for cells in counted[True]}
    assert f"## {SINGLE}" in single


def test_the_numbers_of_the_page_add_up() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    for section in re.split(r"^#+ ", text, flags=re.M)[2:]:
        lines = [cells[-3:-1] for cells in rows(section) if len(cells) > 3]
        numbers = [[int(cell.replace(",", "")) for cell in cells] for cells in lines]
        assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
        assert all(caught <= of_kind for of_kind, caught in numbers)


def test_the_page_is_made_of_judgements(world: World, judgements: list[run.Judged]) -> None:
    text = page(judgements, world, len(judgements))
    assert text.count("\n| **all** |") == 3
    assert not re.search(r"\n\n\n|[^\n]\Z", text)
