"""Files that are no article for the project: each gets an answer that says what to do, and nothing is written."""

import re
from pathlib import Path

import pytest

from pipeline.draft.receive import MAX_BYTES
from tests.support.drafted import OTHER, RELEASE, command, content_of, drafted
from tests.support.example import HARBOUR, SEED_FILES, TEXTS
from tests.support.project import Project

LONG = "The police of the city said that it was in the harbour and that they had found it there. "
SPANISH = "La policía de la ciudad incautó dos toneladas de cocaína en el puerto, según el ministro de la defensa. " * 4
CHINESE = "警方周日在海港查获可卡因十二公斤，线索来自邻国。警方说，案件仍在侦办中。" * 4
BAD = {
    "empty": (b"", "holds nothing; save the article's text"),
    "white space": (b" \n\t\r\n ", "holds only white space"),
    "5 MB": ((LONG * 60_000).encode()[:5_000_000], "5,000,000 bytes, and a draft takes at most 100,000"),
    "one byte too long": ((LONG * 2_000).encode()[: MAX_BYTES + 1], "cut the file to the one article"),
    "NUL": (b"Police seized\0 drugs", "holds NUL bytes"),
    "UTF-16 without its mark": (RELEASE.encode("utf-16-le"), "UTF-16 without its mark"),
    "half a character of UTF-16": (b"\xff\xfea", "begins like UTF-16 and is not"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "is a PDF file"),
    "Word": (b"PK\x03\x04\x14\0\x06\0word/document.xml", "such as a Word document (.docx)"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "(.doc)"),
    "RTF": (b"{\\rtf1\\ansi Police}", "an RTF document"),
    "HTML": (b"<!DOCTYPE html>\n<p>Police seized</p>", "a web page (HTML)"),
    "a part of HTML": (b"<p>Police</p><p>seized</p>", "a web page (HTML)"),
    "another encoding": (CHINESE.encode("gb18030"), "neither UTF-8"),
    "Latin letters of another encoding": (b"\x81\x8d\x8f police", "neither UTF-8"),
    "no letters": (b"12 34 56\n", "no letters"),
    "Chinese": (CHINESE.encode(), "script CJK"),
    "Russian": ("Полиция изъяла два килограмма кокаина в порту. ".encode() * 3, "script CYRILLIC"),
    "Spanish": (SPANISH.encode(), "looks Spanish"),
    "no language": (b"seized cocaine harbour police " * 20, "small words of English"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_article_is_refused(example: Project, name: str) -> None:
    content, answer = BAD[name]
    before = content_of(example.root)
    code, printed, complaint = drafted(example.root, "bad.txt", content)
    assert (code, printed) == (1, "")
    assert answer in complaint
    assert re.fullmatch(r"not drafted: .*; .*\n", complaint), complaint
    assert content_of(example.root) == before


def test_a_path_that_is_no_file_is_refused(example: Project) -> None:
    folder, seeds = example.root.parent, example.root / "seeds"
    for path, answer in (
        (folder / "none.txt", "no such file"),
        (folder, "is a folder"),
        (Path("/dev/null"), "a pipe, a socket or a device"),
        (seeds / f"{HARBOUR}.txt", "lies in seeds/"),
        (seeds / "new.txt", "lies in seeds/"),
        (folder / ("x" * 300), "cannot be read"),
        (Path("a\0b"), "cannot be read"),
    ):
        code, _, complaint = command(example.root, str(path))
        assert code == 1, path
        assert answer in complaint, path
        assert "; " in complaint


def test_no_argument_is_answered_with_the_usage(example: Project) -> None:
    assert command(example.root) == (
        1,
        "",
        "not drafted: name the article's file: python -m pipeline.draft ARTICLE.txt\n",
    )


@pytest.mark.parametrize(
    "text",
    [
        TEXTS[HARBOUR],
        TEXTS[HARBOUR].replace("\n", "\r\n"),
        f"\ufeff{TEXTS[HARBOUR]}",
        f"\n\n{TEXTS[HARBOUR]}",
    ],
)
def test_an_article_that_is_there_is_named(example: Project, text: str) -> None:
    code, _, complaint = drafted(example.root, "again.txt", text)
    assert code == 1
    assert f"{SEED_FILES[HARBOUR]} has this very article already" in complaint


def test_an_article_that_is_nearly_there_is_named_with_the_share(example: Project) -> None:
    before = content_of(example.root)
    corrected = TEXTS[HARBOUR].replace("2.42 tonnes", "2.4 tonnes").replace("Harbour Post\n", "")
    code, _, complaint = drafted(example.root, "corrected.txt", corrected)
    assert code == 1
    assert re.search(rf"[89]\d% of its text stands in {SEED_FILES[HARBOUR]} too; .* corrected version", complaint)
    assert content_of(example.root) == before


def test_an_article_that_shares_some_lines_is_drafted_and_the_share_is_said(example: Project) -> None:
    shared = "\n\n".join(TEXTS[HARBOUR].splitlines()[3:5])
    code, printed, _ = drafted(example.root, "release.txt", RELEASE.replace("Read more", f"{shared}\n\nRead more"))
    assert code == 0
    assert re.search(rf"\d\d% of its text stands in {SEED_FILES[HARBOUR]} too", printed)


def test_a_second_story_in_the_file_is_a_zone_of_its_own_and_said(example: Project) -> None:
    second = OTHER.replace("A court", "EXAMPLE CITY - A court").replace("By Ada Writer\n\n", "")
    code, printed, _ = drafted(example.root, "two.txt", f"{RELEASE}\n{second}")
    assert code == 0
    assert "a second article seems to begin at “Court jails four" in printed
    sources = (example.root / "records/sources.yaml").read_text(encoding="utf-8")
    assert sources.count("zone: other_article") == 1


def test_an_unregistered_copy_in_seeds_is_named(example: Project) -> None:
    example.write("seeds/009_0123456789abcdef.txt", RELEASE)
    code, _, complaint = drafted(example.root, "release.txt", RELEASE)
    assert code == 1
    assert "seeds/009_0123456789abcdef.txt is this article, and no entry of sources names it" in complaint


def test_what_nobody_sees_is_named_and_kept(example: Project) -> None:
    odd = RELEASE.replace("2.1 tonnes", "2.1\u00a0tonnes").replace("Port Example", "Port\u202e Exam\u200bple\x07")
    code, printed, _ = drafted(example.root, "release.txt", odd)
    assert code == 0
    for name in ("U+00A0 NO-BREAK SPACE", "U+202E RIGHT-TO-LEFT OVERRIDE", "U+200B ZERO WIDTH SPACE", "U+0007"):
        assert f"1 × {name}" in printed
    assert "no quote can hold it" in printed
    assert printed.isprintable() or all(line.isprintable() for line in printed.splitlines())


def test_hard_wrapped_lines_are_said(example: Project) -> None:
    body = (
        "Police seized two tonnes of cocaine in the port of the city on Sunday,\n" * 3 + "the chief of police said.\n"
    )
    _, printed, _ = drafted(example.root, "wrapped.txt", f"Police seize two tonnes of cocaine\n\n{body}")
    assert re.search(
        r"run over a line end, .* delete seeds/(002_\w+)\.txt, records/\1\.yaml and the article's entries", printed
    )


@pytest.mark.parametrize(
    "text",
    [
        "Police said it was in the harbour",
        "- the police: of {the} [city]\n- it was *in* & the\n",
        "\u202ethe police of the city\n\nthe police said it was in the harbour.",
        "the\ufeff police of the harbour\n\n\n|| x | The Post\n",
        "the of and \x0b in the \x0c of\x85 it was the\u2028 end\n",
        "The police. The police. The police. It was in the harbour of the city.\n" * 5,
        "Copyright 2025 the police. All rights reserved.\n5 January 2026\nthe of and",
        "EXAMPLE CITY, Jan. 4 (Xinhua) -- The police seized it on Sunday in the harbour of the city.",
        "Read more: what the police do\n\nBy Ada Writer\n\n99/99/2025 and 31 February 2025",
        f"12kg of it and {'9' * 500} tonnes of the cocaine in the year 0000, on 1 January 0000",
    ],
)
def test_an_odd_text_is_drafted_well_formed(example: Project, text: str) -> None:
    code, _, complaint = drafted(example.root, "odd.txt", text)
    assert code == 0, complaint
    kinds = {fault.kind for fault in [*example.records()[1], *example.articles()[1]]}
    assert not kinds
