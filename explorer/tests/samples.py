"""Pages to look at in the browser: one of each kind, chosen by rule."""

from collections.abc import Callable, Mapping
from pathlib import Path

from explorer.tests.published import PROOFS, Key, Published


def _richest(tables: Published, *names: str) -> str:
    """Return the page of the row of some tables with the most evidence."""

    def amount(row: Key) -> int:
        return len(tables.evidence[row])

    table, row_id = max((row for row in tables.with_pages if row[0] in names), key=amount)
    return f"{table}/{row_id}.html"


def shortest_part(tables: Published, proof: str) -> str:
    """Return the page with the fewest rows of a table that is listed by article."""
    ids = [row["source_id"] for row in tables.rows[proof].values()]
    return f"{proof}/{min(dict.fromkeys(ids), key=ids.count)}.html"


def listings(tables: Published) -> dict[str, str]:
    """Return a page for each table that lists its rows."""
    return {table: shortest_part(tables, table) if table in PROOFS else f"{table}/index.html" for table in tables.rows}


def _widest(tables: Published) -> str:
    """Return the table with the most columns, of those that are no joined ones."""
    return max((table for table in tables.rows if tables.homes[table] == table), key=lambda t: len(tables.columns[t]))


KINDS: Mapping[str, Callable[[Published, Path], str]] = {
    "start": lambda tables, site: "index.html",
    "figures": lambda tables, site: "figures.html",
    "methods": lambda tables, site: "methods.html",
    "downloads": lambda tables, site: "downloads.html",
    "cite": lambda tables, site: "cite.html",
    "changes": lambda tables, site: "changes.html",
    "tables": lambda tables, site: "tables.html",
    "codebook": lambda tables, site: f"codebook/{_widest(tables)}.html",
    "longest document": lambda tables, site: max(
        (file.relative_to(site).as_posix() for file in (site / "docs").glob("*.html")),
        key=lambda href: (site / href).stat().st_size,
    ),
    "event": lambda tables, site: _richest(tables, "events"),
    "event of the timeline": lambda tables, site: _richest(tables, "timeline"),
    "other row": lambda tables, site: _richest(
        tables, *(table for table in tables.rows if table not in ("events", "timeline", "sources"))
    ),
    "article": lambda tables, site: _richest(tables, "sources"),
    "timeline": lambda tables, site: "timeline/index.html",
    "table": lambda tables, site: f"{_widest(tables)}/index.html",
    "parts of a table": lambda tables, site: f"{PROOFS[0]}/index.html",
    "evidence": lambda tables, site: shortest_part(tables, "evidence"),
    "passages": lambda tables, site: shortest_part(tables, "passages"),
}
"""The kinds of pages, with what chooses one of each."""
LISTINGS = ("timeline", "table", "evidence")
"""The kinds of pages whose rows open a panel."""
