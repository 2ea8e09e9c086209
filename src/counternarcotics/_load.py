"""What makes a prompt complete the names of the tables.

Editors complete them between the quotes of ``load("…")``, from the types. Prompts do not: neither the plain one nor
IPython, with or without Jedi. All of them complete attributes, so ``load.seizures()`` is the same as
``load("seizures")``.
"""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False  # as typing has it, whose import would take longer than all the rest of this package's
if TYPE_CHECKING:
    import pandas as pd

    from counternarcotics._types import Load

# Held equal to the tables of the descriptor by a test: the import reads no file.
TABLES = (
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
)


def with_tables(load: Callable[[str], pd.DataFrame]) -> Load:
    """Give `load` its attributes."""
    for name in TABLES:
        setattr(load, name, _loader(load, name))
    return load  # type: ignore[return-value]  # the type of a function has no attributes of its own


def _loader(load: Callable[[str], pd.DataFrame], name: str) -> Callable[[], pd.DataFrame]:
    """Return the attribute of `load` for one table."""

    def loader() -> pd.DataFrame:
        return load(name)

    loader.__name__, loader.__qualname__ = name, f"load.{name}"
    loader.__doc__ = f'Return the table `{name}`, as ``load("{name}")`` does.'
    return loader
