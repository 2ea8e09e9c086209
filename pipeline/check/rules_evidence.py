"""Rules for evidence and passages: steps of inference, ends of quotes, who may be said to speak, zones and reasons.

They have the form of those in ``pipeline/check/rules.py``. Each was found by mutation.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from pipeline.check.built import Built, Finding
from pipeline.check.rules import Rule
from pipeline.check.rules_across import SPEAKS

# The readers that repeat each step of inference. `context` says of any words where they are found, and
# changes no reading.
REPEATED_BY: Mapping[str, str] = {
    "at_the_time": "date",
    "not_after": "date",
    "not_before": "date",
    "until": "date",
    "since": "date",
    "month_of": "date",
    "to_report": "date",
    "to_year_end": "date",
    "one_named": "number",
    "total": "number",
    "remainder": "number",
}
# The zones in which a passage may be left out for each reason that a zone is by itself.
ZONES_OF_REASONS: Mapping[str, tuple[str, ...]] = {
    "caption": ("caption",),
    "furniture": ("furniture", "caption"),
    "imprint": ("imprint",),
    "other_article": ("other_article",),
}
NAME_PART = re.compile(r"\w{3,}")


def inferences_are_repeated(built: Built) -> Iterator[Finding]:
    """Catches an inference named beside words whose reader does not take that step: a step left to trust."""
    for row in built.table("evidence"):
        schema = built.schemas.by_name.get(row["table"])
        column = schema.by_name.get(row["field"]) if schema else None
        reader = REPEATED_BY.get(row["inference"])
        if column and reader and column.reader != reader:
            seen, todo = f"{row['inference']} for {row['field']}", "take it out, or say context"
            yield Finding((row["table"], row["row_id"], row["field"]), seen, f"a {reader}", todo)


def quotes_begin_and_end_with_text(built: Built) -> Iterator[Finding]:
    """Catches a quote cut beside its first or last word, with a space that no reader sees."""
    for row in built.table("evidence"):
        for column in ("quote", "words"):
            if row[column] != row[column].strip():
                seen, todo = f"{column} {row[column]!r}", "take the space out"
                yield Finding((row["table"], row["row_id"], row["field"]), seen, "no space at either end", todo)


def only_events_are_told_by_someone(built: Built) -> Iterator[Finding]:
    """Catches a speaker named for what the article itself says: that an actor, a place or a substance exists.

    An outcome is told by those who speak in the event of its case, and a number without an event by the
    actor that its row names. Rows with an event of their own have a rule of their own.
    """
    voices = {(row["event_id"], row["actor_id"]) for row in built.table("event_actors") if row["role"] in SPEAKS}
    for row in built.table("evidence"):
        told, says = built.row(row["table"], row["row_id"]), row["attributed_to"]
        if not says or told is None or told.get("event_id"):
            continue
        case = built.row("legal_cases", told.get("case_id")) or {}
        if says != told.get("attributed_to") and (case.get("event_id"), says) not in voices:
            seen, todo = f"{says} says it", "take attributed_to out, or give the actor its part in the case's event"
            yield Finding((row["table"], row["row_id"], row["field"]), seen, "what the article itself says", todo)


def offices_are_of_the_one_named(built: Built) -> Iterator[Finding]:
    """Catches an office given to another person: a quote of it must hold a part of the holder's printed name."""
    printed = {actor_id: actor["name"] for actor_id, actor in built.by_id.get("actors", {}).items()}
    for row in built.table("positions"):
        rows = built.evidence_of.get(("positions", row["position_id"], "title"), ())
        parts = set(NAME_PART.findall(printed.get(row["actor_id"]) or ""))
        if not any(parts & set(NAME_PART.findall(one["quote"])) for one in rows):
            seen, todo = f"no quote of its title names {row['actor_id']}", "quote the name too, or mend the holder"
            yield Finding(("positions", row["position_id"], "actor_id"), seen, "a part of the name", todo)


def articles_name_themselves_in_their_own_zones(built: Built) -> Iterator[Finding]:
    """Catches a zone that begins or is called wrong: a title outside the headline, a byline inside the body."""
    for row in built.table("evidence"):
        if row["table"] == "sources":
            zones = {
                passage["zone"]
                for passage in built.table("passages")
                if passage["source_id"] == row["source_id"]
                and passage["start"] < row["quote_end"]
                and row["quote_start"] < passage["end"]
            }
            expected = "headline" if row["field"] == "title" else "imprint"
            if zones and zones != {expected}:
                seen, todo = f"its quote stands in {', '.join(sorted(zones))}", "mend the zones of the article"
                yield Finding(("sources", row["row_id"], row["field"]), seen, expected, todo)


def reasons_fit_zones(built: Built) -> Iterator[Finding]:
    """Catches a sentence of the article put away as furniture, and furniture as an assessment."""
    for row in built.table("passages"):
        own = ZONES_OF_REASONS.get(row["reason"] or "")
        if own and row["zone"] not in own:
            seen, todo = f"{row['reason']} in {row['zone']}", "mend the reason, or the zones of the article"
            yield Finding(("passages", row["passage_id"], "reason"), seen, f"one of {', '.join(own)}", todo)


def articles_have_one_headline(built: Built) -> Iterator[Finding]:
    """Catches a stretch of the body called headline or standfirst: each stands once at most, before the body."""
    passages = sorted(built.table("passages"), key=lambda row: (row["source_id"], row["start"]))
    for source_id, rows in groupby(passages, key=lambda row: str(row["source_id"])):
        kinds = [kind for kind, _ in groupby(row["zone"] for row in rows)]
        body = kinds.index("body") if "body" in kinds else len(kinds)
        for kind in ("headline", "standfirst"):
            if kinds.count(kind) > 1 or kind in kinds[body:]:
                seen, todo = f"zones in the order {', '.join(kinds)}", "mend the zones of the article"
                yield Finding(("sources", source_id, "body_start"), seen, f"one {kind}, before the body", todo)


RULES: tuple[Rule, ...] = (
    inferences_are_repeated,
    quotes_begin_and_end_with_text,
    only_events_are_told_by_someone,
    offices_are_of_the_one_named,
    articles_name_themselves_in_their_own_zones,
    reasons_fit_zones,
    articles_have_one_headline,
)
