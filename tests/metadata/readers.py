"""What other people's tools make of the metadata, each asked in one process of an environment of its own.

``python readers.py TOOL FOLDER…`` prints a JSON object: folder → what the tool answers. The tests call it with the
Python of the environment ``metadata`` (`tests.metadata.asked`), so it imports nothing of the project.
"""

import datetime
import decimal
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


def datapackage_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table as the library datapackage reads and types them, references checked."""
    import datapackage  # noqa: PLC0415

    package = datapackage.Package(str(folder / "datapackage.json"))
    if not package.valid:
        raise ValueError(f"not valid: {package.errors}")
    tables = {}
    for resource in package.resources:
        rows = resource.read(keyed=True)
        resource.check_relations()
        tables[resource.name] = [{f"{resource.name}/{name}": _plain(row[name]) for name in row} for row in rows]
    return tables


def dplib_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table as Polars reads them with the types that dplib gives to its columns.

    dplib makes decimals of numbers, and leaves open how many digits follow the point: twelve are asked for here.
    """
    import polars  # noqa: PLC0415
    from dplib.models import Package  # noqa: PLC0415
    from dplib.plugins.polars.models import PolarsSchema  # noqa: PLC0415

    tables = {}
    for resource in Package.from_path(str(folder / "datapackage.json")).resources:
        types = dict(PolarsSchema.from_dp(resource.schema).df.schema)
        exact = {name: polars.Decimal(38, 12) for name, kind in types.items() if isinstance(kind, polars.Decimal)}
        file = folder / resource.path
        header = polars.read_csv(file, n_rows=0).columns
        if header != list(types):
            raise ValueError(f"{resource.path}: other columns: {header}")
        rows = polars.read_csv(file, schema=types | exact).to_dicts()
        tables[resource.name] = [{f"{resource.name}/{name}": _plain(row[name]) for name in row} for row in rows]
    return tables


def _problem(read: Callable[[Path], Any]) -> Callable[[Path], list[str]]:
    """Return what says why something could not be read."""

    def problem(folder: Path) -> list[str]:
        try:
            read(folder)
        except Exception as error:
            return [_said(error)]
        return []

    return problem


def schema_org(folder: Path) -> list[str]:
    """Return the types and properties of ``croissant.json`` that schema.org does not have, as rdflib knows it."""
    import rdflib  # noqa: PLC0415
    from rdflib.namespace import SDO  # noqa: PLC0415

    graph = rdflib.Graph().parse(folder / "croissant.json", format="json-ld")
    terms = {term for triple in graph for term in triple if isinstance(term, rdflib.URIRef) and term.startswith(SDO)}
    return sorted(term for term in terms if term not in SDO)


def annotations(folder: Path) -> list[str]:
    """Return where ``annotations.jsonld`` breaks the rules of Web Annotation, as a document and as linked data.

    pyld reads it by the context that it names. That cannot be fetched here: ``anno_context.json`` has the entries of
    the published one for the terms that the annotations use, so a term of any other kind is reported as dropped.
    """
    import jsonschema  # noqa: PLC0415
    from pyld import jsonld  # noqa: PLC0415

    def context(url: str, options: Any) -> dict[str, Any]:
        if url != "http://www.w3.org/ns/anno.jsonld":
            raise ValueError(f"another context: {url}")
        return {"contextUrl": None, "documentUrl": url, "document": _json(HERE / "anno_context.json")}

    dropped = list[str]()
    try:
        document = _json(folder / "annotations.jsonld")
        checked = jsonschema.Draft202012Validator(_json(HERE / "web_annotation.json")).iter_errors(document)
        faults = [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in checked]
        expanded = jsonld.expand(document, {"documentLoader": context}, on_property_dropped=dropped.append)
        quads = jsonld.to_rdf(expanded)["@default"]
    except Exception as error:
        return [_said(error)]
    subjects = {
        quad["subject"]["value"] for quad in quads if quad["object"]["value"] == "http://www.w3.org/ns/oa#Annotation"
    }
    if len(subjects) != document["total"]:
        faults.append(f"{document['total']} annotations are announced, and linked data have {len(subjects)}")
    return faults + [f"no term of Web Annotation: {name}" for name in dict.fromkeys(dropped)]


def deposit(folder: Path) -> list[str]:
    """Return where ``data/datacite.json`` breaks DataCite's schema, or why no XML can be made of it.

    The library has the schema of DataCite 4.5. Versions 4.6 and 4.7 only add to it what this file does not use.
    """
    from datacite import schema45  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        content = _json(folder / "data" / "datacite.json")
        faults = [error.message[:200] for error in schema45.validator.iter_errors(content)]
        return faults or [] if etree.fromstring(schema45.tostring(content).encode()) is not None else ["no XML"]
    except Exception as error:
        return [_said(error)]


def profile(folder: Path) -> list[str]:
    """Return where ``datapackage.json`` breaks the official profile of Data Package v2, which dplib carries."""
    import dplib  # noqa: PLC0415
    import jsonschema  # noqa: PLC0415

    official = _json(Path(dplib.__file__).parent / "profiles" / "2.0" / "datapackage.json")
    errors = jsonschema.validators.validator_for(official)(official).iter_errors(_json(folder / "datapackage.json"))
    return [error.message[:200] for error in errors]


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: mlcroissant gives texts as bytes and days as times, the others decimals."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, decimal.Decimal) else value


def _said(error: Exception) -> str:
    """Return an error on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


HERE = Path(__file__).parent
TOOLS: Mapping[str, Callable[[Path], Any]] = {
    "datacite": deposit,
    "records": records,
    "schema.org": schema_org,
    "datapackage": _problem(datapackage_rows),
    "datapackage rows": datapackage_rows,
    "dplib": _problem(dplib_rows),
    "dplib rows": dplib_rows,
    "mlcroissant load": _problem(records),
    "mlcroissant validate": validated,
    "profile": profile,
    "pyld": annotations,
}

if __name__ == "__main__":
    print(json.dumps({name: TOOLS[sys.argv[1]](Path(name)) for name in sys.argv[2:]}))
