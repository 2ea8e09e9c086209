"""The commands that read the data: tables, show, why, cite and codebook."""

from __future__ import annotations

import click

from counternarcotics._cite import FORMATS
from counternarcotics._cite import cite as citation
from counternarcotics._cli import output
from counternarcotics._cli.base import json_option, table_argument
from counternarcotics._package import installed

_FILES = ("bibtex", "ris", "csl-json")  # read by programs, which take them for UTF-8


@click.command(
    epilog="""\b
Examples:
  counternarcotics tables
  counternarcotics tables --json
"""
)
@json_option
def tables(as_json: bool) -> None:
    """List the tables: how many rows each has, and what one row is."""
    package = installed()
    entries = [package.resource(name) for name in package.tables]
    if as_json:
        output.write_json([{key: entry[key] for key in ("name", "title", "rows", "description")} for entry in entries])
        return
    wide = max(len(entry["name"]) for entry in entries)
    listed = [(f"{entry['name']:<{wide}}  {entry['rows']:>5}", entry["description"]) for entry in entries]
    head = (f"{'table':<{wide}}  {'rows':>5}", "one row is")
    pairs = [head, *((name, _one_row(description)) for name, description in listed)]
    output.write(output.pairs_text(pairs, output.width()))


def _one_row(description: str) -> str:
    """Return what one row of a table is, from its description."""
    return description.partition(". ")[0].removesuffix(".").removeprefix("One row is ")


@click.command(
    epilog="""\b
Examples:
  counternarcotics show seizures
  counternarcotics show seizures yantian-cocaine
  counternarcotics show events > events.tsv

On a terminal a table is cut to its width. In a file or a pipe it is whole: one line a row, cells separated by tabs.
"""
)
@table_argument(required=True)
@click.argument("row", required=False)
@json_option
def show(table: str, row: str | None, as_json: bool) -> None:
    """Show a table, or one row of it.

    ROW is the id of the row, which stands in the first column.
    """
    from counternarcotics._cli import show

    package, width = installed(), output.width()
    if row is None:
        rows = package.read(table)
        if as_json:
            output.write_json(rows.to_pylist())
        else:
            output.write(show.table_text(table, rows, width))
        return
    cells = package.row(table, row)
    if as_json:
        output.write_json(cells)
        return
    links = "" if width is None else show.links_text(package, table, row, width)
    output.write(show.row_text(cells, width) + links)


@click.command(
    epilog="""\b
Examples:
  counternarcotics why seizures yantian-cocaine
  counternarcotics why seizures yantian-cocaine quantity
  counternarcotics why seizures yantian-cocaine --json
"""
)
@table_argument(required=True)
@click.argument("row")
@click.argument("field", required=False)
@json_option
def why(table: str, row: str, field: str | None, as_json: bool) -> None:
    """Show who says so: the words behind each value of a row.

    ROW is the id of the row. With FIELD, only that column is shown. The words stand «marked» in their quote.
    """
    from counternarcotics._why import why as answer

    frame = answer(table, row, field)
    if as_json:
        output.write_json(output.records(frame))
    else:
        output.write(str(frame))


@click.command(
    epilog="""\b
Examples:
  counternarcotics cite
  counternarcotics cite --format bibtex > counternarcotics.bib
  counternarcotics cite --format apa seizures yantian-cocaine
"""
)
@click.option("--format", type=click.Choice(FORMATS), default="apa", show_default=True, help="How to write it.")
@table_argument(required=False)
@click.argument("row", required=False)
def cite(format: str, table: str | None, row: str | None) -> None:
    """Print a citation of the dataset, or of one table or row.

    That of a ROW names the articles behind it too.
    """
    write = output.write_utf8 if format in _FILES else output.write
    write(citation(format, table, row))


@click.command(
    epilog="""\b
Examples:
  counternarcotics codebook seizures
  counternarcotics codebook > codebook.txt
"""
)
@table_argument(required=False)
@json_option
def codebook(table: str | None, as_json: bool) -> None:
    """Say what columns and codes mean, of one table or of all."""
    from counternarcotics import _codebook

    package = installed()
    books = {name: _codebook.codebook(package, name) for name in (package.tables if table is None else [table])}
    if as_json:
        output.write_json({name: output.records(book) for name, book in books.items()})
    else:
        output.write("\n\n\n".join(str(book) for book in books.values()))
