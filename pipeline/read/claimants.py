"""Whose claim a row is, and who carried it: filled in from what its quotes say (coding rule 8).

For example, a row whose deciding words stand in a quote with ``attributed_to: cctv`` has ``cctv`` in its column
``attributed_to``. Its words are the printed name of the actor in that quote, or in another quote of the row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.faults import Fault, fault_at
from pipeline.model import ACTORS, ARTICLE, Evidence, Record, Words
from pipeline.read.default_words import Texts, once_named
from pipeline.read.drafts import Draft, Item
from pipeline.read.schema import SEVERAL, Column


def add_claimants(draft: Draft, texts: Texts) -> Iterator[Fault]:
    """Fill in the columns that name claimants or reporters, with their words; yield the actors whose words are missing.

    The quotes of the words that decide what the row is say whose claim it is, and so do those with words for the
    column itself. Where such a quote names nobody, the article itself says it.
    """
    bare = [item for item in draft.own if not item.supports]
    for column in draft.table.columns:
        if column.is_filled:
            actors = _actors(column, draft, bare)
            yield from _unnamed(column, draft)
            if actors:
                draft.values[column.name] = SEVERAL.join(actors)
            for actor in actors:
                # An id of no row, of the actor or of the row that this one belongs to, is reported elsewhere.
                is_known = (ACTORS, actor) in texts.forms and not _lacks_owner(draft)
                if actor != ARTICLE and not _add_words(actor, column, draft, texts) and is_known:
                    yield _words_missing(actor, column, draft)


def named_by(column: str, evidence: Evidence) -> str | None:
    """Return the actor whom a quote names in a column: its claimant, or its reporter."""
    return {"attributed_to": evidence.attributed_to, "reported_by": evidence.reported_by}[column]


def _actors(column: Column, draft: Draft, bare: Sequence[Item]) -> list[str]:
    """Return whom the column names, in the order of the quotes; `bare` are those without words for any value."""
    deciding = [item for item in draft.items if not item.supports.keys().isdisjoint(draft.table.deciding)]
    naming = [item for item in draft.items if column.name in item.supports or item in bare]
    default = ARTICLE if column.required else None
    actors = [named_by(column.name, item.quote) or default for item in deciding]
    actors += [named_by(column.name, item.quote) for item in naming]
    return list(dict.fromkeys(actor for actor in actors if actor))


def _add_words(actor: str, column: Column, draft: Draft, texts: Texts) -> bool:
    """Return whether words name the actor; where none are written, take its printed name."""
    named = [item for item in draft.items if named_by(column.name, item.quote) == actor]
    if any(column.name in item.supports for item in named):
        return True
    forms = texts.forms.get((ACTORS, actor), ())
    others = [item for item in draft.items if item not in named]
    for item in (*named, *others):
        quote = item.quote.quote
        free = [form for form in forms if not texts.longer_name(ACTORS, actor, quote, form)]
        name = once_named(quote, free)
        if name:
            place = item if item in named else _quoted_again(item, actor, column, draft)
            draft.add(place, column.name, Words(name, draft.place(column.name)))
            return True
    return _take_from_owner(actor, column, draft)


def _quoted_again(item: Item, actor: str, column: Column, draft: Draft) -> Item:
    """Return another quote of the row as one that names the actor."""
    quote = replace(item.quote, supports={})
    is_claim = column.name == "attributed_to"
    return draft.item(replace(quote, attributed_to=actor) if is_claim else replace(quote, reported_by=actor))


def _lacks_owner(draft: Draft) -> bool:
    """Return whether the row names one that it belongs to, and that is no row."""
    owner = draft.table.owner
    return owner is not None and draft.owner is None and bool(draft.written.record.text(owner.column))


def _take_from_owner(actor: str, column: Column, draft: Draft) -> bool:
    """Return whether the row that this one belongs to has words that name the actor; they are taken over."""
    owner: Record | None = draft.owner
    for evidence in owner.evidence if owner else ():
        words = evidence.supports.get(column.name)
        if words and named_by(column.name, evidence) == actor:
            draft.add(draft.item(evidence), column.name, words)
            return True
    return False


def _unnamed(column: Column, draft: Draft) -> Iterator[Fault]:
    """Yield the words for the column in a quote that names nobody."""
    for item in draft.quoted(column.name):
        if named_by(column.name, item.quote) is None:
            words = item.supports.pop(column.name)
            fault = fault_at(words.position, draft.written.record.row_id, column.name)
            seen, fix = (
                f"words “{words.text}” in a quote that names nobody",
                f"write {column.name}: ACTOR beside the quote",
            )
            yield fault("words-without-value", seen, f"a quote with {column.name}", fix)


def _words_missing(actor: str, column: Column, draft: Draft) -> Fault:
    fault = fault_at(draft.place(column.name), draft.written.record.row_id, column.name)
    item = f"{{quote: QUOTE, {column.name}: {actor}, supports: {{{column.name}: WORDS}}}}"
    fix = f"quote where the article names the actor, as {item}, or add the printed name to the forms of {actor}"
    return fault("words-missing", f"{actor} without words", "words that name the actor", fix)
