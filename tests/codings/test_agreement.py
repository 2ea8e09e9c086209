"""The agreement of two codings: counted by hand on a small pair, and the same whatever the order of lines."""

import random
from pathlib import Path

import pytest

from codings.agreement import Compared, alpha
from codings.matching import RECORDS
from codings.study import Comparison
from tests.support.coded import BOTH, ONLY_C, ONLY_D, compared, write_coded, written
from tests.support.example import Made, make


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(write_coded(tmp_path / "project"))


def agreed(result: Comparison, name: str) -> tuple[list[Compared], float | None]:
    """Return the agreement in one column: of the two codings, of each with the records, and alpha."""
    (column,) = [column for column in result.columns if f"{column.table}.{column.column.name}" == name]
    return [column.pairs[pair] for pair in (("c", "d"), ("c", RECORDS), ("d", RECORDS))], column.alpha


def test_rows_by_who_has_them(made: Made) -> None:
    result = compared(made)
    everybody, nobody = frozenset({"c", "d", RECORDS}), frozenset({RECORDS})
    both = frozenset({"c", "d"})
    assert result.coders == ("c", "d")
    assert result.rows["events"] == {everybody: 2, frozenset({"c", RECORDS}): 1, nobody: 2, both: 1}
    assert result.rows["event_actors"] == {everybody: 1, both: 1}
    assert result.rows["seizures"] == {everybody: 1, nobody: 1}
    assert result.rows["actors"] == {everybody: 2, nobody: 3}


# By hand. modality: of find both say occurred, of total occurred and announced, of pressing nothing: two units, one
# equal. Alpha: values occurred ×3, announced ×1; observed 1/2, expected 1 - 3·2/(4·3) = 1/2, alpha 0.
# place_id: only find has one, from C alone. date: two units, equal; values 2 and 2; alpha 1.
# attributed_to: D alone has it, of find, and the records name another there.
BY_HAND = {
    "events.modality": ([(2, 1), (3, 2), (2, 1)], 0),
    "events.event_type": ([(3, 3), (3, 3), (2, 2)], 1),
    "events.place_id": ([(1, 0), (1, 1), (1, 0)], None),
    "events.date": ([(2, 2), (3, 2), (2, 2)], 1),
    "events.attributed_to": ([(1, 0), (1, 0), (1, 0)], None),
    "event_actors.actor_id": ([(2, 2), (1, 1), (1, 1)], 1),
    "event_actors.role": ([(1, 1), (1, 1), (1, 1)], None),
    "seizures.quantity": ([(1, 1), (1, 1), (1, 1)], None),
    "actors.name": ([(2, 2), (2, 2), (2, 2)], None),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_percent_agreement_and_alpha_are_those_counted_by_hand(made: Made, name: str) -> None:
    pairs, by_hand = BY_HAND[name]
    assert agreed(compared(made), name) == ([Compared(*pair) for pair in pairs], by_hand)


# By hand. a ×1, b ×2, empty ×1: observed 1/2, expected 1 - 2·1/(4·3) = 5/6, alpha 1 - 3/5. a ×3, b ×5: observed 1/4,
# expected 1 - (3·2 + 5·4)/(8·7) = 15/28, alpha 1 - 7/15.
ALPHAS = [
    ([("a", ""), ("b", "b")], 0.4),
    ([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")], round(8 / 15, 9)),
    ([("a", "b"), ("b", "a")], -0.5),
    ([("a", "b")], None),
    ([("a", "a"), ("a", "a")], None),
    ([], None),
]


@pytest.mark.parametrize(("units", "by_hand"), ALPHAS)
def test_alpha_is_that_counted_by_hand_and_undefined_where_it_says_nothing(
    units: list[tuple[str, str]], by_hand: float | None
) -> None:
    assert alpha(units) == by_hand


def test_differences_are_what_the_records_lack_or_have_otherwise(made: Made) -> None:
    """The actor under the missing event goes with it, and what a coder left out is no difference."""
    differences = compared(made).differences
    assert [(difference.table, difference.row, difference.field, difference.coded) for difference in differences] == [
        ("events", "", "", (("c", "pressing"), ("d", "pressing"))),
        ("events", "seizures-of-the-year", "modality", (("d", "announced"),)),
        ("events", "yantian-seizure", "attributed_to", (("d", "police"),)),
    ]
    assert [difference.record for difference in differences] == ["", "occurred", "cctv"]


def test_the_order_of_the_lines_changes_nothing(made: Made) -> None:
    before, chance = compared(made), random.Random(2025)
    for _ in range(5):
        for coder, lines in (("c", BOTH + ONLY_C), ("d", BOTH + ONLY_D)):
            shuffled = chance.sample(lines, len(lines))
            (made.root / "codings" / f"{coder}.jsonl").write_text(written(shuffled), encoding="utf-8")
        assert compared(made) == before
