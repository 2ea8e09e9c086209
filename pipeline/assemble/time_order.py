"""In which order events stand in the timeline: by the date of each, and never before what it follows or is part of.

The date only orders. An event of which only a last possible day is known stands no later than what follows it.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import NamedTuple

from pipeline.model import id_order

START = "start"
RELATED = "related"


class SortDate(NamedTuple):
    """A date that orders an event, and its basis (a code of ``sort_bases``); both None where nothing is known."""

    day: date | None = None
    basis: str | None = None


def in_order(
    own: Mapping[str, SortDate], earlier: Mapping[str, Set[str]], wholes: Mapping[str, Set[str]]
) -> dict[str, SortDate]:
    """Return the sort date of each event; of equal dates the event that others follow comes first, then the lesser id.

    >>> own = {"deal": SortDate(date(2025, 5, 1), "start"), "talks": SortDate(date(2025, 5, 31), "end")}
    >>> {event: f"{day:%d} {basis}" for event, (day, basis) in in_order(own, {"deal": {"talks"}}, {}).items()}
    {'talks': '01 related', 'deal': '01 start'}

    Args:
        own: what each event's own dates give, by its id.
        earlier: the events that an event cannot stand before, by its id.
        wholes: those of them that it is a part of.
    """
    order = _related_order(own, earlier)
    later: dict[str, list[str]] = {event_id: [] for event_id in order}
    for event_id in order:
        for other in earlier.get(event_id, ()):
            later[other].append(event_id)
    dates = {event_id: own[event_id] for event_id in order}

    def lower_to(event_id: str, others: Iterable[str]) -> None:
        (day, basis), days = dates[event_id], _days(dates, others)
        if days and basis != START and (day is None or min(days) < day):
            dates[event_id] = SortDate(min(days), RELATED)

    def lower() -> None:
        for event_id in reversed(order):
            lower_to(event_id, later[event_id])

    lower()
    for event_id in order:
        # A part is over when its whole is.
        lower_to(event_id, [whole for whole in wholes.get(event_id, ()) if dates[whole].basis != START])
    for event_id in order:
        day, days = dates[event_id].day, _days(dates, earlier.get(event_id, ()))
        if days and (day is None or max(days) > day):
            dates[event_id] = SortDate(max(days), RELATED)
    # What nothing was known of may stand before an event that has its date only now.
    lower()
    return dates


def _days(dates: Mapping[str, SortDate], event_ids: Iterable[str]) -> list[date]:
    """Return the sort dates that some events have."""
    return [day for event_id in event_ids if (day := dates[event_id].day)]


def _related_order(event_ids: Iterable[str], earlier: Mapping[str, Set[str]]) -> list[str]:
    """Return events after those that they cannot stand before, otherwise by id.

    In a cycle, which the rules on relations report, the event that is met first comes last.
    """
    order: list[str] = []
    met: set[str] = set()

    def place(event_id: str) -> None:
        if event_id not in met:
            met.add(event_id)
            for other in sorted(earlier.get(event_id, ()), key=id_order):
                place(other)
            order.append(event_id)

    for event_id in sorted(event_ids, key=id_order):
        place(event_id)
    return order
