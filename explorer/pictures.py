"""The pictures of the pages, from the tables, each with the numbers that it shows."""

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from explorer.figures import palette
from explorer.figures.bars import Bar, Kind, bars_svg
from explorer.figures.card import social_card_png
from explorer.figures.timeline import timeline_svg
from explorer.prepared import SOURCES, TIMELINE, VERDICTS, Prepared, Said
from pipeline.write.shares import Share

CODED = Kind("behind a value", palette.CODED, palette.ON_DEEP)
LEFT_OUT = Kind("left out, by reason", palette.LEFT_OUT, palette.ON_PALE)
DATED = Kind("dated", palette.DATED, palette.ON_DEEP)
UNDATED = Kind("not dated", palette.UNDATED, palette.ON_PALE)
OF_WORDS = {
    "read": Kind("read", palette.READ, palette.ON_DEEP),
    "across_sentences": Kind("across sentences", palette.ACROSS, palette.ON_DEEP),
    "inferred": Kind("inferred", palette.INFERRED, palette.ON_PALE),
}
KINDS = OF_WORDS | {
    "judged": Kind("judged", palette.JUDGED, palette.ON_DEEP),
    "assigned": Kind("assigned", palette.ASSIGNED, palette.ON_DEEP),
    "derived": Kind("derived", palette.DERIVED, palette.ON_PALE),
    "reference": Kind("reference", palette.PALE, palette.INK, palette.REFERENCE),
}
"""The verdicts; those that the words of an article say come first."""


@dataclass(frozen=True)
class Picture:
    """A picture with the numbers behind it, as a table."""

    title: str
    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def timeline(prepared: Prepared, up: str) -> dict[str, Markup]:
    """Return the events in time and, apart, what went on for a time, each drawn for wide and for narrow screens.

    `up` leads from the page to the root of the site.
    """
    labels = prepared.categories(TIMELINE, "event_type")
    events = [
        {
            **cells,
            "label": labels[cells["event_type"]]["label"],
            "href": up + prepared.href(TIMELINE, event_id),
        }
        for event_id, cells in prepared.tables[TIMELINE].items()
        if cells["date"]
    ]
    states = [event for event in events if event["scope"] == "process"]
    happened = [event for event in events if event["scope"] != "process"]
    return {
        f"{name}_{width}": timeline_svg(f"{name}-{width}", rows, prepared.package.version, narrow=width == "narrow")
        for name, rows in (("events", happened), ("states", states))
        for width in ("wide", "narrow")
        if rows
    }


def pictures(prepared: Prepared) -> list[Picture]:
    """Return the pictures that describe the dataset."""
    return [_coverage(prepared), _verdicts(prepared), _precision(prepared)]


def card(prepared: Prepared, heading: str, said: Said) -> bytes:
    """Return the picture that other sites show beside a link to this one: what it is, and a value with its words."""
    source = f"{said.article} · counternarcotics {prepared.package.version}"
    value = f"{said.words} → {' · '.join(said.reading)}"
    return social_card_png(heading, (said.before, said.words, said.after), value, source)


def _coverage(prepared: Prepared) -> Picture:
    title = "How much of each article is behind a value"
    shares = {prepared.heading(SOURCES, share.source_id): share for share in prepared.shares[:-1]}
    bars = [
        Bar(
            article,
            [(CODED, share.coded), *((LEFT_OUT, number) for number in share.left_out.values())],
            lines=[prepared.imprint(share.source_id, "No publisher or date is printed"), _in_words(share)],
        )
        for article, share in shares.items()
    ]
    reasons = list(dict.fromkeys(reason for share in shares.values() for reason in share.left_out))
    rows = tuple(
        (article, share.sentences, share.coded, *(share.left_out.get(reason, 0) for reason in reasons))
        for article, share in shares.items()
    )
    columns = ("Article", "Sentences", "Behind a value", *(reason.replace("_", " ") for reason in reasons))
    return Picture(title, bars_svg("coverage", title, bars, prepared.package.version), columns, rows)


def _in_words(share: Share) -> str:
    left_out = ", ".join(f"{number}\u00a0{reason.replace('_', ' ')}" for reason, number in share.left_out.items())
    return f"{share.coded} of {share.sentences} sentences; left out: {left_out or 'none'}"


def _verdicts(prepared: Prepared) -> Picture:
    title = "How the values of each table follow from the articles"
    tables = {prepared.title(table): counts for table, counts in prepared.verdict_counts.items()}
    bars = []
    for table, counts in tables.items():
        share = 100 * sum(counts[verdict] for verdict in OF_WORDS) / counts.total()
        note = f"{share:.0f} % of {counts.total():,} from words"
        bars.append(Bar(table, [(kind, counts[verdict]) for verdict, kind in KINDS.items()], note))
    rows = tuple((table, *(counts[verdict] for verdict in VERDICTS)) for table, counts in tables.items())
    columns = ("Table", *(verdict.replace("_", " ") for verdict in VERDICTS))
    svg = bars_svg("verdicts", title, bars, prepared.package.version, shares=True)
    return Picture(title, svg, columns, rows)


def _precision(prepared: Prepared) -> Picture:
    meanings = prepared.categories(TIMELINE, "date_precision")
    counts = Counter(cells["date_precision"] for cells in prepared.tables[TIMELINE].values())
    dated = {str(meanings[code]["label"]): counts[code] for code in meanings}
    bars = [
        *(Bar(label, [(DATED, number)]) for label, number in dated.items()),
        Bar("No date", [(UNDATED, counts[None])]),
    ]
    rows = (*dated.items(), ("No date", counts[None]))
    svg = bars_svg("precision", f"How exactly {counts.total()} events are dated", bars, prepared.package.version)
    return Picture("How exactly the events are dated", svg, ("Precision", "Events"), rows)
