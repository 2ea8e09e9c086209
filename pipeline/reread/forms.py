"""Which rows a text may name: the printed forms of rows, found in texts.

There are tens of thousands of forms and a hundred thousand texts, so all forms are looked for at once.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from ahocorasick_rs import AhoCorasick

Forms = Mapping[tuple[str, str], Sequence[str]]
"""The printed forms of each row that has a name, by table and row id."""

_KEPT = 16_384
"""For how many forms a pattern is kept."""


def one_spaced(text: str) -> str:
    r"""Return a text with one ordinary space for each run of spaces and line breaks.

    >>> one_spaced("Xi\u00a0Jinping\n of China")
    'Xi Jinping of China'
    """
    return " ".join(text.split())


@functools.lru_cache(_KEPT)
def whole_words(form: str) -> re.Pattern[str]:
    """Return the pattern of a form that begins and ends at the edges of words."""
    return re.compile(rf"\b{re.escape(form)}\b")


@functools.lru_cache(_KEPT)
def apart_from_words(form: str) -> re.Pattern[str]:
    """Return the pattern of a form that no letter or digit stands beside."""
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")


def sharers(forms: Forms) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the rows that have a form, by table and form, in the order in which they are given.

    >>> sharers({("actors", "china"): ["Beijing", "China"], ("actors", "city"): ["Beijing"]})["actors", "Beijing"]
    ['china', 'city']
    """
    by_form: dict[tuple[str, str], list[str]] = {}
    for (table, row_id), row_forms in forms.items():
        for form in dict.fromkeys(row_forms):
            by_form.setdefault((table, form), []).append(row_id)
    return by_form


class FormFinder:
    """The printed forms of rows, made ready to be looked for in any number of texts."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._keys = list(forms)
        rows_of: dict[str, set[int]] = {}
        for number, row_forms in enumerate(forms.values()):
            for form in map(one_spaced, row_forms):
                # A sentence may begin with the name of a substance.
                for printed in (form, form[:1].upper() + form[1:]):
                    rows_of.setdefault(printed, set()).add(number)
        rows_of.pop("", None)
        self._rows_of = list(rows_of.values())
        self._finder = AhoCorasick(list(rows_of))

    def rows_in(self, texts: Iterable[str]) -> set[int]:
        """Return the rows, by their place among those given, of which a form stands in one of some texts.

        It may be a part of a word: whoever asks decides what counts as a name.
        """
        printed: set[int] = set()
        for text in texts:
            printed.update(
                match[0] for match in self._finder.find_matches_as_indexes(one_spaced(text), overlapping=True)
            )
        return set().union(*(self._rows_of[number] for number in printed))

    def forms_in(self, texts: Iterable[str]) -> Forms:
        """Return all forms of the rows of which one stands in some texts, in the order in which they were given."""
        return self.forms_of(self.rows_in(texts))

    def forms_of(self, rows: Iterable[int]) -> Forms:
        """Return the forms of some rows, which are given by their place, in the order in which they were given."""
        return {key: self._forms[key] for key in (self._keys[number] for number in sorted(rows))}
