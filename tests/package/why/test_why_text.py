"""The printed forms of an answer, on a small package with what the dataset has none of, or may lose."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counternarcotics import _package, _why
from counternarcotics._shared.arrow import arrow_schema
from counternarcotics._shared.frames import to_frame
from tests.support.answers import PACKAGE, Shown, bare, html
from tests.support.small import describe

pytestmark = pytest.mark.filterwarnings("error")

ARTICLE = "Ministry: <b>9</b> & more tonnes, a «record». Later the ministry spoke of eight."


def rows_of(field: str, value: str, words: str, quote: str, **more: object) -> dict[str, object]:
    """Return a row of evidence for the article."""
    start, at = ARTICLE.index(quote), ARTICLE.index(words, ARTICLE.index(quote))
    made: dict[str, object] = {
        "evidence_id": f"things--one--{field}--{at}",
        "table_name": "things",
        "row_id": "one",
        "field": field,
        "value": value,
        "source_id": "s",
        "seed_file": "seeds/s.txt",
        "quote": quote,
        "quote_start": start,
        "quote_end": start + len(quote),
        "words": words,
        "words_start": at,
        "words_end": at + len(words),
        "reading": "read",
    }
    return made | more


FIRST, SECOND = "<b>9</b> & more tonnes", "Later the ministry spoke of eight."
EVIDENCE = [
    rows_of("unit", "t <&>", "more tonnes", FIRST, reading="cue"),
    rows_of("amount", "9", "9</b> & more", FIRST),
    rows_of("amount", "9", "eight", SECOND, attributed_to="ministry", reported_by="ministry"),
    rows_of("unit", "t <&>", "ministry", SECOND, attributed_to="ministry", reading="judged"),
    rows_of("day", "2024", "Later", SECOND, reading="resolved", anchor="published"),
    rows_of("sort", "b", "ministry", SECOND, reading="judged"),
    rows_of("sort", "b", "spoke of eight", SECOND, reading="inferred", inference="one_named", anchor="things/two"),
]
ORIGINS = {
    "thing_id": "assigned",
    "title": "assigned",
    "amount": "quoted",
    "unit": "coded",
    "day": "quoted",
    "sort": "judged",
    "total": "derived",
    "code": "reference",
}
THINGS = [
    ("one", "Thing <1>", "9", "t <&>", "2024", "b", "1 < 2", "Q1"),
    ("two", None, None, None, None, None, None, None),
]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a package with one table, `things`, be the installed one."""
    common = {"type": "string", "description": "D.", "reason": "Why <not>."}
    fields = [{"name": name, "origin": origin} | common for name, origin in ORIGINS.items()]
    things = {"primaryKey": ["thing_id"], "fields": fields}
    rows = [dict(zip(ORIGINS, row, strict=True)) for row in THINGS]
    source = {"source_id": "s", "title": "Title <i>", "publisher": None, "published": None}
    ministry = {"actor_id": "ministry", "name": "The <Ministry>"}
    tables = {"things": rows, "sources": [source], "actors": [ministry], "evidence": EVIDENCE}
    schemas = {table: relaxed(PACKAGE.schema(table)) for table in tables if table != "things"} | {"things": things}
    (tmp_path / "data").mkdir()
    for table, content in tables.items():
        rows = pa.Table.from_pylist(content, arrow_schema(schemas[table]))
        pq.write_table(rows, tmp_path / "data" / f"{table}.parquet")
    describe(tmp_path, schemas)
    monkeypatch.setattr(_package, "data_root", lambda: tmp_path)


def relaxed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which every cell may be empty."""
    fields = [field | {"constraints": {}} for field in schema["fields"]]
    return schema | {"fields": fields, "foreignKeys": []}


TEXT = """\
things one
Thing <1>

Title <i>

  <b>«9</b> & more tonnes»
  [seeds/s.txt, 10 to 32; said by the article itself]
    amount  9  «9</b> & more»
    unit    t <&>  «more tonnes»

  Later the ministry spoke of «eight».
  [seeds/s.txt, 46 to 80; said by The <Ministry>, reported by The <Ministry>]
    amount  9  «eight»

  Later the «ministry» spoke of eight.
  [seeds/s.txt, 46 to 80; said by The <Ministry>]
    unit  t <&>  «ministry» (judged)

  «Later» the «ministry» «spoke of eight».
  [seeds/s.txt, 46 to 80; said by the article itself]
    day   2024  «Later» (resolved, counted from publication)
    sort  b  «ministry» (judged)
    sort  b  «spoke of eight» (inferred: one named, counted from things two)

Computed by the build from other values:
  total  1 < 2

Taken from a public register:
  code  Q1

Judged: A judgement from the words that no program can derive.

Resolved: The value is a date that the words give relative to an anchor.

One named: One person is named; the number is one.

unit is judged: Why <not>.

sort is judged: Why <not>."""


@pytest.mark.usefixtures("package")
def test_text_of_what_the_dataset_has_none_of() -> None:
    answer = _why.why("things", "one")
    assert str(answer) == TEXT
    assert answer["article"].tolist() == ["Title <i>"] * 7


@pytest.mark.usefixtures("package")
def test_html_is_escaped() -> None:
    source = html(_why.why("things", "one"))
    assert Shown(source).text == TEXT
    for text in ("Title <i>", "t <&>", "The <Ministry>", "Thing <1>", "1 < 2", "Why <not>."):
        assert text in TEXT
        assert text not in source


@pytest.mark.usefixtures("package")
def test_a_row_of_which_nothing_is_stated() -> None:
    assert str(_why.why("things", "two")) == "things two\n\nNot stated in the articles: amount, unit, day, sort"
    assert len(_why.evidence(bare(to_frame(_package.installed().read("things")))[1:])) == 0


def test_codes_that_the_text_names_are_told_apart() -> None:
    fields = PACKAGE.schema("evidence")["fields"]
    codes = [code["value"] for field in fields for code in field.get("categories", [])]
    assert len(codes) == len(set(codes))
