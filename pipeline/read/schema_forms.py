"""Of what form each part of a Table Schema and of ``columns.json`` must be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.faults import Fault, Position, nearest
from schemas.expand import FIELD_KEYS

COLUMN_KEYS = ("name", "title", "type", "description", "origin")
"""The properties that every field of a table has."""


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_length(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_list_of(of: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(of, value))


def _has(**parts: Callable[[object], bool]) -> Callable[[object], bool]:
    """Return whether a value is an object with exactly these keys, each of its form."""
    return lambda value: (
        isinstance(value, dict) and value.keys() == parts.keys() and all(of(value[key]) for key, of in parts.items())
    )


def _is_one_text(value: object) -> bool:
    return _is_list_of(_is_text)(value) and len(value) == 1  # type: ignore[arg-type]


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_inheritance(value: object) -> bool:
    forms: Mapping[str, Callable[[object], bool]] = {
        "table": _is_text,
        "column": _is_text,
        "where": lambda where: isinstance(where, dict) and all(map(_is_text, where.values())),
        "unless": _is_list_of(_is_text),
        "same": _is_list_of(_is_text),
    }
    if not isinstance(value, dict) or not {"table", "column"} <= value.keys() <= forms.keys():
        return False
    return all(forms[key](part) for key, part in value.items())


Form = tuple[Callable[[object], bool], str]
"""Whether a value has the form, and the form in words."""


class Forms(NamedTuple):
    """The keys that an object may have, each with its form, and those that it must have; what a key is called."""

    of: Mapping[str, Form]
    needed: Sequence[str] = ()
    what: str = "key"


TEXT: Form = (_is_text, "text")
TRUTH: Form = (_is_truth, "true or false")

TABLE = Forms(
    {
        "$schema": TEXT,
        "name": TEXT,
        "title": TEXT,
        "description": TEXT,
        "primaryKey": (_is_one_text, "a list of one column"),
        "foreignKeys": (
            _is_list_of(_has(fields=_is_one_text, reference=_has(resource=_is_text, fields=_is_one_text))),
            'a list of {"fields": [COLUMN], "reference": {"resource": TABLE, "fields": [COLUMN]}}',
        ),
        "uniqueKeys": (_is_list_of(_is_list_of(_is_text)), "a list of lists of columns"),
        "missingValues": (_is_list_of(_is_text), "a list of texts"),
        "checks": (_is_list_of(_is_object), "a list of objects"),
        "child": (
            _has(of=_is_text, under=_is_text, key=_is_text, names=_is_text),
            '{"of": TABLE, "under": KEY, "key": COLUMN, "names": COLUMN}',
        ),
        "built": TRUTH,
        "unquoted": TEXT,
        "sortedBy": TEXT,
        "leads": (_is_length, "its place among the tables to read first, from 1"),
        "fields": (_is_list_of(_is_object), "a list of objects"),
    },
    needed=("name", "title", "description", "primaryKey", "fields"),
)
_FIELD: Mapping[str, Form] = {
    **dict.fromkeys(FIELD_KEYS, TEXT),
    "rules": (_is_list_of(_is_length), "a list of numbers of coding rules"),
    "decides": TRUTH,
    "inherits": (_is_inheritance, '{"table": TABLE, "column": COLUMN}, with "where", "unless" or "same"'),
    "constraints": (_is_object, "an object"),
}
FIELD = Forms(_FIELD, needed=COLUMN_KEYS)
SHARED_FIELD = Forms(_FIELD)
CONSTRAINTS = Forms(
    {
        "required": TRUTH,
        "unique": TRUTH,
        "minimum": (_is_number, "a number"),
        "maximum": (_is_number, "a number"),
        "pattern": TEXT,
        "minLength": (_is_length, "a whole number"),
        "maxLength": (_is_length, "a whole number"),
    },
    what="constraint",
)
ENTRY = Forms(
    {
        "columns": (_is_list_of(_is_text), 'a list such as ["*.note"]'),
        "except": (_is_list_of(_is_text), 'a list such as ["passages.note"]'),
        "field": (_is_object, "an object with properties of a field"),
    },
    needed=("columns", "field"),
)


def form_faults(raw: object, forms: Forms, position: Position, subject: str) -> Iterator[Fault]:
    """Yield the keys of an object, and of its constraints, that are missing, unknown or of the wrong form."""
    if not isinstance(raw, dict):
        yield wrong_form(position, subject, "it", "an object")
        return
    for key in forms.needed:
        if raw.get(key) in (None, "", [], {}):
            yield missing(position, subject, key)
    for key, value in raw.items():
        if key not in forms.of:
            seen, expected = f'unknown {forms.what} "{key}"', f"a known {forms.what}"
            yield Fault(position, "key-unknown", subject, seen, expected, nearest(key, forms.of))
        elif not forms.of[key][0](value):
            yield wrong_form(position, subject, f'"{key}"', forms.of[key][1])
        elif key == "constraints":
            yield from form_faults(value, CONSTRAINTS, position, subject)


def wrong_form(position: Position, subject: str, what: str, expected: str) -> Fault:
    """Return the fault of a part that has another form than expected."""
    return Fault(position, "form-wrong", subject, f"{what} of the wrong form", expected, "write it in that form")


def missing(position: Position, subject: str, key: str) -> Fault:
    """Return the fault of a key that is not there, or has no value."""
    return Fault(position, "key-missing", subject, f'no "{key}"', f'a "{key}"', "add it")
