"""The joins that the rules across tables are made of, where keys repeat, are empty, or lead nowhere."""

import random
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest

from pipeline.check.joins import Tables, among, differ, exploded, matches, more_than, overlaps, pairs
from tests.support.example import Made, added, make, write_example

Span = tuple[str, int, int]


def column(*values: str | None) -> pa.ChunkedArray:
    return pa.chunked_array([values[:1], values[1:]], pa.string())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


def test_of_two_rows_with_one_id_the_last_counts(made: Made) -> None:
    twice = Tables(made.schemas, added(made, made.tables, "places", "yantian", name="Yantian again"))
    names = dict(zip(*twice.by_id("places", "name").select(["id", "name"]).to_pydict().values(), strict=True))
    assert names["yantian"] == "Yantian again"
    assert [*names] == Tables(made.schemas, made.tables).rows("places")["id"].to_pylist()


def test_cells_of_a_named_row(made: Made) -> None:
    tables = Tables(made.schemas, made.tables)
    rows = tables.joined(pa.table({"place": column("yantian", None, "atlantis")}), "place", "places", "name")
    assert rows["place.name"].to_pylist() == ["Yantian", None, None]
    assert rows["place.id"].to_pylist() == ["yantian", None, None]


def test_empty_cells() -> None:
    one, other = column("a", None, "b", None), column("a", "a", "c", None)
    assert differ(one, other).to_pylist() == [False, True, True, None]
    assert among(one, other).to_pylist() == [True, False, False, False]
    assert pairs(one, other).is_null().to_pylist() == [False, True, False, True]
    assert exploded(one, other).to_pydict() == {"id": ["a", None, "b"], "value": ["a", "a", "c"]}
    assert more_than(1, one).to_pylist() == [None]


@pytest.mark.parametrize("seed", range(20))
def test_joins_are_those_of_two_loops(seed: int) -> None:
    chosen = random.Random(seed)
    keys, others = (
        column(*(chosen.choice(["a", "b", "c", None, extra]) for _ in range(chosen.randrange(1, 9)))) for extra in "xy"
    )
    loops = [
        (place, other)
        for place, key in enumerate(keys.to_pylist())
        for other, other_key in enumerate(others.to_pylist())
        if key is not None and key == other_key
    ]
    assert [*zip(*(places.tolist() for places in matches(keys, others)), strict=True)] == loops


@pytest.mark.parametrize("seed", range(20))
def test_overlaps_are_those_of_two_loops(seed: int) -> None:
    chosen = random.Random(seed)
    spans, others = ([span(chosen) for _ in range(chosen.randrange(8))] for _ in range(2))
    for within in (0, 3):
        loops = [
            any(key == other and start - within < stop and begin < end + within for other, begin, stop in others)
            for key, start, end in spans
        ]
        assert overlaps(table(spans), table(others), within=within).to_pylist() == loops


def span(chosen: random.Random) -> Span:
    start = chosen.randrange(30)
    return chosen.choice("abc"), start, start + chosen.randrange(1, 9)


def table(spans: Sequence[Span]) -> pa.Table:
    cells: Mapping[str, Sequence[object]] = {
        name: [each[place] for each in spans] for place, name in enumerate(("key", "start", "end"))
    }
    return pa.table(cells, schema=pa.schema({"key": pa.string(), "start": pa.int64(), "end": pa.int64()}))
