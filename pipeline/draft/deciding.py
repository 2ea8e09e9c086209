"""The phrases of a sentence that probably decide an event, by what stands beside them.

A phrase alone ("controlled", "reviewed") makes no event: an actor, a date or an amount must stand near it.
"""

import re
from collections.abc import Iterator

from pipeline.draft.readings import EVENT_TYPES, NEAR, SAYING, Cue, Named, Part, Sentence, gap

MODALITIES, CONVICTION, SENTENCING = "modalities", "conviction", "sentencing"
SAID_BEFORE = re.compile(r"\b(?:said|told|announced|reported|says|statement)(?: \w+)? (?:on )?$", re.IGNORECASE)
"""What stands before the date on which something was said."""
NEAR_ACTOR = 30
"""Who is named further before a phrase rather did something else."""
_MOST = 3
_OF_LAW = re.compile(r"\b(?:maximum|minimum|if convicted)\b", re.IGNORECASE)
"""What a sentence says of the law, and of no judgement."""


def deciding(sentence: Sentence) -> list[tuple[Cue, list[Part]]]:
    """Return the phrases that may decide an event, at most three of different codes, and what stands beside each.

    Each actor, date and amount counts for one phrase, the nearest of its part of the sentence. A phrase that also says
    how sure a deed is (alleged) decides only where no other does.
    """
    modal = {cue.start for cue in sentence.cues if cue.vocabulary == MODALITIES}
    cues = [cue for cue in sentence.cues if cue.vocabulary == EVENT_TYPES and cue.code != SAYING]
    cues = [cue for cue in cues if cue.start not in modal] or cues
    cues = [cue for cue in cues if cue.code not in (CONVICTION, SENTENCING) or not _OF_LAW.search(sentence.text)]
    beside: dict[Cue, list[Part]] = {cue: [] for cue in cues}
    for piece, acts in _signs(sentence):
        near = [
            (far, cue)
            for cue in beside
            if (far := gap(sentence.text, cue, piece)) is not None
            and (far <= NEAR_ACTOR and piece.start < cue.start if acts else far <= NEAR)
        ]
        if near:
            beside[min(near)[1]].append(piece)
    best: dict[str, Cue] = {}
    for cue in sorted(beside, key=lambda cue: (-len(beside[cue]), cue.start)):
        if beside[cue]:
            best.setdefault(cue.code, cue)
    return [(cue, beside[cue]) for cue in sorted([*best.values()][:_MOST], key=lambda cue: cue.start)]


def _signs(sentence: Sentence) -> Iterator[tuple[Part, bool]]:
    """Yield the dates, amounts and actors of a sentence, and whether each is an actor."""
    for time in sentence.times:
        if not SAID_BEFORE.search(sentence.text[: time.start]):
            yield time, False
    for said in sentence.amounts:
        if said.amount.unit or said.amount.currency:
            yield said, False
    for name in sentence.names:
        if only_row(name, "actors") and may_act(sentence.text, name):
            yield name, True


def may_act(text: str, name: Named) -> bool:
    """Return whether a name may be that of who acts: not of whose or of where."""
    before, behind = text[: name.start], text[name.start + len(name.words) :]
    return not behind.startswith(("’s", "'s", "-")) and not re.search(
        r"\b(?:in|at|near|off|from|of|to)(?: \w+)? $", before
    )


def only_row(name: Named, table: str) -> str:
    """Return the id of the one row of a table that a name means; empty where it means none or several."""
    ids = [row_id for owner, row_id in name.rows if owner == table]
    return ids[0] if len(ids) == 1 else ""
