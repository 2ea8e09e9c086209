"""How many sentences of each article are coded, and how many are left out, by reason."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import EVERY_TABLE, PASSAGES, SOURCES
from pipeline.read.schema import Schemas
from pipeline.read.seeds import ZONES

_CODED = ""
"""What stands in the place of a reason for sentences that are not left out."""


@dataclass(frozen=True)
class Share:
    """How many sentences of one article are coded, and how many left out by reason; of all, where `source_id` is empty.

    Counted are headlines, standfirsts, captions and bodies.
    """

    source_id: str
    sentences: int
    coded: int
    left_out: Mapping[str, int]


def shares(tables: Mapping[str, pa.Table], schemas: Schemas) -> list[Share]:
    """Return the share of each article, in the order of their ids, and last that of all.

    Reasons are in the order of their numbers, the largest first, equal ones by name.
    """
    zones = schemas.vocabularies[ZONES].codes
    of_articles = [zone.code for zone in zones if zone.extra.get("quoted_by") == EVERY_TABLE]
    passages = tables[PASSAGES]
    of_text = pc.is_in(passages["zone"], value_set=pa.array(of_articles, pa.string()))
    sentences = passages.filter(pc.and_(of_text, pc.is_null(passages["within"])))
    groups = sentences.group_by(["source_id", "status", "reason"], use_threads=False).aggregate([([], "count_all")])
    by_article, of_all = defaultdict[str, Counter[str]](Counter), Counter[str]()
    for group in groups.to_pylist():
        verdict = {str(group["reason"]) if group["status"] == "left_out" else _CODED: group["count_all"]}
        by_article[group["source_id"]].update(verdict)
        of_all.update(verdict)
    articles = tables[SOURCES]["source_id"].to_pylist()
    return [*(_share(source_id, by_article[source_id]) for source_id in articles), _share("", of_all)]


def _share(source_id: str, sentences: Counter[str]) -> Share:
    """Return the share of an article, or of all, from its numbers of sentences by the reason why they are left out."""
    reasons = {reason: number for reason, number in sentences.items() if reason != _CODED}
    ordered = dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
    return Share(source_id, sentences.total(), sentences[_CODED], ordered)
