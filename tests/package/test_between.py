"""What lies between two days: possibly or surely, in all forms of dates, and what is told to who asks amiss."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

import counternarcotics as cn
from counternarcotics._errors import UsageError
from pipeline.read import edtf
from tests.support.answers import TABLES, loaded

JUNE = ("2025-06", "2025-06")

# A date, and whether it lies possibly and surely in June 2025.
DATES = {
    "2025-06-01": (True, True),
    "2025-06-30": (True, True),
    "2025-05-31": (False, False),
    "2025-07-01": (False, False),
    "2025-06": (True, True),
    "2025": (True, False),
    "2024": (False, False),
    "2025-05/2025-06": (True, False),
    "2025-06-02/2025-06-09": (True, True),
    "2025-05/2025-07": (True, False),
    "2025-07/2025-08": (False, False),
    "2025-05/..": (True, False),
    "2025-07/..": (False, False),
    "../2025-06": (True, False),
    "../2025-05": (False, False),
    "[2025-05-01..2025-06-01]": (True, False),
    "[2025-06-01..2025-06-02]": (True, True),
    "[..2025-12]": (True, False),
    "[..2025-05-31]": (False, False),
    "[2025-06-30..]": (True, False),
    "[2025-07..]": (False, False),
    "{2025-06-01,2025-06-03}": (True, True),
    "{2025-06-01,2025-08}": (True, False),
    "{2024,2026}": (False, False),
    "": (False, False),
}


def block(texts: Sequence[str], name: str = "date") -> pd.DataFrame:
    """Return dates as `load` gives them."""
    days = [edtf.bounds(text) if text else None for text in texts]
    text_type = loaded("events")["date"].dtype
    return pd.DataFrame(
        {
            name: pd.Series([text or None for text in texts], dtype=text_type),
            f"{name}_start": pd.Series([day.start if day else None for day in days], dtype="datetime64[s]"),
            f"{name}_end": pd.Series([day.end if day else None for day in days], dtype="datetime64[s]"),
        }
    )


def kept(frame: pd.DataFrame, *, surely: bool = False) -> pd.DataFrame:
    """Return what lies in June; the warning of rows without a date is awaited."""
    with pytest.warns(UserWarning, match="have no date and are left out"):
        return cn.between(frame, *JUNE, surely=surely)


def test_every_form_of_date() -> None:
    frame = block(list(DATES))
    assert kept(frame)["date"].tolist() == [text for text, (possibly, _) in DATES.items() if possibly]
    assert kept(frame, surely=True)["date"].tolist() == [text for text, (_, surely) in DATES.items() if surely]


DAY = datetime.date(2025, 6, 1)
ASKED: dict[str, Any] = {
    "day": "2025-06-01",
    "date": DAY,
    "datetime": datetime.datetime(2025, 6, 1, 23, 59),
    "Timestamp": pd.Timestamp("2025-06-01 12:00"),
    "Timestamp of a zone": pd.Timestamp("2025-06-01", tz="Asia/Shanghai"),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_day_may_be_asked_in_many_ways(name: str) -> None:
    frame = block(["2025-05-31", "2025-06-01", "2025-06-02"])
    assert cn.between(frame, ASKED[name], ASKED[name])["date"].tolist() == ["2025-06-01"]


@pytest.mark.parametrize("text", ["{2024..2026}", "{2024,unknown}", "{2024-13}", "{"])
def test_a_set_that_cannot_be_read_may_lie_anywhere_in_its_days(text: str) -> None:
    frame = block(["2024/2026", "2023/2024"])
    frame["date"] = text
    assert cn.between(frame, *JUNE).index.tolist() == [0]


def test_a_coarse_text_is_its_first_or_last_day() -> None:
    frame = block(["2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01"])
    assert cn.between(frame, "2024", "2024-02")["date"].tolist() == ["2024-01-01", "2024-02-29"]
    assert cn.between(frame, "2024-03", "2024")["date"].tolist() == ["2024-03-01"]


def test_rows_keep_their_order_index_and_attributes_and_the_undated_are_told() -> None:
    timeline = loaded("timeline")
    before = timeline.copy()
    with pytest.warns(UserWarning):
        possibly = cn.between(timeline[::-1], "2020", "2030")
    assert possibly.index.tolist() == timeline.index[timeline["date"].notna()][::-1].tolist()
    assert possibly.attrs == {**timeline.attrs, "undated": timeline["date"].isna().sum()}
    pd.testing.assert_frame_equal(timeline, before)
    assert timeline.attrs == before.attrs
    assert kept(block(["", "2025", ""])).attrs == {"undated": 2}
    with pytest.warns(UserWarning) as caught:
        cn.between(block([""]), *JUNE)
    assert [(str(warning.message)[:16], warning.filename) for warning in caught] == [("1 of 1 rows have", __file__)]


def test_no_rows_and_rows_of_one_index() -> None:
    assert cn.between(block(["2025"])[:0], *JUNE).attrs == {"undated": 0}
    frame = pd.concat([block(["2025-06"]), block(["2024"])])
    assert cn.between(frame, *JUNE)["date"].tolist() == ["2025-06"]


def test_each_date_counts_where_the_row_has_no_date_of_its_own() -> None:
    texts = (["2025-06", "", "2024", ""], ["2025-07", "2025-06", "2024", ""])
    blocks = [block(column, name) for column, name in zip(texts, ("date_announced", "date_effective"), strict=True)]
    frame = pd.concat(blocks, axis=1)
    rows = kept(frame)
    assert (rows.index.tolist(), rows.attrs["undated"]) == ([0, 1], 1)
    own = pd.concat([block(["2024", "2025-06", "", ""]), frame], axis=1)
    assert kept(own).index.tolist() == [1]


def test_a_merged_frame_has_the_dates_whose_names_it_kept() -> None:
    seizures = loaded("seizures").merge(loaded("events"), on="event_id", suffixes=("", "_event"))
    assert set(cn.between(seizures, "2020", "2030").columns) == set(seizures.columns)


def test_tables_with_dates_can_be_asked() -> None:
    for table in TABLES:
        frame = loaded(table)
        if {"date", "date_start"} <= {*frame.columns}:
            dated = frame.dropna(subset="date")
            assert len(cn.between(dated, "1000", "2999")) == len(dated) > 0


def wrong(start: object, end: object = "2025") -> Callable[[], object]:
    return lambda: cn.between(block(["2025"]), start, end)  # type: ignore[arg-type]


MISUSED: dict[str, tuple[Callable[[], object], str]] = {
    "month": (wrong("2025-13"), "start is '2025-13', which is no date. Write"),
    "day": (wrong("2025", "2025-02-30"), "end is '2025-02-30', which is no date. Write"),
    "short": (wrong("2025-6-1"), "start is '2025-6-1', which is no date"),
    "number": (wrong(2025), "start is 2025, which is no date. Write"),
    "words": (wrong("June 2025"), "start is 'June 2025', which is no date. Write '2025-06-12', '2025-06' or '2025'"),
    "year 0": (wrong("0000"), "start is '0000', which is no date. Write"),
    "nothing": (wrong(None), "start is None"),
    "NaT": (wrong(pd.NaT), "start is NaT"),
    "period": (wrong("2025-06/2025-07"), "which is no date"),
    "reversed": (wrong("2025-07", "2025-06"), r"start \(2025-07-01\) is after end \(2025-06-30\)"),
    "no frame": (lambda: cn.between("seizures", *JUNE), "takes a frame, not str"),  # type: ignore[arg-type]
    "no dates": (lambda: cn.between(loaded("places"), *JUNE), "has no dates.*come near: none"),
    "lost days": (lambda: cn.between(loaded("events")[["date"]], *JUNE), "come near: date"),
    "other names": (lambda: cn.between(block(["2025"]).add_suffix("_x"), *JUNE), "date_x.*suffixes="),
    "twice": (lambda: cn.between(pd.concat([block(["2025"])] * 2, axis=1), *JUNE), "has no dates"),
    "days of a zone": (
        lambda: cn.between(
            block(["2025"]).assign(date_start=lambda frame: frame["date_start"].dt.tz_localize("UTC")), *JUNE
        ),
        r"date_start is of type datetime64\[s, UTC\], not a day without zone: take it as load gives it",
    ),
    "text as days": (lambda: cn.between(block(["2025"]).astype(str), *JUNE), "date_start is of type"),
}


@pytest.mark.parametrize("case", MISUSED)
def test_misuse_is_told_what_to_do(case: str) -> None:
    ask, said = MISUSED[case]
    with pytest.raises(UsageError, match=f"(?s){said}"):
        ask()
