"""The report ``docs/agreement.md``: what the study of the two codings shows, in Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codings.agreement import ColumnAgreement, pairs_of
from codings.matching import RECORDS
from codings.settlements import DECISIONS
from codings.study import Study
from pipeline.write.codebook_numbers import percent, table_lines

INTRODUCTION = """\
# Agreement of two independent codings

How far two codings of the articles agree with each other and with the records. `python -m codings` makes this file from
`codings/` and `records/`; it is never edited by hand.

Two coders, called {coders} here, coded the articles from the coding rules as they then stood, the schemas and the
vocabularies without the phrases that say each code. Neither saw the records or the other's coding. They are independent
readers of the same rules; nothing is claimed about their training, nor about how unlike each other they are. The
examples that the schemas give for each column, which come from the records, were taken out of what they worked from.

The numbers describe these codings of these articles and estimate nothing beyond them. The records are taken as they
stood before the differences were settled. The codings stand in `codings/`, one line for each value.

- [Rows](#rows): who has which rows
- [Cells](#cells): how far matched rows agree, by column
- [Differences](#differences): how they were settled
- [Only in the records](#only-records): rows, cells and speakers that no coder has"""

ROWS = """\
## <a id="rows"></a>Rows

{example}Rows are matched by their words and by the columns of their key; `codings/matching.py` has the rule. By who has
them:"""

ROWS_EXAMPLE = """\
For example, of {total} rows of `{table}` that anyone has, {everybody} are in both codings and in the records.

"""

CELLS = """\
## <a id="cells"></a>Cells

{example}A cell counts where at least one of the two has filled it. Each entry says on how many of these cells the two
agree, of how many, and the share. Because rows are matched by the columns of their key, those agree more often than
others.

Alpha is Krippendorff's for nominal data, of the two codings with each other; an empty cell counts as a value of its
own. It is undefined where there are fewer than two such cells or only one value. Columns marked * hold texts as
printed: two agree where the texts are equal or their words overlap, which is lenient, and alpha is not computed."""

CELLS_EXAMPLE = """\
For example, {coders} both have {units} rows in which at least one of them filled `{column}`. They agree in {equal}.

"""

DIFFERENCES = """\
## <a id="differences"></a>Differences

For example, a coder has a meeting that the records lack, or another date for a meeting that they have. A difference is
a row or a value that a coder has and the records lack or have differently. There are {differences}.
`codings/settlements.yaml` says how each was settled and by which rule: {decided}; still open: {open}."""

ONLY_RECORDS = """\
## <a id="only-records"></a>Only in the records

For example, the records have an event that neither coder has. That does not show that they are wrong, but no second
reader confirms them. The lists below name such rows, cells and speakers by their ids and leave them open."""

ROWS_ALONE = """\
### <a id="only-records-rows"></a>Rows that neither coder has"""

CELLS_ALONE = """\
### <a id="only-records-cells"></a>Cells that no coder has filled

The records have filled them, and at least one coder has the row."""

SPEAKERS_ALONE = """\
### <a id="only-records-speakers"></a>Speakers that no coder names

For example, the records say of a quote that a ministry says it (`attributed_to`), and no coder names that ministry as
who says or reports the row or the event that it belongs to. The records credit {quotes} quotes to someone, counted once
for each row that they stand in. Listed are the rows of those that no coder credits so, by speaker."""


def report(study: Study) -> str:
    """Return the report; the same study gives the same text."""
    names = {RECORDS: "records", **{coder: coder.upper() for coder in study.coders}}
    parts = [
        INTRODUCTION.format(coders=_coders(study)),
        *_rows(study, names),
        *_cells(study, names),
        _differences(study),
        *_only_records(study),
    ]
    return "\n\n".join(parts) + "\n"


def _coders(study: Study) -> str:
    return " and ".join(coder.upper() for coder in study.coders)


def _linked(table: str, column: str = "") -> str:
    """Return the name of a table or column, linked to the codebook.

    >>> _linked("events", "date")
    '[events.date](codebook.md#events.date)'
    """
    name = f"{table}.{column}" if column else table
    return f"[{name}](codebook.md#{name})"


def _rows(study: Study, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the part on how many rows of each table which readers have."""
    first, second = study.coders
    groups = [
        frozenset(group)
        for group in (
            [first, second, RECORDS],
            [first, RECORDS],
            [second, RECORDS],
            [RECORDS],
            [first, second],
            [first],
            [second],
        )
    ]
    yield ROWS.format(example=_rows_example(study))
    head = [" and ".join(names[reader] for reader in (first, second, RECORDS) if reader in group) for group in groups]
    lines = [[_linked(table), *(str(counts.get(group, 0)) for group in groups)] for table, counts in study.rows.items()]
    sums = [sum(counts.get(group, 0) for counts in study.rows.values()) for group in groups]
    yield table_lines(
        ["table", *head[:3], *(f"{text} only" for text in head[3:])],
        [*lines, ["all", *map(str, sums)]],
    )


def _rows_example(study: Study) -> str:
    """Return an example of how many rows of a table everybody has; empty where there are no rows."""
    if not study.rows:
        return ""
    table, counts = next(iter(study.rows.items()))
    everybody = counts.get(frozenset({*study.coders, RECORDS}), 0)
    return ROWS_EXAMPLE.format(total=sum(counts.values()), table=table, everybody=everybody)


def _cells(study: Study, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the part on the agreement in each column."""
    pairs = pairs_of(study.coders)
    yield CELLS.format(example=_cells_example(study))
    head = ["column", *(f"{names[first]}, {names[second]}" for first, second in pairs), "alpha"]
    yield table_lines(head, [_column(column, pairs) for column in study.columns])


def _cells_example(study: Study) -> str:
    """Return an example of how often the coders agree, from the column that they filled most; empty where none is."""
    if not study.columns:
        return ""
    column = max(study.columns, key=lambda column: column.pairs[study.coders].units)
    name, compared = f"{column.table}.{column.column.name}", column.pairs[study.coders]
    return CELLS_EXAMPLE.format(coders=_coders(study), units=compared.units, column=name, equal=compared.equal)


def _column(column: ColumnAgreement, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the agreement in one column as the cells of a table."""
    shares = []
    for compared in (column.pairs[pair] for pair in pairs):
        share = f"{compared.equal} of {compared.units} ({percent(compared.equal, compared.units)})"
        shares.append(share if compared.units else "")
    name = _linked(column.table, column.column.name)
    if column.column.reader == "text":
        return [f"{name} *", *shares, ""]
    return [name, *shares, "undefined" if column.alpha is None else f"{column.alpha:.2f}"]


def _differences(study: Study) -> str:
    """Return the part on the differences."""
    decided = ", ".join(f"{decision} {study.decided.get(decision, 0)}" for decision in DECISIONS)
    return DIFFERENCES.format(differences=len(study.differences), decided=decided, open=len(study.unsettled))


def _only_records(study: Study) -> Iterator[str]:
    """Yield the part on what only the records have."""
    alone = study.only_records
    rows = Counter(table for table, _ in alone.rows)
    cells = Counter(cell.table for cell in alone.cells)
    quotes: Counter[str] = Counter()
    for credit in alone.speakers:
        quotes[credit.table] += credit.quotes
    yield ONLY_RECORDS
    counted = (rows, cells, quotes)
    lines = [[_linked(table), *(str(counts[table]) for counts in counted)] for table in study.rows]
    sums = ["all", *(str(counts.total()) for counts in counted)]
    yield table_lines(["table", "rows", "cells", "quotes credited"], [*lines, sums])
    yield ROWS_ALONE
    yield _lists(["table", "rows"], ((_linked(table), row_id) for table, row_id in alone.rows))
    yield CELLS_ALONE
    yield _lists(["column", "rows"], ((_linked(cell.table, cell.column), cell.row_id) for cell in alone.cells))
    yield SPEAKERS_ALONE.format(quotes=alone.quotes)
    yield _lists(
        ["speaker", "rows"], ((f"`{credit.speaker}`", f"{credit.table}/{credit.row_id}") for credit in alone.speakers)
    )


def _lists(head: Sequence[str], entries: Iterable[tuple[str, str]]) -> str:
    """Return ids as a table with a line for each group, or that there are none.

    Args:
        head: what a group is, and what its ids are.
        entries: each id with its group before it.
    """
    groups: dict[str, list[str]] = {}
    for group, entry_id in entries:
        groups.setdefault(group, []).append(f"`{entry_id}`")
    return table_lines(head, [[group, ", ".join(ids)] for group, ids in groups.items()]) if groups else "None."
