"""What stands before a number: its currency and its hedges."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.reread.amounts import hedges
from pipeline.reread.amounts.lexicon import Place
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Step
from pipeline.reread.amounts.singles import BOUNDARIES
from pipeline.reread.amounts.words import QUOTES, words_of

_PAST = words_of("past last next coming previous following first course period space span")
"""Words after `over` with which it tells a time: over the past two years."""
_ACCUSED = words_of(
    "jailed sentenced arrested charged convicted detained held indicted tried prosecuted executed extradited"
)
"""Words before `over` with which it may tell for what: jailed over 30 kg."""
_DURING = words_of("for just well to after of than lasted lasting spent served serving")
"""Words before `over` with which it hedges a time: for over two years."""


class Before(Step):
    """The step that adds what stands before a number."""

    def with_money_before(self, piece: Piece) -> Piece:
        """Return the piece with the currency that stands before its number: $5, RMB 5,000, 人民币5000元."""
        for start in range(max(piece.first - 5, 0), piece.first):
            place = self.lexicon.currencies.at(self.tokens, start)
            if place and self.may_lead(place) and place.end == piece.first and not self.is_grade(place):
                earlier = self.money_ending(start)
                money = self.one_money(place, earlier) if earlier else place
                return replace(piece, begin=earlier.start if earlier else start, money=money)
        for start in range(max(piece.first - 3, 0), piece.first):
            unit = self.lexicon.units.at(self.tokens, start)
            if unit and unit.end == piece.first and self.tokens[unit.end - 1].text == "之":
                return replace(piece, begin=start, unit=unit.phrase.code)
        return piece

    def is_grade(self, money: Place) -> bool:
        """Return whether a letter stands apart between a word and the number, and is no sign of it: Hepatitis B 300."""
        letter, before = self.tokens[money.start], self.tokens[max(money.start - 1, 0)]
        single = letter.kind == "word" and len(letter.text) == 1 and money.end == money.start + 1
        return single and money.start > 0 and before.kind == "word" and not self.tokens[money.end].glued

    def money_ending(self, end: int) -> Place | None:
        """Return the currency that ends at a token, or None."""
        places = (self.lexicon.currencies.at(self.tokens, start) for start in range(max(end - 4, 0), end))
        return next((place for place in places if place and place.end == end and self.may_lead(place)), None)

    def with_hedges_before(self, piece: Piece) -> Piece:
        """Return the piece with the hedges before it, across articles and the like.

        Raises:
            ValueError: it is not clear whether a word hedges the number.
        """
        ends = {place.end: place for place in self.hedges if hedges.may_precede(self.tokens, place)}
        begin = place = piece.begin
        crossed: list[str] = []
        codes = set(piece.hedges)
        while place > 0:
            hedge = ends.get(place)
            if hedge and self.lower(hedge.start) == "~" and hedge.start - 1 in self.numeral_tokens:
                break
            if hedge and not self.is_preposition(hedge, crossed, piece):
                codes.add(hedge.phrase.code)
                begin = place = hedge.start
                self.take(hedge.start, hedge.end)
                crossed = []
            elif bound := self.bound_before(place):
                codes.add(bound.phrase.code)
                begin = place = bound.start
                self.take(bound.start, bound.end)
                crossed = []
            elif self.lower(place - 1) in hedges.FILLERS or self.is_total(place) or self.lower(place - 1) in QUOTES:
                crossed.append(self.lower(place - 1))
                place -= 1
            else:
                break
        self.check_far_hedges(piece, place, ends)
        return replace(piece, begin=begin, hedges=frozenset(codes))

    def bound_before(self, place: int) -> Place | None:
        """Return the maximum or minimum of which a number is said: a maximum sentence of 20 years.

        Where a verb joins them, the noun may have `of` in it: the maximum term of imprisonment is 20 years.
        """
        verb = self.lower(place - 1) in ("is", "was", "are", "were")
        if not verb and self.lower(place - 1) != "of":
            return None
        stops = BOUNDARIES - {"of"} if verb else BOUNDARIES
        for start in range(place - 2, max(place - 6, -1), -1):
            if self.lower(start) in stops or self.tokens[start].kind != "word" or start in self.numeral_tokens:
                return None
            if self.lower(start) in ("maximum", "minimum", "estimated"):
                return next((hedge for hedge in self.hedges if hedge.start <= start < hedge.end), None)
        return None

    def is_preposition(self, hedge: Place, crossed: Sequence[str], piece: Piece) -> bool:
        """Return whether a hedge is a preposition here and hedges nothing.

        Raises:
            ValueError: it may be either.
        """
        words = hedges.text_of(self.tokens, hedge)
        if words == "some" and any(word not in QUOTES for word in crossed):
            return True
        if words not in ("over", "about", "around", "under", "above", "below", "near", "beyond"):
            return False
        thing = piece.money or self.lexicon.dimensions.get(piece.unit) in ("mass", "volume")
        if words == "over" and thing and self.lower(hedge.start - 1) in _ACCUSED:
            raise ValueError("“over” may mean “because of” or “more than”")
        lasts = self.lexicon.dimensions.get(piece.unit) == "time"
        determined = any(word in hedges.DETERMINERS for word in crossed)
        hyphened = any(word in ("a", "an") for word in crossed) and words not in ("about", "around")
        if words == "over" and lasts:
            if determined or hyphened:
                return True
            # Where it is not clear which of the two it says, a check refuses the time if nothing else is counted.
            return self.lower(hedge.start - 1) not in _DURING
        if determined or hyphened:
            raise ValueError(f"whether “{words}” hedges the number is not clear")
        return False

    def check_far_hedges(self, piece: Piece, place: int, ends: Mapping[int, Place]) -> None:
        """Refuse a hedge a few words before the number, with words between that are not understood."""
        near = ends.get(place - 1)
        if near and near.phrase.code != self.lexicon.unmarked and self.tokens[place - 1].kind == "mark":
            raise ValueError(f"whether “{hedges.text_of(self.tokens, near)}” hedges the number is not clear")
        for end in range(place - 1, max(place - 4, 0), -1):
            word = self.tokens[end]
            if word.lower in _PAST or word.kind in ("mark", "digits") or end in self.numeral_tokens:
                return
            hedge = ends.get(end)
            if hedge and hedge.phrase.code != self.lexicon.unmarked:
                words = hedges.text_of(self.tokens, hedge)
                between = self.text(end, piece.begin)
                if any(
                    token.lower in BOUNDARIES - {"the", "a", "an", "its", "their"} for token in self.tokens[end:place]
                ):
                    return
                raise ValueError(f"whether “{words}” hedges the number is not clear: “{between}” stands between")
            if (
                word.lower in BOUNDARIES
                and word.lower not in ("the", "a", "an")
                and not any(hedge.start <= end < hedge.end for hedge in self.hedges)
            ):
                return
