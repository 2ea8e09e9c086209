"""Each Table Schema as a Pandera schema, with the rules on single rows that frictionless does not know.

In a notebook at the root of the project::

    import counternarcotics as cn
    from schemas.pandera_schemas import schema

    schema("events").validate(cn.load("events"))

Checked are the columns and their order, exact types, missing and repeated values, limits, patterns, codes, unique keys,
and the rules that a Table Schema lists under `checks` (see `ROW_CHECKS`). The module needs pandas, pandera and PyYAML,
and imports nothing else of the project.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import yaml

FOLDER = Path(__file__).resolve().parent

TEXT = pd.StringDtype(na_value=np.nan)
TYPES: Mapping[str, Any] = {
    "string": TEXT,
    "integer": pd.Int64Dtype(),
    "number": np.dtype("float64"),
    "boolean": pd.BooleanDtype(),
    "date": np.dtype("datetime64[s]"),
}
"""The type of a Table Schema → the type that `counternarcotics.load` gives a column."""

TYPE_WRONG = "type-wrong"
"""The kind of a column of another type: other checks may not work on its cells."""

NOT_PLAIN = "^$|^[=+@-]|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]"
"""What a CSV reader, a spreadsheet or the eye takes for something else: empty text, a formula, and C0, DEL, C1, the
line ends of Unicode, marks that change the order of what the eye sees, and the byte order mark."""

Code = Mapping[str, Any]
Vocabularies = Mapping[str, Sequence[Code]]
"""The codes of each vocabulary in its order, each a mapping with `code` and the vocabulary's own keys."""


def schema(table: str, folder: Path = FOLDER) -> pandera.DataFrameSchema:
    """Return the Pandera schema of a table, for the frame that `counternarcotics.load` returns.

    Args:
        table: the name of a table, such as ``events``.
        folder: the folder with ``tables`` and ``vocabularies``.

    Raises:
        ValueError: there is no such table.
    """
    file = folder / "tables" / f"{table}.json"
    if not file.is_file():
        tables = sorted(path.stem for path in file.parent.glob("*.json"))
        raise ValueError(f"there is no table {table!r}; the tables are {', '.join(tables)}")
    table_schema = json.loads(file.read_text(encoding="utf-8"))
    names = {field["vocabulary"] for field in table_schema["fields"] if "vocabulary" in field}
    return pandera_schema(table_schema, {name: _codes(name, folder) for name in names})


def pandera_schema(table_schema: Mapping[str, Any], vocabularies: Vocabularies) -> pandera.DataFrameSchema:
    """Return a Table Schema as a Pandera schema.

    The name of each check is the kind of mistake that it finds, its error what it expects. A check of whole rows has
    in its statistics the column that it judges (`cell`) and those that it compares it with (`beside`).

    Args:
        table_schema: a Table Schema, as its JSON file has it.
        vocabularies: the codes of each vocabulary that the fields name.
    """
    fields = {field["name"]: field for field in table_schema["fields"]}
    (id_name,) = table_schema["primaryKey"]
    checks = [_unique_key(id_name, key) for key in table_schema.get("uniqueKeys", ())]
    if "sortedBy" in table_schema:
        checks.append(_sorted(table_schema["sortedBy"]))
    for rule in table_schema.get("checks", ()):
        for name, make in ROW_CHECKS.items():
            if name in rule:
                checks += make(rule[name], rule.get("where", {}), fields, vocabularies)
    columns = {name: _column(field, vocabularies) for name, field in fields.items()}
    return pandera.DataFrameSchema(columns, checks=checks, strict=True, ordered=True, name=table_schema["name"])


def _codes(vocabulary: str, folder: Path) -> list[Code]:
    """Return the codes of a vocabulary; every value is text, so that NO is no truth value."""
    text = (folder / "vocabularies" / f"{vocabulary}.yaml").read_text(encoding="utf-8")
    codes: list[Code] = yaml.load(text, Loader=yaml.BaseLoader)["codes"]
    return codes


def _column(field: Mapping[str, Any], vocabularies: Vocabularies) -> pandera.Column:
    """Return one field of a Table Schema as a Pandera column."""
    limits = field.get("constraints", {})
    codes = [code["code"] for code in vocabularies[field["vocabulary"]]] if "vocabulary" in field else []
    # Pandera's own check of the type is left out: it takes other sizes for equal.
    return pandera.Column(
        checks=[_exact_type(TYPES[field["type"]]), *_value_checks(field, codes)],
        nullable=not limits.get("required", False),
        unique=limits.get("unique", False),
        title=field["title"],
        description=field["description"],
    )


def _exact_type(dtype: Any) -> pandera.Check:
    """Return the check that a column has exactly a type."""

    def is_exact(cells: "pd.Series[Any]") -> bool:
        return bool(cells.dtype == dtype and type(cells.dtype) is type(dtype))

    return pandera.Check(is_exact, name=TYPE_WRONG, error=f"the type {dtype!r}", ignore_na=False)


def _value_checks(field: Mapping[str, Any], codes: Sequence[str]) -> Iterator[pandera.Check]:
    """Yield what a Table Schema asks of each value of a column by itself."""
    limits = field.get("constraints", {})
    if "minimum" in limits:
        low = limits["minimum"]
        yield pandera.Check.ge(low, name="value-too-small", error=f"{low} or more")
    if "maximum" in limits:
        high = limits["maximum"]
        yield pandera.Check.le(high, name="value-too-large", error=f"{high} or less")
    if "pattern" in limits:
        pattern = limits["pattern"]
        yield pandera.Check(
            lambda cells: cells.str.fullmatch(pattern), name="value-malformed", error=f"text of the form {pattern}"
        )
    if "minLength" in limits or "maxLength" in limits:
        low, high = limits.get("minLength"), limits.get("maxLength")
        length = f"{low or 1} to {high} characters" if high else f"{low} characters or more"
        yield pandera.Check.str_length(low, high, name="length-wrong", error=length)
    if codes:
        yield pandera.Check.isin(codes, name="code-unknown", error=f"a code of {field['vocabulary']}")
    elif field["type"] == "string":
        expected = "text without control characters that does not begin with =, +, - or @"
        yield pandera.Check(lambda cells: ~cells.str.contains(NOT_PLAIN), name="text-not-plain", error=expected)
    elif field["type"] == "number":
        yield pandera.Check(np.isfinite, name="number-not-finite", error="a finite number")


RowCheck = Callable[..., "pd.Series[bool]"]


def _row_check(kind: str, expected: str, holds: RowCheck, cell: str, beside: Sequence[str]) -> pandera.Check:
    """Return a check of whole rows that judges the column `cell` by those in `beside`."""
    return pandera.Check(holds, name=kind, error=expected, cell=cell, beside=list(beside))


def _unique_key(id_name: str, key: Sequence[str]) -> pandera.Check:
    """Return the check that no two rows are alike in `key`, in which empty cells count as equal."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        return ~frame.duplicated(beside, keep=False)

    return _row_check("row-repeated", f"no other row with the same {', '.join(key)}", holds, id_name, key)


def _sorted(column: str) -> pandera.Check:
    """Return the check that no row stands after one with a greater value in `column`; empty cells are last."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        not_below = frame[cell] >= frame[cell].shift()
        not_below.iloc[:1] = True
        return not_below | frame[cell].isna()

    return _row_check("row-out-of-order", "a value not below that of the row before", holds, column, [])


Fields = Mapping[str, Mapping[str, Any]]
Where = Mapping[str, str]


def _together(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield checks that a row has a value in all of the columns or in none: an amount needs its unit."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        return frame[cell].notna() | ~frame[beside].notna().any(axis=1)

    for cell in columns:
        beside = [name for name in columns if name != cell]
        yield _row_check("value-missing", f"a value, as {' or '.join(beside)} has one", holds, cell, beside)


def _ordered(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield checks that no value is above that of the next column: a lower limit above the upper one."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        return ~(frame[cell] > frame[beside[0]]).fillna(False).astype(bool)

    for low, high in pairwise(columns):
        yield _row_check("values-out-of-order", f"{low} not above {high}", holds, low, [high])


def _different(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield the check that the other columns differ, for the first: a total dated with the one day of its report."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        return ~(_matches(frame, where) & (frame[beside[0]] == frame[beside[1]]))

    cell, first, second = columns
    yield _row_check("values-equal", f"{first} and {second} that differ{_said(where)}", holds, cell, [first, second])


def _empty(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield checks that the columns are empty: a class of substances has no identifier of one substance."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        return ~(_matches(frame, where) & frame[cell].notna())

    for cell in columns:
        yield _row_check("value-not-allowed", f"an empty cell{_said(where)}", holds, cell, list(where))


def _begins_with(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield checks that each value begins with that of the last column: a place's code with its country's."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        pairs = zip(frame[cell], frame[beside[0]], strict=True)
        return _series(frame, [pd.isna(text) or (pd.notna(start) and text.startswith(start)) for text, start in pairs])

    *cells, start = columns
    for cell in cells:
        yield _row_check("code-of-another-country", f"a code that begins with {start}", holds, cell, [start])


def _cas_number(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield checks of the last digit of CAS Registry Numbers: with a wrong digit they name another chemical.

    Source of rule: CAS, check digit verification: the digits before the last, counted from the right, times their
    place, add up to the last modulo 10.
    """

    def is_right(number: str) -> bool:
        digits = [int(digit) for digit in number if digit in "0123456789"]
        total = sum(place * digit for place, digit in enumerate(reversed(digits[:-1]), start=1))
        return digits[-1:] == [total % 10]

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        return _series(frame, [pd.isna(number) or is_right(number) for number in frame[cell]])

    for cell in columns:
        yield _row_check("check-digit-wrong", "the check digit of the other digits", holds, cell, [])


def _trimmed(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield checks that no text begins or ends with a space: a quote cut beside its first word."""

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        return frame[cell].isna() | (frame[cell] == frame[cell].str.strip())

    for cell in columns:
        yield _row_check("space-at-end", "no space at either end", holds, cell, [])


def _fits(columns: Sequence[str], where: Where, fields: Fields, codes: Vocabularies) -> Iterator[pandera.Check]:
    """Yield the check that the first column's code goes with the second's: a sentence left out as an advert.

    The vocabulary of the first column lists under the key that is named like the vocabulary of the second, joined by
    ``, ``, the codes with which a code may stand; a code without that key may stand with all.
    """
    cell, other = columns
    key = fields[other]["vocabulary"]
    allowed = {code["code"]: code[key].split(", ") for code in codes[fields[cell]["vocabulary"]] if key in code}

    def holds(frame: pd.DataFrame, cell: str, beside: list[str]) -> "pd.Series[bool]":
        wrong = _all(frame, False)
        for code, others in allowed.items():
            wrong |= (frame[cell] == code) & ~frame[beside[0]].isin(others)
        return ~wrong

    yield _row_check("codes-not-together", f"a {cell} that goes with the {other}", holds, cell, [other])


def _matches(frame: pd.DataFrame, where: Where) -> "pd.Series[bool]":
    """Return which rows have the values of `where`."""
    return _all(frame, True) & (frame[list(where)] == pd.Series(where)).all(axis=1)


def _said(where: Where) -> str:
    """Return `where` in words.

    >>> _said({"kind": "class"}), _said({})
    (' where kind is class', '')
    """
    conditions = " and ".join(f"{column} is {value}" for column, value in where.items())
    return f" where {conditions}" if conditions else ""


def _all(frame: pd.DataFrame, holds: bool) -> "pd.Series[bool]":
    """Return the same answer for each row."""
    return pd.Series(holds, index=frame.index, dtype=bool)


def _series(frame: pd.DataFrame, holds: list[bool]) -> "pd.Series[bool]":
    """Return the answers of a check as Pandera wants them."""
    return pd.Series(holds, index=frame.index, dtype=bool)


ROW_CHECKS: Mapping[str, Callable[[Sequence[str], Where, Fields, Vocabularies], Iterator[pandera.Check]]] = {
    "together": _together,
    "ordered": _ordered,
    "different": _different,
    "empty": _empty,
    "begins_with": _begins_with,
    "cas_number": _cas_number,
    "trimmed": _trimmed,
    "fits": _fits,
}
"""What a Table Schema may list under `checks`: ``{"together": [columns]}``, some with ``"where": {column: value}``."""
