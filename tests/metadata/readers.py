"""What other people's tools make of the metadata, each asked in one process of an environment of its own.

``python readers.py TOOL FOLDER…`` prints a JSON object: folder → what the tool answers. The tests call it with the
Python of the environment ``metadata`` (`tests.metadata.asked`), so it imports nothing of the project.
"""

import datetime
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def validated(folder: Path) -> list[str]:
    """Return what mlcroissant reports of ``croissant.json``, warnings as well."""
    import mlcroissant  # noqa: PLC0415

    try:
        issues = mlcroissant.Dataset(jsonld=folder / "croissant.json").metadata.ctx.issues
    except Exception as error:
        return [_said(error)]
    return sorted([*issues.errors, *issues.warnings])


def loaded(folder: Path) -> list[str]:
    """Return why mlcroissant could not load the rows of some table."""
    try:
        records(folder)
    except Exception as error:
        return [_said(error)]
    return []


def records(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table as mlcroissant loads them, by the id of their record set."""
    import mlcroissant  # noqa: PLC0415

    dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    return {
        record_set.id: [
            {name: _plain(value) for name, value in record.items()} for record in dataset.records(record_set.id)
        ]
        for record_set in dataset.metadata.record_sets
    }


def schema_org(folder: Path) -> list[str]:
    """Return the types and properties of ``croissant.json`` that schema.org does not have, as rdflib knows it."""
    import rdflib  # noqa: PLC0415
    from rdflib.namespace import SDO  # noqa: PLC0415

    graph = rdflib.Graph().parse(folder / "croissant.json", format="json-ld")
    terms = {term for triple in graph for term in triple if isinstance(term, rdflib.URIRef) and term.startswith(SDO)}
    return sorted(term for term in terms if term not in SDO)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: texts come as bytes, days as times."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value.date().isoformat() if isinstance(value, datetime.datetime) else value


def _said(error: Exception) -> str:
    """Return an error on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


TOOLS: Mapping[str, Callable[[Path], Any]] = {
    "records": records,
    "schema.org": schema_org,
    "mlcroissant load": loaded,
    "mlcroissant validate": validated,
}

if __name__ == "__main__":
    print(json.dumps({name: TOOLS[sys.argv[1]](Path(name)) for name in sys.argv[2:]}))
