"""The descriptor ``datapackage.json`` (Data Package v2), made from the schemas, the files and pyproject.toml."""

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from counternarcotics._shared.fingerprint import dataset_fingerprint, table_fingerprint
from pipeline.assemble.tables import cell_texts
from pipeline.read.schema import Schemas, TableSchema
from pipeline.write.staged import Staged

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TITLE = "US–China counternarcotics cooperation"
LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
QUOTATIONS = (
    "The licence does not cover the quotations: the columns quote and words, and the titles of articles, repeat short "
    "passages of news articles, which belong to the articles' publishers and authors."
)
MAINTAINERS = {"title": "counternarcotics maintainers", "roles": ["publisher"]}
DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True}
"""How the CSV files are written. Without it, some readers guess, and guess wrong where few cells are quoted."""
LINE = 120
"""How many characters a line of the descriptor may have where it could be divided."""


def described(schema: TableSchema, schemas: Schemas) -> dict[str, Any]:
    """Return a Table Schema with the codes of its vocabularies written out as `enum`, except those of registers.

    A register, such as that of all currencies, is a pattern; the build holds its codes to the vocabulary. The `checks`
    of the schema are for Pandera alone and stay in the project.
    """
    fields = [dict(column.raw) for column in schema.columns]
    for column, written in zip(schema.columns, fields, strict=True):
        if column.vocabulary and not schemas.vocabularies[column.vocabulary].register:
            written["constraints"] = {**column.constraints, "enum": list(schemas.codes(column))}
    published = {key: value for key, value in schema.raw.items() if key != "checks"}
    return {**published, "fields": fields}


def descriptor(
    files: Mapping[str, Staged], tables: Mapping[str, pa.Table], schemas: Schemas, project: Mapping[str, Any]
) -> bytes:
    """Return the text of the descriptor.

    Args:
        files: the data files by path relative to the descriptor; each table's CSV and Parquet file.
        tables: what they hold.
        schemas: all tables and vocabularies.
        project: name, version, date and description, as `read_project` gives them.
    """
    fingerprints = {schema.name: table_fingerprint(tables[schema.name], schema.raw) for schema in schemas.tables}
    content = {
        "$schema": PROFILE,
        "name": project["name"],
        "title": TITLE,
        "description": project["description"],
        "version": project["version"],
        "created": f"{project['date']}T00:00:00Z",
        "fingerprint": dataset_fingerprint(fingerprints),
        "keywords": list(project.get("keywords", ())),
        "licenses": [LICENSE],
        "contributors": [MAINTAINERS],
        "sources": [_source(article) for article in cell_texts(tables["sources"], schemas.table("sources"))],
        "resources": [
            _resource(
                _explained(described(schema, schemas), tables[schema.name], schemas),
                files,
                len(tables[schema.name]),
                fingerprints[schema.name],
            )
            for schema in reading_order(schemas)
        ],
    }
    kept = {key: value for key, value in content.items() if value or key == "resources"}
    return (json_text(kept) + "\n").encode("utf-8")


def reading_order(schemas: Schemas) -> list[TableSchema]:
    """Return the tables as people read them: those that `leads` puts first, then the others, parents first."""
    return sorted(schemas.tables, key=lambda schema: schema.leads or len(schemas.tables))


def _source(article: Mapping[str, str]) -> dict[str, str]:
    """Return how the descriptor names an article: by its title, and by its publisher where the file names one."""
    publisher = article.get("publisher", "")
    return {"title": f"{article['title']} ({publisher})" if publisher else article["title"]}


def _explained(schema: Mapping[str, Any], table: pa.Table, schemas: Schemas) -> dict[str, Any]:
    """Return a described schema with label and definition of the codes that rows have, as `categories`."""
    fields = [dict(field) for field in schema["fields"]]
    for field in fields:
        if "vocabulary" in field:
            held = set(table[field["name"]].unique().to_pylist())
            field["categories"] = [
                {"value": code.code, "label": code.label, "description": code.definition}
                for code in schemas.vocabularies[field["vocabulary"]].codes
                if code.code in held
            ]
    return {**schema, "fields": fields}


def _resource(schema: Mapping[str, Any], files: Mapping[str, Staged], rows: int, fingerprint: str) -> dict[str, Any]:
    """Return the resource of a table: its CSV file, the Parquet file with the same rows, and its schema.

    The Parquet file is a property of the resource, not a resource of its own. So each schema stands once, and a
    validator that cannot read Parquet has nothing to refuse: Data Package v2 allows properties that it does not define.
    """
    csv_path, parquet_path = f"data/{schema['name']}.csv", f"data/{schema['name']}.parquet"
    return {
        "name": schema["name"],
        "title": schema["title"],
        "description": schema["description"],
        "type": "table",
        "path": csv_path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        **_size_and_hash(files[csv_path]),
        "parquet": {"path": parquet_path, **_size_and_hash(files[parquet_path])},
        "rows": rows,
        "fingerprint": fingerprint,
        "schema": schema,
    }


def _size_and_hash(file: Staged) -> dict[str, Any]:
    return {"bytes": file.size, "hash": f"sha256:{file.sha256}"}


def json_text(value: Any, level: int = 0, key: str = "") -> str:
    """Return JSON for people: what fits in `LINE` characters on one line, anything longer one item a line.

    >>> print(json_text({"name": "events", "path": "data/" + "x" * 100, "primaryKey": ["event_id"]}).replace("x", ""))
    {
     "name": "events",
     "path": "data/",
     "primaryKey": ["event_id"]
    }

    Args:
        value: what `json.dumps` takes.
        level: how deep the value stands; each level is indented by one space.
        key: what stands before the value on its line.
    """
    line = f"{key}{json.dumps(value, ensure_ascii=False)}"
    if not isinstance(value, dict | list) or level + len(line) < LINE:
        return line
    if isinstance(value, dict):
        items = [json_text(item, level + 1, f"{json.dumps(name)}: ") for name, item in value.items()]
    else:
        items = [json_text(item, level + 1) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    indent = " " * level
    return "\n".join([f"{key}{opening}", ",\n".join(f"{indent} {item}" for item in items), f"{indent}{closing}"])
