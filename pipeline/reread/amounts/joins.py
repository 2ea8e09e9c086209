"""Several numerals that say one amount: ranges, conversions, restatements, years with months."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.reread.amounts.lexicon import Lexicon, Place
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.spans import NUMBER
from pipeline.reread.amounts.tokens import Token
from pipeline.reread.amounts.words import HAN_TIMES, MULTIPLIERS, RUN_ON

_RANGES = (["to"], ["-"], ["–"], ["—"], ["~"], ["至"], ["到"], ["-", "to", "-"], ["-", "to"], ["or"], ["-", "or"])
_OR = ([",", "or"], ["or"], ["/"], [",", "that", "is"], [",", "or", "some"])
_AND: tuple[list[str], ...] = ([], ["and"], [","], [",", "and"], ["又"], ["零"])
ROUNDING = Decimal("0.03")
"""How far, in parts of the amount, a conversion of it may be rounded."""
_TONS = (Decimal("907.18474"), Decimal("1016.0469088"), Decimal(1000))
"""The tons, in kilograms, that a ton of a kind not stated may be."""


def joined(tokens: Sequence[Token], pieces: Sequence[Piece], lexicon: Lexicon, taken: set[int]) -> list[Piece]:
    """Return the pieces, those that say one amount made one; what joins them is added to `taken`.

    Raises:
        ValueError: a conversion is not that of its amount, or months are no exact part of a year.
    """
    done: list[Piece] = []
    for piece in pieces:
        behind = _unit_behind(tokens, done[-1], piece, lexicon) if done else None
        measured = replace(piece, unit=behind.phrase.code, unit_at=behind.start) if behind else piece
        one = _one(tokens, done[-1], measured, lexicon) if done else None
        if one is None:
            done.append(piece)
        else:
            taken |= set(range(done[-1].finish, behind.end if behind else piece.begin))
            done[-1] = one
    return done


def _one(tokens: Sequence[Token], first: Piece, second: Piece, lexicon: Lexicon) -> Piece | None:
    """Return the one amount that two neighbouring pieces say, or None."""
    between = [token.lower for token in tokens[first.finish : second.begin]]
    bracketed = between[-1:] == ["("] and tokens[second.finish : second.finish + 1] != []
    if bracketed and tokens[second.finish].text == ")":
        return _converted(first, second, tokens, lexicon, restated=between == ["("])
    if between in list(_OR) and _differ(first, second, lexicon) and second.hedges <= first.hedges | {"about"}:
        return _converted(first, second, tokens, lexicon, restated=False)
    if between in list(_AND) and (months := _with_months(first, second)):
        return months
    if between in list(_RANGES) or (between == ["and"] and _lower(tokens, first.begin - 1) == "between"):
        return _range(tokens, first, second)
    return None


def _unit_behind(tokens: Sequence[Token], first: Piece, second: Piece, lexicon: Lexicon) -> Place | None:
    """Return the mass that follows the brackets around a bare number: 218 kilograms (480) pounds; else None."""
    bare = not (second.unit or second.money) and second.first == second.begin == first.finish + 1
    bracketed = _lower(tokens, first.finish) == "(" and _lower(tokens, second.finish) == ")"
    unit = lexicon.measure_at(tokens, second.finish + 1)
    mass = unit is not None and lexicon.dimensions[unit.phrase.code] == "mass"
    return unit if bare and bracketed and mass and _is_mass(first, lexicon) else None


def _lower(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].lower if 0 <= place < len(tokens) else ""


def _is_mass(piece: Piece, lexicon: Lexicon) -> bool:
    return lexicon.dimensions.get(piece.unit) == "mass"


def _differ(first: Piece, second: Piece, lexicon: Lexicon) -> bool:
    """Return whether both are masses in two units, or money in two currencies."""
    if _is_mass(first, lexicon) and _is_mass(second, lexicon):
        return first.unit != second.unit
    return bool(first.money and second.money and first.money.phrase.code != second.money.phrase.code)


def _converted(
    first: Piece, second: Piece, tokens: Sequence[Token], lexicon: Lexicon, *, restated: bool
) -> Piece | None:
    """Return the first piece where the second one says it again in another unit, currency or form; else None.

    Raises:
        ValueError: both are masses, and not the same one.
    """
    plain = not second.unit and not second.money and not first.unit and not first.money
    if restated and plain and second.value == first.value:
        # ten (10) kilograms: the unit follows the brackets, and is read from there.
        return replace(first, last=second.last + 1, finish=second.finish + 1)
    if not _differ(first, second, lexicon):
        return None
    if first.money is None and first.high is None and second.high is None:
        _compare(first, second, tokens, lexicon)
    return replace(first, finish=first.finish)


def _compare(first: Piece, second: Piece, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Refuse two masses that differ by more than rounding."""
    ways = [(a, b) for a in _sizes(first, lexicon) for b in _sizes(second, lexicon)]
    for one, other in ways:
        step = _step(second, tokens) * other / 2
        if abs(first.value * one - second.value * other) <= max(ROUNDING * first.value * one, step):
            return
    raise ValueError(f"{second.value:f} {second.unit} is not {first.value:f} {first.unit}")


def _sizes(piece: Piece, lexicon: Lexicon) -> tuple[Decimal, ...]:
    """Return the kilograms that a piece's unit may have."""
    return (lexicon.kilograms[piece.unit],) if piece.unit in lexicon.kilograms else _TONS


def _step(piece: Piece, tokens: Sequence[Token]) -> Decimal:
    """Return one in the last printed place of a number in digits."""
    digits = tokens[piece.first].text
    decimals = len(digits.partition(".")[2]) if piece.last - piece.first == 1 else 0
    return Decimal(1).scaleb(-decimals)


def _with_months(first: Piece, second: Piece) -> Piece | None:
    """Return years with months as years, or None.

    Raises:
        ValueError: the months are no exact part of a year.
    """
    if (first.unit, second.unit) != ("year", "month") or second.hedges or first.high or second.high:
        return None
    if second.value % 3:
        raise ValueError(f"{second.value:f} months are no exact part of a year")
    return replace(first, value=first.value + second.value / 12, last=second.last, finish=second.finish)


def _range(tokens: Sequence[Token], first: Piece, second: Piece) -> Piece | None:
    """Return a range, or None where the two pieces cannot be its ends."""
    kinds = {first.kind, second.kind} <= {NUMBER}
    hedged = second.hedges and second.hedges != first.hedges
    if not kinds or hedged or first.high is not None or second.high is not None:
        return None
    if (first.unit and second.unit and first.unit != second.unit) or (first.unit and not second.unit):
        return None
    codes = {piece.money.phrase.code for piece in (first, second) if piece.money}
    if len(codes) > 1:
        return None
    low = first.value
    factor = _factor(tokens, second)
    if factor > 1 and _factor(tokens, first) == 1 and not first.unit and low < second.value / factor:
        low *= factor
    if low >= second.value:
        return None
    begin = first.begin
    return replace(
        second,
        first=first.first,
        begin=begin,
        value=low,
        high=second.value,
        money=second.money or first.money,
        hedges=first.hedges | second.hedges,
    )


def _factor(tokens: Sequence[Token], piece: Piece) -> Decimal:
    """Return the product of the multipliers at the end of a numeral."""
    product = Decimal(1)
    for token in reversed(tokens[piece.first : piece.last]):
        times = MULTIPLIERS.get(token.lower) or RUN_ON.get(token.lower) or HAN_TIMES.get(token.lower)
        if times is None:
            return product
        product *= times
    return product
