"""The metadata ``croissant.json``: the dataset as Croissant 1.1, which is also a Dataset of schema.org.

Search engines for datasets and libraries of machine learning read it. All of it follows from the descriptor and the
table `sources`, but for the statements on how the dataset was made, which `_statements` holds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.write.descriptor import LICENSE, MAINTAINERS, QUOTATIONS, json_text

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
"""The type of a column in a Table Schema → its type in Croissant."""

_TERMS = (
    "annotation arrayShape citeAs column containedIn equivalentProperty excludes extract field fileObject fileProperty "
    "fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path readLines recordSet references "
    "regex repeated replace samplingRate sdVersion separator source subField transform unArchive"
)
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _TERMS.split()},
}
"""What the names in the file mean; tools warn where one of Croissant's own is missing, used or not."""


def croissant(descriptor: Mapping[str, Any], tables: Mapping[str, pa.Table], citation: str) -> bytes:
    """Return the content of ``croissant.json``.

    Args:
        descriptor: the descriptor of the dataset.
        tables: all built tables.
        citation: how the dataset is cited.
    """
    articles = tables["sources"].select(["sha256", "title", "second_coding"]).to_pylist()
    maintainers = {"@type": "Organization", "name": MAINTAINERS["title"]}
    content = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": descriptor["name"],
        "alternateName": descriptor["title"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"][:10],
        "license": LICENSE["path"],
        "usageInfo": {"@type": "CreativeWork", "name": "RIGHTS.md", "description": QUOTATIONS},
        "creator": maintainers,
        "publisher": maintainers,
        "citeAs": citation,
        "keywords": descriptor.get("keywords", []),
        "inLanguage": "en",
        "isLiveDataset": False,
        "prov:wasDerivedFrom": [_article(row) for row in articles],
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:label": "Coding by the rules in docs/coding-rules.md, and a build that reads each quoted or coded "
            "value again from its words",
        },
        **{f"rai:{name}": statement for name, statement in _statements(articles).items()},
        "distribution": [_file(table, form) for table in descriptor["resources"] for form in ("csv", "parquet")],
        "recordSet": [_record_set(table, tables[table["name"]]) for table in descriptor["resources"]],
    }
    return (json_text(content) + "\n").encode("utf-8")


def _article(row: Mapping[str, Any]) -> dict[str, str]:
    """Return an article as what the dataset was derived from; it is named by its SHA-256, since it is not shipped."""
    return {"@id": f"urn:sha256:{row['sha256']}", "@type": "prov:Entity", "prov:label": row["title"]}


def _statements(articles: Sequence[Mapping[str, Any]]) -> dict[str, str | list[str]]:
    """Return how the dataset was made and what it is for, by the names of Croissant's vocabulary for this (RAI 1.0).

    docs/datasheet.md and docs/agreement.md say the same at length.
    """
    twice = sum(row["second_coding"] for row in articles)
    return {
        "dataCollection": f"{len(articles)} news articles, given to the project as text files. They were not sampled: "
        "nothing is said of how they were chosen.",
        "dataCollectionType": ["Document analysis"],
        "dataCollectionRawData": "The articles belong to their publishers and are not part of the dataset. The table "
        "sources names each with its SHA-256, and the table evidence says where in it each value is said.",
        "dataCollectionMissingData": "An empty cell means that the articles do not say. The table passages lists the "
        "sentences, and parts of sentences, that were left out, each with its reason.",
        "dataPreprocessingProtocol": [
            "The parts of each file that are no part of the article, such as adverts, are marked and not coded."
        ],
        "dataAnnotationProtocol": [
            "docs/coding-rules.md. Each value that was read in an article names the words that say it. A program reads "
            "quoted and coded values again from these words; for judged values it can only check that the words are "
            "there."
        ],
        "annotationsPerItem": "One record for each value. Independent readers (language models) also coded "
        f"{twice} of the {len(articles)} articles, without sight of the records or of each other's coding.",
        "annotatorDemographics": [
            "Who wrote the records, and the independent readers, were programs (language models), not persons. "
            "Nothing is claimed about how unlike "
            "each other they are."
        ],
        "machineAnnotationTools": ["Language models, as coders and as independent readers of the coding rules"],
        "dataAnnotationAnalysis": [
            "docs/agreement.md: for each column, in how many cells the codings agree with each other and with the "
            "records, with Krippendorff's alpha for nominal data. High agreement shows that the rules can be followed, "
            "not that the values are right."
        ],
        "dataUseCases": [
            "To read closely how these articles report cooperation between China and the United States against drugs",
            "To teach and test methods of coding, extraction and provenance",
            "To trace a cited fact to the words that say it",
        ],
        "dataLimitations": [
            "Not a sample: no rates, trends or totals, and no comparison of newspapers.",
            "Not a test of truth: the dataset holds what the articles say, and whose claim it is.",
            "Reported totals stand beside incidents that they may include; they must not be added up.",
        ],
        "dataBiases": [
            "The articles are in English, and the dataset sees only what they report. Several may draw on the same "
            "agency or statement."
        ],
        "personalSensitiveInformation": [
            "Some actors are persons whom the articles name. The dataset holds only what the articles print about "
            "them: name, offices, role in an event, and what a court decided."
        ],
        "dataReleaseMaintenancePlan": "The maintainers correct errors. CHANGELOG.md tells each change of a released "
        "row; docs/versions.md says what a version number promises.",
    }


def _file(table: Mapping[str, Any], form: str) -> dict[str, Any]:
    """Return the CSV or the Parquet file of a table."""
    file = table if form == "csv" else table[form]
    return {
        "@type": "cr:FileObject",
        "@id": file["path"],
        "name": file["path"].rpartition("/")[2],
        "description": f"The table {table['name']} as {'CSV' if form == 'csv' else 'Parquet'}.",
        "contentUrl": file["path"],
        "contentSize": f"{file['bytes']} B",
        "encodingFormat": "text/csv" if form == "csv" else "application/x-parquet",
        "sha256": file["hash"].removeprefix("sha256:"),
    }


def _record_set(table: Mapping[str, Any], rows: pa.Table) -> dict[str, Any]:
    """Return the rows of a table, read from its Parquet file.

    The CSV file holds the same. But mlcroissant reads CSV with the defaults of pandas, for which the text NA is a
    missing value and a column of years holds numbers. A column without any value refers to nothing: mlcroissant 1.1.1
    cannot join by it.
    """
    schema, name = table["schema"], table["name"]
    references = {
        column: (key["reference"]["resource"] or name, other)
        for key in schema.get("foreignKeys", [])
        for column, other in zip(key["fields"], key["reference"]["fields"], strict=True)
        if rows[column].null_count < len(rows)
    }
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table["description"],
        "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
        "field": [_field(name, field, references.get(field["name"])) for field in schema["fields"]],
    }


def _field(table: str, field: Mapping[str, Any], reference: tuple[str, str] | None) -> dict[str, Any]:
    """Return a column, with the table and column that it is a key into.

    The key is written as a column of a file. mlcroissant 1.1.1 joins the tables as it loads them, and can join files
    only; the form of the specification, the name of a field, stops it.
    """
    described = {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": field["name"],
        "description": field["description"],
        "dataType": TYPES[field["type"]],
        "source": _column(table, field["name"]),
    }
    return {**described, "references": _column(*reference)} if reference else described


def _column(table: str, column: str) -> dict[str, Any]:
    """Return a column of a table's Parquet file as a source."""
    return {"fileObject": {"@id": f"data/{table}.parquet"}, "extract": {"column": column}}
