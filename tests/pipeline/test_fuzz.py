"""Fuzzing: no text in the records breaks the build, and no text that a cell may hold changes on its way to users."""

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counternarcotics._shared.arrow import read_csv, read_parquet
from counternarcotics._shared.frames import to_frame
from pipeline.assemble.tables import build_tables, cell_texts
from pipeline.faults import Fault
from pipeline.locate.quotes import locate
from pipeline.read.records import read_records
from pipeline.read.schema import Schemas
from pipeline.read.seeds import read_seeds
from pipeline.read.values import parse
from pipeline.reread import reread
from pipeline.reread.corpus import Corpus
from pipeline.write.descriptor import described
from pipeline.write.files import write_csv, write_parquet
from tests.faults import kind_of
from tests.pipeline.locate.test_evidence import TEXT, article, record, reference_offsets
from tests.support.example import EXAMPLE, EXAMPLE_SOURCES, Made, make, write_example
from tests.support.planting import RECORDS
from tests.support.project import Project

PLACE = re.compile(r"(records|seeds)(/[^/]+)?:[1-9][0-9]*")
FIXTURES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)

WRITTEN = EXAMPLE.read_text(encoding="utf-8")
LINES = sorted({*WRITTEN.splitlines(), *EXAMPLE_SOURCES.read_text(encoding="utf-8").splitlines()})
KEYS = sorted({key for line in LINES for key in re.findall(r"(\w+):", line)} | {"inferred", "occurrence"})
VALUES = [re.sub(r"^[^:]*: ", "", line) for line in LINES if ": " in line]
ODD = [
    "",
    "~",
    "NO",
    "0",
    "-1",
    "1e9",
    "9" * 5000,
    "p\u043elice",
    "2025-13",
    "../..",
    "{a,b}",
    "=1+1",
    "\u00a0",
    "é",
    "\U0001f600",
    "\ud800",
]
ODD += [
    "&a x",
    "*a",
    "!!int 3",
    "|",
    "---",
    "\x00",
    "\t",
    "{words: x, inferred: total}",
    "{words: Monday, anchor: a/b/c}",
]


def changed_line(line: str, value: str, at: int, how: int) -> str:
    """Return one line of the records with one slip: its value, a character, its indentation."""
    at %= len(line) + 1
    key, colon, _ = line.partition(": ")
    slips = [
        f"{key}{colon}{value}",
        line[:at] + value + line[at:],
        line[:at] + line[at + 1 :],
        f"  {line}",
        line[1:],
        "",
    ]
    return slips[how % len(slips)]


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Return the records of the example with a few slips of hand-coding."""
    lines = WRITTEN.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        number, at = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, 80))
        value = draw(st.sampled_from([*ODD, *VALUES, *LINES]) | st.text(max_size=8))
        lines[number] = changed_line(lines[number], value, at, draw(st.integers(0, 5)))
    return "\n".join(lines) + "\n"


NODES: st.SearchStrategy[object] = st.recursive(
    st.sampled_from([*VALUES, *ODD[1:13]]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)
# JSON is YAML: any nesting of the keys that records know.
TREES = st.dictionaries(st.sampled_from(["events", "actors", "sources", "source"]), NODES).map(
    lambda tree: json.dumps(tree, ensure_ascii=False)
)


def all_faults(project: Project, schemas: Schemas) -> Sequence[Fault]:
    """Return the faults of every stage, as the build runs them: the later ones on what the earlier ones let through."""
    records, faults = read_records(project.root / "records", schemas)
    articles, article_faults = read_seeds(project.root / "seeds", records, schemas)
    located, quote_faults = locate(records.all, articles)
    tables, table_faults = build_tables(records.all, located, articles, schemas)
    reading, unread = reread(Corpus(tables, schemas, records, articles))
    assert reading.checked <= reading.due
    assert all(str(fault.position).count("/") == 1 for fault in unread)
    return [*faults, *article_faults, *quote_faults, *table_faults]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


@FIXTURES
@given(text=slips() | TREES | st.text(max_size=60))
def test_any_records_are_read_or_refused_with_a_place(example: Project, made: Made, text: str) -> None:
    (example.root / RECORDS).write_bytes(text.encode("utf-8", "surrogatepass"))
    faults = all_faults(example, made.schemas)
    assert all(PLACE.fullmatch(str(fault.position)) for fault in faults)
    assert all(fault.seen and fault.expected and fault.fix for fault in faults)
    assert all(len(str(fault).splitlines()) == 1 and len(str(fault)) < 6000 for fault in faults)
    assert all(kind_of(str(fault)) == fault.kind for fault in faults)


@FIXTURES
@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_place(example: Project, made: Made, data: bytes) -> None:
    (example.root / RECORDS).write_bytes(data)
    faults = read_records(example.root / "records", made.schemas)[1]
    assert all(PLACE.fullmatch(str(fault.position)) for fault in faults)


@given(TEXT, st.data(), st.integers(1, 4))
def test_an_occurrence_is_the_place_that_the_reference_counts(text: str, data: st.DataObject, occurrence: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : start + 2]
    if not quote:
        return
    located, faults = locate([record(quote, quote, occurrence=occurrence)], {"a": article(text, "body")})
    expected = reference_offsets(text, quote)[occurrence - 1 : occurrence]
    assert [one.quote_start for one in located] == expected
    assert bool(faults) is not bool(expected)
    assert all(str(fault.position) == "records/a.yaml:1" for fault in faults)


def reads(text: str, made: Made) -> bool:
    """Return whether a column of texts may hold the text, by the one lexical form of its type."""
    try:
        return bool(parse(made.schemas.table("places").column("note"), text))
    except ValueError:
        return False


MARKS = st.sampled_from(
    ["NA", "nan", "null", "None", "N/A", "1", "true", "#N/A", "inf", '"', '""', ",", ";", "'", "\\"]
)
CELL = MARKS | st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@FIXTURES
@given(data=st.data())
def test_any_text_that_a_cell_may_hold_is_the_same_in_every_form(
    made: Made, tmp_path: Path, data: st.DataObject
) -> None:
    schema = made.schemas.table("places")
    texts = CELL.filter(lambda text: reads(text, made))
    rows = made.tables["places"].to_pylist()
    for row in rows:
        row |= {"name": data.draw(texts), "note": data.draw(st.none() | texts)}
        row["latitude"] = data.draw(st.none() | st.floats(-90, 90).map(lambda number: number + 0.0))
        row["geonames_id"] = data.draw(st.none() | st.integers(1, 2**63 - 1))
    table = pa.Table.from_pylist(rows, made.tables["places"].schema)
    write_csv(tmp_path / "t.csv", table, schema)
    write_parquet(tmp_path / "t.parquet", table)
    shape = described(schema, made.schemas)
    both = read_csv(tmp_path / "t.csv", shape), read_parquet(tmp_path / "t.parquet", shape)
    assert both[0] == both[1] == table
    frames = [to_frame(one) for one in both]
    pd.testing.assert_frame_equal(frames[0], frames[1])
    for name in ("name", "note", "latitude", "geonames_id"):
        assert [None if pd.isna(cell) else cell for cell in frames[0][name]] == table.column(name).to_pylist()
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == cell_texts(table, schema)
