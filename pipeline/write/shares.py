"""How many sentences of each article are coded, and how many are left out, by reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline.model import EVERY_TABLE, PASSAGES, SOURCES
from pipeline.read.schema import Schemas
from pipeline.read.seeds import ZONES


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
    of_articles = {zone.code for zone in zones if zone.extra.get("quoted_by") == EVERY_TABLE}
    rows = [row for row in tables[PASSAGES].to_pylist() if row["zone"] in of_articles and row["within"] is None]
    each = [_share(row["source_id"], rows) for row in tables[SOURCES].to_pylist()]
    return [*each, _share("", rows)]


def _share(source_id: str, rows: Sequence[Mapping[str, object]]) -> Share:
    """Return the share of one article; of all, where `source_id` is empty."""
    own = [row for row in rows if row["source_id"] == source_id or not source_id]
    reasons = Counter(str(row["reason"]) for row in own if row["status"] == "left_out")
    ordered = dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
    return Share(source_id, len(own), len(own) - sum(reasons.values()), ordered)
