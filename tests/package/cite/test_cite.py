"""Citations as users get them: of the dataset, a table, a row with its articles, a quote, an article."""

import re
import subprocess
import sys
from datetime import date
from enum import Enum
from typing import Any

import pytest

from counternarcotics import _cite
from counternarcotics._errors import UsageError
from counternarcotics._package import installed
from tests.support.built import BUILT
from tests.support.cited import KNOWN, QUOTE, RELEASE, items
from tests.support.example import HARBOUR

SRC = str(BUILT / "src")
VERSION = KNOWN["dataset"]["csl"]["version"]
DAY = date(*KNOWN["dataset"]["csl"]["issued"]["date-parts"][0])
TITLE = "counternarcotics: US–China counternarcotics cooperation, coded from news articles"


def test_the_dataset_is_cited_in_the_styles() -> None:
    apa, chicago = (_cite.cite(style) for style in ("apa", "chicago"))
    assert apa == KNOWN["dataset"]["apa"]
    assert chicago == KNOWN["dataset"]["chicago"]
    assert _cite.cite() == apa
    assert re.search(r"\(Version \d+\.\d+\.\d+ with fingerprint sha256:[0-9a-f]{16}\) \[Data set\]\.$", apa)


def test_a_row_is_cited_with_the_article_behind_it() -> None:
    part, article = _cite.cite("apa", "seizures", "yantian-cocaine").split("\n")
    assert part == (
        f"counternarcotics maintainers. ({DAY.year}). Row yantian-cocaine of table seizures in {TITLE} "
        f"(Version {VERSION}) [Data set]."
    )
    assert article == KNOWN["articles"][HARBOUR]["apa"]
    part, article = _cite.cite("chicago", "seizures", "yantian-cocaine").split("\n")
    assert part == (
        f"counternarcotics maintainers. {DAY.year}. “Row yantian-cocaine of table seizures in counternarcotics: "
        "US–China Counternarcotics Cooperation, Coded from News Articles.” Data set. "
        f"Version {VERSION}. {DAY:%B} {DAY.day}."
    )
    assert article == KNOWN["articles"][HARBOUR]["chicago"]


def test_a_table_is_cited_as_a_part() -> None:
    (part,) = items("event_actors", None)
    assert part["title"] == f"Table event_actors in {TITLE}"
    assert part["id"] == f"{KNOWN['dataset']['csl']['id']}-event_actors"


@pytest.mark.parametrize("format", _cite.FORMATS)
def test_a_part_and_the_fingerprint_stand_in_every_format(format: str) -> None:
    whole = _cite.cite(format)
    table = _cite.cite(format, "seizures")
    row = _cite.cite(format, "seizures", "yantian-cocaine")
    assert "Table seizures in counternarcotics: US" in table
    assert "Row yantian-cocaine of table seizures in counternarcotics: US" in row
    for text in (whole, table, row):
        assert re.findall(r"sha256:[0-9a-f]+", text.replace(r"\allowbreak{}", "")) == [VERSION.split()[-1]]


def test_members_of_an_enum_of_strings_are_names() -> None:
    class Name(str, Enum):  # noqa: UP042 - its members print otherwise than those of StrEnum
        FORMAT = "bibtex"
        TABLE = "seizures"
        ROW = "yantian-cocaine"

    assert _cite.cite(Name.FORMAT, Name.TABLE, Name.ROW) == _cite.cite("bibtex", "seizures", "yantian-cocaine")
    assert _cite.cite("apa", Name.TABLE) == _cite.cite("apa", "seizures")


def test_a_quote_is_cited_with_its_words_and_its_article() -> None:
    part, article = items("evidence", QUOTE)
    assert part["title"] == f"Row {QUOTE} of table evidence in {TITLE}"
    assert part["note"] == (
        "The words “between 2021 and 2023” in the quote “between 2021 and 2023, for $2.5 million” stand behind "
        "conduct_period in row lorem-ring-sentences of table legal_cases"
    )
    assert article["id"] == RELEASE
    assert f"[Data set]. {part['note']}.\n" in _cite.cite("apa", "evidence", QUOTE)


def test_an_article_is_cited_alone() -> None:
    for key, one in KNOWN["articles"].items():
        assert items("sources", key) == [one["csl"]]
        assert _cite.cite("chicago", "sources", key) == one["chicago"]


def test_every_row_names_all_the_articles_behind_it_and_no_other() -> None:
    package = installed()
    rests_on: dict[tuple[str, str], set[str]] = {}
    for one in package.read("evidence", "csv").to_pylist():
        rests_on.setdefault((one["table_name"], one["row_id"]), set()).add(one["source_id"])
    several = {asked: sorted(found) for asked, found in rests_on.items() if len(found) > 1}
    assert several
    for (table, row), found in several.items():
        assert [item["id"] for item in items(table, row)[1:]] == found
        if table == "events":
            assert [item["id"] for item in items("timeline", row)[1:]] == found
    assert [item["id"] for item in items("passages", f"{RELEASE}--001")[1:]] == [RELEASE]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bibtx",), "There is no citation format 'bibtx'. Did you mean 'bibtex'?"),
        (("apa", "seizure"), "There is no table 'seizure'. Did you mean 'seizures'?"),
        (
            ("apa", "seizures", "yantian"),
            "There is no row 'yantian' in seizures. The nearest ids are: yantian-cocaine,",
        ),
        (("apa", None, "yantian-cocaine"), "Which table is the row in? Name the table and the id of the row."),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        _cite.cite(*arguments)


def test_the_nearest_rows_are_few() -> None:
    with pytest.raises(UsageError) as error:
        _cite.cite("ris", "evidence", "seizures--yantian-cocaine--quantity--2")
    assert "seizures--yantian-cocaine--quantity--1" in str(error.value)
    assert len(str(error.value)) < 500


def test_the_dataset_is_cited_without_reading_a_table() -> None:
    code = f"""
import sys
sys.path.insert(0, {SRC!r})
from counternarcotics._cite import FORMATS, cite
for name in FORMATS:
    cite(name)
assert not {{"pyarrow", "pandas", "numpy", "click", "difflib"}} & set(sys.modules)
cite("apa", "seizures", "yantian-cocaine")
assert "pandas" not in sys.modules
assert "pyarrow" in sys.modules
"""
    subprocess.run([sys.executable, "-I", "-c", code], check=True)
