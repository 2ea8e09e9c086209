"""Export as W3C Web Annotations: each link of a value to its words, for tools that show annotations on texts.

The article is named by its SHA-256, because it is in no export, and no words of it are added to those in the tables.
The rules are those of the Web Annotation Data Model (W3C Recommendation of 23 February 2017).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from counternarcotics._export.format import Format
from counternarcotics._export.formats.csv import FORMAT as CSV
from counternarcotics._export.tables import copy_tables, csv_bytes
from counternarcotics._package import DataPackage

_NAME = "annotations.jsonld"
_CELLS_OF_CSV = "http://tools.ietf.org/rfc/rfc7111"


def write(package: DataPackage, support: pa.Table, folder: Path) -> None:
    """Write the annotations, the tables that they are about, and ``support.csv``; raises as `about.write` does."""
    copy_tables(package, "csv", folder)
    (folder / "support.csv").write_bytes(csv_bytes(support))
    annotations = list(_annotations(package))
    name = f"urn:{package.descriptor['fingerprint']}"
    head = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": name,
        "type": "AnnotationCollection",
        "label": f"The words behind each value: counternarcotics {package.version}",
        "total": len(annotations),
    }
    if annotations:
        head["first"] = {"id": f"{name}#1", "type": "AnnotationPage", "startIndex": 0, "items": annotations}
        head["last"] = f"{name}#1"
    (folder / _NAME).write_bytes((json.dumps(head, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _annotations(package: DataPackage) -> Iterator[dict[str, Any]]:
    """Yield one annotation for each row of `evidence`.

    A cell is named as RFC 7111 does: rows and columns count from 1, and the head is the first row.
    """
    articles = {row["source_id"]: f"urn:sha256:{row['sha256']}" for row in package.read("sources").to_pylist()}
    files = {table: f"urn:{package.resource(table)['hash']}" for table in package.tables}
    columns = {table: package.columns(table) for table in package.tables}
    rows = {
        (table, row_id): number
        for table in package.tables
        for number, row_id in enumerate(package.read(table).column(package.key(table)).to_pylist(), start=2)
    }
    for row in package.read("evidence").to_pylist():
        table, row_id, column = row["table_name"], row["row_id"], row["field"]
        cell = f"cell={rows[table, row_id]},{columns[table].index(column) + 1}"
        yield {
            "id": f"{files['evidence']}#{row['evidence_id']}",
            "type": "Annotation",
            "motivation": "describing",
            "body": [
                {"type": "TextualBody", "value": f"{table}/{row_id} {column}: {row['value']}", "format": "text/plain"},
                {
                    "type": "SpecificResource",
                    "source": files[table],
                    "selector": {"type": "FragmentSelector", "conformsTo": _CELLS_OF_CSV, "value": cell},
                },
            ],
            "target": {
                "type": "SpecificResource",
                "source": articles[row["source_id"]],
                "selector": [
                    {"type": "TextQuoteSelector", "exact": row["words"]},
                    {"type": "TextPositionSelector", "start": row["words_start"], "end": row["words_end"]},
                ],
            },
        }


FORMAT = Format(
    contents=(
        f"`{_NAME}` holds a [Web Annotation](https://www.w3.org/TR/annotation-model/) for each link of a value to its "
        "words. The target is the words in the article, at offsets that count characters (code points) from 0. The "
        "body is the table, row, column and value, and the cell of the CSV file. Files are named by their SHA-256, as "
        "`urn:sha256:…`: `sources.csv` says which article it is, `SHA256SUMS` which table. The articles themselves "
        "are not here."
    ),
    write=write,
    table_file=CSV.table_file,
    loading=CSV.loading,
)
