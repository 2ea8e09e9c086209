"""Invented names of persons, bodies and places: a number gives one name, and no two numbers the same.

A name is made of syllables, so that there are as many as a corpus needs and none is that of somebody.
"""

from dataclasses import dataclass

_CONSONANTS = "bdfgjklmnprstvz"
_VOWELS = "aeiouéöíúå"
_SYLLABLES = [consonant + vowel for vowel in _VOWELS for consonant in _CONSONANTS]
_SPREAD = 7919
"""A prime that sets names of neighbouring numbers apart."""
_GIVEN = ("Ada", "Bram", "Cleo", "Dag", "Edda", "Finn", "Gwen", "Hugo", "Ines", "Jory", "Kaia", "Leif", "Mina", "Nils")
_OF_PERSONS = ("vick", "mund", "holt", "wright")
_OF_PLACES = ("haven", "stead", "brook", "mere")
_OF_SITES = ("ford", "cote", "wold", "thorpe")
_HAN = "𠮷港𡈽山𡌛河𢌞江𣗄林𥝱城海關稅檢警局"
"""Characters of Chinese names, some of them beyond the first plane of Unicode."""


@dataclass(frozen=True)
class Named:
    """Someone or something with a name: the columns of its row, and its printed forms, the name first."""

    row_id: str
    kind: str
    forms: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()


def stem(number: int) -> str:
    """Return syllables that no other number has.

    >>> stem(0), stem(1)
    ('Baba', 'Tuvu')
    """
    size = len(_SYLLABLES)
    first, rest = number % size**2 * _SPREAD % size**2, number // size**2
    text = _SYLLABLES[first // size] + _SYLLABLES[first % size]
    while rest:
        text, rest = text + _SYLLABLES[rest % size], rest // size
    return text.capitalize()


BODIES = (
    ("law_enforcement", "Chinese {} Police", "CN"),
    ("government_body", "US {} Agency", "US"),
    ("official", "", ""),
    ("court", "{} District Court", ""),
    ("media", "{} Courier", ""),
    ("law_enforcement", "US {} Customs", "US"),
    ("government_body", "Chinese {} Ministry", "CN"),
    ("criminal_group", "{} Ring", ""),
    ("official", "", ""),
    ("company", "{} Holdings", ""),
    ("state_media", "Chinese {} News Agency", "CN"),
    ("procuratorate", "{} Procuratorate", ""),
)
"""The kinds of actors in turn, each with the form of its name and its country."""
_PLACES = (
    ("city", "{}", "CN"),
    ("port", "{} Port", "CN"),
    ("city", "{}", "US"),
    ("port", "{} Port", "CN"),
    ("airport", "{} Airport", "US"),
    ("province", "{} Province", "CN"),
)

ACTOR_KINDS = frozenset(kind for kind, _, _ in BODIES)
PLACE_KINDS = frozenset(kind for kind, _, _ in _PLACES)


def actor(number: int) -> Named:
    """Return the actor of a number: its kind goes round with the numbers."""
    kind, form, country = BODIES[number % len(BODIES)]
    if kind == "official":
        surname = stem(number) + _OF_PERSONS[number % len(_OF_PERSONS)]
        given = _GIVEN[number // len(BODIES) % len(_GIVEN)]
        return Named(f"official-{number:06}", kind, (f"{given} {surname}", surname))
    name = form.format(stem(number) + _OF_PLACES[number % len(_OF_PLACES)])
    forms = (name, f"{_han(number)}部") if kind == "government_body" else (name,)
    columns = (("country", country),) if country else ()
    return Named(f"{kind.replace('_', '-')}-{number:06}", kind, forms, columns)


def place(number: int) -> Named:
    """Return the place of a number; every other one has coordinates and a number of GeoNames."""
    kind, form, country = _PLACES[number % len(_PLACES)]
    name = form.format(stem(number) + _OF_SITES[number % len(_OF_SITES)])
    columns = [("country_code", country)]
    if number % 2:
        columns += [
            ("geonames_id", str(1_000_000 + number)),
            ("latitude", f"{number * 7 % 120 - 60}.25"),
            ("longitude", f"{number * 13 % 340 - 170}.5"),
        ]
    return Named(f"{kind}-{number:06}", kind, (name,), tuple(columns))


def _han(number: int) -> str:
    """Return three or more Chinese characters that no other number has."""
    size = len(_HAN)
    text, rest = "", number + size**2
    while rest:
        text, rest = text + _HAN[rest % size], rest // size
    return text
