"""The ledger: cuts that tile each file, every sentence coded or left out, and a planted fault for each mistake."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.faults import Fault, Position
from pipeline.locate.ledger import Row, cells_in, keep_ledger, unknown_articles
from pipeline.locate.sentences import Passage, cut, sentence_starts
from pipeline.model import Article, Ledger, PassageStart, Zone
from pipeline.read.records import read_records
from pipeline.read.schemas import read_schemas
from pipeline.write.shares import shares
from tests.support import ROOT
from tests.support.example import HARBOUR, TALKS, TEXTS, Made, make, write_example
from tests.support.zones import KINDS, zone

FILE = "records/passages.yaml"
# A cut that leaves a passage without any value's words: "pressed for them." of the sentence that names a country.
CUT = f"passages:\n- source: {TALKS}\n  add_cuts:\n  - {{starts: pressed for them}}\n"
LEFT_OUT = f"{CUT}  left_out:\n  - {{starts: pressed for them, reason: background, note: Nothing more is said.}}\n"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_example(tmp_path_factory.mktemp("example")))


@pytest.fixture(scope="module")
def real() -> Made:
    return make(ROOT)


def kept(made: Made, text: str) -> tuple[list[Row], list[Fault]]:
    """Return the rows and the faults of the ledger with `text` as the file of passages."""
    (made.root / FILE).write_text(text, encoding="utf-8")
    records, faults = read_records(made.root / "records", made.schemas)
    (made.root / FILE).unlink()
    rows, more = keep_ledger(records, made.located, made.articles, made.schemas)
    return rows, [*faults, *unknown_articles(records), *more]


def texts(article: Article, passages: Sequence[Passage]) -> list[str]:
    return [article.text[passage.start : passage.end] for passage in passages]


def mark(starts: str, occurrence: int | None = None) -> PassageStart:
    return PassageStart(starts, Position(FILE, 1), occurrence)


# Sentences as news print them, and what cutters of sentences fail on: initials, odd spaces, characters of many bytes.
PIECES = [
    "Mr. Xi met J. Smith. ",
    "“We did. And so?” he said.",
    "2.42 tonnes ",
    "U.S. ",
    "\u00a0",
    "\n\n",
    "\n \n",
    "…",
    "😀",
]
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join)


@given(text=TEXT)
def test_sentences_begin_with_a_character_of_their_own(text: str) -> None:
    starts = sentence_starts(text)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert all(start < len(text) and not text[start].isspace() for start in starts[1:])


@given(
    parts=st.lists(st.tuples(st.sampled_from(list(KINDS)), TEXT.filter(bool)), min_size=1, max_size=4), data=st.data()
)
def test_passages_tile_the_file_whatever_is_added_or_dropped(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text, zones = "", list[Zone]()
    for kind, part in parts:
        zones.append(zone(kind, len(text), len(text) + len(part)))
        text += part
    article = Article("x", "seeds/x.txt", "", text, tuple(zones))
    places = st.lists(st.integers(0, len(text)).map(lambda at: mark(text[at : at + 9] or "?")), max_size=3)
    ledger = Ledger("x", Position(FILE, 1), tuple(data.draw(places)), tuple(data.draw(places)))
    passages, _ = cut(article, ledger)
    assert "".join(texts(article, passages)) == text
    assert all(passage.start < passage.end for passage in passages)
    for passage in passages:
        assert [z.kind for z in zones if z.start <= passage.start and passage.end <= z.end] == [passage.zone]
    assert all([p.start for p in passages].count(zone.start) == 1 for zone in zones)


def test_what_is_not_the_article_itself_is_one_passage_a_stretch(real: Made) -> None:
    for article in real.articles.values():
        passages, _ = cut(article, real.records.ledgers.get(article.source_id))
        whole = [Passage(zone.kind, zone.start, zone.end) for zone in article.zones if not zone.is_text]
        assert [passage for passage in passages if not passage.is_sentence] == whole


def test_each_correction_of_a_cut_is_needed(real: Made) -> None:
    added = [(ledger.source_id, one.starts) for ledger in real.records.ledgers.values() for one in ledger.add_cuts]
    assert len(added) >= 2
    for source_id, starts in added:
        article = real.articles[source_id]
        by_library, _ = cut(article, None)
        corrected, _ = cut(article, real.records.ledgers[source_id])
        assert not any(text.startswith(starts) for text in texts(article, by_library))
        assert sum(text.startswith(starts) for text in texts(article, corrected)) == 1


def test_a_cut_is_added_and_one_is_dropped(sound: Made) -> None:
    article = sound.articles[HARBOUR]
    ledger = Ledger(HARBOUR, Position(FILE, 1), (mark("two were jailed"),), (mark("They had smuggled"),))
    passages, faults = cut(article, ledger)
    assert not faults
    assert "two were jailed.\nThey had smuggled between 2019 and 2021, for 12 million yuan.\n" in texts(
        article, passages
    )
    assert len(passages) == len(cut(article, None)[0])


def test_occurrence_tells_equal_beginnings_apart(sound: Made) -> None:
    article = sound.articles[HARBOUR]
    passages, faults = cut(article, Ledger(HARBOUR, Position(FILE, 1), (mark("CCTV", 2),), (mark("Police seize", 2),)))
    assert not faults
    assert "CCTV said.\n" in texts(article, passages)
    assert any(
        text.endswith("January and May 2025.\n") and text.startswith("Chinese") for text in texts(article, passages)
    )


@pytest.mark.parametrize(
    ("words", "values"),
    [([(0, 4)], [1, 0, 0]), ([(3, 6)], [1, 1, 0]), ([(4, 5), (5, 9), (9, 10)], [0, 2, 1]), ([(0, 12)], [1, 1, 1])],
)
def test_a_value_counts_where_some_of_its_words_stand(words: list[tuple[int, int]], values: list[int]) -> None:
    passages = [Passage("body", 0, 4), Passage("body", 4, 9), Passage("body", 9, 12)]
    cells = cells_in(passages, [(*span, ("events", "x", str(n))) for n, span in enumerate(words)])
    assert [len(found) for found in cells] == values


def test_a_value_said_twice_in_a_passage_counts_once() -> None:
    cell = ("events", "x", "date")
    assert cells_in([Passage("body", 0, 9)], [(0, 2, cell), (4, 6, cell)]) == [{cell}]


def test_a_passage_left_out_carries_its_reason_and_note(sound: Made) -> None:
    rows, faults = kept(sound, LEFT_OUT)
    assert not faults
    row = rows[-1]
    assert (row["passage_id"], row["zone"], row["status"], row["n_values"]) == (f"{TALKS}--005", "body", "left_out", 0)
    assert (row["reason"], row["note"]) == ("background", "Nothing more is said.")
    assert (row["passage_start"], row["passage_end"]) == (TEXTS[TALKS].index("pressed"), len(TEXTS[TALKS]))
    (furniture,) = (row for row in rows if row["zone"] == "furniture")
    assert (furniture["status"], furniture["reason"], furniture["note"]) == ("left_out", "furniture", None)


def test_every_sentence_of_the_articles_is_accounted_for(real: Made) -> None:
    _, faults = keep_ledger(real.records, real.located, real.articles, real.schemas)
    assert [str(fault) for fault in faults] == []
    for row in real.tables["passages"].to_pylist():
        assert (row["status"] == "coded") == (row["reason"] is None)
        assert row["within"] or (row["status"] == "coded") == (row["n_values"] > 0)
    *each, whole = shares(real.tables, real.schemas)
    assert [share.source_id for share in each] == sorted(real.articles)
    assert whole.sentences == whole.coded + sum(whole.left_out.values()) == sum(share.sentences for share in each)
    assert whole.coded > whole.sentences / 2


def test_the_ledger_holds_no_text_of_the_articles(real: Made) -> None:
    for row in real.tables["passages"].to_pylist():
        text = real.articles[row["source_id"]].text[row["passage_start"] : row["passage_end"]].strip()
        assert row["note"] is None or not any(text[at : at + 20] in row["note"] for at in range(max(1, len(text) - 19)))
    assert "quote" not in real.tables["passages"].column_names


def test_a_zone_that_is_one_passage_is_a_reason_too() -> None:
    vocabularies = read_schemas(ROOT / "schemas")[0].vocabularies
    one_passage = {kind for kind in KINDS if not zone(kind, 0, 1).is_text}
    assert one_passage == {"imprint", "furniture", "other_article"}
    assert one_passage <= vocabularies["passage_reasons"].by_code.keys()
