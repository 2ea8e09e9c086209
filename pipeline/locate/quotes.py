"""Finding each quote in its article and each value's words in their quote: exactly, at one place.

Nothing is normalised and nothing is matched loosely: who looks the quote up years later must find
these very code points. What looks alike but is not is explained instead (`near_miss`).
"""

from collections.abc import Mapping, Sequence

from pipeline.alike import difference_within
from pipeline.faults import SHOWN, Fault, MakeFault, alike, fault_at, shown, with_hint, yaml_text
from pipeline.locate.near_miss import near_miss
from pipeline.model import SOURCES, Article, Evidence, Located, Record, Words
from pipeline.read.whole_words import cuts, offsets

MAX_QUOTE = 300
"""Longest quote, in code points (coding rule 14)."""

SHOWN_OF_ZONE = 30
"""How many code points of a zone a message shows."""


def locate(records: Sequence[Record], articles: Mapping[str, Article]) -> tuple[list[Located], list[Fault]]:
    """Return every value that quotes one of `articles` tied to its words' place, and what could not be tied.

    Evidence from another article is passed over: that is in another batch, or was reported as missing.
    """
    located: list[Located] = []
    faults: list[Fault] = []
    for record in records:
        for evidence in record.evidence:
            start, quote_faults = find_quote(record, evidence, articles)
            faults += quote_faults
            if start is None:
                continue
            for name, words in evidence.supports.items():
                begin, words_faults = find_words(record, evidence, name, words)
                faults += words_faults
                if begin is not None:
                    places = (start, start + len(evidence.quote), start + begin, start + begin + len(words.text))
                    located.append(Located(record, evidence, name, words, *places))
    return located, faults


def find_quote(record: Record, evidence: Evidence, articles: Mapping[str, Article]) -> tuple[int | None, list[Fault]]:
    """Return the offset of a quote in its article; None and a fault where it may not be used."""
    article, quote = articles.get(evidence.source_id), evidence.quote
    if article is None:
        return None, []
    fault = fault_at(evidence.position, record.row_id, "quote")
    if len(quote) > MAX_QUOTE:
        seen, fix = f"a quote of {len(quote)} characters", "quote the shortest part that says the value"
        return None, [fault("quote-too-long", seen, f"at most {MAX_QUOTE}", fix)]
    if quote not in article.text:
        return None, [not_found(record, evidence, article)]
    start, faults = _whole_words(quote, article.text, evidence.occurrence, article.seed_file, fault)
    if start is None:
        return None, faults
    faults = _zone_faults(article, start, start + len(quote), record, fault)
    return (None if faults else start), faults


def not_found(record: Record, evidence: Evidence, article: Article) -> Fault:
    """Return the fault of a quote that its article does not hold."""
    fault = fault_at(evidence.position, record.row_id, "quote")
    return fault("quote-not-found", *near_miss(evidence.quote, article))


def find_words(record: Record, evidence: Evidence, name: str, words: Words) -> tuple[int | None, list[Fault]]:
    """Return the offset of a value's words in their quote; None and a fault where they do not stand there once."""
    fault = fault_at(words.position, record.row_id, name)
    if words.text not in evidence.quote:
        seen = f"the words {shown(words.text)} are not in the quote {shown(evidence.quote)}"
        hint = difference_within(words.text, evidence.quote)
        like = alike(words.text, _stretches(evidence.quote, len(words.text.split())))
        exact = f", such as {name}: {yaml_text(like[0])}" if like and not hint else ""
        fix = with_hint(f"copy them from the quote{exact}, or quote more", hint)
        return None, [fault("words-not-in-quote", seen, "words of the quote", fix)]
    return _whole_words(words.text, evidence.quote, words.occurrence, "the quote", fault)


def _stretches(text: str, length: int) -> list[str]:
    """Return every run of so many words of a text, one fewer or one more, without the marks at its ends.

    >>> _stretches("China, the US", 2)
    ['China', 'the', 'US', 'China, the', 'the US', 'China, the US']
    """
    words = text.split()
    lengths = [number for number in (length - 1, length, length + 1) if 0 < number <= len(words)]
    return [
        " ".join(words[at : at + number]).strip(",.;:") for number in lengths for at in range(len(words) - number + 1)
    ]


def _whole_words(
    part: str, text: str, occurrence: int | None, where: str, fault: MakeFault
) -> tuple[int | None, list[Fault]]:
    """Return the one offset of `part` that `occurrence` means; None and a fault where that is none or several."""
    places = offsets(text, part)
    if not places:
        start = text.index(part)
        around = shown(text[max(start - 12, 0) : start + len(part) + 12])
        seen = f"{shown(part)} cuts a word or number of {around}"
        fix = f"take the whole word, {_whole(text, start, start + len(part))}"
        return None, [fault("text-cuts-word", seen, "whole words", fix)]
    return choose(places, part, occurrence, where, fault)


def _whole(text: str, start: int, end: int) -> str:
    """Return a stretch of a text with the rest of the words that it cuts, as YAML writes it.

    >>> _whole("seized 430kg of it", 10, 12)
    '430kg'
    """
    while cuts(text, start):
        start -= 1
    while cuts(text, end):
        end += 1
    return yaml_text(text[start:end])


def choose(
    places: Sequence[int], part: str, occurrence: int | None, where: str, fault: MakeFault
) -> tuple[int | None, list[Fault]]:
    """Return the one of the `places` of `part` that `occurrence` means; None and a fault where that is none or several.

    Without an `occurrence` there must be one place only. There is at least one.
    """
    number = f"{len(places)} time{'s' if len(places) > 1 else ''}"
    if occurrence is None and len(places) > 1:
        listed = f"{', '.join(map(str, places[:SHOWN]))}{' …' if len(places) > SHOWN else ''}"
        fix = "take more of the text, or add occurrence: N, counted from 1"
        return None, [
            fault("text-ambiguous", f"{shown(part)} stands {number} in {where}, at {listed}", "one place", fix)
        ]
    if occurrence is not None and occurrence > len(places):
        seen = f"occurrence {occurrence} of {shown(part)}, which stands {number} in {where}"
        return None, [fault("occurrence-too-high", seen, f"at most {len(places)}", "count again")]
    return places[(occurrence or 1) - 1], []


def _zone_faults(article: Article, start: int, end: int, record: Record, fault: MakeFault) -> list[Fault]:
    """Return a fault where a quote is not wholly inside one zone that may be quoted.

    The imprint says who published and when; only rows of `sources` are about that. An article whose
    zones were not found has none here, and was reported.
    """
    zones = [zone for zone in article.zones if zone.start < end and start < zone.end]
    if len(zones) > 1:
        seen = f"the quote at {start} begins in {zones[0].kind} and runs into {zones[1].kind} at {zones[1].start}"
        return [fault("quote-across-zones", seen, "a quote inside one zone", "end it before, or make two quotes")]
    if zones and not zones[0].may_be_quoted(record.table):
        kinds = ", ".join(dict.fromkeys(zone.kind for zone in article.zones if zone.may_be_quoted(record.table)))
        first = shown(article.text[zones[0].start : zones[0].end].strip()[:SHOWN_OF_ZONE])
        seen = f"the quote stands in {zones[0].kind}, a zone that starts {first}"
        row = f"{SOURCES}/{article.source_id}"
        expected, fix = f"a quote from {kinds}", f"quote the article itself, or correct the zones of {row}"
        return [fault("quote-outside-article", seen, expected, fix)]
    return []
