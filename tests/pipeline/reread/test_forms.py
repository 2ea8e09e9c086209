"""Printed forms are found in texts as if each were looked for alone."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reread.forms import FormFinder, one_spaced

PARTS = st.text(st.sampled_from(["a", "b", "A", "é", "𝄞", "中", " ", "\u00a0", "\n", "-", "1"]), max_size=5)
FORMS = st.dictionaries(st.tuples(st.just("actors"), PARTS), st.lists(PARTS, max_size=3), max_size=6)


def is_in(form: str, texts: list[str]) -> bool:
    """Return whether a form, or the one that begins a sentence, stands in one of some texts."""
    return bool(form) and any(form in text or form[0].upper() + form[1:] in text for text in texts)


@given(FORMS, st.lists(PARTS.map(lambda part: part * 2), max_size=3))
def test_rows_are_found_as_one_by_one(forms: dict[tuple[str, str], list[str]], texts: list[str]) -> None:
    plain = [one_spaced(text) for text in texts]
    expected = {key: own for key, own in forms.items() if any(is_in(form, plain) for form in map(one_spaced, own))}
    assert FormFinder(forms).forms_in(texts) == expected
    assert [*FormFinder(forms).forms_in(texts)] == [*expected]
