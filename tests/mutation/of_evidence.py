"""Mutants of what ties rows to articles: quotes, words, sources, speakers, anchors, inferences."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pipeline.model import ACTORS, SOURCES, Evidence, Record, Words
from pipeline.read.references import PUBLISHED
from pipeline.read.whole_words import offsets
from tests.mutation import texts
from tests.mutation.world import Mutant, Recorded, World


def of_evidence(world: World) -> Iterator[Mutant]:
    """Yield every mutant of the evidence of every row."""
    for record in world.records.all:
        for place, evidence in enumerate(record.evidence):
            yield from _of_quote(world, record, place, evidence)
            for name, words in evidence.supports.items():
                for kind, what, changed in _of_words(world, record, evidence, words):
                    made = partial(_reworded, record, place, name, changed)
                    yield Mutant(kind, record.table, name, record.row_id, what, made)


def _of_quote(world: World, record: Record, place: int, evidence: Evidence) -> Iterator[Mutant]:
    """Yield the mutants of one quote as a whole."""
    changes: list[tuple[str, str, Mapping[str, Any]]] = [
        (f"quote: {name}", f"“{evidence.quote}” → “{changed}”", {"quote": changed})
        for name, changed in texts.quotes(evidence.quote)
    ]
    for source_id in world.records.ids(SOURCES):
        changes.append(("source", f"{evidence.source_id} → {source_id}", {"source_id": source_id}))
    said, voices = evidence.attributed_to, _voices(world)
    others = [None, *voices, *texts.spread(world.records.ids(ACTORS), evidence.quote)]
    for speaker in dict.fromkeys(others) if said else texts.spread(voices, evidence.quote)[:1]:
        changes.append((f"speaker {'changed' if said else 'added'}", f"{said} → {speaker}", {"attributed_to": speaker}))
    for kind, what, changed in changes:
        if any(getattr(evidence, name) != value for name, value in changed.items()):
            yield Mutant(kind, record.table, "", record.row_id, what, partial(_requoted, record, place, changed))
    yield Mutant(
        "evidence dropped", record.table, "", record.row_id, f"“{evidence.quote}”", partial(_dropped, record, place)
    )


def _voices(world: World) -> list[str]:
    """Return the actors to whom any quote is attributed."""
    said = {evidence.attributed_to for record in world.records.all for evidence in record.evidence}
    return sorted(speaker for speaker in said if speaker)


def _of_words(
    world: World, record: Record, evidence: Evidence, words: Words
) -> Iterator[tuple[str, str, Words | None]]:
    """Yield each change of the words for one value; None where they are dropped."""
    found = offsets(evidence.quote, words.text)
    start = found[(words.occurrence or 1) - 1]
    for name, first, last in texts.spans(evidence.quote, start, start + len(words.text)):
        changed = _cut(evidence.quote, words, first, last)
        yield f"words {name}", f"“{words.text}” → “{changed.text}”", changed
    yield "words dropped", f"“{words.text}”", None
    yield from _of_tie(world, record, evidence, words)


def _cut(quote: str, words: Words, start: int, end: int) -> Words:
    """Return other words of a quote, told apart by their occurrence where they stand there more than once."""
    found = offsets(quote, quote[start:end])
    occurrence = found.index(start) + 1 if start in found and len(found) > 1 else None
    return replace(words, text=quote[start:end], occurrence=occurrence)


def _of_tie(world: World, record: Record, evidence: Evidence, words: Words) -> Iterator[tuple[str, str, Words]]:
    """Yield words with another anchor or another inference, with one added, and with it taken out."""
    dated = [f"{table}/{row_id}" for table, row_id in sorted(world.facts.dates)]
    others = [None, PUBLISHED, *texts.spread(dated, evidence.quote)]
    for anchor in others if words.anchor else [PUBLISHED]:
        if anchor != words.anchor:
            kind = f"anchor {'changed' if words.anchor else 'added'}"
            yield kind, f"{words.anchor} → {anchor}", replace(words, anchor=anchor)
    inferences = [*world.schemas.vocabularies["inferences"].by_code]
    for inferred in [None, *inferences] if words.inferred else texts.spread(inferences, words.text)[:1]:
        if inferred != words.inferred:
            kind = f"inference {'changed' if words.inferred else 'added'}"
            yield kind, f"{words.inferred} → {inferred}", replace(words, inferred=inferred)


def _requoted(record: Record, place: int, changed: Mapping[str, Any]) -> Recorded:
    return _with(record, place, lambda evidence: replace(evidence, **changed))


def _reworded(record: Record, place: int, name: str, words: Words | None) -> Recorded:
    """Return the row with other words for one value of one quote, or with none for it."""

    def change(evidence: Evidence) -> Evidence:
        supports = {**evidence.supports, name: words}
        return replace(evidence, supports={field: some for field, some in supports.items() if some is not None})

    return _with(record, place, change)


def _with(record: Record, place: int, change: Callable[[Evidence], Evidence]) -> Recorded:
    evidence = tuple(change(one) if number == place else one for number, one in enumerate(record.evidence))
    return Recorded((record,), (replace(record, evidence=evidence),))


def _dropped(record: Record, place: int) -> Recorded:
    evidence = tuple(one for number, one in enumerate(record.evidence) if number != place)
    return Recorded((record,), (replace(record, evidence=evidence),))
