"""The part of the report on how far two coders agree, before anything is settled."""

from collections.abc import Callable, Iterator

from codings.reliability import KEY_COLUMNS, RESAMPLES, KeyColumn, RowsInBoth
from codings.study import Comparison
from pipeline.write.codebook_numbers import percent, table_lines

Linked = Callable[[str, str], str]

HEADING = """\
### <a id="{anchor}-reliability"></a>Reliability

For example, {first} has {first_rows} rows of `{table}` and {second} has {second_rows}; both have {both} of them, so F1
is {f1:.2f}. F1 is twice the rows that both have, divided by all that each has; 1 means that both have the same rows."""

KEY = """\
The ten columns by which people choose and count rows, as the two coders left them. A part of an event (an actor, a
relation, a topic, a substance) that only one of them coded counts as disagreement, if both have the event. Alpha is
Krippendorff's for nominal data. The interval holds the middle 95 % of the alphas of {resamples} draws of the cells,
with replacement; it says how much the number depends on these cells, and nothing of other articles."""


def reliability_entry(anchor: str) -> str:
    """Return the entry of the part in the contents."""
    return f"  - [Reliability](#{anchor}-reliability): what both coders found, and ten columns with intervals\n"


def reliability_part(comparison: Comparison, anchor: str, linked: Linked) -> Iterator[str]:
    """Yield the part.

    Args:
        comparison: the comparison of two coders.
        anchor: what the anchors of the comparison begin with.
        linked: what gives the name of a table, or of its column, as the report prints it.
    """
    first, second = (coder.upper() for coder in comparison.coders)
    example = next(in_both for in_both in comparison.in_both if in_both.table == KEY_COLUMNS[0][0])
    yield HEADING.format(
        anchor=anchor,
        table=example.table,
        first=first,
        second=second,
        first_rows=example.both + example.only_first,
        second_rows=example.both + example.only_second,
        both=example.both,
        f1=example.f1,
    )
    head = ["table", "both", f"{first} only", f"{second} only", "F1"]
    yield table_lines(head, [_rows(in_both, linked) for in_both in comparison.in_both])
    yield KEY.format(resamples=RESAMPLES)
    head = ["column", "cells", "the same", "alpha", "interval of 95 %"]
    yield table_lines(head, [_column(column, linked) for column in comparison.key_columns])


def _rows(in_both: RowsInBoth, linked: Linked) -> list[str]:
    """Return a table's rows in both codings as the cells of a line."""
    counts = [str(count) for count in (in_both.both, in_both.only_first, in_both.only_second)]
    return [linked(in_both.table, ""), *counts, f"{in_both.f1:.2f}"]


def _column(column: KeyColumn, linked: Linked) -> list[str]:
    """Return the agreement in a column as the cells of a line."""
    alpha = "undefined" if column.alpha is None else f"{column.alpha:.2f}"
    interval = "{:.2f} to {:.2f}".format(*column.interval) if column.interval else ""
    share = f"{column.equal} ({percent(column.equal, column.cells)})"
    return [linked(column.table, column.column), str(column.cells), share, alpha, interval]
