"""Who says so: the words behind each value of a row, and the evidence for whole frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import UsageError, is_one_of, unknown, unknown_row
from counternarcotics._package import DataPackage, installed
from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._why import answers, text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from counternarcotics._readable import ReadableFrame

_EVIDENCE, _PASSAGES = "evidence", "passages"
COLUMNS = (
    "field",
    "value",
    "words",
    "quote",
    "article",
    "source_id",
    "seed_file",
    "quote_start",
    "quote_end",
    "words_start",
    "words_end",
    "attributed_to",
    "reported_by",
    "reading",
    "inference",
    "anchor",
    "reach",
    "repeats",
    "exempt",
    "evidence_id",
)
"""The columns of an answer: those of the table `evidence`, and the title of the article."""


def why(table_or_row: str | pd.Series[Any], row_id: str | None = None, field: str | None = None) -> ReadableFrame:
    """Return who says so: the evidence for a row, or for one value of it, in the order of the table's columns.

    A row of the timeline is answered for as the event that it shows; what only the timeline has is explained.

    The frame prints as text: each quote with the words marked, its place, and who says it. Offsets are
    code points of the seed file, from 0, end-exclusive; `value` is the text of the CSV file.

    Args:
        table_or_row: The name of a table, or a row of a loaded frame, such as ``frame.iloc[0]``.
        row_id: The id of the row, where the table is named.
        field: A column of the table; without it, all.

    Raises:
        UsageError: There is no such table, row or column, or a row does not show its table.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics._readable import ReadableFrame

    package = installed()
    table, row_id = _asked(package, table_or_row, row_id)
    cells = _cells(package, table, row_id)
    if field is not None and not is_one_of(field, list(cells)):
        raise unknown(f"column of {table}", field, list(cells))
    home = package.home(table)
    if home != table and (field is None or field in _names(package, home)):
        table, cells = home, _cells(package, home, row_id)
    if table == _PASSAGES:
        raise _no_value(cells)
    fields = list(cells) if field is None else [field]
    rows = _evidence_for(package, table, [row_id], fields)
    answer = answers.answer(package, table, cells, rows.to_pylist(), field)
    return ReadableFrame(_framed(package, rows), text.as_text(answer), text.as_html(answer))


def evidence(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence for the rows and columns of a frame, in their order.

    The frame's id column comes first, so that ``frame.merge(cn.evidence(frame), on="seizure_id")`` works.

    Args:
        frame: A loaded frame, part of one, or one merged of several, that still has the id column.

    Raises:
        UsageError: The frame does not show its table, or has rows that the table does not have.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise UsageError(f"evidence takes a frame, not {type(frame).__name__}; for one row there is why.")
    package = installed()
    levels = [name for name in frame.index.names if name is not None and name not in frame.columns]
    frame = frame.reset_index(levels) if levels else frame
    names = [str(name) for name in frame.columns]
    table = package.home(_table_of(package, frame.attrs.get("table"), names))
    if table in (_EVIDENCE, _PASSAGES):
        raise UsageError(f"The rows of {table} hold no values that an article says, so there is no evidence for them.")
    key = package.key(table)
    if names.count(key) != 1:
        raise UsageError(
            f"A frame of {table} needs one column {key!r}, with the ids of its rows; this frame has {names.count(key)}."
        )
    ids = list(dict.fromkeys(str(row_id) for row_id in frame[key].dropna()))
    table_ids = package.read(table).column(key).to_pylist()
    unknown_ids = set(ids).difference(table_ids)
    if unknown_ids:
        raise unknown_row(table, key, min(unknown_ids), table_ids)
    return _framed(package, _evidence_for(package, table, ids, names), key)


def _asked(package: DataPackage, asked: object, row_id: str | None) -> tuple[str, str]:
    """Return the table and the id of the row that is asked about."""
    import pandas as pd

    if isinstance(asked, pd.DataFrame):
        raise UsageError(
            "This is a frame: pass one row of it, such as frame.iloc[0]; for all rows use evidence(frame)."
        )
    if isinstance(asked, pd.Series):
        if row_id is not None:
            raise UsageError(f"A row needs no id. For one of its values: why(row, field={row_id!r}).")
        return _row_of(package, asked)
    if not isinstance(asked, str):
        raise UsageError(
            f"why takes the name of a table and the id of a row, or a row of a frame, not {type(asked).__name__}."
        )
    key = package.key(asked)
    if row_id is None:
        raise UsageError(f"Which row of {asked}? Pass its id, from the column {key!r} of the table.")
    return asked, str(row_id)


def _row_of(package: DataPackage, row: pd.Series[Any]) -> tuple[str, str]:
    """Return the table and the id of a row of a loaded frame."""
    names = [str(name) for name in row.index]
    table = _table_of(package, row.attrs.get("table"), names)
    key = package.key(table)
    if names.count(key) == 1:
        return table, str(row[key])
    if isinstance(row.name, str) and set(names) & set(_names(package, table)):  # the id is the frame's index
        return table, row.name
    raise UsageError(
        f"This is not a row of {table} with its id. Keep the column {key!r}, and pass one row of the frame."
    )


def _table_of(package: DataPackage, named: object, names: Sequence[str]) -> str:
    """Return the table of a frame or a row with these columns.

    `load` writes it into the attributes. Where they were lost, as in a merge, the id columns show it: of several, that
    of the table whose keys lead to the others, as those of `seizures` lead to `events`. Each column that is in any
    table must be in one whose id column is here; other columns were added by the user.
    """
    if isinstance(named, str) and named in package.tables:
        return named
    columns = {table: set(_names(package, table)) for table in package.tables}
    shown = [table for table in columns if names.count(package.key(table)) == 1]
    strange = set(names) & set().union(*columns.values()) - set().union(*(columns[table] for table in shown))
    homes = list(dict.fromkeys(map(package.home, shown)))
    coarser = set().union(*(_reached(package, table) - {table} for table in homes))
    finest = [table for table in homes if table not in coarser]
    if len(finest) == 1 and not strange:
        return finest[0]
    raise UsageError(_no_table(package, names, finest, sorted(strange)))


def _reached(package: DataPackage, table: str) -> set[str]:
    """Return the table and all that its keys lead to."""
    reached, waiting = set[str](), [table]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [key["reference"]["resource"] or name for key in package.schema(name).get("foreignKeys", [])]
    return reached


def _no_table(package: DataPackage, names: Sequence[str], tables: Sequence[str], strange: Sequence[str]) -> str:
    """Return what to tell who asks about columns that do not show one table."""
    name_it = 'or name the table: frame.attrs["table"] = "events".'
    if strange or not tables:
        columns = ", ".join(strange or names)
        return f"The columns {columns} do not show which table this is from. Keep the table's id column, {name_it}"
    keys = ", ".join(f"{package.key(table)} ({table})" for table in tables)
    return f"The frame has the ids of several tables: {keys}. Drop the id columns of the others, {name_it}"


def _names(package: DataPackage, table: str) -> list[str]:
    """Return the names of a table's columns."""
    return [field["name"] for field in package.schema(table)["fields"]]


def _cells(package: DataPackage, table: str, row_id: str) -> dict[str, str]:
    """Return the cells of a row as texts, by column."""
    return {name: cell_text(value) for name, value in package.row(table, row_id).items()}


def _evidence_for(package: DataPackage, table: str, ids: Sequence[str], names: Sequence[str]) -> pa.Table:
    """Return the evidence for rows and columns of a table, in the order of both; for a row of `evidence`, the row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows, wanted = package.read(_EVIDENCE), pa.array(ids, pa.string())
    if table == _EVIDENCE:
        return rows.filter(pc.is_in(rows.column("evidence_id"), wanted))
    rows = rows.filter(pc.equal(rows.column("table_name"), table))
    rows = rows.filter(pc.is_in(rows.column("row_id"), wanted))
    rows = rows.filter(pc.is_in(rows.column("field"), pa.array(names, pa.string())))
    row_place, field_place = ({name: place for place, name in enumerate(given)} for given in (ids, names))
    pairs = zip(rows.column("row_id").to_pylist(), rows.column("field").to_pylist(), strict=True)
    places = [(row_place[row_id], field_place[field]) for row_id, field in pairs]
    order = sorted(range(len(places)), key=places.__getitem__)
    return rows.take(pa.array(order, pa.int64()))


def _framed(package: DataPackage, rows: pa.Table, key: str | None = None) -> pd.DataFrame:
    """Return rows of `evidence` as a frame, with the titles of the articles and, first, the id column `key`."""
    import pyarrow as pa

    from counternarcotics._shared.frames import to_frame

    sources = package.read("sources").to_pylist()
    titles = {source["source_id"]: source["title"] for source in sources}
    articles = [titles[source_id] for source_id in rows.column("source_id").to_pylist()]
    rows = rows.append_column("article", pa.array(articles, pa.string()))
    names = list(COLUMNS)
    if key is not None:
        names = [key, *(name for name in COLUMNS if name != key)]
        rows = rows.drop_columns([key]) if key in rows.column_names else rows
        rows = rows.rename_columns([key if name == "row_id" else name for name in rows.column_names])
    return to_frame(rows.select(names))


def _no_value(passage: Mapping[str, str]) -> UsageError:
    """Return the error for a row of `passages`, which says how to get the evidence in that passage."""
    return UsageError(
        f"The passage {passage['passage_id']!r} is a place in an article, not a value. "
        "To see what its words are evidence for: e = counternarcotics.load('evidence'); "
        f"e[(e.source_id == {passage['source_id']!r}) & (e.words_start < {passage['passage_end']}) "
        f"& (e.words_end > {passage['passage_start']})]"
    )
