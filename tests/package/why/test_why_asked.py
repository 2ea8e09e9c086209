"""What can be asked who says it: a row by its id or from a frame, one value, and what is told to who asks amiss."""

from collections.abc import Callable

import pandas as pd
import pytest

from counternarcotics import _why
from counternarcotics._errors import UsageError
from tests.support.answers import TABLES, bare, key, loaded, read

pytestmark = pytest.mark.filterwarnings("error")


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


def test_a_row_of_evidence_is_its_own() -> None:
    row = next(row for row in read("evidence").to_pylist() if row["reading"] == "inferred")
    answer = _why.why("evidence", row["evidence_id"])
    assert answer["evidence_id"].tolist() == [row["evidence_id"]]
    assert f"says {row['field']} of {row['table_name']} {row['row_id']}" in " ".join(str(answer).split())
    assert str(_why.why(loaded("evidence").set_index("evidence_id").loc[row["evidence_id"]])) == str(answer)


def test_a_passage_is_a_place_and_the_message_leads_to_its_evidence() -> None:
    passage = next(row for row in read("passages").to_pylist() if int(row["n_values"]) > 20)
    with pytest.raises(UsageError, match="is a place in an article") as caught:
        _why.why("passages", passage["passage_id"])
    advice = str(caught.value).partition("e[")[2].removesuffix("]")
    e = loaded("evidence")
    found = e[eval(advice, {"e": e})]
    assert found[["table_name", "row_id", "field"]].drop_duplicates().shape[0] == passage["n_values"]


SEIZURES = loaded("seizures")
MISUSED: dict[str, tuple[Callable[[], object], str]] = {
    "table": (lambda: _why.why("seizure", "yantian-cocaine"), "Did you mean 'seizures'"),
    "row": (lambda: _why.why("seizures", "yantian"), r"no row 'yantian' in seizures.*yantian-cocaine.*All 6"),
    "number": (lambda: _why.why("seizures", 0), "no row '0' in seizures"),  # type: ignore[arg-type]
    "column": (lambda: _why.why("seizures", "yantian-cocaine", "quantty"), "Did you mean 'quantity'"),
    "part of a column": (lambda: _why.why("seizures", "yantian-cocaine", "kg"), "Did you mean 'quantity_kg'"),
    "no row": (lambda: _why.why("seizures"), "Which row of seizures.*'seizure_id'"),
    "frame": (lambda: _why.why(SEIZURES), r"frame\.iloc\[0\].*evidence\(frame\)"),  # type: ignore[arg-type]
    "one row": (lambda: _why.why(SEIZURES[:1]), r"frame\.iloc\[0\]"),  # type: ignore[arg-type]
    "column of a frame": (lambda: _why.why(SEIZURES["quantity"]), "not a row of seizures with its id"),
    "no id": (lambda: _why.why(SEIZURES.drop(columns="seizure_id").iloc[0]), "Keep the column 'seizure_id'"),
    "missing id": (lambda: _why.why(SEIZURES.reindex([7]).iloc[0]), "no row 'nan'"),
    "field as id": (lambda: _why.why(SEIZURES.iloc[0], "unit"), r"why\(row, field='unit'\)"),
    "neither": (lambda: _why.why(7), "not int"),  # type: ignore[arg-type]
    "nothing known": (lambda: _why.why(pd.Series({"x": 1})), "The columns x do not show which table"),
    "column of a table without its id": (
        lambda: _why.why(bare(SEIZURES).assign(charge="x").iloc[0]),
        "The columns charge do not show which table",
    ),
    "two tables side by side": (
        lambda: _why.why(bare(SEIZURES).merge(bare(loaded("figures")), on="event_id", how="outer").iloc[0]),
        r"the ids of several tables: figure_id \(figures\), seizure_id \(seizures\)\. Drop the id columns",
    ),
    "lost id": (
        lambda: _why.why(bare(loaded("positions"))[["actor_id", "as_of"]].iloc[0]),
        "do not show which table this is from",
    ),
    "evidence of a table": (lambda: _why.evidence("seizures"), "takes a frame, not str"),  # type: ignore[arg-type]
    "evidence of a row": (lambda: _why.evidence(SEIZURES.iloc[0]), "takes a frame, not Series"),  # type: ignore[arg-type]
    "evidence without id": (lambda: _why.evidence(SEIZURES[["unit"]]), "needs one column 'seizure_id'.*has 0"),
    "two ids": (lambda: _why.evidence(pd.concat([SEIZURES, SEIZURES], axis=1)), "this frame has 2"),
    "evidence of nothing": (lambda: _why.evidence(pd.DataFrame()), "do not show which table this is from"),
    "evidence of evidence": (lambda: _why.evidence(loaded("evidence")), "no evidence for them"),
    "evidence of passages": (lambda: _why.evidence(loaded("passages")), "no evidence for them"),
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
