"""Dates that are cut out of what is printed, or counted from the wrong article, and sound ones beside them."""

from typing import Any

import pytest

from tests.support.articles import Article, Row, corpus, event, quoted_too, reported

PUBLISHED = {"anchor": "published"}
DATE = "find.date"
SPAN = "Police seized drugs between January and March 2025."


def dated(text: str, date: str, words: str, **more: Any) -> dict[str, list[Row]]:
    """Return the rows of one seizure, with its date counted from the article's own unless `notes` says otherwise."""
    notes = more.pop("notes", PUBLISHED)
    scope = ("aggregate", "between January and") if text == SPAN else ("incident", "seized")
    return {"events": [event("find", text, "seized", date=(date, words, notes), scope=scope, **more)]}


TWO_DAYS = "Police seized drugs on February 27 and 29, 2024."
CUT_OUT = {
    "the first of two days": ("Police seized drugs on February 27 and 28.", "2025-02-27", "February 27"),
    "the last of two days": ("Police seized drugs on 27 and 29 February 2024.", "2024-02-29", "29 February 2024"),
    "both ends of a span": (SPAN, "{2025-01,2025-03}", "January and March 2025"),
    "the end of a span": (SPAN, "2025-03", "March 2025"),
    "the beginning of a span": ("Police seized drugs from 2019 to 2021.", "2019", "2019"),
    "the first of three days": ("Police seized drugs on March 3, 5 and 9.", "2025-03-03", "March 3"),
    "a bound": ("Police seized drugs until June 3.", "2025-06-03", "June 3"),
    "a bound before a name": ("Police seized drugs before the June 3 talks.", "2025-06-03", "June 3"),
    "a fiscal year": ("In fiscal 2024 police seized drugs.", "2024", "2024"),
    "the beginning of days with a dash": ("Police seized drugs on June 3-5.", "2025-06-03", "June 3"),
}


@pytest.mark.parametrize("name", CUT_OUT)
def test_a_date_is_not_cut_out_of_another(name: str) -> None:
    text, date, words = CUT_OUT[name]
    notes = {} if " 20" in words or words.isdigit() else PUBLISHED
    assert reported(text, **dated(text, date, words, notes=notes)) == {("date-cut-out-of-another", DATE)}


SOUND = {
    "both days": (TWO_DAYS, "{2024-02-27,2024-02-29}", "February 27 and 29, 2024", {}),
    "a whole span": (SPAN, "2025-01/2025-03", "between January and March 2025", {}),
    "a day before another event": (
        "Police seized drugs on March 3, 2024, and a court met on May 9, 2025.",
        "2024-03-03",
        "March 3, 2024",
        {},
    ),
    "a day beside a number": ("Police seized drugs on March 3 and 262 were held.", "2025-03-03", "March 3", PUBLISHED),
    "a month beside a number": ("In March, 40kg of drugs were seized.", "2025-03", "March", PUBLISHED),
    "a bound of something else": (
        "Police seized drugs after a raid before dawn on June 3.",
        "2025-06-03",
        "June 3",
        PUBLISHED,
    ),
    "a bound that follows": ("Police seized drugs on June 3 before a court met.", "2025-06-03", "June 3", PUBLISHED),
    "a fiscal year of something else": (
        "In May 2024 police seized drugs worth the funds of fiscal 2024.",
        "2024-05",
        "May 2024",
        {},
    ),
    "a year at the end": ("The drugs were seized in 2019.", "2019", "2019", {}),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_whole_date_is_not_reported(name: str) -> None:
    text, date, words, notes = SOUND[name]
    assert reported(text, **dated(text, date, words, notes=notes)) == set()


TO_COME = {
    "will": ("The drugs seized in Yantian will be burnt in December.", "2024-12", "December"),
    "is due": ("The man whose drugs were seized is due in court on December 22.", "2024-12-22", "December 22"),
    "is scheduled": ("Drugs seized are scheduled to be burnt on December 22.", "2024-12-22", "December 22"),
    "a date of the past before": (
        "A man who was held on Monday for drugs seized will appear in court in December.",
        "2024-12",
        "December",
    ),
    "at the beginning": ("On December 22 the drugs seized will be burnt.", "2024-12-22", "December 22"),
}


@pytest.mark.parametrize("name", TO_COME)
def test_a_day_to_come_is_not_of_the_year_before(name: str) -> None:
    assert reported(TO_COME[name][0], **dated(*TO_COME[name])) == {("date-to-come-read-as-past", DATE)}


HEARING = "Police seized drugs from a man who will appear in court on July 22."


def test_a_day_soon_to_come_is_refused_without_the_words_that_look_forward() -> None:
    faults = corpus(HEARING, dated(HEARING, "2024-07-22", "July 22"))[1]
    assert [(fault.kind, fault.subject) for fault in faults] == [("reading-differs", DATE)]
    assert "soon to come" in faults[0].seen
    assert reported(HEARING, **dated(HEARING, "2025-07-22", "will appear in court on July 22")) == set()


PAST = {
    "all words": ("The drugs seized will be burnt in December.", "2025-12", "will be burnt in December"),
    "in the past": ("Police seized drugs in December.", "2024-12", "December"),
    "another clause looks forward": (
        "Police seized drugs in December, and a court will meet soon.",
        "2024-12",
        "December",
    ),
    "what follows looks forward": ("The drugs seized in December will be burnt.", "2024-12", "December"),
    "a year is printed": ("The drugs seized in December 2024 will be burnt.", "2024-12", "December 2024"),
    "another sentence looks forward": (
        "Police seized drugs in December. A court will meet in July.",
        "2024-12",
        "December",
    ),
}


@pytest.mark.parametrize("name", PAST)
def test_a_day_of_the_past_is_not_reported(name: str) -> None:
    text, date, words = PAST[name]
    notes = {} if "2024" in words else PUBLISHED
    assert reported(text, **dated(text, date, words, notes=notes)) == set()


LOSSY = {"late 2019": "2019", "early March 2024": "2024-03", "mid-2019": "2019", "the end of 2024": "2024"}


@pytest.mark.parametrize("words", LOSSY)
def test_what_a_date_cannot_hold_stands_in_date_text(words: str) -> None:
    text = f"Police seized drugs in {words}."
    rows = dated(text, LOSSY[words], words, notes={})
    assert reported(text, **rows) == {("early-or-late-not-kept", DATE)}
    kept = dated(text, LOSSY[words], words, notes={}, date_text=(words, words))
    assert reported(text, **kept) == set()


def test_a_date_without_early_or_late_needs_no_date_text() -> None:
    text = "Police seized drugs late on June 3."
    for words in ("late on June 3", "June 3"):
        assert reported(text, **dated(text, "2025-06-03", words)) == set()


SEIZED = "Police seized drugs on May 9."
TALKS = "Officers held talks on May 20."


def lent(second: Article, cell: tuple[str, str, dict[str, str]], *more: Row) -> set[tuple[str, str]]:
    """Return what is reported of talks in a second article, beside a seizure in May of which the first tells."""
    first = event("find", SEIZED, "seized", date=("2025-05-09", "May 9", PUBLISHED))
    talks = event("talks", second.body, "talks", "meeting", article=1, date=cell)
    return reported([Article(SEIZED), second], events=[first, talks, *more])


OF_THE_SEIZURE = {"anchor": "events/find"}
LENT = {
    "a day": (TALKS, "2025-05-20", "May 20"),
    "a month": ("Officers held talks in May.", "2025-05", "May"),
    "a day of the week": ("Officers held talks on Monday, May 19.", "2025-05-19", "Monday, May 19"),
    "a span": ("Officers held talks from May 20 to May 22.", "2025-05-20/2025-05-22", "from May 20 to May 22"),
}


@pytest.mark.parametrize("name", LENT)
def test_an_article_that_gives_its_dates_borrows_no_year(name: str) -> None:
    text, date, words = LENT[name]
    far = ("anchor-far-from-words", "talks.date")
    assert lent(Article(text), (date, words, OF_THE_SEIZURE)) == {("year-lent-without-need", "talks.date"), far}
    assert lent(Article(text), (date, words, PUBLISHED)) == set()
    # An article without a printed date cannot give the date itself; one of another year gives another date.
    assert lent(Article(text, published=""), (date, words, OF_THE_SEIZURE)) == set()
    assert lent(Article(text, published="16 June 2026"), (date, words, OF_THE_SEIZURE)) == {far}


def test_words_that_point_at_an_event_need_it_beside_them() -> None:
    next_day = ("2025-05-10", "the next day", OF_THE_SEIZURE)
    assert lent(Article("Officers held talks the next day."), next_day) == {("anchor-far-from-words", "talks.date")}
    text = "Police seized drugs. Officers held talks the next day."
    first = event("find", SEIZED, "seized", date=("2025-05-09", "May 9", PUBLISHED))
    first = quoted_too(first, "Police seized drugs", article=1, event_type=("seizure", "seized"))
    talks = event("talks", "Officers held talks the next day", "talks", "meeting", article=1, date=next_day)
    assert reported([Article(SEIZED), Article(text)], events=[first, talks]) == set()
    # They are no less relative where the article appeared on that day of another year.
    assert reported([Article(SEIZED), Article(text, published="9 May 2026")], events=[first, talks]) == set()


OLD = "Police seized drugs on May 9, 2023."
RESTED = "It rained. They rested. Nobody was held."
FAR_ANCHORS = {
    "a day": ("on November 26", "2023-11-26", "November 26"),
    "a month": ("in November", "2023-11", "November"),
    "a span": ("from May 20 to May 22", "2023-05-20/2023-05-22", "from May 20 to May 22"),
    "words that point at an event": ("the next day", "2023-05-10", "the next day"),
}


def old_and_new(between: str, name: str, anchor: dict[str, str], published: str = "16 June 2025") -> Any:
    """Return what is reported of talks some sentences after a seizure of 2023, in one article."""
    when, date, words = FAR_ANCHORS[name]
    sentence = f"Officers held talks {when}."
    find = event("find", OLD, "seized", date=("2023-05-09", "May 9, 2023"))
    talks = event("talks", sentence, "talks", "meeting", date=(date, words, anchor))
    return reported(Article(f"{OLD} {between} {sentence}", published), events=[find, talks])


@pytest.mark.parametrize("name", FAR_ANCHORS)
def test_a_date_is_not_counted_from_one_far_away(name: str) -> None:
    assert old_and_new(RESTED, name, OF_THE_SEIZURE) == {("anchor-far-from-words", "talks.date")}


@pytest.mark.parametrize("name", FAR_ANCHORS)
def test_a_date_may_be_counted_from_one_in_its_passage(name: str) -> None:
    assert old_and_new("It rained.", name, OF_THE_SEIZURE) == set()
    # An article that prints no day leaves nothing else to count from.
    assert old_and_new(RESTED, name, OF_THE_SEIZURE, published="") == set()


def test_a_date_is_lent_within_an_article() -> None:
    text = "Officers held talks on May 20. They arrested a man the same month, on May 22."
    third = event("arrest", "They arrested a man the same month, on May 22", "arrested", "arrest", article=1)
    third = quoted_too(third, "on May 22", article=1, date=("2025-05-22", "May 22", {"anchor": "events/talks"}))
    first = event("find", SEIZED, "seized", date=("2025-05-09", "May 9", PUBLISHED))
    talks = event("talks", TALKS, "talks", "meeting", article=1, date=("2025-05-20", "May 20", PUBLISHED))
    assert reported([Article(SEIZED), Article(text)], events=[first, talks, third]) == set()
