"""Who says so: the words behind each value of a row, and the evidence for whole frames."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from counternarcotics._errors import is_one_of, plain, unknown, unknown_row
from counternarcotics._package import DataPackage, installed
from counternarcotics._shared.fingerprint import cell_text
from counternarcotics._why.asked import answering, frame_asked, row_asked
from counternarcotics._why.text import CLOSING, OPENING, answer_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from counternarcotics._readable import ReadableFrame

_FIRST = ("field", "value", "words", "quote", "article")
"""The columns with which an answer begins; the others of the table `evidence` follow."""


def why(
    row: str | pd.Series[Any], row_id: str | None = None, field: str | None = None, table: str | None = None
) -> ReadableFrame:
    """Return the evidence for a row, or for one value of it; `counternarcotics.why` says how.

    A row of the timeline is answered for as the event that it shows; what only the timeline has is explained.
    """
    from counternarcotics._readable import ReadableFrame

    package = installed()
    table, row_id = row_asked(package, row, row_id, plain(table))
    field, names = plain(field), package.columns(table)
    if field is not None and not is_one_of(field, names):
        raise unknown(f"column of {table}", field, names)
    if field is None or field in package.columns(package.home(table)):
        table = answering(package, table)
    cells = {name: cell_text(value) for name, value in package.row(table, row_id).items()}
    rows = _evidence_for(package, table, [row_id], list(cells) if field is None else [field])
    text = answer_text(package, table, cells, rows.to_pylist(), field)
    html = escape(text).replace(OPENING, "<mark>").replace(CLOSING, "</mark>")
    return ReadableFrame(_framed(package, rows), text.replace(OPENING, "«").replace(CLOSING, "»"), f"<pre>{html}</pre>")


def evidence(frame: pd.DataFrame, table: str | None = None) -> pd.DataFrame:
    """Return the evidence for the rows and columns of a frame; `counternarcotics.evidence` says how."""
    package = installed()
    table, ids, names = frame_asked(package, frame, plain(table))
    table = answering(package, table)
    key = package.key(table)
    table_ids = package.read(table).column(key).to_pylist()
    unknown_ids = set(ids).difference(table_ids)
    if unknown_ids:
        raise unknown_row(table, key, min(unknown_ids), table_ids)
    return _framed(package, _evidence_for(package, table, ids, names), key)


def _evidence_for(package: DataPackage, table: str, ids: Sequence[str], names: Sequence[str]) -> pa.Table:
    """Return the evidence for rows and columns of a table, in the order of both."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = package.read("evidence")
    rows = rows.filter(pc.equal(rows.column("table_name"), table))
    asked = {"row_id": pa.array(ids, pa.string()), "field": pa.array(names, pa.string())}
    places = pa.table({name: pc.index_in(rows.column(name), values) for name, values in asked.items()})
    wanted = pc.and_(*(column.is_valid() for column in places.columns))
    order = pc.sort_indices(places.filter(wanted), [("row_id", "ascending"), ("field", "ascending")])
    return rows.filter(wanted).take(order)


def _framed(package: DataPackage, rows: pa.Table, key: str = "") -> pd.DataFrame:
    """Return rows of `evidence` as a frame, with the titles of the articles and, first, the ids as the column `key`."""
    import pyarrow as pa

    from counternarcotics._shared.frames import to_frame

    titles = {source["source_id"]: source["title"] for source in package.read("sources").to_pylist()}
    articles = [titles[source_id] for source_id in rows.column("source_id").to_pylist()]
    ids = rows.column("row_id")
    rows = rows.append_column("article", pa.array(articles, pa.string())).drop_columns(["table_name", "row_id"])
    others = [name for name in rows.column_names if name not in (*_FIRST, key)]
    rows = rows.select([*_FIRST, *others])
    return to_frame(rows.add_column(0, key, ids) if key else rows)
