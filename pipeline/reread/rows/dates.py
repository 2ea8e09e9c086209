"""Dates against what is printed around them, and years that one article lends to another."""

import re
from collections.abc import Iterator

from pipeline.assemble.built import Row
from pipeline.model import SOURCES
from pipeline.read import edtf
from pipeline.reread.dates import DateReading
from pipeline.reread.inferences import SIMPLE
from pipeline.reread.pasted import entry
from pipeline.reread.rows.readings import date_in
from pipeline.reread.surroundings import Doubt, Rule, Surroundings

PUBLISHED = "published"
DATE_TEXT = "date_text"
_OTHER_MATTER = "; if what stands around is about something else, write "
_WORD = re.compile(r"[^\s,;:()“”\"]+")
_MORE = 4
_PASSAGE = 2
"""How many sentences away a date may stand from which another is counted."""
_OTHER_DAYS = ("2001-03-05", "2001-09-20")
"""Two days far from each other: what is counted from one differs from what is counted from the other."""
_SOME_DAY = "10-01"
"""When a fiscal year begins of which no record says so: its words must not be passed over."""


def date_cut_out_of_another(rows: Surroundings) -> Iterator[Doubt]:
    """Catches "February 27" of "February 27 and 29", and "May 2025" of "between January and May 2025".

    Read with a few words more on either side, a date is not one of several, nor one end of a period, nor a bound.
    """
    for tie in _simple(rows):
        words = _reading(tie, tie["words"], rows)
        cut = [
            (text, whole)
            for text in _wider(tie, rows)
            if words and (whole := _reading(tie, text, rows)) and _is_more(text, whole, tie["words"], words)
        ]
        if words and cut:
            # The longest text has the preposition that tells a period from two dates.
            text, whole = max(cut, key=lambda pair: len(pair[0]))
            bound = f"{whole.bound} " if whole.bound else ""
            seen = f"“{tie['words']}” reads as {words.date}, but “{text}” as {bound}{whole.date}"
            exempt = entry(tie, exempt="other_matter")
            fix = f"name all words of the date, “{text}”, and write what they say{_OTHER_MATTER}{exempt}"
            yield Doubt(tie, seen, "a date that is not cut out of another", fix)


def _is_more(text: str, whole: DateReading, words: str, part: DateReading) -> bool:
    """Return whether a text says several dates, a period or a bound, of which some words say a part."""
    several = whole.date != part.date and ("{" in whole.date or "/" in whole.date)
    return several or _is_bound(text, words, whole.bound)


def _is_bound(text: str, words: str, bound: str) -> bool:
    """Return whether a bound stands right before some words of a text; one further off bounds something else.

    >>> _is_bound("before the June 3", "June 3", "before"), _is_bound("before dawn on June 3", "June 3", "before")
    (True, False)
    """
    return bool(bound) and text.removesuffix(words).lower().split() in (bound.split(), [*bound.split(), "the"])


def date_to_come_read_as_past(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a hearing "on July 22" that "will" be held read as that of a year ago.

    Where the clause before a date looks forward, the date lies after that of the article; where the date opens its
    clause, what follows counts ("On July 22 he will").
    """
    for tie in _simple(rows):
        words = _reading(tie, tie["words"], rows) if tie["anchor"] == PUBLISHED else None
        for text in _looking_forward(tie, rows) if words else ():
            whole = _reading(tie, text, rows)
            if (
                words
                and whole
                and edtf.bounds(whole.date).start != edtf.bounds(words.date).start
                and whole.date > words.date
            ):
                _, start, end = rows.clause(tie)
                clause = rows.text(tie["source_id"])[start:end].strip()
                seen = f"“{tie['words']}” reads as {words.date}, but in “{clause}” as {whole.date}"
                fix = (
                    f"name the words that look forward too, with {tie['field']}: {whole.date}{_OTHER_MATTER}"
                    f"{entry(tie, exempt='other_matter')}"
                )
                yield Doubt(tie, seen, "the date that its clause looks forward to", fix)
                break


def _looking_forward(tie: Row, rows: Surroundings) -> Iterator[str]:
    """Yield the clause of a date up to its words, and less and less of it, in case another date stands before."""
    clause = rows.clause(tie)
    text = rows.text(tie["source_id"])
    starts = [clause.start, *(match.start() for match in _WORD.finditer(text, clause.start, tie["words_start"]))]
    if len(starts) <= 2:
        # Read as if the rest of the clause stood before the date.
        yield f"{text[tie['words_end'] : clause.end]} {tie['words']}"
    for start in starts:
        yield text[start : tie["words_end"]]


def _wider(tie: Row, rows: Surroundings) -> Iterator[str]:
    """Yield the words of a tie with up to four words more of its sentence on one side."""
    sentence = rows.sentence(tie)
    text = rows.text(tie["source_id"])
    before = [match.start() for match in _WORD.finditer(text, sentence.start, tie["words_start"])][-_MORE:]
    after = [match.end() for match in _WORD.finditer(text, tie["words_end"], max(sentence.end, tie["words_end"]))]
    for start in reversed(before):
        yield text[start : tie["words_end"]]
    for end in after[:_MORE]:
        yield text[tie["words_start"] : end]


def early_or_late_not_kept(rows: Surroundings) -> Iterator[Doubt]:
    """Catches "late 2019" coded as 2019 without a trace of "late": the word stands in `date_text`."""
    for tie in _simple(rows):
        table = rows.built.schemas.table(tie["table_name"])
        if table.column(tie["field"]) not in table.date_blocks or DATE_TEXT not in table.by_name:
            continue
        reading, row = _reading(tie, tie["words"], rows), rows.built.row(tie["table_name"], tie["row_id"])
        kept = (row or {}).get(DATE_TEXT) or ""
        if reading and reading.lossy and reading.lossy.lower() not in kept.lower():
            seen = f"“{tie['words']}” says {reading.lossy}, which {tie['value']} cannot hold"
            yield Doubt(tie, seen, "the printed words in date_text", f"add date_text: {tie['words']} with these words")


def year_lent_without_need(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a date counted from another article though its own article gives it: `cross_source` would be untrue.

    Source of rule: coding rule 6. The row that lends the year quotes its own article, as every dated row does.
    """
    for tie in _simple(rows):
        if tie["anchor"] in (None, PUBLISHED) or not _dated_elsewhere(tie, rows):
            continue
        published = (rows.built.row(SOURCES, tie["source_id"]) or {}).get(PUBLISHED)
        alone = _read(tie["words"], published, tie) if published else None
        if alone and alone.date == tie["value"]:
            seen = f"“{tie['words']}” is counted from {tie['anchor']}, which is dated in another article"
            yield Doubt(tie, seen, "a date counted from its own article", f"write {entry(tie, anchor=PUBLISHED)}")


def anchor_far_from_words(rows: Surroundings) -> Iterator[Doubt]:
    """Catches the year of another event: "November 26" counted from an event of 2023 in an article of 2025.

    Source of rule: coding rule 6. In an article that prints its day, a date is counted from that day, or from a date
    in the same passage.
    """
    for tie in _simple(rows):
        published = (rows.built.row(SOURCES, tie["source_id"]) or {}).get(PUBLISHED) or ""
        if tie["anchor"] in (None, PUBLISHED) or len(published) < len("2025-12-16"):
            continue
        number = rows.number(tie["source_id"], tie["words_start"])
        ties = _dates_here(tie, rows) or _relative_to(tie, published, rows)
        places = [rows.number(tie["source_id"], other["words_start"]) for other in ties]
        if number is not None and not any(place is not None and abs(place - number) <= _PASSAGE for place in places):
            seen = f"“{tie['words']}” is counted from {tie['anchor']}, whose date stands far away"
            fix = f"write {entry(tie, anchor=PUBLISHED)}, or the anchor of a row that is dated around these words"
            yield Doubt(tie, seen, f"a date within {_PASSAGE} sentences", fix)


def _dated_elsewhere(tie: Row, rows: Surroundings) -> bool:
    """Return whether the row from which a date is counted has its own date in other articles alone."""
    return not _dates_here(tie, rows)


def _dates_here(tie: Row, rows: Surroundings) -> list[Row]:
    """Return the ties, in the article of a tie, of the date from which it is counted."""
    table, _, row_id = tie["anchor"].partition("/")
    column = _date_column(table, rows)
    dates = [other for other in rows.ties_of.get((table, row_id), ()) if other["field"] == column]
    return [other for other in dates if other["source_id"] == tie["source_id"]]


def _relative_to(tie: Row, published: str, rows: Surroundings) -> list[Row]:
    """Return the ties, in the article of a tie, of the row that its words point at ("the next day").

    Words that lack the year alone ("November 26") point at no row: they say the same, whatever day they are counted
    from.
    """
    readings = [_read(tie["words"], day, tie) for day in (published, *_OTHER_DAYS)]
    without_year = {reading.date.partition("-")[2] for reading in readings if reading}
    if readings[0] and without_year == {tie["value"].partition("-")[2]}:
        return []
    table, _, row_id = tie["anchor"].partition("/")
    return [other for other in rows.ties_of.get((table, row_id), ()) if other["source_id"] == tie["source_id"]]


def _simple(rows: Surroundings) -> Iterator[Row]:
    """Yield the ties of dates that the words say themselves."""
    for tie in rows.ties:
        column = rows.built.schemas.table(tie["table_name"]).column(tie["field"])
        if column.reader == "date" and tie["inference"] in SIMPLE:
            yield tie


def _reading(tie: Row, words: str, rows: Surroundings) -> DateReading | None:
    """Return what words say, counted from the anchor of a tie; None where they cannot be read."""
    table, _, row_id = (tie["anchor"] or "").partition("/")
    if tie["anchor"] == PUBLISHED:
        table, row_id = SOURCES, tie["source_id"]
    column = _date_column(table, rows)
    anchor = (rows.built.row(table, row_id) or {}).get(column) if column else None
    return _read(words, anchor, tie)


def _date_column(table: str, rows: Surroundings) -> str | None:
    """Return the column of a row's own date; None where there is none, or no such table (reported as it was read)."""
    schema = rows.built.schemas.by_name.get(table)
    return schema.date_column if schema else None


def _read(words: str, anchor: str | None, tie: Row) -> DateReading | None:
    return date_in(words, anchor, tie["anchor"] == PUBLISHED, tie["fiscal_start"] or _SOME_DAY)


RULES: tuple[Rule, ...] = (
    date_cut_out_of_another,
    date_to_come_read_as_past,
    early_or_late_not_kept,
    year_lent_without_need,
    anchor_far_from_words,
)
