"""What type checkers and editors know of the public functions; nothing imports it when the package runs.

A type checker cannot read the descriptor: tests hold these lists equal to it.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

TableName = Literal[
    "timeline",
    "seizures",
    "controlled_substances",
    "legal_cases",
    "actors",
    "places",
    "events",
    "event_actors",
    "event_relations",
    "event_topics",
    "positions",
    "sources",
    "evidence",
    "passages",
    "substances",
    "event_substances",
    "figures",
    "case_outcomes",
]
FileFormat = Literal["csv", "parquet"]
Day = str | date
"""A day, or text such as 2025-06; a datetime and a Timestamp are dates too."""
CitationFormat = Literal["apa", "chicago", "bibtex", "biblatex", "ris", "csl-json", "r"]
