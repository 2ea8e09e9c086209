"""Words of a country beside money, which say whose a shared sign or word is: $653 million (U.S.), $40,000 Canadian."""

from dataclasses import replace

from pipeline.reread.amounts.beside import Beside
from pipeline.reread.amounts.lexicon import Place
from pipeline.reread.amounts.pieces import Piece
from pipeline.reread.amounts.said import Step
from pipeline.reread.amounts.spans import NUMBER
from pipeline.reread.amounts.words import words_of

_MONEY = words_of("dollar dollars currency funds money cash pound pounds peso pesos franc francs")
"""Words after the name of a country with which it names money."""
_APART = frozenset({",", "-", "–", "—"})
_SIGNS = frozenset("$£¥€")


class Nations(Step):
    """The step that reads the name of a country beside money whose sign or word several currencies share."""

    def with_nation(self, piece: Piece) -> Piece:
        """Return the piece with the currency of the country that is named just after its money.

        Raises:
            ValueError: the country has no such currency, or it is not clear whether it belongs to the money.
        """
        if piece.money is None or piece.kind != NUMBER or not self.is_shared(piece.money):
            return piece
        self.check_before(piece)
        opening = piece.finish + (self.lower(piece.finish) in ("(", "in"))
        nation = self.lexicon.currencies.at(self.tokens, opening) or self.lexicon.nations.at(self.tokens, opening)
        apart = self.lexicon.nations.at(self.tokens, piece.finish + 1) if self.lower(piece.finish) in _APART else None
        if apart and apart.end == len(self.tokens):
            raise ValueError(f"whether “{self.text(apart.start, apart.end)}” says whose money it is, is not clear")
        self.check_letters(piece.finish)
        if nation is None or self.tokens[nation.start].text.islower():
            return piece
        if self.is_sum(nation.end):
            # “$5 million (US$4 million)” is a conversion.
            return piece
        bracketed, end = self.lower(piece.finish) == "(", nation.end
        end += self.lower(end) in _MONEY
        alone = end == len(self.tokens) or (self.tokens[end].kind == "mark" and self.lower(end) != "-")
        if (bracketed and self.lower(end) != ")") or (opening > piece.finish and not bracketed and end == nation.end):
            # “$3 million (Canadian officials said …)”, “$3 million in Hong Kong”.
            if bracketed:
                raise ValueError(
                    f"whether “{self.text(nation.start, nation.end)}” says whose money it is, is not clear"
                )
            return piece
        if not bracketed and not alone and end == nation.end:
            raise ValueError(f"whether “{self.text(nation.start, nation.end)}” says whose money it is, is not clear")
        if nation.phrase.code not in self.lexicon.candidates(piece.money):
            raise ValueError("two currencies of one amount")
        return replace(piece, finish=end + bracketed, currency=nation.phrase.code)

    def check_letters(self, place: int) -> None:
        """Refuse letters in capitals after money, at the end, that no currency lists: $12 million AUS."""
        letters, last = self.tokens[place : place + 1], place + 1 == len(self.tokens)
        unknown = self.lexicon.nations.at(self.tokens, place) is None
        if letters and last and unknown and letters[0].kind == "word" and letters[0].text.isupper():
            raise ValueError(f"whether “{letters[0].text}” says whose money it is, is not clear")

    def is_sum(self, place: int) -> bool:
        """Return whether a sign or a number follows, so that the words before it begin another sum."""
        following = self.tokens[place : place + 1]
        return bool(following) and (place in self.numeral_tokens or following[0].text in _SIGNS)

    def is_shared(self, money: Place) -> bool:
        """Return whether several currencies may be meant by a sign or word."""
        return len(self.lexicon.candidates(money)) > 1

    def check_before(self, piece: Piece) -> None:
        """Refuse money just before which a country or letters stand that are no part of its sign: Fiji $40,000."""
        start = piece.money.start if piece.money else 0
        if start != piece.begin or not start:
            return
        before = Beside(self.tokens, self.lexicon)
        named = any(
            (nation := self.lexicon.nations.at(self.tokens, place)) and nation.end == start
            for place in range(max(start - 4, 0), start)
        )
        joined = before.glued(start) and self.tokens[start - 1].kind == "word"
        if named or joined:
            raise ValueError(f"whose money “{self.text(start - 1, piece.finish)}” is, is not clear")
