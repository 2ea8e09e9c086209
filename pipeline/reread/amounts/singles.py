"""Amounts without a numeral: one of a thing that “a” stands before, and none of what “no” stands before."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.reread.amounts.lexicon import COUNT, Lexicon
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.spans import NUMBER, Span
from pipeline.reread.amounts.tokens import Token
from pipeline.reread.amounts.words import words_of

BOUNDARIES = words_of(
    "of in from on at by with to for and or per a an each every worth between across over during since who that which "
    "were was are is be been have had has will would could can may as into through after before within under the than "
    "against among via near about around but while when where whose not nor if it its they their he his she her found "
    "seized arrested up"
)
"""Words at which the nouns after a number end."""
_FIGURATIVE = words_of(
    "evidence money work time people things questions paperwork trouble pressure attention problems data"
)
"""What a ton of is much, and no mass."""
_NOTHING = words_of("arrest arrests seizure seizures case cases casualties injuries fatalities charges convictions")


def article_at(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> Span | None:
    """Return the one that an article says before a unit of measure or a single thing, or None.

    The thing must be the last noun before a boundary: “a gang member” is one person, “a dealer network” none.
    """
    if tokens[place].lower not in ("a", "an"):
        return None
    measure = lexicon.measure_at(tokens, place + 1)
    if measure:
        single = not measure.phrase.plural and not _joined(tokens, measure.end) and not _joined(tokens, measure.start)
        if lexicon.dimensions[measure.phrase.code] in ("mass", "volume"):
            single = single and _measures(tokens, measure.end)
        return Span(place, place + 1, Decimal(1), NUMBER) if single else None
    end = noun_end(tokens, place + 1)
    for start in range(place + 1, end):
        unit = lexicon.units.at(tokens, start)
        if unit and unit.end == end and not unit.phrase.plural and lexicon.dimensions[unit.phrase.code] == COUNT:
            return Span(place, place + 1, Decimal(1), NUMBER)
    return None


def _measures(tokens: Sequence[Token], end: int) -> bool:
    """Return whether a mass measures what follows: neither a gram scale nor a ton of evidence."""
    following = tokens[end] if end < len(tokens) else None
    if following is None or following.kind != "word":
        return True
    figurative = following.lower == "of" and end + 1 < len(tokens) and tokens[end + 1].lower in _FIGURATIVE
    return following.lower in BOUNDARIES and not figurative


def noun_end(tokens: Sequence[Token], start: int) -> int:
    """Return where the words end that begin at a token and reach to a boundary, at most six of them."""
    end = start
    while end < min(start + 7, len(tokens)):
        token = tokens[end]
        if (
            token.lower in BOUNDARIES
            or token.kind == "digits"
            or (token.kind == "mark" and token.text not in "-“”\"'’")
        ):
            break
        end += 1
    return end


def nothing_at(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> Span | None:
    """Return the nought that `no` says before counted things, or None."""
    if tokens[place].lower != "no":
        return None
    for start in range(place + 1, min(noun_end(tokens, place + 1), place + 4)):
        unit = lexicon.units.at(tokens, start)
        if tokens[start].lower in _NOTHING or (unit and lexicon.dimensions[unit.phrase.code] == COUNT):
            return Span(place, place + 1, Decimal(0), NUMBER)
    return None


def _joined(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a hyphen joins a token to the one before it."""
    return (place < len(tokens) and tokens[place].text == "-") or tokens[place - 1].text == "-"


def coordinated(tokens: Sequence[Token], span: Span, pieces: Sequence[Piece]) -> bool:
    """Return whether `and` or a comma joins a single thing to a number beside it: a man and two women."""
    links = (["and"], [","], [",", "and"], ["plus"], ["&"], ["as", "well", "as"])
    end = noun_end(tokens, span.last)
    for piece in pieces:
        after = [token.lower for token in tokens[end : piece.begin]]
        before = [token.lower for token in tokens[piece.finish : span.first]]
        if (piece.begin >= end and after in list(links)) or (piece.finish <= span.first and _linked(before, links)):
            return True
    return False


def _linked(words: list[str], links: Sequence[list[str]]) -> bool:
    """Return whether a link ends the few words between a number and the article after it."""
    return len(words) <= 4 and any(words[-len(link) :] == link for link in links)
