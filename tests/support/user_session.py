"""A user's session: every function of the package on every table, and what each gave, as JSON on standard output.

Run by the Python of an environment; `tests.test_environments` compares what different environments give. It imports
nothing but the package and what the package needs.
"""

import json
import warnings
from collections.abc import Iterator
from typing import Any, Literal, get_args

import pandas as pd

import counternarcotics as cn

Form = Literal["apa", "chicago", "bibtex", "biblatex", "ris", "csl-json", "r"]
CITED: tuple[Form, ...] = get_args(Form)
# Their rows are about passages, or show the rows of other tables again.
SILENT = ("evidence", "passages", "timeline")


def session() -> dict[str, Any]:
    """Return the answers by question."""
    descriptor = cn.metadata()
    assert cn.__version__ == descriptor["version"]
    answers = {"fingerprint": descriptor["fingerprint"], "tables": cn.tables()}
    entries = {entry["name"]: entry for entry in descriptor["resources"]}
    for table in cn.tables():
        frame = cn.load(table)
        assert frame.attrs == {"table": table, "version": cn.__version__, "citation": cn.cite()}
        assert cn.fingerprint(frame) == cn.fingerprint(frame[::-1]) == entries[table]["fingerprint"]
        assert len(frame) == entries[table]["rows"] > 0
        answers |= {f"{table} {name}": answer for name, answer in questions(table, frame)}
    return answers | {f"cite {form}": cn.cite(form) for form in CITED}


def questions(table: str, frame: pd.DataFrame) -> Iterator[tuple[str, Any]]:
    """Yield what the functions about one table give."""
    for kind in ("csv", "parquet"):
        assert cn.path(table, kind).is_file()
    yield "load", plain(frame)
    schema = cn.schema(table)
    assert [field["name"] for field in schema["fields"]] == list(frame.columns)
    yield "schema", schema
    book = cn.codebook(table)
    assert list(book["column"]) == list(frame.columns)
    yield "codebook", [str(book), plain(book)]
    (key,) = schema["primaryKey"]
    yield "cite", [cn.cite(form, table, row) for form in CITED for row in (None, frame[key].iloc[0])]
    verdicts = cn.support(table)
    assert verdicts.notna().equals(frame.notna())
    yield "support", plain(verdicts)
    if "date_start" in frame:
        with warnings.catch_warnings(record=True):
            yield "between", [plain(cn.between(frame, "2020", "2025-06", surely)) for surely in (False, True)]
    if table in SILENT:
        return
    for number in (0, -1):
        yield f"why {number}", about_row(table, key, frame.iloc[number])
    yield "evidence", about_frame(table, frame)


def about_row(table: str, key: str, row: "pd.Series[Any]") -> Any:
    """Return what says the values of a row."""
    answer = cn.why(row)
    assert str(answer) == str(cn.why(table, row[key]))
    assert answer._repr_html_()
    return [str(answer), plain(answer), str(cn.why(table, row[key], answer["field"].iloc[0]))]


def about_frame(table: str, frame: pd.DataFrame) -> Any:
    """Return the evidence for all rows of a table, of which there is as much as the table of evidence holds."""
    found = cn.evidence(frame)
    assert len(found) == (cn.load("evidence")["table_name"] == table).sum() > 0
    return plain(found)


def plain(frame: pd.DataFrame) -> dict[str, Any]:
    """Return types and cells of a frame, without what only the versions of pandas name differently."""
    types = [kind(frame[name].dtype) for name in frame.columns]
    columns = [[cell(value) for value in frame[name].astype(object)] for name in frame.columns]
    return {"types": dict(zip(frame.columns, types, strict=True)), "columns": columns}


def kind(dtype: Any) -> Any:
    """Return the type of a column."""
    if isinstance(dtype, pd.StringDtype):
        return ["str", str(dtype.na_value)]
    return str(dtype)


def cell(value: Any) -> Any:
    """Return a cell as JSON has it, where nothing that is missing can pass for something that is not."""
    if isinstance(value, list | dict):
        return value
    return None if pd.isna(value) else [type(value).__name__, str(value)]


if __name__ == "__main__":
    print(json.dumps(session(), ensure_ascii=False))
