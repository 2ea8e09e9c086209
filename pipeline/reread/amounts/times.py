"""Words of time beside an amount that tell when or how long, and are no amount: the previous year, in five years."""

from collections.abc import Sequence

from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Step
from pipeline.reread.amounts.spans import NUMBER, UNREAD, Span
from pipeline.reread.amounts.words import words_of

_DETERMINED = words_of(
    "the this that last next past prior previous preceding following same current coming recent fiscal financial "
    "calendar per each every new whole entire final"
)
"""Words before a word of time with which it names a time or a rate."""
_AFTERWARDS = words_of("ago earlier later before prior previously")
"""Words after a time with which it tells when."""
_LASTING = words_of("during over in within throughout across for")
"""Prepositions before a time with which it tells how long."""
_BETWEEN = words_of("the a an past last next first previous preceding following coming same final just under about")
"""Words between such a preposition and the number of the time."""
_PUNISHED = words_of(
    "jailed jail sentenced sentence sentences imprisoned imprisonment prison banned ban probation custody term terms "
    "detention detained held behind suspended served serve serving supervised remanded penalty faces face facing fined"
)
"""Words with which a time may be a punishment, and so an amount of its own."""
_HAN_BEFORE, _HAN_AFTER = frozenset("上去今全当次同每本近历前后"), frozenset("底初末中内前后度")
"""Characters that make 年, 月 or 天 the name of a time: 去年, 年底."""


class Times(Step):
    """The step that sets aside words of time which belong to no amount."""

    def vague_end(self, span: Span) -> int:
        """Return where a time ends that a vague word counts: over the past several years; 0 where it counts none."""
        measure = self.lexicon.measure_at(self.tokens, span.last)
        timed = measure is not None and self.lexicon.dimensions[measure.phrase.code] == "time"
        past = self.lower(span.first - 1) in ("past", "last", "recent", "next")
        return measure.end if measure and timed and past and span.kind == UNREAD else 0

    def without_times(self, pieces: list[Piece]) -> list[Piece]:
        """Return the pieces without those that only tell the time of another one."""
        if {token.lower for token in self.tokens} & _PUNISHED:
            return pieces
        amounts = [piece for piece in pieces if not self.is_time(piece)]
        return amounts or pieces

    def is_time(self, piece: Piece) -> bool:
        """Return whether a piece tells when or how long something was: 10 years earlier, during five years."""
        if piece.kind != NUMBER or self.lexicon.dimensions.get(piece.unit) != "time":
            return False
        if self.lower(piece.finish) in _AFTERWARDS:
            return True
        place = piece.begin
        while self.lower(place - 1) in _BETWEEN:
            place -= 1
        return self.lower(place - 1) in _LASTING

    def take_words(self, pieces: Sequence[Piece]) -> None:
        """Take words of time that stand without a number as understood."""
        for place in range(len(self.tokens)):
            unit = self.lexicon.units.at(self.tokens, place)
            if unit is None or place in self.taken or self.lexicon.dimensions[unit.phrase.code] != "time":
                continue
            if self.tokens[place].kind == "han":
                named = self.lower(place - 1) in _HAN_BEFORE or self.lower(unit.end) in _HAN_AFTER
            else:
                named = self.is_named(place, unit.end) or self.lasts(place, pieces)
            if named:
                self.take(place, unit.end)

    def is_named(self, place: int, end: int) -> bool:
        """Return whether the words beside a word of time make it a time: last year, the year prior, year-on-year."""
        before = self.lower(place - 2) if self.lower(place - 1) == "one" else self.lower(place - 1)
        if before in _DETERMINED or before in _LASTING or self.lower(end) in _AFTERWARDS:
            return True
        after = end + 1 if self.lower(end) == "-" else end
        earlier = place - 2 if self.lower(place - 1) == "-" else place - 1
        return self.lower(after) in ("on", "over", "long") or self.lower(earlier) in ("on", "over")

    def lasts(self, place: int, pieces: Sequence[Piece]) -> bool:
        """Return whether “a” makes of a word of time how long or how often: for a week, 30 kg of it a day."""
        if self.lower(place - 1) not in ("a", "an") or {token.lower for token in self.tokens} & _PUNISHED:
            return False
        if self.lower(place - 2) in _LASTING:
            return True
        counted = any(piece.finish < place for piece in pieces)
        return counted and self.tokens[place - 2].kind == "word" and self.lower(place - 2) not in ("and", "or", "plus")
