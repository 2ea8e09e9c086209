"""Who says so: every row of evidence is told once, in its place, with words that stand in the articles."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from counternarcotics import _why
from counternarcotics._package import DataPackage
from tests.support.answers import PACKAGE, TABLES, Shown, html, key, names, read
from tests.support.built import BUILT

pytestmark = pytest.mark.filterwarnings("error")

SEEDS = BUILT / "seeds"


@cache
def csv_table(table: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file as they stand there."""
    with PACKAGE.path(table, "csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Quick(DataPackage):
    """The dataset, each table read once."""

    def read(self, table: str, kind: str = "parquet") -> pa.Table:
        """Return a table."""
        return read(table)


@dataclass(frozen=True)
class Told:
    """An answer, taken apart."""

    table: str
    row_id: str
    rows: list[dict[str, Any]]
    text: str
    html: str


def told(table: str, row_id: str) -> Told:
    """Return the answer for a row."""
    answer = _why.why(table, row_id)
    rows = [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in pd.DataFrame(answer).to_dict("records")
    ]
    return Told(table, row_id, rows, str(answer), html(answer))


@pytest.fixture(scope="module")
def answers() -> list[Told]:
    """Ask for every row of every table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_why, "installed", lambda: Quick(PACKAGE.root, PACKAGE.descriptor))
        return [told(table, row_id) for table in TABLES for row_id in read(table).column(key(table)).to_pylist()]


# Each check returns what is wrong with the answers; the planted faults below show that it can.


def not_told_once(answers: list[Told]) -> list[str]:
    """Return the rows of evidence that are not told exactly once, and those told of other rows than their own."""
    own = {row["evidence_id"]: row for row in read("evidence").to_pylist()}
    count = Counter(row["evidence_id"] for answer in answers for row in answer.rows)
    faults = [name for name in own if count[name] != 1]
    for answer in answers:
        for row in answer.rows:
            expected = own[row["evidence_id"]]
            same = all(row[name] == expected[name] for name in row if name != "article")
            if not same or (expected["table_name"], expected["row_id"]) != (answer.table, answer.row_id):
                faults.append(row["evidence_id"])
    return faults


def out_of_order(answers: list[Told]) -> list[str]:
    """Return the rows whose evidence is not in the order of the table's columns."""
    faults = []
    for answer in answers:
        places = [names(answer.table).index(row["field"]) for row in answer.rows]
        faults += [answer.row_id] if places != sorted(places) else []
    return faults


def not_in_articles(answers: list[Told]) -> list[str]:
    """Return the evidence whose quote or words are not in the article at their offsets."""
    faults = []
    for row in (row for answer in answers for row in answer.rows):
        text = (SEEDS.parent / row["seed_file"]).read_bytes().decode("utf-8")
        quoted = text[row["quote_start"] : row["quote_end"]] == row["quote"]
        said = row["quote"][row["words_start"] - row["quote_start"] : row["words_end"] - row["quote_start"]]
        if not quoted or said != row["words"]:
            faults.append(row["evidence_id"])
    return faults


def place(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what makes one quote of an answer."""
    return row["source_id"], row["quote_start"], row["quote_end"], row["attributed_to"], row["reported_by"]


def marked(rows: list[dict[str, Any]], opening: str, closing: str) -> str:
    """Return a quote with every character marked that some words cover, character by character."""
    first = rows[0]
    covered = {offset for row in rows for offset in range(row["words_start"], row["words_end"])}
    line = ""
    for offset, character in enumerate(first["quote"], first["quote_start"]):
        line += opening if offset in covered and offset - 1 not in covered else ""
        line += character
        line += closing if offset in covered and offset + 1 not in covered else ""
    return line


def as_people_write(table: str, column: str, value: str) -> str:
    """Return a value of a CSV file without the decimal point of a whole number."""
    field = next(field for field in PACKAGE.schema(table)["fields"] if field["name"] == column)
    return value.removesuffix(".0") if field["type"] == "number" else value


def not_shown(answers: list[Told]) -> list[str]:
    """Return the rows whose text lacks a marked quote, a value, or who says it and where, or whose HTML says else."""
    articles = {row["source_id"]: row for row in read("sources").to_pylist()}
    actors = {row["actor_id"]: row["name"] for row in read("actors").to_pylist()}
    faults = []
    for answer in answers:
        text = " ".join(answer.text.split())
        for row in answer.rows:
            same = [other for other in answer.rows if place(other) == place(row)]
            article = articles[row["source_id"]]
            said = f"said by {actors[row['attributed_to']] if row['attributed_to'] else 'the article itself'}"
            said += f", reported by {actors[row['reported_by']]}" if row["reported_by"] else ""
            at = f"{row['seed_file']}, {row['quote_start']} to {row['quote_end']}; {said}"
            written = as_people_write(answer.table, row["field"], row["value"])
            value = f"{row['field']} {written} «{row['words'][:20]}"
            wanted = [article["title"], article["publisher"] or "", article["published"] or "", f"[{at}"]
            wanted += [marked(same, "«", "»"), value]
            if any(" ".join(one.split()) not in text for one in wanted):
                faults.append(f"{row['evidence_id']} in text")
        if Shown(answer.html).text != answer.text:
            faults.append(f"{answer.row_id} in html")
    return faults


def too_wide(answers: list[Told]) -> list[str]:
    """Return the rows whose text has a line of more than 80 characters that could be broken."""
    return [
        answer.row_id
        for answer in answers
        if any(len(line) > 80 and len(line.split()) > 2 for line in answer.text.splitlines())
    ]


def not_accounted_for(answers: list[Told]) -> list[str]:
    """Return the cells that neither a quote, nor a list, nor the note on what is not stated tells of."""
    faults = []
    for answer in answers:
        fields = PACKAGE.schema(answer.table)["fields"]
        cells = next(row for row in csv_table(answer.table) if row[key(answer.table)] == answer.row_id)
        listed = " ".join(answer.text.split())
        unstated = listed.partition("Not stated in the articles: ")[2]
        for field in fields:
            name, worded = field["name"], field["origin"] in ("quoted", "coded", "judged")
            if worded and not cells[name]:
                faults += [] if name in unstated else [f"{answer.row_id} {name}"]
            elif not worded and name not in (key(answer.table), "title", "seed_file", "quote") and cells[name]:
                value = " ".join(as_people_write(answer.table, name, cells[name]).split())
                faults += [] if f"{name} {value}" in listed else [f"{answer.row_id} {name}"]
    return faults


def test_every_row_of_evidence_is_told_once(answers: list[Told]) -> None:
    assert len(answers) == sum(read(table).num_rows for table in TABLES)
    assert not_told_once(answers) == []


def test_evidence_is_in_the_order_of_the_columns(answers: list[Told]) -> None:
    assert out_of_order(answers) == []


def test_quotes_and_words_stand_in_the_articles(answers: list[Told]) -> None:
    assert not_in_articles(answers) == []


def test_text_and_html_show_each_value_and_mark_its_words(answers: list[Told]) -> None:
    assert not_shown(answers) == []


def test_text_fits_eighty_columns(answers: list[Told]) -> None:
    assert too_wide(answers) == []


def test_cells_without_words_are_listed(answers: list[Told]) -> None:
    assert not_accounted_for(answers) == []


def altered(answer: Told, index: int, **cells: object) -> Told:
    """Return the answer with other cells in one of its rows."""
    rows = [row | cells if place == index else row for place, row in enumerate(answer.rows)]
    return replace(answer, rows=rows)


Check = Callable[[list[Told]], list[str]]
PLANTED: dict[str, tuple[Check, Callable[[Told], Told]]] = {
    "row left out": (not_told_once, lambda answer: replace(answer, rows=answer.rows[1:])),
    "row told twice": (not_told_once, lambda answer: replace(answer, rows=[*answer.rows, answer.rows[0]])),
    "other value": (not_told_once, lambda answer: altered(answer, 0, value="x")),
    "row of another row": (not_told_once, lambda answer: replace(answer, row_id="drugs-of-the-year")),
    "order": (out_of_order, lambda answer: replace(answer, rows=answer.rows[::-1])),
    "offset of the words": (not_in_articles, lambda answer: altered(answer, 0, words_start=73)),
    "offset of the quote": (not_in_articles, lambda answer: altered(answer, 0, quote_start=66)),
    "words": (not_in_articles, lambda answer: altered(answer, 0, words="caught")),
    "quote": (not_in_articles, lambda answer: altered(answer, 0, quote="caught")),
    "unmarked text": (not_shown, lambda answer: replace(answer, text=answer.text.replace("«", ""))),
    "mark too long": (
        not_shown,
        lambda answer: replace(answer, text=answer.text.replace("November 26»", "November» 26")),
    ),
    "speaker": (not_shown, lambda answer: replace(answer, text=answer.text.replace("said by CCTV", "said by Xinhua"))),
    "article": (not_shown, lambda answer: replace(answer, text=answer.text.replace("Harbour Post", ""))),
    "unmarked html": (not_shown, lambda answer: replace(answer, html=answer.html.replace("mark>", "b>"))),
    "html without place": (not_shown, lambda answer: replace(answer, html=answer.html.replace("65 to", "66 to"))),
    "line": (too_wide, lambda answer: replace(answer, text=answer.text.replace("\n", " "))),
    "derived value": (not_accounted_for, lambda answer: replace(answer, text=answer.text.replace("quantity_kg", ""))),
    "unstated": (not_accounted_for, lambda answer: replace(answer, text=answer.text.replace("arrests", ""))),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_planted_a_wrong_answer_is_seen(answers: list[Told], fault: str) -> None:
    check, plant = PLANTED[fault]
    answer = next(answer for answer in answers if answer.row_id == "yantian-cocaine")
    rest = [other for other in answers if other is not answer]
    assert check([*rest, plant(answer)]) != []
