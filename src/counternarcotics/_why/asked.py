"""Which rows of which table a question is about: a table and an id, a row of a frame, or a frame, merged or not."""

from __future__ import annotations

from collections.abc import Sequence

from counternarcotics._errors import UsageError, is_one_of, plain
from counternarcotics._package import DataPackage

_SUFFIXES = ("_x", "_y")
"""What pandas puts behind the names of columns that both frames of a merge have."""


def row_asked(package: DataPackage, asked: object, row_id: object, table: str | None) -> tuple[str, str]:
    """Return the table and the id of the row that is asked about."""
    import pandas as pd

    if isinstance(asked, str) and row_id is not None and table is None:
        return plain(asked), str(plain(row_id))
    if not isinstance(asked, pd.Series) or row_id is not None:
        raise UsageError(
            'why takes a table and the id of a row, as in why("seizures", "yantian-cocaine"), or one row of a frame, '
            'as in why(frame.iloc[0], field="unit"). For a whole frame there is evidence(frame).'
        )
    frame, home = asked.to_frame().T, asked.attrs.get("table") if table is None else table
    if is_one_of(home, package.tables) and package.key(home) not in frame and isinstance(asked.name, str):
        frame.index.name = package.key(home)  # the ids were the index of the frame
    table, ids, _ = frame_asked(package, frame, table)
    if not ids:
        raise UsageError(f"This row belongs to no row of {table}: its {package.key(table)} is empty.")
    return table, ids[0]


def frame_asked(package: DataPackage, frame: object, table: str | None) -> tuple[str, list[str], list[str]]:
    """Return the table, and the ids of its rows and the names of its columns that a frame has, in their order.

    A column that a merge renamed, such as ``event_id_x``, counts as the column `event_id`.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise UsageError(f"evidence takes a frame, not {type(frame).__name__}; for one row there is why.")
    levels = [name for name in frame.index.names if name is not None and name not in frame.columns]
    frame = frame.reset_index(levels) if levels else frame
    in_tables = {name for table in package.tables for name in package.columns(table)}
    given = [str(plain(name)) for name in frame.columns]
    names = [name[:-2] if name.endswith(_SUFFIXES) and name not in in_tables else name for name in given]
    if table is None:
        named = frame.attrs.get("table")
        table = named if is_one_of(named, package.tables) else _finest(package, names)
    key = package.key(table)
    # A column of the very name goes before those that a merge renamed.
    ids = frame.loc[:, [name == key for name in (given if key in given else names)]]
    if ids.shape[1] != 1:
        raise UsageError(
            f"There must be one column with the ids of {table}; there is: {', '.join(map(str, ids)) or 'none'}. "
            f"Keep or rename one as {key!r}."
        )
    row_ids = dict.fromkeys(str(plain(row_id)) for row_id in ids.iloc[:, 0].dropna())
    return plain(table), list(row_ids), list(dict.fromkeys(names))


def answering(package: DataPackage, table: str) -> str:
    """Return the table whose evidence answers for a table: for the timeline, `events`.

    Raises:
        UsageError: The table is one that proves others.
    """
    home = package.home(table)
    if package.schema(home).get("built"):
        raise UsageError(
            f"The rows of {table} hold no values that an article says, so there is no evidence for them. In the table "
            "evidence, source_id, words_start and words_end say where words stand, and table_name, row_id and field "
            "for which value."
        )
    return home


def _finest(package: DataPackage, names: Sequence[str]) -> str:
    """Return the table whose keys lead to the others of which these columns hold the ids, as `seizures` to `events`.

    Raises:
        UsageError: There is no such table, or there is a column of a table whose ids are not here.
    """
    shown = [table for table in package.tables if package.key(table) in names]
    homes = {package.home(table) for table in shown}
    finest = homes.difference(*(_led_to(package, table) for table in homes))
    columns = {name for table in shown for name in package.columns(table)}
    strange = [
        name for name in names if name not in columns and any(name in package.columns(t) for t in package.tables)
    ]
    if len(finest) != 1 or strange:
        raise UsageError(
            f"The columns do not show whose rows these are; they hold ids of {', '.join(sorted(homes)) or 'no table'}. "
            'Keep the column with the ids of the table that you mean, and name the table, as in table="events".'
        )
    return finest.pop()


def _led_to(package: DataPackage, table: str) -> set[str]:
    """Return all other tables that the keys of a table lead to, also those that lead back to it."""
    reached, ahead = set[str](), [table]
    while ahead:
        keys = package.schema(ahead.pop()).get("foreignKeys", [])
        targets = {key["reference"]["resource"] for key in keys} - {"", table, *reached}
        reached |= targets
        ahead += targets
    return reached
