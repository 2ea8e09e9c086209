"""A frame that prints as text, and from which nothing is made that prints a text that does not fit it."""

import copy
import pickle
import re
import warnings
from collections.abc import Callable

import pandas as pd
import pytest

from counternarcotics._readable import ReadableFrame
from tests.support.answers import html

pytestmark = pytest.mark.filterwarnings("error")

TEXT = "two «rows» & <more>"
DATA = pd.DataFrame({"field": ["unit", "date"], "value": ["kilogram", None], "start": [1, 2]})


@pytest.fixture
def readable() -> ReadableFrame:
    return ReadableFrame(DATA, TEXT)


def test_it_prints_as_its_text_and_is_the_frame(readable: ReadableFrame) -> None:
    assert repr(readable) == str(readable) == f"{readable}" == TEXT
    assert isinstance(readable, pd.DataFrame)
    pd.testing.assert_frame_equal(pd.DataFrame(readable), DATA)


def test_a_notebook_shows_the_html_or_the_text_escaped(readable: ReadableFrame) -> None:
    assert "<pre>two «rows» &amp; &lt;more&gt;</pre>" in html(readable)
    assert "<mark>x</mark>" in html(ReadableFrame(DATA, TEXT, "<mark>x</mark>"))


@pytest.mark.parametrize("form", [None, "<p>$5,000 and $6,000</p>"])
def test_two_amounts_of_dollars_are_no_formula_in_a_notebook(form: str | None) -> None:
    """Without JavaScript, the marks that MathJax is told to leave alone: they stand around the whole answer."""
    with pd.option_context("display.html.use_mathjax", False):
        of_pandas = str(DATA._repr_html_())  # type: ignore[operator]
    answer = html(ReadableFrame(DATA, "$5,000 and $6,000", form))
    (classes,) = re.findall('^<div class="([^"]*)">', answer)
    assert {*classes.split()} == {name for name in re.findall(r"\w+", of_pandas) if name.endswith("_ignore")}
    assert answer.endswith("</div>")
    assert answer.count("<div") == answer.count("</div>") == 1


def test_nothing_in_it_moves_what_stands_beside_it() -> None:
    answer = ReadableFrame(DATA, "red \x1b[31m, back \u202e", "<p>back \u202e</p>")
    assert repr(answer) == "red \\x1b[31m, back \\u202e"
    assert "<p>back \\u202e</p>" in html(answer)


@pytest.mark.parametrize("data", [DATA[:0], pd.DataFrame(), DATA.astype({"field": "category"})])
def test_any_frame_can_be_given_a_text(data: pd.DataFrame) -> None:
    assert repr(ReadableFrame(data, TEXT)) == TEXT


MADE: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "slice": lambda frame: frame[:1],
    "all rows": lambda frame: frame[:],
    "mask": lambda frame: frame[frame["start"] > 0],
    "columns": lambda frame: frame[["field"]],
    "loc": lambda frame: frame.loc[[0]],
    "head": lambda frame: frame.head(),
    "copy": lambda frame: frame.copy(),
    "shallow copy": copy.copy,
    "deep copy": copy.deepcopy,
    "pickle": lambda frame: pickle.loads(pickle.dumps(frame)),
    "old pickle": lambda frame: pickle.loads(pickle.dumps(frame, 0)),
    "frame": pd.DataFrame,
    "concat": lambda frame: pd.concat([frame, frame]),
    "concat of one": lambda frame: pd.concat([frame]),
    "merge": lambda frame: frame.merge(frame, on="field"),
    "merged into": lambda frame: DATA.merge(frame, on="field"),
    "assign": lambda frame: frame.assign(end=3),
    "sort": lambda frame: frame.sort_values("field"),
    "reset index": lambda frame: frame.reset_index(),
    "set index": lambda frame: frame.set_index("field"),
    "query": lambda frame: frame.query("start == 1"),
    "drop": lambda frame: frame.drop(columns="value"),
    "fillna": lambda frame: frame.fillna({"value": "x"}),
    "astype": lambda frame: frame.astype(object),
    "transpose": lambda frame: frame.T,
    "group": lambda frame: frame.groupby("field").sum(),
    "apply": lambda frame: frame.apply(lambda column: column),
}


@pytest.mark.parametrize("make", MADE)
def test_what_is_made_from_it_is_a_plain_frame(readable: ReadableFrame, make: str) -> None:
    made = MADE[make](readable)
    assert type(made) is pd.DataFrame
    pd.testing.assert_frame_equal(made, MADE[make](DATA))
    assert repr(made) == repr(MADE[make](DATA))


def assign_cell(frame: pd.DataFrame) -> None:
    frame.loc[0, "value"] = "gram"


def add_column(frame: pd.DataFrame) -> None:
    frame["end"] = 3


def rename_columns(frame: pd.DataFrame) -> None:
    frame.columns = pd.Index(["column", "value", "start"])


def drop_row(frame: pd.DataFrame) -> None:
    with warnings.catch_warnings(action="ignore"):  # pandas 3.1 deprecates it, older ones do not
        frame.drop(index=0, inplace=True)


CHANGED: dict[str, Callable[[pd.DataFrame], object]] = {
    "cell": assign_cell,
    "column": add_column,
    "names": rename_columns,
    "drop": drop_row,
    "pop": lambda frame: frame.pop("value"),
    "insert": lambda frame: frame.insert(0, "table", "seizures"),
}


@pytest.mark.parametrize("change", CHANGED)
def test_changed_in_place_it_prints_as_any_frame(readable: ReadableFrame, change: str) -> None:
    changed = DATA.copy()
    CHANGED[change](changed)
    CHANGED[change](readable)
    assert repr(readable) == repr(changed)
    assert readable._repr_html_() == changed._repr_html_()  # type: ignore[operator]
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(readable)), changed)


def test_the_frame_it_was_made_of_is_left_alone(readable: ReadableFrame) -> None:
    before = DATA.copy()
    assign_cell(readable)
    pd.testing.assert_frame_equal(DATA, before)


class Forgetful(ReadableFrame):
    """What the tests above are there to see: the text goes on to what is made, and outlives a change."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return Forgetting

    def _is_as_described(self) -> bool:
        return True


class Forgetting(pd.DataFrame):
    """A frame that prints a text that is not its own."""

    def __repr__(self) -> str:
        return TEXT


def test_planted_a_frame_whose_text_goes_on_is_seen() -> None:
    with pytest.raises(AssertionError):
        test_what_is_made_from_it_is_a_plain_frame(Forgetful(DATA, TEXT), "slice")
    with pytest.raises(AssertionError):
        test_changed_in_place_it_prints_as_any_frame(Forgetful(DATA, TEXT), "cell")
