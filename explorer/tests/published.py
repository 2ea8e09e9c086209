"""The tables as their CSV files and the descriptor have them, read with the standard library alone."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, str]
Key = tuple[str, str]
"""The name of a table and the id of one of its rows."""

PROOFS = ("evidence", "passages")
"""The tables whose rows have no pages: they stand on those of the rows that they prove."""


@dataclass(frozen=True)
class Published:
    """The tables of a project.

    Attributes:
        rows: The rows of each table by their ids.
        columns: The columns of each table by name, as the descriptor has them.
        evidence: The evidence of each row that has a page; for a row that shows one of another table again, that of
            the columns of the same names.
        labels: What each code is called, by the vocabularies of all columns.
        homes: For each table the one whose rows it shows again, else the table itself.
        opinions: What independent coders have of each row; for a row that shows one of another table again, in the
            columns of the same names.
    """

    rows: dict[str, dict[str, Row]]
    columns: dict[str, dict[str, dict[str, Any]]]
    evidence: dict[Key, list[Row]]
    labels: dict[str, set[str]]
    homes: dict[str, str]
    opinions: dict[Key, list[Row]]

    @property
    def with_pages(self) -> list[Key]:
        """The rows that have a page."""
        return [(table, row_id) for table, rows in self.rows.items() if table not in PROOFS for row_id in rows]


def published(root: Path) -> Published:
    """Return the tables of a project."""
    resources = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    rows, columns, homes = {}, {}, {}
    labels: dict[str, set[str]] = defaultdict(set)
    for resource in resources:
        table, schema = resource["name"], resource["schema"]
        key = schema["primaryKey"]
        rows[table] = {row[key[0]]: row for row in csv_rows(root / resource["path"])}
        columns[table] = {column["name"]: column for column in schema["fields"]}
        homes[table] = next(
            (link["reference"]["resource"] for link in schema.get("foreignKeys", []) if link["fields"] == key), table
        )
        for column in schema["fields"]:
            for code in column.get("categories", []):
                labels[code["value"]].add(code["label"])
    own: dict[Key, list[Row]] = defaultdict(list)
    for row in rows["evidence"].values():
        own[row["table_name"], row["row_id"]].append(row)
    evidence = {
        (table, row_id): [row for row in own[homes[table], row_id] if row["field"] in columns[table]]
        for table in rows
        for row_id in rows[table]
    }
    coded: dict[Key, list[Row]] = defaultdict(list)
    for row in csv_rows(root / "codings" / "cells.csv"):
        coded[row["table_name"], row["row_id"]].append(row)
    opinions = {
        (table, row_id): [row for row in coded[homes[table], row_id] if row["field"] in ("", *columns[table])]
        for table in rows
        for row_id in rows[table]
    }
    return Published(rows, columns, evidence, labels, homes, opinions)


def csv_rows(file: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
