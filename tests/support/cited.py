"""What the tests of citations ask for, and the items that the answers must agree with."""

import json
from typing import Any

from counternarcotics import _cite
from tests.support import ROOT

KNOWN: dict[str, Any] = json.loads((ROOT / "data" / "citations.json").read_text(encoding="utf-8"))
HARBOUR = "000_e25085825dfbef59"
QUOTE = "legal-cases--liu-yuejin-bribery--conduct-period--1"
ASKED: tuple[tuple[str | None, str | None], ...] = (
    (None, None),
    ("event_actors", None),
    ("seizures", "yantian-cocaine"),
    ("event_actors", "blackmail-accusation--china"),
    ("evidence", QUOTE),
    ("passages", f"{HARBOUR}--001"),
    *(("sources", key) for key in KNOWN["articles"]),
)


def items(table: str | None, row: str | None) -> list[dict[str, Any]]:
    """Return the CSL-JSON items of what is asked for."""
    found: list[dict[str, Any]] = json.loads(_cite.cite("csl-json", table, row))
    return found
