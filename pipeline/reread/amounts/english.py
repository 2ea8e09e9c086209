"""Numbers in English words."""

import functools
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal

from pipeline.reread.amounts.spans import HALF as HALF_KIND
from pipeline.reread.amounts.spans import LABEL, MAGNITUDE, MULTIPLE, NUMBER, ORDINAL, PART, UNREAD, Span
from pipeline.reread.amounts.tokens import Token
from pipeline.reread.amounts.words import (
    FOLDS,
    HALF,
    HUNDRED,
    MAGNITUDES,
    MULTIPLES,
    MULTIPLIERS,
    ORDINALS,
    PARTS,
    SHARES,
    SMALL,
    TENS,
    THOUSAND,
    VAGUE,
    words_of,
)

_NO_COUNT = words_of("no this that any every each which the only at another last next latest")
"""Words after which `one` stands for a thing and counts nothing."""
_AFTER_HALF = words_of("of the its their his her all that those these this what")
_BEFORE_PARTS = frozenset({"one", "first", "second", "other", "latter", "former", "past", "last", "-", "and"})
"""Words after which a half is a part of something."""
_AFTER_MULTIPLE = words_of("the that its their what last from in to as since over this of year")
_SLANG = frozenset({"gross", "grand"})
"""Words that say a number only after one or before `of`: five grand, but gross weight and grand jury."""
_QUARTER = Decimal("0.25")
_SIGNS = "±½⅓⅔¼¾⅛⅕−"


def is_number(token: Token) -> bool:
    """Return whether a token is a word of number that can stand within a numeral."""
    return token.lower in SMALL or token.lower in MULTIPLIERS or token.lower in MAGNITUDES


def mark_at(tokens: Sequence[Token], place: int) -> Span | None:
    """Return what a mark says of a number, or None: a fraction in one character, a power, a sign of both kinds."""
    text = tokens[place].text
    return Span(place, place + 1, None, UNREAD) if text in _SIGNS or (text.isnumeric()) else None


def span_at(tokens: Sequence[Token], place: int) -> Span | None:
    """Return the numeral in words that begins at a token, or None."""
    word = tokens[place].lower
    if _says_nothing(word):
        return None
    for words, reader in _READERS:
        if word in words:
            return reader(tokens, place)
    if word in SHARES and _lower(tokens, place + 1) == "of":
        return Span(place, place + 2, None, UNREAD)
    number = _number(tokens, place)
    # A multiplier that no number took is not understood: 2.million, tens of thousand.
    number_before = place > 0 and (is_number(tokens[place - 1]) or tokens[place - 1].kind == "digits")
    other = word in _SLANG and not number_before and _lower(tokens, place + 1) != "of"
    other = other or (word == "many" and _lower(tokens, place - 1) == "as")
    vague = (word in VAGUE and not other) or any(character.isnumeric() for character in word)
    return Span(place, place + 1, None, UNREAD) if number is None and (vague or word in MULTIPLIERS) else number


def half_after(tokens: Sequence[Token], place: int) -> int:
    """Return where `and a half` ends that begins at a token; 0 where it does not stand there."""
    words = [token.lower for token in tokens[place : place + 6]]
    for form in (["and", "a", "half"], ["-", "and", "-", "a", "-", "half"]):
        if words[: len(form)] == form:
            return place + len(form)
    return 0


def _lower(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].lower if 0 <= place < len(tokens) else ""


def _hyphen(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a hyphen joins the tokens on both sides of `place`."""
    return _lower(tokens, place) == "-" and tokens[place].glued and place + 1 < len(tokens) and tokens[place + 1].glued


def _next(tokens: Sequence[Token], place: int) -> int:
    """Return the place of the next word: `place`, or the one after a hyphen that stands there."""
    return place + 1 if _hyphen(tokens, place) else place


def _number(tokens: Sequence[Token], place: int) -> Span | None:
    """Return a number in words: thirty-five, one hundred and twenty, a dozen, two and a half million."""
    if _lower(tokens, place) == "one" and _lower(tokens, place - 1) in _NO_COUNT:
        return None
    if _lower(tokens, place) == "one" and _one_among(tokens, place + 1):
        return None
    total, end = Decimal(0), place
    limit = Decimal(10) ** 16
    while chunk := _chunk(tokens, end, opening=end == place):
        value, after = chunk
        multiplier, following = _multipliers(tokens, after)
        joined = tokens[end].lower == "and"
        if end > place and (value * multiplier >= limit or (joined and multiplier > 1)):
            break
        total += value * multiplier
        end, limit = following, multiplier
        if multiplier == 1 or value != value.to_integral_value() or multiplier == MULTIPLIERS["dozen"]:
            break
    return Span(place, end, total, NUMBER) if end > place else None


def _one_among(tokens: Sequence[Token], place: int) -> bool:
    """Return whether `one` goes on as one another, or as one of the largest."""
    words = [token.lower for token in tokens[place : place + 4]]
    if (
        words[:1] == ["another"]
        or words[:3] in (["and", "the", "same"], ["of", "a", "kind"])
        or words[:2] == ["or", "other"]
    ):
        return True
    return words[:1] == ["of"] and any(word.endswith("est") or word in ("most", "top", "best") for word in words[1:])


def _chunk(tokens: Sequence[Token], place: int, *, opening: bool) -> tuple[Decimal, int] | None:
    """Return a number below a thousand (or fifteen hundred) and where it ends, or None.

    Within a numeral it may follow `and` where it is below a hundred.
    """
    start = place
    if not opening and _lower(tokens, start) == "and":
        start += 1
        small = _small(tokens, start)
        return small if small and _lower(tokens, small[1]) not in MULTIPLIERS else None
    if opening and _lower(tokens, start) in ("a", "an"):
        times = _lower(tokens, _next(tokens, start + 1)) in MULTIPLIERS
        return _hundreds(tokens, Decimal(1), start + 1) if times else None
    small = _small(tokens, _next(tokens, start) if not opening else start)
    if small is None:
        return None
    value, end = small
    half = half_after(tokens, end)
    return (value + HALF, half) if half else _hundreds(tokens, value, end)


def _hundreds(tokens: Sequence[Token], value: Decimal, end: int) -> tuple[Decimal, int]:
    """Return a small number with `hundred` after it, and the rest below a hundred after that."""
    word = _next(tokens, end)
    if _lower(tokens, word) != "hundred":
        return value, end
    value, end = value * HUNDRED, word + 1
    joint = end + 1 if _lower(tokens, end) == "and" else end
    rest = _small(tokens, _next(tokens, joint))
    return (value + rest[0], rest[1]) if rest else (value, end)


def _small(tokens: Sequence[Token], place: int) -> tuple[Decimal, int] | None:
    """Return a number below a hundred and where it ends, or None."""
    word = _lower(tokens, place)
    if word not in SMALL:
        return None
    unit = _next(tokens, place + 1)
    if word in TENS and 1 <= SMALL.get(_lower(tokens, unit), 0) <= 9:
        return Decimal(TENS[word] + SMALL[_lower(tokens, unit)]), unit + 1
    return Decimal(SMALL[word]), place + 1


def _multipliers(tokens: Sequence[Token], place: int) -> tuple[Decimal, int]:
    """Return the product of the multipliers that begin at a token, and where they end."""
    product, end = Decimal(1), place
    while _lower(tokens, _next(tokens, end)) in MULTIPLIERS:
        word = _next(tokens, end)
        product, end = product * MULTIPLIERS[_lower(tokens, word)], word + 1
    return product, end


def _multiple(tokens: Sequence[Token], place: int) -> Span:
    """Return a multiple: twice, doubled, threefold. Before a noun (a double agent) it is not understood."""
    word, after = tokens[place].lower, tokens[place + 1 : place + 2]
    if word in FOLDS or word in ("twice", "thrice"):
        return Span(place, place + 1, Decimal(FOLDS.get(word) or MULTIPLES[word]), MULTIPLE)
    if (after and after[0].kind == "word" and after[0].lower not in _AFTER_MULTIPLE) or _hyphen(tokens, place + 1):
        return Span(place, place + 1, None, UNREAD)
    return Span(place, place + 1, Decimal(MULTIPLES[word]), MULTIPLE)


def _half(tokens: Sequence[Token], place: int) -> Span:
    """Return half a million, half a tonne, or a half alone; what else begins so is not understood."""
    article = _next(tokens, place + 1)
    word = _next(tokens, article + 1) if _lower(tokens, article) in ("a", "an") else article
    if _lower(tokens, word) in MULTIPLIERS:
        product, end = _multipliers(tokens, word)
        return Span(place, end, HALF * product, NUMBER)
    before = _lower(tokens, place - 1)
    hyphened = _hyphen(tokens, place + 1)
    if before in _BEFORE_PARTS or (before in ("a", "an", "the") and not hyphened):
        return Span(place, place + 1, None, PART)
    if _lower(tokens, article) in ("a", "an") or hyphened:
        return Span(place, place + 1 if hyphened else article + 1, HALF, NUMBER)
    after = tokens[place + 1 : place + 2]
    if after and after[0].kind == "word" and after[0].lower not in _AFTER_HALF:
        return Span(place, place + 1, None, UNREAD)
    return Span(place, place + 1, HALF, HALF_KIND)


def _magnitude(tokens: Sequence[Token], place: int) -> Span:
    """Return tens, hundreds of thousands and the like, of which the power of ten alone is said."""
    value, end = Decimal(MAGNITUDES[tokens[place].lower]), place + 1
    before = _lower(tokens, place - 1)
    while _lower(tokens, end) == "of" and _lower(tokens, end + 1) in MAGNITUDES:
        if MAGNITUDES[_lower(tokens, end + 1)] < THOUSAND:
            break
        value, end = value * MAGNITUDES[_lower(tokens, end + 1)], end + 2
    if before in ("low", "high", "mid") or (place and (is_number(tokens[place - 1]) or before[:1].isdigit())):
        return Span(place, end, None, UNREAD)
    if _hyphen(tokens, end):
        return Span(place, end, None, UNREAD)
    return Span(place, end, value, MAGNITUDE)


def _part(tokens: Sequence[Token], place: int) -> Span:
    """Return an ordinal, or a part where the word names one: a third, two-fifths, quarters."""
    word, before = tokens[place].lower, _lower(tokens, place - 1)
    if word in PARTS or before in ("a", "an", "one") or (before == "-" and _lower(tokens, place - 2) in SMALL):
        return Span(place, place + 1, None, PART)
    return Span(place, place + 1, None, ORDINAL)


def _quarter(tokens: Sequence[Token], place: int) -> Span:
    """Return a quarter of a million, a quarter-million; any other quarter is a part."""
    joint = [token.lower for token in tokens[place + 1 : place + 3]]
    times = place + 3 if joint in (["of", "a"], ["of", "an"]) else _next(tokens, place + 1)
    whole = (
        _lower(tokens, place - 1) in ("a", "nearly", "almost", "about", "over", "")
        and _lower(tokens, place - 2) != "and"
    )
    product, end = _multipliers(tokens, times)
    if not whole or product < THOUSAND:
        return _part(tokens, place)
    return Span(place, end, _QUARTER * product, NUMBER)


def _nought(tokens: Sequence[Token], place: int) -> Span | None:
    """Return the numeral of No. 3 as a name, else None: whether `no` counts, its noun tells."""
    number = place + 2 if _lower(tokens, place + 1) == "." else place + 1
    if number < len(tokens) and tokens[number].kind == "digits":
        return Span(place, number + 1, None, LABEL)
    return None


_READERS: tuple[tuple[Collection[str], Callable[[Sequence[Token], int], Span | None]], ...] = (
    ((*MULTIPLES, *FOLDS), _multiple),
    (("half",), _half),
    (MAGNITUDES, _magnitude),
    (("quarter",), _quarter),
    (ORDINALS | PARTS, _part),
    (("no",), _nought),
)
"""What reads the numerals that begin with certain words."""
_WORDS = frozenset(word for words, _ in _READERS for word in words).union(
    SHARES, SMALL, VAGUE, MULTIPLIERS, ("a", "an")
)
"""The words with which a numeral may begin, or that are one that is not understood."""


@functools.lru_cache(65_536)
def _says_nothing(word: str) -> bool:
    """Return whether a word begins no numeral, as most words do not."""
    return word not in _WORDS and not any(map(str.isnumeric, word))
