"""The words of measure, money and exactness that the vocabularies list, found in tokens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.read.schema import Code, Vocabulary
from pipeline.reread.amounts.tokens import Token, tokenise

COUNT = "count"
"""The dimension of the units that are things, and are counted."""
_PLURALS = ("people", "men", "women", "police")


@dataclass(frozen=True)
class Phrase:
    """A phrase of a vocabulary: its tokens, the code that it says and whether its case counts."""

    tokens: tuple[Token, ...]
    code: str
    same_case: bool

    @property
    def plural(self) -> bool:
        """Return whether the phrase names several things."""
        last = self.tokens[-1]
        return last.lower.endswith("s") or last.lower.endswith(_PLURALS) or last.kind == "han"

    def end_in(self, tokens: Sequence[Token], start: int) -> int:
        """Return where the phrase ends that begins at token `start`; 0 where it does not stand there."""
        place = start
        for number, own in enumerate(self.tokens):
            if number and not own.glued and place < len(tokens) and tokens[place].text == "-":
                place += 1
            if place >= len(tokens) or not self._is(own, tokens[place]):
                return 0
            if number and own.glued and not tokens[place].glued:
                return 0
            place += 1
        return place

    def _is(self, own: Token, other: Token) -> bool:
        # One letter is another unit in capitals: 5g is a mass and 5G is none.
        exact = self.same_case or (own.kind == "word" and len(own.text) == 1)
        return own.text == other.text if exact else own.lower == other.lower


@dataclass(frozen=True)
class Place:
    """A phrase that stands in tokens `start` to `end`, end-exclusive."""

    start: int
    end: int
    phrase: Phrase


class Phrases:
    """Phrases by their first token, the longest first."""

    def __init__(self, codes: Iterable[tuple[str, str]]) -> None:
        """Take (phrase, code) pairs. A phrase in capitals counts only in capitals."""
        self.by_first: dict[str, list[Phrase]] = {}
        for text, code in codes:
            phrase = Phrase(tuple(tokenise(text)), code, text.isupper() and len(text) > 1)
            self.by_first.setdefault(phrase.tokens[0].lower, []).append(phrase)
        for phrases in self.by_first.values():
            phrases.sort(key=lambda phrase: len(phrase.tokens), reverse=True)

    def at(self, tokens: Sequence[Token], start: int) -> Place | None:
        """Return the longest phrase that begins at token `start`, or None."""
        if start >= len(tokens):
            return None
        for phrase in self.by_first.get(tokens[start].lower, ()):
            if end := phrase.end_in(tokens, start):
                return Place(start, end, phrase)
        return None

    def all_in(self, tokens: Sequence[Token]) -> list[Place]:
        """Return the phrases that stand in the tokens, from left to right, none over another."""
        places: list[Place] = []
        start = 0
        while start < len(tokens):
            place = self.at(tokens, start)
            if place:
                places.append(place)
            start = place.end if place else start + 1
        return places


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What the vocabularies `units`, `currencies` and `qualifiers` say, made ready for reading.

    `dimensions` gives what each unit measures, `kilograms` the size of the units of mass, `sharers` the codes of the
    currencies behind a cue that several share, `countries` where each is money, and `nations` the names of
    countries (Canadian) that say which of them is meant.
    """

    units: Phrases
    currencies: Phrases
    qualifiers: Phrases
    dimensions: Mapping[str, str]
    kilograms: Mapping[str, Decimal]
    unmarked: str
    sharers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nations: Phrases = field(default_factory=lambda: Phrases(()))

    @classmethod
    def of(cls, vocabularies: Mapping[str, Vocabulary]) -> "Lexicon":
        """Return the lexicon of the vocabularies `units`, `currencies` and `qualifiers`."""
        units, currencies, qualifiers = (vocabularies[name] for name in ("units", "currencies", "qualifiers"))
        sharers: dict[str, list[str]] = {}
        shared: dict[str, str] = {}
        for code in currencies.codes:
            for cue in _listed(code, "shared_cues"):
                sharers.setdefault(cue.lower(), []).append(code.code)
                shared[cue] = cue
        own = {cue.lower() for code in currencies.codes for cue in code.cues}
        return cls(
            units=Phrases(_cues(units)),
            currencies=Phrases([*_cues(currencies), *(pair for pair in shared.items() if pair[0].lower() not in own)]),
            qualifiers=Phrases(_cues(qualifiers)),
            dimensions={code.code: code.extra.get("dimension", COUNT) for code in units.codes},
            kilograms={
                code.code: Decimal(code.extra["kilograms"]) for code in units.codes if "kilograms" in code.extra
            },
            unmarked=qualifiers.unmarked or "",
            sharers={cue: tuple(codes) for cue, codes in sharers.items()},
            countries={code.code: _listed(code, "countries") for code in currencies.codes},
            nations=Phrases(_nations(currencies)),
        )

    def measure_at(self, tokens: Sequence[Token], start: int) -> Place | None:
        """Return the unit of a measure (of mass, time, parts …) that begins at token `start`, or None."""
        place = self.units.at(tokens, start)
        return place if place and self.dimensions[place.phrase.code] != COUNT else None

    def currency(self, place: Place, country: str) -> str:
        """Return the currency that a phrase says in the texts of `country`.

        Raises:
            ValueError: several currencies share the phrase and the country does not say which it is.
        """
        cue = _cue(place)
        local = [code for code in self.sharers.get(cue, ()) if country and country in self.countries[code]]
        if len(local) == 1:
            return local[0]
        if place.phrase.code in self.countries:
            return place.phrase.code
        if country:
            raise ValueError(f"whose money “{cue}” is, is not said: {country} has none that is called so")
        raise ValueError(f"whose money “{cue}” is, is not said: name the country")

    def candidates(self, place: Place) -> tuple[str, ...]:
        """Return the currencies that a phrase may say: its own and those that share it."""
        own = (place.phrase.code,) if place.phrase.code in self.countries else ()
        return own + self.sharers.get(_cue(place), ())


def _cue(place: Place) -> str:
    """Return a phrase as its vocabulary lists it, in small letters."""
    tokens = enumerate(place.phrase.tokens)
    return "".join(("" if token.glued or not number else " ") + token.lower for number, token in tokens)


def _cues(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return [(cue, code.code) for code in vocabulary.codes for cue in code.cues]


def _nations(currencies: Vocabulary) -> list[tuple[str, str]]:
    """Return the words before a shared word of money, such as “Canadian” of “Canadian dollar”, with the currency."""
    nations: dict[str, str] = {}
    for code in currencies.codes:
        shared = _listed(code, "shared_cues")
        for name in (code.label, *code.cues):
            nation, _, money = name.rpartition(" ")
            if nation and money.lower() in shared:
                nations.setdefault(nation, code.code)
        for letters in (cue.removesuffix("$") for cue in code.cues if cue.endswith("$")):
            if letters.isalpha() and letters.isupper() and len(letters) > 1:
                nations.setdefault(letters, code.code)
    return list(nations.items())


def _listed(code: Code, key: str) -> tuple[str, ...]:
    """Return the texts that an own key of a code lists, separated by commas."""
    return tuple(code.extra[key].split(", ")) if code.extra.get(key) else ()
