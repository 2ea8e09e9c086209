"""Which rows of a frame lie between two days, possibly or surely."""

from __future__ import annotations

import re
import warnings
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from counternarcotics._errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

_OWN = "date"
_TEXT = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
_LIKE_A_DATE = re.compile(r"\s*([0-9]{4})\W*([0-9]{1,2})?(?:\W*([0-9]{1,2}))?\s*")
_MONTHS = 12


def between(frame: pd.DataFrame, start: object, end: object, surely: bool = False) -> pd.DataFrame:
    """Return the rows of a frame that lie between two days, both included; `counternarcotics.between` says how.

    Raises:
        UsageError: The frame has no dates, or `start` or `end` is no day.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise UsageError(f"between takes a frame, not {type(frame).__name__}.")
    first, last = _day("start", start)[0], _day("end", end)[1]
    if first > last:
        raise UsageError(f"start ({first}) is after end ({last}): write the earlier day first.")
    inside, dated = _none(frame), _none(frame)
    for name in _dates(frame):
        dated |= frame[name].notna()
        inside |= _inside(frame, name, pd.Timestamp(first), pd.Timestamp(last), surely=surely)
    undated = int((~dated).sum())
    if undated:
        warnings.warn(
            f'{undated} of {len(frame)} rows have no date and are left out (attrs["undated"] of the result has the '
            "number)",
            stacklevel=3,
        )
    rows = frame[inside]
    rows.attrs = {**frame.attrs, "undated": undated}
    return rows


def _none(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return False for each row."""
    import pandas as pd

    return pd.Series(data=False, index=frame.index)


def _dates(frame: pd.DataFrame) -> list[str]:
    """Return the columns of dates whose first and last days stand beside them: the row's own date, or else each."""
    columns = [str(name) for name in frame.columns[~frame.columns.duplicated(keep=False)]]
    names = [name for name in columns if {f"{name}_start", f"{name}_end"} <= {*columns}]
    if not names:
        near = ", ".join(name for name in map(str, frame.columns) if "date" in name) or "none"
        raise UsageError(
            "The frame has no dates: between needs a column such as date, with date_start and date_end. Columns that "
            f'come near: {near}. After a merge, suffixes=("", "_other") keeps the names of the first frame.'
        )
    for name in (column for stem in names for column in (f"{stem}_start", f"{stem}_end")):
        if frame[name].dtype.kind != "M":
            raise UsageError(f"The column {name} is of type {frame[name].dtype}, not a date: take it as load gives it.")
    return [_OWN] if _OWN in names else names


def _inside(
    frame: pd.DataFrame, name: str, first: pd.Timestamp, last: pd.Timestamp, *, surely: bool
) -> pd.Series[bool]:
    """Return which rows have a date between two days; what is open at one end is surely inside nothing."""
    import pandas as pd

    starts, ends = frame[f"{name}_start"], frame[f"{name}_end"]
    if surely:
        return (starts >= first) & (ends <= last)
    possibly = frame[name].notna() & ~(starts > last) & ~(ends < first)
    apart = frame[name].fillna("").str.startswith("{")
    return possibly & (~apart | pd.Series([_has_one(text, first, last) for text in frame[name]], index=frame.index))


def _has_one(text: object, first: pd.Timestamp, last: pd.Timestamp) -> bool:
    """Return whether one of several dates (``{2019,2021}``) can lie between two days."""
    import pandas as pd

    parts = text.strip("{}").split(",") if isinstance(text, str) and text.startswith("{") else []
    days = [_days(part) for part in parts]
    return any(pd.Timestamp(start) <= last and pd.Timestamp(end) >= first for start, end in days)


def _day(which: str, asked: object) -> tuple[date, date]:
    """Return the first and the last day of what is asked for.

    >>> _day("start", "2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))

    Raises:
        UsageError: It is neither a day nor a text that is one; the message names the nearest.
    """
    import pandas as pd

    if isinstance(asked, date) and not pd.isna(asked):
        day = asked.date() if isinstance(asked, datetime) else asked
        return day, day
    try:
        return _days(str(asked) if isinstance(asked, str) else "")
    except ValueError:
        near = _nearest(asked)
        hint = f" Did you mean {near!r}?" if near else ""
        raise UsageError(
            f"{which} is {asked!r}, which is no date.{hint} Write '2025-06-12', '2025-06' or '2025', or pass a date."
        ) from None


def _days(text: str) -> tuple[date, date]:
    """Return the first and the last day of ``2025``, ``2025-06`` or ``2025-06-12``; ValueError where it is no date."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    assert year is not None
    first, last = date(year, month or 1, day or 1), month or _MONTHS
    return first, first if day else date(year, last, monthrange(year, last)[1])


def _nearest(asked: object) -> str:
    """Return the date that a text or a number comes near to, as 2025-13 to 2025-12; empty where it is like none.

    >>> [_nearest(asked) for asked in ("2025-13", "2025-02-30", "2025/6/1", "20250612", 2025, "June")]
    ['2025-12', '2025-02-28', '2025-06-01', '2025-06-12', '2025', '']
    """
    match = _LIKE_A_DATE.fullmatch(str(asked))
    if match is None:
        return ""
    year, *parts = (int(part) for part in match.groups() if part)
    if not year:
        return ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in _possible(year, parts))])


def _possible(year: int, parts: list[int]) -> Iterator[int]:
    """Yield month and day of a year, each the nearest that the calendar has."""
    month = min(max(parts[0], 1), _MONTHS) if parts else 0
    if parts:
        yield month
    for day in parts[1:]:
        yield min(max(day, 1), monthrange(year, month)[1])
