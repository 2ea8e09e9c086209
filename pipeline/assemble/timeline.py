"""The table `timeline`: each event as one row to read, with names in place of ids, in the order of time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.assemble.built import EVENTS, LATER, several
from pipeline.assemble.time_order import SortDate, in_order
from pipeline.model import ARTICLE, SOURCES, id_order
from pipeline.read import edtf
from pipeline.read.schema import SEVERAL, Schemas

TIMELINE = "timeline"
PART_OF = "part_of"
ROLES = {
    "initiators": ("initiator",),
    "recipients": ("recipient",),
    "participants": ("participant", "host"),
}
"""The columns of names, with the roles of those whom each names."""
NAMED = (EVENTS, SOURCES, "actors", "places", "substances")
"""The tables whose rows are looked up by id."""
PARTS = ("event_actors", "event_relations", "event_topics", "event_substances")
"""The tables whose rows are parts of events."""

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]


def timeline_of(tables: Mapping[str, pa.Table], schemas: Schemas) -> list[Row]:
    """Return the rows of the timeline that the other tables give."""
    rows = {name: tables[name].to_pylist() for name in (*NAMED, *PARTS)}
    return timeline_rows(rows, _sources_of_events(tables["evidence"]), schemas)


def timeline_rows(rows: Rows, sources: Mapping[str, Iterable[str]], schemas: Schemas) -> list[Row]:
    """Return a row for each event, made of the rows of the other tables.

    Of equal sort dates the event that others follow comes first.

    Args:
        rows: those of the tables `NAMED` and `PARTS`.
        sources: the articles that each event's own quotes come from, by event id.
        schemas: all tables and vocabularies.
    """
    names = [column.name for column in schemas.table(TIMELINE).columns]
    by_id = {name: {row[schemas.table(name).id_name]: row for row in rows[name]} for name in NAMED}
    of_event = {name: _by_event(rows[name], schemas.table(name).id_name) for name in PARTS}
    articles = {
        event_id: [by_id[SOURCES][source_id] for source_id in sorted(source_ids, key=id_order)]
        for event_id, source_ids in sources.items()
    }
    own = {event_id: _own_date(event, articles.get(event_id, ())) for event_id, event in by_id[EVENTS].items()}
    earlier: dict[str, set[str]] = {}
    wholes: dict[str, set[str]] = {}
    for row in rows["event_relations"]:
        if row["relation"] in LATER and {row["event_id"], row["other_event_id"]} <= own.keys():
            earlier.setdefault(row["event_id"], set()).add(row["other_event_id"])
            if row["relation"] == PART_OF:
                wholes.setdefault(row["event_id"], set()).add(row["other_event_id"])
    return [
        {
            **dict.fromkeys(names),
            **{name: cell for name, cell in by_id[EVENTS][event_id].items() if name in names},
            "sort_date": day,
            "sort_basis": basis,
            **_names(by_id[EVENTS][event_id], {name: of_event[name].get(event_id, ()) for name in of_event}, by_id),
            "publishers": _joined(article["publisher"] for article in articles.get(event_id, ())),
        }
        for event_id, (day, basis) in in_order(own, earlier, wholes).items()
    ]


def _by_event(rows: Sequence[Row], id_name: str) -> dict[str, list[Row]]:
    """Return the rows of each event, in the order of their ids."""
    by_event: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: id_order(str(row[id_name]))):
        by_event.setdefault(row.get("event_id") or "", []).append(row)
    return by_event


def _sources_of_events(evidence: pa.Table) -> dict[str, set[str]]:
    """Return the articles that each event's own quotes come from."""
    of_events = evidence.filter(pc.field("table_name") == EVENTS)
    sources: dict[str, set[str]] = {}
    for row_id, source_id in zip(of_events["row_id"].to_pylist(), of_events["source_id"].to_pylist(), strict=True):
        sources.setdefault(row_id, set()).add(source_id)
    return sources


def _own_date(event: Row, articles: Iterable[Row]) -> SortDate:
    """Return what orders an event by itself: its first day, or else the earliest day that it cannot lie after.

    An article without a printed date bounds nothing. No report is later than the article that tells of it.
    """
    published = min((day for article in articles if (day := _last_day(article["published"]))), default=None)
    reported = _last_day(event["date_reported"])
    days = {
        "start": event["date_start"],
        "end": event["date_end"],
        "reported": min(reported, published or reported) if reported else None,
        "article": published,
    }
    return next((SortDate(day, basis) for basis, day in days.items() if day), SortDate())


def _last_day(text: str | None) -> date | None:
    """Return the last day that an EDTF value allows; None where it is empty or open."""
    return edtf.bounds(text).end if text else None


def _names(event: Row, children: Rows, by_id: Mapping[str, Mapping[str, Row]]) -> dict[str, str | None]:
    """Return what an event's row names by ids, as names.

    Args:
        event: the row of events.
        children: the rows of each table that belong to it.
        by_id: all rows of each table by id.
    """
    parts = [(row["role"], by_id["actors"].get(row["actor_id"], {})) for row in children["event_actors"]]
    place = by_id["places"].get(event["place_id"], {})
    substances = [by_id["substances"].get(row["substance_id"], {}) for row in children["event_substances"]]
    return {
        **{
            column: _joined(actor.get("name") for role, actor in parts if role in roles)
            for column, roles in ROLES.items()
        },
        "actor_countries": _joined(sorted({actor.get("country") or "" for _, actor in parts})),
        "sides": _joined(sorted({actor.get("side") or "" for _, actor in parts})),
        "place": place.get("name"),
        "place_country": place.get("country_code"),
        "topics": _joined(row["topic"] for row in children["event_topics"]),
        "substances": _joined(substance.get("name") for substance in substances),
        "substance_families": _joined(substance.get("family") for substance in substances),
        "attributed_to": _claimants(event["attributed_to"], by_id["actors"]),
        "reported_by": _claimants(event["reported_by"], by_id["actors"]),
        "part_of": _joined(row["other_event_id"] for row in children["event_relations"] if row["relation"] == PART_OF),
    }


def _claimants(ids: str | None, actors: Mapping[str, Row]) -> str | None:
    """Return ids of actors, as events joins them, as names; the article itself keeps its word."""
    return _joined(
        actor_id if actor_id == ARTICLE else actors.get(actor_id, {}).get("name") for actor_id in several(ids)
    )


def _joined(texts: Iterable[str | None]) -> str | None:
    """Return texts as one, each once; None where there is none.

    >>> _joined(["China", None, "United States", "China"])
    'China; United States'
    """
    return SEVERAL.join(dict.fromkeys(text for text in texts if text)) or None
