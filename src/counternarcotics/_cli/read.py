"""The commands that read the data: tables, show, why, cite and codebook."""

from __future__ import annotations

import sys

import click

from counternarcotics._cite import FORMATS
from counternarcotics._cite import cite as citation
from counternarcotics._cli import output
from counternarcotics._cli.base import examples, json_option, table_argument
from counternarcotics._errors import unknown
from counternarcotics._package import installed
from counternarcotics._tables import Tables

_FILES = ("bibtex", "biblatex", "ris", "csl-json")  # read by programs, which take them for UTF-8


@click.command(epilog=examples("tables", "tables --json"))
@json_option
def tables(as_json: bool) -> None:
    """List the tables: how many rows each has, and what one row is."""
    package = installed()
    entries = [package.resource(name) for name in package.tables]
    if as_json:
        output.write_json([{key: entry[key] for key in ("name", "title", "rows", "description")} for entry in entries])
    else:
        output.write_wrapped(repr(Tables(entries)))


@click.command(
    epilog=examples(
        "show seizures",
        "show seizures yantian-cocaine",
        "show events --columns date,title,event_type",
        "show events > events.tsv",
    )
)
@table_argument(required=True)
@click.argument("row", required=False)
@click.option("--columns", metavar="A,B,…", help="Show these columns, in this order.")
@json_option
def show(table: str, row: str | None, columns: str | None, as_json: bool) -> None:
    """Show a table, or one row of it.

    ROW is the id of the row, which stands in the first column. On a terminal a table is cut to its width, and what
    people read first comes first. In a file or a pipe it is whole: one line a row, cells separated by tabs.
    """
    from counternarcotics._cli import show

    package = installed()
    existing = package.columns(table)
    names = existing if columns is None else list(dict.fromkeys(name.strip() for name in columns.split(",")))
    for name in names:
        if name not in existing:
            raise unknown(f"column of {table}", name, existing)
    if row is not None:
        whole = package.row(table, row)
        cells = {name: whole[name] for name in names}
        if as_json:
            output.write_json(cells)
        else:
            output.write_wrapped(show.row_text(cells))
        return
    rows = package.read(table).select(names)
    if as_json:
        output.write_json(rows.to_pylist())
    else:
        ordered = names if columns is not None else show.reading_order(package, table, rows)
        output.write(show.table_text(table, rows, output.width(sys.stdout), ordered))


@click.command(
    epilog=examples(
        "why seizures yantian-cocaine",
        "why seizures yantian-cocaine quantity",
        "why seizures yantian-cocaine --json",
    )
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
    epilog=examples("cite", "cite --format bibtex > counternarcotics.bib", "cite --format apa seizures yantian-cocaine")
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


@click.command(epilog=examples("codebook seizures", "codebook events date", "codebook > codebook.txt"))
@table_argument(required=False)
@click.argument("column", required=False)
@json_option
def codebook(table: str | None, column: str | None, as_json: bool) -> None:
    """Say what columns and codes mean, of one table or of all.

    With COLUMN, only that one is explained.
    """
    from counternarcotics import _codebook

    package = installed()
    books = {name: _codebook.codebook(package, name, column) for name in (package.tables if table is None else [table])}
    if as_json:
        output.write_json({name: output.records(book) for name, book in books.items()})
    else:
        output.write("\n\n\n".join(str(book) for book in books.values()))
