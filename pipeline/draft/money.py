"""Whose money a sign such as $ is, as far as the names of nations in a text tell."""

import re

from pipeline.read.schema import Schemas
from pipeline.reread.amounts import Lexicon

_MOST_OFTEN = 2
"""One nation must be named so many times as often as the next."""


def country_of_money(text: str, schemas: Schemas, lexicon: Lexicon) -> tuple[str, list[str]]:
    """Return the country whose money a text means by a shared sign, and what is in doubt; both empty where it has none.

    The country is the one that the text names most often of those whose currency has the sign.
    """
    signs = [
        cue
        for cue in lexicon.sharers
        if re.search(rf"(?<![\w]){re.escape(cue)}(?=\s?\d)|\d\s?{re.escape(cue)}\b", text, re.I)
    ]
    sharers = {code for sign in signs for code in lexicon.sharers[sign]}
    if not sharers:
        return "", []
    counts: dict[str, int] = {}
    for code in schemas.vocabularies["currencies"].codes:
        country = code.code[:2]
        if code.code in sharers and country in lexicon.countries[code.code]:
            counts[country] = counts.get(country, 0) + _named(text, code.label.rpartition(" ")[0])
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    first, second = (ranked[0], ranked[1] if len(ranked) > 1 else ("", 0))
    if first[1] == 0 or first[1] < _MOST_OFTEN * second[1]:
        return "", [
            f"country: the text does not say whose money {signs[0]} is; add country: XX to its entry in sources"
        ]
    return first[0], [f"country: {first[0]} was taken for the money {signs[0]}, since the text names it most often"]


def _named(text: str, nation: str) -> int:
    """Return how often a text names a nation."""
    pattern = rf"{re.escape(nation)}" if nation != "US" else r"U\.?S\.?|United States|American"
    return len(re.findall(rf"(?<!\w){pattern}(?!\w)", text))
