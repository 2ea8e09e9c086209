"""References as text: BibTeX, RIS, CSL-JSON and R, each written from the same CSL-JSON items."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_NO_DATE = "n.d."


def _bibtex(items: Sequence[Item]) -> str:
    """Return items as entries for biblatex, in UTF-8."""
    return "\n\n".join(map(_bibtex_entry, items))


def _bibtex_entry(item: Item) -> str:
    """Return one entry.

    A part of the dataset is named beside the dataset's title, since ``@dataset`` knows no larger work. An article
    without a publisher is ``@misc``: ``@article`` must have a newspaper, and ``@online`` an address. Where there is no
    date the year says so, or biblatex would print empty brackets after the newspaper.
    """
    is_data, whole = item["type"] == "dataset", item.get("container-title", "")
    fields = {
        "author": _bibtex_names(item, "author"),
        "editor": _bibtex_names(item, "editor"),
        "title": _with_capitals(whole if is_data and whole else item["title"]),
        "titleaddon": f"{{{_latex(item['title'])}}}" if is_data and whole else "",
        "journaltitle": "" if is_data else _latex(whole),
        "entrysubtype": "" if is_data or not whole else "newspaper",
        "date": _date(item),
        "year": "" if "issued" in item else _NO_DATE,
        "version": _latex(item.get("version", "")),
        "type": _latex(item.get("genre", "")),
        "note": _latex(item.get("note", "")),
    }
    kind = "dataset" if is_data else "article" if whole else "misc"
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{kind}{{{item['id']},\n{''.join(lines)}}}"


def _ris(items: Sequence[Item]) -> str:
    """Return items as RIS records, whose lines end with CR and LF wherever they are read."""
    return "".join(f"{tag}  - {value}\r\n" for item in items for tag, value in _ris_lines(item))


def _ris_lines(item: Item) -> list[tuple[str, str]]:
    """Return the tags of a record and their values."""
    date = _date(item)
    tags = [
        ("ID", item["id"]),
        *(("AU", name) for name in _names(item, "author")),
        *(("A2", name) for name in _names(item, "editor")),
        ("TI", item["title"]),
        ("T2", item.get("container-title", "")),
        ("PY", date[:4]),
        ("DA", date.replace("-", "/") if len(date) == 10 else ""),
        ("ET", item.get("version", "")),
        ("M3", item.get("genre", "")),
        ("N1", item.get("note", "")),
    ]
    kind = "DATA" if item["type"] == "dataset" else "NEWS"
    return [("TY", kind), *((tag, value) for tag, value in tags if value), ("ER", "")]


def _csl_json(items: Sequence[Item]) -> str:
    """Return items as a list in CSL-JSON."""
    return json.dumps(items, ensure_ascii=False, indent=2)


def _r(items: Sequence[Item]) -> str:
    """Return items as R writes what its ``citation()`` gives."""
    entries = ",\n".join(map(_bibentry, items))
    return f"c(\n{entries}\n)" if len(items) > 1 else entries


def _bibentry(item: Item) -> str:
    """Return one call of ``bibentry``; where the year is not known it says so, or R would print ``????``."""
    fields = {
        "key": f'"{item["id"]}"',  # LaTeX does not print the key, so nothing in it is escaped
        "title": _r_text(item["title"]),
        "author": _r_persons(item, "author"),
        "editor": _r_persons(item, "editor"),
        "year": _r_text(_date(item)[:4] or _NO_DATE),
        "howpublished": _r_text(_r_publication(item)),
        "note": _r_text(item.get("note", "")),
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return ",\n".join(['bibentry(\n  bibtype = "Misc"', *lines]) + "\n)"


def _r_publication(item: Item) -> str:
    """Return where and when an item came out, as far as the other fields of a ``bibentry`` do not say it."""
    whole, date = item.get("container-title", ""), _date(item)
    if item["type"] == "dataset":
        return f"{f'In {whole}. ' if whole else ''}{item['genre']}, version {item['version']}, {date}"
    return ", ".join(text for text in (whole, date[4:] and date) if text)


def _r_persons(item: Item, role: str) -> str:
    """Return names as calls of ``person``, which takes the given name first and an organisation as one."""
    parts = [[name["literal"]] if "literal" in name else [name["given"], name["family"]] for name in item.get(role, ())]
    persons = [f"person({', '.join(map(_r_text, names))})" for names in parts]
    return f"c({', '.join(persons)})" if len(persons) > 1 else "".join(persons)


def _r_text(text: str) -> str:
    r"""Return a string as R writes it, in ASCII, which R reads alike in every locale; an empty one stays empty.

    R takes the text of a reference for LaTeX, where a percent sign begins a comment and two hyphens make one dash; of
    the other escapes of LaTeX it undoes none when it prints.

    >>> _r_text("US–China: 20% of row a--b")
    '"US\\u{2013}China: 20\\\\% of row a{-}{-}b"'
    """
    escaped = _apart(text.replace("%", r"\%")).replace("\\", r"\\").replace('"', r"\"")
    ascii_only = re.sub(r"[^ -~]", _r_character, escaped)
    return f'"{ascii_only}"' if text else ""


def _r_character(match: re.Match[str]) -> str:
    """Return a character as an escape of R, which has a longer one for those above U+FFFF."""
    number = ord(match[0])
    return f"\\{'U' if number > 0xFFFF else 'u'}{{{number:x}}}"


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


def _latex(text: str) -> str:
    r"""Return a text with escapes for what LaTeX takes for commands; letters and quotation marks stay.

    >>> _latex("20% of S$21.6 million in row a--b")
    '20\\% of S\\$21.6 million in row a{-}{-}b'
    """
    return _apart("".join(_LATEX.get(character, character) for character in text))


def _apart(text: str) -> str:
    """Return a text with braces around what LaTeX would draw together: two hyphens, as ids have them, to a dash.

    >>> _apart("row a--b of table c")
    'row a{-}{-}b of table c'
    """
    return re.sub(r"([-'`])\1+", lambda match: f"{{{match[1]}}}" * len(match[0]), text)


def _with_capitals(title: str) -> str:
    """Return a title for BibTeX, with braces around each word that must stay as it is whatever the style.

    These are the words with capitals, since the title is in sentence case, and the first, which may have none.

    >>> _with_capitals("counternarcotics: US–China cooperation")
    '{counternarcotics}: {US–China} cooperation'
    """

    def kept(match: re.Match[str]) -> str:
        word = _latex(match[0])
        return f"{{{word}}}" if match.start() == 0 or match[0] != match[0].lower() else word

    return re.sub(r"\w[^\s,:;.?!“”()]*|\W", kept, title)


WRITERS: Mapping[str, Callable[[Sequence[Item]], str]] = {
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
    "r": _r,
}
"""The name of a format → what writes items in it."""
