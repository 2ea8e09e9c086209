"""What follows a number: its unit, its currency, its hedge and what it is counted for."""

from dataclasses import replace

from pipeline.reread.amounts import hedges
from pipeline.reread.amounts.lexicon import COUNT, Phrases, Place
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Step
from pipeline.reread.amounts.singles import BOUNDARIES, noun_end
from pipeline.reread.amounts.spans import HALF, MAGNITUDE, MULTIPLE
from pipeline.reread.amounts.words import CLASSIFIERS, QUOTES, words_of

_BETWEEN = words_of("more additional further full whole consecutive straight extra other new successive calendar")
"""Words that may stand between a number and its measure."""
_RATES = frozenset({"per", "a", "an", "each", "every"})


class After(Step):
    """The step that adds what follows a number."""

    def with_measure(self, piece: Piece) -> Piece:
        """Return the piece with the hedge, unit and currency that follow its numeral."""
        piece = self.with_hedge_after(piece)
        place = piece.finish
        if piece.kind == HALF:
            unit = self.lexicon.units.at(self.tokens, piece.first)
            return replace(piece, unit=unit.phrase.code if unit else "")
        if piece.kind == MULTIPLE:
            unit = self.lexicon.units.at(self.tokens, piece.first)
            return replace(piece, unit=unit.phrase.code if unit else "times")
        place = self.over_joint(place, piece)
        if self.lower(place) in QUOTES:
            place += 1
        money = self.lexicon.currencies.at(self.tokens, place)
        if money and self.tokens[money.end : money.end + 1] and self.tokens[money.end].kind == "digits":
            # £5-£6: the sign is that of the number after it.
            money = None
        unit = self.lexicon.units.at(self.tokens, place)
        if money and (piece.money or not unit or money.end > unit.end):
            piece = self.with_money_after(piece, money)
            piece = replace(piece, finish=self.over_abbreviation(piece.finish, self.lexicon.currencies, money))
            return self.with_rate(self.with_hedge_after(piece))
        if unit and unit.end and not self.is_modifier(unit, piece):
            finish = self.over_abbreviation(unit.end, self.lexicon.units, unit)
            piece = replace(piece, unit=unit.phrase.code, finish=finish, unit_at=unit.start)
            return self.with_rate(self.with_hedge_after(piece))
        return self.with_rate(self.with_noun(piece, place))

    def over_abbreviation(self, end: int, phrases: Phrases, said: Place) -> int:
        """Return where brackets end that say a unit or a currency again: 762 metric tons (MT); else `end`."""
        again = phrases.at(self.tokens, end + 1) if self.lower(end) == "(" else None
        closed = again is not None and self.lower(again.end) == ")"
        return again.end + 1 if again and closed and again.phrase.code == said.phrase.code else end

    def with_sizes(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces, those that count things of a size made one: 10 one-kilogram packages are 10 packages."""
        done: list[Piece] = []
        for piece in pieces:
            if done and self.is_size(done[-1], piece):
                self.take(piece.begin, piece.finish)
                done[-1] = self.with_noun(done[-1], piece.finish)
                self.take(done[-1].begin, done[-1].finish)
            else:
                done.append(piece)
        return done

    def is_size(self, count: Piece, piece: Piece) -> bool:
        """Return whether a hyphened mass or volume stands between a number and its noun in the plural."""
        bare = not (count.unit or count.money or piece.hedges or piece.high) and count.finish == piece.begin
        sized = self.lexicon.dimensions.get(piece.unit) in ("mass", "volume") and self.lower(piece.last) == "-"
        end = noun_end(self.tokens, piece.finish)
        counted = end > piece.finish and (count.value == 1 or self.lower(end - 1).endswith("s"))
        return bare and sized and counted

    def over_joint(self, place: int, piece: Piece) -> int:
        """Return the place after a hyphen, `of` after a power of ten, or words that add nothing."""
        if self.lower(place) == "-" and self.tokens[place].glued:
            return place + 1
        if piece.kind == MAGNITUDE and self.lower(place) == "of":
            return place + 1
        end = place
        while self.lower(end) in _BETWEEN:
            end += 1
        measure = self.lexicon.measure_at(self.tokens, end) or self.lexicon.currencies.at(self.tokens, end)
        if measure:
            return end
        if self.lower(place) in CLASSIFIERS and self.lexicon.units.at(self.tokens, place) is None:
            return place + 1
        return place

    def with_money_after(self, piece: Piece, money: Place) -> Piece:
        """Return the piece with the currency that follows its number; one said twice must be the same."""
        if piece.money:
            return replace(piece, finish=money.end, money=self.one_money(piece.money, money))
        piece = replace(piece, finish=money.end, money=money)
        again = self.lexicon.currencies.at(self.tokens, money.end)
        # 5000元人民币 names its currency twice.
        return self.with_money_after(piece, again) if again and self.tokens[money.end].kind == "han" else piece

    def is_modifier(self, unit: Place, piece: Piece) -> bool:
        """Return whether a counted thing only tells the kind of another one: 14 shop owners."""
        if self.lexicon.dimensions[unit.phrase.code] != COUNT:
            return False
        if self.lower(unit.end) in ("'", "’") and self.tokens[unit.end].glued:
            return True
        if unit.phrase.plural or self.lower(unit.start - 1) == "-":
            return False
        return piece.value != 1 or noun_end(self.tokens, unit.start) != unit.end

    def with_noun(self, piece: Piece, start: int) -> Piece:
        """Return the piece with a counted thing as unit that ends the few words after its number."""
        hedged = {hedge.start for hedge in self.hedges}
        best: Place | None = None
        place = start
        while place < min(start + 6, len(self.tokens)):
            word = self.tokens[place]
            # U.S. citizens: the points of an abbreviation end nothing.
            abbreviated = word.text == "." and word.glued and len(self.tokens[place - 1].text) == 1
            if place in self.labels:
                place += 1
                continue
            if self.is_pair(start, place) and best is None:
                place += 1
                continue
            if word.kind == "mark" and word.text not in QUOTES and word.text != "-" and not abbreviated:
                break
            if word.lower in BOUNDARIES or word.kind == "digits" or place in self.numeral_tokens or place in hedged:
                break
            unit = self.lexicon.units.at(self.tokens, place)
            if unit and self.lexicon.dimensions[unit.phrase.code] == COUNT and not self.is_modifier(unit, piece):
                best, place = unit, unit.end
            else:
                place += 1
        if best is None or piece.money:
            return piece
        return replace(piece, unit=best.phrase.code, finish=best.end, unit_at=best.start)

    def is_pair(self, start: int, place: int) -> bool:
        """Return whether `and` joins two words that tell the kind of one thing: black and yellow bags."""
        joins = self.lower(place) == "and" and place > start and not self.lower(place - 1).endswith("s")
        return joins and self.lexicon.units.at(self.tokens, place + 1) is None

    def with_hedge_after(self, piece: Piece) -> Piece:
        """Return the piece with the hedge that follows at once: or more, plus, odd."""
        for start in (piece.finish, piece.finish + 1):
            if start == piece.finish + 1 and self.lower(piece.finish) not in ("-", ","):
                continue
            place = next((hedge for hedge in self.hedges if hedge.start == start), None)
            if place and hedges.may_follow(self.tokens, place) and not self.goes_on(place):
                self.take(place.start, place.end)
                return replace(piece, finish=place.end, hedges=piece.hedges | {place.phrase.code})
        return piece

    def goes_on(self, hedge: Place) -> bool:
        """Return whether the words of a hedge go on to say something else: or more than, plus a fine."""
        if self.lower(hedge.end) == "than" or (self.lower(hedge.start), self.lower(hedge.end)) == ("and", "to"):
            return True
        if self.lower(hedge.start) in hedges.ADVERBS:
            following = self.tokens[hedge.end] if hedge.end < len(self.tokens) else None
            return following is not None and following.kind != "mark" and following.lower not in BOUNDARIES
        added = self.lower(hedge.end) in ("a", "an", "the", "life", "another") or hedge.end in self.numeral_tokens
        return self.lower(hedge.start) in ("plus", "+") and added

    def with_rate(self, piece: Piece) -> Piece:
        """Take what a number is counted for (a year, per kilogram) as understood; it is no part of the amount."""
        place = piece.finish
        if self.lower(place) == "-" and self.lower(place + 1) in _RATES:
            place += 1
        if self.lower(place) in _RATES or self.lower(place) == "/":
            hyphened = self.lower(place + 1) == "-" and self.tokens[place + 1].glued
            unit = self.lexicon.units.at(self.tokens, place + 2 if hyphened else place + 1)
            if unit:
                self.take(place, unit.end)
        return piece
