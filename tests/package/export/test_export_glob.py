"""The patterns as SQLite says them: the same verdict as Python's, for every pattern of the schemas and for any text."""

import re
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counternarcotics._export.glob import condition
from tests.package.export.test_export import PACKAGE

PATTERNS = sorted(
    {
        field["constraints"]["pattern"]
        for table in PACKAGE.tables
        for field in PACKAGE.schema(table)["fields"]
        if "pattern" in field.get("constraints", {})
    }
)
SAID = [pattern for pattern in PATTERNS if condition("text", pattern)]
MORE = ["[a-c]", "[a-c]{3}", "a{2,3}b", r"\.\*\?", "x[0-9]+", "x[0-9]{2,}", "[A-Z-]{2}", "it's", "a[b_]{0,2}c", "[_-]+"]
DATABASE = sqlite3.connect(":memory:", check_same_thread=False)


def accepted(pattern: str, text: str) -> bool:
    """Say whether SQLite finds that a text matches."""
    (verdict,) = DATABASE.execute(f"SELECT {condition('text', pattern)} FROM (SELECT ? AS text)", [text]).fetchone()
    return bool(verdict)


def test_formulas_structures_and_lists_alone_are_beyond_glob() -> None:
    columns = [("substances", "formula"), ("substances", "smiles"), ("events", "attributed_to")]
    fields = {(table, field["name"]): field for table, _ in columns for field in PACKAGE.schema(table)["fields"]}
    beyond = {fields[column]["constraints"]["pattern"] for column in columns}
    assert set(PATTERNS) - set(SAID) == beyond
    assert len(SAID) > 10


@pytest.mark.parametrize("pattern", [*SAID, *MORE])
@settings(max_examples=40)
@given(data=st.data())
def test_sqlite_and_python_agree(pattern: str, data: st.DataObject) -> None:
    matching = st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii", exclude_characters="\0"))
    text = data.draw(matching)
    assert accepted(pattern, text)
    at = data.draw(st.integers(0, len(text)))
    put, cut = data.draw(st.sampled_from("a0Zz-_.*?[]^é\n'")), data.draw(st.integers(0, 2))
    slipped = text[:at] + put + text[at + cut :]
    assert accepted(pattern, slipped) == bool(re.fullmatch(pattern, slipped))


@pytest.mark.parametrize("pattern", SAID)
def test_what_is_empty_cut_or_repeated_is_judged_the_same(pattern: str) -> None:
    texts = ["", "a", "A", "0", "-", "--", "a--b", "a---b", "-a", "a-", "a_b", "__", "seeds/000_0123456789abcdef.txt"]
    assert [accepted(pattern, text) for text in texts] == [bool(re.fullmatch(pattern, text)) for text in texts]


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a*",
        "a?",
        "a|b",
        "(ab)+",
        r"\d",
        r"\w{2}",
        ".",
        "[^a]",
        "^a$",
        "[a-z]+x",
        "[a-z]{,3}",
        "[a-z]{1,99}",
        "a+",
        r"[\d]",
    ],
)
def test_what_glob_cannot_say_is_not_said(pattern: str) -> None:
    assert condition("text", pattern) is None
