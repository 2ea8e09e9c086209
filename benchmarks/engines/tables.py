"""Synthetic tables: articles of random words, and evidence of the real columns that points into them.

The words come from the quotes of this dataset, as often as they stand there; what a row says beside its quote comes
from a random row of the real table. So lengths, empty cells and repeated codes are about those of real rows. What
random words do not have is grammar: Parquet packs real text somewhat better.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.engines.job import Outcome

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT / "data" / "evidence.parquet"

ARTICLE_ROWS = 350
"""Evidence rows of an article; this dataset has 358."""
ARTICLE_WORDS = 750
ARTICLE_QUOTES = 80
ARTICLE_ACTORS = 12
RECORD_ROWS = 3
"""Evidence rows of one row of another table."""
PART_ARTICLES = 286
"""Articles of one part of a table: about 100,000 evidence rows."""
GROUP_ROWS = 10_000
"""Rows of one row group of a Parquet file."""

PLANTED = {"duplicates": 3, "references": 5, "spans": 7, "changes": 2}
"""How many faults of each kind the tables have, all of them in the last part."""

UNKNOWN = "nobody"
"""With what the ids of actors begin that are planted and stand in no table."""

SPANS = ("quote_start", "quote_end", "words_start", "words_end")
MADE = ("evidence_id", "table_name", "row_id", "field", "source_id", "seed_file", "quote", "words", *SPANS)


@dataclass(frozen=True)
class Source:
    """What the random articles and rows are drawn from."""

    rows: pa.Table
    words: list[str]
    pairs: list[tuple[str, str]]
    """Tables and their columns, as often as evidence has them."""

    @classmethod
    def real(cls) -> "Source":
        """Return this dataset as a source."""
        rows = pq.ParquetFile(REAL).read()
        words = [word for quote in pc.unique(rows["quote"]).to_pylist() for word in quote.split()]
        # No cell of the dataset begins like a formula.
        words = [word for word in words if word[0] not in "=+-@"]
        # Offsets count code points, so a text needs some that take one, two, three and four bytes.
        words += ["café", "“quoted”", "𝟙", "习近平"]
        pairs = list(zip(rows["table_name"].to_pylist(), rows["field"].to_pylist(), strict=True))
        return cls(rows, words, pairs)


def make(folder: Path, rows: int, part_articles: int = PART_ARTICLES) -> Outcome:
    """Write the tables into an empty folder, part by part, so that memory does not grow with them.

    Args:
        folder: Where ``evidence``, ``texts``, ``rows``, ``sources``, ``actors`` and ``later`` are made, a folder of
            Parquet files each. ``later`` has the last part of evidence once more, as the next release would have it.
        rows: How many evidence rows, rounded to whole articles.
        part_articles: How many articles one part has.
    """
    articles = max(1, round(rows / ARTICLE_ROWS))
    for name in ("evidence", "texts", "rows", "sources", "actors", "later"):
        (folder / name).mkdir()
    source, first = Source.real(), None
    for number, start in enumerate(range(0, articles, part_articles)):
        end = min(start + part_articles, articles)
        tables = part(range(start, end), articles, source)
        first = first or tables["evidence"]["evidence_id"].slice(0, PLANTED["duplicates"]).to_pylist()
        if end == articles:
            tables["evidence"] = planted(tables["evidence"], first)
            tables["later"] = changed(tables["evidence"])
        for name, table in tables.items():
            pq.write_table(table, folder / name / f"part-{number:05}.parquet", row_group_size=GROUP_ROWS)
    (folder / "planted.json").write_text(json.dumps(PLANTED), encoding="utf-8")
    return Outcome(articles * ARTICLE_ROWS, f"{articles:,} articles")


def part(articles: range, of: int, source: Source) -> dict[str, pa.Table]:
    """Return the tables of some articles.

    Args:
        articles: Their numbers, which decide all that is drawn.
        of: How many articles there are in all, whose actors the evidence may name.
        source: What is drawn from.
    """
    random = np.random.default_rng(articles.start)
    texts, made = [], dict[str, list[Any]]({name: [] for name in MADE})
    for article in articles:
        text, columns = article_rows(article, random, source)
        texts.append(text)
        for name, values in columns.items():
            made[name] += values
    count = len(articles) * ARTICLE_ROWS
    drawn = source.rows.take(pa.array(random.integers(0, source.rows.num_rows, count)))
    actors = pa.array(random.integers(0, of * ARTICLE_ACTORS, count)).cast(pa.string())
    attributed = pc.binary_join_element_wise("spokesperson", actors, "-")
    columns = {name: drawn[name] for name in source.rows.column_names}
    columns |= {name: pa.array(values, source.rows.schema.field(name).type) for name, values in made.items()}
    columns["attributed_to"] = pc.if_else(pc.is_valid(drawn["attributed_to"]), attributed, None)
    columns["reported_by"] = pc.if_else(pc.is_valid(drawn["reported_by"]), attributed, None)
    columns["value"] = pc.if_else(pc.equal(drawn["value"], drawn["words"]), columns["words"], drawn["value"])
    evidence = pa.table(columns, schema=source.rows.schema.remove_metadata())
    ids = [source_id(article) for article in articles]
    numbers = range(articles.start * ARTICLE_ACTORS, articles.stop * ARTICLE_ACTORS)
    return {
        "evidence": evidence,
        "texts": pa.table({"source_id": ids, "text": texts}),
        "rows": evidence.select(["table_name", "row_id"]).group_by(["table_name", "row_id"]).aggregate([]),
        "sources": pa.table({"source_id": ids}),
        "actors": pa.table({"actor_id": [f"spokesperson-{number}" for number in numbers]}),
    }


def source_id(article: int) -> str:
    """Return the id of an article: ids in their order are articles in theirs.

    >>> source_id(5)
    'daily-news-1990-0000005'
    """
    return f"daily-news-{1990 + article // 10_000}-{article:07}"


def article_rows(article: int, random: np.random.Generator, source: Source) -> tuple[str, dict[str, list[Any]]]:
    """Return the text of an article and the columns of its evidence that point into it or name its rows."""
    words = [source.words[index] for index in random.integers(0, len(source.words), ARTICLE_WORDS).tolist()]
    starts = [0, *itertools.accumulate(len(word) + 1 for word in words)]
    text = " ".join(words)
    lengths = random.integers(4, 22, ARTICLE_QUOTES)
    firsts = random.choice(ARTICLE_WORDS - 22, ARTICLE_QUOTES, replace=False)
    quotes = list(zip(firsts.tolist(), (firsts + lengths).tolist(), strict=True))
    columns = dict[str, list[Any]]({name: [] for name in MADE})
    drawn = zip(
        random.random(ARTICLE_ROWS).tolist(),
        random.integers(1, 6, ARTICLE_ROWS).tolist(),
        random.integers(0, len(source.pairs), ARTICLE_ROWS).tolist(),
        strict=True,
    )
    table, row_id = "", ""
    for number, (share, length, pair) in enumerate(drawn):
        if number % RECORD_ROWS == 0:
            table, row_id = source.pairs[pair][0], f"washington-meeting-{article}-{number}"
        field = source.pairs[pair][1]
        # The rows of one record have different quotes, so that no two say the same.
        first, end = quotes[number % ARTICLE_QUOTES]
        inner = first + int(share * (end - first))
        inner_end = min(inner + length, end)
        spans = (starts[first], starts[end] - 1, starts[inner], starts[inner_end] - 1)
        slug = f"{table}--{row_id}--{field}".replace("_", "-")
        values = (f"{slug}--{number % RECORD_ROWS + 1}", table, row_id, field)
        says = (source_id(article), f"seeds/{article:06}_{article:016x}.txt", text[slice(*spans[:2])])
        for name, value in zip(MADE, (*values, *says, text[slice(*spans[2:])], *spans), strict=True):
            columns[name].append(value)
    return text, columns


def planted(evidence: pa.Table, ids: list[str]) -> pa.Table:
    """Return the last part with the faults: ids of the first part again, unknown actors, spans off by one."""
    count = evidence.num_rows
    # Ids that the first part has too go to the end, so that they are no other rows' where there is one part only.
    evidence = edited(evidence, "evidence_id", {count - 1 - row: value for row, value in enumerate(ids)})
    actors = {row: f"{UNKNOWN}-{row}" for row in range(10, 10 + PLANTED["references"])}
    evidence = edited(evidence, "attributed_to", actors)
    starts = evidence["words_start"].to_pylist()
    return edited(evidence, "words_start", {row: starts[row] + 1 for row in range(20, 20 + PLANTED["spans"])})


def changed(evidence: pa.Table) -> pa.Table:
    """Return the last part of the next release: some values changed, and nothing else."""
    return edited(evidence, "value", {row: "changed" for row in range(30, 30 + PLANTED["changes"])})


def edited(table: pa.Table, column: str, values: Mapping[int, Any]) -> pa.Table:
    """Return a table with other values in some rows of a column."""
    cells = table[column].to_pylist()
    for row, value in values.items():
        cells[row] = value
    field = table.schema.field(column)
    return table.set_column(table.column_names.index(column), field, pa.array(cells, field.type))


def parts(folder: Path, name: str = "evidence") -> list[Path]:
    """Return the files of a table, in order."""
    return sorted((folder / name).glob("*.parquet"))


def leading(folder: Path, rows: int) -> Iterator[pa.Table]:
    """Yield the first parts of evidence, until they have so many rows; the last is cut."""
    for file in parts(folder):
        if rows <= 0:
            return
        table = pq.ParquetFile(file).read().slice(0, rows)
        rows -= table.num_rows
        yield table


def length(folder: Path) -> int:
    """Return how many rows of evidence there are, from the footers of the files."""
    return sum(pq.read_metadata(file).num_rows for file in parts(folder))
