"""What stands beside digits and makes them a date, a part of a name or a code."""

import re
from collections.abc import Sequence

from pipeline.reread.amounts import english
from pipeline.reread.amounts.lexicon import Lexicon, Place
from pipeline.reread.amounts.spans import DATE, LABEL, ORDINAL, UNREAD
from pipeline.reread.amounts.tokens import Token
from pipeline.reread.amounts.words import BEFORE_NOUNS, BEFORE_YEARS, LABELS, MIL, MONTHS, MULTIPLIERS, RUN_ON

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MARKS_BEFORE = dict.fromkeys("./:'’_^*\\−¢", UNREAD) | {"@": LABEL}
"""What marks just before digits make of them: of a sign, of a decimal without its nought, of a name."""
_DASHES = "-–—~～"


class Beside:
    """A look at the tokens beside a place."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens, self.lexicon = tokens, lexicon

    def lower(self, place: int) -> str:
        """Return a token in small letters, empty beyond either end."""
        return self.tokens[place].lower if 0 <= place < len(self.tokens) else ""

    def glued(self, place: int) -> bool:
        """Return whether a token follows the one before it without a space."""
        return 0 < place < len(self.tokens) and self.tokens[place].glued

    def joined_before(self, place: int) -> str:
        """Return what kind of numeral the characters just before digits make of them; empty for a number."""
        if self.lower(place - 1) in ("第", "#", "№"):
            return ORDINAL if self.lower(place - 1) == "第" else LABEL
        if not self.glued(place) or self.money_before(place):
            return ""
        before = self.tokens[place - 1]
        if before.kind == "word":
            return LABEL
        if before.text in _DASHES:
            return self.dashed_before(place)
        if before.text == "/" and place > 1 and self.tokens[place - 2].kind == "word":
            return "" if self.measured(place - 2) else LABEL
        return _MARKS_BEFORE.get(before.text, "")

    def dashed_before(self, place: int) -> str:
        """Return what kind of numeral the dash just before digits makes of them; empty for a number."""
        dash = self.tokens[place - 1]
        earlier = self.lower(place - 2) if place > 1 else ""
        if dash.glued and self.tokens[place - 2].kind == "word":
            if earlier in ("mid", "pre", "post", "early", "late"):
                return DATE
            short = earlier in RUN_ON and self.glued(place - 2) and self.tokens[place - 3].kind == "digits"
            return "" if self.measured(place - 2) or short or earlier in ("to", *MULTIPLIERS) else LABEL
        # A minus sign, unless it stands between two numbers.
        signed = not dash.glued and dash.text != "~" and (dash.text == "-" or not earlier[:1].isdigit())
        return UNREAD if signed else ""

    def measured(self, place: int) -> bool:
        """Return whether a token ends a unit or a currency, or is a word of number."""
        word = self.tokens[place : place + 1]
        money = self.money_at(place)
        return bool(self.lexicon.units.at(word, 0) or (money and money.end == place + 1) or english.is_number(word[0]))

    def money_at(self, place: int) -> Place | None:
        """Return the currency at a token, or None; a single letter is one only before its number: R5 million."""
        money = self.lexicon.currencies.at(self.tokens, place)
        return None if money and self.tokens[place].kind == "word" and len(self.tokens[place].text) == 1 else money

    def money_before(self, place: int) -> Place | None:
        """Return the currency that ends at a token, or None."""
        for start in range(max(place - 4, 0), place):
            money = self.lexicon.currencies.at(self.tokens, start)
            if money and money.end == place:
                return money
        return None

    def says_mil(self, place: int) -> bool:
        """Return whether the currency before a number is one beside which “mil” is a million, not a thousand."""
        money = self.money_before(place)
        return money is not None and money.phrase.code in MIL

    def is_label(self, place: int) -> bool:
        """Return whether the noun before digits, or what is joined after them, makes them part of a name."""
        before = place - 1
        abbreviated = self.lower(before - 1) in ("no", "nos") or (
            before > 0 and self.tokens[before - 1].text in ("R", "L")
        )
        if self.lower(before) == "." and abbreviated:
            # No. 3, H.R. 1234, P.L. 115.
            return True
        if self.lower(before) == "(" and self.glued(before) and self.lower(place + 1) == ")":
            # Section 841(a)(1).
            return True
        if self.lower(before) in LABELS and self.lower(before) not in ("no", "nos"):
            return True
        if self.glued(place + 1) and self.lower(place + 1) in ("'", "’", "′") and self.glued(place + 2):
            # 4,4'-DDT: the prime makes the digits part of a chemical's name.
            return True
        if self.glued(place + 1) and self.tokens[place + 1].kind == "word":
            return not self.may_follow(place + 1)
        return False

    def may_follow(self, place: int) -> bool:
        """Return whether a word that is joined to digits multiplies or measures them."""
        token = self.tokens[place]
        word = token.lower
        if word == "mil" and self.says_mil(place - 1):
            return True
        if word in RUN_ON or word in MULTIPLIERS or (token.text in ("T", "t") and self.money_before(place - 1)):
            return not (self.glued(place + 1) and self.tokens[place + 1].kind == "digits")
        measure = self.lexicon.units.at(self.tokens, place) or self.money_at(place)
        return measure is not None and not (self.glued(measure.end) and self.tokens[measure.end].kind == "digits")

    def is_dated(self, place: int) -> bool:
        """Return whether digits are a day or a year by the words beside them, or a time of day."""
        text = self.tokens[place].text
        before, after = self.tokens[place - 1 : place], self.tokens[place + 1 : place + 2]
        if before and before[0].text == "." and place > 1 and self.tokens[place - 2].text in MONTHS:
            before = self.tokens[place - 2 : place - 1]
        monthly = any(token.text in MONTHS for token in (*before, *after))
        ending = [self.lower(number) for number in range(place + 1, place + 4)]
        if (len(text) <= 2 and monthly) or ending[0] in ("am", "pm") or ending in (["a", ".", "m"], ["p", ".", "m"]):
            return True
        if not _YEAR.fullmatch(text):
            return False
        earlier = self.lower(place - 1)
        spanned = ending[0] in _DASHES and bool(ending[0]) and ending[1][:1].isdigit()
        yearly = earlier in BEFORE_YEARS and not self.measure_after(place + 1)
        bounded = earlier in BEFORE_NOUNS and self.is_year_after(place - 1)
        after_day = earlier == "," and place > 2 and self.tokens[place - 3].text in MONTHS
        return monthly or spanned or yearly or bounded or after_day or self.is_year_of_thing(place)

    def is_year_of_thing(self, place: int) -> bool:
        """Return whether the year of one thing stands between an article and its noun: the 2008 Ford."""
        noun = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if noun is None or noun.kind != "word" or self.lower(place - 1) not in ("the", "a", "an", "its", "their"):
            return False
        return not (
            noun.lower.endswith(("s", "people", "men")) or noun.lower in MULTIPLIERS or self.measure_after(place + 1)
        )

    def is_year_after(self, place: int) -> bool:
        """Return whether a year stands before the word at a token, or the year after it ends the words or a clause."""
        earlier = self.tokens[place - 1] if place else None
        if earlier and _YEAR.fullmatch(earlier.text):
            return True
        later = self.tokens[place + 2] if place + 2 < len(self.tokens) else None
        return self.lower(place) in ("between", "from", "by", "after", "before") and (
            later is None
            or (later.kind == "mark" and later.text not in "-%")
            or later.lower in ("and", "to", "through")
        )

    def measure_after(self, place: int) -> bool:
        """Return whether a unit of measure or a currency stands at a token."""
        return bool(self.lexicon.measure_at(self.tokens, place) or self.money_at(place))
