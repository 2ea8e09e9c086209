"""The kinds of zones as the real vocabulary has them, for tests that cut articles by hand."""

from pipeline.model import Zone
from pipeline.read.schemas import read_schemas
from tests.support import ROOT

KINDS = read_schemas(ROOT / "schemas")[0].vocabularies["zones"].by_code


def zone(kind: str, start: int, end: int) -> Zone:
    """Return a zone that may be quoted as the vocabulary says."""
    return Zone(kind, start, end, KINDS[kind].extra.get("quoted_by", ""))
