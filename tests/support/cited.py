"""What the tests of citations ask for, and the items that the answers must agree with."""

import json
from typing import Any

from counternarcotics import _cite
from tests.support.built import BUILT

KNOWN: dict[str, Any] = json.loads((BUILT / "data" / "citations.json").read_text(encoding="utf-8"))
RELEASE = "sample-affairs-release"
QUOTE = "legal-cases--lorem-ring-sentences--conduct-period--1"
ASKED: tuple[tuple[str | None, str | None], ...] = (
    (None, None),
    ("event_actors", None),
    ("seizures", "yantian-cocaine"),
    ("event_actors", "inkwell-talks--bureau-of-samples"),
    ("evidence", QUOTE),
    ("passages", f"{RELEASE}--001"),
    *(("sources", key) for key in KNOWN["articles"]),
)


def items(table: str | None, row: str | None) -> list[dict[str, Any]]:
    """Return the CSL-JSON items of what is asked for."""
    found: list[dict[str, Any]] = json.loads(_cite.cite("csl-json", table, row))
    return found
