"""The articles: registered bytes, text as it is, zones that tile it."""

import hashlib

import pytest

from tests.support.example import HARBOUR, SEED_FILES, TALKS, TEXTS
from tests.support.project import Project
from tests.support.zones import zone

SOURCES = "records/sources.yaml"
SEED, OTHER = SEED_FILES[HARBOUR], SEED_FILES[TALKS]
TEXT = TEXTS[HARBOUR]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def register(project: Project, data: bytes) -> None:
    """Write other bytes for the article and register their hash."""
    (project.root / SEED).write_bytes(data)
    project.replace(SOURCES, digest(TEXT.encode()), digest(data))


def test_articles_are_their_bytes(example: Project) -> None:
    articles, faults = example.articles()
    assert not faults
    article = articles[HARBOUR]
    assert (article.text, article.seed_file, article.sha256) == (TEXT, SEED, digest(TEXT.encode()))


def test_zones_tile_the_text(example: Project) -> None:
    begins = [0, *(TEXT.index(text) for text in ("Police seize", "Published:", "Chinese police", "Read more:"))]
    kinds = ("imprint", "headline", "imprint", "body", "furniture")
    zones = zip(kinds, begins, [*begins[1:], len(TEXT)], strict=True)
    assert example.articles()[0][HARBOUR].zones == tuple(zone(*stretch) for stretch in zones)


@pytest.mark.parametrize("text", [TEXT.replace("430kg", "340kg"), TEXT + "\n", ""])
def test_an_article_of_other_bytes_is_reported_once_and_not_handed_on(example: Project, text: str) -> None:
    example.write(SEED, text)
    articles, (fault,) = example.articles()
    assert list(articles) == [TALKS]
    assert (str(fault.position), fault.kind) == (example.place(SOURCES, "sha256:"), "seed-changed")
    assert fault.subject == f"{HARBOUR}.sha256"
    assert fault.seen == f"the bytes of {SEED} have the SHA-256 {digest(text.encode())}"
    assert fault.fix == "restore the file; a seed is never edited"
    assert example.located()[1] == []


BYTES = {
    "byte order mark": (b"\xef\xbb\xbf" + TEXT.encode(), 1, "file-not-utf8", "a byte order mark", "first three bytes"),
    "CR LF": (
        TEXT.replace("\n", "\r\n").encode(),
        1,
        "character-forbidden",
        "a carriage return",
        "save it with LF line ends",
    ),
    "lone CR": (
        TEXT.replace("They had", "\rThey had").encode(),
        7,
        "character-forbidden",
        "a carriage return",
        "save it with LF line ends",
    ),
    "not UTF-8": (TEXT.encode() + b"\x92", 12, "file-not-utf8", "byte 0x92 is not UTF-8", "save it as UTF-8"),
}


@pytest.mark.parametrize("name", BYTES)
def test_registered_but_unfit_bytes(example: Project, name: str) -> None:
    data, line, kind, seen, fix = BYTES[name]
    register(example, data)
    (fault,) = example.articles()[1]
    assert (str(fault.position), fault.kind, fault.seen) == (f"{SEED}:{line}", kind, seen)
    assert fix in fault.fix
    assert fault.fix.endswith("then register its new SHA-256")


def test_a_missing_article(example: Project) -> None:
    (example.root / SEED).unlink()
    articles, (fault,) = example.articles()
    assert list(articles) == [TALKS]
    assert (str(fault.position), fault.kind) == (example.place(SOURCES, SEED), "seed-missing")
    assert (fault.seen, fault.fix) == (f'no file "{SEED}"', "add the file, correct its name, or delete the row")


@pytest.mark.parametrize("file", ["a" * 100_000, "../records/harbour.yaml", f"seeds/../{SEED}", "seeds", "harbour"])
def test_a_row_that_names_no_file_of_the_folder(example: Project, file: str) -> None:
    example.replace(SOURCES, SEED, file)
    faults = example.articles()[1]
    assert [fault.kind for fault in faults] == ["seed-unregistered", "seed-missing"]
    assert all(len(str(fault)) < 3000 for fault in faults)


def test_a_file_in_two_rows(example: Project) -> None:
    first = example.place(SOURCES, SEED)
    example.replace(SOURCES, OTHER, SEED)
    articles, faults = example.articles()
    assert list(articles) == [HARBOUR]
    assert [fault.kind for fault in faults] == ["seed-unregistered", "seed-repeated"]
    assert (faults[1].subject, faults[1].seen) == (
        f"{TALKS}.seed_file",
        f"{SEED} a second time; {HARBOUR} has it at {first}",
    )


def test_a_row_that_names_no_file_is_reported_with_the_records(example: Project) -> None:
    example.replace(SOURCES, f"  seed_file: {OTHER}\n", "")
    (fault,) = example.records()[1]
    assert (fault.kind, fault.subject) == ("value-missing", f"{TALKS}.seed_file")
    assert [fault.kind for fault in example.articles()[1]] == ["seed-unregistered"]


def test_an_unregistered_article(example: Project) -> None:
    example.write("seeds/other.txt", "Another article.\n")
    (fault,) = example.articles()[1]
    assert (str(fault.position), fault.kind, fault.seen) == (
        "seeds/other.txt:1",
        "seed-unregistered",
        "an unregistered file",
    )
    sha256 = digest(b"Another article.\n")
    assert fault.fix == f"add to records/sources.yaml a row with seed_file: seeds/other.txt and sha256: {sha256}"


def test_a_row_that_registers_no_hash(example: Project) -> None:
    sha256 = digest(TEXT.encode())
    example.replace(SOURCES, f"  sha256: {sha256}\n", "")
    articles, (fault,) = example.articles()
    assert HARBOUR not in articles
    assert (fault.kind, fault.seen) == ("seed-unregistered", f"no SHA-256 of {SEED}")
    assert fault.fix == f"if the file is as it was received, add sha256: {sha256}"


def test_no_article_seems_unregistered_where_records_cannot_be_read(example: Project) -> None:
    example.write(SOURCES, "sources: [")
    assert example.articles() == ({}, [])


# name: (old text, new text, kind, seen, fix)
ZONES = {
    "unknown kind": ("zone: body", "zone: boddy", "code-unknown", 'unknown zone "boddy"', "did you mean body"),
    "text that is not there": (
        "starts: Chinese police",
        "starts: Chinese polize",
        "zone-not-found",
        '"Chinese polize" does not stand after',
        "copy it again from the article",
    ),
    "text that only looks like it": (
        "starts: Chinese police",
        "starts: Chinese\u00a0police",
        "zone-not-found",
        '"Chinese\\xa0police" does not stand after',
        "U+00A0 NO-BREAK SPACE stands where U+0020 SPACE belongs",
    ),
    "out of order": (
        "zone: body, starts: Chinese police",
        "zone: body, starts: Harbour Post",
        "zone-not-found",
        '"Harbour Post" does not stand after',
        "copy it again",
    ),
    "not at the beginning": (
        "starts: Harbour Post",
        "starts: Post",
        "zone-not-found",
        '"Post" does not stand at the beginning',
        "copy it again",
    ),
    "occurrence": (
        "starts: Police seize}",
        "starts: Police seize, occurrence: 9}",
        "zone-not-found",
        '"Police seize" does not stand after',
        "copy it again",
    ),
}


@pytest.mark.parametrize("name", ZONES)
def test_wrong_zones(example: Project, name: str) -> None:
    old, new, kind, seen, fix = ZONES[name]
    example.replace(SOURCES, old, new)
    articles, faults = example.articles()
    fault = next(fault for fault in faults if fault.kind == kind)
    assert (str(fault.position), fault.subject) == (example.place(SOURCES, new), f"{HARBOUR}.zones")
    assert seen in fault.seen
    assert fix in fault.fix
    assert articles[HARBOUR].zones == ()


def test_a_later_occurrence_begins_a_zone(example: Project) -> None:
    example.replace(SOURCES, "starts: Chinese police", "starts: police, occurrence: 1")
    example.replace(SOURCES, 'starts: "Read more:"', "starts: drugs, occurrence: 2")
    furniture = example.articles()[0][HARBOUR].zones[4]
    assert TEXT[furniture.start :].startswith("drugs, CCTV said")


def test_an_article_without_zones(example: Project) -> None:
    text = (example.root / SOURCES).read_text(encoding="utf-8")
    first = text.index("  zones:")
    example.write(SOURCES, text[:first] + text[text.index("  evidence:") :])
    (fault,) = example.articles()[1]
    assert (str(fault.position), fault.kind) == (example.place(SOURCES, f"- id: {HARBOUR}"), "zone-missing")
