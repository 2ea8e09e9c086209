"""A frame that prints as text made for a person, and is an ordinary frame in every other way."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from counternarcotics._text import visible_lines

# As pandas marks its own tables, if asked: a notebook would take what stands between two dollar signs for a formula.
_NO_FORMULA = '<div class="tex2jax_ignore mathjax_ignore">'


class ReadableFrame(pd.DataFrame):
    """A frame with a printed form of its own.

    What is made from it (slices, copies, merges, pickles) is a plain frame, since the text would not fit it. For the
    same reason a frame that was changed in place prints as pandas prints it.
    """

    # Class attributes, because pandas takes the assignment of an unknown name for a column.
    _text: str = ""
    _html: str = ""
    _described: pd.DataFrame | None = None

    def __init__(self, data: pd.DataFrame, text: str, html: str | None = None) -> None:
        """Give `data` a printed form.

        Args:
            data: The rows and columns.
            text: What `print` and the prompt show.
            html: What a notebook shows, escaped; without it, `text`.
        """
        super().__init__(data.copy())  # type: ignore[call-arg]
        self._text = visible_lines(text)
        self._html = f"{_NO_FORMULA}{visible_lines(html or f'<pre>{escape(text)}</pre>')}</div>"
        self._described = data.copy()

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def __reduce__(self) -> tuple[Any, ...]:
        return pd.DataFrame, (pd.DataFrame(self),)

    def __repr__(self) -> str:
        return self._text if self._is_as_described() else repr(pd.DataFrame(self))

    def _repr_html_(self) -> str | None:
        if not self._is_as_described():
            html: str | None = pd.DataFrame(self)._repr_html_()  # type: ignore[operator]
            return html
        return self._html

    def _is_as_described(self) -> bool:
        """Return whether the frame is still as it was when the text was written."""
        return self._described is not None and self.equals(self._described)
