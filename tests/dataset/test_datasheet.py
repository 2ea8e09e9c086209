"""Numbers of the data stand in generated pages alone, so that none has to be corrected when an article is added."""

import re

import pytest

from tests.support import ROOT

WRITTEN = ["README.md", "RIGHTS.md", "docs/datasheet.md"]

COUNTED = "articles|codings|events|rows|sentences|tables|values|quotes|seizures|actors|persons|publishers|columns"
WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
NUMBER = re.compile(rf"(?<![\w.-])(?:\d+|{WORDS})(?: (?!of\b)\w+)? (?:of \d+ )?(?:{COUNTED})\b|\d+ %", re.I)
OF_THE_WORK = "Two of the tables|two codings|two versions|two rows|two independent codings"
"""What is two by design, whatever the articles say."""


def numbers(text: str) -> list[str]:
    """Return the numbers of a page that count the data, and the fingerprints and versions that it names."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    prose = re.sub(OF_THE_WORK, "", re.sub(r"\s+", " ", prose))
    return [*NUMBER.findall(prose), *re.findall(r"sha256:[0-9a-f]{8}|Version \d[\d.]*", text)]


@pytest.mark.parametrize("page", WRITTEN)
def test_no_page_written_by_hand_counts_the_data(page: str) -> None:
    assert numbers((ROOT / page).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The dataset holds five news articles.", ["five news articles"]),
        ("The 14 tables hold\n4557 values.", ["14 tables", "4557 values"]),
        ("Eight events are dated, of 85 events.", ["Eight events", "85 events"]),
        ("They repeat from 75 % of the body.", ["75 %"]),
        ("Two of the tables are about the coding; two codings exist.", []),
        ("```text\nFingerprint sha256:1ba7deeb090c (Version 0.1.0)\n```\n", ["sha256:1ba7deeb", "Version 0.1.0"]),
        ("A quote of 300 characters, under Python 3.11, CC BY 4.0.", []),
    ],
)
def test_a_number_written_by_hand_is_found(text: str, found: list[str]) -> None:
    assert numbers(text) == found
