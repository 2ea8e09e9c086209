"""Tokens with what the lexicon says of them, as every step of the reading of an amount needs them."""

from collections.abc import Sequence

from pipeline.reread.amounts.hedges import hedge_places
from pipeline.reread.amounts.lexicon import Lexicon, Place
from pipeline.reread.amounts.numerals import spans
from pipeline.reread.amounts.spans import LABEL
from pipeline.reread.amounts.tokens import Token


class Said:
    """The tokens of the words, their numerals and hedges.

    `labels` holds the places of digits that are part of a name, `taken` those of tokens that were understood.
    """

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens, self.lexicon = tokens, lexicon
        self.taken: set[int] = set()
        self.spans = spans(tokens, lexicon)
        self.hedges = hedge_places(tokens, lexicon)
        self.labels = {place for span in self.spans if span.kind == LABEL for place in range(span.first, span.last)}
        self.numeral_tokens = {place for span in self.spans for place in range(span.first, span.last)}


class Step:
    """A step of the reading: it looks at what is said and may take tokens as understood."""

    def __init__(self, said: Said) -> None:
        self.tokens, self.lexicon = said.tokens, said.lexicon
        self.taken, self.spans, self.hedges = said.taken, said.spans, said.hedges
        self.numeral_tokens, self.labels = said.numeral_tokens, said.labels

    def lower(self, place: int) -> str:
        """Return a token in small letters, empty beyond either end."""
        return self.tokens[place].lower if 0 <= place < len(self.tokens) else ""

    def text(self, first: int, last: int) -> str:
        """Return the words from token `first` to `last`, end-exclusive, for a message."""
        return "".join(
            ("" if token.glued or not number else " ") + token.text
            for number, token in enumerate(self.tokens[first:last])
        )

    def take(self, first: int, last: int) -> None:
        """Mark the tokens from `first` to `last`, end-exclusive, as understood."""
        self.taken |= set(range(first, last))

    def one_money(self, first: Place, second: Place) -> Place:
        """Return the currency that two phrases of one amount say, as by “$” and “CAD”.

        Raises:
            ValueError: they say two.
        """
        codes = [set(self.lexicon.candidates(place)) for place in (first, second)]
        both = codes[0] & codes[1]
        if not both:
            raise ValueError("two currencies of one amount")
        return first if codes[0] <= codes[1] else second

    def may_lead(self, place: Place) -> bool:
        """Return whether a currency may stand before its number: signs and prefixes may, words do not."""
        return any(token.kind != "word" or token.text != token.lower for token in place.phrase.tokens)

    def is_total(self, place: int) -> bool:
        """Return whether the word before a token is the `of` of a total."""
        return self.lower(place - 1) == "of" and self.lower(place - 2) in ("total", "sum")
