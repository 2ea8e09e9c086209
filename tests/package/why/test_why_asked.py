"""What can be asked who says it: a row by its id or from a frame, one value, and what is told to who asks amiss."""

import copy
from collections.abc import Callable
from enum import Enum

import pandas as pd
import pytest

from counternarcotics import _package, _why
from counternarcotics._errors import UsageError
from tests.support.answers import TABLES, bare, key, loaded

pytestmark = pytest.mark.filterwarnings("error")

SEIZURES = loaded("seizures")
MERGED = SEIZURES.merge(loaded("events"), on="event_id")
LINKED = loaded("event_relations").merge(loaded("events"), left_on="other_event_id", right_on="event_id")


@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_a_frame_is_asked_as_by_its_id(table: str) -> None:
    frame = loaded(table)
    bare = frame.copy()
    bare.attrs = {}
    row_id = frame[key(table)].iloc[-1]
    expected = _why.why(table, row_id)
    last = len(frame) - 1
    indexed = frame.set_index(key(table))
    rows = {
        "iloc": frame.iloc[-1],
        "loc": frame.loc[last],
        "iterrows": list(frame.iterrows())[-1][1],
        "filtered": frame[frame[key(table)] == row_id].iloc[0],
        "indexed": indexed.loc[row_id],
        "id alone": frame[[key(table)]].iloc[-1],
        "bare": bare.iloc[-1],
        "bare and more": bare.assign(weight=1).iloc[-1],
        "bare id": bare[[key(table)]].iloc[-1],
    }
    for name, row in rows.items():
        answer = _why.why(row)
        assert str(answer) == str(expected), name
        pd.testing.assert_frame_equal(pd.DataFrame(answer), pd.DataFrame(expected))


def test_one_value_is_asked() -> None:
    whole = pd.DataFrame(_why.why("events", "yantian-seizure"))
    answer = _why.why("events", "yantian-seizure", "modality")
    expected = whole[whole["field"] == "modality"].reset_index(drop=True)
    assert expected["words"].tolist() == ["seized", "the seizure"]
    pd.testing.assert_frame_equal(pd.DataFrame(answer), expected)
    events = loaded("events")
    row = events[events["event_id"] == "yantian-seizure"].iloc[0]
    assert str(_why.why(row, field="modality")) == str(answer)
    assert str(answer).startswith("events yantian-seizure modality\n")
    assert "Computed" not in str(answer)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("quantity_kg", "quantity_kg is 430, computed by the build from other values. `quantity` in kilograms"),
        ("event_id", "event_id is yantian-seizure, given by the curators. The event in which the drugs were seized"),
        ("arrests", "arrests is empty: the articles do not state it. Persons arrested"),
        ("note", "note is empty; a value would be given by the curators. The curators' remark"),
    ],
)
def test_a_value_without_words_is_explained(field: str, said: str) -> None:
    answer = _why.why("seizures", "yantian-cocaine", field)
    assert len(answer) == 0
    assert list(answer.dtypes) == list(_why.why("seizures", "yantian-cocaine").dtypes)
    assert " ".join(str(answer).split()).startswith(f"seizures yantian-cocaine {field} {said}")


def test_a_row_of_the_timeline_is_the_event_that_it_shows() -> None:
    timeline = loaded("timeline")
    row_id = timeline["event_id"].iloc[0]
    expected = str(_why.why("events", row_id))
    assert str(_why.why("timeline", row_id)) == str(_why.why(timeline.iloc[0])) == expected
    assert str(_why.why(bare(timeline).iloc[0])) == expected
    assert str(_why.why("timeline", row_id, "event_type")) == str(_why.why("events", row_id, "event_type"))
    explained = " ".join(str(_why.why("timeline", row_id, "sort_date")).split())
    assert explained.startswith(f"timeline {row_id} sort_date")
    assert "computed by the build from other values. Only orders the rows" in explained


def test_a_row_of_a_merged_frame_is_that_of_the_finest_table() -> None:
    seizure = SEIZURES[SEIZURES["seizure_id"] == "yantian-cocaine"]
    merged = seizure.merge(loaded("events"), on="event_id", suffixes=("", "_event")).merge(
        loaded("substances"), on="substance_id", suffixes=("", "_substance")
    )
    assert merged.attrs == {}
    assert str(_why.why(merged.iloc[0])) == str(_why.why("seizures", "yantian-cocaine"))
    events = merged.drop(columns=["seizure_id", "substance_id"])[["event_id", "title", "modality"]]
    assert str(_why.why(events.iloc[0])) == str(_why.why("events", seizure["event_id"].iloc[0]))


@pytest.mark.parametrize("suffixes", [("_x", "_y"), ("", "_other"), ("_seizure", "_event")])
def test_a_row_of_a_merged_frame_is_asked_as_that_of_any_table_whose_id_it_holds(suffixes: tuple[str, str]) -> None:
    merged = SEIZURES.merge(loaded("events"), on="event_id", suffixes=suffixes)
    for _, row in merged.iterrows():
        for table in ("seizures", "events", "timeline", "substances"):
            assert str(_why.why(row, table=table)) == str(_why.why(table, row[key(table)])), table
        assert str(_why.why(row, field="quantity", table="seizures")) == str(_why.why(row, field="quantity"))


def test_a_table_that_is_named_goes_before_the_one_of_the_attributes() -> None:
    assert SEIZURES.attrs["table"] == "seizures"
    row = SEIZURES.iloc[0]
    assert str(_why.why(row, table="events")) == str(_why.why("events", row["event_id"]))


def test_a_row_that_holds_two_events_is_that_of_the_table_that_leads_to_both() -> None:
    row = LINKED.iloc[0]
    assert str(_why.why(row)) == str(_why.why("event_relations", row["event_relation_id"]))
    assert len(_why.evidence(LINKED)) == len(_why.evidence(loaded("event_relations")))


def test_an_id_that_a_merge_renamed_is_still_one() -> None:
    one = LINKED.drop(columns="event_id_x")
    assert str(_why.why(one.iloc[0], table="events")) == str(_why.why("events", one["event_id_y"].iloc[0]))
    both = LINKED.assign(event_id=LINKED["event_id_x"])
    assert str(_why.why(both.iloc[0], table="events")) == str(_why.why("events", both["event_id_x"].iloc[0]))


class Name(str, Enum):  # noqa: UP042 - a StrEnum prints as its value, which would hide the fault
    """Names as programs keep them."""

    TABLE = "seizures"
    ROW = "yantian-cocaine"
    FIELD = "quantity"


def test_members_of_an_enum_of_texts_are_names() -> None:
    expected = str(_why.why("seizures", "yantian-cocaine", "quantity"))
    assert str(_why.why(Name.TABLE, Name.ROW, Name.FIELD)) == expected
    row = SEIZURES[SEIZURES["seizure_id"] == "yantian-cocaine"].iloc[0]
    assert str(_why.why(row, field=Name.FIELD, table=Name.TABLE)) == expected
    named = SEIZURES.astype(object).assign(seizure_id=Name.ROW)[-1:]
    named.attrs = {"table": Name.TABLE}
    assert str(_why.why(named.iloc[0], field=Name.FIELD)) == expected
    assert set(_why.evidence(named, Name.TABLE)["seizure_id"]) == {"yantian-cocaine"}
    named.columns = pd.Index([Name.FIELD if name == "quantity" else name for name in named.columns])
    assert "quantity" in set(_why.evidence(named)["field"])
    with pytest.raises(UsageError, match=r"no row 'seizures' in seizures"):
        _why.why(Name.TABLE, Name.TABLE)


def test_a_value_that_the_build_filled_in_is_explained() -> None:
    events = loaded("events")
    row_id = events[events["attributed_to"] == "article"]["event_id"].iloc[0]
    said = " ".join(str(_why.why("events", row_id, "attributed_to")).split())
    assert "attributed_to is article, computed by the build from other values. Whose claim" in said


@pytest.mark.parametrize("table", ["evidence", "passages"])
def test_rows_that_prove_others_have_no_evidence_and_the_message_leads_on(table: str) -> None:
    said = rf"rows of {table} hold no values .* evidence, source_id, words_start and words_end say where"
    asks: list[Callable[[], object]] = [
        lambda: _why.why(table, loaded(table)[key(table)].iloc[0]),
        lambda: _why.why(loaded(table).iloc[0]),
        lambda: _why.why(table, "any", loaded(table).columns[1]),
        lambda: _why.evidence(loaded(table)),
    ]
    for ask in asks:
        with pytest.raises(UsageError, match=said):
            ask()


def test_keys_that_lead_back_to_their_table_end(monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package.installed()
    descriptor = copy.deepcopy(package.descriptor)
    events = next(resource["schema"] for resource in descriptor["resources"] if resource["name"] == "events")
    events["foreignKeys"].append({"fields": ["x"], "reference": {"resource": "seizures", "fields": ["seizure_id"]}})
    monkeypatch.setattr(_why, "installed", lambda: _package.DataPackage(package.root, descriptor))
    with pytest.raises(UsageError, match=UNCLEAR.format(".*seizures.*")):
        _why.evidence(bare(MERGED))


USAGE = r"why takes a table and the id of a row, .* one row of a frame, .*field=\"unit\".* evidence\(frame\)"
UNCLEAR = r"do not show whose rows these are; they hold ids of {}\. Keep the column .* as in table=\"events\""
NO_IDS = r"one column with the ids of {}; there is: {}\. Keep or rename one as '{}'"
MISUSED: dict[str, tuple[Callable[[], object], str]] = {
    "table": (lambda: _why.why("seizure", "yantian-cocaine"), "Did you mean 'seizures'"),
    "row": (lambda: _why.why("seizures", "yantian"), r"no row 'yantian' in seizures.*yantian-cocaine.*All 6"),
    "number": (lambda: _why.why("seizures", 0), "no row '0' in seizures"),  # type: ignore[arg-type]
    "column": (lambda: _why.why("seizures", "yantian-cocaine", "quantty"), "Did you mean 'quantity'"),
    "part of a column": (lambda: _why.why("seizures", "yantian-cocaine", "kg"), "Did you mean 'quantity_kg'"),
    "no row": (lambda: _why.why("seizures"), USAGE),
    "frame": (lambda: _why.why(SEIZURES), USAGE),  # type: ignore[arg-type]
    "one row": (lambda: _why.why(SEIZURES[:1]), USAGE),  # type: ignore[arg-type]
    "column of a frame": (
        lambda: _why.why(SEIZURES["quantity"]),
        "no row 'quantity' in seizures",
    ),
    "no id": (
        lambda: _why.why(SEIZURES.drop(columns="seizure_id").iloc[0]),
        NO_IDS.format("seizures", "none", "seizure_id"),
    ),
    "missing id": (
        lambda: _why.why(SEIZURES.reindex([7]).iloc[0]),
        "belongs to no row of seizures: its seizure_id is empty",
    ),
    "field as id": (lambda: _why.why(SEIZURES.iloc[0], "unit"), USAGE),
    "neither": (lambda: _why.why(7), USAGE),  # type: ignore[arg-type]
    "nothing known": (lambda: _why.why(pd.Series({"x": 1})), UNCLEAR.format("no table")),
    "column of a table without its id": (
        lambda: _why.why(bare(SEIZURES).assign(charge="x").iloc[0]),
        UNCLEAR.format(".*seizures.*"),
    ),
    "two tables side by side": (
        lambda: _why.why(bare(SEIZURES).merge(bare(loaded("figures")), on="event_id", how="outer").iloc[0]),
        UNCLEAR.format(".*figures.*seizures.*"),
    ),
    "lost id": (
        lambda: _why.why(bare(loaded("positions"))[["actor_id", "as_of"]].iloc[0]),
        UNCLEAR.format("actors"),
    ),
    "evidence of a table": (lambda: _why.evidence("seizures"), "takes a frame, not str"),  # type: ignore[arg-type]
    "evidence of a row": (lambda: _why.evidence(SEIZURES.iloc[0]), "takes a frame, not Series"),  # type: ignore[arg-type]
    "evidence without id": (lambda: _why.evidence(SEIZURES[["unit"]]), NO_IDS.format("seizures", "none", "seizure_id")),
    "two ids": (
        lambda: _why.evidence(pd.concat([SEIZURES, SEIZURES], axis=1)),
        NO_IDS.format("seizures", "seizure_id, seizure_id", "seizure_id"),
    ),
    "two events in one row": (
        lambda: _why.why(LINKED.iloc[0], table="events"),
        NO_IDS.format("events", "event_id_x, event_id_y", "event_id"),
    ),
    "two events in each row": (
        lambda: _why.evidence(LINKED, table="events"),
        NO_IDS.format("events", "event_id_x, event_id_y", "event_id"),
    ),
    "no row of that table": (
        lambda: _why.why(MERGED.iloc[0], table="sources"),
        NO_IDS.format("sources", "none", "source_id"),
    ),
    "a frame as the table": (
        lambda: _why.why(SEIZURES.iloc[0], table=SEIZURES),  # type: ignore[arg-type]
        "There is no table of type DataFrame. There are: ",
    ),
    "no such table": (lambda: _why.why(MERGED.iloc[0], table="event"), "no table 'event'. Did you mean 'events'"),
    "no such table of evidence": (lambda: _why.evidence(MERGED, table="event"), "Did you mean 'events'"),
    "a table twice": (lambda: _why.why("seizures", "yantian-cocaine", table="events"), USAGE),
    "a column as the merge calls it": (
        lambda: _why.why(MERGED.iloc[0], table="events", field="date_y"),
        "no column of events 'date_y'. Did you mean 'date'",
    ),
    "evidence of nothing": (lambda: _why.evidence(pd.DataFrame()), UNCLEAR.format("no table")),
    "strange rows": (
        lambda: _why.evidence(SEIZURES.replace("yantian-cocaine", "tian-cocaine")),
        "no row 'tian-cocaine'",
    ),
}


@pytest.mark.parametrize("case", MISUSED)
def test_misuse_is_told_what_to_do(case: str) -> None:
    ask, said = MISUSED[case]
    with pytest.raises(UsageError, match=f"(?s){said}"):
        ask()


def test_an_unknown_row_is_told_five_names_and_not_all() -> None:
    with pytest.raises(UsageError) as caught:
        _why.why("event_actors", "samples-agreement--ministry")
    listed = str(caught.value).partition("nearest ids are: ")[2].partition(". ")[0].split(", ")
    assert "samples-agreement--ministry-of-examples" in listed
    assert len(listed) == 5
