"""The descriptor ``datapackage.json`` (Data Package v2), made from the schemas, the files and pyproject.toml."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.model import CannotBuild
from pipeline.schema import Schemas, TableSchema

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TITLE = "US–China counternarcotics cooperation"
LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
MAINTAINERS = {"title": "counternarcotics maintainers", "roles": ["publisher"]}


def read_project(file: Path) -> Mapping[str, Any]:
    """Return the table ``project`` of pyproject.toml, the one place of name, version and description.

    Raises:
        CannotBuild: the file is missing or lacks one of the three.
    """
    try:
        project: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
    except (OSError, ValueError, KeyError) as error:
        raise CannotBuild(f"{file.name} cannot be read: {error!r}") from error
    missing = [key for key in ("name", "version", "description") if not isinstance(project.get(key), str)]
    if missing:
        raise CannotBuild(f"{file.name} lacks project.{missing[0]}")
    return project


def described(schema: TableSchema, schemas: Schemas) -> dict[str, Any]:
    """Return a Table Schema with the codes of its vocabularies written out as `enum` and `categories`."""
    fields = [dict(column.raw) for column in schema.columns]
    for column, written in zip(schema.columns, fields, strict=True):
        if column.vocabulary:
            codes = schemas.vocabularies[column.vocabulary].codes
            written["constraints"] = {**column.constraints, "enum": [code.code for code in codes]}
            written["categories"] = [{"value": code.code, "label": code.label} for code in codes]
    return {**schema.raw, "fields": fields}


def descriptor(
    files: Mapping[str, bytes], schemas: Schemas, project: Mapping[str, Any], articles: Sequence[Mapping[str, str]]
) -> bytes:
    """Return the text of the descriptor.

    Args:
        files: the data files by path relative to the descriptor; each table's CSV and Parquet file.
        schemas: all tables and vocabularies.
        project: name, version and description, as `read_project` gives them.
        articles: the rows of the table `sources`, of which title and publisher are named.
    """
    content = {
        "$schema": PROFILE,
        "name": project["name"],
        "title": TITLE,
        "description": project["description"],
        "version": project["version"],
        "keywords": list(project.get("keywords", ())),
        "licenses": [LICENSE],
        "contributors": [MAINTAINERS],
        "sources": [_source(article) for article in articles],
        "resources": [part for schema in schemas.tables for part in _resources(schema, schemas, files)],
    }
    kept = {key: value for key, value in content.items() if value or key == "resources"}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _source(article: Mapping[str, str]) -> dict[str, str]:
    """Return how the descriptor names an article: by title and publisher, as far as the file tells them."""
    publisher = article.get("publisher", "")
    return {"title": f"{article['title']} ({publisher})" if publisher else article["title"]}


def _resources(schema: TableSchema, schemas: Schemas, files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return a table's two resources.

    The Parquet one has no `bytes`, which frictionless compares with the wrong number.
    """
    csv_path, parquet_path = f"data/{schema.name}.csv", f"data/{schema.name}.parquet"
    about = {"title": schema.title, "description": schema.description, "type": "table"}
    table = described(schema, schemas)
    as_csv = {
        "path": csv_path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(files[csv_path]),
        "hash": digest(files[csv_path]),
    }
    as_parquet = {
        "path": parquet_path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "hash": digest(files[parquet_path]),
    }
    return [
        {"name": schema.name, **about, **as_csv, "schema": table},
        {"name": f"{schema.name}-parquet", **about, **as_parquet, "schema": table},
    ]


def digest(content: bytes) -> str:
    """Return the hash of a file as a descriptor writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
