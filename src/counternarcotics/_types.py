"""What type checkers and editors know of the public functions; nothing imports it when the package runs.

A type checker cannot read the descriptor: tests hold these lists equal to it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, Protocol, overload

import pandas as pd

TableName = Literal[
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
    "controlled_substances",
    "event_substances",
    "figures",
    "legal_cases",
    "case_outcomes",
    "seizures",
    "timeline",
]
FileFormat = Literal["csv", "parquet"]
Day = str | date
"""A day, or text such as 2025-06; a datetime and a Timestamp are dates too."""
CitationFormat = Literal["apa", "chicago", "bibtex", "ris", "csl-json", "r"]


class Load(Protocol):
    """`load`: a function with one attribute a table, which loads that table."""

    actors: Callable[[], pd.DataFrame]
    places: Callable[[], pd.DataFrame]
    events: Callable[[], pd.DataFrame]
    event_actors: Callable[[], pd.DataFrame]
    event_relations: Callable[[], pd.DataFrame]
    event_topics: Callable[[], pd.DataFrame]
    positions: Callable[[], pd.DataFrame]
    sources: Callable[[], pd.DataFrame]
    evidence: Callable[[], pd.DataFrame]
    passages: Callable[[], pd.DataFrame]
    substances: Callable[[], pd.DataFrame]
    controlled_substances: Callable[[], pd.DataFrame]
    event_substances: Callable[[], pd.DataFrame]
    figures: Callable[[], pd.DataFrame]
    legal_cases: Callable[[], pd.DataFrame]
    case_outcomes: Callable[[], pd.DataFrame]
    seizures: Callable[[], pd.DataFrame]
    timeline: Callable[[], pd.DataFrame]

    @overload
    def __call__(self, table: TableName) -> pd.DataFrame: ...
    @overload
    def __call__(self, table: str) -> pd.DataFrame: ...
