"""The one lexical form of each type: what is read, what is refused, what is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counternarcotics._shared.fingerprint import cell_text
from pipeline.model import Value
from pipeline.read import values
from pipeline.read.schema import Column


def column(kind: str, reader: str | None = None) -> Column:
    return Column("cell", "Cell", kind, "A cell.", "quoted", reader=reader)


READ = [
    ("integer", "0", 0),
    ("integer", "-12", -12),
    ("integer", "9223372036854775807", 2**63 - 1),
    ("number", "430", 430.0),
    ("number", "2.42", 2.42),
    ("number", "-114.05", -114.05),
    ("number", "0.50", 0.5),
    ("boolean", "true", True),
    ("boolean", "false", False),
    ("date", "2025-11-26", date(2025, 11, 26)),
    ("string", "NA", "NA"),
    ("string", "NO", "NO"),
    ("string", "1_000", "1_000"),
    ("string", "“fentanyl” – a class", "“fentanyl” – a class"),
]

REFUSED = [
    ("integer", "1,000", "not a whole number"),
    ("integer", "03", "not a whole number"),
    ("integer", " 3", "not a whole number"),
    ("integer", "+3", "not a whole number"),
    ("integer", "1_0", "not a whole number"),
    ("integer", "-0", "not a whole number"),
    ("integer", "3.0", "not a whole number"),
    ("integer", "3\n", "not a whole number"),
    ("integer", "٣", "not a whole number"),
    ("integer", "9223372036854775808", "64 bits"),
    ("integer", "9" * 1_000_000, "64 bits"),
    ("number", "1,300", "not a number"),
    ("number", "NaN", "not a number"),
    ("number", "inf", "not a number"),
    ("number", "-Infinity", "not a number"),
    ("number", "1e3", "not a number"),
    ("number", "+1", "not a number"),
    ("number", ".5", "not a number"),
    ("number", "5.", "not a number"),
    ("number", "-0.0", "minus"),
    ("number", "0.1234567890123456789", "more digits"),
    ("number", "12345678901234567891", "more digits"),
    ("number", "9" * 400, "more digits"),
    ("boolean", "True", "neither true nor false"),
    ("boolean", "1", "neither true nor false"),
    ("date", "2025-11-1", "not a day"),
    ("date", "2025-11", "not a day"),
    ("date", "20251126", "not a day"),
    ("date", "2023-02-29", "no calendar"),
    ("string", "", "empty"),
    ("string", " x", "space"),
    ("string", "x\u00a0", "space"),
    ("string", "a\tb", r"U\+0009"),
    ("string", "a\nb", r"U\+000A"),
    ("string", "a\rb", r"U\+000D"),
    ("string", "a\x00b", r"U\+0000"),
    ("string", "a\x85b", r"U\+0085"),
    ("string", "a\u2028b", r"U\+2028"),
    ("string", "a\u202eb", r"U\+202E"),
    ("string", "a\ud800b", r"U\+D800"),
    ("string", "\ufeffa", r"U\+FEFF"),
    ("string", "=1+1", "spreadsheet"),
    ("string", "+1", "spreadsheet"),
    ("string", "-1", "spreadsheet"),
    ("string", "@x", "spreadsheet"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_read(kind: str, text: str, value: Value) -> None:
    found = values.parse(column(kind), text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("kind", "text", "reason"), REFUSED, ids=lambda text: ascii(text)[:20])
def test_refused(kind: str, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        values.parse(column(kind), text)


def test_a_quoted_text_has_ordinary_spaces() -> None:
    with pytest.raises(ValueError, match="ordinary"):
        values.parse(column("string", "text"), "fentanyl\u00a0precursors")


def test_edtf_is_read_where_the_column_says_so() -> None:
    assert values.parse(column("string", "date"), "2025-11") == "2025-11"
    assert values.parse(column("string"), "2023-02-29") == "2023-02-29"
    with pytest.raises(ValueError, match="calendar"):
        values.parse(column("string", "date"), "2023-02-29")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (430.0, "430.0"),
        (430.5, "430.5"),
        (1e21, "1000000000000000000000.0"),
        (1e-7, "0.0000001"),
        (0.0, "0.0"),
        (10, "10"),
        (True, "true"),
        (date(2025, 1, 2), "2025-01-02"),
        ("NA", "NA"),
        (None, ""),
        (None, ""),
    ],
)
def test_text(value: Value | None, text: str) -> None:
    assert cell_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back(number: float) -> None:
    number += 0.0  # turns the minus zero, which has no form, into zero
    assert values.parse(column("number"), cell_text(number)) == number


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_every_integer_reads_back(number: int) -> None:
    assert values.parse(column("integer"), cell_text(number)) == number
