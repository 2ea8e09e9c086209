"""The codebook's last part: how much of the tables is tied to the articles."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import pyarrow as pa

from pipeline.assemble.tables import EVIDENCE
from pipeline.model import SOURCES
from pipeline.read.schema import Schemas
from pipeline.write.shares import Share, shares

ROWS = """\
## <a id="numbers"></a>The dataset in numbers

Rows of each table:"""

VALUES = """\
Values by origin, in all tables except those that the build makes from the others ({built}):"""

READINGS = """\
How each value that was read in an article is linked to its words. A value that several quotes say counts once for each
quote:"""

SENTENCES = """\
Sentences of headlines, standfirsts, captions and bodies. Each sentence supports at least one value or is left out with
a reason from [passage_reasons](#vocabularies.passage_reasons). How much of this text the tables
[repeat](#sources.repeated_share) stands beside:"""


def percent(part: int, whole: int) -> str:
    """Return a share in whole percent; 100 only for all and 0 only for none.

    >>> percent(1, 3), percent(999, 1000), percent(1, 1000), percent(0, 0)
    ('33 %', '99 %', '1 %', '–')
    """
    if not whole:
        return "–"
    rounded = round(Fraction(100 * part, whole))
    return f"{rounded if part in (0, whole) else min(max(rounded, 1), 99)} %"


def table_lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    r"""Return a table in Markdown; columns without any text are left out.

    >>> print(table_lines(["a", "b", "c"], [["1", "", "x|y"]]))
    | a | c |
    |---|---|
    | 1 | x\|y |
    """
    kept = [number for number in range(len(head)) if any(row[number] for row in rows)]
    lines = [[cells[number].replace("|", "\\|") for number in kept] for cells in [head, *rows]]
    written = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join([written[0], "|" + "---|" * len(kept), *written[1:]])


def counted(column: pa.ChunkedArray) -> Counter[str]:
    """Return how many rows have each value of a column of texts; empty cells are left out."""
    pairs = column.drop_null().value_counts().to_pylist()
    return Counter({pair["values"]: pair["counts"] for pair in pairs})


def numbers_part(tables: Mapping[str, pa.Table], schemas: Schemas) -> Iterator[str]:
    """Yield the part on rows, values, readings and sentences."""
    origins: Counter[str] = Counter()
    for schema in schemas.tables:
        if not schema.built:
            for column in schema.columns:
                origins[column.origin] += len(tables[schema.name]) - tables[schema.name].column(column.name).null_count
    rows = {schema.name: tables[schema.name].num_rows for schema in schemas.tables}
    yield ROWS
    yield table_lines(["table", "rows"], [[f"`{name}`", str(number)] for name, number in rows.items()])
    yield VALUES.format(built=", ".join(f"`{schema.name}`" for schema in schemas.tables if schema.built))
    yield _counts("origin", origins)
    yield READINGS
    readings = counted(tables[EVIDENCE].column("reading"))
    meanings = {code.code: code.definition for code in schemas.vocabularies["readings"].codes}
    yield _counts("reading", readings, meanings)
    yield SENTENCES
    repeated = {
        row["source_id"]: row["repeated_share"]
        for row in tables[SOURCES].select(["source_id", "repeated_share"]).to_pylist()
    }
    head = ["article", "sentences", "coded", "share", "left out", "repeated"]
    yield table_lines(head, [_share(share, repeated.get(share.source_id)) for share in shares(tables, schemas)])


def _share(share: Share, repeated: float | None) -> list[str]:
    """Return how many sentences of an article are coded and left out, and how much is repeated, as cells of a table."""
    reasons = ", ".join(f"{reason} {number}" for reason, number in share.left_out.items())
    coded = percent(share.coded, share.sentences)
    share_repeated = "" if repeated is None else f"{round(100 * repeated)} %"
    return [share.source_id or "all", str(share.sentences), str(share.coded), coded, reasons, share_repeated]


def _counts(what: str, counts: Counter[str], meanings: Mapping[str, str] | None = None) -> str:
    """Return counts as a table, largest first, with the share of each."""
    total = counts.total()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [[f"`{name}`", str(count), percent(count, total), (meanings or {}).get(name, "")] for name, count in ordered]
    return table_lines([what, "number", "share", "meaning"], [*rows, ["all", str(total), "", ""]])
