"""Numerals in English and Chinese texts: numbers, and what only looks like one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.reread.amounts import chinese, english
from pipeline.reread.amounts.beside import Beside
from pipeline.reread.amounts.digits import digits_value, plain
from pipeline.reread.amounts.lexicon import Lexicon
from pipeline.reread.amounts.singles import noun_end
from pipeline.reread.amounts.spans import AGE, DATE, LABEL, NUMBER, ORDINAL, PART, UNREAD, Span
from pipeline.reread.amounts.tokens import Token, tokenise
from pipeline.reread.amounts.words import (
    ADDRESSES,
    APART,
    CLASSIFIERS,
    FOREIGN,
    HALF,
    LABELS,
    MAGNITUDES,
    MILLION,
    MULTIPLIERS,
    ORDINALS,
    PARTS,
    RUN_ON,
    STREETS,
    TRILLION,
)

_ENDINGS = ("st", "nd", "rd", "th")
_AFTER_HYPHEN = ("to", "and", "plus", "odd", "strong", "fold", "worth", "a", "an", "per")
_THREE_DIGITS = 3
_AGES = ("year", "years", "month", "months", "week", "weeks", "day", "days")
"""Times in which ages are told."""


@dataclass(frozen=True)
class Numeral:
    """A numeral in a text, at the offsets `start` to `end`, end-exclusive.

    `kind` is number, ordinal, part (a third), age, date, label (part of a name or code) or unread (a word of number
    that says none, or that is not understood). `value` is None where there is no one number.
    """

    start: int
    end: int
    value: Decimal | None
    kind: str


def numerals(text: str, lexicon: Lexicon) -> list[Numeral]:
    """Return every numeral of a text, in order, with what it is as far as the text alone tells."""
    tokens = tokenise(text)
    kinds = {"magnitude": NUMBER, "multiple": NUMBER, "half": NUMBER}
    return [
        Numeral(
            tokens[span.first].start,
            tokens[span.last - 1].end,
            None if span.value is None else plain(span.value),
            kinds.get(span.kind, span.kind),
        )
        for span in spans(tokens, lexicon)
    ]


def spans(tokens: Sequence[Token], lexicon: Lexicon) -> list[Span]:
    """Return the numerals among tokens, from left to right; words of a hedge (as many as) are none."""
    hedged = {place for hedge in lexicon.qualifiers.all_in(tokens) for place in range(hedge.start, hedge.end)}
    return [
        span
        for span in _Scan(tokens, lexicon).spans()
        if span.kind != UNREAD or not hedged.issuperset(range(span.first, span.last))
    ]


class _Scan(Beside):
    """The search for numerals in one list of tokens."""

    def spans(self) -> list[Span]:
        spans: list[Span] = []
        place = 0
        while place < len(self.tokens):
            span = self.span_at(place)
            if span and spans and self.continues(spans[-1], span):
                span = replace(span, value=None, kind=spans[-1].kind)
            if span:
                spans.append(span)
            place = span.last if span else place + 1
        return spans

    def continues(self, before: Span, span: Span) -> bool:
        """Return whether digits go on a name, date or code before them: No. 12-345, Articles 347 and 348."""
        if span.first == before.last and before.kind == LABEL and self.is_group(span.first):
            # Room 12 345: no name ends before the digits do.
            return True
        if span.first != before.last + 1:
            return False
        if before.kind == LABEL and self.lower(before.last) in ("and", "or", "to", ",", "–"):
            return (
                span.kind == NUMBER and self.tokens[span.first].kind == "digits" and not self.measure_after(span.last)
            )
        joined = self.tokens[before.last].text in "-/." and self.glued(span.first)
        return joined and self.glued(before.last) and before.kind in (LABEL, DATE)

    def span_at(self, place: int) -> Span | None:
        """Return the numeral that begins at a token, or None."""
        token = self.tokens[place]
        if token.kind == "digits":
            return self.digits_at(place)
        if token.kind == "han":
            return self.han_at(place)
        if token.kind == "mark":
            return english.mark_at(self.tokens, place)
        span = english.span_at(self.tokens, place)
        return self.placed(span) if span and span.kind == NUMBER else span

    def han_at(self, place: int) -> Span | None:
        """Return the Chinese numeral at a token. A single character counts only before what can be counted."""
        span = chinese.span_at(self.tokens, place)
        if span is None or span.kind != NUMBER or span.last - span.first > 1 or self.lower(place - 1) == "之":
            return span
        after = self.lower(span.last)
        counted = self.measure_after(span.last) or self.lexicon.units.at(self.tokens, span.last)
        # 一起 is “together” as well as “one case”, 一人 “alone”.
        if after in CLASSIFIERS or (counted and self.tokens[place].text + after not in ("一起", "一位", "一人")):
            return span
        return Span(span.first, span.last, None, UNREAD)

    def digits_at(self, place: int) -> Span:
        """Return what digits are: their separators, what they are joined to and the words around tell."""
        span = self.joined(place) or self.named(place)
        if span:
            return span
        if end := self.end_of_groups(place):
            digits = "".join(token.text for token in self.tokens[place:end])
            return self.placed(self.multiplied(Span(place, end, Decimal(digits), NUMBER)))
        value = digits_value(self.tokens[place].text)
        if value is None:
            return Span(place, place + 1, None, UNREAD)
        after = self.lower(place + 2) if self.lower(place + 1) in chinese.MORE else self.lower(place + 1)
        if after in chinese.TIMES:
            return chinese.multiplied(self.tokens, place, value)
        return self.placed(self.multiplied(Span(place, place + 1, value, NUMBER)))

    def end_of_groups(self, place: int) -> int:
        """Return where digits end that single spaces cut into groups of three: €110 000, 1 500 grams; else 0.

        A currency before them or a unit after them must tell that the groups are one number.
        """
        first, end = self.tokens[place].text, place + 1
        while end < len(self.tokens) and self.is_group(end):
            end += 1
        if end == place + 1 or len(first) > _THREE_DIGITS or not first.isdigit() or first.startswith("0"):
            return 0
        counted = self.lexicon.units.at(self.tokens, end) or self.money_at(end) or self.counts_noun(end)
        return end if counted or self.money_before(place) else 0

    def counts_noun(self, place: int) -> bool:
        """Return whether the nouns that begin at a token end with counted things in the plural."""
        end = noun_end(self.tokens, place)
        units = (self.lexicon.units.at(self.tokens, start) for start in range(place, end))
        return any(unit is not None and unit.end == end and unit.phrase.plural for unit in units)

    def is_group(self, place: int) -> bool:
        """Return whether three digits stand one space after the token before them."""
        token = self.tokens[place]
        apart = token.start - self.tokens[place - 1].end == 1
        return token.kind == "digits" and len(token.text) == _THREE_DIGITS and token.text.isdigit() and apart

    def joined(self, place: int) -> Span | None:
        """Return the numeral of digits that the characters beside them make no number, or None."""
        if kind := self.joined_before(place):
            return Span(place, place + 1, None, kind)
        ending = self.lower(place + 1) if self.glued(place + 1) else ""
        if ending in (*_ENDINGS, "s"):
            # The 1990s are a date, 10s of millions a number that is not read.
            decade = UNREAD if self.lower(place + 2) == "of" else DATE
            return Span(place, place + 2, None, decade if ending == "s" else ORDINAL)
        if self.lower(place + 1) in chinese.MORE and self.lower(place + 2) == "岁":
            return Span(place, place + 3, None, AGE)
        if self.lower(place + 1) in chinese.DATED and (kind := chinese.dated(self.tokens, place)):
            return Span(place, place + 2, None, kind)
        if ending and ending in ":/" and self.lower(place + 2)[:1].isdigit():
            return Span(place, place + 3, None, DATE if ending == ":" else UNREAD)
        return None

    def named(self, place: int) -> Span | None:
        """Return the date or the name of which digits are a part by the words beside them, or None."""
        if self.is_dated(place):
            return Span(place, place + 1, None, DATE)
        return Span(place, place + 1, None, LABEL) if self.is_label(place) else None

    def multiplied(self, span: Span) -> Span:
        """Return a number with the multipliers that follow it, joined or apart."""
        place, value = span.last, span.value or Decimal(0)
        half = english.half_after(self.tokens, place)
        if half:
            value, place = value + HALF, half
        short = self.tokens[place] if self.glued(place) else None
        if short and short.lower in RUN_ON:
            value, place = value * RUN_ON[short.lower], place + 1
        elif short and short.text in ("T", "t") and self.money_before(span.first):
            value, place = value * TRILLION, place + 1
        elif self.lower(place) == "mil" and self.says_mil(span.first):
            value, place = value * MILLION, place + 1
        elif self.lower(place) in APART or (self.lower(place) == "m" and self.money_before(span.first)):
            value, place = value * RUN_ON[self.lower(place)], place + 1
        while True:
            word = place + 1 if self.lower(place) == "-" and self.glued(place) and self.glued(place + 1) else place
            if self.lower(word) not in MULTIPLIERS:
                return Span(span.first, place, value, NUMBER)
            value, place = value * MULTIPLIERS[self.lower(word)], word + 1

    def placed(self, span: Span) -> Span:
        """Return a number as what the words after it make of it: an age, a name, or a number still."""
        place = span.last
        if self.lower(place - 1) in MAGNITUDES:
            return span
        hyphen = self.lower(place) == "-" and self.glued(place)
        word = place + 1 if hyphen and self.glued(place + 1) else place
        if end := self.age_end(span, word):
            return Span(span.first, end, span.value, AGE)
        if hyphen and (self.lower(word) in PARTS or self.lower(word) in ORDINALS):
            return Span(span.first, word + 1, None, PART)
        labelled = self.tokens[span.first].kind == "word" and self.lower(span.first - 1) in LABELS - {"no"}
        if labelled or self.is_address(span):
            return Span(span.first, span.last, None, LABEL)
        if hyphen and word > place and not self.joins(word):
            return Span(span.first, word + 1, None, LABEL)
        return span

    def age_end(self, span: Span, word: int) -> int:
        """Return where the age ends that a number is, with the words that begin at a token; 0 where it is none."""
        if self.lower(word) in _AGES:
            old = word + 2 if self.lower(word + 1) == "-" else word + 1
            if self.lower(old) in ("old", "olds"):
                return old + 1
            if (self.lower(old), self.lower(old + 1)) == ("of", "age"):
                return old + 2
        before = (self.lower(span.first - 2), self.lower(span.first - 1))
        aged = before[1] in ("aged", "age", "ages") or before == ("age", "of")
        return span.last if aged or self.in_apposition(span) else 0

    def joins(self, word: int) -> bool:
        """Return whether the token after a hyphen leaves the number before it a number."""
        token = self.tokens[word]
        if token.kind == "digits" or self.lower(word) in (*_AFTER_HYPHEN, *FOREIGN) or english.is_number(token):
            return True
        money = self.lexicon.currencies.at(self.tokens, word)
        if money and money.end < len(self.tokens) and self.tokens[money.end].kind == "digits":
            return True
        return self.money_at(word) is not None or self.lexicon.units.at(self.tokens, word) is not None

    def is_address(self, span: Span) -> bool:
        """Return whether a number is that of a house: 10 Downing Street, 12 Rue de la Paix."""
        following = self.tokens[span.last : span.last + 1]
        if following and following[0].lower in STREETS and following[0].text[:1].isupper():
            return True
        for place in range(span.last, span.last + 3):
            if place >= len(self.tokens) or not self.tokens[place].text[:1].isupper():
                return False
            if place > span.last and self.lower(place) in ADDRESSES:
                return True
        return False

    def in_apposition(self, span: Span) -> bool:
        """Return whether a number of two digits stands between commas or brackets after a name: Mr Lai, 77, said."""
        if span.last - span.first != 1 or span.value is None or not 10 <= span.value < 120:
            return False
        opening, closing = self.lower(span.first - 1), self.lower(span.last)
        name = self.tokens[span.first - 2].text[:1].isupper() if span.first > 1 else False
        return name and ((opening == "," and closing in ("", ",")) or (opening == "(" and closing == ")"))
