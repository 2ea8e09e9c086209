"""The metadata ``data/datacite.json`` for a deposit: DataCite 4.7, in the JSON that DataCite's own service takes.

It follows from the descriptor and the citations. It has no DOI: whoever takes the deposit assigns one, and no file of a
version can hold what is assigned after its checksums. docs/releasing.md says how to put it in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.write.citations import ABSTRACT
from pipeline.write.descriptor import LICENSE, MAINTAINERS, QUOTATIONS, json_text

METHODS = (
    "The articles were coded by the rules in docs/coding-rules.md. A program reads each quoted or coded value again "
    "from its words, and accounts for every sentence, number, date and name of an article. docs/agreement.md compares "
    "the records with independent codings."
)


def datacite(descriptor: Mapping[str, Any], cited: Mapping[str, Any]) -> bytes:
    """Return the content of ``data/datacite.json``.

    Args:
        descriptor: the descriptor of the dataset.
        cited: the content of ``data/citations.json``.
    """
    date = descriptor["created"][:10]
    content = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Event data"},
        "titles": [{"title": cited["dataset"]["csl"]["title"], "lang": "en"}],
        "creators": [{"name": MAINTAINERS["title"], "nameType": "Organizational"}],
        "publisher": {"name": MAINTAINERS["title"]},
        "publicationYear": date[:4],
        "dates": [{"date": date, "dateType": "Issued"}],
        "version": descriptor["version"],
        "language": "en",
        "subjects": [{"subject": keyword} for keyword in descriptor.get("keywords", ())],
        "alternateIdentifiers": [
            {"alternateIdentifier": descriptor["fingerprint"], "alternateIdentifierType": "Fingerprint of the data"}
        ],
        "rightsList": [
            {
                "rights": LICENSE["title"],
                "rightsUri": LICENSE["path"],
                "rightsIdentifier": LICENSE["name"],
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            },
            {"rights": QUOTATIONS},
        ],
        "descriptions": [
            {"description": ABSTRACT, "descriptionType": "Abstract", "lang": "en"},
            {"description": METHODS, "descriptionType": "Methods", "lang": "en"},
        ],
        "sizes": [f"{len(descriptor['resources'])} tables"],
        "formats": ["text/csv", "application/x-parquet"],
        "relatedItems": list(_articles(cited["articles"])),
    }
    return (json_text(content) + "\n").encode("utf-8")


def _articles(cited: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each article as what the dataset is derived from; what an article does not say has no key."""
    for reference in cited.values():
        item = reference["csl"]
        years = [parts[0] for parts in item.get("issued", {}).get("date-parts", [])]
        imprint = {"publisher": item.get("container-title"), "publicationYear": str(years[0]) if years else None}
        yield {
            "relatedItemType": "Text",
            "relationType": "IsDerivedFrom",
            "titles": [{"title": item["title"]}],
            **{key: value for key, value in imprint.items() if value},
        }
