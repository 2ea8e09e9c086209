"""How much of an article the public files repeat: quotes, and what the curators wrote in the article's words."""

import pytest

from pipeline.assemble.repeated import runs_of, share_repeated
from pipeline.faults import Position
from pipeline.model import EVERY_TABLE, Article, Record, Zone

TEXT = "Advert. Police of the port found nine tons of drugs in May."
BODY = len("Advert. ")


def share(*summaries: str, quotes: tuple[tuple[int, int], ...] = ()) -> float | None:
    zones = (Zone("furniture", 0, BODY), Zone("body", BODY, len(TEXT), EVERY_TABLE))
    records = [Record("events", "one", {"summary": text, "n": 9}, (), Position("x")) for text in summaries]
    return share_repeated(Article("a", "seeds/a.txt", "", TEXT, zones), quotes, runs_of(records))


def of_body(*parts: str) -> float:
    return round(sum(map(len, parts)) / (len(TEXT) - BODY), 4)


@pytest.mark.parametrize(
    ("summary", "repeated"),
    [
        ("In spring the port found nine tons of drugs.", "the port found nine tons of drugs"),
        ("POLICE OF THE PORT found nine", "Police of the port found nine"),
        ("The port found nine tons", ""),
        ("Police, in the port, found eight tons of drugs", ""),
    ],
)
def test_six_words_in_a_row_repeat_the_article(summary: str, repeated: str) -> None:
    assert share(summary) == of_body(repeated)


def test_quotes_and_runs_that_overlap_count_once_and_only_in_the_text() -> None:
    found = TEXT.index("found")
    assert share(quotes=((0, found),)) == of_body("Police of the port ")
    assert share("the port found nine tons of drugs", quotes=((0, found), (BODY, found))) == of_body(
        "Police of the port found nine tons of drugs"
    )
    assert share(quotes=((0, len(TEXT)),)) == 1


def test_an_article_of_which_nothing_is_text_has_no_share() -> None:
    zones = (Zone("furniture", 0, len(TEXT)),)
    assert share_repeated(Article("a", "seeds/a.txt", "", TEXT, zones), [(0, 5)], frozenset()) is None
