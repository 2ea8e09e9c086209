"""A fixed sample of the mutants: each that changes a value is seen, and no other survives without a listed reason."""

import random
from collections import Counter

import pytest

from tests.mutation import run
from tests.mutation.judge import complete, judge
from tests.mutation.world import Mutant, Recorded, World, read_world

SEED = 20251216
COUNT = 400
COMPARED = 5
VALUES = ("number: ", "date: ", "text: ", "coded code", "qualifier", "name")


@pytest.fixture(scope="module")
def world() -> World:
    return read_world()


@pytest.fixture(scope="module")
def made(world: World) -> list[Mutant]:
    return run.mutants(world)


@pytest.fixture(scope="module")
def found(world: World, made: list[Mutant]) -> list[run.Judged]:
    print(f"{COUNT} mutants, seed {SEED}")
    return [run.judged(world, made[number]) for number in run.sample(made, COUNT, SEED)]


def test_every_mutant_of_a_quoted_or_coded_value_is_killed(found: list[run.Judged]) -> None:
    values = [one for one in found if one.kind.startswith(VALUES)]
    assert {one.kind.partition(":")[0] for one in values} == {
        "number",
        "date",
        "text",
        "coded code",
        "qualifier",
        "name",
    }
    assert [one for one in values if one.verdict.outcome != "killed"] == []


def test_every_survivor_has_a_listed_reason(found: list[run.Judged]) -> None:
    survivors = [one for one in found if one.verdict.outcome == "survived"]
    assert survivors
    assert [one for one in survivors if not one.reason] == []


def test_every_kind_is_in_the_sample_and_hardly_any_mutant_is_void(made: list[Mutant], found: list[run.Judged]) -> None:
    outcomes = Counter(one.verdict.outcome for one in found)
    assert {one.kind for one in found} == {mutant.kind for mutant in made}
    assert outcomes["killed"] > 0.8 * outcomes.total()
    assert outcomes["void"] < 0.05 * outcomes.total()


@pytest.mark.parametrize("outcome", ["killed", "survived"])
def test_the_short_cuts_give_the_verdict_of_the_whole_build(world: World, made: list[Mutant], outcome: str) -> None:
    chosen = random.Random(SEED)
    kinds = ["name", "judged code", "moved to another parent", "reference", "words moved", "anchor changed"]
    mutants = [mutant for mutant in chosen.sample(made, len(made)) if mutant.kind in kinds]
    compared = 0
    for mutant in mutants:
        change = mutant.make()
        if compared < COMPARED and isinstance(change, Recorded) and judge(world, change).outcome == outcome:
            compared += 1
            assert complete(world, change) == (outcome == "killed"), mutant.what
        if compared == COMPARED:
            return
    pytest.fail(f"no {COMPARED} mutants that {outcome}")
