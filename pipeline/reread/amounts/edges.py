"""What the words just before an amount or after it make of it: a difference, a part, a bound, no term of a sentence."""

from itertools import pairwise

from pipeline.reread.amounts.lexicon import COUNT
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Step
from pipeline.reread.amounts.spans import HALF
from pipeline.reread.amounts.words import words_of

_VAGUE_BEFORE = {
    ("close", "on"),
    ("close", "upon"),
    ("on", "for"),
    ("south", "of"),
    ("not", "quite"),
    ("not", "the"),
    ("not", "those"),
    ("starting", "at"),
    ("up", "from"),
    ("down", "from"),
}
"""Two words just before a number that leave open how near to it the amount is."""
_OPENING = frozenset({"", "anything", "anywhere", "starting", "ranging", "ranged", "ranges", "range", "varying"})
"""Words, or none, before “from” with which it opens a range that the words leave out."""
_GROWING = {("and", word) for word in ("counting", "rising", "growing", "climbing", "falling", "more")} | {
    (word, "than") for word in ("more", "fewer", "less")
}
"""Two words just after an amount with which it is not the whole."""
_PARTLY = {("each", "of"), ("less", "time"), ("of", "whom"), ("of", "which"), ("after", "another")}
"""Two words just after an amount that make it a part, or one of several."""
_NEITHER = words_of("either neither none any each most some all but")
_OF_SEVERAL = words_of("any no every each potential possible theoretical hypothetical")
"""Words just before a number with which it is that of each, or of none."""
_COMPARING = words_of("short shy lighter heavier")
_CHANGING = words_of("less fewer up down off")
"""Words that end a difference, or go on with what it is counted from."""
_EARLIER = words_of("previous prior former old earlier last")
_LATER = words_of("later ago earlier afterwards hence")
_NOTES = words_of("bill note banknote coin question")
"""Singular nouns of which money before them tells the kind: a $100 bill."""
_LIMITS = words_of("limit threshold target quota average norm record mark level ceiling cap")
_FINAL = words_of("death life lifelong capital reprieve reprieved commuted parole paroled")
"""Words of sentences that have no term in years, and of what shortens one."""
_HAN_FINAL = ("死刑", "死缓", "缓期", "缓刑", "无期", "终身", "剥夺", "假释")
_MOST_WORKS = 100
_GROWN = words_of(
    "cannabis marijuana marihuana hemp weed pot opium poppy poppies coca khat kratom drug drugs mature grown uprooted"
)
"""Words beside which plants are those that drugs grow on."""
_PASSED = frozenset({"off", "over", "under", "above", "below"})
"""Words between an amount and the limit that it is over or under."""


class Edges(Step):
    """The step that refuses an amount which the words beside it make another one."""

    def check(self, piece: Piece) -> None:
        """Refuse an amount that the words beside it make a part, a difference or something else."""
        self.check_part(piece)
        self.check_ends(piece)
        self.check_term(piece)
        words = [token.lower for token in self.tokens]
        if any(word == "record" and before in _EARLIER for before, word in pairwise(words)):
            raise ValueError("the number may be that of an earlier record")
        if piece.unit == "plants" and self.lower(piece.unit_at) == "plants" and not self.grow(piece):
            raise ValueError("whether the plants grow or are works is not clear: take in what grows")

    def check_part(self, piece: Piece) -> None:
        """Refuse a half that is hedged: of a part, only a plain half is a number."""
        if piece.kind == HALF and piece.hedges - {self.lexicon.unmarked}:
            raise ValueError(f"a hedged part, not a number: “{self.text(piece.begin, piece.finish)}”")

    def check_ends(self, piece: Piece) -> None:
        """Refuse an amount that the words just before it or after it raise, lower or share out."""
        before = self.lower(piece.begin - 2), self.lower(piece.begin - 1)
        dimension = self.lexicon.dimensions.get(piece.unit, "money" if piece.money else COUNT)
        opening = before[1] == "from" and before[0] in _OPENING and dimension != COUNT
        of = piece.begin - 2 if before[1] in ("the", "these", "those", "their") else piece.begin - 1
        alone = before[1] in _OF_SEVERAL or (self.lower(of) == "of" and self.lower(of - 1) in _NEITHER)
        part = before[1] in ("first", "last", "next") and dimension != "time"
        said = before[1] == "say" and (piece.begin == 1 or self.tokens[piece.begin - 2].kind == "mark")
        if before in _VAGUE_BEFORE or alone or part or said or (piece.high is None and opening):
            raise ValueError(f"“{self.text(max(piece.begin - 2, 0), piece.begin)}” before the number is not understood")
        if piece.high is None and before[1] == "between":
            raise ValueError("“between” without its two ends")
        after = self.lower(piece.finish), self.lower(piece.finish + 1)
        each = self.text(piece.finish, piece.finish + 3).lower() == "at a time"
        if (
            each
            or after[0] in ("?", "minus", "apiece")
            or after in _PARTLY
            or "if" in (after[0], after[0] == "," and after[1])
        ):
            raise ValueError(f"“{self.text(piece.finish, piece.finish + 2)}” after the number is not understood")
        if dimension != "ratio" and (after in _GROWING or self.differs(piece.finish)):
            raise ValueError(f"“{self.text(piece.finish, piece.finish + 2)}” makes the number a difference")
        then = after[0] in _LATER or after == ("from", "now") or (after[0] in ("on", "in") and not after[1])
        if dimension == "time" and then:
            raise ValueError("a time after which something was, and no length of it")
        if dimension == "money" and after[0].rstrip("s") in _NOTES:
            raise ValueError("what a single note is worth")
        things = self.lexicon.units.at(self.tokens, piece.finish + 1) if after[0] == "-" else None
        if things and things.phrase.plural and dimension in ("mass", "volume"):
            raise ValueError("the number may be the size of each, or how many there are")
        nation = None if piece.unit or piece.money else self.lexicon.nations.at(self.tokens, piece.finish)
        if nation and (nation.end == len(self.tokens) or self.tokens[nation.end].kind == "mark"):
            raise ValueError("whether the number is money is not clear")

    def differs(self, place: int) -> bool:
        """Return whether the words at a token make the amount before them a difference: 10 kg short, over the limit."""
        word, following = self.lower(place), self.tokens[place + 1 : place + 5]
        ends = not following or following[0].kind == "mark" or following[0].lower in ("than", "on", "from")
        limit = any(token.lower in _LIMITS for token in following)
        return word in _COMPARING or (word in _CHANGING and ends) or (word in _PASSED and limit)

    def check_term(self, piece: Piece) -> None:
        """Refuse a time beside a sentence of death or life, or beside parole, which is no term of the sentence."""
        if self.lexicon.dimensions.get(piece.unit) != "time":
            return
        words = {token.lower for place, token in enumerate(self.tokens) if self.lower(place - 1) != "-"}
        said = "".join(token.text for token in self.tokens)
        if words & _FINAL or any(word in said for word in _HAN_FINAL):
            raise ValueError("whether the time is the term of the sentence is not clear")

    def grow(self, piece: Piece) -> bool:
        """Return whether plants grow, by a word or by their number: works are not counted by the hundred."""
        return piece.value >= _MOST_WORKS or any(token.lower in _GROWN for token in self.tokens)
