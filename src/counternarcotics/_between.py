"""Which rows of a frame lie between two days, possibly or surely."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime
from typing import TYPE_CHECKING

from counternarcotics._errors import UsageError, plain

if TYPE_CHECKING:
    import pandas as pd

_OWN = "date"
_TEXT = re.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def between(frame: pd.DataFrame, start: object, end: object, surely: bool = False) -> pd.DataFrame:
    """Return the rows of a frame that lie between two days, both included; `counternarcotics.between` says how."""
    import numpy as np
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise UsageError(f"between takes a frame, not {type(frame).__name__}.")
    first, last = _day("start", start)[0], _day("end", end)[1]
    if first > last:
        raise UsageError(f"start ({first}) is after end ({last}): write the earlier day first.")
    names = _dates(frame)
    undated = int(frame[names].isna().all(axis=1).sum())
    if undated:
        warnings.warn(
            f'{undated} of {len(frame)} rows have no date and are left out (attrs["undated"] of the result has the '
            "number)",
            stacklevel=3,
        )
    rows = frame[np.logical_or.reduce([_inside(frame, name, first, last, surely=surely) for name in names])]
    rows.attrs = {**frame.attrs, "undated": undated}
    return rows


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
        dtype = frame[name].dtype
        if dtype.kind != "M" or frame[name].dt.tz:
            raise UsageError(f"The column {name} is of type {dtype}, not a day without zone: take it as load gives it.")
    return [_OWN] if _OWN in names else names


def _inside(frame: pd.DataFrame, name: str, first: date, last: date, *, surely: bool) -> pd.Series[bool]:
    """Return which rows have a date between two days; what is open at one end is surely inside nothing."""
    import pandas as pd

    starts, ends = frame[f"{name}_start"], frame[f"{name}_end"]
    earliest, latest = pd.Timestamp(first), pd.Timestamp(last)
    if surely:
        return (starts >= earliest) & (ends <= latest)
    near = [_may_lie_between(str(text), first, last) for text in frame[name]]
    return frame[name].notna() & ~(starts > latest) & ~(ends < earliest) & pd.Series(near, frame.index, dtype=bool)


def _may_lie_between(text: str, first: date, last: date) -> bool:
    """Return whether one of several dates (``{2019,2021}``) can lie between two days; any other text counts as such."""
    if not text.startswith("{"):
        return True
    try:
        periods = [_days(part) for part in text.strip("{}").split(",")]
    except ValueError:
        return True
    return any(start <= last and end >= first for start, end in periods)


def _day(which: str, asked: object) -> tuple[date, date]:
    """Return the first and the last day of what is asked for.

    >>> _day("start", "2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))

    Raises:
        UsageError: It is neither a day nor a text that is one.
    """
    import pandas as pd

    if isinstance(asked, date) and not pd.isna(asked):
        day = asked.date() if isinstance(asked, datetime) else asked
        return day, day
    try:
        return _days(plain(asked) if isinstance(asked, str) else "")
    except ValueError:
        raise UsageError(
            f"{which} is {asked!r}, which is no date. Write '2025-06-12', '2025-06' or '2025', or pass a date."
        ) from None


def _days(text: str) -> tuple[date, date]:
    """Return the first and the last day of ``2025``, ``2025-06`` or ``2025-06-12``; ValueError where it is no date."""
    import pandas as pd

    if not _TEXT.fullmatch(text):
        raise ValueError(text)
    first, last = (pd.Period(text).asfreq("D", end) for end in ("start", "end"))
    return date(first.year, first.month, first.day), date(last.year, last.month, last.day)
