"""What a row joins stands together: its place, date, persons and roles near the words that decide what the row is."""

from collections.abc import Iterator

from pipeline.assemble.built import Row
from pipeline.reread.pasted import entry
from pipeline.reread.surroundings import Doubt, Rule, Surroundings, words_of

ROLE = ("event_actors", "role")
FURTHER_ON = {("event_topics", "topic"), ("event_topics", "topic_text"), ("events", "date_reported")}
"""What an article says of an event further on, or once for several events: its topics, the day of the report."""


def reach_not_stated(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a place, a date or an actor of another event: words far from those that decide what the row is.

    A value that only a headline, a standfirst or a caption says is marked too. Where the words stand so, the record
    says it with `reach`, and users see it.
    """
    for tie, needed in _reaches(rows):
        if needed and needed != tie["reach"]:
            seen = f"“{tie['words']}” {_WHERE[needed]}"
            expected = "words in the same sentence or the next one" if needed != "outside_body" else "words of the body"
            fix = f"name such words, move the value to the row that they are about, or write {entry(tie, reach=needed)}"
            yield Doubt(tie, seen, expected, fix)


def reach_idle(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a `reach` beside words that stand near, which would tell users of a leap that there is not."""
    for tie, needed in _reaches(rows):
        if tie["reach"] and not needed:
            seen, expected = f"reach: {tie['reach']} beside “{tie['words']}”", "no reach, as the words stand near"
            yield Doubt(tie, seen, expected, f"write {entry(tie, reach=None)}")


def _reaches(rows: Surroundings) -> Iterator[tuple[Row, str]]:
    """Yield each tie with the reach that it needs; of an article that could not be read, which was reported, none."""
    for tie in rows.ties:
        if tie["source_id"] in rows.sentences:
            yield tie, _reach(tie, rows)


_WHERE = {
    "across": "stands more than one sentence from the words that decide what the row is",
    "other_article": "stands in an article that has no words which decide what the row is",
    "outside_body": "stands in the headline, the standfirst or a caption, and no other words say the value",
}


def _reach(tie: Row, rows: Surroundings) -> str:
    """Return how far the words of a tie stand from those that decide what the row is; empty where near enough."""
    if tie["table_name"] != "sources" and tie["evidence_id"] in rows.outside:
        return "outside_body"
    if not _stands_nearby(tie, rows):
        return ""
    deciding = rows.deciding(tie["table_name"], tie["row_id"])
    if (tie["table_name"], tie["field"]) == ROLE:
        # A role stands with its actor, and the actor with the event.
        deciding = [*deciding, *(other for other in rows.ties_of[tie["table_name"], tie["row_id"]] if other is not tie)]
    here = [other for other in deciding if other["source_id"] == tie["source_id"]]
    number = rows.number(tie["source_id"], tie["words_start"])
    if not deciding or number is None:
        return ""
    if not here:
        return "other_article"
    others = [rows.number(other["source_id"], other["words_start"]) for other in here]
    return "" if any(other is not None and abs(other - number) <= 1 for other in others) else "across"


def _stands_nearby(tie: Row, rows: Surroundings) -> bool:
    """Return whether the words of a tie say something about what happened that an article says in one passage."""
    happens = tie["table_name"] in rows.deciding_columns or tie["table_name"] in rows.built.owners
    # Who says it may be named further on; the rules on speech ask for a name around the words.
    says = rows.built.schemas.table(tie["table_name"]).column(tie["field"]).is_filled
    return happens and not says and (tie["table_name"], tie["field"]) not in FURTHER_ON


def deciding_words_shared(rows: Surroundings) -> Iterator[Doubt]:
    """Catches one event, number or case entered twice, and a total split into incidents with the same words."""
    for table, columns in rows.deciding_columns.items():
        for column in columns:
            ties = [tie for tie in rows.ties if tie["table_name"] == table and tie["field"] == column]
            ties.sort(key=words_of)
            for number, tie in enumerate(ties):
                for other in ties[number + 1 :]:
                    if not words_of(tie).overlaps(words_of(other)):
                        break
                    if other["row_id"] != tie["row_id"]:
                        yield from (_shared(tie, other), _shared(other, tie))


def _shared(tie: Row, other: Row) -> Doubt:
    seen = f"“{tie['words']}” decides both {tie['row_id']} and {other['row_id']}"
    fix = (
        "delete the row that is there twice, or name the words of this one alone; where one verb governs several "
        f"things that each have a row, write {entry(tie, exempt='one_list')}"
    )
    return Doubt(tie, seen, "words for this row alone", fix)


RULES: tuple[Rule, ...] = (reach_not_stated, reach_idle, deciding_words_shared)
