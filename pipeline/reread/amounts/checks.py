"""What makes an amount doubtful, and words of measure, money and hedge that no amount took."""

from collections.abc import Sequence

from pipeline.reread.amounts import hedges
from pipeline.reread.amounts.edges import Edges
from pipeline.reread.amounts.lexicon import COUNT, Place
from pipeline.reread.amounts.names import Names
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Said, Step
from pipeline.reread.amounts.spans import MAGNITUDE
from pipeline.reread.amounts.words import FOREIGN, HAN_TIMES, MULTIPLIERS, words_of

_DENYING = words_of(
    "not never nothing none without nor neither within except minus than if though but like less toward towards"
)
"""Words that leave open what a number just after them means."""
_RAISING = words_of("not even perhaps possibly probably likely maybe no")
"""Words before “more” or “less” with which it hedges the number: if not more."""
_OLDER = frozenset({"over", "under", "above", "below"})
"""Hedges that also tell an age: people over 18."""
_MONEY_WORDS = words_of("fined fine fines worth paid pay cost costs price priced valued value bribe bribes cash")
"""Words beside which pounds may be money."""
_MUCH = 100_000
"""Pounds that are more likely money than a mass."""
_POUND_COUNTRIES = words_of("GB GG IM JE EG LB SY SD SS FK GI SH")
_BEFORE_DATES = frozenset({"about", "around", "over", "under", "circa", ".", "near", "some"})
"""Hedges, or their last tokens, that stand before years as well."""
_COMPARED = words_of("the that what its their his her as more less higher than last those")
"""Words after “three times” with which it compares."""
_HAN_VAGUE = frozenset({"来", "许", "开外", "出头", "有余"})
"""Characters after a number or its unit that make it vague."""
_EVENTS = frozenset({"persons", "arrests", "cases", "seizures", ""})
"""What is counted by year, so that four digits before it may be one."""


class Checks(Step):
    """The step that refuses what was not understood, in a text of `country`."""

    def __init__(self, said: Said, country: str) -> None:
        super().__init__(said)
        self.said = said
        self.country = country

    def check_piece(self, piece: Piece) -> None:
        """Refuse an amount whose words may say something else."""
        following = self.tokens[piece.last] if piece.last < len(self.tokens) else None
        if (
            following
            and following.glued
            and following.kind == "word"
            and piece.finish == piece.last
            and not piece.money
        ):
            raise ValueError(f"“{following.text}” after the number is not understood")
        before = self.lower(piece.begin - 1)
        if before in _DENYING:
            raise ValueError(f"“{before}” before the number is not understood")
        if before == "as" and self.lower(piece.begin - 2) not in ("such", "well"):
            raise ValueError("“as” before the number is not understood")
        following = self.tokens[piece.last] if piece.last < len(self.tokens) else None
        if (
            following
            and following.kind == "word"
            and len(following.text) == 1
            and following.lower != "a"
            and self.lower(piece.last + 1) != "."
            and (piece.finish == piece.last or (piece.unit and piece.unit_at != piece.last))
        ):
            raise ValueError(f"“{following.text}” after the number is not understood")
        for step in (Names(self.said), Edges(self.said)):
            step.check(piece)
        self.check_occasions(piece)
        self.check_rest_of_han(piece)
        self.check_joint(piece)
        said = self.tokens[piece.last - 1].lower
        if said in ("m", "k", "b") and not piece.money and not self.counts_things(piece):
            raise ValueError(f"whether “{said}” is a multiplier is not clear: name what is counted")
        printed = self.tokens[piece.last - 1].text
        if piece.money and piece.last - piece.first == 1 and len(printed.partition(".")[2]) == 3:
            raise ValueError(f"whether “{printed}” has decimals or thousands is not clear")
        sign = piece.money and self.tokens[piece.money.end - 1].text in ("$", "£")
        if sign and piece.last - piece.first == 1 and len(printed.partition(",")[2]) in (1, 2):
            raise ValueError(f"whether “{printed}” has decimals or thousands is not clear")
        self.check_time(piece)
        self.check_year(piece)
        self.check_pounds(piece)
        if not piece.unit and self.lower(piece.begin) in _OLDER and piece.begin:
            older = self.lexicon.units.at(self.tokens, piece.begin - 1)
            if older and older.phrase.code == "persons":
                raise ValueError("an age, not a count")
        things = self.lexicon.units.at(self.tokens, piece.finish)
        counted = things and things.phrase.plural and self.lexicon.dimensions[things.phrase.code] == COUNT
        if counted and self.lexicon.dimensions.get(piece.unit) in ("mass", "volume"):
            raise ValueError("the number may be the size of each, or how many there are")

    def check_time(self, piece: Piece) -> None:
        """Refuse a time after “over”, which may say “during” or “more than”."""
        over = self.lower(piece.begin - 1) == "over" or (piece.high is not None and self.lower(piece.begin) == "over")
        if over and self.lexicon.dimensions.get(piece.unit) == "time":
            raise ValueError("“over” a time may mean “during” or “more than”")

    def check_joint(self, piece: Piece) -> None:
        """Refuse a multiplier that may belong to what follows its hyphen: two million-dollar homes."""
        apart = piece.last - piece.first > 1 and not self.tokens[piece.last - 1].glued
        if (
            not apart
            or self.lower(piece.last) != "-"
            or {"a", "an", "the"} & {self.lower(piece.begin - 1), self.lower(piece.first)}
        ):
            return
        if self.lower(piece.last - 1) in MULTIPLIERS and piece.finish > piece.last + 1:
            hedged = any(hedge.start == piece.last + 1 for hedge in self.hedges)
            if not hedged:
                raise ValueError(f"“{self.text(piece.first, piece.finish)}” may be one number or two")

    def counts_things(self, piece: Piece) -> bool:
        """Return whether a unit or a plural noun follows the number."""
        following = self.tokens[piece.last] if piece.last < len(self.tokens) else None
        if piece.unit:
            return True
        return following is not None and following.kind == "word" and following.lower.endswith(("s", "people", "men"))

    def check_year(self, piece: Piece) -> None:
        """Refuse four digits that may be a year."""
        if piece.last - piece.first != 1 or piece.money or (piece.finish > piece.last and piece.unit not in _EVENTS):
            return
        text = self.tokens[piece.first].text
        preposition = self.lower(piece.first - 1) in _BEFORE_DATES and not self.counts_things(piece)
        hedged = (piece.begin < piece.first and not preposition) or self.is_total(piece.first)
        if not (len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")) or hedged:
            return
        if not text.endswith("00") or not self.counts_things(piece):
            raise ValueError(f"“{text}” may be a year")

    def check_occasions(self, piece: Piece) -> None:
        """Refuse times that may tell how often: arrested three times, twice a week."""
        said = self.lower(piece.unit_at) if piece.unit_at >= 0 else self.lower(piece.first)
        if piece.unit != "times" or said not in ("times", "twice", "thrice"):
            return
        following = self.lower(piece.finish)
        compared = following in _COMPARED or (following.endswith("er") and following not in ("over", "after", "under"))
        alone = piece.begin == 0 and piece.finish == len(self.tokens)
        if not (compared or alone or self.lower(piece.begin - 1) == "by"):
            raise ValueError(
                f"whether “{self.text(piece.first, piece.finish)}” compares or tells how often is not clear"
            )

    def check_rest_of_han(self, piece: Piece) -> None:
        """Refuse Chinese characters beside a number that make it vague: 过千名, 20来人, 5公斤许."""
        first = self.tokens[piece.first].text
        after = {self.lower(piece.last), self.text(piece.finish, piece.finish + 2), self.lower(piece.finish)}
        if (self.lower(piece.begin - 1) == "过" and first in HAN_TIMES) or after & _HAN_VAGUE:
            raise ValueError("a character beside the number that makes it vague is not read here")

    def check_pounds(self, piece: Piece) -> None:
        """Refuse pounds that may be a mass or money."""
        if piece.unit != "pound" or self.lower(piece.unit_at) not in ("pound", "pounds"):
            return
        of = self.lower(piece.finish) == "of"
        monied = any(token.lower in _MONEY_WORDS for token in self.tokens) and not of
        local = self.country in _POUND_COUNTRIES and (not of or piece.kind == MAGNITUDE or piece.value >= _MUCH)
        if monied or local:
            raise ValueError("whether the pounds are a mass or money is not clear")

    def check_rest(self, pieces: Sequence[Piece]) -> None:
        """Refuse words of measure, money and hedge that are not part of an amount."""
        for place, token in enumerate(self.tokens):
            if place in self.taken:
                continue
            if token.lower in hedges.UNREAD:
                raise ValueError(f"“{token.text}” is a hedge that is not read here")
            if token.lower in ("more", "less", "fewer") and self.lower(place - 1) in _RAISING:
                raise ValueError(f"“{self.text(place - 1, place + 1)}” is a hedge that is not read here")
            if token.lower in FOREIGN and self.is_beside_number(place):
                raise ValueError(f"“{token.text}” is a measure that is not read here")
            monied = all(piece.money for piece in pieces)
            if token.lower == "life" and not monied and self.lower(place - 1) in ("to", "or", "and", "-"):
                raise ValueError("a range up to life")
            measure = self.lexicon.measure_at(self.tokens, place)
            if measure:
                raise ValueError(f"“{self.text(measure.start, measure.end)}” is a measure without its number")
            money = self.lexicon.currencies.at(self.tokens, place)
            lettered = token.kind == "word" and len(token.text) == 1
            if money and not lettered and (self.may_lead(money) or token.kind == "word"):
                raise ValueError(f"“{self.text(money.start, money.end)}” is money without its number")
        for hedge in self.hedges:
            self.check_hedge(hedge, pieces)

    def is_beside_number(self, place: int) -> bool:
        """Return whether a number ends just before a token, with or without a hyphen."""
        return any(end in self.numeral_tokens for end in (place - 1, place - 2))

    def check_hedge(self, hedge: Place, pieces: Sequence[Piece]) -> None:
        """Refuse a hedge that hedges none of the numbers, unless its words say something else."""
        if hedge.start in self.taken or hedge.phrase.code == self.lexicon.unmarked or not pieces:
            return
        words = hedges.text_of(self.tokens, hedge)
        if hedge.end == len(self.tokens):
            raise ValueError(f"“{words}” hedges a number that the words leave out")
        if self.lower(hedge.end) == ")" and self.lower(hedge.start - 1) == "(":
            raise ValueError(f"“{words}” in brackets hedges a number that it does not stand beside")
        if words == "some" and any(piece.last == hedge.start for piece in pieces):
            raise ValueError("“some” after a number is not understood")
        if words in hedges.PREPOSITIONS and hedges.may_precede(self.tokens, hedge):
            compares = words not in ("more than", "less than") or any(piece.finish <= hedge.start for piece in pieces)
            if compares:
                return
        raise ValueError(f"“{words}” hedges no number that was read")
