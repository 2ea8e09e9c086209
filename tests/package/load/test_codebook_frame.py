"""The codebook of a table: a frame to look things up in, and text to read."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import counternarcotics as cn
from counternarcotics import _codebook, _package
from counternarcotics._errors import UsageError
from counternarcotics._shared.lines import WIDTH
from counternarcotics._shared.origins import ORIGINS

COLUMNS = ["column", "title", "type", "origin", "required", "rules", "definition", "example", "codes", "filled"]
FIELDS: list[dict[str, Any]] = [
    {
        "name": "thing_id",
        "title": "Thing",
        "type": "string",
        "origin": "assigned",
        "description": "Id of the row.",
        "constraints": {"required": True},
    },
    {
        "name": "size",
        "title": "Size",
        "type": "string",
        "origin": "judged",
        "rules": [3, 7],
        "reason": "No phrase says it.",
        "description": "How large it is: <b>never</b> larger than the words say, however often an article says so.",
        "example": "small",
        "constraints": {"enum": ["tiny", "small", "very_large"]},
        "categories": [
            {"value": "small", "label": "Small", "description": "Small & light."},
            {"value": "very_large", "label": "Large", "description": f"Large, and {'very ' * 12}much so."},
        ],
    },
    {"name": "kin_id", "title": "Kin", "type": "string", "origin": "quoted", "description": "Its kin.", "rules": [2]},
]
SCHEMA = {
    "name": "things",
    "primaryKey": ["thing_id"],
    "uniqueKeys": [["size", "kin_id"]],
    "foreignKeys": [
        {"fields": ["kin_id"], "reference": {"resource": "", "fields": ["thing_id"]}},
        {"fields": ["size"], "reference": {"resource": "sizes", "fields": ["size_id"]}},
    ],
    "fields": FIELDS,
}
EXPECTED = """\
things (Things)
One row is one thing.

Rows: 11. Key: thing_id. No two rows share all of size, kin_id. kin_id leads to
things. size leads to sizes. The number at a code is that of its rows.

thing_id (Thing)
  string, assigned, required; 11 of 11 rows
  Id of the row.

size (Size)
  string, judged; 10 of 11 rows; coding rules 3, 7
  How large it is: <b>never</b> larger than the words say, however often an
  article says so.
  Why judged: No phrase says it.
  Example: small
  Codes without rows: tiny
    small       9  Small & light.
    very_large  1  Large, and very very very very very very very very very very
                   very very much so.

kin_id (Kin)
  string, quoted; 0 of 11 rows; coding rule 2
  Its kin.

Origins
    quoted    Printed in the article. The build reads the value again from its
              words.
    judged    Words are named, but no program can derive the value from them.
              The column says why.
    assigned  Given by the curators: ids, titles, summaries, notes."""


@pytest.fixture
def package(tmp_path: Path) -> _package.DataPackage:
    """Make a package with one table, `things`."""
    rows = pa.table(
        {
            "thing_id": [f"t{number}" for number in range(11)],
            "size": ["small"] * 9 + ["very_large", None],
            "kin_id": [None] * 11,
        },
        schema=pa.schema([pa.field("thing_id", pa.string(), False), ("size", pa.string()), ("kin_id", pa.string())]),
    )
    pq.write_table(rows, tmp_path / "t.parquet")
    resource = {
        "name": "things",
        "title": "Things",
        "description": "One row is one thing.",
        "parquet": {"path": "t.parquet"},
        "schema": SCHEMA,
    }
    return _package.DataPackage(tmp_path, {"version": "1", "resources": [resource]})


def test_the_text_is_as_written_here(package: _package.DataPackage) -> None:
    book = _codebook.codebook(package, "things")
    assert str(book) == repr(book) == EXPECTED


def test_the_frame_has_one_row_a_column(package: _package.DataPackage) -> None:
    book = _codebook.codebook(package, "things")
    assert list(book.columns) == COLUMNS
    assert book["column"].tolist() == ["thing_id", "size", "kin_id"]
    assert book["required"].tolist() == [True, False, False]
    assert book["filled"].tolist() == [11, 10, 0]
    assert book["codes"].tolist() == [None, ["tiny", "small", "very_large"], None]
    assert book["rules"].tolist() == [None, [3, 7], [2]]
    assert book["example"].isna().tolist() == [True, False, True]
    assert type(book[book["origin"] == "judged"]) is pd.DataFrame


def test_a_notebook_shows_the_text_escaped(package: _package.DataPackage) -> None:
    html = _codebook.codebook(package, "things")._repr_html_()
    assert html is not None
    assert "<b>" not in html
    assert "Small &amp; light." in html
    assert len(html.splitlines()) == len(EXPECTED.splitlines())


def test_one_column_has_its_own_codebook(package: _package.DataPackage) -> None:
    book = _codebook.codebook(package, "things", "kin_id")
    assert book["column"].tolist() == ["kin_id"]
    assert str(book) == (
        "things (Things)\n\nkin_id (Kin)\n  string, quoted; 0 of 11 rows; coding rule 2\n  Its kin.\n\nOrigins\n"
        "    quoted  Printed in the article. The build reads the value again from its\n            words."
    )
    with pytest.raises(UsageError, match=r"no column of things 'kin'\. Did you mean 'kin_id'"):
        _codebook.codebook(package, "things", "kin")


def test_of_many_codes_without_rows_some_are_named_and_the_others_counted() -> None:
    book = cn.codebook("seizures", "unit")
    unused = [code for code in book["codes"].item() if code not in set(cn.load("seizures")["unit"])]
    named = " ".join(str(book).partition("Codes without rows: ")[2].partition("\n    ")[0].split())
    assert named == f"{', '.join(unused[:10])} and {len(unused) - 10} more"


def test_every_table_has_a_codebook_that_fits_a_terminal() -> None:
    for table in cn.tables():
        book, frame = cn.codebook(table), cn.load(table)
        lines = str(book).splitlines()
        assert max(len(line) for line in lines) <= WIDTH
        assert book["column"].tolist() == list(frame.columns)
        assert book["filled"].tolist() == frame.notna().sum().tolist()
        for field, codes in zip(cn.schema(table)["fields"], book["codes"], strict=True):
            held = set(frame[field["name"]].dropna())
            assert codes is None if "vocabulary" not in field else held <= set(codes or ())
        assert set(book["origin"]) <= set(ORIGINS)
