"""US–China counternarcotics cooperation as typed tables: every value traced to the words that say it.

>>> import counternarcotics as cn
>>> seizures = cn.load("seizures")
>>> seizures.set_index("seizure_id").loc["yantian-cocaine", ["quantity", "unit"]]
quantity       430.0
unit        kilogram
Name: yantian-cocaine, dtype: object

`tables` lists the tables, and at a prompt ``cn.load.`` completes their names. `why` and `evidence` show the words
behind the values, `codebook` says what the columns and codes mean, and `cite` gives what to put into a list of
references. All of it comes with the package: nothing is fetched.
"""

from __future__ import annotations

from counternarcotics._load import Load

TYPE_CHECKING = False  # as typing has it, whose import would take longer than all the rest of this package's
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, overload

    import pandas as pd

    from counternarcotics._package import DataPackage
    from counternarcotics._readable import ReadableFrame
    from counternarcotics._types import CitationFormat, Day, FileFormat, TableName

__all__ = [
    "between",
    "cite",
    "codebook",
    "evidence",
    "fingerprint",
    "load",
    "metadata",
    "path",
    "schema",
    "support",
    "tables",
    "why",
]

__version__: str


def tables() -> list[str]:
    """Return the names of the tables, those to read first before the others; a prompt shows what each table is.

    >>> import counternarcotics as cn
    >>> cn.tables()  # doctest: +ELLIPSIS
    table ... rows  one row is
    timeline ... one event, with names in place of ids
    ...
    >>> "seizures" in cn.tables()
    True

    Raises:
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics._tables import Tables

    return Tables(_installed().descriptor["resources"])


@Load
def load(table: TableName | str) -> pd.DataFrame:
    """Return a table as a new frame, typed as its Table Schema says.

    >>> import counternarcotics as cn
    >>> cases = cn.load("legal_cases")
    >>> cases[["case_id", "stage", "defendants", "date_start"]].dtypes
    case_id                 str
    stage                   str
    defendants            Int64
    date_start    datetime64[s]
    dtype: object

    Each table is an attribute too, which prompts complete: ``cn.load.legal_cases()``.

    Text is ``str`` (``string`` under pandas 2), integers are ``Int64``, numbers ``float64``, booleans ``boolean``,
    dates ``datetime64[s]``. Codes are text too; `codebook` lists and explains them. An empty cell is missing; the text
    ``NA`` is text. ``frame.attrs`` holds ``table``, ``version`` and ``citation``.

    Args:
        table: One of the names that `tables` lists.

    Raises:
        ValueError: There is no such table; the message lists those that exist and names the nearest.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics._load import frame_of

    package = _installed()
    return frame_of(package, package.read(table), table)


def path(table: TableName | str, format: FileFormat = "parquet") -> Path:
    """Return the file of a table, for polars, DuckDB, R, Stata or a spreadsheet.

    >>> import counternarcotics as cn
    >>> cn.path("seizures").name, cn.path("seizures", "csv").name
    ('seizures.parquet', 'seizures.csv')

    Args:
        table: One of the names that `tables` lists.
        format: ``"parquet"`` or ``"csv"`` (UTF-8, comma, an empty cell is missing).

    Raises:
        ValueError: There is no such table or no such format; the message lists those that exist.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    return _installed().path(table, format)


def schema(table: TableName | str) -> dict[str, Any]:
    """Return the Table Schema of a table: its columns, keys and rules, as in ``datapackage.json``.

    >>> import counternarcotics as cn
    >>> cn.schema("seizures")["primaryKey"]
    ['seizure_id']

    Args:
        table: One of the names that `tables` lists.

    Raises:
        ValueError: There is no such table; the message lists those that exist and names the nearest.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from copy import deepcopy

    return deepcopy(_installed().schema(table))


def metadata() -> dict[str, Any]:
    """Return the descriptor of the dataset, ``datapackage.json`` (Data Package, version 2), as a copy.

    >>> import counternarcotics as cn
    >>> cn.metadata()["title"]
    'US–China counternarcotics cooperation'

    Raises:
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from copy import deepcopy

    return deepcopy(_installed().descriptor)


def codebook(table: TableName | str, column: str | None = None) -> ReadableFrame:
    """Return what the columns and codes of a table mean, as text to read that is a frame too: one row a column.

    >>> import counternarcotics as cn
    >>> book = cn.codebook("seizures")  # print(book), or the name alone at a prompt, shows it as text
    >>> book.set_index("column").loc["unit", "definition"]
    'Unit of `quantity`, as printed.'
    >>> cn.codebook("events", "date")["type"].item()  # one column alone
    'string'

    Its columns are column, title, type (of the Table Schema), origin (where the values come from), required, rules
    (numbers of the coding rules, or None), definition, example, codes (a list, or None) and filled (rows with a value).

    Args:
        table: One of the names that `tables` lists.
        column: A column of the table; without it, all.

    Raises:
        ValueError: There is no such table or column; the message lists those that exist and names the nearest.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics import _codebook

    return _codebook.codebook(_installed(), table, column)


def between(frame: pd.DataFrame, start: Day, end: Day, surely: bool = False) -> pd.DataFrame:
    """Return the rows of a frame that lie between two days, both included.

    >>> import counternarcotics as cn
    >>> seizures = cn.between(cn.load("seizures"), "2025-11", "2025-12")  # 2025-11-01 to 2025-12-31
    >>> seizures.set_index("seizure_id").loc["yantian-cocaine", "date"]
    '2025-11-26'

    Few dates are known to the day. A moment that may have been in these days counts, and so does a period that shares a
    day with them. With ``surely=True``, only what lies in them as a whole does. A date that is open at one end, such as
    ``[..2024-06]`` or ``2025-02/..``, is possibly between any days that it reaches, and surely between none.

    The days are those of `date`. A frame without that column has others: of ``controlled_substances``, a row counts
    where it was announced or took effect in these days. A merged frame will do if it still has the column with its
    ``_start`` and ``_end``.

    Rows without any date are left out. A warning tells their number, which is in ``attrs["undated"]`` too.

    Args:
        frame: A frame that `load` returned, or part of one.
        start: The first day: a date, a datetime, or text such as ``"2025"``, ``"2025-06"`` or ``"2025-06-12"``.
        end: The last day; ``"2025-06"`` is 30 June here.
        surely: Leave out what only may lie between them.

    Raises:
        ValueError: The frame has no dates, or `start` or `end` is no date.
    """
    from counternarcotics import _between

    return _between.between(frame, start, end, surely)


if TYPE_CHECKING:

    @overload
    def why(row: TableName | str, row_id: str, field: str | None = None) -> ReadableFrame: ...
    @overload
    def why(
        row: pd.Series[Any], *, field: str | None = None, table: TableName | str | None = None
    ) -> ReadableFrame: ...


def why(
    row: str | pd.Series[Any], row_id: str | None = None, field: str | None = None, *, table: str | None = None
) -> ReadableFrame:
    """Return who says so: the words behind each value of a row, as text to read that is a frame too.

    >>> import counternarcotics as cn
    >>> answer = cn.why("seizures", "yantian-cocaine", "quantity")  # print(answer) marks the words in their sentence
    >>> answer[["value", "words"]]
       value  words
    0  430.0  430kg

    The frame has one row for each value and quote. A row of a frame can be asked too, as in
    ``cn.why(seizures.iloc[0])``; `evidence` answers for a whole frame.

    A row of a merged frame is asked about the table whose keys lead to the others, or about the one that `table` names,
    by the id that the row holds:

    >>> merged = cn.load("seizures").merge(cn.load("events"), on="event_id")
    >>> row = merged[merged["seizure_id"] == "yantian-cocaine"].iloc[0]
    >>> cn.why(row, table="events", field="event_type")[["value", "words"]]
         value        words
    0  seizure  intercepted

    Args:
        row: One of the names that `tables` lists, or a row of a frame that `load` returned, merged with others or not.
        row_id: The id of the row, where `row` is a name.
        field: A column of the table; without it, all.
        table: Whose row a row of a merged frame is.

    Raises:
        ValueError: There is no such table, row or column; the message names the nearest. Or a row of a frame holds the
            ids of several tables, none or two of the same; the message says which.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics import _why

    return _why.why(row, row_id, field, table)


def evidence(frame: pd.DataFrame, table: TableName | str | None = None) -> pd.DataFrame:
    """Return the evidence for the rows and columns of a frame, in their order, ready to merge with it.

    >>> import counternarcotics as cn
    >>> seizures = cn.load("seizures")[["seizure_id", "quantity", "unit"]]
    >>> seizures = seizures[seizures["seizure_id"].isin(["immigration-drugs", "yantian-cocaine"])]
    >>> cn.evidence(seizures)[["seizure_id", "field", "value", "words"]]
              seizure_id     field     value        words
    0  immigration-drugs  quantity      2.42  2.42 tonnes
    1  immigration-drugs      unit     tonne  2.42 tonnes
    2    yantian-cocaine  quantity     430.0        430kg
    3    yantian-cocaine      unit  kilogram        430kg

    A merged frame has rows of several tables: ``cn.evidence(merged, table="events")`` answers for those of `events`, by
    the ids in ``event_id``. A column that the merge renamed (``date_x``, ``date_y``) counts as the column `date`.

    Values are those of the dataset: a cell that was changed in the frame is not compared with them.

    Args:
        frame: A frame that `load` returned, or part of one, merged with others or not, that has the column of ids.
        table: The table to answer for; without it, the one whose keys lead to the others.

    Raises:
        ValueError: The frame does not show its table, has no one column of its ids, or has rows that the table does not
            have.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics import _why

    return _why.evidence(frame, table)


def support(table: TableName | str) -> pd.DataFrame:
    """Return how each cell of a table is supported: a frame of the same rows and columns as `load` returns.

    >>> import counternarcotics as cn
    >>> seizures, verdicts = cn.load("seizures"), cn.support("seizures")
    >>> verdicts[seizures["seizure_id"] == "yantian-cocaine"][["seizure_id", "quantity", "quantity_kg"]].to_dict("list")
    {'seizure_id': ['assigned'], 'quantity': ['read'], 'quantity_kg': ['derived']}
    >>> only_read = seizures.where(verdicts.isin(["read", "assigned"]))  # the other cells become empty

    Verdicts of values that have words: ``read``, the words say the value; ``inferred``, it follows from them by a step
    that the build repeats; ``across_sentences``, they stand away from the sentence that decides what the row is;
    ``judged``, no program can derive the value from them. Where a cell has several pieces of evidence, the strongest
    decides, in this order. `evidence` shows the pieces.

    Verdicts of the other values: ``assigned`` by the curators, ``derived`` from other values, or a ``reference`` from a
    public register. An empty cell has no verdict. The timeline has the verdicts of `events` for columns of the same
    name.

    Args:
        table: One of the names that `tables` lists.

    Raises:
        ValueError: There is no such table; the message lists those that exist and names the nearest.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics import _support

    return _support.support(table)


def cite(format: CitationFormat = "apa", table: TableName | str | None = None, row: str | None = None) -> str:
    """Return how to cite the dataset, one of its tables, or one row together with the articles that it is from.

    >>> import counternarcotics as cn
    >>> print(cn.cite())  # doctest: +ELLIPSIS
    counternarcotics maintainers. (...). counternarcotics: US–China counternarcotics cooperation, ...
    >>> print(cn.cite("bibtex"))  # doctest: +ELLIPSIS
    @misc{counternarcotics-...,
      author = {{counternarcotics maintainers}},
      ...

    A row of `sources` is cited as the article alone; a row of `evidence` names its quote and words.

    Args:
        format: ``"apa"``, ``"chicago"``, ``"bibtex"``, ``"biblatex"``, ``"ris"``, ``"csl-json"`` or ``"r"``.
        table: One of the names that `tables` lists; without it, the dataset.
        row: The id of a row of `table`; without it, the table.

    Raises:
        ValueError: There is no such format, table or row; the message names the nearest.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics import _cite

    return _cite.cite(format, table, row)


def fingerprint(frame: pd.DataFrame) -> str:
    """Return the fingerprint of a frame: a SHA-256 of what the table says, the same for CSV, Parquet and frame.

    That of a whole table is the one in `metadata`, so that an analysis can assert which data it ran on. The order of
    rows and columns does not count; fewer rows or changed values give another fingerprint.

    >>> import counternarcotics as cn
    >>> entries = {entry["name"]: entry for entry in cn.metadata()["resources"]}
    >>> cn.fingerprint(cn.load("seizures")) == entries["seizures"]["fingerprint"]
    True

    Args:
        frame: A frame that `load` returned, or rows of one.

    Raises:
        ValueError: The frame does not name its table, or has other columns or types than `load` gave it.
        FileNotFoundError: The package has no data (a checkout that was never built).
    """
    from counternarcotics._errors import UsageError
    from counternarcotics._shared.fingerprint import table_fingerprint
    from counternarcotics._shared.frames import to_arrow

    table = getattr(frame, "attrs", {}).get("table")
    if table is None or not hasattr(frame, "columns"):
        raise UsageError(
            "This is not a frame that names its table: pass a frame that `load` returned, or rows of it. "
            "If an operation dropped its `attrs`, set them again from those of the loaded frame."
        )
    table_schema = schema(table)
    return table_fingerprint(to_arrow(frame, table_schema), table_schema)


if not TYPE_CHECKING:  # type checkers would take every name for an attribute of the module

    def __getattr__(name: str) -> str:
        """Read the version only when it is asked for: the import reads no file."""
        if name == "__version__":
            return _installed().version
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List what users call, and nothing that a prompt need not complete."""
    return [*__all__, "__version__"]


def _installed() -> DataPackage:
    """Return the data that came with this package; the import must not pay for what reads them."""
    from counternarcotics import _package

    return _package.installed()
