"""The evidence for whole frames: rows and columns in the frame's order, ready to be merged with it."""

from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pytest

from counternarcotics import _why
from tests.support.answers import TABLES, bare, key, loaded, read

pytestmark = pytest.mark.filterwarnings("error")

SEIZURES = loaded("seizures")


@pytest.mark.parametrize("table", TABLES)
def test_evidence_of_a_frame_is_that_of_its_rows(table: str) -> None:
    frame = loaded(table)[::-1]
    found = _why.evidence(frame)
    own = [row["evidence_id"] for row in read("evidence").to_pylist() if row["table_name"] == table]
    assert sorted(found["evidence_id"]) == sorted(own)
    assert found.columns[0] == key(table)
    assert found.columns.is_unique
    assert type(found) is pd.DataFrame
    rows, fields = frame[key(table)].tolist(), frame.columns.tolist()
    places = [(rows.index(row_id), fields.index(field)) for row_id, field in found[[key(table), "field"]].to_numpy()]
    assert places == sorted(places)
    answer = pd.DataFrame(_why.why(table, rows[0]))
    first = found[found[key(table)] == rows[0]]
    pd.testing.assert_frame_equal(first[answer.columns].reset_index(drop=True), answer)


def test_evidence_follows_rows_and_columns_of_the_frame() -> None:
    events = loaded("events")
    some = events[events["event_type"] == "seizure"].sort_values("date_start", ascending=False)[["date", "event_id"]]
    found = _why.evidence(some)
    assert len(found)
    assert set(found["field"]) == {"date"}
    order = list(dict.fromkeys(found["event_id"]))
    assert order == [row_id for row_id in some["event_id"] if row_id in order]
    merged = some.merge(found, on="event_id")
    assert len(merged) == len(found)
    assert (merged["date"] == merged["value"]).all()
    for same in (bare(some), some.set_index("event_id"), some.assign(weight=1), pd.concat([some, some])):
        expected = _why.evidence(same)
        pd.testing.assert_frame_equal(found, expected)


def test_a_merged_frame_has_the_evidence_of_the_finest_table() -> None:
    some = ["event_actor_id", "event_id", "actor_id", "role"]
    parts, events = loaded("event_actors")[some], loaded("events")[["event_id", "title", "date"]]
    merged = events.merge(parts, on="event_id").merge(loaded("actors")[["actor_id", "name"]], on="actor_id")
    found = _why.evidence(merged)
    assert set(found["event_actor_id"]) == set(parts["event_actor_id"])
    assert set(found["field"]) == {"actor_id", "role"}
    again = merged.merge(found, on="event_actor_id")
    assert len(again) == len(found)


@pytest.mark.parametrize("table", ["seizures", "events", "substances"])
def test_a_merged_frame_has_the_evidence_of_the_table_that_is_named(table: str) -> None:
    merged = SEIZURES.merge(loaded("events"), on="event_id").merge(loaded("substances"), on="substance_id")
    found = _why.evidence(merged, table=table)
    own = loaded(table)
    rows = own[own[key(table)].isin(merged[key(table)])]
    expected = _why.evidence(rows)
    # A column that several tables have counts for each of them, also under the name that the merge gave it.
    assert {"date_x", "note_x", "note_y"} <= set(merged.columns)
    order = [key(table), "field", "evidence_id"]
    found, expected = (frame.sort_values(order).reset_index(drop=True) for frame in (found, expected))
    pd.testing.assert_frame_equal(found, expected)


def test_rows_without_the_table_that_is_named_have_no_evidence() -> None:
    figures = loaded("figures")
    joined = figures.merge(loaded("events"), on="event_id", how="left")
    found = _why.evidence(joined, table="events")
    assert set(found["event_id"]) == set(figures["event_id"].dropna())


def test_evidence_of_the_timeline_is_that_of_its_events() -> None:
    timeline = loaded("timeline")[["event_id", "date", "modality"]]
    expected = _why.evidence(loaded("events").set_index("event_id").loc[timeline["event_id"]][["date", "modality"]])
    pd.testing.assert_frame_equal(_why.evidence(timeline), expected)
    pd.testing.assert_frame_equal(_why.evidence(bare(timeline)), expected)


def test_columns_lead_in_the_order_of_the_frame() -> None:
    found = _why.evidence(SEIZURES[["unit", "quantity", "seizure_id"]])
    assert found["field"].tolist() == ["unit", "quantity"] * len(SEIZURES)


def test_rows_that_a_join_left_empty_have_no_evidence() -> None:
    joined = loaded("events").merge(bare(SEIZURES)[["event_id", "seizure_id", "quantity"]], on="event_id", how="left")
    joined.attrs = {"table": "seizures"}
    assert sorted(_why.evidence(joined)["seizure_id"].unique()) == sorted(SEIZURES["seizure_id"])


@pytest.mark.parametrize("table", TABLES)
def test_no_rows_give_no_evidence_of_the_same_types(table: str) -> None:
    some, none = _why.evidence(loaded(table)), _why.evidence(loaded(table)[:0])
    assert len(none) == 0
    pd.testing.assert_series_equal(none.dtypes, some.dtypes)


PLANTED: dict[str, tuple[Callable[[pa.Table], pa.Table], Callable[[], None]]] = {
    "row left out": (lambda found: found[1:], lambda: test_evidence_of_a_frame_is_that_of_its_rows("events")),
    "row told twice": (
        lambda found: pa.concat_tables([found, found[:1]]),
        lambda: test_evidence_of_a_frame_is_that_of_its_rows("events"),
    ),
    "order of rows": (lambda found: found[::-1], test_evidence_follows_rows_and_columns_of_the_frame),
    "order of columns": (
        lambda found: found.sort_by([("row_id", "ascending"), ("field", "ascending")]),
        test_columns_lead_in_the_order_of_the_frame,
    ),
    "types of no rows": (
        lambda found: found if found.num_rows else found.set_column(8, "quote_start", pa.nulls(0, pa.string())),
        lambda: test_no_rows_give_no_evidence_of_the_same_types("events"),
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_planted_wrong_evidence_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil, test = PLANTED[fault]
    test()
    right = _why._evidence_for
    monkeypatch.setattr(_why, "_evidence_for", lambda *asked: spoil(right(*asked)))
    with pytest.raises(AssertionError):
        test()
