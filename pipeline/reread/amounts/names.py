"""Bare numbers that are part of a name: a Boeing 747, Unit 731 soldiers, the Five Eyes partners, H.R. 1234."""

from pipeline.reread.amounts.lexicon import COUNT
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Step
from pipeline.reread.amounts.singles import BOUNDARIES, noun_end
from pipeline.reread.amounts.words import MONTHS, words_of

_BEGINNING = words_of("all both other another only just some caught held took got even here there then today")
"""Words in capitals at the beginning of a sentence that name nothing."""
_DAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")


class Names(Step):
    """The step that refuses a number which may be part of a name."""

    def check(self, piece: Piece) -> None:
        """Refuse a bare number after a word in capitals, which it may be a part of: a Boeing 747."""
        counted = not piece.unit or self.lexicon.dimensions[piece.unit] == COUNT
        if counted and not piece.money and self.follows_name(piece):
            raise ValueError(f"the number may be part of a name: “{self.text(piece.first - 1, piece.last)}”")
        if piece.unit or piece.money:
            return
        thing = self.tokens[piece.last : piece.last + 1]
        if self.text(piece.first, piece.last) == "One" and thing and thing[0].text[:1].isupper():
            raise ValueError(f"the number may be part of a name: “{self.text(piece.first, piece.last + 1)}”")
        if piece.begin != piece.first or not piece.first:
            return
        printed = self.tokens[piece.last - 1].text
        if printed.endswith(".0") and printed.count(".") == 1:
            raise ValueError(f"“{printed}” may be the number of a version")
        name, number, after = self.tokens[piece.first - 1], self.tokens[piece.last - 1], self.lower(piece.last)
        capital = number.kind == "word" and number.text[:1].isupper()
        named_after = bool(thing) and thing[0].kind == "word" and thing[0].text[:1].isupper()
        ends = noun_end(self.tokens, piece.last)
        singular = ends > piece.last and not self.lower(ends - 1).endswith(("s", "people", "men", "police"))
        if named_after and (capital or (number.kind == "digits" and singular)):
            raise ValueError(f"the number may be part of a name: “{self.text(piece.first, piece.last + 1)}”")
        if (self.lower(piece.first - 1), self.tokens[piece.first - 2].text) == ("of", "Group"):
            raise ValueError("the number may be part of a name")
        bare = not after[:1].isalpha() or after in BOUNDARIES or singular
        if name.text[:1].isupper() and (capital or (name.kind == "word" and bare)):
            raise ValueError(f"the number may be part of a name: “{self.text(piece.first - 1, piece.last)}”")

    def follows_name(self, piece: Piece) -> bool:
        """Return whether a number stands within words in capitals, and its noun does not: Team Six men."""
        following = self.tokens[piece.last : piece.last + 1]
        if piece.begin != piece.first or not piece.first or not following or not following[0].text[:1].islower():
            return False
        before, number = self.tokens[piece.first - 1], self.tokens[piece.first]
        name = before.kind == "word" and before.text[:1].isupper()
        if piece.first == 1 and not before.text[1:2].isupper():
            # A capital may only begin the sentence: Seized 12 packages.
            name = name and not before.lower.endswith(("ed", "s", "ing")) and before.lower not in _BEGINNING
        named = name and before.lower not in BOUNDARIES | _DAYS and before.text not in MONTHS
        return named or (number.kind == "word" and number.text[:1].isupper())
