"""What programs read of a page: JSON-LD in the words of schema.org."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from counternarcotics._package import DataPackage
from explorer.prepared import SOURCES, Prepared


def _json_ld(metadata: Mapping[str, Any]) -> Markup:
    """Return metadata of schema.org as JSON that can stand in a script element: nothing in it ends that element."""
    text = json.dumps({"@context": "https://schema.org", **metadata}, ensure_ascii=True, indent=1)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def row_metadata(prepared: Prepared, table: str, row_id: str) -> Markup:
    """Return what search engines read of a row: a part of the dataset, from some articles."""
    sources = prepared.tables[SOURCES]
    articles = [
        {"@type": "NewsArticle", "headline": source["title"], "datePublished": source["published"]}
        for source in (sources[source_id] for source_id in prepared.articles(table, row_id))
    ]
    if table == SOURCES:
        return _json_ld(articles[0])
    return _json_ld(
        {
            "@type": "Observation",
            "name": prepared.heading(table, row_id),
            "identifier": f"{table}/{row_id}",
            "isPartOf": {"@type": "Dataset", "name": "counternarcotics", "version": prepared.package.version},
            "citation": articles,
        }
    )


def dataset_metadata(package: DataPackage) -> Markup:
    """Return what search engines read of the dataset."""
    descriptor = package.descriptor
    return _json_ld(
        {
            "@type": "Dataset",
            "name": f"{descriptor['name']}: {descriptor['title']}",
            "description": descriptor["description"],
            "version": package.version,
            "identifier": descriptor["fingerprint"],
            "dateModified": descriptor["created"][:10],
            "keywords": descriptor["keywords"],
            "inLanguage": "en",
            "isAccessibleForFree": True,
            "license": [licence["path"] for licence in descriptor["licenses"]],
            "creator": [{"@type": "Organization", "name": person["title"]} for person in descriptor["contributors"]],
            "variableMeasured": [resource["title"] for resource in descriptor["resources"]],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": resource["title"],
                    "encodingFormat": resource["mediatype"],
                    "contentUrl": f"downloads/{resource['name']}.csv",
                    "contentSize": f"{resource['bytes']} B",
                    "sha256": resource["hash"].removeprefix("sha256:"),
                }
                for resource in descriptor["resources"]
            ],
        }
    )
