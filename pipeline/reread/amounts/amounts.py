"""Amounts: a number with its hedges, its unit and its money, read whole or refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.reread.amounts import hedges
from pipeline.reread.amounts.after import After
from pipeline.reread.amounts.before import Before
from pipeline.reread.amounts.checks import Checks
from pipeline.reread.amounts.digits import plain
from pipeline.reread.amounts.joins import joined
from pipeline.reread.amounts.lexicon import Lexicon
from pipeline.reread.amounts.nations import Nations
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Said, Step
from pipeline.reread.amounts.singles import article_at, coordinated, nothing_at
from pipeline.reread.amounts.spans import AMOUNTS, DATE, LABEL, MAGNITUDE, ORDINAL, Span
from pipeline.reread.amounts.times import Times
from pipeline.reread.amounts.tokens import Token, tokenise

LONGEST = 300
"""How many characters the words of one amount may have."""


@dataclass(frozen=True)
class Amount:
    """One amount.

    `number` is None where the words give a range, from `low` to `high`. `unit`, `currency` and `qualifier` are codes of
    the vocabularies. `start` and `end` are the offsets of the numeral with its multipliers, `extent` those of the whole
    amount with hedge, unit and currency, end-exclusive.
    """

    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    currency: str
    qualifier: str
    start: int
    end: int
    extent: tuple[int, int]


def read_amount(words: str, lexicon: Lexicon, country: str = "") -> Amount:
    """Return the one amount that `words` say, in a text of `country` (ISO 3166-1 alpha-2).

    Raises:
        ValueError: they say none, several or a part, or hold a word of number, measure or hedge that is not understood.
    """
    said = amounts(words, lexicon, country)
    if len(said) > 1:
        raise ValueError(f"several numbers: {', '.join(map(_shown, said))}")
    if not said:
        raise ValueError("no number")
    return said[0]


def single(amount: Amount) -> Decimal:
    """Return the number of an amount.

    Raises:
        ValueError: it is a range.
    """
    if amount.number is None:
        raise ValueError(f"a range from {amount.low} to {amount.high}, and no single number")
    return amount.number


def amounts(words: str, lexicon: Lexicon, country: str = "") -> list[Amount]:
    """Return every amount that `words` say, in order.

    Raises:
        ValueError: they hold a word of number, measure or hedge that is not understood.
    """
    if len(words) > LONGEST:
        raise ValueError(f"more than {LONGEST} characters")
    return _Reading(tokenise(words), lexicon, country).amounts()


def _shown(amount: Amount) -> str:
    return f"{amount.number:f}" if amount.number is not None else f"{amount.low:f} to {amount.high:f}"


class _Reading(Step):
    """The reading of one list of tokens."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, country: str) -> None:
        self.said, self.country = Said(tokens, lexicon), country
        super().__init__(self.said)
        self.before, self.after, self.times = Before(self.said), After(self.said), Times(self.said)
        self.nations = Nations(self.said)

    def amounts(self) -> list[Amount]:
        """Return the amounts, after every word of number, measure and hedge was understood."""
        for span in self.spans:
            self.check(span)
        pieces = [self.piece(span) for span in self.spans if span.kind in AMOUNTS]
        pieces = joined(self.tokens, pieces, self.lexicon, self.taken)
        pieces = [self.restated(piece) for piece in pieces]
        pieces = self.after.with_sizes(pieces)
        pieces = self.times.without_times(pieces)
        pieces = self.with_singles(pieces)
        pieces = self.with_late_hedges(pieces)
        self.times.take_words(pieces)
        checks = Checks(self.said, self.country)
        checks.check_rest(pieces)
        for piece in pieces:
            checks.check_piece(piece)
        return [self.amount(piece) for piece in pieces]

    def amount(self, piece: Piece) -> Amount:
        """Return a piece as an amount, its hedges as one qualifier."""
        codes = piece.hedges - {self.lexicon.unmarked}
        if len(codes) > 1:
            raise ValueError(f"hedges that disagree: {', '.join(sorted(codes))}")
        qualifier = min(codes, default=self.lexicon.unmarked)
        first, last = self.tokens[piece.first], self.tokens[piece.last - 1]
        extent = (self.tokens[piece.begin].start, self.tokens[piece.finish - 1].end)
        value, high = plain(piece.value), None if piece.high is None else plain(piece.high)
        number, low = (value, None) if high is None else (None, value)
        currency = piece.currency
        if piece.money and not currency:
            currency = self.lexicon.currency(piece.money, self.country)
        return Amount(number, low, high, piece.unit, currency, qualifier, first.start, last.end, extent)

    def check(self, span: Span) -> None:
        """Refuse a numeral that is no amount and leaves the words in doubt."""
        said = self.text(span.first, span.last)
        end = span.last if span.kind in {*AMOUNTS, ORDINAL, DATE, LABEL} else self.times.vague_end(span)
        if end:
            self.take(span.first, end)
            return
        reasons = {
            "part": f"a part, not a number: “{said}”",
            "age": f"an age, not a count: “{said}”",
            "unread": f"“{said}” is a word of number that is not read here",
        }
        raise ValueError(reasons[span.kind])

    def piece(self, span: Span) -> Piece:
        """Return an amount in the making: a numeral with what is said before it and after it."""
        piece = Piece(span.first, span.last, span.first, span.last, span.value or Decimal(0), span.kind)
        if span.hedge:
            piece = replace(piece, hedges=piece.hedges | {span.hedge})
        if span.kind == MAGNITUDE:
            piece = replace(piece, hedges=piece.hedges | {"order_of_magnitude"})
        piece = self.after.with_measure(self.before.with_money_before(piece))
        piece = self.nations.with_nation(piece)
        piece = self.before.with_hedges_before(piece)
        self.take(piece.begin, piece.finish)
        return piece

    def restated(self, piece: Piece) -> Piece:
        """Return a piece that is said again in brackets, ten (10) kilograms, with the unit after these."""
        if self.lower(piece.last - 1) != ")":
            return piece
        piece = self.after.with_measure(piece)
        self.take(piece.begin, piece.finish)
        return piece

    def with_singles(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces with what “a” or “no” counts, where nothing else does or `and` joins it to a number."""
        singles = []
        for place in range(len(self.tokens)):
            if place in self.taken:
                continue
            article = article_at(self.tokens, place, self.lexicon)
            if article and (not pieces or coordinated(self.tokens, article, pieces)):
                singles.append(self.piece(article))
            nothing = None if pieces else nothing_at(self.tokens, place, self.lexicon)
            if nothing:
                singles.append(self.piece(nothing))
        return sorted([*pieces, *singles], key=lambda piece: piece.first)

    def with_late_hedges(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces with the hedges that follow later in the words: 500 grams of fentanyl or more."""
        for hedge in self.hedges:
            if hedge.start in self.taken or not hedges.may_follow(self.tokens, hedge) or self.after.goes_on(hedge):
                continue
            before = [piece for piece in pieces if piece.finish <= hedge.start]
            if before and len(pieces) == 1:
                self.take(hedge.start, hedge.end)
                pieces = [replace(before[-1], hedges=before[-1].hedges | {hedge.phrase.code})]
        return pieces
