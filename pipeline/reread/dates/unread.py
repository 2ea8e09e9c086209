"""What stands around the dates: words further off that make something of them, and what was left unread."""

import re
from dataclasses import replace

from pipeline.reread.dates.anchors import Anchor
from pipeline.reread.dates.lexicon import (
    ARTICLES,
    BESIDE_TIME,
    FUNCTION_WORDS,
    MONTH_BEFORE,
    NAMES_TOO,
    NUMBER_WORDS,
    PARTS,
    WEEKDAYS,
    YEAR_BEFORE,
    word_set,
)
from pipeline.reread.dates.points import Point, year_at
from pipeline.reread.dates.reader import Item
from pipeline.reread.dates.tokens import POSSESSIVE, Line, of_time

_SAFE_BEFORE = word_set(", . ; : ( | ’s [ \" ' “ ‘ — …") | {""}
_SAFE_BEHIND = word_set(", . ; : ( | ’s ) ] \" ' ” ’ — … ? !") | {""}
_UNSAFE_BEHIND = word_set("or plus next coming last first second third fourth half early late mid end")
_NO_DATE_OF_ITS_OWN = re.compile(
    r"\b(?:same|corresponding|comparable|equivalent) (?:period|time|point)\b|\bthis time\b|\bbefore (?:last|and|or)\b"
    r"|\bto date\b|\b(?:so|thus) far\b|\b(?:not|never|except|excluding|without|save) (?:in|on|since|during|for)\b"
    r"|\bat the (?:latest|earliest)\b|\band (?:before|after)\b"
)
_RECORDS = word_set("time first highest lowest largest biggest most worst best level record peak")
_CLAUSE_ENDS = word_set(", . ; :")
_BEFORE_DATE = frozenset({"in", "on", "the", "its", "their"})
_DAY_BEFORE = word_set("on since by from until till to and or before after between through")
_FAR_BOUNDS = frozenset({"until", "till", "before", "after"})
_NAMED_DAYS = word_set("good black super ash holy bloody cyber easter palm giving shrove maundy spy red mad small")
"""Words that name a day of the week by what it is known for."""
_AMOUNTS = word_set("total number group haul batch amount quantity series sum average")


def with_far_words(line: Line, items: list[Item], rest: list[int]) -> tuple[list[Item], list[int]]:
    """Return the dates with what words further before them in the clause make of them, and the tokens still unread.

    "Stalled since the visit in August 2022", "began passing tips in 2012", "until his arrest on May 3".

    Raises:
        ValueError: something began on the date, which does not say whether it lasts.
    """
    if len(items) != 1 or items[0].opens or items[0].bound or items[0].to_report:
        return items, rest
    item = items[0]
    for at in range(item.start - 1, -1, -1):
        word = line[at].low
        if word in _CLAUSE_ENDS:
            break
        if word == "since" and line[item.start - 1].low in _BEFORE_DATE | {"began"}:
            return [replace(item, opens=True)], [other for other in rest if other != at]
        if word in ("before", "after") and _of_hour(line, at):
            continue
        if word in _FAR_BOUNDS:
            return [replace(item, bound=word)], [other for other in rest if other != at]
        if word in ("began", "begun"):
            if "since" in line.low(0, at).split():
                continue
            if not (line[at + 1].low.endswith("ing") or line[at + 1].low == "to"):
                raise ValueError(f"“{word}” does not say whether what began lasts: name the words of the date alone")
            return [replace(item, opens=True)], rest
    return items, rest


def _of_hour(line: Line, at: int) -> bool:
    """Return whether a bound is one of the hour, close to it ("shortly after 3 a.m. on")."""
    hour = line[at + 1].kind == "clock" or line[at + 1].low in ("noon", "dawn", "daybreak")
    return hour and line[at - 1].low in ("shortly", "just")


def check_unread(line: Line, items: list[Item], rest: list[int], anchor: Anchor) -> None:
    """Raise ValueError where a word of time or a number was left unread."""
    if hit := _NO_DATE_OF_ITS_OWN.search(" ".join(line[at].low for at in rest)):
        raise ValueError(f"“{hit[0]}” is not understood here")
    starts, ends = {item.start for item in items}, {item.end for item in items}
    for at in rest:
        token = line[at]
        if token.kind == "number":
            if not _counts(line, at, starts, ends):
                raise ValueError(f"“{token.text}” is not understood as part of a date, nor as a count")
        elif token.kind == "ordinal" and _numbers_noun(line, at):
            continue
        elif of_time(token) and token.kind != "clock":
            raise ValueError(f"“{token.text}” is not understood here")
        elif token.low == "following" and anchor.text and not anchor.published:
            continue
        elif token.low == "present" and line[at - 2 if line[at - 1].low == "the" else at - 1].low in (
            "to",
            "till",
            "until",
            "-",
            "–",
        ):
            raise ValueError("a span up to the present is not understood")
        elif token.low in ("over", "under") and at + 1 in starts and _begins_count(line, at + 1):
            raise ValueError(f"“{token.text}” before a time is not understood")
        elif (token.low in BESIDE_TIME or _has_part(token.low)) and _before_time(line, at, starts):
            raise ValueError(f"“{token.text}” before a date or a word of time is not understood")
    for item in items:
        _check_marks(line, item, starts)
        if item.opens and line[item.start - 1].low in _RECORDS:
            raise ValueError(f"“{line.text(item.start - 1, item.end)}” names no period of the event")
        check_introduced(line, item)


def _numbers_noun(line: Line, at: int) -> bool:
    """Return whether an ordinal belongs to a noun that is no time ("the 67th session") and is no day ("on the 3rd")."""
    before = line[at - 2] if line[at - 1].low in ARTICLES else line[at - 1]
    behind = line[at + 1]
    noun = behind.kind == "word" and not of_time(behind) and behind.low not in FUNCTION_WORDS
    return noun and before.low not in _DAY_BEFORE and before.kind == "word"


def _begins_count(line: Line, at: int) -> bool:
    """Return whether a date begins with a count ("a year ago")."""
    low = line[at].low
    return low in NUMBER_WORDS or low in ("a", "an") or (line[at].kind == "number" and not year_at(line, at))


def _has_part(word: str) -> bool:
    """Return whether a compound holds a word for a part of a time ("mid-to-late")."""
    return bool(set(word.split("-")) & PARTS)


def _before_time(line: Line, at: int, starts: set[int]) -> bool:
    """Return whether a date or a word of time follows, articles and "of" passed over."""
    if line[at].low in ("a", "an"):
        return at + 1 in starts
    behind = line.skip(line.skip(at + 1, "of"), *ARTICLES)
    unread = behind < len(line) and line[behind].kind != "clock" and of_time(line[behind])
    return behind in starts or at + 1 in starts or unread


def _counts(line: Line, at: int, starts: set[int], ends: set[int]) -> bool:
    """Return whether a number counts the noun behind it, or is an age ("aged 45", "Smith, 45, was")."""
    if year_at(line, at) or at in ends or line.skip(at + 1, ",", "and", "or", "to", "-", "–", "/") in starts:
        return False
    named = line[at - 1].text == "," and line[at - 2].named and at - 1 not in ends
    if line[at - 1].low in ("aged", "age") or (named and line[at + 1].text == ","):
        return True
    if line[at - 1].low in ("on", "the", "#", "/", "-", "–") or ({at - 1, at - 2} & ends and line[at - 1].text == ","):
        return False
    behind = line[at + 1]
    return behind.kind == "word" and at + 1 not in starts and not of_time(behind) and behind.low not in FUNCTION_WORDS


def _check_marks(line: Line, item: Item, starts: set[int]) -> None:
    """Raise ValueError where a mark or a word joins a date to what is not understood."""
    before, behind = line[item.start - 1], line[item.end]
    if (
        item.start
        and before.kind == "mark"
        and before.text not in _SAFE_BEFORE
        and not _spaced_dash(line, item.start - 1)
        and not _labelled(line, item)
    ):
        raise ValueError(f"“{before.text}” before a date is not understood")
    if behind.kind == "mark" and behind.text not in _SAFE_BEHIND and not _spaced_dash(line, item.end):
        raise ValueError(f"“{behind.text}” behind a date is not understood")
    cut_off = behind.low in ("before", "after") and line[item.end + 1].kind == "mark"
    if cut_off or (behind.low in _UNSAFE_BEHIND and item.end not in starts):
        raise ValueError(f"“{behind.text}” behind a date is not understood")


def _labelled(line: Line, item: Item) -> bool:
    """Return whether a slash parts a label from a full date ("Ends/Tuesday, December 17, 2019")."""
    point = item.only()
    label = line[item.start - 2]
    full = point is not None and bool(point.year and point.month and point.day)
    return full and line[item.start - 1].text == "/" and label.kind == "word" and not of_time(label)


def _spaced_dash(line: Line, at: int) -> bool:
    return line[at].text in ("-", "–") and line[at].spaced and line[at + 1].spaced


def check_introduced(line: Line, item: Item) -> None:
    """Raise ValueError where a bare year or month may be something else: "Section 2021", "March on"."""
    point = item.only()
    if point is None or item.introduced:
        return
    _check_name(line, item, point)
    if point.lossy or point.shape not in ("year", "month"):
        return
    if point.shape == "month" and point.year:
        return
    before, behind = line[item.start - 1], line[item.end]
    words = line.text(max(item.start - 1, 0), item.end + 1)
    if item.start == 0 or before.text == ",":
        ends = behind.kind == "mark" or (point.shape == "year" and behind.low in FUNCTION_WORDS)
        if not ends and (point.shape == "month" or behind.low.endswith("s")):
            raise ValueError(f"“{words}” may not be a date: take in a word before it (“in”)")
        return
    allowed = YEAR_BEFORE if point.shape == "year" else MONTH_BEFORE
    if before.low not in allowed and before.text not in ("(", POSSESSIVE):
        raise ValueError(f"“{words}” may not be a date")
    if before.low == "of" and line[item.start - 2].low in _AMOUNTS:
        raise ValueError(f"“{words}” may be a count")


def _check_name(line: Line, item: Item, point: Point) -> None:
    """Raise ValueError where a month or a weekday may be part of a name ("Theresa May", "Good Friday")."""
    before, behind = line[item.start - 1], line[item.end]
    if before.text == ".":
        before = line[item.start - 2]
    words = line.text(max(item.start - 1, 0), item.end + 1)
    other = item.start > 0 and before.kind == "word" and before.named and before.low not in FUNCTION_WORDS
    other = other and not _place(line, item)
    if other and (point.shape == "weekday" or (line[item.start].low in NAMES_TOO and not (point.day and point.year))):
        raise ValueError(f"“{words}” may be a name")
    if point.shape == "weekday" and before.low != "on" and behind.kind == "word" and behind.named:
        raise ValueError(f"“{words}” may be a name: take in a word before it (“on”)")
    title = before.low == "of" and line[item.start - 2].named and not of_time(line[item.start - 2])
    if title and point.shape == "month" and not point.year and line[item.start].low in NAMES_TOO:
        raise ValueError(f"“{words}” may be a name")
    alone = point.shape == "weekday" and line[item.start].low in WEEKDAYS and before.low == "the"
    if alone and (behind.kind != "word" or behind.low in FUNCTION_WORDS):
        raise ValueError(f"“{words}” points at a day of the passage")
    if point.shape == "month" and not point.year and behind.low == "of":
        raise ValueError(f"“{words}” may be a name")


def _place(line: Line, item: Item) -> bool:
    """Return whether a place stands before a day of the week that ends its clause ("in Beijing Tuesday")."""
    ends = line[item.end].kind == "mark" and line[item.end].text != POSSESSIVE
    return ends and line[item.start - 2].low == "in" and line[item.start - 1].low not in _NAMED_DAYS
