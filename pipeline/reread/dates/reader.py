"""The dates in the words, with the words that open a period with them or make them a bound."""

import re
from dataclasses import dataclass, replace

from pipeline.reread.dates.anchors import Anchor, beside, edtf
from pipeline.reread.dates.chains import Chain
from pipeline.reread.dates.joints import parse_chain, parse_span
from pipeline.reread.dates.lengths import parse_length, parse_week
from pipeline.reread.dates.lexicon import FUNCTION_WORDS
from pipeline.reread.dates.periods import parse_period
from pipeline.reread.dates.points import AHEAD, NEAREST, PERHAPS, UNCLEAR, Point, ends_of, parse_point, year_at
from pipeline.reread.dates.relative import parse_relative, relative_day
from pipeline.reread.dates.tokens import Line, any_of, phrases

_SINCE = phrases(r"(?:ever )?since(?: at least| as early as)?|beginning (?:in|on|from)")
_BOUND = phrases(
    r"as (?:of|at)|up (?:to|until|till)|until|till|by|(?:no|not) (?:later|earlier|sooner) than|on or (?:before|after)"
    r"|not (?:before|after|until)|prior to|before|after|through"
)
_STARTING_SPAN = phrases(r"(?:starting|beginning)(?: from| on| in(?! (?:and|or) ))?(?: at least)?(?: as early as)?")
_SPANNING = frozenset({"to", "until", "till", "through", "thru"})
_THROUGH_FIRST = phrases(r"through (?:the )?(?:first|last|final) (?:\w+ months|half)|through (?:the )?first quarter")
_STARTING = phrases(r"starting|effective(?: from| on| as of)?|with effect from")
_ONWARDS = phrases("onwards?")
_FROM_ON = phrases(r"onwards?|on(?= [,.;] | $)")
_TO_DATE = phrases("(?:up )?to date|(?:so|thus) far")
_SO_FAR = phrases(r"(?:so|thus) far(?: in)?(?: the)?")
_THIS = phrases(r"(?:this|current) (?P<unit>month|year)")
_SINCE_THEN = phrases(r"since then")
_WORDS_BEFORE = any_of(_SINCE_THEN, _SO_FAR, _STARTING_SPAN, _SINCE, _STARTING, _THROUGH_FIRST, _BOUND)
"""The words that open a date or bound it."""
_NOT_PAST = r"(?<!was )(?<!were )(?<!been )(?<!originally )(?<!initially )(?<!previously )(?<!first )"
_CUE = re.compile(
    r"\b(?:(?P<ahead>will|shall|upcoming|(?:is|are) (?:due|scheduled|set|expected|slated|to|planned)(?: to)?(?: be)?"
    rf"|{_NOT_PAST}(?:scheduled|slated|set) for|{_NOT_PAST}due (?:in|on|at|for)"
    r"|takes effect|(?:goes|comes|enters) into (?:effect|force|operation))"
    rf"|(?P<nearest>{_NOT_PAST}(?:scheduled|slated) to)"
    r"|(?P<unclear>would|could|can|may|might|should|must|due|scheduled|slated|set (?:for|to)|(?:were|was) to|to be|plan"
    r"|planned|plans|planning|to (?:visit|attend|host|travel|return|hold|convene)"
    r"|(?:is|are) (?:visiting|attending|hosting|travelling|traveling|heading|meeting)|visits|attends|hosts"
    r"|invite[sd]?|invitation|expected|expects|aims?|ahead of|in time for|expires?|faces?|awaits?|begins?"
    r"|(?<!the )starts?|take effect|(?:goes|go|comes?|enters?) into|runs|extends|extended|(?<!the )meets?|convenes?)"
    r"|(?P<perhaps>elections?|deadline|hearing|sentencing|trial|vote)"
    r"|(?P<report>said|told|announced|reported|stated|declared|wrote))\b"
)
_DIRECTIONS = {"ahead": AHEAD, "unclear": UNCLEAR, "perhaps": PERHAPS, "nearest": NEAREST, "report": ""}
_BOUNDS_AHEAD = frozenset({"by", "until", "till", "through", "before", "prior to", "no later than", "not later than"})
_EXCLUSIVE = {"before": -1, "prior to": -1, "after": 1}
"""Bounds that are not part of what they bound, and the side on which that lies."""
_EDGES = {"before": ("start", "beginning"), "prior to": ("start", "beginning"), "after": ("end",)}
"""Parts of a time that such a bound leaves out as it does the whole: "before the start of 2022"."""
_FROM_BEGINNING = frozenset(
    {"", "before", "prior to", "on or after", "not before", "no earlier than", "not earlier than", "not until"}
)


@dataclass(frozen=True)
class Item:
    """A date in the words, and where it stands.

    `opens` says that a period without an end begins with it, `bound` is the word that makes it a bound ("before"),
    `excludes` says that the bound is no part of what it bounds, `to_report` that a period begins with the date that
    ends with the report; `introduced` says that words of its own form begin it, so that it needs no word before it.
    """

    start: int
    end: int
    chain: Chain
    opens: bool = False
    bound: str = ""
    excludes: bool = False
    to_report: bool = False
    introduced: bool = False

    def resolved(self, line: Line, anchor: Anchor) -> str:
        """Return the EDTF date; ValueError where it cannot be told."""
        date = self.chain.resolved(anchor, _direction(line, self))
        if self.bound in _BOUNDS_AHEAD and not self._dated():
            self._near(date, anchor)
        if self.excludes:
            # What lasted until before 2022 lasted until 2021.
            return beside(date, _EXCLUSIVE[self.bound])
        return f"{date}/.." if self.opens else date

    def only(self) -> Point | None:
        """Return the point, where it is a single one."""
        return self.chain.points[0] if len(self.chain.points) == 1 else None

    def _near(self, date: str, anchor: Anchor) -> None:
        """Raise ValueError where a bound without a year is a weekday, or so far back that the words may look ahead."""
        anchor.check_near(date, self.bound)
        if any(point.shape == "weekday" for point in self.chain.points):
            raise ValueError(f"“{self.bound}” may look ahead: add the year to the words")

    def _dated(self) -> bool:
        return all(point.year or point.fixed for point in self.chain.points)


def _direction(line: Line, item: Item) -> str:
    """Return whether the words look ahead to a date, or do not say so; empty for a date that has been.

    The verbs before the date decide. One behind it leaves it open, unless a report comes first ("said on Monday that it
    will"). What is effective or starts on a date does so shortly before or after the report.
    """
    direction = _direction_of_verbs(line, item)
    return NEAREST if direction == "" and line.match(_STARTING, item.start) else direction


def _direction_of_verbs(line: Line, item: Item) -> str:
    before = list(_CUE.finditer(_without_months(line, 0, item.start)))
    cues = [match.lastgroup or "" for match in reversed(before)]
    if cues:
        # "Will expire on": the verb that looks ahead governs those behind it; "said he would" leaves it open.
        governing = next((cue for cue in cues if cue in ("ahead", "nearest", "report")), "perhaps")
        if governing != "ahead" and "unclear" in cues[: (*cues, governing).index(governing)]:
            return UNCLEAR
        return _DIRECTIONS[governing]
    behind = _CUE.search(_without_months(line, item.end, len(line)))
    if behind is None or behind.lastgroup == "report":
        return ""
    return PERHAPS if behind.lastgroup == "perhaps" else UNCLEAR


def _without_months(line: Line, start: int, end: int) -> str:
    """Return tokens in small letters without the names of months, so that May is no verb."""
    return " ".join(token.low for token in line.tokens[start:end] if not token.month)


def items_of(line: Line, anchor: Anchor) -> tuple[list[Item], list[int]]:
    """Return the dates that the words hold, and the positions of the tokens that belong to none.

    Raises:
        ValueError: a form is begun and not understood.
    """
    items, rest, at = list[Item](), list[int](), 0
    while at < len(line):
        item = item_at(line, at, anchor)
        if item is None:
            rest.append(at)
        else:
            items.append(item)
        at = item.end if item else at + 1
    return items, rest


def item_at(line: Line, at: int, anchor: Anchor) -> Item | None:
    """Return the date that begins at a position with the words that open or bound it, or None.

    Raises:
        ValueError: a form is begun and not understood.
    """
    if line.match(_WORDS_BEFORE, at):
        if hit := line.match(_SINCE_THEN, at):
            anchor.of_row("since then")
            return Item(at, hit[1], _complete(anchor.edtf), to_report=True, introduced=True)
        if hit := line.match(_SO_FAR, at):
            return _so_far(line, at, hit[1], anchor)
        if item := _with_word_before(line, at, anchor):
            return item
    return _with_word_behind(line, at, anchor)


def _with_word_before(line: Line, at: int, anchor: Anchor) -> Item | None:
    """Return a date with the word before it that opens a period, makes it a bound, or only says that it begins."""
    if (hit := line.match(_STARTING_SPAN, at)) and (span := parse_span(line, hit[1], anchor)):
        return Item(at, span[1], span[0], introduced=True)
    if (hit := line.match(_SINCE, at)) and (item := _date(line, hit[1], anchor)):
        return _with_word(line, at, item, "", {"start", "beginning"})
    if (hit := line.match(_STARTING, at)) and line[hit[1]].low not in ("in", "on", "from"):
        item = _date(line, hit[1], anchor)
        return item and replace(item, start=at, introduced=True)
    if line.match(_THROUGH_FIRST, at) and (period := _date(line, at + 1, anchor)):
        # Through such a part of a year is throughout it.
        return replace(period, start=at, introduced=True)
    if (hit := line.match(_BOUND, at)) and (item := _date(line, hit[1], anchor)):
        return _with_word(line, at, item, hit[0][0], {"end"})
    return None


def _with_word_behind(line: Line, at: int, anchor: Anchor) -> Item | None:
    """Return a date with the word behind it that opens a period ("onwards") or ends one ("to date"), or without."""
    behind_from = line.skip(at, "from")
    item = _date(line, behind_from, anchor)
    if item and (hit := line.match(_ONWARDS if behind_from == at else _FROM_ON, item.end)):
        return _with_word(line, at, replace(item, end=hit[1]), "", {"start", "beginning"})
    if behind_from != at:
        item = _date(line, at, anchor)
    if item and (hit := line.match(_TO_DATE, item.end)):
        return replace(item, end=hit[1], to_report=True, introduced=True)
    return item


def _with_word(line: Line, at: int, item: Item, bound: str, exact: set[str]) -> Item:
    """Return a date with the word that opens a period with it or bounds it.

    What is `exact` loses nothing: the bound "by the end of 2024" is the year, and so is "since the start of 2024".
    """
    point = item.only()
    if not bound and "start" in exact and item.chain.is_span and _SPANNING & set(line.low(at, item.end).split()):
        # "Since May until July" is a span.
        return replace(item, start=at, introduced=True)
    if point is None or (point.fixed.startswith("{")):
        raise ValueError(f"“{line.text(at, item.end)}”: a bound needs one date")
    describes = line[item.end].kind == "word" and line[item.end].low not in FUNCTION_WORDS
    if bound in _EXCLUSIVE and describes and point.shape in ("month", "year"):
        # "Before May 2022 raids" may be in May, "before 2022 China had" is not in 2022.
        raise ValueError(f"“{line.text(at, item.end + 1)}” may be before or in that time: end the words with the date")
    excludes = bound in _EXCLUSIVE and point.lossy in ("", *_EDGES[bound])
    if point.lossy in exact or excludes:
        point = replace(point, lossy="")
    if "/" in point.fixed:
        first, last = ends_of(point.fixed)
        point = replace(point, fixed=first if bound in _FROM_BEGINNING else last)
    return replace(
        item, start=at, chain=Chain((point,)), opens=not bound, bound=bound, excludes=excludes, introduced=True
    )


def _date(line: Line, at: int, anchor: Anchor) -> Item | None:
    """Return the dates that begin at a position."""
    try:
        relative = parse_relative(line, at, anchor) or parse_length(line, at, anchor) or parse_week(line, at, anchor)
    except ValueError:
        if day := _day_in_brackets(line, at, anchor):
            return day
        raise
    if relative:
        date, lossy, end = relative
        return Item(at, end, _complete(date, lossy), introduced=True)
    if parsed := parse_chain(line, at, anchor):
        return Item(at, parsed[1], parsed[0], introduced=line[at].low in ("from", "between"))
    return None


def _day_in_brackets(line: Line, at: int, anchor: Anchor) -> Item | None:
    """Return the day in brackets behind a relative day, which says it where the anchor does not ("Monday (May 3)")."""
    relative = relative_day(line, at)
    if relative is None or line[relative[1]].text != "(":
        return None
    weekday, behind = relative
    parsed = parse_point(line, behind + 1, anchor)
    if parsed is None or not (parsed[0].day and parsed[0].month) or line[parsed[1]].text != ")":
        return None
    point = parsed[0] if weekday is None else replace(parsed[0], weekday=weekday)
    return Item(at, parsed[1] + 1, Chain((point,)), introduced=True)


def _complete(date: str, lossy: str = "") -> Chain:
    return Chain((Point(fixed=date, lossy=lossy),))


def _so_far(line: Line, at: int, behind: int, anchor: Anchor) -> Item | None:
    """Return the first day of the period of "so far in 2025", "so far this year", "so far in FY2021"."""
    if hit := line.match(_THIS, behind):
        period = edtf(anchor.year()) if hit[0]["unit"] == "year" else edtf(*anchor.month())
        end = hit[1]
    elif parsed := parse_period(line, behind, anchor):
        period, _, end = parsed
    elif year := year_at(line, behind):
        period, end = edtf(year), behind + 1
    else:
        return None
    return Item(at, end, Chain((Point(fixed=period),)), to_report=True, introduced=True)
