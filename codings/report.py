"""The report ``docs/agreement.md``: what the study of the codings shows, in Markdown."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codings.agreement import ColumnAgreement, pairs_of
from codings.matching import RECORDS
from codings.report_earlier import earlier_part
from codings.report_reliability import reliability_entry, reliability_part
from codings.report_topics import topics_entry, topics_part
from codings.settlements import DECISIONS, OPEN
from codings.study import Comparison, Study
from pipeline.write.codebook_numbers import percent, table_lines

INTRODUCTION = """\
# Agreement of independent codings

How far codings of articles agree with each other and with the records. `python -m codings compare` makes this file from
`codings/` and `records/`; it is never edited by hand. Articles that were coded once have no part in it.

The coders, called by letters here, are programs: language models, each started anew. They coded the articles from the
coding rules as they then stood, the definitions of the tables and columns, and the codes without the phrases that say
each of them. None saw the records or another's coding. The examples that the schemas give for each column, which come
from the records, were taken out of what they worked from. The coding rules settle some cases with words of these
articles. Programs of one kind may make the same mistake, so their agreement shows how clear the rules are, more than
that the values are right. No person has coded these articles a second time.

The numbers describe these codings of these articles and estimate nothing beyond them. The records are taken as they
stood before the differences were settled. The codings stand in `codings/`, one line for each value.

{contents}"""

EARLIER_ENTRY = """\
  - [Earlier rules](#{anchor}-earlier): how the codings are read in today's columns, and what is not compared
"""

CONTENTS = """\
- [{title}](#{anchor}), in {articles}
{earlier}{reliability}\
  - [Rows](#{anchor}-rows): who has which rows
  - [Cells](#{anchor}-cells): how far matched rows agree, by column
  - [Differences](#{anchor}-differences): how they were settled
  - [Only in the records](#{anchor}-only-records): rows, cells and speakers that no coder has"""

COMPARISON = """\
## <a id="{anchor}"></a>{title}

In {articles}: {ids}."""

ROWS = """\
### <a id="{anchor}-rows"></a>Rows

{example}Rows are matched by their words and by the columns of their key; `codings/matching.py` has the rule. By who has
them:"""

ROWS_EXAMPLE = """\
For example, of {total} rows of `{table}` that anyone has, {everybody} are in {codings} and in the records.

"""

CELLS = """\
### <a id="{anchor}-cells"></a>Cells

{example}A cell counts where at least one of the two has filled it. Each entry says on how many of these cells the two
agree, of how many, and the share. Because rows are matched by the columns of their key, those agree more often than
others. Columns marked * hold texts as printed: two agree where the texts are equal or their words overlap, which is
lenient.{alpha}"""

ALPHA = """

Alpha is Krippendorff's for nominal data, of the two codings with each other; an empty cell counts as a value of its
own. It is undefined where there are fewer than two such cells or only one value, and not computed for texts."""

CELLS_EXAMPLE = """\
For example, {pair} both have {units} rows in which at least one of them filled `{column}`. They agree in {equal}.

"""

DIFFERENCES = """\
### <a id="{anchor}-differences"></a>Differences

For example, a coder has a meeting that the records lack, or another date for a meeting that they have. A difference is
a row or a value that a coder has and the records lack or have differently. There are {differences}.
`codings/settlements.yaml` says how each was settled and by which rule: {decided}; still open: {open}."""

ONLY_RECORDS = """\
### <a id="{anchor}-only-records"></a>Only in the records

For example, the records have an event that no coder has. That does not show that they are wrong, but no second
reader confirms them. The lists below name such rows, cells and speakers by their ids and leave them open."""

ROWS_ALONE = """\
#### <a id="{anchor}-only-records-rows"></a>Rows that no coder has"""

CELLS_ALONE = """\
#### <a id="{anchor}-only-records-cells"></a>Cells that no coder has filled

The records have filled them, and a coder has the row."""

SPEAKERS_ALONE = """\
#### <a id="{anchor}-only-records-speakers"></a>Speakers that no coder names

For example, the records say of a quote that a ministry says it (`attributed_to`), and no coder names that ministry as
who claims or carries the row or its event, or as the initiator of an event that is itself speech. The records
credit {quotes} quotes to someone, counted once for each row that they stand in. Listed are the rows of those that no
coder credits so, by speaker."""


def report(study: Study) -> str:
    """Return the report; the same study gives the same text."""
    topics = study.topics
    entries = [*map(_entry, study.comparisons), *([topics_entry(topics)] if topics else [])]
    introduction = INTRODUCTION.format(contents="\n".join(entries))
    parts = [introduction, *map(_comparison, study.comparisons), *(topics_part(topics) if topics else ())]
    return "\n\n".join(parts) + "\n"


def _entry(comparison: Comparison) -> str:
    """Return the entry of a comparison in the contents."""
    named = _named(comparison)
    return CONTENTS.format(
        **named,
        earlier=EARLIER_ENTRY.format(**named) if comparison.is_earlier else "",
        reliability=reliability_entry(named["anchor"]) if comparison.in_both else "",
    )


def _comparison(comparison: Comparison) -> str:
    """Return the part on one comparison."""
    named, names = _named(comparison), {RECORDS: "records", **{coder: coder.upper() for coder in comparison.coders}}
    ids = ", ".join(f"`{source_id}`" for source_id in comparison.articles)
    parts = [
        COMPARISON.format(**named, ids=ids),
        *(earlier_part(_anchor(comparison), _coders(comparison)) if comparison.is_earlier else ()),
        *(reliability_part(comparison, _anchor(comparison), _linked) if comparison.in_both else ()),
        *_rows(comparison, names),
        *_cells(comparison, names),
        _differences(comparison),
        *_only_records(comparison),
    ]
    return "\n\n".join(parts)


def _anchor(comparison: Comparison) -> str:
    """Return what the anchors of the part on a comparison begin with."""
    return "-".join(comparison.coders)


def _coders(comparison: Comparison) -> str:
    """Return the names of the coders of a comparison as one text."""
    return " and ".join(coder.upper() for coder in comparison.coders)


def _named(comparison: Comparison) -> dict[str, str]:
    """Return the anchor and the title of the part on a comparison, and the number of its articles in words."""
    number, both = len(comparison.articles), _coders(comparison)
    title = f"{both} and the records" if len(comparison.coders) == 1 else f"{both}, and the records"
    articles = "1 article" if number == 1 else f"{number} articles"
    return {"anchor": _anchor(comparison), "title": title, "articles": articles}


def _linked(table: str, column: str = "") -> str:
    """Return the name of a table or column, linked to the codebook.

    >>> _linked("events", "date")
    '[events.date](codebook.md#events.date)'
    """
    name = f"{table}.{column}" if column else table
    return f"[{name}](codebook.md#{name})"


def _rows(comparison: Comparison, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the part on how many rows of each table which readers have."""
    yield ROWS.format(anchor=_anchor(comparison), example=_rows_example(comparison))
    groups = _groups_of_readers(comparison.coders)
    head = [" and ".join(names[reader] for reader in group) for group in groups]
    groups_of_table = [[counts.get(frozenset(group), 0) for group in groups] for counts in comparison.rows.values()]
    lines = [
        [_linked(table), *map(str, counts)] for table, counts in zip(comparison.rows, groups_of_table, strict=True)
    ]
    sums = [sum(counts[number] for counts in groups_of_table) for number in range(len(groups))]
    whole = 2 ** len(comparison.coders) - 1
    yield table_lines(
        ["table", *head[:whole], *(f"{text} only" for text in head[whole:])],
        [*lines, ["all", *map(str, sums)]],
    )


def _groups_of_readers(coders: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the sets of readers that can have a row: those with the records first, the larger before the smaller.

    >>> _groups_of_readers(("e",))
    [('e', 'records'), ('records',), ('e',)]
    """
    of_coders = [group for size in range(len(coders), -1, -1) for group in itertools.combinations(coders, size)]
    return [*((*group, RECORDS) for group in of_coders), *filter(None, of_coders)]


def _rows_example(comparison: Comparison) -> str:
    """Return an example of how many rows of a table everybody has; empty where there are no rows."""
    if not comparison.rows:
        return ""
    table, counts = next(iter(comparison.rows.items()))
    everybody = counts.get(frozenset({*comparison.coders, RECORDS}), 0)
    codings = "the coding" if len(comparison.coders) == 1 else "both codings"
    return ROWS_EXAMPLE.format(total=sum(counts.values()), table=table, everybody=everybody, codings=codings)


def _cells(comparison: Comparison, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the part on the agreement in each column."""
    pairs = pairs_of(comparison.coders)
    example = _cells_example(comparison, pairs[0], names)
    yield CELLS.format(anchor=_anchor(comparison), example=example, alpha=ALPHA if len(pairs) > 1 else "")
    head = ["column", *(f"{names[first]}, {names[second]}" for first, second in pairs), "alpha"]
    yield table_lines(head, [_column(column, pairs) for column in comparison.columns])


def _cells_example(comparison: Comparison, pair: tuple[str, str], names: Mapping[str, str]) -> str:
    """Return an example of how often two readers agree, from the column that they filled most; empty where none is."""
    if not comparison.columns:
        return ""
    column = max(comparison.columns, key=lambda column: column.pairs[pair].units)
    name, compared = f"{column.table}.{column.column.name}", column.pairs[pair]
    readers = " and ".join("the records" if reader == RECORDS else names[reader] for reader in pair)
    return CELLS_EXAMPLE.format(pair=readers, units=compared.units, column=name, equal=compared.equal)


def _column(column: ColumnAgreement, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the agreement in one column as the cells of a table."""
    shares = []
    for compared in (column.pairs[pair] for pair in pairs):
        share = f"{compared.equal} of {compared.units} ({percent(compared.equal, compared.units)})"
        shares.append(share if compared.units else "")
    name = _linked(column.table, column.column.name)
    if column.column.reader == "text":
        return [f"{name} *", *shares, ""]
    if len(pairs) == 1:
        return [name, *shares, ""]
    return [name, *shares, "undefined" if column.alpha is None else f"{column.alpha:.2f}"]


def _differences(comparison: Comparison) -> str:
    """Return the part on the differences."""
    decided = ", ".join(f"{decision} {comparison.decided.get(decision, 0)}" for decision in DECISIONS)
    number, still_open = len(comparison.differences), comparison.decided.get(OPEN, 0)
    return DIFFERENCES.format(anchor=_anchor(comparison), differences=number, decided=decided, open=still_open)


def _only_records(comparison: Comparison) -> Iterator[str]:
    """Yield the part on what only the records have."""
    alone, anchor = comparison.only_records, _anchor(comparison)
    rows = Counter(table for table, _ in alone.rows)
    cells = Counter(cell.table for cell in alone.cells)
    quotes: Counter[str] = Counter()
    for credit in alone.speakers:
        quotes[credit.table] += credit.quotes
    yield ONLY_RECORDS.format(anchor=anchor)
    counted = (rows, cells, quotes)
    lines = [[_linked(table), *(str(counts[table]) for counts in counted)] for table in comparison.rows]
    sums = ["all", *(str(counts.total()) for counts in counted)]
    yield table_lines(["table", "rows", "cells", "quotes credited"], [*lines, sums])
    yield ROWS_ALONE.format(anchor=anchor)
    yield _lists(["table", "rows"], ((_linked(table), row_id) for table, row_id in alone.rows))
    yield CELLS_ALONE.format(anchor=anchor)
    yield _lists(["column", "rows"], ((_linked(cell.table, cell.column), cell.row_id) for cell in alone.cells))
    yield SPEAKERS_ALONE.format(anchor=anchor, quotes=alone.quotes)
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
