"""Hedges: the words before and after a number that say how exact it is."""

from collections.abc import Sequence

from pipeline.reread.amounts.lexicon import Lexicon, Place
from pipeline.reread.amounts.numerals import spans
from pipeline.reread.amounts.spans import AMOUNTS
from pipeline.reread.amounts.tokens import Token, tokenise
from pipeline.reread.amounts.words import words_of

_AFTER_FIRST = frozenset({"or", "and", "plus", "+", "odd", "give", "余", "以", "及", "左", "上"})
"""First words of the hedges that follow their number: or more, plus, 以上."""
ADVERBS = frozenset({"approximately", "roughly", "approx"})
"""Hedges that follow their number where no other number can follow them: 120 crores approximately."""
_AFTER = frozenset({"more or less", "多"})
"""The other hedges that follow their number."""
_EITHER = frozenset(
    {"at least", "at most", "at the most", "at the very least", "at the least", "maximum", "max", "minimum"}
)
"""Hedges that stand before their number or after it."""
PREPOSITIONS = frozenset(
    {
        "over",
        "about",
        "around",
        "under",
        "above",
        "below",
        "some",
        "near",
        "beyond",
        "up to",
        "close to",
        "just",
        "only",
    }
    | {
        "c",
        "ca",
        "超",
        "近",
        "约",
        "within",
        "short of",
        "exceed",
        "exceeded",
        "exceeds",
        "exceeding",
        "topping",
        "topped",
    }
    | {"more than", "less than", "surpassing", "surpassed", "approaching", "nearing", "estimated"}
    | {"最高", "最低", "突破"}
)
"""Hedges whose words also say other things: around the world, only then, more than before."""
FILLERS = words_of(
    "a an the its their his her our those these this that another further additional extra total combined record "
    "whopping staggering massive mere full whole new estimated"
)
"""Words that may stand between a hedge and its number and do not change it."""
DETERMINERS = words_of("the its their his her our those these this that")
UNREAD = words_of(
    "perhaps maybe possibly probably presumably barely hardly scarcely virtually practically conceivably supposedly "
    "ish tops thereabouts nigh verging bordering ballpark conservatively conservative "
    "est estimate estimates initially originally guess guessed thought whether"
)
"""Words that hedge a number in a way that no qualifier says."""


def text_of(tokens: Sequence[Token], place: Place) -> str:
    """Return the words of a phrase, in small letters, with one space between tokens that stand apart."""
    parts = [
        (" " if number and not token.glued else "") + token.lower
        for number, token in enumerate(tokens[place.start : place.end])
    ]
    return "".join(parts)


def hedge_places(tokens: Sequence[Token], lexicon: Lexicon) -> list[Place]:
    """Return every phrase that a qualifier lists, whether it hedges a number or not."""
    return lexicon.qualifiers.all_in(tokens)


def may_precede(tokens: Sequence[Token], place: Place) -> bool:
    """Return whether a hedge can stand before its number."""
    text = text_of(tokens, place)
    return text in _EITHER or not (tokens[place.start].lower in _AFTER_FIRST or text in _AFTER)


def may_follow(tokens: Sequence[Token], place: Place) -> bool:
    """Return whether a hedge can stand after its number."""
    text = text_of(tokens, place)
    return text in _EITHER or text in _AFTER or text in ADVERBS or tokens[place.start].lower in _AFTER_FIRST


def hedges(text: str, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Return every hedge that stands in a text, as its offsets and the code of its qualifier.

    Words that say other things as well count only within a few words before a numeral, those that follow a number only
    after one.
    """
    tokens = tokenise(text)
    numerals = [span for span in spans(tokens, lexicon) if span.kind in AMOUNTS]
    firsts, lasts = {span.first for span in numerals}, {span.last for span in numerals}
    places = []
    for place in hedge_places(tokens, lexicon):
        before = may_precede(tokens, place) and (
            text_of(tokens, place) not in PREPOSITIONS or any(place.end + step in firsts for step in range(5))
        )
        after = may_follow(tokens, place) and any(place.start - step in lasts for step in range(6))
        if before or after:
            places.append((tokens[place.start].start, tokens[place.end - 1].end, place.phrase.code))
    within = [(tokens[span.first].start, tokens[span.last - 1].end, span.hedge) for span in numerals if span.hedge]
    magnitudes = [
        (tokens[span.first].start, tokens[span.last - 1].end, "order_of_magnitude")
        for span in numerals
        if span.kind == "magnitude"
    ]
    return sorted({*places, *within, *magnitudes})
