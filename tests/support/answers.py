"""The tests' dataset as the loader gives it, and answers as a browser shows them, for the tests of who says so."""

from functools import cache
from html.parser import HTMLParser

import pandas as pd
import pyarrow as pa

from counternarcotics import _package
from counternarcotics._readable import ReadableFrame
from counternarcotics._shared.frames import to_frame
from tests.support.built import BUILT

PACKAGE = _package.at(BUILT)
TABLES = [table for table in PACKAGE.tables if not PACKAGE.schema(table).get("built")]
"""The tables whose rows have evidence of their own."""


@cache
def read(table: str) -> pa.Table:
    """Return a table of the dataset."""
    return PACKAGE.read(table)


def key(table: str) -> str:
    """Return the id column of a table."""
    return str(PACKAGE.schema(table)["primaryKey"][0])


def names(table: str) -> list[str]:
    """Return the columns of a table."""
    return [field["name"] for field in PACKAGE.schema(table)["fields"]]


def loaded(table: str) -> pd.DataFrame:
    """Return a table as the loader gives it."""
    frame = to_frame(read(table))
    frame.attrs = {"table": table, "version": PACKAGE.version, "citation": "…"}
    return frame


def bare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that has lost its attributes."""
    frame = frame.copy()
    frame.attrs = {}
    return frame


def html(answer: ReadableFrame) -> str:
    """Return what a notebook shows."""
    shown = answer._repr_html_()
    assert shown is not None
    return shown


class Shown(HTMLParser):
    """What a browser makes of an answer: its text, the marked words in «»."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text, self.open = "", list[str]()
        self.feed(source)
        assert not self.open, f"{self.open} are not closed"

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.text += "«" if tag == "mark" else ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += "»" if tag == "mark" else ""

    def handle_data(self, data: str) -> None:
        self.text += data
