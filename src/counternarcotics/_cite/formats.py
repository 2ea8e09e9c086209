"""References for programs: BibTeX, biblatex, RIS, CSL-JSON and R, each written from the same CSL-JSON items."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]

_NO_DATE = "n.d."
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_ASCII = str.maketrans({"–": "--", "’": "'", "“": "``", "”": "''"})


def _bibtex(item: Item) -> str:
    """Return an item as an entry for BibTeX: dashes and quotation marks in ASCII, other letters in UTF-8.

    It is ``@misc``, since BibTeX has no type for data, and its styles want the pages of an ``@article``.
    """
    item = _with_author(item)
    fields = {name: _latex(text) for name, text in _misc(item).items()}
    return _entry("misc", item["id"], {"author": _bibtex_names(item, "author"), **fields}).translate(_ASCII)


def _biblatex(item: Item) -> str:
    """Return an item as an entry for biblatex, in UTF-8.

    An article without a publisher is ``@misc``: ``@article`` must have a newspaper, and ``@online`` an address. Where
    there is no date the year says so, or biblatex would print empty brackets after the newspaper.
    """
    newspaper, date = item.get("container-title", ""), _date(item)
    fields = {
        "author": _bibtex_names(item, "author"),
        "editor": _bibtex_names(item, "editor"),
        "title": _latex(item["title"]),
        "journaltitle": _latex(newspaper),
        "date": date,
        "year": "" if date else _NO_DATE,
        "version": _latex(item.get("version", "")).replace(":", r":\allowbreak{}"),  # for lines that hold no more
        "note": _latex(". ".join(item[name] for name in ("genre", "note") if name in item)),
    }
    kind = "dataset" if item["type"] == "dataset" else "article" if newspaper else "misc"
    return _entry(kind, item["id"], fields)


def _ris(item: Item) -> str:
    """Return an item as a record in RIS, whose lines end with CR and LF wherever they are read."""
    date = _date(item)
    tags = [
        ("TY", "DATA" if item["type"] == "dataset" else "NEWS"),
        ("ID", item["id"]),
        *(("AU", name) for name in _names(item, "author")),
        *(("A2", name) for name in _names(item, "editor")),
        ("TI", item["title"]),
        ("T2", item.get("container-title")),
        ("PY", date[:4]),
        ("DA", date.replace("-", "/") if len(date) == 10 else ""),
        ("ET", item.get("version")),
        ("N1", item.get("note")),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags if value) + "ER  - \r\n"


def _r(item: Item) -> str:
    """Return an item as a call of R's ``bibentry``."""
    item = _with_author(item)
    names = [[name["literal"]] if "literal" in name else [name["given"], name["family"]] for name in item["author"]]
    persons = [f"person({', '.join(map(_r_latex, name))})" for name in names]
    fields = {
        "bibtype": _r_string("Misc"),
        "key": _r_string(item["id"]),
        "author": f"c({', '.join(persons)})",
        **{name: _r_latex(text) for name, text in _misc(item).items() if text},
    }
    return "bibentry(\n" + ",\n".join(f"  {name} = {value}" for name, value in fields.items()) + "\n)"


def _with_author(item: Item) -> Item:
    """Return an item with the author that styles of BibTeX ask for: the newspaper, or else the title, stands in.

    What stands in is not printed again in its own place.

    >>> _with_author({"title": "Talks held", "container-title": "Post"})
    {'title': 'Talks held', 'author': [{'literal': 'Post'}]}
    """
    if "author" in item:
        return item
    name = "container-title" if "container-title" in item else "title"
    return {**{key: value for key, value in item.items() if key != name}, "author": [{"literal": item[name]}]}


def _misc(item: Item) -> dict[str, str]:
    """Return the fields beside the author that every style of BibTeX prints of ``@misc``, and R too."""
    year, *day = _date(item).split("-")
    data = f"{item['genre']}, version {item['version']}" if item["type"] == "dataset" else ""
    published = (item.get("container-title", ""), data, _in_words(day))
    return {
        "title": item.get("title", ""),
        "howpublished": ", ".join(filter(None, published)),
        "year": year or _NO_DATE,
        "note": item.get("note", ""),
    }


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Return an entry of a ``.bib`` file, whose title stands in two pairs of braces, so that no style changes its case.

    >>> print(_entry("misc", "key", {"title": "US data", "note": ""}))
    @misc{key,
      title = {{US data}},
    }
    """
    braced = {name: f"{{{text}}}" if name == "title" else text for name, text in fields.items() if text}
    lines = [f"  {name} = {{{text}}},\n" for name, text in braced.items()]
    return f"@{kind}{{{key},\n{''.join(lines)}}}"


def _names(item: Item, role: str) -> list[str]:
    """Return names with the family name first; that of an organisation as it is.

    >>> _names({"author": [{"literal": "Reuters"}, {"family": "Lee", "given": "Ann"}]}, "author")
    ['Reuters', 'Lee, Ann']
    """
    return [name.get("literal") or f"{name['family']}, {name['given']}" for name in item.get(role, ())]


def _bibtex_names(item: Item, role: str) -> str:
    """Return names as BibTeX joins them; braces keep the name of an organisation in one piece."""
    pairs = zip(item.get(role, ()), _names(item, role), strict=True)
    return " and ".join(f"{{{_latex(text)}}}" if "literal" in name else _latex(text) for name, text in pairs)


def _date(item: Item) -> str:
    """Return a date as ISO 8601-2 (EDTF), empty where there is none.

    >>> [_date({"issued": {"date-parts": dates}}) for dates in ([[2025, 12, 16]], [[2024], [2025]])]
    ['2025-12-16', '2024/2025']
    """
    dates = item.get("issued", {}).get("date-parts", [])
    return "/".join("-".join(f"{number:02}" for number in date) for date in dates)


def _in_words(day: Sequence[str]) -> str:
    """Return a month, or a month and its day, in words.

    >>> _in_words(["12", "06"]), _in_words(["12"]), _in_words([])
    ('December 6', 'December', '')
    """
    return " ".join([*(_MONTHS[int(month) - 1] for month in day[:1]), *(str(int(number)) for number in day[1:])])


def _latex(text: str) -> str:
    r"""Return a text with escapes for what LaTeX takes for commands; letters and quotation marks stay.

    >>> _latex("20% of S$21.6 million in row a--b")
    '20\\% of S\\$21.6 million in row a{-}{-}b'
    """
    return _apart("".join(_COMMANDS.get(character, character) for character in text))


def _apart(text: str) -> str:
    """Return a text with braces around what LaTeX would draw together: two hyphens, as ids have them, to a dash.

    >>> _apart("row a--b of table c")
    'row a{-}{-}b of table c'
    """
    return re.sub(r"[-–]{2,}|['`’“”]{2,}", lambda match: "".join(f"{{{mark}}}" for mark in match[0]), text)


def _r_latex(text: str) -> str:
    r"""Return a text as a string of R in ASCII, which R reads alike in every locale.

    R takes the text of a reference for LaTeX, of whose escapes it undoes only these when it prints.

    >>> _r_latex("US–China: 20% of S$21.6 million in row a--b")
    '"US\\U{2013}China: 20\\\\% of S$21.6 million in row a{-}{-}b"'
    """
    return _r_string(_apart(text.replace("%", r"\%")))


def _r_string(text: str) -> str:
    """Return a text as a string of R."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return '"' + re.sub(r"[^ -~]", lambda match: f"\\U{{{ord(match[0]):x}}}", escaped) + '"'


WRITERS: Mapping[str, Callable[[Sequence[Item]], str]] = {
    "bibtex": lambda items: "\n\n".join(map(_bibtex, items)),
    "biblatex": lambda items: "\n\n".join(map(_biblatex, items)),
    "ris": lambda items: "".join(map(_ris, items)),
    "csl-json": lambda items: json.dumps(items, ensure_ascii=False, indent=2),
    "r": lambda items: "c(\n" + ",\n".join(map(_r, items)) + "\n)" if len(items) > 1 else _r(items[0]),
}
"""The name of a format → what writes items in it."""
