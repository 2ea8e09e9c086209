"""The articles: registered bytes, text as it is, zones that tile it."""

import hashlib

import pytest

from pipeline.faults import CannotBuild
from pipeline.model import Zone
from pipeline.read.seeds import read_seeds
from tests.support.project import Project
from tests.support.small_project import HARBOUR

SOURCES = "records/sources.yaml"


def register(project: Project, data: bytes) -> None:
    """Write other bytes for the article and register their hash."""
    (project.root / "seeds/harbour.txt").write_bytes(data)
    old = hashlib.sha256(HARBOUR.encode()).hexdigest()
    project.replace(SOURCES, old, hashlib.sha256(data).hexdigest())


def test_articles_are_their_bytes(project: Project) -> None:
    articles, faults = project.articles()
    harbour = articles["harbour"]
    assert not faults
    assert harbour.text == HARBOUR
    assert (harbour.seed_file, harbour.sha256) == ("seeds/harbour.txt", hashlib.sha256(HARBOUR.encode()).hexdigest())


def test_zones_tile_the_text(project: Project) -> None:
    body, furniture = HARBOUR.index("Chinese police"), HARBOUR.index("Other news:")
    assert project.articles()[0]["harbour"].zones == (
        Zone("imprint", 0, 26, "sources"),
        Zone("headline", 26, body, "every table"),
        Zone("body", body, furniture, "every table"),
        Zone("furniture", furniture, len(HARBOUR)),
    )


def test_changed_bytes(project: Project) -> None:
    project.replace("seeds/harbour.txt", "430kg", "340kg")
    fault = project.articles()[1][0]
    assert str(fault.position) == project.place(SOURCES, "sha256:")
    assert fault.subject == "harbour.sha256"
    assert "the bytes of seeds/harbour.txt have the SHA-256" in fault.seen
    assert (fault.expected, fault.fix) == ("the file as it was received; a seed is never edited", "restore the file")


def test_one_added_line_end_is_a_change(project: Project) -> None:
    project.write("seeds/harbour.txt", HARBOUR + "\n")
    assert [fault.subject for fault in project.articles()[1]] == ["harbour.sha256"]


BYTES = {
    "byte order mark": (b"\xef\xbb\xbf" + HARBOUR.encode(), 1, "a byte order mark", "first three bytes"),
    "CR LF": (HARBOUR.replace("\n", "\r\n").encode(), 1, "a carriage return", "convert the line ends"),
    "lone CR": (
        HARBOUR.replace("The police", "\rThe police").encode(),
        5,
        "a carriage return",
        "convert the line ends",
    ),
    "not UTF-8": (HARBOUR.encode().replace("’".encode(), b"\x92"), 4, "byte 0x92 is not UTF-8", "convert it"),
}


@pytest.mark.parametrize("name", BYTES)
def test_registered_but_unfit_bytes(project: Project, name: str) -> None:
    data, line, seen, todo = BYTES[name]
    register(project, data)
    fault = project.articles()[1][0]
    assert (str(fault.position), fault.seen) == (f"seeds/harbour.txt:{line}", seen)
    assert todo in fault.fix


def test_missing_article(project: Project) -> None:
    (project.root / "seeds/harbour.txt").unlink()
    articles, faults = project.articles()
    assert list(articles) == ["island"]
    assert str(faults[0].position) == project.place(SOURCES, "- id: harbour")
    assert (faults[0].seen, faults[0].fix) == ("no file seeds/harbour.txt", "add the file, or delete the row")


@pytest.mark.parametrize("file", ["seeds/other.txt", "seeds/HARBOUR.TXT", "seeds/old/harbour.txt"])
def test_unregistered_file(project: Project, file: str) -> None:
    project.write(file, "Another article.\n")
    fault = project.articles()[1][0]
    path = project.root / file
    if path.parent.name == "old":
        assert (fault.seen, fault.fix) == ("a folder", "move it elsewhere")
    else:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        todo = f"add to records/sources.yaml a row with id: {path.stem} and sha256: {digest}"
        assert (fault.seen, fault.fix) == ("an unregistered file", todo)


ZONES = {
    "unknown kind": ("zone: body", "zone: boddy", 'unknown zone "boddy"', "did you mean body"),
    "text that is not there": (
        "starts: China seizes",
        "starts: China seized",
        '"China seized" does not stand after',
        "copy it anew",
    ),
    "out of order": (
        "headline, starts: China seizes",
        "headline, starts: Harbour Post",
        '"Harbour Post" does not stand after',
        "copy it anew",
    ),
    "not at the beginning": (
        "starts: Harbour Post",
        "starts: Post",
        '"Post" does not stand at the beginning',
        "copy it anew",
    ),
    "occurrence": (
        "starts: China seizes",
        "starts: China, occurrence: 9",
        '"China" does not stand after',
        "copy it anew",
    ),
}


@pytest.mark.parametrize("name", ZONES)
def test_wrong_zones(project: Project, name: str) -> None:
    old, new, seen, todo = ZONES[name]
    project.replace(SOURCES, old, new)
    articles, faults = project.articles()
    fault = next(fault for fault in faults if seen in fault.seen)
    assert (str(fault.position), fault.subject) == (project.place(SOURCES, new), "harbour.zones")
    assert todo in fault.fix
    assert articles["harbour"].zones == ()


def test_a_later_occurrence_begins_a_zone(project: Project) -> None:
    project.replace(SOURCES, "starts: Chinese police", "starts: police, occurrence: 2")
    body = project.articles()[0]["harbour"].zones[2]
    assert HARBOUR[body.start :].startswith("police told the police union")


def test_an_article_without_zones(project: Project) -> None:
    text = (project.root / SOURCES).read_text(encoding="utf-8")
    first = text.index("  zones:")
    project.write(SOURCES, text[:first] + text[text.index("  evidence:") :])
    fault = project.articles()[1][0]
    assert (str(fault.position), fault.seen) == (project.place(SOURCES, "- id: harbour"), "no zone of kind body")


def test_missing_folder(project: Project) -> None:
    with pytest.raises(CannotBuild, match="seeds is missing"):
        read_seeds(project.root / "nowhere" / "seeds", project.records()[0], project.schemas()[0])
