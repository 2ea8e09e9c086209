"""The formats that programs read: parsers that others wrote give back what the item says."""

import re
from typing import Any

import pytest
import rispy
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from counternarcotics import _cite
from counternarcotics._cite import formats
from pipeline.write import citations
from tests.support.cited import ASKED, QUOTE, items

asked = pytest.mark.parametrize(("table", "row"), ASKED)


def date_of(item: dict[str, Any]) -> str:
    """Return the date of an item, which has one day, one month or one year."""
    return "-".join(f"{number:02}" for number in item.get("issued", {"date-parts": [[]]})["date-parts"][0])


def people(item: dict[str, Any], role: str) -> list[str]:
    """Return names as RIS and BibTeX order them."""
    return [name.get("literal") or f"{name['family']}, {name['given']}" for name in item.get(role, [])]


def read_bibtex(text: str) -> list[dict[str, Any]]:
    """Return the entries of a BibTeX text as bibtexparser reads them, LaTeX undone."""
    library = parse_string(text, append_middleware=[middlewares.LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return [
        {"kind": one.entry_type, "key": one.key, **{key: field.value for key, field in one.fields_dict.items()}}
        for one in library.entries
    ]


def as_biblatex(item: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry must say, straight from the item."""
    newspaper = item.get("container-title")
    said = {
        "kind": "dataset" if item["type"] == "dataset" else "article" if newspaper else "misc",
        "key": item["id"],
        "author": " and ".join(people(item, "author")),
        "editor": " and ".join(people(item, "editor")),
        "title": item["title"],
        "journaltitle": newspaper,
        "date": date_of(item),
        "year": None if date_of(item) else "n.d.",
        "version": item.get("version"),
        "note": ". ".join(item[name] for name in ("genre", "note") if name in item),
    }
    return {key: value for key, value in said.items() if value}


@asked
def test_biblatex_says_what_the_item_says(table: str | None, row: str | None) -> None:
    assert read_bibtex(_cite.cite("biblatex", table, row)) == [as_biblatex(item) for item in items(table, row)]


@pytest.mark.parametrize(("helper", "instead"), [("_COMMANDS", {}), ("_apart", lambda text: text)])
def test_a_missing_escape_is_found(helper: str, instead: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    item = {**items("evidence", QUOTE)[0], "note": "20% of a\\b"}
    assert read_bibtex(formats.WRITERS["biblatex"]([item])) == [as_biblatex(item)]
    monkeypatch.setattr(formats, helper, instead)
    assert read_bibtex(formats.WRITERS["biblatex"]([item])) != [as_biblatex(item)]


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_braces_keep_names_and_capitals(format: str) -> None:
    text = _cite.cite(format, "seizures", "port-draft-examplamine")
    assert "author = {{counternarcotics maintainers}}," in text
    assert "title = {{Row port-draft-examplamine of table seizures in counternarcotics: US" in text
    assert "title = {{Leader of the Lorem Ring Jailed for Life}}," in text


# The circumflex is left out: bibtexparser reads LaTeX's as the letter, not as the ASCII sign.
@pytest.mark.parametrize("ascii_only", [False, True])
@given(text=st.text(alphabet="aZé5 –“”’%$&#_{}~\\-'`", max_size=20))
def test_latex_reads_back_as_the_text(ascii_only: bool, text: str) -> None:
    written = formats._latex(text).translate(formats._ASCII) if ascii_only else formats._latex(text)
    read = read_bibtex(f"@misc{{key,\n  note = {{a{written}b}},\n}}")[0]["note"]
    assert read == f"a{text.replace('’', chr(39)) if ascii_only else text}b"


@asked
def test_ris_says_what_the_item_says(table: str | None, row: str | None) -> None:
    text = _cite.cite("ris", table, row)
    assert re.fullmatch(r"([A-Z][A-Z0-9]  - [^\r\n]*\r\n)+", text)
    assert rispy.loads(text) == [as_ris(item) for item in items(table, row)]


def as_ris(item: dict[str, Any]) -> dict[str, Any]:
    """Return what rispy must read, straight from the item."""
    day = date_of(item)
    said = {
        "type_of_reference": "DATA" if item["type"] == "dataset" else "NEWS",
        "id": item["id"],
        "authors": people(item, "author"),
        "secondary_authors": people(item, "editor"),
        "title": item["title"],
        "secondary_title": item.get("container-title"),
        "year": day[:4],
        "date": day.replace("-", "/") if len(day) == 10 else None,
        "edition": item.get("version"),
        "notes": [item["note"]] if "note" in item else None,
    }
    return {key: value for key, value in said.items() if value}


@asked
def test_csl_json_gives_a_processor_the_same_entry(table: str | None, row: str | None) -> None:
    for style in ("apa", "chicago"):
        entries = [citations.rendered(item, citations.STYLES[style]) for item in items(table, row)]
        notes = [f" {item['note']}." if "note" in item else "" for item in items(table, row)]
        said = "\n".join(entry + note for entry, note in zip(entries, notes, strict=True))
        # Chicago sets a title in capitals, the id of a row too, which must stay as it is.
        assert said.casefold() == _cite.cite(style, table, row).casefold()


def read_r(text: str) -> list[dict[str, Any]]:
    """Return the calls of ``bibentry`` in a text of R, as dicts; the strings as R reads them, LaTeX's braces undone."""
    string = r'"((?:[^"\\\n]|\\.)*)"'
    person = rf"person\({string}(?:, {string})?\)"
    value = rf"{string}|c\({person}(?:, {person})*\)"
    call = rf"bibentry\(\n(?:  \w+ = (?:{value}),?\n)+\)"
    assert re.fullmatch(rf"{call}|c\(\n{call}(?:,\n{call})+\n\)", text)
    assert text.isascii()
    entries = []
    for body in re.findall(call.replace(string, '"(?:[^"\\\\\n]|\\\\.)*"'), text):
        fields = re.findall(r"^  (\w+) = (.*?),?$", body, re.M)
        strings = {name: re.findall(string, said) for name, said in fields}
        entries.append({name: said if name == "key" else [*map(unescaped, said)] for name, said in strings.items()})
    return entries


def unescaped(text: str) -> str:
    """Return what R prints of a string in a reference, where two hyphens become one."""
    held = re.sub(r"\\U\{(\w+)\}|\\(.)", lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    return re.sub(r"\{(.)\}", r"\1", held.replace("--", "-")).replace("\\%", "%")


@asked
def test_r_says_what_the_item_says(table: str | None, row: str | None) -> None:
    for entry, item in zip(read_r(_cite.cite("r", table, row)), items(table, row), strict=True):
        assert (entry["bibtype"], entry["key"]) == (["Misc"], [item["id"]])
        assert entry["year"] == [date_of(item)[:4] or "n.d."]
        said = " ".join(text for name in ("author", "title", "howpublished", "note") for text in entry.get(name, []))
        for name in ("title", "container-title", "version", "note"):
            assert said.count(item.get(name, "")) >= 1
        for person in item.get("author", []):
            assert all(name in entry["author"] for name in person.values())


@given(st.text(alphabet='aZé5 –“”%-"\\', max_size=20))
def test_a_string_of_r_reads_back_as_the_text(text: str) -> None:
    written = formats._r_latex(f"a{text}b")
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', written)
    assert unescaped(written[1:-1]) == f"a{text}b"


def test_hyphens_that_r_would_join_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_r(_cite.cite("r", "evidence", QUOTE))[0]["title"] == [items("evidence", QUOTE)[0]["title"]]
    monkeypatch.setattr(formats, "_apart", lambda text: text)
    assert read_r(_cite.cite("r", "evidence", QUOTE))[0]["title"] != [items("evidence", QUOTE)[0]["title"]]
