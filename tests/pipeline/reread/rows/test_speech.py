"""Speakers who are left out, changed or far away, and sound attributions beside them."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.articles import Row, event, quoted_too, reported, row

WORDS = ("event_type", "modality", "scope")


def told(text: str, verb: str, speaker: str = "", **more: Any) -> dict[str, list[Row]]:
    """Return the rows of one event that the first sentence of a text tells."""
    sentence = text.partition(". ")[0]
    return {"events": [event("find", more.pop("quote", sentence), verb, speaker=speaker, **more)]}


def everywhere(kind: str) -> set[tuple[str, str]]:
    """Return a kind of fault at each of the words of an event."""
    return {(kind, f"find.{field}") for field in WORDS}


REMOVED = {
    "a speaker before the verb": ("CCTV reported that police seized drugs.", "seized", "cctv"),
    "a speaker at the end": ("Customs officers seized drugs in the port, CCTV reported.", "seized", "cctv"),
    "according to, at the beginning": ("According to Xinhua, the drugs were seized on a ship.", "seized", "xinhua"),
    "according to, at the end": ("The drugs were seized on a ship, according to Xinhua.", "seized", "xinhua"),
    "a person": ("Wang Yi said the drugs were seized on a ship.", "seized", "wang-yi"),
    "a title before a name": ("Mr Wang told reporters that the drugs were seized.", "seized", "wang-yi"),
    "a speech in quotation marks": ("“The drugs were seized on a ship,” Wang Yi said.", "seized", "wang-yi"),
    "a day of the saying": ("Xinhua reported on June 3 that police seized drugs.", "seized", "xinhua"),
}


@pytest.mark.parametrize("name", REMOVED)
def test_what_a_speaker_says_carries_the_speaker(name: str) -> None:
    text, verb, speaker = REMOVED[name]
    assert reported(text, **told(text, verb)) == everywhere("reported-words-without-speaker")
    assert reported(text, **told(text, verb, speaker)) == set()


@pytest.mark.parametrize("name", REMOVED)
def test_another_speaker_is_not_the_speaker(name: str) -> None:
    text, verb, _ = REMOVED[name]
    other = f"{text} Beijing and Washington have welcomed it."
    kinds = reported(other, **told(text, verb, "beijing"))
    assert kinds == everywhere("reported-words-without-speaker")


UNTOLD = {
    "nobody says it": ("Police seized drugs on a ship.", "seized"),
    "the speaker is named in another sentence": ("Police seized drugs on a ship. CCTV reported on the port.", "seized"),
    "a verb of saying of nobody who is known": ("Witnesses said that police seized drugs.", "seized"),
    "a name without a verb of saying": ("Xinhua had a reporter there when police seized drugs.", "seized"),
    "a name far from the verb": (
        "Xinhua and five papers of the same large group reported that drugs were seized.",
        "seized",
    ),
}


@pytest.mark.parametrize("name", UNTOLD)
def test_what_the_article_tells_itself_needs_no_speaker(name: str) -> None:
    text, verb = UNTOLD[name]
    assert reported(text, **told(text, verb)) == set()


def test_a_remark_of_the_reporter_is_exempt() -> None:
    text = "Wang Yi said the talks went well, which police called a seizure that they seized."
    own = {"exempt": "own_words"}
    cells: dict[str, Any] = {
        "event_type": ("seizure", "seized", own),
        "modality": ("occurred", "seized", own),
        "scope": ("incident", "seized", own),
    }
    assert reported(text, **told(text, "seized")) == everywhere("reported-words-without-speaker")
    assert reported(text, **told(text, "seized", **cells)) == set()


ANNOUNCED = "Police seized drugs, it was announced."
AWAY = f"{ANNOUNCED} They were on a ship. It was in port. Nobody was held. CCTV reported on it."


def test_a_speaker_stands_around_the_words() -> None:
    assert reported(AWAY, **told(AWAY, "seized", "cctv", quote=ANNOUNCED)) == everywhere("speaker-far-from-words")
    before = f"CCTV was there. It was late. Nobody was held. {ANNOUNCED}"
    assert reported(before, **told(before, "seized", "cctv", quote=ANNOUNCED)) == everywhere("speaker-far-from-words")


NEAR_ENOUGH = [
    f"CCTV was there. {ANNOUNCED}",
    f"CCTV was there. It was late. {ANNOUNCED}",
    f"{ANNOUNCED} It was late. CCTV was there.",
    f"{ANNOUNCED} CCTV was there.",
]


@pytest.mark.parametrize("text", NEAR_ENOUGH)
def test_a_speaker_may_stand_two_sentences_away(text: str) -> None:
    assert reported(text, **told(text, "seized", "cctv", quote=ANNOUNCED)) == set()


ELSEWHERE: Mapping[str, Any] = {
    "event_type": ("seizure", "seized", {"exempt": "named_elsewhere"}),
    "modality": ("occurred", "seized", {"exempt": "named_elsewhere"}),
    "scope": ("incident", "seized", {"exempt": "named_elsewhere"}),
}


def test_a_speaker_further_away_is_exempt() -> None:
    assert reported(AWAY, **told(AWAY, "seized", "cctv", quote=ANNOUNCED, **ELSEWHERE)) == set()


NOBODY_SPEAKS = {
    "a bystander": ("Police seized drugs. CCTV was there.", "cctv"),
    "a medium that does not report": ("Drugs were seized on a ship. Xinhua had a ship there.", "xinhua"),
    "a person who is glad": ("Customs officers seized drugs. Wang Yi was glad.", "wang-yi"),
    "a report of something else": ("Police seized drugs. CCTV reported on the port.", "cctv"),
    "who acts": ("Police seized drugs on a ship.", "police"),
}


@pytest.mark.parametrize("name", NOBODY_SPEAKS)
def test_what_the_article_tells_itself_has_no_speaker(name: str) -> None:
    text, speaker = NOBODY_SPEAKS[name]
    assert reported(text, **told(text, "seized", speaker)) == everywhere("speaker-where-nobody-speaks")
    assert reported(text, **told(text, "seized")) == set()
    assert reported(text, **told(text, "seized", speaker, **ELSEWHERE)) == set()


SPEECH = {
    "a statement": ("Police seized drugs, a statement said. CCTV was there.", "cctv"),
    "quotation marks": ("“Drugs” were seized on a ship. Wang Yi was glad.", "wang-yi"),
    "an announcement": ("It was announced that drugs were seized. The ministry was glad.", "ministry"),
    "according to": ("According to a paper, drugs were seized. The ministry was glad.", "ministry"),
    "a remark of the speaker": ("Police seized drugs, as Wang Yi complained.", "wang-yi"),
}


@pytest.mark.parametrize("name", SPEECH)
def test_a_sentence_with_a_word_of_speech_may_have_a_speaker(name: str) -> None:
    text, speaker = SPEECH[name]
    assert reported(text, **told(text, "seized", speaker)) == set()


PRONOUNS = {
    "a medium": ("Xinhua reported on the port. It said that police seized drugs.", "xinhua"),
    "a person": ("Wang Yi told reporters of a ship. He said that drugs were seized there.", "wang-yi"),
    "at the end": ("According to CCTV, it was late. The drugs were seized on a ship, it said.", "cctv"),
    "several": ("Customs announced a plan. They added that drugs were seized.", "customs"),
    "the one named last": (
        "Xinhua reported on the port. CCTV reported on a ship. It said that police seized drugs.",
        "cctv",
    ),
}


@pytest.mark.parametrize("name", PRONOUNS)
def test_a_pronoun_stands_for_the_speaker_named_last(name: str) -> None:
    text, speaker = PRONOUNS[name]
    quote = text.split(". ")[-1]
    removed = everywhere("reported-words-without-speaker")
    assert reported(text, **told(text, "seized", quote=quote)) == removed
    assert reported(text, **told(text, "seized", speaker, quote=quote)) == set()
    other = f"{text} Beijing was glad."
    assert reported(other, **told(other, "seized", "beijing", quote=quote)) == removed


NO_SPEAKER = {
    "nobody is named before": "It said that police seized drugs. CCTV reported on the port.",
    "a pronoun without a verb of saying": "Xinhua reported on the port. It had a ship there when police seized drugs.",
    "a pronoun of something else": "CCTV reported on the port. It was late when police seized drugs.",
    "a verb of saying of others": "CCTV reported on the port. It was there, and witnesses said police seized drugs.",
}


@pytest.mark.parametrize("name", NO_SPEAKER)
def test_a_pronoun_that_does_not_speak_stands_for_nobody(name: str) -> None:
    text = NO_SPEAKER[name]
    quote = next(sentence for sentence in text.split(". ") if "seized" in sentence)
    assert reported(text, **told(text, "seized", quote=quote)) == set()


SEIZED = "Police seized 40kg of cocaine and 50kg of heroin, it was announced."
SAME = f"CCTV was there. {SEIZED} Xinhua was there too."


def hauls(first: str, second: str, third: str = "") -> dict[str, list[Row]]:
    """Return an event and two seizures in one sentence, with their speakers."""
    scope = ("incident", "seized")
    return {
        "events": [event("find", SEIZED, "seized", speaker=third)],
        "seizures": [
            row("one", SEIZED, speaker=first, event_id="find", scope=scope, substance_id=("cocaine", "cocaine")),
            row("two", SEIZED, speaker=second, event_id="find", scope=scope, substance_id=("heroin", "heroin")),
        ],
    }


VERBS = [*((row_id, "scope") for row_id in ("one", "two")), *(("find", field) for field in WORDS)]
SAID_BY_SEVERAL = {("same-words-other-speaker", f"{row_id}.{field}") for row_id, field in VERBS}


@pytest.mark.parametrize(
    ("speakers", "differ"),
    [
        (("cctv", "", "cctv"), True),
        (("cctv", "xinhua", "cctv"), True),
        (("", "", "cctv"), True),
        (("", "xinhua", ""), True),
        (("", "", ""), False),
        (("cctv", "cctv", "cctv"), False),
        (("xinhua", "xinhua", "xinhua"), False),
    ],
)
def test_the_same_words_have_the_same_speaker(speakers: tuple[str, str, str], differ: bool) -> None:
    kinds = reported(SAME, **hauls(*speakers))
    assert kinds == (SAID_BY_SEVERAL if differ else set())


def test_a_joint_statement_has_a_quote_for_each_speaker() -> None:
    cells: dict[str, Any] = {"event_type": ("seizure", "seized"), "modality": ("occurred", "seized")}
    find = event("find", SEIZED, "seized", speaker="cctv")
    joint = quoted_too(find, SEIZED, speaker="xinhua", scope=("incident", "seized"), **cells)
    assert reported(SAME, events=[joint]) == set()


def test_other_words_may_have_another_speaker() -> None:
    tables = hauls("cctv", "cctv", "cctv")
    tables["seizures"][1] = row(
        "two", SEIZED, event_id="find", scope=("incident", "heroin"), substance_id=("heroin", "heroin")
    )
    assert reported(SAME, **tables) == set()


ACCUSED = "Washington accused Beijing of inaction."
SPOKEN = {
    "an accusation": (ACCUSED, "accused", "accusation", "washington"),
    "a demand": ("Washington demands action of Beijing.", "demands", "demand", "washington"),
    "a denial": ("Beijing denies that it did nothing.", "denies", "denial", "beijing"),
    "a promise": ("Beijing vowed to act.", "vowed", "pledge", "beijing"),
    "a statement": ("The ministry announced a plan.", "announced", "statement", "ministry"),
}


def act(name: str, speaker: str) -> tuple[str, dict[str, list[Row]]]:
    """Return an article on an act of speech, its event and the part of its actor."""
    text, verb, event_type, actor = SPOKEN[name]
    form = text.split(f" {verb}")[0]
    part = row("actor", text, speaker=speaker, actor_id=(actor, form), role=("initiator", verb))
    scope = ("process", verb) if verb == "denies" else ("incident", verb)
    made = event("act", text, verb, event_type, speaker=speaker, scope=scope)
    return text, {"events": [{**made, "actors": [part]}]}


@pytest.mark.parametrize("name", SPOKEN)
def test_who_speaks_does_not_report_it(name: str) -> None:
    text, tables = act(name, SPOKEN[name][3])
    kind = "actor-speaks-of-own-act"
    parts = {(kind, "act--actor.role")}
    assert reported(text, **tables) == {(kind, f"act.{field}") for field in WORDS} | parts
    assert reported(text, **act(name, "")[1]) == set()


def test_who_reports_an_act_of_speech_may_be_someone_else() -> None:
    text = f"{ACCUSED} CCTV was there."
    assert reported(text, **act("an accusation", "cctv")[1]) == set()


def test_who_acts_otherwise_may_tell_of_it() -> None:
    text = "Police said that they seized drugs."
    part = row("police", text, speaker="police", actor_id=("police", "Police"), role=("initiator", "seized"))
    assert reported(text, events=[{**event("find", text, "seized", speaker="police"), "actors": [part]}]) == set()
