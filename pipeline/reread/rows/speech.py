"""Who says it: the speakers of quotes against the words around them.

What a sentence reports carries the speaker whom it names; the speaker's own name, the verb of saying and the day of
the saying carry none.
"""

import re
from collections.abc import Iterator

from pipeline.assemble.built import EVENTS, INITIATOR, SPEECH, Row
from pipeline.model import ACTORS
from pipeline.read.spaces import plain_text
from pipeline.reread.forms import whole_words
from pipeline.reread.pasted import entry
from pipeline.reread.rows.sayings import Saying, sayings
from pipeline.reread.surroundings import Doubt, Rule, Span, Surroundings, words_of

OF_THE_ACT = ("event_type", "modality", "scope")
SHOWN = 60
"""How many code points of a quote a message shows."""
AROUND = 2
"""How many sentences before and after the words a speaker may be named."""

# A sentence in which someone speaks has a verb of speech, or quotation marks.
_SPEECH = re.compile(
    r"[“”\"‘]|\b(?:sa(?:id|ys?)|t(?:old|ells?)|according|report\w*|announc\w*|stat(?:ed|es|ement)|add(?:ed|s)|not(?:ed|es)|"
    r"claim\w*|confirm\w*|accus\w*|alleg\w*|complain\w*|criticis\w*|den(?:y|ies|ied)|defend\w*|vow\w*|pledg\w*|promis\w*|"
    r"express\w*|hop(?:e|es|ed|ing)|urg\w*|call(?:ed|s)|demand\w*|describ\w*|spotlight\w*|believ\w*|think\w*|threat\w*|warn\w*)\b",
    re.IGNORECASE,
)


def same_words_other_speaker(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a speaker left out or changed in one place: the same words have the same speaker in every row."""
    by_words: dict[Span, list[Row]] = {}
    for tie in rows.ties:
        if _is_told(tie, rows):
            by_words.setdefault(words_of(tie), []).append(tie)
    for ties in by_words.values():
        speakers = {tie["attributed_to"] or "" for tie in ties}
        # A joint statement has a quote for each of its speakers.
        joint = all(
            {tie["attributed_to"] or "" for tie in ties if _cell(tie) == _cell(other)} == speakers for other in ties
        )
        if len(speakers) > 1 and not joint:
            for tie in ties:
                others = sorted(
                    f"{other['attributed_to'] or 'nobody'} in {_row(other) if tie['attributed_to'] else 'another row'}"
                    for other in ties
                    if other["attributed_to"] != tie["attributed_to"]
                )
                if others:
                    seen = f"the words are attributed to {tie['attributed_to'] or 'nobody'}, and to {others[0]}"
                    fix = "name the speaker of the words in both, or in neither"
                    yield Doubt(tie, seen, "one speaker for the same words", fix)


def speaker_far_from_words(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a speaker from elsewhere in the article: no printed form of the actor stands around the words."""
    for tie in rows.ties:
        speaker = tie["attributed_to"]
        if speaker and _is_told(tie, rows) and not _named_around(speaker, tie, rows):
            seen = f"{speaker} says “{tie['words']}”, but no form of the name stands within {AROUND} sentences"
            fix = f"write the speaker whom the article names there, or {entry(tie, exempt='named_elsewhere')}"
            yield Doubt(tie, seen, "the speaker's name around the words", fix)


def speaker_where_nobody_speaks(rows: Surroundings) -> Iterator[Doubt]:
    """Catches a speaker put on the article's own words: nothing in their sentence says that anybody speaks."""
    for tie in rows.ties:
        sentence = rows.sentence(tie)
        text = rows.text(tie["source_id"])[sentence.start : sentence.end]
        # Words in no sentence were reported when they were located.
        in_sentence = rows.number(tie["source_id"], tie["words_start"]) is not None
        if tie["attributed_to"] and _is_told(tie, rows) and in_sentence and not _SPEECH.search(text):
            seen = f"{tie['attributed_to']} says “{tie['words']}”, in a sentence without a word of speech"
            fix = f"delete attributed_to; if the speech began before, write {entry(tie, exempt='named_elsewhere')}"
            yield Doubt(tie, seen, "a sentence in which someone speaks", fix)


def reported_words_without_speaker(rows: Surroundings) -> Iterator[Doubt]:
    """Catches an attribution removed: a value from what a named speaker is reported to have said has that speaker."""
    reported: dict[str, list[Saying]] = {}
    for tie in rows.ties:
        if not _is_told(tie, rows):
            continue
        if tie["source_id"] not in reported:
            reported[tie["source_id"]] = list(sayings(tie["source_id"], rows))
        words, own_actors = words_of(tie), _actors_of_act(tie, rows)
        for saying in reported[tie["source_id"]]:
            inside = saying.reported.start <= words.start and words.end <= saying.reported.end
            if inside and tie["attributed_to"] not in saying.speakers and not own_actors & saying.speakers:
                named = " or ".join(sorted(saying.speakers))
                speaker = tie["attributed_to"] or "nobody"
                # Of the quote, so that the same mistake is the same message for each of its values.
                seen = f"“{tie['quote'][:SHOWN]}” is reported as said by {named}, and attributed to {speaker}"
                fix = (
                    f"add attributed_to: {named} to the quote; beside the reporter's own words write exempt: own_words"
                )
                yield Doubt(tie, seen, "the speaker whom the sentence names", fix)


def actor_speaks_of_own_act(rows: Surroundings) -> Iterator[Doubt]:
    """Catches an act of speech put into its own actor's mouth: who accuses does not report the accusation."""
    for tie in rows.ties:
        if tie["attributed_to"] in _actors_of_act(tie, rows):
            seen = f"{tie['attributed_to']} is the actor of the act and the speaker of “{tie['words']}”"
            yield Doubt(tie, seen, "no speaker for the act of its own actor", "delete attributed_to from the quote")


def _actors_of_act(tie: Row, rows: Surroundings) -> frozenset[str]:
    """Return who does the act of speech that the words of a tie are; empty where they are no such act.

    Those are its initiators.
    """
    is_part = tie["table_name"] == "event_actors" and tie["field"] == "role"
    if not is_part and (tie["table_name"] != EVENTS or tie["field"] not in OF_THE_ACT):
        return frozenset()
    part = rows.built.row("event_actors", tie["row_id"]) if is_part else None
    event = rows.built.row(EVENTS, part["event_id"] if part else tie["row_id"])
    if event is None or event["act"] != SPEECH:
        return frozenset()
    return rows.actors.get((event["event_id"], INITIATOR), frozenset())


def _row(tie: Row) -> str:
    return f"{tie['table_name']}/{tie['row_id']}"


def _cell(tie: Row) -> tuple[str, str, str]:
    return tie["table_name"], tie["row_id"], tie["field"]


def _is_told(tie: Row, rows: Surroundings) -> bool:
    """Return whether a value is part of what happened.

    What there is (an actor, a place, an article) is not, nor is who says it.
    """
    return (tie["table_name"], tie["field"]) in rows.told


def _named_around(speaker: str, tie: Row, rows: Surroundings) -> bool:
    """Return whether a printed form of an actor stands in the sentences around the words of a tie."""
    source_id, number = tie["source_id"], rows.number(tie["source_id"], tie["words_start"])
    if number is None:
        return True
    sentences = rows.sentences[source_id]
    around = sentences[max(0, number - AROUND) : number + AROUND + 1]
    text = plain_text(rows.text(source_id)[around[0]["passage_start"] : around[-1]["passage_end"]])
    forms = rows.forms.get((ACTORS, speaker), ())
    return any(form in text and whole_words(form).search(text) for form in forms)


RULES: tuple[Rule, ...] = (
    same_words_other_speaker,
    speaker_far_from_words,
    speaker_where_nobody_speaks,
    reported_words_without_speaker,
    actor_speaks_of_own_act,
)
